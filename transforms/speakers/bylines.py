"""Who wrote the article.

In: the text, the authors that the page states, the persons found. Out: the author's name to its span in the
text. Refuses: authors whom the text does not name.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.speech.lexicon import SpeechLexicon
from vocabulary import PersonMention, Span

BYLINE_WITHIN = 600
BYLINE_LENGTH = 80


def find_author_spans(
    text: str, authors: Sequence[str], persons: Sequence[PersonMention], lexicon: SpeechLexicon
) -> dict[str, Span]:
    """The authors of the article among the persons it names: stated ones, and those in a byline."""
    index = lexicon.names
    stated = {index.person_id(author) for author in authors}
    found: dict[str, Span] = {}
    for mention in persons:
        if mention.is_organisation or mention.name in found:
            continue
        if mention.person_id in stated or _in_byline(text, mention, lexicon):
            found[mention.name] = mention.span
    return found


def _in_byline(text: str, mention: PersonMention, lexicon: SpeechLexicon) -> bool:
    """Whether the mention stands on a short early line that begins with "By", "Von", "Par" …"""
    if mention.span.start > BYLINE_WITHIN:
        return False
    start = text.rfind("\n", 0, mention.span.start) + 1
    end = text.find("\n", mention.span.end)
    line = text[start : end if end >= 0 else len(text)].strip()
    words = line.lower().split()
    if not words or len(line) > BYLINE_LENGTH or line[-1] in ".?!":
        return False
    return words[0].rstrip(":") in lexicon.persons.of("byline")
