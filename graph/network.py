"""A graph, or part of it, as a `networkx.MultiDiGraph`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .model import Edge, Entity
from .schema import PREDICATES
from .stores.base import Store

if TYPE_CHECKING:
    import networkx

__all__ = ["edge_attributes", "network", "node_attributes"]


def network(
    store: Store, entities: Iterable[Entity], edges: Iterable[Edge], *, names: bool = False
) -> networkx.MultiDiGraph[str]:
    """Return entities and edges as a network.

    Parameters
    ----------
    store
        Holds the cancers and papers behind the edges.
    entities
        The nodes; the ends of every edge are among them.
    edges
        Keyed by edge id.
    names
        Identify nodes by name instead of id. A name that several entities have is followed by the
        id in parentheses.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes have ``id``, ``name``, ``type``, ``synonyms``, ``xrefs``, ``id_status`` and
        ``subtype_of``, exosomes also ``donors``, ``exposures`` and ``fluid``. Edges have
        ``predicate``, ``class``, ``sign`` (None for transport), ``causal``, ``certainty``,
        ``findings``, ``cancers`` (names), ``references`` (dicts with ``source``, ``citation``,
        ``doi`` and ``pmid``), ``dois`` and ``sources``. What can be several is a list.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> found = network(g.store, g.store.entities(), g.store.edges(), names=True)
    >>> [data["sign"] for data in found["miR-340-5p"]["KLF10"].values()]
    [-1]
    """
    import networkx

    entities = list(entities)
    shared = Counter(entity.name for entity in entities) if names else Counter()
    keys = {
        e.id: (f"{e.name} ({e.id})" if shared[e.name] > 1 else e.name) if names else e.id
        for e in entities
    }
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(version=store.version)
    for entity in entities:
        graph.add_node(keys[entity.id], **node_attributes(entity))
    for edge in edges:
        graph.add_edge(
            keys[edge.subject], keys[edge.object], key=edge.id, **edge_attributes(edge, store)
        )
    return graph


def node_attributes(entity: Entity) -> dict[str, Any]:
    """Return the attributes of a node, see `network`."""
    node: dict[str, Any] = {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "synonyms": list(entity.synonyms),
        "xrefs": list(entity.xrefs),
        "id_status": entity.id_status,
        "subtype_of": list(entity.subtype_of),
    }
    if entity.type == "Exosome":
        node |= {"donors": list(entity.donors), "exposures": list(entity.exposures)}
        node["fluid"] = entity.fluid
    return node


def edge_attributes(edge: Edge, store: Store) -> dict[str, Any]:
    """Return the attributes of an edge, see `network`."""
    findings = list({e.finding.id: e.finding for e in store.evidence(edge)}.values())
    cancers = dict.fromkeys(f.cancer for f in findings if f.cancer)
    papers = dict.fromkeys(key for f in findings for key in f.reference_keys)
    references = [store.reference(*key) for key in papers]
    return {
        "predicate": edge.predicate,
        "class": str(PREDICATES[edge.predicate].cls),
        "sign": edge.sign,
        "causal": edge.causal,
        "certainty": edge.certainty,
        "findings": [finding.id for finding in findings],
        "cancers": [store.entity(id).name for id in cancers],
        "references": [reference.to_dict() for reference in references],
        "dois": [reference.doi for reference in references if reference.doi],
        "sources": list(dict.fromkeys(finding.source for finding in findings)),
    }
