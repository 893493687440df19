"""The figures' word lists of one language, compiled once.

In: the tables of a language and the common ones. Out: one `QuantityLexicon`. Refuses: tables with unknown
roles or values that are no numbers (`ValueError` names the cell).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transforms.quantities.morphology import WORDS, Paradigms, PhraseBook, expand, read_paradigms
from transforms.quantities.scanner import compile_scanner
from vocabulary import Approx, Row, Tables


class Role(StrEnum):
    """What a number word does to the words before it."""

    ADD = "add"
    TIMES = "times"
    SCALE = "scale"
    ABBREVIATION = "abbreviation"
    COLLECTIVE = "collective"
    HALF = "half"
    AND_HALF = "and_half"
    ARTICLE = "article"
    SOME = "some"


class Joint(StrEnum):
    """Which number words a small word joins: `treinta y cinco`, `hundred and ten`, `tens of thousands`."""

    TENS = "tens"
    HUNDRED = "hundred"
    PARTITIVE = "partitive"
    HALF = "half"


class Kind(StrEnum):
    """What sort of thing a unit word stands for."""

    CURRENCY = "currency"
    SYMBOL = "symbol"
    CODE = "code"
    PERCENT = "percent"
    DURATION = "duration"
    COUNT = "count"
    AGE = "age"
    TIMES = "times"
    MULTIPLE = "multiple"
    NAME = "name"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Piece:
    """A number word; `alone`: what it means without a number before it (`exact`, `vague`, or `-`)."""

    value: float
    role: Role
    alone: str = "-"


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a word beside a number makes of it; `factor` turns it into the unit; `is_proper`: only with a capital."""

    unit: str
    kind: Kind
    factor: float = 1.0
    is_proper: bool = False


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A word that says how exact a number is; `blocked`: where it does not: after
    `amounts` (Kredit über), after `changes` (rose up to), before `durations` (over 12 years).
    """

    approx: Approx
    blocked: str = "-"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers with words around: `range` is one figure, `change` is two."""

    opener: tuple[str, ...]
    joiner: tuple[str, ...]
    sense: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityLexicon:
    """Everything that finding figures needs to know of one language."""

    language: str
    scanner: re.Pattern[str]
    decimal: str
    settings: Mapping[str, str]
    pieces: PhraseBook[Piece]
    morphemes: Mapping[str, Piece]
    morpheme_starts: frozenset[str]
    heads: Mapping[str, UnitWord]
    joiners: Mapping[str, Joint]
    units: PhraseBook[UnitWord]
    plurals: frozenset[str]
    """Counted nouns of one word, to tell a singular by the plural beside it."""
    tails: Mapping[str, UnitWord]
    countries: Mapping[str, str]
    money: Mapping[tuple[str, str], str]
    before: PhraseBook[Qualifier]
    after: PhraseBook[Qualifier]
    pairs: tuple[Pair, ...]
    shares: PhraseBook[tuple[float, str]]
    multiples: PhraseBook[tuple[float, str]]
    contexts: Mapping[str, PhraseBook[str]]
    words: Mapping[str, frozenset[str]]
    cues: PhraseBook[tuple[str, str]]
    cue_stems: Mapping[str, tuple[str, str]]
    periods: PhraseBook[str]
    triggers: frozenset[str]
    gates: Mapping[str, frozenset[str]]
    weak: frozenset[str]
    """Triggers such as `ein` or `die` count only before one of their `gates`; articles also before a ratio."""

    def has(self, role: str, word: str) -> bool:
        """Whether `word` is a function word of that role."""
        return word in self.words.get(role, _NONE)

    def is_function(self, word: str) -> bool:
        """Whether `word` belongs to grammar: an article, a preposition, an auxiliary."""
        return word in self.words["grammar"]


_NONE: frozenset[str] = frozenset()
_TAIL = {Kind.COUNT: 4, Kind.DURATION: 5}
_GRAMMAR = {"article", "determiner", "preposition", "conjunction", "partitive", "pronoun", "verb", "adverb"}


def _number(row: Row, column: str = "value") -> float:
    try:
        return float(row[column])
    except ValueError as error:
        raise ValueError(f"{column} of {dict(row)} is no number") from error


def _rows(tables: Tables, common: Tables, *names: str) -> list[Row]:
    return [row for name in names for source in (common, tables) for row in source.get(name, ())]


def _forms(rows: Iterable[Row], paradigms: Paradigms) -> Iterator[tuple[str, Row]]:
    return ((form, row) for row in rows for form in expand(row["form"], paradigms))


def _pieces(rows: Iterable[Row], paradigms: Paradigms) -> dict[str, Piece]:
    return {
        form: Piece(_number(row), Role(row["role"]), row["alone"]) for form, row in _forms(rows, paradigms)
    }


def _currencies(rows: Iterable[Row], paradigms: Paradigms) -> dict[str, UnitWord]:
    return {
        form: UnitWord(row["unit"], Kind(row["kind"]), _number(row, "factor"))
        for form, row in _forms(rows, paradigms)
    }


def _concepts(rows: Iterable[Row], paradigms: Paradigms, proper: bool) -> dict[str, UnitWord]:
    return {
        form: UnitWord(f"count:{row['concept']}", Kind.COUNT, 1.0, proper and row["form"][:2].istitle())
        for form, row in _forms(rows, paradigms)
    }


def _by_first(rows: Iterable[Row], paradigms: Paradigms, key: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).extend(expand(row[column], paradigms))
    return found


def _contexts(rows: Iterable[Row], paradigms: Paradigms) -> dict[str, PhraseBook[str]]:
    groups = _by_first(rows, paradigms, "sense", "form")
    return {sense: PhraseBook((form, sense) for form in forms) for sense, forms in groups.items()}


