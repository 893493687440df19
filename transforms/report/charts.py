"""The report's charts as Vega-Lite specifications, made with Altair.

In: nothing but names of columns. Out: specifications whose data set `rows` the page fills. Refuses: data,
colours that only work on white, anything fetched from elsewhere.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

POLARITY_SCALE: Final = alt.Scale(domain=[-1, 0, 1], range=["#c8553d", "#9a9a9a", "#2f7ebc"])
UPTAKE: Final = {
    "seed": "#7b5ea7",
    "repeated": "#2f7ebc",
    "contested": "#c8553d",
    "taken_up": "#d4a72c",
    "dropped": "#b8b8b8",
}
_PICK: Final = "picked"


def _rows() -> alt.Chart:
    return alt.Chart(alt.NamedData("rows"))


def _click() -> alt.Parameter:
    return alt.selection_point(name=_PICK, on="click", fields=["evidence_key"], toggle=False)


def _dim(selection: alt.Parameter) -> alt.Condition | Any:
    return alt.condition(selection, alt.value(1.0), alt.value(0.55), empty=True)


def _finish(chart: alt.Chart | alt.LayerChart, height: int) -> dict[str, Any]:
    specification: dict[str, Any] = chart.properties(width="container", height=height).to_dict(
        validate=True, context={"pre_transform": False}
    )
    return specification


def volume() -> dict[str, Any]:
    """Independent origins per period as bars, gaps of collection as bands, bursts as marks."""
    period = alt.X("period_start:T", title=None)
    gap = (
        _rows()
        .transform_filter("datum.is_gap")
        .mark_tick(thickness=6, orient="horizontal", color="#c8553d", opacity=0.8)
        .encode(x=period, y=alt.value(4), tooltip=alt.value("collection failed here for some sources"))
    )
    click = _click()
    bars = (
        _rows()
        .mark_bar(color="#2f7ebc", cornerRadiusEnd=1)
        .encode(
            x=period,
            y=alt.Y("n_origins:Q", title="independent origins"),
            opacity=_dim(click),
            tooltip=[
                "period_start:T",
                "n_origins:Q",
                "n_articles:Q",
                "n_sources:Q",
                "denominator:Q",
                "is_gap:N",
            ],
        )
        .add_params(click)
    )
    bursts = (
        _rows()
        .transform_filter("datum.is_burst || datum.is_change_point")
        .mark_point(shape="triangle-up", filled=True, size=70, color="#d4a72c", yOffset=-9)
        .encode(x=period, y="n_origins:Q", tooltip=["period_start:T", "is_burst:N", "is_change_point:N"])
    )
    return _finish(alt.layer(bars, gap, bursts), 220)


def stance() -> dict[str, Any]:
    """Net stance per target over time with its interval; size is the number of independent origins."""
    click = _click()
    base = _rows().transform_filter("isValid(datum.net_stance)")
    period = alt.X("period_start:T", title=None)
    value = alt.Y("net_stance:Q", title="against ← net stance → for", scale=alt.Scale(domain=[-1, 1]))
    zero = alt.Chart(alt.InlineData([{"y": 0}])).mark_rule(color="#8a8a8a", strokeDash=[3, 3]).encode(y="y:Q")
    spread = base.mark_rule(opacity=0.5).encode(x=period, y="net_low:Q", y2="net_high:Q", color="target:N")
    points = (
        base.mark_circle(opacity=0.9)
        .encode(
            x=period,
            y=value,
            color=alt.Color("target:N", title=None, legend=alt.Legend(orient="top", columns=3, labelLimit=300)),
            size=alt.Size("n_origins:Q", legend=None, scale=alt.Scale(range=[50, 400])),
            opacity=_dim(click),
            tooltip=[
                "target:N", "period_start:T", "net_stance:Q", "net_low:Q", "net_high:Q", "n_favor:Q", "n_against:Q",
                "n_mixed:Q", "n_neutral:Q", "n_abstained:Q", "n_origins:Q", "denominator:Q",
            ],
        )
        .add_params(click)
    )  # fmt: skip
    return _finish(alt.layer(zero, spread, points), 280)


def stance_by_group() -> dict[str, Any]:
    """Net stance by group (country, kind of source …) and target over the whole time."""
    click = _click()
    base = _rows().transform_filter("isValid(datum.net_stance)")
    group = alt.Y("value:N", title=None, axis=alt.Axis(labelLimit=160))
    colour = alt.Color("net_stance:Q", scale=POLARITY_SCALE, legend=None)
    spread = base.mark_rule(opacity=0.6).encode(y=group, x="net_low:Q", x2="net_high:Q", color=colour)
    points = (
        base.mark_circle(size=90)
        .encode(
            y=group,
            x=alt.X("net_stance:Q", title="against ← net stance → for", scale=alt.Scale(domain=[-1, 1])),
            color=colour,
            opacity=_dim(click),
            tooltip=[
                "target:N",
                "value:N",
                "net_stance:Q",
                "net_low:Q",
                "net_high:Q",
                "n_origins:Q",
                "n_sources:Q",
            ],
        )
        .add_params(click)
    )
    return _finish(alt.layer(spread, points), 260)


def disagreement() -> dict[str, Any]:
    """Competing values of one figure, each a row, over time."""
    click = _click()
    points = (
        _rows()
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=alt.X("period_start:T", title=None),
            y=alt.Y("value_label:N", title=None, sort=alt.SortField("value", "descending"), axis=alt.Axis(labelLimit=180)),
            size=alt.Size("n_origins:Q", legend=None, scale=alt.Scale(range=[60, 400])),
            color=alt.Color("figure_label:N", title=None, legend=alt.Legend(orient="top", columns=2, labelLimit=320)),
            opacity=_dim(click),
            tooltip=["figure_label:N", "value_label:N", "period_start:T", "speakers:N", "sources:N", "n_origins:Q"],
        )
        .add_params(click)
    )  # fmt: skip
    return _finish(points, 260)


def experts() -> dict[str, Any]:
    """The persons in most independent origins."""
    click = _click()
    bars = (
        _rows()
        .mark_bar(color="#2f7ebc", cornerRadiusEnd=1)
        .encode(
            y=alt.Y("name:N", title=None, sort=alt.SortField("n_origins", "descending"), axis=alt.Axis(labelLimit=200)),
            x=alt.X("n_origins:Q", title="independent origins"),
            opacity=_dim(click),
            tooltip=["name:N", "kind:N", "role:N", "affiliation:N", "n_quotations:Q", "n_mentions:Q", "n_sources:Q"],
        )
        .add_params(click)
    )  # fmt: skip
    return _finish(bars, 340)


def seed_echo() -> dict[str, Any]:
    """What each source does with each element of the seed document."""
    click = _click()
    cells = (
        _rows()
        .mark_rect(stroke="#88888855")
        .encode(
            y=alt.Y("element_label:N", title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("source_name:N", title=None, axis=alt.Axis(labelAngle=-40, labelLimit=120)),
            color=alt.Color(
                "uptake:N",
                title=None,
                scale=alt.Scale(domain=list(UPTAKE), range=list(UPTAKE.values())),
                legend=alt.Legend(orient="top"),
            ),
            opacity=_dim(click),
            tooltip=[
                "element_kind:N",
                "element_label:N",
                "source_name:N",
                "uptake:N",
                "n_origins:Q",
                "lag_days:Q",
            ],
        )
        .add_params(click)
    )
    return _finish(cells, 360)


def all_charts() -> dict[str, dict[str, Any]]:
    """Chart name to specification."""
    return {
        "volume": volume(),
        "stance": stance(),
        "stance_by_group": stance_by_group(),
        "disagreement": disagreement(),
        "experts": experts(),
        "seed_echo": seed_echo(),
    }
