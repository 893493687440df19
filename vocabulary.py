"""The nouns of Tenor: every value that passes from one room to another.

In: nothing. Out: frozen, slotted dataclasses and string enums. Refuses: behaviour beyond checks of
shape; importing anything of ours. Names follow `docs/design.md`; `None` always means "the text or
the source does not say", never "we failed": failures are `Problem` rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Row = Mapping[str, str]
"""One line of a lexicon table: column name to cell."""

Tables = Mapping[str, Sequence[Row]]
"""A language's lexicon: table name (file stem) to its rows."""


class Stage(StrEnum):
    """A step of a pass, and the room a problem arose in."""

    COLLECT = "collect"
    EXTRACT = "extract"
    ANNOTATE = "annotate"
    TRENDS = "trends"
    PUBLISH = "publish"


class SourceKind(StrEnum):
    """What sort of outlet a source is."""

    WIRE = "wire"
    BROADSHEET = "broadsheet"
    TABLOID = "tabloid"
    PUBLIC_BROADCASTER = "public_broadcaster"
    COMMERCIAL_BROADCASTER = "commercial_broadcaster"
    MAGAZINE = "magazine"
    ONLINE = "online"
    THINK_TANK = "think_tank"
    GOVERNMENT = "government"
    STATE_MEDIA = "state_media"
    EXILE_MEDIA = "exile_media"
    ALTERNATIVE_LEFT = "alternative_left"
    ALTERNATIVE_RIGHT = "alternative_right"
    DOCUMENT = "document"


class FeedKind(StrEnum):
    """How a source lists what it publishes."""

    FEED = "feed"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP_INDEX = "sitemap_index"
    PAGE = "page"


