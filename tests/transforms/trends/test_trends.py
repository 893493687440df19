"""Trend tables against small warehouses whose answers are counted by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.transforms.trends.frames import inputs
from transforms.trends.bursts import is_burst, is_change_point
from transforms.trends.counting import TrendInputs
from transforms.trends.experts import summarise_experts
from transforms.trends.figures import summarise_disagreement, summarise_figures
from transforms.trends.intervals import bootstrap_net
from transforms.trends.seed_echo import summarise_seed_echo
from transforms.trends.stance import summarise_stance
from transforms.trends.volume import summarise_volume

ALL: list[Callable[[TrendInputs], pl.DataFrame]] = [
    summarise_volume,
    summarise_stance,
    summarise_figures,
    summarise_disagreement,
    summarise_experts,
    summarise_seed_echo,
]
DAY = date(2026, 1, 5)  # a Monday


def _at(frame: pl.DataFrame, **where: object) -> list[dict[str, object]]:
    for column, value in where.items():
        test = pl.col(column).is_null() if value is None else pl.col(column) == value
        frame = frame.filter(test)
    return frame.to_dicts()


@pytest.mark.parametrize("summarise", ALL)
def test_empty_warehouse_gives_an_empty_table(summarise: Callable[[TrendInputs], pl.DataFrame]) -> None:
    assert summarise(inputs()).height == 0


def test_volume_counts_copies_once_and_fills_silent_days() -> None:
    table = summarise_volume(
        inputs(
            articles=[
                {"article_id": 1},
                {"article_id": 2, "source_id": "b", "origin_id": 1, "country": "FR", "language": "fr"},
                {"article_id": 3, "published_on": DAY + timedelta(days=3)},
                {"article_id": 4, "on_topic": False},
            ],
            coverage=[
                {"source_id": "a", "day": DAY, "n_on_topic": 1, "n_off_topic": 8},
                {"source_id": "b", "day": DAY, "n_on_topic": 1, "n_off_topic": 0},
                {"source_id": "a", "day": DAY + timedelta(days=1), "is_gap": True},
            ],
        )
    )
    (first,) = _at(table, unit="day", dimension="all", period_start=DAY)
    assert (first["n_articles"], first["n_sources"], first["n_origins"]) == (2, 2, 1)
    assert first["denominator"] == 10 and first["share"] == pytest.approx(0.2)
    assert first["share_low"] < 0.2 < first["share_high"]  # type: ignore[operator]
    days = _at(table, unit="day", dimension="all")
    assert [d["n_articles"] for d in days] == [2, 0, 0, 1]
    assert [d["is_gap"] for d in days] == [False, True, False, False]
    (week,) = _at(table, unit="week", dimension="all")
    assert week["n_articles"] == 3 and week["period_start"] == DAY


def test_articles_without_a_date_are_shown_apart() -> None:
    table = summarise_volume(inputs(articles=[{"article_id": 1, "published_on": None}, {"article_id": 2}]))
    assert [r["n_articles"] for r in _at(table, unit="month", dimension="all", period_start=None)] == [1]
    assert [
        r["n_articles"] for r in _at(table, unit="month", dimension="all", period_start=date(2026, 1, 1))
    ] == [1]


def test_stance_gives_each_origin_one_vote() -> None:
    table = summarise_stance(
        inputs(
            articles=[
                {"article_id": 1},
                {"article_id": 2, "source_id": "b", "origin_id": 1},
                {"article_id": 3},
                {"article_id": 4},
            ],
            stances=[
                {"article_id": 1, "polarity": "against"},
                {"article_id": 1, "polarity": "against"},
                {"article_id": 2, "polarity": "against"},
                {"article_id": 3, "polarity": "favor"},
                {"article_id": 3, "polarity": "favor", "holder": "Ann Lee", "holder_kind": "expert"},
            ],
        )
    )
    (row,) = _at(table, unit="day", dimension="all", target="troop_deployment")
    assert (row["n_favor"], row["n_against"], row["n_mixed"]) == (2, 2, 0)
    assert (row["n_origins_favor"], row["n_origins_against"], row["net_stance"]) == (1, 1, 0.0)
    assert row["denominator"] == 4 and row["n_abstained"] == 1
    (expert,) = _at(table, unit="day", dimension="holder_kind", value="expert")
    assert expert["net_stance"] == 1.0


def test_a_holder_of_two_minds_is_mixed() -> None:
    table = summarise_stance(
        inputs(
            articles=[{"article_id": 1}],
            stances=[{"article_id": 1, "polarity": "favor"}, {"article_id": 1, "polarity": "against"}],
        )
    )
    (row,) = _at(table, unit="month", dimension="all")
    assert (row["n_favor"], row["n_against"], row["n_mixed"], row["net_stance"]) == (0, 0, 1, 0.0)


def test_disagreement_lists_values_with_their_speakers_and_leaves_agreement_out() -> None:
    warehouse = inputs(
        articles=[{"article_id": 1}, {"article_id": 2, "source_id": "b"}, {"article_id": 3}],
        figures=[
            {"article_id": 1, "value": 390e9, "cited_by": "Ann Lee"},
            {"article_id": 2, "value": 486e9},
            {"article_id": 3, "value": 390e9},
            {"article_id": 1, "figure_id": 8, "value": 10.0},
            {"article_id": 2, "figure_id": 8, "value": 10.0},
        ],
    )
    table = summarise_disagreement(warehouse)
    rows = _at(table, unit="day")
    assert [(r["value"], r["n_articles"], r["speakers"]) for r in rows] == [
        (390e9, 2, "Ann Lee"),
        (486e9, 1, ""),
    ]
    assert {r["n_values"] for r in rows} == {2}
    figures = summarise_figures(warehouse)
    (row,) = _at(figures, unit="day", figure_id=7)
    assert (row["value_min"], row["value_max"], row["n_mentions"], row["first_article_id"]) == (
        390e9,
        486e9,
        3,
        1,
    )


def test_experts_are_counted_and_named_with_whom_they_are_quoted() -> None:
    table = summarise_experts(
        inputs(
            articles=[{"article_id": 1}, {"article_id": 2, "source_id": "b"}],
            quotations=[
                {"article_id": 1, "speaker_person_id": "ann"},
                {"article_id": 1, "speaker_person_id": "bob"},
                {"article_id": 2, "speaker_person_id": "ann"},
            ],
            speakers=[{"article_id": 1, "person_id": "ann", "name": "Ann Lee", "role": "Senior Fellow"}],
            mentions=[{"article_id": 2, "person_id": "cyd", "name": "Cyd"}],
        )
    )
    (ann,) = _at(table, unit="day", person_id="ann")
    assert (ann["name"], ann["n_quotations"], ann["n_articles"], ann["n_sources"]) == ("Ann Lee", 2, 2, 2)
    assert ann["co_quoted"] == "bob ×1" and ann["concentration"] == pytest.approx(0.5)
    (cyd,) = _at(table, unit="day", person_id="cyd")
    assert (cyd["name"], cyd["n_mentions"], cyd["n_quotations"], cyd["kind"]) == ("Cyd", 1, 0, None)


def test_seed_echo_tells_repeated_from_contested_and_dropped() -> None:
    table = summarise_seed_echo(
        inputs(
            articles=[
                {"article_id": 1, "source_id": "documents", "is_seed": True, "published_on": None},
                {"article_id": 2, "published_on": date(2026, 1, 11)},
                {"article_id": 3, "source_id": "b", "published_on": date(2026, 1, 21)},
            ],
            figures=[
                {"article_id": 1, "value": 390e9},
                {"article_id": 2, "value": 390e9},
                {"article_id": 3, "value": 486e9},
            ],
            stances=[
                {"article_id": 1, "polarity": "against"},
                {"article_id": 3, "polarity": "favor"},
            ],
        ),
        date(2026, 1, 1),
    )
    figure = {r["source_id"]: r for r in _at(table, element_kind="figure")}
    assert {s: r["uptake"] for s, r in figure.items()} == {
        "documents": "seed",
        "a": "repeated",
        "b": "contested",
    }
    assert figure["a"]["lag_days"] == 10 and figure["b"]["first_seen_on"] == date(2026, 1, 21)
    target = {r["source_id"]: r["uptake"] for r in _at(table, element_kind="target")}
    assert target == {"documents": "seed", "a": "dropped", "b": "contested"}


def test_burst_and_change_point_are_found_and_calm_is_not() -> None:
    calm = pl.Series([3, 2, 4, 3, 3, 2, 4, 3, 3, 4, 2, 3]).to_numpy()
    assert not is_burst(calm).any() and not is_change_point(calm).any()
    burst = calm.copy()
    burst[10] = 30
    assert is_burst(burst).nonzero()[0].tolist() == [10]
    shifted = pl.Series([3, 2, 4, 3, 3, 2, 4, 3, 20, 22, 19, 21, 20, 18]).to_numpy()
    assert is_change_point(shifted).nonzero()[0].tolist() == [8]


def test_bootstrap_holds_the_mean_and_narrows_with_more_origins() -> None:
    favor, against, total = (pl.Series(c).to_numpy() for c in ([6, 60, 0], [2, 20, 0], [10, 100, 0]))
    low, high = bootstrap_net(favor, against, total)
    assert low[0] < 0.4 < high[0] and low[1] < 0.4 < high[1]
    assert high[1] - low[1] < high[0] - low[0]
    assert low[2] != low[2]


@settings(max_examples=20, deadline=None)
@given(favor=st.integers(1, 300), against=st.integers(0, 300), other=st.integers(0, 3000))
def test_bootstrap_bounds_are_those_that_many_draws_give(favor: int, against: int, other: int) -> None:
    total = favor + against + other
    counts = np.array([favor, against, other])
    low, high = (float(b[0]) for b in bootstrap_net(*(np.array([n]) for n in (favor, against, total))))
    draws = np.random.default_rng(1).multinomial(total, (counts + 0.5) / (total + 1.5), size=20_000)
    means = (draws[:, 0] - draws[:, 1]) / total
    mean = (favor - against) / total
    step = 1.5 / total
    assert min(np.quantile(means, 0.022) - step, mean) <= low <= np.quantile(means, 0.028) + step
    assert np.quantile(means, 0.972) - step <= high <= max(np.quantile(means, 0.978) + step, mean)


def random_warehouse(seed: int, shuffle: int) -> TrendInputs:
    draw = random.Random(seed)
    days = [None, *(DAY + timedelta(days=i) for i in range(40))]
    articles = [
        {
            "article_id": i,
            "source_id": draw.choice("ab"),
            "origin_id": draw.randrange(max(i, 1)) if draw.random() < 0.3 else i,
            "published_on": draw.choice(days),
            "on_topic": draw.random() < 0.8,
            "is_seed": i == 0,
        }
        for i in range(30)
    ]
    some = range(60)
    tables = {
        "articles": articles,
        "stances": [
            {
                "article_id": draw.randrange(30),
                "holder": draw.choice(["text", "Ann", "Bob"]),
                "polarity": draw.choice(["favor", "against", "mixed"]),
                "target": draw.choice(["troop_deployment", "military_aid"]),
            }
            for _ in some
        ],
        "figures": [
            {
                "article_id": draw.randrange(30),
                "figure_id": draw.choice([7, 8]),
                "figure_label": "x",
                "value": draw.choice([1.0, 2.0, 3.0]),
                "start": i,
            }
            for i in some
        ],
        "quotations": [
            {"article_id": draw.randrange(30), "speaker_person_id": draw.choice(["ann", "bob"])} for _ in some
        ],
        "speakers": [
            {"article_id": draw.randrange(30), "person_id": p, "name": p.title(), "start": i}
            for i, p in enumerate(["ann", "bob"] * 3)
        ],
    }
    mix = random.Random(shuffle)
    for rows in tables.values():
        mix.shuffle(rows)
    return inputs(**tables)


@pytest.mark.slow
@settings(max_examples=8)
@given(seed=st.integers(0, 1000), shuffle=st.integers(1, 1000))
@pytest.mark.parametrize("summarise", ALL)
def test_order_of_rows_changes_nothing(
    summarise: Callable[[TrendInputs], pl.DataFrame], seed: int, shuffle: int
) -> None:
    assert_frame_equal(summarise(random_warehouse(seed, 0)), summarise(random_warehouse(seed, shuffle)))


@settings(max_examples=8)
@given(seed=st.integers(0, 1000))
def test_totals_add_up(seed: int) -> None:
    warehouse = random_warehouse(seed, 0)
    table = summarise_volume(warehouse)
    whole = warehouse.articles.filter("on_topic").collect().height
    for unit in ("day", "week", "month"):
        assert table.filter(unit=unit, dimension="all")["n_articles"].sum() == whole
        assert table.filter(unit=unit, dimension="source_id")["n_articles"].sum() == whole
