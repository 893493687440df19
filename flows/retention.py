"""What is not kept for ever goes: full texts and captures past the days that the settings give.

In: settings, the time. Out: what went. Refuses: touching annotations; removing a file before the warehouse
has forgotten its captures.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.settings import Settings
from warehouse.connection import open_live
from warehouse.retention import Expired, expire_archive
from warehouse.retention import expire as expire_rows


def expire(settings: Settings, now: datetime) -> Expired:
    """Empty old texts, remove old captures, as `keep_text_days` and `keep_captures_days` say; None keeps all.

    A run killed in between leaves archive files that the warehouse no longer knows; once their month is past
    its time, a later one removes them.
    """
    if settings.keep_captures_days is None and settings.keep_text_days is None:
        return Expired(n_texts=0, n_captures=0, files=())
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        expired = expire_rows(
            live,
            now,
            keep_captures_days=settings.keep_captures_days,
            keep_text_days=settings.keep_text_days,
        )
    for file in expired.files:
        (settings.archive / file).unlink(missing_ok=True)
    if settings.keep_captures_days is not None:
        expire_archive(settings.archive, (now - timedelta(days=settings.keep_captures_days)).date())
    return expired
