"""Fits the logistic models of stance on development gold: `python -m tests.benchmarks.stances_fit [labels]`.

Prints the table for `seeds/lexicons/common/stance_model.csv`; with `labels`, polarity and
confidence stay as shipped. Ridge penalties keep the few hundred examples from being learnt by heart: all kinds of
sign count alike unless the gold says otherwise. A sign cannot speak against itself, so negative weights of
polarity are cut.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize

from tests.benchmarks.stances_scoring import LANGUAGES, Prepared, Scores, macro_f1, prepare, resources
from tests.gold.stance.reader import EXTRA
from transforms.stances import weigh_voices
from transforms.stances.articles import (
    Article,
    argument_features,
    label_article,
    side_features,
    topic_features,
)
from transforms.stances.focus import Focus
from transforms.stances.reading import Reading, read_text
from transforms.stances.weighing import Balance, confidence_features, judge_polarity, polarity_features

POLARITY_PENALTY, CONFIDENCE_PENALTY = 8.0, 1.5
ARGUMENT_PENALTY, LABEL_PENALTY = 0.5, 1.0
FOLDS = 10
LEAST = 0.05
Example = tuple[Mapping[str, float], bool]
Examples = Sequence[Example]


Found = tuple[Prepared, Reading, list[Balance]]


def voices(half: str) -> Iterator[Found]:
    """Every article on topic, read, with the balances that the rules find."""
    for language in LANGUAGES:
        for found in prepare(language, half):
            if not found.article["article_stance"]:
                continue
            reading = read_text(
                found.article["text"],
                found.sentences,
                found.quotations,
                found.speakers,
                found.persons,
                resources(language).stance,
            )
            yield found, reading, weigh_voices(reading, Focus(reading))


def balances(half: str) -> Iterator[tuple[Balance, set[str]]]:
    """Every balance that the rules find, with the gold polarities of its holder and target."""
    for found, _, weighed in voices(half):
        gold: dict[tuple[str, str], set[str]] = defaultdict(set)
        for stance in found.article["stances"]:
            gold[stance["holder"], stance["target"]].add(stance["polarity"])
        for balance in weighed:
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


def fit_labels(
    articles: Iterable[tuple[Article, Mapping[str, str]]],
) -> dict[str, float]:
    """Whether an article argues, what about, for which side."""
    argues: list[Example] = []
    about: list[Example] = []
    side: list[Example] = []
    for article, gold in articles:
        has_side = set(gold.values()) != {"neutral"}
        argues.append((argument_features(article), has_side))
        for target in article.targets if has_side else ():
            label = gold.get(target, "neutral")
            about.append((topic_features(article, target), label != "neutral"))
            if label in ("favor", "against"):
                side.append((side_features(article, target), label == "favor"))
    prior = {"side:text": 1.0, "side:asked": 1.0}
    return {
        **fit(argues, ARGUMENT_PENALTY, {}),
        **fit(about, LABEL_PENALTY, {}),
        **fit(side, LABEL_PENALTY, prior),
    }


def labelled(half: str, model: Mapping[str, float]) -> list[tuple[Article, Mapping[str, str]]]:
    """Every article with its gold labels."""
    return [
        (Article(reading, Focus(reading), weighed, model), found.article["article_stance"])
        for found, reading, weighed in voices(half)
    ]


def cross_validate(articles: Sequence[tuple[Article, Mapping[str, str]]]) -> float:
    """Macro-F1 of the labels, each article labelled by models fitted without it."""
    scores = Scores()
    for fold in range(FOLDS):
        kept = [found for at, found in enumerate(articles) if at % FOLDS != fold]
        weights = fit_labels(kept)
        for article, gold in articles[fold::FOLDS]:
            model = {**article.model, **weights}
            scores.add_labels(gold, label_article(replace(article, model=model)))
    return macro_f1(scores.labels)


def main() -> None:
    """Print the model as CSV."""
    labels_only = sys.argv[1:] == ["labels"]
    model = dict(resources("en").stance.model) if labels_only else fit_model()
    articles = [found for half in ("dev", EXTRA) for found in labelled(half, model)]
    print(f"article labels, {FOLDS} folds: macro-F1 {cross_validate(articles):.3f}", file=sys.stderr)
    model |= fit_labels(articles)
    print(
        "# Weights of the logistic models of stance (transforms/stances/weighing.py, articles.py), fitted on"
    )
    print(
        "# tests/gold/stance/*.{dev,extra}.txt with `python -m tests.benchmarks.stances_fit`; card and scores in"
    )
    print("# docs/quality/stance.md.")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["feature", "weight"])
    writer.writerows((name, round(weight, 4)) for name, weight in sorted(model.items()))


if __name__ == "__main__":
    main()
