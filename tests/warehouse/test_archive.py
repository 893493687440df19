"""The archive gives back what it was given, survives torn ends, and is readable by other tools."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from vocabulary import Capture, CaptureLocation
from warehouse.archive import (
    Found,
    Torn,
    append_captures,
    export_warc,
    read_capture,
    read_captures,
    scan_archive,
)
from warehouse.errors import WarehouseError
from warehouse.retention import expire_archive

NOON = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)


def capture(number: int = 1, body: bytes = b"<p>Koalition</p>", **changes: object) -> Capture:
    made = Capture(
        capture_id=number,
        url=f"https://a.example/{number}?utm=1",
        final_url=f"https://a.example/{number}",
        fetched_at=NOON,
        status=200,
        headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("ETag", 'W/"1"'),
        ),
        body=body,
        body_sha256=sha256(body).hexdigest(),
        source_id="a",
        request_headers=(("User-Agent", "Tenor"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_capture_comes_back_as_it_went_in(tmp_path: Path) -> None:
    given_ = [capture(1), capture(2, b"\x00\xff" * 9000, tdm_reserved=False, is_truncated=True, status=404)]
    places = append_captures(tmp_path, given_)
    assert list(read_captures(tmp_path, places)) == given_


@given(body=st.binary(max_size=3000), status=st.integers(100, 599), more=st.binary(max_size=50))
def test_any_body_comes_back(
    body: bytes, status: int, more: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    archive = tmp_path_factory.mktemp("archive")
    pair = [capture(1, body, status=status), capture(2, body + more)]
    assert list(read_captures(archive, append_captures(archive, pair))) == pair


def test_a_document_without_http_is_a_resource(tmp_path: Path) -> None:
    text = capture(
        3, b"Ein Text", url="file:a.md", final_url="file:a.md", headers=(("Content-Type", "text/markdown"),)
    )
    [place] = append_captures(tmp_path, [text])
    assert read_capture(tmp_path, place) == text


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    body = Random(7).randbytes(9000)
    first, again = capture(1, body), capture(2, body, fetched_at=NOON + timedelta(hours=1))
    [_, place] = append_captures(tmp_path, [capture(0), first])
    [revisit] = append_captures(tmp_path, [again], known={first.body_sha256: place})
    assert read_capture(tmp_path, revisit) == again
    assert revisit.length < place.length


def test_records_are_warc_1_1_for_other_tools(tmp_path: Path) -> None:
    append_captures(tmp_path, [capture(1), capture(2, b"zwei")])
    target = tmp_path / "all.warc.gz"
    assert export_warc(tmp_path, target) == 2
    with target.open("rb") as lines:
        records = [
            (r.rec_type, r.rec_headers.protocol, r.http_headers.get_statuscode(), r.content_stream().read())
            for r in ArchiveIterator(lines, check_digests=True)
        ]
    assert records == [
        ("response", "WARC/1.1", "200", b"<p>Koalition</p>"),
        ("response", "WARC/1.1", "200", b"zwei"),
    ]
    assert gzip.decompress(target.read_bytes()).startswith(b"WARC/1.1\r\n")


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_torn_end_is_counted_then_replaced(tmp_path: Path, cut: int) -> None:
    """RELIABILITY 90."""
    kept, torn = append_captures(tmp_path, [capture(1), capture(2, b"verloren" * 50)])
    path = tmp_path / torn.file
    path.write_bytes(path.read_bytes()[:-cut])
    assert [type(found) for found in scan_archive(tmp_path)] == [Found, Torn]
    assert read_capture(tmp_path, kept) == capture(1)
    [after] = append_captures(tmp_path, [capture(3)])
    assert after.offset == torn.offset
    assert [f.capture.capture_id for f in scan_archive(tmp_path) if isinstance(f, Found)] == [1, 3]


def test_a_file_torn_inside_its_dictionary_begins_anew(tmp_path: Path) -> None:
    [place] = append_captures(tmp_path, [capture(1, b"x" * 5000)])
    path = tmp_path / place.file
    path.write_bytes(path.read_bytes()[:12])
    [again] = append_captures(tmp_path, [capture(1)])
    assert read_capture(tmp_path, again) == capture(1)


def test_a_scan_finds_every_place(tmp_path: Path) -> None:
    captures = [capture(n, f"Text {n}".encode() * n, source_id="ab"[n % 2]) for n in range(1, 30)]
    places = append_captures(tmp_path, captures)
    found = [f for f in scan_archive(tmp_path) if isinstance(f, Found)]
    assert sorted((f.location for f in found), key=lambda p: p.capture_id) == places
    assert sorted((f.capture for f in found), key=lambda c: c.capture_id) == captures


def test_damage_is_one_clear_error(tmp_path: Path) -> None:
    [place] = append_captures(tmp_path, [capture(1, b"Text" * 100)])
    path = tmp_path / place.file
    body = bytearray(path.read_bytes())
    body[-3] ^= 0xFF
    path.write_bytes(bytes(body))
    with pytest.raises(WarehouseError, match="damaged"):
        read_capture(tmp_path, place)
    with pytest.raises(WarehouseError, match="gone"):
        read_capture(tmp_path, CaptureLocation(capture_id=1, file="b/2026-01.warc.zst", offset=0, length=1))


def test_whole_months_expire(tmp_path: Path) -> None:
    append_captures(tmp_path, [capture(1), capture(2, fetched_at=NOON + timedelta(days=40))])
    assert expire_archive(tmp_path, date(2026, 2, 14)) == ["a/2026-01.warc.zst"]
    assert [f.capture.capture_id for f in scan_archive(tmp_path) if isinstance(f, Found)] == [2]


def test_the_dictionary_is_where_the_format_says(tmp_path: Path) -> None:
    [place] = append_captures(tmp_path, [capture(1)])
    head = BytesIO((tmp_path / place.file).read_bytes())
    assert head.read(4) == (0x184D2A5D).to_bytes(4, "little")
    assert int.from_bytes(head.read(4), "little") + 8 == place.offset
