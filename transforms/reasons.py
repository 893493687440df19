"""The reason codes of problems, in plain words.

In: a code. Out: words for people. Refuses: inventing words for a code it does not know: that is given back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNREACHABLE: Final = frozenset({"connect", "connect_timeout", "host_down", "tls"})
"""Reasons for which a host could not be spoken to at all."""
REASONS: Final[Mapping[str, str]] = {
    "address_refused": "address in a private network refused",
    "archive": "capture could not be read from the archive",
    "bad_address": "not an address of the web",
    "bad_encoding": "body is not in the encoding it claims",
    "bad_response": "answer is not HTTP",
    "challenge": "a check for robots instead of the page",
    "connect": "no connection",
    "connect_timeout": "no connection in time",
    "consent": "a consent page instead of the article",
    "crawl_delay_cut": "longer crawl delay asked for than is given",
    "damaged_file": "web archive is damaged",
    "damaged_record": "record of a web archive is damaged",
    "downgrade": "redirect from https to http refused",
    "entries_without_address": "entries without a web address",
    "error": "an error page with a good status",
    "feed_empty": "feed is empty",
    "feed_is_html": "a web page instead of the feed",
    "feed_moved": "feed has moved for good",
    "feed_not_json": "feed is broken JSON",
    "feed_retired": "feed is gone for good and not asked again",
    "feed_truncated": "feed is larger than the limit and was cut",
    "feed_unknown": "not a feed",
    "host_down": "host did not answer just before",
    "host_paused": "host asked for a pause",
    "http_304": "not modified, although nobody had it",
    "http_401": "page wants a login",
    "http_402": "page wants payment",
    "http_403": "page is forbidden to us",
    "http_404": "page not found",
    "http_410": "gone for good",
    "http_429": "too many requests for the host",
    "http_451": "withheld for legal reasons",
    "idle_timeout": "answer stopped half-way",
    "incomplete": "answer broke off",
    "internal": "a fault in Tenor: please report it",
    "markup_cut": "absurd mark-up was left out",
    "no_text": "page without article text",
    "not_html": "not a web page",
    "page_cut": "page is longer than is read",
    "page_truncated": "page is larger than the limit and was cut",
    "redirect_refused": "redirect to something that is no web page",
    "redirects": "too many redirects",
    "reserved": "text and data mining is reserved",
    "robots": "robots.txt forbids it",
    "robots_unreachable": "robots.txt could not be had, so nothing is asked",
    "round_over": "left for the next pass, for lack of time",
    "tdm_reserved": "text and data mining is reserved",
    "timeout": "answer took too long",
    "tls": "certificate is not valid",
    "too_complex": "more mark-up than any article has",
    "torn_record": "last record of an archive file is not whole",
    "undecodable": "no encoding gives plausible text",
    "worker_crash": "a page or text that kills its worker",
    "worker_error": "a text on which an annotator failed",
    "worker_timeout": "a page or text that takes too long",
    "wrong_charset": "declared in another encoding than it is in",
}


def reason_in_words(code: str) -> str:
    """What a code means.

    >>> reason_in_words("http_404"), reason_in_words("http_418")
    ('page not found', 'status 418')
    """
    if code.startswith("http_") and code not in REASONS:
        return f"status {code.removeprefix('http_')}"
    return REASONS.get(code, code)
