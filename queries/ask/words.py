"""The vocabulary of plain questions: what each word or phrase means to the router.

The words are data, in ``words.tsv``: a kind (verb, type, radio, filter ...), a value (the sign of
a verb, the name of a type), whether the words are verbs to be inflected, and the words. A phrase
that several rows list has the meaning of the first. A causal predicate's verb that no row lists has
the predicate's sign. Names of entities are not words: the graph knows those.

Examples
--------
>>> VOCABULARY["represses",].kind, VOCABULARY["represses",].value
('verb', -1)
>>> meaning(("radiation", "resistance")).value, american("sensitise")
(-1, 'sensitize')
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from ...graph.schema import PREDICATES

__all__ = [
    "ALIASES",
    "FUNCTION_WORDS",
    "LONGEST",
    "NUMBERS",
    "ORDINARY",
    "VOCABULARY",
    "Word",
    "american",
    "meaning",
    "stop_words",
]


class Word(NamedTuple):
    """What a word or phrase means.

    Parameters
    ----------
    kind
        Such as verb, agent, event, type, radio, filter.
    value
        Of a verb the sign, of a type its name, and so on.
    form
        Of a verb: base, s, ed or ing.
    """

    kind: str
    value: Any = None
    form: str = ""


class _Row(NamedTuple):
    """A row of ``words.tsv``."""

    kind: str
    value: Any
    inflected: bool
    words: list[str]


def _read() -> Iterator[_Row]:
    """Read ``words.tsv``."""
    with open(os.path.join(os.path.dirname(__file__), "words.tsv"), encoding="utf-8") as file:
        text = file.read()
    for line in text.splitlines()[1:]:
        kind, value, inflected, words = line.split("\t")
        number = value.lstrip("+-").isdigit()
        yield _Row(
            kind, int(value) if number else value or None, bool(inflected), words.split(", ")
        )


def _inflected(verb: str, irregular: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb, each with what form it is."""
    yield verb, "base"
    if verb in irregular:
        third, *past, ing = irregular[verb]
        yield third, "s"
        for form in past:
            yield form, "ed"
        yield ing, "ing"
        return
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        stem = verb[:-1] + "i"
    sibilant = verb.endswith(("s", "sh", "ch", "y"))
    third = (stem if stem != verb else verb) + "es" if sibilant else verb + "s"
    yield third, "s"
    yield stem + "ed", "ed"
    yield (verb[:-1] if verb.endswith("e") else verb) + "ing", "ing"
    if verb.endswith("ay"):
        yield verb + "s", "s"


def _phrases(phrase: str, irregular: dict[str, list[str]]) -> list[tuple[tuple[str, ...], str]]:
    """Return the forms of a phrase that begins with a verb, each with what form it is."""
    head, *rest = phrase.replace("-", " ").split()
    if "-" in phrase:  # up-regulate: the inflection is at the end
        *between, verb = rest
        return [((head, *between, text), form) for text, form in _inflected(verb, irregular)]
    return [((text, *rest), form) for text, form in _inflected(head, irregular)]


_ROWS = list(_read())


def _of(*kinds: str) -> Iterator[_Row]:
    return (row for row in _ROWS if row.kind in kinds)


_META = {
    "irregular",
    "withstand",
    "radiation",
    "no meaning",
    "number",
    "name in capitals",
    "read as",
}
"""Kinds of rows that say how to read other words."""


_IRREGULAR = {str(row.value): row.words for row in _of("irregular")}


def _vocabulary() -> dict[tuple[str, ...], Word]:
    """Return the meaning of every phrase that is listed, verbs in all their forms."""
    words: dict[tuple[str, ...], Word] = {}
    for kind, value, inflected, phrases in (row for row in _ROWS if row.kind not in _META):
        if not inflected:
            word = Word(kind, value)
            for phrase in phrases:
                words.setdefault(tuple(phrase.split()), word)
            continue
        of_form = {form: Word(kind, value, form) for form in ("base", "s", "ed", "ing")}
        for phrase in phrases:
            for forms, form in _phrases(phrase, _IRREGULAR):
                words.setdefault(forms, of_form[form])
    for predicate in PREDICATES.values():
        if predicate.causal:
            for forms, form in _phrases(predicate.verb[0], _IRREGULAR):
                words.setdefault(forms, Word("verb", predicate.sign, form))
    return words


