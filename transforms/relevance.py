"""Whether a text is about the topic, how sure that is, and which words decided it.

In: a text, its language if known, the compiled topic. Out: `Relevance`. Refuses: judging a text by the
phrase alone where the words around it speak of a namesake.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.phrases import PhraseMatch, Words, split_words
from transforms.topics import ANY, Topic
from vocabulary import Relevance, Span

ANNOTATOR = "relevance"
VERSION = "1.0.0"

NEARBY = 45
"""Words to either side of a name in which its context is sought."""
WINDOW = 40
"""Words within which the parts of a paraphrase must stand together."""
LEAD = 60
"""Words that count as the head of a text."""
MAX_EVIDENCE = 12
THRESHOLD = 0.5

BIAS = -1.6
PER_NAME, PER_SYNONYM, PER_PARAPHRASE = 1.5, 0.8, 0.85
IN_LEAD, PER_CONTEXT, PER_SHARE = 1.2, 0.22, 0.9
ONLY_PHRASE = 2.3
"""What the phrase alone counts in a language without context words of its own."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """What was found in a text: names of the topic, its context, its namesakes, paraphrases."""

    names: list[PhraseMatch[str]]
    synonyms: list[PhraseMatch[str]]
    paraphrases: list[tuple[int, int]]
    n_context: int
    n_foreign: int


def score_relevance(text: str, language: str | None, topic: Topic) -> Relevance:
    """On topic or not, a score from 0 to 1, and the spans that decided it, in the order of the text.

    The score is a logistic function of how often and how early the text names the topic, in which
    context, and of how much speaks for a namesake: an article about it scores higher than a mention.
    """
    words = split_words(text)
    own = topic.cues.get(language or ANY)
    cues = (own or topic.cues[ANY]).find(words)
    signs = _weigh(words, topic.names.find(words), cues, own is None or language is None)
    score = _score(signs, words, has_own_context=own is not None and language is not None)
    evidence = _evidence(words, signs) if score >= THRESHOLD else ()
    return Relevance(is_on_topic=score >= THRESHOLD, score=round(score, 4), evidence=evidence)


def _weigh(
    words: Words, named: list[PhraseMatch[str]], cues: list[PhraseMatch[str]], is_bare: bool
) -> _Signs:
    context = [match.first for match in cues if match.payload == "context"]
    foreign = [match.first for match in cues if match.payload.startswith("excluded:")]
    ours = [match for match in named if _is_ours(match, context, foreign, is_bare)]
    return _Signs(
        names=[match for match in ours if match.payload == "phrase"],
        synonyms=[match for match in ours if match.payload == "synonym" and context],
        paraphrases=_paraphrases(cues),
        n_context=len({words.forms[at][:5] for at in context}),
        n_foreign=len({words.forms[at][:5] for at in foreign}),
    )


def _is_ours(match: PhraseMatch[str], context: Sequence[int], foreign: Sequence[int], is_bare: bool) -> bool:
    """Whether the words around a name speak of this topic rather than of a namesake."""
    near = sum(abs(at - match.first) <= NEARBY for at in context)
    other = sum(abs(at - match.first) <= NEARBY for at in foreign)
    if is_bare:
        return near >= other
    return (near > 0 and near * 1.5 >= other) or (not other and bool(context))


def _paraphrases(cues: Sequence[PhraseMatch[str]]) -> list[tuple[int, int]]:
    """Disjoint windows that hold who, what, where and when, as first and last word."""
    parts = [match for match in cues if match.payload in {"who", "what", "where", "when"}]
    windows: list[tuple[int, int]] = []
    start = 0
    for end, match in enumerate(parts):
        while match.last - parts[start].first > WINDOW:
            start += 1
        if {part.payload for part in parts[start : end + 1]} == {"who", "what", "where", "when"}:
            windows.append((parts[start].first, match.last))
            start = end + 1
            if start >= len(parts):
                break
    return windows


def _score(signs: _Signs, words: Words, *, has_own_context: bool) -> float:
    n_names, n_synonyms, n_paraphrases = len(signs.names), len(signs.synonyms), len(signs.paraphrases)
    if not (n_names or n_synonyms or n_paraphrases):
        return 0.02
    places = [m.first for m in (*signs.names, *signs.synonyms)] + [first for first, _ in signs.paraphrases]
    total = BIAS + PER_NAME * math.log2(1 + n_names) + PER_SYNONYM * math.log2(1 + n_synonyms)
    total += PER_PARAPHRASE * min(n_paraphrases, 3) + PER_CONTEXT * min(signs.n_context, 8)
    total += IN_LEAD * (min(places) < LEAD)
    total -= 0.35 * max(0, signs.n_foreign - signs.n_context)
    total += PER_SHARE * min(1.0, 150 * len(places) / max(len(words), 1))
    if n_names and not has_own_context:
        total += ONLY_PHRASE
    return 1 / (1 + math.exp(-total))


def _evidence(words: Words, signs: _Signs) -> tuple[Span, ...]:
    spans = [words.span(m.first, m.last) for m in (*signs.names, *signs.synonyms)]
    spans += [words.span(first, last) for first, last in signs.paraphrases if not spans]
    counted = Counter(spans)
    return tuple(sorted(counted, key=lambda span: span.start)[:MAX_EVIDENCE])
