"""Web archives of others (WARC, Common Crawl News): the pages that may be about the topic become captures.

In: a path. Out: captures in the archive, their index, a problem for every stretch that could not be read.
Refuses: files that hold no WARC record, with one line; parsing pages that cannot be about the topic; pages
that reserve text and data mining, unless the settings keep them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.annotators import topic_of
from flows.rounds import store_documents
from flows.settings import Settings, UsageError
from flows.sources import LOCAL_SOURCE, read_sources
from transforms.content_coding import decode_body
from transforms.ids import stable_id
from transforms.prefilter import Prefilter, compile_prefilter
from transforms.reservations import find_reservation
from transforms.urls import host_of
from vocabulary import Capture, Problem, Stage
from warehouse.connection import open_live, transaction
from warehouse.errors import WarehouseError
from warehouse.problems import replace_problems
from warehouse.unpacking import Damaged
from warehouse.warc_files import MAX_HEAD, RawRecord, Response, read_records, response_of

HELD_AT_MOST: Final = 100
HELD_BYTES: Final = 1 << 25
"""Captures, and bytes of them, held in memory before they are archived."""
PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
PROBLEMS_AT_MOST: Final = 1000


@dataclass(slots=True)
class _Intake:
    """One file on its way in."""

    settings: Settings
    path: Path
    now: datetime
    prefilter: Prefilter | None
    domains: Mapping[str, str]
    held: dict[int, Capture] = field(default_factory=dict)
    n_bytes: int = 0
    n_records: int = 0
    n_reserved: int = 0
    n_new: int = 0
    damaged: list[Damaged] = field(default_factory=list)

    def put(self, capture: Capture) -> None:
        """Take one capture in."""
        if capture.capture_id not in self.held:
            self.held[capture.capture_id] = capture
            self.n_bytes += len(capture.body)
        if len(self.held) >= HELD_AT_MOST or self.n_bytes >= HELD_BYTES:
            self.clear()

    def clear(self) -> None:
        """Archive what is held and was not there before."""
        if self.held:
            self.n_new += store_documents(self.settings, list(self.held.values()), self.now)
            self.held.clear()
            self.n_bytes = 0


@lru_cache(maxsize=4)
def prefilter_of(seeds: Path) -> Prefilter:
    """The compiled prefilter of the topic."""
    return compile_prefilter(topic_of(seeds))


def ingest_warc(settings: Settings, path: Path, now: datetime, *, all_pages: bool) -> int:
    """Take in the pages of a web archive that may be on topic, or all of them; how many captures were new.

    Taking the same file in again adds nothing. Raises `UsageError` with one line where the file cannot be
    read or holds no WARC record; a damaged record is a problem, and the rest is read.
    """
    intake = _Intake(
        settings=settings,
        path=path,
        now=now,
        prefilter=None if all_pages else prefilter_of(settings.seeds),
        domains={s.domain.lower(): s.source_id for s in reversed(read_sources(settings)) if s.domain},
    )
    try:
        for capture in _captures(intake):
            intake.put(capture)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    if not intake.n_records:
        raise UsageError(f"{path}: holds no WARC record; name a .warc, .warc.gz or .warc.zst file")
    intake.clear()
    _write_problems(intake)
    return intake.n_new


def _captures(intake: _Intake) -> Iterator[Capture]:
    limit = int(intake.settings.max_body_mb * 1e6) + MAX_HEAD
    for record in read_records(intake.path, limit):
        if isinstance(record, Damaged):
            intake.damaged.append(record)
            continue
        intake.n_records += 1
        if record.holds_page and (capture := _capture(intake, record)):
            if capture.tdm_reserved and not intake.settings.keep_reserved:
                intake.n_reserved += 1
            else:
                yield capture


def _capture(intake: _Intake, record: RawRecord) -> Capture | None:
    """The capture in a record; None where it is no page, or cannot be on topic."""
    may_be = intake.prefilter.may_be_on_topic if intake.prefilter else None
    if may_be and not record.is_encoded and not may_be(record.content):
        return None
    try:
        response = response_of(record)
    except WarehouseError as error:
        intake.damaged.append(Damaged(record.position, len(record.content), str(error)))
        return None
    if response is None or response.status != 200 or _media_type(response) not in PAGE_TYPES:
        return None
    decoded = _decoded(intake, record, response)
    if decoded is None or (may_be and record.is_encoded and not may_be(decoded[0])):
        return None
    return _capture_of(intake, response, *decoded)


def _decoded(intake: _Intake, record: RawRecord, response: Response) -> tuple[bytes, bool] | None:
    """The body without content coding, and whether it was cut."""
    codings = [v for k, v in response.headers if k.lower() == "content-encoding"]
    names = [name for value in codings for name in value.split(",")]
    decoded = decode_body(response.body, names, int(intake.settings.max_body_mb * 1e6))
    if decoded is None:
        intake.damaged.append(
            Damaged(record.position, len(response.body), f"{response.url}: body is not {', '.join(names)}")
        )
        return None
    return decoded[0], decoded[1] or record.is_cut


def _media_type(response: Response) -> str:
    found = (value for name, value in response.headers if name.lower() == "content-type")
    return next(found, "").split(";")[0].strip().lower()


def _capture_of(intake: _Intake, response: Response, body: bytes, is_cut: bool) -> Capture:
    digest = sha256(body).hexdigest()
    fetched_at = response.fetched_at or intake.now
    return Capture(
        capture_id=stable_id(f"{response.requested_url} {fetched_at.isoformat()} {digest}"),
        url=response.requested_url,
        final_url=response.url,
        fetched_at=fetched_at,
        status=response.status,
        headers=response.headers,
        body=body,
        body_sha256=digest,
        source_id=_source_of(response.url, intake.domains),
        is_truncated=is_cut,
        tdm_reserved=find_reservation(response.headers, body),
    )


def _source_of(url: str, domains: Mapping[str, str]) -> str:
    """The source whose domain the address is under, the most specific one; else the single documents."""
    try:
        host = host_of(url)
    except ValueError:
        return LOCAL_SOURCE.source_id
    while host:
        if host in domains:
            return domains[host]
        host = host.partition(".")[2]
    return LOCAL_SOURCE.source_id


def _write_problems(intake: _Intake) -> None:
    """Replace what an earlier reading of the same file had to tell."""
    name = intake.path.name
    problems = [
        _problem(intake, f"{name}:{lost.position}", "damaged_record", f"{lost.detail} ({lost.n_bytes} bytes)")
        for lost in intake.damaged[:PROBLEMS_AT_MOST]
    ]
    if intake.n_reserved:
        detail = f"{intake.n_reserved} pages reserve text and data mining and were left out"
        problems.append(_problem(intake, name, "tdm_reserved", detail))
    if len(intake.damaged) > PROBLEMS_AT_MOST:
        detail = f"{len(intake.damaged)} stretches could not be read; {PROBLEMS_AT_MOST} are listed"
        problems.append(_problem(intake, f"{name}:", "damaged_file", detail))
    if problems:
        settings = intake.settings
        with (
            open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=intake.now) as live,
            transaction(live),
        ):
            replace_problems(live, problems, Stage.COLLECT, [problem.subject for problem in problems])


def _problem(intake: _Intake, subject: str, code: str, detail: str) -> Problem:
    return Problem(
        stage=Stage.COLLECT, subject=subject, code=code, detail=detail[:500], occurred_at=intake.now
    )
