"""Cases of groups C to F as a web of outlets, one host each, and what the warehouse must hold afterwards.

In: a `Site` whose addresses the feeds name. Out: cases. Refuses: cases that need a second visit: those stand in
the modules of their groups.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field

from pages import TEXTS, charset, page

from tests.site.collect import START
from tests.site.faults import HEAD, chunk, endless, raw, reset
from tests.site.news import article, rss
from tests.site.server import Answer, Reply, Site, redirect
from vocabulary import FeedKind

CAP_MB = 1.0
"""`max_body_mb` of the pass."""
DE, RU, JA = (TEXTS[language][1] for language in ("de", "ru", "ja"))


@dataclass(frozen=True, kw_only=True)
class Case:
    """What one host serves, and the rows that must come of it."""

    name: str
    """The case's number first; also the source, and the host under `.test`."""
    answers: dict[str, Answer]
    """Path to what is served there; the first is listened to."""
    kind: FeedKind = FeedKind.PAGE
    texts: tuple[str, ...] = ()
    """Words that stand in the stored versions, in any order; one for each version."""
    problems: tuple[str, ...] = ()
    n_asked: dict[str, int] = field(default_factory=dict)
    """Path to how often the server must have been asked for it."""
    n_listed: int | None = None

    @property
    def host(self) -> str:
        """Where it stands."""
        return f"{self.name}.test"


def cases(site: Site) -> list[Case]:
    """Every case."""
    return [*_refusals(), *_torn(), *_encodings(), *_markup(), *_feeds(site)]


def _page(name: str, answer: Answer, *texts: str, problem: str = "", n_asked: int = 1) -> Case:
    """One page; `problem` names its codes, divided by spaces."""
    return Case(
        name=name, answers={"/page": answer}, texts=texts, problems=tuple(problem.split()),
        n_asked={"/page": n_asked},
    )  # fmt: skip


def _refusals() -> Iterator[Case]:
    body = article("Meeting")
    yield _page("29", Reply(status=503), problem="http_503", n_asked=2)
    yield _page("33", redirect("/page"), problem="redirects", n_asked=21)
    yield _page("35", redirect("file:///etc/passwd"), problem="redirect_refused")
    yield _page("36", Reply(status=403), problem="http_403")
    yield _page("37", Reply(body=b"<title>Just a moment...</title>_cf_chl_opt"), problem="challenge")
    yield _page("41", redirect("http://me:secret@41.test/"), problem="bad_address")
    yield _page(
        "42", Reply(body=gzip.compress(bytes(1 << 20)) * 400, headers=(("Content-Encoding", "gzip"),)),
        problem="page_truncated no_text",
    )  # fmt: skip
    yield _page("54", Reply(body=b"%PDF-1.7 ..."), problem="not_html")
    yield _page("53", Reply(body=body, headers=(("Content-Encoding", "br"),)), problem="bad_encoding")
    for number, head in (("48", b"X-Big: " + b"y" * 2_000_000), ("49", b"Set-Cookie: a=b\r\n" * 10_000)):
        yield _page(number, raw(HEAD + head + b"\r\n\r\nx"), problem="bad_response")


def _torn() -> Iterator[Case]:
    body = article("Meeting")
    whole = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(body)
    more = endless(whole, chunk(b"<p>more of it</p>" * 2000))
    yield _page("44", more, "ministers of nine countries", problem="page_truncated")
    yield _page("45", endless(HEAD + b"Content-Length: 99999\r\n\r\n", b"x", 0.05), problem="timeout")
    short = HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body + b"smuggled"
    yield _page("50-short", raw(short), "ministers of nine countries")
    yield _page(
        "50-long", raw(HEAD + b"Content-Length: 99999\r\n\r\n" + body), problem="incomplete", n_asked=2
    )
    yield _page("51", reset(HEAD + b"Content-Length: 99999\r\n\r\n"), problem="incomplete", n_asked=2)


def _html(text: str, codec: str, label: str | None = None) -> Reply:
    return Reply(body=text.encode(codec), content_type="text/html" + (f"; charset={label}" if label else ""))


def _encodings() -> Iterator[Case]:
    yield _page("56-header", _html(page("ru", charset("windows-1251")), "koi8-r", "koi8-r"), RU)
    yield _page("56-mark", _html("\ufeff" + page("ru", charset("koi8-r")), "utf-8", "windows-1251"), RU)
    yield _page("56-meta", _html(page("ru", charset("koi8-r")), "koi8-r"), RU)
    yield _page("57", _html(page("de", charset("iso-8859-1")), "cp1252"), DE)
    yield _page("57-utf", _html(page("de"), "utf-8", "iso-8859-1"), DE, problem="wrong_charset")
    yield _page("58", _html(page("ru"), "utf-16-le"), RU)
    for language, label, codec in (
        ("ja", "shift_jis", "cp932"),
        ("zh", "gb18030", "gb18030"),
        ("ko", "euc-kr", "cp949"),
        ("ru", "koi8-r", "koi8_r"),
    ):
        yield _page(f"59-{label.replace('_', '-')}", _html(page(language), codec, label), TEXTS[language][1])
    yield _page("60", _html(page("ja", extra="<p>" + "規" * 500_000), "utf-8"), JA, problem="page_truncated")
    yield _page("61", _html(page("de").replace("Länder", "L\0änder &#xD800;"), "utf-8"), "Größe der Truppe")


