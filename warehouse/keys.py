"""Keys of rows, alike on any machine.

In: what a row is about. Out: a positive 63-bit integer. Refuses: counters and clocks.
"""

from __future__ import annotations

from hashlib import blake2b


def row_key(*parts: object) -> int:
    """A hash of the parts' text forms (BLAKE2b, 8 bytes, sign bit dropped)."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
