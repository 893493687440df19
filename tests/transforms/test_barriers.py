"""What is no article is known by its markers; what is one, by its text."""

from __future__ import annotations

import pytest

from flows.seeds import SEEDS, read_table
from tests.site.news import article
from transforms.barriers import find_barrier, find_wrong_type

MARKERS = read_table(SEEDS / "lexicons" / "common" / "barriers.csv")


@pytest.mark.parametrize("row", MARKERS, ids=lambda row: f"{row['where']}:{row['marker']}")
def test_every_marker_is_found_on_a_thin_page_and_none_spoils_an_article(row: dict[str, str]) -> None:
    marker, where = row["marker"], row["where"]
    headers = [tuple(marker.split("=", 1))] if where == "header" else []
    url = f"https:{marker}x" if where == "url" and marker.startswith("//") else f"https://a.test{marker}"
    address = url if where == "url" else "https://a.test/1"
    title = marker.upper() if where == "title" else "A page"
    script = f"<script>'{marker}'</script>" if where == "body" else ""
    thin = (
        f"<html><head><title>{title}</title>{script}</head><body><p>Please wait.</p></body></html>".encode()
    )
    found = find_barrier(headers, address, thin, MARKERS)  # type: ignore[arg-type]
    assert found and found.code in ("challenge", "consent", "error")
    if where in ("title", "body"):
        assert find_barrier([], address, article(f"{title}: a long report", head=script), MARKERS) is None


def test_markers_are_lower_case_and_mean_something_known() -> None:
    assert all(row["marker"] == row["marker"].lower() for row in MARKERS)
    assert {row["means"] for row in MARKERS} == {"challenge", "consent", "error"}
    assert {row["where"] for row in MARKERS} == {"header", "url", "title", "body"}


def test_hostile_markup_is_judged_in_linear_time() -> None:
    for source in (
        b"<script" * 50_000,
        b"<" * 400_000,
        b"<title>" * 50_000,
        b"<!--" * 90_000,
        b"<meta " * 60_000,
    ):
        find_barrier([], "https://a.test/", source + b"px-captcha", MARKERS)
        find_wrong_type([], source)


@pytest.mark.parametrize("body", [b"", b"plain text", "текст".encode("utf-16"), b"<p>" + b"\t\r\n" * 300])
def test_texts_are_not_binary(body: bytes) -> None:
    assert find_wrong_type([("content-type", "text/html")], body) is None
