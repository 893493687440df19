"""Every number of every trend table against SQL written by hand, on random small warehouses."""

from __future__ import annotations

from datetime import date

import pytest

from tests.transforms.trends.by_hand import TABLES, assert_same, opened, prepare, table
from tests.transforms.trends.test_trends import random_warehouse
from transforms.trends.tables import summarise

pytestmark = pytest.mark.slow

REFERENCE = date(2026, 1, 1)


@pytest.mark.parametrize("seed", range(6))
def test_tables_are_those_of_sql(seed: int) -> None:
    inputs = random_warehouse(seed, 0)
    ours = summarise(inputs, REFERENCE)
    with opened(inputs) as connection:
        prepare(connection)
        for name in TABLES:
            assert_same(ours[name], table(connection, name, REFERENCE))


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_warehouse_gives_the_same_nothing(name: str) -> None:
    from tests.transforms.trends.frames import inputs as made

    assert summarise(made(), REFERENCE)[name].is_empty()
