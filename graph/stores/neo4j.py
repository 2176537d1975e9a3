"""A graph on a Neo4j server: pushing it there, and selecting what a question needs.

On the server every entity is a node ``Entity`` with the label of its type, every finding a node
``Finding``, every paper a node ``Publication``, every source a node ``Source``; all of RadExo's
nodes also have the label ``RadExo``. A claim is a relationship of its predicate's type, found again
by ``id``. ``LINKS`` lists the types that join findings, papers and entities.

Cypher selects, in one round trip for a question; what comes back is assembled into a small store,
and the same function as for the embedded graph makes the rows.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import DataError, MissingExtraError, StoreError
from ..model import Edge, Entity, Source, natural_key
from ..names import Names, asked, keys
from ..records import Records, merge, records_from_dict, records_to_dict
from ..schema import ENTITY_TYPES, PREDICATES, RADIOSENSITIVITY
from .base import TOTALS, Census, Store, records_of
from .memory import MemoryStore

if TYPE_CHECKING:
    import neo4j

__all__ = [
    "LINKS",
    "LINK_ENDS",
    "SCHEMA_STATEMENTS",
    "Layout",
    "Selection",
    "Server",
    "layout",
    "publication_id",
]

LINKS: dict[str, str] = {
    "CITES": "Finding -> Publication: the paper behind it",
    "FROM": "Publication -> Source: the review or resource that cites it",
    "REPORTED_BY": "Finding -> Source: the review or resource that tells it",
    "IN_CANCER": "Finding -> Cancer: the cancer it was made in",
    "OF_EXOSOME": "Finding -> Exosome: the exosomes it is about",
    "MENTIONS": "Finding -> Entity: everything that it names",
    "SUBTYPE_OF": "Entity -> Entity: a kind of it",
    "DONATED_BY": "Exosome -> Cell, Tissue or Patient: who released it",
    "AFTER_EXPOSURE": "Exosome -> Exposure: after what it was released",
    "NAMED": "Entity -> Name: a name in the folded form that look-ups use",
}
"""The relationship types beside the schema's predicates, and what they join."""

LARGEST_PUSH = 200_000
"""The most nodes and relationships that one transaction takes; beyond, neo4j-admin imports faster and safely."""

_BATCH = 2_000
_GAP = "\x1f"
"""Between the two ends of a link; no id holds it."""
_RESOLVE = """
OPTIONAL MATCH (graph:Graph:RadExo {id: 'radexo'})
WITH graph.version AS version
OPTIONAL MATCH (name:Name)<-[:NAMED]-(carrier:Entity) WHERE name.name IN $names
WITH version, collect(DISTINCT carrier) AS carriers
CALL (carriers) {
  UNWIND carriers AS carrier
  MATCH (kind:Entity)-[:SUBTYPE_OF*0..]->(carrier)
  RETURN collect(DISTINCT kind.record) AS entities
}
RETURN version, [carrier IN carriers | carrier.id] AS carriers, entities
"""
_TYPES = tuple(name for name, row in ENTITY_TYPES.items() if not row.abstract)
SCHEMA_STATEMENTS = (
    "CREATE CONSTRAINT radexo_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT radexo_finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT radexo_publication_id IF NOT EXISTS FOR (n:Publication) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT radexo_source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT radexo_name IF NOT EXISTS FOR (n:Name) REQUIRE n.name IS UNIQUE",
)


