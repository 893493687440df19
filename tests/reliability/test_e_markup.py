"""Cases E 62–65: hostile mark-up costs bounded time and memory, and one page at most."""

from __future__ import annotations

import resource
import time

import pytest
from pages import page

from transforms.extraction import Doubt, ExtractionLexicon, FailureCode, extract_document
from transforms.extraction.markup import MAX_PAGE
from vocabulary import Document, ExtractFailure

LIMIT_S = 20.0
LIMIT_MB = 400


def bounded(body: bytes, lexicon: ExtractionLexicon) -> Document | ExtractFailure:
    """Extraction under a watch: processor time and growth of memory."""
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = extract_document(body, "https://a.example/b", lexicon=lexicon)
    assert time.process_time() - begin < LIMIT_S
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < LIMIT_MB
    return found


def test_62_a_hundred_thousand_nested_blocks(lexicon: ExtractionLexicon) -> None:
    found = bounded(page("de", extra="<div>" * 100_000 + "x" + "</div>" * 100_000).encode(), lexicon)
    assert isinstance(found, ExtractFailure)
    assert found.code == FailureCode.TOO_COMPLEX


def test_62_deep_nesting_within_the_limit(lexicon: ExtractionLexicon) -> None:
    found = bounded(page("de", extra="<div>" * 20_000 + "x").encode(), lexicon)
    assert isinstance(found, Document)
    assert "Außenminister" in found.text


def test_63_fifty_megabytes_in_one_line(lexicon: ExtractionLexicon) -> None:
    found = bounded(page("de", extra="<!-- " + "x" * 50_000_000).encode(), lexicon)
    assert isinstance(found, Document)
    assert (Doubt.PAGE_CUT.value, f"read up to {MAX_PAGE} bytes") in found.doubts


@pytest.mark.slow
def test_63_one_word_of_three_megabytes(lexicon: ExtractionLexicon) -> None:
    found = bounded(page("de", extra="<p>" + "x" * 2_900_000).encode(), lexicon)
    assert isinstance(found, Document | ExtractFailure)


def test_64_a_million_attributes(lexicon: ExtractionLexicon) -> None:
    attributes = " ".join(f"a{n}" for n in range(1_000_000))
    found = bounded(page("de").replace("<article>", f"<article {attributes}>").encode(), lexicon)
    assert isinstance(found, Document | ExtractFailure)
    few = " ".join(f"a{n}=1" for n in range(200_000))
    found = bounded(page("de").replace("<article>", f"<article {few}>").encode(), lexicon)
    assert isinstance(found, Document)
    assert Doubt.MARKUP_CUT in {code for code, _ in found.doubts}
    assert "Außenminister" in found.text


@pytest.mark.slow
def test_64_five_megabytes_of_json_ld(lexicon: ExtractionLexicon) -> None:
    graph = (
        '<script type="application/ld+json">{"@graph":[' + '{"@type":"Thing"},' * 140_000 + "{}]}</script>"
    )
    assert isinstance(bounded(page("de", meta=graph).encode(), lexicon), Document)


SHELLS = [
    b"",
    b"   \n ",
    b"<html></html>",
    b"<html><head><title>Only a title here</title></head><body></body></html>",
    b'<html><body><div id="root"></div><script>window.x=1</script><noscript>You need to enable JavaScript '
    b"to run this app.</noscript></body></html>",
    b"<html><body><nav><ul><li><a href=/a>Home</a></li><li><a href=/b>News</a></li></ul></nav></body></html>",
]


@pytest.mark.parametrize("body", SHELLS)
def test_65_pages_without_text_are_called_that(body: bytes, lexicon: ExtractionLexicon) -> None:
    found = extract_document(body, None, lexicon=lexicon)
    assert isinstance(found, ExtractFailure)
    assert found.code == FailureCode.NO_TEXT


WALLS = [
    "<title>Just a moment...</title><body><h1>Checking your browser</h1><p>Verify you are human by "
    "completing the action below. This page needs to review the security of your connection.</p>",
    "<title>Musterbote</title><body><h1>Musterbote mit Werbung lesen</h1><p>Wir benötigen Ihre Zustimmung, "
    "um fortzufahren. Mit Werbung weiterlesen oder im Abo ohne Werbung nutzen.</p>",
    "<title>404 Not Found</title><body><h1>404 Not Found</h1><p>The requested address was not found on this "
    "server, and nothing else is known about it at the moment.</p>",
]


@pytest.mark.parametrize("body", WALLS)
def test_37_consent_walls_and_challenges_are_no_articles(body: str, lexicon: ExtractionLexicon) -> None:
    found = extract_document(f"<html>{body}</html>".encode(), None, lexicon=lexicon)
    assert isinstance(found, ExtractFailure)
    assert found.code == FailureCode.CHALLENGE


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04x", b'{"a": 1}', b"\xff\xd8\xff\xe0"]
)
def test_54_other_formats_are_refused(body: bytes, lexicon: ExtractionLexicon) -> None:
    found = extract_document(body, None, lexicon=lexicon)
    assert isinstance(found, ExtractFailure)
    assert found.code == FailureCode.NOT_HTML
