"""From a cue to what was said: the ranges of content and speaker.

In: pieces, a cue, the limits that neighbouring cues set. Out: a `Draft`, or None where nothing is reported.
Refuses: quotations over several units; names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.quotations.cues import Cue
from transforms.speech.lexicon import SpeechLexicon
from transforms.quotations.phrases import (
    Range,
    apposition_end,
    np_after,
    np_before,
    skip_adverbs,
    subject_before_apposition,
)
from transforms.quotations.pieces import Pieces

WEAK = frozenset({"weak", "think"})
OBJECT = frozenset({"position", "judge"})
OBJECT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A quotation in pieces: ranges of content, the cue, the speaker's range."""

    parts: tuple[Range, ...]
    cue: Cue
    speaker: Range | None
    is_previous: bool = False
    """The content is the sentence before."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the rules look at for one cue."""

    pieces: Pieces
    cue: Cue
    lexicon: SpeechLexicon
    low: int
    high: int
    """The first piece that may belong to the content, and the one after the last."""

    @property
    def segment(self) -> Range:
        return self.pieces.segment(self.cue.finite)

    def has(self, kind: str, index: int) -> bool:
        """Whether the piece is a word of `kind`."""
        return 0 <= index < len(self.pieces) and self.pieces.lows[index] in self.lexicon.of(kind)

    def feature(self, name: str) -> bool:
        return name in self.lexicon.features


def frame(pieces: Pieces, cue: Cue, limits: Range, lexicon: SpeechLexicon) -> Draft | None:
    """What the cue reports, or None."""
    scene = Scene(pieces, cue, lexicon, *limits)
    if not cue.is_verb:
        return _phrase_frame(scene)
    if cue.kind == "coin":
        return _coined_frame(scene)
    if cue.is_passive:
        return _passive_frame(scene)
    first, _ = scene.segment
    opening = skip_adverbs(pieces, first, cue.finite, lexicon)
    if _as_word(scene, first):
        return _as_frame(scene, first)
    if opening == cue.finite or _only_clitics(scene, opening):
        return _inverted_frame(scene)
    return _subject_first_frame(scene)


def _only_clitics(scene: Scene, opening: int) -> bool:
    return all(scene.has("clitic_pronoun", i) for i in range(opening, scene.cue.finite))


def _as_word(scene: Scene, first: int) -> bool:
    return any(
        scene.has("as", i) for i in range(first, min(first + 2, scene.cue.first))
    ) and scene.cue.first - first <= 14


# --- attributing phrases ----------------------------------------------------------------------


def _phrase_frame(scene: Scene) -> Draft | None:
    cue, pieces = scene.cue, scene.pieces
    first, last = cue.first, cue.last
    speaker: Range | None = (cue.first, cue.last)
    if cue.kind == "noun":
        return _noun_frame(scene)
    if cue.kind == "hence":
        _, end = pieces.sentence_bounds(cue.first)
        right = (cue.last, min(end, scene.high))
        return Draft((right,), cue, speaker) if pieces.n_words(*right) >= 2 else None
    if cue.kind == "source":
        _, end = pieces.sentence_bounds(cue.first)
        inner = np_after(pieces, cue.last - 1, end, scene.lexicon)
        last = max(cue.last, inner[1] if inner else 0)
        speaker = (cue.finite, last)
    elif cue.kind in ("before", "so", "view"):
        _, end = pieces.sentence_bounds(cue.first)
        speaker = np_after(pieces, cue.last, end, scene.lexicon)
        if speaker is None:
            return None
        close = apposition_end(pieces, speaker[1], end, scene.lexicon)
        if close is not None and pieces.n_words(close + 1, end) >= 2:
            speaker = (speaker[0], close)
        last = speaker[1]
    elif cue.kind == "after":
        speaker = _np_back(scene)
        if speaker is None:
            return None
        first = speaker[0]
    return _around(scene, first, last, speaker)


