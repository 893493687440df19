"""A: robots.txt by RFC 9309. Each test carries the numbers of its cases."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.site.collect import START, Memory, codes_of, look_at, make_settings, pages_of
from tests.site.faults import blackhole
from tests.site.news import article
from tests.site.server import Reply, Site, redirect, text
from transforms.robots import Robots, parse_robots, resolve_robots

PAGE = Reply(body=article("Meeting"))


def _allows(robots: str | bytes, path: str, agent: str = "Tenor") -> bool:
    """Whether a page is asked for, by the server's log."""
    body = robots.encode() if isinstance(robots, str) else robots
    with Site() as site:
        site.put("/robots.txt", Reply(body=body, content_type="text/plain"))
        look_at(site, site.put(path, PAGE))
        return bool(site.asked(path))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_01_absent_robots_allow_everything(status: int) -> None:
    with Site() as site:
        site.put("/robots.txt", Reply(status=status, body=b"User-agent: *\nDisallow: /"))
        assert len(pages_of(look_at(site, site.put("/page", PAGE)))) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_02_unreachable_robots_forbid_everything(status: int) -> None:
    with Site() as site:
        site.put("/robots.txt", Reply(status=status))
        found = look_at(site, site.put("/page", PAGE))
        assert site.asked("/page") == []
    assert codes_of(found) == ["robots_unreachable"]
    assert found.tallies[0].n_robots == 1
    assert found.pages[0].next_look_at is not None


def test_02_known_robots_go_on_while_they_are_unreachable() -> None:
    memory = Memory()
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nDisallow: /private"))
        look_at(site, site.put("/first", PAGE), memory=memory)
        site.put("/robots.txt", Reply(status=500))
        memory.pass_time(hours=25)
        look_at(site, site.put("/public", PAGE), site.put("/private", PAGE), memory=memory)
        assert len(site.asked("/public")) == 1
        assert site.asked("/private") == []


def test_02_after_thirty_days_unreachable_robots_count_as_absent() -> None:
    memory = Memory()
    with Site() as site:
        site.put("/robots.txt", Reply(status=500))
        url = site.put("/page", PAGE)
        for days in (0, 10, 20, 29):
            memory.now = START + timedelta(days=days)
            look_at(site, url, memory=memory)
        assert site.asked("/page") == []
        memory.now = START + timedelta(days=31)
        look_at(site, site.put("/other", PAGE), memory=memory)
        assert len(site.asked("/other")) == 1


def test_03_a_host_that_does_not_answer_is_as_a_5xx() -> None:
    memory = Memory(settings=make_settings(connect_timeout_s=0.3, attempts=1))
    with Site() as site, blackhole() as port:
        found = look_at(site, f"http://dark.test:{port}/page", memory=memory)
    assert codes_of(found) == ["connect_timeout"]
    assert found.captures == ()


def test_04_429_for_robots_is_unreachable_and_pauses() -> None:
    with Site() as site:
        site.put("/robots.txt", Reply(status=429, headers=(("Retry-After", "7200"),)))
        found = look_at(site, site.put("/page", PAGE))
        assert [request.path for request in site.log] == ["/robots.txt"]
    assert codes_of(found) == ["robots_unreachable"]
    assert found.pages[0].next_look_at == START + timedelta(hours=1)


@pytest.mark.parametrize(("n_redirects", "is_fetched"), [(5, False), (6, True)])
def test_05_five_redirects_are_followed_across_hosts_a_sixth_means_absent(
    n_redirects: int, is_fetched: bool
) -> None:
    with Site() as site:
        hosts = [f"h{n}.test" for n in range(n_redirects + 1)]
        for here, there in pairwise(hosts):
            site.put("/robots.txt", redirect(site.url("/robots.txt", there)), here)
        site.put("/robots.txt", text("User-agent: *\nDisallow: /"), hosts[-1])
        look_at(site, site.put("/page", PAGE, hosts[0]))
        assert bool(site.asked("/page")) is is_fetched


def test_06_rules_after_500_kib_are_ignored() -> None:
    filler = "# " + "x" * 98 + "\n"
    head = "User-agent: *\nDisallow: /early\n" + filler * 6000
    assert len(head) > 600_000
    assert not _allows(head + "Disallow: /late\n", "/early")
    assert _allows(head + "Disallow: /late\n", "/late")


@pytest.mark.parametrize(
    "robots",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\n",
        b"User-agent: *\rDisallow: /x\r",
        b"User-agent: *\r\n\x00Disallow: /x\x00\r\n",
        b"# caf\xe9\nUser-agent: *\nDisallow: /x\nDisallow: /\xe9\n",
    ],
    ids=["bom", "cr", "nul", "latin-1"],
)
def test_07_odd_bytes_are_read(robots: bytes) -> None:
    assert not _allows(robots, "/x")
    assert _allows(robots, "/y")


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a/b", "/a/b/c", False),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Disallow: /*.html$", "/x.html", False),
        ("Disallow: /*.html$", "/x.html?y", True),
    ],
)
def test_08_the_longest_match_wins_and_a_tie_allows(rules: str, path: str, is_allowed: bool) -> None:
    assert _allows(f"User-agent: *\n{rules}\n", path) is is_allowed


def test_09_catastrophic_patterns_take_linear_time() -> None:
    # A backtracking matcher would not end before the universe does.
    rules = parse_robots(
        b"User-agent: *\nDisallow: /" + b"a*" * 200 + b"b$\nDisallow: /" + b"*a" * 400 + b"$"
    )
    robots = Robots(fetched_at=START, rules=rules)
    assert robots.allows("https://a.test/" + "a" * 20_000 + "c", "Tenor")
    assert not robots.allows("https://a.test/" + "a" * 20_000 + "b", "Tenor")


def test_10_groups_of_one_agent_are_merged_whatever_their_case() -> None:
    robots = (
        "User-agent: TENOR\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\nuser-AGENT: tenor\nDisallow: /b\n"
    )
    assert [_allows(robots, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize(
    ("rule", "path"),
    [("/%7Ejoe", "/~joe"), ("/~joe", "/%7ejoe"), ("/straße", "/stra%C3%9Fe"), ("/%e2%82%ac", "/%E2%82%AC")],
)
def test_11_percent_encodings_are_equivalent(rule: str, path: str) -> None:
    assert not _allows(f"User-agent: *\nDisallow: {rule}\n", path)


def test_12_a_crawl_delay_lengthens_the_pause() -> None:
    with Site() as site:
        site.put("/robots.txt", text("User-agent: *\nCrawl-delay: 0.2"))
        look_at(site, *(site.put(f"/{n}", PAGE) for n in range(3)))
        times = [request.at for request in site.log if request.path != "/robots.txt"]
    assert min(later - sooner for sooner, later in pairwise(times[1:])) >= 0.19


@pytest.mark.parametrize("asked", ["-5", "NaN", "soon", "inf"])
def test_12_senseless_delays_are_ignored(asked: str) -> None:
    with Site() as site:
        site.put("/robots.txt", text(f"User-agent: *\nCrawl-delay: {asked}"))
        found = look_at(site, site.put("/page", PAGE))
    assert len(pages_of(found)) == 1


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


def test_14_a_web_page_served_as_robots_has_no_rules() -> None:
    assert _allows(article("Not found: Disallow"), "/page")


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
