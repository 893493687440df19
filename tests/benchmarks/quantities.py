"""Figures against other people's cases and against the clock.

    python -m tests.benchmarks.quantities [--peers PYTHON] [--gold | --pages]

In: `../shared/data/quantities` (Recognizers-Text test cases) and `../shared/data/pages`; `--peers` names an
interpreter that has the peers (see `quantities_peers.py`). Out: F1 on value and unit, ours beside theirs;
with `--pages` articles per second on one core. Refuses: cases outside the contract, counted by reason.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter
from math import isclose
from pathlib import Path
from typing import Any

from tests.gold.build import read_quantity_gold
from tests.transforms.quantities.scoring import Score, lexicon_of
from transforms.quantities import find_quantities
from transforms.quantities.lexicon import Kind, QuantityLexicon
from transforms.quantities.scanner import cut, place
from transforms.quantities.units import country_of, resolve_currency
from transforms.text import normalise_text

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
ONES = frozenset(("one", "a", "ein", "eine", "einen", "un", "une", "una", "uno"))
"""Articles and `one` count nothing in the contract."""
KINDS = ("currency", "percentage", "dimension")
MEASURES = {
    "kilometer": "kilometre", "kilometre": "kilometre", "meter": "metre", "metre": "metre", "mile": "mile",
    "centimeter": "centimetre", "millimeter": "millimetre", "square kilometer": "square_kilometre",
    "square meter": "square_metre", "cubic meter": "cubic_metre", "liter": "litre", "metric ton": "tonne",
    "ton": "tonne", "kilogram": "kilogram", "gram": "gram", "barrel": "barrel", "acre": "acre",
    "foot": "foot", "inch": "inch", "gigabyte": "gigabyte",
}  # fmt: skip
Found = tuple[int, int, float, str]


def iso_of(name: str, language: str) -> str | None:
    """The ISO code that a currency's name stands for: by the tables, English or not, that know its country."""
    books = [lexicon_of(language), lexicon_of("en")]
    books.sort(key=lambda book: not any(country_of(word, book) for word in cut(name, book.scanner)))
    return next((code for book in books if (code := _code(name, book)) is not None), None)


def _code(name: str, lexicon: QuantityLexicon) -> str | None:
    tokens = place(name, 0, cut(name, lexicon.scanner))
    for at in range(len(tokens.words)):
        hit = lexicon.units.at(tokens.words, at)
        if hit is not None and hit[1].kind in {Kind.CURRENCY, Kind.SYMBOL}:
            unit = resolve_currency(tokens, 0, at, hit[0], hit[1], lexicon).unit
            return unit.unit if unit.factor == 1 and unit.unit != "money:unknown" else None
    return None


def unit_of(name: str, kind: str, language: str) -> str | None:
    """The contract's unit for a peer's unit name; None where the contract has none."""
    if kind == "percentage":
        return "percent"
    if kind == "currency":
        return iso_of(name, language)
    measure = MEASURES.get(name.lower())
    return f"count:{measure}" if measure else None


def number_of(text: Any) -> float | None:
    """A peer's value as a number."""
    try:
        return float(str(text).rstrip("%").replace(",", "."))
    except ValueError:
        return None


def expected_of(case: dict[str, Any], kind: str) -> list[Found] | None:
    """The expected figures of a case in the contract's units; None where one has no such unit."""
    found: list[Found] = []
    for item in case["expected"]:
        unit = unit_of(item["resolution"].get("unit", ""), kind, case["lang"])
        if item["text"].split()[0].lower() in ONES:
            return None
        value = number_of(item["resolution"].get("value"))
        if unit is None or value is None:
            return None
        found.append((item["start"], item["end"], value, unit))
    return found


def ours(case: dict[str, Any], kind: str) -> list[Found]:
    """What we find, of the case's kind; a range is its two ends, as the peer gives it."""
    measures = {f"count:{name}" for name in MEASURES.values()}
    found = find_quantities(normalise_text(case["text"]), lexicon_of(case["lang"]))
    return [
        (q.span.start, q.span.end, value, q.unit)
        for q in found
        for value in ((q.value,) if q.value_high is None else (q.value, q.value_high))
        if (kind == "percentage") == (q.unit == "percent")
        and (kind == "dimension") == (q.unit in measures)
        and (kind != "currency" or q.unit.isupper())
    ]


