"""F: feeds as they come, from the server's log and from what was collected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from tests.site.collect import START, Memory, codes_of, make_settings, make_source, pages_of
from tests.site.memory import peak_growth_mb
from tests.site.news import article, rss
from tests.site.server import Reply, Request, Site, redirect
from transforms.feeds import FeedFailure, ParsedFeed, parse_feed
from transforms.feeds.dates import parse_date
from transforms.urls import canonical_url
from vocabulary import FeedKind

BODY = article("Meeting")
URL = "https://outlet.test/feeds/all.xml"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _parse(body: bytes, content_type: str | None = None) -> ParsedFeed:
    found = parse_feed(body, URL, now=NOW, content_type=content_type)
    assert isinstance(found, ParsedFeed), found
    return found


def _items(n: int, extra: str = "") -> str:
    return "".join(
        f"<item><title>T{i}{extra}</title><link>https://outlet.test/{i}</link></item>" for i in range(n)
    )


def _wrap(items: str, doctype: str = "") -> bytes:
    return f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{items}</channel></rss>".encode()


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY l0 'lol'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE rss [<!ENTITY big '{'A' * 200_000}'>]>"


@pytest.mark.parametrize(
    ("doctype", "reference"), [(LAUGHS, "&l11;"), (QUADRATIC, "&big;" * 20_000)], ids=["67", "68"]
)
@pytest.mark.parametrize("is_torn", [False, True])
def test_67_68_entities_do_not_grow(doctype: str, reference: str, is_torn: bool) -> None:
    body = _wrap(_items(3, reference), doctype)
    body = body.replace(b"</channel></rss>", b"") if is_torn else body
    found: list[ParsedFeed] = []
    growth = peak_growth_mb(lambda: found.append(_parse(body)))
    assert growth < 64
    assert [entry.url for entry in found[0].entries] == [f"https://outlet.test/{n}" for n in range(3)]
    assert all(len(entry.title or "") < 500_000 for entry in found[0].entries)


def test_69_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    with Site() as site:
        leak = site.put("/leak", Reply(body=b"leaked"))
        doctype = (
            f"<!DOCTYPE rss [<!ENTITY f SYSTEM '{secret.as_uri()}'><!ENTITY h SYSTEM '{leak}'>"
            f"<!ENTITY % p SYSTEM '{leak}'> %p;]>"
        )
        for body in (_wrap(_items(1, "&f;&h;"), doctype), _wrap(_items(1, "&f;&h;"), doctype)[:-10]):
            found = Memory().collect([make_source("a", site.put("/feed", Reply(body=body)))], site.network())
            assert "secret" not in repr(found.pages) and "leaked" not in repr(found.pages)
            assert len(found.pages) == 1
        assert site.asked("/leak") == []


def test_70_external_dtds_are_not_fetched() -> None:
    with Site() as site:
        dtd = site.put("/rss.dtd", Reply(body=b"<!ENTITY x 'expanded'>"))
        body = _wrap(_items(2, "&x;"), f"<!DOCTYPE rss SYSTEM '{dtd}'>")
        source = make_source("a", site.put("/feed", Reply(body=body)))
        found = Memory().collect([source], site.network())
        assert site.asked("/rss.dtd") == []
    assert len(found.pages) == 2 and "expanded" not in repr(found.pages)


@pytest.mark.parametrize(
    "body",
    [
        _wrap(_items(5)).replace(b"T2", b"Bread & butter & more"),
        _wrap(_items(5)).replace(b"T2", b"bell \x07 and \x1b escape"),
        _wrap(_items(5)).replace(b"T2</title>", b"T2"),
        _wrap(_items(5))[:-60],
        _wrap(_items(5))[: len(_wrap(_items(5))) * 2 // 3],
        _wrap(_items(5)).replace(b"T2", b"&nbsp;&eacute;&unknown;"),
        b"\n\n  junk before" + _wrap(_items(5)),
        _wrap(_items(5)).replace(b"/3<", b"/3?a=1&b=2<"),
        _wrap(_items(5)) + b"<p>trailing</p>",
    ],
    ids=["ampersand", "controls", "unclosed", "no-end", "truncated", "entities", "junk", "link", "trailing"],
)
def test_71_faulty_feeds_keep_their_entries(body: bytes) -> None:
    expected = feedparser.parse(BytesIO(body)).entries
    found = _parse(body)
    assert len(found.entries) + found.n_dropped == len(expected)
    assert len(found.entries) >= 3
    assert [entry.url for entry in found.entries] == [entry.link for entry in expected if entry.get("link")]


@pytest.mark.parametrize("fault", ["", "&"])
def test_72_a_hundred_thousand_items_are_all_seen(fault: str) -> None:
    body = _wrap(_items(100_000, f" {'x' * 40} {fault}"))
    found: list[ParsedFeed] = []
    growth = peak_growth_mb(lambda: found.append(_parse(body)))
    assert len(found[0].entries) == 100_000
    assert growth < 1000


def test_72_what_is_cut_is_counted() -> None:
    body = _wrap(_items(20_000))
    memory = Memory(settings=make_settings(max_feed_mb=0.5, max_pages_per_source=1))
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=body, headers=(("ETag", '"x"'),))))
        found = memory.collect([source], site.network())
    assert "feed_truncated" in codes_of(found)
    assert 5_000 < found.tallies[0].n_listed < 20_000
    assert memory.states[source.feeds[0].feed_id].etag is None


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
    found = _parse(_wrap(items))
    assert [entry.url.rpartition("/")[2] for entry in found.entries] == [
        "bare",
        "permalink",
        "still-an-address",
    ]
    assert found.n_dropped == 3
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=_wrap(items))))
        told = Memory().collect([source], site.network())
    (lost,) = [problem for problem in told.problems if problem.code == "entries_without_address"]
    assert lost.detail.startswith("3 entries")
    assert told.tallies[0].n_listed == 3


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
    assert [entry.url for entry in _parse(atom).entries] == [
        "https://base.test/a/one",
        "https://base.test/a/b/two",
        "https://else.test/three",
    ]
    plain = _wrap(
        "<item><link>../x</link></item><item><link>//cdn.test/y</link></item><item><link>?z</link></item>"
    )
    assert [entry.url for entry in _parse(plain).entries] == [
        "https://outlet.test/x",
        "https://cdn.test/y",
        "https://outlet.test/feeds/all.xml?z",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 02 Feb 26 10:00:00 +0100", "2026-02-02T09:00"),
        ("Mon, 02 Feb 2026 10:00:00", "2026-02-02T10:00"),
        ("2 Feb 2026 10:00 EDT", "2026-02-02T14:00"),
        ("Mon, 2 Feb 2026 10:00:00 MEZ", "2026-02-02T09:00"),
        ("Mon, 02 Feb 2026 24:00:00 GMT", "2026-02-03T00:00"),
        ("2026-02-01T24:00:00Z", "2026-02-02T00:00"),
        ("2026-02-02", "2026-02-02T00:00"),
        ("2026-02-02T10:00:00.123456789+01:00", "2026-02-02T09:00"),
        ("20260202T100000Z", None),
        ("1770026400000", "2026-02-02T10:00"),
        ("1770026400", "2026-02-02T10:00"),
        ("2 февраля 2026 г., 10:00", "2026-02-02T10:00"),
        ("2. Februar 2026 10:00", "2026-02-02T10:00"),
        ("2 février 2026 10:00", "2026-02-02T10:00"),
        ("Feb 2, 2026 10:00", "2026-02-02T10:00"),
        ("Mon Feb  2 10:00:00 2026", "2026-02-02T10:00"),
        ("Mon, 02 Feb 2026 10:00:60 GMT", "2026-02-02T10:00"),
        ("30 Feb 2026 10:00 GMT", None),
        ("2026-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("2031-01-01", None),
        ("Mon, 02 Feb 2026 25:61:00 GMT", None),
        ("yesterday", None),
        ("", None),
        ("\x00\ud800", None),
        ("9" * 13, None),
        ("Mon, 02 Feb 2026 10:00:00 +9999", "2026-02-02T10:00"),
    ],
)
def test_78_dates_are_utc_or_nothing(text: str, expected: str | None) -> None:
    found = parse_date(text, NOW)
    assert (found.strftime("%Y-%m-%dT%H:%M") if found else None) == expected


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (BODY, "application/rss+xml", "feed_is_html"),
        (b"<!-- x --><HTML><body>no</body></HTML>", "text/xml", "feed_is_html"),
        (b'{"error": "no feed here"}', "application/rss+xml", "feed_unknown"),
        (b'{"items": [', "application/json", "feed_not_json"),
        (b"", "application/rss+xml", "feed_empty"),
        (b" \n\n ", "application/rss+xml", "feed_empty"),
        (b"Service temporarily unavailable", "text/plain", "feed_unknown"),
        (b"<?xml version='1.0'?><soap><body/></soap>", "text/xml", "feed_unknown"),
        (b"/etc/passwd", "text/plain", "feed_unknown"),
        (b"\x00\x01\x02\x03" * 100, "text/xml", "feed_unknown"),
    ],
)
def test_79_what_is_no_feed_is_a_typed_error(body: bytes, content_type: str, code: str) -> None:
    memory = Memory()
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=body, content_type=content_type)))
        found = memory.collect([source], site.network())
    assert codes_of(found) == [code]
    assert found.tallies[0].n_polls_failed == 1
    assert found.captures == ()
    assert isinstance(parse_feed(body, URL, now=NOW), FeedFailure)


TITLE = "Größe der Schutztruppe: 10 000 – «très bien» – Київ"


@pytest.mark.parametrize(
    ("declared", "actual", "header", "title"),
    [
        ("utf-8", "utf-8", None, TITLE),
        ("iso-8859-1", "utf-8", None, TITLE),
        ("utf-16", "utf-8", None, TITLE),
        ("nonsense", "utf-8", None, TITLE),
        ("utf-8", "utf-16", None, TITLE),
        ("utf-8", "utf-8-sig", "text/xml; charset=iso-8859-1", TITLE),
        ("utf-8", "windows-1252", None, "Größe «très bien»"),
        ("iso-8859-1", "iso-8859-1", None, "Größe «très bien»"),
        ("us-ascii", "windows-1251", "text/xml; charset=windows-1251", "Київ, Україна, нарада"),
        ("windows-1251", "windows-1251", None, "Київ, Україна, нарада"),
        ("koi8-u", "koi8-u", None, "Київ, Україна, нарада"),
        ("shift_jis", "shift_jis", None, "有志連合の会合"),
        ("gb18030", "gb18030", None, "志愿联盟会议"),
    ],
)
def test_80_declarations_that_lie(declared: str, actual: str, header: str | None, title: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><item><title>{title}</title>"
    body = (text + "<link>https://outlet.test/1</link></item></channel></rss>").encode(actual)
    assert [entry.title for entry in _parse(body, header).entries] == [title]


RDF = b"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
LINK = b"<title>T</title><link>https://outlet.test/1</link>"
ANN = b"<author><name>Ann</name></author>"
FORMATS = {
    "rss 0.91": b"<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://outlet.test/rss-0.91.dtd'>"
    b"<rss version='0.91'><channel><item>" + LINK + b"</item></channel></rss>",
    "rss 0.90": b"<rdf:RDF "
    + RDF
    + b" xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/><item>"
    + LINK
    + b"</item></rdf:RDF>",
    "rss 1.0": b"<rdf:RDF " + RDF + b" xmlns='http://purl.org/rss/1.0/' "
    b"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='x'/><item rdf:about='y'>"
    + LINK
    + b"<dc:date>2026-02-02T10:00:00Z</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>",
    "rss 2.0": b"<rss version='2.0'><channel><item>"
    + LINK
    + b"<pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate>"
    b"<author>ann@outlet.test (Ann)</author></item></channel></rss>",
    "atom 0.3": b"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>T</title>"
    b"<link rel='alternate' type='text/html' href='https://outlet.test/1'/>"
    b"<issued>2026-02-02T10:00:00Z</issued>" + ANN + b"</entry></feed>",
    "atom 1.0": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title>"
    b"<link rel='self' href='/self'/><link href='https://outlet.test/1'/>"
    b"<published>2026-02-02T10:00:00Z</published><updated>2026-02-03T10:00:00Z</updated>"
    + ANN
    + b"</entry></feed>",
    "json": b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "T", '
    b'"url": "https://outlet.test/1", "date_published": "2026-02-02T10:00:00Z", '
    b'"authors": [{"name": "Ann"}]}]}',
    "news sitemap": b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    b"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://outlet.test/1</loc>"
    b"<news:news><news:publication><news:name>O</news:name><news:language>de</news:language>"
    b"</news:publication><news:publication_date>2026-02-02T11:00:00+01:00</news:publication_date>"
    b"<news:title>T</news:title></news:news></url></urlset>",
}


@pytest.mark.parametrize("name", FORMATS)
def test_81_every_format_is_read(name: str) -> None:
    (entry,) = _parse(FORMATS[name]).entries
    assert (entry.url, entry.title) == ("https://outlet.test/1", "T")
    if "0.9" not in name:
        assert entry.published_at == datetime(2026, 2, 2, 10, tzinfo=UTC)
    if "0.9" not in name and name != "news sitemap":
        assert entry.authors == ("Ann",)
    assert entry.language == ("de" if name == "news sitemap" else None)


def test_81_a_packed_sitemap_index_leads_to_articles() -> None:
    import gzip

    memory = Memory()
    with Site() as site:
        page = site.put("/page", Reply(body=BODY))
        old = site.put("/old-page", Reply(body=BODY))
        sitemap = (
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{page}</loc><lastmod>2026-03-01"
            f"</lastmod></url><url><loc>{old}</loc><lastmod>2019-01-01</lastmod></url></urlset>"
        ).encode()
        child = site.put("/s1.xml.gz", Reply(body=gzip.compress(sitemap), content_type="application/gzip"))
        archive = site.url("/s2.xml")
        index = (
            f"<sitemapindex><sitemap><loc>{child}</loc><lastmod>2026-03-01</lastmod></sitemap>"
            f"<sitemap><loc>{archive}</loc><lastmod>2020-01-01</lastmod></sitemap></sitemapindex>"
        ).encode()
        source = make_source("a", site.put("/index.xml", Reply(body=index)), kind=FeedKind.SITEMAP_INDEX)
        found = memory.collect([source], site.network())
        assert [c.url for c in pages_of(found)] == [page]
        assert site.asked("/s2.xml") == [] and site.asked("/old-page") == []
        assert {c.url for c in found.captures} == {page, site.url("/index.xml")}, "children go by the index"
        memory.pass_time(days=1)
        memory.collect([source], site.network())
        assert len(site.asked("/s1.xml.gz")) == 2


def test_81_an_archive_without_dates_is_not_crawled_but_what_comes_later_is() -> None:
    memory = Memory()
    with Site() as site:
        urls = [site.put(f"/{n}", Reply(body=BODY)) for n in range(6)]
        sitemap = "<urlset>{}</urlset>"
        first = sitemap.format("".join(f"<url><loc>{url}</loc></url>" for url in urls[:5]))
        source = make_source("a", site.put("/sitemap.xml", Reply(body=first.encode())))
        assert pages_of(memory.collect([source], site.network())) == []
        second = sitemap.format("".join(f"<url><loc>{url}</loc></url>" for url in urls))
        site.put("/sitemap.xml", Reply(body=second.encode()))
        memory.pass_time(days=1)
        found = memory.collect([source], site.network())
    assert [c.url for c in pages_of(found)] == [urls[5]]


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
    assert [sum(t.n_listed for t in found.tallies) for found in memory.rounds] == [4, 0, 0, 0, 0]
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
    assert [entry.url for entry in _parse(_wrap(item)).entries] == ["https://outlet.test/1"]
