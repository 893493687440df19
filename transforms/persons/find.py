"""Where a text names persons and organisations.

In: text, sentences, the compiled lexicon. Out: mentions sorted by start, none overlapping, each with the
fullest form of its name in the text. Refuses: pronouns, bare role nouns, places.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from transforms.persons.naming import full_names
from transforms.persons.scan import Named, Scan
from transforms.persons.tagger import rule_labels, tag_persons
from transforms.speech.lexicon import SpeechLexicon
from transforms.speech.name_model import NameModel
from transforms.speech.naming import PersonLexicon
from transforms.speech.tokens import Tokens, tokenise
from vocabulary import PersonMention, Span


def find_persons(text: str, sentences: Sequence[Span], lexicon: SpeechLexicon) -> list[PersonMention]:
    """The persons and organisations named in `text`, in order."""
    return list(_find_persons(text, tuple(sentences), lexicon))


@lru_cache(maxsize=4)
def _find_persons(
    text: str, sentences: tuple[Span, ...], lexicon: SpeechLexicon
) -> tuple[PersonMention, ...]:
    """The same, remembered for the further annotators of one text."""
    tokens = tokenise(text, lexicon.token)
    opening = [tokens.first_from(sentence.start) for sentence in sentences]
    named = rule_names(text, tokens, frozenset(opening), lexicon.persons)
    if lexicon.persons.model is not None:
        named = _with_model(text, tokens, named, opening, lexicon.persons, lexicon.persons.model)
    names = full_names(text, named, tokens, lexicon.persons)
    return tuple(_mention(text, tokens, n, names[i], lexicon.persons) for i, n in enumerate(named))


def rule_names(text: str, tokens: Tokens, opening: frozenset[int], lexicon: PersonLexicon) -> list[Named]:
    """The names that rules and lists show; `opening` are the tokens that open a sentence."""
    scan = Scan(text, tokens, lexicon, opening)
    return _with_last_names(scan.run(), scan)


def _with_model(
    text: str,
    tokens: Tokens,
    named: list[Named],
    opening: Sequence[int],
    lexicon: PersonLexicon,
    model: NameModel,
) -> list[Named]:
    """The names that the model finds; of those by rule the listed ones, and bodies, where no other name stands."""
    bounds = list(pairwise((*opening, len(tokens))))
    scan = Scan(text, tokens, lexicon, frozenset(opening))
    by_rule = {(n.first, n.last): n for n in named if not n.is_organisation}
    kept = [n for n in named if n.entry is not None]
    taken = {i for n in kept for i in range(n.first, n.last)}
    for first, last in tag_persons(tokens, bounds, rule_labels(named, len(tokens)), lexicon, model):
        if taken.isdisjoint(range(first, last)):
            kept.append(by_rule.get((first, last)) or scan.name_at(first, last))
            taken.update(range(first, last))
    kept += [n for n in named if n.is_organisation and taken.isdisjoint(range(n.first, n.last))]
    return _with_last_names(sorted(kept, key=lambda n: n.first), scan)


def _mention(text: str, tokens: Tokens, named: Named, name: str, lexicon: PersonLexicon) -> PersonMention:
    span = Span(tokens.starts[named.first], tokens.ends[named.last - 1])
    title = None
    if named.title is not None:
        title = text[tokens.starts[named.title] : tokens.ends[named.first - 1]]
    person_id = named.entry.person_id if named.entry else lexicon.names.person_id(name)
    return PersonMention(
        span=span,
        surface=span.of(text),
        name=name,
        is_organisation=named.is_organisation,
        title=title,
        person_id=person_id,
    )


def _with_last_names(named: list[Named], scan: Scan) -> list[Named]:
    """Add later mentions by last name alone."""
    tokens, lexicon = scan.tokens, scan.lexicon
    lasts = {
        lexicon.stem(tokens.words[n.last - 1]): n
        for n in reversed(named)
        if not n.is_organisation and len(tokens.words[n.last - 1]) > 2 and not n.is_doubtful
    }
    taken = {i for n in named for i in range(n.first, n.last)}
    added = [
        Named(i, i + 1, False, lasts[stem].entry)
        for i, word in enumerate(tokens.words)
        if i not in taken
        and word[0].isupper()
        and len(word) > 2
        and (stem := lexicon.stem(word)) in lasts
        and tokens.lows[i] not in lexicon.of("not_name")
    ]
    return sorted((*named, *added), key=lambda n: n.first)
