"""The gold figures, both halves, every language, and what single words are mistaken for.

    python -m tests.benchmarks.quantities_gold [--confusions]

In: `tests/gold/quantities`. Out: F1 per language, half and check; with `--confusions` the units that were
mistaken for others, on the open half alone. Refuses to print texts of the held-back half.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.transforms.quantities.scoring import pairs_of, score_gold

LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")


def scores() -> None:
    """Print one line per language and half."""
    for language in LANGUAGES:
        for half in ("dev", "heldout"):
            found = score_gold(language, half)
            line = "  ".join(f"{name} {score.f1:.3f}" for name, score in found.items())
            print(f"{language} {half:7} {found['value'].gold:4} figures  {line}")


def confusions() -> None:
    """Print how often a unit of the open half was given as another, missed, or made up."""
    counts: Counter[tuple[str, str]] = Counter()
    for language in LANGUAGES:
        for _, found, gold in pairs_of(language, "dev"):
            wanted, given = gold["unit"] if gold else "nothing", found.unit if found else "nothing"
            counts[wanted, given] += wanted != given
    for (wanted, given), number in counts.most_common():
        if number:
            print(f"{number:3}  {wanted} → {given}")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--confusions", action="store_true")
    confusions() if options.parse_args().confusions else scores()
