"""What the fork server loads once, so that a new worker starts in milliseconds with everything in memory.

In: nothing. Out: imported libraries, the language model, the tables that date parsing reads at its first page.
Refuses: reading seeds, which differ by run.
"""

from __future__ import annotations

import gc

from transforms.extraction import build_extraction_lexicon, extract_document

PAGE = b"""<html><head><title>What loads</title></head><body><article><h1>What loads</h1>
<p>The libraries read their models and tables from files at the first text and at the first page without a date.</p>
<p><span class="date">12. lokakuuta klo 12.30</span> <time>1. lokakuuta 12.30</time> They load late.</p>
</article></body></html>"""

DOCUMENT = extract_document(PAGE, "https://example.org/loads", lexicon=build_extraction_lexicon({}))
"""Asked for only so that everything is loaded before the first fork."""

gc.freeze()  # what is there now is not looked through again in every worker, nor copied for it
