"""Robots exclusion, by RFC 9309.

In: the answer to a request for robots.txt, addresses. Out: whether an address may be fetched, and how long
to wait between two. Refuses: fetching; rules beyond the first 500 KiB; delays that are not a number.

Matching is protego's: longest match, ties to allow, linear in the address for any pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from protego import Protego

SIZE_LIMIT = 500 * 1024
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""
MAX_REDIRECTS = 5
KEPT_FOR = timedelta(hours=24)
FORGIVEN_AFTER = timedelta(days=30)
"""Unreachable so long, a robots.txt may be taken as absent (RFC 9309, 2.3.1.4)."""
MAX_DELAY_S = 60.0
RETRIED_AFTER = timedelta(minutes=30)
_LINE_ENDS = re.compile("\r\n?|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one origin says of robots, as of one time."""

    fetched_at: datetime
    text: str | None = None
    """The rules as written; `None`: everything is allowed, or nothing where `is_unreachable`."""
    is_unreachable: bool = False
    unreachable_since: datetime | None = None
    reason: str | None = None
    """Why it is unreachable."""

    @property
    def rules(self) -> Protego | None:
        """The rules, parsed when they are first needed."""
        return None if self.text is None else _rules(self.text)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the answer may be used without asking again; an answer from the future may not."""
        kept_for = RETRIED_AFTER if self.is_unreachable else KEPT_FOR
        return timedelta(0) <= now - self.fetched_at < kept_for

    def allows(self, url: str, agent: str) -> bool:
        """Whether `agent`, a product token, may fetch `url`."""
        if self.rules is not None:
            return bool(self.rules.can_fetch(url, agent))
        return not self.is_unreachable

    def asked_delay_s(self, agent: str) -> float | None:
        """Seconds between two requests as asked for; `None` where nothing sensible is."""
        asked = self.rules.crawl_delay(agent) if self.rules is not None else None
        return None if asked is None else float(asked)


@lru_cache(maxsize=1024)
def _rules(text: str) -> Protego:
    return Protego.parse(text)


def read_robots(body: bytes) -> str:
    """The lines of a robots.txt, whatever its bytes.

    >>> read_robots(b"\\xef\\xbb\\xbfUser-agent: *\\rDisallow: /a*b$")
    'User-agent: *\\nDisallow: /a*b$'
    """
    whole = body[:SIZE_LIMIT]
    if len(body) > SIZE_LIMIT:  # the line at the cut says something else than its author wrote
        whole = whole[: max(whole.rfind(b"\n"), whole.rfind(b"\r")) + 1]
    text = whole.decode("utf-8", "replace").lstrip("\ufeff").replace("\0", "")
    # protego also ends lines at form feeds and the like, which stand inside values
    lines = [re.sub("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", line) for line in _LINE_ENDS.split(text)]
    return "\n".join(lines)


def resolve_robots(
    status: int | None,
    body: bytes,
    *,
    now: datetime,
    known: Robots | None = None,
    reason: str | None = None,
) -> Robots:
    """What an answer means; `status` is None where there was none, or 404 after too many redirects.

    2xx: the rules. 4xx but 429: everything is allowed. 5xx, 429 and silence: the known rules go on for
    thirty days, and without any nothing is allowed so long.
    """
    if status is not None and 200 <= status < 300:
        return Robots(fetched_at=now, text=read_robots(body))
    if status is not None and 300 <= status < 500 and status != 429:
        return Robots(fetched_at=now)
    since = (known.unreachable_since if known else None) or now
    if now - since > FORGIVEN_AFTER:
        return Robots(fetched_at=now, unreachable_since=since)
    return Robots(
        fetched_at=now,
        text=known.text if known else None,
        is_unreachable=True,
        unreachable_since=since,
        reason=reason or f"status {status}",
    )
