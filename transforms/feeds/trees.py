"""XML from strangers: decoded, stripped of its DTD, parsed without entities.

In: bytes, their address, their content type. Out: a root element or None. Refuses: entities, DTDs, the
network, more than one guess at an encoding that contradicts itself.

Decoding: byte order mark; then UTF-8 where the bytes are valid UTF-8, whatever was declared, because no
text of some length in another encoding is valid UTF-8 by chance; then the charset of the header (RFC 7303);
then the declaration.
"""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import Any

from lxml import etree

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_HTML = re.compile(rb"^(?:\s|<!--.*?-->|<\?.*?\?>){0,20}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_INLINE = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_strictly(body: bytes, url: str, content_type: str | None = None) -> Any | None:
    """The root of a well-formed document, else None."""
    return _parse(body, url, content_type, recover=False)


def parse_with_recovery(body: bytes, url: str, content_type: str | None = None) -> Any | None:
    """The root of what libxml2 can make of a faulty document, else None."""
    return _parse(body, url, content_type, recover=True)


def _parse(body: bytes, url: str, content_type: str | None, *, recover: bool) -> Any | None:
    text = decode_xml(body, content_type)
    if text is None or "\0" in text[:200]:
        return None
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    plain = without_doctype(_DECLARATION.sub("", text, count=1).lstrip())
    try:
        return etree.fromstring(plain.encode("utf-8", "replace"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError):
        return None


def decode_xml(body: bytes, content_type: str | None) -> str | None:
    """The text of an XML document, or None where no encoding fits."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decode(body, encoding)
    declared = _DECLARED.search(body[:400])
    given = _CHARSET.search(content_type or "")
    names = ["utf-8", given[1] if given else "", declared[1].decode() if declared else ""]
    texts = (_decode(body, name) for name in names if name)
    return next((text for text in texts if text is not None), None)


def _decode(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def without_doctype(text: str) -> str:
    """`text` without its document type declaration, internal subset included."""
    found = _DOCTYPE.search(text, 0, 4096)
    if not found:
        return text
    depth, quote = 0, ""
    for place in range(found.end(), len(text)):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and depth:
            quote = sign
        elif sign in "[<":
            depth += 1
        elif sign == "]" or (sign == ">" and depth):
            depth -= 1
        elif sign == ">":
            return text[: found.start()] + text[place + 1 :]
    return text


def looks_like_html(body: bytes) -> bool:
    """Whether a body begins as a web page does."""
    return _HTML.match(body[:4096].lstrip(b"\xef\xbb\xbf")) is not None


def local_name(node: Any) -> str:
    """The tag without its namespace, lower-case."""
    return str(node.tag).rpartition("}")[2].lower()


def plain_text(text: str | None) -> str | None:
    """A headline without the markup and the double escapes that feeds put into it.

    >>> plain_text("AT&amp;T: <b>x</b> &lt; y")
    'AT&T: x < y'
    """
    if not text or ("<" not in text and "&" not in text):
        return text
    return " ".join(unescape(_INLINE.sub("", text)).split()) or None


def text_of(node: Any) -> str | None:
    """The words of an element and what it contains, spaces collapsed; None where there are none."""
    words = (node.text or "") if not len(node) else "".join(node.itertext())
    return " ".join(words.split()) or None
