"""The seed document of the project with some of its annotations, made by hand."""

from __future__ import annotations

from flows.seeds import SEEDS
from tests.report.texts import ANNOTATORS
from transforms.text import normalise_text, split_sentences
from vocabulary import (
    Annotations,
    Approx,
    PersonMention,
    Polarity,
    Quantity,
    Quotation,
    QuotationType,
    Relevance,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
)


def seed_text() -> str:
    """The document without its front matter."""
    raw = (SEEDS / "documents" / "koalition-der-willigen.de.md").read_text(encoding="utf-8")
    return normalise_text(raw.split("---\n", 2)[2]).strip()


def _span(words: str) -> Span:
    start = seed_text().index(words)
    return Span(start, start + len(words))


def seed_annotations() -> Annotations:
    """A figure, an expert with a quotation, a stance of its own and one that it reports."""
    text = seed_text()
    expert = _span("Eric Ciaramella")
    refused = "Europa solle seine Hoffnungen nicht auf eine eigene Militärpräsenz in der Ukraine setzen"
    money = "fast 390 Milliarden US-Dollar"
    own = "Warum diese Vision ein Luftschloss bleibt"
    return Annotations(
        language="de",
        relevance=Relevance(is_on_topic=True, score=0.97, evidence=(_span("Koalition der Willigen"),)),
        annotators=ANNOTATORS,
        sentences=tuple(split_sentences(text, "de")),
        quantities=(
            Quantity(
                span=_span(money), surface=money, value=390e9, value_high=None, unit="USD",
                approx=Approx.UNDER, measures="needed aid",
            ),
        ),
        persons=(
            PersonMention(span=expert, surface="Eric Ciaramella", name="Eric Ciaramella", person_id="eric-ciaramella"),
        ),
        quotations=(
            Quotation(
                content=_span(refused), surface=refused, type=QuotationType.INDIRECT, cue=_span("betonen"),
                cue_surface="betonen", speaker=expert, speaker_name="Eric Ciaramella", person_id="eric-ciaramella",
            ),
        ),
        speakers=(
            Speaker(
                name="Eric Ciaramella", span=expert, surface="Eric Ciaramella", kind=SpeakerKind.EXPERT,
                role="Senior Fellow", affiliation="Carnegie Endowment for International Peace", n_quotations=1,
                person_id="eric-ciaramella",
            ),
        ),
        stances=(
            Stance(
                holder="text", target="coalition_of_the_willing", polarity=Polarity.AGAINST, span=_span(own),
                surface=own, confidence=0.9,
            ),
            Stance(
                holder="Eric Ciaramella", target="troop_deployment", polarity=Polarity.AGAINST,
                span=_span(refused), surface=refused, confidence=0.8, person_id="eric-ciaramella",
            ),
        ),
        article_stance={"coalition_of_the_willing": Polarity.AGAINST},
    )  # fmt: skip
