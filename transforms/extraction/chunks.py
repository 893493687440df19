"""Articles that a page cuts into several containers, as between advertisements.

In: the tree of a page and the text already taken. Out: how much prose was missed; a tree in which the pieces
stand together. Refuses: joining other articles: the pieces must bear the same name and stand near each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from transforms.extraction.pruning import linked_length, text_of

MIN_PARAGRAPH = 80
"""Characters below which a paragraph says little about where the article is."""
NEAR = 4
"""Levels up to a common ancestor of two pieces of one article."""


def _prose(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for paragraph in tree.iter("p"):
        words = text_of(paragraph)
        if len(words) > MIN_PARAGRAPH and linked_length(paragraph) < 0.5 * len(words):
            yield paragraph, words


def _ancestor(element: HtmlElement, levels: int) -> HtmlElement:
    return next(islice(element.iterancestors(), levels - 1, None), element)


def missed_prose(tree: HtmlElement, text: str) -> int:
    """Characters of prose not in `text`, in the block that holds most prose."""
    blocks: dict[HtmlElement, list[int]] = defaultdict(lambda: [0, 0])
    for paragraph, words in _prose(tree):
        block = blocks[_ancestor(paragraph, 3)]
        block[0] += len(words)
        block[1] += len(words) if words[:50] not in text else 0
    return max(blocks.values(), default=[0, 0])[1]


def _name(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class") or ""


def _article(element: HtmlElement) -> HtmlElement | None:
    return next(element.iterancestors("article"), None)


def _are_one(first: HtmlElement, other: HtmlElement) -> bool:
    if _name(first) != _name(other) or not _name(first)[1] or _article(first) is not _article(other):
        return False
    return bool(set(islice(first.iterancestors(), NEAR)) & set(islice(other.iterancestors(), NEAR)))


def join_chunks(tree: HtmlElement, text: str) -> bool:
    """Move the missed pieces into the container of the taken one; whether anything was moved."""
    holders: dict[HtmlElement, bool] = {}
    for paragraph, words in _prose(tree):
        holder = paragraph.getparent()
        if holder is not None:
            holders[holder] = holders.get(holder, False) or words[:50] in text
    first = next((holder for holder, is_taken in holders.items() if is_taken), None)
    if first is None:
        return False
    pieces = [h for h, is_taken in holders.items() if h is not first and _are_one(first, h)]
    for piece in pieces:
        first.extend(list(piece))
    return bool(pieces)
