"""G 88, 91 and H 99: what cannot be kept, what was lost, and what could not be reached, as a user meets it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
import yaml

from flows import annotating, publishing, rebuild, rounds
from flows.progress import Display
from flows.settings import Settings
from flows.sources import source_as_entry
from flows.summaries import problem_lines
from tests.flows.house import extract_all, make_settings
from tests.site.collect import START, make_source
from tests.site.news import article, rss
from tests.site.server import Reply, Site
from warehouse.connection import LIVE, PUBLISHED
from warehouse.errors import WarehouseError
from warehouse.query import query_published

VIEWS = ("article_versions", "cited_figures", "quotations", "named_experts", "stances")


def _house(folder: Path, site: Site, *away: str) -> Settings:
    """One outlet that works, with two articles, and others that have no address."""
    pages = [site.put(f"/{n}", Reply(body=article(f"Meeting {n}", extra=f"{n} soldiers."))) for n in (10, 20)]
    feed = site.put("/feed", Reply(body=rss([(url, "T", url, START) for url in pages])))
    sources = [make_source("outlet", feed)]
    sources += [make_source(name, site.url("/feed", f"{name}.nowhere.test")) for name in away]
    settings = make_settings(folder, yaml.safe_dump([source_as_entry(source) for source in sources]))
    settings.data.mkdir()
    return settings


def _collect(settings: Settings, site: Site) -> rounds.Outcome:
    return rounds.collect_due(settings, lambda: START, lambda n, n_all, note: None, site.network())


def _derive(settings: Settings) -> dict[str, pl.DataFrame]:
    later = START + timedelta(days=400)
    extract_all(settings, later)
    while annotating.annotate_next_batch(settings, later)[0]:
        pass
    publishing.publish_all(settings, later, with_files=False)
    return {view: query_published(settings.data, f"FROM {view} ORDER BY ALL") for view in VIEWS}


@pytest.mark.slow
def test_88_captures_that_cannot_be_kept_end_the_round_with_one_line(tmp_path: Path) -> None:
    with Site() as site:
        settings = _house(tmp_path, site)
        settings.archive.mkdir()
        (settings.archive / "outlet").write_text("a file where the outlet's directory should be")
        with pytest.raises(WarehouseError, match="nothing is lost"):
            _collect(settings, site)
        (settings.archive / "outlet").unlink()
        assert _collect(settings, site).n_captures == 3, "the feed and its two articles, once there is room"


@pytest.mark.slow
def test_a_lost_warehouse_is_rebuilt_from_the_archive_alone(tmp_path: Path) -> None:
    with Site() as site:
        settings = _house(tmp_path, site)
        _collect(settings, site)
    first = _derive(settings)
    assert first["article_versions"].filter(pl.col("source_id") == "outlet").height == 2
    (settings.data / LIVE).unlink()
    (settings.data / PUBLISHED).unlink()
    (settings.seeds / "sources.yaml").write_text("[]")  # the outlet is no longer listened to
    with Display(is_quiet=True) as display, display.stage("archive", None) as bar:
        assert rebuild.begin_again(settings, START + timedelta(days=800), bar)[0] >= 3
    again = _derive(settings)
    for view, rows in first.items():
        assert rows.equals(again[view]), view


@pytest.mark.slow
def test_99_sources_that_cannot_be_reached_are_all_named(tmp_path: Path) -> None:
    away = [f"outlet-{n}" for n in range(30)]
    with Site() as site:
        settings = _house(tmp_path, site, *away)
        _collect(settings, site)
    publishing.publish_all(settings, START, with_files=False)
    said = "\n".join(problem_lines(settings, START - timedelta(hours=1)))
    assert said.startswith("30 of 31 sources could not be reached")
    assert all(name in said for name in away)
    assert "connect" not in said
