"""Fits the model of German person names: `python -m tests.benchmarks.persons_fit [--write]`.

Trains a conditional random field on our own marked sentences (`seeds/training/names_de_*.txt`) and on GermEval 2014
dev (CC BY 4.0, `../shared/data/persons`), and prints its scores: cross-validated over five parts of GermEval, and
trained on our own sentences alone. `--write` fits on everything and writes the two tables that ship,
`seeds/lexicons/de/persons_model.csv` and `persons_clusters.csv`. Needs `pip install python-crfsuite
spacy-lookups-data` (both MIT), at this time only; the tagger itself is plain Python.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pycrfsuite  # type: ignore[import-not-found, unused-ignore]

from flows.seeds import SEEDS
from tests.benchmarks.persons import FILE, PersonScore
from tests.benchmarks.quotations import lexicon_of
from transforms.persons import find_persons
from transforms.persons.find import rule_names
from transforms.persons.tagger import Line, rule_labels, runs_of, signs_of_run
from transforms.speech.name_model import LABELS, NO_WEIGHT, NameModel
from transforms.speech.tokens import tokenise
from transforms.text import split_sentences

MARKED = re.compile(r"\[([PO]) ([^\]]+)\]")
FOLDS = 5
WORDS = 250_000
"""Words of the cluster table: the most frequent ones with a capital, and a tenth of that with none."""
SETTINGS = {"c1": 0.1, "c2": 0.2, "max_iterations": 100}
LEAST = 0.02
Span2 = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its marked names, in code points."""

    text: str
    persons: tuple[Span2, ...]
    bodies: tuple[Span2, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and per run of words its signs and labels."""

    sentence: Sentence
    runs: tuple[tuple[list[list[str]], list[str]], ...]


def parse_marked(line: str) -> Sentence:
    """A line such as `[P Angela Merkel] kam.`, without its marks."""
    spans: dict[str, list[Span2]] = {"P": [], "O": []}
    text, last = "", 0
    for found in MARKED.finditer(line):
        text += line[last : found.start()]
        spans[found[1]].append((len(text), len(text) + len(found[2])))
        text += found[2]
        last = found.end()
    return Sentence(text + line[last:], tuple(spans["P"]), tuple(spans["O"]))


def own_sentences() -> list[Sentence]:
    """Our own marked sentences."""
    files = sorted((SEEDS / "training").glob("names_de_*.txt"))
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [parse_marked(line) for line in dict.fromkeys(lines) if line and not line.startswith("#")]


def germeval() -> list[Sentence]:
    """The dev part of GermEval 2014."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    return [
        Sentence(i["text"], tuple(map(tuple, i["persons"])), tuple(map(tuple, i["organisations"])))
        for i in items
    ]


def word_clusters(limit: int = WORDS) -> dict[str, str]:
    """Word to the path of its Brown cluster, for the most frequent words."""
    found = find_spec("spacy_lookups_data")
    assert found and found.origin, "pip install spacy-lookups-data"
    data = Path(found.origin).parent / "data"
    with gzip.open(data / "de_lexeme_cluster.json.gz") as packed:
        clusters = json.load(packed)
    with gzip.open(data / "de_lexeme_prob.json.gz") as packed:
        probs = json.load(packed)
    words = [w for w in clusters if clusters[w] and w.replace("-", "").isalpha()]
    words.sort(key=lambda w: -probs.get(w, -30.0))
    chosen = [w for w in words if w[0].isupper()][:limit] + [w for w in words if w[0].islower()][
        : limit // 10
    ]
    return {word: f"{clusters[word]:b}"[::-1] for word in chosen}


def example_of(sentence: Sentence, model: NameModel) -> Example:
    """A sentence laid out for the model."""
    lexicon = lexicon_of("de")
    tokens = tokenise(sentence.text, lexicon.token)
    labels = ["O"] * len(tokens)
    for spans, first, inner in ((sentence.bodies, "G", "G"), (sentence.persons, "B", "I")):
        for start, end in spans:
            for place in range(tokens.first_from(start), tokens.first_from(end)):
                labels[place] = first if tokens.starts[place] == start else inner
    bounds = (0, len(tokens))
    rules = rule_labels(rule_names(sentence.text, tokens, frozenset({0}), lexicon.persons), len(tokens))
    line = Line(tokens, bounds, rules, lexicon.persons, model)
    runs = tuple(
        (signs_of_run(line, run), labels[run.start : run.stop])
        for run in runs_of(tokens, bounds, lexicon.persons.of("particle"))
    )
    return Example(sentence, runs)


