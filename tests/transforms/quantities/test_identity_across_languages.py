"""The same claim in other languages is the same figure, and rival values of it stand side by side."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.transforms.quantities.scoring import lexicon_of
from transforms.figures import resolve_figures
from transforms.quantities import find_quantities
from transforms.trends.figures import disputed

NEEDED = {
    "de": "Die Ukraine benötigt bis 2029 rund 390 Milliarden Dollar an Hilfe.",
    "en": "Ukraine needs 390 billion dollars in aid by 2029.",
    "fr": "L’Ukraine a besoin de 390 milliards de dollars d’aide d’ici 2029.",
    "pl": "Ukraina potrzebuje 390 miliardów dolarów pomocy do 2029 roku.",
    "uk": "Україна потребує 390 мільярдів доларів допомоги до 2029 року.",
}
DEPLOYED = {
    "de": "Europa will 10.000 Soldaten entsenden.",
    "en": "Europe would deploy 15,000 to 30,000 troops.",
    "fr": "L’Europe déploierait 10 000 soldats.",
    "it": "L’Europa schiererebbe 10.000 soldati.",
    "pl": "Europa chce wysłać 10 tysięcy żołnierzy.",
    "uk": "Європа розгорне 10 тисяч військових.",
}
SENT = {
    "en": "Europe would send 10,000 troops.",
    "fr": "L’Europe enverrait 10 000 soldats.",
    "it": "L’Europa invierebbe 10.000 soldati.",
    "es": "Europa enviaría 10.000 soldados.",
    "pl": "Europa wyśle 10 tysięcy żołnierzy.",
    "ru": "Европа направит 10 тысяч солдат.",
    "uk": "Європа надішле 10 тисяч військових.",
}
SIGNED = {
    "de": "26 Staaten unterzeichneten die Erklärung.",
    "en": "26 countries signed the declaration.",
    "fr": "Vingt-six pays ont signé la déclaration.",
    "it": "Ventisei Paesi hanno firmato la dichiarazione.",
    "es": "Veintiséis países firmaron la declaración.",
    "pl": "Deklarację podpisało 26 krajów.",
    "ru": "Декларацию подписали 26 стран.",
    "uk": "Декларацію підписали 26 країн.",
}
KILLED = {
    "de": "Bei dem Angriff wurden 25 Zivilisten getötet.",
    "en": "The attack killed 25 civilians.",
    "es": "El ataque mató a 25 civiles.",
    "pl": "W ataku zginęło 25 cywilów.",
    "uk": "Унаслідок атаки загинули 25 цивільних.",
}
SHARE = {
    "de": "Die Verteidigungsausgaben steigen auf 5 Prozent des BIP bis 2035.",
    "en": "Defence spending will rise to 5 percent of GDP by 2035.",
    "es": "El gasto en defensa subirá al 5 por ciento del PIB en 2035.",
    "pl": "Wydatki na obronę wzrosną do 5 procent PKB do 2035 roku.",
}
RIVAL = ("en", "Some 486 billion dollars in aid will be needed by 2029.")


def resolved(texts: list[tuple[str, str]]) -> pl.DataFrame:
    """The figures of texts, each an article, with their identity where they have one."""
    found = [q for language, text in texts for q in find_quantities(text, lexicon_of(language))]
    rows = [
        {
            "quantity_id": number, "value": float(q.value), "value_high": q.value_high, "unit": q.unit,
            "measures": q.measures, "period": q.period, "published_on": date(2026, 1, 10),
        }
        for number, q in enumerate(found, 1)
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema_overrides={"value_high": pl.Float64})
    return table.join(resolve_figures(table), on="quantity_id", how="left")


@pytest.mark.parametrize("claim", [NEEDED, DEPLOYED, SENT, SIGNED, KILLED, SHARE])
def test_a_claim_is_one_figure_in_every_language(claim: dict[str, str]) -> None:
    table = resolved(list(claim.items()))
    assert table.height == len(claim)
    assert table["figure_id"].null_count() == 0
    assert table["figure_id"].n_unique() == 1


def test_different_claims_are_different_figures() -> None:
    texts = [(claim["de"], "de") for claim in (NEEDED, DEPLOYED, KILLED, SHARE)]
    assert resolved([(language, text) for text, language in texts])["figure_id"].n_unique() == 4


def test_rival_values_are_a_disagreement_and_agreement_is_none() -> None:
    assert disputed(resolved(list(NEEDED.items())).lazy()).collect().is_empty()
    money = disputed(resolved([*NEEDED.items(), RIVAL]).lazy()).collect()
    assert money.select("n_values").item() == 2
    assert money.select("spread").item() == pytest.approx(486 / 390)
    troops = disputed(resolved(list(DEPLOYED.items())).lazy()).collect()
    assert troops.select("n_values").item() == 2
    assert troops.select("spread").item() == pytest.approx(3)


def test_labels_are_for_people() -> None:
    labels = resolved([("de", NEEDED["de"]), ("en", DEPLOYED["en"])])["figure_label"].to_list()
    assert labels == ["needed aid, USD, until 2029", "deployed soldier"]
