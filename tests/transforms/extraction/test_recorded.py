"""Whole pages beside what must be found in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from transforms.extraction import ExtractionLexicon, extract_document
from transforms.text import normalise_text
from vocabulary import Document

PAGES = Path(__file__).resolve().parents[2] / "recorded" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIELDS = ("title", "authors", "credit", "canonical_url", "site_name", "language", "is_paywalled")


def read(name: str, lexicon: ExtractionLexicon) -> tuple[Document, dict[str, object]]:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    body = (PAGES / f"{name}.html").read_bytes()
    found = extract_document(body, expected["url"], lexicon=lexicon, now=NOW)
    assert isinstance(found, Document), found
    return found, expected


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_says_of_itself(name: str, lexicon: ExtractionLexicon) -> None:
    found, expected = read(name, lexicon)
    said = {field: getattr(found, field) for field in FIELDS} | {"authors": list(found.authors)}
    assert said == {field: expected[field] for field in FIELDS}


@pytest.mark.parametrize("name", NAMES)
def test_when_it_was_published(name: str, lexicon: ExtractionLexicon) -> None:
    found, expected = read(name, lexicon)
    times = {n: getattr(found, n) for n in ("published_at", "published_on", "modified_at")}
    assert {n: t.isoformat() if t else None for n, t in times.items()} == {n: expected[n] for n in times}


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_article_and_nothing_else(name: str, lexicon: ExtractionLexicon) -> None:
    found, expected = read(name, lexicon)
    assert found.body.startswith(str(expected["begins"]))
    assert found.body.endswith(str(expected["ends"]))
    assert [words for words in expected["holds"] if words not in found.body] == []  # type: ignore[attr-defined]
    assert [words for words in expected["lacks"] if words in found.body] == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_offsets_are_final(name: str, lexicon: ExtractionLexicon) -> None:
    found, _ = read(name, lexicon)
    assert normalise_text(found.text) == found.text
    assert found.title is not None
    assert found.text[: found.body_start] == f"{found.title}\n\n"
