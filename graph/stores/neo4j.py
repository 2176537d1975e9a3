"""The store on a Neo4j server: what a question selects there, and pushing a graph.

Cypher selects, in one round trip for each question; the selection is a small store in memory, over
which the same functions make the rows as over any other. `neo4j_plan` describes nodes and
relationships.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from ..errors import DataError, MissingExtraError, StoreError, UnknownNameError
from ..model import Edge, Entity, Evidence, Finding, Reference, Source, natural_key
from ..names import NameIndex, Names, Suggestion, asked, fold
from ..records import Records, merge, records_from_dict
from ..schema import PREDICATES, PredicateClass, subtypes
from .base import (
    LARGE,
    TOTALS,
    ById,
    Census,
    Counts,
    EdgeKinds,
    Node,
    Pair,
    Store,
    Trace,
    matching,
    named_by_review,
)
from .memory import MemoryStore
from .neo4j_batches import Batch, each_batch
from .neo4j_plan import (
    LAYOUT,
    LINKS,
    NODES,
    SCHEMA_STATEMENTS,
    Plan,
    key_of,
    plan_of,
    publication_id,
    writes,
)

if TYPE_CHECKING:
    import neo4j

__all__ = ["LARGEST_PUSH", "Neo4jStore", "Resolution", "Selection", "size_of"]

LARGEST_PUSH = 200_000
"""The most nodes and relationships of one transaction; larger graphs are pushed in batches."""

_MOST_ENDS = 50
"""The most entities of a type that are sent as ids. A server expects 25 in a list, and begins with
either end; of more it is to count the label."""

_BATCH = 10_000
"""The most rows of a statement, and of a transaction of a push in batches."""
_GAP = "\x1f"
"""Separates the two ends of a link; no id holds it."""
_TRIED_AGAIN = 8.0
"""Seconds for which a query is sent again to a server that does not answer."""

_PARAMETER = re.compile(r"\$(\w+)")

_WHOLE = """
MATCH (n:RadExo) WHERE n.record IS NOT NULL RETURN labels(n) AS labels, n.record AS record
"""
_CLAIMS = "|".join(PREDICATES)
_COUNT = f"MATCH (:RadExo)-[claim:{_CLAIMS}]->() RETURN count(claim) AS edges"
"""A server knows these numbers, and looks at no claim."""
_RESOLVE = f"""
OPTIONAL MATCH (graph:Graph:RadExo {{id: 'radexo'}})
WITH graph.version AS version, graph.unfinished AS unfinished, graph.layout AS layout
OPTIONAL MATCH (name:Name)<-[:NAMED]-(carrier:Entity) WHERE name.name IN $names
WITH version, unfinished, layout, collect(DISTINCT carrier) AS carriers
CALL (carriers) {{
  UNWIND carriers AS carrier
  MATCH (subtype:Entity)-[:SUBTYPE_OF*0..]->(carrier)
  RETURN collect(DISTINCT subtype.record) AS entities
}}
CALL () {{
  {_COUNT}
}}
CALL () {{
  UNWIND $types AS type
  CALL (type) {{
    MATCH (one:Entity {{type: type}})
    WITH one LIMIT {_MOST_ENDS + 1}
    RETURN collect(one.id) AS ids
  }}
  RETURN collect([type, ids]) AS of_types
}}
RETURN version, unfinished, layout, [carrier IN carriers | carrier.id] AS carriers, entities, edges,
       of_types
"""
_DIRECTED = {PredicateClass.CAUSAL, PredicateClass.TRANSPORT}
_OTHER_CLAIMS = f"MATCH (:RadExo)-[r:{_CLAIMS}]->(:RadExo) WHERE NOT r.id IN $wanted DELETE r"
_OTHER_LINKS = f"""
MATCH (a:RadExo)-[r:{"|".join(LINKS)}]->(b:RadExo)
WHERE NOT type(r) + $gap + a.id + $gap + CASE WHEN b:Name THEN b.name ELSE b.id END IN $wanted
DELETE r
"""
_CAUSAL = "|".join(name for name, row in PREDICATES.items() if row.causal)
_EVIDENCE = """
CALL (claims) {
  UNWIND claims AS claim
  UNWIND claim.findings AS id
  WITH DISTINCT id
  MATCH (finding:Finding {id: id})
  OPTIONAL MATCH (finding)-[:CITES]->(paper:Publication)
  OPTIONAL MATCH (finding)-[:IN_CANCER|OF_EXOSOME]->(context:Entity)
  RETURN collect(DISTINCT finding) AS findings, collect(DISTINCT paper) AS papers,
         collect(DISTINCT context) AS contexts
}
OPTIONAL MATCH (graph:Graph:RadExo {id: 'radexo'})
RETURN graph.version AS version, entities, claims, findings, papers, contexts
"""
_AROUND = f"""
OPTIONAL MATCH (entity:Entity:RadExo) WHERE entity.id IN $ids
OPTIONAL MATCH (entity)-[claim:{_CLAIMS}]-(neighbor:Entity:RadExo)
WITH collect(DISTINCT entity) + collect(DISTINCT neighbor) AS entities,
     collect(DISTINCT claim) AS claims
{_EVIDENCE}"""
_AMONG = f"""
OPTIONAL MATCH (entity:Entity:RadExo) WHERE entity.id IN $ids
OPTIONAL MATCH (entity)-[claim:{_CLAIMS}]->(object:Entity:RadExo) WHERE object.id IN $ids
WITH collect(DISTINCT entity) AS entities, collect(DISTINCT claim) AS claims
{_EVIDENCE}"""
_EDGES = f"""
OPTIONAL MATCH (subject:Entity:RadExo)-[claim:{_CLAIMS}]->(object:Entity:RadExo)
WHERE ($predicates IS NULL OR type(claim) IN $predicates)
  AND ($findings IS NULL OR any(id IN claim.findings WHERE id IN $findings))