class Server:
    """A Neo4j server that holds, or shall hold, a graph.

    Parameters
    ----------
    address
        Such as ``neo4j://127.0.0.1:7687``; on a cluster the same.
    user, password, database
        By default from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    timeout
        Seconds after which the server ends a question.

    Raises
    ------
    MissingExtraError
        When the driver is not installed.
    """

    def __init__(
        self,
        address: str,
        *,
        user: str | None = None,
        password: str | None = None,
        database: str | None = None,
        timeout: float = 60.0,
    ) -> None:
        try:
            import neo4j
        except ImportError as error:
            raise MissingExtraError(
                "the Neo4j driver is not installed: pip install 'radexo[neo4j]'"
            ) from error
        # the driver logs what it then also raises, and raises is enough
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        self.address, self.timeout = address, timeout
        self.database = database or os.environ.get("NEO4J_DATABASE") or "neo4j"
        user = user or os.environ.get("NEO4J_USERNAME") or "neo4j"
        password = password or os.environ.get("NEO4J_PASSWORD") or ""
        try:
            self._driver = neo4j.GraphDatabase.driver(
                address,
                auth=(user, password),
                max_transaction_retry_time=8.0,
                connection_acquisition_timeout=15.0,
                connection_timeout=5.0,
                notifications_min_severity="OFF",
                user_agent="radexo",
            )
        except (ValueError, neo4j.exceptions.ConfigurationError) as error:
            raise StoreError(
                f"{address}: not an address of a Neo4j server ({error}); such as neo4j://127.0.0.1:7687"
            ) from error

    def close(self) -> None:
        """End the connection."""
        self._driver.close()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading ----------------------------------------------------------------------------------

    def read(self, cypher: str, parameters: Mapping[str, Any]) -> neo4j.EagerResult:
        """Run a query that only reads.

        Parameters
        ----------
        cypher
            With ``$parameters``; no text of a user is ever spliced into it.
        parameters
            Their values.

        Returns
        -------
        neo4j.EagerResult

        Raises
        ------
        StoreError
            When the server is away, refuses the user, has no such database, or needs longer than
            the timeout.
        """
        import neo4j

        with self._clear_errors():
            query = neo4j.Query(cypher, timeout=self.timeout)
            return self._driver.execute_query(
                query, dict(parameters), routing_=neo4j.RoutingControl.READ, database_=self.database
            )

    def resolve(self, names: Sequence[str]) -> Resolution:
        """Look names up, in one round trip.

        Parameters
        ----------
        names
            What a user typed: names, synonyms, CURIEs.

        Returns
        -------
        Resolution
            Every entity that carries one of them, all their subtypes, and the graph's version.
        """
        wanted = sorted({key for name in names for key in asked(name)})
        record = self.read(_RESOLVE, {"names": wanted}).records[0]
        entities = records_from_dict(
            {"entities": [json.loads(text) for text in record["entities"]]}
        ).entities
        carriers = set(record["carriers"])
        return Resolution(
            [e for e in entities if e.id in carriers], entities, record["version"] or ""
        )

    def names(self) -> Names:
        """Read every name, to tell the nearest ones to a name that is not there."""
        records = self.read(
            "MATCH (e:Entity:RadExo) RETURN e.record AS record LIMIT 50000", {}
        ).records
        return Names(
            records_from_dict({"entities": [json.loads(r["record"]) for r in records]}).entities
        )

    def select(
        self, cypher: str, parameters: Mapping[str, Any], resolution: Resolution
    ) -> Selection:
        """Run a question's Cypher and assemble what it selects into a small store.

        Parameters
        ----------
        cypher, parameters
            The question.
        resolution
            The entities that it names.

        Returns
        -------
        Selection
            A store of the selected claims, with every finding behind them.
        """
        found = self.read(cypher, parameters).records
        nodes, relationships = _graph_of(found)
        selected = _collect(
            {"labels": node.labels, "record": node["record"]} for node in nodes if "record" in node
        )
        entities = {e.id: e for e in (*resolution.entities, *selected.entities)}
        records = Records(
            selected.sources,
            selected.references,
            tuple(entities[id] for id in sorted(entities, key=natural_key)),
            selected.findings,
        )
        claims = {r["id"] for r in relationships if r.type in PREDICATES}
        degrees = {node["id"]: node["degree"] for node in nodes if "degree" in node}
        census = next((counted for record in found if (counted := record.get("census"))), None)
        return Selection(records, claims, degrees, resolution.version, census)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        import neo4j.exceptions as errors

        where = f"{self.address}, database {self.database}"
        try:
            yield
        except errors.AuthError as error:
            raise StoreError(
                f"{where}: user or password refused; set NEO4J_USERNAME and NEO4J_PASSWORD"
            ) from error
        except (errors.ServiceUnavailable, errors.SessionExpired, OSError) as error:
            raise StoreError(
                f"{where}: no server answers there; is it started, is the address right?"
            ) from error
        except errors.Neo4jError as error:
            if error.code == "Neo.ClientError.Database.DatabaseNotFound":
                raise StoreError(
                    f"{where}: there is no such database; set NEO4J_DATABASE"
                ) from error
            if "TransactionTimedOut" in (error.code or "") or "Terminated" in (error.code or ""):
                raise StoreError(
                    f"{where}: the question took longer than {self.timeout:g} s; ask a narrower one"
                ) from error
            raise StoreError(f"{where}: the server refused: {error.message}") from error
        except errors.DriverError as error:
            raise StoreError(f"{where}: {error}") from error

    # -- writing ----------------------------------------------------------------------------------

    def push(
        self,
        records: Records,
        *,
        replace: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> dict[str, int]:
        """Write a graph to the server, in one transaction: all of it, or nothing.

        What is there is merged with: pushing twice is pushing once. Nothing that is not RadExo's is
        touched.

        Parameters
        ----------
        records
            The graph.
        replace
            Whether what RadExo itself put there before, and this graph does not hold, is removed.
        progress
            Told what is being written.

        Returns
        -------
        dict of str to int
            ``nodes`` and ``relationships`` of RadExo on the server afterwards, and how many of both
            were ``removed``.

        Raises
        ------
        DataError
            When the graph is too large for one transaction, or contradicts what is there in one
            record.
        StoreError
            When the server is away, or refuses.
        """
        import neo4j

        size = _size(records)
        if size > LARGEST_PUSH:
            raise DataError(
                f"{size} nodes and relationships are too many for one transaction (at most {LARGEST_PUSH}); with the server "
                "stopped: radexo export --format neo4j-csv DIR, then the neo4j-admin command that it prints"
            )

        def work(transaction: neo4j.ManagedTransaction) -> dict[str, int]:
            _refuse_foreign(transaction, records)
            whole = records if replace else merge(_collect(_there(transaction)), records)
            plan = layout(MemoryStore(whole))
            removed = _remove_others(transaction, plan) if replace else 0
            for what, cypher, rows in _writes(plan):
                if progress:
                    progress(f"{what}: {len(rows)}")
                for start in range(0, len(rows), _BATCH):
                    transaction.run(cypher, rows=rows[start : start + _BATCH]).consume()
            transaction.run(
                "MERGE (g:Graph:RadExo {id: 'radexo'}) SET g.version = $version",
                version=whole.version,
            ).consume()
            return {"removed": removed, **_counts(transaction)}

        with self._clear_errors(), self._driver.session(database=self.database) as session:
            for statement in SCHEMA_STATEMENTS:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
            return session.execute_write(neo4j.unit_of_work(timeout=600.0)(work))

    def sources(self) -> Sequence[Source]:
        """Read the sources."""
        records = self.read(
            "MATCH (s:Source:RadExo) RETURN s.record AS record ORDER BY s.id", {}
        ).records
        return records_from_dict({"sources": [json.loads(r["record"]) for r in records]}).sources

    def whole(self) -> Records:
        """Read all of RadExo's graph back.

        Returns
        -------
        Records
        """
        result = self.read(
            "MATCH (n:RadExo) WHERE n.record IS NOT NULL RETURN labels(n) AS labels, n.record AS record",
            {},
        )
        return _collect(result.records)


@dataclass(frozen=True)
class Resolution:
    """What names mean on a server.

    Parameters
    ----------
    carriers
        Every entity that carries one of the names.
    entities
        These and all their subtypes.
    version
        The graph's version.
    """

    carriers: Sequence[Entity]
    entities: Sequence[Entity]
    version: str


class Selection(MemoryStore):
    """A small store of what a question's Cypher selected.

    Parameters
    ----------
    records
        The selected entities, and every finding behind the selected claims.
    claims
        Ids of the selected claims; other statements of the findings are no edges here.
    degrees
        Degrees on the server.
    version
        The whole graph's version.
    counted
        What the server counted, for a question that asks for that.
    """

    def __init__(
        self,
        records: Records,
        claims: set[str],
        degrees: Mapping[str, int],
        version: str,
        counted: list[dict[str, Any]] | None = None,
    ) -> None:
        self._claims, self._degrees, self._selected_version, self._counted = (
            claims,
            degrees,
            version,
            counted,
        )
        super().__init__(records)

    def _keeps(self, edge: Edge) -> bool:
        return (
            edge.id in self._claims
            and edge.subject in self._entities
            and edge.object in self._entities
        )

    @property
    def version(self) -> str:
        return self._selected_version

    def degree(self, id: str) -> int:
        return self._degrees.get(id, 0)

    def census(self) -> Census:
        if self._counted is None:
            return super().census()
        counts: dict[str, dict[str, int]] = {
            "totals": dict.fromkeys(TOTALS, 0),
            "entities": {},
            "edges": {},
        }
        for row in self._counted:
            counts[row["what"]][row["name"]] = row["value"]
        return Census(**counts)


def _graph_of(records: Sequence[neo4j.Record]) -> tuple[list[Any], list[Any]]:
    """Collect every node and relationship of an answer, wherever it stands in it, each once."""
    from neo4j import graph

    nodes: dict[str, Any] = {}
    relationships: dict[str, Any] = {}
    waiting: list[Any] = [value for record in records for value in record.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, graph.Node):
            nodes[value.element_id] = value
        elif isinstance(value, graph.Relationship):
            relationships[value.element_id] = value
        elif isinstance(value, graph.Path):
            waiting.extend((*value.nodes, *value.relationships))
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
    return list(nodes.values()), list(relationships.values())


def _collect(records: Iterable[Mapping[str, Any]]) -> Records:
    """Build the values back from the JSON that their nodes carry."""
    kinds = {
        "Entity": "entities",
        "Finding": "findings",
        "Publication": "references",
        "Source": "sources",
    }
    content: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds.values()}
    for record in records:
        for label in record["labels"]:
            if label in kinds:
                content[kinds[label]].append(json.loads(record["record"]))
    return merge(records_from_dict(content))


