"""Pages and feeds of an invented outlet, written for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

SENTENCES = (
    "The ministers of nine countries met on Tuesday to speak about a force that would stand by.",
    "Nobody at the table wanted to name a number of soldiers, and nobody wanted to leave before the others.",
    "Two of the delegations had brought maps, and the hosts had brought a list of questions about money.",
    "An adviser who was in the room called the evening useful, as advisers do when little was decided.",
    "The next meeting is planned for the spring, in a city that has not been chosen yet.",
    "Until then, the working groups are to describe what each country could send, and under which command.",
)


def article(title: str, *, extra: str = "", head: str = "", furniture: str = "") -> bytes:
    """A page with a body of some length."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in (*SENTENCES, extra) if sentence)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>{head}"
        f"</head><body><nav>{escape(furniture)}</nav><main><article><h1>{escape(title)}</h1>"
        f"{paragraphs * 3}</article></main></body></html>"
    ).encode()


def rss(items: Iterable[tuple[str, str, str, datetime | None]], *, channel: str = "") -> bytes:
    """RSS 2.0 of (link, title, guid, date)."""
    parts = [
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<guid isPermaLink='false'>{escape(guid)}</guid>"
        + (f"<pubDate>{format_datetime(date)}</pubDate>" if date else "")
        + "</item>"
        for link, title, guid, date in items
    ]
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>The Outlet</title>"
        f"<link>https://outlet.test/</link>{channel}{''.join(parts)}</channel></rss>"
    ).encode()
