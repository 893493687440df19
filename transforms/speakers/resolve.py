"""Who said it, in which capacity.

In: a text, its quotations with speaker spans, its persons, the article's authors. Out: `Resolved`:
quotations with names, the speakers with kind, role and affiliation as the text states them, and who is only
mentioned. Refuses: a name where the source is unnamed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.speakers.bylines import find_author_spans
from transforms.speakers.portraits import Portrait, portray
from transforms.speakers.referents import Referent, Referents
from transforms.speakers.roles import Presented, Reader
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.naming import Role
from transforms.speech.tokens import tokenise
from vocabulary import PersonMention, Quotation, QuotationType, Span, Speaker, SpeakerKind


@dataclass(frozen=True, slots=True)
class Resolved:
    """The quotations with their speakers' names; speakers by first mention; persons only mentioned."""

    quotations: tuple[Quotation, ...]
    speakers: tuple[Speaker, ...]
    mentioned: tuple[str, ...]


def resolve_speakers(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    persons: Sequence[PersonMention],
    lexicon: SpeechLexicon,
    authors: Sequence[str],
) -> Resolved:
    """Decide for every quotation who speaks, and present each speaker once."""
    tokens = tokenise(text, lexicon.token)
    reader = Reader(text, tokens, lexicon, [m for m in persons if m.is_organisation])
    presented = _presented(persons, reader, sentences)
    roles = {name: [Role(p.kind, p.gender) for p in found if p.kind] for name, found in presented.items()}
    for mention in persons:
        entry = lexicon.names.entries.get(mention.person_id or "")
        if entry and not entry.is_organisation and not roles.get(mention.name):
            roles[mention.name] = [Role(entry.kind, "-")]
    referents = Referents(text, persons, lexicon, roles)
    named, speakers = _attribute(quotations, referents, lexicon)
    writers = find_author_spans(text, authors, persons, lexicon)
    listed = _speakers(text, speakers, presented, persons, lexicon, writers)
    known = {speaker.name for speaker in listed}
    mentioned = dict.fromkeys(m.name for m in persons if not m.is_organisation and m.name not in known)
    return Resolved(tuple(named), tuple(listed), tuple(mentioned))


def _presented(
    persons: Sequence[PersonMention], reader: Reader, sentences: Sequence[Span]
) -> dict[str, list[Presented]]:
    """Name to all roles that the text states for it."""
    found: dict[str, list[Presented]] = {}
    following = {
        s.start: sentences[i + 1].start if i + 1 < len(sentences) else None for i, s in enumerate(sentences)
    }
    opening = {s.start for s in sentences}
    for mention in persons:
        if mention.is_organisation:
            continue
        roles = reader.roles_at(mention)
        found.setdefault(mention.name, []).extend(roles)
        after = following.get(mention.span.start) if mention.span.start in opening else None
        if after is not None and any(role.strength == 3 for role in roles):
            former = reader.previous_role(reader.tokens.first_from(after))
            if former:
                found[mention.name].append(former)
    return found


def _attribute(
    quotations: Sequence[Quotation], referents: Referents, lexicon: SpeechLexicon
) -> tuple[list[Quotation], list[Referent]]:
    named: list[Quotation] = []
    speakers: list[Referent] = []
    before: Referent | None = None
    outer_end = -1
    words: Span | None = None
    for quotation in sorted(quotations, key=lambda q: (q.content.start, -q.content.end)):
        span = quotation.speaker
        referent = referents.of(span, before)
        if (
            referent is None
            and span is not None
            and span == quotation.cue
            and quotation.type is not QuotationType.DIRECT
        ):
            referent, span = before, None
        if span is None and referent is None:
            referent = referents.near(quotation, words)
        if referent is None and span is not None and span == quotation.cue:
            referent = referents.interviewee()
        if referent:
            speakers += [referent, *referents.also_in(span, referent)]
        spoken = quotation.speaker or words or (referent.span if referent else None)
        named.append(
            replace(
                quotation,
                speaker_name=referent.name if referent else None,
                person_id=referent.person_id if referent else None,
                speaker=spoken,
            )
        )
        if quotation.content.end > outer_end:
            outer_end = quotation.content.end
            if referent or (quotation.speaker is not None and not _is_aside(quotation, lexicon)):
                before, words = referent, spoken
    return named, speakers


def _is_aside(quotation: Quotation, lexicon: SpeechLexicon) -> bool:
    """An unnamed source without a verb within somebody's report: "Schätzungen zufolge würden …".

    The reporting mood of its own words shows that whoever spoke before speaks on.
    """
    cue = (quotation.cue_surface or "").lower().split()
    if not cue or any(word in lexicon.verbs for word in cue):
        return False
    moods = lexicon.moods | lexicon.of("weak_mood")
    return any(word.strip(".,;:") in moods for word in quotation.surface.lower().split())


def _speakers(
    text: str,
    referents: Sequence[Referent],
    presented: dict[str, list[Presented]],
    persons: Sequence[PersonMention],
    lexicon: SpeechLexicon,
    writers: dict[str, Span],
) -> list[Speaker]:
    counts = Counter(r.name for r in referents)
    first: dict[str, tuple[Span, str | None, bool]] = {}
    for mention in persons:
        first.setdefault(mention.name, (mention.span, mention.person_id, mention.is_organisation))
    for referent in referents:
        first.setdefault(referent.name, (referent.span, referent.person_id, referent.is_organisation))
    speakers: list[Speaker] = []
    for name, (span, person_id, is_organisation) in first.items():
        portrait = portray(text, name, presented.get(name, ()), lexicon, is_organisation)
        if name in writers:
            portrait = replace(portrait, kind=SpeakerKind.AUTHOR)
        if counts[name] or name in writers or (portrait.kind is SpeakerKind.EXPERT and portrait.is_stated):
            speakers.append(_speaker(text, name, span, person_id, portrait, counts[name]))
    return sorted(speakers, key=lambda s: s.span.start)


def _speaker(
    text: str, name: str, span: Span, person_id: str | None, portrait: Portrait, n_quotations: int
) -> Speaker:
    return Speaker(
        name=name,
        span=span,
        surface=span.of(text),
        kind=portrait.kind,
        role=portrait.role.of(text) if portrait.role else None,
        role_span=portrait.role,
        affiliation=portrait.affiliation.of(text) if portrait.affiliation else None,
        affiliation_span=portrait.affiliation,
        former_roles=portrait.former_roles,
        former_affiliations=portrait.former_affiliations,
        n_quotations=n_quotations,
        person_id=person_id,
    )
