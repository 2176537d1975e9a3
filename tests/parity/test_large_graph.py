"""A graph too large to push on a server.

It is imported, and a question moves no more than its answer needs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import DataError, StoreError
from radexo.graph.exchange.formats.neo4j_csv import write
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import WALKABLE, WALKED, PredicateClass
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.graph.stores.neo4j_plan import SCHEMA_STATEMENTS, create_cypher, key_of, plan_of
from radexo.queries.paths.search import Budget, Walk, node_paths
from radexo.server_graph import ServerGraph
from support.examples import nightly
from support.import_script import ran
from support.odd_texts import with_odd_texts
from support.required import new_server
from support.served import PATIENCE
from support.server import Server

NODES, CLAIMS, PER_FINDING = (17_356, 385_925, 20) if nightly() else (4_000, 88_000, 20)
"""Nodes and claims: a fortieth of a public knowledge graph; in the profile ``nightly``, a tenth."""

pytestmark = pytest.mark.neo4j


def large() -> Records:
    """A graph in which a few nodes have very many claims."""
    dice = random.Random(64)
    entities = tuple(Entity(f"radexo:g{n:05}", f"g{n:05}", "Gene") for n in range(NODES))
    weights = [1 / (n + 10) for n in range(NODES)]
    predicates = ("INCREASES", "DECREASES", "REGULATES", "INTERACTS")
    claims: set[tuple[str, str, str]] = set()
    while len(claims) < CLAIMS:
        ends = dice.choices(entities, weights, k=20_000)
        claims |= {(a.id, dice.choice(predicates), b.id) for a, b in pairwise(ends) if a is not b}
    stated = sorted(claims)
    dice.shuffle(stated)
    findings = []
    for start in range(0, CLAIMS, PER_FINDING):
        statements = tuple(
            Statement(*claim, number)
            for number, claim in enumerate(stated[start : start + PER_FINDING], 1)
        )
        findings.append(Finding(f"big:{start // PER_FINDING}", ("1",), statements=statements))
    references = (Reference("big"), Reference("big", "1"))
    return Records((Source("big"),), references, entities, tuple(findings))


@pytest.fixture(scope="module")
def here() -> radexo.Graph:
    """The large graph, embedded."""
    return radexo.Graph(large())


def asked(server: Any, folder: Path, *options: str) -> None:
    """Ask a stopped server's neo4j-admin for what import.sh asks."""
    words = ran(folder, *options).stdout.splitlines()
    server.admin(*(re.sub("=(?=nodes-|links-)", f"={folder}/", word) for word in words))


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server of these tests' own, which runs only while it holds one of their graphs."""
    with closing(new_server("lts")) as server:
        yield server


@contextmanager
def imported(server: Server, records: Records, folder: Path) -> Iterator[ServerGraph]:
    """Import a graph as import.sh says, into a server that is new or has run before."""
    write(MemoryStore(records), folder)
    server.stop()
    # a server has an empty database from its first start
    used = (server.folder / "data" / "databases" / "neo4j").exists()
    asked(server, folder, *["--overwrite"] * used)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("radexo.graph.stores.neo4j._TRIED_AGAIN", 0.0)  # a stopped server is away
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        graph = radexo.load(server.address)
        assert isinstance(graph, ServerGraph)
        graph.store.timeout = PATIENCE
        with graph.store._driver.session() as session:
            for statement in (*SCHEMA_STATEMENTS, "CALL db.awaitIndexes(120)"):
                session.run(statement).consume()
        yield graph
        graph.close()


