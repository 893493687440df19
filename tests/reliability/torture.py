"""An extraction that hangs, dies or raises on demand, in a worker process."""

from __future__ import annotations

import ctypes
import time
from functools import lru_cache

from flows.seeds import read_lexicons
from transforms.extraction import ExtractionLexicon, build_extraction_lexicon, extract_document
from vocabulary import Document, ExtractFailure


@lru_cache(maxsize=1)
def _lexicon() -> ExtractionLexicon:
    return build_extraction_lexicon(read_lexicons())


def extract_or_misbehave(body: bytes) -> Document | ExtractFailure:
    if body == b"hang":
        time.sleep(600)
    if body == b"segfault":
        ctypes.string_at(0)
    if body == b"raise":
        raise RecursionError("too deep")
    return extract_document(body, None, lexicon=_lexicon())