VOCABULARY = _vocabulary()
"""What each word or phrase means that is listed; `meaning` knows phrases of radiation too."""

_BEAMS = frozenset(tuple(phrase.split()) for row in _of("radiation") for phrase in row.words)
_TOUGH = {lead: Word("radio", row.value) for row in _of("tough", "response") for lead in row.words}
_WITHSTAND = {
    text: Word("radio", row.value)
    for row in _of("withstand")
    for verb in row.words
    for text, _ in _inflected(verb, _IRREGULAR)
}
_AGAINST = ("to", "towards", "against", "from")

LONGEST = max(*map(len, VOCABULARY), 2 + max(map(len, _BEAMS)))
"""How many words the longest phrase has."""


def meaning(phrase: Sequence[str]) -> Word | None:
    """Return what a word or phrase means.

    Parameters
    ----------
    phrase
        Its words, as `american` spells them.

    Returns
    -------
    Word or None
        That of a phrase such as radiation resistance, resistant to X-rays, withstand irradiation,
        or what the vocabulary lists.

    Examples
    --------
    >>> [word.value for phrase in ("resistant to x rays", "withstand radiation")
    ...  if (word := meaning(phrase.split()))]
    [-1, -1]
    """
    first, *rest = words = tuple(phrase)
    if rest:  # made here, since all such phrases would take a third of the time to read the words
        *beam, last = words
        if last in _TOUGH and tuple(beam) in _BEAMS:
            return _TOUGH[last]
        if first in _TOUGH and rest[0] in _AGAINST and tuple(rest[1:]) in _BEAMS:
            return _TOUGH[first]
        if first in _WITHSTAND and tuple(rest) in _BEAMS:
            return _WITHSTAND[first]
    return VOCABULARY.get(words)


FUNCTION_WORDS = frozenset(word for row in _of("no meaning") for word in row.words)
"""Words that a question may have without a change of what it asks."""


@cache
def stop_words() -> frozenset[str]:
    """Return words without content of their own, to which no content word is corrected."""
    kinds = {
        *("aux", "what", "how", "why", "if", "that", "and", "of", "in", "by", "to", "from"),
        *("via", "after", "against", "pronoun", "anything", "filler"),
    }
    without = (" ".join(phrase) for phrase, word in VOCABULARY.items() if word.kind in kinds)
    return FUNCTION_WORDS.union(without)


NUMBERS = {word: int(row.value) for row in _of("number") for word in row.words}
"""Numbers that are written out."""

ORDINARY = frozenset(word for row in _of("name in capitals") for word in row.words)
"""Short names of entities that are also English words: they count as names only in capitals."""

ALIASES = {phrase: str(row.value) for row in _of("read as") for phrase in row.words}
"""Phrases that are read as a name of the graph, with a note: fibroblast, dying cells."""

_BRITISH = (
    ("is", "iz", ("e", "ed", "es", "ing", "ation", "ations", "er", "ers")),
    ("our", "or", ("", "s", "ed", "ing", "able", "al")),
    ("ll", "l", ("ed", "ing")),  # after two vowels: signalling, but killing and called stay
)
"""What comes before some endings, as it is spelled there and in America."""


def american(word: str) -> str:
    """Spell a word the American way; words that are spelled alike stay as they are.

    Examples
    --------
    >>> american("tumour"), american("signalling"), american("radiosensitiser"), american("killing")
    ('tumor', 'signaling', 'radiosensitizer', 'killing')
    """
    if (word,) in VOCABULARY or word in FUNCTION_WORDS:
        return word
    for british, spelled, endings in _BRITISH:
        for ending in endings:
            if word.endswith(british + ending):
                stem = word.removesuffix(british + ending)
                if british == "ll" and len(re.findall("[aeiouy]+", stem)) < 2:
                    continue
                word = stem + spelled + ending
                break
    return "e" + word[2:] if word.startswith("oe") else word
