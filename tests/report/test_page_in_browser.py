"""The report as a reader meets it: in a real browser, with a mouse, a keyboard, on a phone, on paper."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from warehouse.query import query_published

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERIOUS = {"serious", "critical"}
Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, page_path: Path) -> Iterator[Opener]:
    """Open the report; any console error, page error or request beyond the file fails the test.

    `until` names what is waited for: `drawn` is all charts, `ready` all but them.
    """
    faults: list[str] = []
    contexts = []

    def opened(until: str = "drawn", **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url),
        )
        page.goto(page_path.as_uri())
        page.wait_for_selector(f"html[data-{until}]", state="attached", timeout=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _evidence(page: Page) -> tuple[int, list[str]]:
    """How many sentences are said to be there, and those shown."""
    said = page.locator("#evidence-of").inner_text()
    return int(said.split()[0].replace("\u2068", "")), page.locator(
        "#evidence-list blockquote"
    ).all_inner_texts()


def _redrawn(page: Page) -> None:
    page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)


def test_every_chart_is_drawn(open_page: Opener) -> None:
    page = open_page()
    for name in ("volume", "stance", "stance_by_group", "disagreement", "experts", "seed_echo", "coverage"):
        assert page.locator(f"#chart-{name} svg").count() >= 1, name
    assert page.locator("#chart-stance figure").count() == 4
    assert page.locator("#chart-volume svg text", has_text="5 Jan").count() >= 1


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_days_are_the_same_in_every_time_zone(open_page: Opener, zone: str) -> None:
    page = open_page(timezone_id=zone)
    assert page.locator("#chart-volume svg text", has_text=re.compile("^5 Jan$")).count() == 1


def test_a_bar_leads_to_its_sentences(open_page: Opener, demonstration: Path) -> None:
    page = open_page()
    page.locator("#chart-volume svg path[fill='#2f7ebc']").first.click(force=True)
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    said, _shown = _evidence(page)
    query = page.locator("#evidence-query").inner_text()
    key = re.search(r"trend_evidence\('(.*)'\)", query)
    assert key is not None
    rows = query_published(demonstration, "SELECT * FROM trend_evidence($key)", {"key": key[1]})
    assert rows.height == said > 0
    page.locator("#evidence-back").click()
    assert page.evaluate("document.activeElement.closest('.chart').id") == "chart-volume"


LEADING = ("volume", "stance", "stance_by_group", "disagreement", "experts", "seed_echo")


def test_rows_lead_to_the_same_sentences_as_the_warehouse(open_page: Opener, demonstration: Path) -> None:
    page = open_page("ready")
    for name in LEADING:
        page.locator(f"#details-{name} summary").click()
        buttons = page.locator(f"#table-{name} button")
        for n in range(0, buttons.count(), max(1, buttons.count() // 3)):
            buttons.nth(n).evaluate("(button) => button.click()")
            _check_evidence(page, demonstration)


def _check_evidence(page: Page, demonstration: Path) -> None:
    said, _ = _evidence(page)
    key = re.search(r"trend_evidence\('(.*)'\)", page.locator("#evidence-query").inner_text())
    assert key is not None
    rows = query_published(
        demonstration,
        "SELECT DISTINCT kind, version_id, start, \"end\" FROM trend_evidence($key) WHERE kind <> 'speaker'",
        {"key": key[1]},
    )
    assert said == rows.height > 0, key[1]


def test_the_marked_words_are_the_span(open_page: Opener, demonstration: Path) -> None:
    page = open_page("ready")
    page.locator("[data-figure]").first.click()
    marked = set(page.locator("#evidence-list mark").all_inner_texts())
    surfaces = query_published(demonstration, "SELECT DISTINCT surface FROM cited_figures")["surface"]
    assert marked and marked <= set(surfaces)


def test_an_item_of_evidence_names_source_date_link_and_archive(open_page: Opener) -> None:
    page = open_page("ready")
    page.locator("[data-target='troop_deployment']").click()
    item = page.locator("#evidence-list li").first
    assert re.search(r"\d{4}-\d\d-\d\d", item.inner_text())
    assert re.search(r"archived capture \d+", item.inner_text())
    assert item.locator("a").get_attribute("href", timeout=1000).startswith("https://")  # type: ignore[union-attr]


def test_filters_narrow_charts_and_sentences(open_page: Opener, demonstration: Path) -> None:
    page = open_page()
    page.select_option("#filter-country", "RU")
    _redrawn(page)
    page.locator("#details-volume summary").click()
    page.locator("#table-volume tbody tr").first.wait_for()
    numbers = page.locator("#table-volume tbody tr td:nth-child(3)").all_inner_texts()
    expected = query_published(
        demonstration,
        "SELECT n_origins FROM trend_volume WHERE unit = 'week' AND dimension = 'country' AND value = 'RU' "
        "AND period_start IS NOT NULL AND (n_articles > 0 OR is_gap) ORDER BY period_start",
    )
    assert numbers == [str(n) for n in expected["n_origins"]]
    page.select_option("#filter-language", "de")
    assert page.input_value("#filter-country") == "", "one group at a time"
    page.select_option("#filter-target", "troop_deployment")
    _redrawn(page)
    assert page.locator("#chart-stance figure").count() == 1
    page.fill("#filter-from", "2026-02-02")
    page.fill("#filter-to", "2026-02-08")
    page.dispatch_event("#filter-to", "change")
    _redrawn(page)
    assert page.locator("#table-volume tbody tr").count() == 1
    page.click("#filter-reset")
    _redrawn(page)
    assert page.locator("#chart-stance figure").count() == 4


def test_search_in_the_evidence(open_page: Opener) -> None:
    page = open_page("ready")
    page.fill("#filter-text", "Гавань")
    said, shown = _evidence(page)
    assert said > 0 and len(shown) == min(said, 100)
    assert all("Гавань" in text for text in page.locator("#evidence-list li").all_inner_texts())


def test_titles_from_outside_stay_text(open_page: Opener, page_path: Path) -> None:
    page = open_page("ready")
    page.fill("#filter-text", "window.hacked")
    assert "<script>window.hacked" in page.locator("#evidence-list").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 4
    assert "<script>window.hacked" not in page_path.read_text(encoding="utf-8")
    page.fill("#filter-text", "long long")
    assert max(map(len, page.locator("#evidence-list a").all_inner_texts())) <= 140


def test_downloads_hold_the_rows_and_no_formula(open_page: Opener) -> None:
    page = open_page("ready")
    with page.expect_download() as waiting:
        page.locator("[data-download='sentences'][data-kind='csv']").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 1000
    assert not [value for row in rows for value in row.values() if value.startswith("=")]
    assert any(value.startswith("'=HYPERLINK") for row in rows for value in row.values())
    with page.expect_download() as waiting:
        page.locator("[data-download='figures'][data-kind='json']").click()
    figures = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert {row["figure_label"] for row in figures} == {"needed soldier", "needed aid, USD"}


def test_the_keyboard_alone_suffices(open_page: Opener) -> None:
    page = open_page("ready")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#details-experts summary").focus()
    page.keyboard.press("Enter")
    page.locator("#table-experts button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    assert _evidence(page)[0] > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: Opener, scheme: str) -> None:
    """Of each table, the first rows: the others are made and coloured alike."""
    page = open_page(color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    looked_at = {"exclude": [["tbody tr:nth-child(n+6)"]]}
    found = Axe().run(page, context=looked_at).response["violations"]
    assert [
        (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found if v["impact"] in SERIOUS
    ] == []


def test_a_phone_need_not_scroll_sideways(open_page: Opener) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('svg')].map((s) => s.getBoundingClientRect().right))"
    )
    assert widest <= 362


def test_paper_gets_charts_and_no_controls(open_page: Opener) -> None:
    page = open_page()
    page.emulate_media(media="print")
    assert not page.locator("form.filters").first.is_visible()
    assert not page.locator("button").first.is_visible()
    assert page.locator("#chart-volume svg").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_scripts_words_and_tables_remain(chromium: Browser, page_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_path.as_uri())
    assert page.locator(".words li").count() >= 5
    assert page.locator("[data-figure]").count() == 2
    context.close()
