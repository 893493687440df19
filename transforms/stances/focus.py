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
WHOLE_TEXT, RECEDING, HINTED, HINT_BESIDE = 2.0, 0.7, 0.3, 0.4
"""What the share of a target in the whole text counts, what a sentence back keeps, what a hint counts, and what
it counts in the sentence itself, beside a mention before it."""
OPENED = 0.8
"""What a target that the first sentence names keeps throughout."""
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
    """What is being spoken of: the targets of the last sentences, and those of the whole text."""

    def __init__(self, reading: Reading) -> None:
        """Count the targets of `reading`."""
        counts: Counter[str] = Counter()
        for match in (match for stretch in reading.stretches for match in stretch.targets):
            counts[match.payload] += 10 if match.n_letters else HINT_TENTHS
        self.main = max(counts, key=lambda t: counts[t]) if counts else None
        total = max(1, sum(counts.values()))
        self.shares: dict[str, float] = {target: n / total for target, n in counts.items()}
        self._by_sentence: dict[int, list[PhraseMatch[str]]] = {}
        for stretch in reading.stretches:
            self._by_sentence.setdefault(stretch.sentence, []).extend(stretch.targets)
        self._strengths = {sentence: _strengths(named) for sentence, named in self._by_sentence.items()}

    def in_sentence(self, sentence: int) -> list[PhraseMatch[str]]:
        """The targets that a sentence names, in whatever voice."""
        return self._by_sentence.get(sentence, [])

    def salience(self, sentence: int) -> dict[str, float]:
        """How much each target of the text is in focus when `sentence` begins."""
        found = {target: WHOLE_TEXT * share for target, share in self.shares.items()}
        for target, strength in self._strengths.get(0, {}).items():
            found[target] += OPENED * strength
        for back in range(1, MEMORY + 1):
            for target, strength in self._strengths.get(sentence - back, {}).items():
                found[target] += strength * RECEDING ** (back - 1)
        return found

    def before(self, sentence: int) -> tuple[str, float] | None:
        """The target most in focus before `sentence`, and how much it has faded."""
        salience = self.salience(sentence)
        if not salience:
            return None
        chosen = max(salience, key=lambda target: salience[target])
        steps = (back for back in range(1, MEMORY + 1) if chosen in self._strengths.get(sentence - back, ()))
        return chosen, FADING ** (next(steps, MEMORY + 1) - 1)


def _strengths(named: Sequence[PhraseMatch[str]]) -> dict[str, float]:
    """How plainly a sentence names each of its targets."""
    found: dict[str, float] = {}
    for match in named:
        found[match.payload] = max(found.get(match.payload, 0.0), 1.0 if match.n_letters else HINTED)
    return found


def find_aim(reading: Reading, focus: Focus, stretch: Stretch, cue: PhraseMatch[Cue]) -> Aim | None:
    """The target beside the cue, in the stretch or else in the sentence, or the one in focus."""
    named = _nearest(reading, stretch.targets, cue, focus.main)
    if named and _holds(focus, stretch, named):
        same = reading.clauses[named.first] == reading.clauses[cue.first]
        return Aim(named.payload, SAME_CLAUSE if same else SAME_STRETCH, named)
    if cue.payload.frame is Frame.SUPPLY and not named:
        return None
    other = _nearest(reading, focus.in_sentence(stretch.sentence), cue, focus.main)
    if other and other != named and _holds(focus, stretch, other):
        return Aim(other.payload, SAME_SENTENCE, other)
    before = focus.before(stretch.sentence)
    if before is None or (cue.payload.frame is Frame.DEMAND and not (stretch.references or named)):
        return None
    return Aim(before[0], (REFERRED if stretch.references or named else INHERITED) * before[1], None)


def _holds(focus: Focus, stretch: Stretch, named: PhraseMatch[str]) -> bool:
    """Whether a mention says what is spoken of: plain ones do, hints where nothing else is more in focus."""
    if named.n_letters:
        return True
    salience = focus.salience(stretch.sentence)
    return salience[named.payload] + HINT_BESIDE >= max(salience.values())


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