WITH collect(DISTINCT subject) + collect(DISTINCT object) AS entities,
     collect(DISTINCT claim) AS claims
{_EVIDENCE}"""
_JOINING = f"""
UNWIND $pairs AS pair
MATCH (subject:Entity:RadExo {{id: pair[0]}}), (object:Entity:RadExo {{id: pair[1]}})
MATCH (subject)-[claim:{_CLAIMS}]->(object)
WITH collect(DISTINCT subject) + collect(DISTINCT object) AS entities,
     collect(DISTINCT claim) AS claims
{_EVIDENCE}"""
_CENSUS = f"""
MATCH (n:Entity:RadExo) RETURN 'entities' AS what, n.type AS name, count(n) AS value
UNION ALL MATCH (:Entity:RadExo)-[r:{_CLAIMS}]->(:Entity:RadExo)
  RETURN 'edges' AS what, type(r) AS name, count(r) AS value
UNION ALL MATCH (n:Finding:RadExo) RETURN 'totals' AS what, 'findings' AS name, count(n) AS value
UNION ALL MATCH (n:Finding:RadExo)
  RETURN 'totals' AS what, 'statements' AS name, coalesce(sum(n.statement_count), 0) AS value
UNION ALL MATCH (n:Finding:RadExo)
  RETURN 'totals' AS what, 'biomarker claims' AS name, coalesce(sum(n.biomarker_count), 0) AS value
UNION ALL MATCH (:Finding:RadExo)-[:CITES]->(n)
  RETURN 'totals' AS what, 'papers' AS name, count(DISTINCT n) AS value
UNION ALL MATCH (:Finding:RadExo)-[:IN_CANCER]->(n)
  RETURN 'totals' AS what, 'cancers' AS name, count(DISTINCT n) AS value
"""
_SUGGEST = """
MATCH (name:Name)<-[:NAMED]-(entity:Entity:RadExo)
WHERE (name.name CONTAINS $key OR name.name CONTAINS $typed)
  AND ($types IS NULL OR entity.type IN $types)
WITH entity, min(CASE WHEN name.name IN $exact THEN 0
                      WHEN name.name STARTS WITH $key OR name.name STARTS WITH 'id:' + $typed THEN 1
                      ELSE 2 END) AS rank
ORDER BY rank, entity.degree DESC, entity.id LIMIT $limit
RETURN entity.record AS record, entity.degree AS degree
"""
_NEAREST = """
MATCH (name:Name)<-[:NAMED]-(entity:Entity:RadExo)
WHERE NOT name.name STARTS WITH 'id:' AND ($types IS NULL OR entity.type IN $types)
  AND $shortest <= size(name.name)
WITH name, collect(entity.record) AS records,
     size([pair IN $pairs WHERE name.name CONTAINS pair]) AS shared
