"""Reads the relevance gold: `=== id | lang | on|off | kind` blocks go in, labelled texts come out.

`about` and `passing` texts are on topic, `confounder` (the phrase in another sense) and `none` (the subject
without the coalition) are off topic; any other pairing is refused with `ValueError`.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TypedDict

HERE = Path(__file__).resolve().parent
HALVES = ("dev", "heldout")
KINDS = {"on": ("about", "passing"), "off": ("confounder", "none")}


class GoldRelevance(TypedDict):
    """One text and whether it is about the coalition."""

    id: str
    lang: str
    is_on_topic: bool
    kind: str
    text: str


def read_relevance_gold(half: str) -> list[GoldRelevance]:
    """The texts of one half, in the order of the file."""
    raw = unicodedata.normalize("NFC", (HERE / f"{half}.txt").read_text(encoding="utf-8"))
    return [_text(block) for block in re.split(r"^=== ", raw, flags=re.MULTILINE)[1:]]


def _text(block: str) -> GoldRelevance:
    heading, _, body = block.partition("\n")
    name, lang, side, kind = (cell.strip() for cell in heading.split("|"))
    if kind not in KINDS.get(side, ()):
        raise ValueError(f"{name}: {side!r} does not go with {kind!r}")
    return {"id": name, "lang": lang, "is_on_topic": side == "on", "kind": kind, "text": body.strip()}
