"""The compiled lists by which persons, organisations and their roles are told.

In: `persons_*.csv` of a language and of `common`, the names index. Out: `PersonLexicon`. Refuses: tables
that lack a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from transforms.identity import NameEntry, NameIndex
from transforms.speech.name_model import NameModel, build_name_model
from vocabulary import Row, Tables

HEAD_LETTERS = 28
"""The longest head of a compound that is looked up."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun or title: the kind of speaker that it makes, and its gender (`m`, `f` or `-`)."""

    kind: str
    gender: str


@dataclass(frozen=True, eq=False)
class PersonLexicon:
    """Names, roles and the words around them. Compared by identity."""

    first_names: Mapping[str, str]
    """Lower-case first name to `m`, `f` or `u`."""
    last_names: frozenset[str]
    roles: Mapping[str, Role]
    """Lower-case role, one or more words joined by a space."""
    role_lengths: Mapping[str, int]
    """First word of a role of several words to the most words that such a role has."""
    role_suffixes: Mapping[str, Role]
    """Ends of compounds that make a role, where the language compounds."""
    words: Mapping[str, frozenset[str]]
    endings: tuple[str, ...]
    """Case endings of names, longest first."""
    known: Mapping[str, tuple[tuple[tuple[str, ...], NameEntry], ...]]
    """Stem of the first word to the known names that begin with it, longest first."""
    known_last: Mapping[str, tuple[tuple[str, NameEntry], ...]]
    """Stem of the last word of a known person's full name to the first word, lower case, and the entry."""
    names: NameIndex
    model: NameModel | None = None
    """The fitted model of names, where the language has one."""

    def of(self, kind: str) -> frozenset[str]:
        """The words of one kind; empty where the language has none."""
        return self.words.get(kind, frozenset())

    def stem(self, word: str) -> str:
        """`word` in lower case without its case ending.

        The endings are facts of the language; two forms of one name have one stem.
        """
        low = word.lower()
        for ending in self.endings:
            if low.endswith(ending) and len(low) - len(ending) >= 3:
                return low[: -len(ending)]
        return low

    def role_of(self, word: str) -> Role | None:
        """The role that one word names, itself or as the head of a compound."""
        low = word.lower()
        role = self.roles.get(low)
        if role or not self.role_suffixes:
            return role
        for cut in range(max(1, len(low) - HEAD_LETTERS), max(1, len(low) - 4)):
            role = self.role_suffixes.get(low[cut:])
            if role:
                return role
        return None

    def listed(self, first: str, last: str) -> NameEntry | None:
        """The listed person with this last name whose first name, in lower case, is the same but for its ending."""
        entries = self.known_last.get(self.stem(last), ())
        return next((entry for listed, entry in entries if _is_same_first_name(listed, first)), None)


def _is_same_first_name(listed: str, word: str) -> bool:
    """Whether two first names differ in nothing but a case ending (Marek, Marka; not Marta, Margarete)."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(listed, word, strict=False)))
    return listed == word or (shared >= max(3, len(listed) - 2) and len(word) - shared <= 3)


def _split(cell: str) -> list[str]:
    return [form.strip() for form in cell.split("|") if form.strip()]


def _roles(rows: Sequence[Row]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for row in rows:
        for gender, column in (("m", "masculine"), ("f", "feminine")):
            for form in _split(row[column]) if row[column] != "-" else ():
                both = row["feminine"] == row["masculine"]
                roles.setdefault(form.lower(), Role(row["kind"], "-" if both else gender))
    return roles


def _lengths(roles: Mapping[str, Role]) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for form in roles:
        words = form.split(" ")
        if len(words) > 1:
            lengths[words[0]] = max(len(words), lengths.get(words[0], 0))
    return lengths


def _kinds(rows: Sequence[Row]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], set()).update(_split(row["forms"]))
    return kinds


def _known(
    index: NameIndex, lexicon: PersonLexicon
) -> dict[str, tuple[tuple[tuple[str, ...], NameEntry], ...]]:
    table: dict[str, dict[tuple[str, ...], NameEntry]] = {}
    for entry in index.entries.values():
        for variant in entry.variants:
            stems = tuple(lexicon.stem(word) for word in variant.replace("’", "'").split())
            table.setdefault(stems[0], {}).setdefault(stems, entry)
    return {first: tuple(sorted(names.items(), key=lambda n: -len(n[0]))) for first, names in table.items()}


def _known_last(index: NameIndex, lexicon: PersonLexicon) -> dict[str, tuple[tuple[str, NameEntry], ...]]:
    table: dict[str, list[tuple[str, NameEntry]]] = {}
    for entry in index.entries.values():
        for variant in () if entry.is_organisation else entry.variants:
            words = variant.split()
            if len(words) > 1:
                table.setdefault(lexicon.stem(words[-1]), []).append((words[0].lower(), entry))
    return {stem: tuple(entries) for stem, entries in table.items()}


def _gender_of(rows: Sequence[Row]) -> dict[str, str]:
    return {name: row["gender"] for row in rows for name in _split(row["names"])}


def build_person_lexicon(tables: Tables, common: Tables, index: NameIndex) -> PersonLexicon:
    """Compile the lists of one language."""
    roles = _roles(tables.get("persons_roles", ()))
    kinds = _kinds((*tables.get("persons_words", ()), *tables.get("persons_states", ())))
    compounds = "compounds" in kinds.get("feature", ())
    bare = PersonLexicon(
        first_names=_gender_of(common.get("persons_first_names", ())),
        last_names=frozenset(n for row in tables.get("persons_last_names", ()) for n in _split(row["names"])),
        roles=roles,
        role_lengths=_lengths(roles),
        role_suffixes={form: role for form, role in roles.items() if " " not in form and len(form) > 3}
        if compounds
        else {},
        words={kind: frozenset(forms) for kind, forms in kinds.items()},
        endings=tuple(sorted(kinds.get("ending", ()), key=lambda e: (-len(e), e))),
        known={},
        known_last={},
        names=index,
        model=build_name_model(tables),
    )
    stemmed = {kind: bare.of(kind) | set(map(bare.stem, bare.of(kind))) for kind in ("state", "place")}
    return replace(
        bare, known=_known(index, bare), known_last=_known_last(index, bare), words={**bare.words, **stemmed}
    )