def _pairs(rows: Iterable[Row]) -> tuple[Pair, ...]:
    def words(cell: str) -> tuple[str, ...]:
        return () if cell == "-" else tuple(WORDS.findall(cell.replace("hyphen", "-")))

    return tuple(Pair(words(row["opener"]), words(row["joiner"]), row["sense"]) for row in rows)


def _cues(rows: Iterable[Row], paradigms: Paradigms) -> tuple[dict[str, tuple[str, str]], ...]:
    whole: dict[str, tuple[str, str]] = {}
    stems: dict[str, tuple[str, str]] = {}
    for form, row in _forms(rows, paradigms):
        target = stems if form.endswith("*") else whole
        target[form.rstrip("*").strip()] = (row["label"], row["role"])
    return whole, stems


def _qualifiers(rows: Iterable[Row], paradigms: Paradigms, side: str) -> PhraseBook[Qualifier]:
    return PhraseBook(
        (form, Qualifier(Approx(row["approx"]), row["blocked"]))
        for form, row in _forms(rows, paradigms)
        if row["side"] == side
    )


def _valued(rows: Sequence[Row], paradigms: Paradigms) -> Iterator[tuple[str, tuple[float, str]]]:
    return ((form, (_number(row), row["kind"])) for form, row in _forms(rows, paradigms))


def _starts(*phrasings: Mapping[str, object]) -> frozenset[str]:
    return frozenset(WORDS.findall(form)[0] for forms in phrasings for form in forms)


def _gates(
    pieces: Mapping[str, Piece], forms: Iterable[str], followers: frozenset[str]
) -> dict[str, frozenset[str]]:
    """First words that begin no figure by themselves, with the words that must follow them."""
    alone = {form for form in forms if len(WORDS.findall(form)) == 1}
    seconds: dict[str, set[str]] = {}
    for form in forms:
        first, *others = WORDS.findall(form)
        if others:
            seconds.setdefault(first, set()).add(others[0])
        elif form in pieces and pieces[form].role is Role.ARTICLE:
            alone.discard(form)
            seconds.setdefault(first, set()).update(followers)
    return {first: frozenset(words) for first, words in seconds.items() if first not in alone}


def build_quantity_lexicon(language: str, tables: Tables, common: Tables) -> QuantityLexicon:
    """Compile the tables of one language; missing tables are empty.

    Raises `ValueError` for an unknown role, kind or value, and `KeyError` for an unknown paradigm.
    """
    paradigms = read_paradigms(_rows(tables, common, "paradigms"))
    settings = {row["key"]: row["value"] for row in _rows(tables, {}, "quantity_settings")}
    pieces = _pieces(_rows(tables, common, "numbers", "scales"), paradigms)
    morphemes = _pieces(_rows(tables, {}, "number_morphemes"), paradigms)
    heads = _currencies(_rows(tables, common, "number_heads"), paradigms)
    heads |= {form.removesuffix("*"): unit for form, unit in heads.items()}
    concepts = _concepts(_rows(tables, common, "concepts"), paradigms, settings.get("proper_nouns") == "yes")
    units = concepts | _currencies(_rows(tables, common, "currencies", "units"), paradigms)
    shares = dict(_valued(_rows(tables, common, "fractions"), paradigms))
    multiples = dict(_valued(_rows(tables, common, "multiples"), paradigms))
    whole, stems = _cues(_rows(tables, {}, "measures"), paradigms)
    approximators = _rows(tables, common, "approximators")
    roles = _by_first(_rows(tables, {}, "function_words"), paradigms, "role", "form")
    contexts = _contexts(_rows(tables, common, "figure_contexts"), paradigms)
    triggers = _starts(pieces, shares, multiples)
    durations = {form for form, unit in units.items() if unit.kind is Kind.DURATION}
    period_rows = _rows(tables, common, "periods")
    return QuantityLexicon(
        language=language,
        scanner=compile_scanner("".join(chr(int(row["mark"], 16)) for row in common.get("group_marks", ()))),
        decimal=settings.get("decimal", "."),
        settings=settings,
        pieces=PhraseBook(pieces.items()),
        morphemes=morphemes,
        morpheme_starts=frozenset(form[:3] for form in morphemes),
        heads=heads,
        joiners={row["form"]: Joint(row["kind"]) for row in _rows(tables, common, "number_joiners")},
        units=PhraseBook(units.items()),
        plurals=frozenset(form for form in concepts if form.isalpha()),
        tails={
            form: unit
            for form, unit in units.items()
            if form.isalpha() and len(form) >= _TAIL.get(unit.kind, 99)
        }
        if settings.get("compounds") == "yes"
        else {},
        countries={
            form: row["country"]
            for row in _rows(tables, {}, "currency_adjectives")
            for form in expand(row["stem"], paradigms)
        },
        money={(row["head"], row["country"]): row["code"] for row in _rows({}, common, "currency_countries")},
        before=_qualifiers(approximators, paradigms, "before"),
        after=_qualifiers(approximators, paradigms, "after"),
        pairs=_pairs(_rows(tables, common, "ranges")),
        shares=PhraseBook(shares.items()),
        multiples=PhraseBook(multiples.items()),
        contexts=contexts,
        words={role: frozenset(forms) for role, forms in roles.items()}
        | {"grammar": frozenset(form for role in _GRAMMAR for form in roles.get(role, ()))},
        cues=PhraseBook(whole.items()),
        cue_stems=stems,
        periods=PhraseBook((form, row["kind"]) for form, row in _forms(period_rows, paradigms)),
        triggers=triggers,
        weak=frozenset(form for form, piece in pieces.items() if piece.role is Role.ARTICLE),
        gates=_gates(pieces, (*pieces, *shares, *multiples), triggers.union(durations, "'-½⅓⅔¼¾")),
    )
