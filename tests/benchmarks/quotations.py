"""Scores of the quotation annotator on the public sets, by the Gender Gap Tracker's rule.

`python -m tests.benchmarks.quotations [NAME ...] [--errors N]`. Sets lie in `../shared/data/quotations`.
A gold quotation is found if a prediction covers more than 0.3 (or 0.8) of its characters, from its first to
its last word; each prediction serves once (Asr et al. 2021,
`evaluate_quotes.py`); of several that cover it alike, the closest one counts. "iou" is the stricter
ratio of intersection to union on the same spans. A speaker is right if the spans touch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.seeds import read_lexicons, read_names
from transforms.persons import find_persons
from transforms.quotations import SpeechLexicon, build_speech_lexicon, find_quotations
from transforms.speakers import resolve_speakers
from transforms.text import split_sentences
from vocabulary import Quotation, Span

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "quotations"
SETS = {"de_wikinews_dev": "de", "de_wikinews_train": "de", "en_polnear_train": "en"}


@dataclass(slots=True)
class Tally:
    """Counts for one threshold and one measure."""

    found: int = 0
    missed: int = 0
    extra: int = 0
    speakers_right: int = 0
    speakers_asked: int = 0
    missed_types: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.missed + self.extra)

    @property
    def speaker_accuracy(self) -> float:
        return self.speakers_right / max(1, self.speakers_asked)

    def __str__(self) -> str:
        precision = self.found / max(1, self.found + self.extra)
        recall = self.found / max(1, self.found + self.missed)
        return f"P {precision:.3f} R {recall:.3f} F1 {self.f1:.3f} speaker {self.speaker_accuracy:.3f}"


def _hull(spans: Sequence[Sequence[int]]) -> tuple[int, int]:
    return min(s[0] for s in spans), max(s[1] for s in spans)


def _share(gold: tuple[int, int], guess: Span, by_union: bool) -> float:
    shared = min(gold[1], guess.end) - max(gold[0], guess.start)
    whole = max(gold[1], guess.end) - min(gold[0], guess.start) if by_union else gold[1] - gold[0]
    return max(0, shared) / max(1, whole)


def score_document(
    gold: Sequence[dict[str, Any]],
    guesses: Sequence[Quotation],
    tally: Tally,
    threshold: float,
    *,
    by_union: bool = False,
    ignored: Sequence[dict[str, Any]] = (),
) -> tuple[list[dict[str, Any]], list[Quotation]]:
    """Add one document to `tally`; predictions that match an `ignored` quotation count neither way."""
    left, missed = list(guesses), []
    for quotation in gold:
        hull = _hull(quotation["content"])
        ranked = [
            (_share(hull, g.content, by_union), _share(hull, g.content, True), -i) for i, g in enumerate(left)
        ]
        best, _, place = max(ranked, default=(0.0, 0.0, 0))
        if best <= threshold:
            tally.missed += 1
            tally.missed_types[quotation["type"]] += 1
            missed.append(quotation)
            continue
        guess = left.pop(-place)
        tally.found += 1
        if quotation["speaker"]:
            tally.speakers_asked += 1
            tally.speakers_right += _touches(quotation["speaker"], guess.speaker)
    extra = [
        g
        for g in left
        if not any(_share(_hull(q["content"]), g.content, by_union) > threshold for q in ignored)
    ]
    tally.extra += len(extra)
    return missed, extra


def _touches(spans: Sequence[Sequence[int]], guess: Span | None) -> bool:
    return guess is not None and any(min(e, guess.end) > max(s, guess.start) for s, e in spans)


def read_set(name: str) -> list[dict[str, Any]]:
    """The documents of one public set."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def annotate(text: str, language: str, lexicon: SpeechLexicon) -> list[Quotation]:
    """Persons, quotations and speakers, as the composition runs them."""
    sentences = split_sentences(text, language)
    persons = find_persons(text, sentences, lexicon)
    quotations = find_quotations(text, sentences, lexicon)
    return list(resolve_speakers(text, sentences, quotations, persons, lexicon, ()).quotations)


