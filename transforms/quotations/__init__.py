"""Quotations: what is reported as said, with cue and speaker span.

In: text, sentences, the compiled lexicon. Out: `Quotation` values. Refuses: deciding who the speaker is.
"""

from transforms.quotations.find import find_quotations
from transforms.speech.lexicon import SpeechLexicon, build_speech_lexicon

ANNOTATOR = "quotations"
VERSION = "1.3.0"

__all__ = ["ANNOTATOR", "VERSION", "SpeechLexicon", "build_speech_lexicon", "find_quotations"]
