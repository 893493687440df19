"""Who is for or against what: holder, target, polarity, each with its words.

In: a text with its sentences, quotations and speakers, the topic, a language's lexicon. Out: stances and
the article's labels. Refuses: guessing; below the threshold it abstains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.stances.articles import Article, label_article
from transforms.stances.discourse import add_discourse
from transforms.stances.evidence import find_evidence
from transforms.stances.focus import Focus
from transforms.stances.lexicon import StanceLexicon, build_stance_lexicon
from transforms.stances.opposition import add_opposition
from transforms.stances.reading import Reading, read_text
from transforms.stances.weighing import Balance, balance_evidence, to_stance
from transforms.topics import Topic
from vocabulary import PersonMention, Polarity, Quotation, Span, Speaker, Stance

ANNOTATOR = "stances"
VERSION = "1.2.0"

__all__ = [
    "ANNOTATOR",
    "VERSION",
    "Judgement",
    "StanceLexicon",
    "build_stance_lexicon",
    "judge_text",
    "weigh_voices",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who takes which stance in a text, and the text's own message per target."""

    stances: tuple[Stance, ...]
    labels: Mapping[str, Polarity]


def judge_text(
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    speakers: Sequence[Speaker],
    topic: Topic,
    lexicon: StanceLexicon,
    *,
    threshold: float,
    persons: Sequence[PersonMention] = (),
) -> Judgement:
    """One stance per holder and target whose confidence reaches `threshold` (0 to 1), by first word; all labels.

    `persons` are all who are named: one who is never quoted may still be said to oppose or support.
    """
    reading = read_text(text, sentences, quotations, speakers, persons, lexicon)
    focus = Focus(reading)
    balances = weigh_voices(reading, focus)
    wanted = {target.target_id for target in topic.targets}
    held = (to_stance(reading, balance, lexicon.model) for balance in balances)
    kept = [stance for stance in held if stance.target in wanted and stance.confidence >= threshold]
    labels = label_article(Article(reading, focus, balances, lexicon.model))
    return Judgement(
        tuple(sorted(kept, key=lambda s: (s.span.start, s.span.end, s.holder, s.target))),
        {target: label for target, label in labels.items() if target in wanted},
    )


def weigh_voices(reading: Reading, focus: Focus) -> list[Balance]:
    """What every holder's words, ties and opposition say of every target, added up."""
    signs = add_discourse(reading, focus, find_evidence(reading, focus))
    return balance_evidence(reading, add_opposition(reading, focus, signs), focus.main)
