"""All trend tables by name.

In: the views as lazy frames. Out: one frame per table, one by one or together. Refuses: half a set.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Final

import polars as pl

from transforms.trends.counting import TrendInputs
from transforms.trends.experts import summarise_experts
from transforms.trends.figures import summarise_disagreement, summarise_figures
from transforms.trends.seed_echo import summarise_seed_echo
from transforms.trends.stance import summarise_stance
from transforms.trends.volume import summarise_volume

TRENDS: Final[Mapping[str, Callable[[TrendInputs], pl.DataFrame]]] = {
    "trend_volume": summarise_volume,
    "trend_stance": summarise_stance,
    "trend_figures": summarise_figures,
    "trend_experts": summarise_experts,
    "trend_disagreement": summarise_disagreement,
}


ECHO: Final = "trend_seed_echo"
_BASE: Final = ("articles", "sources", "gaps")
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "trend_volume": ("articles", "sources", "coverage"),
    "trend_stance": (*_BASE, "stances"),
    "trend_figures": (*_BASE, "figures"),
    "trend_experts": (*_BASE, "quotations", "speakers", "mentions"),
    "trend_disagreement": (*_BASE, "figures"),
    ECHO: ("articles", "gaps", "stances", "figures", "quotations", "speakers", "mentions"),
}
"""Table to the inputs that can change it; `gaps` are the rows of `coverage` with a gap, and no more of it."""


def inputs_for(tables: Collection[str]) -> set[str]:
    """The fields of `TrendInputs` that these tables need; the others may be empty."""
    needs = {need for table in tables for need in NEEDS[table]}
    return {"coverage" if need == "gaps" else need for need in needs}


def each_table(
    inputs: TrendInputs, reference_on: date | None, tables: Collection[str] = tuple(NEEDS)
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each of `tables` with its name, one after the other, so that none need be held while the next is built.

    `reference_on` dates a seed document that states no date.
    """
    for name, build in TRENDS.items():
        if name in tables:
            yield name, build(inputs)
    if ECHO in tables:
        yield ECHO, summarise_seed_echo(inputs, reference_on)


def summarise(inputs: TrendInputs, reference_on: date | None) -> dict[str, pl.DataFrame]:
    """Every trend table by name, together."""
    return dict(each_table(inputs, reference_on))
