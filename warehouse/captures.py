"""The index of captured responses.

In: captures and where their records lie. Out: which of them still want extraction. Refuses: bodies; those
are in the archive.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from vocabulary import Capture, CaptureLocation
from warehouse.connection import Live, insert, read
from warehouse.errors import WarehouseError
from warehouse.frames import COUNT, FLAG, ID, TEXT, TIME, Schema, frame
from warehouse.statements import statements

CAPTURE: Final[Schema] = {
    "capture_id": ID, "url": TEXT, "final_url": TEXT, "source_id": TEXT, "fetched_at": TIME, "status": COUNT,
    "body_sha256": TEXT, "n_bytes": COUNT, "is_truncated": FLAG, "tdm_reserved": FLAG, "is_feed": FLAG, "file": TEXT,
    "file_offset": COUNT, "file_length": COUNT,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """A capture in the index: all but its body, and where that lies."""

    capture_id: int
    url: str
    final_url: str
    source_id: str | None
    fetched_at: datetime
    status: int
    body_sha256: str
    is_truncated: bool
    tdm_reserved: bool | None
    location: CaptureLocation


def index_captures(
    live: Live,
    captures: Sequence[Capture],
    locations: Sequence[CaptureLocation],
    feed_ids: Collection[int] = (),
) -> None:
    """Note where each capture lies; one already in the index only gets its new place.

    `feed_ids`: the captures that are feeds, of which nothing is extracted.
    """
    places = {place.capture_id: place for place in locations}
    missing = [c.url for c in captures if c.capture_id not in places]
    if missing:
        raise WarehouseError(f"{missing[0]}: captured but not archived; archive it before it is indexed")
    rows = frame(CAPTURE, (_row(c, places[c.capture_id], c.capture_id in feed_ids) for c in captures)).unique(
        "capture_id", keep="last", maintain_order=True
    )
    sql = statements("captures")
    insert(live, rows, sql["move"], sql["insert_new"])


def _row(capture: Capture, place: CaptureLocation, is_feed: bool) -> dict[str, Any]:
    return {
        "capture_id": capture.capture_id,
        "url": capture.url,
        "final_url": capture.final_url,
        "source_id": capture.source_id,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "body_sha256": capture.body_sha256,
        "n_bytes": len(capture.body),
        "is_truncated": capture.is_truncated,
        "tdm_reserved": capture.tdm_reserved,
        "is_feed": is_feed,
        "file": place.file,
        "file_offset": place.offset,
        "file_length": place.length,
    }


def read_captures_to_extract(live: Live, extractor: str, version: str, limit: int) -> list[CaptureRow]:
    """Captures that this version of the extractor has not seen, oldest first; feeds are left out."""
    rows = read(
        live,
        statements("captures")["read_to_extract"],
        {"extractor": extractor, "version": version, "limit": limit},
    )
    return [_capture_row(row) for row in rows.iter_rows(named=True)]


def read_captures(live: Live, capture_ids: Sequence[int]) -> list[CaptureRow]:
    """The named captures, as far as they are in the index."""
    rows = read(live, statements("captures")["read_some"], {"capture_ids": list(capture_ids)})
    return [_capture_row(row) for row in rows.iter_rows(named=True)]


def _capture_row(row: dict[str, Any]) -> CaptureRow:
    place = CaptureLocation(
        capture_id=row["capture_id"],
        file=row.pop("file"),
        offset=row.pop("file_offset"),
        length=row.pop("file_length"),
    )
    row["fetched_at"] = row["fetched_at"].replace(tzinfo=UTC)
    return CaptureRow(**row, location=place)
