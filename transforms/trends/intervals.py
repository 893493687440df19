"""How sure a share or a mean is.

In: counts. Out: lower and upper bounds. Refuses: bounds for nothing counted (null).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

Z95: Final = 1.959963984540054
RESAMPLES: Final = 1000
_LOW, _HIGH = 24, 975
"""The 25th and the 976th of the sorted resamples: 95 % lie between."""


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


def bootstrap_net(favor: np.ndarray, against: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95 % percentile bootstrap (Efron 1979, Ann. Stat. 7:1–26) of the mean of votes in {-1, 0, 1}.

    Each origin has one vote, so resampling origins with replacement is a multinomial draw from the shares of
    votes. Half a vote is added to each of the three shares first (Agresti and Min 2005, Stat. Med. 24:729–740):
    the plain bootstrap would call two votes that agree certain. Arrays of one length, one element per row;
    bounds are NaN where `total` is 0, and always hold the mean. The draws are seeded by the counts alone: equal
    counts give equal bounds, whatever the order of rows.
    """
    low, high = np.full(len(total), np.nan), np.full(len(total), np.nan)
    known = np.flatnonzero(total)
    step = int(total.max(initial=0)) + 1
    packed = (favor[known].astype(np.int64) * step + against[known]) * step + total[known]
    distinct, where = np.unique(packed, return_inverse=True)
    for_, rest = np.divmod(distinct, step * step)
    counts = np.stack([for_, rest // step, rest % step - for_ - rest // step], axis=1)
    bounds = np.array([_bounds(row) for row in counts]).reshape(-1, 2)
    low[known], high[known] = bounds[where.ravel()].T
    return low, high


def _bounds(counts: np.ndarray) -> tuple[float, float]:
    total = int(counts.sum())
    generator = np.random.default_rng([int(c) for c in counts])
    shares = (counts + PSEUDO_VOTES) / (total + 3 * PSEUDO_VOTES)
    draws = generator.multinomial(total, shares, size=RESAMPLES)
    means = np.sort(draws[:, 0] - draws[:, 1]) / total
    low, high = means[_LOW], means[_HIGH]
    mean = float(counts[0] - counts[1]) / total
    return min(float(low), mean), max(float(high), mean)
