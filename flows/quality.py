"""What annotators score on labelled texts, as it ships with the seeds.

In: `seeds/quality.yaml`. Out: rows of annotator, data set, measure, score. Refuses: a score without the data
set it was measured on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from flows.seeds import LOADER, SEEDS, SeedError

COLUMNS = ("annotator", "version", "data_set", "split", "measure", "score", "command")


def read_quality(seeds: Path = SEEDS) -> list[dict[str, Any]]:
    """The rows of `quality.yaml`; none where the file is missing."""
    path = seeds / "quality.yaml"
    if not path.exists():
        return []
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or []
    for row in rows:
        missing = [name for name in COLUMNS if not isinstance(row, dict) or name not in row]
        if missing:
            raise SeedError(f"{path}: a row lacks {', '.join(missing)}; every score says how it was measured")
    return [{name: row[name] for name in COLUMNS} for row in rows]
