"""Zstandard frames in a file, told apart by their headers alone (RFC 8878, 3.1).

In: an open file, a position. Out: the length of the frame there. Refuses: decompressing.
"""

from __future__ import annotations

import struct
from typing import IO, Final

import zstandard

MAGIC: Final = b"\x28\xb5\x2f\xfd"
DICTIONARY_MAGIC: Final = 0x184D2A5D
"""Of the skippable frame that holds a `.warc.zst` file's dictionary (IIPC, 2020)."""
SKIPPABLE_HEAD: Final = struct.Struct("<II")
_LONGEST_HEAD: Final = 18


def frame_length(lines: IO[bytes], start: int, size: int) -> int | None:
    """Bytes of the frame at `start` in a file of `size` bytes, or None where there is no whole one."""
    lines.seek(start)
    head = lines.read(_LONGEST_HEAD)
    if skippable := _skippable_length(head):
        return skippable if start + skippable <= size else None
    try:
        position = start + zstandard.frame_header_size(head)
        has_checksum = zstandard.get_frame_parameters(head).has_checksum
    except zstandard.ZstdError:
        return None
    is_last = False
    while not is_last:
        lines.seek(position)
        block = lines.read(3)
        if len(block) < 3:
            return None
        bits = int.from_bytes(block, "little")
        is_last, kind, length = bool(bits & 1), bits >> 1 & 3, bits >> 3
        position += 3 + (1 if kind == 1 else length)
    position += 4 * has_checksum
    return position - start if position <= size else None


def _skippable_length(head: bytes) -> int | None:
    if len(head) < SKIPPABLE_HEAD.size:
        return None
    magic, length = SKIPPABLE_HEAD.unpack_from(head)
    return SKIPPABLE_HEAD.size + int(length) if magic & 0xFFFFFFF0 == 0x184D2A50 else None
