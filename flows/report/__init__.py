"""Writes the report: one HTML file that needs no network.

In: the published warehouse. Out: the page, written beside its place and moved over it. Refuses: markup from
outside (all of it is text), and requests and foreign scripts (the page's own policy forbids them: it names the
hashes of the two scripts that may run).
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import jinja2
import polars as pl
from markupsafe import Markup

from flows.report.fixed import Fixed, put
from flows.settings import UsageError
from transforms.report.evidence import select_evidence
from transforms.report.model import ReportInputs, chart_tables, list_tables
from transforms.report.values import Table, records
from transforms.report.words import headline, in_words, target_overview

VIEWS: Final = (
    "sources", "articles", "topic_mentions", "stances", "cited_figures", "quotations", "mentions", "coverage",
    "problems", "seed_echo_rows", "trend_volume", "trend_stance", "trend_figures", "trend_disagreement",
    "trend_experts", "trend_seed_echo",
)  # fmt: skip
_CLOSING: Final = re.compile(r"<(/script|!--)", re.IGNORECASE)
"""What would end a script element, or begin a comment in it."""
_PAGE: Final = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the page says of itself."""

    title: str
    description: str
    targets: Mapping[str, Mapping[str, str]]
    """Target key to its `title` and `definition`."""
    made_at: datetime
    version: str
    quality: Sequence[Mapping[str, Any]] = ()
    """Scores of annotators on labelled texts: annotator, measure, score."""


def _own_script() -> str:
    """The page's own script. It runs before the renderer is read, so that the page answers before it draws."""
    own = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_PAGE.glob("*.js")))
    return f'(() => {{"use strict";\n{own}\n}})();'


def _enclosed(script: str) -> str:
    """A script that cannot close its element."""
    return _CLOSING.sub(r"<\\\1", script)


def _hash(script: str) -> str:
    return "sha256-" + b64encode(sha256(script.encode("utf-8")).digest()).decode()


def _json(values: Any) -> Markup:
    """JSON in which no markup, and no line that scripts read as an end, can stand."""
    return _inert(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def _inert(text: str) -> Markup:
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)


def render_report(views: Mapping[str, pl.DataFrame], about: About, fixed: Fixed) -> str:
    """The page as text; `views` holds a frame for each of `VIEWS`, `fixed` is that of `read_fixed`."""
    inputs = ReportInputs(views=views)
    evidence = select_evidence(inputs)
    lists = list_tables(inputs)
    scripts = {"script": _enclosed(_own_script()), "renderer": _enclosed(fixed.renderer)}
    data = {
        "charts": chart_tables(inputs),
        "lists": lists,
        "sentences": evidence.sentences,
        "articles": evidence.articles,
        "targets": about.targets,
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGE), autoescape=True, undefined=jinja2.StrictUndefined
    )
    titles = {key: target["title"] for key, target in about.targets.items()}
    return environment.get_template("page.html.j2").render(
        title=about.title,
        description=about.description,
        made_at=about.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        version=about.version,
        quality=about.quality,
        css=Markup((_PAGE / "page.css").read_text(encoding="utf-8")),
        **{name: Markup(script) for name, script in scripts.items()},
        script_hashes=[_hash(script) for script in scripts.values()],
        data=_json(data),
        charts=_inert(fixed.charts),
        headline=headline(inputs),
        sentences=in_words(inputs, titles),
        overview=target_overview(inputs, about.targets),
        annotators=_annotators(inputs),
        carried=len(evidence.sentences["rows"]),
        left_out=evidence.n_left_out,
        **_shown(lists),
    )


def _shown(lists: Mapping[str, Table]) -> dict[str, list[dict[str, Any]]]:
    return {name: records(lists[name]) for name in ("figures", "sources", "problems")}


def _annotators(inputs: ReportInputs) -> list[dict[str, Any]]:
    names = ["annotator", "annotator_version"]
    frames = [
        inputs[view].select(names) for view in ("topic_mentions", "cited_figures", "quotations", "stances")
    ]
    return pl.concat(frames).unique().sort(names).to_dicts()


def write_report(path: Path, page: str) -> Path:
    """Put the page in its place."""
    try:
        put(path, page)
    except OSError as error:
        raise UsageError(
            f"report {path}: {error.strerror or error}; give another place with --out"
        ) from error
    return path
