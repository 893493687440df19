"""The archive of captures: every response as a WARC 1.1 record, never changed afterwards.

In: captures. Out: where their records lie, and the captures again, byte for byte. Refuses: overwriting.

One file per source and month, `SOURCE/2026-01.warc.zst`, in the format that the web archives agreed on (IIPC,
"Zstandard compression for WARC files", 2020): a frame per record, so that any record is read alone, and in
front the dictionary that all frames share. The dictionary is the first record of that file: pages of one site
are mostly the same furniture. `export_warc` gives the same records as `.warc.gz`.

A record cut short by a crash is the last of its file; reading stops before it, the next write removes it.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import IO, Final

import zstandard

from vocabulary import Capture, CaptureLocation
from warehouse.errors import WarehouseError
from warehouse.warc import capture_of, record_of, refers_to
from warehouse.zstd_frames import DICTIONARY_MAGIC, SKIPPABLE_HEAD, frame_length

LEVEL: Final = 3
"""Of zstd: 4 times the writing speed of gzip; level 9 saves a tenth more at a quarter of the speed."""
MAX_DICTIONARY: Final = 1 << 19
"""Bytes of the first record that serve as dictionary."""
DICTIONARIES: Final = 128
"""Dictionaries that a process keeps unpacked: one for each source whose captures it reads or writes in turn."""
KNOWN_BY: Final = 512
"""First bytes of a file by which a process notices that it was begun anew with another dictionary."""
UNSOURCED: Final = "unsourced"


@dataclass(frozen=True, slots=True)
class Found:
    """A capture met while reading a whole archive, with its place."""

    capture: Capture
    location: CaptureLocation


@dataclass(frozen=True, slots=True)
class Torn:
    """The end of an archive file that is no whole record."""

    file: str
    offset: int
    n_bytes: int


def append_captures(
    archive: Path, captures: Sequence[Capture], known: Mapping[str, CaptureLocation] | None = None
) -> list[CaptureLocation]:
    """Write captures to disk, durably; their places, in the order given.

    `known` maps a body's SHA-256 to the place where those bytes lie already: a capture of the same bytes
    into the same file becomes a `revisit` record without a body. Error: `WarehouseError` when the disk
    is full.
    """
    known = dict(known or {})
    places: dict[int, CaptureLocation] = {}
    ordered = sorted(range(len(captures)), key=lambda i: (_file_of(captures[i]), i))
    for file, indexes in groupby(ordered, key=lambda i: _file_of(captures[i])):
        batch = [captures[i] for i in indexes]
        try:
            written = _append(archive, file, batch, known)
        except OSError as error:
            raise WarehouseError(
                f"archive {archive / file}: {error.strerror or error}; free space or mend permissions, "
                "then run again: nothing is lost"
            ) from error
        places.update({place.capture_id: place for place in written})
    return [places[capture.capture_id] for capture in captures]


def _file_of(capture: Capture) -> str:
    return f"{capture.source_id or UNSOURCED}/{capture.fetched_at:%Y-%m}.warc.zst"


def _append(
    archive: Path, file: str, captures: Sequence[Capture], known: dict[str, CaptureLocation]
) -> list[CaptureLocation]:
    path = archive / file
    path.parent.mkdir(parents=True, exist_ok=True)
    places: list[CaptureLocation] = []
    with path.open("a+b") as out:
        start = out.seek(0, os.SEEK_END)
        if start:
            start = _drop_torn_end(path, out)
        try:
            if not start:
                out.write(_dictionary_frame(record_of(captures[0])[:MAX_DICTIONARY]))
                out.flush()
            compressor = _compressor(_dictionary(path, writes=True))
            for capture in captures:
                places.append(_append_one(out, file, capture, compressor, known))
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            with suppress(OSError):
                out.truncate(start)
            raise
    return places


def _append_one(
    out: IO[bytes],
    file: str,
    capture: Capture,
    compressor: zstandard.ZstdCompressor,
    known: dict[str, CaptureLocation],
) -> CaptureLocation:
    earlier = known.get(capture.body_sha256)
    if earlier and earlier.file != file:
        earlier = None
    frame = compressor.compress(record_of(capture, earlier))
    place = CaptureLocation(capture_id=capture.capture_id, file=file, offset=out.tell(), length=len(frame))
    out.write(frame)
    if capture.body and not earlier:
        known[capture.body_sha256] = place
    return place


def _dictionary_frame(content: bytes) -> bytes:
    squeezed = zstandard.ZstdCompressor(level=LEVEL).compress(content)
    return SKIPPABLE_HEAD.pack(DICTIONARY_MAGIC, len(squeezed)) + squeezed


def _dictionary_end(path: Path) -> int:
    with path.open("rb") as lines:
        head = lines.read(SKIPPABLE_HEAD.size)
    if len(head) < SKIPPABLE_HEAD.size or SKIPPABLE_HEAD.unpack(head)[0] != DICTIONARY_MAGIC:
        raise WarehouseError(f"archive {path}: does not begin with its dictionary; restore it from a backup")
    return SKIPPABLE_HEAD.size + int(SKIPPABLE_HEAD.unpack(head)[1])


def _dictionary(path: Path, *, writes: bool = False) -> zstandard.ZstdCompressionDict:
    with path.open("rb") as lines:
        begin = lines.read(KNOWN_BY)
    return _dictionary_cached(path, begin, writes)


@lru_cache(maxsize=DICTIONARIES)
def _dictionary_cached(path: Path, _begin: bytes, writes: bool) -> zstandard.ZstdCompressionDict:
    end = _dictionary_end(path)
    with path.open("rb") as lines:
        lines.seek(SKIPPABLE_HEAD.size)
        content = zstandard.ZstdDecompressor().decompress(
            lines.read(end - SKIPPABLE_HEAD.size), MAX_DICTIONARY
        )
    dictionary = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    if writes:
        dictionary.precompute_compress(level=LEVEL)
    return dictionary


def _compressor(dictionary: zstandard.ZstdCompressionDict) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_checksum=True)


def _drop_torn_end(path: Path, out: IO[bytes]) -> int:
    """Cut off what a crash left unfinished; the new end."""
    size = path.stat().st_size
    end = _whole_frames_end(path, size)
    if end < size:
        out.truncate(end)
        out.seek(end)
    return end


def _whole_frames_end(path: Path, size: int) -> int:
    try:
        position = _dictionary_end(path)
    except WarehouseError:
        return 0 if size < SKIPPABLE_HEAD.size else size
    if position > size:
        return 0
    for length in _frame_lengths(path, position):
        position += length
    return position


def _frame_lengths(path: Path, start: int) -> Iterator[int]:
    """The lengths of the whole frames from `start` on, read from block headers alone."""
    with path.open("rb") as lines:
        size = path.stat().st_size
        position = start
        while position < size:
            length = frame_length(lines, position, size)
            if length is None:
                return
            yield length
            position += length


def read_capture(archive: Path, place: CaptureLocation) -> Capture:
    """One capture, wherever it lies. Raises `WarehouseError` when the record is gone or damaged."""
    return next(iter(read_captures(archive, [place])))


def read_captures(archive: Path, places: Sequence[CaptureLocation]) -> Iterator[Capture]:
    """The captures at `places`, in their order; each file's dictionary is read once."""
    for place in places:
        record = _record(archive, place.file, place.offset, place.length)
        yield _resolved(archive, place.file, record)


