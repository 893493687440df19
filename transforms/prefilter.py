"""Which pages of a web archive may be about the topic, told from their bytes before anything is parsed.

In: the compiled topic; pages as bytes, in whatever encoding. Out: yes or no. Refuses: saying no to a page
that relevance would call on topic; a yes only means that the page is worth parsing.

A pattern becomes the set of its words' anchors. An anchor is a piece of plain ASCII letters where a word has
a long one ("chętnych" is `tnych`): the same in any encoding, entity, escape or composition. Otherwise the
word's beginning is spelled in each encoding, as entities and as JSON escapes. All anchors are sought in one
sweep (Hyperscan). A page may be on topic if it has all the anchors of a name of the topic
(`phrases`, `synonyms`), or of one of its places (`places`), without which no paraphrase counts. What else
makes a paraphrase (troops, guarantees, who, when) is not asked for: it stands on nearly every page that names
a place. Anchors may stand anywhere on the page, so that markup between words hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.entities import codepoint2name
from typing import Final
from unicodedata import normalize

import hyperscan

from transforms.phrases import fold, parse_pattern
from transforms.topics import Topic, topic_phrases

CODECS: Final = (
    "utf-8", "cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "cp1253", "iso8859-7",
    "cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257", "iso8859-4", "mac-roman", "mac-latin2", "cp852",
)  # fmt: skip
"""Encodings in which pages come; UTF-16 is decoded before the search."""
SHORTEST, LONGEST, LONGEST_SPELLED = 3, 14, 8
"""Letters of an anchor: fewer are on every page, more find nothing more."""
SURE = 5
"""Letters from which on an anchor tells pages apart; shorter ones must be words."""
_ASCII: Final = re.compile(r"[a-z0-9]+")

Anchors = frozenset[str]


def anchor_of(element: str) -> str | None:
    """The piece of a pattern's word that any spelling of it contains; None where none is long enough.

    A short one keeps the stars of the pattern: it must begin and end as the pattern's word does.

    >>> [anchor_of(word) for word in ("koalition*", "chętnych", "trêve", "желающих", "kiew*", "*")]
    ['koalition', 'tnych', 'trêve', 'желающих', 'kiew*', None]
    """
    word = fold(element.strip("*"))
    plain = max(_ASCII.findall(word), key=len, default="")
    best = plain[:LONGEST] if plain == word or len(plain) >= SURE else word[:LONGEST_SPELLED]
    if len(best) < SHORTEST:
        return None
    return best if len(best) >= SURE else element.replace(element.strip("*"), best)


def anchors_of(elements: Iterable[str]) -> Anchors:
    """The anchors of a whole pattern, short ones only where there is no long one; empty where it has none."""
    found = {anchor for element in elements if (anchor := anchor_of(element))}
    return frozenset({anchor for anchor in found if len(anchor.strip("*")) >= SURE} or found)


def _forms(anchor: str) -> Iterator[str]:
    """An anchor as it may be written: `fold` made `ё` to `е`, `ß` to `ss` and the final `ς` to `σ`."""
    written = {anchor, anchor.replace("ss", "ß"), re.sub("σ$", "ς", anchor)}
    written |= {f"{anchor[:at]}ё{anchor[at + 1 :]}" for at, letter in enumerate(anchor) if letter == "е"}
    for form in written:
        yield from (form, form.capitalize(), form.upper())


def spellings(anchor: str) -> set[bytes]:
    """The bytes by which an anchor may stand on a page; ASCII letters are sought in either case."""
    found: set[bytes] = set()
    for form in _forms(anchor.strip("*")):
        for written in (form, normalize("NFD", form)):
            found |= {written.encode(codec, "ignore") for codec in CODECS if _can_encode(written, codec)}
        escaped = (_decimal(form), _hexadecimal(form), _named(form), _decimal(_named(form)), _json(form))
        found |= {written.encode() for written in escaped}
    return {spelling.lower() if spelling.isascii() else spelling for spelling in found}


def _can_encode(text: str, codec: str) -> bool:
    try:
        return bool(text.encode(codec))
    except UnicodeEncodeError:
        return False


def _decimal(text: str) -> str:
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)


def _hexadecimal(text: str) -> str:
    return "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in text)


def _named(text: str) -> str:
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in text)


def _json(text: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text)


@dataclass(slots=True)
class _Sweep:
    """Anchors compiled into one automaton; `find` says which of them a page has."""

    anchors: tuple[str, ...]
    _database: hyperscan.Database = field(init=False)

    def __post_init__(self) -> None:
        known = {(bytes_, n) for n, anchor in enumerate(self.anchors) for bytes_ in spellings(anchor)}
        listed = sorted(known)
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[_expression(bytes_, self.anchors[n]) for bytes_, n in listed],
            ids=[n for _, n in listed],
            elements=len(listed),
            flags=[hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_CASELESS] * len(listed),
        )

    def find(self, page: bytes) -> set[str]:
        """The anchors that stand on the page."""
        found: set[str] = set()

        def note(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            found.add(self.anchors[number])

        self._database.scan(page, match_event_handler=note)
        return found


def _expression(spelling: bytes, anchor: str) -> bytes:
    """A spelling as a pattern; a short one must be a word, which may follow an escape such as `\\n`."""
    literal = b"".join(b"\\x%02x" % byte for byte in spelling)
    if len(anchor.strip("*")) >= SURE or not spelling.isascii() or not spelling.isalnum():
        return literal
    before = b"" if anchor.startswith("*") else rb"(\b|\\[nrtu][0-9a-f]{0,4})"
    return before + literal + (b"" if anchor.endswith("*") else rb"\b")


@dataclass(frozen=True, slots=True)
class Prefilter:
    """A compiled topic that reads bytes."""

    patterns: tuple[Anchors, ...]
    sweep: _Sweep

    def may_be_on_topic(self, page: bytes) -> bool:
        """Whether the page is worth parsing; `page` is a body without content encoding."""
        found = self.sweep.find(_as_utf8(page))
        return bool(found) and any(anchors <= found for anchors in self.patterns)


def _as_utf8(page: bytes) -> bytes:
    """UTF-16 as UTF-8; anything else as it is."""
    start = page[:512]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16", "replace").encode("utf-8", "replace")
    if start.count(0) * 4 < len(start):
        return page
    codec = "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    return page.decode(codec, "replace").encode("utf-8", "replace")


def compile_prefilter(topic: Topic) -> Prefilter:
    """The prefilter of a topic: names, synonyms and places in every language."""
    patterns = {anchors_of(parse_pattern(phrase)) for phrase in topic_phrases(topic)}
    patterns |= {anchors_of(elements) for elements, _ in topic.names.patterns()}
    cues = [pattern for table in topic.cues.values() for pattern in table.patterns()]
    patterns |= {anchors_of(elements) for elements, payload in cues if payload == "place"}
    needed = _least(patterns)
    return Prefilter(patterns=needed, sweep=_Sweep(tuple(sorted(frozenset[str]().union(*needed)))))


def _least(patterns: set[Anchors]) -> tuple[Anchors, ...]:
    """Patterns without those that another one makes superfluous, in a fixed order."""
    needed = [one for one in patterns if not any(other < one for other in patterns)]
    return tuple(sorted(needed, key=sorted))
