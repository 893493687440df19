"""Whole passes over the demonstration site: what analysts find afterwards, and what a second pass changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.settings import Settings
from tests.flows.house import HOST, NOW, make_settings, run_stages, serve
from tests.site import demonstration
from tests.site.server import Reply, Site
from warehouse.query import query_published

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Site]]:
    """Settings after one pass, and the site."""
    with Site() as site:
        base = serve(site)
        settings = make_settings(tmp_path_factory.mktemp("house"), demonstration.sources_yaml(base))
        run_stages(settings, NOW)
        yield settings, site


def ask(settings: Settings, sql: str) -> pl.DataFrame:
    return query_published(settings.data, sql)


def test_every_article_of_the_site_is_there(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    found = ask(settings, "select source_id, title, published_on, language from articles where not is_seed")
    expected = {
        (a.outlet, a.title, a.published_at.date(), demonstration.recorded()["outlets"][a.outlet]["language"])
        for a in demonstration.articles()
    }
    assert set(found.select("source_id", "title", "published_on", "language").rows()) == expected


def test_what_is_on_the_topic_is_told_from_what_is_not(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    found = dict(ask(settings, "select title, on_topic from articles where not is_seed").rows())
    wrong = [a.title for a in demonstration.articles() if found[a.title] != a.is_on_topic]
    assert not wrong


def test_the_seed_document_is_a_row(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    rows = ask(
        settings, "select authors, language, on_topic, published_on, source_id from articles where is_seed"
    )
    assert rows.rows() == [(["Rainer Rupp"], "de", True, None, "documents")]


def test_every_span_holds_its_words(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    for view in ("cited_figures", "quotations", "named_experts", "mentions", "stances"):
        bad = ask(
            settings,
            f"""select count(*) from {view} v join article_versions a using (version_id)
            where substr(a.text, v."start" + 1, v."end" - v."start") <> v.surface""",
        ).item()
        assert bad == 0, view


def test_wire_copies_are_one_origin(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    copies = [a for a in demonstration.articles() if a.is_wire_copy]
    rows = ask(settings, "select title, published_on, origin_id from articles where credit = 'dpa'")
    assert rows.height == len(copies)
    assert rows["origin_id"].n_unique() <= len({a.number for a in copies})


def test_disagreeing_figures_stand_side_by_side(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    rows = ask(
        settings,
        "select distinct figure_id, value from trend_disagreement where unit = 'all' and unit_of_measure = 'USD'",
    )
    assert {390e9, 486e9, 136e9} <= set(rows["value"])


def test_the_camps_differ(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    rows = ask(
        settings,
        """select value, net_stance from trend_stance where unit = 'all' and dimension = 'source_id'
        and target = 'coalition_of_the_willing' and value in ('havelbote', 'rheinruf', 'prairie-post')""",
    )
    found = dict(rows.rows())
    assert found["havelbote"] > 0 > found["rheinruf"]
    assert found["prairie-post"] < 0


def test_volume_adds_up(passed: tuple[Settings, Site]) -> None:
    settings, _ = passed
    [total] = ask(settings, "select count(*) from articles where on_topic").row(0)
    for unit in ("day", "week", "month", "all"):
        rows = ask(
            settings,
            f"select sum(n_articles) from trend_volume where unit = '{unit}' and dimension = 'all'",
        )
        assert rows.item() == total, unit


def test_a_second_pass_changes_nothing(passed: tuple[Settings, Site]) -> None:
    settings, site = passed
    before = {view: ask(settings, f"from {view} order by all") for view in COMPARED}
    asked = len(site.log)
    run_stages(settings, NOW + timedelta(seconds=5))
    assert len(site.log) == asked, "nothing is due five seconds later"
    for view, rows in before.items():
        assert ask(settings, f"from {view} order by all").equals(rows), view


COMPARED = (
    "articles",
    "article_versions",
    "cited_figures",
    "quotations",
    "stances",
    "trend_volume",
    "trend_figures",
)


def test_an_edit_is_a_new_version_and_furniture_is_none(tmp_path: Path) -> None:
    with Site() as site:
        base = serve(site, days=6)
        settings = make_settings(tmp_path, demonstration.sources_yaml(base))
        now = demonstration.FIRST + timedelta(days=6)
        run_stages(settings, now)
        edited, touched = demonstration.articles(6)[:2]
        site.put(edited.path, Reply(body=demonstration.page(edited, is_edited=True)), HOST)
        site.put(touched.path, Reply(body=demonstration.page(touched, furniture="now: 3 readers")), HOST)
        run_stages(settings, now + timedelta(hours=2))
        rows = ask(settings, "select title, n_versions from articles where not is_seed")
    versions = dict(rows.rows())
    assert versions[edited.title] == 2
    assert versions[touched.title] == 1