def _there(transaction: neo4j.ManagedTransaction) -> list[Any]:
    return list(
        transaction.run(
            "MATCH (n:RadExo) WHERE n.record IS NOT NULL RETURN labels(n) AS labels, n.record AS record"
        )
    )


def _remove_others(transaction: neo4j.ManagedTransaction, plan: Layout) -> int:
    """Remove what RadExo put there before and the new graph does not hold; return how much.

    What the new graph holds too stays where it is: who reads while the transaction is committed
    finds it all the time. A node that a foreign relationship holds is refused, not torn out.
    """
    removed = 0
    for label, rows in plan.nodes.items():
        key = _KEYS.get(label, "id")
        wanted = [row[key] for row in rows]
        others = f"MATCH (n:{label}:RadExo) WHERE NOT n.{key} IN $wanted"
        held = transaction.run(
            f"{others} MATCH (n)--(other) WHERE NOT other:RadExo "
            f"RETURN count(DISTINCT n) AS count, collect(DISTINCT n.{key})[0] AS one",
            wanted=wanted,
        ).single(strict=True)
        if held["count"]:
            raise DataError(
                f"{held['count']} of RadExo's nodes are joined to nodes that are not RadExo's (such as {held['one']}); "
                "remove those relationships first, or push without --replace"
            )
        counters = transaction.run(f"{others} DETACH DELETE n", wanted=wanted).consume().counters
        removed += counters.nodes_deleted + counters.relationships_deleted
    for type, links in plan.links.items():
        keys = [_KEYS.get(label, "id") for label in LINK_ENDS[type]]
        cypher = f"MATCH (a:RadExo)-[r:{type}]->(b:RadExo) WHERE NOT a.{keys[0]} + $gap + b.{keys[1]} IN $wanted DELETE r"
        wanted = [f"{link['from']}{_GAP}{link['to']}" for link in links]
        removed += (
            transaction.run(cypher, wanted=wanted, gap=_GAP)
            .consume()
            .counters.relationships_deleted
        )
    for type, claims in plan.claims.items():
        cypher = f"MATCH (:RadExo)-[r:{type}]->(:RadExo) WHERE NOT r.id IN $wanted DELETE r"
        wanted = [claim["properties"]["id"] for claim in claims]
        removed += transaction.run(cypher, wanted=wanted).consume().counters.relationships_deleted
    return removed


