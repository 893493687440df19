"""Web archives of others: every format, every damage, only pages that may be on topic, each once."""

from __future__ import annotations

import gzip
import json
import re
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import brotli
import pytest
import zstandard
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.cli.query import app
from flows.rounds import store_documents
from flows.settings import Settings, UsageError
from flows.webarchives import ingest_warc
from vocabulary import Capture
from warehouse.archive import read_captures
from warehouse.captures import read_captures_to_extract
from warehouse.connection import open_live, read

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ON_TOPIC = b"<html><body><p>The coalition of the willing met in Paris.</p></body></html>"
OFF_TOPIC = b"<html><body><p>Rain in the north.</p></body></html>"
HTML = ("Content-Type", "text/html; charset=utf-8")


def record(
    url: str, body: bytes, *headers: tuple[str, str], status: str = "200 OK", kind: str = "response"
) -> bytes:
    """One record as another crawler writes it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    http = StatusAndHeaders(status, list(headers or (HTML,)), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            http_headers=None if kind == "warcinfo" else http,
            warc_headers_dict={"WARC-Date": "2025-09-04T08:30:00Z"},
        )
    )
    return out.getvalue()


def pages(n: int = 4) -> list[bytes]:
    """A file's usual beginning, then pages of which every second is on topic."""
    info = record("urn:info", b"software: other\r\n", kind="warcinfo")
    return [
        info,
        *(record(f"https://news{k}.example/{k}", ON_TOPIC if k % 2 else OFF_TOPIC) for k in range(n)),
    ]


def gzipped(records: Sequence[bytes]) -> bytes:
    return b"".join(gzip.compress(each) for each in records)


def zstd(records: Sequence[bytes]) -> bytes:
    compressor = zstandard.ZstdCompressor(write_checksum=True)
    return b"".join(compressor.compress(each) for each in records)


def zstd_with_dictionary(records: Sequence[bytes]) -> bytes:
    content = records[1] * 3
    words = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packed = zstandard.ZstdCompressor().compress(content)
    head = (0x184D2A5D).to_bytes(4, "little") + len(packed).to_bytes(4, "little") + packed
    return head + b"".join(zstandard.ZstdCompressor(dict_data=words).compress(each) for each in records)


FORMATS: dict[str, tuple[str, Callable[[Sequence[bytes]], bytes]]] = {
    "plain": (".warc", b"".join),
    "gzip": (".warc.gz", gzipped),
    "one gzip member": (".warc.gz", lambda records: gzip.compress(b"".join(records))),
    "gzip cut anywhere": (
        ".warc.gz",
        lambda records: gzip.compress(b"".join(records)[:700]) + gzip.compress(b"".join(records)[700:]),
    ),
    "zstd": (".warc.zst", zstd),
    "one zstd frame": (".warc.zst", lambda records: zstd([b"".join(records)])),
    "zstd with dictionary": (".warc.zst", zstd_with_dictionary),
}


def ingest(tmp_path: Path, content: bytes, suffix: str = ".warc.gz", **given: object) -> int:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(content)
    all_pages = bool(given.pop("all_pages", False))
    return ingest_warc(settings_of(tmp_path, **given), path, NOW, all_pages=all_pages)


def settings_of(tmp_path: Path, **given: object) -> Settings:
    return Settings(data=tmp_path / "data", **given)  # type: ignore[arg-type]


def captures(tmp_path: Path) -> list[Capture]:
    settings = settings_of(tmp_path)
    with open_live(settings.data, lock_timeout_s=1, now=NOW) as live:
        rows = read_captures_to_extract(live, "none", "0", 1000)
    return sorted(read_captures(settings.archive, [row.location for row in rows]), key=lambda c: c.url)


def problems(tmp_path: Path) -> list[tuple[str, str]]:
    with open_live(tmp_path / "data", lock_timeout_s=1, now=NOW) as live:
        rows = read(live, "SELECT subject, code FROM problems ORDER BY subject")
    return rows.rows()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read(tmp_path: Path, name: str) -> None:
    suffix, pack = FORMATS[name]
    assert ingest(tmp_path, pack(pages()), suffix) == 2
    found = captures(tmp_path)
    assert [c.url for c in found] == ["https://news1.example/1", "https://news3.example/3"]
    assert {(c.body, c.status, c.fetched_at) for c in found} == {
        (ON_TOPIC, 200, datetime(2025, 9, 4, 8, 30, tzinfo=UTC))
    }
    assert problems(tmp_path) == []


