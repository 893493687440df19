"""Number words, one after the other → a value.

In: pieces as they come. Out: whether each fits, and the value so far. Refuses pieces that do not continue the
number: `twenty thirty`, `drei zwei`.
"""

from __future__ import annotations

from transforms.quantities.lexicon import Piece, Role


class Accumulator:
    """Adds number words up as they come: `take` says whether a word fits those before it."""

    __slots__ = (
        "group",
        "is_about",
        "is_bare",
        "is_vague",
        "is_weak",
        "last_role",
        "last_scale",
        "parts",
        "slot",
        "total",
    )

    def __init__(self) -> None:
        self.total = 0.0
        self.parts: list[tuple[float, float]] = []
        """(value, scale word) of every finished part, largest first."""
        self.group: float | None = None
        self.slot = 0.0
        self.last_scale: float | None = None
        self.last_role: Role | None = None
        self.is_vague = False
        self.is_about = False
        self.is_bare = False
        self.is_weak = True

    @property
    def value(self) -> float:
        """The number so far."""
        return self.total + (self.group or 0.0)

    def start(self, value: float) -> None:
        """Begin with a number written in digits."""
        self.group, self.slot, self.is_weak = value, 1.0, False
        self.last_role = Role.ADD

    def take(self, piece: Piece, can_be_bare: bool) -> bool:
        """Add one number word; False, and no change, where it does not fit."""
        fits = _TAKERS[piece.role](self, piece, can_be_bare)
        if fits:
            self.last_role = piece.role
            self.is_weak = self.is_weak and piece.role in {Role.ARTICLE, Role.SOME}
        return fits

    def _add(self, piece: Piece, _: bool) -> bool:
        value = piece.value
        if self.group is not None and not (value < self.slot and self.last_role is not Role.HALF):
            return False
        self.group = (self.group or 0.0) + value
        self.slot = next((size for size in (100.0, 10.0) if value >= size and value % size == 0), 1.0)
        if value == 10:
            self.slot = 1.0
        return True

    def _times(self, piece: Piece, can_be_bare: bool) -> bool:
        if self.group is None and not (can_be_bare and piece.alone == "exact") and self.total == 0:
            return False
        if self.group is not None and not 0 < self.group < (10 if piece.alone == "exact" else 100):
            return False
        self.group = (1.0 if self.group is None else self.group) * piece.value
        self.slot = piece.value
        return True

    def _scale(self, piece: Piece, can_be_bare: bool) -> bool:
        if self.group is None and self.last_scale is None:
            if not can_be_bare or piece.alone == "-":
                return False
            self.is_vague, self.is_bare = piece.alone not in {"exact", "joined"}, True
            self.group = 1.0
        if self.group is None and (not self.last_scale or piece.value <= self.last_scale):
            return False
        lower = self.group or 0.0
        while self.parts and self.parts[-1][1] < piece.value:
            lower += self.parts.pop()[0]
        self.parts.append((lower * piece.value, piece.value))
        self.total = sum(value for value, _ in self.parts)
        self.group, self.last_scale, self.slot = None, piece.value, piece.value
        return True

    def _collective(self, piece: Piece, can_be_bare: bool) -> bool:
        if self.last_scale is not None:
            return False
        self.is_about = piece.alone == "about" and (self.group is None or self.group == 1)
        if self.group is None:
            if not can_be_bare or piece.alone in {"-", "about"}:
                return False
            self.is_vague, self.is_bare = piece.alone not in {"exact", "joined"}, True
        self.group = (1.0 if self.group is None else self.group) * piece.value
        self.slot = 1.0
        return True

    def _half(self, piece: Piece, _: bool) -> bool:
        if (self.group is not None and self.last_role is not Role.ARTICLE) or self.total:
            return False
        self.group, self.slot = piece.value, 1.0
        return True

    def _and_half(self, piece: Piece, _: bool) -> bool:
        if self.group is not None:
            self.group += piece.value
        elif self.last_scale is not None:
            self.total += piece.value * self.last_scale
        else:
            return False
        return True

    def _article(self, piece: Piece, _: bool) -> bool:
        if self.group is not None or self.total:
            return False
        self.group, self.slot = piece.value, 1.0
        return True

    def _some(self, piece: Piece, _: bool) -> bool:
        if self.group is not None or self.total:
            return False
        self.group, self.slot, self.is_vague = piece.value, 1.0, True
        return True


_TAKERS = {
    Role.ADD: Accumulator._add,
    Role.TIMES: Accumulator._times,
    Role.SCALE: Accumulator._scale,
    Role.ABBREVIATION: Accumulator._scale,
    Role.COLLECTIVE: Accumulator._collective,
    Role.HALF: Accumulator._half,
    Role.AND_HALF: Accumulator._and_half,
    Role.ARTICLE: Accumulator._article,
    Role.SOME: Accumulator._some,
}
