"""The report in words: what a stranger should know before looking at a chart.

In: published tables. Out: numbers and sentences. Refuses: calling a difference clear whose interval holds zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from transforms.report.model import ReportInputs, disagreement_rows, expert_rows
from transforms.report.values import shortened, top

TARGETS_IN_WORDS: Final = 3
PEOPLE_IN_WORDS: Final = 5


def headline(inputs: ReportInputs) -> dict[str, Any]:
    """The numbers at the top of the page, and the first and last day."""
    articles = inputs["articles"].filter(pl.col("on_topic"))
    first, last = articles["published_on"].min(), articles["published_on"].max()
    ledger = inputs["coverage"].filter((pl.col("n_polls") > 0) | pl.col("is_gap"))
    return {
        "n_articles": articles.height,
        "n_origins": articles["origin_id"].n_unique(),
        "n_sources": articles["source_id"].n_unique(),
        "n_languages": articles["language"].drop_nulls().n_unique(),
        "n_looked_at": inputs["articles"].filter(pl.col("on_topic").is_not_null()).height,
        "n_undated": articles["published_on"].null_count(),
        "n_seed": articles.filter(pl.col("is_seed")).height,
        "n_stances": _on_topic(inputs["stances"].filter(pl.col("level") == "span")),
        "n_figures": _on_topic(inputs["cited_figures"]),
        "n_quotations": _on_topic(inputs["quotations"]),
        "n_problems": inputs["problems"].height,
        "n_source_days": ledger.height,
        "n_gap_days": int(ledger["is_gap"].sum()),
        "first_on": first if isinstance(first, date) else None,
        "last_on": last if isinstance(last, date) else None,
    }


def _on_topic(rows: pl.DataFrame) -> int:
    return rows.filter(pl.col("on_topic")).height


def in_words(inputs: ReportInputs, targets: Mapping[str, str]) -> list[str]:
    """The findings as sentences; `targets` gives the title of each target."""
    numbers = headline(inputs)
    if not numbers["n_articles"]:
        return ["No article on the topic was found yet. The section on coverage says what was looked at."]
    if numbers["n_articles"] == numbers["n_seed"]:
        return [*_documents(inputs, numbers), *_stances(inputs, targets), *_gaps(numbers)]
    return [
        *_scope(numbers),
        *_stances(inputs, targets),
        *_disputes(inputs),
        *_people(inputs),
        *_echo(inputs),
        *_gaps(numbers),
    ]


def day_in_words(day: date) -> str:
    """A date as people write it.

    >>> day_in_words(date(2026, 1, 5))
    '5 January 2026'
    """
    return f"{day.day} {day:%B %Y}"


def counted(n: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "source"), counted(1200, "source"), counted(2, "body", "bodies")
    ('1 source', '1 200 sources', '2 bodies')
    """
    return f"{n:,}".replace(",", " ") + " " + (noun if n == 1 else plural or f"{noun}s")


def _scope(n: Mapping[str, Any]) -> list[str]:
    span = (
        f" published from {day_in_words(n['first_on'])} to {day_in_words(n['last_on'])}"
        if n["first_on"]
        else ""
    )
    whole = (
        f"{counted(n['n_articles'], 'article')} on the topic{span}, from {counted(n['n_sources'], 'source')} in "
        f"{counted(n['n_languages'], 'language')}. Copies counted once, they are "
        f"{counted(n['n_origins'], 'independent text')}."
    )
    undated = (
        f"{counted(n['n_undated'], 'article')} on the topic {_do(n['n_undated'], 'states', 'state')} no date: "
        "counted in every total, in no period."
    )
    return [whole, *([undated] if n["n_undated"] else [])]


SURFACES_IN_WORDS: Final = 6


def _documents(inputs: ReportInputs, n: Mapping[str, Any]) -> list[str]:
    """What single documents say, where there is nothing else."""
    figures = inputs["cited_figures"].filter(pl.col("on_topic")).sort("article_id", "start")
    surfaces = figures["surface"].unique(maintain_order=True)
    shown = ", ".join(isolated(shortened(text, 60)) for text in surfaces.head(SURFACES_IN_WORDS))
    more = "" if len(surfaces) <= SURFACES_IN_WORDS else " and others"
    names = ", ".join(
        f"{isolated(name)} ({count})" for name, count in _quoted(inputs).head(PEOPLE_IN_WORDS).iter_rows()
    )
    titles = inputs["articles"].filter(pl.col("is_seed"))["title"].drop_nulls()
    title = isolated(shortened(titles[0], 150)) if len(titles) else "without a title"
    what = f"one document alone, “{title}”" if n["n_seed"] == 1 else f"{n['n_seed']} documents alone"
    return [
        f"This report rests on {what}: it shows what is said there, with the sentence behind each number. "
        "It cannot show a trend; for that, articles of other sources must be collected.",
        *([f"It cites {counted(n['n_figures'], 'figure')}: {shown}{more}."] if n["n_figures"] else []),
        *([f"Statements are attributed to: {names}."] if names else []),
    ]


