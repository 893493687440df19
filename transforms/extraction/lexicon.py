"""The words by which pages show bylines, furniture, credits and walls, compiled once.

In: the `extraction_*.csv` tables of every language. Out: `ExtractionLexicon`. Refuses: rules; any word in
code. A page's language is not known before it is read, so the words of all languages are matched together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from transforms.extraction.charset import build_labels
from vocabulary import Row, Tables

OUTER = " .,:;()[]–—-/|"
_NOT_WORD = re.compile(r"[\W_]+")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionLexicon:
    """What extraction knows of words. All patterns ignore case."""

    labels: Mapping[str, str]
    """Encoding label to codec."""
    agencies: Mapping[str, str]
    """Name of a wire agency to its canonical key: folded, or as written where case tells it from a word."""
    agency: re.Pattern[str]
    """An agency's name as written, as a whole word; the one pattern that heeds case."""
    cut_line: re.Pattern[str]
    """A line after which nothing belongs to the article."""
    drop_line: re.Pattern[str]
    """A line that does not belong to the article."""
    byline: re.Pattern[str]
    """The words before names: "Von", "By", "Text:"."""
    joiner: re.Pattern[str]
    """What stands between two names."""
    newsroom: re.Pattern[str]
    """Words of an author who is no person: "Redaktion", "staff"."""
    credit_cue: re.Pattern[str]
    """The words before credited sources: "Quelle:", "with material from"."""
    paywall: re.Pattern[str]
    challenge: re.Pattern[str]
    error: re.Pattern[str]


def fold(name: str) -> str:
    """A name without case and outer punctuation."""
    return " ".join(name.split()).strip(OUTER).casefold()


def squeeze(text: str) -> str:
    """Letters and digits alone, without case: "Beispiel-Zeitung" is `beispielzeitung`."""
    return _NOT_WORD.sub("", text).casefold()


def agency_of(name: str, lexicon: ExtractionLexicon) -> str | None:
    """The key of the agency that a string names and nothing else."""
    bare = " ".join(name.split()).strip(OUTER)
    return lexicon.agencies.get(bare) or lexicon.agencies.get(bare.casefold())


def _words(phrases: Iterable[str]) -> str:
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def _pattern(phrases: Iterable[str], template: str) -> re.Pattern[str]:
    words = _words(phrases)
    return re.compile(template.replace("@", words), re.IGNORECASE) if words else _NEVER


def _of_kind(rows: Iterable[Row], kind: str, match: str | None = None) -> list[str]:
    return [row["phrase"] for row in rows if row["kind"] == kind and match in (None, row["match"])]


def _lines(rows: list[Row], kind: str) -> re.Pattern[str]:
    """Whole lines, or lines that begin with a phrase."""
    whole, start = _words(_of_kind(rows, kind, "line")), _words(_of_kind(rows, kind, "start"))
    branches = [rf"(?:{whole})\s*[\W_]*$" if whole else "", rf"(?:{start})(?!\w)" if start else ""]
    chosen = "|".join(filter(None, branches))
    return re.compile(rf"[\W_]*(?:{chosen})", re.IGNORECASE) if chosen else _NEVER


def build_extraction_lexicon(lexicons: Mapping[str, Tables]) -> ExtractionLexicon:
    """Compile the tables of all languages together."""
    rows = [row for tables in lexicons.values() for row in tables.get("extraction_phrases", ())]
    common = lexicons.get("common", {})
    wires = common.get("extraction_agencies", ())
    agencies = {row["name"] if row["case"] == "exact" else fold(row["name"]): row["agency"] for row in wires}
    names = _words(row["name"] for row in wires)
    return ExtractionLexicon(
        labels=build_labels(common.get("extraction_encodings", ())),
        agencies=agencies,
        agency=re.compile(rf"(?<![\w.])(?:{names})(?!\w)") if names else _NEVER,
        cut_line=_lines(rows, "cut"),
        drop_line=_lines(rows, "drop"),
        byline=_pattern(_of_kind(rows, "byline"), r"[\W_]*(?:@)(?:\s*:\s*|\s+)"),
        joiner=_pattern(_of_kind(rows, "joiner"), r"\s+(?:@)\s+"),
        newsroom=_pattern(_of_kind(rows, "newsroom"), r"(?<!\w)(?:@)(?!\w)"),
        credit_cue=_pattern(_of_kind(rows, "credit"), r"(?:@)\s*:?\s*"),
        paywall=_pattern(_of_kind(rows, "paywall"), r"(?:@)"),
        challenge=_pattern(_of_kind(rows, "challenge"), r"(?:@)"),
        error=_pattern(_of_kind(rows, "error"), r"(?:@)"),
    )
