"""What analysts decided about who is who: `persons.csv` in the data directory, which outlives every rebuild.

In: the file, if there is one. Out: rows for the warehouse. Refuses: merges that run in a circle.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.seeds import read_table
from flows.settings import UsageError
from transforms.identity import build_identity_changes

FILE = "persons.csv"
SCHEMA = {
    "person_id": pl.String,
    "article_id": pl.Int64,
    "surface": pl.String,
    "to_person_id": pl.String,
}


def read_identities(data: Path) -> pl.DataFrame:
    """Merges and splits: columns person_id, article_id, surface (null: anywhere), to_person_id.

    The file's columns are `person_id`, `name`, `becomes`; `-` as name merges all of a person, a name splits
    off the mentions in just those words.
    """
    path = data / FILE
    if not path.exists():
        return pl.DataFrame(schema=SCHEMA)
    try:
        changes = build_identity_changes(read_table(path))
    except KeyError as error:
        raise UsageError(f"{path}: no column {error}; its header is person_id,name,becomes") from error
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error
    rows = [
        {
            "person_id": person,
            "article_id": None,
            "surface": None if name == "-" else name,
            "to_person_id": becomes,
        }
        for (person, name), becomes in sorted(changes.items())
    ]
    return pl.DataFrame(rows, schema=SCHEMA)
