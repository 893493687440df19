"""The overall message of an article toward each target.

In: its stances and quotations. Out: a polarity per target. Refuses: a label for targets that the article
does not deal with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.phrases import PhraseMatch, PhraseTable, longest, split_words
from transforms.stances.signs import TEXT
from transforms.topics import HINT
from vocabulary import Polarity, Quotation, Stance

INTERVIEW_SHARE = 0.5
"""Share of the text that one speaker's words fill in an interview."""


def label_article(
    text: str, stances: Sequence[Stance], quotations: Sequence[Quotation], targets: PhraseTable[str]
) -> dict[str, Polarity]:
    """The text's own stances; in an interview those of the person asked; else neutral on its targets."""
    voices = {TEXT}
    asked = _asked(text, stances, quotations)
    if asked:
        voices.add(asked)
    labels: dict[str, Polarity] = {}
    for stance in sorted(stances, key=lambda s: s.confidence):
        if stance.holder in voices:
            labels[stance.target] = stance.polarity
    for target in _dealt_with(text, stances, targets):
        labels.setdefault(target, Polarity.NEUTRAL)
    return labels


def _asked(text: str, stances: Sequence[Stance], quotations: Sequence[Quotation]) -> str | None:
    """Whose words fill most of the text: by quotations, or by lines that begin with a holder's name."""
    shares: Counter[str] = Counter()
    for holder in {stance.holder for stance in stances}:
        lines = [line for line in text.splitlines() if line.startswith(holder + ": ")]
        shares[holder] = sum(map(len, lines)) if len(lines) > 1 else 0
    for quotation in quotations:
        if quotation.speaker_name and not shares[quotation.speaker_name]:
            shares[quotation.speaker_name] += quotation.content.end - quotation.content.start
    if not shares:
        return None
    name, length = shares.most_common(1)[0]
    return name if length >= INTERVIEW_SHARE * len(text) else None


def _dealt_with(text: str, stances: Sequence[Stance], targets: PhraseTable[str]) -> list[str]:
    """The targets somebody takes a stance on, and the one named most."""
    counts = Counter(match.payload for match in _plain(text, targets))
    main = {counts.most_common(1)[0][0]} if counts else set()
    return sorted({stance.target for stance in stances} | main)


def _plain(text: str, targets: PhraseTable[str]) -> list[PhraseMatch[str]]:
    """Where targets are named; hints only where none is."""
    found = [match for match in longest(targets.find(split_words(text))) if match.payload]
    plain = [match for match in found if not match.payload.startswith(HINT)]
    return plain or [replace(match, payload=match.payload.removeprefix(HINT)) for match in found]
