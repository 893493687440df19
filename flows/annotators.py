"""The annotators with their seeds: loaded once per process.

In: the directory of seeds. Out: compiled resources, annotations. Refuses: rules of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flows.seeds import read_lexicons, read_names, read_topic
from transforms.annotate import LanguageResources, annotate_text, build_language_resources
from transforms.extraction import ExtractionLexicon, build_extraction_lexicon
from transforms.topics import Topic, build_topic
from vocabulary import Annotations


@lru_cache(maxsize=4)
def topic_of(seeds: Path) -> Topic:
    """The compiled topic."""
    return build_topic(read_topic(seeds))


@lru_cache(maxsize=4)
def extraction_lexicon_of(seeds: Path) -> ExtractionLexicon:
    """The compiled words of bylines, furniture and credits."""
    return build_extraction_lexicon(read_lexicons(seeds, names="extraction_*"))


@lru_cache(maxsize=32)
def resources_of(seeds: Path, language: str) -> LanguageResources | None:
    """The compiled lexicons of one language; None where there are no annotators for it."""
    lexicons = read_lexicons(seeds, (language, "common"))
    return build_language_resources(language, lexicons, read_names(seeds), topic_of(seeds))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationTask:
    """One text to annotate, as it travels to a worker process."""

    text: str
    language: str | None
    authors: tuple[str, ...]
    seeds: Path
    threshold: float


def annotate(task: AnnotationTask) -> Annotations:
    """Annotate one text with the seeds that the task names."""
    return annotate_text(
        task.text,
        language=task.language,
        resources=resources_of(task.seeds, task.language) if task.language else None,
        topic=topic_of(task.seeds),
        authors=task.authors,
        threshold=task.threshold,
    )
