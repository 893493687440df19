"""Plain text and Markdown documents that a user hands in.

In: a text, perhaps with YAML front matter. Out: a `Document`. Refuses: inventing what front matter and first
lines do not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from transforms.extraction.authors import Claim, choose_authors
from transforms.extraction.credit import find_credit
from transforms.extraction.dates import choose_moment
from transforms.extraction.furniture import is_byline, keep_article
from transforms.extraction.language import choose_language
from transforms.extraction.lexicon import ExtractionLexicon
from transforms.text import normalise_text
from vocabulary import Document

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NOT_NEWLINE = re.compile(r"[^\n]")
_HEADING = re.compile(r"^#{1,6}\s+|\s+#+$")
_EMPHASIS = re.compile(r"^(?:\*\*|__)(.+)(?:\*\*|__)$")
MAX_TITLE = 250
"""Characters of a first line that can be a title."""


def hide_front_matter(raw: str) -> str:
    r"""The text with its front matter as spaces: same length, same offsets.

    >>> hide_front_matter("---\na: b\n---\nTitle\n")
    '   \n    \n   \nTitle\n'
    """
    found = _FRONT.match(raw)
    if not found:
        return raw
    return _NOT_NEWLINE.sub(" ", raw[: found.end()]) + raw[found.end() :]


def read_front_matter(raw: str) -> Mapping[str, Any]:
    """The front matter as a mapping; empty where there is none or it is not YAML."""
    found = _FRONT.match(raw)
    try:
        values = yaml.safe_load(found[1]) if found else None
    except (yaml.YAMLError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _one(front: Mapping[str, Any], *keys: str) -> str | None:
    for key in keys:
        value = front.get(key)
        if isinstance(value, str | int | date | datetime) and str(value).strip():
            return value.isoformat() if isinstance(value, date) else str(value).strip()
    return None


def _many(front: Mapping[str, Any], *keys: str) -> list[str]:
    values = [value for key in keys for value in _listed(front.get(key))]
    return [str(value).strip() for value in values if str(value).strip()]


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _lines(raw: str) -> list[str]:
    body = _FRONT.sub("", normalise_text(raw))
    return [line.strip() for line in body.split("\n") if line.strip()]


def document_from_text(raw: str, url: str | None, lexicon: ExtractionLexicon) -> Document:
    """A document from plain text or Markdown: the title is the first line, then perhaps a byline.

    Front matter may give author(s), language, title, url, published, site_name.
    """
    front = read_front_matter(normalise_text(raw))
    lines = _lines(raw)
    title, lines = _take_title(lines, _one(front, "title"))
    byline = lines[0] if lines and len(lines[0]) <= 120 and lexicon.byline.match(lines[0]) else None
    named = [Claim(text=name) for name in _many(front, "author", "authors", "by")]
    printed = [Claim(text=byline, is_visible=True)] if byline else []
    authors = choose_authors([named, printed], frozenset(), lexicon)
    if byline and is_byline(byline, authors, lexicon):
        lines = lines[1:]
    body = "\n\n".join(_EMPHASIS.sub(r"\1", line) for line in keep_article(lines, lexicon))
    text, start = join_title(title, body)
    dated = choose_moment([t for t in [_one(front, "published", "published_at", "date")] if t], None)
    return Document(
        url=_one(front, "url") or url,
        title=title,
        authors=authors,
        published_at=dated.moment.at if dated.moment else None,
        published_on=dated.moment.on if dated.moment else None,
        modified_at=None,
        language=_one(front, "language", "lang") or choose_language(body or text, []),
        site_name=_one(front, "site_name", "outlet", "source"),
        text=text,
        body_start=start,
        credit=find_credit(body, lexicon, authors),
    )


def _take_title(lines: list[str], declared: str | None) -> tuple[str | None, list[str]]:
    """The title, and the lines after it."""
    first = _HEADING.sub("", lines[0]) if lines else ""
    if declared:
        return declared, lines[1:] if first == declared else lines
    if len(lines) > 1 and len(first) <= MAX_TITLE:
        return _EMPHASIS.sub(r"\1", first), lines[1:]
    return None, lines


def join_title(title: str | None, body: str) -> tuple[str, int]:
    """Title line, blank line, body, and where the body begins."""
    body = normalise_text(body).strip()
    if not title:
        return body, 0
    line = " ".join(normalise_text(title).split())
    return f"{line}\n\n{body}", len(line) + 2
