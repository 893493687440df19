"""What a text is known by: a sample of its runs of words, hashed.

In: texts. Out: for each text the same hashes on any machine, whatever the case, spacing, punctuation or
quotation marks. Refuses: similarity; sets are compared elsewhere.

Runs of `RUN` words are hashed and kept where the hash is divisible by `ONE_IN` (Broder 1997, "mod s"
sketches): the share of common hashes then estimates the share of common runs. Everything is done on the bytes
of many texts at once: words are hashed by differences of one running polynomial sum (Rabin and Karp) modulo
2**64.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

RUN: Final = 3
ONE_IN: Final = 4
_TEXTS_AT_ONCE: Final = 100
_BASE: Final = 0x9E3779B97F4A7C15
_BASE_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_MIXERS: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_FACTORS: Final = tuple(np.uint64(pow(0xD6E8FEB86659FD93, n, 1 << 64)) for n in range(1, RUN + 1))

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]


def sample_runs(texts: pl.Series) -> tuple[Numbers, Hashes]:
    """Number of the text and hash, for every sampled run of every text; sorted, each once."""
    numbers, hashes = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for first in range(0, len(texts), _TEXTS_AT_ONCE):
        in_text, found = _sample(texts.slice(first, _TEXTS_AT_ONCE).to_list())
        numbers.append(in_text + first)
        hashes.append(found)
    return np.concatenate(numbers), np.concatenate(hashes)


def _sample(texts: Sequence[str | None]) -> tuple[Numbers, Hashes]:
    written = [(text or "").encode() for text in texts]
    joined = np.frombuffer(b"\n".join(written), dtype=np.uint8)
    starts, words = _words(joined)
    ends = np.cumsum([len(text) + 1 for text in written])
    in_text = np.repeat(np.arange(len(written)), np.diff(np.searchsorted(starts, ends), prepend=0))
    n_runs = len(words) - RUN + 1
    if n_runs < 1:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    runs = np.zeros(n_runs, np.uint64)
    for place, factor in enumerate(_FACTORS):
        runs += words[place : place + n_runs] * factor
    runs = _mixed(runs)
    kept = np.flatnonzero((runs % np.uint64(ONE_IN) == 0) & (in_text[:n_runs] == in_text[RUN - 1 :]))
    return _unique(in_text[kept], runs[kept])


def _unique(numbers: Numbers, hashes: Hashes) -> tuple[Numbers, Hashes]:
    order = np.lexsort((hashes, numbers))
    numbers, hashes = numbers[order], hashes[order]
    is_new = np.ones(len(hashes), bool)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (numbers[1:] != numbers[:-1])
    return numbers[is_new], hashes[is_new]


def _words(joined: NDArray[np.uint8]) -> tuple[Numbers, Hashes]:
    """Where each word begins, and its hash; ASCII letters alike in either case."""
    is_word = np.zeros(len(joined) + 2, bool)
    is_word[1:-1] = _word_bytes(joined)
    turns = np.flatnonzero(is_word[1:] != is_word[:-1])
    starts, ends = turns[::2], turns[1::2]
    size = 1 << max(16, (len(joined) + 1).bit_length())
    sums = np.zeros(len(joined) + 1, np.uint64)
    np.cumsum(_VALUES[joined] * _powers(_BASE, size)[: len(joined)], out=sums[1:])
    return starts, _mixed((sums[ends] - sums[starts]) * _powers(_BASE_INVERSE, size)[starts])


@lru_cache(maxsize=4)
def _powers(base: int, n: int) -> Hashes:
    factors = np.full(n, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors)


def _word_bytes(joined: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Letters and digits; all other characters but the punctuation of Latin-1 and U+2000 to U+207F."""
    is_word = _IS_WORD[joined]
    latin = np.flatnonzero(joined == 0xC2)
    general = np.flatnonzero(joined == 0xE2)
    general = general[(joined[general + 1] & 0xFE) == 0x80]
    for places in (latin, latin + 1, general, general + 1, general + 2):
        is_word[places] = False
    return is_word


def _word_table() -> NDArray[np.bool_]:
    table = np.zeros(256, bool)
    table[0x80:] = True
    table[[*string.digits.encode(), *string.ascii_letters.encode()]] = True
    return table


def _value_table() -> Hashes:
    """What each byte counts in a word's hash: its number plus one, capitals as small letters."""
    table = np.arange(1, 257, dtype=np.uint64)
    table[ord("A") : ord("Z") + 1] += np.uint64(32)
    return table


_IS_WORD: Final = _word_table()
_VALUES: Final = _value_table()


def _mixed(values: Hashes) -> Hashes:
    """Every bit of each value made to depend on all (SplitMix64)."""
    for shift, factor in zip((30, 27), _MIXERS, strict=True):
        values = (values ^ (values >> np.uint64(shift))) * factor
    return values ^ (values >> np.uint64(31))
