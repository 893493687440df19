"""Reads documents that a user names: files in, bytes or text out.

In: paths. Out: text, or `UsageError` with one line. Refuses: guessing at encodings of plain text.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from flows.settings import UsageError


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unzipped where it ends in `.gz`."""
    try:
        body = path.read_bytes()
        return gzip.decompress(body) if path.suffix == ".gz" else body
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file; check the path") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: a directory; name the files in it") from error
    except (gzip.BadGzipFile, EOFError) as error:
        raise UsageError(f"{path}: not a whole gzip file; fetch it again") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; check its permissions") from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (with or without byte order mark)."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not UTF-8 at byte {error.start}; convert it, for example with iconv -f WINDOWS-1252"
        ) from error
