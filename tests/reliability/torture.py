"""The extraction of captures, but for pages that ask for it in a comment: on those it hangs, dies or raises."""

from __future__ import annotations

import ctypes
import time

from flows.extracting import ExtractionTask, extract
from vocabulary import Document, ExtractFailure
from warehouse.archive import read_capture


def extract_or_misbehave(task: ExtractionTask) -> Document | ExtractFailure:
    body = read_capture(task.archive, task.location).body
    if b"<!-- hang -->" in body:
        time.sleep(600)
    if b"<!-- segfault -->" in body:
        ctypes.string_at(0)
    if b"<!-- raise -->" in body:
        raise RecursionError("too deep")
    return extract(task)