@lru_cache(maxsize=8)
def lexicon_of(language: str) -> SpeechLexicon:
    """The compiled lexicon, from the seeds that ship."""
    lexicons = read_lexicons()
    return build_speech_lexicon(language, lexicons[language], lexicons["common"], read_names())


def selected(
    quotations: Iterable[dict[str, Any]], scope: str, lexicon: SpeechLexicon, text: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The gold quotations of a scope, and those left out.

    `all`: every one. `speech`: without those nested in another one (ours are one per cue), those that the
    set calls reported or free indirect without a source, and, where the set also holds beliefs and plans,
    those whose cue holds neither a reporting verb or phrase of the lexicon nor any quoted words.
    """
    kept, left = [], []
    for quotation in quotations:
        inside = scope == "all" or _is_speech(quotation, lexicon, text)
        (kept if inside else left).append(quotation)
    return kept, left


def _is_speech(quotation: dict[str, Any], lexicon: SpeechLexicon, text: str) -> bool:
    if "nested" in quotation:
        return not quotation["nested"] and quotation["type"] not in ("reported", "free_indirect")
    if quotation["type"] == "direct":
        return True
    words = {w.strip(".,:;").lower() for s, e in quotation["cue"] for w in text[s:e].split()}
    senses = [verb.kind for w in words for verb in lexicon.verbs.get(w, ())]
    return any(kind in ("say", "tell", "position", "judge") for kind in senses) or "according" in words


@lru_cache(maxsize=4)
def answers_of(name: str) -> tuple[tuple[dict[str, Any], list[Quotation]], ...]:
    """Every document of a set with the quotations that the annotators find in it."""
    language = SETS[name]
    lexicon = lexicon_of(language)
    return tuple((d, annotate(d["text"], language, lexicon)) for d in read_set(name))


def score_set(name: str, threshold: float, *, scope: str = "speech", by_union: bool = False) -> Tally:
    """The tally of one set by one measure."""
    tally, lexicon = Tally(), lexicon_of(SETS[name])
    for document, guesses in answers_of(name):
        gold, ignored = selected(document["quotations"], scope, lexicon, document["text"])
        score_document(gold, guesses, tally, threshold, by_union=by_union, ignored=ignored)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["de_wikinews_dev", "en_polnear_train"])
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    for name in asked.sets:
        _report(name, asked.errors)


def _report(name: str, n_errors: int) -> None:
    started = time.process_time()
    n_documents = len(answers_of(name))
    spent = time.process_time() - started
    print(f"{name}: {n_documents} documents in {spent:.1f} s of one core, sentence splitting included")
    print("  published: Gender Gap Tracker (English, own set) .837 > 0.3, .761 > 0.8, speaker .87;")
    print("  rule baseline on German Wikinews .391 (joint with speaker); Citron (PARC) .833 content overlap")
    for scope in ("all", "speech"):
        for by_union in (False, True):
            for threshold in (0.3, 0.8):
                tally = score_set(name, threshold, scope=scope, by_union=by_union)
                measure = "iou" if by_union else "tracker"
                print(f"  {scope:6} {measure:7} > {threshold}: {tally} missed {dict(tally.missed_types)}")
    if n_errors:
        _errors(name, n_errors)


def _errors(name: str, n: int) -> None:
    lexicon = lexicon_of(SETS[name])
    for document, guesses in answers_of(name):
        gold, ignored = selected(document["quotations"], "speech", lexicon, document["text"])
        missed, extra = score_document(gold, guesses, Tally(), 0.3, ignored=ignored)
        n = _show(document["text"], missed, extra, n) if n > 0 else 0


def _show(text: str, missed: list[dict[str, Any]], extra: list[Quotation], n: int) -> int:
    for q in missed:
        print(
            "MISS ",
            q["type"],
            [text[s:e] for s, e in q["cue"]],
            "|",
            " … ".join(text[s:e] for s, e in q["content"])[:200],
        )
        n -= 1
    for g in extra:
        print(
            "EXTRA",
            g.type,
            g.cue_surface,
            "|",
            g.surface[:200].replace("\n", "¶"),
            "| …",
            text[max(0, g.content.start - 60) : g.content.start].replace("\n", "¶"),
        )
        n -= 1
    return n


if __name__ == "__main__":
    main()
