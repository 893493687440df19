"""D 42-54: hostile responses, from the server's log and from what was collected."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from tests.site.collect import Memory, codes_of, look_at, make_settings, pages_of
from tests.site.faults import HEAD, chunk, endless, raw, reset
from tests.site.memory import peak_growth_mb
from tests.site.news import article
from tests.site.server import Reply, Site

BODY = article("Meeting")


def _bomb(coding: str) -> bytes:
    """About a gigabyte of zeros in about a megabyte."""
    zeros = bytes(1 << 20)
    match coding:
        case "br":
            maker = brotli.Compressor(quality=2)
            return b"".join(maker.process(zeros) for _ in range(1024)) + maker.finish()
        case "zstd":
            writer = zstandard.ZstdCompressor(level=1).compressobj()
            return b"".join(writer.compress(zeros) for _ in range(1024)) + writer.flush()
        case "deflate":
            packer = zlib.compressobj(6)
            return b"".join(packer.compress(zeros) for _ in range(512)) + packer.flush()
        case "gzip, gzip":
            return gzip.compress(gzip.compress(zeros) * 1024)
        case _:
            return gzip.compress(zeros) * 1024


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
def test_42_43_compression_bombs_are_cut_at_the_limit(coding: str) -> None:
    bomb = _bomb(coding)
    assert len(bomb) < 2_000_000
    found = []
    with Site() as site:
        url = site.put("/page", Reply(body=bomb, headers=(("Content-Encoding", coding),)))
        look_at(site, site.put("/warm", Reply(body=BODY)))
        growth = peak_growth_mb(lambda: found.append(look_at(site, url)))
    assert growth < 64
    (capture,) = found[0].captures or [None]
    assert capture is None or (capture.is_truncated and len(capture.body) == 10_000_000)


def test_43_too_many_codings_are_refused() -> None:
    with Site() as site:
        codings = ", ".join(["gzip"] * 50)
        found = look_at(site, site.put("/page", Reply(body=b"x", headers=(("Content-Encoding", codings),))))
    assert codes_of(found) == ["bad_encoding"]


def test_44_an_endless_body_is_cut_at_the_limit() -> None:
    memory = Memory(settings=make_settings(max_body_mb=0.5))
    first = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(BODY)
    with Site() as site:
        (capture,) = pages_of(
            look_at(site, site.put("/page", endless(first, chunk(b"<p>more</p>" * 1000))), memory=memory)
        )
    assert capture.is_truncated
    assert len(capture.body) == 500_000
    assert memory.pages[next(iter(memory.pages))].etag is None


def test_45_a_body_that_drips_ends_at_the_deadline() -> None:
    memory = Memory(settings=make_settings(total_timeout_s=0.8, idle_timeout_s=0.5))
    first = HEAD + b"Content-Length: 1000000\r\n\r\n"
    with Site() as site:
        url = site.put("/page", endless(first, b"x", 0.05))
        found = look_at(site, url, memory=memory)
        assert len(site.asked("/page")) == 1, "a deadline is not tried again"
    assert codes_of(found) == ["timeout"]


def test_45_a_body_that_stops_ends_sooner() -> None:
    memory = Memory(settings=make_settings(total_timeout_s=20, idle_timeout_s=0.1))
    with Site() as site:
        found = look_at(
            site, site.put("/page", endless(HEAD + b"Content-Length: 9\r\n\r\n", b"", 0.01)), memory=memory
        )
    assert codes_of(found) == ["idle_timeout"]


def test_47_headers_that_never_end_are_cut_off() -> None:
    with Site() as site:
        found = look_at(site, site.put("/page", endless(HEAD, b"X-More: " + b"y" * 2000 + b"\r\n")))
    assert codes_of(found) == ["bad_response"]


@pytest.mark.parametrize(
    "head",
    [b"X-Big: " + b"y" * 2_000_000 + b"\r\n", b"Set-Cookie: a=b; path=/\r\n" * 10_000],
    ids=["48", "49"],
)
def test_48_49_oversized_headers_are_an_error(head: bytes) -> None:
    with Site() as site:
        found = look_at(site, site.put("/page", raw(HEAD + head + b"Content-Length: 1\r\n\r\nx")))
    assert codes_of(found) == ["bad_response"]


def test_50_a_length_that_lies_short_ends_the_body_there() -> None:
    answer = HEAD + f"Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY + b"<p>smuggled</p>"
    with Site() as site:
        (capture,) = pages_of(look_at(site, site.put("/page", raw(answer))))
    assert capture.body == BODY


@pytest.mark.parametrize(
    "fault",
    [
        raw(HEAD + b"Content-Length: 100000\r\n\r\n" + BODY),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(BODY)),
        reset(HEAD + b"Content-Length: 100000\r\n\r\n" + BODY),
        reset(),
        raw(b""),
    ],
    ids=["50-long", "50-chunks", "51-reset", "51-at-once", "51-nothing"],
)
def test_50_51_torn_bodies_are_asked_again_and_not_kept(fault: object) -> None:
    memory = Memory(settings=make_settings(attempts=2))
    with Site() as site:
        found = look_at(site, site.put("/page", fault), memory=memory)  # type: ignore[arg-type]
        assert len(site.asked("/page")) == 2
    assert codes_of(found) == ["incomplete"]
    assert found.captures == ()
    assert memory.coverage()["failed_by_reason"] == "incomplete 1"


def test_50_what_is_not_http_is_an_error() -> None:
    answers = [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00\xff" * 500]
    with Site() as site:
        found = look_at(site, *(site.put(f"/{n}", raw(answer)) for n, answer in enumerate(answers)))
    assert [p.source_id for p in found.problems] == ["s0", "s1", "s2"] and found.captures == ()
    assert set(codes_of(found)) <= {"bad_response", "incomplete"}


def test_53_a_wrong_label_is_seen_through_or_an_error() -> None:
    cases = [
        ("gzip", BODY, True),
        ("br", BODY, False),
        ("zstd", BODY, False),
        ("deflate", BODY, False),
        ("gzip", b"\x1f\x8b" + BODY, False),
        ("unheard-of", BODY, False),
        ("identity", BODY, True),
    ]
    with Site() as site:
        urls = [
            site.put(f"/{n}", Reply(body=body, headers=(("Content-Encoding", coding),)))
            for n, (coding, body, _) in enumerate(cases)
        ]
        found = look_at(site, *urls)
    kept = [f"s{n}" for n, (_, _, is_kept) in enumerate(cases) if is_kept]
    assert sorted((c.source_id, c.body) for c in found.captures) == [(key, BODY) for key in kept]
    told = [(f"s{n}", "bad_encoding") for n, (_, _, is_kept) in enumerate(cases) if not is_kept]
    assert [(p.source_id, p.code) for p in found.problems] == told


def test_54_what_is_no_web_page_is_rejected() -> None:
    cases = [
        (Reply(body=b"%PDF-1.7 ..."), "PDF"),
        (Reply(body=b"PK\x03\x04 zip"), "ZIP"),
        (Reply(body=b"\x89PNG\r\n\x1a\n"), "PNG"),
        (Reply(body=b"\x1f\x8b\x08 packed"), "gzip"),
        (Reply(body=bytes(range(256)) * 4), "binary"),
        (Reply(body=BODY, content_type="application/pdf"), "application/pdf"),
        (Reply(body=BODY, content_type="image/png"), "image/png"),
    ]
    with Site() as site:
        found = look_at(site, *(site.put(f"/{n}", reply) for n, (reply, _) in enumerate(cases)))
    assert found.captures == ()
    assert codes_of(found) == ["not_html"] * len(cases)
    assert all(said in p.detail for p, (_, said) in zip(found.problems, cases, strict=True))
    assert {page.next_look_at for page in found.pages} == {None}


def test_54_pages_in_other_encodings_are_pages() -> None:
    page = "<html><title>Нарада</title><p>Міністри говорили про сили безпеки.</p></html>"
    bodies = [page.encode(codec) for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1251")]
    with Site() as site:
        urls = [
            site.put(f"/{n}", Reply(body=body, content_type="text/html")) for n, body in enumerate(bodies)
        ]
        found = look_at(site, *urls)
    assert sorted(c.body for c in found.captures) == sorted(bodies)
