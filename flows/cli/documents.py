"""Commands on single documents: `annotate` and `extract`; they touch no warehouse and no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli import app
from flows.cli.options import SeedsOption, settings_for
from flows.settings import UsageError


def _each(files: Iterable[Path], convert: Callable[[Path], dict[str, Any]]) -> int:
    """Print one JSON line per file; a bad file is one line on stderr and spoils no other."""
    status = 0
    for path in files:
        try:
            print(json.dumps(convert(path), ensure_ascii=False), flush=True)
        except UsageError as error:
            print(f"tenor: {error}", file=sys.stderr)
            status = 2
    return status


@app.command()
def annotate(
    files: Annotated[list[Path], typer.Argument(help="Plain-text files in UTF-8.", show_default=False)],
    lang: Annotated[
        str | None, typer.Option("--lang", help="Language code such as de; found by itself if not given.")
    ] = None,
    seeds: SeedsOption = None,
) -> None:
    """Plain text to figures, quotations, speakers and stances: one JSON object per file and line."""
    from flows.annotators import AnnotationTask, annotate, extraction_lexicon_of
    from flows.reading import read_text
    from transforms.annotate import LANGUAGES
    from transforms.contract import annotations_as_json
    from transforms.extraction import document_from_text, hide_front_matter
    from transforms.text import normalise_text

    settings = settings_for(None, seeds)
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"--lang {lang}: no annotators for it; choose one of {', '.join(LANGUAGES)}")

    def convert(path: Path) -> dict[str, Any]:
        raw = normalise_text(read_text(path))
        found = document_from_text(raw, None, extraction_lexicon_of(settings.seeds))
        text = hide_front_matter(raw)
        task = AnnotationTask(
            text=text,
            language=lang or found.language,
            authors=found.authors,
            seeds=settings.seeds,
            threshold=settings.stance_threshold,
        )
        return annotations_as_json(str(path), annotate(task))

    raise typer.Exit(_each(files, convert))


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="Saved HTML pages, also .gz.", show_default=False)],
    url: Annotated[str | None, typer.Option("--url", help="The page's address, if known.")] = None,
    seeds: SeedsOption = None,
) -> None:
    """Saved pages to title, authors, date, language and text: one JSON object per file and line."""
    from flows.annotators import extraction_lexicon_of
    from flows.reading import read_bytes
    from transforms.extraction import extract_document
    from vocabulary import Document

    settings = settings_for(None, seeds)
    lexicon = extraction_lexicon_of(settings.seeds)

    def convert(path: Path) -> dict[str, Any]:
        match extract_document(read_bytes(path), url, lexicon=lexicon):
            case Document() as found:
                return _document_as_json(path, found)
            case failure:
                raise UsageError(f"{path}: {failure.code}: {failure.detail}")

    raise typer.Exit(_each(files, convert))


def _document_as_json(path: Path, document: Any) -> dict[str, Any]:
    date = document.published_at or document.published_on
    return {
        "path": str(path),
        "url": document.canonical_url or document.url,
        "title": document.title,
        "authors": list(document.authors),
        "published_at": date.isoformat() if date else None,
        "language": document.language,
        "site_name": document.site_name,
        "text": document.body.strip(),
    }