def _markup() -> Iterator[Case]:
    deep = "<div>" * 80_000 + "x" + "</div>" * 80_000
    yield _page("62", _html(page("de", extra=deep), "utf-8"), problem="too_complex")
    yield _page(
        "63", _html(page("de", extra="<!-- " + "x" * 4_000_000), "utf-8"), DE, problem="page_truncated"
    )
    many = page("de").replace("<article>", f"<article {' '.join(f'a{n}=1' for n in range(90_000))}>")
    yield _page("64", _html(many, "utf-8"), DE, problem="markup_cut")
    yield _page("65-empty", _html("<html><body></body></html>", "utf-8"), problem="no_text")
    script = "<div id='root'></div><script>x=1</script><noscript>Enable JavaScript to run it.</noscript>"
    yield _page("65-script", _html(f"<html><body>{script}</body></html>", "utf-8"), problem="no_text")

    for fault, problem in (
        ("hang", "worker_timeout"),
        ("segfault", "worker_crash"),
        ("raise", "worker_error"),
    ):
        yield _page(f"66-{fault}", _html(page("de", extra=f"<!-- {fault} -->"), "utf-8"), problem=problem)


def _feed(name: str, body: bytes, pages: tuple[str, ...] = (), **more: object) -> Case:
    articles = {path: Reply(body=article(f"Meeting {path}")) for path in pages}
    usual: dict[str, object] = {
        "n_listed": len(pages), "texts": ("ministers of nine countries",) * len(pages),
        "n_asked": {"/feed": 1, **dict.fromkeys(pages, 1)},
    }  # fmt: skip
    return Case(
        name=name, kind=FeedKind.FEED,
        answers={"/feed": Reply(body=body, content_type="application/rss+xml"), **articles},
        **{**usual, **more},
    )  # type: ignore[arg-type]  # fmt: skip


def _items(site: Site, name: str, n: int, title: str = "T") -> bytes:
    return b"".join(
        f"<item><title>{title}</title><link>{site.url(f'/{k}', f'{name}.test')}</link></item>".encode()
        for k in range(n)
    )


def _wrap(items: bytes, doctype: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>".encode() + items + b"</channel></rss>"
    )


def _feeds(site: Site) -> Iterator[Case]:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    laughs = f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{laughs}]>"
    quadratic = f"<!DOCTYPE rss [<!ENTITY big '{'A' * 100_000}'>]>"
    yield _feed("67", _wrap(_items(site, "67", 1, "&l11;"), laughs), ("/0",))
    yield _feed("68", _wrap(_items(site, "68", 1, "&big;" * 9000), quadratic), ("/0",))
    leak = site.url("/leak", "leak.test")
    for number, doctype in (
        ("69", f"<!DOCTYPE rss [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY h SYSTEM '{leak}'>]>"),
        ("70", f"<!DOCTYPE rss SYSTEM '{leak}'>"),
    ):
        yield _feed(number, _wrap(_items(site, number, 1, "&f;&h;"), doctype), ("/0",))
    torn = _wrap(_items(site, "71", 2, "Bread & butter"))[:-23]
    yield _feed("71", torn, ("/0", "/1"))
    same = rss([(site.url(f"/{n}", "73.test"), "T", "same", START) for n in range(2)])
    yield _feed("73", same, ("/0", "/1"))
    bare = b"<item><title>No link</title></item><item/>"
    yield _feed("75", _wrap(bare + _items(site, "75", 1)), ("/0",), problems=("entries_without_address",))
    yield _feed("77", _wrap(b"<item><title>T</title><link>0</link></item>"), ("/0",))
    odd = _items(site, "78", 1).replace(b"</item>", b"<pubDate>30 Feb 9999 24:00 EDT</pubDate></item>")
    yield _feed("78", _wrap(odd), ("/0",))
    yield _feed("79-html", article("Not a feed"), problems=("feed_is_html",))
    yield _feed("79-empty", b"", problems=("feed_empty",))
    lie = _wrap(_items(site, "80", 1, "Größe")).replace(b"'1.0'?", b"'1.0' encoding='utf-16'?")
    yield _feed("80", lie, ("/0",))
    atom = f"<entry><title>T</title><link href='{site.url('/0', '81.test')}'/></entry>"
    yield _feed("81", f"<feed xmlns='http://www.w3.org/2005/Atom'>{atom}</feed>".encode(), ("/0",))
    hop = _feed("83", _wrap(b"<item><title>T</title><link>hop</link></item>"), n_listed=1)
    target = site.url("/0?utm_source=feed", "83.test")
    yield Case(
        name="83", kind=FeedKind.FEED, texts=("ministers of nine countries",), n_listed=1,
        answers={
            "/feed": hop.answers["/feed"], "/hop": redirect(target),
            "/0?utm_source=feed": Reply(body=article("Meeting")),
        },
    )  # fmt: skip
