"""The fitted model of names of one language.

In: the tables `persons_model` and `persons_clusters`. Out: `NameModel`. Refuses: fitting; that is what
`tests/benchmarks/persons_fit.py` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vocabulary import Row, Tables

LABELS = ("B", "I", "G", "O")
"""First word of a person's name, further word of it, word of an organisation's name, other word."""
Weights = tuple[float, float, float, float]
NO_WEIGHT: Weights = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of one token, whatever stands beside it."""

    low: str
    shape: str
    cluster: str
    lists: str


@dataclass(frozen=True, eq=False)
class NameModel:
    """Weights of signs per label, weights of steps between labels, and the clusters of words."""

    weights: Mapping[str, Weights]
    steps: tuple[Weights, ...]
    clusters: Mapping[str, str]
    known: dict[str, Marks] = field(default_factory=dict)
    """What lists and clusters say of words met before."""
    sums: dict[tuple[str, int], Weights] = field(default_factory=dict)
    """Summed weights of words met before: for themselves (0), or for the word from which they are so many away."""


def build_name_model(tables: Tables) -> NameModel | None:
    """The model of a language's tables `persons_model` and `persons_clusters`; None where there is none."""
    rows = tables.get("persons_model", ())
    if not rows:
        return None
    weights = {row["sign"]: _weights(row) for row in rows}
    steps = tuple(weights.pop(f"step {label}") for label in LABELS)
    clusters = {
        word: row["path"] for row in tables.get("persons_clusters", ()) for word in row["words"].split("|")
    }
    return NameModel(weights, steps, clusters)


def _weights(row: Row) -> Weights:
    first, inner, body, other = (float(row[label]) for label in LABELS)
    return first, inner, body, other
