"""How sure a share or a mean is.

In: counts. Out: lower and upper bounds. Refuses: bounds for nothing counted (null).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

Z95: Final = 1.959963984540054
TAIL: Final = 0.025
"""Left out on each side."""


def wilson(successes: str, trials: str) -> tuple[pl.Expr, pl.Expr]:
    """The 95 % score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22:209–212).

    >>> low, high = wilson("k", "n")
    >>> frame = pl.DataFrame({"k": [5], "n": [10]}).select(low.round(3).alias("a"), high.round(3).alias("b"))
    >>> frame.row(0)
    (0.237, 0.763)
    """
    n = pl.col(trials).cast(pl.Float64)
    p = pl.min_horizontal(pl.col(successes).cast(pl.Float64) / n, 1.0)
    centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * ((p * (1 - p) / n + Z95**2 / (4 * n**2)).sqrt()) / (1 + Z95**2 / n)
    known = pl.col(trials) > 0
    return (
        pl.when(known).then(pl.max_horizontal(centre - half, 0.0)),
        pl.when(known).then(pl.min_horizontal(centre + half, 1.0)),
    )


PSEUDO_VOTES: Final = 0.5
"""Added to each kind of vote before resampling, so that a few votes that all agree are not taken as certain."""
_AT_ONCE: Final = 1 << 20
"""Probabilities held in memory together."""


def bootstrap_net(favor: np.ndarray, against: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95 % percentile bootstrap (Efron 1979, Ann. Stat. 7:1–26) of the mean of votes in {-1, 0, 1}.

    Each origin has one vote, so resampling origins with replacement is a multinomial draw from the shares of
    votes. Half a vote is added to each of the three shares first (Agresti and Min 2005, Stat. Med. 24:729–740):
    the plain bootstrap would call two votes that agree certain. Nothing is drawn: the distribution that ever
    more resamples come near to is computed, so equal counts have equal bounds. Arrays of one length, one
    element per row; bounds are NaN where `total` is 0, and always hold the mean.
    """
    low, high = np.full(len(total), np.nan), np.full(len(total), np.nan)
    known = np.flatnonzero(total)
    step = int(total.max(initial=0)) + 1
    packed = (favor[known].astype(np.int64) * step + against[known]) * step + total[known]
    distinct, where = np.unique(packed, return_inverse=True)
    for_, rest = np.divmod(distinct, step * step)
    bounds = _bounds(for_, rest // step, rest % step)
    low[known], high[known] = bounds[where.ravel()].T
    return low, high


def _bounds(favor: np.ndarray, against: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Bounds of the mean vote, one row of two per element; elements of like size are computed together."""
    bounds = np.empty((len(total), 2))
    spans = np.minimum(2 * total + 1, 20 * np.sqrt(total) + 16)
    sizes = 1 << np.ceil(np.log2(spans)).astype(np.int64)
    for size in np.unique(sizes):
        alike = np.flatnonzero(sizes == size)
        for part in np.array_split(alike, -(-len(alike) * size // _AT_ONCE)):
            bounds[part] = _quantiles(favor[part], against[part], total[part], int(size))
    mean = ((favor - against) / total)[:, None]
    return np.hstack([np.minimum(bounds[:, :1], mean), np.maximum(bounds[:, 1:], mean)])


def _quantiles(favor: np.ndarray, against: np.ndarray, total: np.ndarray, size: int) -> np.ndarray:
    """The two quantiles of the mean of `total` votes drawn with replacement.

    The sum of independent draws has the power of one draw's characteristic function as its own; its inverse
    Fourier transform over `size` values, ten standard deviations to each side of the mean, is the distribution.
    """
    whole = (total + 3 * PSEUDO_VOTES)[:, None]
    up, down = (favor[:, None] + PSEUDO_VOTES) / whole, (against[:, None] + PSEUDO_VOTES) / whole
    angle = 2 * np.pi * np.arange(size // 2 + 1) / size
    one = 1 - (up + down) * (1 - np.cos(angle)) - 1j * (up - down) * np.sin(angle)
    chances = np.fft.irfft(one ** total[:, None], n=size, axis=1)
    first = np.maximum(np.rint((up - down)[:, 0] * total).astype(np.int64) - size // 2, -total)
    sums = first[:, None] + np.arange(size)
    below = np.cumsum(np.take_along_axis(chances, sums % size, axis=1), axis=1).round(10)
    ends = [np.argmax(below >= level, axis=1) for level in (TAIL, 1 - TAIL)]
    return np.stack([(first + end) / total for end in ends], axis=1)
