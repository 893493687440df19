"""Who speaks, in which capacity."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transforms.quotations.lexicons import resolved
from transforms.speakers import Resolved
from transforms.text import normalise_text
from vocabulary import Speaker

SEED = Path(__file__).resolve().parents[3] / "seeds" / "documents" / "koalition-der-willigen.de.md"


def _speakers(got: Resolved) -> dict[str, Speaker]:
    return {speaker.name: speaker for speaker in got.speakers}


@pytest.fixture(scope="module")
def seed() -> Resolved:
    text = SEED.read_text(encoding="utf-8").split("---\n", 2)[2].lstrip()
    return resolved("de", normalise_text(text), ("Rainer Rupp",))


def test_the_seed_document_presents_its_experts(seed: Resolved) -> None:
    known = _speakers(seed)
    first, second = known["Eric Ciaramella"], known["Sophia Besch"]
    assert (first.kind, first.role) == ("expert", "Senior Fellow")
    assert first.affiliation == "Carnegie Endowment for International Peace"
    assert first.former_roles == (
        "Stellvertretender Nationaler Geheimdienstoffizier für Russland und Eurasien",
    )
    assert first.former_affiliations == ("Nationalen Rat der US-Geheimdienste",)
    assert (second.kind, second.role) == ("expert", "Senior Fellow")
    assert second.affiliation == "Carnegie Endowment for International Peace"


def test_the_seed_document_attributes_paragraph_by_paragraph(seed: Resolved) -> None:
    said = {q.cue_surface: q for q in seed.quotations if q.cue_surface}
    for cue in ("argumentieren", "betonen", "so", "spekulieren", "unterstreichen", "erinnern"):
        assert said[cue].speaker_name == "Eric Ciaramella", cue
    chains = [q for q in seed.quotations if q.cue is None]
    assert len(chains) >= 6
    assert {q.speaker_name for q in chains} == {"Eric Ciaramella"}


def test_the_seed_document_tells_author_politicians_and_mentions(seed: Resolved) -> None:
    known = _speakers(seed)
    assert known["Rainer Rupp"].kind == "author"
    assert known["Ursula von der Leyen"].kind == "politician"
    assert known["Selenskyj"].kind == "politician"
    assert {"Wladimir Putin", "Trump"} <= set(seed.mentioned)
    assert not {"Wladimir Putin", "Trump"} & set(known)


def test_a_pronoun_means_the_last_speaker_of_its_gender() -> None:
    text = (
        "“The plan works,” said Anna Miller, a fellow at the Peace Institute. "
        "John Carter, a senator, disagreed. "
        "“It will hold,” she added."
    )
    assert [q.speaker_name for q in resolved("en", text).quotations] == ["Anna Miller", "Anna Miller"]


def test_a_role_noun_means_whom_the_text_presented_so() -> None:
    text = (
        "Der Politikwissenschaftler Jonas Brandt hält wenig davon. Minister Karl Winter reist ab. "
        "Der Plan sei tot, so der Experte."
    )
    (quotation,) = resolved("de", text).quotations
    assert quotation.speaker_name == "Jonas Brandt"


def test_unnamed_sources_stay_without_a_name() -> None:
    for text in ("Officials said the talks had failed.", "A diplomat said the talks had failed."):
        (quotation,) = resolved("en", text).quotations
        assert quotation.speaker_name is None


def test_a_spokesman_of_a_body_stands_for_the_body() -> None:
    (quotation,) = resolved("en", "A NATO spokesman said the talks had failed.").quotations
    assert quotation.speaker_name == "NATO"


def test_capitals_and_states_speak_as_bodies() -> None:
    got = resolved("en", "Britain ruled out sending troops.")
    (speaker,) = got.speakers
    assert (speaker.name, speaker.kind) == ("Britain", "organisation")


def test_joint_speakers_give_the_first_named() -> None:
    (quotation,) = resolved("de", "Anna Berg und Karl Winter betonen, die Lage sei ernst.").quotations
    assert quotation.speaker_name == "Anna Berg"


KINDS = [
    ("en", "Retired colonel Tom Reed said the line would hold.", "military"),
    ("en", "Anna Miller, a senior fellow at the Peace Institute, said the line would hold.", "expert"),
    ("en", "Foreign minister Anna Miller said the line would hold.", "politician"),
    ("en", "Mayor Anna Miller said the line would hold.", "official"),
    ("fr", "Selon l’historienne Anne Roche, la ligne tiendra.", "expert"),
    ("it", "Secondo l'analista Marco Bruni, la linea terrà.", "expert"),
    ("es", "Según la investigadora Ana Ruiz, la línea aguantará.", "expert"),
    ("pl", "Zdaniem analityka Jana Nowaka, linia wytrzyma.", "expert"),
    ("ru", "По словам политолога Ивана Белова, линия выдержит.", "expert"),
    ("uk", "На думку аналітика Івана Білика, лінія витримає.", "expert"),
]


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_kinds(language: str, text: str, kind: str) -> None:
    (speaker,) = resolved(language, text).speakers
    assert speaker.kind == kind
    assert speaker.n_quotations == 1


def test_a_byline_makes_the_author() -> None:
    text = "Der Plan wankt\n\nVon Anna Berg\n\nKarl Winter sagte, die Lage sei ernst."
    assert _speakers(resolved("de", text))["Anna Berg"].kind == "author"


def test_role_and_affiliation_are_words_of_the_text() -> None:
    text = "Der CDU-Außenpolitiker Karl Winter sagte, die Lage sei ernst."
    (speaker,) = resolved("de", text).speakers
    assert (speaker.role, speaker.affiliation) == ("Außenpolitiker", "CDU")
    assert speaker.role_span and speaker.role_span.of(text) == speaker.role
    assert speaker.affiliation_span and speaker.affiliation_span.of(text) == speaker.affiliation


BODIES = [
    ("pl", "Mer Charkowa Adam Nowak powiedział, że miasto wytrzyma.", "Adam Nowak", "Charkowa"),
    ("es", "La diputada del Frente Ana Ruiz dijo que la línea aguantará.", "Ana Ruiz", "Frente"),
    ("it", "La sociologa del Ceps Anna Bruni ha detto che la linea terrà.", "Anna Bruni", "Ceps"),
]


@pytest.mark.parametrize(("language", "text", "name", "body"), BODIES)
def test_a_body_before_a_name_is_no_part_of_it(language: str, text: str, name: str, body: str) -> None:
    speaker = _speakers(resolved(language, text))[name]
    assert speaker.affiliation == body


def test_a_role_may_open_the_sentence() -> None:
    text = "Professeure de droit international, Anne Roche estime que la ligne tiendra."
    assert _speakers(resolved("fr", text))["Anne Roche"].kind == "expert"


SUBJECTS = [
    ("Karl Winter, der lange geschwiegen hatte, sagte zur Begründung, die Lage sei ernst.", "Karl Winter"),
    ("Wie der Direktor des Amtes, Karl Winter, mitteilte, ist die Lage ernst.", "Karl Winter"),
    ("Der Zeitung sagte Karl Winter: „Die Lage ist ernst und sie bleibt es.“", "Karl Winter"),
    (
        "Besorgt äußerte sich General a. D. Karl Winter: „Die Lage ist ernst und sie bleibt es.“",
        "Karl Winter",
    ),
    ("Minister Karl Winter sieht Gefahren. Zwei Brücken fehlen. Die Lage sei ernst.", "Karl Winter"),
    ("Die Lage wäre ernst, die niemand kennt, erläuterte die Forscherin Anna Berg.", "Anna Berg"),
]


@pytest.mark.parametrize(("text", "name"), SUBJECTS)
def test_the_subject_of_a_german_report(text: str, name: str) -> None:
    assert {q.speaker_name for q in resolved("de", text).quotations} == {name}
