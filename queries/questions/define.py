"""What a word of RadExo means: an entry of the glossary."""

from __future__ import annotations

from ...graph.errors import UnknownNameError
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..glossary import defined, glossary, nearest
from ..rows import Row, row


@row
class Definition(Row):
    """One entry of the glossary.

    Parameters
    ----------
    term
        The word.
    also
        Other forms of it.
    meaning
        What it means here.
    """

    term: str
    also: tuple[str, ...]
    meaning: str

    def cells(self) -> dict[str, str]:
        return {"term": self.term, "meaning": self.meaning}


@question(example={"term": "stitched"}, group="graph")
def define(store: Store, term: str | None = None) -> Rows[Definition]:
    """What a word of RadExo means.

    In the order of the glossary.

    Parameters
    ----------
    term
        The word, in any of its forms; all words when not given.
    """
    if term is None:
        return Rows([Definition(*entry[1:]) for entry in glossary()], what="term")
    entry = defined(term)
    if entry is None:
        near = nearest(term)
        hint = f" Nearest: {', '.join(near)}." if near else ""
        raise UnknownNameError(f"{term!r} is not in the glossary.{hint}", near)
    return Rows([Definition(*entry[1:])], what="term")