def fit(examples: Iterable[Example], base: NameModel) -> NameModel:
    """The model that fits the examples, its small weights dropped."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=SETTINGS, verbose=False)
    for example in examples:
        for signs, labels in example.runs:
            trainer.append(signs, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(LABELS))
    for (sign, label), weight in info.state_features.items():
        if abs(weight) >= LEAST:
            weights[sign][LABELS.index(label)] = weight
    steps = [[info.transitions.get((a, b), 0.0) for b in LABELS] for a in LABELS]
    rows = {sign: (w[0], w[1], w[2], w[3]) for sign, w in weights.items()}
    return NameModel(rows, tuple((s[0], s[1], s[2], s[3]) for s in steps), base.clusters, base.known)


def score(examples: Iterable[Example], model: NameModel, total: PersonScore) -> PersonScore:
    """Add the exact spans that rules and model together find in `examples` to `total`."""
    lexicon = lexicon_of("de")
    lexicon = replace(lexicon, persons=replace(lexicon.persons, model=model))
    for example in examples:
        text, gold = example.sentence.text, set(example.sentence.persons)
        mentions = find_persons(text, split_sentences(text, "de"), lexicon)
        ours = {(m.span.start, m.span.end) for m in mentions if not m.is_organisation}
        total.both += len(ours & gold)
        total.extra += len(ours - gold)
        total.missed += len(gold - ours)
    return total


def show(what: str, result: PersonScore) -> None:
    print(f"{what}: P {result.precision:.3f} R {result.recall:.3f} F1 {result.f1:.3f}")


def cross_validated(own: Sequence[Example], gold: Sequence[Example], base: NameModel) -> PersonScore:
    """Five parts of the gold, each scored by a model that has not seen it."""
    total = PersonScore()
    for fold in range(FOLDS):
        rest = [example for at, example in enumerate(gold) if at % FOLDS != fold]
        total = score(gold[fold::FOLDS], fit([*own, *rest], base), total)
    return total


def write_tables(model: NameModel) -> None:
    """Write the model and its clusters as lexicon tables."""
    folder = SEEDS / "lexicons" / "de"
    with (folder / "persons_model.csv").open("w", encoding="utf-8", newline="") as lines:
        lines.write(
            "# Weights of signs by label: B first word of a person, I further word, G body, O other.\n"
        )
        lines.write(
            "# Fitted by tests/benchmarks/persons_fit.py on our sentences (seeds/training) and on GermEval\n"
        )
        lines.write(
            "# 2014 dev by Benikova, Biemann and Reznicek (CC BY 4.0); see docs/models/persons_de.md.\n"
        )
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("sign", *LABELS))
        steps = zip((f"step {label}" for label in LABELS), model.steps, strict=True)
        for sign, weights in (*steps, *sorted(model.weights.items())):
            table.writerow((sign, *(f"{weight:.2f}".rstrip("0").rstrip(".") for weight in weights)))
    paths: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word, path in model.clusters.items():
        paths[path, word[0]].append(word)
    with (folder / "persons_clusters.csv").open("w", encoding="utf-8", newline="") as lines:
        lines.write("# Paths of Brown clusters of frequent words, one row per path and initial.\n")
        lines.write(
            "# Source: spacy-lookups-data 1.0.5 (MIT licence), cut by tests/benchmarks/persons_fit.py.\n"
        )
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("path", "words"))
        for (path, _), words in sorted(paths.items()):
            table.writerow((path, "|".join(sorted(words))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="fit on everything and write the tables")
    parser.add_argument("--words", type=int, default=WORDS, help="size of the cluster table")
    arguments = parser.parse_args()
    base = NameModel({}, (NO_WEIGHT,) * len(LABELS), word_clusters(arguments.words))
    own = [example_of(sentence, base) for sentence in own_sentences()]
    gold = [example_of(sentence, base) for sentence in germeval()]
    print(f"{len(own)} own sentences, {len(gold)} of GermEval, {len(base.clusters)} words in clusters")
    if arguments.write:
        write_tables(fit([*own, *gold], base))
        return
    show("own sentences alone, GermEval dev", score(gold, fit(own, base), PersonScore()))
    show("five-fold, GermEval alone", cross_validated([], gold, base))
    show("five-fold, own sentences and GermEval", cross_validated(own, gold, base))


if __name__ == "__main__":
    main()
