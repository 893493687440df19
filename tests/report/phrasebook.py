"""The sentences of the demonstration, in eight languages, each written for it.

`{figure}`, `{speaker}` and the like are filled in; what is written as `[words]` is the span of the annotation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What one language needs: titles, a lead that names the topic, and sentences that carry annotations."""

    phrase: str
    title: str
    lead: str
    troops: str
    """`{speaker}` gives `{n}` soldiers."""
    aid: str
    """An estimate of `{n}` billion dollars, without a speaker."""
    against: str
    """`{speaker}` against foreign troops."""
    favor: str
    """`{speaker}` for security guarantees."""
    own_against: str
    """The article's own voice against the coalition."""
    own_favor: str
    """The article's own voice for military aid."""
    deterrence: str
    """`{speaker}` for foreign troops."""
    own_praise: str
    """The article's own voice for the coalition."""
    off: str
    """Another coalition of the same name."""


PHRASEBOOK: dict[str, Phrases] = {
    "de": Phrases(
        phrase="Koalition der Willigen",
        title="Koalition der Willigen berät in {city}",
        lead="Die [Koalition der Willigen] für die Ukraine hat am Mittwoch in {city} beraten.",
        troops="{speaker} vom Hafeninstitut [rechnet] damit, dass [die Truppe {figure} braucht].",
        aid="Schätzungen zufolge braucht Kiew bis 2029 {figure}.",
        against="{speaker} vom Hafeninstitut [sagte], [fremde Soldaten in der Ukraine seien ein Fehler].",
        favor="{speaker} aus dem Außenamt [erklärte], [ohne Sicherheitsgarantien gebe es keinen Frieden].",
        own_against="[Der Plan der Willigen ist ein Luftschloss.]",
        own_favor="[Ohne mehr Waffen für die Ukraine bleibt jede Zusage leer.]",
        deterrence="{speaker} vom Hafeninstitut [meint], [fremde Soldaten würden Angriffe abschrecken].",
        own_praise="[Die Koalition ist Europas beste Antwort.]",
        off="Eine Koalition der Willigen unter den Städten will den Radverkehr fördern.",
    ),
    "en": Phrases(
        phrase="coalition of the willing",
        title="Coalition of the willing meets in {city}",
        lead="The [coalition of the willing] for Ukraine met in {city} on Wednesday.",
        troops="{speaker} of the Harbour Institute [said] [the force would need {figure}].",
        aid="By one estimate Kyiv needs {figure} until 2029.",
        against="{speaker} of the Harbour Institute [said] [sending foreign troops to Ukraine would be a mistake].",
        favor="{speaker} of the foreign ministry [said] [there is no peace without security guarantees].",
        own_against="[The coalition's plan is a castle in the air.]",
        own_favor="[Without more arms for Ukraine every pledge rings hollow.]",
        deterrence="{speaker} of the Harbour Institute [argued] [foreign soldiers would deter attacks].",
        own_praise="[The coalition is the best answer Europe has.]",
        off="A coalition of the willing among clubs wants later kick-off times.",
    ),
    "fr": Phrases(
        phrase="coalition des volontaires",
        title="La coalition des volontaires se réunit à {city}",
        lead="La [coalition des volontaires] pour l'Ukraine s'est réunie mercredi à {city}.",
        troops="{speaker}, de l'Institut du Port, [estime] que [la force aura besoin de {figure}].",
        aid="Selon une estimation, Kiev a besoin de {figure} d'ici à 2029.",
        against="{speaker}, de l'Institut du Port, [juge] que [l'envoi de soldats étrangers serait une faute].",
        favor="{speaker}, du Quai, [affirme] qu'[il n'y aura pas de paix sans garanties de sécurité].",
        own_against="[Le plan des volontaires est un château en Espagne.]",
        own_favor="[Sans plus d'armes pour l'Ukraine, toute promesse est creuse.]",
        deterrence="{speaker}, de l'Institut du Port, [pense] que [des soldats étrangers dissuaderaient].",
        own_praise="[La coalition est la meilleure réponse de l'Europe.]",
        off="Une coalition de volontaires entre écoles veut des cantines locales.",
    ),
    "it": Phrases(
        phrase="coalizione dei volenterosi",
        title="La coalizione dei volenterosi si riunisce a {city}",
        lead="La [coalizione dei volenterosi] per l'Ucraina si è riunita mercoledì a {city}.",
        troops="{speaker}, dell'Istituto del Porto, [stima] che [la forza avrà bisogno di {figure}].",
        aid="Secondo una stima Kiev ha bisogno di {figure} fino al 2029.",
        against="{speaker}, dell'Istituto del Porto, [ritiene] che [mandare soldati stranieri sia un errore].",
        favor="{speaker}, del ministero, [afferma] che [senza garanzie di sicurezza non c'è pace].",
        own_against="[Il piano dei volenterosi è un castello in aria.]",
        own_favor="[Senza più armi per l'Ucraina ogni promessa è vuota.]",
        deterrence="{speaker}, dell'Istituto del Porto, [pensa] che [soldati stranieri siano un deterrente].",
        own_praise="[La coalizione è la migliore risposta d'Europa.]",
        off="Una coalizione dei volenterosi tra comuni vuole più piste ciclabili.",
    ),
    "es": Phrases(
        phrase="coalición de voluntarios",
        title="La coalición de voluntarios se reúne en {city}",
        lead="La [coalición de voluntarios] por Ucrania se reunió el miércoles en {city}.",
        troops="{speaker}, del Instituto del Puerto, [calcula] que [la fuerza necesitará {figure}].",
        aid="Según una estimación, Kiev necesita {figure} hasta 2029.",
        against="{speaker}, del Instituto del Puerto, [cree] que [enviar soldados extranjeros sería un error].",
        favor="{speaker}, del ministerio, [afirma] que [sin garantías de seguridad no hay paz].",
        own_against="[El plan de los voluntarios es un castillo en el aire.]",
        own_favor="[Sin más armas para Ucrania toda promesa está vacía.]",
        deterrence="{speaker}, del Instituto del Puerto, [piensa] que [soldados extranjeros disuadirían].",
        own_praise="[La coalición es la mejor respuesta de Europa.]",
        off="Una coalición de voluntarios entre ayuntamientos quiere más árboles.",
    ),
    "pl": Phrases(
        phrase="koalicja chętnych",
        title="Koalicja chętnych obraduje w: {city}",
        lead="Dla Ukrainy [koalicja chętnych] obradowała w środę w: {city}.",
        troops="{speaker} z Instytutu Portowego [ocenia], że [siły potrzebują {figure}].",
        aid="Według szacunków Kijów potrzebuje {figure} do 2029 roku.",
        against="{speaker} z Instytutu Portowego [uważa], że [wysłanie obcych żołnierzy byłoby błędem].",
        favor="{speaker} z ministerstwa [twierdzi], że [bez gwarancji bezpieczeństwa nie będzie pokoju].",
        own_against="[Plan chętnych to zamek na piasku.]",
        own_favor="[Bez większej ilości broni dla Ukrainy każda obietnica jest pusta.]",
        deterrence="{speaker} z Instytutu Portowego [sądzi], że [obcy żołnierze odstraszą napaść].",
        own_praise="[Koalicja to najlepsza odpowiedź Europy.]",
        off="Koalicja chętnych wśród gmin chce nowych szkół.",
    ),
    "ru": Phrases(
        phrase="коалиция желающих",
        title="Коалиция желающих собралась: {city}",
        lead="Для Украины [коалиция желающих] собралась в среду: {city}.",
        troops="{speaker} из Портового института [считает], что [силам понадобится {figure}].",
        aid="По одной оценке, Киеву до 2029 года нужно {figure}.",
        against="{speaker} из Портового института [считает], что [отправка иностранных солдат была бы ошибкой].",
        favor="{speaker} из министерства [заявляет], что [без гарантий безопасности мира не будет].",
        own_against="[План желающих — воздушный замок.]",
        own_favor="[Без нового оружия для Украины любое обещание пусто.]",
        deterrence="{speaker} из Портового института [полагает], что [иностранные солдаты сдержат нападение].",
        own_praise="[Коалиция — лучший ответ Европы.]",
        off="Коалиция желающих среди школ хочет новых учебников.",
    ),
    "uk": Phrases(
        phrase="коаліція охочих",
        title="Коаліція охочих зібралася: {city}",
        lead="Для України [коаліція охочих] зібралася в середу: {city}.",
        troops="{speaker} з Портового інституту [вважає], що [силам потрібно {figure}].",
        aid="За однією оцінкою, Києву до 2029 року потрібно {figure}.",
        against="{speaker} з Портового інституту [вважає], що [відправлення іноземних солдатів було б помилкою].",
        favor="{speaker} з міністерства [заявляє], що [без гарантій безпеки миру не буде].",
        own_against="[План охочих — повітряний замок.]",
        own_favor="[Без більшої кількості зброї для України будь-яка обіцянка порожня.]",
        deterrence="{speaker} з Портового інституту [гадає], що [іноземні солдати стримають напад].",
        own_praise="[Коаліція — найкраща відповідь Європи.]",
        off="Коаліція охочих серед шкіл хоче нових підручників.",
    ),
}
CITIES = ("Paris", "London", "Brüssel", "Kyiv", "Warszawa")
SOLDIERS = {
    "de": "Soldaten", "en": "soldiers", "fr": "soldats", "it": "soldati", "es": "soldados", "pl": "żołnierzy",
    "ru": "солдат", "uk": "солдатів",
}  # fmt: skip
BILLIONS = {
    "de": "Milliarden US-Dollar", "en": "billion dollars", "fr": "milliards de dollars",
    "it": "miliardi di dollari", "es": "mil millones de dólares", "pl": "miliardów dolarów",
    "ru": "миллиардов долларов", "uk": "мільярдів доларів",
}  # fmt: skip
