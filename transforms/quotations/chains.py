"""Reports that go on after their sentence: quoted stretches without a tag, and the subjunctive.

In: units with their drafts, in order. Out: the same with drafts added or grown. Refuses: joining over a unit
that reports nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transforms.quotations.cues import Cue
from transforms.quotations.phrases import np_after, opens_adjunct
from transforms.quotations.pieces import Pieces
from transforms.quotations.scene import Draft
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.tokens import Unit

NO_CUE = Cue("chain", 0, 0, 0)
SENTENCE_WORDS = 4
BACK_AT_MOST = 3
"""How many sentences back the subject of a report without a cue may stand."""
PIECES_AT_MOST = 2000
"""Longer runs are cut, so that the work stays in proportion to the text."""


@dataclass(slots=True)
class Found:
    """A unit, its pieces and what was found in it."""

    unit: Unit
    pieces: Pieces
    drafts: list[Draft] = field(default_factory=list)


def follow_chains(found: Sequence[Found], lexicon: SpeechLexicon) -> list[Found]:
    """Add what goes on without a cue. One further quotation per run of sentences in the subjunctive."""
    out: list[Found] = []
    chain: Found | None = None
    reports = False
    for here in found:
        before = out[-1] if out else None
        here.drafts = [d for d in here.drafts if not d.is_previous or _take_previous(before, here, d, out)]
        asides = bool(here.drafts) and all(d.cue.kind == "coin" for d in here.drafts)
        if asides and _is_subjunctive(here.pieces, lexicon, reports):
            found_aside, here.drafts = here.drafts, []
            chain = _add_subjunctive(chain, here, out, lexicon)
            out.insert(len(out) - 1, Found(here.unit, here.pieces, found_aside))
            reports = True
        elif here.drafts:
            chain, reports = None, True
            out.append(here)
        elif _is_quotation_alone(here) and before is not None and (before.drafts or _is_sentence(here)):
            _add_quoted(before, here, out)
            chain, reports = None, True
        elif _is_subjunctive(here.pieces, lexicon, reports):
            chain = _add_subjunctive(chain, here, out, lexicon)
            reports = True
        else:
            chain, reports = None, False
            out.append(here)
    return out


def _take_previous(before: Found | None, here: Found, draft: Draft, out: list[Found]) -> bool:
    """ "Das teilte X mit": the words are those of the sentence before, the cue stands here."""
    if before is None or before.drafts or here.unit.starts_paragraph:
        return False
    pieces = _joined(before, here)
    cue, shift = draft.cue, len(before.pieces)
    moved = replace(
        draft,
        parts=((0, _content_end(before.pieces)),),
        cue=replace(cue, first=cue.first + shift, last=cue.last + shift, finite=cue.finite + shift),
        speaker=(draft.speaker[0] + shift, draft.speaker[1] + shift) if draft.speaker else None,
        is_previous=False,
    )
    out.append(Found(here.unit, pieces, [moved]))
    return False


def _content_end(pieces: Pieces) -> int:
    last = len(pieces)
    while last > 1 and pieces.is_mark(last - 1) and pieces.lows[last - 1] != ")":
        last -= 1
    return last


def _joined(first: Found, second: Found) -> Pieces:
    a, b = first.pieces, second.pieces
    shift, sentences = len(a), (a.sentence[-1] + 1 if a.sentence else 0)
    return Pieces(
        a.text,
        [*a.starts, *b.starts],
        [*a.ends, *b.ends],
        [*a.words, *b.words],
        [*a.lows, *b.lows],
        [*a.sentence, *(n + sentences for n in b.sentence)],
        {**a.quotes, **{place + shift: quoted for place, quoted in b.quotes.items()}},
        {*a.long, *(place + shift for place in b.long)},
        {*a.soft, *(place + shift for place in b.soft)},
    )


def _is_quotation_alone(here: Found) -> bool:
    pieces = here.pieces
    return (
        bool(pieces.quotes)
        and not any(pieces.is_word(i) for i in range(len(pieces)))
        and pieces.n_words(0, len(pieces)) >= 3
    )


def _is_sentence(here: Found) -> bool:
    """Whether the quoted stretch is a sentence of its own, not a title or a name."""
    quoted = next(iter(here.pieces.quotes.values()))
    inner = here.pieces.text[quoted.inner_start : quoted.inner_end].strip()
    closed = inner[-1:] in ".!?…" or (here.pieces.lows[-1] == "." and inner[:1].isupper())
    return closed and here.pieces.n_words(0, len(here.pieces)) >= SENTENCE_WORDS


def _add_quoted(before: Found, here: Found, out: list[Found]) -> None:
    """A quoted stretch right after a report: it continues a direct one, and floats after any other."""
    last = before.drafts[-1] if before.drafts else None
    places = tuple((i, i + 1) for i in sorted(here.pieces.quotes))
    goes_on = (
        last is not None
        and bool(last.parts)
        and last.parts[-1][1] - 1 in before.pieces.quotes
        and all(a in before.pieces.quotes and b - a == 1 for a, b in last.parts)
    )
    if goes_on and last is not None and len(before.pieces) <= PIECES_AT_MOST:
        shift = len(before.pieces)
        pieces = _joined(before, here)
        parts = (*last.parts, *((a + shift, b + shift) for a, b in places))
        out[-1] = Found(before.unit, pieces, [*before.drafts[:-1], replace(last, parts=parts)])
        return
    out.append(Found(here.unit, here.pieces, [Draft(places, NO_CUE, None)]))


def _is_subjunctive(pieces: Pieces, lexicon: SpeechLexicon, reports: bool) -> bool:
    """Whether the sentence is in a reporting mood: any strong form, or a weak one right after a report.

    After a plain indicative ("It is right, and Europe should …") a weak form is the writer's own.
    """
    weak, plain = lexicon.of("weak_mood"), lexicon.of("indicative")
    for index in range(len(pieces)):
        low = pieces.lows[index]
        if low in plain:
            reports = False
        if low in lexicon.moods and pieces.words[index].islower() and not _idiom(pieces, index, lexicon):
            return True
        if reports and (
            low in weak or (lexicon.mood_endings and low.endswith(lexicon.mood_endings) and len(low) > 5)
        ):
            return True
    return False


def _subject_of(pieces: Pieces, lexicon: SpeechLexicon) -> tuple[int, int] | None:
    """Who opens a sentence that reports without a word for it ("The institute sees no risk.")."""
    if not len(pieces):
        return None
    verb = next((i for i in range(len(pieces)) if _is_verb(pieces, i, lexicon)), None)
    if opens_adjunct(pieces, 0, lexicon) or pieces.lows[0] in lexicon.of("clitic_pronoun"):
        subject = np_after(pieces, verb + 1, len(pieces), lexicon) if verb is not None else None
        return subject if subject and _named(pieces, subject, lexicon) else None
    subject = np_after(pieces, 0, len(pieces), lexicon)
    return subject if subject and (verb is not None or _named(pieces, subject, lexicon)) else None


def _is_verb(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    return bool(lexicon.verbs.get(pieces.lows[index])) and pieces.words[index].islower()


def _named(pieces: Pieces, phrase: tuple[int, int], lexicon: SpeechLexicon) -> bool:
    return any(_can_speak(pieces, i, lexicon) for i in range(*phrase))


def _back(out: list[Found], here: Found, lexicon: SpeechLexicon) -> tuple[int, tuple[int, int]] | None:
    """The nearest sentence of the paragraph before which says who reports: how far back, and the subject."""
    unit = here.unit
    for back in range(1, min(BACK_AT_MOST, len(out)) + 1):
        before = out[-back]
        if unit.starts_paragraph or before.drafts:
            return None
        subject = _subject_of(before.pieces, lexicon)
        if subject is not None:
            return back, subject
        unit = before.unit
    return None


def _can_speak(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Whether a word names a person, a role or a body."""
    low, persons = pieces.lows[index], lexicon.persons
    if not pieces.words[index][0].isupper():
        return False
    return bool(persons.role_of(low)) or low in persons.of("org_head") or persons.stem(low) in persons.known


