"""One portrait per speaker from all that the text says of them.

In: the roles stated, the names file. Out: kind, role, affiliation, former ones. Refuses: a role or an
affiliation that only the names file holds; from there comes the kind alone, where the text is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.speakers.roles import Presented
from transforms.speech.lexicon import SpeechLexicon
from vocabulary import Span, SpeakerKind

_RANK = ("expert", "military", "politician", "official", "journalist", "author", "other")


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of a speaker."""

    kind: SpeakerKind
    role: Span | None = None
    affiliation: Span | None = None
    former_roles: tuple[str, ...] = ()
    former_affiliations: tuple[str, ...] = ()
    is_stated: bool = False
    """Whether the text itself states the role."""


def portray(
    text: str, name: str, presented: Sequence[Presented], lexicon: SpeechLexicon, is_organisation: bool
) -> Portrait:
    """The portrait of one speaker."""
    if is_organisation:
        return Portrait(SpeakerKind.ORGANISATION)
    entry = lexicon.names.find(name)
    present = [p for p in presented if p.kind and not p.is_former]
    former = [p for p in presented if p.is_former]
    present = [_raised(text, p, lexicon) for p in present]
    best = max(
        present, key=lambda p: (-_RANK.index(p.kind), p.strength, p.affiliation is not None), default=None
    )
    affiliation = best.affiliation if best else None
    if affiliation is None:
        affiliation = next((p.affiliation for p in presented if p.affiliation and not p.is_former), None)
    return Portrait(
        kind=_kind(best, former, entry.kind if entry else None, affiliation is not None),
        role=best.role if best else None,
        affiliation=affiliation,
        former_roles=tuple(dict.fromkeys(p.role.of(text) for p in former)),
        former_affiliations=tuple(dict.fromkeys(p.affiliation.of(text) for p in former if p.affiliation)),
        is_stated=best is not None,
    )


def _raised(text: str, presented: Presented, lexicon: SpeechLexicon) -> Presented:
    """A head or member of an institute, university or foundation is presented as an expert."""
    if presented.kind not in ("other", "author") or presented.affiliation is None:
        return presented
    body = presented.affiliation.of(text)
    entry = lexicon.names.find(body)
    words = {match.group().lower() for match in lexicon.token.finditer(body)}
    if (entry and entry.role == "think tank") or words & lexicon.persons.of("knowledge"):
        return replace(presented, kind="expert")
    return presented


def _kind(
    best: Presented | None, former: Sequence[Presented], listed: str | None, has_body: bool
) -> SpeakerKind:
    if best and best.kind not in ("author", "other"):
        return SpeakerKind(best.kind)
    if listed and listed not in ("organisation", "other"):
        return SpeakerKind(listed)
    if best and best.kind == "author":
        return SpeakerKind.EXPERT if has_body else SpeakerKind.AUTHOR
    if former:
        kind = former[0].kind
        return SpeakerKind(kind) if kind != "author" else SpeakerKind.OTHER
    return SpeakerKind.OTHER
