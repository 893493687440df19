"""Web archives of others, record by record: plain, gzip or Zstandard, by any crawler, damaged or whole.

In: a path. Out: the bytes of each record, or where a record could not be read; a record's response. Refuses:
believing lengths beyond a limit; losing the rest of a file because of one record.

Records are cut out by their own lengths (ISO 28500:2017, 4) and parsed (FastWARC) only when somebody wants
them: most of a large archive is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator, WarcRecord

from warehouse.errors import WarehouseError
from warehouse.unpacking import Damaged, Piece, unpack

_START: Final = b"WARC/"
_HEAD_END: Final = b"\r\n\r\n"
MAX_HEAD: Final = 1 << 18
"""Bytes of a record's own header at most."""
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^warc-type:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_ENCODED: Final = re.compile(
    rb"^(?:content|transfer)-encoding:(?![ \t]*identity[ \t]*\r?$)", re.IGNORECASE | re.MULTILINE
)
_CHUNK: Final = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
PAGES: Final = (b"response", b"resource")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stands in the file, and where its member or frame begins."""

    content: bytes
    position: int
    is_cut: bool
    """Whether it was longer than the limit."""

    @property
    def holds_page(self) -> bool:
        """Whether it is of a type that holds what a server sent."""
        found = _TYPE.search(self.content, 0, MAX_HEAD)
        return found is not None and found[1].lower() in PAGES

    @property
    def is_encoded(self) -> bool:
        """Whether its body is compressed or chunked, so that its bytes are not yet those of the page."""
        start = self.content.find(_HEAD_END) + 4
        return bool(_ENCODED.search(self.content, start, max(start, self.content.find(_HEAD_END, start))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server sent, as a record tells it; the body is still as encoded by `Content-Encoding`."""

    url: str
    requested_url: str
    fetched_at: datetime | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def read_records(path: Path, limit: int) -> Iterator[RawRecord | Damaged]:
    """Every record of a file, cut at `limit` bytes. Errors: `OSError`."""
    cutter = _Cutter(limit)
    for piece in unpack(path):
        if isinstance(piece, Damaged):
            cutter.drop()
            yield piece
        else:
            yield from cutter.take(piece)
    yield from cutter.end("the file ends in the middle of it")


