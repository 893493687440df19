"""Sentiment toward a given target as a proxy for stance: `python -m tests.benchmarks.stances_proxy [LIMIT]`.

Reads `../shared/data/stance` (NewsMTSC, GerNTSA, RuSentNE; training parts) if it is there. The target is
given, so only cues, negation, scope and nearness are measured. Prints macro-F1 beside the majority class from
the same run.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.stances_scoring import Pairs, macro_f1, resources
from transforms.phrases import PhraseTable
from transforms.stances.evidence import find_evidence
from transforms.stances.focus import Focus
from transforms.stances.lexicon import StanceLexicon
from transforms.stances.reading import read_text
from transforms.stances.weighing import SIGNS
from transforms.text import normalise_text, split_sentences

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "stance"
FILES = {"en": "en_newsmtsc", "de": "de_gerntsa", "ru": "ru_rusentne"}
CLASSES = ("favor", "against", "neutral")
NEUTRAL_BELOW = 0.45
"""Weight of what is left of both sides below which a sentence takes none."""


def main() -> None:
    """Print one line per language."""
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    if not DATA.is_dir():
        print(f"no proxy data: {DATA.name} is not beside the repository")
        return
    for language, name in FILES.items():
        pairs, majority = _score(language, DATA / f"{name}_train.jsonl.gz", limit)
        print(
            f"{language} {name}: macro-F1 {macro_f1(pairs, CLASSES):.3f}"
            f" (majority {macro_f1(majority, CLASSES):.3f}), n {sum(pairs.values())}"
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _score(language: str, path: Path, limit: int) -> tuple[Pairs, Pairs]:
    pairs: Pairs = Counter()
    for row in islice(_rows(path), limit):
        pairs[row["polarity"], judge(language, row)] += 1
    gold: Counter[str] = Counter()
    for (polarity, _), n in pairs.items():
        gold[polarity] += n
    most = gold.most_common(1)[0][0]
    return pairs, Counter({(polarity, most): n for polarity, n in gold.items()})


def judge(language: str, row: dict[str, Any]) -> str:
    """Favor, against or neutral toward the target that the row marks."""
    start, end = row["target"]
    text = normalise_text(row["text"])
    surface = row["text"][start:end]
    lexicon = _aimed(resources(language).stance, surface)
    reading = read_text(text, split_sentences(text, language), [], [], [], lexicon)
    total = sum(
        SIGNS.get(sign.polarity, 0.0) * sign.weight for sign in find_evidence(reading, Focus(reading))
    )
    if abs(total) < NEUTRAL_BELOW:
        return "neutral"
    return "favor" if total > 0 else "against"


def _aimed(lexicon: StanceLexicon, surface: str) -> StanceLexicon:
    """The lexicon with `surface` as its only target."""
    patterns = [(surface, "target")] if any(letter.isalnum() for letter in surface) else []
    return replace(lexicon, targets=PhraseTable(patterns))


if __name__ == "__main__":
    main()
