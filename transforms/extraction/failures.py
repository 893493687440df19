"""Why a capture gave no article, and what is doubtful in one that did.

In: nothing. Out: the codes that `ExtractFailure` and `Document.doubts` carry. Refuses: free text as a code.
"""

from __future__ import annotations

from enum import StrEnum


class FailureCode(StrEnum):
    """Why there is no document."""

    NO_TEXT = "no_text"
    """An empty page, one that scripts fill, or one with nothing but navigation."""
    NOT_HTML = "not_html"
    """An image, a PDF, an archive, JSON or another format under an HTML label."""
    CHALLENGE = "challenge"
    """A consent wall, a bot check or an error page in place of the article."""
    TOO_COMPLEX = "too_complex"
    """More tags than any article has: reading it would take unbounded time."""
    UNDECODABLE = "undecodable"
    """No character encoding gives plausible text: better none than mojibake."""


class Doubt(StrEnum):
    """What was left out of a document because it cannot be right, or was changed to be read at all."""

    DATE_IN_FUTURE = "date_in_future"
    DATE_IMPOSSIBLE = "date_impossible"
    WRONG_CHARSET = "wrong_charset"
    """The bytes contradict the declared encoding; they were read as another."""
    PAGE_CUT = "page_cut"
    """The page is longer than the cap; its end was not read."""
    MARKUP_CUT = "markup_cut"
    """Tags with thousands of attributes, or nesting beyond any reason, were dropped."""