class _Cutter:
    """Cuts pieces into records; holds at most one record and one piece."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._position = 0
        self._n_skip = 0

    def take(self, piece: Piece) -> Iterator[RawRecord | Damaged]:
        """The records that are whole with this piece."""
        content = piece.content
        if piece.is_first and content.startswith(_START):
            yield from self.end("the next record begins before its end")
            total = _length(content)
            if total is not None and total <= min(len(content), self._limit):
                yield RawRecord(content[:total], piece.position, False)
                content = content[total:].lstrip(b"\r\n")
        if self._n_skip:
            n_skipped = min(self._n_skip, len(content))
            self._n_skip -= n_skipped
            content = content[n_skipped:]
        if content:
            if not self._held:
                self._position = piece.position
            self._held += content
            yield from self._cut(piece.position)

    def _cut(self, position: int) -> Iterator[RawRecord | Damaged]:
        while self._held and not self._n_skip:
            yield from self._resume()
            end = self._held.find(_HEAD_END, 0, MAX_HEAD)
            if end < 0 and len(self._held) <= MAX_HEAD:
                return
            total = _length(self._held)
            if total is None:
                yield self._lose(max(end, 1), "a record does not say its length")
                continue
            n_kept = min(total, self._limit)
            if len(self._held) < n_kept:
                return
            if (n_lost := self._overrun(end, total)) > 0:
                yield self._lose(n_lost, "a record is shorter than it says")
                continue
            yield RawRecord(bytes(self._held[:n_kept]), self._position, total > n_kept)
            self._n_skip = max(0, total - len(self._held))
            del self._held[:total]
            self._position = position

    def _lose(self, n_lost: int, detail: str) -> Damaged:
        del self._held[:n_lost]
        return Damaged(self._position, n_lost, detail)

    def _overrun(self, end: int, total: int) -> int:
        """Where the next record begins before this one should end; 0 where this one ends as it should."""
        after = bytes(self._held[total : total + len(_HEAD_END)])
        if after in (_HEAD_END, b""):
            return 0
        return max(0, self._held.find(_HEAD_END + _START + b"1.", end, total + len(_HEAD_END + _START)))

    def _resume(self) -> Iterator[Damaged]:
        """Go on at the next beginning of a record."""
        n_blank = len(self._held) - len(self._held.lstrip(b"\r\n"))
        del self._held[:n_blank]
        if not self._held or _START.startswith(self._held[: len(_START)]):
            return
        n_lost = self._held.find(_START + b"1.")
        n_lost = max(0, len(self._held) - len(_START) - 2) if n_lost < 0 else n_lost
        if n_lost:
            yield self._lose(n_lost, "no record begins here")

    def drop(self) -> None:
        """Forget what is held: the damage that follows it is told anyway."""
        self._held.clear()
        self._n_skip = 0

    def end(self, detail: str) -> Iterator[RawRecord | Damaged]:
        """Give up the record that is held, and go on with what may have been taken for a part of it."""
        while (following := self._held.find(_HEAD_END + _START + b"1.")) >= 0:
            yield self._lose(following, f"a record is torn: {detail}")
            yield from self._cut(self._position)
        n_lost, is_cut = len(self._held.strip(b"\r\n")), bool(self._n_skip)
        self.drop()
        if n_lost or is_cut:
            yield Damaged(self._position, n_lost, f"a record is torn: {detail}")


def _length(content: bytes | bytearray) -> int | None:
    """Bytes of the record at the beginning of `content`, header and block; None where it does not say."""
    end = content.find(_HEAD_END, 0, MAX_HEAD)
    found = _LENGTH.search(content, 0, end + 2) if end >= 0 else None
    return end + 4 + int(found[1]) if found else None


def response_of(record: RawRecord) -> Response | None:
    """The response in a record; None where it holds none, or none with a web address.

    Error: `WarehouseError` where its header cannot be read.
    """
    try:
        parsed = next(iter(ArchiveIterator(BytesIO(record.content), auto_decode="none")), None)
        body = parsed.reader.read() if parsed is not None else b""
    except (OSError, ValueError) as error:
        raise WarehouseError(f"no record that can be parsed: {error}") from error
    if parsed is None:
        return None
    url = (parsed.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not url.startswith(("http:", "https:")):
        return None
    headers = _headers_of(parsed)
    is_chunked = any(k.lower() == "transfer-encoding" and "chunked" in v.lower() for k, v in headers)
    return Response(
        url=url,
        requested_url=parsed.headers.get("Tenor-Requested-URI") or url,
        fetched_at=_date_of(parsed),
        status=_status_of(parsed),
        headers=headers,
        body=_unchunked(body) if is_chunked else body,
    )


def _unchunked(body: bytes) -> bytes:
    """A body without its chunk sizes (RFC 9112, 7.1); as it is where they are not there any more."""
    pieces, at = [], 0
    while size := _CHUNK.match(body, at):
        n_bytes = int(size[1], 16)
        pieces.append(body[size.end() : size.end() + n_bytes])
        at = size.end() + n_bytes + 2
        if not n_bytes:
            break
    return b"".join(pieces) if pieces else body


def _date_of(record: WarcRecord) -> datetime | None:
    found = record.record_date
    if found is None:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _status_of(record: WarcRecord) -> int:
    if record.http_headers is None:
        return 200
    return int(record.http_headers.status_code or 0)


def _headers_of(record: WarcRecord) -> tuple[tuple[str, str], ...]:
    if record.http_headers is None:
        return (("Content-Type", record.headers.get("Content-Type") or ""),)
    return tuple((name, value) for name, value in record.http_headers.astuples())
