"""From a cue to what was said: the ranges of content and speaker.

In: pieces, a cue, the limits that neighbouring cues set. Out: a `Draft`, or None where nothing is reported.
Refuses: quotations over several units; names.
"""

from __future__ import annotations

from transforms.quotations.attributions import (
    around,
    as_frame,
    as_word,
    coined_frame,
    opened_as,
    phrase_frame,
)
from transforms.quotations.clauses import (
    clause_after,
    explicit,
    infinitive_clause,
    is_adjunct,
    rest_after_tag,
)
from transforms.quotations.cues import Cue
from transforms.quotations.phrases import (
    Range,
    np_after,
    np_before,
    opens_adjunct,
    skip_adverbs,
    subject_before_apposition,
    with_apposition,
)
from transforms.quotations.pieces import Pieces
from transforms.quotations.positions import position
from transforms.quotations.scene import (
    OBJECT,
    WEAK,
    Draft,
    Scene,
    after_verb,
    only_clitics,
    quote_before,
    quotes_from,
)
from transforms.quotations.subjects import (
    antecedent,
    fronted,
    inverted_subject,
    is_subordinate,
    name_follows,
    opens_clause,
    place_of_words,
    pronoun_follows,
    refers_back,
    sentence_subject,
    subject_follows,
    subject_past_reflexive,
)
from transforms.speech.lexicon import SpeechLexicon

SUBJECT_AT_MOST = 12


def frame(pieces: Pieces, cue: Cue, limits: Range, lexicon: SpeechLexicon) -> Draft | None:
    """What the cue reports, or None."""
    scene = Scene(pieces, cue, lexicon, limits[0], min(limits[1], _relative_end(pieces, cue, lexicon)))
    if not cue.is_verb:
        return phrase_frame(scene)
    if cue.kind == "coin":
        return coined_frame(scene)
    if cue.is_passive:
        return _passive_frame(scene)
    first, _ = scene.segment
    opening = skip_adverbs(pieces, first, cue.finite, lexicon)
    if as_word(scene, first):
        return as_frame(scene, first)
    if opening == cue.finite or only_clitics(scene, opening):
        return _inverted_frame(scene)
    return _subject_first_frame(scene)


def _relative_end(pieces: Pieces, cue: Cue, lexicon: SpeechLexicon) -> int:
    """Where a relative clause between the sentence's subject and its verb ends ("X, who wants Y, met …")."""
    first, _ = pieces.segment(cue.finite)
    low, high = pieces.sentence_bounds(cue.first)
    aside = first - 1 > low and pieces.lows[first - 1] == "," and pieces.lows[first] in lexicon.of("relative")
    if "verb_second" in lexicon.features or not aside or first - low > SUBJECT_AT_MOST:
        return len(pieces)
    if any(pieces.lows[i] == "," or lexicon.verbs.get(pieces.lows[i]) for i in range(low, first - 1)):
        return len(pieces)
    opens = lexicon.of("conjunction") | lexicon.of("relative") | lexicon.of("complementizer")
    commas = [
        i for i in range(cue.last, high - 1) if pieces.lows[i] == "," and pieces.lows[i + 1] not in opens
    ]
    return commas[-1] if commas else len(pieces)


def _passive_frame(scene: Scene) -> Draft | None:
    """ "X was told by Y that …": the agent, if any, speaks."""
    pieces, lexicon = scene.pieces, scene.lexicon
    first, last = scene.segment
    agent = next((i for i in range(first, last) if scene.has("agent", i)), None)
    speaker = np_after(pieces, agent + 1, last, lexicon) if agent is not None else None
    quote = quote_before(scene, first)
    if quote is not None and scene.cue.finite < scene.cue.first:
        quoted = np_after(pieces, scene.cue.finite + 1, scene.cue.first, lexicon)
        return Draft(((quote, quote + 1),), scene.cue, quoted)
    after = max(after_verb(scene), speaker[1] if speaker else 0)
    _, high = pieces.sentence_bounds(scene.cue.first)
    wanted = infinitive_clause(scene, after, min(high, scene.high))
    right = wanted or clause_after(scene, after)
    if right is None or (speaker is None and wanted is None and not explicit(scene, right)):
        return None
    return Draft((right,), scene.cue, speaker)


