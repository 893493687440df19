"""Small values for the tests of the warehouse: only what a test names differs from the defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from vocabulary import (
    Annotations,
    Approx,
    Capture,
    CaptureLocation,
    Collected,
    Document,
    Feed,
    FeedState,
    Page,
    PersonMention,
    Polarity,
    Quantity,
    Quotation,
    QuotationType,
    Relevance,
    Source,
    SourceKind,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Tally,
    Version,
)

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
TEXT = (
    "Allies at odds\n"
    "Mira Olden of the Harbour Institute said 26 countries would send troops. "
    "The plan is a mistake."
)
ANNOTATORS = {"relevance": "1", "quantities": "1", "quotations": "1", "stances": "1"}


def source(source_id: str = "a", **changes: Any) -> Source:
    base = Source(
        source_id=source_id,
        name=f"Paper {source_id}",
        domain=f"{source_id}.example",
        country="DE",
        language="de",
        kind=SourceKind.BROADSHEET,
        expected_per_day=6.0,
        expected_reason="an estimate",
        feeds=(
            Feed(feed_id=ord(source_id[0]), source_id=source_id, url=f"https://{source_id}.example/feed"),
        ),
    )
    return replace(base, **changes)


def capture(n: int = 1, **changes: Any) -> Capture:
    body = f"<p>{n}</p>".encode()
    base = Capture(
        capture_id=1000 + n,
        url=f"https://a.example/{n}",
        final_url=f"https://a.example/{n}",
        fetched_at=NOW + timedelta(minutes=n),
        status=200,
        headers=(),
        body=body,
        body_sha256=sha256(body).hexdigest(),
        source_id="a",
    )
    return replace(base, **changes)


def location(of: Capture, **changes: Any) -> CaptureLocation:
    base = CaptureLocation(
        capture_id=of.capture_id, file="2026-02/a.warc.gz", offset=of.capture_id, length=10
    )
    return replace(base, **changes)


def page(n: int = 1, **changes: Any) -> Page:
    base = Page(
        page_id=n,
        url=f"https://a.example/{n}",
        source_id="a",
        title="T",
        authors=("Ada Bly",),
        next_look_at=NOW,
    )
    return replace(base, **changes)


def tally(source_id: str = "a", day: date = date(2026, 2, 1), **counts: Any) -> Tally:
    return Tally(source_id=source_id, day=day, **counts)


def collected(*captures: Capture, **changes: Any) -> Collected:
    base = Collected(
        captures=captures,
        feed_states=(FeedState(feed_id=ord("a"), etag='W/"1"', polled_at=NOW),),
        pages=tuple(page(c.capture_id) for c in captures),
        tallies=(tally(n_polls=1, n_listed=len(captures), n_fetched=len(captures), n_failed={"timeout": 1}),),
    )
    return replace(base, **changes)


def document(text: str = TEXT, **changes: Any) -> Document:
    base = Document(
        url="https://a.example/1",
        title=text.split("\n")[0],
        authors=("Ada Bly",),
        published_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
        published_on=date(2026, 2, 1),
        modified_at=None,
        language="en",
        site_name="Paper a",
        text=text,
        body_start=text.find("\n") + 1,
    )
    return replace(base, **changes)


def version(article_id: int = 1, text: str = TEXT, **changes: Any) -> Version:
    digest = sha256(text.encode()).hexdigest()
    base = Version(
        version_id=int(sha256(f"{article_id}:{text}".encode()).hexdigest()[:15], 16),
        article_id=article_id,
        capture_id=1000 + article_id,
        source_id="a",
        seen_at=NOW,
        document=document(text),
        text_sha256=digest,
        n_words=len(text.split()),
        extractor="x",
        extractor_version="1",
    )
    return replace(base, **changes)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def sentences(text: str = TEXT) -> tuple[Span, ...]:
    found, start = [], 0
    for piece in text.replace(". ", ".\n").split("\n"):
        found.append(Span(start, start + len(piece)))
        start += len(piece) + 1
    return tuple(found)


def annotations(text: str = TEXT, **changes: Any) -> Annotations:
    person = span("Mira Olden", text)
    base = Annotations(
        language="en",
        relevance=Relevance(is_on_topic=True, score=0.9, evidence=(span("send troops", text),)),
        annotators=ANNOTATORS,
        sentences=sentences(text),
        quantities=(
            Quantity(
                span=span("26 countries", text),
                surface="26 countries",
                value=26,
                value_high=None,
                unit="count:country",
                approx=Approx.EXACT,
                cited_by="Mira Olden",
            ),
        ),
        persons=(
            PersonMention(span=person, surface="Mira Olden", name="Mira Olden", person_id="mira-olden"),
        ),
        quotations=(
            Quotation(
                content=span("26 countries would send troops", text),
                surface="26 countries would send troops",
                type=QuotationType.INDIRECT,
                cue=span("said", text),
                cue_surface="said",
                speaker=person,
                speaker_name="Mira Olden",
                person_id="mira-olden",
            ),
        ),
        speakers=(
            Speaker(
                name="Mira Olden",
                span=person,
                surface="Mira Olden",
                kind=SpeakerKind.EXPERT,
                affiliation="Harbour Institute",
                n_quotations=1,
                person_id="mira-olden",
            ),
        ),
        stances=(
            Stance(
                holder="text",
                target="troop_deployment",
                polarity=Polarity.AGAINST,
                span=span("The plan is a mistake", text),
                surface="The plan is a mistake",
                confidence=0.8,
            ),
        ),
        article_stance={"troop_deployment": Polarity.AGAINST},
    )
    return replace(base, **changes)
