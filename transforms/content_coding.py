"""Content codings, undone within a limit.

In: the bytes of a body as sent, the names in `Content-Encoding`, a limit. Out: the decoded bytes and whether
they were cut, or None where they are not what the label says. Refuses: growing beyond the limit, whatever
a few bytes claim to unfold to.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

import brotli
import zstandard

Decoded = tuple[bytes, bool]
MAX_CODINGS = 3
"""Codings on top of one another; more are an attack."""
_GZIP = b"\x1f\x8b"
_STEP = 65_536
_ZSTD_STEP = 256


def decode_body(raw: bytes, codings: Iterable[str], limit: int) -> Decoded | None:
    """Undo `codings`, the last applied first, to at most `limit` bytes.

    A body labelled gzip that does not begin as gzip is taken as it is: servers label so by mistake.

    >>> import gzip
    >>> decode_body(gzip.compress(b"a" * 1000), ["gzip"], 10)
    (b'aaaaaaaaaa', True)
    """
    names = [name for name in (c.strip().lower() for c in codings) if name not in ("", "identity")]
    if len(names) > MAX_CODINGS:
        return None
    body, is_cut = raw, False
    for name in reversed(names):
        decode = _DECODERS.get(name.removeprefix("x-"))
        decoded = decode(body, limit) if decode else None
        if decoded is None:
            return None
        body, is_cut = decoded[0], is_cut or decoded[1]
    return body[:limit], is_cut or len(body) > limit


def decode_archive(body: bytes, limit: int) -> Decoded | None:
    """Undo one gzip that is the resource itself, as of `sitemap.xml.gz`; other bodies as they are."""
    return _gunzip(body, limit) if body.startswith(_GZIP) else (body, False)


def _inflate(body: bytes, limit: int, window: int) -> Decoded | None:
    """zlib in steps; several gzip members follow one another; a torn end keeps what came before."""
    found, rest = bytearray(), body
    while rest and len(found) < limit:
        unpacker = zlib.decompressobj(window)
        try:
            while not unpacker.eof and len(found) < limit:
                piece = unpacker.decompress(rest, min(_STEP, limit - len(found)))
                found += piece
                rest = unpacker.unconsumed_tail
                if not piece and not rest:
                    break
        except zlib.error:
            return (bytes(found), True) if found else None
        if not unpacker.eof:
            return bytes(found), True
        rest = unpacker.unused_data.lstrip(b"\0")
    return bytes(found), bool(rest)


def _gunzip(body: bytes, limit: int) -> Decoded | None:
    if not body.startswith(_GZIP):
        return body, False
    return _inflate(body, limit, 16 + zlib.MAX_WBITS)


def _undeflate(body: bytes, limit: int) -> Decoded | None:
    """With the zlib header as RFC 9110 wants, or raw as some servers send."""
    return _inflate(body, limit, zlib.MAX_WBITS) or _inflate(body, limit, -zlib.MAX_WBITS)


def _unbrotli(body: bytes, limit: int) -> Decoded | None:
    found, unpacker, given = bytearray(), brotli.Decompressor(), body
    try:
        while len(found) < limit and not unpacker.is_finished():
            piece = unpacker.process(given, output_buffer_limit=min(_STEP, limit - len(found)))
            found, given = found + piece, b""
            if not piece and not unpacker.is_finished() and unpacker.can_accept_more_data():
                return (bytes(found), True) if found else None
    except brotli.error:
        return (bytes(found), True) if found else None
    return bytes(found[:limit]), len(found) > limit or not unpacker.is_finished()


def _unzstd(body: bytes, limit: int) -> Decoded | None:
    """Frame by frame, a few bytes at a time: 256 of them unfold to 8 MB at most. Windows above 8 MiB are
    refused (RFC 9659)."""
    unpacker, found = zstandard.ZstdDecompressor(max_window_size=2**23), bytearray()
    frame, place = unpacker.decompressobj(), 0
    try:
        while place < len(body) and len(found) <= limit:
            found += frame.decompress(body[place : place + _ZSTD_STEP])
            place += _ZSTD_STEP
            if frame.eof:
                place = min(place, len(body)) - len(frame.unused_data)
                frame = unpacker.decompressobj() if place < len(body) else frame
    except zstandard.ZstdError:
        return (bytes(found[:limit]), True) if found else None
    return bytes(found[:limit]), len(found) > limit or not frame.eof


_DECODERS: dict[str, Callable[[bytes, int], Decoded | None]] = {
    "gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
ACCEPTED = ", ".join(_DECODERS)
