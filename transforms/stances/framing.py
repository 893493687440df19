"""From which side a voice sees the war, whatever it speaks of just then, and where a named holder stands.

In: a `Reading`. Out: a slant per holder (-1 restraint to 1 support) and the origins of named holders. Refuses: a
polarity; slant and origin are weak signs that the models of `weighing` and `articles` weigh.

Source of the method: framing (Entman 1993); that office and party foretell a position is what roll calls show.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from transforms.stances.reading import NOBODY, Reading
from transforms.stances.signs import TEXT

SUPPORT, RESTRAINT, REPORT, ARGUE = "support", "restraint", "report", "argue"
SIGN_FREE = re.compile(r":(?:slant|on|lacks|text|named|moscow|sceptic|office|bench|expert)\b")
"""Features of `polarity` that may speak for either side."""
SCALE = 2.0
"""Framing words by which one side must lead to count as slanted."""
BEFORE, AFTER = 7, 6
"""Words before and after a name that say who its bearer is."""


class Framing:
    """Slants and origins of everybody in a text."""

    def __init__(self, reading: Reading) -> None:
        """Count the framing words of `reading` per voice."""
        self._counts: dict[str, Counter[str]] = {}
        for stretch in reading.stretches:
            for holder in reading.holders(stretch.quotation):
                counts = self._counts.setdefault(holder, Counter())
                counts.update(match.payload for match in stretch.frames)
        self._origins = _find_origins(reading)

    def slant(self, holder: str) -> float:
        """-1 (against involvement) to 1 (for standing by the attacked), 0 where the words do not say."""
        counts = self._counts.get(holder) or Counter[str]()
        return math.tanh((counts.get(SUPPORT, 0) - counts.get(RESTRAINT, 0)) / SCALE)

    def origins(self, holder: str) -> frozenset[str]:
        """What stands beside the first mention of a named holder: `moscow`, `office` and the like."""
        return self._origins.get(holder, frozenset())


def own_frames(reading: Reading) -> Counter[str]:
    """How often each frame occurs in the text's own voice."""
    own = (stretch for stretch in reading.stretches if stretch.quotation == NOBODY)
    return Counter(match.payload for stretch in own for match in stretch.frames)


def _find_origins(reading: Reading) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for at, name in sorted((*reading.cast.mentions, *reading.cast.states)):
        if name != TEXT and name not in found:
            found[name] = _origins_at(reading, at, name)
    return found


def _origins_at(reading: Reading, at: int, name: str) -> frozenset[str]:
    """The origins before the name in its sentence or, failing those, right after it."""
    sentence = reading.sentence_of(at)
    first, last = at - name.count(" ") - BEFORE, at + name.count(" ") + AFTER
    near = [
        m for m in reading.origins if first <= m.first <= last and reading.sentence_of(m.first) == sentence
    ]
    before = frozenset(match.payload for match in near if match.first <= at)
    return before or frozenset(match.payload for match in near)
