"""Extraction beside bare trafilatura, on pages with expected values: `python -m tests.benchmarks.extraction`.

In: `../shared/data/pages` and `../shared/data/pages_scrapinghub`. Out: a table on stdout. Refuses: storing
or printing any text of those pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean

import trafilatura

from flows.seeds import read_lexicons
from tests.benchmarks.scoring import (
    author_f1,
    plain,
    same_day,
    same_minute,
    shingle_counts,
    shingle_f1,
    token_f1,
)
from transforms.extraction import build_extraction_lexicon, extract_document
from vocabulary import Document

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
LEXICON = build_extraction_lexicon(read_lexicons())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one extractor says of one page."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: datetime | date | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One page with what is right about it."""

    name: str
    url: str
    body: bytes
    text: str
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published_at: datetime | None = None
    is_zoned: bool = False


def ours(page: Expected) -> Found:
    """Tenor."""
    match extract_document(page.body, page.url, lexicon=LEXICON, now=NOW):
        case Document() as found:
            return Found(
                text=found.body,
                title=found.title,
                authors=found.authors,
                date=found.published_at or found.published_on,
            )
        case _:
            return Found()


def _bare(page: Expected, fast: bool) -> Found:
    found = trafilatura.bare_extraction(
        page.body, url=page.url, with_metadata=True, fast=fast, include_comments=False
    )
    if found is None:
        return Found()
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Found(text=found.text or "", title=found.title, authors=names, date=found.date)


EXTRACTORS: dict[str, Callable[[Expected], Found]] = {
    "tenor": ours,
    "trafilatura": lambda page: _bare(page, False),
    "trafilatura fast": lambda page: _bare(page, True),
}


def read_pages(data: Path = DATA) -> Iterator[Expected]:
    """The 128 pages of `pages`, with title, authors, time and text."""
    folder = data / "pages"
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = json.loads((folder / row["expected"]).read_text(encoding="utf-8"))
        moment = datetime.fromisoformat(row["published_at"]) if row["published_at"] else None
        yield Expected(
            name=row["file"],
            url=row["url"],
            body=gzip.decompress((folder / row["file"]).read_bytes()),
            text="\n".join(gold["paragraphs"]),
            title=row["title"],
            authors=tuple(row["authors"]) if row["authors"] is not None else None,
            published_at=moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None,
            is_zoned=bool(moment and moment.tzinfo),
        )


def read_scrapinghub(data: Path = DATA) -> Iterator[Expected]:
    """The 181 pages of the Article Extraction Benchmark: text only."""
    folder = data / "pages_scrapinghub"
    gold = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    for name, row in sorted(gold.items()):
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Expected(name=name[:8], url=row["url"], body=body, text=row["articleBody"])


@dataclass(slots=True)
class Scores:
    """Per-page scores of one extractor."""

    text: list[float] = field(default_factory=list)
    shingles: list[tuple[float, float, float]] = field(default_factory=list)
    title: list[float] = field(default_factory=list)
    authors: list[float] = field(default_factory=list)
    authors_exact: list[float] = field(default_factory=list)
    day: list[float] = field(default_factory=list)
    minute: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, found: Found, page: Expected) -> None:
        """Score one page."""
        self.text.append(token_f1(found.text, page.text))
        self.shingles.append(shingle_counts(found.text, page.text))
        if page.title:
            self.title.append(float(plain(found.title) == plain(page.title)))
        if page.authors is not None:
            score = author_f1(found.authors, page.authors)
            self.authors.append(score)
            self.authors_exact.append(float(score == 1.0))
        if page.published_at:
            self.day.append(float(same_day(found.date, page.published_at)))
            moment = found.date if isinstance(found.date, datetime) else None
            if page.is_zoned:
                self.minute.append(float(same_minute(moment, page.published_at)))

    def cells(self) -> list[str]:
        """The row as printed."""
        columns = (self.title, self.authors_exact, self.authors, self.day, self.minute, self.text)
        scores = [f"{mean(column):.3f}" if column else "–" for column in columns]
        return [*scores, f"{shingle_f1(self.shingles):.3f}", f"{len(self.text) / self.seconds:.1f}"]


def measure(pages: list[Expected]) -> dict[str, Scores]:
    """Every extractor over every page, interleaved so that a busy machine hurts all alike."""
    scores = {name: Scores() for name in EXTRACTORS}
    for extractor in EXTRACTORS.values():
        extractor(pages[0])
    for page in pages:
        for name, extractor in EXTRACTORS.items():
            begin = time.process_time()
            found = extractor(page)
            scores[name].seconds += time.process_time() - begin
            scores[name].add(found, page)
    return scores


HEADER = ("", "title", "authors =", "authors F1", "day", "minute", "text F1", "4-shingle F1", "pages/s")


def main() -> None:
    """Print one table per data set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="directory of the shared data")
    parser.add_argument("--worst", type=int, default=0, help="also name our worst pages per column")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"{options.data}: not there; give the data sets with --data")
    for label, read in (("pages", read_pages), ("pages_scrapinghub", read_scrapinghub)):
        pages = list(read(options.data))
        scores = measure(pages)
        print(f"\n{label}: {len(pages)} pages")
        for row in (HEADER, *([name, *score.cells()] for name, score in scores.items())):
            print("  ".join(cell.rjust(12) for cell in row))
        for index in sorted(range(len(pages)), key=lambda i: scores["tenor"].text[i])[: options.worst]:
            best = max(score.text[index] for score in scores.values())
            print(f"  {pages[index].name}: text F1 {scores['tenor'].text[index]:.3f} (best {best:.3f})")


if __name__ == "__main__":
    main()
