"""The overall message of an article toward each target.

In: a reading and what its voices say of every target. Out: a polarity per target. Refuses: a label for targets
that the article does not deal with.

Three logistic models, fitted on development gold by `tests.benchmarks.stances_fit`: whether the article argues or
reports, which targets an argument is about, and for which side. A report is neutral on all that it deals with.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from transforms.stances.focus import Focus
from transforms.stances.framing import ARGUE, REPORT, RESTRAINT, SUPPORT, Framing
from transforms.stances.lexicon import Frame, Role
from transforms.stances.reading import NOBODY, Reading, Stretch
from transforms.stances.signs import TEXT
from transforms.stances.weighing import Balance, confidence, lean
from vocabulary import Polarity

INTERVIEW_SHARE = 0.5
"""Share of the text that one speaker's words fill in an interview."""
MIXED_SHARE = 0.25
"""Share of the weight from which a mixed or neutral voice makes the message mixed."""
DEALT_WITH = -0.4
"""Log odds from which a target belongs to the message of an argument."""
OWN_ROLES = (Role.PLAN, Role.CONDITION, Role.FIRST, Role.NEGATOR, Role.CONTRAST, Role.MODAL, Role.DISSENT)
"""Words that are denser in argument than in report."""
MOST_PER_SENTENCE = 1.5


@dataclass(frozen=True)
class Article:
    """A reading with the balance of every voice."""

    reading: Reading
    focus: Focus
    balances: Sequence[Balance]
    model: Mapping[str, float]

    @cached_property
    def asked(self) -> str | None:
        """The person interviewed."""
        return _asked(self.reading, {balance.holder for balance in self.balances})

    @cached_property
    def slant(self) -> float:
        """From which side the text, or the person interviewed, sees the war: -1 to 1."""
        framing = Framing(self.reading)
        return framing.slant(TEXT) or framing.slant(self.asked or TEXT)

    @cached_property
    def named(self) -> Counter[str]:
        """How often each target is named plainly."""
        return Counter(m.payload for s in self.reading.stretches for m in s.targets if m.n_letters)

    def voiced(self, target: str | None = None) -> list[Balance]:
        """What the article's own voices, the text and the person asked, say of one target or of all."""
        voices = {TEXT, self.asked}
        return [b for b in self.balances if b.holder in voices and target in (None, b.target)]

    @property
    def targets(self) -> list[str]:
        """All targets named, or spoken of by anybody, in the order of the alphabet."""
        return sorted({*self.focus.shares, *(balance.target for balance in self.balances)})


def label_article(article: Article) -> dict[str, Polarity]:
    """Neutral on every target of a report; in an argument the side taken on those it is about."""
    if not article.targets:
        return {}
    if _score(argument_features(article), article.model) < 0:
        return dict.fromkeys(article.targets, Polarity.NEUTRAL)
    scores = {target: _score(topic_features(article, target), article.model) for target in article.targets}
    chosen = [target for target in scores if scores[target] >= DEALT_WITH]
    return {target: _side(article, target) for target in chosen or [max(scores, key=lambda t: scores[t])]}


def _score(features: Mapping[str, float], model: Mapping[str, float]) -> float:
    return sum(model.get(name, 0.0) * value for name, value in features.items())


def _side(article: Article, target: str) -> Polarity:
    voiced = article.voiced(target)
    unsigned = sum(sum(balance.unsigned.values()) for balance in voiced)
    if unsigned and unsigned >= MIXED_SHARE * sum(balance.weight for balance in voiced):
        return Polarity.MIXED
    return Polarity.FAVOR if _score(side_features(article, target), article.model) > 0 else Polarity.AGAINST


def argument_features(article: Article) -> dict[str, float]:
    """What tells argument from report; all between 0 and `MOST_PER_SENTENCE`."""
    own = [stretch for stretch in article.reading.stretches if stretch.quotation == NOBODY]
    n_sentences = max(1, len(article.reading.sentences))
    words = sum(stretch.last - stretch.first + 1 for stretch in own)
    cued = sum(quotation.cue is not None for quotation in article.reading.quotations)
    return {
        "article:bias": 1.0,
        "article:asked": float(article.asked is not None),
        "article:own": words / max(1, len(article.reading.words)),
        "article:cued": min(cued / n_sentences, MOST_PER_SENTENCE),
        **{f"article:{name}": value for name, value in _densities(own).items()},
        **_own_weights(article, max(1, len({stretch.sentence for stretch in own}))),
    }


