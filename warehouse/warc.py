"""A capture as a WARC 1.1 record, and back (ISO 28500:2017).

In: captures, or one record's bytes. Out: the other. Refuses: records that are no capture.

Bodies are kept as decoded from their transfer and content encodings; as other archives do, the headers that
spoke of the encoding are kept under `X-Crawler-`. What WARC has no field for stands in `Tenor-` fields.
Documents that came without HTTP are `resource` records.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from vocabulary import Capture, CaptureLocation

REVISIT_PROFILE: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_ENCODED: Final = ("content-encoding", "content-length", "transfer-encoding")
_PREFIX: Final = "X-Crawler-"
_IDS: Final = uuid.UUID("6b9a3c52-6a36-5d0e-9d52-0a1f6f1f7a11")
_REFERS: Final = re.compile(rb"^Tenor-Refers-To: (\d+) (\d+)\r$", re.MULTILINE)


def record_of(capture: Capture, earlier: CaptureLocation | None = None) -> bytes:
    """The uncompressed record; without a body where the same bytes lie `earlier` in the same file."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    is_http = capture.url.startswith(("http:", "https:"))
    kind = "revisit" if earlier else "response" if is_http else "resource"
    writer.write_record(
        writer.create_warc_record(
            capture.final_url,
            kind,
            payload=BytesIO(b"" if earlier else capture.body),
            length=0 if earlier else len(capture.body),
            warc_content_type="" if is_http or earlier else _content_type(capture),
            warc_headers_dict=_fields(capture, earlier),
            http_headers=_http_headers(capture) if is_http or earlier else None,
        )
    )
    return out.getvalue()


def _content_type(capture: Capture) -> str:
    return next((v for k, v in capture.headers if k.lower() == "content-type"), "application/octet-stream")


def _http_headers(capture: Capture) -> StatusAndHeaders:
    kept = [(_PREFIX + k if k.lower() in _ENCODED else k, v) for k, v in capture.headers]
    return StatusAndHeaders(f"{capture.status} -", kept, protocol="HTTP/1.1")


def _fields(capture: Capture, earlier: CaptureLocation | None) -> dict[str, str]:
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(_IDS, str(capture.capture_id))}>",
        "WARC-Date": capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "WARC-Payload-Digest": f"sha256:{capture.body_sha256}",
        "Tenor-Capture-ID": str(capture.capture_id),
        "Tenor-Requested-URI": capture.url,
        "Tenor-Status": str(capture.status),
    }
    if capture.source_id:
        fields["Tenor-Source"] = capture.source_id
    if capture.tdm_reserved is not None:
        fields["Tenor-TDM-Reserved"] = str(int(capture.tdm_reserved))
    if capture.is_truncated:
        fields["WARC-Truncated"] = "length"
    for name, value in capture.request_headers:
        fields[f"Tenor-Request-{name}"] = value
    if earlier:
        fields["WARC-Profile"] = REVISIT_PROFILE
        fields["Tenor-Refers-To"] = f"{earlier.offset} {earlier.length}"
    return fields


def refers_to(record: bytes) -> tuple[int, int] | None:
    """Offset and length of the record that holds the body, where this one is a revisit."""
    head = record[: record.find(b"\r\n\r\n") + 4]
    found = _REFERS.search(head)
    return (int(found[1]), int(found[2])) if found else None


def capture_of(record: bytes, body: bytes | None = None) -> Capture:
    """The capture in a record that `record_of` wrote; `body` stands in for a revisit's."""
    warc = next(iter(ArchiveIterator(BytesIO(record))))
    fields = warc.rec_headers
    reserved = fields.get_header("Tenor-TDM-Reserved")
    return Capture(
        capture_id=int(fields.get_header("Tenor-Capture-ID")),
        url=fields.get_header("Tenor-Requested-URI"),
        final_url=fields.get_header("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(fields.get_header("WARC-Date")).astimezone(UTC),
        status=int(fields.get_header("Tenor-Status")),
        headers=_kept_headers(warc),
        body=warc.content_stream().read() if body is None else body,
        body_sha256=fields.get_header("WARC-Payload-Digest").removeprefix("sha256:"),
        source_id=fields.get_header("Tenor-Source"),
        is_truncated=fields.get_header("WARC-Truncated") is not None,
        tdm_reserved=None if reserved is None else reserved == "1",
        request_headers=tuple(
            (name.removeprefix("Tenor-Request-"), value)
            for name, value in fields.headers
            if name.startswith("Tenor-Request-")
        ),
    )


def _kept_headers(warc: ArcWarcRecord) -> tuple[tuple[str, str], ...]:
    if warc.http_headers is None:
        return (("Content-Type", warc.rec_headers.get_header("Content-Type")),)
    return tuple((k.removeprefix(_PREFIX), v) for k, v in warc.http_headers.headers)
