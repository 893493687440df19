"""Figure identity: which mentions, in whatever article and language, speak of the same thing.

In: cited figures with unit, measure and period. Out: quantity → figure, with a label. Refuses to join figures
whose unit, measure or period differ, whose values lie too far apart, or which tell of events on other days;
and figures of which the text does not say what they measure.

Measures come as English phrases (`transforms.quantities.measures`), so that languages need no table here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from transforms.ids import stable_id

ESTIMATES = ("needed", "missing amount", "frozen", "demanded", "planned", "deployed", "displaced", "deported")
"""Measures of one thing about which sources differ: their values may compete."""
EVENTS = ("killed", "wounded", "captured", "destroyed", "launched", "exchanged", "missing")
"""Measures of something that happens again and again: days apart, it is another."""
ESTIMATE_RATIO = 4.0
"""Competing estimates lie within this factor of each other, step by step."""
PLAIN_RATIO = 1.1
"""Other figures are the same only if their values nearly agree: two donors are not one."""
EVENT_DAYS = timedelta(days=4)
SPENT = "spent "
"""`5 percent of GDP` for defence are spent, whether the sentence says so or not."""
NO_IDENTITY = frozenset({"count:multiple", "duration:hour", "duration:minute", "duration:second"})
Row = Mapping[str, Any]


class Key(NamedTuple):
    """What must agree for two mentions to be of the same thing, apart from value and day."""

    unit: str
    measure: str
    period: str


def _state(measures: str) -> str | None:
    return next((state for state in (*ESTIMATES, *EVENTS) if measures.startswith(state)), None)


def _key(row: Row) -> Key | None:
    """The key of a row; None where it says too little to be told from others."""
    measures, unit = row["measures"], row["unit"]
    if not measures or measures.startswith("vague:") or unit in NO_IDENTITY:
        return None
    concept = unit.partition(":")[2].replace("_", " ")
    if measures == concept:
        return None
    state = _state(measures)
    is_money = not unit.startswith(("count:", "percent", "duration:"))
    if unit == "percent":
        measures = measures.removeprefix(SPENT)
    return Key(unit, state if state and is_money else measures, row.get("period") or "")


def _fill_in(keys: Sequence[Key | None]) -> list[Key | None]:
    """Undated mentions, and money without currency, join the only figure that they can mean."""
    known = {key for key in keys if key is not None}
    filled = [_deadline(key, known) for key in keys]
    known = {key for key in filled if key is not None}
    filled = [_undated(key, known) for key in filled]
    known = {key for key in filled if key is not None}
    return [_priced(key, known) for key in filled]


def _deadline(key: Key | None, known: Iterable[Key]) -> Key | None:
    """`in 2035` joins `until 2035` where another mention of the same says so."""
    if key is None or not key.period.startswith("in:"):
        return key
    until = key._replace(period=key.period.replace("in:", "until:"))
    return until if until in known else key


def _undated(key: Key | None, known: Iterable[Key]) -> Key | None:
    if key is None or key.period:
        return key
    dated = {other for other in known if other[:2] == key[:2] and other.period and "per:" not in other.period}
    return dated.pop() if len(dated) == 1 else key


def _priced(key: Key | None, known: Iterable[Key]) -> Key | None:
    if key is None or key.unit != "money:unknown":
        return key
    priced = {other for other in known if other[1:] == key[1:] and other.unit.isupper()}
    return priced.pop() if len(priced) == 1 else key


def _day(row: Row) -> date:
    return row.get("published_on") or date.min


def _clusters(rows: list[Row], ratio: float) -> list[list[Row]]:
    """Rows by rising value, parted where the next value is more than `ratio` times the last."""
    groups: list[list[Row]] = []
    highest = 0.0
    for row in sorted(rows, key=lambda row: (row["value"], row["quantity_id"])):
        if not groups or row["value"] > ratio * highest:
            groups.append([])
        groups[-1].append(row)
        highest = max(highest if len(groups[-1]) > 1 else 0.0, row["value_high"] or row["value"])
    return groups


def _by_event(rows: list[Row]) -> list[list[Row]]:
    """Rows by day, parted where more than `EVENT_DAYS` lie between two days."""
    groups: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (_day(row), row["quantity_id"])):
        if not groups or _day(row) - _day(groups[-1][-1]) > EVENT_DAYS:
            groups.append([])
        groups[-1].append(row)
    return groups


def _parts(key: Key, rows: list[Row]) -> list[list[Row]]:
    state = _state(key.measure)
    if state in EVENTS:
        return [part for event in _by_event(rows) for part in _clusters(event, ESTIMATE_RATIO)]
    return _clusters(rows, ESTIMATE_RATIO if state else PLAIN_RATIO)


def _label(key: Key, first: Row) -> str:
    """The figure in words for people: `needed aid, USD, until 2029`; the thing as its first mention has it."""
    unit = key.unit.partition(":")[2].replace("_", " ") or key.unit
    unit = "currency not given" if key.unit == "money:unknown" else unit
    measure = first["measures"] if first["measures"].startswith(key.measure) else key.measure
    words = [measure] if unit in measure else [measure, unit]
    return ", ".join([*words, key.period.replace(":", " ")] if key.period else words)


def _identify(key: Key, rows: list[Row]) -> Iterable[tuple[int, int, str]]:
    """(quantity, figure, label); a figure is named after its earliest mention, so that later ones join it."""
    for part in _parts(key, rows):
        first = min(part, key=lambda row: (_day(row), row["quantity_id"]))
        figure = stable_id("|".join([*key, str(first["quantity_id"])]))
        yield from ((row["quantity_id"], figure, _label(key, first)) for row in part)


def resolve_figures(rows: pl.DataFrame) -> pl.DataFrame:
    """Which figure each cited quantity belongs to.

    `rows`: at least `quantity_id`, `value`, `value_high`, `unit`, `measures`, `period`, and `published_on`
    where known. Returns `quantity_id` (Int64), `figure_id` (Int64), `figure_label` (String), one row per
    quantity that has an identity, sorted by `quantity_id`, whatever the order of `rows`.
    """
    table = rows.to_dicts()
    keys = _fill_in([_key(row) for row in table])
    groups: dict[Key, list[Row]] = {}
    for key, row in zip(keys, table, strict=True):
        if key is not None:
            groups.setdefault(key, []).append(row)
    found = [entry for key, members in groups.items() for entry in _identify(key, members)]
    schema = {"quantity_id": pl.Int64, "figure_id": pl.Int64, "figure_label": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row").sort("quantity_id")