class Approx(StrEnum):
    """How a text qualifies a number."""

    EXACT = "exact"
    ABOUT = "about"
    UNDER = "under"
    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class QuotationType(StrEnum):
    """Whether the words themselves stand in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerKind(StrEnum):
    """In which capacity somebody speaks."""

    EXPERT = "expert"
    POLITICIAN = "politician"
    OFFICIAL = "official"
    MILITARY = "military"
    JOURNALIST = "journalist"
    AUTHOR = "author"
    ORGANISATION = "organisation"
    OTHER = "other"


class Polarity(StrEnum):
    """For or against a target; `neutral` only where a holder expressly takes no side."""

    FAVOR = "favor"
    AGAINST = "against"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: Unicode code points, `end` exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.start : self.end]


# --- collection -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address at which a source lists its entries."""

    feed_id: int
    source_id: str
    url: str
    kind: FeedKind = FeedKind.FEED


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet that publishes."""

    source_id: str
    name: str
    domain: str
    country: str | None
    language: str | None
    kind: SourceKind
    ownership: str | None = None
    family: str | None = None
    expected_per_day: float | None = None
    expected_reason: str | None = None
    provenance: str | None = None
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between two polls."""

    feed_id: int
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    n_failures: int = 0
    n_unchanged: int = 0
    moved_to: str | None = None
    n_moved: int = 0
    is_retired: bool = False
    entries_per_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed lists: one announced article."""

    url: str
    title: str | None = None
    guid: str | None = None
    published_at: datetime | None = None
    summary: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one response at one time, as received after content decoding."""

    capture_id: int
    url: str
    final_url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    body_sha256: str
    source_id: str | None = None
    is_truncated: bool = False
    tdm_reserved: bool | None = None
    request_headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """A response that did not come, or that must not be kept."""

    url: str
    code: str
    detail: str
    occurred_at: datetime
    status: int | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be told, with where and why."""

    stage: Stage
    subject: str
    code: str
    detail: str
    occurred_at: datetime
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is remembered of one announced address: when it was listed, looked at, and is due again."""

    page_id: int
    """`stable_id` of the canonical URL."""
    url: str
    source_id: str
    title: str | None = None
    guid: str | None = None
    published_at: datetime | None = None
    authors: tuple[str, ...] = ()
    first_listed_at: datetime | None = None
    last_listed_at: datetime | None = None
    n_looks: int = 0
    looked_at: datetime | None = None
    next_look_at: datetime | None = None
    """`None`: not looked at again."""
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None
    n_failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What an origin asks of its guests, as remembered between two rounds."""

    origin: str
    robots_at: datetime
    """When robots.txt was asked for."""
    robots: str | None = None
    """The rules in force, as read; `None`: none."""
    is_unreachable: bool = False
    unreachable_since: datetime | None = None
    reason: str | None = None
    """Why robots.txt is unreachable."""
    reservations: str | None = None
    """`/.well-known/tdmrep.json`, as read; `None`: none."""
    reservations_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What collection did for one source on one day (UTC): the coverage ledger's raw counts."""

    source_id: str
    day: date
    n_polls: int = 0
    n_polls_failed: int = 0
    n_listed: int = 0
    n_fetched: int = 0
    n_not_modified: int = 0
    n_robots: int = 0
    n_reserved: int = 0
    n_failed: Mapping[str, int] = field(default_factory=dict)
    """Reason code to count, of pages that could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one round of collection brings back for one batch of sources."""

    captures: tuple[Capture, ...] = ()
    feed_states: tuple[FeedState, ...] = ()
    pages: tuple[Page, ...] = ()
    tallies: tuple[Tally, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureLocation:
    """Where in the archive a capture's record lies."""

    capture_id: int
    file: str
    """Relative to the archive's directory."""
    offset: int
    length: int
    """Bytes of the compressed record."""


# --- articles ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What extraction found in one capture. `text` is normalised and final: offsets point into it."""

    url: str | None
    title: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    published_on: date | None
    modified_at: datetime | None
    language: str | None
    site_name: str | None
    text: str
    body_start: int = 0
    """Where the body begins in `text`: after the title line, or 0 where there is none."""
    canonical_url: str | None = None
    credit: str | None = None
    """Wire agencies credited, as a canonical key such as `dpa` or `reuters`."""
    is_paywalled: bool = False
    doubts: tuple[tuple[str, str], ...] = ()
    """(code, detail) of what could not be right and was left out, each worth a `Problem`."""

    @property
    def body(self) -> str:
        """The text without its title line."""
        return self.text[self.body_start :]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFailure:
    """A capture from which no article text could be had."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article's text as of one capture."""

    version_id: int
    article_id: int
    capture_id: int | None
    source_id: str
    seen_at: datetime
    document: Document
    text_sha256: str
    n_words: int
    extractor: str
    extractor_version: str


# --- annotations ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure that says something, with its normal form."""

    span: Span
    surface: str
    value: float
    value_high: float | None
    unit: str
    approx: Approx
    measures: str | None = None
    period: str | None = None
    """Deadline or period as `until:2029`, `since:2022`, `in:2025`, `per:year`, `2024/2027`."""
    cited_by: str | None = None
    doubt: str | None = None
    number: Span | None = None
    """The digits or number words alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """A stretch of text that names a person or an organisation."""

    span: Span
    surface: str
    name: str
    """The fullest form in the text, in the nominative where the rules can tell."""
    is_organisation: bool = False
    title: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Content, cue and speaker of one reported statement."""

    content: Span
    surface: str
    type: QuotationType
    cue: Span | None = None
    cue_surface: str | None = None
    speaker: Span | None = None
    """Where the speaker is named or referred to; `None` for unnamed sources."""
    speaker_name: str | None = None
    """The fullest form, once resolved."""
    person_id: str | None = None
    parts: tuple[Span, ...] = ()
    """The pieces of a split quotation; empty where the content is in one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody to whom a statement is attributed, or who is presented with an expert role."""

    name: str
    span: Span
    surface: str
    kind: SpeakerKind
    role: str | None = None
    role_span: Span | None = None
    affiliation: str | None = None
    affiliation_span: Span | None = None
    former_roles: tuple[str, ...] = ()
    former_affiliations: tuple[str, ...] = ()
    n_quotations: int = 0
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """Whether a text is about the topic, how sure that is, and which spans decided it."""

    is_on_topic: bool
    score: float
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One holder's polarity toward one target, with the shortest span that shows it."""

    holder: str
    """A speaker's name, or `text` for the article's own voice."""
    target: str
    polarity: Polarity
    span: Span
    surface: str
    confidence: float
    person_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """All that the annotators of one release say of one text."""

    language: str | None
    relevance: Relevance
    annotators: Mapping[str, str]
    """Annotator name to version."""
    sentences: tuple[Span, ...] = ()
    """The sentences of the text, so that evidence can be stored with the sentence around it."""
    quantities: tuple[Quantity, ...] = ()
    persons: tuple[PersonMention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    mentioned: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()
    article_stance: Mapping[str, Polarity] = field(default_factory=dict)
    rejected: tuple[Mapping[str, Any], ...] = ()
    """Annotations whose span did not hold the words they claim: never stored, only counted."""
