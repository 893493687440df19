"""What the annotators of persons, quotations and speakers share: words, marks, compiled word lists.

In: text, tables. Out: tokens, quoted stretches, lexicons. Refuses: annotations.
"""
