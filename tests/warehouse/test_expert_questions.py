"""The questions about named experts that analysts ask, put in SQL to what the annotators find in four texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from tests.benchmarks.quotations import lexicon_of
from tests.benchmarks.quotations_gold import resolve
from tests.warehouse.values import ANNOTATORS, NOW, document, source, version
from vocabulary import Annotations, Relevance
from warehouse.annotations import replace_annotations
from warehouse.connection import Live, read
from warehouse.origins import read_texts, replace_origins
from warehouse.sources import write_sources
from warehouse.versions import read_versions_to_annotate, write_versions

GERMAN = (
    "Mira Olden, Analystin am Harbour Institute, sagte: „Die Truppe kommt zu spät.“ "
    "Verteidigungsminister Boris Pistorius betonte, Deutschland sei bereit.\n"
)
FRENCH = "Mira Olden, directrice du Harbour Institute, estime que la force arrive trop tard.\n"
ENGLISH = "Mira Olden, a researcher at the Harbour Institute, said the force was a plan on paper.\n"
ARTICLES = (
    (1, "a", "de", date(2026, 2, 3), GERMAN),
    (2, "c", "de", date(2026, 2, 3), GERMAN + "Copy.\n"),
    (3, "b", "fr", date(2026, 2, 9), FRENCH),
    (4, "a", "en", date(2025, 11, 2), ENGLISH),
)
"""Article, source, language, day, text; the second is a copy of the first."""


@pytest.fixture
def debate(live: Live) -> Live:
    write_sources(live, [source("a"), source("b", country="FR", language="fr"), source("c", country="AT")])
    write_versions(
        live,
        [
            version(
                n,
                text,
                source_id=outlet,
                document=document(text, published_on=day, published_at=None, language=language),
            )
            for n, outlet, language, day, text in ARTICLES
        ],
    )
    lexicons = {language: lexicon_of(language) for language in ("de", "en", "fr")}
    todo = read_versions_to_annotate(live, ANNOTATORS, 9)
    replace_annotations(live, [(row, _said(row.text, str(row.language), lexicons)) for row in todo], NOW)
    roots = read_texts(live, "m").with_columns(
        origin_id=pl.col("article_id").replace(2, 1), similarity=pl.lit(0.9), method=pl.lit("m")
    )
    replace_origins(live, roots)
    return live


def _said(text: str, language: str, lexicons: Mapping[str, object]) -> Annotations:
    found = resolve(text, language, lexicons[language])  # type: ignore[arg-type]
    return Annotations(
        language=language,
        relevance=Relevance(is_on_topic=True, score=0.5),
        annotators=ANNOTATORS,
        quotations=found.quotations,
        speakers=found.speakers,
    )


def test_who_was_quoted_most_by_independent_origins_this_month(debate: Live) -> None:
    found = read(
        debate,
        """SELECT speaker_person_id, count(DISTINCT origin_id) AS n_origins, count(DISTINCT article_id) AS n_articles
           FROM quotations WHERE published_on >= DATE '2026-02-01' AND published_on < DATE '2026-03-01'
           GROUP BY ALL ORDER BY n_origins DESC, speaker_person_id""",
    )
    assert found.rows() == [("mira-olden", 2, 3), ("boris-pistorius", 1, 2)]


def test_in_which_countries_media(debate: Live) -> None:
    found = read(
        debate,
        """SELECT s.country, count(*) AS n FROM named_experts AS e JOIN sources AS s USING (source_id)
           WHERE e.person_id = 'mira-olden' AND e.published_on >= DATE '2026-02-01' GROUP BY ALL ORDER BY 1""",
    )
    assert found.rows() == [("AT", 1), ("DE", 1), ("FR", 1)]


def test_next_to_whom(debate: Live) -> None:
    found = read(
        debate,
        """SELECT other.speaker_person_id, count(DISTINCT other.origin_id) AS n
           FROM named_experts AS e JOIN quotations AS other USING (version_id)
           WHERE e.person_id = 'mira-olden' AND other.speaker_person_id <> e.person_id GROUP BY ALL""",
    )
    assert found.rows() == [("boris-pistorius", 1)]


def test_in_which_role_through_time(debate: Live) -> None:
    found = read(
        debate,
        """SELECT role, affiliation, min(published_on) AS first_on, max(published_on) AS last_on
           FROM named_experts WHERE person_id = 'mira-olden' GROUP BY ALL ORDER BY first_on, role""",
    )
    assert found.rows() == [
        ("researcher", "Harbour Institute", date(2025, 11, 2), date(2025, 11, 2)),
        ("Analystin", "Harbour Institute", date(2026, 2, 3), date(2026, 2, 3)),
        ("directrice", "Harbour Institute", date(2026, 2, 9), date(2026, 2, 9)),
    ]


def test_the_words_are_those_of_the_kept_text(debate: Live) -> None:
    found = read(
        debate,
        """SELECT count(*) AS n, count(*) FILTER (substr(a.text, q."start" + 1, q."end" - q."start") = q.surface) AS same
           FROM quotations AS q JOIN articles AS a USING (version_id)""",
    )
    assert found.rows() == [(6, 6)]
