"""Captures and texts go when the settings say so; what was said of them stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from flows.books import archive_and_index
from flows.retention import expire
from flows.settings import Settings
from tests.warehouse.values import ANNOTATORS, NOW, annotations, capture, source, version
from warehouse.annotations import replace_annotations
from warehouse.archive import Found, scan_archive
from warehouse.connection import open_live, read
from warehouse.sources import write_sources
from warehouse.versions import read_versions_to_annotate, write_versions

pytestmark = pytest.mark.slow

OLD = NOW - timedelta(days=100)


def fill(settings: Settings) -> None:
    """An old and a fresh capture, each with a version and annotations."""
    captures = [capture(1, fetched_at=OLD), capture(2, fetched_at=NOW)]
    with open_live(settings.data, lock_timeout_s=1, now=NOW) as live:
        archive_and_index(live, settings.archive, captures)
    versions = [version(1, seen_at=OLD), version(2)]
    with open_live(settings.data, lock_timeout_s=1, now=NOW) as live:
        write_sources(live, [source("a")])
        write_versions(live, versions)
        rows = read_versions_to_annotate(live, ANNOTATORS, 10)
        replace_annotations(live, [(row, annotations()) for row in rows], NOW)


def state(settings: Settings) -> tuple[list[bool], int, list[int]]:
    """Which texts are there, how many quotations, which captures lie in the archive."""
    with open_live(settings.data, lock_timeout_s=1, now=NOW) as live:
        texts = read(live, "SELECT text IS NOT NULL AS kept FROM store.versions ORDER BY first_seen_at")
        n_quotations = read(live, "SELECT count(*) AS n FROM store.quotations").item()
    found = [f.capture.capture_id for f in scan_archive(settings.archive) if isinstance(f, Found)]
    return texts["kept"].to_list(), n_quotations, found


def test_everything_is_kept_unless_a_limit_is_set(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    fill(settings)
    before = state(settings)
    assert expire(settings, NOW).files == ()
    assert state(settings) == before == ([True, True], 2, [1001, 1002])


def test_what_is_past_its_time_goes_and_annotations_stay(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, keep_captures_days=60, keep_text_days=60)
    fill(settings)
    gone = expire(settings, NOW)
    assert (gone.n_texts, gone.n_captures, len(gone.files)) == (1, 1, 1)
    assert state(settings) == ([False, True], 2, [1002])
    again = expire(settings, NOW)
    assert (again.n_texts, again.n_captures, again.files) == (0, 0, ())


def test_a_file_left_by_a_killed_run_goes_later(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, keep_captures_days=60)
    fill(settings)
    files = {path: path.read_bytes() for path in settings.archive.glob("*/*.zst")}
    expire(settings, NOW)
    for path, content in files.items():
        path.write_bytes(content)
    expire(settings, NOW)
    assert state(settings)[2] == [1002]
