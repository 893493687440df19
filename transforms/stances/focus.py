"""What a cue speaks of: the target beside it, or the one last spoken of.

In: a `Reading`, a stretch, a cue. Out: an `Aim`. Refuses: cues far from any target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.phrases import PhraseMatch
from transforms.stances.lexicon import Cue, Frame
from transforms.stances.reading import Reading, Stretch

SAME_CLAUSE, SAME_STRETCH, SAME_SENTENCE, REFERRED, INHERITED = 1.0, 0.85, 0.8, 0.75, 0.6
FADING = 0.85
"""What a target loses per sentence that it lies back."""
MEMORY = 4
"""Sentences for which a target stays in focus."""
HINT_TENTHS = 5
"""What a hint counts against ten for a mention."""
SIDE_ISSUE = 4
"""Words by which a target that is not the text's main one counts as further away."""
OBJECT_FRAMES = (Frame.ATTITUDE, Frame.DEMAND, Frame.SUPPLY)


@dataclass(frozen=True, slots=True)
class Aim:
    """The target that a cue speaks of, how surely, and where it is named."""

    target: str
    closeness: float
    at: PhraseMatch[str] | None


class Focus:
    """What is being spoken of: the targets of the last sentences, and the main one of the text."""

    def __init__(self, reading: Reading) -> None:
        """Count the targets of `reading`."""
        counts: Counter[str] = Counter()
        for match in (match for stretch in reading.stretches for match in stretch.targets):
            counts[match.payload] += 10 if match.n_letters else HINT_TENTHS
        self.main = max(counts, key=lambda t: counts[t]) if counts else None
        self._by_sentence: dict[int, list[PhraseMatch[str]]] = {}
        for stretch in reading.stretches:
            self._by_sentence.setdefault(stretch.sentence, []).extend(stretch.targets)

    def in_sentence(self, sentence: int) -> list[PhraseMatch[str]]:
        """The targets that a sentence names, in whatever voice."""
        return self._by_sentence.get(sentence, [])

    def before(self, sentence: int) -> tuple[str, float] | None:
        """The target last spoken of before `sentence`, and how much it has faded."""
        for back in range(1, MEMORY + 1):
            named = [match.payload for match in self.in_sentence(sentence - back)]
            if named:
                chosen = self.main if self.main in named else named[-1]
                return (chosen or named[-1], FADING ** (back - 1))
        return None


def find_aim(reading: Reading, focus: Focus, stretch: Stretch, cue: PhraseMatch[Cue]) -> Aim | None:
    """The nearest target in the stretch, else in the sentence, else the one in focus."""
    named = _nearest(reading, stretch.targets, cue, focus.main)
    if named:
        same = reading.clauses[named.first] == reading.clauses[cue.first]
        is_plain = named.n_letters > 0
        if is_plain or named.payload == focus.main or not _is_recent(focus, stretch):
            return Aim(named.payload, SAME_CLAUSE if same else SAME_STRETCH, named)
        return Aim(focus.main or named.payload, REFERRED, None)
    if cue.payload.frame is Frame.SUPPLY:
        return None
    named = _nearest(reading, focus.in_sentence(stretch.sentence), cue, focus.main)
    if named:
        return Aim(named.payload, SAME_SENTENCE, named)
    before = focus.before(stretch.sentence)
    if before is None or (cue.payload.frame is Frame.DEMAND and not stretch.references):
        return None
    return Aim(before[0], (REFERRED if stretch.references else INHERITED) * before[1], None)


def _is_recent(focus: Focus, stretch: Stretch) -> bool:
    """Whether the text's main target was spoken of just before."""
    before = focus.before(stretch.sentence)
    return before is not None and before[0] == focus.main


def _nearest(
    reading: Reading, targets: Sequence[PhraseMatch[str]], cue: PhraseMatch[Cue], main: str | None
) -> PhraseMatch[str] | None:
    clauses, prefers_right = reading.clauses, cue.payload.frame in OBJECT_FRAMES

    def cost(target: PhraseMatch[str]) -> float:
        distance = max(0, target.first - cue.last, cue.first - target.last)
        steps = abs(clauses[target.first] - clauses[cue.first])
        behind = 4 if prefers_right and target.last < cue.first else 0
        return distance + 5 * steps + behind + (0 if target.payload == main else SIDE_ISSUE)

    return min(targets, key=cost, default=None)
