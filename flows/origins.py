"""Articles get their origin: copies of one text, wherever they stand, count as one voice.

In: the warehouse. Out: the origin of every article. Refuses: comparing all of history for a day's news.
"""

from __future__ import annotations

from datetime import date

from transforms.origins import METHOD, affected_origins, earliest_needed, resolve_origins
from warehouse.connection import Live
from warehouse.origins import read_texts, replace_origins


def identify_origins(live: Live) -> int:
    """Find the origins of texts not yet compared, and of those they change; how many articles were told."""
    since = earliest_needed(read_texts(live, METHOD, date.max))
    if since is None:
        return 0
    texts = read_texts(live, METHOD, since)
    origins, is_enough = affected_origins(texts, resolve_origins(texts))
    if not is_enough:
        origins = resolve_origins(read_texts(live, METHOD))
    replace_origins(live, origins)
    return origins.height
