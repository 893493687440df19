"""Near-duplicates: articles per second, memory and growth, beside MinHash with LSH from datasketch.

    python -m tests.benchmarks.origins [100000]

Articles of 100 to 600 words drawn from the words of our own texts by rank (Zipf); every third is a copy of one
of the last 200, of which 10 to 40 % was replaced. Ours finds clusters; the peer only fills its index and asks
it for each of the first 2,000 articles.
"""

from __future__ import annotations

import resource
import sys
from datetime import datetime, timedelta
from random import Random
from time import perf_counter, process_time

import polars as pl
from datasketch import MinHash, MinHashLSH

from tests.gold.origins.build import labelled
from transforms.origins import resolve_origins

START = datetime.fromisoformat("2026-01-05T06:00:00")
PEER_TEXTS = 2000


def make_articles(n: int, seed: int = 1) -> tuple[pl.DataFrame, list[int]]:
    """`n` articles, and for each the article it is a copy of, itself where it is none."""
    random = Random(seed)
    vocabulary = sorted({word for text in labelled() for word in text.text.split()})
    random.shuffle(vocabulary)
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    stock = random.choices(vocabulary, weights, k=400_000)
    texts: list[list[str]] = []
    roots: list[int] = []
    for number in range(n):
        at = random.randrange(len(stock) - 600)
        if number % 3 == 2:
            root = random.randrange(max(0, number - 200), number)
            base = texts[root]
            n_changed = int(len(base) * random.uniform(0.1, 0.4))
            cut = random.randrange(len(base) - n_changed + 1)
            words = stock[at : at + n_changed]
            random.shuffle(words)  # else two articles would share a passage by chance
            texts.append([*base[:cut], *words, *base[cut + n_changed :]])
            roots.append(roots[root])
        else:
            words = stock[at : at + random.randint(100, 600)]
            random.shuffle(words)
            texts.append(words)
            roots.append(number)
    return _frame([" ".join(words) for words in texts]), roots


def _frame(texts: list[str]) -> pl.DataFrame:
    n = len(texts)
    return pl.DataFrame(
        {
            "article_id": range(n),
            "version_id": range(n),
            "source_id": [f"s{number % 97}" for number in range(n)],
            "source_kind": ["online"] * n,
            "source_family": [None] * n,
            "credit": [None] * n,
            "published_at": [None] * n,
            "first_seen_at": [START + timedelta(seconds=30 * number) for number in range(n)],
            "text": texts,
        },
        schema_overrides={"source_family": pl.String, "credit": pl.String, "published_at": pl.Datetime("us")},
    )


def peak_mb() -> float:
    """Most memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(frame: pl.DataFrame, roots: list[int]) -> None:
    """Print one row for our clusters."""
    before, began, spent = peak_mb(), perf_counter(), process_time()
    found = resolve_origins(frame)
    took, cpu = perf_counter() - began, process_time() - spent
    right = sum(a == b for a, b in zip(found["origin_id"], roots, strict=True))
    n = frame.height
    print(
        f"ours        {n:7} articles  {took:6.1f} s  {cpu:6.1f} CPU s  {n / cpu:7.0f} articles per CPU s"
        f"  peak {before:.0f} -> {peak_mb():.0f} MB  right origin {right / n:.2%}"
    )


def measure_peer(frame: pl.DataFrame) -> None:
    """Print one row for datasketch: 128 permutations, 3-word runs, threshold 0.3."""
    texts = frame["text"].head(PEER_TEXTS).to_list()
    spent = process_time()
    index = MinHashLSH(threshold=0.3, num_perm=128)
    for number, text in enumerate(texts):
        words = text.split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)])
        index.query(sketch)
        index.insert(number, sketch)
    cpu = process_time() - spent
    rate = len(texts) / cpu
    print(f"datasketch  {len(texts):7} articles           {cpu:6.1f} CPU s  {rate:7.0f} articles per CPU s")


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    frame, roots = make_articles(largest)
    measure_peer(frame)
    for n in (largest // 10, largest // 3, largest):
        measure(frame.head(n), roots[:n])


if __name__ == "__main__":
    main()
