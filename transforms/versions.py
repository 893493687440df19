"""What changed between two versions of an article.

In: two texts with their figures and quotations, and a test for lines of page furniture. Out: edits:
sentences, figures and quotations that were added, removed or changed. Refuses: taking for an edit what only
moves, is spaced or punctuated otherwise, is furniture of the page, a time stamp or a counter.

Sentences are aligned with difflib on their words alone; within a stretch that was replaced, a sentence is the
changed form of another when enough of their words agree. A figure is changed when its sentence was changed
and holds another figure of that unit; a quotation when the words mostly agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeVar

from rapidfuzz.fuzz import ratio

from transforms.text import split_paragraphs, split_sentences
from vocabulary import Span

METHOD: Final = "sentences/1"
ALIKE: Final = 60.0
"""Percent of words in common (normalised indel similarity) from which on one piece is the other, changed."""
SHORT_LINE: Final = 100
"""Characters up to which a line without a full stop may be a time stamp or a counter."""
_WORD: Final = re.compile(r"\w+")
_DIGITS: Final = re.compile(r"\d+")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'»“”)\]]*$")
_TIME: Final = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2}\.? (?:de )?\w+\.?,? (?:de )?(?:19|20)\d{2}\b|\b\w+ \d{1,2}, (?:19|20)\d{2}\b"
)

IsFurniture = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of one version, as far as edits need it."""

    span: Span
    surface: str
    value: float
    value_high: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quotation of one version, as far as edits need it."""

    span: Span
    surface: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One version: its text and what was found in it."""

    text: str
    language: str | None
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing that came, went or changed; spans are into the former and the later text."""

    kind: str
    """`sentence`, `figure` or `quotation`."""
    former: Span | None
    later: Span | None
    former_surface: str | None
    surface: str | None

    @property
    def change(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.former is None:
            return "added"
        return "removed" if self.later is None else "changed"


def find_edits(former: Reading, later: Reading, is_furniture: IsFurniture) -> list[Edit]:
    """Every edit, sentences first, then figures, then quotations; empty where nothing material changed."""
    aligned = _align(_sentences(former, is_furniture), _sentences(later, is_furniture))
    if not aligned:
        return []
    sentences = [_edit("sentence", former, later, a, b) for a, b in aligned]
    figures = [_edit("figure", former, later, a, b) for a, b in _pair_figures(former, later, aligned)]
    said = [_edit("quotation", former, later, a, b) for a, b in _pair_statements(former, later)]
    return [*sentences, *figures, *said]


def _edit(kind: str, former: Reading, later: Reading, a: Span | None, b: Span | None) -> Edit:
    return Edit(
        kind=kind,
        former=a,
        later=b,
        former_surface=a.of(former.text) if a else None,
        surface=b.of(later.text) if b else None,
    )


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    key: str
    """Its words; without its digits where it is a short line without a full stop, such as a counter."""
    is_time: bool


_Pair = tuple[Span | None, Span | None]


def _key(text: str) -> str:
    """A piece of text without case, space and punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def _sentences(reading: Reading, is_furniture: IsFurniture) -> list[_Sentence]:
    lines = [span for span in split_paragraphs(reading.text) if not is_furniture(span.of(reading.text))]
    bounds = {(line.start, line.end) for line in lines}
    starts = sorted(line.start for line in lines)
    kept = [s for s in split_sentences(reading.text, reading.language) if _is_within(s, lines, starts)]
    sentences = (_sentence(reading.text, span, (span.start, span.end) in bounds) for span in kept)
    return [sentence for sentence in sentences if sentence.key]


def _is_within(span: Span, lines: Sequence[Span], starts: Sequence[int]) -> bool:
    place = bisect_right(starts, span.start) - 1
    return place >= 0 and span.end <= lines[place].end


def _sentence(text: str, span: Span, is_whole_line: bool) -> _Sentence:
    words = span.of(text)
    is_line = (
        is_whole_line and span.start > 0 and len(words) <= SHORT_LINE and not _SENTENCE_END.search(words)
    )
    key = _DIGITS.sub("0", _key(words)) if is_line else _key(words)
    return _Sentence(span, key, is_line and bool(_TIME.search(words)))


