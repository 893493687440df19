"""C to F in one real pass: what the server was asked, and what versions, problems and coverage then say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from unittest.mock import patch

import polars as pl
import pytest
import yaml
from cases import CAP_MB, Case, cases
from torture import extract_or_misbehave

from flows import extracting, publishing, rounds
from flows.sources import source_as_entry
from flows.workers import LossCode
from tests.flows.house import extract_all, make_settings
from tests.site.collect import START, make_source
from tests.site.server import Request, Site
from warehouse.query import query_published


@dataclass(frozen=True)
class Left:
    """What the pass left: rows by source, and the server's log."""

    cases: dict[str, Case]
    texts: dict[str, list[str]]
    problems: dict[str, list[str]]
    coverage: dict[str, dict[str, int]]
    urls: dict[str, list[str]]
    log: list[Request]


def _rows(frame: pl.DataFrame, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row["source_id"]].append(row[column])
    return found


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    with Site() as site:
        served = cases(site)
        sources = []
        for case in served:
            for path, answer in case.answers.items():
                site.put(path, answer, case.host)
            sources.append(
                make_source(case.name, site.url(next(iter(case.answers)), case.host), kind=case.kind)
            )
        settings = make_settings(
            tmp_path_factory.mktemp("cases"), yaml.safe_dump([source_as_entry(s) for s in sources]),
            max_body_mb=CAP_MB, attempts=2, total_timeout_s=4.0, idle_timeout_s=3.0, page_timeout_s=12.0,
        )  # fmt: skip
        settings.data.mkdir()
        rounds.collect_due(settings, lambda: START, lambda n, n_all, note: None, site.network())
    with patch.object(extracting, "extract", extract_or_misbehave):
        extract_all(settings, START)
    publishing.publish_all(settings, START, with_files=False)

    def ask(sql: str) -> pl.DataFrame:
        return query_published(settings.data, sql)

    versions = ask("SELECT source_id, text, url FROM article_versions ORDER BY url")
    counted = ask("SELECT * FROM coverage").to_dicts()
    return Left(
        cases={case.name: case for case in served},
        texts=_rows(versions, "text"),
        urls=_rows(versions, "url"),
        problems=_rows(ask("SELECT source_id, code FROM problems"), "code"),
        coverage={row["source_id"]: row for row in counted if row["source_id"] != "documents"},
        log=site.log,
    )


pytestmark = pytest.mark.slow
NAMES = [case.name for case in cases(Site())]


@pytest.mark.parametrize("name", NAMES)
def test_the_server_was_asked_as_often_as_is_polite(left: Left, name: str) -> None:
    asked = Counter(request.path for request in left.log if request.host == f"{name}.test")
    expected = left.cases[name].n_asked
    assert {path: asked[path] for path in expected} == expected


@pytest.mark.parametrize("name", NAMES)
def test_versions_and_problems_are_those_of_the_case(left: Left, name: str) -> None:
    case = left.cases[name]
    texts = left.texts.get(name, [])
    assert len(texts) == len(case.texts), left.problems.get(name)
    assert all(words in text for words, text in zip(case.texts, texts, strict=True))
    assert sorted(left.problems.get(name, [])) == sorted(case.problems)
    assert not any(set(text) & {"\0", "\ufffe"} for text in texts)
    assert name == "61" or not any("\ufffd" in text for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_coverage_counts_what_was_listed_had_and_missed(left: Left, name: str) -> None:
    case, row = left.cases[name], left.coverage[name]
    is_fetched = bool(case.texts) or bool({"no_text", "too_complex", *LossCode} & {*case.problems})
    if case.n_listed is not None:
        assert row["n_listed"] == case.n_listed
    assert bool(row["n_fetched"]) == is_fetched
    assert row["n_polls_failed"] == ("feed" in "".join(case.problems))
    assert bool(row["n_failed"]) == (not is_fetched and case.n_listed is None)


def test_nothing_outside_was_asked(left: Left) -> None:
    assert not [request for request in left.log if request.host == "leak.test"]


def test_83_the_article_goes_by_its_own_address(left: Left) -> None:
    (url,) = left.urls["83"]
    assert url.endswith("/0")
