"""The topic: what it is called, what else bears its name, and toward what people take a stance.

In: the mapping that a topic file holds. Out: a compiled `Topic`. Refuses: files with missing or unknown
keys, empty lists, or patterns where plain phrases are wanted, each with one clear line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.phrases import PhraseTable, parse_pattern

ANY = "any"
"""The key for words that serve every language."""

Terms = Mapping[str, tuple[str, ...]]
"""Language code (or `any`) to patterns."""

_KEYS = {"topic", "title", "definition", "phrases", "places", "context", "targets"}
_MORE_KEYS = {"since", "synonyms", "excluded", "paraphrase"}
_TARGET_KEYS = {"title", "definition", "terms"}
HINT = "?"
"""What marks a target's identifier as only hinted at."""
PARAPHRASE_PARTS = ("core", "who", "when")


class TopicError(ValueError):
    """A topic file that cannot be used, with the key and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something toward which people take a stance."""

    target_id: str
    title: str
    definition: str
    terms: Terms
    hints: Terms
    """Words that suggest the target where nothing plainer is said."""
    not_terms: Terms
    """Words that only look like it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A compiled topic; `cues` finds, per language, everything that relevance weighs."""

    topic_id: str
    title: str
    definition: str
    phrases: Terms
    targets: tuple[Target, ...]
    names: PhraseTable[str]
    """Phrases and synonyms of every language; the payload is `phrase` or `synonym`."""
    cues: Mapping[str, PhraseTable[str]]
    """Language to what relevance weighs; the payload is `place`, `context`, `elsewhere`, `matter`, `who`
    or `when`. `any` serves the other languages."""
    core: frozenset[str]
    """Identifiers of the targets whose mention beside place and people paraphrases the topic."""
    mentions: PhraseTable[str]
    """Every target's terms in every language; the payload is as in `target_patterns`."""


def build_topic(mapping: Mapping[str, Any]) -> Topic:
    """Check and compile a topic file's mapping; TopicError names the key and the mend."""
    _check_keys(mapping, _KEYS, _KEYS | _MORE_KEYS, "the topic file")
    phrases = _terms(mapping["phrases"], "phrases")
    for language, forms in phrases.items():
        _refuse_patterns(forms, f"phrases.{language}")
    synonyms = _terms(mapping.get("synonyms", {}), "synonyms")
    targets = _targets(mapping["targets"])
    return Topic(
        topic_id=_string(mapping, "topic", "the topic file"),
        title=_string(mapping, "title", "the topic file"),
        definition=_string(mapping, "definition", "the topic file"),
        phrases=phrases,
        targets=targets,
        names=_table([*_labelled(phrases, "phrase"), *_labelled(synonyms, "synonym")], "phrases"),
        cues=_cue_tables(mapping),
        core=_core(mapping.get("paraphrase", {}), targets),
        mentions=_table(list(target_patterns(phrases, targets)), "targets"),
    )


def target_patterns(
    phrases: Terms, targets: Sequence[Target], language: str | None = None
) -> Iterator[tuple[str, str]]:
    """Every pattern with its target's identifier, for one language or all.

    The topic's own phrases stand for its first target. A hint's identifier begins with `?`; it is empty for
    words that only look like a target, such as the troops of a warring side.
    """
    for forms in phrases.values():
        yield from ((form, targets[0].target_id) for form in forms)
    for target in targets:
        groups = (
            (target.terms, target.target_id),
            (target.hints, HINT + target.target_id),
            (target.not_terms, ""),
        )
        for terms, payload in groups:
            for key in terms:
                if language is None or key in (language, ANY):
                    yield from ((form, payload) for form in terms[key])


def topic_phrases(topic: Topic) -> list[str]:
    """Every phrase in every language as a plain string, sorted, for a search in raw bytes or text."""
    return sorted({form for forms in topic.phrases.values() for form in forms})


def _check_keys(mapping: Any, needed: set[str], allowed: set[str], where: str) -> None:
    if not isinstance(mapping, Mapping):
        raise TopicError(f"{where} is not a mapping; write `key: value` lines")
    if missing := sorted(needed - set(mapping)):
        raise TopicError(f"{where} lacks `{missing[0]}`; add it")
    if unknown := sorted(str(key) for key in mapping if key not in allowed):
        raise TopicError(
            f"{where} has the unknown key `{unknown[0]}`; known are {', '.join(sorted(allowed))}"
        )


