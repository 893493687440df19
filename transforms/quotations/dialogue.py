"""Direct speech that a dash opens: "– Words, – said Name. – More words."

In: paragraphs, tokens, the lexicon. Out: direct quotations and the stretches that they use up. Refuses:
paragraphs with a dash but no tag; those are lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.quotations.cues import looks_like_tag
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.marks import Quoted
from transforms.speech.tokens import Tokens
from vocabulary import Quotation, QuotationType, Span

_OPENING = re.compile(r"[–—-]\s+(?=\S)")
_DASH = re.compile(r"(?<=[\s,.?!…])[–—-]\s+")
_STOP = re.compile(r"[.!?…](?=\s|$)")
TAG_REACH = 3


def find_dialogue(
    text: str, paragraphs: Sequence[Span], tokens: Tokens, lexicon: SpeechLexicon
) -> tuple[list[Quotation], list[Span]]:
    """The dialogue of every paragraph that opens with a dash."""
    found: list[Quotation] = []
    used: list[Span] = []
    for paragraph in paragraphs:
        opening = _OPENING.match(text, paragraph.start, paragraph.end)
        if opening:
            quotation, end = _spoken(text, Span(opening.end(), paragraph.end), tokens, lexicon)
            if quotation:
                found.append(quotation)
                used.append(Span(paragraph.start, end))
    return found, used


def find_inner_tags(
    text: str, quoted: Sequence[Quoted], sentences: Sequence[Span], tokens: Tokens, lexicon: SpeechLexicon
) -> tuple[list[Quotation], list[Span]]:
    """Quoted stretches that hold their own tag: «Words, — said Name, — more words»."""
    opening = {sentence.start for sentence in sentences}
    found: list[Quotation] = []
    used: list[Span] = []
    for stretch in quoted:
        if stretch.start not in opening:
            continue
        inside = Span(stretch.inner_start, stretch.inner_end)
        quotation, _ = _spoken(text, inside, tokens, lexicon)
        if quotation is None and "inner_tag" in lexicon.features:
            quotation = _after_comma(text, inside, tokens, lexicon)
        if quotation:
            found.append(quotation)
            used.append(Span(stretch.start, stretch.end))
    return found, used


def _after_comma(text: str, inside: Span, tokens: Tokens, lexicon: SpeechLexicon) -> Quotation | None:
    """A tag between a comma and a stop within the marks, its verb first."""
    place = tokens.first_from(inside.start)
    while place + 2 < len(tokens) and tokens.starts[place] < inside.end:
        tag = _tag_after(tokens, place, lexicon) if tokens.words[place] == "," else None
        if tag is not None and _is_closed(tokens, tag, inside.end, lexicon):
            cue = Span(tokens.starts[tag], tokens.ends[tag])
            stop, _ = _tag_end(text, cue.end, inside.end)
            parts = [Span(inside.start, tokens.starts[place]), Span(min(stop, inside.end), inside.end)]
            return _built(text, parts, cue, _speaker(tokens, tag, inside.end, lexicon))
        place += 1
    return None


def _tag_after(tokens: Tokens, comma: int, lexicon: SpeechLexicon) -> int | None:
    verb = comma + 1
    while tokens.lows[verb] in lexicon.of("auxiliary") and verb < comma + 3 and verb + 1 < len(tokens):
        verb += 1
    says = any(v.kind in ("say", "both", "weak") for v in lexicon.verbs.get(tokens.lows[verb], ()))
    return verb if says else None


def _is_closed(tokens: Tokens, verb: int, end: int, lexicon: SpeechLexicon) -> bool:
    """Whether a short subject and then a mark follow the verb."""
    for place in range(verb + 1, min(verb + 9, len(tokens))):
        if tokens.starts[place] >= end:
            return place > verb + 1
        if tokens.lows[place] in lexicon.of("complementizer"):
            return False
        if tokens.words[place] in ",.":
            return place > verb + 1
    return False


def _built(text: str, parts: Sequence[Span], cue: Span, speaker: Span | None) -> Quotation | None:
    trimmed = [span for part in parts if (span := _trim(text, part))]
    if not trimmed:
        return None
    content = Span(trimmed[0].start, trimmed[-1].end)
    return Quotation(
        content=content,
        surface=content.of(text),
        type=QuotationType.DIRECT,
        cue=cue,
        cue_surface=cue.of(text),
        speaker=speaker,
        parts=tuple(trimmed) if len(trimmed) > 1 else (),
    )


def _spoken(text: str, inside: Span, tokens: Tokens, lexicon: SpeechLexicon) -> tuple[Quotation | None, int]:
    """Speech and tags alternate; the tag ends with its sentence or with the dash that resumes the speech."""
    parts: list[Span] = []
    cue: Span | None = None
    speaker: Span | None = None
    start, end = inside.start, inside.end
    for dash in _DASH.finditer(text, inside.start, inside.end):
        if dash.start() < start:
            continue
        tag = _tag(tokens, dash.end(), inside.end, lexicon)
        if tag is None:
            continue
        parts.append(Span(start, dash.start()))
        if cue is None:
            cue, speaker = tag[0], _speaker(tokens, tag[1], inside.end, lexicon)
        stop, resumed = _tag_end(text, tag[0].end, inside.end)
        end = stop
        if resumed is None:
            break
        start = resumed
    else:
        if parts and start < inside.end and start > parts[-1].end:
            parts.append(Span(start, inside.end))
            end = inside.end
    built = _built(text, parts, cue, speaker) if cue is not None else None
    return built, end if built else inside.start


def _tag(tokens: Tokens, start: int, end: int, lexicon: SpeechLexicon) -> tuple[Span, int] | None:
    """A reporting verb among the first words after a dash: its span and token."""
    first = tokens.first_from(start)
    for place in range(first, min(first + TAG_REACH, len(tokens))):
        if tokens.starts[place] >= end:
            return None
        if lexicon.verbs.get(tokens.lows[place]) and tokens.words[place].islower():
            return Span(tokens.starts[place], tokens.ends[place]), place
    if first + 1 < len(tokens) and looks_like_tag(tokens, first, lexicon):
        return Span(tokens.starts[first], tokens.ends[first]), first
    return None


def _speaker(tokens: Tokens, verb: int, end: int, lexicon: SpeechLexicon) -> Span | None:
    """The words after the verb up to a stop word or mark, else the one word before it."""
    first = place = verb + 1
    while place < len(tokens) and tokens.starts[place] < end and tokens.words[place][0].isalnum():
        if tokens.lows[place] in lexicon.of("stop") or tokens.lows[place] in lexicon.of("adverb"):
            break
        place += 1
    if place > first:
        return Span(tokens.starts[first], tokens.ends[place - 1])
    before = verb - 1
    if before >= 0 and tokens.words[before][0].isalnum():
        return Span(tokens.starts[before], tokens.ends[before])
    return None


def _tag_end(text: str, start: int, end: int) -> tuple[int, int | None]:
    """Where the tag ends, and where the speech resumes after a dash, if it does."""
    dash = _DASH.search(text, start, end)
    stop = _STOP.search(text, start, end)
    if dash and (stop is None or dash.start() <= stop.end() + 1):
        return dash.start(), dash.end()
    return (stop.end() if stop else end), None


def _trim(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.–—-"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if end > start else None
