"""Feeds: nothing raises, nothing is lost, nothing is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.benchmarks.feeds import judge, read_cases
from tests.site.news import rss
from transforms.feeds import FeedFailure, ParsedFeed, parse_feed
from transforms.feeds.dates import parse_date
from transforms.feeds.trees import without_doctype

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://outlet.test/feed"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "feeds"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED}: the shared feeds are not here")
def test_real_and_malformed_feeds_are_read_as_expected() -> None:
    verdicts = {case.name: judge(case) for case in read_cases(SHARED)}
    wrong = {name: verdict for name, verdict in verdicts.items() if verdict != "right"}
    assert len(verdicts) == 162
    assert wrong == {}


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_failure(body: bytes) -> None:
    assert isinstance(parse_feed(body, URL, now=NOW), ParsedFeed | FeedFailure)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("<>&;/='\"![]-? \n"), st.sampled_from(["rss", "item", "link", "x", "CDATA["])
        )
    )
)
@settings(max_examples=60)
def test_any_markup_is_a_feed_or_a_failure(parts: list[tuple[str, str]]) -> None:
    body = "<rss><channel>" + "".join(sign + word for sign, word in parts)
    assert isinstance(parse_feed(body.encode(), URL, now=NOW), ParsedFeed | FeedFailure)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    max_size=30,
)


@given(st.lists(st.tuples(st.integers(0, 10**6), WORDS, st.booleans()), max_size=12))
def test_what_is_written_is_read(entries: list[tuple[int, str, bool]]) -> None:
    items = [
        (
            f"https://outlet.test/{n}",
            title,
            f"guid-{n}",
            NOW - timedelta(hours=n % 5000) if is_dated else None,
        )
        for n, title, is_dated in entries
    ]
    found = parse_feed(rss(items), URL, now=NOW)
    assert isinstance(found, ParsedFeed) and found.reader == "strict"
    assert [(e.url, e.guid, e.published_at) for e in found.entries] == [(i[0], i[2], i[3]) for i in items]


@pytest.mark.parametrize("cut", range(300, 1500, 97))
def test_a_torn_feed_keeps_the_entries_before_the_tear(cut: int) -> None:
    body = rss([(f"https://outlet.test/{n}", f"T{n}", f"g{n}", NOW) for n in range(10)])[:cut]
    found = parse_feed(body, URL, now=NOW)
    assert isinstance(found, ParsedFeed)
    n_whole = body.count(b"</item>")
    assert [e.url for e in found.entries][:n_whole] == [f"https://outlet.test/{n}" for n in range(n_whole)]
    assert n_whole <= len(found.entries) <= n_whole + 1


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text, NOW)
    assert found is None or (found.tzinfo is UTC and found <= NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<!DOCTYPE rss><rss/>", "<rss/>"),
        ("<!DOCTYPE rss [<!ENTITY a '>]'>]><rss/>", "<rss/>"),
        ("<!DOCTYPE rss PUBLIC \"-//x>y\" 'z'><rss/>", "<rss/>"),
        ("<rss/>", "<rss/>"),
        ("<!DOCTYPE rss [<!ENTITY a 'x'>", "<!DOCTYPE rss [<!ENTITY a 'x'>"),
    ],
)
def test_document_types_are_cut_out_whole(text: str, rest: str) -> None:
    assert without_doctype(text) == rest
