"""D: hostile networks, from the server's log and from what was collected."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli
import httpcore2
import pytest
import zstandard

from flows.http import KEPT_PER_SLOT
from flows.http_transport import AddressRefused, CheckedBackend, Network
from tests.site.certificates import Authority
from tests.site.collect import Memory, codes_of, look_at, make_settings, make_source, pages_of
from tests.site.faults import HEAD, blackhole, chunk, endless, raw, reset
from tests.site.http2 import Http2Site
from tests.site.memory import peak_growth_mb
from tests.site.news import article, rss
from tests.site.server import Reply, Site, redirect
from transforms.addresses import refused_address

BODY = article("Meeting")
PRIVATE = (
    *("127.0.0.1", "127.255.255.254", "::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "0.0.0.0", "::", "100.64.0.1", "192.0.2.1"),
    *("198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "ff02::1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::"),
    *("2002:a00:1::", "2001:db8::1", "2001:0:7f00:1::80ff:fffe", "nonsense"),
)
SPELLINGS = (
    *("127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]", "localhost"),
    *(
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "169.254.169.254",
        "10.1.2.3",
        "[64:ff9b::7f00:1]",
        "[fc00::1]",
    ),
)


def _guarded(**given: object) -> Memory:
    """As outside of tests: private addresses refused."""
    return Memory(settings=make_settings(allow_private=False, attempts=1, **given))


@pytest.mark.parametrize(
    "address",
    PRIVATE,
)
def test_38_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert refused_address(address) is not None


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_38_public_addresses_are_not(address: str) -> None:
    assert refused_address(address) is None


@pytest.mark.parametrize(
    "host",
    SPELLINGS,
)
def test_38_no_spelling_of_a_private_address_is_connected_to(host: str) -> None:
    found = look_at(Site(), f"http://{host}/page", memory=_guarded(), network=Network())
    is_odd = host in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1")  # resolvers differ on these
    allowed = {"address_refused", "bad_address", "connect"} if is_odd else {"address_refused"}
    assert set(codes_of(found)) <= allowed and codes_of(found)
    assert found.captures == ()


def test_38_a_name_that_leads_home_is_refused_when_connecting() -> None:
    with Site() as site:
        found = look_at(site, "http://inner.test/page", memory=_guarded())
        assert site.log == []
    assert codes_of(found) == ["address_refused"]
    assert found.problems[0].detail == "loopback address"


class _Recorder(httpcore2.AsyncNetworkBackend):
    def __init__(self) -> None:
        self.connected: list[str] = []

    async def connect_tcp(
        self, host: str, port: int, *rest: object, **named: object
    ) -> httpcore2.AsyncNetworkStream:
        self.connected.append(host)
        return httpcore2.AsyncMockStream([])


def test_39_the_address_that_was_checked_is_the_one_connected_to() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["10.0.0.1", "93.184.216.35"]])

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return next(answers)

    async def run() -> list[str]:
        backend = CheckedBackend(rebinding, allow_private=False)
        backend._backend = recorder = _Recorder()  # type: ignore[assignment]
        await backend.connect_tcp("rebind.test", 80)
        with pytest.raises(AddressRefused):
            await backend.connect_tcp("rebind.test", 80)
        await backend.connect_tcp("rebind.test", 80)
        return recorder.connected

    assert asyncio.run(run()) == ["93.184.216.34", "93.184.216.35"]


def _half_private(site: Site, monkeypatch: pytest.MonkeyPatch) -> Network:
    """A network in which the site is public, and hosts under `inner.test` are not."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2"] if host.endswith("inner.test") else ["127.0.0.1"]

    monkeypatch.setattr(
        "flows.http_transport.refused_address", lambda a: None if a == "127.0.0.1" else refused_address(a)
    )
    monkeypatch.setattr("flows.fetching.WEB_PORTS", (None, 80, 443, site.port))
    return Network(resolve=resolve)


