"""Precision and recall of origins on the labelled pairs.

    python -m tests.gold.origins.scoring

In: labelled texts, the origins found for them. Out: pairwise precision and recall, recall by share changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from tests.gold.origins.build import SEED, Labelled, as_frame, labelled
from transforms.origins import resolve_origins


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of pairs."""

    n_right: int
    n_wrong: int
    n_missed: int
    by_rate: dict[float, tuple[int, int]]
    """Share of words changed to copies tied to their base, and copies in all."""

    @property
    def precision(self) -> float:
        """Share of the pairs found that are copies."""
        return self.n_right / max(self.n_right + self.n_wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the copies that were found."""
        return self.n_right / max(self.n_right + self.n_missed, 1)


def score_origins(texts: list[Labelled], origins: pl.DataFrame) -> Score:
    """Compare every pair of texts with its label."""
    roots = origins.sort("article_id")["origin_id"].to_list()
    counts: Counter[tuple[bool, bool]] = Counter()
    found: Counter[float] = Counter()
    asked: Counter[float] = Counter()
    for a, b in combinations(range(len(texts)), 2):
        are_copies, are_found = texts[a].label == texts[b].label, roots[a] == roots[b]
        counts[are_copies, are_found] += 1
        if are_copies and texts[a].rate == 0:
            asked[texts[b].rate] += 1
            found[texts[b].rate] += are_found
    by_rate = {rate: (found[rate], asked[rate]) for rate in sorted(asked)}
    return Score(counts[True, True], counts[False, True], counts[True, False], by_rate)


def main() -> None:
    for seed in range(SEED, SEED + 4):
        texts = labelled(seed)
        score = score_origins(texts, resolve_origins(as_frame(texts)))
        rates = "  ".join(f"{rate:.0%}: {n}/{of}" for rate, (n, of) in score.by_rate.items())
        print(f"seed {seed}  {len(texts)} texts  P {score.precision:.4f}  R {score.recall:.4f}  {rates}")


if __name__ == "__main__":
    main()
