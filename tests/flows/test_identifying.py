"""Copies and edits in a real warehouse: told once, told anew when news changes them, alike in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from flows.edits import compare_versions
from flows.identities import read_identities
from flows.origins import identify_origins
from flows.seeds import SEEDS
from tests.warehouse.values import ANNOTATORS, NOW, TEXT, annotations, document, source, version
from vocabulary import SourceKind
from vocabulary import Version as ArticleVersion
from warehouse.annotations import replace_annotations
from warehouse.choices import replace_person_overrides
from warehouse.connection import Live, open_live, read
from warehouse.rebuild import forget_derived
from warehouse.sources import write_sources
from warehouse.versions import read_versions_to_annotate, write_versions

pytestmark = pytest.mark.slow

WORDS = [f"word{n}" for n in range(900)]


def story(seed: int, n_words: int = 150) -> str:
    return f"Headline {seed}\n" + " ".join(Random(seed).choices(WORDS, k=n_words)) + "."


def article(number: int, text: str, seen_at: datetime, **changes: object) -> ArticleVersion:
    fields = {"published_at": seen_at, **changes}
    return version(
        number,
        text,
        capture_id=5000 + number,
        source_id=str(fields.pop("source_id", f"s{number}")),
        seen_at=seen_at,
        document=document(text, **fields),
    )


def origins(live: Live) -> dict[int, int]:
    rows = read(live, "SELECT article_id, origin_id FROM articles ORDER BY article_id")
    return dict(rows.iter_rows())


def scene() -> list[ArticleVersion]:
    """Three stories with copies, one credited to an agency that sends it last, and a later reprint."""
    hours = [NOW + timedelta(hours=n) for n in range(9)]
    return [
        article(1, story(1), hours[0]),
        article(2, story(1) + " More.", hours[1]),
        article(3, story(2), hours[0], credit="dpa"),
        article(4, story(2), hours[2], credit="dpa"),
        article(5, "dpa\n" + story(2), hours[4], source_id="dpa"),
        article(6, story(3), hours[3]),
        article(7, story(3), hours[3] + timedelta(days=200)),
        article(8, story(1), hours[6]),
    ]


EXPECTED = {1: 1, 2: 1, 3: 5, 4: 5, 5: 5, 6: 6, 7: 7, 8: 1}


@pytest.mark.parametrize("seed", range(6))
def test_origins_are_alike_in_whatever_batches_articles_arrive(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    waiting = scene()
    random.shuffle(waiting)
    with open_live(tmp_path, lock_timeout_s=1, now=NOW) as live:
        write_sources(live, [source("dpa", kind=SourceKind.WIRE, family="dpa")])
        while waiting:
            n = random.randint(1, len(waiting))
            batch, waiting = waiting[:n], waiting[n:]
            write_versions(live, batch)
            assert identify_origins(live) >= len(batch)
            assert identify_origins(live) == 0
        assert origins(live) == EXPECTED


def test_a_text_that_changes_leaves_its_copies(tmp_path: Path) -> None:
    with open_live(tmp_path, lock_timeout_s=1, now=NOW) as live:
        write_versions(live, [article(1, story(1), NOW), article(2, story(1), NOW + timedelta(hours=1))])
        identify_origins(live)
        assert origins(live) == {1: 1, 2: 1}
        write_versions(live, [article(1, story(9), NOW + timedelta(hours=2))])
        identify_origins(live)
        assert origins(live) == {1: 1, 2: 2}


def annotate(live: Live) -> None:
    rows = read_versions_to_annotate(live, ANNOTATORS, 10)
    replace_annotations(live, [(row, annotations(row.text)) for row in rows], NOW)


def changes(live: Live) -> list[tuple[object, ...]]:
    sql = (
        "SELECT kind, change, is_material, former_surface, surface FROM article_edits "
        'ORDER BY edited_at, kind, former_start, "start"'
    )
    return read(live, sql).rows()


def test_an_edit_is_stored_once_with_its_words(tmp_path: Path) -> None:
    edited = TEXT.replace("The plan is a mistake.", "The plan is a mistake. Nobody asked the mayors.")
    with open_live(tmp_path, lock_timeout_s=1, now=NOW) as live:
        write_versions(live, [version(1), version(1, edited, capture_id=2, seen_at=NOW + timedelta(hours=1))])
        assert compare_versions(live, SEEDS) == 0
        annotate(live)
        assert compare_versions(live, SEEDS) == 1
        assert compare_versions(live, SEEDS) == 0
        assert changes(live) == [("sentence", "added", True, None, "Nobody asked the mayors.")]


def test_a_version_between_two_replaces_their_edits(tmp_path: Path) -> None:
    last = TEXT + "\nNobody asked the mayors."
    middle = TEXT + "\nUpdated 3 February 2026, 10:30"
    with open_live(tmp_path, lock_timeout_s=1, now=NOW) as live:
        write_versions(live, [version(1), version(1, last, capture_id=2, seen_at=NOW + timedelta(hours=2))])
        annotate(live)
        compare_versions(live, SEEDS)
        write_versions(live, [version(1, middle, capture_id=3, seen_at=NOW + timedelta(hours=1))])
        annotate(live)
        assert compare_versions(live, SEEDS) == 2
        assert changes(live) == [
            ("furniture", "changed", False, None, None),
            ("sentence", "added", True, None, "Nobody asked the mayors."),
        ]


def test_merges_and_splits_in_the_file_outlive_a_rebuild(tmp_path: Path) -> None:
    def speakers(live: Live) -> set[str]:
        replace_person_overrides(live, read_identities(tmp_path))
        return set(read(live, "SELECT DISTINCT person_id FROM named_experts")["person_id"])

    with open_live(tmp_path, lock_timeout_s=1, now=NOW) as live:
        write_versions(live, [version(1)])
        annotate(live)
        (annotated,) = speakers(live)
        for name in ("-", "Mira Olden"):
            table = f"person_id,name,becomes\n{annotated},{name},someone-else\n"
            (tmp_path / "persons.csv").write_text(table, encoding="utf-8")
            assert speakers(live) == {"someone-else"}
        forget_derived(live, list(ANNOTATORS))
        write_versions(live, [version(1)])
        annotate(live)
        assert speakers(live) == {"someone-else"}
        (tmp_path / "persons.csv").unlink()
        assert speakers(live) == {annotated}
