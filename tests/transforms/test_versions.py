"""What counts as an edit of an article, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import split_sentences
from transforms.versions import Edit, Figure, Reading, Statement, find_edits
from vocabulary import Span

BASE = """Verbündete beraten in Paris
Die Koalition der Willigen hat am Dienstag in Paris beraten. Dort wollen 26 Staaten Soldaten entsenden.
„Wir sind bereit“, sagte die Ministerin Ada Kern. Über das Mandat wurde nicht entschieden.
Die Beratungen gehen am Freitag weiter."""


def furniture(line: str) -> bool:
    return line.startswith(("Mehr zum Thema", "Newsletter"))


def figure(text: str, surface: str, value: float, unit: str = "count:country") -> Figure:
    start = text.index(surface)
    return Figure(
        span=Span(start, start + len(surface)), surface=surface, value=value, value_high=None, unit=unit
    )


def statement(text: str, surface: str, speaker: str = "Ada Kern") -> Statement:
    start = text.index(surface)
    return Statement(span=Span(start, start + len(surface)), surface=surface, speaker=speaker)


def edits(
    former: str,
    later: str,
    figures: Sequence[Sequence[Figure]] = ((), ()),
    said: Sequence[Sequence[Statement]] = ((), ()),
) -> list[Edit]:
    readings = [
        Reading(text=text, language="de", figures=tuple(figures[n]), statements=tuple(said[n]))
        for n, text in enumerate((former, later))
    ]
    return find_edits(readings[0], readings[1], furniture)


def told(found: Sequence[Edit]) -> list[tuple[str, str, str | None, str | None]]:
    return [(e.kind, e.change, e.former_surface, e.surface) for e in found]


@pytest.mark.parametrize(
    "later",
    [
        BASE.replace(" ", "  ").replace("\n", "\n\n"),
        BASE.replace("„Wir sind bereit“, sagte", "»Wir sind bereit« – sagte"),
        BASE + "\nMehr zum Thema: Gipfel in London",
        BASE.replace("\nDie KO", "\nDie Ko") + "\nNewsletter bestellen",
        BASE.replace("\n", "\nAktualisiert am 12. März 2026, 14:05 Uhr\n", 1),
        BASE.replace("\n", "\nStand: 12.03.2026\n", 1),
    ],
    ids=["space", "punctuation", "teaser", "newsletter", "time stamp", "date"],
)
def test_furniture_is_no_edit(later: str) -> None:
    assert later != BASE
    assert edits(BASE, later) == []
    assert edits(later, BASE) == []


def test_counters_and_clocks_that_go_on_are_no_edit() -> None:
    former = BASE.replace("\n", "\nvor 3 Stunden\n", 1) + "\n12 Kommentare"
    later = BASE.replace("\n", "\nvor 5 Stunden\n", 1) + "\n48 Kommentare"
    assert edits(former, later) == []


def test_a_headline_that_changes_its_figure_is_an_edit() -> None:
    former, later = "26 Staaten sagen zu\n" + BASE, "28 Staaten sagen zu\n" + BASE
    assert told(edits(former, later)) == [
        ("sentence", "changed", "26 Staaten sagen zu", "28 Staaten sagen zu")
    ]


def test_a_sentence_that_moved_is_no_edit() -> None:
    first, second = "Dort wollen 26 Staaten Soldaten entsenden.", "Über das Mandat wurde nicht entschieden."
    moved = BASE.replace(first, "§").replace(second, first).replace("§", second)
    assert moved != BASE
    assert edits(BASE, moved) == []


def test_sentences_come_go_and_change() -> None:
    later = BASE.replace("Über das Mandat wurde nicht entschieden.", "").replace(
        "Die Beratungen gehen am Freitag weiter.",
        "Die Beratungen gehen erst am Montag weiter. Polen nimmt nicht teil.",
    )
    assert told(edits(BASE, later)) == [
        ("sentence", "removed", "Über das Mandat wurde nicht entschieden.", None),
        (
            "sentence",
            "changed",
            "Die Beratungen gehen am Freitag weiter.",
            "Die Beratungen gehen erst am Montag weiter.",
        ),
        ("sentence", "added", None, "Polen nimmt nicht teil."),
    ]


def test_a_figure_changes_within_its_sentence() -> None:
    later = BASE.replace("26 Staaten", "28 Staaten") + " Das kostet 3 Milliarden Euro."
    figures = (
        [figure(BASE, "26 Staaten", 26)],
        [figure(later, "28 Staaten", 28), figure(later, "3 Milliarden Euro", 3e9, "EUR")],
    )
    found = [e for e in told(edits(BASE, later, figures)) if e[0] == "figure"]
    assert found == [
        ("figure", "changed", "26 Staaten", "28 Staaten"),
        ("figure", "added", None, "3 Milliarden Euro"),
    ]


def test_a_figure_written_otherwise_is_the_same() -> None:
    later = BASE.replace("wollen 26 Staaten", "wollen sechsundzwanzig Staaten")
    figures = ([figure(BASE, "26 Staaten", 26)], [figure(later, "sechsundzwanzig Staaten", 26)])
    assert [e.kind for e in edits(BASE, later, figures)] == ["sentence"]


def test_quotations_change_and_go() -> None:
    later = BASE.replace("Wir sind bereit", "Wir sind wirklich bereit")
    said = ([statement(BASE, "Wir sind bereit")], [statement(later, "Wir sind wirklich bereit")])
    assert ("quotation", "changed", "Wir sind bereit", "Wir sind wirklich bereit") in told(
        edits(BASE, later, said=said)
    )
    gone = BASE.replace("„Wir sind bereit“, sagte die Ministerin Ada Kern.", "")
    assert ("quotation", "removed", "Wir sind bereit", None) in told(edits(BASE, gone, said=(said[0], [])))


SENTENCES = [s.of(BASE) for s in split_sentences(BASE, "de")]


@given(kept=st.lists(st.sampled_from(SENTENCES), unique=True), seed=st.integers(0, 99))
def test_edits_lead_from_one_text_to_the_other(kept: list[str], seed: int) -> None:
    """Spans hold their words, and removals and additions are exactly what one text has more."""
    words = list(kept)
    Random(seed).shuffle(words)
    later = "\n".join(words)
    found = edits(BASE, later)
    for edit in found:
        assert edit.former is None or edit.former.of(BASE) == edit.former_surface
        assert edit.later is None or edit.later.of(later) == edit.surface
    assert {e.former_surface for e in found} == set(SENTENCES) - set(kept)
    assert [e.change for e in edits(later, BASE)].count("added") == len(SENTENCES) - len(kept)


def test_no_edits_between_a_text_and_itself() -> None:
    assert edits(BASE, BASE) == []
