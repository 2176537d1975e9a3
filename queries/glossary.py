"""The words of RadExo and their meaning, from ``glossary.tsv``; `ask` and the docs share it.

Examples
--------
>>> defined("Stitched together").term
'stitched'
"""

from __future__ import annotations

import os
from functools import cache
from typing import NamedTuple

__all__ = ["Entry", "defined", "glossary", "nearest"]


class Entry(NamedTuple):
    """A word of RadExo.

    Parameters
    ----------
    section
        Its heading in the documentation.
    term
        The word.
    also
        Other forms of it.
    meaning
        What it means here.
    """

    section: str
    term: str
    also: tuple[str, ...]
    meaning: str


@cache
def glossary() -> tuple[Entry, ...]:
    """Return every entry, in the order of the file."""
    with open(os.path.join(os.path.dirname(__file__), "glossary.tsv"), encoding="utf-8") as file:
        text = file.read()
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(
        Entry(section, term, tuple(filter(None, also.split(", "))), meaning)
        for section, term, also, meaning in rows
    )


def defined(word: str) -> Entry | None:
    """Return the entry of a word in any of its forms; None where there is none."""
    folded = _fold(word)
    for entry in glossary():
        if folded in map(_fold, (entry.term, *entry.also)):
            return entry
    return None


def nearest(word: str) -> list[str]:
    """Return the terms with the most similar names."""
    from ..graph.names import near_words

    return near_words(word, (entry.term for entry in glossary()))


def _fold(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())
