"""In which role a text presents each person.

In: tokens, mentions of persons and organisations, the lexicon. Out: per person the roles stated at its
mentions: before the name, in apposition after it, or after a verb of being. Refuses: roles that the text
does not state at a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from transforms.speakers.affiliations import Bodies, role_at
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens
from vocabulary import PersonMention, Span

WINDOW = 12
ROLE_REACH = 7
FRONTED_AT_MOST = 14


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
    bodies: Bodies = field(init=False)

    def __post_init__(self) -> None:
        self.bodies = Bodies(self.text, self.tokens, self.lexicon, self.organisations)

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
        if place > low and self.tokens.words[place] == ",":
            fronted = self._fronted(place)
            if fronted:
                return fronted
            place -= self._closes(last)
        while place >= low and self._inside_phrase(place, first):
            role = role_at(self.tokens, self.persons, place, first)
            if role:
                return self._presented(role, first, 2)
            place -= 1
        return None

    def _fronted(self, comma: int) -> Presented | None:
        """ "Professor of law at the university, Name says …": the role that opens the sentence."""
        tokens = self.tokens
        opening = comma
        while opening > 0 and comma - opening < FRONTED_AT_MOST and not self._ends_sentence(opening - 1):
            opening -= 1
        if comma - opening >= FRONTED_AT_MOST or any(w in ",;:" for w in tokens.words[opening:comma]):
            return None
        opening += tokens.lows[opening] in self.lexicon.of("article")
        role = role_at(tokens, self.persons, opening, comma)
        return self._presented(role, comma, 3) if role else None

    def _ends_sentence(self, place: int) -> bool:
        tokens = self.tokens
        between = self.text[tokens.ends[place] : tokens.starts[place + 1]] if place + 1 < len(tokens) else ""
        return tokens.words[place] in ".!?…" or "\n" in between

    def _closes(self, last: int) -> bool:
        """Whether the name is an apposition to a role before its comma ("the chancellor, Name,")."""
        return last < len(self.tokens) and self.tokens.words[last] in ",.:;"

    def _inside_phrase(self, place: int, first: int) -> bool:
        word = self.tokens.words[place]
        retired = word == "." and place > 0 and self.tokens.lows[place - 1] in self.persons.of("post_role")
        if not (retired or word[0].isalnum() or word in "-'’\"“”„«»"):
            return False
        return "\n" not in self.text[
            self.tokens.ends[place] : self.tokens.starts[first]
        ] and not self.bodies.is_verb(place)

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
        affiliation = self.bodies.after_role(last, limit)
        if kind == "official" and self._near_army(first, limit):
            kind = "military"
        span, party = self._without_prefix(start, first, last)
        if affiliation is None and strength == 2 and last < limit:
            affiliation = self.bodies.between(last, limit)
        body = affiliation or party or self.bodies.before_role(start)
        return Presented(kind, gender, span, body, former, strength)

    def _near_army(self, first: int, limit: int) -> bool:
        window = self.tokens.lows[first : min(limit, first + 8)]
        return any(low in self.persons.of("military_body") for low in window)

    def _without_prefix(self, start: int, first: int, last: int) -> tuple[Span, Span | None]:
        """ "CDU-Außenpolitiker": the role without the body that the compound names, and the body."""
        span = self.bodies.span(start, last)
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

    # --- after the name ----------------------------------------------------------------------

    def _after(self, last: int) -> Presented | None:
        """ "Name, senior fellow at …," and "Name (RUSI)" and "Name vom Institut …"."""
        tokens = self.tokens
        if last >= len(tokens):
            return None
        if tokens.words[last] == "(":
            return self._after_brackets(last)
        if tokens.words[last] in (",", "–", "—"):
            return self._first_role(last + 1, ROLE_REACH, 3)
        if tokens.lows[last] in self.persons.of("affiliation_link"):
            end = self.bodies.clause_end(last, last + 14)
            for place in range(last, min(end, last + 4)):
                mention = self.bodies.by_start.get(tokens.starts[place])
                if mention and mention.is_organisation:
                    return Presented("", "-", Span(0, 0), mention.span, False, 1)
            state = self.bodies.state_after(last, end)
            if state:
                return Presented("", "-", Span(0, 0), state, False, 1)
        return None

    def _after_brackets(self, opening: int) -> Presented | None:
        """ "Name (RUSI), analyst": the role within the brackets or after them; the body within."""
        tokens = self.tokens
        close = next(
            (i for i in range(opening, min(opening + 8, len(tokens))) if tokens.words[i] == ")"), None
        )
        if close is None:
            return None
        inside = self._first_role(opening + 1, close - opening, 3)
        if inside:
            return inside
        body = self.bodies.by_start.get(tokens.starts[opening + 1])
        short = close == opening + 2 and tokens.words[opening + 1][0].isupper()
        span = body.span if body else self.bodies.span(opening + 1, close) if short else None
        follows = close + 1 < len(tokens) and tokens.words[close + 1] == ","
        role = self._first_role(close + 2, ROLE_REACH, 3) if follows else None
        if role:
            return replace(role, affiliation=role.affiliation or span)
        return Presented("", "-", Span(0, 0), span, False, 1) if span else None

    def _first_role(self, start: int, reach: int, strength: int) -> Presented | None:
        end = self.bodies.clause_end(start, start + 22)
        for place in range(start, min(end, start + reach)):
            if self.tokens.starts[place] in self.bodies.by_start and place > start:
                return None
            role = role_at(self.tokens, self.persons, place, end)
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
        role = next(
            (r for i in range(first, last) if (r := role_at(self.tokens, self.persons, i, last))), None
        )
        kind = role[2] if role else "official"
        while last < len(tokens) and tokens.words[last] in '“”"«»’':
            last += 1
        end = last
        while end > first and not tokens.words[end - 1][0].isalnum():
            end -= 1
        return (
            Presented(kind, "-", self.bodies.span(first, end), self._affiliation_after(last), True, 3)
            if end > first
            else None
        )

    def _affiliation_after(self, start: int) -> Span | None:
        return self.bodies.after_role(start, start + 12)