def test_all_pages_are_taken_when_asked_for_and_none_twice(tmp_path: Path) -> None:
    content = gzipped([*pages(), *pages()])
    assert ingest(tmp_path, content) == 2
    assert ingest(tmp_path, content, all_pages=True) == 2
    assert ingest(tmp_path, content, all_pages=True) == 0
    assert len(captures(tmp_path)) == 4


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("br", brotli.compress),
        ("zstd", zstandard.ZstdCompressor().compress),
        ("identity", bytes),
    ],
)
def test_encoded_bodies_are_decoded_before_the_search(
    tmp_path: Path, coding: str, encode: Callable[[bytes], bytes]
) -> None:
    head = (HTML, ("Content-Encoding", coding))
    records = [
        record("https://a.example/on", encode(ON_TOPIC), *head),
        record("https://a.example/off", encode(OFF_TOPIC), *head),
    ]
    assert ingest(tmp_path, gzipped(records)) == 1
    assert captures(tmp_path)[0].body == ON_TOPIC


def test_chunked_bodies_are_joined(tmp_path: Path) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (ON_TOPIC[:30], ON_TOPIC[30:])) + b"0\r\n\r\n"
    head = (HTML, ("Transfer-Encoding", "chunked"))
    assert ingest(tmp_path, gzipped([record("https://a.example/1", chunks, *head)])) == 1
    assert captures(tmp_path)[0].body == ON_TOPIC


def test_a_chunked_label_on_a_joined_body_loses_nothing(tmp_path: Path) -> None:
    head = (HTML, ("Transfer-Encoding", "chunked"))
    assert ingest(tmp_path, gzipped([record("https://a.example/1", ON_TOPIC, *head)])) == 1
    assert captures(tmp_path)[0].body == ON_TOPIC


def test_a_false_coding_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    head = (HTML, ("Content-Encoding", "br"))
    records = [record("https://a.example/1", ON_TOPIC, *head), record("https://a.example/2", ON_TOPIC)]
    assert ingest(tmp_path, gzipped(records)) == 1
    assert [code for _, code in problems(tmp_path)] == ["damaged_record"]


def test_what_is_no_page_is_left_out(tmp_path: Path) -> None:
    records = [
        record("https://a.example/gone", ON_TOPIC, status="404 Not Found"),
        record("https://a.example/pdf", ON_TOPIC, ("Content-Type", "application/pdf")),
        record("https://a.example/asked", ON_TOPIC, kind="request"),
        record("ftp://a.example/file", ON_TOPIC),
        record("https://a.example/page", ON_TOPIC, ("content-type", "application/xhtml+xml")),
    ]
    assert ingest(tmp_path, gzipped(records), all_pages=True) == 1


def test_sources_are_told_by_domain(tmp_path: Path) -> None:
    records = [
        record(url, ON_TOPIC)
        for url in ("https://www.reuters.com/world/1", "https://notreuters.com/1", "https://www.apnews.com/2")
    ]
    ingest(tmp_path, gzipped(records))
    assert [c.source_id for c in captures(tmp_path)] == ["documents", "ap", "reuters"]


def test_reserved_pages_are_left_out_and_told(tmp_path: Path) -> None:
    records = [
        record("https://a.example/1", ON_TOPIC, HTML, ("TDM-Reservation", "1")),
        record("https://a.example/2", ON_TOPIC),
    ]
    assert ingest(tmp_path, gzipped(records)) == 1
    assert problems(tmp_path) == [("file.warc.gz", "tdm_reserved")]
    assert ingest(tmp_path, gzipped(records), keep_reserved=True) == 1
    assert {c.tdm_reserved for c in captures(tmp_path)} == {True, None}


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("damage", ["bits", "gap", "noise"])
def test_a_damaged_record_is_a_problem_and_the_rest_is_read(tmp_path: Path, name: str, damage: str) -> None:
    suffix, pack = FORMATS[name]
    one, bad, other = (pack([record(f"https://a.example/{n}", ON_TOPIC)]) for n in range(3))
    middle = len(bad) // 2
    ruined = {
        "bits": bad[:middle] + bytes(b ^ 0xFF for b in bad[middle : middle + 9]) + bad[middle + 9 :],
        "gap": bad[:middle],
        "noise": b"\x00\xffnoise" * 9 + bad[:20],
    }[damage]
    assert ingest(tmp_path, one + ruined + other, suffix) == 2
    assert [c.url for c in captures(tmp_path)] == ["https://a.example/0", "https://a.example/2"]
    assert {code for _, code in problems(tmp_path)} == {"damaged_record"}
    n_problems = len(problems(tmp_path))
    assert ingest(tmp_path, one + ruined + other, suffix) == 0
    assert len(problems(tmp_path)) == n_problems