def _refuse_foreign(transaction: neo4j.ManagedTransaction, records: Records) -> None:
    """Refuse to write over nodes that somebody else put there under the ids that we need."""
    for label, ids in (
        ("Entity", [e.id for e in records.entities]),
        ("Finding", [f.id for f in records.findings]),
    ):
        found = transaction.run(
            f"MATCH (n:{label}) WHERE n.id IN $ids AND NOT n:RadExo RETURN count(n) AS count, collect(n.id)[0] AS one",
            ids=ids,
        ).single(strict=True)
        if found["count"]:
            raise DataError(
                f"{found['count']} nodes {label} on the server are not RadExo's but have its ids (such as {found['one']}); "
                "nothing was written; give RadExo a database of its own"
            )


def _counts(transaction: neo4j.ManagedTransaction) -> dict[str, int]:
    nodes = transaction.run("MATCH (n:RadExo) RETURN count(n) AS count").single(strict=True)[
        "count"
    ]
    joined = transaction.run("MATCH (:RadExo)-[r]->(:RadExo) RETURN count(r) AS count").single(
        strict=True
    )["count"]
    return {"nodes": nodes, "relationships": joined}


def _size(records: Records) -> int:
    statements = sum(len(f.statements) + 4 for f in records.findings)
    return len(records.entities) + len(records.references) + 2 * statements


