"""How a graph lies on a Neo4j server: nodes, relationships, and the Cypher that writes them.

Every entity is a node ``Entity`` with the label of its type, every finding a node ``Finding``,
every paper a node ``Publication``, every source a node ``Source``, every name a node ``Name``; all
also have the label ``RadExo``. A claim is a relationship of its predicate's type with the property
``id``. `LINKS` describes the other relationship types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from ..model import Entity, Finding, Reference, Source, edge_id
from ..names import keys
from ..records import as_text, is_row, record_to_dict
from ..schema import ENTITY_TYPES, PREDICATES, RADIOSENSITIVITY, PredicateName
from .base import Claim, Store
from .disk import DiskStore

__all__ = [
    "KEPT",
    "LAYOUT",
    "LINKS",
    "LINK_ENDS",
    "MARKS",
    "NODES",
    "SCHEMA_STATEMENTS",
    "Plan",
    "PlannedRow",
    "claim_row",
    "create_cypher",
    "cypher_of",
    "each_claim",
    "each_row",
    "each_stored",
    "finding_rows",
    "format_of",
    "is_plain",
    "key_of",
    "marked_rows",
    "of_template",
    "plan_of",
    "publication_id",
    "rows_beside",
    "writes",
]

T = TypeVar("T")

PlannedRow = tuple[str, dict[str, Any]]
"""A label of `NODES`, a type of `LINKS` or a predicate, and what is written: see `each_row`."""

NODES: dict[str, type[Any] | None] = {
    "Source": Source,
    "Publication": Reference,
    "Finding": Finding,
    "Entity": Entity,
    "Name": None,
}
"""The labels of nodes, and the record behind each."""

LINKS: dict[str, str] = {
    "CITES": "Finding -> Publication: the paper behind it",
    "FROM": "Publication -> Source: the review or resource that cites it",
    "REPORTED_BY": "Finding -> Source: the review or resource that reports it",
    "IN_CANCER": "Finding -> Cancer: the cancer it was made in",
    "OF_EXOSOME": "Finding -> Exosome: the exosomes it is about",
    "MENTIONS": "Finding -> Entity: everything that it names",
    "SUBTYPE_OF": "Entity -> Entity: a kind of it",
    "DONATED_BY": "Exosome -> Cell, Tissue or Patient: who released it",
    "AFTER_EXPOSURE": "Exosome -> Exposure: after what it was released",
    "NAMED": "Entity -> Name: a name in the folded form that look-ups use",
}
"""The relationship types other than the schema's predicates, and what they mean."""

LINK_ENDS: dict[str, tuple[str, str]] = {
    "CITES": ("Finding", "Publication"),
    "FROM": ("Publication", "Source"),
    "REPORTED_BY": ("Finding", "Source"),
    "IN_CANCER": ("Finding", "Entity"),
    "OF_EXOSOME": ("Finding", "Entity"),
    "MENTIONS": ("Finding", "Entity"),
    "SUBTYPE_OF": ("Entity", "Entity"),
    "DONATED_BY": ("Entity", "Entity"),
    "AFTER_EXPOSURE": ("Entity", "Entity"),
    "NAMED": ("Entity", "Name"),
}
"""The labels that each of `LINKS` joins."""

LAYOUT = 2
"""Another number for each change after which questions ask for what an older push did not write."""
KEPT = 20_000
"""The most templates and ids that are kept."""

MARKS = {name: f"\ue000{name}\ue001" for name in ("subject", "predicate", "object", "id")}
MARKS["number"] = "93184756102938475"
"""What stands for the values in which rows of a template differ: see `marked_rows`."""
_ODD = re.compile('["\\\\\x00-\x1f\ue000]')
"""What CSV, JSON or the marks would change."""
_LONG = 100_000
"""The most characters of a template that is formatted once for all its rows."""

_LABELS = {name: row.name for name, row in ENTITY_TYPES.items() if not row.abstract}
"""The label of each concrete type: its name."""

