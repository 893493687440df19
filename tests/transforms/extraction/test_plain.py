"""Documents handed in as text: title, byline, front matter, furniture."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from transforms.extraction import ExtractionLexicon, document_from_text, hide_front_matter

SEED = Path(__file__).resolve().parents[3] / "seeds" / "documents" / "koalition-der-willigen.de.md"


def test_the_seed_document(lexicon: ExtractionLexicon) -> None:
    found = document_from_text(SEED.read_text(encoding="utf-8"), None, lexicon)
    assert found.title == "Auch ohne USA: Diese “Koalition der Willigen” soll Kiew unbesiegbar machen"
    assert (found.authors, found.language) == (("Rainer Rupp",), "de")
    assert (found.published_at, found.published_on, found.site_name, found.url) == (None, None, None, None)
    assert found.text.startswith(f"{found.title}\n\nAnfang Januar 2026")
    assert found.body.endswith("auf der Strecke bleibt.")
    assert "\n\nWarum diese Vision ein Luftschloss bleibt\n\n" in found.text
    assert "fast 390 Milliarden US-Dollar" in found.text


def test_front_matter_is_read(lexicon: ExtractionLexicon) -> None:
    raw = (
        "---\nauthors: [Mary Sample, John Example]\nlanguage: en\ntitle: A plan\nurl: https://a.example/x\n"
        "published: 2026-01-06T10:00:00+01:00\n---\nA plan\n\nThe allies met in Paris to talk about it.\n"
    )
    found = document_from_text(raw, "file", lexicon)
    assert (found.title, found.authors) == ("A plan", ("Mary Sample", "John Example"))
    assert (found.url, found.language) == ("https://a.example/x", "en")
    assert found.published_at == datetime(2026, 1, 6, 9, tzinfo=UTC)
    assert found.text == "A plan\n\nThe allies met in Paris to talk about it."


def test_a_byline_names_the_author_and_is_no_text(lexicon: ExtractionLexicon) -> None:
    found = document_from_text(
        "# Ein Plan\n\nVon Anna Muster\n\nDie Staaten beraten.\n\nSie tagen.", None, lexicon
    )
    assert (found.title, found.authors) == ("Ein Plan", ("Anna Muster",))
    assert found.body == "Die Staaten beraten.\n\nSie tagen."


def test_a_sentence_that_begins_like_a_byline_stays(lexicon: ExtractionLexicon) -> None:
    found = document_from_text(
        "Ein Plan\n\nVon Paris aus führt der Weg nach Kiew.\n\nSie tagen.", None, lexicon
    )
    assert found.body.startswith("Von Paris aus")


def test_text_without_title_or_front_matter(lexicon: ExtractionLexicon) -> None:
    found = document_from_text("Ein einziger Absatz ohne alles.", None, lexicon)
    assert (found.title, found.body_start, found.authors) == (None, 0, ())
    assert found.text == "Ein einziger Absatz ohne alles."


def test_broken_front_matter_is_no_error(lexicon: ExtractionLexicon) -> None:
    found = document_from_text("---\na: [b\n---\nTitel\n\nText.", None, lexicon)
    assert (found.title, found.body) == ("Titel", "Text.")


def test_empty_text(lexicon: ExtractionLexicon) -> None:
    assert document_from_text("", None, lexicon).text == ""


@given(st.text(), st.text())
def test_hiding_front_matter_moves_no_offset(front: str, body: str) -> None:
    raw = f"---\n{front}\n---\n{body}"
    hidden = hide_front_matter(raw)
    assert len(hidden) == len(raw)
    assert hidden.count("\n") == raw.count("\n")
    assert hide_front_matter(body.lstrip("-")) == body.lstrip("-")