def _quoted(inputs: ReportInputs) -> pl.DataFrame:
    """Names to whom statements on the topic are attributed, and how many."""
    said = inputs["quotations"].filter(pl.col("on_topic"), pl.col("speaker").is_not_null())
    return said.group_by("speaker").agg(n=pl.len()).sort(["n", "speaker"], descending=[True, False])


def isolated(text: str | None) -> str:
    """Text from outside between isolates (U+2068, U+2069), so that its direction changes nothing around it."""
    return f"\u2068{text or ''}\u2069"


def _do(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


def _stances(inputs: ReportInputs, targets: Mapping[str, str]) -> list[str]:
    whole = inputs["trend_stance"].filter(unit="all", dimension="all")
    most = top(whole, ["n_origins", "target"], TARGETS_IN_WORDS)
    return [_stance(row, targets.get(row["target"], row["target"])) for row in most.iter_rows(named=True)]


def _stance(row: Mapping[str, Any], title: str) -> str:
    favor, against = row["n_origins_favor"], row["n_origins_against"]
    other = row["n_origins"] - favor - against
    if row["n_origins"] == 1:
        side = "for" if favor else "against" if against else "neither for nor against"
        return f"“{title}”: one independent text takes a position, {side}."
    if row["net_low"] > 0:
        verdict = "clearly more for than against"
    elif row["net_high"] < 0:
        verdict = "clearly more against than for"
    else:
        verdict = "too close to call from these texts"
    interval = f"95 % interval {_signed(row['net_low'])} to {_signed(row['net_high'])}"
    return (
        f"“{title}”: of {row['n_origins']} independent texts that report or take a position, {favor} are on "
        f"balance for, {against} against, {other} both ways or neutral. "
        f"Net {_signed(row['net_stance'])} on a scale from −1 to +1 ({interval}): {verdict}."
    )


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _disputes(inputs: ReportInputs) -> list[str]:
    n = inputs["trend_disagreement"]["figure_id"].n_unique()
    if not n:
        return []
    rows = disagreement_rows(inputs).filter(unit="all")
    widest = top(
        rows.group_by("figure_id", "figure_label").agg(pl.col("n_origins").sum()),
        ["n_origins", "figure_id"],
        1,
    )
    values = rows.filter(pl.col("figure_id") == widest["figure_id"][0]).sort("value", "value_high")
    said = ", ".join(
        f"{label} (in {counted(count, 'independent text')})"
        for label, count in values.select("value_label", "n_origins").iter_rows()
    )
    return [
        f"{counted(n, 'figure')} {_do(n, 'is', 'are')} given with values that differ. Most often: "
        f"{isolated(widest['figure_label'][0])}: {said}."
    ]


def _people(inputs: ReportInputs) -> list[str]:
    rows = expert_rows(inputs).head(PEOPLE_IN_WORDS)
    if rows.is_empty():
        return []
    names = ", ".join(
        f"{isolated(name)} ({counted(n, 'quotation')})"
        for name, n in rows.select("name", "n_quotations").iter_rows()
    )
    return [f"Quoted in most independent texts: {names}."]


def _echo(inputs: ReportInputs) -> list[str]:
    rows = inputs["trend_seed_echo"]
    elements = rows.filter(uptake="seed").select("element_kind", "element_id").unique()
    others = rows.filter(~pl.col("uptake").is_in(["seed", "dropped"]))
    if elements.is_empty() or rows.filter(pl.col("uptake") != "seed").is_empty():
        return []

    def found(uptake: str | None) -> int:
        some = others if uptake is None else others.filter(pl.col("uptake") == uptake)
        return some.select("element_kind", "element_id").unique().height

    return [
        f"Of {counted(elements.height, 'element')} of the seed document (figures, experts, targets, arguments), "
        f"{found(None)} {_do(found(None), 'is', 'are')} taken up by other sources, {found('repeated')} repeated by some, "
        f"{found('contested')} contested by some."
    ]


def _gaps(n: Mapping[str, Any]) -> list[str]:
    if not n["n_source_days"]:
        return ["No feed was polled: nothing is known of what other sources published."]
    if not n["n_gap_days"]:
        return [f"Collection left no gap on {counted(n['n_source_days'], 'source-day')} of watching."]
    share = 100 * n["n_gap_days"] / n["n_source_days"]
    return [
        f"Collection failed on {n['n_gap_days']} of {counted(n['n_source_days'], 'source-day')} ({share:.1f} %): numbers "
        "of those days may be too low, and are marked."
    ]


def target_overview(inputs: ReportInputs, targets: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """One row per target over all time, most independent texts first, with the target's title and definition."""
    whole = inputs["trend_stance"].filter(unit="all", dimension="all")
    rows = top(whole, ["n_origins", "target"], len(whole))
    return [
        {
            **row,
            **{"title": row["target"].replace("_", " "), "definition": ""},
            **targets.get(row["target"], {}),
        }
        for row in rows.iter_rows(named=True)
    ]
