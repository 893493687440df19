"""The demonstration, built once for all tests of the report and the export."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.reporting import report
from flows.settings import load_settings
from tests.report.demonstration import NOW, build


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a published demonstration."""
    return build(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="session")
def page_path(demonstration: Path) -> Path:
    """Its report."""
    return report(load_settings(data=demonstration), demonstration / "report.html", NOW)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A headless browser; tests that want it are skipped where none is installed.

    Playwright keeps an event loop running as long as it lives, in which `asyncio.run` cannot be called.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium is installed; tests/set_up.sh installs Debian's")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
