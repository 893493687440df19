"""Whether a text is about the topic, how sure that is, and which words decided it.

In: a text, its language if known, the compiled topic. Out: `Relevance`. Refuses: judging a text by the
phrase alone where the words around it speak of a namesake.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.phrases import BREAK, PhraseMatch, Words, longest, split_words
from transforms.topics import ANY, HINT, Topic
from vocabulary import Relevance, Span

ANNOTATOR = "relevance"
VERSION = "1.0.0"

THRESHOLD = 0.5
DEBATE = 0.2
"""Score from which a text belongs to the debate around the topic: stances are worth looking for."""
REACH = 12.0
"""Words over which the pull of a context word halves."""
BESIDE = 9
"""Words within which a namesake's word stands right beside a name."""
WIDE = 40
"""Words within which who or when must stand beside what."""
NEAR = 45
"""Words within which the place must stand beside what."""
SEVERAL = 2
"""Core mentions that need neither who nor when."""
LEAD = 60
"""Words that count as the head of a text."""
PIECE = 12
"""Words of a piece of text, when it is measured how much of it speaks of the topic."""
ENOUGH = 2.0
"""Signs from which a text belongs to the debate."""
SHORT = 30
"""Words below which a text in a language without context words counts by the phrase alone."""
MAX_EVIDENCE = 12

BIAS, PER_NAME, PER_PARAPHRASE, IN_LEAD, PER_SHARE, PER_PLACE = -1.6, 1.6, 1.6, 0.5, 1.0, 0.1
DEBATE_CEILING = 0.45


@dataclass(frozen=True, slots=True)
class _Context:
    """Word positions of what speaks for this topic or for a namesake."""

    places: list[int]
    domain: list[int]
    elsewhere: list[int]
    """Places of namesakes."""
    matters: list[int]
    """Subjects of namesakes."""
    who: list[int]
    when: list[int]


def score_relevance(text: str, language: str | None, topic: Topic) -> Relevance:
    """On topic or not, a score from 0 to 1, and the spans that decided it, in the order of the text.

    The score is a logistic function of how often and how early the text names the topic or paraphrases
    it, so an article about it scores higher than a mention. Between `DEBATE` and 0.5 lie texts that only
    discuss its targets.
    """
    words = split_words(text)
    has_cues = language in topic.cues
    context = _read_context(words, topic, language if has_cues and language else ANY)
    named = topic.names.find(words)
    names = [match for match in named if _is_ours(words, match, context, has_cues)]
    mentions = _outside(named, longest(topic.mentions.find(words)))
    paraphrases = _paraphrases([m for m in mentions if m.payload in topic.core], context, topic)
    score = _score(words, names, paraphrases, context)
    if score < THRESHOLD:
        score = max(score, _debate(mentions, context)) if not named else score
        return Relevance(is_on_topic=False, score=round(score, 4))
    score = THRESHOLD + (score - THRESHOLD) * _aboutness(words, names, mentions, context)
    return Relevance(is_on_topic=True, score=round(score, 4), evidence=_evidence(words, names, paraphrases))


def _read_context(words: Words, topic: Topic, language: str) -> _Context:
    context = _Context([], [], [], [], [], [])
    kinds = {
        "place": context.places,
        "context": context.domain,
        "elsewhere": context.elsewhere,
        "matter": context.matters,
        "who": context.who,
        "when": context.when,
    }
    for match in topic.cues[language].find(words):
        kinds[match.payload].append(match.first)
    return context


def _pull(words: Words, match: PhraseMatch[str], places: Sequence[int], share: float, after: float) -> float:
    """How strongly distinct words at `places` pull on a name: by distance, and more right after it."""
    nearest: dict[str, float] = {}
    for place in places:
        distance = max(match.first - place, place - match.last, 0)
        follows = 0 < place - match.last <= BESIDE and not _is_parted(words, match.last, place)
        pull = (after if follows else share) / (1 + distance / REACH)
        form = words.forms[place][:5]
        nearest[form] = max(pull, nearest.get(form, 0.0))
    return sum(nearest.values())


def _is_parted(words: Words, first: int, last: int) -> bool:
    return any(words.parted[at] == BREAK for at in range(first + 1, last + 1))