def _idiom(pieces: Pieces, index: int, lexicon: SpeechLexicon) -> bool:
    """Set phrases in the subjunctive that report nothing ("es sei denn")."""
    after = pieces.lows[index + 1] if index + 1 < len(pieces) else ""
    return after in lexicon.of("mood_idiom")


def _after_subject(found: tuple[int, tuple[int, int]], here: Found, out: list[Found], end: int) -> Found:
    """The report of `here`, joined to the sentences since the one whose subject speaks."""
    back, subject = found
    joined, *between = out[-back:]
    for passed in between:
        joined = Found(joined.unit, _joined(joined, passed))
    shift = len(joined.pieces)
    chain = Found(joined.unit, _joined(joined, here), [Draft(((shift, shift + end),), NO_CUE, subject)])
    out[-back:] = [chain]
    return chain


def _add_subjunctive(chain: Found | None, here: Found, out: list[Found], lexicon: SpeechLexicon) -> Found:
    end = _content_end(here.pieces)
    found = _back(out, here, lexicon) if chain is None else None
    if found is not None:
        return _after_subject(found, here, out, end)
    if chain is None:
        chain = Found(here.unit, here.pieces, [Draft(((0, end),), NO_CUE, None)])
        out.append(chain)
        return chain
    shift = len(chain.pieces)
    if len(chain.pieces) > PIECES_AT_MOST:
        chain = Found(here.unit, here.pieces, [Draft(((0, end),), NO_CUE, None)])
        out.append(chain)
        return chain
    first = chain.drafts[0]
    draft = replace(first, parts=((first.parts[0][0], shift + end),))
    grown = Found(chain.unit, _joined(chain, here), [draft])
    out[-1] = grown
    return grown