@dataclass(frozen=True)
class Layout:
    """A graph as the server holds it.

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
    """Make the id of a paper's node: ``sun2022:29``; of the source's own paper ``sun2022:``."""
    return f"{source}:{citation or ''}"


def layout(store: Store) -> Layout:
    """Lay a graph out as the server holds it.

    Parameters
    ----------
    store
        The graph.

    Returns
    -------
    Layout
        Lists are native properties; ``record`` is the whole value as JSON, so that nothing is lost
        on the way back.

    Examples
    --------
    >>> from radexo.graph.model import Entity
    >>> layout(MemoryStore(Records(entities=(Entity("hgnc:1", "A", "Gene"),)))).nodes["Entity"][0]["id"]
    'hgnc:1'
    """
    records = records_of(store)
    plain = records_to_dict(records)
    nodes: dict[str, list[dict[str, Any]]] = {
        label: [] for label in ("Source", "Publication", "Finding", "Entity", "Name")
    }
    links: dict[str, list[dict[str, str]]] = {name: [] for name in LINKS}
    claims: dict[str, list[dict[str, Any]]] = {name: [] for name in PREDICATES}

    def link(type: str, one: str, other: str) -> None:
        links[type].append({"from": one, "to": other})

    for record in plain["sources"]:
        nodes["Source"].append(_properties(record))
    for reference, record in zip(records.references, plain["references"], strict=True):
        id = publication_id(*reference.key)
        nodes["Publication"].append({**_properties(record), "id": id})
        link("FROM", id, reference.source)
    for entity, record in zip(records.entities, plain["entities"], strict=True):
        degree = sum(
            1 for edges in (store.out_edges(entity.id), store.in_edges(entity.id)) for _ in edges
        )
        nodes["Entity"].append(
            {**_properties(record), "degree": degree, "passable": passable(entity)}
        )
        for kind, others in (
            ("SUBTYPE_OF", entity.subtype_of),
            ("DONATED_BY", entity.donors),
            ("AFTER_EXPOSURE", entity.exposures),
        ):
            for other in others:
                link(kind, entity.id, other)
        for name in keys(entity):
            link("NAMED", entity.id, name)
    nodes["Name"] = [{"name": name} for name in sorted({named["to"] for named in links["NAMED"]})]
    for finding, record in zip(records.findings, plain["findings"], strict=True):
        counts = {
            "statement_count": len(finding.statements),
            "biomarker_count": len(finding.biomarkers),
        }
        nodes["Finding"].append(
            {**_properties(record), **counts, "source": finding.source, "effect": finding.effect}
        )
        link("REPORTED_BY", finding.id, finding.source)
        for key in finding.reference_keys:
            link("CITES", finding.id, publication_id(*key))
        if finding.cancer:
            link("IN_CANCER", finding.id, finding.cancer)
        if finding.exosome:
            link("OF_EXOSOME", finding.id, finding.exosome)
        for id in finding.named_ids:
            link("MENTIONS", finding.id, id)
    for edge in store.edges():
        claims[edge.predicate].append(
            {
                "from": edge.subject,
                "to": edge.object,
                "properties": {
                    "id": edge.id,
                    "sign": edge.sign,
                    "causal": edge.causal,
                    "certainty": edge.certainty,
                    "findings": list(edge.findings),
                },
            }
        )
    return Layout(nodes, links, claims)


def passable(entity: Entity) -> bool:
    """Tell whether a path may lead through an entity: not through radiosensitivity, nor exosomes in general."""
    return entity.id != RADIOSENSITIVITY and not entity.general_exosome


def _properties(record: dict[str, Any]) -> dict[str, Any]:
    """Give a record's plain fields as properties, and all of it as JSON."""
    simple = {
        k: v
        for k, v in record.items()
        if not (isinstance(v, list) and v and isinstance(v[0], dict))
    }
    return {**simple, "record": json.dumps(record, ensure_ascii=False, sort_keys=True)}


