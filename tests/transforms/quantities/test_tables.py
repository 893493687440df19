"""The figures' word lists: broad enough, without duplicates, and meaning one thing in every language."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.seeds import read_lexicons
from tests.transforms.quantities.scoring import lexicon_of
from transforms.quantities.morphology import expand, read_paradigms

LEXICONS = read_lexicons()
LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")


def forms_of(language: str) -> dict[str, set[str]]:
    """Every form of a counted noun, with its concepts."""
    tables = LEXICONS[language]
    paradigms = read_paradigms([*tables["paradigms"], *LEXICONS["common"].get("paradigms", ())])
    forms: dict[str, set[str]] = {}
    for row in tables["concepts"]:
        for form in expand(row["form"], paradigms):
            forms.setdefault(form, set()).add(row["concept"])
    return forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_least_250_shared_concepts_with_inflections(language: str) -> None:
    shared = set.intersection(*({row["concept"] for row in LEXICONS[c]["concepts"]} for c in LANGUAGES))
    forms = forms_of(language)
    assert len(shared) >= 250
    assert len(forms) >= 600
    assert sum(len(concepts) > 1 for concepts in forms.values()) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_concept_has_a_name_that_is_another_in_english(language: str) -> None:
    english = forms_of("en")
    for concept in {row["concept"] for row in LEXICONS[language]["concepts"]}:
        assert concept in english.get(concept.replace("_", " "), {concept}), concept


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_of_a_number_has_two_values(language: str) -> None:
    tables = LEXICONS[language]
    paradigms = read_paradigms(tables.get("paradigms", ()))
    rows = [*tables["numbers"], *tables["scales"]]
    values = Counter({(f, r["value"]) for r in rows for f in expand(r["form"], paradigms)})
    doubled = [form for form, n in Counter(form for form, _ in values).items() if n > 1]
    assert not doubled


@pytest.mark.parametrize("language", LANGUAGES)
def test_currencies_of_the_world(language: str) -> None:
    lexicon = lexicon_of(language)
    words = {unit.unit for unit in (p for ps in lexicon.units.firsts.values() for _, p in ps)}
    codes = {unit for unit in words if unit.isupper()} | set(lexicon.money.values())
    assert len(codes) > 140
    assert {"EUR", "UAH", "PLN", "CHF", "SEK"} <= codes


def test_an_unknown_role_is_refused() -> None:
    from transforms.quantities import build_quantity_lexicon

    row = {"form": "zwei", "value": "2", "role": "nonsense", "alone": "-"}
    with pytest.raises(ValueError, match="nonsense"):
        build_quantity_lexicon("xx", {"numbers": [row]}, {})
