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
    cluster = clusters.get(word) or clusters.get(word.rpartition("-")[2]) or PAD
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


def signs_at(
    tokens: Tokens, place: int, bounds: tuple[int, int], marks: Mapping[int, Marks], rules: Sequence[str]
) -> list[str]:
    """The signs of the token at `place` of the sentence from `bounds[0]` to before `bounds[1]`."""
    word, here = tokens.words[place], marks[place]
    low = here.low
    signs = ["1", f"w={low}", f"s={here.shape}", f"l={here.lists}", f"rule={rules[place]}"]
    signs += [f"-{n}={low[-n:]}" for n in (2, 3, 4) if len(low) > n]
    signs += [f"+{n}={low[:n]}" for n in (3,) if len(low) > n]
    signs += [f"k{n}={here.cluster[:n]}" for n in CLUSTER_BITS]
    signs.append(f"k={here.cluster}")
    opens = place == bounds[0] or not tokens.words[place - 1][0].isalnum()
    if opens:
        signs += ["opens", f"opens,k6={here.cluster[:6]}", f"opens,l={here.lists}"]
    for step in (-2, -1, 1, 2):
        there = place + step
        near = marks[there] if bounds[0] <= there < bounds[1] else NOTHING
        signs += [f"{step}w={near.low}", f"{step}k={near.cluster[:10]}", f"{step}k4={near.cluster[:4]}"]
        if step in (-1, 1):
            signs += [
                f"{step}s={near.shape}",
                f"{step}l={near.lists}",
                f"{step}k6k6={near.cluster[:6]}/{here.cluster[:6]}",
                f"{step}ll={near.lists}/{here.lists}",
                f"{step}rule={rules[there] if near is not NOTHING else PAD}",
                f"{step}lk={near.lists}/{here.cluster[:6]}",
            ]
    if len(word) > 1 and word.isupper():
        signs.append("capitals")
    return signs
