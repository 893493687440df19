"""Which wire agency a text credits.

In: a text, names of authors, the lexicon. Out: a canonical key such as `dpa`, or None. Refuses: agencies that
the text merely reports about: a credit stands in the dateline, the byline, in brackets at the end, or after
a credit word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transforms.extraction.lexicon import ExtractionLexicon, agency_of

_DATELINE = re.compile(
    r"[^\n(]{0,60}\(\s*([^()\n]{2,40}?)\s*\)\s*(?:\.?\s*[–—―-]|:|$)|[^\n]{0,40}\s[/–—-]\s*(\w{2,12})\s*/\s"
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]\s*\W*$")
_SPLIT = re.compile(r"\s*[/,;+&]\s*|\s+-\s+")


def _keys(piece: str, lexicon: ExtractionLexicon) -> Iterator[str]:
    for part in _SPLIT.split(piece):
        if key := agency_of(part, lexicon):
            yield key
        else:
            for word in lexicon.joiner.split(part):
                if key := agency_of(word, lexicon):
                    yield key


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _in_byline(line: str, lexicon: ExtractionLexicon) -> Iterator[str]:
    """A short line that names an agency: "dpa", "By Jane Roe, AP", "Von AFP"."""
    if len(line) > 80:
        return
    found = lexicon.byline.match(line)
    yield from _keys(line[found.end() :] if found else line, lexicon)


def _in_cue(line: str, lexicon: ExtractionLexicon) -> Iterator[str]:
    for found in lexicon.credit_cue.finditer(line):
        yield from _keys(line[found.end() :].rstrip(" .)"), lexicon)


def _candidates(text: str, authors: Iterable[str], lexicon: ExtractionLexicon) -> Iterator[str]:
    for author in authors:
        yield from _keys(author, lexicon)
    lines = _lines(text)
    for line in lines[:4]:
        if found := _DATELINE.match(line):
            yield from _keys(found[1] or found[2], lexicon)
        yield from _in_byline(line, lexicon)
    for line in reversed(lines[-3:]):
        if found := _BRACKETS.search(line):
            yield from _keys(found[1], lexicon)
        if len(line) <= 160:
            yield from _in_cue(line, lexicon)
            yield from _in_byline(line, lexicon)


def find_credit(text: str, lexicon: ExtractionLexicon, authors: Iterable[str] = ()) -> str | None:
    """The first agency credited by authors, dateline, byline or end of `text`."""
    return next(_candidates(text, authors, lexicon), None)
