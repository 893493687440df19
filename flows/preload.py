"""What the fork server loads once, so that a new worker starts in milliseconds with everything in memory.

In: nothing. Out: imported libraries and the language model. Refuses: reading seeds, which differ by run.
"""

from __future__ import annotations

from transforms.extraction import detect_language

LANGUAGE = detect_language("The language model is read from its file at the first text that it is given.")
"""Asked only so that the model is loaded before the first fork."""