def _noun_frame(scene: Scene) -> Draft | None:
    """The clause after a noun for a statement; the sentence's opening noun phrase speaks."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    marked = _complementizer(scene, scene.cue.last, min(high, scene.cue.last + 2))
    if marked is None:
        return None
    speaker = None
    if not scene.has("stop", low) and not scene.has("adverb", low):
        speaker = np_after(pieces, low, scene.cue.first, scene.lexicon)
    return Draft(((marked + 1, min(high, scene.high)),), scene.cue, speaker)


def _coined_frame(scene: Scene) -> Draft | None:
    """"a word that X coined": the quoted words before the relative clause."""
    pieces = scene.pieces
    first, last = scene.segment
    low, _ = pieces.sentence_bounds(scene.cue.first)
    quote = next((i for i in range(first - 1, low - 1, -1) if i in pieces.quotes), None)
    if quote is None or not scene.has("relative", first):
        return None
    speaker = np_after(pieces, first + 1, scene.cue.first, scene.lexicon)
    return Draft(((quote, quote + 1),), scene.cue, speaker) if speaker else None


def _np_back(scene: Scene) -> Range | None:
    """The noun phrase that ends at a phrase placed after its source ("den Angaben des Ministers zufolge")."""
    pieces, lexicon = scene.pieces, scene.lexicon
    segment, _ = pieces.segment(scene.cue.first)
    start = scene.cue.first
    while start > segment and scene.cue.first - start < 12:
        low, word = pieces.lows[start - 1], pieces.words[start - 1]
        inside = word[0].isupper() or low in lexicon.of("article") or low in lexicon.of("link")
        adjective = start < scene.cue.first and pieces.words[start][0].isupper() and start - 1 > segment
        if not (inside or (adjective and low not in lexicon.of("stop") and not lexicon.verbs.get(low)
                           and low not in lexicon.of("auxiliary") and low not in lexicon.moods)):
            break
        start -= 1
    return (start, scene.cue.first) if start < scene.cue.first else None


def _around(scene: Scene, first: int, last: int, speaker: Range | None) -> Draft | None:
    """The sentence without the attribution from `first` to before `last`."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    left = (max(low, scene.low), first)
    right = (last, min(high, max(scene.high, last)))
    left_words, right_words = pieces.n_words(*left), pieces.n_words(*right)
    if left_words and right_words and _is_lead(scene, left):
        left_words = 0
    parts = tuple(
        part for part, n in ((left, left_words), (right, right_words)) if n >= (1 if left_words else 2)
    )
    if not parts or left_words + right_words < 2:
        return None
    return Draft(parts, scene.cue, speaker)


def _is_lead(scene: Scene, left: Range) -> bool:
    """Nothing but a conjunction or adverbs before the attribution."""
    return all(
        scene.has("conjunction", i) or scene.has("adverb", i) or scene.pieces.is_mark(i) for i in range(*left)
    )


# --- verbs --------------------------------------------------------------------------------------


def _after_verb(scene: Scene) -> int:
    """The place after the verb group."""
    return max(scene.cue.last, scene.cue.finite + 1)


def _passive_frame(scene: Scene) -> Draft | None:
    """"X was told by Y that …": the agent, if any, speaks."""
    pieces, lexicon = scene.pieces, scene.lexicon
    first, last = scene.segment
    agent = next((i for i in range(first, last) if scene.has("agent", i)), None)
    speaker = np_after(pieces, agent + 1, last, lexicon) if agent is not None else None
    after = max(_after_verb(scene), speaker[1] if speaker else 0)
    _, high = pieces.sentence_bounds(scene.cue.first)
    wanted = _infinitive_clause(scene, after, min(high, scene.high))
    right = wanted or _clause_after(scene, after)
    if right is None or (speaker is None and wanted is None and not _explicit(scene, right)):
        return None
    return Draft((right,), scene.cue, speaker)


def _as_frame(scene: Scene, first: int) -> Draft | None:
    pieces, lexicon, cue = scene.pieces, scene.lexicon, scene.cue
    _, last = scene.segment
    opening = skip_adverbs(pieces, first + 1, cue.first, lexicon)
    verb_first = opening >= cue.finite or all(scene.has("clitic_pronoun", i) or scene.has("auxiliary", i) for i in range(opening, cue.first))
    speaker = np_after(pieces, _after_verb(scene) if verb_first else opening, last if verb_first else cue.first, lexicon)
    if speaker is None:
        return None
    draft = _around(scene, first, max(last if not verb_first else speaker[1], _after_verb(scene)), speaker)
    if draft is None and pieces.sentence_bounds(first)[0] == first:
        return None
    return draft


