"""Robots: what reading and asking cost over bare protego, and patterns that were made to be slow.

    python -m tests.benchmarks.robots

Ours is `read_robots` and `Robots.allows`: protego behind RFC 9309's rules on bytes, size and line ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

from protego import Protego

from transforms.robots import Robots, read_robots

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TYPICAL = "User-agent: *\n" + "".join(
    f"Disallow: /{name}/{n}\nAllow: /{name}/{n}/open\nDisallow: /*/{name}{n}*.pdf$\n"
    for n in range(20)
    for name in ("intern", "suche", "archiv")
)
URLS = [
    f"https://a.test/{name}/{n}/text-{n}.html" for n in range(200) for name in ("politik", "archiv", "intern")
]
SLOW = {
    "a*a*a*...b$": ("/" + "a*" * 200 + "b$", "/" + "a" * 20_000 + "c"),
    "*a*a*a...$": ("/" + "*a" * 400 + "$", "/" + "a" * 20_000 + "c"),
    "/*/*/*/*x": ("/*" * 200 + "x", "/" + "y/" * 10_000),
    "100 stars in a row": ("/" + "*" * 100 + "z$", "/" + "a" * 50_000),
}


def best_ms(act: Callable[[], object], rounds: int = 5) -> float:
    """The fastest of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def main() -> None:
    """Print the table."""
    body = TYPICAL.encode()
    plain = Protego.parse(TYPICAL)
    robots = Robots(fetched_at=NOW, text=read_robots(body))
    print(f"read {len(body):,} bytes    ours {best_ms(lambda: Protego.parse(read_robots(body))):.2f} ms, "
          f"protego {best_ms(lambda: Protego.parse(TYPICAL)):.2f} ms")  # fmt: skip
    ours = best_ms(lambda: [robots.allows(url, "Tenor") for url in URLS])
    peer = best_ms(lambda: [plain.can_fetch(url, "Tenor") for url in URLS])
    print(f"ask {len(URLS)} addresses  ours {ours:.2f} ms, protego {peer:.2f} ms")
    assert [robots.allows(url, "Tenor") for url in URLS] == [plain.can_fetch(url, "Tenor") for url in URLS]
    for name, (pattern, path) in SLOW.items():
        text = f"User-agent: *\nDisallow: {pattern}\n"
        hostile = Robots(fetched_at=NOW, text=read_robots(text.encode()))
        print(f"{name:20} {best_ms(lambda: hostile.allows('https://a.test' + path, 'Tenor')):.2f} ms")  # noqa: B023
    wrong = RobotFileParser()
    wrong.parse(["User-agent: *", "Disallow: /*.pdf$"])
    right = Robots(fetched_at=NOW, text=read_robots(b"User-agent: *\nDisallow: /*.pdf$"))
    answers = (
        right.allows("https://a.test/x.pdf", "Tenor"),
        wrong.can_fetch("Tenor", "https://a.test/x.pdf"),
    )
    print(f"/*.pdf$ and /x.pdf   ours {'allows' if answers[0] else 'forbids'}, "
          f"urllib.robotparser {'allows' if answers[1] else 'forbids'}")  # fmt: skip


if __name__ == "__main__":
    main()
