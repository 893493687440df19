"""JSON-LD, titles and addresses in the shapes that pages give them."""

from __future__ import annotations

import json

import pytest
from lxml.html import document_fromstring

from transforms.extraction import ExtractionLexicon
from transforms.extraction.jsonld import describe, read_nodes
from transforms.extraction.metadata import Metadata, read_metadata

URL = "https://www.musterbote.example/politik/a-1.html"


def meta(head: str, lexicon: ExtractionLexicon, body: str = "<p>x</p>", url: str | None = URL) -> Metadata:
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, url, lexicon, None)


def test_the_article_is_found_among_other_nodes() -> None:
    graph = [
        {"@type": "WebSite", "name": "Musterbote"},
        {"@type": ["NewsArticle", "Article"], "headline": "A &amp; B", "author": {"name": "Anna Muster"}},
        {"@type": "NewsArticle", "headline": "Another"},
    ]
    found = describe(read_nodes([json.dumps({"@graph": graph})]))
    assert found.headline == "A & B"
    assert [author.name for author in found.authors] == ["Anna Muster"]


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type":"Article","headline":"A"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"A"}\n//]]>',
        '{"@type":"Article","headline":"A",}',
        '[{"@type":"Article","headline":"A","text":"with a\tcontrol\ncharacter"}]',
    ],
)
def test_json_that_is_nearly_json(script: str) -> None:
    assert describe(read_nodes([script])).headline == "A"


@pytest.mark.parametrize(
    "script", ["", "{", "null", "[1, 2]", '{"@type": 5, "author": [null, 7]}', "[" * 5000]
)
def test_json_that_is_not(script: str) -> None:
    assert describe(read_nodes([script])).headline is None


@pytest.mark.parametrize(
    "author",
    [
        "Anna Muster",
        ["Anna Muster"],
        {"@type": "Person", "name": ["Anna Muster"]},
        {"givenName": "Anna", "familyName": "Muster"},
        '[{"@type":"Person","name":"Anna Muster"}]',
        {"@type": "Person", "name": {"@value": "Anna Muster"}},
    ],
)
def test_shapes_of_authors(author: object) -> None:
    found = describe(read_nodes([json.dumps({"@type": "Article", "author": author})]))
    assert [one.name for one in found.authors] == ["Anna Muster"]


@pytest.mark.parametrize(
    "title",
    ["Kiew berät | Musterbote", "Kiew berät - musterbote.example", "Musterbote: Kiew berät", "Kiew berät"],
)
def test_the_site_is_no_part_of_the_title(title: str, lexicon: ExtractionLexicon) -> None:
    head = f'<meta property="og:site_name" content="Musterbote"><title>{title}</title>'
    assert meta(head, lexicon).title == "Kiew berät"


def test_two_of_three_titles_win(lexicon: ExtractionLexicon) -> None:
    head = (
        '<meta property="og:title" content="Was Kiew jetzt plant"><title>Kiew: das müssen Sie wissen</title>'
    )
    assert meta(head, lexicon, "<h1>Was Kiew jetzt plant</h1>").title == "Was Kiew jetzt plant"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/politik/a-1.html?utm_source=x", URL),
        ("https://www.musterbote.example/", URL),
        ("https://amp.musterbote.example/politik/a-1.html", "https://musterbote.example/politik/a-1.html"),
        ("javascript:void(0)", URL),
        ("", URL),
    ],
)
def test_canonical_addresses(link: str, expected: str, lexicon: ExtractionLexicon) -> None:
    assert meta(f'<link rel="canonical" href="{link}">', lexicon).canonical_url == expected


def test_without_an_address_only_absolute_links_count(lexicon: ExtractionLexicon) -> None:
    assert meta(f'<link rel="canonical" href="{URL}">', lexicon, url=None).canonical_url == URL
    assert meta('<link rel="canonical" href="/a">', lexicon, url=None).canonical_url is None
