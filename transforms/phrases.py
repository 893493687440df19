"""Finds many word patterns in a text at once, in time that hardly depends on their number.

In: patterns as people write them, a text. Out: matches as word positions. Refuses: characters below the
word; patterns see words only, upper and lower case alike.

A pattern is a row of words. `*` at the beginning or end of a word stands for any letters, `*` alone for
any word, `…` for up to twelve words without a sentence break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from vocabulary import Span

Payload = TypeVar("Payload")

GAP = "…"
MAX_GAP = 12
JOINED, COMMA, BREAK = 0, 1, 2
"""What stands before a word: nothing that parts, a comma, dash or bracket, the end of a clause."""

_WORD = re.compile(r"\w+")
_ELEMENT = re.compile(r"…|\*?\w+\*?|\*")
_MEMO_LIMIT = 300_000


def fold(word: str) -> str:
    """The form under which words are compared: case folded, `ё` as `е`.

    >>> fold("Ещё")
    'еще'
    """
    return word.casefold().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where each begins and ends, its folded form, what parts it from the last."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[str, ...]
    parted: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """The text from word `first` to word `last`, both included."""
        return Span(self.starts[first], self.ends[last])


def _parting(between: str) -> int:
    if between == " ":
        return JOINED
    if any(mark in between for mark in ".!?;:\n…"):
        return BREAK
    return COMMA if any(mark in between for mark in ",–—()") else JOINED


def split_words(text: str) -> Words:
    """The words of `text` in order; apostrophes and hyphens part words.

    >>> split_words("L'envoi, non!").forms
    ('l', 'envoi', 'non')
    """
    starts, ends, forms, parted, last = [], [], [], [], 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        starts.append(start)
        ends.append(end)
        forms.append(fold(found.group()))
        parted.append(_parting(text[last:start]))
        last = end
    return Words(tuple(starts), tuple(ends), tuple(forms), tuple(parted))


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[Payload]):
    """One pattern found: the positions of its words, gaps left out, and what the pattern stands for."""

    positions: tuple[int, ...]
    payload: Payload
    n_letters: int = 0
    """How many letters the pattern spells out."""

    @property
    def first(self) -> int:
        """Position of its first word."""
        return self.positions[0]

    @property
    def last(self) -> int:
        """Position of its last word."""
        return self.positions[-1]


@dataclass(slots=True)
class _Node(Generic[Payload]):
    children: dict[str, _Node[Payload]] = field(default_factory=dict)
    payloads: list[tuple[Payload, int]] = field(default_factory=list)


def parse_pattern(pattern: str) -> tuple[str, ...]:
    """The elements of a pattern, folded; empty where it holds no word.

    >>> parse_pattern("Lehn* … ab")
    ('lehn*', '…', 'ab')
    """
    return tuple(fold(element) for element in _ELEMENT.findall(pattern))


class PhraseTable(Generic[Payload]):
    """Patterns compiled into one tree; `find` reports every pattern at every place."""

    def __init__(self, patterns: Iterable[tuple[str, Payload]], *, max_tail: int = 99) -> None:
        """Compile `(pattern, payload)` pairs; ValueError for a pattern that begins or ends with a gap.

        `max_tail` is the most letters for which a `*` at the end of a word stands.
        """
        self._max_tail = max_tail
        self._root: _Node[Payload] = _Node()
        self._elements: set[str] = set()
        self._memo: dict[str, tuple[str, ...]] = {}
        for pattern, payload in patterns:
            self._add(pattern, payload)
        self._prefix_lengths = sorted({len(e) - 1 for e in self._elements if e.endswith("*") and len(e) > 1})
        self._suffix_lengths = sorted({len(e) - 1 for e in self._elements if e[0] == "*" and len(e) > 1})

    def _add(self, pattern: str, payload: Payload) -> None:
        elements = parse_pattern(pattern)
        if not elements or GAP in (elements[0], elements[-1]):
            raise ValueError(f"pattern {pattern!r} needs a word at its beginning and end")
        node = self._root
        for element in elements:
            self._elements.add(element)
            node = node.children.setdefault(element, _Node())
        node.payloads.append((payload, sum(len(e.strip("*…")) for e in elements)))

    def patterns(self) -> Iterator[tuple[tuple[str, ...], Payload]]:
        """Every pattern as its folded elements, with what it stands for; by their first words."""
        waiting: list[tuple[tuple[str, ...], _Node[Payload]]] = [((), self._root)]
        while waiting:
            taken, node = waiting.pop()
            yield from ((taken, payload) for payload, _ in node.payloads)
            waiting += [((*taken, element), child) for element, child in reversed(node.children.items())]

    def _kinds(self, form: str) -> tuple[str, ...]:
        """The pattern elements that `form` satisfies."""
        known = self._memo.get(form)
        if known is None:
            if len(self._memo) > _MEMO_LIMIT:
                self._memo.clear()
            known = self._memo[form] = tuple(self._find_kinds(form))
        return known

    def _find_kinds(self, form: str) -> Iterator[str]:
        candidates = [form, "*"]
        shortest = len(form) - self._max_tail
        candidates += [form[:n] + "*" for n in self._prefix_lengths if shortest <= n <= len(form)]
        candidates += ["*" + form[-n:] for n in self._suffix_lengths if n <= len(form)]
        for candidate in candidates:
            if candidate in self._elements:
                yield candidate

    def find(self, words: Words) -> list[PhraseMatch[Payload]]:
        """Every match of every pattern, by first word; patterns may overlap."""
        found: list[PhraseMatch[Payload]] = []
        children, memo = self._root.children, self._memo
        for at, form in enumerate(words.forms):
            kinds = memo.get(form)
            if kinds is None:
                kinds = self._kinds(form)
            for kind in kinds:
                node = children.get(kind)
                if node is not None:
                    self._walk(words, node, (at,), found)
        return found

    def _walk(
        self, words: Words, node: _Node[Payload], taken: tuple[int, ...], found: list[PhraseMatch[Payload]]
    ) -> None:
        found.extend(PhraseMatch(taken, payload, n_letters) for payload, n_letters in node.payloads)
        if not node.children:
            return
        after = taken[-1] + 1
        if after < len(words) and words.parted[after] == JOINED:
            for kind in self._kinds(words.forms[after]):
                child = node.children.get(kind)
                if child is not None:
                    self._walk(words, child, (*taken, after), found)
        gap = node.children.get(GAP)
        if gap is not None:
            self._leap(words, gap, taken, found)

    def _leap(
        self, words: Words, node: _Node[Payload], taken: tuple[int, ...], found: list[PhraseMatch[Payload]]
    ) -> None:
        """Continue at the nearest word after the gap that fits."""
        for at in range(taken[-1] + 1, min(taken[-1] + 2 + MAX_GAP, len(words))):
            if words.parted[at] == BREAK:
                return
            fitting = [child for kind in self._kinds(words.forms[at]) if (child := node.children.get(kind))]
            if fitting:
                for child in fitting:
                    self._walk(words, child, (*taken, at), found)
                return


def longest(matches: Iterable[PhraseMatch[Payload]]) -> list[PhraseMatch[Payload]]:
    """Of matches that share a word, the one with most words, then most letters spelt out, then the first.

    Different payloads of the same pattern are all kept.
    """
    taken: dict[int, PhraseMatch[Payload]] = {}
    kept: list[PhraseMatch[Payload]] = []
    for match in sorted(matches, key=lambda m: (-len(m.positions), -m.n_letters, m.positions)):
        owners = [taken[position] for position in match.positions if position in taken]
        if not owners or all(_is_same(owner, match) for owner in owners):
            taken.update(dict.fromkeys(match.positions, match))
            kept.append(match)
    return sorted(kept, key=lambda m: m.positions)


def _is_same(owner: PhraseMatch[Payload], match: PhraseMatch[Payload]) -> bool:
    return owner.positions == match.positions and owner.n_letters == match.n_letters
