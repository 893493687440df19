"""What a figure is about, and for when: `needed aid`, `GDP share`, `until:2029`.

In: tokens, a draft, its sentence. Out: a short English phrase, the same for every language, and a period.
Refuses to guess: None where no cue stands near.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from transforms.quantities.drafts import Draft
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.scanner import Tokens

_REACH = 14
_LEFT_COST = 1.4
_SHORTEST_STEM, _LONGEST_STEM = 3, 24
_PERIOD_REACH = 2 * _REACH
_YEAR_REACH = 4
_SENT = frozenset(
    {"soldier", "police officer", "instructor", "rescue worker", "observer", "brigade", "battalion"}
)
"""Who is sent is deployed, what is sent is provided; many languages have one verb for both."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what a figure is about; `role`: `state` (needed, killed) or `thing` (aid, GDP)."""

    place: int
    label: str
    role: str


class Cues:
    """The cues of one paragraph, every token read once however many figures stand near it."""

    __slots__ = ("_lexicon", "_read", "_words")

    def __init__(self, tokens: Tokens, lexicon: QuantityLexicon) -> None:
        self._words, self._lexicon = tokens.words, lexicon
        self._read: dict[int, Cue | None] = {}

    def near(self, draft: Draft, first: int, last: int) -> list[Cue]:
        """The cues near the figure among tokens `first` to `last` (exclusive)."""
        places = range(max(first, draft.first - _REACH), min(last, draft.last + _REACH + 1))
        read = self._read
        return [cue for place in places if (cue := read[place] if place in read else self._at(place))]

    def _at(self, place: int) -> Cue | None:
        hit = self._lexicon.cues.at(self._words, place)
        found = hit[1] if hit else _by_stem(self._words[place], self._lexicon.cue_stems)
        cue = self._read[place] = None if found is None else Cue(place, *found)
        return cue


def _by_stem(word: str, stems: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    for size in range(min(len(word), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        if word[:size] in stems:
            return stems[word[:size]]
    return None


def _distance(draft: Draft, cue: Cue) -> float:
    if cue.place >= draft.last:
        return cue.place - draft.last
    return _LEFT_COST * (draft.first - cue.place) if cue.place < draft.first else 0.0


def _nearest(draft: Draft, cues: list[Cue], role: str, rivals: list[Draft]) -> str | None:
    near = [
        (distance, cue.label)
        for cue in cues
        if cue.role == role
        and (distance := _distance(draft, cue)) <= _REACH
        and not _between(draft, cue, rivals)
    ]
    return min(near)[1] if near else None


def _between(draft: Draft, cue: Cue, rivals: list[Draft]) -> bool:
    """Whether another figure of the same kind stands between the draft and the cue."""
    low, high = sorted((draft.first, cue.place))
    return any(
        low < rival.first < high and rival.kind is draft.kind for rival in rivals if rival is not draft
    )


def measure(draft: Draft, cues: list[Cue], rivals: list[Draft]) -> str | None:
    """The phrase for `measures`: state and thing, or state and counted noun; `vague:` where only a size."""
    state = _nearest(draft, cues, "state", rivals)
    thing = _nearest(draft, cues, "thing", rivals)
    if draft.kind is Kind.COUNT:
        thing = (draft.unit or "").partition(":")[2].replace("_", " ")
        state = "deployed" if state == "provided" and thing in _SENT else state
    elif draft.kind is Kind.PERCENT:
        thing = f"{thing} share" if thing else None
    elif draft.kind is Kind.DURATION and thing:
        state = None
    if state and thing and thing.startswith(state):
        state = None
    phrase = " ".join(part for part in (state, thing) if part) or None
    return f"vague: {phrase or 'amount'}" if draft.is_vague else phrase


def _year(tokens: Tokens, place: int) -> str | None:
    word = tokens.word(place)
    return word if len(word) == 4 and word.isdigit() and 1900 <= int(word) <= 2100 else None


def find_periods(tokens: Tokens, lexicon: QuantityLexicon) -> list[tuple[int, str]]:
    """Every `until:2029`, `since:2022`, `per:year` of a paragraph with its place, in order."""
    found: list[tuple[int, str]] = []
    words, openers = tokens.words, lexicon.periods.firsts
    for place, word in enumerate(words):
        if word in openers:
            hit = lexicon.periods.at(words, place)
            if hit is not None:
                found += _dated(tokens, place, hit[0], hit[1], lexicon)
        elif len(word) == 4 and tokens.word(place + 1) in {"-", "–"} and _year(tokens, place):
            high = _year(tokens, place + 2)
            found += [(place, f"{word}/{high}")] if high else []
    return found


def _dated(
    tokens: Tokens, place: int, end: int, kind: str, lexicon: QuantityLexicon
) -> list[tuple[int, str]]:
    """The year that a period word opens; none where a nearer period word claims it: `in aid by 2029`."""
    if ":" in kind:
        return [(place, kind)]
    for at in range(end, end + _YEAR_REACH):
        year = _year(tokens, at)
        if year:
            return [(place, f"{kind}:{year}")]
        if at < len(tokens.words) and lexicon.periods.at(tokens.words, at):
            break
    return []


def period(draft: Draft, periods: list[tuple[int, str]], first: int, last: int) -> str | None:
    """The period nearest to the figure among tokens `first` to `last` (exclusive), or None."""
    begin = bisect_left(periods, (max(first, draft.last - _PERIOD_REACH), ""))
    end = bisect_left(periods, (min(last, draft.last + _PERIOD_REACH + 1), ""))
    return min(((abs(place - draft.last), text) for place, text in periods[begin:end]), default=(0, None))[1]
