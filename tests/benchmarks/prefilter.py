"""The prefilter of web archives: pages per second beside extraction of every page, and pages on topic lost.

    python -m tests.benchmarks.prefilter [50000] [../shared/data]

A `.warc.gz` of so many records is made of the shared pages, in turn, each with the number of its round; one page in
100 gets a paragraph of our own about the topic, in one of several encodings and spellings. Reading, cutting and
searching the file is measured against trafilatura with metadata on a sample of the same pages, both in CPU seconds
of one process. Lost is a page with such a paragraph, or a page whose extracted text relevance calls on topic, that
the prefilter refuses.
"""

from __future__ import annotations

import gzip
import html
import sys
import tempfile
import zlib
from pathlib import Path
from time import process_time

import trafilatura

from flows.annotators import extraction_lexicon_of, topic_of
from flows.seeds import SEEDS
from flows.webarchives import prefilter_of
from transforms.extraction import extract_document
from transforms.relevance import score_relevance
from vocabulary import Document
from warehouse.warc_files import RawRecord, read_records, response_of

SAMPLE = 60
"""Pages that the extractor is measured on."""
EVERY = 100
PARAGRAPHS = (
    ("Die Koalition der Willigen tagte am Montag in Warschau.", "utf-8"),
    ("La coalition des États volontaires s’est réunie à Kyiv.", "utf-8"),
    ("Коалиция желающих собралась в понедельник в Варшаве.", "cp1251"),
    ("Коаліція охочих зібралася в понеділок у Варшаві.", "koi8-u"),
    ("La coalición de voluntarios se reunió el lunes.", "cp1252"),
    ("Koalicja chętnych zebrała się w poniedziałek.", "cp1250"),
    ("Συνασπισμός των προθύμων", "iso8859-7"),
)


def read_pages(data: Path) -> list[bytes]:
    """The bodies of the shared pages."""
    paths = [
        p for folder in ("pages", "pages_scrapinghub") for p in sorted((data / folder).rglob("*.html.gz"))
    ]
    return [gzip.decompress(path.read_bytes()) for path in paths]


def _record(number: int, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2026-01-05T12:00:00Z\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _planted(number: int, body: bytes) -> bytes:
    text, codec = PARAGRAPHS[number // EVERY % len(PARAGRAPHS)]
    written = (
        text.encode(codec) if number % (2 * EVERY) else html.escape(text).encode("ascii", "xmlcharrefreplace")
    )
    return body.replace(b"</body>", b"<p>" + written + b"</p></body>", 1) + b"<p>" + written + b"</p>"


def write_archive(path: Path, pages: list[bytes], n: int) -> set[str]:
    """Write `n` records; the addresses of those with a paragraph about the topic."""
    planted = set()
    packed = [gzip.compress(_record(k, page), 6, mtime=0) for k, page in enumerate(pages)]
    with path.open("wb") as out:
        for number in range(n):
            if number % EVERY == 0:
                planted.add(f"https://a.example/{number}")
                out.write(gzip.compress(_record(number, _planted(number, pages[number % len(pages)])), 1))
            else:
                out.write(packed[number % len(pages)])
    return planted


def sweep(path: Path) -> tuple[int, set[str], float]:
    """Records read, addresses of those that may be on topic, CPU seconds."""
    prefilter = prefilter_of(SEEDS)
    n_read, passed, began = 0, set(), process_time()
    for record in read_records(path, 10**7):
        if isinstance(record, RawRecord) and record.holds_page:
            n_read += 1
            if prefilter.may_be_on_topic(record.content):
                response = response_of(record)
                passed.add(response.url if response else "")
    return n_read, passed, process_time() - began


def extraction_rate(pages: list[bytes]) -> float:
    """Pages per CPU second that trafilatura extracts, with metadata."""
    step = max(1, len(pages) // SAMPLE)
    trafilatura.bare_extraction(pages[0], with_metadata=True)
    began = process_time()
    for page in pages[::step]:
        trafilatura.bare_extraction(page, with_metadata=True)
    return len(pages[::step]) / (process_time() - began)


def lost_by_relevance(pages: list[bytes]) -> tuple[int, int]:
    """Shared pages whose extracted text is on topic, and how many of them the prefilter refuses."""
    prefilter, topic, lexicon = prefilter_of(SEEDS), topic_of(SEEDS), extraction_lexicon_of(SEEDS)
    n_on_topic = n_lost = 0
    for page in pages:
        found = extract_document(page, None, lexicon=lexicon)
        if isinstance(found, Document) and score_relevance(found.text, found.language, topic).is_on_topic:
            n_on_topic += 1
            n_lost += not prefilter.may_be_on_topic(page)
    return n_on_topic, n_lost


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    pages = read_pages(Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/data"))
    mean = sum(map(len, pages)) / len(pages)
    print(
        f"{len(pages)} shared pages, {mean / 1000:.0f} KB on average; {n} records; zlib {zlib.ZLIB_RUNTIME_VERSION}"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.warc.gz"
        planted = write_archive(path, pages, n)
        n_read, passed, cpu = sweep(path)
    rate, peer = n_read / cpu, extraction_rate(pages)
    print(f"prefilter, reading included {rate:7.0f} pages per CPU s   passed {len(passed) / n_read:.1%}")
    print(f"trafilatura with metadata   {peer:7.1f} pages per CPU s   ratio {rate / peer:.0f}")
    print(f"planted pages lost {len(planted - passed)} of {len(planted)}")
    n_on_topic, n_lost = lost_by_relevance(pages)
    print(f"shared pages on topic by relevance lost {n_lost} of {n_on_topic}")


if __name__ == "__main__":
    main()