@pytest.fixture(scope="class")
def there(
    own: Server, here: radexo.Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerGraph]:
    """The large graph on the server."""
    with imported(own, here.records, tmp_path_factory.mktemp("import") / "large") as graph:
        yield graph


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each query that is asked from now on brings back."""
    counts: list[int] = []
    plain = Neo4jStore.read

    def counted(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        result = plain(self, cypher, parameters)
        counts.append(len(result.records))
        return result

    monkeypatch.setattr(Neo4jStore, "read", counted)
    return counts


def rows(graph: radexo.Graph, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return [row.to_dict() for row in graph.query(name, **parameters)]


class TestLargeGraph:
    """What a question to it moves."""

    def test_what_was_imported_is_what_was_written(
        self, here: radexo.Graph, there: ServerGraph
    ) -> None:
        assert there.version == here.version
        assert [(r.name, r.value) for r in there.info()] == [(r.name, r.value) for r in here.info()]

    @pytest.mark.parametrize("name", ["g00000", "g00100", "g03999"])
    def test_regulators_move_the_claims_on_x_and_no_more(
        self, here: radexo.Graph, there: ServerGraph, moved: list[int], name: str
    ) -> None:
        expected = rows(here, "regulators", names=[name])
        assert rows(there, "regulators", names=[name]) == expected
        causal = (PredicateClass.CAUSAL,)
        into = sum(1 for _ in here.store.in_edges(f"radexo:{name}", classes=causal))
        # one for the names, one for each claim and finding, one with what claims the opposite
        assert moved == [1, into, *[1] * any(row["sign"] for row in expected)]

    @pytest.mark.parametrize("associations", [False, True])
    @pytest.mark.parametrize(
        ("source", "target"), [("g01000", "g02000"), ("g00400", "g03500"), ("g00000", "g03900")]
    )
    def test_paths_move_the_claims_on_them_and_no_more(
        self,
        here: radexo.Graph,
        there: ServerGraph,
        moved: list[int],
        source: str,
        target: str,
        associations: bool,
    ) -> None:
        parameters: dict[str, Any] = {"source": source, "target": target, "max_hops": 3, "limit": 0}
        parameters["associations"] = associations
        expected = rows(here, "paths", **parameters)
        assert rows(there, "paths", **parameters) == expected
        walk = Walk(here.store, WALKABLE if associations else WALKED)
        found = node_paths(walk, [f"radexo:{source}"], [f"radexo:{target}"], 3, Budget())
        steps = {step for nodes in found for step in pairwise(nodes)}
        on_them = {edge.id for step in steps for hop in walk.between(*step) for edge in hop.edges}
        assert moved == [1, len(on_them), *[1] * bool(expected)]

    def test_a_push_of_this_size_is_refused(self, here: radexo.Graph, there: ServerGraph) -> None:
        with pytest.raises(DataError, match="too many for one transaction"):
            there.store.push(here.records)


@pytest.fixture(scope="module")
def odd(g: radexo.Graph) -> radexo.Graph:
    """The review and odd texts."""
    return with_odd_texts(g)


@pytest.fixture(scope="class")
def odd_there(
    own: Server, odd: radexo.Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerGraph]:
    """The review with odd texts on the server."""
    with imported(own, odd.records, tmp_path_factory.mktemp("import") / "odd") as graph:
        yield graph


def stored(properties: dict[str, Any]) -> dict[str, Any]:
    """Leave out what Neo4j stores as no property."""
    return {name: value for name, value in properties.items() if value is not None}


def labels_of(label: str, row: dict[str, Any]) -> set[str]:
    """Give the labels with which a push creates a node."""
    created = re.search(r"CREATE \(n:([\w:]+)\)", create_cypher(label, row.get("type", "")))
    assert created
    return set(created[1].split(":"))


class TestImportedReview:
    """The same review and texts."""

    def test_the_imported_review_is_the_review(
        self, odd: radexo.Graph, odd_there: ServerGraph
    ) -> None:
        assert odd_there.records == odd.records
        assert len(odd.diff(odd_there)) == 0

    def test_the_server_holds_what_a_push_writes(
        self, odd: radexo.Graph, odd_there: ServerGraph
    ) -> None:
        """What a record lacks is not a property, neither an empty text nor an empty list.

        As there is no other difference, it answers as what is pushed: see test_odd_texts.
        """
        pushed = plan_of(odd.store)
        expected = [
            (row[key_of(label)], "", labels_of(label, row), row)
            for label, rows in pushed.nodes.items()
            for row in rows
        ]
        expected += [
            (link["from"], link["to"], {type}, {})
            for type, links in pushed.links.items()
            for link in links
        ]
        expected += [
            (claim["from"], claim["to"], {predicate}, stored(claim["properties"]))
            for predicate, claims in pushed.claims.items()
            for claim in claims
        ]
        found: list[tuple[str, str, set[str], dict[str, Any]]] = []
        keys: dict[str, str] = {}
        with odd_there.store._driver.session() as session:
            for id, labels, row in session.run(
                "MATCH (n) RETURN elementId(n), labels(n), properties(n)"
            ):
                if "Graph" in labels:
                    assert (row["id"], row["version"]) == ("radexo", odd.version)
                    continue
                (label,) = set(labels) & set(pushed.nodes)
                keys[id] = row[key_of(label)]
                found.append((keys[id], "", set(labels), row))
            for start, end, type, row in session.run(
                "MATCH (a)-[r]->(b) RETURN elementId(a), elementId(b), type(r), properties(r)"
            ):
                found.append((keys[start], keys[end], {type}, row))

        def order(item: tuple[str, str, set[str], dict[str, Any]]) -> tuple[Any, ...]:
            return (*item[:2], sorted(item[2]), item[3].get("id", ""))

        assert sorted(found, key=order) == sorted(expected, key=order)

    def test_a_session_goes_on_when_the_server_comes_back(
        self,
        tmp_path: Path,
        g: radexo.Graph,
        odd: radexo.Graph,
        own: Server,
        odd_there: ServerGraph,
    ) -> None:
        """A server keeps what was committed; neo4j-admin refuses to import over it."""
        write(g.store, tmp_path / "out")
        claim = {"subject": "radexo:odd-0", "object": "radexo:odd-1"}
        expected = rows(odd, "evidence", **claim)
        assert expected
        folder, address = own.folder, own.address
        for end in (own.stop, own.kill):
            assert rows(odd_there, "evidence", **claim) == expected
            with odd_there.store._driver.session() as session:
                session.run("CREATE (:Kept)").consume()
            end()
            assert own.process is None
            with pytest.raises(StoreError, match="no server answers there"):
                odd_there.query("evidence", **claim)
            if end == own.stop:
                with pytest.raises(RuntimeError, match="already exist"):
                    asked(own, tmp_path / "out")
            own.start()
            assert (own.folder, own.address) == (folder, address)
            assert rows(odd_there, "evidence", **claim) == expected
            with odd_there.store._driver.session() as session:
                kept = session.run("MATCH (n:Kept) DELETE n RETURN count(n) AS count")
                assert kept.single(strict=True)["count"] == 1
        assert odd_there.records == odd.records
