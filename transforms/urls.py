"""One address for one article: URLs in canonical form.

In: addresses as feeds, redirects and pages give them. Out: the form under which an article is known,
or the parts of it that politeness needs. Refuses: anything but http and https, addresses without a host
(`ValueError`); following redirects, which only the network can.

Trackers are dropped by whole parameter names: general cleaners drop by prefix, and so merge the pages
`?gallery=1` and `?gallery=2`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna

_TRACKER = re.compile(
    r"(?:(?:utm|itm|mtm|mkt|at|hsa|pk|piwik|matomo|stm|vero|oly|wt|trk|cm_mmc)[_-]\w+|hs_?enc|_hs(?:enc|mi)"
    r"|[a-z]{1,4}clid|gclsrc|gbraid|wbraid|msclkid|igshid?|mc_[ce]id|ml_subscriber\w*|mkt_tok|scid"
    r"|wt\.?(?:mc|zmc)\w*|xtor|ns_\w+|ocid|cmpid|icid|ito|ftag|ref_?(?:src|url)?|referr?er|fromrss|rss"
    r"|smid|smtyp|sr_share|partner|spm|dicbo|cmp|at_medium|at_campaign|source|feature|share|__twitter_impression"
    r"|amp_\w+|guce_\w+|guccounter|_ga|_gl|yclid|rb_clickid|vero_id|tblci|obOrigUrl|traffic_source)",
    re.IGNORECASE,
)
_AMP_PARAMETERS = {"amp": {"", "1", "true"}, "outputtype": {"amp"}, "m": {"amp"}, "isamp": {"1", "true"}}
_AMP_PATH = re.compile(r"(?:/amp/?$|(?<=[^/])\.amp(?=\.html?$|$)|^/amp(?=/.))")
_AMP_CACHES = re.compile(
    r"^(?:www\.)?google\.[a-z.]+/amp/(?P<google>.+)$|^[\w-]+\.cdn\.ampproject\.org/[a-z]/(?P<cdn>.+)$"
)
_WRAPPERS = {
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "www.google.com": ("url", "q"),
    "t.umblr.com": ("z",),
    "out.reddit.com": ("url",),
    "www.linkedin.com": ("url",),
}
"""Hosts that only pass a reader on, and the parameters that say where to."""
_DEFAULT_PORT = {"http": 80, "https": 443}
_UNRESERVED = "/:@!$&'()*+,;=~-._"
_SPACE = re.compile(r"\s")
_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[A-Za-z0-9._~-]+)+/?")
"""Nothing to escape, no empty and no dot segment."""


def canonical_url(url: str) -> str:
    """The address under which an article is known.

    Lower-case ASCII host, no default port, user, fragment, tracking parameters or AMP variant; parameters
    sorted by name; escapes in one form. Idempotent. Raises `ValueError` for what is no web address.

    >>> canonical_url("HTTPS://Www.Example.org:443/a/b.html?utm_source=x&id=7&b=1#top")
    'https://www.example.org/a/b.html?b=1&id=7'
    >>> canonical_url("https://www.google.com/amp/s/amp.example.org/news/amp/")
    'https://example.org/news'
    """
    parts = _split(_unwrap(url.strip()))
    host = _without_amp_label(_host(parts))
    path = _AMP_PATH.sub("", _path(parts.path)) or "/"
    return urlunsplit((parts.scheme, host + _port(parts), path, _query(parts.query), ""))


@lru_cache(maxsize=16_384)
def host_of(url: str) -> str:
    """The host of an address, lower-case ASCII, without port: the unit of politeness."""
    return _host(_split(url))


@lru_cache(maxsize=16_384)
def origin_of(url: str) -> str:
    """Scheme, host and port of an address: the unit of robots.txt."""
    parts = _split(url)
    return f"{parts.scheme}://{_host(parts)}{_port(parts)}"


def absolute_url(base: str, link: str) -> str:
    """`link` as seen from `base`, spaces escaped; raises `ValueError` for what is no web address.

    >>> absolute_url("https://example.org/feed/", "../a b.html")
    'https://example.org/a%20b.html'
    """
    words = link.strip()
    joined = words if words.startswith(("https://", "http://")) else urljoin(base, words)
    _split(joined)
    return joined if _SPACE.search(joined) is None else _SPACE.sub(lambda s: quote(s.group()), joined)


def without_secrets(url: str) -> str:
    """An address that may stand in logs and problems: no user, no password, no parameter values.

    >>> without_secrets("https://me:word@example.org/a?token=1&b")
    'https://example.org/a?token=…&b'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(not an address)"
    host = parts.netloc.rpartition("@")[2]
    query = re.sub(r"=[^&;]*", "=…", parts.query)
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORT:
        raise ValueError(f"not a web address: scheme {parts.scheme or 'missing'}")
    if not parts.hostname:
        raise ValueError("not a web address: no host")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"not a web address: {error}") from error


def _port(parts: SplitResult) -> str:
    port = parts.port
    return "" if port is None or port == _DEFAULT_PORT[parts.scheme] else f":{port}"


def _path(path: str) -> str:
    """Escapes upper-case and only where needed, dot segments resolved."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    resolved = urljoin("http://h/", path.replace("//", "/\x00/")).removeprefix("http://h")
    return quote(unquote_to_bytes(_keep_reserved(resolved.replace("\x00", ""))), safe=_UNRESERVED + "%")


def _keep_reserved(path: str) -> str:
    """Double the escapes whose decoding would change the meaning: `%2F`, `%3F`, `%23`, `%25`."""
    reserved = {"2F", "3F", "23", "25", "3B"}
    return _ESCAPE.sub(
        lambda found: f"%25{found[1].upper()}" if found[1].upper() in reserved else found[0], path
    )


def _query(query: str) -> str:
    pairs = [
        pair for pair in parse_qsl(query, keep_blank_values=True) if any(pair) and not _is_dropped(*pair)
    ]
    return "&".join(
        f"{quote(name, safe='')}={quote(value, safe='/:,@')}" if value else quote(name, safe="")
        for name, value in sorted(pairs, key=lambda pair: pair[0])
    )


def _is_dropped(name: str, value: str) -> bool:
    if _TRACKER.fullmatch(name):
        return True
    return value.lower() in _AMP_PARAMETERS.get(name.lower(), ())


def _without_amp_label(host: str) -> str:
    label, _, rest = host.partition(".")
    return rest if label == "amp" and "." in rest else host


def _unwrap(url: str, depth: int = 3) -> str:
    """The address inside a cache's or a redirector's address, at most three deep."""
    parts = urlsplit(url)
    found = _AMP_CACHES.match(f"{parts.hostname}{parts.path}")
    if found:
        inner = found["google"] or found["cdn"]
        is_secure = inner.startswith("s/")
        inner = f"{'https' if is_secure else 'http'}://{inner.removeprefix('s/')}"
        inner += f"?{parts.query}" if parts.query else ""
    else:
        names = _WRAPPERS.get(parts.hostname or "", ())
        given = dict(parse_qsl(parts.query)) if names else {}
        inner = next((given[name] for name in names if given.get(name, "").startswith("http")), "")
    return _unwrap(inner, depth - 1) if inner and depth else url
