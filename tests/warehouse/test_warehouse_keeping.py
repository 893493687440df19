"""What goes, what stays: retention, and beginning again after the captures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.warehouse.passes import STEPS
from tests.warehouse.state import count, state
from tests.warehouse.values import ANNOTATORS, NOW, TEXT, annotations, version
from warehouse.annotations import replace_annotations
from warehouse.checks import run_checks
from warehouse.connection import PUBLISHED, Live, execute, open_live, read
from warehouse.publish import publish
from warehouse.rebuild import compare_published, forget_derived, forget_orphans
from warehouse.retention import expire
from warehouse.versions import read_versions_to_annotate, write_versions

pytestmark = pytest.mark.slow


def test_texts_go_and_annotations_stay_with_their_evidence(whole: Live) -> None:
    before = read(whole, "SELECT * FROM stances ORDER BY ALL")
    gone = expire(whole, NOW + timedelta(days=31), keep_text_days=30)
    assert (gone.n_texts, gone.n_captures, gone.files) == (6, 0, ())
    assert read(whole, "SELECT count(text) AS n, count(*) AS articles FROM articles").rows() == [(0, 6)]
    assert read(whole, "SELECT * FROM stances ORDER BY ALL").equals(before)
    assert [r.name for r in run_checks(whole) if r.n_breaches] == []
    assert read_versions_to_annotate(whole, {"quantities": "2"}, 9) == []
    assert expire(whole, NOW + timedelta(days=31), keep_text_days=30).n_texts == 0


def test_nothing_goes_before_its_time(whole: Live) -> None:
    before = state(whole)
    expire(whole, NOW + timedelta(days=29), keep_text_days=30, keep_captures_days=30)
    expire(whole, NOW + timedelta(days=9999))
    assert state(whole) == before


def test_an_archive_file_goes_only_when_all_in_it_is_past_its_time(whole: Live) -> None:
    execute(whole, "UPDATE store.captures SET file = 'other' WHERE capture_id < 1003")
    execute(
        whole, "UPDATE store.captures SET fetched_at = fetched_at + INTERVAL 9 DAY WHERE capture_id = 1005"
    )
    gone = expire(whole, NOW + timedelta(days=31), keep_captures_days=30)
    assert (gone.n_captures, gone.files) == (3, ("other",))
    assert count(whole, "store.captures WHERE file = ''") == 3


def test_an_expired_text_that_is_seen_again_stays_empty(whole: Live) -> None:
    expire(whole, NOW + timedelta(days=31), keep_text_days=30)
    write_versions(whole, [version(1, TEXT, capture_id=1001, seen_at=NOW + timedelta(days=40))])
    assert read(whole, "SELECT count(text) AS n FROM articles").item() == 0


def again(live: Live) -> None:
    for name in ("extract", "annotate", "link", "summarise"):
        STEPS[name](live)


def test_beginning_again_gives_the_same(whole: Live) -> None:
    before = state(whole)
    forget_derived(whole, list(ANNOTATORS))
    assert count(whole, "articles") == count(whole, "store.annotated") == 0
    assert count(whole, "store.captures") == 6 and count(whole, "store.tallies") > 0
    again(whole)
    assert state(whole) == before


def test_beginning_again_keeps_what_could_not_be_made_again(whole: Live) -> None:
    expire(whole, NOW + timedelta(days=99), keep_text_days=30, keep_captures_days=30)
    write_versions(whole, [version(77, capture_id=None)])
    before = {name: rows for name, rows in state(whole).items() if "trend" not in name}
    forget_derived(whole, list(ANNOTATORS))
    again(whole)
    after = state(whole)
    for table in ("store.versions", "store.extractions"):
        assert after[table] == before[table]
    new = version(77).version_id
    for table in ("stances", "quantities", "speakers"):
        old = [row for row in after[f"store.{table}"] if new not in row]
        assert old == before[f"store.{table}"], table


def test_beginning_again_keeps_what_other_annotators_said(whole: Live) -> None:
    for row in read_versions_to_annotate(whole, {"model": "2"}, 9):
        replace_annotations(whole, [(row, annotations(annotators={"model": "2"}))], NOW)
    forget_derived(whole, list(ANNOTATORS))
    assert count(whole, "store.stances WHERE annotator = 'model'") == 12
    again(whole)
    assert read_versions_to_annotate(whole, {"model": "2"}, 9) == []
    execute(whole, "DELETE FROM store.versions WHERE article_id = 1")
    forget_orphans(whole)
    assert count(whole, "store.stances WHERE annotator = 'model'") == 10
    assert count(whole, "store.annotated WHERE annotator = 'model'") == 5


def test_a_rebuild_says_what_changed(published: Path) -> None:
    data = published
    before = data / "before.duckdb"
    before.write_bytes((data / PUBLISHED).read_bytes())
    with open_live(data, lock_timeout_s=1, now=NOW) as live:
        for row in read_versions_to_annotate(live, {"quantities": "2"}, 1):
            newer = {**ANNOTATORS, "quantities": "2"}
            replace_annotations(live, [(row, annotations(annotators=newer, quantities=()))], NOW)
    publish(data, lock_timeout_s=1, now=NOW)
    (change,) = compare_published(before, data / PUBLISHED)
    assert (change.view, change.n_added, change.n_removed) == ("cited_figures", 0, 1)
    assert compare_published(before, before) == []
