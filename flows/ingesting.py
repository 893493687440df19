"""Documents that a user names: files, web archives, addresses.

In: names. Out: captures in the archive. Refuses: nothing silently; each name that cannot be read is one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from flows.documents import document_capture, is_warc, paths_and_urls
from flows.progress import Bar, StageCount
from flows.rounds import fetch_addresses, store_documents, write_all_sources
from flows.settings import Settings, UsageError
from flows.webarchives import ingest_warc

Clock = Callable[[], datetime]


def ingest(
    settings: Settings, names: Sequence[str], clock: Clock, *, all_pages: bool, bar: Bar, count: StageCount
) -> list[str]:
    """Archive what `names` name; a line for each name that was refused."""
    count.noun = "captures"
    write_all_sources(settings, clock())
    paths, urls = paths_and_urls(names)
    refused: list[str] = []
    for path in paths:
        count.n_in += 1
        try:
            count.n_out += _ingest_path(settings, path, clock(), all_pages=all_pages)
        except UsageError as error:
            refused.append(str(error))
        bar.advance()
    if urls:
        n_new, lines = fetch_addresses(settings, urls, clock)
        count.n_in, count.n_out = count.n_in + len(urls), count.n_out + n_new
        refused += lines
        bar.advance(len(urls))
    count.n_problems = len(refused)
    return refused


def _ingest_path(settings: Settings, path: Path, now: datetime, *, all_pages: bool) -> int:
    if is_warc(path):
        return ingest_warc(settings, path, now, all_pages=all_pages)
    return store_documents(settings, [document_capture(path, now)], now)
