"""The fitted model of names beside the rules: what it adds, and that its sums are its signs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.quotations.lexicons import lexicon, persons
from transforms.persons import find_persons
from transforms.persons.tagger import Line, best_labels, runs_of, signs_of_run, weights_of_run
from transforms.speech.name_model import LABELS, NO_WEIGHT
from transforms.speech.tokens import tokenise
from transforms.text import split_sentences

ALONE = [
    ("Im Finale siegten Rehberger und Steinke nach drei Sätzen.", ["Rehberger", "Steinke"]),
    ("Am Dienstag erklärte Bauer, der Vertrag sei fertig.", ["Bauer"]),
    ("Der Koch servierte die Suppe, der Bauer schnitt das Brot.", []),
]


def _without_model(text: str) -> list[str]:
    full = lexicon("de")
    bare = replace(full, persons=replace(full.persons, model=None))
    return [m.name for m in find_persons(text, split_sentences(text, "de"), bare)]


@pytest.mark.parametrize(("text", "names"), ALONE)
def test_last_names_alone_are_told_from_nouns(text: str, names: list[str]) -> None:
    assert [m.name for m in persons("de", text)] == names


def test_model_finds_what_no_list_holds() -> None:
    assert "Steinke" not in _without_model(ALONE[0][0])


def test_listed_names_stay_listed() -> None:
    found = persons("de", "Am Abend traf Selenskyj den Kanzler Friedrich Merz.")
    assert all(m.person_id for m in found) and len(found) == 2


def test_summed_weights_are_those_of_the_signs() -> None:
    full = lexicon("de")
    model = full.persons.model
    assert model is not None
    tokens = tokenise("Gestern sprach Frau Annika von Rehberg mit Reportern der Zeitung.", full.token)
    bounds, rules = (0, len(tokens)), ["O"] * len(tokens)
    line = Line(tokens, bounds, rules, full.persons, model)
    for run in runs_of(tokens, bounds, full.persons.of("particle")):
        summed = weights_of_run(line, run)
        for row, signs in zip(summed, signs_of_run(line, run), strict=True):
            singly = [sum(model.weights.get(s, NO_WEIGHT)[at] for s in signs) for at in range(len(LABELS))]
            assert row == pytest.approx(singly)


def test_best_labels_weigh_steps_between_words() -> None:
    steps = ((0.0, 3.0, 0.0, 0.0), *[NO_WEIGHT] * 3)
    assert best_labels([(1.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 2.0)], steps) == [0, 1]
