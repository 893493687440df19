"""What one round of collection brings back, as it comes in.

In: captures, pages, feed states, failures, counts. Out: one `Collected`. Refuses: keeping captures in
memory where somebody else takes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from transforms.urls import without_secrets
from vocabulary import Capture, Collected, FeedState, FetchFailure, Page, Problem, Stage, Tally

Keep = Callable[[Capture], None]
_ONCE = {"host_paused", "host_down", "robots_unreachable", "tls", "connect", "connect_timeout"}
"""Reasons that lie with a host: one problem for each host and round, however many pages wait for it."""


@dataclass(slots=True)
class Ledger:
    """The round's books."""

    clock: Callable[[], datetime]
    keep: Keep | None = None
    captures: list[Capture] = field(default_factory=list)
    pages: dict[int, Page] = field(default_factory=dict)
    states: dict[int, FeedState] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _counts: dict[tuple[str, date], Counter[str]] = field(default_factory=dict)
    _failed: dict[tuple[str, date], Counter[str]] = field(default_factory=dict)
    _told: set[tuple[str, str, str]] = field(default_factory=set)

    def add_capture(self, capture: Capture) -> None:
        """Hand a capture on at once, or hold it until the end of the round."""
        if self.keep:
            self.keep(capture)
        else:
            self.captures.append(capture)

    def count(self, source_id: str, name: str, n: int = 1) -> None:
        """Add to a field of the source's tally of today."""
        self._counts.setdefault((source_id, self.clock().date()), Counter())[name] += n

    def count_failed(self, source_id: str, code: str) -> None:
        """Add a page that could not be had."""
        self._failed.setdefault((source_id, self.clock().date()), Counter())[code] += 1

    def tell(self, source_id: str | None, subject: str, code: str, detail: str) -> None:
        """Record a problem; `subject` is an address, its secrets left out."""
        self.problems.append(
            Problem(
                stage=Stage.COLLECT,
                subject=without_secrets(subject) if "://" in subject else subject,
                code=code,
                detail=detail,
                occurred_at=self.clock(),
                source_id=source_id,
            )
        )

    def tell_failure(self, source_id: str, failure: FetchFailure, host: str) -> None:
        """Record a failed fetch: by page, or once for its host where the reason lies there."""
        if failure.code not in _ONCE:
            self.tell(source_id, failure.url, failure.code, failure.detail)
        elif (source_id, host, failure.code) not in self._told:
            self._told.add((source_id, host, failure.code))
            self.tell(source_id, host, failure.code, failure.detail)

    def collected(self) -> Collected:
        """Everything, in an order that does not depend on who answered first."""
        return Collected(
            captures=tuple(sorted(self.captures, key=lambda c: c.capture_id)),
            feed_states=tuple(self.states[key] for key in sorted(self.states)),
            pages=tuple(self.pages[key] for key in sorted(self.pages)),
            tallies=self._tallies(),
            problems=tuple(sorted(self.problems, key=lambda p: (p.source_id or "", p.subject, p.code))),
        )

    def _tallies(self) -> tuple[Tally, ...]:
        keys = sorted({*self._counts, *self._failed})
        return tuple(
            Tally(
                source_id=source_id,
                day=day,
                n_failed=dict(sorted(self._failed.get((source_id, day), {}).items())),
                **self._counts.get((source_id, day), Counter()),
            )
            for source_id, day in keys
        )
