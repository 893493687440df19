"""Pages and plain documents to articles: the room that reads what was captured.

In: bytes as captured, or text as handed in. Out: `Document` with final text, or `ExtractFailure`. Refuses:
files, sockets, clocks; rules that know an outlet.
"""

from importlib.metadata import version

from transforms.extraction.credit import find_credit
from transforms.extraction.failures import Doubt, FailureCode
from transforms.extraction.language import detect_language
from transforms.extraction.lexicon import ExtractionLexicon, build_extraction_lexicon
from transforms.extraction.page import extract_document
from transforms.extraction.plain import document_from_text, hide_front_matter

EXTRACTOR = "tenor"
"""The name that versions carry."""
EXTRACTOR_VERSION = f"1.0.0+trafilatura.{version('trafilatura')}"
"""Our rules and the library below them: either may change a text."""

__all__ = [
    "EXTRACTOR",
    "EXTRACTOR_VERSION",
    "Doubt",
    "ExtractionLexicon",
    "FailureCode",
    "build_extraction_lexicon",
    "detect_language",
    "document_from_text",
    "extract_document",
    "find_credit",
    "hide_front_matter",
]
