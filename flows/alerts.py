"""What somebody should be told of after a publication: events, an artifact, lines in the log.

In: the published warehouse, what was told before. Out: each alert once, as a Prefect event that lists the rows
behind it; a table of what moved. Refuses: telling twice; failing a pass that has done its work.

Import this only after `prepare_prefect`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.context import FlowRunContext
from prefect.events import emit_event

from flows.logs import logger
from flows.publishing import report_of
from flows.runs import UNTOLD
from flows.settings import Settings
from warehouse.alerts import read_alerts, read_movements
from warehouse.manifest import write_json

EVENT: Final = "tenor.alert"
TOLD: Final = "alerts.json"
"""Beside the warehouse: the subjects that were told, by kind."""
FROM_NOW_ON: Final = frozenset({"figure_disputed"})
"""Kinds of which the first publication is the state from which news is told."""
MOST_ROWS: Final = 20
SAYS: Final = {
    "figure_disputed": "a figure is newly in dispute",
    "stance_shift": "a stance has moved beyond its interval",
    "source_silent": "a source has fallen silent",
    "annotations_refused": "unusually many annotations were refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to tell, with the rows that caused it."""

    kind: str
    subject: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def line(self) -> str:
        """What a person reads."""
        return f"{SAYS[self.kind]}: {self.subject} ({len(self.rows)} rows)"


def tell_news(settings: Settings, now: datetime) -> list[Alert]:
    """Tell what is new since the last publication; what was told."""
    path = settings.data / TOLD
    told = read_told(path)
    found = find_alerts(settings.data, now)
    news = [alert for alert in found if is_news(alert, told)]
    for alert in news:
        logger().warning(alert.line, extra={"alert": alert.kind, "subject": alert.subject})
    if FlowRunContext.get() is not None:
        try:
            for alert in news:
                emit(alert)
            leave_artifacts(settings, now, found, news)
        except UNTOLD as error:
            logger().warning("the server was not told what moved: %s", error)
    remember(path, found)
    return news


def find_alerts(data: Path, now: datetime) -> list[Alert]:
    """Everything that holds now, told or not."""
    frames = read_alerts(data, now.date())
    return [alert for kind, rows in frames.items() for alert in _by_subject(kind, rows)]


def _by_subject(kind: str, frame: pl.DataFrame) -> Iterator[Alert]:
    for subject in frame["subject"].unique(maintain_order=True):
        rows = frame.filter(pl.col("subject") == subject).drop("subject")
        yield Alert(kind=kind, subject=str(subject), rows=[plain(row) for row in rows.iter_rows(named=True)])


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it."""
    return {
        name: value if isinstance(value, int | float | str | bool | None) else str(value)
        for name, value in row.items()
    }


def read_told(path: Path) -> dict[str, list[str]] | None:
    """What was told before; None where nothing was ever looked at, or the file is no longer one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def is_news(alert: Alert, told: Mapping[str, Sequence[str]] | None) -> bool:
    """Whether it was not told before."""
    if told is None:
        return alert.kind not in FROM_NOW_ON
    return alert.subject not in told.get(alert.kind, ())


def remember(path: Path, alerts: Sequence[Alert]) -> None:
    """Keep what holds now, in one step; what ends and comes again is told again."""
    kept: dict[str, list[str]] = {}
    for alert in alerts:
        kept.setdefault(alert.kind, []).append(alert.subject)
    write_json(path, kept)


def emit(alert: Alert) -> None:
    """One event, for automations."""
    emit_event(
        event=f"{EVENT}.{alert.kind}",
        resource={
            "prefect.resource.id": f"tenor.{alert.kind}.{alert.subject}",
            "prefect.resource.name": alert.line,
        },
        payload={"line": alert.line, "n_rows": len(alert.rows), "rows": list(alert.rows[:MOST_ROWS])},
    )


def leave_artifacts(settings: Settings, now: datetime, found: Sequence[Alert], news: Sequence[Alert]) -> None:
    """A page on what moved and what is to be told; a link to the report."""
    page = page_of(read_movements(settings.data, now.date()), found, news)
    create_markdown_artifact(
        markdown=page, key="tenor-movements", description="What moved in the last full week"
    )
    report = report_of(settings)
    if report.exists():
        create_link_artifact(link=report.resolve().as_uri(), link_text=report.name, key="tenor-report")


def page_of(movements: Mapping[str, pl.DataFrame], found: Sequence[Alert], news: Sequence[Alert]) -> str:
    """Markdown: alerts, then a table for each kind of movement."""
    parts = ["## Alerts", *(f"- {'**new** ' if alert in news else ''}{alert.line}" for alert in found)]
    if not found:
        parts.append("None.")
    for name, rows in movements.items():
        parts += ["", f"## {name.capitalize()}: the last full week against the one before", ""]
        parts += _table(rows) if rows.height else ["Nothing moved."]
    return "\n".join(parts)


def _table(rows: pl.DataFrame) -> list[str]:
    lines = ["| " + " | ".join(rows.columns) + " |", "|" + " --- |" * rows.width]
    return lines + ["| " + " | ".join(map(_cell, row)) + " |" for row in rows.iter_rows()]


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return "" if value is None else " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")
