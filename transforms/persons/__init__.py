"""Persons and organisations named in a text.

In: text, sentences, the compiled lexicon. Out: `PersonMention` values. Refuses: pronouns and role nouns.
"""

from transforms.persons.find import find_persons

__all__ = ["find_persons"]
