"""Looks: a page is fetched, judged, and kept if it is one.

In: a page that is due. Out: a capture, the page's next look, counts and problems in the ledger. Refuses:
keeping what is no article, what is reserved, or what is the same as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from flows.fetching import Fetched, Fetcher, Wanted
from flows.ledger import Ledger
from flows.polls import capture_of, host_of_or
from flows.settings import Settings
from transforms.barriers import Barrier, find_barrier, find_wrong_type
from transforms.listing import PAGE_ACCEPT
from transforms.polling import page_after_failure, page_after_look
from transforms.reservations import find_reservation
from vocabulary import FetchFailure, Page, Row

FINAL = {
    "not_html",
    "bad_address",
    "address_refused",
    "reserved",
    "downgrade",
    "redirect_refused",
    "redirects",
}
FINAL_STATUS = {400, 401, 402, 403, 405, 406, 410, 451}
DEFERRED = {"host_paused"}
"""Reasons that are no failure of the page: it stays due."""


@dataclass(slots=True, kw_only=True)
class Looker:
    """Looks at the pages of one round."""

    fetcher: Fetcher
    ledger: Ledger
    settings: Settings
    markers: Sequence[Row]

    async def look(self, page: Page) -> None:
        """Fetch one page and write into the ledger what came of it."""
        wanted = Wanted(
            url=page.url,
            accept=PAGE_ACCEPT,
            limit=int(self.settings.max_body_mb * 1_000_000),
            etag=page.etag,
            last_modified=page.last_modified,
            checks_reservation=True,
        )
        match await self.fetcher.fetch(wanted):
            case FetchFailure() as failure:
                self._failed(page, failure)
            case fetched if fetched.is_not_modified:
                self._unchanged(page, fetched)
            case fetched:
                self._judge(page, fetched)

    def _judge(self, page: Page, fetched: Fetched) -> None:
        answer = fetched.answer
        barrier = find_wrong_type(answer.headers, answer.body) or find_barrier(
            answer.headers, answer.url, answer.body, self.markers
        )
        own = find_reservation(answer.headers, answer.body)
        is_reserved = own if own is not None else fetched.is_reserved
        if barrier is None and is_reserved and not self.settings.keep_reserved:
            barrier = Barrier(code="reserved", detail="header or meta tdm-reservation")
        if barrier:
            failure = FetchFailure(
                url=page.url, code=barrier.code, detail=barrier.detail, occurred_at=self.ledger.clock()
            )
            self._failed(page, failure)
            return
        digest = sha256(answer.body).hexdigest()
        if digest == page.content_hash:
            self._unchanged(page, fetched)
            return
        self.ledger.add_capture(
            capture_of(page.url, fetched, digest, self.ledger, page.source_id, is_reserved=is_reserved)
        )
        self.ledger.count(page.source_id, "n_fetched")
        if answer.is_truncated:
            self.ledger.tell(page.source_id, page.url, "page_truncated", f"cut at {len(answer.body)} bytes")
        self._seen(replace(page, content_hash=digest), fetched)

    def _unchanged(self, page: Page, fetched: Fetched) -> None:
        self.ledger.count(page.source_id, "n_not_modified")
        self._seen(page, fetched)

    def _seen(self, page: Page, fetched: Fetched) -> None:
        """Validators are kept only with a body that came in full from the address that was asked."""
        answer = fetched.answer
        is_whole = not answer.is_truncated and not fetched.hops
        kept = (page.etag, page.last_modified) if fetched.is_not_modified else (None, None)
        after = replace(
            page,
            etag=(answer.header("etag") or kept[0]) if is_whole else None,
            last_modified=(answer.header("last-modified") or kept[1]) if is_whole else None,
        )
        self.ledger.pages[page.page_id] = page_after_look(after, self.ledger.clock())

    def _failed(self, page: Page, failure: FetchFailure) -> None:
        now = self.ledger.clock()
        self.ledger.tell_failure(page.source_id, failure, host_of_or(failure.url))
        if failure.code in DEFERRED:
            self.ledger.pages[page.page_id] = replace(page, next_look_at=failure.retry_at or now)
            return
        match failure.code:
            case "robots" | "robots_unreachable":
                self.ledger.count(page.source_id, "n_robots")
            case "reserved":
                self.ledger.count(page.source_id, "n_reserved")
            case code:
                self.ledger.count_failed(page.source_id, code)
        is_final = failure.code in FINAL or failure.status in FINAL_STATUS
        self.ledger.pages[page.page_id] = page_after_failure(
            page, now, is_final=is_final, retry_at=failure.retry_at
        )
