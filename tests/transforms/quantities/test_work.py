"""Work grows with the length of a text, not faster: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.transforms.quantities.scoring import lexicon_of
from transforms.quantities import find_quantities

pytestmark = pytest.mark.slow

TRAPS = [
    "7", "12 ", "123 ", "1.234.", "1,2,", "[", "([{<", "million ", "million of ", "twenty-",
    "one hundred and ",
    "half a ", "12 new ", "from 2 to ", "between ", "1/2 ", "$", "$ 5 ", "up to ", "«two ", "hundert",
]  # fmt: skip


def calls(text: str, language: str) -> int:
    """How many Python functions finding figures calls."""
    lexicon = lexicon_of(language)
    number = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal number
        number += event in {"call", "c_call"}

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        find_quantities(text, lexicon)
    finally:
        sys.setprofile(former)
    return number


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("language", ["de", "fr"])
def test_work_is_linear(trap: str, language: str) -> None:
    short = (trap * 1500)[:1500]
    assert calls(short * 4, language) <= 4.6 * calls(short, language) + 2000


@pytest.mark.parametrize("trap", ["7", "[(", "zweihundert", "million ", "12 "])
def test_a_long_line_is_read_to_its_end(trap: str) -> None:
    text = (trap * 60_000)[:60_000] + "\n5 Euro"
    assert find_quantities(text, lexicon_of("de"))[-1].surface == "5 Euro"
