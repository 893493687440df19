"""Content codings: undone in full within the limit, cut at it, refused where they are not what they say."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from transforms.content_coding import decode_archive, decode_body


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("coding", PACK)
@given(body=st.binary(max_size=3000), limit=st.integers(1, 4000))
def test_what_was_packed_comes_back_up_to_the_limit(coding: str, body: bytes, limit: int) -> None:
    assert decode_body(PACK[coding](body), [coding], limit) == (body[:limit], len(body) > limit)


@given(st.binary(max_size=2000), st.lists(st.sampled_from(sorted(PACK)), max_size=3))
def test_codings_on_top_of_one_another(body: bytes, codings: list[str]) -> None:
    packed = body
    for coding in codings:
        packed = PACK[coding](packed)
    assert decode_body(packed, codings, 10_000) == (body, False)


@given(st.binary(max_size=500), st.sampled_from(sorted(PACK)))
def test_any_bytes_are_decoded_or_refused(raw: bytes, coding: str) -> None:
    found = decode_body(raw, [coding], 1000)
    assert found is None or len(found[0]) <= 1000


def test_deflate_without_its_header_and_gzip_in_members() -> None:
    assert decode_body(_raw_deflate(b"text" * 99), ["deflate"], 1000) == (b"text" * 99, False)
    assert decode_body(gzip.compress(b"one") + gzip.compress(b"two"), ["gzip"], 1000) == (b"onetwo", False)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_torn_body_is_said_to_be_cut(coding: str) -> None:
    whole = bytes(range(256)) * 400
    found = decode_body(PACK[coding](whole)[:-20], [coding], 1_000_000)
    assert found is None or (found[1] and whole.startswith(found[0]))


def test_archives_are_opened_and_other_bodies_left() -> None:
    assert decode_archive(gzip.compress(b"<urlset/>"), 100) == (b"<urlset/>", False)
    assert decode_archive(b"<urlset/>", 100) == (b"<urlset/>", False)
    assert decode_archive(b"\x1f\x8bnot", 100) is None
