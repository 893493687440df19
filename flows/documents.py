"""Single documents become captures: the seed documents, and files that a user names.

In: paths. Out: captures of the source `documents`. Refuses: kinds of file it cannot read, with one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote

import yaml

from flows.reading import read_bytes
from flows.settings import UsageError
from flows.sources import LOCAL_SOURCE
from transforms.ids import stable_id
from vocabulary import Capture

CONTENT_TYPES: Final = {
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}
WARC_SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst")
SEED_SCHEME: Final = "seed"
DOCUMENT_SCHEME: Final = "document"


def seed_captures(seeds: Path, now: datetime) -> list[Capture]:
    """The documents from which trends start, in `seeds/documents/`."""
    paths = sorted(p for p in (seeds / "documents").glob("*") if p.suffix in CONTENT_TYPES)
    return [document_capture(path, now, SEED_SCHEME) for path in paths]


def document_capture(path: Path, now: datetime, scheme: str = DOCUMENT_SCHEME) -> Capture:
    """One file as a capture; the same file always gives the same capture.

    Plain text and Markdown must be UTF-8; an HTML page says its encoding itself.
    """
    body = read_bytes(path)
    content_type = content_type_of(path)
    if content_type.endswith("utf-8"):
        _require_utf8(path, body)
    digest = sha256(body).hexdigest()
    url = f"{scheme}:{quote(path.name)}"
    return Capture(
        capture_id=stable_id(f"{url} {digest}"),
        url=url,
        final_url=url,
        fetched_at=now,
        status=200,
        headers=(("Content-Type", content_type),),
        body=body,
        body_sha256=digest,
        source_id=LOCAL_SOURCE.source_id,
    )


def content_type_of(path: Path) -> str:
    """The media type that a file's name tells."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    found = CONTENT_TYPES.get(suffixes[-1] if suffixes else "")
    if found is None:
        known = ", ".join([*CONTENT_TYPES, *WARC_SUFFIXES])
        raise UsageError(f"{path}: cannot tell what kind of document it is; name it with one of {known}")
    return found


def _require_utf8(path: Path, body: bytes) -> None:
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not UTF-8 at byte {error.start}; convert it, for example with iconv -f WINDOWS-1252"
        ) from error


def is_warc(path: Path) -> bool:
    """Whether a path names a web archive."""
    return path.name.lower().endswith(WARC_SUFFIXES)


def paths_and_urls(names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """What of `names` are files, and what are addresses."""
    urls = [name for name in names if name.startswith(("http://", "https://"))]
    return [Path(name).expanduser() for name in names if name not in urls], urls


def seed_reference_on(seeds: Path) -> date | None:
    """The first day of the events that the seed documents report: `events: 2026-01` in front matter."""
    days = [_events_on(path) for path in sorted((seeds / "documents").glob("*.md"))]
    return min((day for day in days if day), default=None)


def _events_on(path: Path) -> date | None:
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0] else None
    events = front.get("events") if isinstance(front, dict) else None
    if isinstance(events, date):
        return events
    found = re.fullmatch(r"(\d{4})-(\d{2})", str(events or ""))
    return date(int(found[1]), int(found[2]), 1) if found else None
