"""The vocabulary of plain questions: what each word or phrase means to the router.

The words are data, in ``words.tsv``: a kind (verb, type, radio, filter ...), a value (the sign of
a verb, the name of a type), whether the words are verbs to be inflected, and the words. A phrase
that several rows list has the meaning of the first. A causal predicate's verb that no row lists has
the predicate's sign. Names of entities are not words: the graph knows those.

Examples
--------
>>> VOCABULARY["represses",].kind, VOCABULARY["represses",].value
('verb', -1)
>>> VOCABULARY["radiation", "resistance"].value, american("sensitise")
(-1, 'sensitize')
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
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


def _vocabulary() -> dict[tuple[str, ...], Word]:
    """Return the meaning of every phrase, verbs in all their forms."""
    irregular = {str(row.value): row.words for row in _of("irregular")}
    words: dict[tuple[str, ...], Word] = {}
    for kind, value, inflected, phrases in (row for row in _ROWS if row.kind not in _META):
        if not inflected:
            word = Word(kind, value)
            for phrase in phrases:
                words.setdefault(tuple(phrase.split()), word)
            continue
        of_form = {form: Word(kind, value, form) for form in ("base", "s", "ed", "ing")}
        for phrase in phrases:
            for forms, form in _phrases(phrase, irregular):
                words.setdefault(forms, of_form[form])
    for predicate in PREDICATES.values():
        if predicate.causal:
            for forms, form in _phrases(predicate.verb[0], irregular):
                words.setdefault(forms, Word("verb", predicate.sign, form))
    radiation = [tuple(phrase.split()) for row in _of("radiation") for phrase in row.words]
    against = [
        (preposition, *beam)
        for preposition in ("to", "towards", "against", "from")
        for beam in radiation
    ]
    for row in _of("tough", "response"):
        word = Word("radio", row.value)
        for lead in row.words:
            words.update({(*beam, lead): word for beam in radiation})
            words.update({(lead, *beam): word for beam in against})
    for row in _of("withstand"):
        word = Word("radio", row.value)
        for verb in row.words:
            for text, _ in _inflected(verb, irregular):
                words.update(((text, *beam), word) for beam in radiation)
    return words


VOCABULARY = _vocabulary()
"""What each word or phrase means."""

LONGEST = max(map(len, VOCABULARY))
"""How many words the longest phrase has."""

FUNCTION_WORDS = frozenset(word for row in _of("no meaning") for word in row.words)
"""Words that a question may have without a change of what it asks."""

STOP_WORDS = FUNCTION_WORDS | {
    " ".join(phrase)
    for phrase, word in VOCABULARY.items()
    if word.kind
    in (
        *("aux", "what", "how", "why", "if", "that", "and", "of", "in", "by", "to", "from"),
        *("via", "after", "against", "pronoun", "anything", "filler"),
    )
}
"""Words without content of their own, to which no content word is corrected."""

NUMBERS = {word: int(row.value) for row in _of("number") for word in row.words}
"""Numbers that are written out."""

ORDINARY = frozenset(word for row in _of("name in capitals") for word in row.words)
"""Short names of entities that are also English words: they count as names only in capitals."""

ALIASES = {phrase: str(row.value) for row in _of("read as") for phrase in row.words}
"""Phrases that are read as a name of the graph, with a note: fibroblast, dying cells."""

_BRITISH = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"our(s|ed|ing|able|al)?$"), r"or\1"),
    (re.compile(r"ll(ed|ing)$"), r"l\1"),
    (re.compile(r"^oe"), "e"),
)


def american(word: str) -> str:
    """Spell a word the American way; words that are spelled alike stay as they are.

    Examples
    --------
    >>> american("tumour"), american("signalling"), american("radiosensitiser")
    ('tumor', 'signaling', 'radiosensitizer')
    """
    if (word,) in VOCABULARY or word in FUNCTION_WORDS:
        return word
    for pattern, spelled in _BRITISH:
        word = pattern.sub(spelled, word)
    return word
