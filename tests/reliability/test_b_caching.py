"""B: conditional requests and caching, from the server's log and from what was collected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.site.collect import START, Memory, codes_of, look_at, make_source, pages_of
from tests.site.faults import HEAD, raw
from tests.site.news import article, rss
from tests.site.server import Reply, Request, Site, redirect
from transforms.listing import is_feed_capture
from transforms.polling import LONGEST_HINT, Poll, after_poll, cache_hint
from vocabulary import FeedState

BODY = article("Meeting")


def _feed(site: Site, n: int = 1, **given: object) -> bytes:
    items = [(site.put(f"/{i}", Reply(body=BODY)), f"Title {i}", f"g{i}", START) for i in range(n)]
    return rss(items)


def test_16_304_with_other_validators_updates_them_and_brings_nothing() -> None:
    memory = Memory()
    with Site() as site:
        body = _feed(site)
        url = site.put("/feed", Reply(body=body, headers=(("ETag", '"one"'), ("Last-Modified", "monday"))))
        source = make_source("a", url)
        memory.collect([source], site.network())
        site.put("/feed", Reply(status=304, headers=(("ETag", '"two"'),)))
        memory.pass_time(days=2)
        found = memory.collect([source], site.network())
        asked = site.asked("/feed")[1].headers
        assert (asked["if-none-match"], asked["if-modified-since"]) == ('"one"', "monday")
    state = memory.states[source.feeds[0].feed_id]
    assert (state.etag, state.last_modified) == ('"two"', "monday")
    assert state.n_unchanged == 1
    assert found.captures == () and found.problems == ()
    row = memory.coverage("a")
    assert (row["n_polls"], row["n_polls_failed"], row["n_listed"]) == (1, 0, 0)


def test_17_identical_bytes_bring_nothing() -> None:
    memory = Memory()
    with Site() as site:
        url = site.put("/page", Reply(body=BODY))
        assert len(pages_of(look_at(site, url, memory=memory))) == 1
        memory.pass_time(hours=1)
        found = look_at(site, url, memory=memory)
        assert len(site.asked("/page")) == 2
    assert found.captures == () and found.problems == ()
    row = memory.coverage()
    assert (row["n_fetched"], row["n_not_modified"]) == (1, 1)


def test_18_a_weak_etag_is_sent_back_verbatim() -> None:
    memory = Memory()
    with Site() as site:
        url = site.put("/page", Reply(body=BODY, headers=(("ETag", 'W/"a,b \\"c"'),)))
        look_at(site, url, memory=memory)
        memory.pass_time(hours=1)
        look_at(site, url, memory=memory)
        assert site.asked("/page")[1].headers["if-none-match"] == 'W/"a,b \\"c"'
    assert memory.page(url).etag == 'W/"a,b \\"c"'
    assert memory.ask("FROM problems") == []


def test_19_an_etag_that_flips_does_not_bring_the_same_bytes_again() -> None:
    memory = Memory()
    with Site() as site:
        body = _feed(site)
        url = site.put("/feed", lambda r: Reply(body=body, headers=(("ETag", f'"{len(site.log)}"'),)))
        source = make_source("a", url)
        rounds = []
        for _ in range(3):
            rounds.append(memory.collect([source], site.network()))
            memory.pass_time(days=2)
        assert len(site.asked("/feed")) == 3
    assert [sum(map(is_feed_capture, found.captures)) for found in rounds] == [1, 0, 0]
    listed = memory.ask("SELECT n_listed FROM coverage WHERE n_polls > 0 ORDER BY day")
    assert [row["n_listed"] for row in listed] == [1, 0, 0]


def test_20_any_last_modified_is_echoed_or_dropped() -> None:
    memory = Memory()
    dates = ("Fri, 31 Dec 9999 23:59:59 GMT", "garbage", "\xff\xfe", "0", "-1")
    with Site() as site:
        urls = [
            site.put(f"/{n}", Reply(body=BODY, headers=(("Last-Modified", date),)))
            for n, date in enumerate(dates)
        ]
        look_at(site, *urls, memory=memory)
        memory.pass_time(hours=1)
        look_at(site, *urls, memory=memory)
        assert [len(site.asked(f"/{n}")) for n in range(len(dates))] == [2] * len(dates)
        echoed = [site.asked(f"/{n}")[1].headers.get("if-modified-since") for n in range(len(dates))]
    assert all(said in (date, None) for said, date in zip(echoed, dates, strict=True)) and echoed[0]
    assert memory.ask("FROM problems") == []
    assert {row["n_not_modified"] for row in memory.ask("FROM coverage")} == {1}


def test_21_a_304_that_nobody_asked_for_is_asked_again_without_cache() -> None:
    def stubborn_once(request: Request) -> Reply:
        return Reply(body=BODY) if "cache-control" in request.headers else Reply(status=304)

    with Site() as site:
        found = look_at(site, site.put("/page", stubborn_once), site.put("/other", Reply(status=304)))
        assert len(site.asked("/page")) == len(site.asked("/other")) == 2
    assert [c.body for c in pages_of(found)] == [BODY]
    assert [(p.source_id, p.code) for p in found.problems] == [("s1", "http_304")]


def test_22_validators_are_not_carried_to_another_address() -> None:
    memory = Memory()
    with Site() as site:
        body = _feed(site)
        source = make_source("a", site.put("/old", Reply(body=body, headers=(("ETag", '"old"'),))))
        memory.collect([source], site.network())
        site.put("/old", redirect(site.put("/new", Reply(body=body, headers=(("ETag", '"new"'),))), 301))
        for _ in range(5):
            memory.pass_time(days=2)
            memory.collect([source], site.network())
        asked = [request.headers.get("if-none-match") for request in site.asked("/new")]
    assert asked == [None, None, None, None, '"new"']  # three to confirm, one direct, one conditional
    assert memory.states[source.feeds[0].feed_id].etag == '"new"'


def test_23_validators_of_a_torn_body_are_not_kept() -> None:
    memory = Memory()
    with Site() as site:
        url = site.put("/page", raw(HEAD + b'ETag: "torn"\r\nContent-Length: 9999\r\n\r\n<html>'))
        found = look_at(site, url, memory=memory)
        assert codes_of(found) == ["incomplete"]
        assert len(site.asked("/page")) == memory.settings.attempts
        site.put("/page", Reply(body=BODY))
        memory.pass_time(hours=2)
        assert len(pages_of(look_at(site, url, memory=memory))) == 1
        assert "if-none-match" not in site.asked("/page")[-1].headers


@pytest.mark.parametrize(
    ("headers", "channel", "least"),
    [
        ((("Cache-Control", "max-age=7200"),), "", timedelta(hours=2)),
        ((("Cache-Control", "max-age=1"),), "", timedelta(0)),
        ((("Cache-Control", "no-cache, max-age=900000"),), "", timedelta(0)),
        ((("Expires", "Mon, 02 Mar 2026 11:00:00 GMT"),), "", timedelta(hours=5)),
        ((), "<ttl>600</ttl>", timedelta(hours=10)),
        ((), "<ttl>99999999</ttl>", LONGEST_HINT),
        ((("Cache-Control", "max-age=31536000"),), "", LONGEST_HINT),
        (
            (),
            "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>",
            timedelta(days=1),
        ),
        (
            (),
            f"<skipHours>{''.join(f'<hour>{h}</hour>' for h in range(7, 12))}</skipHours>",
            timedelta(hours=6),
        ),
        ((), f"<skipHours>{''.join(f'<hour>{h}</hour>' for h in range(24))}</skipHours>", timedelta(0)),
        ((), "<skipDays><day>Monday</day></skipDays>", timedelta(hours=18)),
    ],
)
def test_24_hints_only_lengthen_the_interval_within_bounds(
    headers: tuple[tuple[str, str], ...], channel: str, least: timedelta
) -> None:
    memory = Memory()
    with Site() as site:
        plain = make_source("plain", site.put("/plain", Reply(body=rss([]))))
        hinted = make_source(
            "hinted", site.put("/feed", Reply(body=rss([], channel=channel), headers=headers))
        )
        memory.collect([plain, hinted], site.network())
    usual, due = (memory.states[source.feeds[0].feed_id].next_poll_at for source in (plain, hinted))
    assert usual and due
    assert due == max(usual, START + least)


def test_24_busy_feeds_are_asked_often_and_quiet_ones_seldom() -> None:
    def wait_after(n_new: int, n_polls: int) -> timedelta:
        state, now = FeedState(feed_id=1), START
        for _ in range(n_polls):
            state = after_poll(state, Poll(n_new=n_new), now)
            assert state.next_poll_at
            wait, now = state.next_poll_at - now, state.next_poll_at
        return wait

    busy, steady, quiet = wait_after(20, 30), wait_after(1, 30), wait_after(0, 100)
    assert timedelta(minutes=10) <= busy < steady < quiet == timedelta(days=1)


def test_24_headers_without_sense_are_no_hint() -> None:
    for value in ("max-age=", "max-age=x", "max-age=-5", "private", ""):
        assert cache_hint([("cache-control", value)], START) == ()
    assert cache_hint([("expires", "-1")], START) == ()
    assert cache_hint([("expires", "0")], START) == ()
    assert replace(FeedState(feed_id=1), etag="x").etag == "x"
