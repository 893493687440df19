"""Figure identity: what joins, what must not, and that order changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.figures import resolve_figures

SCHEMA = {
    "quantity_id": pl.Int64, "article_id": pl.Int64, "value": pl.Float64, "value_high": pl.Float64,
    "unit": pl.String, "measures": pl.String, "period": pl.String, "cited_by": pl.String,
    "published_on": pl.Date,
}  # fmt: skip


def row(quantity_id: int, value: float, unit: str, measures: str | None, **more: Any) -> dict[str, Any]:
    given_here = {"value_high": None, "period": None, "cited_by": None, "published_on": date(2026, 1, 10)}
    base = {"quantity_id": quantity_id, "article_id": quantity_id, "value": value, "unit": unit}
    return {**base, "measures": measures, **given_here, **more}


def figures(*rows: dict[str, Any]) -> dict[int, int]:
    found = resolve_figures(pl.DataFrame(list(rows), schema=SCHEMA))
    return dict(found.select("quantity_id", "figure_id").iter_rows())


def test_competing_estimates_share_a_figure_across_wordings() -> None:
    ids = figures(
        row(1, 390e9, "USD", "needed budget", period="until:2029"),
        row(2, 486e9, "USD", "needed aid", period="until:2029"),
        row(3, 390e9, "USD", "needed aid"),
    )
    assert len(set(ids.values())) == 1


def test_a_range_competes_with_a_number() -> None:
    ids = figures(
        row(1, 15e3, "count:soldier", "deployed soldier", value_high=30e3),
        row(2, 10e3, "count:soldier", "deployed soldier"),
    )
    assert ids[1] == ids[2]


def test_unit_period_measure_and_size_part_figures() -> None:
    ids = figures(
        row(1, 390e9, "USD", "needed aid", period="until:2029"),
        row(2, 390e9, "EUR", "needed aid", period="until:2029"),
        row(3, 390e9, "USD", "needed aid", period="until:2035"),
        row(4, 2e9, "USD", "needed aid", period="until:2029"),
        row(5, 390e9, "USD", "spent aid", period="until:2029"),
    )
    assert len(set(ids.values())) == 5


def test_two_donors_are_not_one_figure() -> None:
    ids = figures(row(1, 9e9, "EUR", "pledged aid"), row(2, 7e9, "EUR", "pledged aid"))
    assert ids[1] != ids[2]


def test_the_same_event_days_apart_is_another() -> None:
    ids = figures(
        row(1, 25, "count:person", "killed person", published_on=date(2026, 1, 1)),
        row(2, 31, "count:person", "killed person", published_on=date(2026, 1, 2)),
        row(3, 28, "count:person", "killed person", published_on=date(2026, 2, 1)),
    )
    assert ids[1] == ids[2] != ids[3]


def test_money_without_currency_joins_the_only_one_it_can_mean() -> None:
    ids = figures(row(1, 390e9, "USD", "needed aid"), row(2, 400e9, "money:unknown", "needed aid"))
    assert ids[1] == ids[2]


def test_what_measures_nothing_has_no_identity() -> None:
    assert not figures(
        row(1, 5, "count:country", "country"),
        row(2, 5, "EUR", None),
        row(3, 1000, "count:soldier", "vague: killed soldier"),
        row(4, 2, "count:multiple", "price"),
    )


def test_a_later_mention_keeps_the_figure() -> None:
    early = row(1, 390e9, "USD", "needed aid", published_on=date(2026, 1, 1))
    late = row(2, 420e9, "USD", "needed aid", published_on=date(2026, 3, 1))
    assert figures(early)[1] == figures(late, early)[2]


ROWS = st.lists(
    st.tuples(
        st.integers(1, 10**6),
        st.sampled_from([5.0, 12.0, 390e9, 486e9]),
        st.sampled_from(["USD", "money:unknown", "count:soldier"]),
        st.sampled_from(["needed aid", "killed soldier", "GDP share", None]),
        st.sampled_from(["until:2029", None]),
        st.sampled_from([date(2026, 1, 1), date(2026, 5, 1), None]),
    ),
    unique_by=lambda entry: entry[0],
    max_size=12,
)


@given(ROWS, st.randoms())
def test_order_changes_nothing(entries: list[tuple[Any, ...]], random: Any) -> None:
    rows = [row(q, v, u, m, period=p, published_on=d) for q, v, u, m, p, d in entries]
    shuffled = list(rows)
    random.shuffle(shuffled)
    frames = [resolve_figures(pl.DataFrame(some, schema=SCHEMA)) for some in (rows, shuffled)]
    assert frames[0].equals(frames[1])


def test_an_empty_table_keeps_its_columns() -> None:
    found = resolve_figures(pl.DataFrame(schema=SCHEMA))
    assert found.schema == {"quantity_id": pl.Int64, "figure_id": pl.Int64, "figure_label": pl.String}
