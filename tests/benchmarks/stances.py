"""Quality and speed of relevance and stances: `python -m tests.benchmarks.stances [SET] [THRESHOLD]`.

`SET` is dev, extra, dev2, fresh or heldout.

Prints, per language, the figures beside a baseline from the same run: everybody whom the rules name, against
the target that the text names most. Texts of the gold are never printed.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence

from flows.settings import Settings
from tests.benchmarks.stances_scoring import (
    LANGUAGES,
    SIDES,
    Pairs,
    Prepared,
    Scores,
    macro_f1,
    prepare,
    relevance_f1,
    score,
    topic,
)
from tests.gold.stance.reader import HALVES
from transforms.relevance import score_relevance
from transforms.stances import VERSION

ROUNDS = 3


def main() -> None:
    """Print every table."""
    half = sys.argv[1] if len(sys.argv) > 1 else "heldout"
    threshold = float(sys.argv[2]) if len(sys.argv) > 2 else Settings.model_fields["stance_threshold"].default
    print(f"stances {VERSION}, gold {half}, threshold {threshold}")
    if half in HALVES:
        print(f"relevance F1: {relevance_f1(half):.3f}")
    articles = {language: list(prepare(language, half)) for language in LANGUAGES}
    total = Scores()
    for language, prepared in articles.items():
        scores = score(prepared, threshold)
        _print_line(language, scores, _baseline_f1(prepared, threshold))
        _merge(total, scores)
    _print_line("all", total, 0.0)
    _print_confusion("polarity, gold down", total.polarity)
    _print_confusion("article label, gold down", total.labels)
    _print_speed([article for prepared in articles.values() for article in prepared])


def _print_line(name: str, scores: Scores, baseline: float) -> None:
    print(
        f"{name:4} tuples P {scores.precision:.2f} R {scores.recall:.2f} F1 {scores.f1:.3f}"
        f" (baseline {baseline:.3f})  polarity macro-F1 {macro_f1(scores.polarity, SIDES[:2]):.2f}"
        f"  label macro-F1 {macro_f1(scores.labels):.2f}  n {scores.wanted}"
    )


def _merge(total: Scores, scores: Scores) -> None:
    total.right += scores.right
    total.found += scores.found
    total.wanted += scores.wanted
    total.polarity += scores.polarity
    total.labels += scores.labels


def _baseline_f1(prepared: Sequence[Prepared], threshold: float) -> float:
    """Every holder found, `against` the target found most in the article."""
    right = found = wanted = 0
    for article in prepared:
        stances = article.stances(threshold)
        targets = Counter(stance.target for stance in stances)
        main_target = targets.most_common(1)[0][0] if targets else ""
        ours = {(stance.holder, main_target, "against") for stance in stances}
        gold = {(s["holder"], s["target"], s["polarity"]) for s in article.article["stances"]}
        right, found, wanted = right + len(ours & gold), found + len(ours), wanted + len(gold)
    return 2 * right / max(1, found + wanted)


def _print_confusion(title: str, pairs: Pairs) -> None:
    names = [*SIDES, "-"]
    print(f"\n{title:24}" + "".join(f"{name:>9}" for name in names))
    for gold in names:
        print(f"{gold:24}" + "".join(f"{pairs[gold, ours]:9}" for ours in names))


def _print_speed(prepared: Sequence[Prepared]) -> None:
    """Articles per second of processor time, on top of persons, quotations and speakers."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for article in prepared:
            text = article.article["text"]
            score_relevance(text, article.article["lang"], topic())
            article.judge(0.5)
        best = min(best, time.process_time() - began)
    n_words = sum(len(article.article["text"].split()) for article in prepared)
    print(
        f"\nspeed: {len(prepared) / best:.0f} articles/s of {n_words // len(prepared)} words on one core,"
        f" {n_words / best:.0f} words/s; limit 150 articles/s"
    )


if __name__ == "__main__":
    main()
