"""Names of authors, one by one, from strings that hold several, titles, roles and addresses.

In: strings from JSON-LD, meta tags, bylines. Out: names as printed, persons apart from organisations.
Refuses: addresses, handles, sentences. An agency or a newsroom is an author only where no person is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from transforms.extraction.lexicon import ExtractionLexicon, fold

_ADDRESS = re.compile(r"https?:|www\.|/[\w-]+/|\S+@\S+\.\w+|(?<!\w)@\w+|^\W*$", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_HARD_SPLIT = re.compile(r"\s*(?:[;|•·\n\t&+/]|\s[–—-]\s)\s*")
_COMMA = re.compile(r"\s*[,،、]\s*")
_LETTERS = re.compile(r"[^\W\d_]")
MAX_WORDS = 7
"""Longer strings are sentences."""


def clean_name(raw: str, lexicon: ExtractionLexicon) -> str | None:
    """One name without byline words, brackets and addresses; None where nothing is left."""
    name = " ".join(unescape(raw).split())
    if _ADDRESS.search(name):
        return None
    name = _BRACKETED.sub("", name)
    while found := lexicon.byline.match(name):
        name = name[found.end() :]
    name = name.strip(" .,:;–—-|/\"'„“”")
    if not _LETTERS.search(name) or len(name) > 80 or len(name.split()) > MAX_WORDS:
        return None
    return name


def _is_name_like(part: str) -> bool:
    """At least two words that are written as names are, or one in a script without capitals."""
    words = part.split()
    caseless = part.lower() == part.upper()
    return caseless or (len(words) >= 2 and words[0][:1].isupper() and words[-1][:1].isupper())


def split_names(raw: str, lexicon: ExtractionLexicon) -> list[str]:
    """The names in a string such as "Von Anna Muster, Jan Beispiel und Li Wei (dpa)".

    A comma divides only between names; otherwise what follows it is a role or a place and is left out.
    """
    names: list[str] = []
    for piece in _HARD_SPLIT.split(raw):
        for part in lexicon.joiner.split(piece):
            parts = _COMMA.split(part)
            keep = parts if all(map(_is_name_like, parts)) else _leading(parts, lexicon)
            names.extend(keep)
    return names


def _leading(parts: Sequence[str], lexicon: ExtractionLexicon) -> list[str]:
    kept = [part for part in parts[1:] if _is_name_like(part) or fold(part) in lexicon.agencies]
    roles = [part for part in kept if not lexicon.newsroom.search(part)]
    return [parts[0], *roles]


def is_organisation(name: str, site: str | None, lexicon: ExtractionLexicon) -> bool:
    """Whether a name is an agency, the site itself or a newsroom."""
    folded = fold(name)
    if folded in lexicon.agencies or (site and folded in {fold(site), fold(site).replace(" ", "")}):
        return True
    return bool(lexicon.newsroom.search(name)) or bool(re.search(r"\w\.[a-z]{2,3}$", folded))


def choose_authors(
    sources: Iterable[Sequence[tuple[str, bool]]], site: str | None, lexicon: ExtractionLexicon
) -> tuple[str, ...]:
    """The authors of the first source that names a person; else of the first that names anybody.

    Each source is a sequence of (string, whether declared an organisation).
    """
    fallback: tuple[str, ...] = ()
    for source in sources:
        persons, others = _sorted(source, site, lexicon)
        if persons:
            return persons
        fallback = fallback or others
    return fallback


def _sorted(
    source: Sequence[tuple[str, bool]], site: str | None, lexicon: ExtractionLexicon
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    persons: dict[str, str] = {}
    others: dict[str, str] = {}
    for raw, is_declared in source:
        pieces = [raw] if is_declared else split_names(raw, lexicon)
        for piece in pieces:
            if name := clean_name(piece, lexicon):
                group = others if is_declared or is_organisation(name, site, lexicon) else persons
                group.setdefault(fold(name), name)
    return tuple(persons.values()), tuple(others.values())
