"""Draws the calibration of confidence: `python -m tests.benchmarks.stances_calibration FILE.svg`.

Also prints, per bin, the mean confidence, the share that is right and the count, and the expected calibration
error.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import altair as alt
import polars as pl

from tests.benchmarks.stances_scoring import LANGUAGES, prepare

BINS = 8


def judged(half: str) -> Iterator[tuple[float, bool]]:
    """Confidence and whether the stance is right, for every stance that the rules find."""
    for language in LANGUAGES:
        for prepared in prepare(language, half):
            gold = {(s["holder"], s["target"], s["polarity"]) for s in prepared.article["stances"]}
            for stance in prepared.stances(0.0):
                yield stance.confidence, (stance.holder, stance.target, str(stance.polarity)) in gold


def bins(half: str) -> pl.DataFrame:
    """One row per bin of confidence: half, mean confidence, share right, count."""
    frame = pl.DataFrame(list(judged(half)), schema=["confidence", "is_right"], orient="row")
    return (
        frame.with_columns(bin=(pl.col("confidence") * BINS).floor().clip(0, BINS - 1))
        .group_by("bin")
        .agg(pl.col("confidence").mean(), pl.col("is_right").mean().alias("share_right"), pl.len().alias("n"))
        .sort("bin")
        .with_columns(half=pl.lit(half))
    )


def main() -> None:
    """Print both tables and draw the plot."""
    frame = pl.concat([bins("dev"), bins("heldout")])
    print(frame)
    for half, part in frame.group_by("half", maintain_order=True):
        error = (part["n"] * (part["confidence"] - part["share_right"]).abs()).sum() / part["n"].sum()
        print(f"{half[0]}: expected calibration error {error:.3f}")
    _draw(frame).save(sys.argv[1])


def _draw(frame: pl.DataFrame) -> alt.LayerChart:
    axis = alt.Scale(domain=[0, 1])
    lines = (
        alt.Chart(frame)
        .mark_line(point=True)
        .encode(
            x=alt.X("confidence:Q", scale=axis, title="confidence given"),
            y=alt.Y("share_right:Q", scale=axis, title="share that is right"),
            color=alt.Color("half:N", title="gold"),
        )
    )
    ideal = alt.Chart(pl.DataFrame({"x": [0.0, 1.0], "y": [0.0, 1.0]})).mark_line(
        strokeDash=[4, 4], color="grey"
    )
    return alt.layer(ideal.encode(x="x:Q", y="y:Q"), lines).properties(
        width=360, height=320, title="Confidence of stances, binned"
    )


if __name__ == "__main__":
    main()
