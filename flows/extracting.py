"""Captures become article versions, batch by batch, in worker processes that can be killed.

In: captures that the extractor has not read. Out: versions and failures in the warehouse. Refuses: losing a
batch because of one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.annotators import extraction_lexicon_of
from flows.desk import Desk
from flows.documents import DOCUMENT_SCHEME, SEED_SCHEME
from flows.settings import Settings
from flows.workers import Lost, map_killable
from transforms.extraction import EXTRACTOR, EXTRACTOR_VERSION, document_from_text, extract_document
from transforms.ids import stable_id, text_sha256
from vocabulary import Capture, CaptureLocation, Document, ExtractFailure, Problem, Stage, Version
from warehouse.archive import read_capture
from warehouse.captures import CaptureRow, read_captures_to_extract
from warehouse.connection import Live, transaction
from warehouse.errors import WarehouseError
from warehouse.problems import write_problems
from warehouse.versions import Failed, write_versions

PLAIN: Final = ("text/plain", "text/markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionTask:
    """One capture to read, as it travels to a worker process."""

    archive: Path
    location: CaptureLocation
    seeds: Path


def extract(task: ExtractionTask) -> Document | ExtractFailure:
    """Read one capture from the archive and extract its document."""
    try:
        return document_of(read_capture(task.archive, task.location), task.seeds)
    except WarehouseError as error:
        return ExtractFailure(code="archive", detail=str(error))


def document_of(capture: Capture, seeds: Path) -> Document | ExtractFailure:
    """The document in a capture: a page, or plain text with front matter.

    What lies in the future is judged from the time of the capture, so that a rebuild years later says the same.
    """
    lexicon = extraction_lexicon_of(seeds)
    media_type = next((v for k, v in capture.headers if k.lower() == "content-type"), "").split(";")[0]
    if media_type in PLAIN and not capture.url.startswith("http"):
        return document_from_text(capture.body.decode("utf-8-sig", "replace"), capture.url, lexicon)
    url = capture.final_url if capture.url.startswith("http") else None
    return extract_document(
        capture.body, url, lexicon=lexicon, headers=capture.headers, now=capture.fetched_at
    )


class Extraction:
    """Batches of captures through the worker processes, which never wait for the disk.

    While they work on one batch, the next is read and the one before is stored. What a killed run has not stored
    is extracted again by the next.
    """

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self._settings = settings
        self._desk = desk
        self._ahead: Future[list[CaptureRow]] | None = None
        self._storing: Future[None] | None = None

    def next_batch(self, *, reads_ahead: bool = True) -> tuple[int, int]:
        """Extract the next batch and have it stored; how many captures were read, and how many failed.

        `reads_ahead`: the batch after this one is read at the same time, of what is there now.
        """
        ahead, self._ahead = self._ahead, None
        rows = (ahead.result() if ahead else []) or self._read([]).result()
        if not rows:
            return 0, 0
        if reads_ahead:
            self._ahead = self._read(rows)
        versions, failures = _read_pages(self._settings, rows)
        self.finish()
        self._storing = self._desk.order(lambda live: store(live, versions, failures))
        return len(rows), len(failures)

    def finish(self) -> None:
        """Wait until everything is stored."""
        storing, self._storing = self._storing, None
        if storing:
            storing.result()

    def _read(self, at_work: Sequence[CaptureRow]) -> Future[list[CaptureRow]]:
        """The next captures but those that are being extracted. Orders are served in turn: all earlier ones count."""
        taken = {row.capture_id for row in at_work}
        size = self._settings.batch_size

        def read(live: Live) -> list[CaptureRow]:
            rows = read_captures_to_extract(live, EXTRACTOR, EXTRACTOR_VERSION, size + len(taken))
            return [row for row in rows if row.capture_id not in taken][:size]

        return self._desk.order(read)


def _read_pages(settings: Settings, rows: Sequence[CaptureRow]) -> tuple[list[Version], list[Failed]]:
    """The largest first, so that no worker waits long for another at the end of the batch."""
    ordered = sorted(rows, key=lambda row: -row.location.length)
    tasks = [
        ExtractionTask(archive=settings.archive, location=row.location, seeds=settings.seeds)
        for row in ordered
    ]
    found = map_killable(extract, tasks, workers=settings.workers, timeout_s=settings.page_timeout_s)
    return sort_out(ordered, found)


def store(live: Live, versions: Sequence[Version], failures: Sequence[Failed]) -> None:
    """Write what one batch gave."""
    with transaction(live):
        write_versions(live, versions, failures)
        write_problems(live, doubts(versions))


def sort_out(
    rows: Sequence[CaptureRow], found: Sequence[Document | ExtractFailure | Lost]
) -> tuple[list[Version], list[Failed]]:
    """Versions and failures, one of them for each capture."""
    versions: list[Version] = []
    failures: list[Failed] = []
    for row, result in zip(rows, found, strict=True):
        match result:
            case Document():
                versions.append(_version(row, result))
            case ExtractFailure():
                failures.append(_failed(row, result))
            case Lost():
                failures.append(_failed(row, ExtractFailure(code=result.code, detail=result.detail)))
    return versions, failures


def doubts(versions: Sequence[Version]) -> list[Problem]:
    """What extraction was not sure of, such as a date in the future that it left out."""
    return [
        Problem(
            stage=Stage.EXTRACT,
            subject=f"capture:{version.capture_id}",
            code=code,
            detail=f"{version.document.url or version.document.title}: {detail}",
            occurred_at=version.seen_at,
            source_id=version.source_id,
        )
        for version in versions
        for code, detail in version.document.doubts
    ]


def _failed(row: CaptureRow, failure: ExtractFailure) -> Failed:
    return Failed(capture=row, failure=failure, extractor=EXTRACTOR, extractor_version=EXTRACTOR_VERSION)


def _version(row: CaptureRow, document: Document) -> Version:
    article_id = stable_id(_article_key(row, document))
    digest = text_sha256(document.text)
    return Version(
        version_id=stable_id(f"{article_id}:{digest}"),
        article_id=article_id,
        capture_id=row.capture_id,
        source_id=row.source_id or "documents",
        seen_at=row.fetched_at,
        document=document,
        text_sha256=digest,
        n_words=len(document.text.split()),
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
    )


def _article_key(row: CaptureRow, document: Document) -> str:
    """An article is one address; a document without one is known by its file's name."""
    if row.url.startswith((f"{SEED_SCHEME}:", f"{DOCUMENT_SCHEME}:")):
        return row.url
    return document.canonical_url or row.final_url
