"""The report from the published warehouse.

In: the published warehouse, the topic's title. Out: one HTML file. Refuses: figures that
the warehouse does not hold.
"""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from flows.report import VIEWS, render_report, write_report
from flows.seeds import read_topic
from flows.settings import Settings
from warehouse.query import read_published


def report(settings: Settings, target: Path, now: datetime) -> Path:
    """Write the report to `target`."""
    topic = read_topic(settings.seeds)
    page = render_report(
        {view: read_published(settings.data, view) for view in VIEWS},
        title=str(topic.get("title", topic.get("topic", "Tenor"))),
        description=" ".join(str(topic.get("description", "")).split()),
        made_at=now,
        version=version("tenor"),
    )
    return write_report(target, page)