def _inverted_subject(scene: Scene) -> Range | None:
    cue, pieces = scene.cue, scene.pieces
    _, last = scene.segment
    between = cue.first - cue.finite > 1
    start = cue.finite + 1 if between else cue.last
    end = cue.first if between else last
    return np_after(pieces, start, end, scene.lexicon)


def _inverted_frame(scene: Scene) -> Draft | None:
    pieces, cue = scene.pieces, scene.cue
    first, last = scene.segment
    subject = subject_before_apposition(pieces, first, scene.lexicon)
    if subject is not None:
        return _with_subject(scene, subject)
    speaker = _inverted_subject(scene)
    low, high = pieces.sentence_bounds(cue.first)
    quote = _quote_before(scene, first)
    end = max(last, _after_verb(scene), speaker[1] if speaker else 0)
    if cue.kind in OBJECT and scene.feature("pro_drop") and _opens_clause(scene, first):
        return _position(scene, _after_verb(scene), None)
    if cue.kind in OBJECT and (quote is None or speaker is None):
        return _position(scene, speaker[1] if speaker else _after_verb(scene), speaker)
    if quote is not None:
        follow = _quotes_from(scene, end)
        return Draft(((quote, quote + 1), *follow), cue, speaker)
    right = _clause_after(scene, end if speaker is None else speaker[1])
    left = (max(low, scene.low), first)
    left_words = pieces.n_words(*left)
    if right is not None and (_explicit(scene, right) or left_words < 2 or _is_adjunct(scene, left)):
        return Draft((right,), cue, speaker)
    if left_words >= 2 and cue.kind not in WEAK and (speaker is not None or cue.kind == "hiess"):
        tail = _tail(scene, end, high)
        return Draft((left, tail) if tail else (left,), cue, speaker)
    return Draft((right,), cue, speaker) if right is not None else None


def _with_subject(scene: Scene, speaker: Range) -> Draft | None:
    """The report of a verb whose subject is already known to stand before it."""
    if scene.cue.kind in OBJECT:
        return _position(scene, _after_verb(scene), speaker)
    right = _clause_after(scene, _after_verb(scene))
    if right is None and scene.cue.kind == "both":
        return _position(scene, _after_verb(scene), speaker)
    return Draft((right,), scene.cue, speaker) if right is not None else None


def _is_adjunct(scene: Scene, left: Range) -> bool:
    return scene.has("subordinator", left[0])


def _tail(scene: Scene, end: int, high: int) -> Range | None:
    """What follows a tag within the sentence and is no apposition: the reported clause goes on."""
    pieces = scene.pieces
    high = min(high, scene.high)
    if end >= high or pieces.lows[end] not in (",", "–", "—", "-"):
        return None
    start = end + 1
    while start < high and (scene.has("relative", start) or scene.has("article", start) or scene.has("as", start)):
        comma = next((i for i in range(start, high) if pieces.lows[i] == ","), None)
        if comma is None:
            return None
        start = comma + 1
    return (start, high) if pieces.n_words(start, high) >= 2 and not scene.has("subordinator", start) else None


def _quote_before(scene: Scene, first: int) -> int | None:
    """The quoted stretch that the segment from `first` follows, past a comma, dash or stop."""
    place = first - 1
    while place >= scene.low and scene.pieces.is_mark(place):
        place -= 1
    if place < scene.low or place not in scene.pieces.quotes:
        return None
    whole = place in scene.pieces.long or place == 0 or scene.pieces.is_mark(place - 1)
    return place if whole and _stands_alone(scene, place) else None


def _stands_alone(scene: Scene, place: int) -> bool:
    """A quoted stretch that is the whole of what was said, not words within a clause."""
    pieces = scene.pieces
    low, _ = pieces.sentence_bounds(place)
    before = [i for i in range(max(low, scene.low), place) if pieces.is_word(i)]
    if not before:
        return True
    inner = pieces.text[pieces.quotes[place].inner_start :][:1]
    return pieces.is_mark(place - 1) and (inner.isupper() or len(before) <= 2)


