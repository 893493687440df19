"""Which addresses of the sources answer, for `tenor doctor --sources`.

In: settings, a clock. Out: a finding for each address that is no feed, and a count. Refuses: asking offline.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from flows.discovering import probe_feeds
from flows.doctor import Finding, Level
from flows.settings import Settings
from flows.sources import read_sources


def probe(settings: Settings, clock: Callable[[], datetime]) -> list[Finding]:
    """Ask every address of every source once, politely."""
    if settings.offline:
        return [Finding(level=Level.WARN, subject="sources", detail="not asked: offline", mend=None)]
    owners = {feed.url: source for source in read_sources(settings) for feed in source.feeds}
    feeds = [feed for source in read_sources(settings) for feed in source.feeds]
    found = asyncio.run(probe_feeds(feeds, settings, clock))
    dead = [
        Finding(
            level=Level.WARN,
            subject=f"source {owners[answer.url].source_id}",
            detail=f"{answer.url}: {answer.code}: {answer.detail}",
            mend=f"`tenor sources add https://{owners[answer.url].domain}` finds its feeds of today",
        )
        for answer in found
        if not answer.is_feed
    ]
    alive = f"{len(found) - len(dead)} of {len(found)} addresses answer as feeds"
    return [*dead, Finding(level=Level.WELL, subject="sources", detail=alive)]
