"""What the rules of attribution look at, and what they find.

In: pieces, a cue, limits. Out: `Scene` and `Draft`, with the small questions that all rules ask. Refuses:
rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.quotations.cues import Cue
from transforms.quotations.phrases import Range
from transforms.quotations.pieces import Pieces
from transforms.speech.lexicon import SpeechLexicon

WEAK = frozenset({"weak", "think"})
OBJECT = frozenset({"position", "judge"})
OBJECT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A quotation in pieces: ranges of content, the cue, the speaker's range."""

    parts: tuple[Range, ...]
    cue: Cue
    speaker: Range | None
    is_previous: bool = False
    """The content is the sentence before."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the rules look at for one cue."""

    pieces: Pieces
    cue: Cue
    lexicon: SpeechLexicon
    low: int
    high: int
    """The first piece that may belong to the content, and the one after the last."""

    @property
    def segment(self) -> Range:
        return self.pieces.segment(self.cue.finite)

    def has(self, kind: str, index: int) -> bool:
        """Whether the piece is a word of `kind`."""
        return 0 <= index < len(self.pieces) and self.pieces.lows[index] in self.lexicon.of(kind)

    def feature(self, name: str) -> bool:
        return name in self.lexicon.features


def holds(scene: Scene, kind: str, first: int, last: int) -> bool:
    return any(scene.has(kind, i) for i in range(first, last))


def after_verb(scene: Scene) -> int:
    """The place after the verb group."""
    return max(scene.cue.last, scene.cue.finite + 1)


def only_clitics(scene: Scene, opening: int) -> bool:
    return all(scene.has("clitic_pronoun", i) for i in range(opening, scene.cue.finite))


def quote_before(scene: Scene, first: int) -> int | None:
    """The quoted stretch that the segment from `first` follows, past a comma, dash or stop."""
    place = first - 1
    while place >= scene.low and scene.pieces.is_mark(place):
        place -= 1
    if place < scene.low or place not in scene.pieces.quotes:
        return None
    whole = place in scene.pieces.long or place == 0 or scene.pieces.is_mark(place - 1)
    return place if whole and _stands_alone(scene, place) else None


def _stands_alone(scene: Scene, place: int) -> bool:
    """A quoted stretch that is the whole of what was said, not words within a clause."""
    pieces = scene.pieces
    low, _ = pieces.sentence_bounds(place)
    before = [i for i in range(max(low, scene.low), place) if pieces.is_word(i)]
    if not before:
        return True
    begin = pieces.quotes[place].inner_start
    inner = pieces.text[begin : begin + 1]
    return pieces.is_mark(place - 1) and (inner.isupper() or len(before) <= 2)


def quotes_from(scene: Scene, start: int) -> list[Range]:
    """Quoted stretches that go on after a tag, with nothing but marks between."""
    pieces = scene.pieces
    found: list[Range] = []
    place = start
    while place < min(scene.high, len(pieces)) and not pieces.is_word(place):
        if place in pieces.quotes:
            found.append((place, place + 1))
        place += 1
    if found and place < min(scene.high, len(pieces)) and found[-1][0] not in pieces.long:
        return []
    return found


def trimmed(draft: Draft, pieces: Pieces, lexicon: SpeechLexicon) -> Draft | None:
    """The draft with marks, complementizers and tags' conjunctions cut from the ends of its parts."""
    parts: list[Range] = []
    for first, last in draft.parts:
        while first < last and (
            pieces.is_mark(first)
            or (
                pieces.lows[first] in lexicon.of("complementizer")
                and pieces.lows[first] not in lexicon.of("whether")
            )
        ):
            first += 1
        while last > first and (
            pieces.is_mark(last - 1) and pieces.lows[last - 1] not in ("?", "!", ")", "%", "…")
        ):
            last -= 1
        if last > first:
            parts.append((first, last))
    if not parts and not draft.is_previous:
        return None
    return replace(draft, parts=tuple(parts))
