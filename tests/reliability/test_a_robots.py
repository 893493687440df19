"""A: robots.txt by RFC 9309. Each test carries the numbers of its cases."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.site.collect import START, Memory, codes_of, look_at, make_settings, pages_of
from tests.site.faults import blackhole
from tests.site.news import article
from tests.site.server import Reply, Site, redirect, text
from transforms.robots import resolve_robots

PAGE = Reply(body=article("Meeting"))


def _allowed(*asked: tuple[str | bytes, str]) -> list[bool]:
    """Whether pages are asked for and kept, each on a host with that robots.txt: log and warehouse agree."""
    with Site() as site:
        urls = []
        for n, (robots, path) in enumerate(asked):
            body = robots.encode() if isinstance(robots, str) else robots
            site.put("/robots.txt", Reply(body=body, content_type="text/plain"), f"h{n}.test")
            urls.append(site.put(path, PAGE, f"h{n}.test"))
        memory = Memory()
        found = look_at(site, *urls, memory=memory)
        is_asked = [
            any(not r.path.endswith((".txt", ".json")) for r in site.of(f"h{n}.test"))
            for n in range(len(asked))
        ]
    kept = {capture.url for capture in found.captures}
    assert [url in kept for url in urls] == is_asked
    assert [p.source_id for p in found.problems] == [
        f"s{n}" for n, is_kept in enumerate(is_asked) if not is_kept
    ]
    for n, is_kept in enumerate(is_asked):
        row = memory.coverage(f"s{n}")
        assert (row["n_fetched"], row["n_skipped_robots"]) == (is_kept, not is_kept)
    return is_asked


def test_01_absent_robots_allow_everything() -> None:
    memory = Memory()
    with Site() as site:
        statuses = [400, 401, 403, 404, 410, 418]
        for status in statuses:
            site.put(
                "/robots.txt", Reply(status=status, body=b"User-agent: *\nDisallow: /"), f"{status}.test"
            )
        found = look_at(site, *(site.put("/page", PAGE, f"{s}.test") for s in statuses), memory=memory)
    assert len(pages_of(found)) == len(statuses)
    assert found.problems == ()
    assert sum(row["n_fetched"] for row in memory.ask("FROM coverage")) == len(statuses)


def test_02_unreachable_robots_forbid_everything() -> None:
    memory = Memory()
    with Site() as site:
        for status in (500, 502, 503):
            site.put("/robots.txt", Reply(status=status), f"{status}.test")
        found = look_at(site, *(site.put("/page", PAGE, f"{s}.test") for s in (500, 502, 503)), memory=memory)
        assert site.asked("/page") == []
    assert codes_of(found) == ["robots_unreachable"] * 3
    assert [memory.coverage(f"s{n}")["n_skipped_robots"] for n in range(3)] == [1, 1, 1]
    assert all(page.next_look_at is not None for page in found.pages)


def test_02_known_robots_go_on_while_they_are_unreachable() -> None:
    memory = Memory()
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nDisallow: /private"))
        look_at(site, site.put("/first", PAGE), memory=memory)
        site.put("/robots.txt", Reply(status=500))
        memory.pass_time(hours=25)
        public, private = site.put("/public", PAGE), site.put("/private", PAGE)
        found = look_at(site, public, private, memory=memory)
        assert len(site.asked("/public")) == 1
        assert site.asked("/private") == []
    assert [c.url for c in pages_of(found)] == [public]
    assert [p.subject for p in found.problems if p.code == "robots"] == [private]


def test_02_after_thirty_days_unreachable_robots_count_as_absent() -> None:
    memory = Memory()
    with Site() as site:
        site.put("/robots.txt", Reply(status=500))
        url = site.put("/page", PAGE)
        for days in (0, 10, 20, 29):
            memory.now = START + timedelta(days=days)
            assert look_at(site, url, memory=memory).captures == ()
        assert site.asked("/page") == []
        memory.now = START + timedelta(days=31)
        found = look_at(site, site.put("/other", PAGE), memory=memory)
        assert len(site.asked("/other")) == 1
    assert {c.url for c in pages_of(found)} == {url, site.url("/other")}, "what waited comes too"


def test_03_a_host_that_does_not_answer_is_as_a_5xx() -> None:
    memory = Memory(settings=make_settings(connect_timeout_s=0.3, attempts=1))
    with Site() as site, blackhole() as port:
        found = look_at(site, f"http://dark.test:{port}/page", memory=memory)
    assert codes_of(found) == ["connect_timeout"]
    assert found.captures == ()
    assert memory.coverage()["failed_by_reason"] == "connect_timeout 1"


def test_04_429_for_robots_is_unreachable_and_pauses() -> None:
    with Site() as site:
        site.put("/robots.txt", Reply(status=429, headers=(("Retry-After", "7200"),)))
        found = look_at(site, site.put("/page", PAGE))
        assert [request.path for request in site.log] == ["/robots.txt"]
    assert codes_of(found) == ["robots_unreachable"]
    assert found.pages[0].next_look_at == START + timedelta(hours=1)


def test_05_five_redirects_are_followed_across_hosts_a_sixth_means_absent() -> None:
    memory = Memory()
    with Site() as site:
        for n_redirects in (5, 6):
            hosts = [f"h{n}.{n_redirects}.test" for n in range(n_redirects + 1)]
            for here, there in pairwise(hosts):
                site.put("/robots.txt", redirect(site.url("/robots.txt", there)), here)
            site.put("/robots.txt", text("User-agent: *\nDisallow: /"), hosts[-1])
        urls = [site.put("/page", PAGE, f"h0.{n}.test") for n in (5, 6)]
        found = look_at(site, *urls, memory=memory)
        assert [r.host for r in site.asked("/page")] == ["h0.6.test"]
    assert [c.url for c in pages_of(found)] == [urls[1]]
    assert [(p.source_id, p.code) for p in found.problems] == [("s0", "robots")]


def test_06_rules_after_500_kib_are_ignored() -> None:
    filler = "# " + "x" * 98 + "\n"
    head = "User-agent: *\nDisallow: /early\n" + filler * 6000
    assert len(head) > 600_000
    whole = head + "Disallow: /late\n"
    assert _allowed((whole, "/early"), (whole, "/late")) == [False, True]


def test_07_odd_bytes_are_read() -> None:
    odd = [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\n",
        b"User-agent: *\rDisallow: /x\r",
        b"User-agent: *\r\n\x00Disallow: /x\x00\r\n",
        b"# caf\xe9\nUser-agent: *\nDisallow: /x\nDisallow: /\xe9\n",
    ]
    assert _allowed(*((robots, path) for robots in odd for path in ("/x", "/y"))) == [False, True] * 4


def test_08_the_longest_match_wins_and_a_tie_allows() -> None:
    cases = [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a/b", "/a/b/c", False),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Disallow: /*.html$", "/x.html", False),
        ("Disallow: /*.html$", "/x.html?y", True),
    ]
    found = _allowed(*((f"User-agent: *\n{rules}\n", path) for rules, path, _ in cases))
    assert found == [is_allowed for _, _, is_allowed in cases]


def test_09_catastrophic_patterns_take_linear_time() -> None:
    # A backtracking matcher would not end before the universe does.
    rules = "User-agent: *\nDisallow: /" + "a*" * 200 + "b$\nDisallow: /" + "*a" * 400 + "$"
    assert _allowed((rules, "/" + "a" * 20_000 + "c"), (rules, "/" + "a" * 20_000 + "b")) == [True, False]


def test_10_groups_of_one_agent_are_merged_whatever_their_case() -> None:
    robots = (
        "User-agent: TENOR\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\nuser-AGENT: tenor\nDisallow: /b\n"
    )
    assert _allowed(*((robots, path) for path in ("/a", "/b", "/c"))) == [False, False, True]


def test_11_percent_encodings_are_equivalent() -> None:
    pairs = [
        *(("/%7Ejoe", "/~joe"), ("/~joe", "/%7ejoe"), ("/straße", "/stra%C3%9Fe")),
        ("/%e2%82%ac", "/%E2%82%AC"),
    ]
    assert not any(_allowed(*((f"User-agent: *\nDisallow: {rule}\n", path) for rule, path in pairs)))


def test_12_a_crawl_delay_lengthens_the_pause() -> None:
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nCrawl-delay: 0.2"))
        look_at(site, *(site.put(f"/{n}", PAGE) for n in range(3)))
        times = [request.at for request in site.log if request.path != "/robots.txt"]
    assert min(later - sooner for sooner, later in pairwise(times[1:])) >= 0.19


def test_12_senseless_delays_are_ignored() -> None:
    senseless = ("-5", "NaN", "soon", "inf")
    assert all(_allowed(*((f"User-agent: *\nCrawl-delay: {asked}", "/page") for asked in senseless)))


def test_12_endless_delays_are_cut_and_told() -> None:
    memory = Memory(settings=make_settings(round_limit_s=0.5))
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nCrawl-delay: 1000000000"))
        site.put("/.well-known/tdmrep.json", Reply(status=404))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("flows.fetching.MAX_DELAY_S", 0.01)
            found = look_at(site, site.put("/page", PAGE), memory=memory)
    assert codes_of(found) == ["crawl_delay_cut"]
    assert "1e+09" in found.problems[0].detail


def test_13_a_new_rule_holds_for_pages_already_queued() -> None:
    memory = Memory()
    with Site() as site:
        url = site.put("/page", PAGE)
        look_at(site, url, memory=memory)
        site.put("/robots.txt", text("User-agent: *\nDisallow: /page"))
        memory.pass_time(hours=23)
        look_at(site, url, memory=memory)
        assert len(site.asked("/robots.txt")) == 1, "kept for a day"
        memory.now = START + timedelta(days=3)
        found = look_at(site, url, memory=memory)
        assert len(site.asked("/robots.txt")) == 2
        assert len(site.asked("/page")) == 2
    assert codes_of(found) == ["robots"]
    assert [memory.coverage(day=START.date() + timedelta(days=n))["n_skipped_robots"] for n in (0, 3)] == [
        0,
        1,
    ]


def test_14_a_web_page_served_as_robots_has_no_rules() -> None:
    assert _allowed((article("Not found: Disallow"), "/page")) == [True]


def test_15_a_redirect_to_a_forbidden_address_is_not_followed() -> None:
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nDisallow: /secret"), "b.test")
        target = site.put("/secret", PAGE, "b.test")
        found = look_at(site, site.put("/page", redirect(target)))
        assert site.asked("/secret") == []
    assert codes_of(found) == ["robots"]


def test_robots_from_a_clock_that_was_set_back_are_asked_again() -> None:
    known = resolve_robots(404, b"", now=START + timedelta(days=9))
    assert not known.is_fresh(START)
