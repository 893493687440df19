"""What logs show, and what they must not (RELIABILITY 104)."""

from __future__ import annotations

import io
import json
import logging

import pytest

from flows.logs import JsonLines, NoSecrets
from transforms.secrets import hide_secrets

HIDDEN = [
    ("https://ida:pa55@example.org/feed", "pa55"),
    ("https://ida@example.org/feed", "ida"),
    ("GET /feed?page=2&access_token=t0k3n&x=1", "t0k3n"),
    ("https://example.org/?API_KEY=k3y#top", "k3y"),
    ("postgresql+asyncpg://prefect:pa55@database:5432/prefect", "pa55"),
    ("https://example.org/r?u=https%3A%2F%2Fe.org%3Ftoken%3Dt0k3n", "t0k3n"),
    ("Authorization: Bearer abcdef123456", "abcdef123456"),
    ("https://s3.example.org/a?X-Amz-Signature=5ign&X-Amz-Credential=cr3d", "5ign"),
    ("sig=5ign;password=pa55", "pa55"),
]
KEPT = [
    "https://example.org/feed?page=2&q=coalition#top",
    "collected 41 pages from 112 sources",
    "the key to peace: monkey=1, keyword=ukraine, token ring",
    "mail ida@example.org about https://example.org/@ida/12",
    "1 problem at 12:30: https://example.org:8443/a?date=2026-01-31",
]


@pytest.mark.parametrize(("text", "secret"), HIDDEN)
def test_secrets_of_addresses_are_hidden(text: str, secret: str) -> None:
    assert secret not in hide_secrets(text)
    assert "***" in hide_secrets(text)


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_stays(text: str) -> None:
    assert hide_secrets(text) == text


def logged(*arguments: object, is_error: bool = False, **extra: object) -> dict[str, object]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoSecrets())
    handler.setFormatter(JsonLines())
    log = logging.Logger("tenor")
    log.addHandler(handler)
    try:
        if is_error:
            raise ValueError("cannot open https://ida:pa55@example.org/")
        log.info(*arguments, extra=extra)  # type: ignore[arg-type]
    except ValueError:
        log.exception(*arguments)  # type: ignore[arg-type]
    [line] = stream.getvalue().splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_a_record_is_one_line_for_jq() -> None:
    line = logged("%s: %d in\nand more", "collect", 3, n_in=3)
    assert line["message"] == "collect: 3 in\nand more"
    assert (line["level"], line["logger"], line["n_in"]) == ("INFO", "tenor", 3)
    assert str(line["time"]).endswith("+00:00")


def test_arguments_and_tracebacks_are_cleaned() -> None:
    assert "t0k3n" not in json.dumps(logged("asked %s", "https://example.org/?token=t0k3n"))
    line = logged("failed", is_error=True)
    assert "ValueError" in str(line["exc_info"])
    assert "pa55" not in json.dumps(line)
