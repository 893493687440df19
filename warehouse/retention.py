"""What is not kept for ever.

In: how many days captures and texts are kept. Out: which archive files may go. Refuses: dropping annotations;
they stay with their words and the sentence around them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse.connection import Live, execute, read, transaction, utc
from warehouse.statements import statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """What went: texts emptied, captures forgotten, and archive files that hold none any more."""

    n_texts: int
    n_captures: int
    files: tuple[str, ...]


def expire(
    live: Live, now: datetime, *, keep_captures_days: int | None = None, keep_text_days: int | None = None
) -> Expired:
    """Empty texts, and forget captures, last seen longer ago than so many days; None keeps all.

    An archive file is named only when all its captures are past their time, so that none is lost early.
    """
    sql = statements("retention")
    with transaction(live):
        n_texts = n_captures = 0
        files: tuple[str, ...] = ()
        if keep_text_days is not None:
            before = {"before": utc(now) - timedelta(days=keep_text_days)}
            n_texts = read(live, sql["count_texts"], before).item()
            execute(live, sql["empty_texts"], before)
        if keep_captures_days is not None:
            before = {"before": utc(now) - timedelta(days=keep_captures_days)}
            files = tuple(read(live, sql["find_files"], before)["file"])
            n_captures = read(live, sql["count_captures"], before).item()
            execute(live, sql["forget_places"], before)
    return Expired(n_texts=n_texts, n_captures=n_captures, files=files)


def expire_archive(archive: Path, before: date) -> list[str]:
    """Remove the files of months that ended before `before`; their names."""
    gone: list[str] = []
    for path in sorted(archive.glob("*/*.warc.zst")):
        year, month = (int(part) for part in path.name.split(".")[0].split("-"))
        ended = date(year + month // 12, month % 12 + 1, 1)
        if ended <= before:
            path.unlink()
            gone.append(path.relative_to(archive).as_posix())
    return gone
