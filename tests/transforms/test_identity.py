"""Who is who: spellings, merges, splits."""

from __future__ import annotations

import pytest

from flows.seeds import read_names
from transforms.identity import (
    build_identity_changes,
    build_name_index,
    sound_key,
)

INDEX = build_name_index(read_names())


@pytest.mark.parametrize(
    ("spellings", "person_id"),
    [
        (("Wolodymyr Selenskyj", "Volodymyr Zelenskyy", "Владимир Зеленский"), "volodymyr-zelensky"),
        (("Sergej Lawrow", "Sergey Lavrov", "Сергій Лавров", "Siergiej Ławrow"), "sergey-lavrov"),
        (("Valerii Zaluzhnyi", "Walerij Saluschnyj", "Валерій Залужний"), "valerii-zaluzhnyi"),
    ],
)
def test_spellings_lead_to_one_identifier(spellings: tuple[str, ...], person_id: str) -> None:
    assert {INDEX.person_id(name) for name in spellings} == {person_id}


def test_spellings_that_no_list_holds_match_by_sound() -> None:
    assert INDEX.person_id("Volodymyr Zelenskij") == "volodymyr-zelensky"
    assert sound_key("Schoigu") == sound_key("Шойгу")


def test_a_last_name_alone_is_not_guessed_by_sound() -> None:
    assert INDEX.person_id("Selensky") == "selensky"


def test_unknown_names_become_slugs() -> None:
    assert INDEX.person_id("Nadia Perrin") == "nadia-perrin"


def test_chains_of_merges_are_followed_and_circles_refused() -> None:
    rows = [
        {"person_id": "a", "name": "-", "becomes": "b"},
        {"person_id": "b", "name": "-", "becomes": "c"},
    ]
    assert build_identity_changes(rows)[("a", "-")] == "c"
    with pytest.raises(ValueError, match="circle"):
        build_identity_changes([*rows, {"person_id": "c", "name": "-", "becomes": "a"}])
