"""Layouts that attribute without a verb: headlines, interviews, dialogue dashes.

In: units of a text. Out: quotations, and the numbers of the units that they use up. Refuses: labels that
name nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.quotations.lexicon import SpeechLexicon
from transforms.quotations.marks import Quoted
from transforms.quotations.tokens import Tokens, Unit
from vocabulary import Quotation


def find_layout_quotations(
    text: str, units: Sequence[Unit], tokens: Tokens, quoted: Sequence[Quoted], lexicon: SpeechLexicon
) -> tuple[list[Quotation], set[int]]:
    """The quotations that the layout marks, and the units they take."""
    return [], set()
