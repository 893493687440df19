"""Who is who: one `person_id` for every spelling of a name.

In: the names file, names as texts spell them, the analysts' table of merges and splits. Out: identifiers,
index look-ups, what becomes of whom. Refuses: guessing from a last name alone that the names file does not list;
merges that run in a circle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from transforms.ids import slug
from vocabulary import Row

_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("shch", "s"), ("szcz", "s"), ("dzh", "j"), ("zh", "s"),
    ("kh", "h"), ("ch", "h"), ("sh", "s"), ("cz", "c"), ("sz", "s"), ("rz", "s"), ("ts", "c"), ("tz", "c"),
    ("ph", "f"), ("th", "t"), ("ks", "x"), ("ck", "k"), ("w", "v"), ("z", "s"), ("q", "k"), ("ou", "u"),
    ("oo", "u"), ("ie", "i"), ("ye", "e"), ("yi", "i"), ("ii", "i"), ("iy", "i"), ("ij", "i"), ("yj", "i"),
    ("yy", "i"), ("y", "i"), ("j", "i"), ("ia", "a"), ("iu", "u"), ("h", "g"), ("'", ""),
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_NOT_LETTERS = re.compile(r"[^a-z' ]+")


def sound_key(name: str) -> str:
    """A spelling-tolerant key: the same for the usual transliterations of a name.

    >>> {sound_key(n) for n in ("Selenskyj", "Zelensky", "Zelenskyy", "Зеленський", "Zełenski")}
    {'selenski'}
    """
    key = _NOT_LETTERS.sub(" ", anyascii(name).lower().replace("-", " "))
    for spelling, sound in _SOUNDS:
        key = key.replace(spelling, sound)
    return _REPEATED.sub(r"\1", " ".join(key.split()))


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One line of the names file."""

    person_id: str
    name: str
    variants: tuple[str, ...]
    kind: str
    role: str | None
    affiliation: str | None
    country: str | None
    wikidata: str | None

    @property
    def is_organisation(self) -> bool:
        return self.kind == "organisation"


@dataclass(frozen=True, eq=False)
class NameIndex:
    """The names file, compiled. Compared by identity."""

    entries: Mapping[str, NameEntry]
    by_form: Mapping[str, str]
    """Every variant in lower case to its `person_id`."""
    by_sound: Mapping[str, str]
    """The sound key of every variant of two words or more to its `person_id`, where it is unambiguous."""

    def find(self, name: str) -> NameEntry | None:
        """The entry that `name` spells: exactly, else by sound where it has a first and a last name."""
        key = self.by_form.get(name.lower())
        if key is None and " " in name:
            key = self.by_sound.get(sound_key(name))
        return self.entries.get(key) if key else None

    def person_id(self, name: str) -> str:
        """The identifier of `name`: that of the names file, else a slug of the name itself."""
        entry = self.find(name)
        return entry.person_id if entry else slug(name)


def _entry(row: Row) -> NameEntry:
    optional = {key: None if row[key] == "-" else row[key] for key in ("role", "affiliation", "country")}
    variants = () if row["variants"] == "-" else tuple(v.strip() for v in row["variants"].split("|"))
    return NameEntry(
        person_id=slug(row["name"]),
        name=row["name"],
        variants=(row["name"], *(v for v in variants if v and v != row["name"])),
        kind=row["kind"],
        role=optional["role"],
        affiliation=optional["affiliation"],
        country=optional["country"],
        wikidata=None if row["wikidata"] == "-" else row["wikidata"],
    )


def build_name_index(rows: Sequence[Row]) -> NameIndex:
    """Compile the names file: columns name, variants, wikidata, kind, role, affiliation, country."""
    entries = {entry.person_id: entry for entry in map(_entry, rows)}
    by_form: dict[str, str] = {}
    sounds: dict[str, set[str]] = {}
    for entry in entries.values():
        for variant in entry.variants:
            by_form.setdefault(variant.lower(), entry.person_id)
            if " " in variant:
                sounds.setdefault(sound_key(variant), set()).add(entry.person_id)
    by_sound = {key: next(iter(ids)) for key, ids in sounds.items() if len(ids) == 1}
    return NameIndex(entries, by_form, by_sound)


def build_identity_changes(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """The analysts' table (columns `person_id`, `name`, `becomes`) as a mapping.

    A merge is a row with the name `-`: every mention of `person_id` becomes `becomes`. A split is a row
    with a name: only mentions under that name do. Chains are followed; a circle raises `ValueError`.
    """
    direct = {(row["person_id"], row["name"]): row["becomes"] for row in rows}
    return {key: _followed(direct, key) for key in direct}


def _followed(direct: Mapping[tuple[str, str], str], key: tuple[str, str]) -> str:
    seen = {key[0]}
    target = direct[key]
    while (target, "-") in direct:
        if target in seen:
            raise ValueError(f"merges run in a circle at {target!r}; remove one of those rows")
        seen.add(target)
        target = direct[(target, "-")]
    if target in seen and target != key[0]:
        raise ValueError(f"merges run in a circle at {target!r}; remove one of those rows")
    return target
