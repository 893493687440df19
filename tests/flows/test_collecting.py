"""Collection over a real server: what is listed is fetched once, again when due, and never harms others."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

from flows.collecting import collect_batch
from flows.robots import AGENT
from tests.site.collect import START, Memory, codes_of, make_settings, make_source, pages_of
from tests.site.news import article, rss
from tests.site.server import Reply, Site, text
from transforms.listing import is_feed_capture
from vocabulary import Capture, FeedKind


def _outlet(site: Site, n: int = 3, host: str = "a.test") -> str:
    items = []
    for number in range(n):
        link = site.put(f"/news/{number}.html", Reply(body=article(f"Meeting {number}")), host)
        items.append((link, f"Meeting {number}", f"guid-{number}", START - timedelta(hours=number)))
    return site.put("/feed.xml", Reply(body=rss(items), content_type="application/rss+xml"), host)


def test_a_feed_becomes_captures_pages_and_counts() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", _outlet(site))
        found = memory.collect([source], site.network())
    assert len(pages_of(found)) == 3
    assert sum(map(is_feed_capture, found.captures)) == 1
    assert {page.n_looks for page in found.pages} == {1}
    assert all(page.next_look_at == START + timedelta(hours=1) for page in found.pages)
    row = memory.coverage("a")
    assert [row[name] for name in ("n_polls", "n_listed", "n_fetched", "n_failed")] == [1, 3, 3, 0]
    assert found.problems == ()
    capture = pages_of(found)[0]
    assert capture.body == article(f"Meeting {capture.url[-6]}")
    assert capture.tdm_reserved is None


def test_nothing_is_asked_twice_before_it_is_due() -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", _outlet(site))
        memory.collect([source], site.network())
        n_asked, before = len(site.log), memory.coverage("a")
        again = memory.collect([source], site.network())
        assert len(site.log) == n_asked
    assert again.captures == () and memory.coverage("a") == before


def test_pages_are_looked_at_after_an_hour_a_day_and_a_week() -> None:
    memory = Memory()
    with Site() as site:
        feed = _outlet(site, 1)
        source = make_source("a", feed)
        site.put("/news/0.html", lambda _: Reply(body=article("Meeting", extra=str(memory.now))))
        looks = []
        for hour in (0, 0.9, 1, 2, 12, 23, 24, 25, 100, 167, 168, 169, 192, 215):
            memory.now = START + timedelta(hours=hour)
            if pages_of(memory.collect([source], site.network())):
                looks.append(hour)
    assert looks == [0, 1, 24, 168]
    assert memory.page(site.url("/news/0.html")).next_look_at is None


def test_one_broken_source_harms_no_other() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    memory = Memory()
    with Site() as site:
        good = make_source("good", _outlet(site, 2))
        broken = make_source("broken", site.put("/feed.xml", hang_up, "b.test"))
        nowhere = make_source("nowhere", site.url("/feed.xml", "x.nowhere.test"))
        nonsense = make_source("nonsense", "not an address")
        found = memory.collect([broken, nowhere, nonsense, good], site.network())
    assert len(pages_of(found)) == 2
    assert {p.source_id: p.code for p in found.problems} == {
        "broken": "incomplete",
        "nowhere": "connect",
        "nonsense": "bad_address",
    }
    assert {row["source_id"]: row["n_polls_failed"] for row in memory.ask("FROM coverage")} == {
        "good": 0,
        "broken": 1,
        "nowhere": 1,
        "nonsense": 1,
    }


def test_a_fault_of_ours_is_a_problem_and_no_exception() -> None:
    async def lookup(keys: object) -> dict[int, object]:
        raise RuntimeError("the lookup broke")

    with Site() as site:
        source = make_source("a", _outlet(site))
        found = asyncio.run(
            collect_batch(
                [source],
                {},
                lookup,  # type: ignore[arg-type]
                [],
                settings=make_settings(),
                clock=lambda: START,
                network=site.network(),
            )
        )
    assert codes_of(found) == ["internal"]
    assert "the lookup broke" in found.problems[0].detail


def test_captures_can_be_taken_as_they_come() -> None:
    taken: list[Capture] = []
    with Site() as site:
        source = make_source("a", _outlet(site))
        found = asyncio.run(
            collect_batch(
                [source],
                {},
                {},
                [],
                settings=make_settings(),
                clock=lambda: START,
                network=site.network(),
                keep=taken.append,
            )
        )
    assert found.captures == () and len(taken) == 4


def test_hosts_are_asked_one_request_at_a_time_with_a_pause() -> None:
    memory = Memory(settings=make_settings(per_host_interval_s=0.1))
    with Site() as site:
        sources = [make_source(h, _outlet(site, 3, f"{h}.test")) for h in ("a", "b")]
        memory.collect(sources, site.network())
        for host in ("a.test", "b.test"):
            times = [request.at for request in site.log if request.host == host]
            assert len(times) == 6  # robots, feed, reservations, three pages
            assert min(later - sooner for sooner, later in pairwise(times)) >= 0.099


def test_the_user_agent_is_honest() -> None:
    memory = Memory(settings=make_settings(contact="desk@outlet.test"))
    with Site() as site:
        memory.collect([make_source("a", _outlet(site))], site.network())
        agents = {request.headers["user-agent"] for request in site.log}
    assert agents == {"Tenor/0.1 (discourse research; desk@outlet.test)"}
    assert next(iter(agents)).startswith(AGENT)


def test_offline_asks_nobody() -> None:
    memory = Memory(settings=make_settings(offline=True))
    with Site() as site:
        found = memory.collect([make_source("a", _outlet(site))], site.network())
        assert site.log == []
    assert found.captures == ()


def test_a_flood_is_fetched_in_portions() -> None:
    memory = Memory(settings=make_settings(max_pages_per_source=4))
    with Site() as site:
        source = make_source("a", _outlet(site, 10))
        portions = [len(pages_of(memory.collect([source], site.network()))) for _ in range(4)]
    assert portions == [4, 4, 2, 0]
    assert len(memory.pages) == 10


def test_single_pages_are_watched_as_feeds_of_one() -> None:
    memory = Memory()
    with Site() as site:
        url = site.put("/statement", Reply(body=article("A statement")))
        source = make_source("a", url, kind=FeedKind.PAGE)
        assert len(pages_of(memory.collect([source], site.network()))) == 1
        assert pages_of(memory.collect([source], site.network())) == []
        assert [r.path for r in site.log] == ["/robots.txt", "/.well-known/tdmrep.json", "/statement"]
        for _ in range(10):
            memory.pass_time(days=1)
            memory.collect([source], site.network())
        assert len(site.asked("/statement")) == 11
        site.put("/statement", Reply(body=article("Another statement")))
        memory.pass_time(days=1)
        assert len(pages_of(memory.collect([source], site.network()))) == 1
    assert not any(row["is_gap"] for row in memory.ask("FROM coverage"))


def test_reservations_are_honoured_or_recorded() -> None:
    def serve(site: Site) -> str:
        pages = {
            "/header": Reply(body=article("One"), headers=(("TDM-Reservation", "1"),)),
            "/meta": Reply(body=article("Two", head="<meta name='tdm-reservation' content='1'>")),
            "/listed/3": Reply(body=article("Three")),
            "/open": Reply(body=article("Four"), headers=(("TDM-Reservation", "0"),)),
        }
        site.put("/.well-known/tdmrep.json", text('[{"location": "/listed/*", "tdm-reservation": 1}]'))
        items = [(site.put(path, page), path, path, None) for path, page in pages.items()]
        return site.put("/feed.xml", Reply(body=rss(items)))

    with Site() as site:
        source = make_source("a", serve(site))
        memory = Memory()
        honoured = memory.collect([source], site.network())
        assert site.asked("/listed/3") == []
        recorded = Memory(settings=make_settings(keep_reserved=True)).collect([source], site.network())
    assert [c.url[-5:] for c in pages_of(honoured)] == ["/open"]
    assert memory.coverage("a")["n_skipped_reservation"] == 3
    flags = {c.url.rpartition("/")[2]: c.tdm_reserved for c in pages_of(recorded)}
    assert flags == {"header": True, "meta": True, "3": True, "open": False}
