"""Parquet files for analysts, with what a reader must know beside them.

In: the published warehouse. Out: a directory of parquet with `datapackage.json` and a manifest. Refuses: full
texts, unless asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from flows.quality import read_quality
from flows.seeds import read_topic
from flows.settings import Settings, UsageError
from warehouse.archive import export_warc
from warehouse.export import export_parquet
from warehouse.manifest import Manifest

LICENCE_NOTE: Final = (
    "Titles, sentences and quotations belong to their sources and are given as evidence, for research and review: "
    "before passing them on, see what the law of your country and each source allow. Annotations and counts are "
    "facts about texts; Tenor claims no right in them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    target: Path
    manifest: Manifest

    @property
    def n_files(self) -> int:
        """Parquet files."""
        return len(self.manifest.files)

    @property
    def n_rows(self) -> int:
        """Rows in all of them."""
        return sum(file.n_rows for file in self.manifest.files)

    def as_json(self) -> str:
        """The manifest as one line."""
        return json.dumps(self.manifest.as_json(), ensure_ascii=False)


def export(settings: Settings, target: Path, *, since: date | None, with_text: bool) -> Exported:
    """Write the published warehouse to `target` as partitioned parquet."""
    about = about_export(settings)
    manifest = export_parquet(settings.data, target, since, with_text=with_text, about=about)
    return Exported(target=target, manifest=manifest)


def export_archive(settings: Settings, target: Path, *, since: date | None) -> int:
    """Write the archived responses to one `.warc.gz`; how many. Refuses an archive with nothing in it."""
    if not any(settings.archive.glob("*/*.warc.zst")):
        raise UsageError(f"{settings.archive}: nothing archived yet; run `tenor run` first")
    if not target.name.endswith(".warc.gz"):
        raise UsageError(f"{target}: give it a name that ends in .warc.gz, so that others know what it is")
    return export_warc(settings.archive, target, since)


def about_export(settings: Settings) -> dict[str, Any]:
    """What `datapackage.json` says beyond the tables: the topic, whose the texts are, what annotators score."""
    topic = read_topic(settings.seeds)
    return {
        "title": f"{topic.get('title', topic.get('topic', 'Discourse'))}: discourse monitored by Tenor",
        "licence_note": LICENCE_NOTE,
        "quality": read_quality(settings.seeds),
    }