SCHEMA_STATEMENTS = tuple(
    f"CREATE CONSTRAINT radexo_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for name, label, key in (
        ("entity_id", "Entity", "id"),
        ("finding_id", "Finding", "id"),
        ("publication_id", "Publication", "id"),
        ("source_id", "Source", "id"),
        ("name", "Name", "name"),
    )
) + tuple(
    f"CREATE INDEX radexo_{label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    for label, key in (("Entity", "type"), ("Finding", "resource_row"))
)
"""What makes ids unique, and look-ups by them fast; also those by type, and of the findings among
millions of rows that are not a resource's."""


def key_of(label: str) -> str:
    """Return the property that identifies nodes of a label."""
    return "name" if label == "Name" else "id"


@dataclass(frozen=True)
class Plan:
    """The nodes and relationships of a graph.

    Parameters
    ----------
    nodes
        Properties by label.
    links
        Ends by type: ``from`` and ``to``, the ids of the two nodes.
    claims
        The relationships between entities by type, each with its ends and properties.
    """

    nodes: dict[str, list[dict[str, Any]]]
    links: dict[str, list[dict[str, str]]]
    claims: dict[str, list[dict[str, Any]]]


def publication_id(source: str, citation: str | None) -> str:
    """Return the id of a paper's node: ``sun2022:29``; for the source's own paper ``sun2022:``."""
    return f"{source}:{citation or ''}"


def plan_of(store: Store) -> Plan:
    """Return the nodes and relationships of a graph.

    Parameters
    ----------
    store
        The graph.

    Returns
    -------
    Plan
        Lists are native properties; ``record`` is the whole value as JSON, so that reading it back
        loses nothing.

    Examples
    --------
    >>> from radexo.graph.model import Entity
    >>> from radexo.graph.records import Records
    >>> from radexo.graph.stores.memory import MemoryStore
    >>> store = MemoryStore(Records(entities=(Entity("hgnc:1", "A", "Gene"),)))
    >>> plan_of(store).nodes["Entity"][0]["id"]
    'hgnc:1'
    """
    nodes: dict[str, list[dict[str, Any]]] = {label: [] for label in NODES}
    links: dict[str, list[dict[str, str]]] = {name: [] for name in LINKS}
    claims: dict[str, list[dict[str, Any]]] = {name: [] for name in PREDICATES}
    for name, row in each_row(store):
        if name in nodes:
            nodes[name].append(row)
        elif name in links:
            links[name].append(row)
        else:
            claims[name].append(row)
    return Plan(nodes, links, claims)


def each_row(store: Store) -> Iterator[PlannedRow]:
    """Yield the nodes and relationships of a graph, without holding them.

    Parameters
    ----------
    store
        The graph.

    Yields
    ------
    str
        A label of `NODES`, a type of `LINKS`, or a predicate.
    dict
        Properties of the node; ends of the relationship; ends and properties of the claim.
    """
    yield from rows_beside(store)
    for finding in store.each_finding():
        yield from finding_rows(finding)
    for claim in each_claim(store):
        yield claim_row(claim)


def rows_beside(store: Store) -> Iterator[PlannedRow]:
    """Yield the rows of sources, papers, entities and names."""
    for source in store.sources():
        yield "Source", _properties(record_to_dict(source))
    for reference in store.references():
        id = publication_id(*reference.key)
        yield "Publication", {**_properties(record_to_dict(reference)), "id": id}
        yield _link("FROM", id, reference.source)
    names = set()
    for entity in store.entities():
        more = {"degree": store.degree(entity.id), "passable": passable(entity)}
        yield "Entity", {**_properties(record_to_dict(entity)), **more}
        for kind, others in (
            ("SUBTYPE_OF", entity.subtype_of),
            ("DONATED_BY", entity.donors),
            ("AFTER_EXPOSURE", entity.exposures),
        ):
            for other in dict.fromkeys(others):
                yield _link(kind, entity.id, other)
        for name in keys(entity):
            names.add(name)
            yield _link("NAMED", entity.id, name)
    for name in sorted(names):
        yield "Name", {"name": name}


