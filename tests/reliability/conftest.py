"""The lexicon that ships, compiled once."""

import pytest

from flows.seeds import read_lexicons
from transforms.extraction import ExtractionLexicon, build_extraction_lexicon


@pytest.fixture(scope="session")
def lexicon() -> ExtractionLexicon:
    return build_extraction_lexicon(read_lexicons())
