"""D 46, 52, 55 and C 34: hosts that do not answer, many hosts, certificates."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.http import KEPT_PER_SLOT
from flows.http_transport import Network
from tests.site.certificates import Authority
from tests.site.collect import Memory, codes_of, look_at, make_settings, make_source, pages_of
from tests.site.faults import blackhole
from tests.site.http2 import Http2Site
from tests.site.news import article, rss
from tests.site.server import Reply, Site, redirect

BODY = article("Meeting")


def test_46_55_a_host_that_swallows_connections_delays_no_other() -> None:
    memory = Memory(settings=make_settings(connect_timeout_s=2.0, concurrency=4))
    with Site() as site, blackhole() as port:
        dark = [f"http://dark{n}.test:{port}/x" for n in range(2)]
        live = [site.put("/page", Reply(body=BODY), f"h{n}.test") for n in range(30)]
        feed = site.put("/feed", Reply(body=rss([(url, "T", url, None) for url in (*dark, *live)])))
        found = memory.collect([make_source("a", feed)], site.network())
        times = [request.at for request in site.log if request.path == "/page"]
    assert len(pages_of(found)) == len(times) == 30
    assert codes_of(found) == ["connect_timeout"] * 2
    assert max(times) - site.asked("/feed")[0].at < 2.0, "done before the dark hosts gave up"
    assert memory.coverage("a")["failed_by_reason"] == "connect_timeout 2"


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


@pytest.mark.slow
def test_55_ten_thousand_hosts_take_few_connections() -> None:
    memory = Memory(settings=make_settings(concurrency=16, max_pages_per_source=10_000))
    with Site() as site:
        dead = [f"http://h{n}.nowhere.test/x" for n in range(9_800)]
        live = [site.put("/page", Reply(body=BODY), f"h{n}.test") for n in range(200)]
        feed = site.put("/feed", Reply(body=rss([(url, "T", url, None) for url in (*dead, *live)])))
        source = make_source("a", feed)
        before = _n_descriptors()
        found = memory.collect([source], site.network())
        assert site.max_open <= 16 * KEPT_PER_SLOT + 16
        assert _n_descriptors() - before < 64, "all closed afterwards"
    assert len(pages_of(found)) == 200
    assert codes_of(found).count("connect") == 9_800
    assert memory.coverage("a")["failed_by_reason"] == "connect 9800"


def _n_descriptors() -> int:
    directory = Path("/proc/self/fd")
    return len(list(directory.iterdir())) if directory.exists() else 0


def test_46_the_blackhole_swallows() -> None:
    with blackhole() as port, socket.socket() as probe:
        probe.settimeout(0.2)
        with pytest.raises(TimeoutError):
            probe.connect(("127.0.0.1", port))
