"""Versions get their annotations, batch by batch, in worker processes.

In: versions that the annotators of this release have not read. Out: rows in the warehouse. Refuses: losing a
batch because of one text.
"""

from __future__ import annotations

from datetime import datetime

from flows.annotators import AnnotationTask, annotate
from flows.settings import Settings
from flows.workers import Lost, map_killable
from transforms.annotate import ANNOTATORS
from vocabulary import Annotations, Problem, Relevance, Stage
from warehouse.annotations import replace_annotations
from warehouse.connection import open_live
from warehouse.problems import write_problems
from warehouse.versions import VersionRow, read_versions_to_annotate


def annotate_next_batch(settings: Settings, now: datetime) -> tuple[int, int]:
    """Annotate the next batch and store it; how many versions were read, and how many problems arose.

    A text on which an annotator hangs or dies is stored with no annotations and a problem, so that it is not
    tried again until the annotators change.
    """
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        rows = read_versions_to_annotate(live, ANNOTATORS, settings.batch_size)
    if not rows:
        return 0, 0
    tasks = [_task(settings, row) for row in rows]
    found = map_killable(annotate, tasks, workers=settings.workers, timeout_s=settings.text_timeout_s)
    pairs = list(zip(rows, found, strict=True))
    lost = [_problem(row, result, now) for row, result in pairs if isinstance(result, Lost)]
    batch = [(row, _or_empty(row, result)) for row, result in pairs]
    with open_live(settings.data, lock_timeout_s=settings.lock_timeout_s, now=now) as live:
        n_rejected = replace_annotations(live, batch, now)
        write_problems(live, lost)
    return len(rows), len(lost) + n_rejected


def _task(settings: Settings, row: VersionRow) -> AnnotationTask:
    return AnnotationTask(
        text=row.text,
        language=row.language,
        authors=row.authors,
        seeds=settings.seeds,
        threshold=settings.stance_threshold,
    )


def _or_empty(row: VersionRow, found: Annotations | Lost) -> Annotations:
    if isinstance(found, Annotations):
        return found
    nothing = Relevance(is_on_topic=False, score=0.0)
    return Annotations(language=row.language, relevance=nothing, annotators=ANNOTATORS)


def _problem(row: VersionRow, lost: Lost, now: datetime) -> Problem:
    return Problem(
        stage=Stage.ANNOTATE,
        subject=f"version:{row.version_id}",
        code=lost.code,
        detail=lost.detail,
        occurred_at=now,
        source_id=row.source_id,
    )
