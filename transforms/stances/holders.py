"""Who can hold a stance: the speakers of quotations, alone or jointly, and named people before a verb.

In: quotations with resolved speakers, the list of speakers. Out: a `Cast`, and where its members are named.
Refuses: inventing names; an unnamed source holds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.phrases import Words, fold
from vocabulary import Quotation, Speaker, SpeakerKind

STEM = 4
_PARTICLES = {"von", "van", "der", "den", "de", "di", "da", "le", "la", "zu", "of", "the"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The holders of each quotation, and the stems by which speakers are recognised."""

    holders: tuple[tuple[str, ...], ...]
    stems: Mapping[str, tuple[tuple[str, str], ...]]
    """First letters of a last name, to pairs of last name and full name."""
    person_ids: Mapping[str, str | None]


def cast_speakers(text: str, quotations: Sequence[Quotation], speakers: Sequence[Speaker]) -> Cast:
    """Name the holders of every quotation; joint speakers hold it both."""
    names = {speaker.name: speaker.person_id for speaker in speakers}
    for quotation in quotations:
        if quotation.speaker_name:
            names.setdefault(quotation.speaker_name, quotation.person_id)
    lasts = {name: _last_name(name, speakers) for name in names}
    partners = _partners(text, lasts)
    return Cast(
        holders=tuple(_holders(text, quotation, lasts, partners) for quotation in quotations),
        stems=_stems(lasts),
        person_ids=names,
    )


def _last_name(name: str, speakers: Sequence[Speaker]) -> str:
    kinds = {speaker.kind for speaker in speakers if speaker.name == name}
    words = _WORD.findall(name)
    if not words:
        return name
    return words[0] if SpeakerKind.ORGANISATION in kinds else words[-1]


def _stems(lasts: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    stems: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, last in lasts.items():
        form = fold(last)
        if form not in _PARTICLES:
            stems[form[:STEM]] = (*stems.get(form[:STEM], ()), (form, name))
    return stems


def _partners(text: str, lasts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Name to the names that are joined with it by one short word, as in `A and B`."""
    found: dict[str, list[str]] = {}
    for name, last in lasts.items():
        for other, other_last in lasts.items():
            if name != other and last != other_last:
                joined = rf"\b{re.escape(last)} (?:\w{{1,3}}|&) (?:\w+ ){{0,2}}{re.escape(other_last)}\b"
                if re.search(joined, text):
                    found.setdefault(name, []).append(other)
                    found.setdefault(other, []).append(name)
    return {name: tuple(others) for name, others in found.items()}


def _holders(
    text: str, quotation: Quotation, lasts: Mapping[str, str], partners: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    name = quotation.speaker_name
    if not name:
        return ()
    others = partners.get(name, ())
    if not others or quotation.speaker is None:
        return (name, *others)
    around = text[max(0, quotation.speaker.start - 40) : quotation.speaker.end + 40]
    surface = quotation.speaker.of(text)
    names_one = any(last in surface for last in (lasts[name], *(lasts[o] for o in others)))
    joint = tuple(other for other in others if not names_one or lasts[other] in around)
    return (name, *joint)


def find_mentions(text: str, words: Words, cast: Cast) -> list[tuple[int, str]]:
    """Word position and full name wherever a member of the cast is named, inflected forms included."""
    found: list[tuple[int, str]] = []
    for at, form in enumerate(words.forms):
        for last, name in cast.stems.get(form[:STEM], ()):
            if form == last or (_is_inflected(form, last) and text[words.starts[at]].isupper()):
                found.append((at, name))
                break
    return found


def _is_inflected(form: str, last: str) -> bool:
    if len(last) <= STEM:
        return form in (last, last + "s")
    stem = last[: max(STEM, len(last) - 2)]
    return form.startswith(stem) and len(form) - len(last) <= 3
