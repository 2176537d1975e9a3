"""Suggestions while a name is typed: by name, synonym or id, the most likely first.

Examples
--------
>>> import radexo
>>> [(s["name"], s["matched"]) for s in Suggestions(radexo.load()).find("ctg", limit=1)]
[('CCN2', 'CTGF')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..api import Graph
from ..graph.model import Entity
from ..graph.names import fold
from ..graph.schema import ENTITY_TYPES, entity_type, subtypes

__all__ = ["MOST", "Suggestions", "card"]

MOST = 50
"""The most suggestions at once."""


class Suggestions:
    """The names of a graph, folded once.

    Parameters
    ----------
    graph
        Whose entities are suggested.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._names: list[tuple[str, str, Entity]] = []
        for entity in graph.store.entities():
            for name in dict.fromkeys((entity.name, *entity.synonyms)):
                self._names.append((fold(name), name, entity))
            self._names += [
                (id.casefold(), id, entity)
                for id in (entity.id, *entity.xrefs)
                if entity.type != "Radiosensitivity" or id == entity.id
            ]

    def find(self, text: str, types: Sequence[str] = (), limit: int = 12) -> list[dict[str, Any]]:
        """Suggest entities.

        Parameters
        ----------
        text
            What was typed so far.
        types
            Only entities of these types, or of their subtypes.
        limit
            The most.

        Returns
        -------
        list of dict
            Id, name and type; ``matched`` is the name or id by which it was found, where that is
            not its own; ``exact`` whether that is all of what was typed; ``near`` whether it was
            only nearly so; ``edges`` in which it stands.
        """
        key, typed = fold(text), text.strip().casefold()
        if not key:
            return []
        allowed = {name for type in types for name in subtypes(entity_type(type).name)}
        exact = {entity.id for entity in self._graph.names.candidates(text)}
        best: dict[str, tuple[int, int, str, Entity]] = {}
        for folded, name, entity in self._names:
            if allowed and entity.type not in allowed:
                continue
            needle = typed if ":" in folded and ":" in typed else key
            at = folded.find(needle)
            how = 3 if at < 0 else 0 if folded == needle else 1 if at == 0 else 2
            rank = 0 if entity.id in exact else how
            if rank < 3 and (rank < 2 or len(key) > 1):
                told = (rank, how, name if at >= 0 else entity.name, entity)
                best[entity.id] = min(best.get(entity.id, told), told, key=lambda one: one[:2])
        found = sorted(
            best.values(), key=lambda one: (one[0], -self._edges(one[3]), one[3].name.casefold())
        )
        shown = [
            self._told(entity, name, exact=entity.id in exact) for *_, name, entity in found[:limit]
        ]
        if not shown:
            near = self._graph.names.nearest(text, tuple(types) or None, limit=min(limit, 5))
            shown = [
                {**self._told(entity, entity.name, exact=False), "near": True} for entity in near
            ]
        return shown

    def _edges(self, entity: Entity) -> int:
        return self._graph.store.degree(entity.id)

    def _told(self, entity: Entity, name: str, *, exact: bool) -> dict[str, Any]:
        matched = None if name == entity.name else name
        return {
            **entity.to_dict(),
            "matched": matched,
            "exact": exact,
            "near": False,
            "edges": self._edges(entity),
        }


def card(graph: Graph, name: str) -> Mapping[str, Any]:
    """Tell what is known of an entity itself.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        When the name is carried by no entity, or by several.
    """
    entity = graph.entity(name)
    store = graph.store
    return {
        **entity.to_dict(),
        "kind": ENTITY_TYPES[entity.type].description,
        "synonyms": list(entity.synonyms),
        "xrefs": list(entity.xrefs),
        "id_status": entity.id_status,
        "note": entity.note,
        "incoming": sum(1 for _ in store.in_edges(entity.id)),
        "outgoing": sum(1 for _ in store.out_edges(entity.id)),
    }
