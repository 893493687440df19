"""Which body a role belongs to, as the text states it.

In: tokens, the organisations found, the lexicon. Out: the span of the body before or after a role. Refuses:
bodies that stand in another clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens
from vocabulary import PersonMention, Span


def role_at(
    tokens: Tokens, lexicon: PersonLexicon, place: int, limit: int
) -> tuple[int, int, str, str] | None:
    """The role noun that begins at `place`: tokens, kind, gender."""
    longest = lexicon.role_lengths.get(tokens.lows[place], 1)
    for length in range(min(longest, limit - place), 0, -1):
        role = lexicon.roles.get(" ".join(tokens.lows[place : place + length]))
        if role is None and length == 1:
            role = lexicon.role_of(tokens.lows[place])
        if role:
            return place, place + length, role.kind, role.gender
    return None


@dataclass(slots=True)
class Bodies:
    """Finds the bodies beside roles in one text."""

    text: str
    tokens: Tokens
    lexicon: SpeechLexicon
    organisations: Sequence[PersonMention]
    by_start: dict[int, PersonMention] = field(default_factory=dict)
    by_end: dict[int, PersonMention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_start = {m.span.start: m for m in self.organisations}
        self.by_end = {m.span.end: m for m in self.organisations}

    @property
    def persons(self) -> PersonLexicon:
        """The lists of names and roles."""
        return self.lexicon.persons

    def span(self, first: int, last: int) -> Span:
        """The characters of the tokens from `first` to before `last`."""
        return Span(self.tokens.starts[first], self.tokens.ends[last - 1])

    def is_verb(self, place: int) -> bool:
        low = self.tokens.lows[place]
        return bool(self.lexicon.verbs.get(low)) and self.tokens.words[place].islower()

    def after_role(self, start: int, limit: int) -> Span | None:
        """The body that follows a role: a named organisation, else the phrase after a link."""
        tokens = self.tokens
        end = self.clause_end(start, min(limit, start + 18))
        for place in range(start, end):
            mention = self.by_start.get(tokens.starts[place])
            if mention:
                return mention.span
        state = self.state_after(start, end)
        if state is not None:
            return state
        if start < end and tokens.lows[start] in self.persons.of("affiliation_link"):
            return self._linked(start + 1, end)
        cased = self.persons.of("inflects") and start < end and tokens.words[start][0].isupper()
        return self._linked(start, end) if cased else None

    def between(self, start: int, limit: int) -> Span | None:
        """The body that stands alone between a role and the name ("речниця Нацполіції Інга Чорна")."""
        return self._linked(start, limit) if self.tokens.words[start][0].isupper() else None

    def state_after(self, start: int, end: int) -> Span | None:
        """The state that directly follows a role ("министр обороны США", "Präsident der Ukraine")."""
        tokens, states = self.tokens, self.persons.of("state")
        for place in range(start, min(end, start + 3)):
            low = tokens.lows[place]
            if tokens.words[place][0].isupper():
                known = low in states or self.persons.stem(low) in states
                return (
                    self.span(place, place + 1)
                    if known and self.text[tokens.ends[place] : tokens.ends[place] + 1] != "-"
                    else None
                )
            if low not in self.lexicon.of("article") and low not in self.persons.of("affiliation_link"):
                return None
        return None

    def _linked(self, start: int, end: int) -> Span | None:
        tokens = self.tokens
        while start < end and (
            tokens.lows[start] in self.lexicon.of("article")
            or tokens.lows[start] in self.persons.of("affiliation_link")
            or not tokens.words[start][0].isalnum()
        ):
            start += 1
        place = start
        while place < end and (
            tokens.words[place][0].isupper()
            or tokens.lows[place] in self.persons.of("org_link")
            or self._lower_ok(place)
        ):
            if place > start and role_at(self.tokens, self.persons, place, place + 1):
                break
            place += 1
        while place > start and tokens.words[place - 1][0].islower() and not self._lower_ok(place - 1):
            place -= 1
        return self.span(start, place) if place > start and tokens.words[start][0].isalnum() else None

    def _lower_ok(self, place: int) -> bool:
        return self.tokens.lows[place] in self.persons.of("org_head")

    def clause_end(self, start: int, limit: int) -> int:
        tokens = self.tokens
        for place in range(start, min(limit, len(tokens))):
            word = tokens.words[place]
            if word in ",;:.!?–—()" and word != ".":
                return place
            if word == "." and not (place and len(tokens.words[place - 1]) <= 3):
                return place
            if self.is_verb(place) or "\n" in self.text[tokens.starts[start] : tokens.starts[place]]:
                return place
        return min(limit, len(tokens))

    def before_role(self, start: int) -> Span | None:
        """The body or state right before a role: "Kremlin spokesman", "France's defence minister"."""
        tokens = self.tokens
        place = start - 1
        if place > 0 and tokens.words[place].lstrip("'’") in self.lexicon.of("clitic"):
            place -= 1
        if place < 0 or not tokens.words[place][0].isupper():
            return None
        mention = self.by_end.get(tokens.ends[place])
        if mention:
            return mention.span
        return self.span(place, place + 1) if tokens.lows[place] in self.persons.of("state") else None
