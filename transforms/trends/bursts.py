"""Bursts and change points: marked, never smoothed away.

In: complete series of counts. Out: flags. Refuses: series too short to say anything (no flag).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from scipy.special import pdtrc

WINDOW: Final = 8
"""Periods before, from which the expected count is taken."""
LEVEL: Final = 0.001
"""Chance at most of a count so high, were the rate unchanged."""
LEAST_RATE: Final = 0.5
"""Taken where less was expected, so that a first mention is no burst."""
LEAST_PERIODS: Final = 10


def is_burst(counts: np.ndarray) -> np.ndarray:
    """Counts improbably high (Poisson, one-sided) against the mean of the `WINDOW` periods before."""
    flags = np.zeros(len(counts), dtype=bool)
    if len(counts) > WINDOW:
        sums = np.convolve(counts, np.ones(WINDOW), mode="valid")[:-1]
        rates = np.maximum(sums / WINDOW, LEAST_RATE)
        flags[WINDOW:] = pdtrc(counts[WINDOW:] - 1, rates) < LEVEL
    return flags & (counts > 1)


def is_change_point(counts: np.ndarray) -> np.ndarray:
    """First periods of a new level: PELT on the variance-stabilised counts.

    Killick, Fearnhead and Eckley 2012, J. Am. Stat. Assoc. 107:1590–1598; counts are taken as
    `2 * sqrt(n + 3/8)` (Anscombe 1948), which makes their variance one, so that the penalty `3 * ln(n)`
    needs no estimate. The linear kernel is the least-squares cost.
    """
    flags = np.zeros(len(counts), dtype=bool)
    if len(counts) < LEAST_PERIODS:
        return flags
    signal = (2 * np.sqrt(counts + 0.375)).reshape(-1, 1)
    if not counts.any():
        return flags
    import ruptures  # here, as it takes a second that a run which builds no trends need not wait

    model = ruptures.KernelCPD(kernel="linear", min_size=3).fit(signal)
    found = model.predict(pen=3 * np.log(len(counts)))
    flags[[i for i in found if i < len(counts)]] = True
    return flags


def mark(series: pl.DataFrame, keys: list[str], column: str = "n_articles") -> pl.DataFrame:
    """Add `is_burst` and `is_change_point` to complete series, one per `unit` and `keys`."""
    marked = [
        group.with_columns(
            is_burst=pl.Series(is_burst(group[column].to_numpy())),
            is_change_point=pl.Series(is_change_point(group[column].to_numpy())),
        )
        for group in series.partition_by(["unit", *keys], maintain_order=True)
    ]
    return (
        pl.concat(marked)
        if marked
        else series.with_columns(is_burst=pl.lit(False), is_change_point=pl.lit(False))
    )
