"""What analysts see: frames for trends, evidence behind every number, merges, coverage, macros."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from tests.transforms.trends.frames import SCHEMAS
from tests.warehouse.debate import fill
from tests.warehouse.passes import whole_pass
from tests.warehouse.values import NOW, annotations, version
from warehouse.annotations import replace_annotations
from warehouse.choices import read_stance_annotators, replace_person_overrides, write_primary_annotator
from warehouse.connection import Live, read
from warehouse.trends import TRENDS, read_trend_inputs
from warehouse.versions import read_versions_to_annotate, write_versions

pytestmark = pytest.mark.slow


def test_the_frames_for_trends_have_the_columns_that_trends_declare(live: Live) -> None:
    fill(live, 1)
    for name, frame in read_trend_inputs(live).items():
        assert dict(frame.collect_schema()) == SCHEMAS[name], name
        assert frame.collect().height > 0, name


def test_an_empty_warehouse_gives_empty_frames_of_the_same_types(live: Live) -> None:
    for name, frame in read_trend_inputs(live).items():
        assert dict(frame.collect_schema()) == SCHEMAS[name], name


@pytest.mark.parametrize("seed", range(2))
def test_every_number_leads_to_as_many_articles_as_it_counts(live: Live, seed: int) -> None:
    fill(live, seed)
    for trend in TRENDS:
        rows = read(live, f"SELECT evidence_key, n_articles, n_origins FROM {trend} ORDER BY evidence_key")
        assert rows["evidence_key"].is_unique().all(), trend
        assert rows["n_articles"].sum() > 0, trend
        for key, n_articles, n_origins in rows.sample(min(rows.height, 10), seed=seed).rows():
            found = read(live, f"SELECT article_id, origin_id FROM {trend}_evidence($key)", {"key": key})
            assert found["article_id"].n_unique() == n_articles, (trend, key)
            assert found["origin_id"].n_unique() == n_origins, (trend, key)


def test_one_macro_leads_from_any_trend(live: Live) -> None:
    fill(live, 1)
    for trend in TRENDS:
        key, n = read(live, f"SELECT evidence_key, n_articles FROM {trend} WHERE n_articles > 0").row(0)
        found = read(live, "FROM trend_evidence($key)", {"key": key})
        assert set(found["trend"]) == {trend}
        assert found["article_id"].n_unique() == n
        held = found.drop_nulls("sentence").select(
            pl.col("sentence").str.slice(
                pl.col("start") - pl.col("sentence_start"), pl.col("end") - pl.col("start")
            )
            == pl.col("surface")
        )
        assert held.to_series().all() and held.height


def test_views_and_tables_agree(live: Live) -> None:
    fill(live, 2)
    for view, table in {
        "cited_figures": "quantities", "quotations": "quotations", "speakers": "speakers",
        "mentions": "mentions", "stances": "stances", "topic_mentions": "topic_mentions",
    }.items():  # fmt: skip
        counts = f"SELECT (SELECT count(*) FROM {view}) = (SELECT count(*) FROM store.{table}) AS same"
        assert read(live, counts).item(), view


def test_only_the_latest_version_speaks(live: Live) -> None:
    for n, text in enumerate(("Old title\n" + version().document.text, version().document.text)):
        write_versions(live, [version(1, text, capture_id=None, seen_at=NOW + timedelta(days=n))])
    for row in read_versions_to_annotate(live, {"quantities": "1"}, 9):
        replace_annotations(live, [(row, annotations(row.text))], NOW)
    assert read(live, "SELECT count(*) AS n FROM store.quantities").item() == 2
    assert read(live, "SELECT count(*) AS n FROM cited_figures").item() == 1


def overrides(*rows: tuple[str, int | None, str | None, str]) -> pl.DataFrame:
    names = {"person_id": pl.String, "article_id": pl.Int64, "surface": pl.String, "to_person_id": pl.String}
    return pl.DataFrame(rows, schema=names, orient="row")


def test_merges_and_splits_hold_in_every_view_and_the_narrower_wins(live: Live) -> None:
    whole_pass(live)
    replace_person_overrides(
        live,
        overrides(
            ("mira-olden", None, None, "everywhere"),
            ("mira-olden", None, "Mira Olden", "by-name"),
            ("mira-olden", 3, None, "in-three"),
            ("mira-olden", 4, "Mira Olden", "in-four"),
            ("mira-olden", 4, "M. Olden", "nobody"),
        ),
    )
    expected = {n: {3: "in-three", 4: "in-four"}.get(n, "by-name") for n in range(6)}
    for view, column in {
        "quotations": "speaker_person_id", "speakers": "person_id", "mentions": "person_id",
        "named_experts": "person_id",
    }.items():  # fmt: skip
        found = dict(read(live, f"SELECT article_id, {column} FROM {view}").rows())
        assert found == expected, view
    replace_person_overrides(live, overrides())
    assert set(read(live, "SELECT person_id FROM speakers")["person_id"]) == {"mira-olden"}


def test_the_primary_annotator_decides_what_stances_shows(live: Live) -> None:
    whole_pass(live)
    write_primary_annotator(live, "model")
    assert read(live, "FROM stances").height == 0
    for row in read_versions_to_annotate(live, {"model": "2"}, 9):
        only = replace(
            annotations(row.text), annotators={"model": "2"}, article_stance={}, quantities=(), speakers=()
        )
        replace_annotations(live, [(row, only)], NOW)
    assert read(live, "FROM stances").height == 6
    rows = read_stance_annotators(live).rows()
    assert rows == [("model", "2", 6, True), ("stances", "1", 12, False)]


def test_agreement_counts_and_corrects_for_chance(live: Live) -> None:
    whole_pass(live)
    for row in read_versions_to_annotate(live, {"model": "2"}, 9):
        (stance,) = annotations(row.text).stances
        polarity = "favor" if row.article_id < 2 else "against"
        only = replace(
            annotations(row.text),
            annotators={"model": "2"},
            stances=(replace(stance, polarity=polarity),) if row.article_id != 5 else (),
            article_stance={},
        )
        replace_annotations(live, [(row, only)], NOW)
    row = read(live, "FROM agreement('stances', 'model')").row(0, named=True)
    assert (row["n_both"], row["n_same"], row["n_only_a"], row["n_only_b"]) == (5, 3, 7, 0)
    assert row["share_same"] == pytest.approx(0.6)
    assert row["cohens_kappa"] == pytest.approx((0.6 - 0.6) / (1 - 0.6))


def test_the_macros_answer(live: Live) -> None:
    whole_pass(live)
    about = read(live, "FROM articles_about('troop_deployment')")
    assert about.height == 6 and about["n_against"].to_list() == [1] * 6
    assert about["article_stance"].to_list() == ["against"] * 6
    assert read(live, "FROM evidence(7)").height == 6
    for person in ("mira-olden", "Olden", "mirá OLDEN"):
        assert read(live, "FROM who_said($person)", {"person": person}).height == 6
    line = read(live, "FROM timeline('troop_deployment', 'week')")
    assert line["n_articles"].sum() == 6
    assert read(live, "FROM timeline('nothing', 'week')").height == 0


def test_an_article_stance_without_a_passage_points_at_the_title(live: Live) -> None:
    write_versions(live, [version(1, capture_id=None)])
    (row,) = read_versions_to_annotate(live, {"stances": "1"}, 9)
    replace_annotations(live, [(row, annotations(stances=()))], NOW)
    assert read(live, "SELECT level, surface FROM stances").rows() == [("article", "Allies at odds")]
