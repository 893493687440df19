"""What the annotators must say of the seed document: whom it presents, what it cites, who stands where."""

from __future__ import annotations

from functools import cache

import pytest

from flows.annotators import AnnotationTask, annotate
from flows.seeds import SEEDS
from tests.report.seed_text import seed_text
from vocabulary import Annotations, Approx, Polarity, SpeakerKind

EXPERTS = ("Eric Ciaramella", "Sophia Besch")


@cache
def found() -> Annotations:
    return annotate(
        AnnotationTask(text=seed_text(), language="de", authors=("Rainer Rupp",), seeds=SEEDS, threshold=0.25)
    )


def test_it_is_about_the_coalition() -> None:
    assert found().relevance.is_on_topic


@pytest.mark.parametrize("name", EXPERTS)
def test_its_experts_come_with_role_and_affiliation(name: str) -> None:
    speaker = next(s for s in found().speakers if s.name == name)
    assert speaker.kind is SpeakerKind.EXPERT
    assert (speaker.role, speaker.affiliation) == (
        "Senior Fellow",
        "Carnegie Endowment for International Peace",
    )


def test_a_former_office_is_told_from_the_present_one() -> None:
    speaker = next(s for s in found().speakers if s.name == "Eric Ciaramella")
    assert speaker.former_roles == (
        "Stellvertretender Nationaler Geheimdienstoffizier für Russland und Eurasien",
    )
    assert speaker.former_affiliations == ("Nationalen Rat der US-Geheimdienste",)


def test_the_author_and_the_politicians_are_told_from_the_experts() -> None:
    kinds = {speaker.person_id: speaker.kind for speaker in found().speakers}
    assert kinds["rainer-rupp"] is SpeakerKind.AUTHOR
    assert kinds["ursula-von-der-leyen"] is kinds["volodymyr-zelensky"] is SpeakerKind.POLITICIAN
    assert {"Wladimir Putin", "Trump"} <= {person.name for person in found().persons}


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("betonen", "Europa solle seine Hoffnungen nicht"),
        ("so", "Ein zentraler Schwachpunkt der aktuellen Koalitionspläne"),
        ("spekulieren", "tiefe ukrainische Zugeständnisse"),
    ],
)
def test_what_the_authors_say_is_theirs(cue: str, words: str) -> None:
    quotation = next(q for q in found().quotations if q.surface.startswith(words))
    assert (quotation.cue_surface, quotation.speaker_name) == (cue, "Eric Ciaramella")


def test_the_figure_of_the_plan() -> None:
    figure = next(q for q in found().quantities if q.value == 390e9)
    assert (figure.surface, figure.unit, figure.approx) == (
        "fast 390 Milliarden US-Dollar",
        "USD",
        Approx.UNDER,
    )


def test_the_misprinted_percentage_is_doubted() -> None:
    figure = next(q for q in found().quantities if q.unit == "percent" and q.doubt)
    assert figure.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("holder", "target", "polarity"),
    [
        ("text", "coalition_of_the_willing", Polarity.AGAINST),
        *((name, "military_aid", Polarity.FAVOR) for name in EXPERTS),
        *((name, "troop_deployment", Polarity.AGAINST) for name in EXPERTS),
    ],
)
def test_the_voice_is_told_from_its_experts(holder: str, target: str, polarity: Polarity) -> None:
    stance = next(s for s in found().stances if (s.holder, s.target) == (holder, target))
    assert stance.polarity is polarity
    assert seed_text()[stance.span.start : stance.span.end] == stance.surface


def test_the_voice_is_against_the_coalition_as_a_whole() -> None:
    assert found().article_stance["coalition_of_the_willing"] is Polarity.AGAINST