def finding_rows(finding: Finding) -> Iterator[PlannedRow]:
    """Yield the node of a finding and its relationships."""
    yield (
        "Finding",
        {
            **_properties(record_to_dict(finding)),
            "statement_count": len(finding.statements),
            "biomarker_count": len(finding.biomarkers),
            "resource_row": is_row(finding),
            "source": finding.source,
            "effect": finding.effect,
        },
    )
    yield _link("REPORTED_BY", finding.id, finding.source)
    for key in dict.fromkeys(finding.reference_keys):
        yield _link("CITES", finding.id, publication_id(*key))
    if finding.cancer:
        yield _link("IN_CANCER", finding.id, finding.cancer)
    if finding.exosome:
        yield _link("OF_EXOSOME", finding.id, finding.exosome)
    for id in finding.named_ids:
        yield _link("MENTIONS", finding.id, id)


def is_plain(text: str) -> bool:
    """Return whether CSV and JSON hold a text as it is, and it holds no mark."""
    return not _ODD.search(text)


def of_template(
    template: Finding, number: str, subject: str, predicate: str, object: str
) -> Finding:
    """Return the finding of a row that has a template."""
    (blank,) = template.statements
    statement = replace(
        blank, subject=subject, predicate=cast("PredicateName", predicate), object=object
    )
    return replace(template, id=f"{template.id}{number}", statements=(statement,))


def marked_rows(template: Finding) -> list[PlannedRow]:
    """Return the rows of a template's finding, with `MARKS` for what differs between findings.

    Those are the rows of every finding of the template whose ends are plain (see `is_plain`), two
    entities, and not the template's cancer.

    Parameters
    ----------
    template
        What rows of a resource have in common.

    Returns
    -------
    list
        As `finding_rows` yields them; empty where the template is long or may hold a mark.
    """
    text = as_text(template)
    if len(text) > _LONG or any(mark in text for mark in MARKS.values()):
        return []
    return list(
        finding_rows(
            of_template(
                template, MARKS["number"], MARKS["subject"], MARKS["predicate"], MARKS["object"]
            )
        )
    )


def each_stored(
    store: DiskStore, made: Callable[[list[PlannedRow]], T]
) -> Iterator[Finding | tuple[T, dict[str, Any]]]:
    """Yield the findings on disk; what the rows of a template share is made once.

    Parameters
    ----------
    store
        What is read.
    made
        Called with the marked rows of each template, see `marked_rows`; of none, it returns what
        is false.

    Yields
    ------
    Finding, or tuple
        Of a row of a resource, what was made of its template's rows, and what stands for the marks.
    """

    @lru_cache(KEPT)
    def read(place: int) -> tuple[Finding, T]:
        template = store.template(place)
        return template, made(marked_rows(template))

    plain = lru_cache(KEPT)(is_plain)
    for stored in store.each_stored():
        if isinstance(stored, Finding):
            yield stored
            continue
        place, number, subject, predicate, object = stored
        template, shared = read(place)
        usual = shared and subject != object and template.cancer not in (subject, object)
        if usual and plain(subject) and plain(object):
            yield (
                shared,
                {"number": number, "subject": subject, "predicate": predicate, "object": object},
            )
        else:
            yield of_template(template, str(number), subject, predicate, object)


def format_of(text: str) -> str:
    """Return a text with marks as a format with their names: ``%(subject)s``."""
    text = text.replace("%", "%%")
    for mark, value in MARKS.items():
        text = text.replace(value, f"%({mark})s")
    return text


def each_claim(store: Store) -> Iterator[Claim]:
    """Yield the claims of a graph, in order; one on disk makes no findings for them."""
    if isinstance(store, DiskStore):
        yield from store.each_claim()
    else:
        for edge in store.each_edge():
            yield Claim(edge.subject, edge.predicate, edge.object, edge.certainty, edge.findings)


