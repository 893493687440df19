"""Canonical addresses: the same article under many spellings, and different articles kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.urls import absolute_url, canonical_url, host_of, origin_of, without_secrets

ONE = "https://news.example/politik/truppen-7.html"


@pytest.mark.parametrize(
    "spelling",
    [
        "HTTPS://NEWS.example:443/politik/truppen-7.html",
        "https://news.example/politik/truppen-7.html#kommentare",
        "https://news.example/politik/truppen-7.html?utm_source=rss&utm_medium=feed",
        "https://news.example/politik/truppen-7.html?fbclid=abc&wt_mc=x.y",
        "https://news.example/politik/./../politik/truppen-7.html",
        "https://news.example/politik/truppen%2D7.html",
        "https://amp.news.example/politik/truppen-7.html?outputType=amp",
        "https://news.example/amp/politik/truppen-7.html",
        "https://news.example/politik/truppen-7.amp.html",
        "https://www.google.com/amp/s/news.example/politik/truppen-7.html",
        "https://news-example.cdn.ampproject.org/c/s/news.example/politik/truppen-7.html",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fpolitik%2Ftruppen-7.html&h=AT0",
        "https://user:word@news.example/politik/truppen-7.html",
    ],
)
def test_spellings_of_one_article_meet(spelling: str) -> None:
    assert canonical_url(spelling) == ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?gallery=1", "https://a.example/?gallery=2"),
        ("https://a.example/?cid=1", "https://a.example/?cid=2"),
        ("https://a.example/A", "https://a.example/a"),
        ("https://a.example/a", "https://b.example/a"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://a.example/refugees?page=2", "https://a.example/refugees"),
        ("https://a.example:8443/a", "https://a.example/a"),
    ],
)
def test_different_articles_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_other_scripts_become_ascii() -> None:
    assert canonical_url("https://україна.example/новини?q=1") == (
        "https://xn--80aa2annq7l.example/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8?q=1"
    )


@pytest.mark.parametrize(
    "bad", ["", "ftp://a.example/", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        canonical_url(bad)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="?#\\"), max_size=30),
    st.dictionaries(
        st.text("abcdeÄ%&", min_size=1, max_size=4), st.text("xyzü+ /=%", max_size=5), max_size=3
    ),
)
def test_canonical_twice_is_canonical_once(path: str, query: dict[str, str]) -> None:
    url = f"https://a.example/{path}?" + "&".join(f"{k}={v}" for k, v in query.items())
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_parts_that_politeness_needs() -> None:
    assert host_of("https://User@A.Example.:8443/x") == "a.example"
    assert origin_of("http://A.example:80/x") == "http://a.example"
    assert origin_of("https://[2001:db8::1]:8443/x") == "https://[2001:db8::1]:8443"


def test_relative_links_are_resolved_and_scripts_refused() -> None:
    assert absolute_url("https://a.example/news/", "../x") == "https://a.example/x"
    with pytest.raises(ValueError, match="scheme"):
        absolute_url("https://a.example/", "javascript:void(0)")


def test_secrets_do_not_reach_the_logs() -> None:
    shown = without_secrets("https://me:hunter2@a.example/feed?token=s3cret&key=abc")
    assert shown == "https://a.example/feed?token=…&key=…"
    assert without_secrets("https://[bad") == "(not an address)"
