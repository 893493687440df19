"""Names of authors, one by one, from strings that hold several, titles, roles and addresses.

In: strings from JSON-LD, meta tags, bylines. Out: names as printed, persons before organisations. Refuses:
addresses, handles, sentences. An agency or a newsroom is an author only where no person is named: then it is
what the page gives as its author, and dropping it would say that the page names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from transforms.extraction.lexicon import ExtractionLexicon, agency_of, fold, squeeze

_URL = re.compile(r"^\s*(?:https?:)?//|^\s*www\.|^\s*/\w", re.IGNORECASE)
_HANDLE = re.compile(r"\bhttps?:\S+|\S+@\S+\.\w+>?|(?<!\w)@\w+")
_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]?")
_HARD_SPLIT = re.compile(r"\s*(?:[;|•·\n\t&+/]|\s[–—-]\s)\s*")
_COMMA = re.compile(r"\s*[,،、]\s*")
_LETTERS = re.compile(r"[^\W\d_]")
_FROM_DIGIT = re.compile(r"\s*\d.*$", re.DOTALL)
_DOMAIN = re.compile(r"\w\.[a-z]{2,4}$")
MAX_WORDS = 7
"""Longer strings are sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One string that should hold names, and how far it is to be trusted."""

    text: str
    is_organisation: bool = False
    is_visible: bool = False
    """Read off the page rather than declared: only what looks like a name counts."""


def site_names(site: str | None, host: str) -> frozenset[str]:
    """The squeezed names by which a site may sign: its name, its host, its host's label."""
    bare = host.removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    labels = bare.split(".")
    label = labels[-2] if len(labels) > 1 else bare
    names = (site or "", bare, label, (site or "").rpartition(".")[0])
    return frozenset(squeezed for name in names if len(squeezed := squeeze(name)) > 1)


def clean_name(raw: str, lexicon: ExtractionLexicon) -> str | None:
    """One name without byline words, brackets, times and addresses; None where nothing is left."""
    name = " ".join(raw.split())
    while found := lexicon.byline.match(name) or lexicon.credit_cue.match(name):
        if not found.end():
            break
        name = name[found.end() :]
    name = " ".join(_FROM_DIGIT.sub("", name).split()).strip(" .,:;–—-|/\"'„“”‘’")
    if not _LETTERS.search(name) or len(name) > 80 or len(name.split()) > MAX_WORDS:
        return None
    return name


def is_name_like(part: str) -> bool:
    """At least two words that are written as names are, or a short string in a script without capitals."""
    words = part.split()
    if part.lower() == part.upper():
        return len(part) <= 30
    return 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper()


def split_names(raw: str, lexicon: ExtractionLexicon) -> list[str]:
    """The pieces of a string such as "Von Anna Muster, Jan Beispiel und Li Wei (dpa)".

    A comma divides only between names; otherwise what follows it is a role or a place and is left out.
    """
    names: list[str] = []
    for piece in _HARD_SPLIT.split(_BRACKETED.sub(" ", _HANDLE.sub(" ", unescape(raw)))):
        for part in lexicon.joiner.split(piece):
            parts = _COMMA.split(part)
            names.extend(parts if all(map(is_name_like, parts)) else _leading(parts, lexicon))
    return names


def _leading(parts: Sequence[str], lexicon: ExtractionLexicon) -> list[str]:
    kept = [part for part in parts[1:] if is_name_like(part) or agency_of(part, lexicon)]
    return [parts[0], *(part for part in kept if not lexicon.newsroom.search(part))]


def is_organisation(name: str, sites: frozenset[str], lexicon: ExtractionLexicon) -> bool:
    """Whether a name is an agency, the site itself or a newsroom."""
    squeezed, first = squeeze(name), squeeze(name.split()[0])
    if squeezed in sites or (len(first) > 2 and first in sites) or _DOMAIN.search(name.lower()):
        return True
    if any(len(site) > 5 and site in squeezed for site in sites):
        return True
    return bool(lexicon.newsroom.search(name) or lexicon.agency.match(name))


def _sorted(
    source: Sequence[Claim], sites: frozenset[str], lexicon: ExtractionLexicon
) -> tuple[dict[str, str], dict[str, str]]:
    persons: dict[str, str] = {}
    others: dict[str, str] = {}
    for claim in source:
        if _URL.match(claim.text):
            continue
        for piece in [claim.text] if claim.is_organisation else split_names(claim.text, lexicon):
            name = clean_name(piece, lexicon)
            if name is None:
                continue
            if claim.is_organisation or is_organisation(name, sites, lexicon):
                others.setdefault(fold(name), name)
            elif is_name_like(name) or not claim.is_visible:
                persons.setdefault(fold(name), name)
    return persons, others


def choose_authors(
    sources: Iterable[Sequence[Claim]],
    sites: frozenset[str],
    lexicon: ExtractionLexicon,
    resort: Callable[[], Sequence[Claim]] = list,
) -> tuple[str, ...]:
    """The authors by the first source that names a person; else the first organisation named.

    A later source that names the same persons and more wins: machine-readable fields often hold one name.
    `resort` is asked only where no source names a person.
    """
    chosen: dict[str, str] = {}
    fallback: dict[str, str] = {}
    for source in sources:
        persons, others = _sorted(source, sites, lexicon)
        if persons and (not chosen or set(chosen) < set(persons)):
            chosen = persons
        fallback = fallback or others
    if not chosen:
        chosen, others = _sorted(resort(), sites, lexicon)
        fallback = fallback or others
    return tuple((chosen or fallback).values())