def _quotes_from(scene: Scene, start: int) -> list[Range]:
    """Quoted stretches that go on after a tag, with nothing but marks between."""
    pieces = scene.pieces
    found: list[Range] = []
    place = start
    while place < min(scene.high, len(pieces)) and not pieces.is_word(place):
        if place in pieces.quotes:
            found.append((place, place + 1))
        place += 1
    if found and place < min(scene.high, len(pieces)) and found[-1][0] not in pieces.long:
        return []
    return found


def _explicit(scene: Scene, right: Range) -> bool:
    """Whether the clause on the right is opened by a complementizer, a colon or a quoted stretch."""
    pieces = scene.pieces
    start = right[0]
    before = pieces.lows[start - 1] if start else ""
    return scene.has("complementizer", start) or scene.has("complementizer", start - 1) or before == ":" or start in pieces.long


def _clause_after(scene: Scene, start: int) -> Range | None:
    """The reported clause to the right of the verb, if there is one."""
    pieces = scene.pieces
    low, high = pieces.sentence_bounds(scene.cue.first)
    high = min(high, scene.high)
    _, last = pieces.segment(start - 1) if start > low else (low, start)
    marked = _complementizer(scene, start, high)
    if marked is not None:
        return (marked + 1 if not scene.has("whether", marked) else marked, high)
    colon = next((i for i in range(start, min(high, start + 25)) if pieces.lows[i] == ":"), None)
    if colon is not None and all(pieces.lows[i] not in (",",) or True for i in range(start, colon)):
        return _after_colon(scene, colon, high)
    if scene.cue.kind in WEAK:
        quote = next((i for i in range(start, min(last + 2, high)) if i in pieces.long), None)
        return (quote, quote + 1) if quote is not None else None
    quote = next((i for i in range(start, min(last + 1, high)) if i in pieces.quotes), None)
    if scene.feature("bare_clause"):
        begin = _past_time(scene, start, last)
        if begin is not None and (pieces.n_words(begin, last) >= 2 or quote is not None):
            return (begin, high)
    if quote is not None and pieces.n_words(start, quote) <= 3:
        return (quote, high)
    if last < high and pieces.lows[last] in (",", "–", "—") and pieces.n_words(last + 1, high) >= 2:
        if scene.has("relative_only", last + 1):
            return None
        return (last + 1, high)
    if last < high and last in pieces.quotes:
        return (last, high)
    return None


def _after_colon(scene: Scene, colon: int, high: int) -> Range | None:
    pieces = scene.pieces
    if colon + 1 in pieces.quotes:
        end = colon + 1
        total = min(len(pieces), max(scene.high, high))
        while end < total and not pieces.is_word(end):
            end += 1
        quotes = [i for i in range(colon + 1, end) if i in pieces.quotes]
        if end >= high or quotes[-1] in pieces.long:
            return (colon + 1, quotes[-1] + 1)
    return (colon + 1, high) if pieces.n_words(colon + 1, high) >= 2 else None


def _complementizer(scene: Scene, start: int, high: int) -> int | None:
    """A complementizer that opens a clause: after a comma, or anywhere near where commas are not needed."""
    pieces = scene.pieces
    for place in range(start, min(high, start + 24)):
        if not scene.has("complementizer", place):
            continue
        after_comma = place > start and pieces.is_delimiter(place - 1)
        if after_comma or place == start or scene.feature("bare_complementizer"):
            return place
    return None


def _past_time(scene: Scene, start: int, last: int) -> int | None:
    """Past adverbs, days and "in a statement" between the verb and a clause without a comma.

    None where nothing but such an adjunct follows.
    """
    pieces = scene.pieces
    place = skip_adverbs(pieces, start, last, scene.lexicon)
    if scene.has("adjunct", place):
        end = place + 1
        while end < min(last, place + 6) and not scene.has("subject_article", end) and not scene.has("subject_pronoun", end):
            if scene.has("adjunct_noun", end):
                after = skip_adverbs(pieces, end + 1, last, scene.lexicon)
                return after if pieces.n_words(after, last) >= 3 and not scene.has("adjunct", after) else None
            end += 1
        if end < last and (scene.has("subject_article", end) or scene.has("subject_pronoun", end)) and end - place > 2:
            return end
        return None
    return place


