"""C: statuses, pauses and redirects, from the server's log and from what was collected."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.site.collect import START, Memory, codes_of, look_at, make_settings, make_source, pages_of
from tests.site.news import article, rss
from tests.site.server import Reply, Site, redirect
from transforms.ids import stable_id
from transforms.polling import CONFIRMATIONS, GONE, MAX_PAUSE, MIN_PAUSE
from transforms.urls import canonical_url

BODY = article("Meeting")


def _paused(value: str, status: int = 429) -> timedelta:
    """How long a page waits, by the warehouse, after it answered with Retry-After."""
    memory = Memory()
    with Site() as site:
        url = site.put("/page", Reply(status=status, headers=(("Retry-After", value),)))
        found = look_at(site, url, memory=memory)
        assert len(site.asked("/page")) == 1, "asked again although a pause was asked for"
    assert codes_of(found) == [f"http_{status}"]
    assert memory.coverage()["failed_by_reason"] == f"http_{status} 1"
    next_look_at = memory.page(url).next_look_at
    assert next_look_at
    return next_look_at - START


@pytest.mark.parametrize("status", [429, 503])
def test_25_retry_after_in_seconds(status: int) -> None:
    assert _paused("7200", status) == timedelta(hours=2)


def test_25_a_pause_outlasts_the_round() -> None:
    memory = Memory()
    with Site() as site:
        look_at(site, site.put("/slow", Reply(status=429, headers=(("Retry-After", "7200"),))), memory=memory)
        source = make_source("a", site.put("/feed", Reply(body=rss([]))))
        for hours, n_asked in ((1, 0), (2, 1)):
            memory.now = START + timedelta(hours=hours)
            found = memory.collect([source], site.network())
            assert len(site.asked("/feed")) == n_asked
            assert codes_of(found) == ([] if n_asked else ["host_paused"])


def test_26_retry_after_as_a_date() -> None:
    assert _paused(format_datetime(START + timedelta(hours=3), usegmt=True)) == timedelta(hours=3)


@pytest.mark.parametrize("value", ["1e12", "1000000000000", "9" * 400])
def test_27_endless_pauses_are_cut_to_a_day(value: str) -> None:
    from transforms.polling import retry_after

    until = retry_after(value, START)
    if value == "1e12":
        assert until is None, "not a number of RFC 9110"
    else:
        assert until == START + MAX_PAUSE
        assert _paused(value) == MAX_PAUSE


@pytest.mark.parametrize("value", ["-5", "0", "Mon, 01 Jan 2001 00:00:00 GMT"])
def test_27_past_pauses_are_short_but_not_none(value: str) -> None:
    from transforms.polling import retry_after

    assert retry_after(value, START) == START + MIN_PAUSE


@pytest.mark.parametrize("value", ["", "soon", "\x00", "Mon, 99 Foo 2026", None])
def test_27_senseless_pauses_say_nothing(value: str | None) -> None:
    from transforms.polling import retry_after

    assert retry_after(value, START) is None


def test_28_429_on_one_page_pauses_the_whole_host_and_no_other() -> None:
    memory = Memory()
    with Site() as site:
        slow = Reply(status=429, headers=(("Retry-After", "3600"),))
        urls = [site.put(f"/{n}", slow) for n in range(5)]
        other = site.put("/page", Reply(body=BODY), "b.test")
        found = look_at(site, *urls, other, memory=memory)
        assert sum(bool(site.asked(f"/{n}")) for n in range(5)) == 1
        assert [c.final_url for c in found.captures] == [other]
        assert sorted(codes_of(found)) == ["host_paused"] * 4 + ["http_429"]
        for n in range(5):
            site.put(f"/{n}", Reply(body=BODY))
        memory.pass_time(minutes=59)
        assert pages_of(look_at(site, *urls, memory=memory)) == []
        memory.pass_time(minutes=2)
        assert len(pages_of(look_at(site, *urls, memory=memory))) == 5, "deferred, not lost"


def test_28_a_pause_is_no_word_about_robots() -> None:
    memory = Memory()
    with Site() as site, Site() as other:  # one host, two origins: the second's robots.txt is not asked
        urls = [origin.url("/page") for origin in (site, other)]
        if stable_id(canonical_url(urls[0])) > stable_id(canonical_url(urls[1])):  # the order of looks
            site, other = other, site
        slow = site.put("/page", Reply(status=429, headers=(("Retry-After", "60"),)))
        second = other.put("/page", Reply(body=BODY))
        found = look_at(site, slow, second, memory=memory)
        assert other.log == []
        assert sorted(codes_of(found)) == ["host_paused", "http_429"]
        assert memory.page(second).n_failures == 0
        memory.pass_time(minutes=2)
        assert [c.url for c in pages_of(look_at(site, second, memory=memory))] == [second]


@pytest.mark.parametrize("attempts", [1, 4])
def test_29_a_storm_of_503_is_answered_by_few_attempts(attempts: int) -> None:
    memory = Memory(settings=make_settings(attempts=attempts))
    with Site() as site:
        found = look_at(site, site.put("/page", Reply(status=503)), memory=memory)
        assert len(site.asked("/page")) == attempts
    assert codes_of(found) == ["http_503"]
    assert found.pages[0].n_failures == 1
    assert memory.coverage()["failed_by_reason"] == "http_503 1"


def test_29_waits_are_random_below_an_exponential_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        bounds.append((low, high))
        return 0.0

    monkeypatch.setattr("flows.fetching.random.uniform", draw)
    memory = Memory(settings=make_settings(attempts=8, retry_wait_s=2.0))
    with Site() as site:
        look_at(site, site.put("/page", Reply(status=500)), memory=memory)
    assert bounds == [(0, wait) for wait in (2, 4, 8, 16, 32, 60, 60, 60)]


def test_30_a_feed_that_is_gone_is_retired_after_confirmation() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(status=410)))
        codes = []
        for _ in range(CONFIRMATIONS + 5):
            codes += codes_of(memory.collect([source], site.network()))
            memory.pass_time(days=8)
        assert len(site.asked("/feed")) == CONFIRMATIONS
    assert codes.count("feed_retired") == 1
    assert memory.states[source.feeds[0].feed_id].is_retired


def test_30_a_feed_that_was_gone_by_mistake_goes_on() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(status=410)))
        for answer in (Reply(status=410), Reply(status=410), Reply(body=rss([])), Reply(status=410)):
            site.put("/feed", answer)
            memory.collect([source], site.network())
            memory.pass_time(days=8)
        assert len(site.asked("/feed")) == 4
    state = memory.states[source.feeds[0].feed_id]
    assert (state.moved_to, state.n_moved, state.is_retired) == (GONE, 1, False)


@pytest.mark.slow
def test_31_a_feed_not_found_decays_and_is_never_given_up() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.url("/feed"))
        while memory.now < START + timedelta(days=40):
            memory.collect([source], site.network())
            due_at = memory.states[source.feeds[0].feed_id].next_poll_at
            assert due_at and due_at - memory.now <= timedelta(days=7)
            memory.now = due_at
        n_failed = len(site.asked("/feed"))
        assert len(memory.ask("FROM problems WHERE code = 'http_404'")) == n_failed
        assert sum(row["n_polls_failed"] for row in memory.ask("FROM coverage")) == n_failed
        site.put("/feed", Reply(body=rss([(site.put("/page", Reply(body=BODY)), "T", "g", START)])))
        memory.pass_time(days=7)
        found = memory.collect([source], site.network())
    assert 22 <= n_failed <= 26, "1, 2, 4, 8, 12 ... hours, after some days weekly"
    assert len(pages_of(found)) == 1


def test_32_a_permanent_redirect_is_believed_after_confirmation() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.put("/old", redirect(site.put("/mid", redirect("/new", 308)), 301)))
        site.put("/new", Reply(body=rss([])))
        codes: list[str] = []
        for _ in range(CONFIRMATIONS + 2):
            codes += codes_of(memory.collect([source], site.network()))
            memory.pass_time(days=2)
        assert len(site.asked("/old")) == CONFIRMATIONS
        assert len(site.asked("/new")) == CONFIRMATIONS + 2
    assert codes == ["feed_moved"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_32_a_temporary_redirect_never_is(status: int) -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.put("/old", redirect(site.put("/new", Reply(body=rss([]))), status)))
        for _ in range(CONFIRMATIONS + 3):
            memory.collect([source], site.network())
            memory.pass_time(days=2)
        assert len(site.asked("/old")) == CONFIRMATIONS + 3
    assert memory.states[source.feeds[0].feed_id].moved_to is None


def test_33_loops_and_long_chains_end() -> None:
    with Site() as site:
        site.put("/loop", redirect("/loop"))
        for n in range(30):
            site.put(f"/hop/{n}", redirect(f"/hop/{n + 1}"))
        found = look_at(site, site.url("/loop"), site.url("/hop/0"))
        assert len(site.asked("/loop")) == 21
        assert site.asked("/hop/20") and not site.asked("/hop/21")
    assert codes_of(found) == ["redirects", "redirects"]


def test_33_twenty_hops_are_followed() -> None:
    with Site() as site:
        for n in range(20):
            site.put(f"/hop/{n}", redirect(f"/hop/{n + 1}"))
        site.put("/hop/20", Reply(body=BODY))
        (capture,) = pages_of(look_at(site, site.url("/hop/0")))
    assert capture.url.endswith("/hop/0") and capture.final_url.endswith("/hop/20")


def test_35_redirects_out_of_the_web_are_refused() -> None:
    targets = [
        "file:///etc/passwd",
        "ftp://a.test/x",
        "data:text/html,hello",
        "javascript:alert(1)",
        "gopher://x",
    ]
    memory = Memory()
    with Site() as site:
        urls = [site.put(f"/{n}", redirect(target)) for n, target in enumerate(targets)]
        found = look_at(site, *urls, memory=memory)
    assert codes_of(found) == ["redirect_refused"] * len(targets)
    assert {page.next_look_at for page in found.pages} == {None}
    assert found.captures == ()
    assert {row["failed_by_reason"] for row in memory.ask("FROM coverage")} == {"redirect_refused 1"}


def test_36_closed_doors_are_not_hammered() -> None:
    memory = Memory()
    statuses = (401, 402, 403, 451)
    with Site() as site:
        urls = [site.put("/page", Reply(status=status), f"{status}.test") for status in statuses]
        for _ in range(10):
            look_at(site, *urls, memory=memory)
            memory.pass_time(days=1)
        assert [r.host for r in site.asked("/page")] == [f"{status}.test" for status in statuses]
    assert [p.code for found in memory.rounds for p in found.problems] == [f"http_{s}" for s in statuses]
    assert all(memory.page(url).next_look_at is None for url in urls)


def test_36_a_page_not_found_is_asked_a_few_times() -> None:
    memory = Memory()
    with Site() as site:
        url = site.url("/page")
        for n_asked in range(1, 7):
            look_at(site, url, memory=memory)
            assert len(site.asked("/page")) == min(n_asked, 5)
            memory.now = memory.page(url).next_look_at or memory.now + timedelta(days=100)
    assert len(memory.ask("FROM problems WHERE code = 'http_404'")) == 5


CLOUDFLARE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript"
    b"</noscript><script>window._cf_chl_opt={cvId:'3'}</script></body></html>"
)
CONSENT = (
    b"<html><head><title>Bevor Sie fortfahren</title></head><body><form><button>Alle akzeptieren</button>"
    b"</form></body></html>"
)
ERROR = b"<html><head><title>Seite nicht gefunden | Blatt</title></head><body>Leider nein.</body></html>"
CAPTCHA = (
    b"<html><head><title>news.example</title><script src='https://geo.captcha-delivery.com/captcha/'>"
    b"</script></head></html>"
)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(body=CLOUDFLARE), "challenge"),
        (Reply(body=CAPTCHA), "challenge"),
        (Reply(body=CONSENT), "consent"),
        (Reply(body=ERROR), "error"),
        (Reply(body=BODY, headers=(("cf-mitigated", "challenge"),)), "challenge"),
        (Reply(body=CLOUDFLARE, status=403, headers=(("cf-mitigated", "challenge"),)), "challenge"),
    ],
)
def test_37_what_stands_in_place_of_an_article_is_flagged_and_not_kept(reply: Reply, code: str) -> None:
    memory = Memory()
    with Site() as site:
        found = look_at(site, site.put("/page", reply), memory=memory)
    assert codes_of(found) == [code]
    assert found.captures == ()
    assert memory.coverage()["failed_by_reason"] == f"{code} 1"


def test_37_an_article_about_captchas_is_an_article() -> None:
    script = "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>"
    with Site() as site:
        body = article("Access denied: how the blockade of the port began", head=script)
        found = look_at(site, site.put("/page", Reply(body=body)))
    assert len(pages_of(found)) == 1
