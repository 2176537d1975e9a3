"""Suggestions while a name is typed: by name, synonym or id, the most likely first.

Examples
--------
>>> import radexo
>>> [(s["name"], s["matched"]) for s in suggestions(radexo.load(), "ctg", limit=1)]
[('CCN2', 'CTGF')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ..api import Graph
from ..graph.exchange.biolink import RESOLVER
from ..graph.names import means_radioresistance
from ..graph.schema import ENTITY_TYPES, PredicateClass, entity_type

__all__ = ["MOST", "card", "suggestions"]

MOST = 50
"""The most suggestions at once."""


_LOW = "radioresistance is low radiosensitivity: signs turn"


def suggestions(
    graph: Graph, text: str, types: Sequence[str] = (), limit: int = 12
) -> list[dict[str, Any]]:
    """Suggest entities.

    Parameters
    ----------
    graph
        Whose entities are suggested.
    text
        What was typed so far.
    types
        Only entities of these types, or of their subtypes.
    limit
        The most.

    Returns
    -------
    list of dict
        Id, name and type; a cancer, which has no edges, has its ``findings``, those in subtypes
        too; the rest is described by `radexo.graph.names.Suggestion`.
    """
    allowed = [entity_type(type).name for type in types]
    turned = means_radioresistance(text)
    suggested = graph.names.suggest(text, allowed or None, limit)
    cancers = [found.entity.id for found in suggested if found.entity.type == "Cancer"]
    counted = graph.store.findings_by_cancer() if cancers else {}
    findings = {id: sum(counted.get(i, 0) for i in graph.store.subtypes(id)) for id in cancers}
    return [
        {
            **found.entity.to_dict(),
            "matched": _LOW if turned and found.near else found.matched,
            "exact": found.exact,
            "near": found.near,
            "edges": found.edges,
            **({"findings": findings[found.entity.id]} if found.entity.id in findings else {}),
        }
        for found in suggested
    ]


def card(graph: Graph, name: str) -> Mapping[str, Any]:
    """Return what is known of an entity itself.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        When no entity has the name, or several do.
    """
    entity = graph.entity(name)
    store = graph.store.around([entity.id])
    return {
        **entity.to_dict(),
        "kind": ENTITY_TYPES[entity.type].description,
        "synonyms": list(entity.synonyms),
        "xrefs": list(entity.xrefs),
        "links": [
            {"id": id, "url": f"{RESOLVER}{quote(id, safe=':')}"}
            for id in (entity.id, *entity.xrefs)
            if not id.startswith("radexo:")
        ],
        "id_status": entity.id_status,
        "note": entity.note,
        "incoming": store.count_at(entity.id, list(PredicateClass), forward=False),
        "outgoing": store.count_at(entity.id, list(PredicateClass)),
    }
