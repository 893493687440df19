"""Scores on the project's own gold texts: quotations, speakers, kinds.

`python -m tests.benchmarks.quotations_gold [--half dev] [--errors LANG]`. Errors are shown for `dev` only.
The rule is that of `tests.benchmarks.quotations`; a speaker is right if the resolved name is the gold name
(case ending aside), kinds and `expert` F1 are over speakers matched by name.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.quotations import Tally, lexicon_of, score_document
from tests.gold.build import read_quotation_gold
from transforms.identity import sound_key
from transforms.persons import find_persons
from transforms.quotations import SpeechLexicon, find_quotations
from transforms.speakers import Resolved, resolve_speakers
from transforms.text import split_sentences

LANGUAGES = ("de", "en", "fr", "it", "es", "pl", "ru", "uk")


@dataclass(slots=True)
class Scores:
    """What one language reaches on one half."""

    loose: Tally = field(default_factory=Tally)
    strict: Tally = field(default_factory=Tally)
    loose_iou: Tally = field(default_factory=Tally)
    strict_iou: Tally = field(default_factory=Tally)
    names: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    expert: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    by_type: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def expert_f1(self) -> float:
        return (
            2
            * self.expert["both"]
            / max(1, 2 * self.expert["both"] + self.expert["gold"] + self.expert["ours"])
        )

    @property
    def speaker_accuracy(self) -> float:
        return self.names["right"] / max(1, self.names["right"] + self.names["wrong"])


def resolve(text: str, language: str, lexicon: SpeechLexicon) -> Resolved:
    """The three annotators in the order of the composition."""
    sentences = split_sentences(text, language)
    persons = find_persons(text, sentences, lexicon)
    found = find_quotations(text, sentences, lexicon)
    return resolve_speakers(text, sentences, found, persons, lexicon, ())


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are one, spelling and case ending aside."""
    if one is None or other is None:
        return one is other
    a, b = sound_key(one).split(), sound_key(other).split()
    return bool(a) and bool(b) and (a == b or (a[-1][:4] == b[-1][:4] and abs(len(a) - len(b)) <= 1))


def same_words(one: str, other: str) -> bool:
    """Whether all words of the shorter text begin like words of the longer one: case endings aside."""
    shorter, longer = sorted((sound_key(one).split(), sound_key(other).split()), key=len)
    starts = {word[:4] for word in longer}
    return bool(shorter) and all(word[:4] in starts for word in shorter)


def score_language(language: str, half: str, errors: bool = False) -> Scores:
    """Score every article of one half."""
    scores, lexicon = Scores(), lexicon_of(language)
    for item in read_quotation_gold(language, half):
        got = resolve(item["text"], language, lexicon)
        _score_quotations(item, got, scores, errors and half == "dev")
        _score_speakers(item, got, scores, errors and half == "dev")
    return scores


def _score_quotations(item: dict[str, Any], got: Resolved, scores: Scores, errors: bool) -> None:
    gold = [
        {**q, "speaker": [[q["speaker"]["start"], q["speaker"]["end"]]] if q["speaker"] else []}
        for q in item["quotations"]
    ]
    missed, extra = score_document(gold, got.quotations, scores.loose, 0.3)
    score_document(gold, got.quotations, scores.strict, 0.8)
    score_document(gold, got.quotations, scores.loose_iou, 0.3, by_union=True)
    bad, _ = score_document(gold, got.quotations, scores.strict_iou, 0.8, by_union=True)
    for quotation in gold:
        scores.by_type.setdefault(quotation["type"], Counter())[
            "missed" if quotation in missed else "found"
        ] += 1
        _score_speaker(item["text"], quotation, got, scores, errors)
    if errors:
        _show(item["text"], missed, bad, extra)


