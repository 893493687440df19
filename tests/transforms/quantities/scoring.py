"""Scores figures found against gold by overlap, value and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isclose
from typing import Any

from flows.seeds import read_lexicons
from tests.gold.build import read_quantity_gold
from transforms.quantities import QuantityLexicon, build_quantity_lexicon, find_quantities
from vocabulary import Quantity

Item = Mapping[str, Any]


@lru_cache(maxsize=1)
def _lexicons() -> Mapping[str, Any]:
    return read_lexicons()


@lru_cache(maxsize=8)
def lexicon_of(language: str) -> QuantityLexicon:
    """The compiled lexicon of one language, from the seeds."""
    lexicons = _lexicons()
    return build_quantity_lexicon(language, lexicons[language], lexicons["common"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of figures: in the gold, found, and right in all that is asked."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Right of found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


def same_value(found: Quantity, gold: Item) -> bool:
    """Values agree within half a per cent (fractions are rounded in both)."""
    if (found.value_high is None) != (gold["value_high"] is None):
        return False
    low = isclose(found.value, gold["value"], rel_tol=5e-3)
    return bool(low) and (
        found.value_high is None or isclose(found.value_high, gold["value_high"], rel_tol=5e-3)
    )


def overlaps(found: Quantity, gold: Item) -> bool:
    """Whether the two spans share a character."""
    return found.span.start < gold["end"] and gold["start"] < found.span.end


CHECKS: Mapping[str, Callable[[Quantity, Item], bool]] = {
    "span": lambda f, g: True,
    "value": same_value,
    "value+unit": lambda f, g: same_value(f, g) and f.unit == g["unit"],
    "value+unit+approx": lambda f, g: same_value(f, g) and f.unit == g["unit"] and f.approx == g["approx"],
    "exact span": lambda f, g: (f.span.start, f.span.end) == (g["start"], g["end"]),
}


def pair(found: list[Quantity], gold: list[Item]) -> list[tuple[Quantity | None, Item | None]]:
    """Every gold figure with the first unused found one that overlaps it; then what is left over."""
    left = list(found)
    pairs: list[tuple[Quantity | None, Item | None]] = []
    for item in gold:
        match = next((f for f in left if overlaps(f, item)), None)
        if match is not None:
            left.remove(match)
        pairs.append((match, item))
    return [*pairs, *((f, None) for f in left)]


def score(pairs: Iterable[tuple[Quantity | None, Item | None]]) -> dict[str, Score]:
    """One `Score` per check."""
    counts: Counter[str] = Counter()
    for found, gold in pairs:
        counts["found"] += found is not None
        counts["gold"] += gold is not None
        for name, check in CHECKS.items():
            counts[name] += found is not None and gold is not None and check(found, gold)
    return {name: Score(gold=counts["gold"], found=counts["found"], right=counts[name]) for name in CHECKS}


def pairs_of(language: str, half: str) -> list[tuple[str, Quantity | None, Item | None]]:
    """(text, found, gold) for one half of the gold of a language."""
    lexicon = lexicon_of(language)
    return [
        (item["text"], found, gold)
        for item in read_quantity_gold(language, half)
        for found, gold in pair(find_quantities(item["text"], lexicon), item["quantities"])
    ]


def score_gold(language: str, half: str) -> dict[str, Score]:
    """The scores of one half of the gold of a language."""
    return score((found, gold) for _, found, gold in pairs_of(language, half))
