"""The prefilter loses no page about the topic, however the page is written, and refuses most others."""

from __future__ import annotations

import html
import json
from functools import cache
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.seeds import read_topic
from tests.gold.build import read_quotation_gold
from tests.gold.relevance.reader import read_relevance_gold
from tests.gold.stance.reader import LANGUAGES, read_stance_gold
from transforms.prefilter import Prefilter, anchor_of, compile_prefilter
from transforms.relevance import score_relevance
from transforms.topics import Topic, build_topic, topic_phrases

CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "cp1251", "cp1252", "cp1253",
    "cp1254", "cp1257", "iso8859-1", "iso8859-2", "iso8859-4", "iso8859-5", "iso8859-7", "iso8859-9",
    "iso8859-13",    "iso8859-15", "koi8-r", "koi8-u", "cp866", "mac-cyrillic", "mac-roman",
)  # fmt: skip
FILLER = (
    "<html><head><title>Wetter</title></head><body><p>Regen im Norden, 14 Grad.</p> @ <p>Ende.</p></body>"
)


@cache
def topic() -> Topic:
    return build_topic(read_topic())


@cache
def prefilter() -> Prefilter:
    return compile_prefilter(topic())


def passes(written: str, codec: str = "utf-8") -> bool:
    return prefilter().may_be_on_topic(FILLER.replace("@", written).encode(codec))


def can_encode(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("codec", CODECS)
def test_phrases_are_seen_in_every_encoding_that_has_their_letters(codec: str) -> None:
    forms = [form for form in topic_phrases(topic()) if can_encode(form, codec)]
    assert len(forms) > 20
    assert [form for form in forms if not passes(form, codec)] == []


def decimal(text: str) -> str:
    return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)


def hexadecimal(text: str) -> str:
    return "".join(c if c.isascii() else f"&#X{ord(c):X};" for c in text)


def named(text: str) -> str:
    return "".join(
        f"&{html.entities.codepoint2name.get(ord(c), f'#{ord(c)}')};" if ord(c) > 127 else c for c in text
    )


@pytest.mark.parametrize(
    "write",
    [
        decimal,
        hexadecimal,
        named,
        json.dumps,
        lambda text: json.dumps({"body": f"\n{text}\n"}).upper().replace("\\U", "\\u"),
        str.upper,
        str.title,
        str.lower,
        lambda text: normalize("NFD", text),
        lambda text: text.replace(" ", "\n   "),
        lambda text: text.replace(" ", "&nbsp;"),
        lambda text: text.replace(" ", "</b> <a href='/x?a=1'><i>"),
    ],
    ids=[
        "decimal", "hex", "named", "json", "json upper", "upper", "title", "lower", "nfd", "lines", "nbsp",
        "markup",
    ],
)  # fmt: skip
def test_phrases_are_seen_however_they_are_written(write) -> None:  # type: ignore[no-untyped-def]
    assert [form for form in topic_phrases(topic()) if not passes(write(form))] == []


def own_texts() -> list[tuple[str | None, str]]:
    texts: list[tuple[str | None, str]] = []
    for language in LANGUAGES:
        texts += [(language, a["text"]) for a in read_stance_gold(language, "dev")]
        texts += [(language, a["text"]) for a in read_quotation_gold(language, "dev")]
    texts += [(row["lang"], row["text"]) for row in read_relevance_gold("dev")]
    return texts


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "ascii"])
def test_no_text_that_relevance_calls_on_topic_is_lost(codec: str) -> None:
    on_topic = [t for lang, t in own_texts() if score_relevance(t, lang, topic()).is_on_topic]
    assert len(on_topic) > 120
    pages = [FILLER.replace("@", text).encode(codec, "xmlcharrefreplace") for text in on_topic]
    lost = [
        text[:80] for text, page in zip(on_topic, pages, strict=True) if not prefilter().may_be_on_topic(page)
    ]
    assert lost == []


def some_words() -> list[str]:
    """Words of the topic's own patterns, and words between."""
    found = {"the", "a", "Ende", "Wetter", "и", "des", "12"}
    tables = [topic().names, topic().mentions, *topic().cues.values()]
    for table in tables:
        for elements, _ in table.patterns():
            found.update(element.strip("*") for element in elements)
    return sorted(found - {"", "…"})


@settings(max_examples=400)
@given(st.lists(st.sampled_from(some_words()), min_size=4, max_size=40), st.sampled_from([*LANGUAGES, None]))
def test_any_text_of_topic_words_that_is_on_topic_passes(words: list[str], language: str | None) -> None:
    text = " ".join(words)
    if score_relevance(text, language, topic()).is_on_topic:
        assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Stadtrat hat den Haushalt beschlossen.",
        "She was willing to stay for the match against the clubs.",
        "Norway won the song contest again.",
        "Норвегия выиграла конкурс.",
        "Les pompiers ont sauvé un chat.",
        "",
    ],
)
def test_other_pages_are_refused(text: str) -> None:
    assert not passes(text)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(page: bytes) -> None:
    assert prefilter().may_be_on_topic(page) in (True, False)


def test_a_short_anchor_must_be_a_word() -> None:
    assert passes("the MNF-U headquarters")
    assert passes(json.dumps("\nMNF-U"))
    assert not passes("data:image/png;base64,AAmNfUxx")


def test_anchors_are_parts_of_any_spelling() -> None:
    assert anchor_of("Koalition*") == "koalition"
    assert anchor_of("*") is None