def _subject_first_frame(scene: Scene) -> Draft | None:
    pieces, cue, lexicon = scene.pieces, scene.cue, scene.lexicon
    first, last = scene.segment
    low, high = pieces.sentence_bounds(cue.first)
    if scene.feature("verb_second") and _is_subordinate(scene, first, last):
        speaker = np_after(pieces, first + 1, cue.first, lexicon) or _antecedent(scene, first)
        after = _after_verb(scene)
    elif scene.feature("verb_second") and (
        scene.has("stop", first) or scene.has("adverb", first) or scene.has("subject_pronoun", cue.finite + 1)
    ):
        speaker = _inverted_subject(scene)
        after = speaker[1] if speaker else _after_verb(scene)
    else:
        speaker = np_before(pieces, first, cue.finite, lexicon)
        after = _after_verb(scene)
    after = max(after, _after_verb(scene))
    quote = _quote_before(scene, first)
    if quote is not None and cue.kind != "position":
        return Draft(((quote, quote + 1), *_quotes_from(scene, last)), cue, speaker)
    if cue.kind in ("position", "judge"):
        return _position(scene, after, speaker)
    if scene.has("this", first) or _refers_back(scene, after):
        return Draft((), cue, _inverted_subject(scene), is_previous=True)
    right = _clause_after(scene, after)
    if right is not None:
        return Draft((right,), cue, speaker)
    left = (max(low, scene.low), first)
    if cue.kind == "both" and speaker is not None and not (pieces.n_words(*left) >= 3 and last - after < 2):
        return _position(scene, after, speaker)
    if cue.kind not in WEAK and pieces.n_words(*left) >= 2 and not _is_adjunct(scene, left):
        tail = _tail(scene, last, high)
        return Draft((left, tail) if tail else (left,), cue, speaker)
    return None


def _is_subordinate(scene: Scene, first: int, last: int) -> bool:
    """A clause that its opener and its final verb show to be subordinate."""
    opens = scene.has("subordinator", first) or scene.has("complementizer", first) or scene.has("relative", first)
    final = _is_final(scene, scene.cue.first, last) and scene.cue.finite >= scene.cue.first
    return opens and final and first > 0 and scene.pieces.is_delimiter(first - 1)


def _antecedent(scene: Scene, first: int) -> Range | None:
    """The noun phrase before the comma that a relative clause hangs on."""
    if not scene.has("relative", first) or first < 2:
        return None
    start, end = scene.pieces.segment(first - 2)
    return np_before(scene.pieces, start, end, scene.lexicon)


def _refers_back(scene: Scene, after: int) -> bool:
    """"Das teilte X mit": the object before or after the verb is a bare demonstrative."""
    return scene.feature("verb_second") and scene.has("this", after)


def _position(scene: Scene, after: int, speaker: Range | None) -> Draft | None:
    """What is wanted, refused or judged: the words after the verb, or between subject and a final verb."""
    pieces, cue = scene.pieces, scene.cue
    first, last = scene.segment
    _, high = pieces.sentence_bounds(cue.first)
    high = min(high, scene.high)
    marked = _complementizer(scene, after, high)
    if marked is not None and pieces.n_words(after, marked) <= OBJECT_WORDS and not scene.has("whether", marked):
        return Draft(((marked + 1, high),), cue, speaker)
    wanted = _infinitive_clause(scene, after, high)
    if wanted is not None and speaker is not None:
        return Draft((wanted,), cue, speaker)
    if scene.feature("verb_second") and cue.first >= cue.finite and _is_final(scene, cue.first, last):
        return _final_position(scene, after, speaker, high)
    begin = skip_adverbs(pieces, after, high, scene.lexicon)
    high = next((i for i in range(begin, high) if pieces.lows[i] in (":", ";")), high)
    if cue.particle is not None:
        if begin == cue.particle:
            begin += 1
        if pieces.n_words(cue.particle + 1, high) == 0 or begin < cue.particle - 1:
            high = cue.particle if begin < cue.particle else high
    if pieces.n_words(begin, high) < 1 or (speaker is None and not _opens_clause(scene, first)):
        return None
    return Draft(((begin, high),), cue, speaker)


