"""Labelled pairs of copies and independent articles, made from texts written for this project.

    python -m tests.gold.origins.build

Bases: three articles of the development halves of `tests/gold/stance` and `tests/gold/quotations` joined
under a headline (about 300 words), in eight languages; no article is in two bases. Of each base an edit
program with a fixed seed makes copies of which 10, 20, 30 or 40 % of the words are changed: whole sentences
dropped, put in or moved (background from an article used nowhere else), words replaced by words of other
articles, another headline, another byline or credit line, other quotation marks. `events.txt` adds what no
program makes: two independent reports of one event with the same quotation (not copies), and agency reports
rewritten by hand (copies).

Labels: two texts are copies when they share a base or, in `events.txt`, the event and the role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl

from tests.gold.build import read_quotation_gold
from tests.gold.stance.reader import LANGUAGES, read_stance_gold

HERE = Path(__file__).resolve().parent
RATES = (0.1, 0.2, 0.3, 0.4)
SEED = 20260105
START = datetime.fromisoformat("2026-01-05T06:00:00")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\W_]*[^\W\d_])")
_MARKS = str.maketrans({"„": "»", "“": "«", "”": "«", '"': "'"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its label; two of one label are copies."""

    label: str
    language: str
    rate: float
    text: str


def own_articles(language: str) -> list[str]:
    """The articles of one language that were written for this project, development halves only."""
    gold = (*read_stance_gold(language, "dev"), *read_quotation_gold(language, "dev"))
    return [" ".join(str(article["text"]).split()) for article in gold]


def edited(text: str, rate: float, foreign: list[str], random: Random) -> str:
    """`text` with about `rate` of its words changed, half of them by sentences, half one by one."""
    sentences = _SENTENCE.split(text)
    n_words = len(text.split())
    left = rate * n_words
    while left > rate * n_words / 2 and len(sentences) > 3:
        at = random.randrange(len(sentences))
        act = random.choice(("drop", "put in", "replace", "move"))
        other = random.choice(foreign)
        if act in ("drop", "replace"):
            left -= len(sentences.pop(at).split())
        if act in ("put in", "replace"):
            sentences.insert(at, other)
            left -= len(other.split()) * (act == "put in")
        if act == "move":
            sentences.insert(random.randrange(len(sentences)), sentences.pop(at))
    words = " ".join(sentences).split()
    vocabulary = " ".join(foreign).split()
    for at in random.sample(range(len(words)), min(len(words), max(0, round(left)))):
        words[at] = random.choice(vocabulary)
    return " ".join(words)


def copies(base: str, headlines: list[str], foreign: list[str], random: Random) -> list[tuple[float, str]]:
    """The base under its headline, and one copy per rate with another headline, byline and marks."""
    found = [(0.0, f"{headlines[0]}\n{base}")]
    for rate in RATES:
        byline = random.choice(("", "Red.\n", "dpa\n", "By our correspondent\n", "(AFP)\n"))
        text = edited(base, rate, foreign, random)
        text = text.translate(_MARKS) if random.random() < 0.5 else text
        found.append((rate, f"{random.choice(headlines)}\n{byline}{text}"))
    return found


def made(language: str, seed: int) -> list[Labelled]:
    """Bases and copies of one language."""
    random = Random(f"{seed} {language}")
    articles = own_articles(language)
    random.shuffle(articles)
    n_kept = len(articles) // 4
    foreign = [s for article in articles[:n_kept] for s in _SENTENCE.split(article) if len(s.split()) > 4]
    headlines = [" ".join(s.split()[:8]) for s in foreign]
    rest = articles[n_kept:]
    found = []
    for number in range(len(rest) // 3):
        base = " ".join(rest[3 * number : 3 * number + 3])
        for rate, text in copies(base, random.sample(headlines, 6), foreign, random):
            found.append(Labelled(f"{language} base {number}", language, rate, text))
    return found


def written() -> list[Labelled]:
    """The texts of `events.txt`."""
    found = []
    for number, part in enumerate((HERE / "events.txt").read_text(encoding="utf-8").split("=== ")[1:]):
        head, text = part.split("\n", 1)
        event, role = (piece.strip() for piece in head.split("|"))
        is_copy = role in ("Agentur", "Kopie", "wire", "copy")
        label = f"event {event}" if is_copy else f"event {event} {number}"
        found.append(Labelled(label, event.split()[0], 0.0, text.strip()))
    return found


def labelled(seed: int = SEED) -> list[Labelled]:
    """Every labelled text, in a fixed order; another seed makes other bases and copies."""
    return [text for language in LANGUAGES for text in made(language, seed)] + written()


def as_frame(texts: list[Labelled]) -> pl.DataFrame:
    """The texts as articles of as many sources, without credit or family: text alone must tell."""
    return pl.DataFrame(
        {
            "article_id": range(len(texts)),
            "version_id": range(len(texts)),
            "source_id": [f"source-{n}" for n in range(len(texts))],
            "source_kind": ["online"] * len(texts),
            "source_family": [None] * len(texts),
            "credit": [None] * len(texts),
            "published_at": [None] * len(texts),
            "first_seen_at": [START + timedelta(minutes=n) for n in range(len(texts))],
            "text": [text.text for text in texts],
        },
        schema_overrides={"source_family": pl.String, "credit": pl.String, "published_at": pl.Datetime("us")},
    )


if __name__ == "__main__":
    for text in labelled():
        print(f"=== {text.label} | {text.rate}\n{text.text}")
