"""A made-up debate of many articles, filled in from a seed of chance, for views and trends."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from tests.warehouse.passes import summarise
from tests.warehouse.values import NOW, TEXT, document, source, version
from vocabulary import (
    Annotations,
    Approx,
    Collected,
    PersonMention,
    Polarity,
    Quantity,
    Quotation,
    QuotationType,
    Relevance,
    SourceKind,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Tally,
    Version,
)
from warehouse.annotations import replace_annotations
from warehouse.collection import write_collected
from warehouse.connection import Live
from warehouse.figures import read_cited_figures, replace_figures
from warehouse.origins import read_texts, replace_origins
from warehouse.sources import write_sources
from warehouse.versions import VersionRow, read_versions_to_annotate, write_versions

PEOPLE = ("Mira Olden", "Jon Reyk", "Ana Sol")
TARGETS = ("troop_deployment", "military_aid")
MADE_BY = {"relevance": "1", "quantities": "1", "quotations": "1", "stances": "1"}


def _piece(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _stance(chance: random.Random, text: str) -> Stance:
    holder = chance.choice(("text", *PEOPLE))
    words = chance.choice(("send troops", "The plan is a mistake"))
    return Stance(
        holder=holder,
        target=chance.choice(TARGETS),
        polarity=chance.choice(list(Polarity)),
        span=_piece(text, words),
        surface=words,
        confidence=0.7,
        person_id=None if holder == "text" else holder.lower().replace(" ", "-"),
    )


def _person(text: str, name: str, chance: random.Random) -> tuple[PersonMention, Speaker, Quotation]:
    key, here = name.lower().replace(" ", "-"), _piece(text, "Mira Olden")
    words = "26 countries would send troops"
    return (
        PersonMention(span=here, surface="Mira Olden", name=name, person_id=key),
        Speaker(
            name=name,
            span=here,
            surface="Mira Olden",
            kind=chance.choice((SpeakerKind.EXPERT, SpeakerKind.POLITICIAN)),
            person_id=key,
        ),
        Quotation(
            content=_piece(text, words),
            surface=words,
            type=QuotationType.INDIRECT,
            speaker_name=name,
            person_id=key,
        ),
    )


def said(row: VersionRow, chance: random.Random) -> Annotations:
    """Annotations by chance, true to the text."""
    text, seeded = row.text, row.source_id == "documents"
    people = [_person(text, name, chance) for name in PEOPLE if chance.random() < 0.6]
    quantity = Quantity(
        span=_piece(text, "26 countries"),
        surface="26 countries",
        value=chance.choice((20.0, 26.0, 27.0)),
        value_high=chance.choice((None, 30.0)),
        unit="count:country",
        approx=Approx.EXACT,
        cited_by=chance.choice((None, *PEOPLE)),
    )
    return Annotations(
        language=row.language,
        relevance=Relevance(is_on_topic=seeded or chance.random() < 0.8, score=0.5, evidence=(Span(0, 6),)),
        annotators=MADE_BY,
        quantities=(quantity,) if seeded or chance.random() < 0.7 else (),
        persons=tuple(p for p, _, _ in people),
        speakers=tuple(replace(s, kind=SpeakerKind.EXPERT) if seeded else s for _, s, _ in people),
        quotations=tuple(q for _, _, q in people if seeded or chance.random() < 0.6),
        stances=tuple(_stance(chance, text) for _ in range(chance.randint(0, 4))),
        article_stance={"troop_deployment": Polarity.AGAINST} if chance.random() < 0.5 else {},
    )


def fill(live: Live, seed: int, n: int = 40) -> None:
    """`n` articles of three sources and one seed document, annotated, linked, summarised."""
    chance = random.Random(seed)
    write_sources(
        live,
        [
            source("a"),
            source("b", country="FR", language="fr", kind=SourceKind.WIRE),
            source("c", country=None, language=None),
            source("documents", kind=SourceKind.DOCUMENT, country=None, language=None, feeds=()),
        ],
    )
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(30)]
    tallies = [
        Tally(source_id="a", day=day, n_polls=1, n_listed=5, n_polls_failed=int(day.day % 9 == 0))
        for day in days
    ]
    write_collected(live, Collected(tallies=tuple(tallies)), [])
    write_versions(live, [_article(i, chance) for i in range(n)])
    todo = read_versions_to_annotate(live, MADE_BY, n + 1)
    replace_annotations(live, [(row, said(row, chance)) for row in todo], NOW)
    roots = read_texts(live, "m").with_columns(
        origin_id=pl.col("article_id") // 3 * 3, similarity=pl.lit(0.9), method=pl.lit("m")
    )
    replace_origins(live, roots)
    figures = read_cited_figures(live)
    same = 7 + pl.col("article_id") % 2
    replace_figures(live, figures.select("quantity_id", figure_id=same, figure_label=pl.lit("countries")))
    summarise(live)


def _article(i: int, chance: random.Random) -> Version:
    day = chance.choice((None, date(2026, 1, 1) + timedelta(days=chance.randint(0, 29))))
    text = f"{TEXT}\n{i}"
    return version(
        i,
        text,
        capture_id=None,
        source_id="documents" if i == 0 else chance.choice("abc"),
        document=document(
            text, published_on=day, published_at=None, language=chance.choice(("de", "en", None))
        ),
    )
