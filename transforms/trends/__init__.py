"""Frames in, trend frames out: pure polars, lazy, sorted, complete calendars with zeros.

Counts come in threes: `n_articles`, `n_sources` and `n_origins` (copies of one text counted once). Every row
has its `denominator`, a gap flag, and an `evidence_key` that leads back to the rows it counts.
"""
