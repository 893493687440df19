"""OPML, the format in which feed readers exchange their lists.

In: bytes of an OPML file, or sources. Out: outlines, or OPML 2.0 bytes. Refuses: entities, DTDs and
anything that is not OPML.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from vocabulary import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of an OPML file."""

    title: str
    feed_url: str
    home_url: str | None = None


def parse_opml(body: bytes) -> list[Outline]:
    """The feeds of an OPML file, in order, each address once.

    Raises `ValueError` where the bytes are not OPML.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(body, parser)
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ValueError("not an OPML file")
    found: dict[str, Outline] = {}
    for node in root.iter("outline"):
        address = (node.get("xmlUrl") or node.get("xmlurl") or "").strip()
        if address:
            title = node.get("title") or node.get("text") or address
            found.setdefault(address, Outline(title=title, feed_url=address, home_url=node.get("htmlUrl")))
    return list(found.values())


def render_opml(sources: Iterable[Source], title: str) -> bytes:
    """OPML 2.0 with one group per country, sources by name."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    groups: dict[str, etree._Element] = {}
    for source in sorted(sources, key=lambda s: (s.country or "", s.name)):
        country = source.country or "unknown"
        if country not in groups:
            groups[country] = etree.SubElement(body, "outline", text=country)
        for feed in source.feeds:
            etree.SubElement(
                groups[country],
                "outline",
                type="rss",
                text=source.name,
                title=source.name,
                xmlUrl=feed.url,
                htmlUrl=f"https://{source.domain}/",
                language=source.language or "",
            )
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
