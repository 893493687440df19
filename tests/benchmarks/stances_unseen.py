"""Development gold as if its words were new: what the models are fitted on.

In: the gold articles that may be read. Out: each with a lexicon that lacks a share of the patterns which match in
that article alone. Refuses: dropping patterns that other articles need too.

The lists were written with these articles at hand, so some of their words are known only because of them. Leaving
out a share of those shows how the rules fare on texts that nobody has seen, and what the signs are worth there.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tests.benchmarks.stances_scoring import LANGUAGES, Prepared, prepare, resources
from tests.gold.stance.reader import EXTRA
from transforms.phrases import PhraseMatch, PhraseTable, Words, longest, split_words
from transforms.stances.lexicon import TAIL, StanceLexicon

TAILS = {"cues": TAIL, "targets": 99}
"""The tables that lose patterns, each with the most letters for which a `*` stands there."""

Pattern = tuple[str, ...]


@lru_cache(maxsize=1)
def readable() -> tuple[Prepared, ...]:
    """Every article of the sets that may be read."""
    return tuple(found for half in ("dev", EXTRA) for lang in LANGUAGES for found in prepare(lang, half))


@lru_cache(maxsize=1)
def own_patterns() -> dict[tuple[int, str], frozenset[Pattern]]:
    """Number of an article in `readable` and table to the patterns that match there and nowhere else."""
    found: dict[tuple[int, str], frozenset[Pattern]] = {}
    for language in LANGUAGES:
        for table in TAILS:
            names = _labelled(language, table)
            matches = {
                number: {m.payload[0] for m in longest(names.find(split_words(prepared.article["text"])))}
                for number, prepared in enumerate(readable())
                if prepared.article["lang"] == language
            }
            counts = Counter(pattern for patterns in matches.values() for pattern in patterns)
            for number, patterns in matches.items():
                found[number, table] = frozenset(p for p in patterns if counts[p] == 1)
    return found


class Thinned(PhraseTable[Any]):
    """A table that overlooks some of its patterns."""

    def __init__(self, table: PhraseTable[tuple[Pattern, Any]], gone: Collection[Pattern]) -> None:
        """Overlook `gone` in `table`, whose payloads begin with their pattern."""
        self._table, self._gone = table, gone

    def find(self, words: Words) -> list[PhraseMatch[Any]]:
        """The matches of the patterns that are left."""
        found = self._table.find(words)
        return [replace(m, payload=m.payload[1]) for m in found if m.payload[0] not in self._gone]


@lru_cache(maxsize=32)
def _labelled(language: str, table: str) -> PhraseTable[tuple[Pattern, Any]]:
    """A table of a language with every pattern beside its payload."""
    patterns = getattr(resources(language).stance, table).patterns()
    return PhraseTable([(" ".join(p), (p, payload)) for p, payload in patterns], max_tail=TAILS[table])


def thinned(seed: int, lost: float) -> Iterator[tuple[Prepared, StanceLexicon]]:
    """Every readable article with a lexicon that lacks the share `lost` of its own patterns, chosen by `seed`."""
    chance = random.Random(seed)
    for number, prepared in enumerate(readable()):
        language = prepared.article["lang"]
        tables = {}
        for table in TAILS:
            gone = {p for p in sorted(own_patterns()[number, table]) if chance.random() < lost}
            tables[table] = Thinned(_labelled(language, table), gone)
        yield prepared, replace(resources(language).stance, **tables)
