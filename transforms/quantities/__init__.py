"""Figures: text → every number that says something, normalised, with who is named for it.

In: a normalised text and the compiled lexicon of its language. Out: `Quantity` values with spans, sorted by
start: money, percentages, counts, durations, multiples. Refuses: what is no figure (dates, ages, labels,
names); reading anything but its arguments.
"""

from transforms.quantities.attribution import attribute_quantities
from transforms.quantities.find import find_quantities
from transforms.quantities.lexicon import QuantityLexicon, build_quantity_lexicon

ANNOTATOR = "quantities"
VERSION = "1.2.0"

__all__ = [
    "ANNOTATOR",
    "VERSION",
    "QuantityLexicon",
    "attribute_quantities",
    "build_quantity_lexicon",
    "find_quantities",
]
