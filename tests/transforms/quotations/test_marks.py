"""Quoted stretches in every style of mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.quotations.lexicons import lexicon
from transforms.speech.marks import find_quoted

STYLES = [
    ("Er sagte: „Wir bleiben.“ Dann ging er.", ["Wir bleiben."]),
    ("Er sagte: „Wir bleiben.” Dann ging er.", ["Wir bleiben."]),
    ("Er sagte: »Wir bleiben.« Dann ging er.", ["Wir bleiben."]),
    ("Il dit : « Nous restons. » Puis il part.", [" Nous restons. "]),
    ("She said: “We stay.” Then she left.", ["We stay."]),
    ('She said: "We stay." Then she left.', ["We stay."]),
    ("She said: ‘We stay.’ Then she left.", ["We stay."]),
    ("She said: ''We stay.'' Then she left.", ["We stay."]),
    ("Он сказал: «Мы „Волю“ не продаём». Потом ушёл.", ["Мы „Волю“ не продаём"]),
    ("„Er rief ‚Halt!‘ und lief“, sagte sie.", ["Er rief ‚Halt!‘ und lief"]),
    ("O'Brien's plan isn't the ministers' plan.", []),
    ("L’accord n’est pas l’affaire d’un jour.", []),
    ("Ein „Wort ohne Ende.\nEine neue Zeile.", []),
]


@pytest.mark.parametrize(("text", "inner"), STYLES)
def test_every_style_of_mark(text: str, inner: list[str]) -> None:
    known = lexicon("de")
    found = find_quoted(text, known.pairs, known.marks)
    assert [text[q.inner_start : q.inner_end] for q in found] == inner


def test_a_quotation_over_paragraphs_is_one() -> None:
    known = lexicon("en")
    text = "“We waited a year.\n\n“We will not wait again,” she said."
    (found,) = find_quoted(text, known.pairs, known.marks)
    assert text[found.inner_start : found.inner_end].startswith("We waited")
    assert text[found.inner_start : found.inner_end].endswith("again,")


@given(st.text(alphabet="„“”«»\"'‘’ aB.\n", max_size=200))
def test_stretches_lie_in_order_within_the_text(text: str) -> None:
    known = lexicon("de")
    found = find_quoted(text, known.pairs, known.marks)
    ends = [0]
    for quoted in found:
        assert ends[-1] <= quoted.start < quoted.inner_start <= quoted.inner_end < quoted.end <= len(text)
        ends.append(quoted.end)
