"""Layouts that attribute without a reporting verb: headlines, live tickers, interviews, dialogue dashes.

In: a text, its paragraphs as token ranges, its quoted stretches, the names that it holds. Out: quotations,
and the stretches of text that they use up. Refuses: labels that name no actor; lists that begin with dashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.quotations.dialogue import find_dialogue, find_inner_tags
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.marks import Quoted
from transforms.speech.tokens import Tokens
from transforms.text import split_paragraphs
from vocabulary import Quotation, QuotationType, Span

LABEL_LETTERS = 60
HEADLINE_LETTERS = 220
LABEL_WORDS = 6
_LABEL = re.compile(
    r"(?:[\s+*•–—-]*(?:\d{1,2}[:.]\d{2}(?:\s*(?:Uhr|h))?\s*[:|–—-]?\s*)?)['*_]{0,3}([^\W\d_][^:\n?!]{0,60}?)['*_]{0,3}\s?:['*_]{0,3}\s+(?=\S)"
)

_INITIAL = re.compile(r"([^\W\d_a-zà-ÿа-яёіїєґ])\.\s+(?=[¿¡«„“\"]?[^\W\d_])")
QUESTION_LETTERS = 240

Actors = Callable[[str], bool]
"""Whether words name an actor of the text."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    paragraph: Span
    label: Span
    words: str
    content: Span


def find_layout_quotations(
    text: str,
    sentences: Sequence[Span],
    tokens: Tokens,
    quoted: Sequence[Quoted],
    lexicon: SpeechLexicon,
    is_actor: Actors,
) -> tuple[list[Quotation], list[Span]]:
    """The quotations that the layout marks, and the stretches of text that need no further look."""
    paragraphs = split_paragraphs(text)
    labelled = [turn for p in paragraphs if (turn := _labelled(text, p))]
    interview, taken = _interview(text, paragraphs, labelled)
    found = list(interview)
    used_lines = {span.start for span in taken}
    by_start = {stretch.start: stretch for stretch in quoted}
    for candidate in labelled:
        if candidate.paragraph.start not in used_lines:
            quotation = _headline(text, candidate, by_start, lexicon, is_actor)
            if quotation:
                found.append(quotation)
                taken.append(Span(candidate.paragraph.start, quotation.content.end))
    spoken, used = find_inner_tags(text, quoted, sentences, tokens, lexicon)
    found.extend(spoken)
    taken.extend(used)
    if "dash_dialogue" in lexicon.features:
        spoken, used = find_dialogue(text, paragraphs, tokens, lexicon)
        found.extend(spoken)
        taken.extend(used)
    return found, sorted(taken, key=lambda s: s.start)


def _labelled(text: str, paragraph: Span) -> _Labelled | None:
    initial = _INITIAL.match(text, paragraph.start, paragraph.end)
    if initial:
        label = Span(initial.start(1), initial.end(1))
        return _Labelled(paragraph, label, initial.group(1), Span(initial.end(), paragraph.end))
    match = _LABEL.match(text, paragraph.start, min(paragraph.end, paragraph.start + LABEL_LETTERS + 30))
    if not match or len(match.group(1).split()) > LABEL_WORDS:
        return None
    content = Span(match.end(), paragraph.end)
    return _Labelled(paragraph, Span(match.start(1), match.end(1)), match.group(1), content)


# --- interviews -----------------------------------------------------------------------------------


def _interview(
    text: str, paragraphs: Sequence[Span], labelled: Sequence[_Labelled]
) -> tuple[list[Quotation], list[Span]]:
    """Answers under a repeated label; labels whose paragraphs mostly end in a question ask."""
    questions = {p.start for p in paragraphs if _is_question(text, p)}
    turns_of: dict[str, list[_Labelled]] = {}
    for turn in labelled:
        turns_of.setdefault(turn.words, []).append(turn)
    asking = {label for label, said in turns_of.items() if _asks(text, said)}
    answered = _after_questions(paragraphs, questions, labelled)
    repeated = {label for label, said in turns_of.items() if len(said) >= 2}
    if not (asking and repeated) and len(answered) < 2:
        return [], []
    answering = (repeated if asking else set()) | {turn.words for turn in answered}
    turns = [f for f in labelled if f.words in answering | asking]
    by_start = {f.paragraph.start: f for f in turns}
    found: list[Quotation] = []
    taken: list[Span] = []
    current: _Labelled | None = None
    for paragraph in paragraphs:
        opened = by_start.get(paragraph.start)
        current = opened or (None if paragraph.start in questions else current)
        if current is None:
            continue
        taken.append(paragraph)
        if current.words not in asking:
            _answer(text, found, current, paragraph, opened is not None)
    return found, taken