def _inverted_frame(scene: Scene) -> Draft | None:
    pieces, cue = scene.pieces, scene.cue
    first, last = scene.segment
    if opened_as(scene, first):
        return as_frame(scene, pieces.sentence_bounds(first)[0])
    subject = subject_before_apposition(pieces, first, scene.lexicon)
    if subject is not None and not fronted(scene) and not subject_follows(scene):
        return _with_subject(scene, subject)
    speaker = place_of_words(scene) if cue.kind == "hiess" else inverted_subject(scene)
    if speaker is not None:
        speaker = with_apposition(pieces, speaker, scene.lexicon)
    low, high = pieces.sentence_bounds(cue.first)
    quote = quote_before(scene, first)
    end = max(last, after_verb(scene), speaker[1] if speaker else 0)
    if cue.kind in OBJECT and scene.feature("pro_drop") and opens_clause(scene, first):
        return position(scene, after_verb(scene), None)
    if cue.kind in OBJECT and (quote is None or speaker is None):
        return position(scene, speaker[1] if speaker else after_verb(scene), speaker)
    if quote is not None:
        follow = quotes_from(scene, end)
        return Draft(((quote, quote + 1), *follow), cue, speaker)
    unspoken = end if scene.feature("verb_second") else after_verb(scene)
    right = clause_after(scene, unspoken if speaker is None else speaker[1])
    left = words_before(scene, low, first)
    left_words = pieces.n_words(*left)
    if right is not None and (explicit(scene, right) or left_words < 2 or is_adjunct(scene, left)):
        return Draft((right,), cue, speaker)
    says = cue.kind not in WEAK or in_mood(scene, left)
    if left_words >= 2 and says and (speaker is not None or cue.kind == "hiess"):
        tail = rest_after_tag(scene, end, high)
        return Draft((left, tail) if tail else (left,), cue, speaker)
    return Draft((right,), cue, speaker) if right is not None else None


def words_before(scene: Scene, low: int, first: int) -> Range:
    """What a tag that begins at `first` may report: the sentence so far; nothing before a colon."""
    before = scene.pieces.lows[first - 1] if first > low else ""
    return (first, first) if before == ":" else (max(low, scene.low), first)


def _closes_tag(scene: Scene, left: Range, right: Range) -> bool:
    """Whether the words after a tag only say to whom or when: "…, Macron told the BBC", "… said as talks began"."""
    pieces = scene.pieces
    if not scene.feature("bare_clause") or explicit(scene, right) or pieces.n_words(*left) < 3:
        return False
    if pieces.lows[left[1] - 1] != "," or opens_adjunct(pieces, left[0], scene.lexicon):
        return False
    opens = pieces.lows[left[0]]
    if opens.endswith(tuple(scene.lexicon.of("aside_ending"))):
        return False
    return scene.cue.kind == "tell" or scene.has("circumstance", right[0])


def in_mood(scene: Scene, left: Range) -> bool:
    """Whether the words before a verb of manner stand in the reporting mood ("… wären Ziele, drohte X")."""
    return any(scene.pieces.lows[i] in scene.lexicon.moods or scene.has("weak_mood", i) for i in range(*left))


def _with_subject(scene: Scene, speaker: Range) -> Draft | None:
    """The report of a verb whose subject is already known to stand before it."""
    opening, _ = scene.pieces.segment(speaker[0])
    if scene.has("as", opening):
        return around(scene, opening, after_verb(scene), speaker)
    if scene.cue.kind in OBJECT:
        return position(scene, after_verb(scene), speaker)
    right = clause_after(scene, after_verb(scene))
    quote = quote_before(scene, speaker[0])
    if right is None and quote is not None:
        return Draft(((quote, quote + 1), *quotes_from(scene, scene.segment[1])), scene.cue, speaker)
    if right is None and scene.cue.kind == "both":
        return position(scene, after_verb(scene), speaker)
    return Draft((right,), scene.cue, speaker) if right is not None else None


