"""Person names of GermEval 2014 dev: exact spans, sentence by sentence.

`python -m tests.benchmarks.persons [--errors N]`. The set lies in `../shared/data/persons`. Each sentence is
a text of its own, so that last names cannot be resolved over an article as they are in use.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

from tests.benchmarks.quotations import lexicon_of
from transforms.persons import find_persons
from transforms.text import split_sentences

FILE = (
    Path(__file__).resolve().parents[2].parent / "shared" / "data" / "persons" / "de_germeval14_dev.jsonl.gz"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    left = parser.parse_args().errors
    lexicon = lexicon_of("de")
    both = extra = missed = 0
    started = time.process_time()
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            text = item["text"]
            mentions = find_persons(text, split_sentences(text, "de"), lexicon)
            ours = {(m.span.start, m.span.end) for m in mentions if not m.is_organisation}
            gold = {tuple(span) for span in item["persons"]}
            both, extra, missed = both + len(ours & gold), extra + len(ours - gold), missed + len(gold - ours)
            for kind, spans in (("EXTRA", ours - gold), ("MISS", gold - ours)):
                for start, end in spans if left > 0 else ():
                    left -= 1
                    print(kind, text[start:end], "|", text[max(0, start - 40) : end + 30])
    precision, recall = both / max(1, both + extra), both / max(1, both + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"GermEval dev persons: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
        f" ({time.process_time() - started:.1f} s)"
    )


if __name__ == "__main__":
    main()
