"""Nodes and edges with plain attributes, for formats that have no findings.

An edge is a claim; ``findings``, ``certainties``, ``inverted``, ``cancers`` and ``citations`` are
parallel lists: the first cancer is that of the first finding. ``publications`` are the CURIEs of
all papers cited, each once.
"""

from __future__ import annotations

from typing import Any

from ..model import Edge, Entity, Finding, Reference, Source, Statement
from ..schema import PREDICATES
from ..stores.base import Store
from .biolink import curies
from .licenses import source_line
from .losses import Loss, Tally, losses

__all__ = [
    "EDGE_KINDS",
    "NODE_KINDS",
    "Value",
    "flat_edge",
    "flat_graph",
    "flat_losses",
    "flat_node",
]

Value = str | int | bool | list[str]

NODE_KINDS: dict[str, type] = {
    "name": str,
    "type": str,
    "synonyms": list,
    "xrefs": list,
    "id_status": str,
    "subtype_of": list,
    "donors": list,
    "exposures": list,
    "fluid": str,
    "modification": str,
    "note": str,
}
"""The attributes of a node beside its id, and the type of each."""

EDGE_KINDS: dict[str, type] = {
    "predicate": str,
    "interaction": str,
    "sign": int,
    "causal": bool,
    "certainty": str,
    "findings": list,
    "certainties": list,
    "inverted": list,
    "cancers": list,
    "citations": list,
    "publications": list,
}
"""The attributes of an edge beside its ends, and the type of each."""

_CARRIED: dict[type[Any], tuple[str, ...]] = {
    Source: ("id", "title", "doi", "license", "version"),
    Reference: ("source", "citation", "doi", "pmid"),
    Entity: ("id", *NODE_KINDS),
    Finding: ("id", "citations", "cancer"),
    Statement: ("subject", "predicate", "object", "certainty", "inverted"),
}
"""The fields of the records that nodes and edges carry."""

_NO_CANCER = "not given"


def flat_graph(store: Store) -> dict[str, str]:
    """Return the attributes of the graph itself: its version, and its sources, one per line."""
    return {"version": store.version, "sources": "\n".join(map(source_line, store.sources()))}


def flat_node(entity: Entity) -> dict[str, Value]:
    """Return an entity's attributes by the names of `NODE_KINDS`; empty ones are left out.

    Examples
    --------
    >>> flat_node(Entity("hgnc:2514", "CTNNB1", "Gene", synonyms=("beta-catenin",)))
    {'name': 'CTNNB1', 'type': 'Gene', 'synonyms': ['beta-catenin'], 'id_status': 'exact'}
    """
    values = {name: getattr(entity, name) for name in NODE_KINDS}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None and value != ()
    }


def flat_edge(edge: Edge, store: Store, tally: Tally) -> dict[str, Value]:
    """Return a claim's attributes by the names of `EDGE_KINDS`; empty ones are left out.

    Parameters
    ----------
    edge
        The claim.
    store
        The graph that it belongs to.
    tally
        Counts what the lists leave ambiguous.

    Returns
    -------
    dict
    """
    findings = [e.finding for e in edge.evidence]
    cited = _cited(edge)
    publications = [curie for key in cited for curie in curies(store.reference(*key))]
    if len(cited) > 1 and publications:
        claim = f"{edge.subject} {edge.predicate} {edge.object}: {', '.join(publications)}"
        tally.add("which paper of an edge a publication is", claim)
    values: dict[str, Value | None] = {
        "predicate": edge.predicate,
        "interaction": PREDICATES[edge.predicate].sif,
        "sign": edge.sign,
        "causal": edge.causal,
        "certainty": edge.certainty,
        "findings": [finding.id for finding in findings],
        "certainties": [e.statement.certainty for e in edge.evidence],
        "inverted": ["yes" if e.statement.inverted else "no" for e in edge.evidence],
        "cancers": [
            store.entity(finding.cancer).name if finding.cancer else _NO_CANCER
            for finding in findings
        ],
        "citations": [
            " ".join(_shown(*key) for key in finding.reference_keys) for finding in findings
        ],
        "publications": publications,
    }
    return {name: value for name, value in values.items() if value is not None and value != []}


def _cited(edge: Edge) -> dict[tuple[str, str | None], None]:
    """Return the keys of the papers behind a claim, each once."""
    return dict.fromkeys(key for e in edge.evidence for key in e.finding.reference_keys)


def _shown(source: str, citation: str | None) -> str:
    return f"{source}[{citation}]" if citation else source


def flat_losses(store: Store) -> list[Loss]:
    """Count what nodes and edges do not carry: fields, and records that no edge leads to."""
    tally, ambiguous = Tally(), Tally()
    cited: set[tuple[str, str | None]] = set()
    for finding, alike in store.each_kind():
        if not finding.statements:
            tally.add("finding without a statement", finding.id)
            continue
        cited.update(finding.reference_keys)
        for shown in (_shown(*key) for key in finding.reference_keys):
            if " " in shown:
                example = f"{finding.id}: {shown}"
                ambiguous.add("space within a citation", example, alike)
        if finding.cancer and store.entity(finding.cancer).name == _NO_CANCER:
            example = f"{finding.id}: {finding.cancer}"
            ambiguous.add(f"cancer with the name {_NO_CANCER!r}", example, alike)
    for paper in store.references():
        if paper.key not in cited:
            tally.add("paper that no edge cites", _shown(*paper.key))
    return losses(store, _CARRIED) + tally.losses() + ambiguous.losses()