def _opens_clause(scene: Scene, first: int) -> bool:
    """Where subjects may be left out: the verb opens its sentence, or follows "and"."""
    if not scene.feature("pro_drop"):
        return False
    low, _ = scene.pieces.sentence_bounds(scene.cue.first)
    return first == low or scene.has("conjunction", first) or scene.has("conjunction", scene.cue.finite - 1)


def _infinitive_clause(scene: Scene, after: int, high: int) -> Range | None:
    """The infinitive clause after a comma and few words ("forderte sie auf, das Land zu verlassen")."""
    pieces = scene.pieces
    comma = next((i for i in range(after, high) if pieces.lows[i] == ","), None)
    if comma is None or pieces.n_words(after, comma) > OBJECT_WORDS or scene.has("relative", comma + 1):
        return None
    return (comma + 1, high) if _holds(scene, "infinitive", comma + 1, high) else None


def _is_final(scene: Scene, index: int, last: int) -> bool:
    """Whether the verb closes its clause, alone or before its auxiliary."""
    rest = range(index + 1, last)
    return all(scene.has("auxiliary", i) or scene.has("passive", i) or scene.pieces.is_mark(i) for i in rest)


def _final_position(scene: Scene, after: int, speaker: Range | None, high: int) -> Draft | None:
    """Subject, object, final verb: the infinitive clause that follows, else the words before the verb."""
    pieces, cue = scene.pieces, scene.cue
    _, last = scene.segment
    if speaker is None:
        return None
    if last < high and pieces.lows[last] == "," and _holds(scene, "infinitive", last + 1, high):
        return Draft(((last + 1, high),), cue, speaker)
    begin = skip_adverbs(pieces, max(speaker[1], min(after, cue.first)), cue.first, scene.lexicon)
    if cue.finite < cue.first and speaker[1] <= cue.finite:
        begin = skip_adverbs(pieces, cue.finite + 1, cue.first, scene.lexicon)
    if pieces.n_words(begin, cue.first) < 1:
        return None
    return Draft(((begin, cue.first),), cue, speaker)


def _holds(scene: Scene, kind: str, first: int, last: int) -> bool:
    return any(scene.has(kind, i) for i in range(first, last))


def opened_by_colon(pieces: Pieces, lexicon: SpeechLexicon) -> Draft | None:
    """Quoted sentences after a colon, whatever the verb before it."""
    for place in sorted(pieces.quotes):
        quoted = pieces.quotes[place]
        closed = pieces.text[quoted.inner_end - 1 : quoted.inner_end] in (".", "!", "?", "…")
        if place < 2 or pieces.lows[place - 1] != ":" or not (closed or pieces.n_words(place, place + 1) > 6):
            continue
        low, _ = pieces.sentence_bounds(place - 1)
        speaker = None
        if lexicon.of("stop").isdisjoint((pieces.lows[low],)) and pieces.lows[low] not in lexicon.of("adverb"):
            speaker = np_after(pieces, low, place - 1, lexicon)
        last = place + 1
        while last < len(pieces) and not pieces.is_word(last):
            last += 1
        parts = tuple((i, i + 1) for i in range(place, last) if i in pieces.quotes)
        return Draft(parts, Cue("colon", 0, 0, 0), speaker)
    return None


def trimmed(draft: Draft, pieces: Pieces, lexicon: SpeechLexicon) -> Draft | None:
    """The draft with marks, complementizers and tags' conjunctions cut from the ends of its parts."""
    parts: list[Range] = []
    for first, last in draft.parts:
        while first < last and (pieces.is_mark(first) or (pieces.lows[first] in lexicon.of("complementizer") and pieces.lows[first] not in lexicon.of("whether"))):
            first += 1
        while last > first and (pieces.is_mark(last - 1) and pieces.lows[last - 1] not in ("?", "!", ")", "%", "…")):
            last -= 1
        if last > first:
            parts.append((first, last))
    if not parts and not draft.is_previous:
        return None
    return replace(draft, parts=tuple(parts))
