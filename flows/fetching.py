"""An address to its bytes, as a good guest: robots, reservations, pauses, redirects, retries.

In: an address and what was remembered of it. Out: `Fetched`, or a `FetchFailure` with a reason code.
Refuses: what robots forbid, at every hop; addresses with a user, of other schemes or ports; leaving https
for http; more than twenty hops; a host that asked for a pause.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import stamina

from flows.http import Answer, Client, Refusal
from flows.politeness import Politeness
from flows.robots import AGENT, RobotsCache, RobotsKeeper
from flows.settings import Settings
from transforms.polling import retry_after
from transforms.robots import MAX_DELAY_S, RETRIED_AFTER, Robots
from transforms.urls import absolute_url, host_of
from vocabulary import FetchFailure

MAX_HOPS = 20
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
UNSTABLE = (500, 502, 503, 504)
UNREACHED = ("connect", "connect_timeout")
USUAL_PAUSE = timedelta(minutes=5)
ROBOTS_RETRY = timedelta(hours=24)
LONGEST_WAIT_S = 60.0
WEB_PORTS = (None, 80, 443)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to fetch, and what to compare it with."""

    url: str
    accept: str
    limit: int
    """Bytes of body."""
    etag: str | None = None
    last_modified: str | None = None
    checks_reservation: bool = False

    def headers(self, *, is_first: bool) -> dict[str, str]:
        """Conditional headers, verbatim, go to the address itself and never to where it redirects.

        Values that a header may not hold are left out.
        """
        conditional = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        known = {n: v for n, v in conditional.items() if is_first and v and v.isascii() and v.isprintable()}
        return {"Accept": self.accept, **known}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer with status 200, 203 or 304, and how it was come by."""

    answer: Answer
    hops: tuple[tuple[int, str], ...] = ()
    """Status and target of each redirect."""
    is_reserved: bool | None = None
    """What the host's list of reservations says of the final address."""

    @property
    def is_not_modified(self) -> bool:
        """Whether the server said that nothing has changed."""
        return self.answer.status == 304

    @property
    def permanent_url(self) -> str | None:
        """Where permanent redirects alone led; None without any, or where a temporary one came first."""
        target = None
        for status, url in self.hops:
            if status not in PERMANENT:
                break
            target = url
        return target


class _Transient(Exception):
    """What another attempt may mend, and how long to wait for it; stamina counts these."""

    def __init__(self, found: Answer | Refusal, wait_s: float) -> None:
        super().__init__("transient")
        self.found = found
        self.wait_s = wait_s