def _record(archive: Path, file: str, offset: int, length: int) -> bytes:
    path = archive / file
    try:
        with path.open("rb") as lines:
            lines.seek(offset)
            frame = lines.read(length)
        return zstandard.ZstdDecompressor(dict_data=_dictionary(path)).decompress(frame)
    except FileNotFoundError as error:
        raise WarehouseError(
            f"archive {path}: gone; restore it from a backup or run `tenor rebuild`"
        ) from error
    except (OSError, zstandard.ZstdError) as error:
        raise WarehouseError(
            f"archive {path} at byte {offset}: damaged ({error}); restore it from a backup"
        ) from error


def _resolved(archive: Path, file: str, record: bytes) -> Capture:
    earlier = refers_to(record)
    if earlier is None:
        return capture_of(record)
    return capture_of(record, body=capture_of(_record(archive, file, *earlier)).body)


def scan_archive(archive: Path) -> Iterator[Found | Torn]:
    """Every capture of the archive, file by file in order of name; a torn end is reported, not raised."""
    for path in sorted(archive.glob("*/*.warc.zst")):
        file = path.relative_to(archive).as_posix()
        size = path.stat().st_size
        position = _dictionary_end(path) if size >= SKIPPABLE_HEAD.size else size
        for length in _frame_lengths(path, position):
            capture = _resolved(archive, file, _record(archive, file, position, length))
            place = CaptureLocation(capture_id=capture.capture_id, file=file, offset=position, length=length)
            yield Found(capture, place)
            position += length
        if position < size:
            yield Torn(file, position, size - position)


def scan_ends(archive: Path) -> Iterator[Torn]:
    """The torn ends of an archive, found from the lengths of its records without reading them."""
    for path in sorted(archive.glob("*/*.warc.zst")):
        size = path.stat().st_size
        end = _whole_frames_end(path, size)
        if end < size:
            yield Torn(path.relative_to(archive).as_posix(), end, size - end)


def export_warc(archive: Path, target: Path, since: date | None = None) -> int:
    """Write every record as one `.warc.gz` (WARC 1.1, a gzip member per record); how many records.

    What refers to an earlier record is written whole, for places in the archive mean nothing elsewhere.
    `since`: only the months from this day on. Error: `WarehouseError` when the file cannot be written; a
    former one then stays.
    """
    n_records = 0
    partial = target.with_name(target.name + ".partial")
    try:
        with partial.open("wb") as out:
            for record in _records_since(archive, since):
                out.write(gzip.compress(record, mtime=0))
                n_records += 1
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise WarehouseError(
            f"{target}: {error.strerror or error}; choose another file or free some space"
        ) from error
    return n_records


def _records_since(archive: Path, since: date | None) -> Iterator[bytes]:
    for path in sorted(archive.glob("*/*.warc.zst")):
        if since and path.name < f"{since:%Y-%m}":
            continue
        file, position = path.relative_to(archive).as_posix(), _dictionary_end(path)
        for length in _frame_lengths(path, position):
            record = _record(archive, file, position, length)
            yield record_of(_resolved(archive, file, record)) if refers_to(record) else record
            position += length
