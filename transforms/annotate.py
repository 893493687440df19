"""One text through every annotator.

In: a normalised text, its language, the compiled resources of that language. Out: `Annotations`, each
with spans that hold the words they claim. Refuses: texts that were not normalised; reading anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from transforms import quantities, quotations, relevance, stances
from transforms.persons import find_persons
from transforms.quantities import (
    QuantityLexicon,
    attribute_quantities,
    build_quantity_lexicon,
    find_quantities,
)
from transforms.quotations import SpeechLexicon, build_speech_lexicon, find_quotations
from transforms.relevance import score_relevance
from transforms.speakers import Resolved, resolve_speakers
from transforms.stances import Judgement, StanceLexicon, build_stance_lexicon, judge_text
from transforms.text import split_sentences
from transforms.topics import Topic
from vocabulary import (
    Annotations,
    PersonMention,
    Quantity,
    Quotation,
    Relevance,
    Row,
    Span,
    Speaker,
    Stance,
    Tables,
)

LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")
"""The languages with annotators; relevance works by the topic's phrases in any other."""

ANNOTATORS: Mapping[str, str] = {
    module.ANNOTATOR: module.VERSION for module in (quantities, quotations, relevance, stances)
}
"""Annotator name to version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageResources:
    """The compiled lexicons of one language."""

    language: str
    quantity: QuantityLexicon
    speech: SpeechLexicon
    stance: StanceLexicon


def build_language_resources(
    language: str, lexicons: Mapping[str, Tables], names: Sequence[Row], topic: Topic
) -> LanguageResources | None:
    """Compile the lexicons of `language`; None where Tenor has no annotators for it."""
    if language not in LANGUAGES or language not in lexicons:
        return None
    tables, common = lexicons[language], lexicons.get("common", {})
    return LanguageResources(
        language=language,
        quantity=build_quantity_lexicon(language, tables, common),
        speech=build_speech_lexicon(language, tables, common, names),
        stance=build_stance_lexicon(language, tables, common, topic),
    )


def annotate_text(
    text: str,
    *,
    language: str | None,
    resources: LanguageResources | None,
    topic: Topic,
    authors: Sequence[str] = (),
    threshold: float = 0.25,
) -> Annotations:
    """Everything the annotators say of `text`; stances only where it is on topic or close to it."""
    found = score_relevance(text, language, topic)
    if resources is None:
        return Annotations(language=language, relevance=found, annotators=ANNOTATORS)
    sentences = split_sentences(text, language)
    persons = find_persons(text, sentences, resources.speech)
    reported = find_quotations(text, sentences, resources.speech)
    resolved = resolve_speakers(text, sentences, reported, persons, resources.speech, authors)
    figures = attribute_quantities(
        text, find_quantities(text, resources.quantity), resolved.quotations, persons, resources.quantity
    )
    held = _find_held(text, sentences, persons, resolved, topic, resources, threshold, found)
    checked = _checked(text, language, found, figures, tuple(persons), resolved, held)
    return replace(checked, sentences=tuple(sentences))


def _find_held(
    text: str,
    sentences: Sequence[Span],
    persons: Sequence[PersonMention],
    resolved: Resolved,
    topic: Topic,
    resources: LanguageResources,
    threshold: float,
    found: Relevance,
) -> Judgement:
    if found.score < relevance.DEBATE:
        return Judgement((), {})
    return judge_text(
        text,
        sentences,
        resolved.quotations,
        resolved.speakers,
        topic,
        resources.stance,
        threshold=threshold,
        persons=persons,
    )


Spanned = TypeVar("Spanned", Quantity, Quotation, Speaker, Stance)


def _span(annotation: Quantity | Quotation | Speaker | Stance) -> Span:
    return annotation.content if isinstance(annotation, Quotation) else annotation.span


def _verbatim(text: str, found: Iterable[Spanned], rejected: list[Mapping[str, Any]]) -> tuple[Spanned, ...]:
    """Those whose span holds the words they claim; the others are noted in `rejected`."""
    kept: list[Spanned] = []
    for annotation in found:
        span = _span(annotation)
        if span.of(text) == annotation.surface and annotation.surface:
            kept.append(annotation)
        else:
            kind = type(annotation).__name__.lower()
            rejected.append(
                {"kind": kind, "start": span.start, "end": span.end, "surface": annotation.surface}
            )
    return tuple(kept)


def _checked(
    text: str,
    language: str | None,
    found: Relevance,
    figures: list[Quantity],
    persons: tuple[Any, ...],
    resolved: Resolved,
    held: Judgement,
) -> Annotations:
    rejected: list[Mapping[str, Any]] = []
    return Annotations(
        language=language,
        relevance=found,
        annotators=ANNOTATORS,
        quantities=_verbatim(text, figures, rejected),
        persons=persons,
        quotations=_verbatim(text, resolved.quotations, rejected),
        speakers=_verbatim(text, resolved.speakers, rejected),
        mentioned=tuple(resolved.mentioned),
        stances=_verbatim(text, held.stances, rejected),
        article_stance=held.labels,
        rejected=tuple(rejected),
    )
