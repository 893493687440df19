"""What was served in place of an article.

In: the status, headers, final address and body of a response, and a table of markers. Out: why the response
is no article, or None. Refuses: judging an article by its subject: a page with a text of some length is
an article whatever scripts it carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vocabulary import Row

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"wOF", "font"),
)
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_TITLE = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_UNSEEN = (b"script", b"style", b"noscript", b"template", b"svg")
_TAG = re.compile(rb"<[^<>]*>")
LITTLE_TEXT = 1500
"""Bytes of visible text below which a page can be a barrier by its body alone."""
PARAGRAPHS = 10
"""Paragraphs from which on a page is taken to have a text."""
_READ = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """Why a response is no article: `challenge`, `consent`, `error` or `not_html`."""

    code: str
    detail: str


def find_barrier(
    headers: Sequence[tuple[str, str]], final_url: str, body: bytes, markers: Sequence[Row]
) -> Barrier | None:
    """The first marker that a response shows; headers and address before title before body."""
    given = {f"{name}={value}".lower() for name, value in headers}
    address = final_url.lower()
    for row in markers:
        is_header = row["where"] == "header" and row["marker"] in given
        if is_header or (row["where"] == "url" and row["marker"] in address):
            return _barrier(row)
    return _find_in_page(body[:_READ].lower(), markers) if body.count(b"<p", 0, _READ) < PARAGRAPHS else None


def _find_in_page(source: bytes, markers: Iterable[Row]) -> Barrier | None:
    """A marker in the title or the source of a page that says little else."""
    title = _title(source)
    for row in markers:
        is_title = row["where"] == "title" and row["marker"] in title and _is_short(title, row["marker"])
        if is_title or (row["where"] == "body" and row["marker"].encode() in source):
            return _barrier(row) if _has_little_text(source) else None
    return None


def _barrier(row: Row) -> Barrier:
    return Barrier(code=row["means"], detail=f"{row['where']}: {row['marker']}")


def find_wrong_type(headers: Sequence[tuple[str, str]], body: bytes) -> Barrier | None:
    """Why a body is no web page: its declared type, or what its first bytes are."""
    declared = next((v for n, v in headers if n.lower() == "content-type"), "").split(";")[0].strip().lower()
    if declared not in _HTML_TYPES:
        return Barrier(code="not_html", detail=f"content type {declared[:60]}")
    kind = next((name for magic, name in _MAGIC if body.startswith(magic)), None)
    if kind:
        return Barrier(code="not_html", detail=f"{kind} sent as {declared or 'nothing'}")
    if not body.startswith(_BOMS) and _is_binary(body[:1024]):
        return Barrier(code="not_html", detail="binary content")
    return None


def _is_binary(head: bytes) -> bool:
    """Control characters in numbers, unless every other byte is low, as in UTF-16."""
    if len(head) - len(head.translate(None, _CONTROLS)) <= len(head) // 20:
        return False
    return not any(sum(byte < 6 for byte in half) > len(half) // 2 for half in (head[::2], head[1::2]))


def _title(source: bytes) -> str:
    found = _TITLE.search(source)
    return " ".join(found[1].decode("utf-8", "replace").lower().split()) if found else ""


def _is_short(title: str, marker: str) -> bool:
    """A barrier's title says little else than that; a headline about one says more."""
    return len(title) <= len(marker) + 30


def _has_little_text(source: bytes) -> bool:
    """In linear time, whatever the markup: cut unseen elements at their names, then tags."""
    seen = source
    for name in _UNSEEN:
        first, *rest = seen.split(b"<" + name)
        seen = first + b"".join(piece.partition(b"</" + name)[2] for piece in rest)
    return len(b" ".join(_TAG.sub(b" ", seen).split())) < LITTLE_TEXT
