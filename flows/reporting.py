"""The report from the published warehouse.

In: the published warehouse, the topic's titles and definitions. Out: one HTML file. Refuses: figures that the
warehouse does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.quality import read_quality
from flows.report import VIEWS, About, render_report, write_report
from flows.report.fixed import read_fixed
from flows.seeds import read_topic
from flows.settings import Settings
from warehouse.query import read_views


def report(settings: Settings, target: Path, now: datetime) -> Path:
    """Write the report to `target`."""
    views = read_views(settings.data, VIEWS)
    return write_report(target, render_report(views, about_topic(settings, now), read_fixed(settings.cache)))


def about_topic(settings: Settings, now: datetime) -> About:
    """What the page says of the topic and of itself."""
    topic = read_topic(settings.seeds)
    return About(
        title=str(topic.get("title", topic.get("topic", "Tenor"))),
        description=_line(topic.get("definition", "")),
        targets={str(key): _target(str(key), facts) for key, facts in topic.get("targets", {}).items()},
        made_at=now,
        version=version("tenor"),
        quality=read_quality(settings.seeds),
    )


def _target(key: str, facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": str(facts.get("title", key.replace("_", " "))),
        "definition": _line(facts.get("definition", "")),
    }


def _line(text: object) -> str:
    return " ".join(str(text).split())