def _score_speaker(text: str, quotation: dict[str, Any], got: Resolved, scores: Scores, errors: bool) -> None:
    start, end = quotation["content"][0][0], quotation["content"][-1][1]
    near = [
        q
        for q in got.quotations
        if min(end, q.content.end) - max(start, q.content.start) > 0.3 * (end - start)
    ]
    if not near:
        return
    best = max(
        near,
        key=lambda q: (
            (min(end, q.content.end) - max(start, q.content.start))
            / (max(end, q.content.end) - min(start, q.content.start))
        ),
    )
    right = same_name(best.speaker_name, quotation["speaker_name"])
    scores.names["right" if right else "wrong"] += 1
    scores.types["right" if best.type == quotation["type"] else "wrong"] += 1
    if errors and not right:
        print(
            "  WHO  ",
            quotation["speaker_name"],
            "| ours",
            best.speaker_name,
            "|",
            best.speaker and best.speaker.of(text),
            "|",
            best.cue_surface,
            "|",
            best.surface[:70],
        )
    if errors and best.type != quotation["type"]:
        print("  TYPE ", quotation["type"], "| ours", best.type, "|", best.surface[:90])


def _score_speakers(item: dict[str, Any], got: Resolved, scores: Scores, errors: bool) -> None:
    left = list(got.speakers)
    for speaker in item["speakers"]:
        found = next((s for s in left if same_name(s.name, speaker["name"])), None)
        if found:
            left.remove(found)
        kind = found.kind.value if found else "none"
        scores.kinds["right" if kind == speaker["kind"] else "wrong"] += 1
        _count_expert(scores, speaker["kind"] == "expert", kind == "expert")
        if speaker["role"]:
            role = (found.role or "") if found else ""
            scores.roles[
                "right" if role and (role in speaker["role"] or speaker["role"] in role) else "wrong"
            ] += 1
        if speaker["affiliation"]:
            body = (found.affiliation or "") if found else ""
            right = same_words(body, speaker["affiliation"])
            scores.roles["body right" if right else "body wrong"] += 1
        if errors and (
            kind != speaker["kind"]
            or (found and speaker["role"] and (found.role or "-") not in speaker["role"])
        ):
            print("  KIND ", speaker, "| ours", kind, found and found.role, "|", found and found.affiliation)
    for extra in left:
        _count_expert(scores, False, extra.kind.value == "expert")
        scores.kinds["extra"] += 1
        if errors:
            print("  MORE ", extra.name, extra.kind.value, extra.n_quotations)


def _count_expert(scores: Scores, in_gold: bool, in_ours: bool) -> None:
    if in_gold or in_ours:
        scores.expert["both" if in_gold and in_ours else "gold" if in_gold else "ours"] += 1


def _show(text: str, missed: list[dict[str, Any]], bad: list[dict[str, Any]], extra: list[Any]) -> None:
    for q in missed:
        print(
            "  MISS ",
            q["type"],
            q["cue"] and q["cue"]["surface"],
            "|",
            text[q["content"][0][0] : q["content"][-1][1]][:150].replace("\n", "¶"),
        )
    for q in bad:
        if q not in missed:
            print(
                "  SPAN ",
                q["type"],
                "|",
                text[q["content"][0][0] : q["content"][-1][1]][:150].replace("\n", "¶"),
            )
    for g in extra:
        print("  EXTRA", g.type.value, g.cue_surface, "|", g.surface[:150].replace("\n", "¶"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "heldout"), default="dev")
    parser.add_argument("--errors", default="")
    asked = parser.parse_args()
    for language in [asked.errors] if asked.errors else LANGUAGES:
        s = score_language(language, asked.half, bool(asked.errors))
        print(
            f"{language} {asked.half}: >0.3 F1 {s.loose.f1:.3f} >0.8 F1 {s.strict.f1:.3f}"
            f" | iou {s.loose_iou.f1:.3f} {s.strict_iou.f1:.3f} | speaker {s.speaker_accuracy:.3f}"
            f" span {s.loose.speakers_right / max(1, s.loose.speakers_asked):.3f}"
            f" | type {s.types['right'] / max(1, sum(s.types.values())):.3f} | expert F1 {s.expert_f1:.3f}"
            f" | kind {dict(s.kinds)} | role {dict(s.roles)}"
        )


if __name__ == "__main__":
    main()
