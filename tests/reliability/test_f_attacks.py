"""F 67-72: feeds made to hurt, and feeds that are broken or huge."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from tests.reliability.feeds import parse
from tests.site.collect import Memory, codes_of, make_settings, make_source
from tests.site.memory import peak_growth_mb
from tests.site.server import Reply, Site
from transforms.feeds import ParsedFeed

pytestmark = pytest.mark.slow


def _items(n: int, extra: str = "") -> str:
    return "".join(
        f"<item><title>T{i}{extra}</title><link>https://outlet.test/{i}</link></item>" for i in range(n)
    )


def _wrap(items: str, doctype: str = "") -> bytes:
    return f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{items}</channel></rss>".encode()


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY l0 'lol'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
QUADRATIC = f"<!DOCTYPE rss [<!ENTITY big '{'A' * 200_000}'>]>"


@pytest.mark.parametrize(
    ("doctype", "reference"), [(LAUGHS, "&l11;"), (QUADRATIC, "&big;" * 20_000)], ids=["67", "68"]
)
@pytest.mark.parametrize("is_torn", [False, True])
def test_67_68_entities_do_not_grow(doctype: str, reference: str, is_torn: bool) -> None:
    body = _wrap(_items(3, reference), doctype)
    body = body.replace(b"</channel></rss>", b"") if is_torn else body
    found: list[ParsedFeed] = []
    growth = peak_growth_mb(lambda: found.append(parse(body)))
    assert growth < 64
    assert [entry.url for entry in found[0].entries] == [f"https://outlet.test/{n}" for n in range(3)]
    assert all(len(entry.title or "") < 500_000 for entry in found[0].entries)


def test_69_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    with Site() as site:
        leak = site.put("/leak", Reply(body=b"leaked"))
        doctype = (
            f"<!DOCTYPE rss [<!ENTITY f SYSTEM '{secret.as_uri()}'><!ENTITY h SYSTEM '{leak}'>"
            f"<!ENTITY % p SYSTEM '{leak}'> %p;]>"
        )
        for body in (_wrap(_items(1, "&f;&h;"), doctype), _wrap(_items(1, "&f;&h;"), doctype)[:-10]):
            found = Memory().collect([make_source("a", site.put("/feed", Reply(body=body)))], site.network())
            assert "secret" not in repr(found.pages) and "leaked" not in repr(found.pages)
            assert len(found.pages) == 1
        assert site.asked("/leak") == []


def test_70_external_dtds_are_not_fetched() -> None:
    with Site() as site:
        dtd = site.put("/rss.dtd", Reply(body=b"<!ENTITY x 'expanded'>"))
        body = _wrap(_items(2, "&x;"), f"<!DOCTYPE rss SYSTEM '{dtd}'>")
        source = make_source("a", site.put("/feed", Reply(body=body)))
        found = Memory().collect([source], site.network())
        assert site.asked("/rss.dtd") == []
    assert len(found.pages) == 2 and "expanded" not in repr(found.pages)


@pytest.mark.parametrize(
    "body",
    [
        _wrap(_items(5)).replace(b"T2", b"Bread & butter & more"),
        _wrap(_items(5)).replace(b"T2", b"bell \x07 and \x1b escape"),
        _wrap(_items(5)).replace(b"T2</title>", b"T2"),
        _wrap(_items(5))[:-60],
        _wrap(_items(5))[: len(_wrap(_items(5))) * 2 // 3],
        _wrap(_items(5)).replace(b"T2", b"&nbsp;&eacute;&unknown;"),
        b"\n\n  junk before" + _wrap(_items(5)),
        _wrap(_items(5)).replace(b"/3<", b"/3?a=1&b=2<"),
        _wrap(_items(5)) + b"<p>trailing</p>",
    ],
    ids=["ampersand", "controls", "unclosed", "no-end", "truncated", "entities", "junk", "link", "trailing"],
)
def test_71_faulty_feeds_keep_their_entries(body: bytes) -> None:
    expected = feedparser.parse(BytesIO(body)).entries
    found = parse(body)
    assert len(found.entries) + found.n_dropped == len(expected)
    assert len(found.entries) >= 3
    assert [entry.url for entry in found.entries] == [entry.link for entry in expected if entry.get("link")]


def test_72_a_hundred_thousand_items_are_all_seen() -> None:
    memory = Memory(settings=make_settings(max_pages_per_source=1))
    body = _wrap(_items(100_000, f" {'x' * 40} &"))
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=body)))
        growth = peak_growth_mb(lambda: memory.collect([source], site.network()))
        assert len(site.asked("/feed")) == 1
    assert memory.coverage("a")["n_listed"] == len(memory.rounds[0].pages) == 100_000
    assert growth < 1000


def test_72_what_is_cut_is_counted() -> None:
    body = _wrap(_items(20_000))
    memory = Memory(settings=make_settings(max_feed_mb=0.5, max_pages_per_source=1))
    with Site() as site:
        source = make_source("a", site.put("/feed", Reply(body=body, headers=(("ETag", '"x"'),))))
        found = memory.collect([source], site.network())
    assert "feed_truncated" in codes_of(found)
    assert 5_000 < memory.coverage("a")["n_listed"] < 20_000
    assert memory.states[source.feeds[0].feed_id].etag is None
