"""Read the gold texts of this folder into plain dicts with code-point spans.

In: `quantities/<lang>.<half>.txt` and `quotations/<lang>.<half>.txt`;
half = dev | heldout; README.md describes the mark-up.
Out: lists of dicts that `json.dumps` takes as they are; `text[start:end] == surface`, end exclusive.
Refuses, with `GoldError` naming file and item: unbalanced marks, unknown fields, values that are no numbers,
quotations without content, keys that no speaker line declares.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HALVES = ("dev", "heldout")
APPROX = {"exact", "about", "under", "over", "at_least", "at_most", "range"}
KINDS = {"expert", "politician", "official", "military", "journalist", "author", "organisation", "other"}
TYPES = {"d": "direct", "i": "indirect", "m": "mixed"}

_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")
_SPACE = re.compile(r"\{(202f|a0|2009)\}")
_OPEN = re.compile(r"⟦(\d+(?:,\d+)*)([dimqs]):")


class GoldError(ValueError):
    """A gold file breaks its own mark-up."""


def _unescape(text: str) -> str:
    return _SPACE.sub(lambda m: chr(int(m[1], 16)), text)


def _read(kind: str, lang: str, half: str) -> str:
    return (HERE / kind / f"{lang}.{half}.txt").read_text(encoding="utf-8")


def _value(text: str) -> tuple[float, float | None]:
    low, _, high = text.partition("..")
    return float(low), float(high) if high else None


def _extra(field: str) -> dict[str, Any]:
    name, _, value = field.partition("=")
    if name == "cited_by" and value:
        return {"cited_by": value}
    if field in {"doubt=1", "vague"}:
        return {name: True}
    raise ValueError(f"unknown field {field!r}")


def _quantity(start: int, body: str) -> dict[str, Any]:
    surface, value, unit, approx, *extras = body.split("|")
    if approx not in APPROX or not surface:
        raise ValueError(f"bad approx or surface in {body!r}")
    low, high = _value(value)
    found = {
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "value": low,
        "value_high": high,
    }
    found |= {"unit": unit, "approx": approx, "cited_by": None, "doubt": False, "vague": False}
    for field in extras:
        found |= _extra(field)
    return found


def parse_sentence(line: str) -> dict[str, Any]:
    """`{text, quantities}` of one marked-up line; ValueError where the mark-up is broken."""
    text, quantities, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        quantities.append(_quantity(len(text), mark[1]))
        text += quantities[-1]["surface"]
        at = mark.end()
    text += line[at:]
    if re.search("[⟦⟧|{}]", text):
        raise ValueError("unbalanced mark-up")
    return {"text": text, "quantities": quantities}


def read_quantity_gold(lang: str, half: str) -> list[dict[str, Any]]:
    """Items `{id, lang, text, quantities}`.

    A quantity is `{start, end, surface, value, value_high, unit, approx, cited_by, doubt, vague}`.
    """
    items: list[dict[str, Any]] = []
    for line in _read("quantities", lang, half).splitlines():
        if not line or line.startswith("#"):
            continue
        key = f"{lang}-{half}-{len(items) + 1:03}"
        try:
            items.append({"id": key, "lang": lang, **parse_sentence(_unescape(line))})
        except ValueError as error:
            raise GoldError(f"quantities {key}: {error}") from error
    return items


def _span(text: str, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "surface": text[start:end]}


def _marks(marked: str) -> tuple[str, list[tuple[str, str, int, int]]]:
    """The plain text and (number, letter, start, end) for every mark; marks may nest."""
    text, spans, stack, at = "", [], [], 0
    while at < len(marked):
        opened = _OPEN.match(marked, at)
        if opened:
            stack.append((opened[1].split(","), opened[2], len(text)))
            at = opened.end()
            continue
        if marked[at] == "⟧":
            if not stack:
                raise ValueError("unbalanced mark-up")
            numbers, letter, start = stack.pop()
            spans += [(number, letter, start, len(text)) for number in numbers]
        elif marked[at] == "⟦":
            raise ValueError(f"bad mark {marked[at : at + 12]!r}")
        else:
            text += marked[at]
        at += 1
    if stack:
        raise ValueError("unbalanced mark-up")
    return text, spans


def _quotation(text: str, spans: list[tuple[str, int, int]], name: str | None) -> dict[str, Any]:
    letters = {letter for letter, _, _ in spans} & set(TYPES)
    if len(letters) != 1:
        raise ValueError(f"one type per quotation, not {sorted(letters)}")
    letter = letters.pop()
    cue, speaker = (next((_span(text, s, e) for k, s, e in spans if k == part), None) for part in "qs")
    content = sorted([s, e] for k, s, e in spans if k == letter)
    return {"content": content, "cue": cue, "speaker": speaker, "speaker_name": name, "type": TYPES[letter]}


def _speaker(line: str) -> tuple[str, dict[str, Any]]:
    key, name, kind, role, affiliation = (part.strip() for part in line[1:].split("|"))
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    return key, {"name": name, "kind": kind, "role": role or None, "affiliation": affiliation or None}


def parse_article(block: str) -> dict[str, Any]:
    """`{text, quotations, speakers}` of one block; ValueError or KeyError where the mark-up is broken."""
    lines = _unescape(block).strip("\n").split("\n")
    speakers = dict(_speaker(line) for line in lines if line.startswith("@"))
    owners = dict(re.findall(r"(\d+)(\w+|-)", " ".join(x[1:] for x in lines if x.startswith(">"))))
    text, spans = _marks("\n".join(x for x in lines if not x.startswith(("@", ">"))).strip("\n"))
    numbers = sorted({number for number, *_ in spans}, key=int)
    if set(numbers) != set(owners):
        raise ValueError(f"declared {sorted(owners)}, marked {numbers}")
    quotations = [
        _quotation(
            text,
            [(k, s, e) for n, k, s, e in spans if n == number],
            None if owners[number] == "-" else speakers[owners[number]]["name"],
        )
        for number in numbers
    ]
    return {"text": text, "quotations": quotations, "speakers": list(speakers.values())}


def read_quotation_gold(lang: str, half: str) -> list[dict[str, Any]]:
    """Items `{id, lang, text, quotations, speakers}`.

    A quotation is `{content, cue, speaker, speaker_name, type}`: `content` a list of `[start, end]`, more
    than one where the tag splits the quotation; `cue` and `speaker` `{start, end, surface}` or None.
    A speaker is `{name, kind, role, affiliation}`.
    """
    items: list[dict[str, Any]] = []
    for block in re.split(r"^===.*$", _read("quotations", lang, half), flags=re.MULTILINE):
        if not block.strip():
            continue
        key = f"{lang}-{half}-{len(items) + 1:03}"
        try:
            items.append({"id": key, "lang": lang, **parse_article(block)})
        except (ValueError, KeyError) as error:
            raise GoldError(f"quotations {key}: {error}") from error
    return items
