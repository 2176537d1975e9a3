"""A graph as nodes and edges with plain attributes, for formats that know no findings: one edge a claim, its evidence as lists.

``findings``, ``certainties``, ``inverted``, ``cancers`` and ``citations`` of an edge run in
parallel: the first cancer is that of the first finding. ``publications`` are the CURIEs of all
papers cited, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Edge, Entity, Finding, Reference, Source, Statement
from ..records import Records, assemble
from ..schema import PREDICATES
from .biolink import curies
from .losses import Loss, Tally, losses

__all__ = [
    "EDGE_KINDS",
    "NODE_KINDS",
    "FlatEdge",
    "Value",
    "flat_edges",
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
"""What a node tells beside its id, and the kind of each."""

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
"""What an edge tells beside its ends, and the kind of each."""

_CARRIED: dict[type[Any], tuple[str, ...]] = {
    Source: ("id",),
    Reference: ("source", "citation", "doi", "pmid"),
    Entity: ("id", *NODE_KINDS),
    Finding: ("id", "citations", "cancer"),
    Statement: ("subject", "predicate", "object", "certainty", "inverted"),
}
"""The fields of the records that nodes and edges tell."""

_NO_CANCER = "not given"


@dataclass(frozen=True, slots=True)
class FlatEdge:
    """One claim with its attributes.

    Parameters
    ----------
    id, source, target
        Ids of the claim and of its ends.
    values
        By the names of `EDGE_KINDS`; what is not known, or an empty list, is left out.
    """

    id: str
    source: str
    target: str
    values: Mapping[str, Value]


def flat_node(entity: Entity) -> dict[str, Value]:
    """Give an entity's attributes by the names of `NODE_KINDS`; empty ones are left out.

    Examples
    --------
    >>> flat_node(Entity("hgnc:2514", "CTNNB1", "Gene", synonyms=("beta-catenin",)))
    {'name': 'CTNNB1', 'type': 'Gene', 'synonyms': ['beta-catenin'], 'id_status': 'exact'}
    """
    told = {name: getattr(entity, name) for name in NODE_KINDS}
    return {
        name: list(v) if isinstance(v, tuple) else v
        for name, v in told.items()
        if v is not None and v != ()
    }


def flat_edges(records: Records) -> Iterator[FlatEdge]:
    """Give every claim, ordered by subject, predicate and object.

    Parameters
    ----------
    records
        The graph.

    Yields
    ------
    FlatEdge
    """
    names = {e.id: e.name for e in records.entities}
    papers = {r.key: r for r in records.references}
    for edge in assemble(records.findings):
        yield FlatEdge(edge.id, edge.subject, edge.object, _values(edge, names, papers))


def _values(
    edge: Edge, names: Mapping[str, str], papers: Mapping[Any, Reference]
) -> dict[str, Value]:
    findings = [e.finding for e in edge.evidence]
    cited = dict.fromkeys(key for finding in findings for key in finding.reference_keys)
    told: dict[str, Value | None] = {
        "predicate": edge.predicate,
        "interaction": PREDICATES[edge.predicate].sif,
        "sign": edge.sign,
        "causal": edge.causal,
        "certainty": edge.certainty,
        "findings": [finding.id for finding in findings],
        "certainties": [e.statement.certainty for e in edge.evidence],
        "inverted": ["yes" if e.statement.inverted else "no" for e in edge.evidence],
        "cancers": [
            names[finding.cancer] if finding.cancer else _NO_CANCER for finding in findings
        ],
        "citations": [
            " ".join(_shown(*key) for key in finding.reference_keys) for finding in findings
        ],
        "publications": [curie for key in cited if key in papers for curie in curies(papers[key])],
    }
    return {name: value for name, value in told.items() if value is not None and value != []}


def _shown(source: str, citation: str | None) -> str:
    return f"{source}[{citation}]" if citation else source


def flat_losses(records: Records) -> list[Loss]:
    """Count what nodes and edges do not tell: fields, what no edge leads to, and what their lists leave open."""
    tally = Tally()
    told = [finding for finding in records.findings if finding.statements]
    cited = {key for finding in told for key in finding.reference_keys}
    for finding in records.findings:
        if not finding.statements:
            tally.add("finding without a statement", finding.id)
    for paper in records.references:
        if paper.key not in cited:
            tally.add("paper that no edge cites", _shown(*paper.key))
    for source in records.sources:
        if all(source.id != id for id, _ in cited):
            tally.add("source that no edge cites", source.id)
    names = {e.id: e.name for e in records.entities}
    for finding in told:
        for shown in (_shown(*key) for key in finding.reference_keys):
            if " " in shown:
                tally.add("citation with a blank, which joins citations", f"{finding.id}: {shown}")
        if finding.cancer and names[finding.cancer] == _NO_CANCER:
            tally.add("cancer named as one that is not given", f"{finding.id}: {finding.cancer}")
    papers = {r.key: r for r in records.references}
    for edge in assemble(told):
        keys = dict.fromkeys(
            key for evidence in edge.evidence for key in evidence.finding.reference_keys
        )
        found = [curie for key in keys if key in papers for curie in curies(papers[key])]
        if len(keys) > 1 and found:
            claim = f"{edge.subject} {edge.predicate} {edge.object}"
            tally.add("which paper of an edge a publication is", f"{claim}: {', '.join(found)}")
    return losses(records, _CARRIED) + tally.losses()
