"""What a page's mark-up tells apart from the article: removed from the tree before the text is taken.

In: the tree of a page. Out: the same tree, smaller. Refuses: removing an element that holds much of the
page's prose; rules that know an outlet's own class names.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|fb-post|reddit-embed"
    r"|newsletter|signup|sign-up|subscribe|subscription|related|recommend(?:ed|ation|ations)?|read-?more|also-?read"
    r"|readalso|more-?stories|most-?read|trending|teaser|teasers|teaserlist|promo|promotion|share|sharing"
    r"|social|socials|cookie|cookies|consent|outbrain|taboola|advert|advertisement|sponsored|affiliate"
    r"|sr-only|visually-?hidden|screen-reader(?:-text)?|author-?(?:bio|box|card)|breadcrumbs?|tag-?list|tags|comments?|disqus)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|captions|wp-caption-text|figcaption|bildunterschrift|legende"
    r"|(?:image|photo|picture|media)-?(?:credit|caption|copyright)|credits?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = (
    "div", "section", "aside", "ul", "ol", "p", "blockquote", "figure", "span", "nav", "li", "h2", "h3",
    "table", "figcaption",
)  # fmt: skip
MAX_SHARE = 0.2
"""Share of a page's prose above which an element is kept, whatever it is called."""
LINK_SHARE = 0.9
"""Linked share of a paragraph that only leads elsewhere."""
LABELLED_SHARE = 0.5
"""The same for items of a list, which often put a label before the link: "Analyse: …"."""
MAX_LINK = 300
"""Characters of a paragraph that can be one link."""


def text_of(element: HtmlElement) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def linked_length(element: HtmlElement) -> int:
    """Characters of an element's text that are links."""
    return sum(len(text_of(link)) for link in element.iter("a"))


def is_link(element: HtmlElement, share: float = LINK_SHARE) -> bool:
    """Whether this share of an element's text is one or more links."""
    if next(element.iterdescendants("a"), None) is None:
        return False
    length = len(text_of(element))
    return 0 < length < MAX_LINK and linked_length(element) >= share * length


def is_link_list(element: HtmlElement) -> bool:
    """A list all of whose items are nothing but links: other articles, not this one."""
    entries = [child for child in element if child.tag == "li"]
    return bool(entries) and all(is_link(entry, LABELLED_SHARE) for entry in entries)


def _prose(element: HtmlElement) -> int:
    """Characters in the element's paragraphs, roughly: white space is not squeezed."""
    if element.tag == "p":
        return sum(map(len, element.itertext()))
    return sum(len(text) for p in element.iter("p") for text in p.itertext())


@lru_cache(maxsize=50_000)
def _is_marked(marks: str) -> bool:
    return bool(_ASIDE.search(marks) or _CAPTION.search(marks))


def _is_furniture(element: HtmlElement) -> bool:
    tag = element.tag
    if tag == "figcaption":
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(marks) > 1 and _is_marked(marks):
        return True
    if tag in {"ul", "ol"}:
        return is_link_list(element)
    return (tag == "p" or (tag == "div" and next(element.iterdescendants("div"), None) is None)) and is_link(
        element
    )


def prune(tree: HtmlElement) -> None:
    """Remove captions, embedded posts, link lists and marked furniture, in place."""
    body = tree.find(".//body")
    if body is None:
        return
    total = _prose(body)
    for element in [e for e in body.iter(*_BLOCKS) if _is_furniture(e)]:
        if element.getparent() is not None and _prose(element) <= MAX_SHARE * total:
            element.drop_tree()
