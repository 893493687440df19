"""A week on the loopback site: outlets that publish, edit, break down, die and come back.

In: a `Site`, and the time it is. Out: sources, a network, and the facts that the week must leave behind.
Refuses: chance and the real clock: the same time always shows the same web.

    with Site() as site:
        week = Week(site)
        for now in week.hours():
            week.set(now)
            collect(week.sources, clock=lambda: now, network=week.network)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flows.http_transport import Network
from tests.site.collect import make_source
from tests.site.news import rss
from tests.site.server import Reply, Site, redirect, text
from vocabulary import Source

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HOURS_OF_PUBLICATION = (0, 8, 16)

OUTAGE = (MONDAY + 2 * DAY, MONDAY + 3 * DAY + 12 * HOUR)
"""`outage.test` answers 503 to everything."""
DIES_AT = MONDAY + DAY
"""From here on the feed of `dead.test` is gone (410)."""
AWAY = (MONDAY + 12 * HOUR, MONDAY + 4 * DAY)
"""`returning.test` has no address in the name system."""
MOVES_AT = MONDAY + DAY
"""`moved.test` sends its feed's readers to `/new.xml` for good (301)."""
FALLS_SILENT_AT = MONDAY + DAY
"""`silent.test` answers, and lists nothing new."""
SHUTS_AT = MONDAY + 3 * DAY
"""`shut.test` forbids its pages to robots."""
RESERVES_AT = MONDAY + 3 * DAY
"""`reserved.test` reserves text and data mining."""
EDITED_AT = MONDAY + timedelta(minutes=30)
"""The first article of `edits.test` changes a figure and loses a quotation: seen after an hour."""
CORRECTED_AT = MONDAY + 20 * HOUR
"""It changes again: seen at the look after a day."""

OUTLETS = (
    *("steady", "edits", "furniture", "outage", "dead", "returning"),
    *("moved", "silent", "shut", "reserved", "copies"),
)


def _paragraphs(number: int, outlet: str, troops: str, said: str) -> Sequence[str]:
    return (
        "Die Koalition der Willigen hat am Montag über eine Schutztruppe für die Ukraine beraten, zum "
        f"{number}. Mal in diesem Winter, wie {outlet} aus Kreisen der Teilnehmer erfuhr.",
        f"Nach den Plänen sollen bis zu {troops} Soldaten nach einem Waffenstillstand im Land stehen. "
        "Deutschland, Frankreich und Großbritannien wollen dafür 40 Milliarden Euro bereitstellen.",
        said,
        "Die Regierung in Kyjiw fordert seit langem verbindliche Sicherheitsgarantien. Ohne sie, sagte eine "
        "Sprecherin, werde kein Abkommen halten.",
        "Über das Mandat einer solchen Truppe sind sich die 26 Länder der Koalition weiterhin nicht einig.",
    )


SAID = (
    "„Ohne die Vereinigten Staaten wird diese Truppe niemanden abschrecken“, sagte die "
    "Politikwissenschaftlerin Claudia Ferber vom Institut für Sicherheitspolitik an der Universität Kiel."
)
PARAPHRASED = "Die Politikwissenschaftlerin Claudia Ferber vom Institut für Sicherheitspolitik ist skeptisch."


@dataclass
class Week:
    """The web as it is at a given time of the week."""

    site: Site
    now: datetime = MONDAY
    n_days: int = 8
    sources: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sources = [make_source(name, self._url(name, "/feed.xml")) for name in OUTLETS]
        self.set(self.now)

    @property
    def network(self) -> Network:
        """Every name is the site, but that of an outlet that is away."""
        return Network(resolve=self._resolve)

    def hours(self) -> Iterator[datetime]:
        """Every eighth hour, at which outlets publish, and an hour after the first of each day."""
        return (MONDAY + n * HOUR for n in range(24 * self.n_days) if n % 8 == 0 or n % 24 == 1)

    def published(self, outlet: str) -> list[tuple[str, datetime]]:
        """Address and time of every article that an outlet has published by now."""
        last = FALLS_SILENT_AT if outlet == "silent" else self.now + HOUR
        times = [
            MONDAY + day * DAY + hour * HOUR for day in range(self.n_days) for hour in HOURS_OF_PUBLICATION
        ]
        return [
            (self._url(outlet, f"/{n}.html"), at)
            for n, at in enumerate(times)
            if at <= self.now and at < last
        ]

    def set(self, now: datetime) -> None:
        """Make it `now` everywhere."""
        self.now = now
        self.site.routes.clear()
        for outlet in OUTLETS:
            self._serve(outlet)
        if now >= DIES_AT:
            self.site.put("/feed.xml", Reply(status=410), "dead.test")
        if now >= MOVES_AT:
            self.site.routes["moved.test", "/new.xml"] = self.site.routes["moved.test", "/feed.xml"]
            self.site.put("/feed.xml", redirect(self._url("moved", "/new.xml"), 301), "moved.test")
        if now >= SHUTS_AT:
            self.site.put("/robots.txt", text("User-agent: *\nDisallow: /*.html"), "shut.test")
        if OUTAGE[0] <= now < OUTAGE[1]:
            for host, path in [key for key in self.site.routes if key[0] == "outage.test"]:
                self.site.put(path, Reply(status=503), host)
            self.site.put("/robots.txt", Reply(status=503), "outage.test")

    def _serve(self, outlet: str) -> None:
        published = self.published(outlet)
        for n, (url, _) in enumerate(published):
            self.site.put(f"/{n}.html", self._page(outlet, n), f"{outlet}.test")
            assert url.endswith(f"/{n}.html")
        latest = [(url, f"{outlet.title()} {n}", url, at) for n, (url, at) in enumerate(published)][-10:]
        feed = Reply(body=rss(latest[::-1]), content_type="application/rss+xml")
        self.site.put("/feed.xml", feed, f"{outlet}.test")

    def _page(self, outlet: str, n: int) -> Reply:
        troops, said = "15.000", SAID
        if outlet == "edits" and n == 0 and self.now >= EDITED_AT:
            troops, said = "20.000", PARAPHRASED
        if outlet == "edits" and n == 0 and self.now >= CORRECTED_AT:
            troops = "30.000"
        named = "steady" if outlet == "copies" else outlet
        furniture = f"<nav>Stand: {self.now:%H:%M} · Wetter · Börse</nav>" if outlet == "furniture" else ""
        credit = "<p>(dpa)</p>" if outlet in ("steady", "copies") else ""
        paragraphs = "".join(f"<p>{p}</p>" for p in _paragraphs(n + 1, named.title(), troops, said))
        title = f"Schutztruppe: Beratung Nummer {n + 1}"
        body = (
            f"<!doctype html><html lang='de'><head><meta charset='utf-8'><title>{title}</title></head><body>"
            f"{furniture}<article><h1>{title}</h1>{paragraphs}{credit}</article></body></html>"
        )
        is_reserved = outlet == "reserved" and self.now >= RESERVES_AT
        return Reply(body=body.encode(), headers=(("TDM-Reservation", "1"),) if is_reserved else ())

    def _url(self, outlet: str, path: str) -> str:
        return self.site.url(path, f"{outlet}.test")

    async def _resolve(self, host: str, port: int) -> Sequence[str]:
        if host == "returning.test" and AWAY[0] <= self.now < AWAY[1]:
            raise OSError("no such name")
        return ["127.0.0.1"]
