"""Figures in texts of eight languages: what is found, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.seeds import SEEDS
from tests.transforms.quantities.scoring import lexicon_of
from transforms.quantities import find_quantities
from transforms.text import normalise_text
from vocabulary import Quantity

FOUND = [
    ("de", "Die Hilfe stieg auf knapp 1,2 Mrd. Euro.", "knapp 1,2 Mrd. Euro", 1.2e9, "EUR", "under"),
    ("de", "Ein 90-Milliarden-Euro-Kredit soll helfen.", "90-Milliarden-Euro-Kredit", 9e10, "EUR", "exact"),
    ("de", "Sie fordern fünfeinhalb Prozent.", "fünfeinhalb Prozent", 5.5, "percent", "exact"),
    ("de", "Es kamen 1'500 Soldatinnen.", "1'500 Soldatinnen", 1500, "count:soldier", "exact"),
    ("de", "Das Paket über 40 Milliarden Dollar steht.", "40 Milliarden Dollar", 4e10, "USD", "exact"),
    ("de", "Der Fünfjahresplan gilt.", "Fünfjahresplan", 5, "duration:year", "exact"),
    ("en", "It would cost a further £1.6bn.", "£1.6bn", 1.6e9, "GBP", "exact"),
    ("en", "An 800,000-strong army remains.", "800,000-strong", 8e5, "count:soldier", "exact"),
    ("en", "Tens of thousands of people fled.", "Tens of thousands of people", 1e4, "count:person", "at_least"),
    ("en", "He paid a $48.2 million fine.", "$48.2 million", 48.2e6, "USD", "exact"),
    ("en", "Two-thirds of voters agree.", "Two-thirds", 66.7, "percent", "exact"),
    ("en", "Three quarters of an hour passed.", "Three quarters of an hour", 0.75, "duration:hour", "exact"),
    ("de", "Das will ein Viertel der Wähler.", "ein Viertel", 25, "percent", "exact"),
    ("de", "Es sind zwei Komma fünf Prozent.", "zwei Komma fünf Prozent", 2.5, "percent", "exact"),
    ("en", "It costs two point five million euros.", "two point five million euros", 2.5e6, "EUR", "exact"),
    ("en", "It fell half a percentage point.", "half a percentage point", 0.5, "percent", "exact"),
    ("en", "Rates rose by a 1/4 percentage point.", "1/4 percentage point", 0.25, "percent", "exact"),
    ("en", "He stands 5 feet 2 inches tall.", "5 feet 2 inches", 5.16666666667, "count:foot", "exact"),
    ("en", "A 12m tall mast fell.", "12m", 12, "count:metre", "exact"),
    ("en", "She lost 40 pounds of weight.", "40 pounds", 40, "count:pound", "exact"),
    ("en", "The fine was 40 pounds.", "40 pounds", 40, "GBP", "exact"),
    ("en", "A 300-strong staff remains.", "300-strong", 300, "count:worker", "exact"),
    ("en", "Only 12 Poles came.", "12 Poles", 12, "count:person", "exact"),
    ("en", "They set up 12 poles.", "12 poles", 12, "count:pole", "exact"),
    ("en", "They cover 24,703m2 of land.", "24,703m2", 24703, "count:square_metre", "exact"),
    ("en", "It paid three quarters of a billion euros.", "three quarters of a billion euros", 75e7, "EUR", "exact"),
    ("de", "Die Bevölkerung wächst auf 9,5 Millionen.", "9,5 Millionen", 9.5e6, "count:person", "exact"),
    ("de", "Das las eine Million Internet-Nutzer.", "eine Million Internet-Nutzer", 1e6, "count:user", "exact"),
    ("de", "Sie zählten 300 Brutpaare.", "300 Brutpaare", 300, "count:pair", "exact"),
    ("es", "Subió siete con cincuenta por ciento.", "siete con cincuenta por ciento", 7.5, "percent", "exact"),
    ("es", "Bajó tres veinteavos por ciento.", "tres veinteavos por ciento", 0.15, "percent", "exact"),
    ("es", "Cuesta 15 euros con 50.", "15 euros con 50", 15.5, "EUR", "exact"),
    ("en", "Six aircraft carriers sailed.", "Six aircraft carriers", 6, "count:ship", "exact"),
    ("de", "Es kamen 26 Lkw.", "26 Lkw", 26, "count:vehicle", "exact"),
    ("pl", "Zamknięto pięć lotnisk.", "pięć lotnisk", 5, "count:airport", "exact"),
    ("ru", "Потушены 12 пожаров.", "12 пожаров", 12, "count:fire", "exact"),
    ("uk", "Подано 12 петицій.", "12 петицій", 12, "count:petition", "exact"),
    ("es", "Un cuarto de los votantes duda.", "Un cuarto", 25, "percent", "exact"),
    ("fr", "Le pays a reçu 15 000 obus.", "15 000 obus", 15000, "count:artillery_shell", "exact"),
    ("fr", "Quatre-vingt-douze pays ont voté.", "Quatre-vingt-douze pays", 92, "count:country", "exact"),
    ("it", "Servono trecentomila soldati.", "trecentomila soldati", 3e5, "count:soldier", "exact"),
    ("es", "Costará diez mil millones de euros.", "diez mil millones de euros", 1e10, "EUR", "exact"),
    ("pl", "Poległo około 1,5 tys. żołnierzy.", "około 1,5 tys. żołnierzy", 1500, "count:soldier", "about"),
    ("ru", "Нужно свыше 20 млрд рублей.", "свыше 20 млрд рублей", 2e10, "RUB", "over"),
    ("ru", "Действует пятилетний план.", "пятилетний", 5, "duration:year", "exact"),
    ("uk", "Виділено півтора мільярда гривень.", "півтора мільярда гривень", 1.5e9, "UAH", "exact"),
    ("uk", "Загинули щонайменше п’ять осіб.", "щонайменше п’ять осіб", 5, "count:person", "at_least"),
]  # fmt: skip


def find(language: str, text: str) -> list[Quantity]:
    return find_quantities(normalise_text(text), lexicon_of(language))


@pytest.mark.parametrize(("language", "text", "surface", "value", "unit", "approx"), FOUND)
def test_finds(language: str, text: str, surface: str, value: float, unit: str, approx: str) -> None:
    assert [(q.surface, q.value, q.unit, q.approx) for q in find(language, text)] == [
        (surface, value, unit, approx)
    ]


NOT_FOUND = [
    ("de", "Nach Artikel 5 gilt das seit 2022, vor einem Jahr und am 3. Oktober um 15.30 Uhr."),
    ("de", "Der 62-Jährige lobte den 28-Punkte-Plan, die G7, die EU-27 und den Leopard 2."),
    ("de", "Das ist ganz einfach, sagte sie unter vier Augen."),
    ("en", "Mr Doe, 44, flew an F-16 on 7 May 2024 at 7.30 pm under Article 5, two years ago."),
    ("en", "The 45-year-old lives at 10 Downing Street; see page 12 and https://a.example/?q=30%25."),
    (
        "de",
        "Die Vier-Länder-Meisterschaft und 155-Millimeter-Granaten; Jugendliche zwischen 13 und 15 Jahren.",
    ),
    ("en", "Under Sections 21, 24 and 26 the 12MP camera films in 1080p from 4 p.m. to midnight."),
    ("en", "The 9-month-old saw 787-9 and A350-900 jets, a 100-metre sprint and a 155mm howitzer."),
    ("en", "Pledges, said Anna Weber, 41, will be kept."),
    ("de", "Die damals 14-Jährige ging fort."),
    ("en", "These are three building blocks of trust."),
    ("de", "Das entspricht 10 Millionen QSE-5-Zellen."),
    ("es", "Vive en un cuarto piso."),
    ("fr", "Il vient entre le 3 et le 5 janvier."),
    ("fr", "Âgé de 62 ans, il part le 15 mai 2025 à 15 h 30, il y a trois ans."),
    ("it", "L’articolo 11 vale dal 2022, tre anni fa, il 6 dicembre."),
    ("es", "El artículo 5 rige desde 2022; hace tres años, a las 15.30 horas."),
    ("pl", "Artykuł 5 obowiązuje od 2022 roku; trzy lata temu, 11 listopada."),
    ("ru", "Статья 5 действует с 2022 года; три года назад, 9 мая в 10:00, 57-летний министр."),
    ("uk", "Стаття 5 діє з 2022 року; три роки тому, 24 лютого, 57-річний прем’єр."),
]


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_refuses_what_is_no_figure(language: str, text: str) -> None:
    assert [q.surface for q in find(language, text)] == []


def test_a_range_is_one_figure_and_a_change_two() -> None:
    (ranged,) = find("de", "Sie schicken zwischen 15.000 und 30.000 Soldaten.")
    assert (ranged.value, ranged.value_high, ranged.approx) == (15000, 30000, "range")
    before, after = find("de", "Der Anteil stieg von 9 auf 27 Prozent.")
    assert (before.value, before.unit, after.value) == (9, "percent", 27)


def test_a_lost_decimal_mark_is_doubted() -> None:
    before, after = find("de", "Die Hilfe soll von 02 auf 0,4 Prozent steigen.")
    assert (before.value, after.value, after.doubt) == (0.2, 0.4, None)
    assert before.doubt and "02" in before.doubt


def test_a_false_friend_is_doubted() -> None:
    found = find("de", "Es fehlen 90 Milliarden Euro. Andere nennen 90 Billionen Euro.")
    assert [bool(q.doubt) for q in found] == [False, True]


def test_dollars_follow_the_adjective() -> None:
    for text, code in (("20 Millionen kanadische Dollar", "CAD"), ("20 Millionen Dollar", "USD")):
        assert [q.unit for q in find("de", text)] == [code]


def test_the_seed_document() -> None:
    text = (SEEDS / "documents" / "koalition-der-willigen.de.md").read_text(encoding="utf-8")
    found = {q.surface: q for q in find("de", text.split("---", 2)[2])}
    assert set(found) == {
        "über zwei Dutzend europäischen Staaten", "vier Jahre", "Fünf-Jahres-Plan",
        "fast 390 Milliarden US-Dollar", "02", "0,4 Prozent", "verdoppeln", "100 Milliarden",
    }  # fmt: skip
    aid = found["fast 390 Milliarden US-Dollar"]
    assert (aid.value, aid.unit, aid.approx, aid.period) == (390e9, "USD", "under", "until:2029")
    assert aid.measures and "needed" in aid.measures
    assert (found["02"].value, found["0,4 Prozent"].value) == (0.2, 0.4)
    assert (found["100 Milliarden"].unit, found["100 Milliarden"].approx) == ("money:unknown", "exact")


def test_millions_of_a_noun_are_no_money() -> None:
    (counted,) = find("es", "Huyeron millones de sionistas.")
    assert counted.unit == "count:sionista"
    assert [q.unit for q in find("de", "Es geht um 390 Millionen für Kiew.")] == ["money:unknown"]


def test_an_age_takes_no_unit_from_the_figure_before() -> None:
    assert [q.surface for q in find("en", "It is 4 percent, said Anna Weber, 41.")] == ["4 percent"]


def test_rival_values_of_one_sentence_measure_the_same() -> None:
    first, second = find("en", "Kyiv needs $390bn by 2029, while others speak of $486bn by 2029.")
    assert (first.measures, first.period) == (second.measures, second.period) == ("needed", "until:2029")


PIECES = st.sampled_from(
    ["390", "1,5", "Milliarden", "Euro", "bis", "von", "auf", "zwei", "Drittel", "Prozent", "-", "$", "%",
     "ein", "Soldaten", "und", ".", "02", "fast", "Jahre", "1'500", "\u202f", "½", "doppelt so viel", "ß", "İ", "\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25), st.sampled_from(["de", "en", "fr", "it", "es", "pl", "ru", "uk"]))
def test_spans_hold_their_words(pieces: list[str], language: str) -> None:
    text = normalise_text(" ".join(pieces))
    found = find_quantities(text, lexicon_of(language))
    assert all(q.span.of(text) == q.surface and q.surface for q in found)
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)


@pytest.mark.slow
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    clean = normalise_text(text)
    for quantity in find_quantities(clean, lexicon_of("de")):
        assert quantity.span.of(clean) == quantity.surface
