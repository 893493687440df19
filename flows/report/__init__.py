"""Writes the report: one HTML file that needs no network.

In: the published warehouse. Out: the page, written beside its place and moved over it. Refuses: markup from
outside (all of it is text), and requests (the page's own policy forbids them).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
import vl_convert
from markupsafe import Markup

from flows.settings import UsageError
from transforms.report.charts import all_charts
from transforms.report.model import ReportInputs, chart_rows, evidence_rows, headline, table_rows

VIEWS = (
    "sources",
    "articles",
    "stances",
    "cited_figures",
    "quotations",
    "coverage",
    "problems",
    "trend_volume",
    "trend_stance",
    "trend_figures",
    "trend_disagreement",
    "trend_experts",
    "trend_seed_echo",
)
_HERE = Path(__file__).parent


@cache
def _renderer() -> str:
    """Vega, Vega-Lite and vega-embed as one script."""
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle


def _script(text: str) -> Markup:
    """Text that cannot close the script element it stands in."""
    return Markup(text.replace("</", "<\\/"))


def _json(values: Any) -> Markup:
    """JSON in which no markup, and no line that scripts read as an end, can stand."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def render_report(
    views: Mapping[str, pl.DataFrame], *, title: str, description: str, made_at: datetime, version: str
) -> str:
    """The page as text; `views` holds a frame for each of `VIEWS`."""
    inputs = ReportInputs(views=views)
    evidence, left_out = evidence_rows(inputs)
    tables = table_rows(inputs)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("page.html.j2").render(
        title=title,
        description=description,
        made_at=made_at.strftime("%Y-%m-%d %H:%M UTC"),
        version=version,
        css=Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        script=_script((_HERE / "page.js").read_text(encoding="utf-8")),
        renderer=_script(_renderer()),
        data=_json({"charts": chart_rows(inputs), "tables": tables, "evidence": evidence}),
        charts=_json(all_charts()),
        headline=headline(inputs),
        tables=tables,
        left_out=left_out,
    )


def write_report(path: Path, page: str) -> Path:
    """Put the page in its place at once, so that a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(page, encoding="utf-8")
        os.replace(draft, path)  # noqa: PTH105
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(
            f"report {path}: {error.strerror or error}; give another place with --out"
        ) from error
    return path