def peer_of(cases: list[tuple[dict[str, Any], str]], python: str, name: str) -> list[list[Found]]:
    """What a peer finds, in the contract's units where it has one."""
    lines = "\n".join(json.dumps({"text": c["text"], "lang": c["lang"], "kind": k}) for c, k in cases)
    script = str(Path(__file__).with_name("quantities_peers.py"))
    run = subprocess.run([python, script, name], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    return [
        [
            (start, end, number, unit_of(unit, kind, case["lang"]) or unit)
            for start, end, value, unit in found
            if (number := number_of(value)) is not None
        ]
        for (case, kind), found in zip(cases, answers, strict=True)
    ]


def count(expected: list[Found], found: list[Found]) -> tuple[int, int, int]:
    """(expected, found, right): right where spans overlap and value and unit agree."""
    left, right = list(found), 0
    for start, end, value, unit in expected:
        for other in left:
            same = other[3] == unit and isclose(other[2], value, rel_tol=5e-3, abs_tol=1e-9)
            if same and other[0] < end and start < other[1]:
                left.remove(other)
                right += 1
                break
    return len(expected), len(found), right


def total(counts: list[tuple[int, int, int]]) -> Score:
    """All cases together."""
    gold, found, right = (sum(column) for column in zip(*counts, strict=True))
    return Score(gold=gold, found=found, right=right)


def cases_of(language: str) -> tuple[list[tuple[dict[str, Any], str]], list[list[Found]], Counter[str]]:
    """Cases in scope with what is expected of them, and how many are out of scope, by reason."""
    cases, wanted, outside = [], [], Counter[str]()
    for path in sorted((SHARED / "quantities").glob(f"recognizers_{language}_*.jsonl")):
        kind = path.stem.rpartition("_")[2]
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            expected = expected_of(case, kind) if kind in KINDS else None
            if expected is None:
                outside[kind if kind in KINDS else f"{kind}: bare numbers, no unit"] += 1
                continue
            cases.append((case, kind))
            wanted.append(expected)
    return cases, wanted, outside


def compare(language: str, python: str | None, has_gold: bool) -> None:
    """Print F1 per kind, ours and the peers'."""
    cases, wanted, outside = gold_cases(language) if has_gold else cases_of(language)
    systems = {"tenor": [ours(case, kind) for case, kind in cases]}
    if python:
        systems["recognizers"] = peer_of(cases, python, "recognizers")
        if language == "en":
            systems["quantulum"] = peer_of(cases, python, "quantulum")
    for kind in (*KINDS, "all"):
        if kind not in {k for _, k in cases} | {"all"}:
            continue
        rows = [i for i, (_, k) in enumerate(cases) if kind in {k, "all"}]
        for name, found in systems.items():
            score = total([count(wanted[i], found[i]) for i in rows])
            figures = f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"
            print(f"{language} {kind:10} {name:12} {len(rows):4} cases  {figures}")
    print(f"{language} out of scope: {dict(outside)}")


def gold_cases(
    language: str,
) -> tuple[list[tuple[dict[str, Any], str]], list[list[Found]], Counter[str]]:
    """The held-back gold's money and percentages, as cases for a comparison; other units are out of scope."""
    cases, wanted, outside = [], [], Counter[str]()
    for item in read_quantity_gold(language, "heldout"):
        for kind in ("currency", "percentage"):
            cases.append((item, kind))
            wanted.append([end for q in item["quantities"] if _kind(q["unit"]) == kind for end in _gold(q)])
        outside["no money, no percentage"] += sum(not _kind(q["unit"]) for q in item["quantities"])
    return cases, wanted, outside


def _kind(unit: str) -> str:
    return "percentage" if unit == "percent" else "currency" if unit.isupper() else ""


def _gold(quantity: dict[str, Any]) -> list[Found]:
    ends = (quantity["value"], quantity["value_high"])
    return [
        (quantity["start"], quantity["end"], value, quantity["unit"]) for value in ends if value is not None
    ]


def articles() -> list[tuple[str, str]]:
    """(language, text) of the expected articles in our languages."""
    rows = [json.loads(x) for x in (SHARED / "pages" / "index.jsonl").read_text().splitlines()]
    found = []
    for row in rows:
        if row["lang"] in {"de", "en", "fr", "it", "es", "pl", "ru", "uk"}:
            page = json.loads((SHARED / "pages" / row["expected"]).read_text(encoding="utf-8"))
            found.append((row["lang"], normalise_text("\n".join([page["title"], *page["paragraphs"]]))))
    return found


def speed() -> None:
    """Print articles per second of processor time, the best of five rounds."""
    texts = articles()
    for language in {language for language, _ in texts}:
        lexicon_of(language)
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for language, text in texts:
            find_quantities(text, lexicon_of(language))
        rounds.append(time.process_time() - start)
    size = sum(len(text) for _, text in texts) / len(texts)
    print(f"{len(texts) / min(rounds):.0f} articles/s of {size:.0f} characters on average (floor 300)")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--peers")
    options.add_argument("--pages", action="store_true")
    options.add_argument("--gold", action="store_true")
    given = options.parse_args()
    if given.pages:
        speed()
    else:
        for tongue in ("de", "en", "fr", "it", "es"):
            compare(tongue, given.peers, given.gold)
