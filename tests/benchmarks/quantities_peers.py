"""Runs a peer on cases given as JSON Lines: for an interpreter of its own, in which the peers are installed.

In: on stdin, one `{"text", "lang", "kind"}` a line; the peer's name as the only argument. Out: on stdout, one
list of `[start, end, value, unit]` a line, as the peer gives them. Refuses other names.

    python -m venv ../peers && ../peers/bin/pip install ms-recognizers-text-suite quantulum3
    python -m tests.benchmarks.quantities --peers ../peers/bin/python
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Found = list[list[Any]]


def recognizers() -> Callable[[dict[str, str]], Found]:
    """The model of Recognizers-Text that fits the kind of the case."""
    from ms_recognizers_number import recognize_percentage
    from ms_recognizers_number_with_unit import recognize_currency, recognize_dimension
    from ms_recognizers_text import Culture

    cultures = {
        "de": Culture.German,
        "en": Culture.English,
        "fr": Culture.French,
        "it": Culture.Italian,
        "es": Culture.Spanish,
    }
    models = {
        "currency": recognize_currency,
        "percentage": recognize_percentage,
        "dimension": recognize_dimension,
    }

    def run(case: dict[str, str]) -> Found:
        try:
            results = models[case["kind"]](case["text"], cultures[case["lang"]])
        except (KeyError, ValueError, AttributeError, IndexError, TypeError):
            return []
        return [
            [r.start, r.end + 1, r.resolution.get("value"), r.resolution.get("unit", "percent")]
            for r in results
            if r.resolution
        ]

    return run


def quantulum() -> Callable[[dict[str, str]], Found]:
    """quantulum3, which knows English alone."""
    from quantulum3 import parser

    def run(case: dict[str, str]) -> Found:
        return [
            [q.span[0], q.span[1], str(q.value), q.unit.name]
            for q in parser.parse(case["text"], lang="en_US")
        ]

    return run


if __name__ == "__main__":
    peer = {"recognizers": recognizers, "quantulum": quantulum}[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(peer(json.loads(line))), flush=True)