@pytest.mark.parametrize("said", [b"Content-Longth: 1", b"Content-Length: 500", b"Content-Length: 7"])
def test_a_false_length_in_a_plain_file_costs_that_record_alone(tmp_path: Path, said: bytes) -> None:
    one, bad, other = (record(f"https://a.example/{n}", ON_TOPIC) for n in range(3))
    bad = re.sub(rb"Content-Length: \d+", said, bad, count=1)
    ingest(tmp_path, one + bad + other, ".warc")
    assert {"https://a.example/0", "https://a.example/2"} <= {c.url for c in captures(tmp_path)}
    assert {code for _, code in problems(tmp_path)} == {"damaged_record"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_torn_end_is_a_problem(tmp_path: Path, name: str) -> None:
    suffix, pack = FORMATS[name]
    content = pack(pages(8))
    ingest(tmp_path, content[:-15] if "one" not in name and "cut" not in name else content, suffix)
    assert len(captures(tmp_path)) >= 3
    if "one" not in name and "cut" not in name:
        assert [code for _, code in problems(tmp_path)] == ["damaged_record"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no WARC record"),
        (b"<html>no archive</html>", "holds no WARC record"),
        (gzip.compress(b"<html>", mtime=0), "holds no WARC record"),
        (b"\x1f\x8b\x08 broken", "holds no WARC record"),
    ],
)
def test_what_is_no_archive_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as error:
        ingest(tmp_path, content)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"No such file.*check the path"):
        ingest_warc(settings_of(tmp_path), tmp_path / "none.warc.gz", NOW, all_pages=False)


def test_a_bomb_and_an_endless_record_stay_small(tmp_path: Path) -> None:
    """RELIABILITY 42 and 44 for files."""
    bomb = gzip.compress(ON_TOPIC + b" " * 40_000_000)
    huge = record("https://a.example/huge", ON_TOPIC + b" " * 40_000_000)
    content = gzipped(
        [record("https://a.example/bomb", bomb, HTML, ("Content-Encoding", "gzip")), huge, *pages()]
    )
    del huge
    tracemalloc.start()
    assert ingest(tmp_path, content, max_body_mb=1.0) == 4
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64_000_000
    assert {c.url: c.is_truncated for c in captures(tmp_path)}["https://a.example/bomb"]
    assert {c.url: c.is_truncated for c in captures(tmp_path)}["https://a.example/huge"]
    assert max(len(c.body) for c in captures(tmp_path)) <= 1_000_000


def test_our_own_export_comes_back_as_it_was(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    assert ingest(first, gzipped(pages())) == 2
    exported = tmp_path / "export.warc.gz"
    data = str(settings_of(first).data)
    said = CliRunner().invoke(app, ["export", "--warc", str(exported), "--data", data, "--json"])
    assert json.loads(said.stdout) == {"path": str(exported), "n_records": 2}
    assert [r.rec_type for r in ArchiveIterator(exported.open("rb"))] == ["response"] * 2
    said = CliRunner().invoke(
        app, ["export", "--warc", str(exported), "--since", "2099-01-01", "--data", data]
    )
    assert said.stdout.startswith("0 records")
    CliRunner().invoke(app, ["export", "--warc", str(exported), "--data", data])
    assert ingest(tmp_path, exported.read_bytes()) == 2
    assert [(c.capture_id, c.body, c.url, c.fetched_at) for c in captures(tmp_path)] == [
        (c.capture_id, c.body, c.url, c.fetched_at) for c in captures(first)
    ]
    assert store_documents(settings_of(tmp_path), captures(first), NOW) == 0
