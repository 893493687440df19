"""Versions of an article are compared: what an edit added, removed or changed.

In: annotated versions. Out: rows of edits. Refuses: comparing a pair twice by the same method.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.annotators import extraction_lexicon_of
from transforms.annotate import ANNOTATORS
from transforms.extraction.furniture import is_cut, is_furniture
from transforms.versions import METHOD, Figure, Reading, Statement, find_edits
from vocabulary import Span
from warehouse.connection import Live
from warehouse.edits import EDIT, drop_stale_edits, read_findings, read_pairs, replace_edits

PAIRS_AT_ONCE: Final = 200


def compare_versions(live: Live, seeds: Path) -> int:
    """Compare all neighbouring versions not yet compared; how many pairs."""
    drop_stale_edits(live)
    method = "+".join([METHOD, *(f"{name} {ANNOTATORS[name]}" for name in ("quantities", "quotations"))])
    n_pairs = 0
    while (pairs := read_pairs(live, method, PAIRS_AT_ONCE)).height:
        figures, statements = read_findings(live, [*pairs["version_id"], *pairs["former_version_id"]])
        found = _by_version(figures, _figure), _by_version(statements, _statement)
        rows = [row for pair in pairs.iter_rows(named=True) for row in _rows(pair, found, method, seeds)]
        replace_edits(live, pl.DataFrame(rows, schema=dict(EDIT)))
        n_pairs += pairs.height
    return n_pairs


_Findings = tuple[Mapping[int, list[Any]], Mapping[int, list[Any]]]


def _by_version(rows: pl.DataFrame, make: Any) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        found[row.pop("version_id")].append(make(row, Span(row.pop("start"), row.pop("end"))))
    return found


def _figure(row: Mapping[str, Any], span: Span) -> Figure:
    return Figure(span=span, **row)


def _statement(row: Mapping[str, Any], span: Span) -> Statement:
    return Statement(span=span, **row)


def _reading(pair: Mapping[str, Any], prefix: str, found: _Findings) -> Reading:
    version_id = pair[f"{prefix}version_id"]
    return Reading(
        text=pair[f"{prefix}text"],
        language=pair[f"{prefix}language"],
        figures=tuple(found[0].get(version_id, ())),
        statements=tuple(found[1].get(version_id, ())),
    )


def _rows(pair: Mapping[str, Any], found: _Findings, method: str, seeds: Path) -> Iterable[dict[str, Any]]:
    """One row per edit; one that says so where nothing material changed."""
    lexicon = extraction_lexicon_of(seeds)
    edits = find_edits(
        _reading(pair, "former_", found),
        _reading(pair, "", found),
        lambda line: is_furniture(line, lexicon) or is_cut(line, lexicon),
    )
    keys = {name: pair[name] for name in ("article_id", "version_id", "former_version_id")}
    empty = dict.fromkeys(EDIT)
    if not edits:
        yield {
            **empty,
            **keys,
            "kind": "furniture",
            "change": "changed",
            "is_material": False,
            "method": method,
        }
    for edit in edits:
        yield {
            **empty,
            **keys,
            "kind": edit.kind,
            "change": edit.change,
            "is_material": True,
            "former_start": edit.former.start if edit.former else None,
            "former_end": edit.former.end if edit.former else None,
            "former_surface": edit.former_surface,
            "start": edit.later.start if edit.later else None,
            "end": edit.later.end if edit.later else None,
            "surface": edit.surface,
            "method": method,
        }
