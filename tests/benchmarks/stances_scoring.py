"""Scores stances, article labels and relevance against gold.

In: a language and half of the gold. Out: counts and F1 values. Refuses: printing texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flows.seeds import SEEDS, read_lexicons, read_names, read_topic
from tests.gold.relevance.reader import read_relevance_gold
from tests.gold.stance.reader import GoldArticle, read_stance_gold
from transforms.annotate import LanguageResources, build_language_resources
from transforms.persons import find_persons
from transforms.quotations import find_quotations
from transforms.relevance import score_relevance
from transforms.speakers import resolve_speakers
from transforms.stances import Judgement, judge_text
from transforms.text import split_sentences
from transforms.topics import Topic, build_topic
from vocabulary import PersonMention, Polarity, Quotation, Span, Speaker, Stance

LANGUAGES = ("de", "en", "fr", "pl", "it", "es", "ru", "uk")
SIDES = ("favor", "against", "mixed", "neutral")
Pairs = Counter[tuple[str, str]]


@lru_cache(maxsize=1)
def topic() -> Topic:
    """The shipped topic, compiled."""
    return build_topic(read_topic(SEEDS))


@lru_cache(maxsize=8)
def resources(language: str) -> LanguageResources:
    """The shipped resources of one language."""
    found = build_language_resources(language, read_lexicons(SEEDS), read_names(SEEDS), topic())
    assert found is not None, language
    return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """A gold article with what stances are built on."""

    article: GoldArticle
    sentences: Sequence[Span]
    quotations: Sequence[Quotation]
    speakers: Sequence[Speaker]
    persons: Sequence[PersonMention]

    def stances(self, threshold: float) -> Sequence[Stance]:
        """The stances found; none where the gold says that the article is off topic."""
        return self.judge(threshold).stances

    def judge(self, threshold: float) -> Judgement:
        """Stances and labels; none where the gold says that the article is off topic."""
        if not self.article["article_stance"]:
            return Judgement((), {})
        return judge_text(
            self.article["text"],
            self.sentences,
            self.quotations,
            self.speakers,
            topic(),
            resources(self.article["lang"]).stance,
            threshold=threshold,
            persons=self.persons,
        )


def prepare(language: str, half: str) -> Iterator[Prepared]:
    """Every gold article of one language and half, with persons, quotations and speakers."""
    speech = resources(language).speech
    for article in read_stance_gold(language, half):
        text = article["text"]
        sentences = split_sentences(text, language)
        persons = find_persons(text, sentences, speech)
        quotations = find_quotations(text, sentences, speech)
        resolved = resolve_speakers(text, sentences, quotations, persons, speech, ())
        yield Prepared(article, sentences, resolved.quotations, resolved.speakers, persons)


@dataclass(slots=True)
class Scores:
    """Counts of one set of articles."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    polarity: Pairs = field(default_factory=Counter)
    """Gold and found polarity where holder and target are right."""
    labels: Pairs = field(default_factory=Counter)
    """Gold and found label per article and target; `-` for none."""

    @property
    def precision(self) -> float:
        """Share of the tuples found that are right."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """Share of the tuples wanted that were found."""
        return self.right / max(1, self.wanted)

    @property
    def f1(self) -> float:
        """F1 of holder, target and polarity together."""
        return 2 * self.right / max(1, self.found + self.wanted)

    def add(self, article: GoldArticle, judgement: Judgement) -> None:
        """Count one article."""
        found = {(s.holder, s.target, str(s.polarity)) for s in judgement.stances}
        wanted = {(s["holder"], s["target"], s["polarity"]) for s in article["stances"]}
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)
        sides = {(holder, target): side for holder, target, side in found}
        self.polarity.update((side, sides[h, t]) for h, t, side in wanted if (h, t) in sides)
        if article["article_stance"]:
            self.add_labels(article["article_stance"], judgement.labels)

    def add_labels(self, gold: Mapping[str, str], ours: Mapping[str, Polarity]) -> None:
        """Count the labels of one article; a neutral label that the gold lacks is no error."""
        spoken = {target for target, side in ours.items() if str(side) != "neutral"}
        self.labels.update((gold.get(t, "-"), str(ours.get(t, "-"))) for t in spoken | set(gold))


def score(prepared: Iterable[Prepared], threshold: float) -> Scores:
    """The scores of a set of articles at one threshold."""
    scores = Scores()
    for article in prepared:
        scores.add(article.article, article.judge(threshold))
    return scores


def macro_f1(pairs: Pairs, classes: Sequence[str] = SIDES) -> float:
    """Mean F1 over the classes that the gold holds."""
    values = []
    for side in classes:
        right = pairs[side, side]
        found = sum(n for (_, ours), n in pairs.items() if ours == side)
        wanted = sum(n for (gold, _), n in pairs.items() if gold == side)
        if wanted:
            values.append(2 * right / (found + wanted))
    return sum(values) / max(1, len(values))


def relevance_f1(half: str) -> float:
    """F1 of being on topic over all languages of the relevance gold."""
    pairs: Pairs = Counter()
    for text in read_relevance_gold(half):
        ours = score_relevance(text["text"], text["lang"], topic()).is_on_topic
        pairs["on" if text["is_on_topic"] else "off", "on" if ours else "off"] += 1
    return macro_f1(pairs, ("on",))
