"""Fits the two logistic models of stance on development gold: `python -m tests.benchmarks.stances_fit`.

Prints the table for `seeds/lexicons/common/stance_model.csv`. Ridge penalties keep the few hundred examples
from being learnt by heart: all kinds of sign count alike unless the gold says otherwise. A sign cannot speak
against itself, so negative weights of polarity are cut.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import minimize

from tests.benchmarks.stances_scoring import LANGUAGES, prepare, resources
from tests.gold.stance.reader import EXTRA
from transforms.stances import weigh_voices
from transforms.stances.reading import read_text
from transforms.stances.weighing import Balance, confidence_features, judge_polarity, polarity_features

POLARITY_PENALTY, CONFIDENCE_PENALTY = 8.0, 1.5
LEAST = 0.05
Examples = Sequence[tuple[Mapping[str, float], bool]]


def balances(half: str) -> Iterator[tuple[Balance, set[str]]]:
    """Every balance that the rules find, with the gold polarities of its holder and target."""
    for language in LANGUAGES:
        for found in prepare(language, half):
            if not found.article["article_stance"]:
                continue
            gold: dict[tuple[str, str], set[str]] = defaultdict(set)
            for stance in found.article["stances"]:
                gold[stance["holder"], stance["target"]].add(stance["polarity"])
            reading = read_text(
                found.article["text"],
                found.sentences,
                found.quotations,
                found.speakers,
                found.persons,
                resources(language).stance,
            )
            for balance in weigh_voices(reading):
                yield balance, gold.get((balance.holder, balance.target), set())


def fit(examples: Examples, penalty: float, prior: Mapping[str, float]) -> dict[str, float]:
    """Weights of a logistic model with a ridge penalty on what departs from `prior` (0 where not named)."""
    names = sorted({name for features, _ in examples for name in features})
    x = np.array([[features.get(name, 0.0) for name in names] for features, _ in examples])
    y = np.array([float(is_right) for _, is_right in examples])
    centre = np.array([prior.get(name, 0.0) for name in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-x @ w))
        value = (
            -(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)).sum()
            + penalty * ((w - centre) ** 2).sum()
        )
        return float(value), x.T @ (p - y) + 2 * penalty * (w - centre)

    weights = minimize(loss, centre, jac=True, method="L-BFGS-B").x
    return dict(zip(names, map(float, weights), strict=True))


def fit_model(halves: Sequence[str] = ("dev", EXTRA)) -> dict[str, float]:
    """Polarity first, then confidence given that polarity."""
    found = [balance for half in halves for balance in balances(half)]
    sides = [
        (polarity_features(balance), "favor" in gold)
        for balance, gold in found
        if len(gold) == 1 and gold & {"favor", "against"}
    ]
    leanings = {"polarity:text", "polarity:named"}
    alike = {name: 1.0 for features, _ in sides for name in features if name not in leanings}
    model = fit(sides, POLARITY_PENALTY, alike)
    model = {name: w if name in leanings or w > 0 else LEAST for name, w in model.items()}
    right = [(confidence_features(b, model), str(judge_polarity(b, model)) in gold) for b, gold in found]
    return {**model, **fit(right, CONFIDENCE_PENALTY, {})}


def main() -> None:
    """Print the model as CSV."""
    print("# Weights of the two logistic models of stance (transforms/stances/weighing.py), fitted on")
    print(
        "# tests/gold/stance/*.{dev,extra}.txt with `python -m tests.benchmarks.stances_fit`; card and scores in"
    )
    print("# docs/quality/stance.md.")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["feature", "weight"])
    writer.writerows((name, round(weight, 4)) for name, weight in sorted(fit_model().items()))


if __name__ == "__main__":
    main()
