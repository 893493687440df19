"""Every check finds the breach that it is for, and nothing in a sound warehouse."""

from __future__ import annotations

import pytest

from tests.warehouse.passes import whole_pass
from warehouse.checks import checks, run_checks
from warehouse.connection import Live, execute

pytestmark = pytest.mark.slow

BREACHES = {
    "figure_spans": 'UPDATE store.quantities SET "start" = "start" + 1',
    "quotation_spans": 'UPDATE store.quotations SET "end" = "end" - 1',
    "cue_spans": "UPDATE store.quotations SET cue = 'stated'",
    "speaker_spans": "UPDATE store.speakers SET surface = 'Somebody'",
    "mention_spans": 'UPDATE store.mentions SET "start" = 0',
    "stance_spans": "UPDATE store.stances SET surface = lower(surface)",
    "topic_spans": 'UPDATE store.topic_mentions SET "start" = 1, "end" = 2',
    "orphan_annotations": "UPDATE store.quantities SET version_id = 1",
    "orphan_extractions": "UPDATE store.extractions SET version_id = 1",
    "double_rows": "INSERT INTO store.pages SELECT * FROM store.pages LIMIT 1",
    "double_articles": "INSERT INTO store.sources SELECT * FROM store.sources",
    "changed_texts": "UPDATE store.versions SET text = text || ' '",
    "stale_rows": "UPDATE store.annotated SET annotator_version = '2'",
    "impossible_ranges": "UPDATE store.quantities SET value_high = value - 1",
    "unknown_words": "UPDATE store.stances SET polarity = 'pro'",
    "future_dates": "UPDATE store.versions SET published_on = DATE '2030-01-01'",
    "ancient_dates": "UPDATE store.versions SET published_on = DATE '1901-01-01'",
    "unknown_sources": "UPDATE store.versions SET source_id = 'nobody'",
    "lost_figures": "INSERT INTO store.figures VALUES (1, 1, 'x')",
    "stances_off_topic": "UPDATE store.relevance SET on_topic = false",
    "no_primary": "UPDATE store.settings SET value = 'model' WHERE name = 'primary_annotator'",
    "refused_rows": "UPDATE store.annotated SET n_rejected = 5",
    "trends_behind": "UPDATE trend_volume SET n_articles = n_articles + 1",
}


def found(live: Live) -> set[str]:
    return {result.name for result in run_checks(live) if result.n_breaches}


def test_a_sound_warehouse_passes_all(live: Live) -> None:
    assert found(live) == set()
    whole_pass(live)
    assert found(live) == set()
    assert {check.name for check in checks()} == set(BREACHES)


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found_and_shown(whole: Live, name: str) -> None:
    execute(whole, BREACHES[name])
    result = next(result for result in run_checks(whole) if result.name == name)
    assert result.n_breaches > 0
    assert result.example


def test_an_expired_text_is_no_breach(whole: Live) -> None:
    execute(whole, "UPDATE store.versions SET text = NULL")
    assert found(whole) == set()
