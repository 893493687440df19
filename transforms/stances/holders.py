"""Who can hold a stance: the speakers of quotations, alone or jointly, and people named before a verb.

In: quotations with resolved speakers, speakers, persons. Out: a `Cast` and where its members are named.
Refuses: inventing names; an unnamed source holds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.phrases import JOINED, PhraseTable, Words, fold, longest
from vocabulary import PersonMention, Quotation, Speaker, SpeakerKind

STEM = 4
JOINT_REACH, JOINT_WORD = 4, 3
"""Words from one last name to the next, and letters of the word between, in `A and B`."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who holds each quotation, and where everybody who can hold a stance is named."""

    holders: tuple[tuple[str, ...], ...]
    mentions: tuple[tuple[int, str], ...]
    """Word position and full name, by position."""
    states: tuple[tuple[int, str], ...]
    """Word position and name of states and capitals: holders only as subject of a verb of position."""
    person_ids: Mapping[str, str | None]


def cast_speakers(
    text: str,
    words: Words,
    quotations: Sequence[Quotation],
    speakers: Sequence[Speaker],
    persons: Sequence[PersonMention],
    states: PhraseTable[str],
) -> Cast:
    """Name the holders of every quotation; joint speakers hold it both."""
    ids = {person.name: person.person_id for person in persons}
    ids |= {speaker.name: speaker.person_id for speaker in speakers}
    for quotation in quotations:
        if quotation.speaker_name:
            ids.setdefault(quotation.speaker_name, quotation.person_id)
    speaking = {s.name for s in speakers} | {q.speaker_name for q in quotations if q.speaker_name}
    lasts = {name: _last_name(name) for name in sorted(speaking)}
    recognised = _recognised(text, words, lasts)
    authors = {s.name for s in speakers if s.kind is SpeakerKind.AUTHOR}
    named = {*_named(words, persons), *recognised}
    mentions = tuple(sorted(mention for mention in named if mention[1] not in authors))
    partners = _partners(words, mentions)
    return Cast(
        holders=tuple(_holders(text, quotation, partners) for quotation in quotations),
        mentions=mentions,
        states=tuple(_find_states(text, words, states)),
        person_ids=ids,
    )


def _last_name(name: str) -> str:
    words = _WORD.findall(name)
    return words[-1] if words else name


def _named(words: Words, persons: Sequence[PersonMention]) -> list[tuple[int, str]]:
    return [(bisect_left(words.starts, p.span.start), p.name) for p in persons if not p.is_organisation]


def _recognised(text: str, words: Words, lasts: Mapping[str, str]) -> list[tuple[int, str]]:
    """Where speakers' last names stand, inflected or not."""
    stems: dict[str, list[tuple[str, str]]] = {}
    for name, last in lasts.items():
        if len(last) >= STEM:
            stems.setdefault(fold(last)[:STEM], []).append((fold(last), name))
    found: list[tuple[int, str]] = []
    for at, form in enumerate(words.forms):
        for last, name in stems.get(form[:STEM], ()):
            if (form == last or _is_inflected(form, last)) and text[words.starts[at]].isupper():
                found.append((at, name))
                break
    return found


def _find_states(text: str, words: Words, states: PhraseTable[str]) -> list[tuple[int, str]]:
    return [
        (match.last, words.span(match.first, match.last).of(text))
        for match in longest(states.find(words))
        if text[words.starts[match.first]].isupper()
    ]


def _partners(words: Words, recognised: Sequence[tuple[int, str]]) -> dict[str, tuple[str, ...]]:
    """Name to the names that are joined with it by one short word, as in `A and B`."""
    found: dict[str, list[str]] = {}
    for (at, name), (other_at, other) in pairwise(recognised):
        is_joined = (
            2 <= other_at - at <= JOINT_REACH
            and len(words.forms[at + 1]) <= JOINT_WORD
            and all(words.parted[place] == JOINED for place in range(at + 1, other_at + 1))
        )
        if is_joined and name != other:
            found.setdefault(name, []).append(other)
            found.setdefault(other, []).append(name)
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


def _holders(text: str, quotation: Quotation, partners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    name = quotation.speaker_name
    if not name:
        return ()
    others = partners.get(name, ())
    if not others or quotation.speaker is None:
        return (name, *others)
    around = text[max(0, quotation.speaker.start - 40) : quotation.speaker.end + 40]
    surface = quotation.speaker.of(text)
    names_one = any(_last_name(one) in surface for one in (name, *others))
    joint = tuple(other for other in others if not names_one or _last_name(other) in around)
    return (name, *joint)


def _is_inflected(form: str, last: str) -> bool:
    if len(last) <= STEM:
        return form in (last, last + "s")
    stem = last[: max(STEM, len(last) - 2)]
    return form.startswith(stem) and len(form) - len(last) <= 3