ORDER BY shared DESC, size(name.name), name.name LIMIT $limit
RETURN records
"""
_SUGGESTED, _COMPARED = 200, 2_000
"""The most entities or names that the server selects, to be ranked here."""


class Neo4jStore(ById):
    """A graph on a Neo4j server. Each method is one round trip, and nothing is cached.

    Parameters
    ----------
    address
        ``neo4j://127.0.0.1:7687``, for example; of a server or a cluster.
    user, password, database
        By default from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
    timeout
        Seconds after which the server cancels a query.

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
                max_transaction_retry_time=_TRIED_AGAIN,
                connection_acquisition_timeout=15.0,
                connection_timeout=5.0,
                notifications_min_severity="OFF",
                user_agent="radexo",
            )
        except (ValueError, neo4j.exceptions.ConfigurationError) as error:
            raise StoreError(
                f"{address}: not an address of a Neo4j server ({error}); "
                "such as neo4j://127.0.0.1:7687"
            ) from error

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def __enter__(self) -> Neo4jStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading ----------------------------------------------------------------------------------

    def read(self, cypher: str, parameters: Mapping[str, Any]) -> neo4j.EagerResult:
        """Run a query in a read transaction.

        Parameters
        ----------
        cypher
            With ``$parameters``; a user's text never becomes part of it.
        parameters
            Their values.

        Returns
        -------
        neo4j.EagerResult

        Raises
        ------
        StoreError
            When the server cannot be reached, refuses the user, has no such database, or needs
            longer than the timeout.
        """
        import neo4j

        with self._clear_errors():
            text, given = _in_one_map(cypher, parameters)
            return self._driver.execute_query(
                neo4j.Query(text, timeout=self.timeout),
                given,
                routing_=neo4j.RoutingControl.READ,
                database_=self.database,
            )

    def resolve(self, names: Iterable[str], types: Collection[str] = ()) -> Resolution:
        """Look up the names in a question.

        Parameters
        ----------
        names
            As typed: names, synonyms, CURIEs.
        types
            Concrete types, of which entities are looked up too.

        Returns
        -------
        Resolution
            Every entity that carries one of them, their subtypes, and the graph's version.
        """
        wanted = sorted({key for name in names for key in asked(name)})
        (record,) = self.read(_RESOLVE, {"names": wanted, "types": list(types)}).records
        if record["unfinished"] is not None:
            raise StoreError(
                f"{self.address}: the graph is not whole: a push in batches is running, or was "
                "interrupted; push the same graph again to finish it"
            )
        if record["version"] is not None and record["layout"] != LAYOUT:
            raise StoreError(
                f"{self.address}: the graph was pushed by another version of RadExo, and answers "
                "could be incomplete; push it again"
            )
        entities = _entities(record["entities"])
        carriers = set(record["carriers"])
        return Resolution(
            Names([e for e in entities if e.id in carriers]),
            MemoryStore(Records(entities=tuple(entities))),
            record["version"] or "",
            record["edges"],
            dict(record["of_types"]),
        )

    def select(
        self, cypher: str, parameters: Mapping[str, Any], resolution: Resolution
    ) -> Selection:
        """Run a question's Cypher.

        Parameters
        ----------
        cypher, parameters
            The question.
        resolution
            The entities that it names; the selection holds them too.

        Returns
        -------
        Selection
            The selected claims, with every finding behind them.

        Raises
        ------
        StoreError
            When the question rests on more claims than a graph has that is not large.
        """
        found = self.read(cypher, parameters).records
        if any(record.get("many") for record in found[:1]):
            raise StoreError(
                f"{self.address}: the question goes through too many paths there; ask for fewer "
                "hops, or with narrower names or types"
            )
        if any(record.get("selected", 0) > LARGE for record in found[:1]):
            raise StoreError(
                f"{self.address}: the question rests on more than {LARGE:,} claims there; ask with "
                "fewer hops (1 compares single claims), or with narrower names or types"
            )
        return _selection(
            found, resolution.store.entities(), resolution.version, self, resolution.edges
        )

    def _part(self, cypher: str, **parameters: Any) -> Selection:
        (record,) = self.read(cypher, parameters).records
        return _selection([record], (), record["version"] or "", self)

    def _records(self, cypher: str, kind: str, **parameters: Any) -> tuple[Any, ...]:
        """Read the values of one kind from the column ``record``."""
        found = self.read(cypher, parameters).records
        return tuple(_parsed(kind, row["record"]) for row in found)

    # -- the store: one round trip for each method ------------------------------------------------

    @property
    def version(self) -> str:
        return self.resolve(()).version

    @cached_property
    def names(self) -> Neo4jNames:
        return Neo4jNames(self)

    def census(self) -> Census:
        counts: dict[str, dict[str, int]] = {what: {} for what in ("totals", "entities", "edges")}
        for row in self.read(_CENSUS, {}).records:
            counts[row["what"]][row["name"]] = row["value"]
        totals = counts["totals"] | {
            what: sum(counts[what].values()) for what in ("entities", "edges")
        }
        totals = {name: totals[name] for name in TOTALS}
        return Census(totals, counts["entities"], counts["edges"])

    def sources(self) -> Sequence[Source]:
        return self._records(
            "MATCH (s:Source:RadExo) RETURN s.record AS record ORDER BY s.id", "sources"
        )

    def reviews(self) -> Set[str]:
        cypher = "MATCH (f:Finding:RadExo {resource_row: false}) RETURN DISTINCT f.source"
        return {source for (source,) in self.read(cypher, {}).records}

    def references(self) -> Sequence[Reference]:
        found = self._records(
            "MATCH (p:Publication:RadExo) RETURN p.record AS record", "references"
        )
        return merge(Records(references=found)).references

    def reference(self, source: str, citation: str | None) -> Reference:
        found = self._records(
            "MATCH (p:Publication:RadExo {id: $id}) RETURN p.record AS record",
            "references",
            id=publication_id(source, citation),
        )
        return found[0] if found else Reference(source, citation)

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        found = self._records(
            "MATCH (e:Entity:RadExo) WHERE $types IS NULL OR e.type IN $types "
            "RETURN e.record AS record",
            "entities",
            types=_concrete(types),
        )
        return sorted(found, key=lambda e: natural_key(e.id))

    def by_degree(self, types: Collection[str] | None = None) -> Iterator[Entity]:
        yield from self._records(
            "MATCH (e:Entity:RadExo) WHERE $types IS NULL OR e.type IN $types "
            "RETURN e.record AS record ORDER BY e.degree DESC, e.id",
            "entities",
            types=_concrete(types),
        )

    def entity(self, id: str) -> Entity:
        found = self._records(
            "MATCH (e:Entity:RadExo {id: $id}) RETURN e.record AS record", "entities", id=id
        )
        if not found:
            raise UnknownNameError(f"no entity of the graph has the id {id!r}")
        entity: Entity = found[0]
        return entity

    def subtypes(self, id: str) -> frozenset[str]:
        return self._lineage("MATCH (e:Entity:RadExo)-[:SUBTYPE_OF*0..]->(:Entity {id: $id})", id)

    def supertypes(self, id: str) -> frozenset[str]:
        return self._lineage("MATCH (e:Entity:RadExo)<-[:SUBTYPE_OF*0..]-(:Entity {id: $id})", id)

    def _lineage(self, match: str, id: str) -> frozenset[str]:
        found = self.read(f"{match} RETURN DISTINCT e.id AS id", {"id": id}).records
        return frozenset((id, *(row["id"] for row in found)))

    def exosomes_of(self, ids: Collection[str]) -> Sequence[Entity]:
        found = self._records(
            "MATCH (e:Exosome:RadExo) WHERE e.id IN $ids OR "
            "EXISTS { (e)-[:DONATED_BY|AFTER_EXPOSURE]->(c:Entity) WHERE c.id IN $ids } "
            "RETURN e.record AS record",
            "entities",
            ids=list(ids),
        )
        return sorted(found, key=lambda e: natural_key(e.id))

    def findings(
        self,
        *,
        naming: str | None = None,
        cancers: Collection[str | None] | None = None,
        citing: str | None = None,
        cargo: str | None = None,
        sources: Collection[str] | None = None,
        marked: bool = False,
    ) -> Sequence[Finding]:
        match = ["MATCH (f:Finding:RadExo)"]
        if naming is not None:
            match.append("MATCH (f)-[:MENTIONS]->(:Entity {id: $naming})")
        if cargo is not None:
            match.append("MATCH (f)-[:MENTIONS]->(:Entity {id: $cargo}) WHERE $cargo IN f.cargo")
        if citing is not None:
            match.append("MATCH (f)-[:CITES]->(p) WHERE p.citation = $citing OR p.id = $citing")
        if cancers is not None:
            match.append("WITH f WHERE f.cancer IN $cancers OR ($general AND f.cancer IS NULL)")
        if sources is not None:
            match.append("WITH f WHERE f.source IN $sources")
        found = self._records(
            " ".join((*match, "WITH DISTINCT f RETURN f.record AS record")),
            "findings",
            naming=naming,
            cargo=cargo,
            citing=citing,
            sources=list(sources or ()),
            cancers=[id for id in cancers or () if id],
            general=None in (cancers or ()),
        )
        found = tuple(f for f in found if f.marked or not marked)
        return sorted(found, key=lambda f: natural_key(f.id))

    def each_finding(self) -> Iterator[Finding]:
        return iter(self.findings())

    def finding(self, id: str) -> Finding | None:
        found = self._records(
            "MATCH (f:Finding:RadExo {id: $id}) RETURN f.record AS record", "findings", id=id
        )
        return found[0] if found else None

    def count_all_edges(self) -> int:
        return int(self.read(_COUNT, {}).records[0]["edges"])

    def count_findings(self) -> int:
        cypher = "MATCH (f:Finding:RadExo) RETURN count(f) AS count"
        return int(self.read(cypher, {}).records[0]["count"])

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        cypher = "MATCH (f:Finding:RadExo) RETURN f.cancer AS cancer, count(*) AS count"
        return {row["cancer"]: row["count"] for row in self.read(cypher, {}).records}

    def cargo(self) -> Set[str]:
        cypher = "MATCH (f:Finding:RadExo) UNWIND f.cargo AS id RETURN DISTINCT id"
        return {row["id"] for row in self.read(cypher, {}).records}

    def edges(
        self, *, findings: Collection[Finding] | None = None, **kinds: Unpack[EdgeKinds]
    ) -> Collection[Edge]:
        wanted = matching(**kinds)
        selected = self._part(
            _EDGES,
            predicates=None if wanted is None else sorted(wanted),
            findings=None if findings is None else [finding.id for finding in findings],
        )
        return selected.edges()

    def each_edge(self) -> Iterator[Edge]:
        return iter(self.edges())

    def out_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self.around([id]).out_edges(id, **kinds)

    def in_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self.around([id]).in_edges(id, **kinds)

    def nodes(self, types: Collection[str]) -> set[Node]:
        return {entity.id for entity in self.entities(types)}

    def neighbors(
        self,
        node: Node,
        predicates: frozenset[str],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Collection[Node]:
        part = self.around([node])
        return part.neighbors(node, predicates, forward=forward, counts=counts)

    def edges_between(
        self, pairs: Collection[Pair], *, predicates: Collection[str] | None = None
    ) -> Sequence[Edge]:
        return self.joining(pairs).edges_between(pairs, predicates=predicates)

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        part = self.around([node])
        return part.traces(node, predicates=predicates, ends=ends, forward=forward)

    def opposed(self) -> Sequence[tuple[str, str]]:
        cypher = (
            f"MATCH (a:Entity:RadExo)-[up:{_CAUSAL}]->(b:Entity:RadExo) WHERE up.sign = 1 "
            f"MATCH (a)-[down:{_CAUSAL}]->(b) WHERE down.sign = -1 "
            "RETURN DISTINCT a.id AS subject, b.id AS object"
        )
        return sorted((row["subject"], row["object"]) for row in self.read(cypher, {}).records)

    def joining(self, pairs: Collection[Pair]) -> Selection:
        """Return a store of the edges that `edges_joining` returns.

        Parameters
        ----------
        pairs
            Subjects and objects, by id.

        Returns
        -------
        Selection
        """
        return self._part(_JOINING, pairs=[list(pair) for pair in pairs])

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        return list(self.joining(pairs).edges())

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        edges = (self.out_edges if forward else self.in_edges)(id, classes=classes)
        return sum(1 for _ in edges)

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        return edge.evidence

    def degree(self, id: str) -> int:
        cypher = "MATCH (e:Entity:RadExo {id: $id}) RETURN e.degree AS degree"
        return sum(row["degree"] for row in self.read(cypher, {"id": id}).records)

    def around(self, ids: Collection[str]) -> Selection:
        return self._part(_AROUND, ids=list(ids))

    def among(self, ids: Collection[str]) -> Selection:
        return self._part(_AMONG, ids=list(ids))

    def whole(self) -> Records:
        self.resolve(())  # which refuses a graph that is not whole
        result = self.read(_WHOLE, {})
        return _collect(result.records)

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
        """Write a graph to the server in one transaction.

        It is merged with RadExo's graph on the server; pushing twice is pushing once. Nodes and
        relationships of others are never changed.

        Parameters
        ----------
        records
            The graph.
        replace
            Remove what RadExo wrote before and this graph does not hold.
        progress
            Called with what is being written.

        Returns
        -------
        dict of str to int
            RadExo's ``nodes`` and ``relationships`` on the server afterwards, and how many were
            ``removed``.

        Raises
        ------
        DataError
            When the graph is too large for one transaction, or one of its records contradicts one
            on the server.
        StoreError
            When the server cannot be reached, or refuses.
        """
        import neo4j

        size = size_of(MemoryStore(records))
        if size > LARGEST_PUSH:
            raise DataError(
                f"{size} nodes and relationships are too many for one transaction (at most "
                f"{LARGEST_PUSH}); push in batches, or, with the server stopped: radexo export "
                "--format neo4j-csv DIR, then the neo4j-admin command that it prints"
            )

        def work(transaction: neo4j.ManagedTransaction) -> dict[str, int]:
            if not replace and transaction.run(_STATE).single(strict=True)["unfinished"]:
                raise DataError(
                    f"{self.address}: another graph was pushed there in batches and is not whole; "
                    "push that one again to finish it, or this one with --replace"
                )
            _run(transaction, _LOCK)
            ids_of = {
                "Entity": [e.id for e in records.entities],
                "Finding": [f.id for f in records.findings],
            }
            _refuse_foreign(transaction, ids_of)
            whole = records if replace else merge(_collect(transaction.run(_WHOLE)), records)
            plan = plan_of(MemoryStore(whole))
            removed = _remove_others(transaction, plan) if replace else 0
            for what, cypher, rows in writes(plan):
                if progress:
                    progress(f"{what}: {len(rows)}")
                for start in range(0, len(rows), _BATCH):
                    _run(transaction, cypher, rows=rows[start : start + _BATCH]).consume()
            _run(
                transaction,
                "MERGE (g:Graph:RadExo {id: 'radexo'}) SET g.version = $version, "
                "g.layout = $layout REMOVE g.unfinished, g.batches, g.digest",
                version=whole.version,
                layout=LAYOUT,
            ).consume()
            return {"removed": removed, **_counts(transaction)}

        with self._clear_errors(), self._driver.session(database=self.database) as session:
            for statement in SCHEMA_STATEMENTS:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
            return session.execute_write(neo4j.unit_of_work(timeout=600.0)(work))

    def push_in_batches(
        self, store: Store, *, replace: bool = False, progress: Callable[[str], None] | None = None
    ) -> dict[str, int]:
        """Write a graph that is too large for one transaction, batch by batch.

        Each batch is one transaction, and notes how far the push is: a push that was interrupted
        continues there when the same graph is pushed again. Until the last batch the server's graph
        is marked as unfinished, and questions to it are refused.

        Parameters
        ----------
        store
            The graph.
        replace
            Remove first what RadExo wrote before.
        progress
            Called with what is being written.

        Returns
        -------
        dict of str to int
            As by `push`.

        Raises
        ------
        DataError
            When the server holds another graph of RadExo and `replace` is false, or nodes of others
            are in the way.
        StoreError
            When the server cannot be reached, or refuses, or another push writes there.
        """
        version = store.version
        with self._clear_errors(), self._driver.session(database=self.database) as session:
            for statement in SCHEMA_STATEMENTS:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()
            there = self._in_transaction(session, _STATE)
            removed = 0
            if there["version"] != version:
                started = there["unfinished"] == version and there["batches"] is not None
                written = there["batches"], there["digest"]
                if not started or not self._write_batches(session, store, *written, progress):
                    if there["nodes"] and not replace:
                        raise DataError(
                            f"{self.address}: there is a graph of RadExo already, and one as large "
                            "as this is not merged with it; push with --replace, or into another "
                            "database"
                        )
                    removed = self._remove(session, progress) if replace else 0
                    self._in_transaction(session, _MARK, unfinished=version)
                    self._write_batches(session, store, 0, "", progress)
                self._in_transaction(session, _FINISH, version=version, layout=LAYOUT)
            return {"removed": removed, **session.execute_read(_counts)}

    def _write_batches(
        self,
        session: neo4j.Session,
        store: Store,
        done: int,
        digest: str,
        progress: Callable[[str], None] | None,
    ) -> bool:
        """Write the batches of a graph behind the last one that the server has.

        Return whether what the server has begins the graph: it may have been written from another
        copy of it, in another order; nothing is written then.
        """
        version, size = store.version, size_of(store)
        others = self._in_transaction(session, _FOREIGN)
        foreign = [label for label in NODES if others[label]]
        written = number = 0
        for batch in each_batch(store, _BATCH):
            written, number = written + len(batch), batch.number
            if number > done:
                self._write_batch(session, version, batch, foreign)
                if progress:
                    name, _ = next(iter(batch.rows))
                    count = f"{written:,} of about {size:,} nodes and relationships"
                    progress(f"{count} written, now {name}")
            elif number == done and batch.digest != digest:
                return False
        return number >= done

    def _remove(self, session: neo4j.Session, progress: Callable[[str], None] | None) -> int:
        """Remove what RadExo wrote, in parts; return how much."""
        held = self._in_transaction(session, _HELD)
        if held["count"]:
            raise DataError(
                f"{held['count']} of RadExo's nodes are joined to nodes that are not "
                f"RadExo's (such as {held['example']}); remove those relationships first"
            )
        self._in_transaction(session, _MARK, unfinished="removing")
        removed = 0
        for cypher, most in _REMOVE.items():
            while gone := sum(self._in_transaction(session, cypher, most=most).values()):
                removed += gone
                if progress:
                    progress(f"{removed:,} nodes and relationships removed")
        return removed

    def _in_transaction(
        self, session: neo4j.Session, cypher: str, **parameters: Any
    ) -> dict[str, Any]:
        """Run Cypher that writes and return its record, empty if it has none."""
        import neo4j

        def work(transaction: neo4j.ManagedTransaction) -> dict[str, Any]:
            record = _run(transaction, cypher, **parameters).single()
            return record.data() if record else {}

        return session.execute_write(neo4j.unit_of_work(timeout=600.0)(work))

    def _write_batch(
        self, session: neo4j.Session, version: str, batch: Batch, foreign: Collection[str]
    ) -> None:
        """Write a batch and note that it is written, unless the server has noted it."""
        import neo4j

        def work(transaction: neo4j.ManagedTransaction) -> None:
            noted = _run(
                transaction, _NOTE, version=version, number=batch.number, digest=batch.digest
            ).single()
            if noted and noted["digest"] == batch.digest:
                return  # the connection broke after the transaction was committed
            if not noted or noted["batches"] != batch.number - 1:
                raise StoreError(
                    f"{self.address}: another push writes there, or removed what this one wrote; "
                    "end one of them, then push the same graph again"
                )
            _refuse_foreign(transaction, {label: batch.keys(label) for label in foreign})
            for cypher, rows in batch.writes():
                _run(transaction, cypher, rows=rows).consume()

        session.execute_write(neo4j.unit_of_work(timeout=600.0)(work))


_STATE = """
OPTIONAL MATCH (graph:Graph:RadExo {id: 'radexo'})
OPTIONAL MATCH (n:RadExo) WHERE NOT n:Graph
RETURN graph.version AS version, graph.unfinished AS unfinished, graph.batches AS batches,
       graph.digest AS digest, count(n) AS nodes
"""
_HELD = """
MATCH (other) WHERE NOT other:RadExo MATCH (other)--(n:RadExo)
RETURN count(DISTINCT n) AS count, collect(DISTINCT coalesce(n.id, n.name))[0] AS example
"""
_FOREIGN = "RETURN " + ", ".join(
    f"EXISTS {{ (n:{label}) WHERE NOT n:RadExo }} AS {label}" for label in NODES
)
"""Which labels nodes of others have."""
_MARK = """
MERGE (g:Graph:RadExo {id: 'radexo'})
SET g.unfinished = $unfinished, g.batches = 0, g.digest = '' REMOVE g.version
"""
_NOTE = """
MATCH (g:Graph:RadExo {id: 'radexo'}) WHERE g.unfinished = $version
SET g.unfinished = $version
WITH g, g.batches AS batches, g.digest AS digest
SET g.batches = $number, g.digest = $digest
RETURN batches, digest
"""
"""Setting a property locks the node, so that what is read then is what the last push committed."""
_REMOVE = {
    f"""
MATCH (n:{label}) WHERE n:RadExo
WITH n LIMIT $most
OPTIONAL MATCH (n)-[r]-()
WITH collect(DISTINCT n) AS nodes, count(DISTINCT r) AS relationships
FOREACH (n IN nodes | DETACH DELETE n)
RETURN size(nodes) AS nodes, relationships
""": 2_000
    for label in ("Finding", "Publication")
} | {
    f"""
MATCH (a:Entity:RadExo)-[r:{_CLAIMS}]->(:Entity:RadExo)
WITH r LIMIT $most
DELETE r
RETURN 0 AS nodes, count(*) AS relationships
""": 10_000,
    """
MATCH (n:RadExo) WHERE NOT n:Graph
WITH n LIMIT $most
OPTIONAL MATCH (n)-[r]-()
WITH collect(DISTINCT n) AS nodes, count(DISTINCT r) AS relationships
FOREACH (n IN nodes | DETACH DELETE n)
RETURN size(nodes) AS nodes, relationships
""": 2_000,
}
"""What removes a part of a graph, in this order, and how much at a time: findings, of which no node
has many relationships; then claims, of which some have very many; then the nodes."""
_LOCK = "MERGE (g:Graph:RadExo {id: 'radexo'}) REMOVE g.version"
"""What a push in one transaction changes first. Another push then waits; and the server plans what
follows once, instead of once more for transactions that have changed nothing yet."""
_FINISH = """
MATCH (g:Graph:RadExo {id: 'radexo'})
SET g.version = $version, g.layout = $layout REMOVE g.unfinished, g.batches, g.digest
"""


@dataclass(frozen=True)
class Resolution:
    """What the names in a question mean on a server.

    Parameters
    ----------
    names
        An index of the entities that carry one of them.
    store
        These and all their subtypes, without claims.
    version
        The graph's version.
    edges
        How many claims the graph has.
    ids
        Ids by type, of the types asked for; of those of more entities not all.
    """

    names: Names
    store: MemoryStore
    version: str
    edges: int
    ids: Mapping[str, Sequence[str]]

    @property
    def large(self) -> bool:
        """Whether a question must not look at all claims of the graph."""
        return self.edges > LARGE

    def few(self, types: Collection[str]) -> list[str] | None:
        """Return the ids of all entities of some types, where they are few."""
        ids = sorted(id for type in types for id in self.ids[type])
        return ids if len(ids) <= _MOST_ENDS else None


class Neo4jNames(NameIndex):
    """Looks names up on a server, through the folded names that entities are NAMED.

    The server selects, and `Names` ranks what it selected.

    Parameters
    ----------
    store
        Of the graph.
    """

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store

    def carriers(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        names = list(names)
        return self._store.resolve(names).names.carriers(names)

    def in_review(self, id: str) -> bool:
        return named_by_review(self._store, id)

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 5
    ) -> list[Entity]:
        key = fold(name)
        found = self._store.read(
            _NEAREST,
            {
                "types": _concrete(types),
                "pairs": sorted({key[i : i + 2] for i in range(len(key) - 1)}),
                "shortest": len(key) * 3 // 7,  # shorter ones are not as `near_names` wants them
                "limit": _COMPARED,
            },
        ).records
        entities = _entities(record for row in found for record in row["records"])
        return Names(entities).nearest(name, types, limit)

    def matches(
        self, text: str, types: Collection[str] | None = None, limit: int = 12
    ) -> list[Suggestion]:
        key, typed = fold(text), text.strip().casefold()
        if not key:
            return []
        found = self._store.read(
            _SUGGEST,
            {
                "key": key,
                "typed": typed,
                "exact": list(asked(text)),
                "types": _concrete(types),
                "limit": max(limit, _SUGGESTED),
            },
        ).records
        entities = _entities(row["record"] for row in found)
        degrees = {e.id: row["degree"] for e, row in zip(entities, found, strict=True)}
        return Names(entities, degrees.__getitem__).matches(text, types, limit)

    def _with_degree(self, entities: Sequence[Entity]) -> Iterable[tuple[Entity, int]]:
        found = self._store.read(
            "MATCH (e:Entity:RadExo) WHERE e.id IN $ids RETURN e.id AS id, e.degree AS degree",
            {"ids": [entity.id for entity in entities]},
        ).records
        degrees = {row["id"]: row["degree"] for row in found}
        return [(entity, degrees[entity.id]) for entity in entities]


class Selection(MemoryStore):
    """What Cypher selected, as a store.

    Parameters
    ----------
    records
        The selected entities, and every finding behind the selected claims.
    claims
        Ids of the selected claims; the findings' other statements do not become edges.
    degrees
        Degrees in the whole graph.
    version
        The whole graph's version.
    server
        What selected, for `edges_joining`, `reviews` and names.
    counted
        The census of the whole graph, for the question that asks for it.
    directed
        How many causal and transport claims of the whole graph end and begin in entities, for the
        question that asks for it.
    edges
        How many claims the whole graph has, where that is known.
    """

    is_part = True

    def __init__(
        self,
        records: Records,
        claims: set[str],
        degrees: Mapping[str, int],
        version: str,
        server: Neo4jStore,
        counted: list[dict[str, Any]] | None = None,
        directed: Mapping[str, tuple[int, int]] = MappingProxyType({}),
        edges: int | None = None,
    ) -> None:
        self._claims, self._degrees, self._directed = claims, degrees, directed
        self._all_edges = edges
        self._server, self._counted = server, counted
        self._joining: dict[Pair, list[Edge]] = {}
        self._others: dict[str, Entity] = {}
        super().__init__(records, version)

    def _keeps(self, edge: Edge) -> bool:
        return (
            edge.id in self._claims
            and edge.subject in self._entities
            and edge.object in self._entities
        )

    @cached_property
    def names(self) -> NameIndex:
        """Those of the whole graph."""
        return self._server.names

    def entity(self, id: str) -> Entity:
        """Return one of the whole graph: findings name recipients of which no claim is selected."""
        if id not in self._entities and id not in self._others:
            self._others[id] = self._server.entity(id)
        return self._others.get(id) or super().entity(id)

    def degree(self, id: str) -> int:
        return self._degrees.get(id, 0)

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        if id in self._directed and set(classes) == _DIRECTED:
            return self._directed[id][forward]
        return super().count_at(id, classes, forward=forward)

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        """Return them from the whole graph; those not asked for before in one round trip."""
        if unknown := [pair for pair in dict.fromkeys(pairs) if pair not in self._joining]:
            part = self._server.joining(unknown)
            self._joining |= {pair: [] for pair in unknown}
            for edge in part.edges():
                self._joining[edge.subject, edge.object].append(edge)
            self._entities = {e.id: e for e in part.entities()} | self._entities  # cancers too
            self._references.update({r.key: r for r in part.references()})
        found = (edge for pair in dict.fromkeys(pairs) for edge in self._joining[pair])
        return sorted(found, key=lambda edge: (edge.subject, edge.predicate, edge.object))

    def count_all_edges(self) -> int:
        if self._all_edges is None:
            self._all_edges = self._server.count_all_edges()
        return self._all_edges

    def count_findings(self) -> int:
        """Return the number of those of the whole graph."""
        return self._server.count_findings()

    def sources(self) -> Sequence[Source]:
        """Return those of the whole graph."""
        return self._sources

    @cached_property
    def _sources(self) -> Sequence[Source]:
        return self.records.sources or self._server.sources()

    @cached_property
    def _reviews(self) -> frozenset[str]:
        return frozenset(self._server.reviews())

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        return self._server.findings_by_cancer()

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


def _selection(
    found: Sequence[neo4j.Record],
    named: Iterable[Entity],
    version: str,
    server: Neo4jStore,
    edges: int | None = None,
) -> Selection:
    """Assemble what was selected, and the entities named, into a store."""
    sent = _sent(found)
    nodes, relationships = _graph_of(found)
    selected = _collect(
        (
            *({"labels": n.labels, "record": n["record"]} for n in nodes if "record" in n),
            *({"labels": (label,), "record": text} for label, text in sent.records),
        )
    )
    entities = {e.id: e for e in (*named, *selected.entities)}
    records = Records(
        selected.sources,
        selected.references,
        tuple(entities[id] for id in sorted(entities, key=natural_key)),
        selected.findings,
    )
    claims = {r["id"] for r in relationships if r.type in PREDICATES} | sent.claims
    degrees = {node["id"]: node["degree"] for node in nodes if "degree" in node} | sent.degrees
    census = next((counts for record in found if (counts := record.get("census"))), None)
    counts = next((counts for record in found if (counts := record.get("counts"))), ())
    directed = {id: (incoming, outgoing) for id, incoming, outgoing in counts}
    return Selection(records, claims, degrees, version, server, census, directed, edges)


class _Sent(NamedTuple):
    """What rows say that hold the values of a claim, not its nodes.

    Parameters
    ----------
    claims
        Ids.
    records
        Labels and the JSON of nodes, each once.
    degrees
        Of entities.
    """

    claims: set[str]
    records: dict[tuple[str, str], None]
    degrees: dict[str, int]


def _sent(found: Iterable[neo4j.Record]) -> _Sent:
    """Collect what `_evidence.cypher` returns; nodes would hold each value twice."""
    sent = _Sent(set(), {}, {})
    for record in found:
        if "claim_id" in record.keys():  # noqa: SIM118 (a record holds values)
            sent.claims.add(record["claim_id"])
            sent.records["Finding", record["finding"]] = None
            sent.records.update((("Publication", text), None) for text in record["papers"])
            for id, degree, text in record["entities"]:
                sent.degrees[id] = degree
                sent.records["Entity", text] = None
    return sent


def _entities(records: Iterable[str]) -> Sequence[Entity]:
    """Parse the JSON of entities."""
    return [_parsed("entities", text) for text in records]


@lru_cache(5_000)
def _parsed(kind: str, text: str) -> Any:
    """Return the value of a node's JSON; one question after another reads the same nodes."""
    (value,) = getattr(records_from_dict({kind: [json.loads(text)]}), kind)
    return value


def _concrete(types: Collection[str] | None) -> list[str] | None:
    """Return the concrete types that some types cover, as a parameter of Cypher."""
    return None if types is None else sorted({t for name in types for t in subtypes(name)})


_PLAIN = {"claim_id", "finding", "papers", "entities", "selected"}
"""The columns of `_evidence.cypher`, which hold no node."""


def _graph_of(records: Sequence[neo4j.Record]) -> tuple[list[Any], list[Any]]:
    """Collect every node and relationship in the records, at any depth, each once."""
    from neo4j import graph

    nodes: dict[str, Any] = {}
    relationships: dict[str, Any] = {}
    names: Collection[str] = records[0].keys() if records else ()  # those of every record
    if "claim_id" in names:
        names = [name for name in names if name not in _PLAIN]
    waiting: list[Any] = [record[name] for record in records for name in names]
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
    """Parse the values from the JSON of their nodes."""
    kinds = {
        "Entity": "entities",
        "Finding": "findings",
        "Publication": "references",
        "Source": "sources",
    }
    content: dict[str, list[Any]] = {kind: [] for kind in kinds.values()}
    for record in records:
        for label in record["labels"]:
            if label in kinds:
                content[kinds[label]].append(_parsed(kinds[label], record["record"]))
    return merge(Records(**{kind: tuple(values) for kind, values in content.items()}))


def _in_one_map(
    cypher: str, parameters: Mapping[str, Any]
) -> tuple[Any, dict[str, dict[str, Any]]]:
    """Return Cypher that has its parameters in one map, and that map.

    The server plans a query again for a list of another size, but not for one within a map.
    """
    return _PARAMETER.sub(r"$given.\1", cypher), {"given": dict(parameters)}


def _run(transaction: neo4j.ManagedTransaction, cypher: str, **parameters: Any) -> neo4j.Result:
    """Run Cypher in a transaction."""
    return transaction.run(*_in_one_map(cypher, parameters))


def _remove_others(transaction: neo4j.ManagedTransaction, plan: Plan) -> int:
    """Remove what RadExo wrote before and the new graph does not hold; return how much.

    What the new graph holds too is not removed and written again, so that other clients see it at
    every moment. A node with a relationship to a node of others is refused.
    """
    removed = 0
    for label, rows in plan.nodes.items():
        key = key_of(label)
        wanted = [row[key] for row in rows]
        others = f"MATCH (n:{label}:RadExo) WHERE NOT n.{key} IN $wanted"
        held = _run(
            transaction,
            f"{others} MATCH (n)--(other) WHERE NOT other:RadExo "
            f"RETURN count(DISTINCT n) AS count, collect(DISTINCT n.{key})[0] AS example",
            wanted=wanted,
        ).single(strict=True)
        if held["count"]:
            raise DataError(
                f"{held['count']} of RadExo's nodes are joined to nodes that are not RadExo's "
                f"(such as {held['example']}); remove those relationships first, or push without "
                "--replace"
            )
        counters = _run(transaction, f"{others} DETACH DELETE n", wanted=wanted).consume().counters
        removed += counters.nodes_deleted + counters.relationships_deleted
    links = [
        _GAP.join((type, link["from"], link["to"]))
        for type, links in plan.links.items()
        for link in links
    ]
    claims = [claim["properties"]["id"] for claims in plan.claims.values() for claim in claims]
    for cypher, wanted in ((_OTHER_LINKS, links), (_OTHER_CLAIMS, claims)):
        counters = _run(transaction, cypher, wanted=wanted, gap=_GAP).consume().counters
        removed += counters.relationships_deleted
    return removed


def _refuse_foreign(transaction: neo4j.ManagedTransaction, ids_of: Mapping[str, list[str]]) -> None:
    """Refuse to overwrite nodes of others that have the ids of ours."""
    for label, ids in ids_of.items():
        key = key_of(label)
        found = _run(
            transaction,
            f"MATCH (n:{label}) WHERE n.{key} IN $ids AND NOT n:RadExo "
            f"RETURN count(n) AS count, collect(n.{key})[0] AS example",
            ids=ids,
        ).single(strict=True)
        if found["count"]:
            raise DataError(
                f"{found['count']} nodes {label} on the server are not RadExo's but have its ids "
                f"(such as {found['example']}); they were left as they are; give RadExo a database "
                "of its own"
            )


def _counts(transaction: neo4j.ManagedTransaction) -> dict[str, int]:
    def count(cypher: str) -> int:
        return int(transaction.run(f"MATCH {cypher} AS count").single(strict=True)["count"])

    nodes = count("(n:RadExo) RETURN count(n)")
    alone = nodes == count("(n) RETURN count(n)")  # then the server knows the number
    joined = "()-[r]->()" if alone else "(:RadExo)-[r]->(:RadExo)"
    return {"nodes": nodes, "relationships": count(f"{joined} RETURN count(r)")}


def size_of(store: Store) -> int:
    """Return about how many nodes and relationships a graph has on a server."""
    totals = store.census().totals
    claims = totals["edges"] + 2 * totals["statements"]
    return 5 * totals["entities"] + 2 * totals["papers"] + 3 * totals["findings"] + claims