def test_40_redirects_and_feed_links_to_private_addresses_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Site() as site:
        network = _half_private(site, monkeypatch)
        secret = site.put("/secret", Reply(body=BODY), "x.inner.test")
        open_page = site.put("/open", Reply(body=BODY))
        links = [(url, url, url, None) for url in (site.put("/page", redirect(secret)), secret, open_page)]
        source = make_source("a", site.put("/feed", Reply(body=rss(links))))
        found = _guarded().collect([source], network)
        assert site.asked("/secret") == []
        assert len(site.asked("/open")) == 1
    assert codes_of(found) == ["address_refused", "address_refused"]
    assert [c.url for c in pages_of(found)] == [open_page]


@pytest.mark.parametrize(
    "url",
    ["http://user:word@a.test/x", "http://a.test:22/x", "https://a.test:6379/"],
)
def test_41_users_and_odd_ports_are_refused(url: str) -> None:
    found = look_at(Site(), url, memory=_guarded(), network=Network())
    assert codes_of(found) == ["bad_address"]
    assert "word" not in repr(found.problems)


def test_41_entries_with_impossible_ports_are_counted() -> None:
    with Site() as site:
        links = [("http://a.test:99999/x", "One", "1", None), ("http://a.test:0x/", "Two", "2", None)]
        found = Memory().collect(
            [make_source("a", site.put("/feed", Reply(body=rss(links))))], site.network()
        )
    assert codes_of(found) == ["entries_without_address"]
    assert found.pages == ()


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


def test_46_55_a_host_that_swallows_connections_delays_no_other() -> None:
    memory = Memory(settings=make_settings(connect_timeout_s=1.5, concurrency=4))
    with Site() as site, blackhole() as port:
        dark = [f"http://dark{n}.test:{port}/x" for n in range(2)]
        live = [site.put("/page", Reply(body=BODY), f"h{n}.test") for n in range(30)]
        began = time.monotonic()
        found = look_at(site, *dark, *live, memory=memory)
        last = max(request.at for request in site.log)
    assert len(pages_of(found)) == 30
    assert codes_of(found) == ["connect_timeout"] * 2
    assert last - began < 1.5, "the others were done before the dark hosts gave up"


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


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00\xff" * 500])
def test_50_what_is_not_http_is_an_error(answer: bytes) -> None:
    with Site() as site:
        found = look_at(site, site.put("/page", raw(answer)))
    assert len(codes_of(found)) == 1
    assert codes_of(found)[0] in ("bad_response", "incomplete")