def _densities(own: Sequence[Stretch]) -> dict[str, float]:
    """Marks per sentence of the text's own voice."""
    counts = dict.fromkeys((SUPPORT, RESTRAINT, REPORT, ARGUE), 0)
    counts |= {str(role): sum(stretch.has(role) for stretch in own) for role in OWN_ROLES}
    for frame in (Frame.VERDICT, Frame.LACK, Frame.DEMAND, Frame.SUPPLY, Frame.ATTITUDE):
        counts[str(frame)] = sum(cue.payload.frame is frame for stretch in own for cue in stretch.cues)
    counts["question"] = sum(stretch.is_question for stretch in own)
    counts["persons"] = sum(bool(stretch.mentions) for stretch in own)
    counts["states"] = sum(bool(stretch.states) for stretch in own)
    counts |= Counter(match.payload for stretch in own for match in stretch.frames)
    n_sentences = max(1, len({stretch.sentence for stretch in own}))
    return {name: min(n / n_sentences, MOST_PER_SENTENCE) for name, n in counts.items()}


def _own_weights(article: Article, n_sentences: int) -> dict[str, float]:
    """The weight of the text's own signs: all, those not implied by others' stances, those at the end."""
    signs = [sign for balance in article.balances if balance.holder == TEXT for sign in balance.signs]
    last = len(article.reading.sentences) - 1
    plain = sum(sign.weight for sign in signs if sign.kind not in ("guess", "echo", "agree", "dissent"))
    return {
        "article:weight": math.tanh(sum(sign.weight for sign in signs) / n_sentences),
        "article:plain": math.tanh(plain / n_sentences),
        "article:last": math.tanh(sum(sign.weight for sign in signs if sign.sentence >= last)),
        "article:echo": float(any(sign.kind == "echo" for sign in signs)),
    }


def topic_features(article: Article, target: str) -> dict[str, float]:
    """What tells whether an argument is about a target; all between 0 and 1."""
    weight = sum(balance.weight for balance in article.balances if balance.target == target)
    voiced = [confidence(balance, article.model) for balance in article.voiced(target)]
    return {
        "about:bias": 1.0,
        "about:share": article.focus.shares.get(target, 0.0),
        "about:main": float(target == article.focus.main),
        "about:confidence": max(voiced, default=0.0),
        "about:weight": math.tanh(weight / 2),
        "about:named": min(article.named[target], 4) / 4,
    }


def side_features(article: Article, target: str) -> dict[str, float]:
    """What tells the side taken; each is positive for favor. Voices tend to the same side on all targets."""
    leanings = {"text": 0.0, "asked": 0.0, "other": 0.0}
    for balance in article.voiced():
        voice = "text" if balance.holder == TEXT else "asked"
        leanings[voice if balance.target == target else "other"] += lean(balance, article.model)
    slant = article.slant
    return {
        "side:bias": 1.0,
        "side:slant": slant,
        f"side:slant:{target}": slant,
        f"side:on:{target}": 1.0,
        **{f"side:{voice}": math.tanh(x / 2) for voice, x in leanings.items()},
    }


def _asked(reading: Reading, holders: set[str]) -> str | None:
    """Whose words fill most of the text: by quotations, or by lines that begin with a holder's name."""
    shares: Counter[str] = Counter()
    for holder in sorted(holders):
        lines = [line for line in reading.text.splitlines() if line.startswith(holder + ": ")]
        shares[holder] = sum(map(len, lines)) if len(lines) > 1 else 0
    for quotation in reading.quotations:
        if quotation.speaker_name and not shares[quotation.speaker_name]:
            shares[quotation.speaker_name] += quotation.content.end - quotation.content.start
    if not shares:
        return None
    name, length = shares.most_common(1)[0]
    return name if length >= INTERVIEW_SHARE * len(reading.text) else None
