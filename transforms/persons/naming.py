"""The fullest form of each name in a text.

In: names as found. Out: one name per mention, in the nominative where forms of the same name show it.
Refuses: joining two people who share a last name and differ in the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.persons.scan import Named
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens


def full_names(text: str, named: Sequence[Named], tokens: Tokens, lexicon: PersonLexicon) -> list[str]:
    """For every mention the fullest form of its name, in order."""
    shortest = _shortest_forms(named, tokens, lexicon)
    fullest: dict[tuple[str, ...], str] = {}
    by_last: dict[str, set[tuple[str, ...]]] = {}
    keys: list[tuple[str, ...]] = []
    for n in named:
        key = _key(n, tokens, lexicon)
        keys.append(key)
        name = _nominative(text, n, tokens, lexicon, shortest)
        if key not in fullest or len(name.split()) > len(fullest[key].split()):
            fullest[key] = name
        if not n.is_organisation and len(key) > 1:
            by_last.setdefault(key[-1], set()).add(key)
    return [_resolved(n, key, fullest, by_last) for n, key in zip(named, keys, strict=True)]


def _key(n: Named, tokens: Tokens, lexicon: PersonLexicon) -> tuple[str, ...]:
    if n.entry is not None:
        return ("#", n.entry.person_id)
    words = tokens.words[n.first : n.last]
    stems = tuple(lexicon.stem(word) for word in words)
    return ("org", *stems) if n.is_organisation else stems


def _resolved(
    n: Named,
    key: tuple[str, ...],
    fullest: dict[tuple[str, ...], str],
    by_last: dict[str, set[tuple[str, ...]]],
) -> str:
    longer = by_last.get(key[-1], set()) - {key}
    if n.is_organisation or n.entry is not None or len(key) > 1 or len(longer) != 1:
        return fullest[key]
    return fullest[next(iter(longer))]


def _shortest_forms(named: Sequence[Named], tokens: Tokens, lexicon: PersonLexicon) -> dict[str, str]:
    """Stem to its shortest form among the names: the nominative of most names."""
    forms: dict[str, str] = {}
    for n in named:
        if n.is_organisation:
            continue
        for word in tokens.words[n.first : n.last]:
            stem = lexicon.stem(word)
            known = forms.get(stem)
            if known is None or len(word) < len(known):
                forms[stem] = word
    return forms


def _nominative(text: str, n: Named, tokens: Tokens, lexicon: PersonLexicon, shortest: dict[str, str]) -> str:
    surface = text[tokens.starts[n.first] : tokens.ends[n.last - 1]]
    if n.entry is not None:
        return _variant(n, surface, tokens, lexicon)
    if n.is_organisation or not lexicon.endings:
        return surface
    words = [shortest.get(lexicon.stem(word), word) for word in tokens.words[n.first : n.last]]
    return " ".join(word.title() if word.isupper() and len(word) > 3 else word for word in words)


def _variant(n: Named, surface: str, tokens: Tokens, lexicon: PersonLexicon) -> str:
    """The listed variant whose words have the same stems: the nominative of a known name."""
    assert n.entry is not None
    if n.is_organisation and _is_declined(n.entry.name, surface):
        return n.entry.name
    stems = [lexicon.stem(word) for word in tokens.words[n.first : n.last]]
    for variant in n.entry.variants:
        if [lexicon.stem(word) for word in variant.split()] == stems:
            same = variant.lower() == surface.lower()
            return surface if same and not surface.isupper() else variant
    for variant in n.entry.variants:
        words = variant.split()
        if len(words) == len(stems) and lexicon.stem(words[-1]) == stems[-1] and words[0][:2] == surface[:2]:
            return variant
    return surface


def _is_declined(name: str, surface: str) -> bool:
    """Whether a body's words are those of its own name, but for the ending of one ("Neuen Zürcher Zeitung")."""
    ours, theirs = surface.split(), name.split()
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    return all(a == b or (len(b) > 3 and a.startswith(b[:-1])) for a, b in zip(ours, theirs, strict=True))