def _subject_first_frame(scene: Scene) -> Draft | None:
    pieces, cue, lexicon = scene.pieces, scene.cue, scene.lexicon
    first, last = scene.segment
    low, high = pieces.sentence_bounds(cue.first)
    if scene.feature("verb_second") and is_subordinate(scene, first, last):
        speaker = np_after(pieces, first + 1, cue.first, lexicon) or antecedent(scene, first)
        after = after_verb(scene)
    elif scene.feature("verb_second") and (
        (opens_adjunct(pieces, first, lexicon) and not scene.has("subordinator", first))
        or pronoun_follows(scene)
        or name_follows(scene)
        or subject_past_reflexive(scene)
    ):
        speaker = place_of_words(scene) if cue.kind == "hiess" else inverted_subject(scene)
        after = speaker[1] if speaker else after_verb(scene)
    else:
        speaker = np_before(pieces, first, cue.finite, lexicon)
        after = after_verb(scene)
    if speaker is None or scene.has("conjunction", cue.finite - 1):
        speaker = sentence_subject(scene) or speaker
    after = max(after, after_verb(scene))
    quote = quote_before(scene, first)
    if quote is not None and cue.kind != "position":
        return Draft(((quote, quote + 1), *quotes_from(scene, last)), cue, speaker)
    if cue.kind in ("position", "judge"):
        return position(scene, after, speaker)
    if scene.has("this", first) or refers_back(scene, after):
        return Draft((), cue, inverted_subject(scene), is_previous=True)
    right = clause_after(scene, after)
    left = words_before(scene, low, first)
    if right is not None and not _closes_tag(scene, left, right):
        return Draft((right,), cue, speaker)
    if cue.kind == "both" and speaker is not None and not (pieces.n_words(*left) >= 3 and last - after < 2):
        return position(scene, after, speaker)
    if cue.kind not in WEAK and pieces.n_words(*left) >= 2 and not is_adjunct(scene, left):
        tail = rest_after_tag(scene, last, high)
        return Draft((left, tail) if tail else (left,), cue, speaker)
    return None


def summed_up(pieces: Pieces, lexicon: SpeechLexicon) -> Draft | None:
    """Quoted words that a sentence calls somebody's own ("“Nobody counts them” is her verdict")."""
    if len(pieces) < 4 or 0 not in pieces.quotes or pieces.lows[1] not in lexicon.of("copula"):
        return None
    owner = next(
        (i for i in range(2, min(4, len(pieces))) if pieces.lows[i] in lexicon.of("possessive")), None
    )
    if owner is None or pieces.n_words(0, 1) < 2:
        return None
    return Draft(((0, 1),), Cue("sum", 1, 2, 1), (owner, owner + 1))


def opened_by_colon(pieces: Pieces, lexicon: SpeechLexicon) -> Draft | None:
    """Quoted sentences after a colon, whatever the verb before it."""
    for place in sorted(pieces.quotes):
        quoted = pieces.quotes[place]
        closed = pieces.text[quoted.inner_start : quoted.inner_end].rstrip()[-1:] in (".", "!", "?", "…")
        if place < 2 or pieces.lows[place - 1] != ":" or not (closed or pieces.n_words(place, place + 1) > 6):
            continue
        low, _ = pieces.sentence_bounds(place - 1)
        speaker = None
        if not opens_adjunct(pieces, low, lexicon):
            speaker = np_after(pieces, low, place - 1, lexicon)
        last = place + 1
        while last < len(pieces) and not pieces.is_word(last):
            last += 1
        parts = tuple((i, i + 1) for i in range(place, last) if i in pieces.quotes)
        return Draft(parts, Cue("colon", 0, 0, 0), speaker)
    return None
