"""Polls: a feed is asked, read, and its entries become pages.

In: a feed and what is remembered of it. Out: pages, states, counts and problems in the ledger. Refuses:
believing a permanent answer once; parsing what has not changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from flows.fetching import Fetched, Fetcher, Wanted
from flows.ledger import Ledger
from flows.settings import Settings
from transforms.content_coding import decode_archive
from transforms.feeds import FeedFailure, ParsedFeed, parse_feed
from transforms.ids import stable_id
from transforms.listing import (
    FEED_ACCEPT,
    merge_entries,
    page_ids,
    recent_children,
    recent_entries,
    watched,
)  # fmt: skip
from transforms.polling import GONE, Poll, address_of, after_failure, after_poll, cache_hint, listed_per_day
from transforms.urls import host_of
from vocabulary import Capture, Entry, Feed, FeedKind, FeedState, FetchFailure, Page

Lookup = Callable[[Sequence[int]], Awaitable[Mapping[int, Page]]]
"""Page ids to the pages that are remembered; those that are not are left out."""
BIG = 200_000
"""Bytes above which a body is parsed beside the event loop."""
MAX_DEPTH = 2


@dataclass(slots=True, kw_only=True)
class Poller:
    """Polls the feeds of one round."""

    fetcher: Fetcher
    ledger: Ledger
    settings: Settings
    lookup: Lookup
    states: Mapping[int, FeedState]

    async def poll(self, feed: Feed, parents: tuple[str, ...] = ()) -> None:
        """Ask one feed and write into the ledger what it brought.

        `parents`: the addresses of the indexes that list it, the one in the sources file first.
        """
        state = self.states.get(feed.feed_id) or FeedState(feed_id=feed.feed_id)
        if feed.kind is FeedKind.PAGE:
            await self._list(feed, [Entry(url=feed.url)], is_baseline=False)
            for key in page_ids([Entry(url=feed.url)]):
                self.ledger.pages[key] = watched(self.ledger.pages[key])
            return
        limit = int(self.settings.max_feed_mb * 1_000_000)
        wanted = Wanted(
            url=address_of(state, feed.url),
            accept=FEED_ACCEPT,
            limit=limit,
            etag=state.etag,
            last_modified=state.last_modified,
        )
        self.ledger.count(feed.source_id, "n_polls")
        match await self.fetcher.fetch(wanted):
            case FetchFailure() as failure:
                self._failed(feed, state, failure)
            case fetched:
                await self._read(feed, state, fetched, parents)

    def _failed(self, feed: Feed, state: FeedState, failure: FetchFailure) -> None:
        now = self.ledger.clock()
        after = after_failure(state, now, is_gone=failure.status == 410, retry_at=failure.retry_at)
        self.ledger.states[feed.feed_id] = after
        self.ledger.count(feed.source_id, "n_polls_failed")
        self.ledger.tell_failure(feed.source_id, failure, host_of_or(failure.url))
        if after.is_retired:
            self.ledger.tell(
                feed.source_id, feed.url, "feed_retired", "410 confirmed; take it off the sources file"
            )

    async def _read(self, feed: Feed, state: FeedState, fetched: Fetched, parents: tuple[str, ...]) -> None:
        answer = fetched.answer
        digest = sha256(answer.body).hexdigest()
        poll = self._poll_of(state, fetched, digest)
        if fetched.is_not_modified or digest == state.content_hash:
            self._settle(feed, state, replace(poll, is_unchanged=True))
            return
        parsed = await self._parse(fetched)
        if isinstance(parsed, FeedFailure):
            failure = FetchFailure(
                url=feed.url, code=parsed.code, detail=parsed.detail, occurred_at=self.ledger.clock()
            )
            self._failed(feed, state, failure)
            return
        source_url = (*parents, feed.url)[0]  # so that every capture of a feed goes by a feed's address
        self.ledger.add_capture(capture_of(source_url, fetched, digest, self.ledger, feed.source_id))
        if answer.is_truncated:
            self.ledger.tell(feed.source_id, feed.url, "feed_truncated", f"cut at {len(answer.body)} bytes")
        await self._take(feed, state, poll, parsed)
        if len(parents) < MAX_DEPTH:
            await self._poll_children(feed, parsed, (*parents, feed.url))

    async def _parse(self, fetched: Fetched) -> ParsedFeed | FeedFailure:
        answer, now = fetched.answer, self.ledger.clock()
        unpacked = decode_archive(answer.body, int(self.settings.max_feed_mb * 1_000_000))
        if unpacked is None:
            return FeedFailure(code="bad_encoding", detail="a gzip file that is none")
        kind = answer.header("content-type")
        if len(unpacked[0]) < BIG:
            return parse_feed(unpacked[0], answer.url, now=now, content_type=kind)
        return await asyncio.to_thread(parse_feed, unpacked[0], answer.url, now=now, content_type=kind)

    async def _take(self, feed: Feed, state: FeedState, poll: Poll, parsed: ParsedFeed) -> None:
        is_first = state.polled_at is None
        is_plain = parsed.format == "sitemap"
        entries = recent_entries(parsed.entries, self.ledger.clock()) if is_plain else parsed.entries
        n_new = await self._list(feed, entries, is_baseline=is_plain and is_first)
        if parsed.n_dropped:
            self._tell_lost(feed, parsed.n_dropped)
        if parsed.format == "sitemap_index":  # an index that has not changed can still list changed sitemaps
            poll = replace(poll, etag=None, last_modified=None, content_hash=None)
            state = replace(state, content_hash=None)
        hints = poll.hints + ((timedelta(seconds=min(parsed.ttl_s, 1e6)),) if parsed.ttl_s else ())
        dates = [entry.published_at for entry in entries if entry.published_at]
        poll = replace(
            poll,
            n_new=n_new,
            listed_per_day=listed_per_day(dates, self.ledger.clock()),
            hints=hints,
            skip_hours=parsed.skip_hours,
            skip_days=parsed.skip_days,
        )
        self._settle(feed, state, poll)

    async def _poll_children(self, feed: Feed, parsed: ParsedFeed, parents: tuple[str, ...]) -> None:
        for child in recent_children(parsed.children, self.ledger.clock()):
            for key in page_ids([Entry(url=child.url)]):
                await self.poll(Feed(feed_id=key, source_id=feed.source_id, url=child.url), parents)

    async def _list(self, feed: Feed, entries: Sequence[Entry], *, is_baseline: bool) -> int:
        """Merge entries into the round's pages; how many are new."""
        keyed = page_ids(entries)
        keys = [key for key in keyed if key not in self.ledger.pages]
        known = {**await self.lookup(keys), **self.ledger.pages}  # in this order: others list meanwhile
        listed = merge_entries(
            entries, known, source_id=feed.source_id, now=self.ledger.clock(), is_baseline=is_baseline,
            keyed=keyed,
        )  # fmt: skip
        self.ledger.pages.update({page.page_id: page for page in listed.pages})
        self.ledger.count(feed.source_id, "n_listed", listed.n_new)
        if listed.n_refused:
            self._tell_lost(feed, listed.n_refused)
        return listed.n_new

    def _tell_lost(self, feed: Feed, n: int) -> None:
        self.ledger.tell(
            feed.source_id, feed.url, "entries_without_address", f"{n} entries have no web address"
        )

    def _poll_of(self, state: FeedState, fetched: Fetched, digest: str) -> Poll:
        """Validators are kept only with a body that came in full from the address that was asked."""
        answer = fetched.answer
        is_whole = not answer.is_truncated and not fetched.hops
        kept = (state.etag, state.last_modified) if fetched.is_not_modified else (None, None)
        return Poll(
            etag=(answer.header("etag") or kept[0]) if is_whole else None,
            last_modified=(answer.header("last-modified") or kept[1]) if is_whole else None,
            content_hash=None if fetched.is_not_modified or answer.is_truncated else digest,
            moved_to=fetched.permanent_url,
            hints=cache_hint(answer.headers, self.ledger.clock()),
        )

    def _settle(self, feed: Feed, state: FeedState, poll: Poll) -> None:
        after = after_poll(state, poll, self.ledger.clock())
        self.ledger.states[feed.feed_id] = after
        if after.moved_to not in (None, GONE) and address_of(after, feed.url) != address_of(state, feed.url):
            self.ledger.tell(feed.source_id, feed.url, "feed_moved", f"now at {after.moved_to}")


def capture_of(
    url: str,
    fetched: Fetched,
    digest: str,
    ledger: Ledger,
    source_id: str,
    *,
    is_reserved: bool | None = None,
) -> Capture:
    """An answer as a capture, taken now."""
    now, answer = ledger.clock(), fetched.answer
    return Capture(
        capture_id=stable_id(f"{url} {now.isoformat()} {digest}"),
        url=url,
        final_url=answer.url,
        fetched_at=now,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        body_sha256=digest,
        source_id=source_id,
        is_truncated=answer.is_truncated,
        tdm_reserved=is_reserved,
        request_headers=answer.request_headers,
    )


def host_of_or(url: str) -> str:
    """The host of an address, or the address where it has none."""
    try:
        return host_of(url)
    except ValueError:
        return url
