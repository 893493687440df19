"""Person names of GermEval 2014 dev: exact spans, sentence by sentence.

`python -m tests.benchmarks.persons [--errors N]` scores the rules alone. The fitted model that works beside them has
seen these sentences: its scores are cross-validated by `python -m tests.benchmarks.persons_fit`. The set lies in
`../shared/data/persons`. Each sentence is a text of its own, so that last names cannot be resolved over an article as
they are in use.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.quotations import lexicon_of
from transforms.persons import find_persons
from transforms.text import split_sentences

FILE = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "persons" / "de_germeval14_dev.jsonl.gz"
)


@dataclass(slots=True)
class PersonScore:
    """Names found, names too many, names missed."""

    both: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.both / max(1, self.both + self.extra)

    @property
    def recall(self) -> float:
        return self.both / max(1, self.both + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.both / max(1, 2 * self.both + self.extra + self.missed)


def score_persons(errors: int = 0) -> PersonScore:
    """Score the rules on every sentence; show up to `errors` errors."""
    full, score = lexicon_of("de"), PersonScore()
    lexicon = replace(full, persons=replace(full.persons, model=None))
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            text = item["text"]
            mentions = find_persons(text, split_sentences(text, "de"), lexicon)
            ours = {(m.span.start, m.span.end) for m in mentions if not m.is_organisation}
            gold = {(start, end) for start, end in item["persons"]}
            score.both += len(ours & gold)
            score.extra += len(ours - gold)
            score.missed += len(gold - ours)
            for kind, spans in (("EXTRA", ours - gold), ("MISS", gold - ours)):
                for start, end in spans if errors > 0 else ():
                    errors -= 1
                    print(kind, text[start:end], "|", text[max(0, start - 40) : end + 30])
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    started = time.process_time()
    score = score_persons(parser.parse_args().errors)
    print(
        f"GermEval dev persons, rules alone: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"
        f" ({time.process_time() - started:.1f} s); a CRF trained on the train part reached .79 on its hold-out"
    )


if __name__ == "__main__":
    main()
