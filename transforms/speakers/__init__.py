"""Speakers: who said it.

In: text, sentences, quotations and persons as found. Out: `Resolved`. Refuses: inventing a name.
"""

from transforms.speakers.resolve import Resolved, resolve_speakers

__all__ = ["Resolved", "resolve_speakers"]
