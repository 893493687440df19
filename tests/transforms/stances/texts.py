"""Texts with persons and quotations marked in them: `[Name]` names somebody, `{Name|words}` quotes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from flows.seeds import SEEDS, read_lexicons, read_topic
from transforms.stances import Judgement, StanceLexicon, build_stance_lexicon, judge_text
from transforms.text import split_sentences
from transforms.topics import Topic, build_topic
from vocabulary import PersonMention, Polarity, Quotation, QuotationType, Span, Speaker, SpeakerKind, Stance

_MARK = re.compile(r"\[(?P<person>[^\]]+)\]|\{(?P<speaker>[^|]*)\|(?P<words>[^}]+)\}")


@lru_cache(maxsize=1)
def topic() -> Topic:
    return build_topic(read_topic(SEEDS))


@lru_cache(maxsize=8)
def lexicon(language: str) -> StanceLexicon:
    tables = read_lexicons(SEEDS)
    return build_stance_lexicon(language, tables[language], tables["common"], topic())


def mark(marked: str) -> tuple[str, list[Quotation], list[PersonMention]]:
    """The text without marks, its quotations and its persons."""
    text, last = "", 0
    quotations: list[Quotation] = []
    persons: list[PersonMention] = []
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        last = found.end()
        words = found["person"] or found["words"]
        span = Span(len(text), len(text) + len(words))
        text += words
        if found["person"]:
            persons.append(PersonMention(span=span, surface=words, name=words))
        else:
            quotations.append(
                Quotation(
                    content=span,
                    surface=words,
                    type=QuotationType.DIRECT,
                    speaker_name=found["speaker"] or None,
                )
            )
    return text + marked[last:], quotations, persons


def stances(marked: str, language: str = "en", threshold: float = 0.0) -> tuple[str, list[Stance]]:
    """The text and the stances found in it."""
    text, judgement = judge(marked, language, threshold)
    return text, list(judgement.stances)


def judge(marked: str, language: str = "en", threshold: float = 0.0) -> tuple[str, Judgement]:
    """The text with its stances and labels."""
    text, quotations, persons = mark(marked)
    speakers = [
        Speaker(name=p.name, span=p.span, surface=p.surface, kind=SpeakerKind.OTHER)
        for p in persons
        if any(q.speaker_name == p.name for q in quotations)
    ]
    found = judge_text(
        text,
        split_sentences(text, language),
        quotations,
        speakers,
        topic(),
        lexicon(language),
        threshold=threshold,
        persons=persons,
    )
    return text, found


def sides(marked: str, language: str = "en") -> Mapping[tuple[str, str], Polarity]:
    """Holder and target to polarity, everything that the rules see."""
    return {(s.holder, s.target): s.polarity for s in stances(marked, language)[1]}