def claim_row(claim: Claim) -> PlannedRow:
    """Return the relationship of a claim."""
    predicate = PREDICATES[claim.predicate]
    properties = {
        "id": edge_id(claim.subject, claim.predicate, claim.object),
        "sign": predicate.sign,
        "causal": predicate.causal,
        "certainty": claim.certainty,
        "findings": list(claim.findings),
    }
    return claim.predicate, {"from": claim.subject, "to": claim.object, "properties": properties}


def _link(type: str, start: str, end: str) -> PlannedRow:
    return type, {"from": start, "to": end}


def passable(entity: Entity) -> bool:
    """Return whether paths may lead through an entity: not radiosensitivity, not exosomes."""
    return entity.id != RADIOSENSITIVITY and not entity.general_exosome


def _properties(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record's plain fields as properties, and all of it as JSON."""
    simple = {
        k: v
        for k, v in record.items()
        if not (isinstance(v, list) and v and isinstance(v[0], dict))
    }
    return {**simple, "record": json.dumps(record, ensure_ascii=False, sort_keys=True)}


def cypher_of(name: str, type: str = "") -> str:
    """Return the Cypher that writes ``$rows`` of `each_row`.

    Labels and types come from the schema alone, never from data.

    Parameters
    ----------
    name
        A label, the type of a link, or a predicate.
    type
        Of entities.

    Examples
    --------
    >>> cypher_of("Name")
    'UNWIND $rows AS row MERGE (n:Name {name: row.name}) SET n = row, n:RadExo'
    """
    if name in NODES:
        key = key_of(name)
        label = f"n:{_LABELS[type]}, " if type else ""
        merged = f"MERGE (n:{name} {{{key}: row.{key}}})"
        return f"UNWIND $rows AS row {merged} SET n = row, {label}n:RadExo"
    if name in LINKS:
        start, end = LINK_ENDS[name]
        return (
            f"UNWIND $rows AS row MATCH (a:{start} {{{key_of(start)}: row.from}}) "
            f"MATCH (b:{end} {{{key_of(end)}: row.to}}) MERGE (a)-[:{name}]->(b)"
        )
    return (
        "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
        f"MERGE (a)-[r:{PREDICATES[name].name} {{id: row.properties.id}}]->(b) "
        "SET r = row.properties"
    )


def create_cypher(name: str, type: str = "") -> str:
    """Return the Cypher that creates ``$rows`` of `each_row` on a server that holds none of them.

    It looks for nothing but the ends of relationships, so that a row costs the same however many
    there are.

    Parameters
    ----------
    name, type
        As of `cypher_of`.

    Examples
    --------
    >>> create_cypher("Name")
    'UNWIND $rows AS row CREATE (n:Name:RadExo) SET n = row'
    """
    if name in NODES:
        labels = ":".join((name, _LABELS[type]) if type else (name,))
        return f"UNWIND $rows AS row CREATE (n:{labels}:RadExo) SET n = row"
    start, end = LINK_ENDS.get(name, ("Entity", "Entity"))
    ends = (
        f"UNWIND $rows AS row MATCH (a:{start} {{{key_of(start)}: row.from}}) "
        f"MATCH (b:{end} {{{key_of(end)}: row.to}})"
    )
    if name in LINKS:
        return f"{ends} CREATE (a)-[:{name}]->(b)"
    return f"{ends} CREATE (a)-[r:{PREDICATES[name].name}]->(b) SET r = row.properties"


def writes(plan: Plan) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield every write: what it writes, its Cypher, its rows."""
    for label in ("Source", "Publication", "Finding", "Name"):
        yield label, cypher_of(label), plan.nodes[label]
    for type in _LABELS:
        rows = [row for row in plan.nodes["Entity"] if row["type"] == type]
        yield type, cypher_of("Entity", type), rows
    for name, rows in (*plan.links.items(), *plan.claims.items()):
        yield name, cypher_of(name), rows
