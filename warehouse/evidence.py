"""Annotations as rows, each with its words and the sentence around them.

In: a version and its annotations. Out: rows by table, and what was refused. Refuses: a row whose span does
not hold the words it claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from vocabulary import Annotations, Quantity, Quotation, Span, Speaker, Stance
from warehouse.keys import row_key
from warehouse.versions import VersionRow

Rows = dict[str, list[dict[str, Any]]]
READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "relevance": ("relevance", "topic_mentions"),
    "quantities": ("quantities",),
    "quotations": ("quotations", "speakers", "mentions"),
}
"""Annotator name to the tables it fills; any other annotator fills `stances`."""


def tables_of(annotator: str) -> tuple[str, ...]:
    """The tables that an annotator fills."""
    return READERS.get(annotator, ("stances",))


@dataclass(slots=True)
class Evidence:
    """The rows of one version, and the rows refused."""

    version: VersionRow
    annotations: Annotations
    rows: Rows = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    """Annotator to what was refused, in words."""
    starts: list[int] = field(default_factory=list)

    def add(self, table: str, span: Span, surface: str, **columns: Any) -> None:
        """Keep a row for every annotator of `table`, if its span holds its words."""
        for annotator, version in self.annotations.annotators.items():
            if table not in tables_of(annotator):
                continue
            if not surface or span.of(self.version.text) != surface:
                self.refuse(annotator, f"{table}: {span.start}..{span.end} is not {surface[:80]!r}")
                continue
            start, sentence = self.sentence(span)
            self.rows.setdefault(table, []).append(
                {
                    "version_id": self.version.version_id,
                    "start": span.start,
                    "end": span.end,
                    "surface": surface,
                    "sentence_start": start,
                    "sentence": sentence,
                    "annotator": annotator,
                    "annotator_version": version,
                    **columns,
                }
            )

    def refuse(self, annotator: str, what: str) -> None:
        """Count a row that cannot be kept."""
        self.refused.setdefault(annotator, []).append(what)

    def sentence(self, span: Span) -> tuple[int, str]:
        """Where the sentence around `span` begins, and its words; its line where sentences are not known."""
        text, sentences = self.version.text, self.annotations.sentences
        if not self.starts:
            self.starts.extend(s.start for s in sentences)
        first = bisect_right(self.starts, span.start) - 1
        last = bisect_right(self.starts, max(span.start, span.end - 1)) - 1
        if first >= 0 and sentences[first].end > span.start:
            return sentences[first].start, text[sentences[first].start : max(sentences[last].end, span.end)]
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        return start, text[start : end if end >= 0 else len(text)]


def evidence_of(version: VersionRow, annotations: Annotations) -> Evidence:
    """All rows of one version, checked against its text."""
    found = Evidence(version, annotations)
    text = version.text
    for span in annotations.relevance.evidence:
        found.add("topic_mentions", span, span.of(text))
    for quantity in annotations.quantities:
        _add_quantity(found, quantity)
    for quotation in annotations.quotations:
        _add_quotation(found, quotation)
    for speaker in annotations.speakers:
        _add_speaker(found, speaker)
    for person in annotations.persons:
        found.add(
            "mentions",
            person.span,
            person.surface,
            name=person.name,
            person_id=person.person_id,
            is_organisation=person.is_organisation,
            title=person.title,
        )
    _add_stances(found)
    _take_over_rejected(found)
    return found


_TABLES: Final = {
    "quantity": "quantities", "quotation": "quotations", "speaker": "speakers", "personmention": "mentions",
    "stance": "stances",
}  # fmt: skip


def _take_over_rejected(found: Evidence) -> None:
    """Count what the annotators themselves refused."""
    for rejected in found.annotations.rejected:
        table = _TABLES.get(str(rejected.get("kind")), "stances")
        for annotator in found.annotations.annotators:
            if table in tables_of(annotator):
                place = f"{rejected.get('start')}..{rejected.get('end')}"
                found.refuse(annotator, f"{table}: {place} is not {str(rejected.get('surface'))[:80]!r}")


def _add_quantity(found: Evidence, quantity: Quantity) -> None:
    found.add(
        "quantities",
        quantity.span,
        quantity.surface,
        quantity_id=row_key(
            found.version.version_id, quantity.span.start, quantity.span.end, quantity.value,
            quantity.value_high, quantity.unit,
        ),
        value=float(quantity.value),
        value_high=quantity.value_high,
        unit=quantity.unit,
        approx=quantity.approx,
        measures=quantity.measures,
        period=quantity.period,
        cited_by=quantity.cited_by,
        doubt=quantity.doubt,
    )  # fmt: skip


def _add_quotation(found: Evidence, quotation: Quotation) -> None:
    cue, speaker, text = quotation.cue, quotation.speaker, found.version.text
    found.add(
        "quotations",
        quotation.content,
        quotation.surface,
        type=quotation.type,
        cue=cue.of(text) if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        speaker=quotation.speaker_name,
        speaker_surface=speaker.of(text) if speaker else None,
        speaker_start=speaker.start if speaker else None,
        speaker_end=speaker.end if speaker else None,
        person_id=quotation.person_id,
    )


def _add_speaker(found: Evidence, speaker: Speaker) -> None:
    found.add(
        "speakers",
        speaker.span,
        speaker.surface,
        name=speaker.name,
        person_id=speaker.person_id,
        kind=speaker.kind,
        role=speaker.role,
        affiliation=speaker.affiliation,
        former_roles=speaker.former_roles,
        former_affiliations=speaker.former_affiliations,
        n_quotations=speaker.n_quotations,
    )


def _add_stances(found: Evidence) -> None:
    kinds = {speaker.name: str(speaker.kind) for speaker in found.annotations.speakers}
    for stance in found.annotations.stances:
        found.add(
            "stances",
            stance.span,
            stance.surface,
            level="span",
            holder=stance.holder,
            holder_kind="author" if stance.holder == "text" else kinds.get(stance.holder),
            person_id=stance.person_id,
            target=stance.target,
            polarity=stance.polarity,
            confidence=stance.confidence,
        )
    for target, polarity in found.annotations.article_stance.items():
        span = _carrier(found, target, polarity)
        found.add(
            "stances",
            span,
            span.of(found.version.text),
            level="article",
            holder="text",
            holder_kind="author",
            person_id=None,
            target=target,
            polarity=polarity,
            confidence=None,
        )


def _carrier(found: Evidence, target: str, polarity: str) -> Span:
    """The passage that carries the overall message: the surest that agrees, else the first line."""

    def rank(stance: Stance) -> tuple[bool, bool, float, int]:
        return stance.polarity == polarity, stance.holder == "text", stance.confidence, -stance.span.start

    about = [stance for stance in found.annotations.stances if stance.target == target]
    text = found.version.text
    if about:
        return max(about, key=rank).span
    end = text.find("\n")
    return Span(0, end if end > 0 else len(text))
