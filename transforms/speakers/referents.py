"""To whom the words beside a cue refer.

In: mentions in order, a span, the lexicon. Out: a `Referent`, or None for unnamed sources. Refuses: names
that the text does not hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.naming import Role
from vocabulary import PersonMention, Quotation, QuotationType, Span

PRONOUN_REACH = 1200
_IN_MARKS = re.compile(r"[„“”«»‘’‚\"]\s?((?:[^\W\d_a-zа-яіїєґ][\w.'’-]*)(?: [\w.'’-]+){0,4}?)\s?[“”«»‘’\"]")
NEAR = 300
MENTIONS_BACK = 200


@dataclass(frozen=True, slots=True)
class Referent:
    """Who is meant: name, identifier, and the span by which the text names it."""

    name: str
    person_id: str | None
    span: Span
    is_organisation: bool
    gender: str = "-"


class Referents:
    """Looks up who a span means, given all that came before it in the text."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[PersonMention],
        lexicon: SpeechLexicon,
        roles: dict[str, list[Role]],
    ) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [m.span.start for m in mentions]
        self._lexicon = lexicon
        self._roles = roles
        """Name to the roles by which the text presents it."""

    def of(self, span: Span | None, before: Referent | None) -> Referent | None:
        """Who is meant by `span`; without a span, whoever spoke before."""
        if span is None:
            return before
        named = self._named_in(span)
        if named:
            return named
        words = self._words(span)
        gender = self._pronoun(words)
        if gender:
            return self._antecedent(span.start, gender, before)
        if (
            any(word in self._lexicon.of("spokesperson") for word in words)
            and before
            and before.is_organisation
        ):
            return before
        quoted = self._quoted(words, span)
        return (
            quoted
            or self._by_role(words, span.start)
            or self._body(span)
            or self._owner(words, span.start, before)
        )

    def _owner(self, words: list[str], at: int, before: Referent | None) -> Referent | None:
        """Whose the words are: a possessive ("by his account") means the last speaker, else the last person."""
        if not any(word in self._lexicon.of("possessive") for word in words[:3]):
            return None
        return before or self._antecedent(at, "-", None)

    def _quoted(self, words: list[str], span: Span) -> Referent | None:
        """A body whose name stands in marks after a noun for words ("einem Bericht der „Welt am Morgen“")."""
        if not any(word in self._lexicon.of("source_noun") for word in words):
            return None
        found = _IN_MARKS.search(self._text, span.start, span.end)
        if not found:
            return None
        place = Span(found.start(1), found.end(1))
        name = place.of(self._text)
        return Referent(name, self._lexicon.names.person_id(name), place, True)

    def also_in(self, span: Span | None, first: Referent) -> list[Referent]:
        """The further persons whom a speaker's words name, joined to the first ("A und B")."""
        if span is None or first.is_organisation:
            return []
        low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        persons = [m for m in self._mentions[low:high] if not m.is_organisation]
        between = [self._words(Span(a.span.end, b.span.start)) for a, b in pairwise(persons)]
        if not between or not between[-1] or not all(map(self._joins, between)):
            return []
        return [self._referent(m) for m in persons if m.name != first.name]

    def _joins(self, words: list[str]) -> bool:
        """Whether words between two names join them: a comma, "and", "and chancellor"."""
        joint, role = self._lexicon.of("conjunction"), self._lexicon.persons.role_of
        return not words or (words[0] in joint and all(role(word) for word in words[1:]))

    def _body(self, span: Span) -> Referent | None:
        """A body: its own name where it has several words, else a state, else one word that stands out."""
        unlisted = self._unlisted(span)
        if unlisted and " " in unlisted.name:
            return unlisted
        return self._state(span) or unlisted

    def _unlisted(self, span: Span) -> Referent | None:
        """A body that no list knows: its capitalised words, two or more, or one in capitals or marks."""
        lexicon = self._lexicon
        if "noun_capitals" in lexicon.features:
            return None
        found = list(lexicon.token.finditer(span.of(self._text)))
        run: list[re.Match[str]] = []
        for match in found:
            word = match.group()
            link = word.lower() in lexicon.persons.of("org_link") or word.lower() in lexicon.of("link")
            if word[0].isupper() and word.lower() not in lexicon.persons.of("not_org"):
                run.append(match)
            elif run and not link:
                break
        words = [m.group() for m in run]
        if not words or len(words[0]) < 2 or any(lexicon.persons.role_of(w.lower()) for w in words):
            return None
        first = span.start + run[0].start()
        alone = (
            len(words) == 1
            and not words[0].isupper()
            and self._text[first - 1 : first] not in ("«", "“", '"', "„")
        )
        opens = self._text[max(0, first - 2) : first].rstrip(" ")[-1:] in (
            "",
            "\n",
            ".",
            "!",
            "?",
            "»",
            "”",
            "“",
        )
        if alone and (opens or len(found) != 1):
            return None
        place = Span(first, span.start + run[-1].end())
        name = place.of(self._text)
        return Referent(name, lexicon.names.person_id(name), place, True)

    def interviewee(self) -> Referent | None:
        """Whom an interview's initials mean: the first person that the text presents, else names."""
        persons = [m for m in self._mentions if not m.is_organisation]
        presented = [m for m in persons if self._roles.get(m.name)]
        chosen = next(iter(presented or persons), None)
        return self._referent(chosen) if chosen else None

    def near(self, quotation: Quotation, words: Span | None) -> Referent | None:
        """Who speaks in quoted words without cue or speaker: whoever the sentence before names first."""
        if quotation.cue is not None or words is not None or quotation.type is not QuotationType.DIRECT:
            return None
        low = bisect_left(self._starts, max(0, quotation.content.start - NEAR))
        high = bisect_left(self._starts, quotation.content.start)
        persons = [m for m in self._mentions[low:high] if not m.is_organisation]
        return self._referent(persons[-1]) if persons else None

    def _words(self, span: Span) -> list[str]:
        return [m.group().lower() for m in self._lexicon.token.finditer(span.of(self._text))]

    def _named_in(self, span: Span) -> Referent | None:
        inside = []
        place = bisect_left(self._starts, span.start)
        if place and self._mentions[place - 1].span.end > span.start:
            place -= 1
        while place < len(self._mentions) and self._mentions[place].span.start < span.end:
            inside.append(self._mentions[place])
            place += 1
        persons = [m for m in inside if not m.is_organisation]
        chosen = persons[0] if persons else inside[0] if inside else None
        return self._referent(chosen) if chosen else None

    def _referent(self, mention: PersonMention) -> Referent:
        return Referent(
            mention.name, mention.person_id, mention.span, mention.is_organisation, self._gender(mention)
        )

    def _gender(self, mention: PersonMention) -> str:
        first = mention.name.split()[0].lower() if mention.name else ""
        names = self._lexicon.persons.first_names
        gender = names.get(first) or names.get(first.split("-")[0])
        if gender and gender != "u":
            return gender
        genders = {role.gender for role in self._roles.get(mention.name, ())} - {"-"}
        return genders.pop() if len(genders) == 1 else "-"

    def _pronoun(self, words: list[str]) -> str | None:
        """`m`, `f`, or `-` for a pronoun without gender; None if the words are no pronoun."""
        joined = " ".join(words)
        kinds = {"m": "he", "f": "she", "-": "who"}
        return next((gender for gender, kind in kinds.items() if joined in self._lexicon.of(kind)), None)

    def _antecedent(self, at: int, gender: str, before: Referent | None) -> Referent | None:
        """The last speaker if the gender fits, else the nearest person named before."""
        if before and not before.is_organisation and self._agrees(before.gender, gender):
            between = self._between(before.span.start, at)
            if not between or before.gender != "-":
                return before
        place = bisect_left(self._starts, at) - 1
        while place >= 0 and at - self._starts[place] < PRONOUN_REACH:
            mention = self._mentions[place]
            if not mention.is_organisation and self._agrees(self._gender(mention), gender):
                return self._referent(mention)
            place -= 1
        return None

    def _between(self, start: int, end: int) -> bool:
        low, high = bisect_left(self._starts, start + 1), bisect_left(self._starts, end)
        return any(not m.is_organisation for m in self._mentions[low:high])

    @staticmethod
    def _agrees(known: str, asked: str) -> bool:
        return known == asked or "-" in (known, asked)

    def _by_role(self, words: list[str], at: int) -> Referent | None:
        """A bare role noun means the last person whom the text presented with such a role."""
        if any(word in self._lexicon.of("indefinite") for word in words[:1]):
            return None
        roles = self._roles_in(words)
        if not roles:
            return None
        place = bisect_left(self._starts, at) - 1
        last = max(0, place - MENTIONS_BACK)
        while place >= last:
            mention = self._mentions[place]
            stated = self._roles.get(mention.name, ()) if not mention.is_organisation else ()
            if any(
                self._fits(role, other) and self._agrees(role.gender, self._gender(mention))
                for role in roles
                for other in stated or self._listed(mention)
            ):
                return self._referent(mention)
            place -= 1
        return None

    def _roles_in(self, words: list[str]) -> list[Role]:
        """The roles that words name, those of several words ("szef rządu") before their parts."""
        lexicon = self._lexicon.persons
        roles: list[Role] = []
        place = 0
        while place < len(words):
            longest = min(lexicon.role_lengths.get(words[place], 1), len(words) - place)
            for length in range(longest, 0, -1):
                phrase = " ".join(words[place : place + length])
                role = lexicon.roles.get(phrase) if length > 1 else lexicon.role_of(phrase)
                if role:
                    roles.append(role)
                    break
            place += length
        return roles

    def _listed(self, mention: PersonMention) -> tuple[Role, ...]:
        """The kind of a person whom the text presents in no role, as the names file has it."""
        entry = None if mention.is_organisation else self._lexicon.names.find(mention.name)
        return (Role(entry.kind, "-"),) if entry and entry.kind in ("politician", "military") else ()

    @staticmethod
    def _fits(asked: Role, stated: Role) -> bool:
        """The same kind; an expert or author may have been presented as head of a body, or as the other."""
        loose = {"expert", "author", "other"}
        return asked.kind == stated.kind or (asked.kind in ("expert", "author") and stated.kind in loose)

    def _state(self, span: Span) -> Referent | None:
        """A state or capital that stands for its government."""
        states = self._lexicon.persons.of("state")
        stem = self._lexicon.persons.stem
        for match in self._lexicon.token.finditer(span.of(self._text)):
            word = match.group()
            if word[0].isupper() and (word.lower() in states or stem(word) in states):
                place = Span(span.start + match.start(), span.start + match.end())
                return Referent(word, self._lexicon.names.person_id(word), place, True)
        return None