def _is_question(text: str, paragraph: Span) -> bool:
    """Whether a short paragraph is but a question."""
    return text[paragraph.end - 1] == "?" and paragraph.end - paragraph.start <= QUESTION_LETTERS


def _after_questions(
    paragraphs: Sequence[Span], questions: set[int], labelled: Sequence[_Labelled]
) -> list[_Labelled]:
    """The labelled paragraphs that come right after a question."""
    follows = {b.start for a, b in pairwise(paragraphs) if a.start in questions}
    return [
        turn for turn in labelled if turn.paragraph.start in follows and turn.paragraph.start not in questions
    ]


def _asks(text: str, turns: Sequence[_Labelled]) -> bool:
    questions = sum(text[turn.paragraph.end - 1] == "?" for turn in turns)
    return questions * 2 > len(turns)


def _answer(text: str, found: list[Quotation], turn: _Labelled, paragraph: Span, opens: bool) -> None:
    if not opens and found:
        content = Span(found[-1].content.start, paragraph.end)
        found.pop()
    else:
        content = turn.content
    end = content.end - (text[content.end - 1] == ".")
    content = Span(content.start, end)
    found.append(
        Quotation(
            content=content,
            surface=content.of(text),
            type=QuotationType.DIRECT,
            cue=turn.label,
            cue_surface=turn.words,
            speaker=turn.label,
        )
    )


# --- headlines and tickers ------------------------------------------------------------------------


def _is_topic(text: str, candidate: _Labelled, lexicon: SpeechLexicon) -> bool:
    """Whether a lone country or capital says what a headline is about: nothing after it is reported speech."""
    persons = lexicon.persons
    if candidate.words.lower() not in persons.of("state") and persons.stem(candidate.words) not in persons.of(
        "state"
    ):
        return False
    moods = lexicon.moods | lexicon.of("weak_mood")
    return not any(word.strip(".,;:") in moods for word in candidate.content.of(text).lower().split())


def _headline(
    text: str,
    candidate: _Labelled,
    quoted: Mapping[int, Quoted],
    lexicon: SpeechLexicon,
    is_actor: Actors,
) -> Quotation | None:
    """ "Actor: what the actor says", in a line without a full stop or before a quoted stretch."""
    if any(word in lexicon.verbs for word in candidate.words.split()):
        return None
    if candidate.words.lower() in lexicon.of("name_label") or not is_actor(candidate.words):
        return None
    stretch = quoted.get(candidate.content.start)
    if stretch is None and _is_topic(text, candidate, lexicon):
        return None
    line = candidate.paragraph
    is_line = text[line.end - 1] not in ".;:" and line.end - line.start <= HEADLINE_LETTERS
    if stretch is not None and (is_line or stretch.inner_end - stretch.inner_start > 20):
        content, kind = Span(stretch.inner_start, stretch.inner_end), QuotationType.DIRECT
    elif is_line:
        content = Span(
            candidate.content.start,
            line.end - (len(text[line.start : line.end]) - len(text[line.start : line.end].rstrip(" +*"))),
        )
        inside = any(place in quoted for place in range(content.start, content.end))
        kind = QuotationType.MIXED if inside else QuotationType.INDIRECT
    else:
        return None
    while content.end > content.start and text[content.end - 1] in ",. ":
        content = Span(content.start, content.end - 1)
    if len(content.of(text).split()) < 2:
        return None
    return Quotation(
        content=content,
        surface=content.of(text),
        type=kind,
        cue=candidate.label,
        cue_surface=candidate.words,
        speaker=candidate.label,
    )
