"""What is known of a figure while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.quantities.lexicon import Kind
from transforms.quantities.numerals import Numeral
from vocabulary import Approx


@dataclass(slots=True)
class Draft:
    """A figure in the making: tokens `first` to `last` (exclusive) are its surface.

    `unit` is None while the text has not given it; `noun` is a counted noun that no table knows.
    """

    numeral: Numeral
    first: int
    last: int
    value: float
    high: float | None = None
    unit: str | None = None
    kind: Kind | None = None
    approx: Approx = Approx.EXACT
    noun: str | None = None
    noun_last: int = 0
    counts_person: bool = False
    is_qualified: bool = False
    is_compound: bool = False
    floor: int = 0
    """No qualifier is looked for before this token."""
    partner: Draft | None = None
    """The other end of a change, which says for both what they measure."""
    is_phrase: bool = False
    is_dropped: bool = False
    doubt: str | None = None

    @property
    def is_vague(self) -> bool:
        """Whether only the size is given: `Tausende`, `Milliardenhilfe`."""
        return self.numeral.is_vague