def _align(former: Sequence[_Sentence], later: Sequence[_Sentence]) -> list[_Pair]:
    """Sentences that are not the same in both, with their counterpart where they have one; in order."""
    matcher = SequenceMatcher(None, [s.key for s in former], [s.key for s in later], autojunk=False)
    gone: list[_Sentence] = []
    come: list[_Sentence] = []
    pairs: list[tuple[_Sentence, _Sentence]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found, left, new = _pair_alike(former[a:b], later[c:d])
            pairs, gone, come = [*pairs, *found], [*gone, *left], [*come, *new]
    gone, come = _without_moved(gone, come)
    changed: list[_Pair] = [(a.span, b.span) for a, b in pairs if not (a.is_time and b.is_time)]
    removed: list[_Pair] = [(s.span, None) for s in gone if not s.is_time]
    added: list[_Pair] = [(None, s.span) for s in come if not s.is_time]
    return sorted([*changed, *removed, *added], key=_place)


def _place(pair: _Pair) -> tuple[int, int]:
    former, later = pair
    return (later or former or Span(0, 0)).start, int(later is None)


def _pair_alike(
    former: Sequence[_Sentence], later: Sequence[_Sentence]
) -> tuple[list[tuple[_Sentence, _Sentence]], list[_Sentence], list[_Sentence]]:
    """Pairs of a replaced stretch, the most alike first; what is left of either side."""
    scored = _scored([s.key for s in former], [s.key for s in later])
    taken = _best(scored)
    left = [s for n, s in enumerate(former) if n not in {a for a, _ in taken}]
    new = [s for n, s in enumerate(later) if n not in {b for _, b in taken}]
    return [(former[a], later[b]) for a, b in taken], left, new


def _scored(former: Sequence[str], later: Sequence[str]) -> list[tuple[float, int, int]]:
    """Alikeness of every pair of texts that are alike enough, by words."""
    words = [text.split() for text in former], [text.split() for text in later]
    found = []
    for a, one in enumerate(words[0]):
        for b, other in enumerate(words[1]):
            score = ratio(one, other, score_cutoff=ALIKE)
            if score:
                found.append((score, a, b))
    return found


def _best(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Each side used once, the most alike first, the earlier of equals."""
    pairs: list[tuple[int, int]] = []
    for _, a, b in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if all(a != used for used, _ in pairs) and all(b != used for _, used in pairs):
            pairs.append((a, b))
    return sorted(pairs)


def _without_moved(
    gone: Sequence[_Sentence], come: Sequence[_Sentence]
) -> tuple[list[_Sentence], list[_Sentence]]:
    """A sentence that went here and came there has only moved."""
    moved = Counter(s.key for s in gone) & Counter(s.key for s in come)
    return list(_less(gone, Counter(moved))), list(_less(come, Counter(moved)))


def _less(sentences: Iterable[_Sentence], moved: Counter[str]) -> Iterator[_Sentence]:
    for sentence in sentences:
        if moved[sentence.key] > 0:
            moved[sentence.key] -= 1
        else:
            yield sentence


Found = TypeVar("Found", Figure, Statement)


def _unmatched(
    former: Sequence[Found], later: Sequence[Found], key: Callable[[Found], object]
) -> tuple[list[Found], list[Found]]:
    """What only one of two versions has, as often as it has it more."""
    counts = Counter(map(key, former)), Counter(map(key, later))
    gone, come = counts[0] - counts[1], counts[1] - counts[0]
    return _take(former, key, gone), _take(later, key, come)


def _take(found: Sequence[Found], key: Callable[[Found], object], wanted: Counter[object]) -> list[Found]:
    taken = []
    for each in found:
        if wanted[key(each)] > 0:
            wanted[key(each)] -= 1
            taken.append(each)
    return taken


def _pair_figures(former: Reading, later: Reading, aligned: Sequence[_Pair]) -> list[_Pair]:
    """Figures that came, went, or changed within a changed sentence."""
    gone, come = _unmatched(former.figures, later.figures, lambda f: (f.unit, f.value, f.value_high))
    pairs: list[_Pair] = []
    for before, after in aligned:
        if before and after:
            for old in [f for f in gone if _holds(before, f.span)]:
                new = next((f for f in come if f.unit == old.unit and _holds(after, f.span)), None)
                if new:
                    gone.remove(old)
                    come.remove(new)
                    pairs.append((old.span, new.span))
    pairs += [(figure.span, None) for figure in gone]
    pairs += [(None, figure.span) for figure in come]
    return sorted(pairs, key=_place)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _pair_statements(former: Reading, later: Reading) -> list[_Pair]:
    gone, come = _unmatched(former.statements, later.statements, lambda s: _key(s.surface))
    taken = _best(_scored([_key(s.surface) for s in gone], [_key(s.surface) for s in come]))
    pairs: list[_Pair] = [(gone[a].span, come[b].span) for a, b in taken]
    pairs += [(s.span, None) for n, s in enumerate(gone) if n not in {a for a, _ in taken}]
    pairs += [(None, s.span) for n, s in enumerate(come) if n not in {b for _, b in taken}]
    return sorted(pairs, key=_place)