@pytest.mark.parametrize("fault", ["expired", "self-signed", "wrong-name", "unknown-authority"])
def test_52_bad_certificates_are_one_problem(fault: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    names = ("b.test",) if fault == "wrong-name" else ("a.test",)
    context = authority.server_context(
        *names, days=-1 if fault == "expired" else 5, is_self_signed=fault == "self-signed"
    )
    (tmp_path / "other").mkdir()
    trusted = Authority(tmp_path / "other") if fault == "unknown-authority" else authority
    with Site(ssl_context=context) as site:
        urls = [site.put(f"/{n}", Reply(body=BODY)) for n in range(3)]
        source = make_source("a", site.put("/feed", Reply(body=rss([(u, u, u, None) for u in urls]))))
        found = Memory().collect([source], site.network(trusted.client_context()))
        assert site.log == []
    assert codes_of(found) == ["tls"]
    assert found.captures == ()


def test_52_good_certificates_are_fine(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Site(ssl_context=authority.server_context("a.test")) as site:
        found = look_at(
            site, site.put("/page", Reply(body=BODY)), network=site.network(authority.client_context())
        )
    assert len(pages_of(found)) == 1


def test_34_a_redirect_from_https_to_http_is_refused_or_allowed_by_the_settings(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Site() as plain, Site(ssl_context=authority.server_context("a.test")) as secure:
        target = plain.put("/page", Reply(body=BODY))
        url = secure.put("/page", redirect(target))
        network = secure.network(authority.client_context())
        refused = look_at(secure, url, network=network)
        assert plain.asked("/page") == []
        memory = Memory(settings=make_settings(allow_downgrade=True))
        allowed = look_at(secure, url, memory=memory, network=network)
    assert codes_of(refused) == ["downgrade"]
    assert [c.final_url for c in pages_of(allowed)] == [target]


def test_http2_is_spoken_where_it_is_offered(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = authority.server_context("a.test", protocols=("h2",))
    with Http2Site(context, BODY) as site:
        network = Network(resolve=_home, ssl_context=authority.client_context())
        found = look_at(Site(), f"https://a.test:{site.port}/page", network=network)
        assert site.paths == ["/robots.txt", "/.well-known/tdmrep.json", "/page"]
    assert [c.body for c in pages_of(found)] == [BODY]


async def _home(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    ("coding", "body", "is_kept"),
    [
        ("gzip", BODY, True),
        ("br", BODY, False),
        ("zstd", BODY, False),
        ("deflate", BODY, False),
        ("gzip", b"\x1f\x8b" + BODY, False),
        ("unheard-of", BODY, False),
        ("identity", BODY, True),
    ],
)
def test_53_a_wrong_label_is_seen_through_or_an_error(coding: str, body: bytes, is_kept: bool) -> None:
    with Site() as site:
        found = look_at(site, site.put("/page", Reply(body=body, headers=(("Content-Encoding", coding),))))
    assert [c.body for c in found.captures] == ([BODY] if is_kept else [])
    assert codes_of(found) == ([] if is_kept else ["bad_encoding"])


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(body=b"%PDF-1.7 ..."), "PDF"),
        (Reply(body=b"PK\x03\x04 zip"), "ZIP"),
        (Reply(body=b"\x89PNG\r\n\x1a\n"), "PNG"),
        (Reply(body=b"\x1f\x8b\x08 packed"), "gzip"),
        (Reply(body=bytes(range(256)) * 4), "binary"),
        (Reply(body=BODY, content_type="application/pdf"), "application/pdf"),
        (Reply(body=BODY, content_type="image/png"), "image/png"),
    ],
)
def test_54_what_is_no_web_page_is_rejected(reply: Reply, said: str) -> None:
    with Site() as site:
        found = look_at(site, site.put("/page", reply))
    assert codes_of(found) == ["not_html"]
    assert said in found.problems[0].detail
    assert found.pages[0].next_look_at is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1251"])
def test_54_pages_in_other_encodings_are_pages(encoding: str) -> None:
    body = "<html><title>Нарада</title><p>Міністри говорили про сили безпеки.</p></html>".encode(encoding)
    with Site() as site:
        found = look_at(site, site.put("/page", Reply(body=body, content_type="text/html")))
    assert [c.body for c in found.captures] == [body]


@pytest.mark.slow
def test_55_ten_thousand_hosts_take_few_connections() -> None:
    memory = Memory(settings=make_settings(concurrency=16))
    with Site() as site:
        dead = [f"http://h{n}.nowhere.test/x" for n in range(9_800)]
        live = [site.put("/page", Reply(body=BODY), f"h{n}.test") for n in range(200)]
        before = _n_descriptors()
        found = look_at(site, *dead, *live, memory=memory)
        assert site.max_open <= 16 * KEPT_PER_SLOT + 16
        assert _n_descriptors() - before < 64, "all closed afterwards"
    assert len(pages_of(found)) == 200
    assert codes_of(found).count("connect") == 9_800


def _n_descriptors() -> int:
    directory = Path("/proc/self/fd")
    return len(list(directory.iterdir())) if directory.exists() else 0


def test_46_the_blackhole_swallows() -> None:
    with blackhole() as port, socket.socket() as probe:
        probe.settimeout(0.2)
        with pytest.raises(TimeoutError):
            probe.connect(("127.0.0.1", port))
