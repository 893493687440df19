"""In which role a text presents each person.

In: tokens, mentions of persons and organisations, the lexicon. Out: per person the roles stated at its
mentions: before the name, in apposition after it, or after a verb of being. Refuses: roles that the text
does not state at a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens
from vocabulary import PersonMention, Span

WINDOW = 12
ROLE_REACH = 7


@dataclass(frozen=True, slots=True)
class Presented:
    """One role as stated: tokens of the role and of the affiliation."""

    kind: str
    gender: str
    role: Span
    affiliation: Span | None
    is_former: bool
    strength: int
    """3 after a verb of being or in apposition, 2 before the name."""


@dataclass(slots=True)
class Reader:
    """Reads roles around mentions of one text."""

    text: str
    tokens: Tokens
    lexicon: SpeechLexicon
    organisations: Sequence[PersonMention]
    _by_start: dict[int, PersonMention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_start = {m.span.start: m for m in self.organisations}

    @property
    def persons(self) -> PersonLexicon:
        return self.lexicon.persons

    def roles_at(self, mention: PersonMention) -> list[Presented]:
        """Every role stated at one mention."""
        first = self.tokens.first_from(mention.span.start)
        last = self.tokens.first_from(mention.span.end)
        found = [self._before(mention, first), self._after(last), self._copular(last)]
        return [role for role in found if role]

    # --- before the name ---------------------------------------------------------------------

    def _before(self, mention: PersonMention, first: int) -> Presented | None:
        """ "the Ukrainian defence minister Rustem Umerov", "Kremlsprecher Peskow"."""
        low = max(0, first - 9)
        place = first - 1
        last = self.tokens.first_from(mention.span.end)
        if place > low and self.tokens.words[place] == "," and self._closes(last):
            place -= 1
        while place >= low and self._inside_phrase(place, first):
            role = self._role_at(place, first)
            if role:
                return self._presented(role, first, 2)
            place -= 1
        return None

    def _closes(self, last: int) -> bool:
        """Whether the name is an apposition to a role before its comma ("the chancellor, Name,")."""
        return last < len(self.tokens) and self.tokens.words[last] in ",.:;"

    def _inside_phrase(self, place: int, first: int) -> bool:
        word = self.tokens.words[place]
        if not (word[0].isalnum() or word in "-'’\"“”„«»"):
            return False
        return "\n" not in self.text[
            self.tokens.ends[place] : self.tokens.starts[first]
        ] and not self._is_verb(place)

    def _is_verb(self, place: int) -> bool:
        low = self.tokens.lows[place]
        return bool(self.lexicon.verbs.get(low)) and self.tokens.words[place].islower()

    def _role_at(self, place: int, limit: int) -> tuple[int, int, str, str] | None:
        """The role noun that begins at `place`: tokens, kind, gender."""
        tokens, lexicon = self.tokens, self.persons
        longest = lexicon.role_lengths.get(tokens.lows[place], 1)
        for length in range(min(longest, limit - place), 0, -1):
            role = lexicon.roles.get(" ".join(tokens.lows[place : place + length]))
            if role is None and length == 1:
                role = lexicon.role_of(tokens.lows[place])
            if role:
                return place, place + length, role.kind, role.gender
        return None

    def _presented(self, role: tuple[int, int, str, str], limit: int, strength: int) -> Presented:
        first, last, kind, gender = role
        start = self._with_modifiers(first)
        former = any(
            self.tokens.lows[i] in self.persons.of("former")
            or self.tokens.lows[i].startswith(
                tuple(f for f in self.persons.of("former") if f.endswith("-")) or ("\0",)
            )
            for i in range(max(0, start - 2), first + 1)
        )
        affiliation = self._affiliation(last, limit)
        if kind == "official" and self._near_army(first, limit):
            kind = "military"
        span, party = self._without_prefix(start, first, last)
        return Presented(kind, gender, span, affiliation or party, former, strength)

    def _near_army(self, first: int, limit: int) -> bool:
        window = self.tokens.lows[first : min(limit, first + 8)]
        return any(low in self.persons.of("military_body") for low in window)

    def _without_prefix(self, start: int, first: int, last: int) -> tuple[Span, Span | None]:
        """ "CDU-Außenpolitiker": the role without the body that the compound names, and the body."""
        span = self._span(start, last)
        word = self.tokens.words[first]
        head, dash, tail = word.rpartition("-")
        if start != first or not dash or len(tail) < 4 or not head.replace("-", "").isalpha():
            return span, None
        entry = self.lexicon.names.find(head)
        if not (head.isupper() or (entry and entry.is_organisation)) or not self.persons.role_of(tail):
            return span, None
        cut = self.tokens.starts[first] + len(head)
        return Span(cut + 1, span.end), Span(self.tokens.starts[first], cut)

    def _with_modifiers(self, first: int) -> int:
        modifiers = self.persons.of("role_modifier")
        start = first
        while start > 0 and self.tokens.lows[start - 1] in modifiers:
            start -= 1
        return start

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens.starts[first], self.tokens.ends[last - 1])

    # --- affiliation -------------------------------------------------------------------------

    def _affiliation(self, start: int, limit: int) -> Span | None:
        """The body that follows a role: a named organisation, else the phrase after a link."""
        tokens = self.tokens
        end = self._clause_end(start, min(limit, start + 18))
        for place in range(start, end):
            mention = self._by_start.get(tokens.starts[place])
            if mention:
                return mention.span
        state = self._state_after(start, end)
        if state is not None:
            return state
        if start < end and tokens.lows[start] in self.persons.of("affiliation_link"):
            return self._linked(start + 1, end)
        return None

    def _state_after(self, start: int, end: int) -> Span | None:
        """The state that directly follows a role ("министр обороны США", "Präsident der Ukraine")."""
        tokens, states = self.tokens, self.persons.of("state")
        for place in range(start, min(end, start + 3)):
            low = tokens.lows[place]
            if tokens.words[place][0].isupper():
                known = low in states or self.persons.stem(low) in states
                return (
                    self._span(place, place + 1)
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
            if place > start and self._role_at(place, place + 1):
                break
            place += 1
        while place > start and tokens.words[place - 1][0].islower() and not self._lower_ok(place - 1):
            place -= 1
        return self._span(start, place) if place > start and tokens.words[start][0].isalnum() else None

    def _lower_ok(self, place: int) -> bool:
        return self.tokens.lows[place] in self.persons.of("org_head")

    def _clause_end(self, start: int, limit: int) -> int:
        tokens = self.tokens
        for place in range(start, min(limit, len(tokens))):
            word = tokens.words[place]
            if word in ",;:.!?–—()" and word != ".":
                return place
            if word == "." and not (place and len(tokens.words[place - 1]) <= 3):
                return place
            if self._is_verb(place) or "\n" in self.text[tokens.starts[start] : tokens.starts[place]]:
                return place
        return min(limit, len(tokens))

    # --- after the name ----------------------------------------------------------------------

    def _after(self, last: int) -> Presented | None:
        """ "Name, senior fellow at …," and "Name (RUSI)" and "Name vom Institut …"."""
        tokens = self.tokens
        if last >= len(tokens):
            return None
        if tokens.words[last] in (",", "(", "–", "—"):
            return self._first_role(last + 1, ROLE_REACH, 3)
        if tokens.lows[last] in self.persons.of("affiliation_link"):
            end = self._clause_end(last, last + 14)
            for place in range(last, min(end, last + 4)):
                mention = self._by_start.get(tokens.starts[place])
                if mention and mention.is_organisation:
                    return Presented("", "-", Span(0, 0), mention.span, False, 1)
        return None

    def _first_role(self, start: int, reach: int, strength: int) -> Presented | None:
        end = self._clause_end(start, start + 22)
        for place in range(start, min(end, start + reach)):
            if self.tokens.starts[place] in self._by_start and place > start:
                return None
            role = self._role_at(place, end)
            if role:
                return self._presented(role, end, strength)
        return None

    def _copular(self, last: int) -> Presented | None:
        """ "Name is a senior fellow at …", "Name leitet das …"."""
        tokens = self.tokens
        if last < len(tokens) and tokens.lows[last] in self.persons.of("presents"):
            return self._first_role(last + 1, ROLE_REACH, 3)
        return None

    def previous_role(self, start: int) -> Presented | None:
        """The former role in a sentence such as "Before that she served as … at …", from token `start`."""
        tokens = self.tokens
        window = range(start, min(start + 6, len(tokens)))
        if not any(tokens.lows[i] in self.persons.of("former") for i in window):
            return None
        marker = next(
            (
                i
                for i in range(start, min(start + 10, len(tokens)))
                if tokens.lows[i] in self.persons.of("in_role")
            ),
            None,
        )
        if marker is None:
            return None
        first = marker + 1
        while first < len(tokens) and (
            tokens.lows[first] in self.lexicon.of("article") or not tokens.words[first][0].isalnum()
        ):
            first += 1
        last = first
        links = self.persons.of("affiliation_link") | self.persons.of("org_link")
        closing = tokens.words[first - 1][0] in '“„"«»‘‚' if first else False
        while last < len(tokens) and last - first < 12 and tokens.words[last][0].isalnum():
            if not closing and tokens.lows[last] in links and last > first:
                break
            last += 1
        role = next((r for i in range(first, last) if (r := self._role_at(i, last))), None)
        kind = role[2] if role else "official"
        while last < len(tokens) and tokens.words[last] in '“”"«»’':
            last += 1
        end = last
        while end > first and not tokens.words[end - 1][0].isalnum():
            end -= 1
        return (
            Presented(kind, "-", self._span(first, end), self._affiliation_after(last), True, 3)
            if end > first
            else None
        )

    def _affiliation_after(self, start: int) -> Span | None:
        return self._affiliation(start, start + 12)
