"""A sample of the figures found in running text, each with its sentence, to be read and judged by a person.

    python -m tests.benchmarks.quantities_sample [--seed N] [--size N] [--texts pages|bodies|wikinews]

In: `../shared/data`: the expected articles of `pages`, the English article bodies of `pages_scrapinghub`, the
German news of `quotations`. Out: `--size` figures drawn without replacement, one in two lines: number, unit,
value, approximator, `measures`, surface; then the sentence with the surface in brackets. Refuses texts of the
gold sets: a sample says how often a figure is right, not how many are missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Callable

from tests.benchmarks.quantities import SHARED, articles
from tests.transforms.quantities.scoring import lexicon_of
from transforms.quantities import find_quantities
from transforms.text import normalise_text
from vocabulary import Quantity

_AROUND = 110
"""Characters of context on either side, within the paragraph."""


def bodies() -> list[tuple[str, str]]:
    """(language, text) of the English article bodies."""
    truth = json.loads((SHARED / "pages_scrapinghub" / "ground_truth.json").read_text(encoding="utf-8"))
    return [("en", normalise_text(page["articleBody"])) for page in truth.values()]


def wikinews() -> list[tuple[str, str]]:
    """(language, text) of the German news."""
    found = []
    for path in sorted((SHARED / "quotations").glob("de_wikinews_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [("de", normalise_text(json.loads(line)["text"])) for line in lines]
    return found


TEXTS: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "pages": articles,
    "bodies": bodies,
    "wikinews": wikinews,
}


def context(text: str, figure: Quantity) -> str:
    """The words around a figure, the figure itself in brackets."""
    start, end = figure.span.start, figure.span.end
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return f"{before}[{text[start:end]}]{after}"


def sample(name: str, size: int, seed: int) -> None:
    """Print `size` figures of the texts called `name`."""
    texts = TEXTS[name]()
    found = [
        (lang, text, figure) for lang, text in texts for figure in find_quantities(text, lexicon_of(lang))
    ]
    print(f"{len(texts)} texts, {len(found)} figures, seed {seed}")
    for number, (lang, text, q) in enumerate(random.Random(seed).sample(found, min(size, len(found))), 1):
        value = f"{q.value:g}" if q.value_high is None else f"{q.value:g}–{q.value_high:g}"
        print(f"{number} {lang} {q.unit} {value} {q.approx.value} ({q.measures})\n   {context(text, q)}")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--size", type=int, default=200)
    options.add_argument("--texts", choices=TEXTS, default="pages")
    given = options.parse_args()
    sample(given.texts, given.size, given.seed)
