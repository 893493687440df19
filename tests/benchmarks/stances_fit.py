"""Fits the logistic models of stance on development gold: `python -m tests.benchmarks.stances_fit`.

Prints the table for `seeds/lexicons/common/stance_model.csv`, and beside it the cross-validated scores. Every
article is read without a share of the words that only it needs (`stances_unseen`), so signs get the weight that
they deserve on unseen texts. Ridge penalties keep the few hundred examples from being learnt by heart: all kinds
of sign count alike unless the gold says otherwise. A sign cannot speak against itself, so negative weights of
kinds of sign are cut; those of slant and origin are free.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

from flows.settings import Settings
from tests.benchmarks.stances_scoring import SIDES, Prepared, Scores, macro_f1
from tests.benchmarks.stances_unseen import thinned
from transforms.stances import Judgement, weigh_voices
from transforms.stances.articles import (
    Article,
    argument_features,
    label_article,
    side_features,
    topic_features,
)
from transforms.stances.focus import Focus
from transforms.stances.framing import SIGN_FREE
from transforms.stances.reading import read_text
from transforms.stances.weighing import (
    Balance,
    confidence_features,
    judge_polarity,
    polarity_features,
    to_stance,
)

POLARITY_PENALTY, CONFIDENCE_PENALTY = 4.0, 1.5
ARGUMENT_PENALTY, LABEL_PENALTY = 0.5, 1.0
FOLDS = 10
SHARES = (0.5, 1.0)
"""Shares of an article's own words that are lost, one reading each."""
LEAST = 0.05
Example = tuple[Mapping[str, float], bool]
Examples = Sequence[Example]
Model = dict[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A gold article as the rules read it."""

    prepared: Prepared
    article: Article

    @property
    def fold(self) -> int:
        """The fold that it is judged in: articles of one camp with the same stances, often translations, share it."""
        stances = sorted((s["target"], s["polarity"]) for s in self.prepared.article["stances"])
        return crc32(f"{self.prepared.article['camp']} {stances}".encode()) % FOLDS

    @property
    def balances(self) -> Sequence[Balance]:
        """What the rules find for every holder and target."""
        return self.article.balances

    @property
    def gold(self) -> Mapping[tuple[str, str], set[str]]:
        """Holder and target to the gold's polarities."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for stance in self.prepared.article["stances"]:
            found[stance["holder"], stance["target"]].add(stance["polarity"])
        return found

    @property
    def labels(self) -> Mapping[str, str]:
        """The gold's labels."""
        return self.prepared.article["article_stance"]


def read_all(lost: float) -> list[Found]:
    """Every article on topic, read without a share of its own words."""
    found = []
    for prepared, lexicon in thinned(int(100 * lost), lost):
        if prepared.article["article_stance"]:
            reading = read_text(
                prepared.article["text"],
                prepared.sentences,
                prepared.quotations,
                prepared.speakers,
                prepared.persons,
                lexicon,
            )
            focus = Focus(reading)
            found.append(Found(prepared, Article(reading, focus, weigh_voices(reading, focus), {})))
    return found


def fit(examples: Examples, penalty: float, prior: Mapping[str, float]) -> Model:
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


def fit_model(articles: Sequence[Found]) -> Model:
    """Polarity first, then confidence given that polarity, then the article's labels."""
    model = _fit_polarity(articles)
    right = [
        (confidence_features(balance, model), str(judge_polarity(balance, model)) in gold)
        for balance, gold in _balances(articles)
    ]
    model |= fit(right, CONFIDENCE_PENALTY, {})
    return model | fit_labels(articles, model)


def _balances(articles: Iterable[Found]) -> Iterator[tuple[Balance, set[str]]]:
    for found in articles:
        gold = found.gold
        yield from ((b, gold.get((b.holder, b.target), set())) for b in found.balances)


def _fit_polarity(articles: Iterable[Found]) -> Model:
    sides = [
        (polarity_features(balance), "favor" in gold)
        for balance, gold in _balances(articles)
        if len(gold) == 1 and gold & {"favor", "against"}
    ]
    kinds = {name for features, _ in sides for name in features if not SIGN_FREE.search(name)}
    model = fit(sides, POLARITY_PENALTY, dict.fromkeys(kinds, 1.0))
    return {name: LEAST if name in kinds and w <= 0 else w for name, w in model.items()}


def fit_labels(articles: Iterable[Found], model: Mapping[str, float]) -> Model:
    """Whether an article argues, what about, for which side."""
    argues: list[Example] = []
    about: list[Example] = []
    side: list[Example] = []
    for found in articles:
        article = replace(found.article, model=model)
        has_side = set(found.labels.values()) != {"neutral"}
        argues.append((argument_features(article), has_side))
        for target in article.targets if has_side else ():
            label = found.labels.get(target, "neutral")
            about.append((topic_features(article, target), label != "neutral"))
            if label in ("favor", "against"):
                side.append((side_features(article, target), label == "favor"))
    prior = {"side:text": 1.0, "side:asked": 1.0}
    return {
        **fit(argues, ARGUMENT_PENALTY, {}),
        **fit(about, LABEL_PENALTY, {}),
        **fit(side, LABEL_PENALTY, prior),
    }


def judge(found: Found, model: Mapping[str, float], threshold: float) -> Judgement:
    """What is said of an article with these weights."""
    article = replace(found.article, model=model)
    held = [to_stance(article.reading, balance, model) for balance in found.balances]
    return Judgement(tuple(s for s in held if s.confidence >= threshold), label_article(article))


def cross_validate(readings: Sequence[Sequence[Found]], threshold: float) -> list[Scores]:
    """Scores per reading, each article judged by models fitted without it."""
    scores = [Scores() for _ in readings]
    for fold in range(FOLDS):
        model = fit_model([f for reading in readings for f in reading if f.fold != fold])
        for reading, counts in zip(readings, scores, strict=True):
            for found in reading:
                if found.fold == fold:
                    counts.add(found.prepared.article, judge(found, model, threshold))
    return scores


def main() -> None:
    """Print the model as CSV."""
    readings = [read_all(lost) for lost in SHARES]
    threshold = Settings.model_fields["stance_threshold"].default
    for lost, scores in zip(SHARES, cross_validate(readings, threshold), strict=True):
        print(
            f"{FOLDS} folds, {lost:.0%} of own words lost: tuples P {scores.precision:.3f} R {scores.recall:.3f}"
            f" F1 {scores.f1:.3f}, polarity {macro_f1(scores.polarity, SIDES[:2]):.3f},"
            f" labels {macro_f1(scores.labels):.3f}",
            file=sys.stderr,
        )
    model = fit_model([found for reading in readings for found in reading])
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
