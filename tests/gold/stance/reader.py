"""Reads the stance gold: a file per language and half or set goes in, annotated articles come out.

Refused with `ValueError`: a holder or evidence that the text does not hold, evidence that occurs more than
once without context, an unknown target or polarity, a heading or an annotation line out of shape.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TypedDict

HERE = Path(__file__).resolve().parent
LANGUAGES = ("de", "en", "fr", "pl", "it", "es", "ru", "uk")
HALVES = ("dev", "heldout")
SETS = ("dev2", "fresh")
"""Two later sets: `dev2` is read like `dev`, `fresh` is only scored. A language may lack them."""
EXTRA = "extra"
"""A third set, smaller, free to read; weights are fitted on it and on `dev`."""
TARGETS = (
    "coalition_of_the_willing",
    "troop_deployment",
    "security_guarantees",
    "military_aid",
    "ceasefire_deal",
    "eu_nato_policy",
)
POLARITIES = ("favor", "against", "mixed", "neutral")
CAMPS = (
    "government",
    "thinktank",
    "left",
    "right",
    "russian_state",
    "ukrainian",
    "agency",
    "broadsheet",
    "oped",
    "interview",
)


class GoldStance(TypedDict):
    """A holder's polarity toward a target; offsets are code points, end exclusive."""

    holder: str
    target: str
    polarity: str
    start: int
    end: int
    surface: str


class GoldArticle(TypedDict):
    """One article with its stances and its overall message per target."""

    id: str
    lang: str
    camp: str
    text: str
    stances: list[GoldStance]
    article_stance: dict[str, str]


def read_stance_gold(lang: str, half: str) -> list[GoldArticle]:
    """The articles of one language and half or set, in the order of the file."""
    raw = (HERE / f"{lang}.{half}.txt").read_text(encoding="utf-8")
    return parse(unicodedata.normalize("NFC", raw), lang)


def has_stance_gold(lang: str, half: str) -> bool:
    """Whether the language has a file of that half or set."""
    return (HERE / f"{lang}.{half}.txt").exists()


def parse(raw: str, lang: str) -> list[GoldArticle]:
    """Every `=== id | camp` block of `raw` as an article."""
    blocks = re.split(r"^=== ", raw, flags=re.MULTILINE)
    return [_article(block, lang) for block in blocks[1:]]


def _article(block: str, lang: str) -> GoldArticle:
    heading, _, body = block.partition("\n")
    name, camp = _cells(heading, 2)
    if camp not in CAMPS:
        raise ValueError(f"{name}: unknown camp {camp!r}")
    lines = body.splitlines()
    text = "\n".join(line for line in lines if not line.startswith("@")).strip()
    stances = [_stance(line[2:], text, name) for line in lines if line.startswith("@ ")]
    labels = dict(_label(line[3:], name) for line in lines if line.startswith("@@ "))
    return {
        "id": name,
        "lang": lang,
        "camp": camp,
        "text": text,
        "stances": stances,
        "article_stance": labels,
    }


def _cells(line: str, n: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != n or not all(cells):
        raise ValueError(f"expected {n} cells: {line!r}")
    return cells


def _stance(line: str, text: str, name: str) -> GoldStance:
    holder, target, polarity, evidence = _cells(line, 4)
    _check(target, polarity, name)
    if holder != "text" and holder not in text:
        raise ValueError(f"{name}: the text does not name {holder!r}")
    start, end = _find(evidence, text, name)
    return {
        "holder": holder,
        "target": target,
        "polarity": polarity,
        "start": start,
        "end": end,
        "surface": text[start:end],
    }


def _label(line: str, name: str) -> tuple[str, str]:
    target, polarity = _cells(line, 2)
    _check(target, polarity, name)
    return target, polarity


def _check(target: str, polarity: str, name: str) -> None:
    if target not in TARGETS or polarity not in POLARITIES:
        raise ValueError(f"{name}: unknown {target!r} or {polarity!r}")


def _find(evidence: str, text: str, name: str) -> tuple[int, int]:
    """Where the evidence stands; `left [[evidence]] right` singles out one of several places."""
    left, bracket, rest = evidence.partition("[[")
    inner, _, right = rest.partition("]]") if bracket else (left, "", "")
    whole = left + inner + right if bracket else inner
    if text.count(whole) != 1:
        raise ValueError(f"{name}: {text.count(whole)} places hold {whole!r}")
    start = text.index(whole) + (len(left) if bracket else 0)
    return start, start + len(inner)
