"""Person names by a model: a linear chain over runs of words that may be names.

In: tokens, sentences, what the rules found, the model. Out: token ranges of persons. Refuses: words in small
letters outside a name; runs over a sentence's end.

The model is a conditional random field (Lafferty et al. 2001) fitted by `tests/benchmarks/persons_fit.py`; the best
labels of a run come from Viterbi's algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from transforms.persons.scan import Named
from transforms.persons.signs import marks_of, signs_at
from transforms.speech.name_model import LABELS, Marks, NameModel, Weights
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

FIRST, INNER = 0, 1
KNOWN_AT_MOST = 100_000
"""Words whose marks are remembered."""


def runs_of(tokens: Tokens, bounds: tuple[int, int], particles: frozenset[str]) -> Iterator[range]:
    """Stretches of a sentence whose words may all belong to one name: capitals, particles between them."""
    place, last = bounds
    while place < last:
        end = _run_end(tokens, place, last, particles)
        if end > place:
            yield range(place, end)
        place = max(end, place + 1)


def _run_end(tokens: Tokens, first: int, last: int, particles: frozenset[str]) -> int:
    place = end = first
    while place < last:
        word = tokens.words[place]
        if word[0].isupper():
            end = place + 1
        elif place == first or not (
            tokens.lows[place] in particles or (word == "." and len(tokens.words[place - 1]) == 1)
        ):
            return end
        elif word == ".":
            end = place + 1
        place += 1
    return end


def signs_of_run(
    tokens: Tokens,
    run: range,
    bounds: tuple[int, int],
    rules: Sequence[str],
    lexicon: PersonLexicon,
    model: NameModel,
) -> list[list[str]]:
    """The signs of every token of a run."""
    known = model.known
    if len(known) > KNOWN_AT_MOST:
        known.clear()
    marks: dict[int, Marks] = {}
    for place in range(max(bounds[0], run.start - 2), min(bounds[1], run.stop + 2)):
        word = tokens.words[place]
        found = known.get(word)
        if found is None:
            found = known[word] = marks_of(word, tokens.lows[place], lexicon, model.clusters)
        marks[place] = found
    return [signs_at(tokens, place, bounds, marks, rules) for place in run]


def best_labels(signs: Sequence[Sequence[str]], model: NameModel) -> list[int]:
    """The labels, as positions in `LABELS`, that fit a run best."""
    scores: list[float] = []
    back: list[list[int]] = []
    for at, row in enumerate(signs):
        own = _own(row, model.weights)
        if at == 0:
            scores = own
            continue
        came: list[int] = []
        new: list[float] = []
        for label in range(len(LABELS)):
            best = max(range(len(LABELS)), key=lambda k: scores[k] + model.steps[k][label])
            came.append(best)
            new.append(scores[best] + model.steps[best][label] + own[label])
        back.append(came)
        scores = new
    label = max(range(len(LABELS)), key=scores.__getitem__)
    labels = [label]
    for came in reversed(back):
        label = came[label]
        labels.append(label)
    return labels[::-1]


def _own(row: Sequence[str], weights: Mapping[str, Weights]) -> list[float]:
    a = b = c = d = 0.0
    for sign in row:
        found = weights.get(sign)
        if found is not None:
            a += found[0]
            b += found[1]
            c += found[2]
            d += found[3]
    return [a, b, c, d]


def tag_persons(
    tokens: Tokens,
    sentences: Sequence[tuple[int, int]],
    rules: Sequence[str],
    lexicon: PersonLexicon,
    model: NameModel,
) -> list[tuple[int, int]]:
    """Token ranges of persons; `sentences` are token ranges, `rules` the label of each token by rule."""
    found: list[tuple[int, int]] = []
    particles = lexicon.of("particle")
    for bounds in sentences:
        for run in runs_of(tokens, bounds, particles):
            labels = best_labels(signs_of_run(tokens, run, bounds, rules, lexicon, model), model)
            found += ranges_of(labels, run.start)
    return found


def ranges_of(labels: Sequence[int], start: int) -> Iterator[tuple[int, int]]:
    """The ranges that labels of a run from token `start` mark as persons."""
    first: int | None = None
    for place, label in enumerate((*labels, len(LABELS))):
        if first is not None and label != INNER:
            yield start + first, start + place
            first = None
        if label == FIRST or (label == INNER and first is None):
            first = place


def rule_labels(named: Sequence[Named], n_tokens: int) -> list[str]:
    """The label of each token by what the rules found."""
    labels = ["O"] * n_tokens
    for name in named:
        for place in range(name.first, name.last):
            labels[place] = "G" if name.is_organisation else "B" if place == name.first else "I"
    return labels
