"""F 78-81: dates, encodings, formats, and what is no feed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.reliability.feeds import NOW, URL, parse
from tests.site.collect import Memory, codes_of, make_source, pages_of
from tests.site.news import article
from tests.site.server import Reply, Site
from transforms.feeds import FeedFailure, parse_feed
from transforms.feeds.dates import parse_date
from vocabulary import FeedKind

BODY = article("Meeting")


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


def test_79_what_is_no_feed_is_a_typed_error() -> None:
    cases = [
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
    ]
    memory = Memory()
    with Site() as site:
        sources = [
            make_source(f"s{n}", site.put(f"/{n}", Reply(body=body, content_type=media_type)))
            for n, (body, media_type, _) in enumerate(cases)
        ]
        found = memory.collect(sources, site.network())
        assert all(len(site.asked(f"/{n}")) == 1 for n in range(len(cases)))
    assert codes_of(found) == [code for _, _, code in cases]
    assert {row["n_polls_failed"] for row in memory.ask("FROM coverage")} == {1}
    assert found.captures == ()
    assert all(isinstance(parse_feed(body, URL, now=NOW), FeedFailure) for body, _, _ in cases)


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
    assert [entry.title for entry in parse(body, header).entries] == [title]


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
    (entry,) = parse(FORMATS[name]).entries
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
