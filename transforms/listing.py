"""What feeds list, as pages to look at.

In: entries, and what is remembered of their pages. Out: pages that are new or have changed, with the time
of their next look. Refuses: two pages for one canonical address; forgetting a page that a feed no longer
lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from transforms.feeds import Child
from transforms.ids import stable_id
from transforms.urls import canonical_url
from vocabulary import Capture, Entry, Page

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, */*;q=0.5"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"
SITEMAP_AGE = timedelta(days=3)
"""Pages that a sitemap says are older are its archive, not its news."""
MAX_CHILDREN = 10
WATCHED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The pages of one reading of one feed."""

    pages: tuple[Page, ...] = ()
    """New ones, and known ones with what has changed."""
    n_new: int = 0
    n_refused: int = 0
    """Entries whose address is no web address."""


def is_feed_capture(capture: Capture) -> bool:
    """Whether a capture is of a feed: its request asked for one, which the archive keeps."""
    asked = next((value for name, value in capture.request_headers if name.lower() == "accept"), "")
    return asked == FEED_ACCEPT


def feed_ids_of(captures: Iterable[Capture]) -> set[int]:
    """The identifiers of those that are feeds."""
    return {capture.capture_id for capture in captures if is_feed_capture(capture)}


def page_ids(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Page id to the first entry of that address; entries without a web address are left out."""
    found: dict[int, Entry] = {}
    for entry in entries:
        try:
            found.setdefault(stable_id(canonical_url(entry.url)), entry)
        except ValueError:
            continue
    return found


def merge_entries(
    entries: Sequence[Entry],
    known: Mapping[int, Page],
    *,
    source_id: str,
    now: datetime,
    is_baseline: bool = False,
    keyed: Mapping[int, Entry] | None = None,
) -> Listed:
    """Entries as pages: a new address is looked at now, one whose entry was edited is looked at again.

    `is_baseline`: entries without a date are an archive seen for the first time; they are remembered and
    not looked at. A page stays with the source that listed it first. `keyed`: the entries' `page_ids`, where
    they are known already.
    """
    found = page_ids(entries) if keyed is None else keyed
    new = [_new_page(key, e, source_id, now, is_baseline) for key, e in found.items() if key not in known]
    seen = [_seen_again(known[key], entry, now) for key, entry in found.items() if key in known]
    n_new = sum(page.next_look_at is not None for page in new)
    n_refused = sum(not page_ids([entry]) for entry in entries) if len(found) < len(entries) else 0
    return Listed(pages=(*new, *seen), n_new=n_new, n_refused=n_refused)


def _new_page(key: int, entry: Entry, source_id: str, now: datetime, is_baseline: bool) -> Page:
    is_archive = is_baseline and entry.published_at is None
    return Page(
        page_id=key,
        url=entry.url,
        source_id=source_id,
        title=entry.title,
        guid=entry.guid,
        published_at=entry.published_at,
        authors=entry.authors,
        first_listed_at=now,
        last_listed_at=now,
        next_look_at=None if is_archive else now,
    )


def _seen_again(page: Page, entry: Entry, now: datetime) -> Page:
    """A changed title or a later date is an edit that its feed announces: look now.

    Only under the GUID it had: an address listed under another one is listed twice, not edited.
    """
    is_same = not (page.guid and entry.guid) or page.guid == entry.guid
    is_retitled = bool(entry.title and page.title and entry.title != page.title)
    is_later = bool(entry.published_at and page.published_at and entry.published_at > page.published_at)
    is_edited = is_same and (is_retitled or is_later) and page.n_looks > 0
    return replace(
        page,
        title=(entry.title if is_same else None) or page.title or entry.title,
        guid=page.guid or entry.guid,
        published_at=entry.published_at if is_later and is_same else page.published_at or entry.published_at,
        authors=page.authors or entry.authors,
        last_listed_at=now,
        next_look_at=now if is_edited else page.next_look_at,
    )


def watched(page: Page) -> Page:
    """A page that a source itself is: looked at daily, for as long as it can be had."""
    if page.looked_at is None or page.n_failures:
        return page
    daily = page.looked_at + WATCHED_EVERY
    return replace(page, next_look_at=min(page.next_look_at or daily, daily))


def recent_entries(entries: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """The entries of a plain sitemap that are news: dated within three days, or without a date."""
    return tuple(e for e in entries if e.published_at is None or now - e.published_at <= SITEMAP_AGE)


def recent_children(children: Sequence[Child], now: datetime) -> tuple[Child, ...]:
    """The sitemaps of an index that may hold news: changed within three days, else the latest or last."""
    fresh = [c for c in children if c.modified_at and now - c.modified_at <= SITEMAP_AGE]
    undated = [c for c in children if c.modified_at is None]
    named = [c for c in undated if "news" in c.url.lower()]
    chosen = sorted(fresh, key=lambda c: c.modified_at or now, reverse=True) + (named or undated[-2:])
    return tuple(chosen[:MAX_CHILDREN])


def order_looks(pages: Iterable[Page], now: datetime, limit: int) -> list[Page]:
    """The pages due now, at most `limit` per source: never seen ones first, the newest of them first."""
    due = [page for page in pages if page.next_look_at and page.next_look_at <= now]
    due.sort(key=lambda page: (page.n_looks > 0, -_newness(page), page.page_id))
    taken: dict[str, int] = {}
    chosen = []
    for page in due:
        taken[page.source_id] = taken.get(page.source_id, 0) + 1
        if taken[page.source_id] <= limit:
            chosen.append(page)
    return chosen


def _newness(page: Page) -> float:
    moment = page.published_at or page.first_listed_at
    return moment.timestamp() if moment else 0.0
