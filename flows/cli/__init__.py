"""The command line: `tenor`.

In: arguments. Out: text or JSON on stdout, one clear line on stderr where something is wrong (exit 2).
Refuses: tracebacks for bad input.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer
from typer.exceptions import TyperException

from flows.settings import UsageError

app = typer.Typer(
    name="tenor",
    help=(
        "Who says what about a contested topic, with which figures, quoting whom, and how that moves, "
        "with the sentence behind every number.\n\n"
        'Begin with `tenor run`, then ask: tenor sql "select holder, target, polarity, surface from stances"'
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tenor {version('tenor')}")
        raise typer.Exit


@app.callback()
def _before(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Options of `tenor` itself."""


def _register() -> None:
    from flows.cli import doctor, documents, query, schedules, sources, stages  # noqa: F401


def _fail(line: str) -> int:
    print(f"tenor: {' '.join(line.split())}", file=sys.stderr)
    return 2


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; the exit status."""
    _register()
    known: tuple[type[Exception], ...] = (UsageError, *_typed_errors())
    try:
        status = app(list(arguments) or ["--help"], prog_name="tenor", standalone_mode=False)
    except TyperException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "tenor")
        message = getattr(error, "message", None) or str(error) or type(error).__name__
        return _fail(f"{message.rstrip('.')} (see `{command} --help`)")
    except known as error:
        return _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        return 0
    return status if isinstance(status, int) else 0


def _typed_errors() -> tuple[type[Exception], ...]:
    from flows.seeds import SeedError
    from warehouse.errors import WarehouseError

    return (SeedError, WarehouseError)


def main() -> None:
    """The console script."""
    sys.exit(run_command(sys.argv[1:]))
