"""One pass over a text's tokens for names that their own words show.

In: tokens, the lexicon. Out: names as token ranges, left to right. Refuses: later mentions by last name; the
article as a whole decides those.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.identity import NameEntry
from transforms.persons.organisations import organisation_end
from transforms.persons.titles import is_retired, past_numeral, role_end, role_near
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens

NAME_WORDS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A name in tokens: from `first` to before `last`."""

    first: int
    last: int
    is_organisation: bool
    entry: NameEntry | None = None
    title: int | None = None
    """Where the title or role before the name begins."""
    is_doubtful: bool = False
    """Whether one place alone shows it, so that the same word elsewhere may be no name."""


@dataclass(slots=True)
class Scan:
    text: str
    tokens: Tokens
    lexicon: PersonLexicon
    opening: frozenset[int]

    def run(self) -> list[Named]:
        """Every name that its own words show, left to right."""
        found: list[Named] = []
        index, total = 0, len(self.tokens)
        while index < total:
            named = self._at(index)
            if named:
                found.append(named)
                index = max(named.last, index + 1)
            else:
                index += 1
        return found

    def name_at(self, first: int, last: int) -> Named:
        """The name that a model finds from `first` to before `last`, with what the rules know of it."""
        entry = self._listed(first, last) if last - first > 1 else None
        return Named(first, last, False, entry, self._title_before(first), last - first == 1)

    def _at(self, index: int) -> Named | None:
        word = self.tokens.words[index]
        if not word[0].isalpha():
            return None
        if not word[0].isupper():
            return self._after_role(index)
        known = self._known(index)
        if known and known.is_organisation:
            return known
        end = organisation_end(self.tokens, index, self.lexicon)
        if end is not None and not known:
            return Named(index, end, True)
        return (
            known
            or self._by_first_name(index)
            or self._by_initials(index)
            or self._after_role(index)
            or self._by_context(index)
            or self._alone(index)
        )

    def _known(self, index: int) -> Named | None:
        words, lexicon = self.tokens.words, self.lexicon
        for stems, entry in lexicon.known.get(lexicon.stem(words[index]), ()):
            last = index + len(stems)
            if (
                last <= len(words)
                and all(lexicon.stem(words[index + k]) == stem for k, stem in enumerate(stems))
                and self._joined(index, last)
            ):
                if entry.is_organisation and len(stems) == 1 and not self._fits_organisation(index, entry):
                    continue
                if len(stems) == 1 and not entry.is_organisation and self._starts_longer_name(index):
                    continue
                return Named(index, last, entry.is_organisation, entry)
        return None

    def _starts_longer_name(self, index: int) -> bool:
        """Whether a listed last name is here somebody's first name, with a last name after it."""
        follows = index + 1 < len(self.tokens) and self._adjacent(index + 1) and self._may_be_name(index + 1)
        return follows and self._is_first_name(index)

    def _listed(self, first: int, last: int) -> NameEntry | None:
        """The listed person whom the first and the last word name."""
        return self.lexicon.listed(self.tokens.lows[first], self.tokens.words[last - 1])

    def _fits_organisation(self, index: int, entry: NameEntry) -> bool:
        """An acronym must stand in capitals, or as one of its listed spellings."""
        word = self.tokens.words[index]
        stem = self.lexicon.stem(word)
        forms = [v for v in entry.variants if " " not in v and self.lexicon.stem(v) == stem]
        return word in forms or word.isupper() or not all(v.isupper() for v in forms)

    def _joined(self, first: int, last: int) -> bool:
        """Whether the tokens stand on one line."""
        tokens = self.tokens
        return "\n" not in self.text[tokens.starts[first] : tokens.ends[last - 1]]

    def _may_be_name(self, index: int) -> bool:
        tokens, lexicon = self.tokens, self.lexicon
        if index >= len(tokens):
            return False
        word, low = tokens.words[index], tokens.lows[index]
        if not word[0].isupper() or (not word[-1].isalpha() and not word.endswith(".")):
            return False
        return (
            low not in lexicon.of("not_name")
            and low not in lexicon.of("honorific")
            and low not in lexicon.of("org_head")
            and low not in lexicon.of("military_body")
            and low not in lexicon.of("state")
            and lexicon.stem(word) not in lexicon.of("state")
            and (not lexicon.role_of(low) or self._is_double_name(index))
        )

    def _is_double_name(self, index: int) -> bool:
        """A hyphenated last name that ends like a trade ("Annegret Kramp-Karrenbauer")."""
        low = self.tokens.lows[index]
        return "-" in low and low not in self.lexicon.roles and index > 0 and self._is_first_name(index - 1)

    def _name_end(self, index: int, needed: int) -> int | None:
        """Past the words of a name that begins at `index`, or None if fewer than `needed` follow."""
        tokens = self.tokens
        place = index
        while place - index < NAME_WORDS_AT_MOST and place < len(tokens):
            if place > index and not self._adjacent(place):
                break
            if self._may_be_name(place):
                place += 1
                continue
            after = self._past_particles(place)
            if after == place or not (place > index) or not self._may_be_name(after):
                break
            place = after + 1
        return place if place - index >= needed else None

    def _adjacent(self, place: int) -> bool:
        between = self.text[self.tokens.ends[place - 1] : self.tokens.starts[place]]
        return between in (" ", "\u00a0", "\u202f")

    def _past_particles(self, place: int) -> int:
        tokens, particles = self.tokens, self.lexicon.of("particle")
        start = place
        while (
            place < len(tokens)
            and place - start < 3
            and tokens.lows[place] in particles
            and self._adjacent(place)
        ):
            place += 1
        return place

    def _is_first_name(self, index: int) -> bool:
        low = self.tokens.lows[index]
        names = self.lexicon.first_names
        if low in names or ("-" in low and all(part in names for part in low.split("-"))):
            return True
        if not self.lexicon.of("inflects"):
            return False
        stem = self.lexicon.stem(low)
        return any(stem + end in names for end in self.lexicon.of("nominative")) or stem in names

    def _by_first_name(self, index: int) -> Named | None:
        if not self._is_first_name(index) or self.tokens.lows[index] in self.lexicon.of("not_name"):
            return None
        end = self._name_end(index, 2)
        if end is None:
            return None
        end = self._cut(index, end)
        return Named(index, end, False, self._listed(index, end), self._title_before(index))

    def _is_listed(self, index: int) -> bool:
        """Whether a word is a first or last name that the lists hold and no other word."""
        low, lexicon = self.tokens.lows[index], self.lexicon
        return self.tokens.words[index].istitle() and (
            low in lexicon.last_names or low in lexicon.first_names
        )

    def _cut(self, index: int, end: int) -> int:
        """Where nouns have capitals a name has at most two words, particles aside."""
        if "noun_capitals" not in self.lexicon.of("feature"):
            return end
        place = index
        while place < end and (self._is_first_name(place) or self.tokens.words[place].endswith(".")):
            place += 1
        if place == index and place + 1 < end and self._is_listed(place + 1):
            place += 1
        while place < end and self.tokens.lows[place] in self.lexicon.of("particle"):
            place += 1
        return past_numeral(self.tokens, min(end, max(place + 1, index + 1)))

    def _by_initials(self, index: int) -> Named | None:
        tokens = self.tokens
        place = index
        while place < len(tokens) and len(tokens.words[place]) <= 5 and tokens.words[place].endswith("."):
            place += 1
        if (
            place == index
            or is_retired(tokens, self.lexicon, index)
            or not tokens.words[index][:-1].replace(".", "").isalpha()
            or tokens.lows[index] in self.lexicon.of("not_name")
        ):
            return None
        if not self._may_be_name(place) or len(tokens.words[place]) < 3 or tokens.words[index].count(".") > 2:
            return None
        return Named(index, self._name_end(place, 1) or place + 1, False)

    def _by_context(self, index: int) -> Named | None:
        """Two or three capitalised words next to a role, where nouns have no capitals."""
        lexicon = self.lexicon
        if "noun_capitals" in lexicon.of("feature") or index in self.opening:
            return None
        end = self._name_end(index, 2)
        plain = end is not None and end - index <= 4 and self._is_plain(index, end)
        if end is None or not plain or self._past_body(index, end) != index:
            return None
        if role_near(self.tokens, self.lexicon, index - 4, index) or role_near(
            self.tokens, self.lexicon, end, end + 5, past_comma=True
        ):
            return Named(index, end, False, self._listed(index, end), self._title_before(index))
        return None

    def _alone(self, index: int) -> Named | None:
        """A first or last name by itself, where nouns have capitals and so cannot be told by theirs."""
        tokens, lexicon = self.tokens, self.lexicon
        low = (
            tokens.lows[index].removesuffix("s")
            if tokens.lows[index][:-1] in lexicon.last_names
            else tokens.lows[index]
        )
        if low not in lexicon.last_names and low not in lexicon.first_names:
            return None
        if len(low) < 4 or not self._may_be_name(index) or low in lexicon.of("place"):
            return None
        before = tokens.lows[index - 1] if index else ""
        if before in lexicon.of("determiner") or (
            index + 1 < len(tokens) and tokens.words[index + 1][0].isupper()
        ):
            return None
        return Named(index, index + 1, False)

    def _after_role(self, index: int) -> Named | None:
        """A name that follows a title or role noun ("Präsident Trumps", "Mr Smith")."""
        tokens = self.tokens
        end = role_end(self.tokens, self.lexicon, index)
        if end is None or end >= len(tokens) or not self._adjacent(end):
            return None
        known = self._known(end)
        if known:
            return None
        if (
            not self._may_be_name(end)
            or len(tokens.words[end]) < 3
            or (tokens.words[end].isupper() and len(tokens.words[end]) < 5)
        ):
            return None
        last = self._name_end(end, 1)
        if last is None or not self._is_plain(end, last):
            return None
        end = self._past_body(end, last)
        return Named(end, self._cut(end, last), False, title=index)

    def _past_body(self, first: int, last: int) -> int:
        """Past the words of a place or body between a role and a name ("mer Kramatorska Anatolij Kosenko")."""
        if self._is_first_name(first):
            return first
        return next((i for i in range(first + 1, last - 1) if self._is_first_name(i)), first)

    def _is_plain(self, first: int, last: int) -> bool:
        """Whether the words after a role are no place, party or people."""
        lexicon = self.lexicon
        if organisation_end(self.tokens, first, lexicon) is not None:
            return False
        return not any(
            low in lexicon.of("place") or lexicon.stem(low) in lexicon.of("place")
            for low in self.tokens.lows[first:last]
        )

    def _title_before(self, index: int) -> int | None:
        place = index - 1
        while place >= 0 and (
            self.tokens.lows[place] in self.lexicon.of("honorific") or self.tokens.words[place] == "."
        ):
            place -= 1
        if place >= 0 and self.lexicon.role_of(self.tokens.lows[place]) and self._adjacent(place + 1):
            return place
        return place + 1 if place + 1 < index and self.tokens.words[place + 1] != "." else None
