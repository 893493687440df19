"""What a model of names looks at: signs of one token and of its neighbours.

In: tokens, what the rules say of each, the lists. Out: per place in a run of candidates the signs, as strings that
a model weighs. Refuses: weighing them; signs that need the words of another sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from transforms.speech.name_model import Marks
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

CLUSTER_BITS = (4, 6, 10)
"""How many bits of a cluster's path are signs of their own; fewer bits, wider clusters."""
PAD = "_"
BESIDE = (-1, 1)
AROUND = (-2, -1, 1, 2)
"""Steps to the words whose signs count."""


def shape_of(word: str) -> str:
    """Capitals, small letters, digits and marks, runs as one.

    >>> shape_of("Kramp-Karrenbauer")
    'Xx-Xx'
    """
    shape = ""
    for letter in word[:24]:
        kind = "X" if letter.isupper() else "x" if letter.islower() else "0" if letter.isdigit() else letter
        if kind != shape[-1:]:
            shape += kind
    return "XX" if word.isupper() and len(word) > 1 else shape


def marks_of(word: str, low: str, lexicon: PersonLexicon, clusters: Mapping[str, str]) -> Marks:
    """What lists and clusters say of one word."""
    head, bare = low.rpartition("-")[2], low.removesuffix("s")
    spellings = (word, word.removesuffix("s"), word.rpartition("-")[2], word.title())
    cluster = next((clusters[spelling] for spelling in spellings if spelling in clusters), PAD)
    lists = "".join(
        letter
        for letter, is_listed in (
            ("f", low in lexicon.first_names),
            ("l", low in lexicon.last_names),
            ("g", bare in lexicon.last_names or bare in lexicon.first_names),
            ("h", low in lexicon.of("honorific")),
            ("p", low in lexicon.of("particle")),
            ("s", low in lexicon.of("state") or low in lexicon.of("place")),
            ("o", low in lexicon.of("org_head") or head in lexicon.of("org_head")),
            ("d", low in lexicon.of("determiner")),
        )
        if is_listed
    )
    role = lexicon.role_of(low)
    return Marks(
        low.replace(":", "_"),
        shape_of(word).replace(":", "_"),
        cluster,
        lists + (f"r{role.kind[:3]}" if role else ""),
    )


NOTHING = Marks(PAD, PAD, PAD, PAD)


def word_signs(word: str, here: Marks) -> list[str]:
    """The signs of a word itself, wherever it stands."""
    low, cluster = here.low, here.cluster
    signs = ["1", f"w={low}", f"s={here.shape}", f"l={here.lists}", f"+3={low[:3]}", f"k={cluster}"]
    signs += [f"-{n}={low[-n:]}" for n in (2, 3, 4) if len(low) > n]
    signs += [f"k{n}={cluster[:n]}" for n in CLUSTER_BITS]
    if len(word) > 1 and word.isupper():
        signs.append("capitals")
    return signs


def near_signs(near: Marks, step: int) -> list[str]:
    """The signs that a word gives to the one from which it stands `step` words away."""
    signs = [f"{step}w={near.low}", f"{step}k={near.cluster[:10]}", f"{step}k4={near.cluster[:4]}"]
    return [*signs, f"{step}s={near.shape}", f"{step}l={near.lists}"] if step in BESIDE else signs


def place_signs(
    tokens: Tokens, place: int, bounds: tuple[int, int], marks: Mapping[int, Marks], rules: Sequence[str]
) -> list[str]:
    """The signs that a word has at `place` of the sentence from `bounds[0]` to before `bounds[1]`."""
    here = marks[place]
    cluster = here.cluster[:6]
    signs = [f"rule={rules[place]}"]
    if place == bounds[0] or not tokens.words[place - 1][0].isalnum():
        signs += ["opens", f"opens,k6={cluster}", f"opens,l={here.lists}"]
    for step in BESIDE:
        near = marks.get(place + step, NOTHING)
        rule = PAD if near is NOTHING else rules[place + step]
        signs += [
            f"{step}k6k6={near.cluster[:6]}/{cluster}",
            f"{step}ll={near.lists}/{here.lists}",
            f"{step}rule={rule}",
            f"{step}lk={near.lists}/{cluster}",
        ]
    return signs
