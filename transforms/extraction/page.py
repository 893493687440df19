"""A saved page as an article: the text with its title line, and what the page says of itself.

In: the bytes of a response. Out: `Document`, or `ExtractFailure` with a code of `FailureCode`. Refuses:
boilerplate as text, other formats under an HTML label, unbounded pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from transforms.extraction.body import find_lines
from transforms.extraction.charset import Decoded, decode_page
from transforms.extraction.credit import find_credit
from transforms.extraction.failures import Doubt, FailureCode
from transforms.extraction.language import choose_language
from transforms.extraction.lexicon import ExtractionLexicon
from transforms.extraction.markup import MAX_PAGE, Markup, parse_markup
from transforms.extraction.metadata import Metadata, read_metadata
from transforms.extraction.plain import join_title
from vocabulary import Document, ExtractFailure

MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"BM\x00",
    b"\x00\x00\x01\x00",
    b"OggS",
    b"ID3",
    b"7z\xbc\xaf",
    b"Rar!",
    b"wOFF",
)
MIN_BODY = 40
"""Letters below which a text is none."""
WALL_LENGTH = 1_500
"""Texts longer than this are no walls, whatever they say."""
Doubts = tuple[tuple[str, str], ...]
"""(code, detail) of `failures.Doubt`."""
_LETTER = re.compile(r"[^\W\d_]")


def _fail(code: FailureCode, detail: str) -> ExtractFailure:
    return ExtractFailure(code=code.value, detail=detail)


def extract_document(
    body: bytes,
    url: str | None,
    *,
    lexicon: ExtractionLexicon,
    headers: Sequence[tuple[str, str]] = (),
    now: datetime | None = None,
) -> Document | ExtractFailure:
    """The article of a page.

    `body` is the response after content decoding, `url` the address it came from, `headers` the response's;
    `now` refuses dates in the future. Text extraction is trafilatura's (fast mode) on one parsed tree.
    """
    if not body.strip():
        return _fail(FailureCode.NO_TEXT, "the response is empty")
    if body.startswith(MAGIC):
        return _fail(FailureCode.NOT_HTML, f"the response begins with {body[:4]!r}")
    is_cut = len(body) > MAX_PAGE
    decoded = decode_page(body[:MAX_PAGE], headers, lexicon.labels, is_cut=is_cut)
    if decoded is None:
        return _fail(FailureCode.UNDECODABLE, "no character encoding gives plausible text")
    if decoded.text.lstrip()[:1] in {"{", "["}:
        return _fail(FailureCode.NOT_HTML, "the response is JSON")
    try:
        markup = parse_markup(decoded.text)
    except ValueError as error:
        return _fail(FailureCode.TOO_COMPLEX, str(error))
    if markup is None:
        return _fail(FailureCode.NO_TEXT, "the response holds no markup")
    doubts = _doubts(decoded, is_page_cut=is_cut, is_markup_cut=markup.is_cut)
    return _extract(markup, url, lexicon, now, doubts)


def _extract(
    markup: Markup, url: str | None, lexicon: ExtractionLexicon, now: datetime | None, doubts: Doubts
) -> Document | ExtractFailure:
    metadata = read_metadata(markup.tree, url, lexicon, now)
    body = "\n\n".join(find_lines(markup.tree, url, metadata, lexicon))
    if failure := _wall(metadata.title, body, lexicon):
        return failure
    text, start = join_title(metadata.title, body)
    moment = metadata.published.moment
    return Document(
        url=url,
        title=metadata.title,
        authors=metadata.authors,
        published_at=moment.at if moment else None,
        published_on=moment.on if moment else None,
        modified_at=metadata.modified_at,
        language=choose_language(text[start:], list(metadata.languages)),
        site_name=metadata.site_name,
        text=text,
        body_start=start,
        canonical_url=metadata.canonical_url,
        credit=find_credit(body, lexicon, metadata.authors),
        is_paywalled=_is_paywalled(metadata, body, lexicon),
        doubts=(*metadata.published.doubts, *doubts),
    )


def _doubts(decoded: Decoded, *, is_page_cut: bool, is_markup_cut: bool) -> Doubts:
    claim = f"says {decoded.declared}, is {decoded.encoding}"
    noted = (
        (decoded.is_mislabelled, Doubt.WRONG_CHARSET, claim),
        (is_page_cut, Doubt.PAGE_CUT, f"read up to {MAX_PAGE} bytes"),
        (is_markup_cut, Doubt.MARKUP_CUT, "tags with too many attributes"),
    )
    return tuple((code.value, detail) for applies, code, detail in noted if applies)


def _wall(title: str | None, body: str, lexicon: ExtractionLexicon) -> ExtractFailure | None:
    """Why a page with this little text is not an article."""
    shown = f"{title or ''}\n{body}"
    if len(shown) < WALL_LENGTH:
        for pattern in (lexicon.challenge, lexicon.error):
            if found := pattern.search(shown):
                return _fail(FailureCode.CHALLENGE, f"the page says {found[0]!r}")
    if len(_LETTER.findall(body)) < MIN_BODY:
        return _fail(FailureCode.NO_TEXT, "no article text; the page is empty or filled by scripts")
    return None


def _is_paywalled(metadata: Metadata, body: str, lexicon: ExtractionLexicon) -> bool:
    if metadata.described.is_free is not None:
        return not metadata.described.is_free
    return bool(lexicon.paywall.search(body[-600:]))
