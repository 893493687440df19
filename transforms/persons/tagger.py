"""Person names by a model: a linear chain over runs of words that may be names.

In: tokens, sentences, what the rules found, the model. Out: token ranges of persons. Refuses: words in small
letters outside a name; runs over a sentence's end.

The model is a conditional random field (Lafferty et al. 2001) fitted by `tests/benchmarks/persons_fit.py`; the best
labels of a run come from Viterbi's algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.persons.scan import Named
from transforms.persons.signs import AROUND, NOTHING, marks_of, near_signs, place_signs, word_signs
from transforms.speech.name_model import LABELS, Marks, NameModel, Weights
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

FIRST, INNER = 0, 1
KNOWN_AT_MOST = 100_000
"""Words whose marks are remembered."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as the model sees it: a range of tokens, the label of each token by rule, lists, weights."""

    tokens: Tokens
    bounds: tuple[int, int]
    rules: Sequence[str]
    lexicon: PersonLexicon
    model: NameModel


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


def signs_of_run(line: Line, run: range) -> list[list[str]]:
    """All signs of every token of a run, as the model is fitted to them."""
    tokens, marks = line.tokens, _marks(line, run)
    return [
        [
            *word_signs(tokens.words[place], marks[place]),
            *(sign for step in AROUND for sign in near_signs(marks.get(place + step, NOTHING), step)),
            *place_signs(tokens, place, line.bounds, marks, line.rules),
        ]
        for place in run
    ]


def weights_of_run(line: Line, run: range) -> list[Weights]:
    """The weights of the same signs per label, what depends on a word alone from memory."""
    tokens, model, marks = line.tokens, line.model, _marks(line, run)
    return [
        _sum(
            (
                _weights_of_word(tokens.words[place], marks[place], 0, model),
                *(_near(tokens, place + step, marks, step, model) for step in AROUND),
                *_known(place_signs(tokens, place, line.bounds, marks, line.rules), model),
            )
        )
        for place in run
    ]


def _marks(line: Line, run: range) -> dict[int, Marks]:
    """What is known of the words of a run and of the two words on either side."""
    tokens, bounds, model = line.tokens, line.bounds, line.model
    known = model.known
    if len(known) > KNOWN_AT_MOST:
        known.clear()
        model.sums.clear()
    marks: dict[int, Marks] = {}
    for place in range(max(bounds[0], run.start - 2), min(bounds[1], run.stop + 2)):
        word = tokens.words[place]
        found = known.get(word)
        if found is None:
            found = known[word] = marks_of(word, tokens.lows[place], line.lexicon, model.clusters)
        marks[place] = found
    return marks


def _near(tokens: Tokens, place: int, marks: Mapping[int, Marks], step: int, model: NameModel) -> Weights:
    found = marks.get(place)
    return _weights_of_word(tokens.words[place] if found else "", found or NOTHING, step, model)


def _weights_of_word(word: str, marks: Marks, step: int, model: NameModel) -> Weights:
    """The summed weights of a word's own signs (`step` 0), or of those that it gives a neighbour."""
    found = model.sums.get((word, step))
    if found is None:
        signs = near_signs(marks, step) if step else word_signs(word, marks)
        found = model.sums[word, step] = _sum(_known(signs, model))
    return found


def _known(signs: Sequence[str], model: NameModel) -> list[Weights]:
    weights = model.weights
    return [weights[sign] for sign in signs if sign in weights]


def _sum(rows: Sequence[Weights]) -> Weights:
    a = b = c = d = 0.0
    for row in rows:
        a += row[0]
        b += row[1]
        c += row[2]
        d += row[3]
    return a, b, c, d


def best_labels(own: Sequence[Weights], steps: Sequence[Weights]) -> list[int]:
    """The labels, as positions in `LABELS`, that fit a run best (Viterbi 1967)."""
    every = range(len(LABELS))
    scores: Sequence[float] = own[0]
    back: list[list[int]] = []
    for row in own[1:]:
        came = [max(every, key=lambda k: scores[k] + steps[k][label]) for label in every]
        scores = [scores[came[label]] + steps[came[label]][label] + row[label] for label in every]
        back.append(came)
    label = max(every, key=scores.__getitem__)
    labels = [label]
    for came in reversed(back):
        label = came[label]
        labels.append(label)
    return labels[::-1]


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
        line = Line(tokens, bounds, rules, lexicon, model)
        for run in runs_of(tokens, bounds, particles):
            labels = best_labels(weights_of_run(line, run), model.steps)
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
