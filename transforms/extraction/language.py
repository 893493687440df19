"""The language of a text.

In: a text, what the page claims. Out: an ISO 639-1 code or None. Refuses: texts too short to tell.
"""

from __future__ import annotations

import re

import py3langid

MIN_LETTERS = 40
"""Below this a guess is worth nothing."""
SAMPLE = 1_500
"""Characters looked at."""
NEAR = 15.0
"""Difference of log-probabilities below which two languages are as likely."""
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$", re.IGNORECASE)
ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ua": "uk"}


def detect_language(text: str) -> str | None:
    """The most likely language by character n-grams (py3langid); None for too little text.

    >>> detect_language("Die Bundesregierung hat am Mittwoch neue Hilfen für die Ukraine zugesagt.")
    'de'
    """
    words = " ".join(_LETTERS.findall(text[:SAMPLE]))
    if len(words) < MIN_LETTERS:
        return None
    code = str(py3langid.classify(words)[0])
    return ALIASES.get(code, code)


def read_language(claim: str | None) -> str | None:
    """The code in a claim such as `de-AT`.

    >>> read_language("de-AT"), read_language("x-default"), read_language(None)
    ('de', None, None)
    """
    found = _CODE.match(claim.strip()) if claim else None
    if not found or found[1].lower() == "x":
        return None
    code = found[1].lower()
    return ALIASES.get(code, code)


def choose_language(text: str, claims: list[str | None]) -> str | None:
    """The detected language; a claim by the page wins only where the detector hardly prefers another.

    A claim alone counts only for texts too short to detect: pages often carry the template's language.
    """
    known = [code for claim in claims if (code := read_language(claim))]
    detected = detect_language(text)
    if detected is None:
        return known[0] if known else None
    if detected in known or not known:
        return detected
    ranked = py3langid.rank(" ".join(_LETTERS.findall(text[:SAMPLE])))[:5]
    best = float(ranked[0][1])
    near = {ALIASES.get(str(code), str(code)) for code, score in ranked if best - float(score) < NEAR}
    return next((code for code in known if code in near), detected)