def _string(mapping: Mapping[str, Any], key: str, where: str) -> str:
    value = mapping[key]
    if not isinstance(value, str) or not value.strip():
        raise TopicError(f"`{key}` of {where} is empty or not text; write one line of text")
    return value.strip()


def _terms(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise TopicError(f"`{where}` is not a mapping; write `language: [word, …]` lines")
    return {str(language): _strings(forms, f"{where}.{language}") for language, forms in value.items()}


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise TopicError(f"`{where}` is not a list of words; write `[word, word]`")
    for form in value:
        if not isinstance(form, str):
            raise TopicError(f"`{where}` holds {form!r}, which is not text; put it in quotation marks")
    return tuple(value)


def _refuse_patterns(forms: Iterable[str], where: str) -> None:
    for form in forms:
        if "*" in form or "…" in form or not parse_pattern(form):
            raise TopicError(f"`{where}` holds the pattern {form!r}; spell every form out")


def _targets(value: Any) -> tuple[Target, ...]:
    if not isinstance(value, Mapping) or not value:
        raise TopicError("`targets` is not a mapping; write one entry per target")
    return tuple(_target(str(name), entry) for name, entry in value.items())


def _target(name: str, entry: Any) -> Target:
    where = f"targets.{name}"
    _check_keys(entry, _TARGET_KEYS, _TARGET_KEYS | {"hints", "not_terms"}, where)
    return Target(
        target_id=name,
        title=_string(entry, "title", where),
        definition=_string(entry, "definition", where),
        terms=_terms(entry["terms"], f"{where}.terms"),
        hints=_terms(entry.get("hints", {}), f"{where}.hints"),
        not_terms=_terms(entry.get("not_terms", {}), f"{where}.not_terms"),
    )


def _labelled(terms: Terms, payload: str) -> list[tuple[str, str]]:
    return [(form, payload) for forms in terms.values() for form in forms]


def _table(patterns: list[tuple[str, str]], where: str) -> PhraseTable[str]:
    try:
        return PhraseTable(patterns)
    except ValueError as error:
        raise TopicError(f"`{where}`: {error}") from error


def _cue_groups(mapping: Mapping[str, Any]) -> Iterator[tuple[str, Terms]]:
    yield "place", _terms(mapping["places"], "places")
    yield "context", _terms(mapping["context"], "context")
    excluded = mapping.get("excluded", {})
    if not isinstance(excluded, Mapping):
        raise TopicError("`excluded` is not a mapping; write one entry per namesake")
    for name, entry in excluded.items():
        _check_keys(entry, {"context"}, {"title", "elsewhere", "context"}, f"excluded.{name}")
        kind = "elsewhere" if entry.get("elsewhere") else "matter"
        yield kind, _terms(entry["context"], f"excluded.{name}.context")
    paraphrase = mapping.get("paraphrase", {})
    if paraphrase:
        _check_keys(paraphrase, set(PARAPHRASE_PARTS), set(PARAPHRASE_PARTS), "paraphrase")
        for part in ("who", "when"):
            yield part, _terms(paraphrase[part], f"paraphrase.{part}")


def _core(paraphrase: Any, targets: Sequence[Target]) -> frozenset[str]:
    if not paraphrase:
        return frozenset()
    core = frozenset(_strings(paraphrase["core"], "paraphrase.core"))
    if unknown := sorted(core - {target.target_id for target in targets}):
        raise TopicError(f"`paraphrase.core` names {unknown[0]!r}, which is no target; mend the name")
    return core


def _cue_tables(mapping: Mapping[str, Any]) -> dict[str, PhraseTable[str]]:
    groups = list(_cue_groups(mapping))
    languages = {language for _, terms in groups for language in terms} | {ANY}
    return {
        language: _table(
            [(form, payload) for payload, terms in groups for form in _serving(terms, language)],
            f"words of `{language}`",
        )
        for language in sorted(languages)
    }


def _serving(terms: Terms, language: str) -> tuple[str, ...]:
    own = terms.get(language, ()) if language != ANY else ()
    return own + terms.get(ANY, ())
