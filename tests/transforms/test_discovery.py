"""What a site declares, links to and usually has."""

from __future__ import annotations

from transforms.discovery import find_feeds, guessed_feeds, sitemap_candidates
from vocabulary import FeedKind

HOME = b"""<html><head><base href="https://www.outlet.test/de/">
<link rel="alternate" type="application/rss+xml" title="Alles" href="/rss/alles">
<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="atom.xml">
<link rel="alternate" type="application/feed+json" href="https://cdn.outlet.test/feed.json">
<link rel="alternate" type="application/rss+xml" title="Kommentare" href="/comments/feed/">
<link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/feed.css">
</head><body><a href="/politik.rss">Politik</a><a href="/rss/politik/">Politik (RSS)</a>
<a href="/article/the-feeding-of-ducks">Ducks</a><a href="javascript:feed()">x</a>
<a href="/rss/alles">again</a>
</body></html>"""


def test_declared_feeds_come_first_and_comments_never() -> None:
    found = find_feeds(HOME, "https://www.outlet.test/")
    assert [candidate.url for candidate in found] == [
        "https://www.outlet.test/rss/alles",
        "https://www.outlet.test/de/atom.xml",
        "https://cdn.outlet.test/feed.json",
        "https://www.outlet.test/politik.rss",
        "https://www.outlet.test/rss/politik/",
    ]
    assert [candidate.found_in for candidate in found] == ["autodiscovery"] * 3 + ["link"] * 2
    assert found[0].title == "Alles"


def test_no_page_no_feeds() -> None:
    for body in (b"", b"\x00\xff", b"<", b"{}", b"<html>"):
        assert find_feeds(body, "https://outlet.test/") == []


def test_sitemaps_named_after_news_come_first() -> None:
    found = sitemap_candidates(
        ["https://a.test/sitemap.xml", "https://a.test/news-sitemap.xml"], "robots.txt"
    )
    assert [c.kind for c in found] == [FeedKind.NEWS_SITEMAP, FeedKind.SITEMAP_INDEX]


def test_guesses_stay_on_the_site() -> None:
    assert all(
        c.url.startswith("https://a.test:8443/") for c in guessed_feeds("https://a.test:8443/deep/page")
    )
