"""The bytes of a page as text, in the encoding that is right rather than the one that is claimed.

In: bytes, response headers, the table of labels. Out: text, the encoding used, and whether the label lied.
Refuses: replacement characters and mojibake; where nothing gives plausible text it says so with None.

Order as in the WHATWG encoding standard: byte order mark, HTTP header, `<meta>`; then valid UTF-8, the
pattern of UTF-16, statistics (charset-normalizer), windows-1252. A label is believed only if the bytes
decode with it and read plausibly; UTF-8 with valid multi-byte sequences overrules single-byte labels.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ODD_CASE = re.compile(r"[^\W\d_a-zA-Z]*[а-яёіїєґ][А-ЯЁІЇЄҐ]{2,}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{3,}")
_WORD = re.compile(r"[^\W\d_]+")
_MOJIBAKE = re.compile(
    r"[ÂÃ][\x80-\xbf\u0152-\u2122]|â€|ï»¿|[ÐÑ][\x80-\xbf\u0402-\u045f\u2010-\u2122]|(?:[РС][\u0400-\u040f\u2010-\u2122°±ІіґµЁё]){2,}"
)
PRESCAN = 4096
"""Bytes in which a `<meta>` is looked for; the standard's 1,024 miss many real pages."""
MAX_ODD = 0.02
"""Share of odd words up to which a text is plausible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page."""

    text: str
    encoding: str
    declared: str | None
    """The encoding that the page or its header claims, if any."""

    @property
    def is_mislabelled(self) -> bool:
        """Whether the claim was wrong."""
        return self.declared is not None and self.declared != self.encoding


def build_labels(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Lower-case WHATWG label to Python codec."""
    return {row["label"]: row["codec"] for row in rows}


def _codec(label: str, labels: Mapping[str, str]) -> str | None:
    label = label.strip().lower()
    if label in labels:
        return labels[label]
    try:
        return codecs.lookup(label).name
    except (LookupError, ValueError):
        return None


def _in_header(headers: Sequence[tuple[str, str]]) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type" and (found := _HEADER.search(value)):
            return found[1]
    return None


def _in_markup(body: bytes) -> str | None:
    start = _COMMENT.sub(b"", body[:PRESCAN])
    found = _META.search(start) or _XML.search(start)
    return found[1].decode("ascii") if found else None


def _declared(body: bytes, headers: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> Iterator[str]:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            yield codec
    in_header = _in_header(headers)
    if in_header and (codec_ := _codec(in_header, labels)):
        yield codec_
    in_markup = _in_markup(body)
    if in_markup and (codec_ := _codec(in_markup, labels)):
        # A page whose <meta> can be read byte by byte is not UTF-16, whatever it says.
        yield "utf-8" if codec_.startswith("utf-16") else codec_


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark: markup is ASCII, so every other byte of it is NUL."""
    sample = body[:2048]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.1 * len(sample) / 2 and even < 0.1 * odd:
        return "utf-16-le"
    if even > 0.1 * len(sample) / 2 and odd < 0.1 * even:
        return "utf-16-be"
    return None


def _decode(body: bytes, codec: str, *, is_cut: bool) -> str | None:
    """Strict decoding, but for a multi-byte character that the cap cut in two."""
    try:
        decoder = codecs.getincrementaldecoder(codec)("tenor-c1" if codec == "cp1252" else "strict")
        return decoder.decode(body, final=not is_cut)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _as_c1(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that windows-1252 leaves open are control characters in the standard."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("tenor-c1", _as_c1)


def is_plausible(text: str) -> bool:
    """Whether the words of a page read like words: no C1 controls, no mojibake, no swapped case.

    >>> is_plausible("Привет, как дела"), is_plausible("оПХБЕР, ЙЮЙ ДЕКЮ")
    (True, False)
    """
    words = _MARKUP.sub(" ", text[:200_000])
    n_words = len(_WORD.findall(words)) or 1
    odd = len(_MOJIBAKE.findall(words)) + sum("\x80" <= c <= "\x9f" for c in words) + words.count("\ufffd")
    cyrillic = len(_CYRILLIC.findall(words))
    swapped = len(_ODD_CASE.findall(words))
    return odd <= max(1, MAX_ODD * n_words) and swapped <= max(0, 0.1 * cyrillic)


def _guesses(body: bytes) -> Iterator[str]:
    sample = body if len(body) <= 60_000 else body[:30_000] + body[len(body) // 2 :][:30_000]
    yield from (match.encoding for match in from_bytes(sample))
    yield "cp1252"


def decode_page(
    body: bytes, headers: Sequence[tuple[str, str]], labels: Mapping[str, str], *, is_cut: bool = False
) -> Decoded | None:
    """The page's text; None where no encoding gives plausible text."""
    claims = list(_declared(body, headers, labels))
    declared = claims[0] if claims else None
    hidden = _utf16(body)
    if hidden and not (declared or "").startswith("utf-16"):
        text = _decode(body, hidden, is_cut=is_cut)
        return Decoded(text=text, encoding=hidden, declared=None) if text else None
    text = _decode(body, "utf-8", is_cut=is_cut)
    if text is not None and not (declared or "").startswith(("utf-16", "iso2022", "hz")):
        plain = body.isascii()
        return Decoded(text=text, encoding=(declared or "utf-8") if plain else "utf-8", declared=declared)
    if mended := _mended(body):
        return Decoded(text=mended, encoding="utf-8", declared=declared)
    for codec in (*claims, *_guesses(body)):
        text = _decode(body, codec, is_cut=is_cut)
        if text is not None and is_plausible(text):
            return Decoded(text=text, encoding=codec, declared=declared)
    return None


def _mended(body: bytes) -> str | None:
    """UTF-8 with a few broken bytes: those bytes are dropped, if they are few among many whole ones."""
    text = body.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    n_whole = len(body) - len(text)
    return text.replace("\ufffd", "") if n_broken * 20 <= n_whole else None
