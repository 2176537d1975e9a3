"""What a word means: an entry of the glossary, or an entity of the graph."""

from __future__ import annotations

from ...graph.errors import UnknownNameError
from ...graph.model import Entity
from ...graph.schema import ENTITY_TYPES
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..glossary import defined, glossary, nearest
from ..rows import Row, row


@row
class Definition(Row):
    """One entry of the glossary, or one entity.

    Parameters
    ----------
    term
        The word, or the entity's name.
    also
        Other forms of it, or synonyms.
    meaning
        What it means here; of an entity its type, its identifiers and what the curators noted.
    """

    term: str
    also: tuple[str, ...]
    meaning: str

    def cells(self) -> dict[str, str]:
        return {"term": self.term, "meaning": self.meaning}


@question(example={"term": "stitched"}, group="graph")
def define(store: Store, term: str | None = None) -> Rows[Definition]:
    """What a word of RadExo means, or what an entity of the graph is.

    In the order of the glossary.

    Parameters
    ----------
    term
        The word, in any of its forms, or the name of an entity; all words when not given.
    """
    if term is None:
        return Rows([Definition(*entry[1:]) for entry in glossary()], what="term")
    if (entry := defined(term)) is not None:
        return Rows([Definition(*entry[1:])], what="term")
    try:
        return Rows([_of_entity(store.names.find(term))], what="term")
    except UnknownNameError as error:
        near = [*nearest(term), *error.candidates]
        hint = f" Nearest: {', '.join(near)}." if near else ""
        message = f"{term!r} is neither in the glossary nor in the graph.{hint}"
        raise UnknownNameError(message, near) from None


def _of_entity(entity: Entity) -> Definition:
    ids = ", ".join((entity.id, *entity.xrefs))
    note = f"; {entity.note}" if entity.note else ""
    kind = f"{ENTITY_TYPES[entity.type].description} ({entity.type})"
    return Definition(entity.name, entity.synonyms, f"{kind}; {ids}{note}")
