"""D 38-41: addresses that are not to be connected to, from the server's log and what was collected."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpcore2
import pytest

from flows.http_transport import AddressRefused, CheckedBackend, Network
from tests.site.collect import Memory, codes_of, look_at, make_settings, make_source, pages_of
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


def test_39_a_name_that_turns_private_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1"])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return [next(answers, "127.0.0.2")]

    with Site() as site:
        _half_private(site, monkeypatch)
        site.put("/robots.txt", Reply(status=404, headers=(("Connection", "close"),)))
        memory = _guarded()
        found = look_at(
            site, site.put("/page", Reply(body=BODY)), memory=memory, network=Network(resolve=resolve)
        )
        assert [request.path for request in site.log] == ["/robots.txt"], "by the address that was checked"
    assert codes_of(found) == ["address_refused"] and found.captures == ()
    assert memory.coverage()["failed_by_reason"] == "address_refused 1"


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
