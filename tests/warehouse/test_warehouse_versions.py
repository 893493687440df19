"""Texts and what annotators say of them: again, out of order, by another release."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.warehouse.state import count, state
from tests.warehouse.values import (
    NOW,
    TEXT,
    annotations,
    capture,
    document,
    location,
    page,
    version,
)
from vocabulary import Annotations, Collected, ExtractFailure, Problem, Relevance, Span, Stage
from warehouse.annotations import replace_annotations
from warehouse.captures import index_captures, read_captures, read_captures_to_extract
from warehouse.collection import read_known_pages, write_collected
from warehouse.connection import LIVE, Live, open_live, read
from warehouse.problems import write_problems
from warehouse.versions import Failed, VersionRow, read_versions_to_annotate, write_versions

pytestmark = pytest.mark.slow


def put(live: Live, *numbers: int) -> None:
    taken = [capture(n) for n in numbers]
    index_captures(live, taken, [location(each) for each in taken])


def seen(n: int, text: str = TEXT, **changes: object) -> object:
    return version(1, text, capture_id=1000 + n, seen_at=NOW + timedelta(minutes=n), **changes)


def test_a_changed_text_is_a_new_version_and_the_article_shows_it(live: Live) -> None:
    put(live, 1, 2, 3)
    write_versions(live, [seen(1)])
    write_versions(live, [seen(2, "Changed\nText.")])
    assert read(live, "SELECT text, n_versions FROM articles").rows() == [("Changed\nText.", 2)]
    write_versions(live, [seen(3)])
    assert read(live, "SELECT text, n_versions FROM articles").rows() == [(TEXT, 2)]
    assert count(live, "store.versions") == 2


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_order_and_repetition_of_captures_change_nothing(
    empty_warehouse: Path, order: list[int], again: list[int]
) -> None:
    def made(numbers: list[int]) -> dict[str, object]:
        with TemporaryDirectory() as folder:
            shutil.copyfile(empty_warehouse, Path(folder, LIVE))
            return _content_after(Path(folder), numbers)

    assert made([*order, *again]) == made(list(range(6)))


def _content_after(folder: Path, numbers: list[int]) -> dict[str, object]:
    with open_live(folder, lock_timeout_s=1, now=NOW) as live:
        put(live, *range(6))
        for n in numbers:
            text = "ABABCA"[n] + "\nbody"
            write_versions(live, [seen(n, text, document=document(text, title=str(n)))])
        return {**state(live), "articles": read(live, "FROM articles").rows()}


def test_a_better_extractor_replaces_what_the_former_made(live: Live) -> None:
    put(live, 1)
    write_versions(live, [seen(1, "Menu Allies\n" + TEXT)])
    (todo,) = read_versions_to_annotate(live, {"relevance": "1"}, 9)
    replace_annotations(live, [(todo, annotations(todo.text))], NOW)
    assert len(read_captures_to_extract(live, "x", "2", 9)) == 1
    write_versions(live, [seen(1, TEXT, extractor_version="2")])
    assert read(live, "SELECT text, n_versions, on_topic FROM articles").rows() == [(TEXT, 1, None)]
    for table in ("stances", "quantities", "quotations", "speakers", "mentions", "relevance", "annotated"):
        assert count(live, f"store.{table}") == 0


def test_a_better_extractor_with_the_same_text_renews_the_facts(live: Live) -> None:
    put(live, 1)
    write_versions(live, [seen(1)])
    renewed = document(TEXT, authors=("Ben Cole",))
    write_versions(live, [seen(1, extractor_version="2", document=renewed)])
    assert read(live, "SELECT authors, n_versions FROM articles").rows() == [(["Ben Cole"], 1)]


def test_a_document_added_again_by_hand_changes_nothing(live: Live) -> None:
    by_hand = version(1, capture_id=None, source_id="documents")
    write_versions(live, [by_hand])
    before = state(live)
    write_versions(live, [replace(by_hand, seen_at=NOW + timedelta(days=1))])
    assert state(live) == before


def test_a_document_changed_back_by_hand_shows_its_text(live: Live) -> None:
    texts = [TEXT, "Other\ntext", TEXT]
    for n, text in enumerate(texts):
        write_versions(live, [version(1, text, capture_id=None, seen_at=NOW + timedelta(days=n))])
    assert read(live, "SELECT text, n_versions FROM articles").rows() == [(TEXT, 2)]


def failed(live: Live, n: int, code: str) -> Failed:
    (row,) = read_captures(live, [1000 + n])
    return Failed(
        capture=row, failure=ExtractFailure(code=code, detail="why"), extractor="x", extractor_version="1"
    )


def test_a_failed_extraction_is_a_problem_until_it_succeeds(live: Live) -> None:
    put(live, 1)
    for _ in range(2):
        write_versions(live, [], [failed(live, 1, "no_text")])
    assert read(live, "SELECT stage, code FROM problems").rows() == [("extract", "no_text")]
    assert read_captures_to_extract(live, "x", "1", 9) == []
    assert len(read_captures_to_extract(live, "x", "2", 9)) == 1
    write_versions(live, [seen(1, extractor_version="2")])
    assert count(live, "problems") == 0


def test_a_problem_is_noted_once(live: Live) -> None:
    problem = Problem(stage=Stage.COLLECT, subject="u", code="timeout", detail="10 s", occurred_at=NOW)
    write_problems(live, [problem, problem])
    write_problems(live, [problem])
    assert count(live, "problems") == 1


def annotated(live: Live, **changes: object) -> VersionRow:
    write_versions(live, [version(1, capture_id=None)])
    (row,) = read(live, "SELECT version_id FROM store.versions").rows()
    todo = VersionRow(
        version_id=row[0],
        article_id=1,
        source_id="a",
        language="en",
        title=None,
        authors=(),
        published_on=None,
        first_seen_at=NOW,
        text=TEXT,
    )
    replace_annotations(live, [(todo, annotations(**changes))], NOW)
    return todo


def test_a_row_whose_span_lies_is_a_problem_and_not_kept(live: Live) -> None:
    good = annotations().quantities[0]
    bad = replace(good, span=Span(good.span.start + 1, good.span.end + 1))
    todo = annotated(live, quantities=(good, bad))
    assert count(live, "cited_figures") == 1
    assert read(live, "SELECT subject, code FROM problems").rows() == [
        (f"version:{todo.version_id}:quantities", "span_mismatch")
    ]
    replace_annotations(live, [(todo, annotations())], NOW)
    assert count(live, "problems") == 0


def test_a_new_release_replaces_its_own_rows_alone(live: Live) -> None:
    todo = annotated(live)
    other = annotations(annotators={"model": "7"}, quantities=(), quotations=(), speakers=(), persons=())
    replace_annotations(live, [(todo, other)], NOW)
    assert count(live, "cited_figures") == 1
    counts = "FROM stances_by_annotator SELECT annotator, count(*) GROUP BY ALL ORDER BY ALL"
    assert read(live, counts).rows() == [("model", 2), ("stances", 2)]
    names = {**annotations().annotators, "stances": "2"}
    newer = annotations(annotators=names, stances=(), article_stance={})
    replace_annotations(live, [(todo, newer)], NOW)
    assert read(live, counts).rows() == [("model", 2)]


def test_only_what_a_release_has_not_read_is_annotated(live: Live) -> None:
    annotated(live)
    known = dict(annotations().annotators)
    assert read_versions_to_annotate(live, known, 9) == []
    assert len(read_versions_to_annotate(live, {**known, "quantities": "2"}, 9)) == 1
    assert len(read_versions_to_annotate(live, {**known, "model": "1"}, 9)) == 1


def test_offsets_count_code_points_as_python_does(live: Live) -> None:
    text = "𝔸 𝟚 e\u0301 🇺🇦 26 countries send troops"
    start = text.index("26")
    quantity = replace(annotations().quantities[0], span=Span(start, start + 12))
    write_versions(live, [version(1, text, capture_id=None)])
    (todo,) = read_versions_to_annotate(live, {"quantities": "1"}, 9)
    only = Annotations(
        language=None,
        relevance=Relevance(is_on_topic=True, score=1.0),
        annotators={"quantities": "1"},
        quantities=(quantity,),
    )
    assert replace_annotations(live, [(todo, only)], NOW) == 0
    rows = read(
        live,
        """SELECT surface = substr(text, "start" + 1, "end" - "start")
        FROM cited_figures JOIN articles USING (article_id)""",
    )
    assert rows.rows() == [(True,)]


def test_the_sentence_stands_beside_every_row(live: Live) -> None:
    annotated(live)
    for view in ("stances", "cited_figures", "quotations", "speakers", "mentions", "topic_mentions"):
        rows = read(live, f'SELECT sentence, sentence_start, "start", surface FROM {view}')
        for sentence, begins, start, surface in rows.rows():
            assert sentence[start - begins :].startswith(surface), view


def test_without_sentences_the_line_stands_there(live: Live) -> None:
    annotated(live, sentences=())
    assert read(live, "SELECT sentence FROM cited_figures").item() == TEXT.split("\n")[1]


@pytest.mark.parametrize(
    "title",
    ["x\ud800y", "a\x00b", "\u202eliam", "<script>alert(1)</script>", "'; DROP TABLE x; --", "z" * 100_000],
)
def test_hostile_words_are_kept_as_words(live: Live, title: str) -> None:
    hostile = page(1, title=title, authors=(title,), guid=title)
    problem = Problem(stage=Stage.COLLECT, subject=title, code="c", detail=title, occurred_at=NOW)
    for _ in range(2):
        write_collected(live, Collected(pages=(hostile,), problems=(problem,)), [])
    kept = title.replace("\ud800", "\ufffd")
    (back,) = read_known_pages(live, [1])
    assert (back.title, back.authors, back.guid) == (kept, (kept,), kept)
    assert read(live, "SELECT detail FROM problems").rows() == [(kept,)]


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_the_oddest_dates_are_kept(live: Live, year: int) -> None:
    zone = timezone(timedelta(hours=5 if year == 1 else -5))
    odd = datetime(year, 1, 1, tzinfo=zone) if year < 9999 else datetime(9999, 12, 31, 23, tzinfo=zone)
    write_collected(live, Collected(pages=(page(1, published_at=odd),)), [])
    (back,) = read_known_pages(live, [1])
    assert back.published_at is not None and back.published_at.year in {year, year - 1}
