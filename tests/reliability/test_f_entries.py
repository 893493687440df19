"""F 73-77, 82, 83: what feeds do with their entries, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta

from tests.reliability.feeds import parse
from tests.site.collect import START, Memory, make_source, pages_of
from tests.site.news import article, rss
from tests.site.server import Reply, Request, Site, redirect
from transforms.urls import canonical_url

BODY = article("Meeting")


def _wrap(items: str, doctype: str = "") -> bytes:
    return f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{items}</channel></rss>".encode()


def test_73_one_guid_with_two_links_is_two_articles() -> None:
    with Site() as site:
        links = [site.put(f"/{n}", Reply(body=BODY)) for n in range(2)]
        feed = site.put("/feed", Reply(body=rss([(link, "T", "same", START) for link in links])))
        found = Memory().collect([make_source("a", feed)], site.network())
    assert len(pages_of(found)) == 2


def test_74_one_link_with_ever_new_guids_is_one_article() -> None:
    memory = Memory()
    with Site() as site:

        def feed(request: Request) -> Reply:
            guid = str(len(site.log))
            link = site.put(f"/page?utm_source=rss-{guid}", Reply(body=BODY))
            return Reply(body=rss([(link, "T", guid, START)]))

        source = make_source("a", site.put("/feed", feed))
        for _ in range(4):
            memory.collect([source], site.network())
            memory.pass_time(hours=12)
        assert len(site.asked("/feed")) == 4
    assert len(memory.pages) == 1
    assert sum(len(pages_of(found)) for found in memory.rounds) == 1, "its later looks brought the same bytes"


def test_75_entries_without_parts() -> None:
    items = (
        "<item><title>No link</title></item>"
        "<item><link>https://outlet.test/bare</link></item>"
        "<item><guid>https://outlet.test/permalink</guid></item>"
        "<item><guid isPermaLink='false'>https://outlet.test/still-an-address</guid></item>"
        "<item><guid>not-an-address</guid></item>"
        "<item/>"
    )
    found = parse(_wrap(items))
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == [
        "bare",
        "permalink",
        "still-an-address",
    ]
    assert found.n_dropped == 3
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=_wrap(items))))
        memory = Memory()
        told = memory.collect([source], site.network())
    (lost,) = [problem for problem in told.problems if problem.code == "entries_without_address"]
    assert lost.detail.startswith("3 entries")
    assert memory.coverage("a")["n_listed"] == 3


def test_76_an_edited_entry_is_looked_at_again() -> None:
    memory = Memory()
    with Site() as site:
        link = site.put("/page", Reply(body=article("First")))
        source = make_source("a", site.put("/feed", Reply(body=rss([(link, "First", "g", START)]))))
        memory.collect([source], site.network())
        memory.now = START + timedelta(days=30)  # no look is due any more but the overdue ones
        memory.collect([source], site.network())
        n_before = len(site.asked("/page"))
        site.put("/page", Reply(body=article("Second")))
        site.put("/feed", Reply(body=rss([(link, "Second", "g", START)])))
        memory.pass_time(hours=24)
        found = memory.collect([source], site.network())
        assert len(site.asked("/page")) == n_before + 1
    assert [c.body for c in pages_of(found)] == [article("Second")]
    assert memory.page(link).title == "Second"


def test_77_relative_links_and_xml_base() -> None:
    atom = b"""<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://base.test/a/'>
      <entry><title>One</title><link href='one'/></entry>
      <entry xml:base='b/'><title>Two</title><link href='two'/></entry>
      <entry xml:base='https://else.test/'><title>Three</title><link rel='alternate' href='/three'/></entry>
      </feed>"""
    assert [entry.url for entry in parse(atom).entries] == [
        "https://base.test/a/one",
        "https://base.test/a/b/two",
        "https://else.test/three",
    ]
    plain = _wrap(
        "<item><link>../x</link></item><item><link>//cdn.test/y</link></item><item><link>?z</link></item>"
    )
    assert [entry.url for entry in parse(plain).entries] == [
        "https://outlet.test/x",
        "https://cdn.test/y",
        "https://outlet.test/feeds/all.xml?z",
    ]


def test_82_other_format_other_order_fewer_entries_bring_nothing_again() -> None:
    memory = Memory()
    with Site() as site:
        links = [site.put(f"/{n}", Reply(body=BODY)) for n in range(4)]
        items = [(link, f"T{n}", f"g{n}", START) for n, link in enumerate(links)]
        atom = "".join(
            f"<entry><title>T{n}</title><link href='{link}'/></entry>" for n, link in enumerate(links)
        )
        forms = [
            rss(items),
            rss(items[::-1]),
            rss(items[:1]),
            f"<feed xmlns='http://www.w3.org/2005/Atom'>{atom}</feed>".encode(),
            rss(items),
        ]
        source = make_source("a", site.put("/feed", Reply(body=forms[0])))
        for form in forms:
            site.put("/feed", Reply(body=form))
            memory.collect([source], site.network())
            memory.pass_time(hours=12)
        assert len(site.asked("/feed")) == len(forms)
    assert sum(row["n_listed"] for row in memory.ask("FROM coverage")) == 4
    assert sum(len(pages_of(found)) for found in memory.rounds) == 4


def test_83_links_through_trackers_end_at_the_article() -> None:
    with Site() as site:
        target = site.put("/news/1.html?utm_source=feed", Reply(body=BODY), "real.test")
        hop = site.put("/t/abc", redirect(target), "tracker.test")
        feed = site.put("/feed", Reply(body=rss([(hop, "T", "g", START)])), "proxy.test")
        (capture,) = pages_of(Memory().collect([make_source("a", feed)], site.network()))
    assert capture.url == hop
    assert canonical_url(capture.final_url) == site.url("/news/1.html", "real.test")


def test_83_the_publishers_own_link_goes_before_the_trackers() -> None:
    item = (
        "<item xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><link>https://tracker.test/~r/1</link>"
        "<feedburner:origLink>https://outlet.test/1</feedburner:origLink></item>"
    )
    assert [entry.url for entry in parse(_wrap(item)).entries] == ["https://outlet.test/1"]