class Fetcher:
    """Fetches for one batch."""

    def __init__(
        self,
        client: Client,
        settings: Settings,
        clock: Callable[[], datetime],
        robots_cache: RobotsCache | None = None,
        politeness: Politeness | None = None,
    ) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._politeness = politeness or politeness_of(settings)
        cache = robots_cache if robots_cache is not None else {}
        self.noted: dict[tuple[str, str], str] = {}
        """Host and code to detail, of what hosts ask for and do not get."""
        self._robots = RobotsKeeper(ask=self._ask_of_manners, clock=clock, cache=cache)

    async def fetch(self, wanted: Wanted) -> Fetched | FetchFailure:
        """Follow an address to a 200 or a 304, within the rules of every host on the way."""
        url, hops = wanted.url, list[tuple[int, str]]()
        while len(hops) <= MAX_HOPS:
            found = await self._hop(url, wanted, is_first=not hops)
            if isinstance(found, Refusal):
                return self._failure(wanted.url, url, found)
            target = self._target(found)
            if target is None:
                return await self._judge(wanted, found, tuple(hops))
            if isinstance(target, Refusal):
                return self._failure(wanted.url, url, target)
            hops.append((found.status, target))
            url = target
        return self._failure(wanted.url, url, Refusal(code="redirects", detail=f"more than {MAX_HOPS}"))

    async def sitemaps_of(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of an address names."""
        rules = (await self._robots.robots_for(url)).rules
        return list(rules.sitemaps) if rules is not None else []

    async def _hop(self, url: str, wanted: Wanted, *, is_first: bool) -> Answer | Refusal:
        """One request, if it may be made; a 304 that nobody asked for is asked again without a cache."""
        forbidden = refused_url(url, self._settings) or await self._forbidden(url, wanted)
        if forbidden:
            return forbidden
        headers = wanted.headers(is_first=is_first)
        found = await self._ask(url, headers, wanted.limit)
        if isinstance(found, Answer) and found.status == 304 and len(headers) == 1:
            found = await self._ask(url, {**headers, "Cache-Control": "no-cache"}, wanted.limit)
            if isinstance(found, Answer) and found.status == 304:
                return Refusal(code="http_304", detail="not modified, although nobody had it")
        return found

    async def _forbidden(self, url: str, wanted: Wanted) -> Refusal | None:
        robots = await self._robots.robots_for(url)
        if not robots.allows(url, AGENT):
            code = "robots" if robots.rules is not None else "robots_unreachable"
            code = robots.reason if robots.reason in (*UNREACHED, "tls") else code
            return Refusal(code=code, detail=f"robots.txt of {host_of(url)}: {robots.reason or 'disallowed'}")
        self._respect_delay(host_of(url), robots)
        is_checked = wanted.checks_reservation and not self._settings.keep_reserved
        if is_checked and await self._robots.is_reserved(url):
            return Refusal(code="reserved", detail="/.well-known/tdmrep.json")
        return None

    def _respect_delay(self, host: str, robots: Robots) -> None:
        asked = robots.asked_delay_s(AGENT)
        if asked is not None:
            self._politeness.lengthen(host, min(asked, MAX_DELAY_S))
            if asked > MAX_DELAY_S:
                self.noted[host, "crawl_delay_cut"] = f"asks for {asked:g} s, gets {MAX_DELAY_S:g} s"

    def _target(self, answer: Answer) -> str | Refusal | None:
        """Where a redirect leads, if it is one and may be followed."""
        location = answer.header("location")
        if answer.status not in REDIRECTS or not location:
            return None
        try:
            target = absolute_url(answer.url, location)
        except ValueError:
            scheme = urlsplit(urljoin(answer.url, location)).scheme if ":" in location else "nothing"
            return Refusal(code="redirect_refused", detail=f"redirect to {scheme[:20]}:")
        is_downgrade = answer.url.startswith("https:") and target.startswith("http:")
        if is_downgrade and not self._settings.allow_downgrade:
            return Refusal(code="downgrade", detail="redirect from https to http")
        return target

    async def _judge(
        self, wanted: Wanted, answer: Answer, hops: tuple[tuple[int, str], ...]
    ) -> Fetched | FetchFailure:
        if answer.status not in (200, 203, 304):
            is_challenge = answer.header("cf-mitigated") == "challenge"
            code = "challenge" if is_challenge else f"http_{answer.status}"
            refusal = Refusal(code=code, detail=f"status {answer.status}")
            return self._failure(wanted.url, answer.url, refusal, answer.status)
        reserved = await self._robots.is_reserved(answer.url) if wanted.checks_reservation else None
        return Fetched(answer=answer, hops=hops, is_reserved=reserved)

    async def _ask_of_manners(self, url: str, limit: int) -> Answer | Refusal:
        refusal = refused_url(url, self._settings)
        return refusal or await self._ask(url, {"Accept": "*/*"}, limit)

    async def _ask(self, url: str, headers: dict[str, str], limit: int) -> Answer | Refusal:
        """Ask, and ask again where that may help: exponential bounds, a random wait below each."""
        retrying = stamina.retry_context(on=_wait_s, attempts=self._settings.attempts, timeout=None)
        try:
            async for attempt in retrying:
                with attempt:
                    found = await self._ask_once(url, headers, limit)
                    if _is_transient(found):
                        bound = self._settings.retry_wait_s * 2 ** (attempt.num - 1)
                        raise _Transient(found, random.uniform(0, min(bound, LONGEST_WAIT_S)))
                    return found
        except _Transient as last:
            if isinstance(last.found, Answer) and last.found.status == 503:
                self._politeness.pause(host_of(url), self._clock() + USUAL_PAUSE)
            return last.found
        raise AssertionError("stamina ends with an answer or an exception")

    async def _ask_once(self, url: str, headers: dict[str, str], limit: int) -> Answer | Refusal:
        host = host_of(url)
        async with self._politeness.turn(host):
            if self._politeness.paused_until(host, self._clock()):
                return Refusal(code="host_paused", detail=f"{host} asked for a pause")
            if self._politeness.is_down(host):
                return Refusal(code="host_down", detail=f"{host} did not answer just now")
            found = await self._client.get(url, headers, limit)
        self._note(host, found)
        return found

    def _note(self, host: str, found: Answer | Refusal) -> None:
        is_reached = not (isinstance(found, Refusal) and found.code in UNREACHED)
        self._politeness.note_reached(host, is_reached=is_reached)
        if isinstance(found, Answer) and found.status in (429, 503):
            until = retry_after(found.header("retry-after"), self._clock())
            if until is None and found.status == 429:
                until = self._clock() + USUAL_PAUSE
            if until:
                self._politeness.pause(host, until)

    def _failure(self, url: str, last: str, refusal: Refusal, status: int | None = None) -> FetchFailure:
        """A refusal as a value that names the wanted address and when to come back."""
        now = self._clock()
        retry_at = {"robots": now + ROBOTS_RETRY, "robots_unreachable": now + RETRIED_AFTER}.get(refusal.code)
        try:
            retry_at = retry_at or self._politeness.paused_until(host_of(last), now)
        except ValueError:
            retry_at = None
        return FetchFailure(
            url=url,
            code=refusal.code,
            detail=refusal.detail,
            occurred_at=now,
            status=status,
            retry_at=retry_at,
        )


def politeness_of(settings: Settings) -> Politeness:
    """Gates with the settings' interval and number of hosts at once."""
    return Politeness(interval_s=settings.per_host_interval_s, concurrency=settings.concurrency)


def refused_url(url: str, settings: Settings) -> Refusal | None:
    """Why an address is not even asked: scheme, user, port; private networks also lift the rule on ports."""
    try:
        parts = urlsplit(url)
        host, port = host_of(url), parts.port
    except ValueError as error:
        return Refusal(code="bad_address", detail=str(error)[:100])
    if parts.username is not None or parts.password is not None:
        return Refusal(code="bad_address", detail="an address with a user is not fetched")
    if port not in WEB_PORTS and not settings.allow_private:
        return Refusal(code="bad_address", detail=f"port {port} of {host} is not a port of the web")
    return None


def _wait_s(error: Exception) -> bool | float:
    return error.wait_s if isinstance(error, _Transient) else False


def _is_transient(found: Answer | Refusal) -> bool:
    """Whether asking again at once may help; a pause that was asked for is not cut short."""
    if isinstance(found, Refusal):
        return found.is_transient
    return found.status in UNSTABLE and not found.header("retry-after")
