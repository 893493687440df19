"""Time grows with the length of a text, not faster: seconds for one endless line of each kind.

    python -m tests.benchmarks.quantities_length [--whole] [--megabytes 0.5 1 5] [KIND...]

In: lines made here, without a line break. Out: seconds of processor time per size for the figures alone, or with
`--whole` for every annotator, and how many times longer the longest takes than the shortest, beside how many
times longer it is. Refuses: nothing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from flows.annotators import AnnotationTask, annotate
from flows.seeds import SEEDS
from tests.transforms.quantities.scoring import lexicon_of
from transforms.quantities import find_quantities

KINDS = {
    "numbers": "12 ",
    "numbers with commas": "12, ",
    "amounts": "5 Euro ",
    "digits": "7",
    "groups of digits": "1.000.",
    "brackets": "([{<",
    "number words": "tausend ",
    "one number word": "zweihundert",
    "one sentence": "Hans Weber sagte, die Koalition der Willigen brauche 5 Milliarden Euro und Truppen, ",
    "one sentence of quotations": "„Wir brauchen 5 Euro“, sagte Hans Weber, ",
}


def figures(text: str) -> object:
    """The figures alone."""
    return find_quantities(text, lexicon_of("de"))


def everything(text: str) -> object:
    """All that `tenor annotate` says."""
    return annotate(AnnotationTask(text=text, language="de", authors=(), seeds=SEEDS, threshold=0.25))


def seconds(work: Callable[[str], object], unit: str, size: int) -> float:
    """Processor time for a line of `size` characters made of `unit`."""
    text = (unit * (size // len(unit) + 1))[:size]
    start = time.process_time()
    work(text)
    return time.process_time() - start


def main() -> None:
    """Print one line per kind."""
    options = argparse.ArgumentParser()
    options.add_argument("kinds", nargs="*", default=list(KINDS))
    options.add_argument("--megabytes", nargs="+", type=float, default=[0.5, 1, 5])
    options.add_argument("--whole", action="store_true")
    given = options.parse_args()
    work = everything if given.whole else figures
    work("Rund 5 Euro.")
    for kind in given.kinds:
        took = [seconds(work, KINDS[kind], int(size * 1e6)) for size in given.megabytes]
        each = "  ".join(f"{size:g} MB {t:.2f} s" for size, t in zip(given.megabytes, took, strict=True))
        longer = given.megabytes[-1] / given.megabytes[0]
        print(
            f"{kind:27} {each}  {took[-1] / took[0]:.1f} times the time for {longer:g} times the text",
            flush=True,
        )


if __name__ == "__main__":
    main()
