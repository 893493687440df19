"""The report's charts as Vega-Lite specifications, made with Altair.

In: nothing but names of columns. Out: specifications whose data set `rows` the page fills; every mark has the
column `key`, by which a click finds its sentences. Refuses: data, colours that only work on white, anything
fetched from elsewhere. Times are UTC days, so that no time zone moves a bar.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

BLUE: Final = "#2f7ebc"
RED: Final = "#c8553d"
AMBER: Final = "#a87900"
GREY: Final = "#808890"
UPTAKE: Final = {"repeated": BLUE, "contested": RED, "taken_up": AMBER, "dropped": GREY}
NET_SCALE: Final = alt.Scale(domain=[-1.12, 1.12], nice=False)

Specification = dict[str, Any]


def _rows() -> alt.Chart:
    return alt.Chart(alt.NamedData("rows"))


def _click() -> alt.Parameter:
    return alt.selection_point(name="picked", on="click", fields=["key"], toggle=False)


def _dim(selection: alt.Parameter) -> Any:
    return alt.condition(selection, alt.value(1.0), alt.value(0.45), empty=True)


def _tips(**titles: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in titles.items()]


def _day(column: str = "period_start", **more: Any) -> alt.X:
    axis = alt.Axis(format="%-d %b", labelOverlap="greedy", tickCount=8)
    scale = alt.Scale(type="utc", padding=14 if column == "period_middle" else 0)
    return alt.X(f"{column}:T", title=None, scale=scale, axis=axis, **more)


def _whole_numbers() -> alt.Axis:
    return alt.Axis(tickMinStep=1, tickCount=8)


def _side() -> Any:
    is_for = alt.when("datum.net_stance > 0").then(alt.value(BLUE))
    return is_for.when("datum.net_stance < 0").then(alt.value(RED)).otherwise(alt.value(GREY))


def _finish(chart: Any, height: int | dict[str, int]) -> Specification:
    specification: Specification = chart.properties(width="container", height=height).to_dict()
    return specification


_COUNTS: Final = {"n_origins": "independent texts", "n_articles": "articles", "n_sources": "sources"}
_GAP: Final = {"gap": "collection failed"}


def volume() -> Specification:
    """Independent texts per period as bars; under them, periods in which collection failed; bursts as marks."""
    click = _click()
    tips = _tips(period="from", **_COUNTS, denominator="articles looked at", share="share on topic", **_GAP)
    whole = alt.X2("period_end:T")
    bars = (
        _rows()
        .mark_bar(color=BLUE, x2Offset=-1, cursor="pointer", orient="vertical")
        .encode(
            x=_day(),
            x2=whole,
            y2=alt.Y2Datum(0),
            y=alt.Y("n_origins:Q", title="independent texts", axis=_whole_numbers()),
            opacity=_dim(click),
            tooltip=tips,
        )
        .add_params(click)
    )
    gaps = (
        _rows()
        .transform_filter("datum.is_gap")
        .mark_bar(color=RED, x2Offset=-1, orient="vertical")
        .encode(x=_day(), x2=whole, y=alt.value(220), y2=alt.value(214), tooltip=tips)
    )
    marks = (
        _rows()
        .transform_filter("datum.is_burst || datum.is_change_point")
        .mark_point(filled=True, size=80, color=AMBER, yOffset=-9, opacity=1)
        .encode(
            x=alt.X("period_middle:T"),
            y="n_origins:Q",
            shape=alt.Shape(
                "mark:N",
                title=None,
                scale=alt.Scale(domain=["burst", "new level"], range=["triangle-up", "diamond"]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=_tips(mark="marked as", **_COUNTS),
        )
    )
    return _finish(alt.layer(bars, gaps, marks), 220)


_NET: Final = {
    "period": "from", "net_stance": "net", "net_low": "interval from", "net_high": "to",
    "n_origins": "independent texts", "n_origins_favor": "of them for", "n_origins_against": "against",
    "n_abstained": "articles without a position", "denominator": "articles on topic", "gap": "collection failed",
}  # fmt: skip


def stance() -> Specification:
    """Net stance toward one target over time, with its interval; size is the number of independent texts."""
    click = _click()
    value = alt.Y(
        "net_stance:Q",
        title="against ← → for",
        scale=NET_SCALE,
        axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1]),
    )
    x = _day("period_middle")
    zero = alt.Chart(alt.InlineData([{"y": 0}])).mark_rule(color=GREY, strokeDash=[3, 3]).encode(y="y:Q")
    spread = (
        _rows()
        .mark_rule(opacity=0.55, strokeWidth=2)
        .encode(x=x, y=alt.Y("net_low:Q"), y2="net_high:Q", color=_side())
    )
    line = _rows().mark_line(color=GREY, strokeWidth=1).encode(x=x, y="net_stance:Q")
    points = (
        _rows()
        .mark_circle(opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=value,
            color=_side(),
            size=alt.Size("n_origins:Q", legend=None, scale=alt.Scale(range=[40, 260])),
            opacity=_dim(click),
            tooltip=_tips(**_NET),
        )
        .add_params(click)
    )
    return _finish(alt.layer(zero, spread, line, points), 190)


def stance_by_group() -> Specification:
    """Net stance toward one target by group (country, kind of source …), over the whole time."""
    click = _click()
    group = alt.Y(
        "label:N", title=None, sort=alt.SortField("n_origins", "descending"), axis=alt.Axis(labelLimit=150)
    )
    scale = NET_SCALE
    axis = alt.Axis(values=[-1, -0.5, 0, 0.5, 1])
    zero = alt.Chart(alt.InlineData([{"x": 0}])).mark_rule(color=GREY, strokeDash=[3, 3]).encode(x="x:Q")
    spread = (
        _rows()
        .mark_rule(opacity=0.55, strokeWidth=2)
        .encode(y=group, x=alt.X("net_low:Q"), x2="net_high:Q", color=_side())
    )
    tips = _tips(label="group", **{k: v for k, v in _NET.items() if k not in {"period", "gap"}})
    points = (
        _rows()
        .mark_circle(opacity=1, cursor="pointer")
        .encode(
            y=group,
            x=alt.X("net_stance:Q", title="against ← → for", scale=scale, axis=axis),
            color=_side(),
            size=alt.Size("n_origins:Q", legend=None, scale=alt.Scale(range=[40, 260])),
            opacity=_dim(click),
            tooltip=tips,
        )
        .add_params(click)
    )
    return _finish(alt.layer(zero, spread, points), {"step": 22})


def disagreement() -> Specification:
    """The competing values of one figure over time; a range is a bar between its ends."""
    click = _click()
    tips = _tips(value_label="value", period="from", speakers="given by", sources="printed by", **_COUNTS)
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(format="~s", labelExpr="replace(replace(datum.label, 'G', ' bn'), 'M', ' m')"),
        scale=alt.Scale(zero=False, nice=True, padding=12),
    )
    x = _day("period_middle")
    ranges = (
        _rows()
        .transform_filter("isValid(datum.value_high)")
        .mark_bar(width=5, color=AMBER, opacity=0.6)
        .encode(x=x, y=y, y2="value_high:Q", tooltip=tips)
    )
    points = (
        _rows()
        .mark_circle(opacity=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color("value_label:N", title=None, legend=alt.Legend(orient="top", labelLimit=200)),
            size=alt.Size("n_origins:Q", legend=None, scale=alt.Scale(range=[40, 300])),
            opacity=_dim(click),
            tooltip=tips,
        )
        .add_params(click)
    )
    return _finish(alt.layer(ranges, points), 200)


def experts() -> Specification:
    """The persons quoted in most independent texts."""
    click = _click()
    bars = (
        _rows()
        .mark_bar(color=BLUE, cornerRadiusEnd=2, cursor="pointer")
        .encode(
            y=alt.Y("name:N", title=None, sort=alt.SortField("n_origins", "descending"), axis=alt.Axis(labelLimit=180)),
            x=alt.X("n_origins:Q", title="independent texts", axis=_whole_numbers()),
            opacity=_dim(click),
            tooltip=_tips(
                name="name", role="role", affiliation="affiliation", n_quotations="quotations", n_mentions="mentions",
                **_COUNTS,
            ),
        )
        .add_params(click)
    )  # fmt: skip
    return _finish(bars, {"step": 24})


def seed_echo() -> Specification:
    """How many sources repeat, contest, merely take up or drop each element of the seed document."""
    click = _click()
    bars = (
        _rows()
        .mark_bar(cursor="pointer")
        .encode(
            y=alt.Y("element:N", title=None, axis=alt.Axis(labelLimit=440)),
            x=alt.X(
                "n_sources:Q", title="sources", stack="zero",
                axis=_whole_numbers(),
            ),
            color=alt.Color(
                "uptake:N",
                title=None,
                scale=alt.Scale(domain=list(UPTAKE), range=list(UPTAKE.values())),
                legend=alt.Legend(orient="top", labelExpr="replace(datum.label, '_', ' ')"),
            ),
            order=alt.Order("order:Q"),
            opacity=_dim(click),
            tooltip=_tips(
                element="element", uptake="what became of it", n_sources="sources", n_articles="articles",
                first_seen_on="first seen", last_seen_on="last seen", lag_days="days after the document",
            ),
        )
        .add_params(click)
    )  # fmt: skip
    return _finish(bars, {"step": 26})


def coverage() -> Specification:
    """Days on which sources were watched, per week, and on how many of them collection failed."""
    tips = _tips(
        period="week from", n_days="source-days", n_gap_days="failed", n_on_topic="articles on topic"
    )

    def bars(column: str, state: str) -> Any:
        return (
            _rows()
            .transform_calculate(state=f"'{state}'")
            .mark_bar(x2Offset=-1, orient="vertical")
            .encode(
                x=_day(),
                x2="period_end:T",
                y=alt.Y(f"{column}:Q", title="source-days"),
                y2=alt.Y2Datum(0),
                color=alt.Color("state:N", title=None, scale=states, legend=alt.Legend(orient="top")),
                tooltip=tips,
            )
        )

    states = alt.Scale(domain=["watched", "failed"], range=[GREY, RED])
    return _finish(alt.layer(bars("n_days", "watched"), bars("n_gap_days", "failed")), 150)


def all_charts() -> dict[str, Specification]:
    """Chart name to specification."""
    charts = (volume, stance, stance_by_group, disagreement, experts, seed_echo, coverage)
    return {chart.__name__: chart() for chart in charts}
