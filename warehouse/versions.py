"""Articles' texts as of each capture.

In: versions and failures of extraction. Out: what still wants annotation. Refuses: a text seen before as a
new row; it only moves `last_seen_at`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl

from vocabulary import ExtractFailure, Problem, Stage, Version
from warehouse.captures import CaptureRow
from warehouse.connection import Live, execute, insert, read, transaction
from warehouse.frames import COUNT, DAY, FLAG, ID, TEXT, TEXTS, TIME, Schema, frame
from warehouse.problems import replace_problems
from warehouse.statements import statements

VERSION: Final[Schema] = {
    "version_id": ID, "article_id": ID, "capture_id": ID, "source_id": TEXT, "url": TEXT, "title": TEXT,
    "authors": TEXTS, "published_at": TIME, "published_on": DAY, "modified_at": TIME, "language": TEXT,
    "site_name": TEXT, "credit": TEXT, "is_paywalled": FLAG, "body_start": COUNT, "n_words": COUNT,
    "text_sha256": TEXT, "text": TEXT, "first_seen_at": TIME, "last_seen_at": TIME, "extractor": TEXT,
    "extractor_version": TEXT,
}  # fmt: skip
EXTRACTION: Final[Schema] = {
    "capture_id": ID, "extractor": TEXT, "extractor_version": TEXT, "version_id": ID, "code": TEXT,
    "detail": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A capture without article text, and which extractor says so."""

    capture: CaptureRow
    failure: ExtractFailure
    extractor: str
    extractor_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version as annotators need it."""

    version_id: int
    article_id: int
    source_id: str
    language: str | None
    title: str | None
    authors: tuple[str, ...]
    published_on: date | None
    first_seen_at: datetime
    text: str


def write_versions(live: Live, versions: Sequence[Version], failures: Sequence[Failed] = ()) -> None:
    """Write what extraction found, in one transaction; writing it again changes nothing.

    A version whose text its article had before adds no row. Each failure is a problem about its capture.
    A capture read anew by another extractor forgets what the former one made of it.
    """
    sql = statements("versions")
    rows = frame(VERSION, map(_version_row, versions))
    read_anew = pl.concat([_extractions(versions), _failed(failures)]).unique(
        "capture_id", keep="last", maintain_order=True
    )
    with transaction(live):
        insert(live, read_anew, *map(sql.__getitem__, _EXTRACTED))
        insert(live, rows, *map(sql.__getitem__, _SEEN))
        if read_anew.height:
            _drop_superseded(live)
        subjects = [f"capture:{capture_id}" for capture_id in read_anew["capture_id"]]
        replace_problems(live, [_problem(f) for f in failures], Stage.EXTRACT, subjects)


def _version_row(version: Version) -> dict[str, Any]:
    document = version.document
    return {
        "version_id": version.version_id,
        "article_id": version.article_id,
        "capture_id": version.capture_id,
        "source_id": version.source_id,
        "url": document.canonical_url or document.url,
        "title": document.title,
        "authors": document.authors,
        "published_at": document.published_at,
        "published_on": document.published_on,
        "modified_at": document.modified_at,
        "language": document.language,
        "site_name": document.site_name,
        "credit": document.credit,
        "is_paywalled": document.is_paywalled,
        "body_start": document.body_start,
        "n_words": version.n_words,
        "text_sha256": version.text_sha256,
        "text": document.text,
        "first_seen_at": version.seen_at,
        "last_seen_at": version.seen_at,
        "extractor": version.extractor,
        "extractor_version": version.extractor_version,
    }


def _extractions(versions: Iterable[Version]) -> pl.DataFrame:
    return frame(
        EXTRACTION,
        (
            {
                "capture_id": version.capture_id,
                "extractor": version.extractor,
                "extractor_version": version.extractor_version,
                "version_id": version.version_id,
                "code": None,
                "detail": None,
            }
            for version in versions
            if version.capture_id is not None
        ),
    )


def _failed(failures: Iterable[Failed]) -> pl.DataFrame:
    return frame(
        EXTRACTION,
        (
            {
                "capture_id": failed.capture.capture_id,
                "extractor": failed.extractor,
                "extractor_version": failed.extractor_version,
                "version_id": None,
                "code": failed.failure.code,
                "detail": failed.failure.detail,
            }
            for failed in failures
        ),
    )


def _problem(failed: Failed) -> Problem:
    return Problem(
        stage=Stage.EXTRACT,
        subject=f"capture:{failed.capture.capture_id}",
        code=failed.failure.code,
        detail=f"{failed.capture.url}: {failed.failure.detail}",
        occurred_at=failed.capture.fetched_at,
        source_id=failed.capture.source_id,
    )


_EXTRACTED: Final = ("find_superseded", "delete_extractions", "insert_extractions")
_SEEN: Final = (
    "find_better", "see_again", "take_up_again", "drop_worse", "insert_better", "read_anew", "forget_better",
    "insert_new",
)  # fmt: skip
_OF_A_VERSION: Final = (
    "annotated", "relevance", "topic_mentions", "quantities", "quotations", "speakers", "mentions", "stances",
    "versions",
)  # fmt: skip


def _drop_superseded(live: Live) -> None:
    """Forget versions that no capture holds any more (theirs was read anew), and what was said of them."""
    sql = statements("versions")
    execute(live, sql["spare_held"])
    if read(live, sql["count_superseded"]).item():
        for table in _OF_A_VERSION:
            execute(live, sql[f"drop_{table}"])
    execute(live, sql["forget_superseded"])


def read_versions_to_annotate(live: Live, annotators: Mapping[str, str], limit: int) -> list[VersionRow]:
    """Versions that some of `annotators` (name to version) has not read, oldest first."""
    rows = read(
        live,
        statements("versions")["read_to_annotate"],
        {"names": list(annotators), "versions": list(annotators.values()), "limit": limit},
    )
    return [
        VersionRow(
            **{
                **row,
                "authors": tuple(row["authors"]),
                "first_seen_at": row["first_seen_at"].replace(tzinfo=UTC),
            }
        )
        for row in rows.iter_rows(named=True)
    ]
