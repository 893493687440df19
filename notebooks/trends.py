"""Trends from the parquet export, without the warehouse: `marimo edit notebooks/trends.py -- --export DIR`.

In: a directory that `tenor export` wrote. Out: tables and charts. Refuses: a directory without a manifest.
"""

import marimo

app = marimo.App(width="medium", app_title="Tenor: trends")


@app.cell
def _():
    import json
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import polars as pl

    export = Path(mo.cli_args().get("export") or "parquet")
    if not (export / "manifest.json").is_file():
        raise FileNotFoundError(f"{export}: no manifest.json; run `tenor export {export}` first")
    package = json.loads((export / "datapackage.json").read_text(encoding="utf-8"))

    def table(name):
        return pl.scan_parquet(export / name / "**" / "*.parquet", hive_partitioning=True)

    return alt, mo, package, pl, table


@app.cell
def _(mo, package):
    lines = [
        f"- **{each['title']}** ({each['n_rows']} rows): {each['description']}"
        for each in package["resources"]
    ]
    mo.md("\n".join(["# What the export holds", "", *lines]))
    return


@app.cell
def _(pl, table):
    volume = (
        table("trend_volume")
        .filter(pl.col("unit") == "week", pl.col("dimension") == "all", pl.col("period_start").is_not_null())
        .select(
            "period_start",
            "n_origins",
            "n_articles",
            "denominator",
            "share",
            "share_low",
            "share_high",
            "is_gap",
        )
        .collect()
    )
    volume
    return (volume,)


@app.cell
def _(alt, mo, volume):
    mo.ui.altair_chart(
        alt.Chart(volume)
        .mark_bar()
        .encode(
            x=alt.X("period_start:T", title=None),
            y=alt.Y("n_origins:Q", title="independent texts"),
            color="is_gap:N",
        )
    )
    return


@app.cell
def _(pl, table):
    stance = (
        table("trend_stance")
        .filter(pl.col("unit") == "all", pl.col("dimension") == "country", pl.col("n_origins") >= 3)
        .select(
            "target", "value", "net_stance", "net_low", "net_high", "n_origins", "n_abstained", "denominator"
        )
        .sort("target", "net_stance", "value")
        .collect()
    )
    stance
    return (stance,)


@app.cell
def _(pl, table):
    figures = (
        table("trend_disagreement")
        .filter(pl.col("unit") == "all")
        .select("figure_label", "value", "value_high", "speakers", "n_origins")
        .collect()
    )
    figures
    return (figures,)


@app.cell
def _(pl, table):
    sentences = (
        table("cited_figures")
        .filter(pl.col("on_topic"), pl.col("figure_id").is_not_null())
        .join(table("articles").select("version_id", "source_name", "url", "capture_id"), on="version_id")
        .select("published_on", "source_name", "surface", "cited_by", "sentence", "url", "capture_id")
        .sort("published_on", "source_name", "surface", nulls_last=True)
        .head(20)
        .collect()
    )
    sentences
    return (sentences,)


if __name__ == "__main__":
    app.run()
