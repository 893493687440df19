"""A live warehouse that holds the made-up inputs of the trend benchmark.

In: the parquet files of `tests.benchmarks.trends.make`. Out: base tables whose views are those inputs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from warehouse.connection import Live, execute, read, transaction
from warehouse.trends import TRENDS

COMMON: Final = (
    """article_id AS version_id, 1 AS "end", 'x' AS surface, 'x' AS annotator, '1' AS annotator_version"""
)
FILLS: Final = {
    "sources": """SELECT source_id, source_id AS name, source_id AS domain, country, language, kind,
        true AS is_listed FROM rows""",
    "captures": """SELECT article_id AS capture_id, 'seed:x' AS url, 'seed:x' AS final_url, 'documents' AS source_id,
        TIMESTAMP '2024-01-01' AS fetched_at, 200 AS status, 'x' AS body_sha256, false AS is_truncated, 'x' AS file,
        0 AS file_offset, 0 AS file_length FROM rows WHERE is_seed""",
    "versions": """SELECT version_id, article_id, CASE WHEN is_seed THEN article_id END AS capture_id,
        CASE WHEN is_seed THEN 'documents' ELSE source_id END AS source_id, [] AS authors, published_on, language,
        false AS is_paywalled, 0 AS body_start, 100 AS n_words, CAST(article_id AS VARCHAR) AS text_sha256,
        published_on AS first_seen_at, published_on AS last_seen_at, 'x' AS extractor,
        '1' AS extractor_version FROM rows""",
    "relevance": """SELECT version_id, on_topic, 0.5 AS topic_score, 'relevance' AS annotator,
        '1' AS annotator_version FROM rows""",
    "origins": "SELECT article_id, version_id, origin_id, 'x' AS method FROM rows WHERE origin_id <> article_id",
    "tallies": """SELECT source_id, day, 4 AS n_polls, CASE WHEN is_gap THEN 4 ELSE 0 END AS n_polls_failed,
        9 AS n_listed, 9 AS n_fetched, 0 AS n_not_modified, 0 AS n_robots, 0 AS n_reserved FROM rows""",
    "quantities": f"""SELECT row_number() OVER () AS quantity_id, {COMMON}, value, value_high,
        unit, 'exact' AS approx, cited_by, "start" FROM rows""",
    "figures": "SELECT row_number() OVER () AS quantity_id, figure_id, figure_label FROM rows",
    "quotations": f"""SELECT {COMMON}, 0 AS "start", 'direct' AS type, speaker_person_id AS person_id FROM rows""",
    "speakers": f"""SELECT {COMMON}, person_id, name, kind, role, affiliation,
        [] AS former_roles, [] AS former_affiliations, 0 AS n_quotations, "start" FROM rows""",
    "mentions": f"""SELECT {COMMON}, 0 AS "start", person_id, name, is_organisation FROM rows""",
    "stances": f"""SELECT {COMMON}, 0 AS "start", level, holder, holder_kind, target, polarity FROM rows""",
}  # fmt: skip
FILES: Final = {
    "captures": "articles", "versions": "articles", "relevance": "articles", "origins": "articles",
    "tallies": "coverage", "quantities": "figures",
}  # fmt: skip


def fill(live: Live, directory: Path) -> None:
    """Write the inputs that lie in `directory` into the base tables."""
    with transaction(live):
        for table, statement in FILLS.items():
            file = directory / f"{FILES.get(table, table)}.parquet"
            rows = f"WITH rows AS (FROM '{file}') {statement}"
            execute(live, f"INSERT INTO store.{table} BY NAME {rows}")
        execute(live, "DELETE FROM store.settings WHERE name = 'primary_annotator'")
        execute(live, "INSERT INTO store.settings VALUES ('primary_annotator', 'x')")


DAY: Final = "(SELECT max(published_on) FROM store.versions)"


def hold_back_last_day(live: Live) -> int:
    """Take the articles of the last day away, and what was polled on it (nothing failed); how many there are."""
    execute(live, f"CREATE TEMP TABLE held AS FROM store.versions WHERE published_on = {DAY}")
    execute(
        live,
        "CREATE TEMP TABLE polled AS FROM store.tallies WHERE day = (SELECT max(published_on) FROM held)",
    )
    execute(live, "DELETE FROM store.versions WHERE version_id IN (SELECT version_id FROM held)")
    execute(live, "DELETE FROM store.tallies WHERE day IN (SELECT day FROM polled)")
    return int(read(live, "SELECT count(*) AS n FROM held").item())


def bring_off_topic(live: Live) -> None:
    """The part of that day that is off the topic comes in."""
    execute(live, "INSERT INTO store.tallies SELECT * REPLACE (0 AS n_polls_failed) FROM polled")
    execute(live, f"INSERT INTO store.versions FROM held WHERE version_id IN ({OFF})")


OFF: Final = "SELECT version_id FROM store.relevance WHERE NOT on_topic"


def bring_on_topic(live: Live) -> None:
    """The rest of it."""
    execute(live, f"INSERT INTO store.versions FROM held WHERE version_id NOT IN ({OFF})")


def merge_persons(live: Live) -> None:
    """Two persons turn out to be one."""
    execute(live, "INSERT INTO store.person_overrides VALUES ('person-0001', NULL, NULL, 'person-0002')")


def contents(live: Live) -> list[tuple[object, ...]]:
    """Rows, and the sum of their hashes, of every trend table."""
    return [
        read(live, f"SELECT count(*) AS n, sum(hash(t)) AS hashes FROM {name} AS t").row(0) for name in TRENDS
    ]
