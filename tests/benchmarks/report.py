"""Size of the report, time to write it and time to open it, against their limits.

    python -m tests.benchmarks.report [N_SOURCES] [N_DAYS] [SHARE]

SHARE is the chance of an article per source and day (default 0.02: about ten articles a day of 500 sources).
Opening is by the page's own clock in Chromium: until the text can be read (`painted`), until filters, tables and
evidence work (`ready`), until `load`, and until every chart is drawn (`drawn`; charts out of sight are drawn when
the page is idle).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from flows.reporting import report
from flows.settings import load_settings
from tests.report.demonstration import FIRST, NOW, build

LIMIT_MB, LIMIT_S = 5.0, 1.5
CLOCK = """() => {
  const state = document.documentElement.dataset;
  return { painted: performance.getEntriesByName("first-contentful-paint")[0].startTime, ready: Number(state.ready),
    load: performance.getEntriesByType("navigation")[0].loadEventEnd, drawn: performance.now() };
}"""


def opened(path: Path) -> dict[str, float]:
    """Seconds until each state; best of three."""
    found: list[dict[str, float]] = []
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(3):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
            found.append({name: ms / 1000 for name, ms in page.evaluate(CLOCK).items()})
            page.close()
        browser.close()
    return {name: min(each[name] for each in found) for name in found[0]}


def main() -> None:
    """Print size and times beside the limits."""
    given = sys.argv[1:]
    n_sources = int(given[0]) if given else 500
    n_days = int(given[1]) if len(given) > 1 else 365
    share = float(given[2]) if len(given) > 2 else 0.02
    with tempfile.TemporaryDirectory() as place:
        data = build(Path(place), n_days=n_days, n_more=max(n_sources - 12, 0), share=share)
        settings, now = (
            load_settings(data=data),
            max(NOW, NOW + timedelta(days=n_days - (NOW.date() - FIRST).days)),
        )
        target = Path(place) / "report.html"
        for kind in ("first, renderer bundled", "again, renderer kept"):
            began = time.perf_counter()
            report(settings, target, now)
            print(f"  written ({kind}) {time.perf_counter() - began:6.2f} s")
        print(f"  size {target.stat().st_size / 1e6:.2f} MB (limit {LIMIT_MB:g})")
        for state, seconds in opened(target).items():
            print(f"  {state:7} {seconds:5.2f} s" + (f" (limit {LIMIT_S:g})" if state == "ready" else ""))


if __name__ == "__main__":
    main()
