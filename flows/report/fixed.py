"""The parts of the report that no data changes: the renderer's script and the charts' specifications.

In: a directory to keep them in. Out: both, as text. Refuses: what was made by another release: the file's name
is a hash of all that they are made from.

Bundling the renderer takes seconds and Altair takes its time to import, so both are done once for each release.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

MAKERS: Final = ("vl-convert-python", "altair")
CHARTS: Final = "transforms.report.charts"
EMBED: Final = "window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """What every report carries."""

    renderer: str
    """Vega, Vega-Lite and vega-embed as one script."""
    charts: str
    """Chart name to Vega-Lite specification, as JSON."""


def read_fixed(cache: Path) -> Fixed:
    """Both parts as kept in `cache`; made, and kept there if it can be written, where they are not."""
    kept = cache / f"report-{_made_from()}.json"
    with suppress(OSError, ValueError, TypeError):
        return Fixed(**json.loads(kept.read_text(encoding="utf-8")))
    made = make_fixed()
    with suppress(OSError):
        put(kept, json.dumps(asdict(made)))
    return made


def make_fixed() -> Fixed:
    """Bundle the renderer and write the specifications out; takes seconds."""
    import vl_convert

    from transforms.report.charts import all_charts

    return Fixed(
        renderer=vl_convert.javascript_bundle(EMBED),
        charts=json.dumps(all_charts(), ensure_ascii=False, separators=(",", ":")),
    )


def _made_from() -> str:
    """A hash of the libraries' versions and of the module that draws the charts, which is not imported for it."""
    found = find_spec(CHARTS)
    source = Path(found.origin).read_bytes() if found and found.origin else b""
    libraries = " ".join(f"{name} {version(name)}" for name in MAKERS)
    return sha256(libraries.encode() + EMBED.encode() + source).hexdigest()[:16]


def put(path: Path, text: str) -> None:
    """Put a file in its place at once, so that a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", errors="replace")
        draft.replace(path)
    finally:
        if draft.is_file():
            draft.unlink()
