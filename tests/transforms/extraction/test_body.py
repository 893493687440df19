"""Which parts of a page become text: shapes of layout, one at a time."""

from __future__ import annotations

import pytest

from transforms.extraction import ExtractionLexicon, extract_document
from transforms.extraction.furniture import keep_article, without_head, without_title
from vocabulary import Document

LONG = (
    "Die Vertreter der Länder haben am Dienstag in Paris über den nächsten Schritt beraten und sich vertagt.",
    "Nach Angaben der Gastgeber soll ein gemeinsamer Stab bis zum Sommer die offenen Fragen klären können.",
    "Mehrere Regierungen wollen sich erst nach einem Waffenstillstand entscheiden, wie ihre Sprecher sagten.",
    "Die Kosten der gemeinsamen Truppe sind noch nicht berechnet, die erste Schätzung folgt im Sommer.",
)
PROSE = "".join(f"<p>{line}</p>" for line in LONG)
INTRO = "Was die Länder in Paris vereinbart haben und welche Fragen zum Stab und zu den Kosten offen sind."


def lines(body: str, lexicon: ExtractionLexicon, head: str = "") -> list[str]:
    page = f"<html><head><title>Beratung in Paris</title>{head}</head><body>{body}</body></html>"
    found = extract_document(page.encode(), "https://a.example/b", lexicon=lexicon)
    assert isinstance(found, Document), found
    return found.body.split("\n\n")


def test_a_plain_article(lexicon: ExtractionLexicon) -> None:
    assert lines(f"<article><h1>Beratung in Paris</h1>{PROSE}</article>", lexicon) == list(LONG)


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="newsletter-signup"><p>Jeden Morgen das Wichtigste in Ihrem Postfach.</p></div>',
        "<ul><li><a href='/1'>Was sie kostet</a></li><li>Analyse: <a href='/2'>Wer zahlt</a></li></ul>",
        "<p><a href='/1'>Ein anderer Artikel, auf den nur verwiesen wird</a></p>",
        '<blockquote class="twitter-tweet"><p>Da sind wir wieder alle miteinander!</p></blockquote>',
        "<figure><img src='a'><figcaption>Das Gebäude am Abend, von außen gesehen.</figcaption></figure>",
        '<p class="image-caption">Das Gebäude am Abend, von der Straße aus gesehen.</p>',
        "<p>Foto: Beispiel/Muster</p>",
        "<p>© 2026 Musterbote</p>",
        "<p>Lesen Sie auch: Was die Truppe kostet</p>",
        '<div class="share-bar"><p>Diesen Artikel teilen oder für später merken.</p></div>',
    ],
)
def test_furniture_between_paragraphs_goes(furniture: str, lexicon: ExtractionLexicon) -> None:
    begin, end = "".join(f"<p>{p}</p>" for p in LONG[:2]), "".join(f"<p>{p}</p>" for p in LONG[2:])
    assert lines(f"<article><h1>Beratung in Paris</h1>{begin}{furniture}{end}</article>", lexicon) == list(
        LONG
    )


def test_an_article_inside_an_element_with_a_suspicious_name_stays(lexicon: ExtractionLexicon) -> None:
    body = f'<div class="related social-share teaser"><h1>Beratung in Paris</h1>{PROSE}</div>'
    assert lines(body, lexicon) == list(LONG)


def test_links_inside_a_paragraph_stay(lexicon: ExtractionLexicon) -> None:
    linked = PROSE.replace("in Paris", '<a href="/p">in Paris</a>')
    assert lines(f"<article>{linked}</article>", lexicon) == list(LONG)


def test_the_standfirst_is_text_if_the_page_shows_it(lexicon: ExtractionLexicon) -> None:
    head = f'<meta name="description" content="{INTRO}">'
    shown = (
        f'<header><h1>Beratung in Paris</h1><h2 class="dek">{INTRO}</h2></header><article>{PROSE}</article>'
    )
    assert lines(shown, lexicon, head) == [INTRO, *LONG]
    assert lines(f"<article>{PROSE}</article>", lexicon, head) == list(LONG)


def test_an_article_in_several_containers_is_one(lexicon: ExtractionLexicon) -> None:
    more = [f"{line} Das bestätigten {n} Teilnehmer." for n, line in enumerate(LONG * 3)]
    chunks = [more[n : n + 4] for n in (0, 4, 8)]
    body = "".join(
        f'<div><div class="chunk">{"".join(f"<p>{p}</p>" for p in chunk)}</div></div><div>Anzeige</div>'
        for chunk in chunks
    )
    found = lines(f"<main><h1>Beratung in Paris</h1>{body}</main>", lexicon)
    assert [line for line in more if line not in found] == []


def test_json_ld_stands_in_for_a_page_that_scripts_fill(lexicon: ExtractionLexicon) -> None:
    text = "\\n".join(LONG)
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{text}"}}</script>'
    assert lines("<div id='root'></div>", lexicon, head) == list(LONG)


def test_the_article_ends_at_the_comments(lexicon: ExtractionLexicon) -> None:
    tail = [
        "Mehr zum Thema – ein anderer Artikel",
        "Schreibe einen Kommentar",
        "Deine Adresse bleibt geheim.",
    ]
    assert keep_article([*LONG, *tail], lexicon) == list(LONG)


def test_a_comments_label_above_the_article_ends_nothing(lexicon: ExtractionLexicon) -> None:
    assert keep_article(["Kommentare", *LONG], lexicon) == list(LONG)


def test_a_sentence_that_begins_like_furniture_stays(lexicon: ExtractionLexicon) -> None:
    sentence = "Kommentare von Regierungsseite gab es am Dienstag nicht."
    assert keep_article([*LONG, sentence], lexicon) == [*LONG, sentence]


def test_the_title_is_not_repeated_in_the_body() -> None:
    assert without_title(["Ukraine-Hilfe Beratung in Paris", *LONG], "Beratung in Paris") == list(LONG)
    assert without_title([*LONG, "Beratung in Paris"], "Beratung in Paris")[-1] == "Beratung in Paris"


def test_labels_before_the_first_paragraph_go_and_subheadings_stay() -> None:
    assert without_head(["Politik", "- Ausland", *LONG]) == list(LONG)
    assert without_head([LONG[0], "Was nun folgt", LONG[1]]) == [LONG[0], "Was nun folgt", LONG[1]]
    assert without_head(["Kurz.", "Nur Kurzes"]) == ["Kurz.", "Nur Kurzes"]
