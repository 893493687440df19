"""Strings with names in them, beside the names."""

from __future__ import annotations

import pytest

from transforms.extraction import ExtractionLexicon
from transforms.extraction.authors import Claim, choose_authors, site_names

SITES = site_names("Musterbote", "www.musterbote.example")

ONE = [
    ("Anna Muster", ["Anna Muster"]),
    ("Von Anna Muster", ["Anna Muster"]),
    ("von Anna Muster und Jan Beispiel", ["Anna Muster", "Jan Beispiel"]),
    ("By Mary Sample and John O’Example", ["Mary Sample", "John O’Example"]),
    ("By MARY SAMPLE", ["MARY SAMPLE"]),
    ("Par Claire Exemple et Luc Essai", ["Claire Exemple", "Luc Essai"]),
    ("di Paolo Esempio e Anna Prova", ["Paolo Esempio", "Anna Prova"]),
    ("Por Ana Muestra y Luis Ensayo", ["Ana Muestra", "Luis Ensayo"]),
    ("Autor: Anna Próbna, Jan Wzorcowy", ["Anna Próbna", "Jan Wzorcowy"]),
    ("Олена Зразкова та Петро Прикладний", ["Олена Зразкова", "Петро Прикладний"]),
    ("Ein Kommentar von Anna Muster", ["Anna Muster"]),
    ("Anna Muster, Jan Beispiel und Li Wei", ["Anna Muster", "Jan Beispiel", "Li Wei"]),
    ("Anna Muster, Berlin", ["Anna Muster"]),
    ("Mary Sample, political editor", ["Mary Sample"]),
    ("Anna Muster (dpa)", ["Anna Muster"]),
    ("Anna Muster/dpa", ["Anna Muster"]),
    ("Anna Muster; Jan Beispiel", ["Anna Muster", "Jan Beispiel"]),
    ("Anna Muster &amp; Jan Beispiel", ["Anna Muster", "Jan Beispiel"]),
    ("Mary Sample 14:00, 28 Apr 2026", ["Mary Sample"]),
    ("Mary Sample @marysample", ["Mary Sample"]),
    ("Mary Sample <mary@tribune.example>", ["Mary Sample"]),
    ("松岡花子", ["松岡花子"]),
    ("Ursula von der Probe", ["Ursula von der Probe"]),
    ("https://facebook.example/musterbote", []),
    ("//musterbote.example/anna", []),
    ("dpa", ["dpa"]),
    ("Redaktion", ["Redaktion"]),
    ("", []),
    (" – ", []),
]


@pytest.mark.parametrize(("raw", "names"), ONE)
def test_names_in_a_string(raw: str, names: list[str], lexicon: ExtractionLexicon) -> None:
    assert list(choose_authors([[Claim(text=raw)]], SITES, lexicon)) == names


def names(lexicon: ExtractionLexicon, *sources: list[Claim]) -> list[str]:
    return list(choose_authors(sources, SITES, lexicon))


@pytest.mark.parametrize(
    "nobody", ["dpa", "Reuters", "Redaktion", "Musterbote", "musterbote.example", "Staff reporter"]
)
def test_persons_go_before_agencies_newsrooms_and_the_site(nobody: str, lexicon: ExtractionLexicon) -> None:
    assert names(lexicon, [Claim(text=nobody), Claim(text="Anna Muster")]) == ["Anna Muster"]
    assert names(lexicon, [Claim(text=nobody)], [Claim(text="Anna Muster")]) == ["Anna Muster"]


def test_a_declared_organisation_is_none_whatever_it_looks_like(lexicon: ExtractionLexicon) -> None:
    declared = Claim(text="Anna Seghers Verlag", is_organisation=True)
    assert names(lexicon, [declared], [Claim(text="Jan Beispiel")]) == ["Jan Beispiel"]
    assert names(lexicon, [declared]) == ["Anna Seghers Verlag"]


def test_the_first_source_with_a_person_wins(lexicon: ExtractionLexicon) -> None:
    assert names(lexicon, [Claim(text="Anna Muster")], [Claim(text="Jan Beispiel")]) == ["Anna Muster"]


def test_a_source_that_names_the_same_and_more_wins(lexicon: ExtractionLexicon) -> None:
    more = [Claim(text="Jan Beispiel", is_visible=True), Claim(text="Anna Muster", is_visible=True)]
    assert names(lexicon, [Claim(text="Anna Muster")], more) == ["Jan Beispiel", "Anna Muster"]


def test_what_is_read_off_the_page_must_look_like_a_name(lexicon: ExtractionLexicon) -> None:
    assert names(lexicon, [Claim(text="amw", is_visible=True)]) == []
    assert names(lexicon, [Claim(text="drei Minuten Lesezeit", is_visible=True)]) == []


def test_nobody_is_named_twice(lexicon: ExtractionLexicon) -> None:
    assert names(lexicon, [Claim(text="Anna Muster"), Claim(text="ANNA MUSTER")]) == ["Anna Muster"]
