"""What annotators say of versions.

In: versions with their annotations. Out: rows by table. Refuses: rows whose span does not hold their words;
they become a problem of their version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from vocabulary import Annotations, Problem, Stage
from warehouse.connection import Live, execute, incoming, insert, read, transaction
from warehouse.evidence import Evidence, evidence_of, tables_of
from warehouse.frames import COUNT, FLAG, ID, REAL, TEXT, TEXTS, TIME, Schema, frame
from warehouse.problems import replace_problems
from warehouse.statements import statements
from warehouse.versions import VersionRow

_SPAN: Final[Schema] = {"version_id": ID, "start": COUNT, "end": COUNT, "surface": TEXT}
_MADE: Final[Schema] = {"annotator": TEXT, "annotator_version": TEXT}
_EVIDENCE: Final[Schema] = {"sentence_start": COUNT, "sentence": TEXT, **_MADE}

SCHEMAS: Final[dict[str, Schema]] = {
    "relevance": {"version_id": ID, "on_topic": FLAG, "topic_score": REAL, **_MADE},
    "topic_mentions": {**_SPAN, **_EVIDENCE},
    "quantities": {
        "quantity_id": ID, **_SPAN, "value": REAL, "value_high": REAL, "unit": TEXT, "approx": TEXT,
        "measures": TEXT, "period": TEXT, "cited_by": TEXT, "doubt": TEXT, **_EVIDENCE,
    },
    "quotations": {
        **_SPAN, "type": TEXT, "cue": TEXT, "cue_start": COUNT, "cue_end": COUNT, "speaker": TEXT,
        "speaker_surface": TEXT, "speaker_start": COUNT, "speaker_end": COUNT, "person_id": TEXT, **_EVIDENCE,
    },
    "speakers": {
        **_SPAN, "name": TEXT, "person_id": TEXT, "kind": TEXT, "role": TEXT, "affiliation": TEXT,
        "former_roles": TEXTS, "former_affiliations": TEXTS, "n_quotations": COUNT, **_EVIDENCE,
    },
    "mentions": {
        **_SPAN, "name": TEXT, "person_id": TEXT, "is_organisation": FLAG, "title": TEXT, **_EVIDENCE,
    },
    "stances": {
        **_SPAN, "level": TEXT, "holder": TEXT, "holder_kind": TEXT, "person_id": TEXT, "target": TEXT,
        "polarity": TEXT, "confidence": REAL, **_EVIDENCE,
    },
}  # fmt: skip
LEDGER: Final[Schema] = {
    "version_id": ID, **_MADE, "n_rows": COUNT, "n_rejected": COUNT, "annotated_at": TIME,
}  # fmt: skip

Batch = Sequence[tuple[VersionRow, Annotations]]


def replace_annotations(live: Live, batch: Batch, now: datetime) -> int:
    """Put the rows of each (version, annotator) in place of the former ones, in one transaction.

    Every row is checked against the text; how many were refused is the result and, version by version, a
    problem. Annotators that a version's `Annotations` does not name keep their rows.
    """
    found = [evidence_of(version, annotations) for version, annotations in batch]
    sql = statements("annotations")
    ledger = frame(LEDGER, _ledger(found, now))
    with transaction(live):
        with incoming(live, incoming=ledger):
            if read(live, sql["count_known"]).item():
                for table in (*SCHEMAS, "annotated"):
                    execute(live, sql[f"delete_{table}"])
        for table, schema in SCHEMAS.items():
            rows = _relevance(found) if table == "relevance" else _rows(found, table)
            insert(live, frame(schema, rows), sql[f"insert_{table}"])
        insert(live, ledger, sql["insert_annotated"])
        subjects = [_subject(each, annotator) for each in found for annotator in each.annotations.annotators]
        replace_problems(live, list(_problems(found, now)), Stage.ANNOTATE, subjects)
    return sum(len(refused) for each in found for refused in each.refused.values())


def _rows(found: Iterable[Evidence], table: str) -> list[dict[str, Any]]:
    return [row for each in found for row in each.rows.get(table, ())]


def _relevance(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "version_id": each.version.version_id,
            "on_topic": each.annotations.relevance.is_on_topic,
            "topic_score": each.annotations.relevance.score,
            "annotator": "relevance",
            "annotator_version": each.annotations.annotators["relevance"],
        }
        for each in found
        if "relevance" in each.annotations.annotators
    ]


def _ledger(found: Iterable[Evidence], now: datetime) -> Iterable[dict[str, Any]]:
    for each in found:
        for annotator, version in each.annotations.annotators.items():
            rows = [row for table in tables_of(annotator) for row in each.rows.get(table, ())]
            yield {
                "version_id": each.version.version_id,
                "annotator": annotator,
                "annotator_version": version,
                "n_rows": sum(row["annotator"] == annotator for row in rows),
                "n_rejected": len(each.refused.get(annotator, ())),
                "annotated_at": now,
            }


def _subject(each: Evidence, annotator: str) -> str:
    return f"version:{each.version.version_id}:{annotator}"


def _problems(found: Iterable[Evidence], now: datetime) -> Iterable[Problem]:
    for each in found:
        for annotator, refused in each.refused.items():
            yield Problem(
                stage=Stage.ANNOTATE,
                subject=_subject(each, annotator),
                code="span_mismatch",
                detail=f"{len(refused)} rows refused, such as {refused[0]}",
                occurred_at=now,
                source_id=each.version.source_id,
            )
