"""Compressed files as pieces of bytes, each bounded, each with its place; damage is told, not raised.

In: a path to a plain, gzip or Zstandard file. Out: pieces in order, and the damaged stretches between them.
Refuses: giving up at the first damaged member; growing beyond a piece, whatever a few bytes claim to
unfold to.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Final, cast

import zstandard
from isal import isal_zlib

from warehouse.zstd_frames import DICTIONARY_MAGIC, MAGIC, SKIPPABLE_HEAD, frame_length

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
PIECE: Final = 1 << 20
"""Bytes of a piece at most."""
_READ: Final = 1 << 16
MAX_DICTIONARY: Final = 1 << 24
_MAX_WINDOW: Final = 1 << 27


@dataclass(frozen=True, slots=True)
class Piece:
    """Unpacked bytes, and where in the file the member or frame begins that they come from."""

    content: bytes
    position: int
    is_first: bool
    """Whether a member or frame begins with it."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A stretch of a file that could not be read."""

    position: int
    n_bytes: int
    detail: str


def unpack(path: Path) -> Iterator[Piece | Damaged]:
    """The pieces of a file, told by its first bytes to be gzip, Zstandard or plain. Errors: `OSError`."""
    with path.open("rb") as lines:
        size = os.fstat(lines.fileno()).st_size
        start = lines.read(4)
        if start.startswith(GZIP_MAGIC):
            yield from _members(lines, size, _gzip_member, GZIP_MAGIC)
        elif start == MAGIC or int.from_bytes(start, "little") == DICTIONARY_MAGIC:
            yield from _members(lines, size, _zstd_reader(_dictionary(lines)), MAGIC)
        else:
            yield from _plain(lines)


_Member = Callable[[IO[bytes], int, int], Iterator[Piece]]
"""Reads the member at a position of a file of a size; the file is left at its end."""


class _NoMember(Exception):
    """The bytes at hand are no whole member."""


_UNREADABLE: Final = (_NoMember, cast("type[Exception]", isal_zlib.error), zstandard.ZstdError)


def _members(lines: IO[bytes], size: int, read_member: _Member, magic: bytes) -> Iterator[Piece | Damaged]:
    start = 0
    while start < size:
        try:
            yield from read_member(lines, start, size)
            start = lines.tell()
        except _UNREADABLE as error:
            after = _find(lines, magic, start + 1, size)
            if not _is_padding(lines, start, after):
                yield Damaged(start, after - start, str(error) or type(error).__name__)
            start = after


def _find(lines: IO[bytes], magic: bytes, start: int, size: int) -> int:
    """The next place where a member may begin; the end of the file where there is none."""
    while start < size:
        lines.seek(start)
        found = lines.read(_READ + len(magic) - 1).find(magic)
        if found >= 0:
            return start + found
        start += _READ
    return size


def _is_padding(lines: IO[bytes], start: int, end: int) -> bool:
    """Some writers fill up the end of a file with zero bytes."""
    lines.seek(start)
    return end - start <= _READ and not lines.read(end - start).strip(b"\0")


def _plain(lines: IO[bytes]) -> Iterator[Piece]:
    lines.seek(0)
    position = 0
    while content := lines.read(PIECE):
        yield Piece(content, position, position == 0)
        position += len(content)


def _gzip_member(lines: IO[bytes], start: int, _size: int) -> Iterator[Piece]:
    unpacker = isal_zlib.decompressobj(31)
    lines.seek(start)
    is_first = True
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail or lines.read(_READ)
        if not packed:
            raise _NoMember("ends in the middle of a gzip member")
        content = unpacker.decompress(packed, PIECE)
        if content:
            yield Piece(content, start, is_first)
            is_first = False
    lines.seek(-len(unpacker.unused_data), os.SEEK_CUR)


def _dictionary(lines: IO[bytes]) -> zstandard.ZstdCompressionDict | None:
    lines.seek(0)
    magic, length = SKIPPABLE_HEAD.unpack(lines.read(SKIPPABLE_HEAD.size))
    if magic != DICTIONARY_MAGIC or length > MAX_DICTIONARY:
        return None
    content = lines.read(length)
    if content.startswith(MAGIC):
        try:
            content = zstandard.ZstdDecompressor().decompress(content, MAX_DICTIONARY)
        except zstandard.ZstdError:
            return None
    return zstandard.ZstdCompressionDict(content)


def _zstd_reader(dictionary: zstandard.ZstdCompressionDict | None) -> _Member:
    unpacker = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_MAX_WINDOW)

    def read_frame(lines: IO[bytes], start: int, size: int) -> Iterator[Piece]:
        length = frame_length(lines, start, size)
        if length is None:
            raise _NoMember("ends in the middle of a Zstandard frame")
        lines.seek(start)
        packed = lines.read(length)
        if packed.startswith(MAGIC):
            is_first = True
            with unpacker.stream_reader(BytesIO(packed)) as content:
                while piece := content.read(PIECE):
                    yield Piece(piece, start, is_first)
                    is_first = False
        lines.seek(start + length)

    return read_frame