def _is_ours(words: Words, match: PhraseMatch[str], context: _Context, has_cues: bool) -> bool:
    """Whether the words around a name speak of this topic rather than of a namesake."""
    ours = _pull(words, match, context.places, 1.0, 1.5) + _pull(words, match, context.domain, 0.5, 0.5)
    theirs = _pull(words, match, context.elsewhere, 1.2, 2.0) + _pull(words, match, context.matters, 0.7, 2.0)
    if match.payload == "synonym":
        return bool(context.places) and ours > theirs
    if not context.places and len({words.forms[at] for at in context.domain}) < 2:
        return not has_cues and not theirs and len(words) < SHORT
    return ours > theirs


def _outside(named: Sequence[PhraseMatch[str]], mentions: list[PhraseMatch[str]]) -> list[PhraseMatch[str]]:
    """Mentions that are not part of a name: whether a name counts is decided by its context."""
    taken = {position for match in named for position in match.positions}
    return [match for match in mentions if not taken & set(match.positions)]


def _paraphrases(core: list[PhraseMatch[str]], context: _Context, topic: Topic) -> list[PhraseMatch[str]]:
    """Core mentions beside the place and who or when; without these, only several of what it plans count."""
    placed = [match for match in core if _is_placed(match, context)]
    told = [match for match in placed if _is_told(match, context)]
    plans = [match for match in placed if match.payload != topic.targets[0].target_id]
    return told or (plans if len(plans) >= SEVERAL else [])


def _is_placed(match: PhraseMatch[str], context: _Context) -> bool:
    """Whether the place stands near, and nearer than a namesake's words."""
    place = _distance(match.first, context.places)
    return place <= NEAR and place < _distance(match.first, context.elsewhere)


def _is_told(match: PhraseMatch[str], context: _Context) -> bool:
    return min(_distance(match.first, context.who), _distance(match.first, context.when)) <= WIDE


def _distance(at: int, places: Sequence[int]) -> int:
    """Words to the nearest of the sorted `places`."""
    index = bisect_left(places, at)
    return min((abs(place - at) for place in places[max(0, index - 1) : index + 1]), default=10**6)


def _score(
    words: Words,
    names: Sequence[PhraseMatch[str]],
    paraphrases: Sequence[PhraseMatch[str]],
    context: _Context,
) -> float:
    if not names and not paraphrases:
        return 0.02
    places = [match.first for match in (*names, *paraphrases)]
    total = BIAS + PER_NAME * math.log2(1 + len(names)) + PER_PARAPHRASE * math.log2(1 + len(paraphrases))
    total += IN_LEAD * (min(places) < LEAD) + PER_PLACE * min(len(context.places), 6)
    total += PER_SHARE * min(1.0, 40 * len(places) / max(len(words), 1))
    return 1 / (1 + math.exp(-total))


def _aboutness(
    words: Words,
    names: Sequence[PhraseMatch[str]],
    mentions: Sequence[PhraseMatch[str]],
    context: _Context,
) -> float:
    """From 0.2 for one mention in passing to 1 where half of the text speaks of it."""
    plain = [m.first for m in mentions if m.payload and not m.payload.startswith(HINT)]
    spoken = [*(match.first for match in names), *plain, *context.places]
    n_pieces = max(1, len(words) // PIECE)
    share = len({at // PIECE for at in spoken}) / n_pieces
    return 0.2 + 0.8 * min(1.0, 1.4 * share)


def _debate(mentions: Sequence[PhraseMatch[str]], context: _Context) -> float:
    """A score below the threshold for texts on the topic's targets that name neither it nor its plan."""
    plain = [m for m in mentions if m.payload and not m.payload.startswith(HINT)]
    hints = [m for m in mentions if m.payload.startswith(HINT)]
    ours = 2 * len(context.places) + len(context.domain) + 2 * len(plain) + len(hints) / 3
    theirs = 2 * len(context.elsewhere) + len(context.matters)
    if ours < ENOUGH or theirs >= ours or not (plain or context.places or context.domain):
        return 0.02
    return min(DEBATE_CEILING, DEBATE + 0.02 * ours)


def _evidence(
    words: Words, names: Sequence[PhraseMatch[str]], paraphrases: Sequence[PhraseMatch[str]]
) -> tuple[Span, ...]:
    spans = {words.span(m.first, m.last) for m in (*names, *paraphrases)}
    return tuple(sorted(spans, key=lambda span: span.start)[:MAX_EVIDENCE])
