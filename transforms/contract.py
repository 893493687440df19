"""Annotations in the JSON shape that programs rely on.

In: `Annotations`. Out: plain dictionaries with stable keys. Refuses: anything but reshaping.
"""

from __future__ import annotations

from typing import Any

from vocabulary import Annotations, Quantity, Quotation, Speaker, Stance


def annotations_as_json(path: str, annotations: Annotations) -> dict[str, Any]:
    """The object that `tenor annotate` prints for one file."""
    return {
        "path": path,
        "language": annotations.language,
        "on_topic": annotations.relevance.is_on_topic,
        "topic_score": round(annotations.relevance.score, 4),
        "annotators": dict(annotations.annotators),
        "quantities": [_quantity(q) for q in annotations.quantities],
        "quotations": [_quotation(q) for q in annotations.quotations],
        "speakers": [_speaker(s) for s in annotations.speakers],
        "mentioned": list(annotations.mentioned),
        "stances": [_stance(s) for s in annotations.stances],
        "article_stance": {target: str(p) for target, p in annotations.article_stance.items()},
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "surface": quantity.surface,
        "value": _number(quantity.value),
        "value_high": _number(quantity.value_high),
        "unit": quantity.unit,
        "approx": str(quantity.approx),
        "measures": quantity.measures,
        "period": quantity.period,
        "cited_by": quantity.cited_by,
        "doubt": quantity.doubt,
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    cue = quotation.cue
    return {
        "start": quotation.content.start,
        "end": quotation.content.end,
        "surface": quotation.surface,
        "type": str(quotation.type),
        "cue": quotation.cue_surface,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "speaker": quotation.speaker_name,
        "person_id": quotation.person_id,
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "surface": speaker.surface,
        "start": speaker.span.start,
        "end": speaker.span.end,
        "kind": str(speaker.kind),
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "former_roles": list(speaker.former_roles),
        "former_affiliations": list(speaker.former_affiliations),
        "n_quotations": speaker.n_quotations,
        "person_id": speaker.person_id,
    }


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "holder": stance.holder,
        "target": stance.target,
        "polarity": str(stance.polarity),
        "start": stance.span.start,
        "end": stance.span.end,
        "surface": stance.surface,
        "confidence": round(stance.confidence, 3),
    }
