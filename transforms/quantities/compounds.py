"""Numbers inside words: `dreihundertfünfzig`, `duecentomila`, `Milliardenhilfe`, `пятилетний`.

In: one folded word. Out: its number morphemes and what is left. Refuses words without a number at their
beginning, and words longer than `LONGEST`.
"""

from __future__ import annotations

from transforms.quantities.lexicon import Piece, QuantityLexicon, UnitWord

LONGEST = 60
SHORTEST = 3
"""Letters of the shortest morpheme; words are looked at only where they begin like one."""
_LONGEST_MORPHEME = 16
_LONGEST_ENDING = 5


def split_word(word: str, lexicon: QuantityLexicon) -> tuple[list[Piece], str]:
    """The number morphemes that `word` begins with, longest first, and the rest of it."""
    pieces: list[Piece] = []
    at = 0
    if len(word) > LONGEST or word[:SHORTEST] not in lexicon.morpheme_starts:
        return pieces, word
    while at < len(word):
        for size in range(min(_LONGEST_MORPHEME, len(word) - at), 1, -1):
            piece = lexicon.morphemes.get(word[at : at + size])
            if piece is not None:
                pieces.append(piece)
                at += size
                break
        else:
            break
    return pieces, word[at:]


def find_head(rest: str, lexicon: QuantityLexicon) -> UnitWord | None:
    """What the rest of a compound stands for: `tägige` → days; None where no table knows it."""
    for size in range(len(rest), 1, -1):
        unit = lexicon.heads.get(rest[:size])
        if unit is not None and (len(rest) - size <= _LONGEST_ENDING or f"{rest[:size]}*" in lexicon.heads):
            return unit
    return None