_KEYS = {"Name": "name"}
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


def _writes(plan: Layout) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Give every write: what it writes, its Cypher and its rows. Labels and types are the schema's own words only."""
    for label in ("Source", "Publication", "Finding", "Name"):
        key = _KEYS.get(label, "id")
        yield (
            label,
            f"UNWIND $rows AS row MERGE (n:{label} {{{key}: row.{key}}}) SET n = row, n:RadExo",
            plan.nodes[label],
        )
    for type in _TYPES:
        rows = [row for row in plan.nodes["Entity"] if row["type"] == type]
        yield (
            type,
            f"UNWIND $rows AS row MERGE (n:Entity {{id: row.id}}) SET n = row, n:{type}, n:RadExo",
            rows,
        )
    for type, links in plan.links.items():
        (one, other) = LINK_ENDS[type]
        cypher = (
            f"UNWIND $rows AS row MATCH (a:{one} {{{_KEYS.get(one, 'id')}: row.from}}) "
            f"MATCH (b:{other} {{{_KEYS.get(other, 'id')}: row.to}}) MERGE (a)-[:{type}]->(b)"
        )
        yield type, cypher, links
    for type, claims in plan.claims.items():
        cypher = (
            "UNWIND $rows AS row MATCH (a:Entity {id: row.from}) MATCH (b:Entity {id: row.to}) "
            f"MERGE (a)-[r:{type} {{id: row.properties.id}}]->(b) SET r = row.properties"
        )
        yield type, cypher, claims
