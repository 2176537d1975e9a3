"""A graph too large to push on a server.

It is imported, and a question moves no more than its answer needs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import DataError, StoreError
from radexo.graph.exchange.formats.neo4j_csv import write
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.graph.stores.neo4j_plan import SCHEMA_STATEMENTS, plan_of
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from radexo.queries.paths.search import Budget, Walk, node_paths
from radexo.server_graph import ServerGraph
from support.examples import nightly
from support.import_script import ran
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
    predicates = ("INCREASES", "DECREASES", "REGULATES")
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


@contextmanager
def imported(records: Records, folder: Path, *, used: bool) -> Iterator[tuple[Server, ServerGraph]]:
    """Import a graph as import.sh says, into a server of its own that ran before or is new."""
    write(MemoryStore(records), folder)
    server = new_server("lts")
    if used:
        server.start()
        server.stop()
    # a server has an empty database from its first start
    asked(server, folder, *["--overwrite"] * used)
    with server, pytest.MonkeyPatch.context() as patch:
        patch.setattr("radexo.graph.stores.neo4j._TRIED_AGAIN", 0.0)  # a stopped server is away
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        graph = radexo.load(server.address)
        assert isinstance(graph, ServerGraph)
        graph.store.timeout = PATIENCE
        with graph.store._driver.session() as session:
            for statement in (*SCHEMA_STATEMENTS, "CALL db.awaitIndexes(120)"):
                session.run(statement).consume()
        yield server, graph
        graph.close()


@pytest.fixture(scope="module")
def there(here: radexo.Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerGraph]:
    """The large graph on a server."""
    folder = tmp_path_factory.mktemp("import") / "large"
    with imported(here.records, folder, used=False) as (_, graph):
        yield graph


@pytest.fixture(scope="module")
def odd(g: radexo.Graph) -> radexo.Graph:
    """The review, and texts that break tables: formulas, tabs, line ends, quotes, ten megabytes."""
    names = ("=cmd|'/C calc'!A0", '"quoted", and\nbroken\tinto', "+1", "-1", "@x", "\\", "a;b|c")
    entities = [
        Entity(f"radexo:odd-{n}", name, "Gene", synonyms=(name, f"{name}!"))
        for n, name in enumerate(names)
    ]
    big = Entity("radexo:big", "big", "Gene", note="x" * 10_000_000)
    finding = Finding(
        "odd:1",
        statements=(Statement("radexo:odd-0", "INCREASES", "radexo:odd-1", note=names[1]),),
        summary=names[0],
    )
    return g.merge(
        radexo.Graph(Records((Source("odd"),), (Reference("odd"),), (*entities, big), (finding,)))
    )


@pytest.fixture(scope="module")
def odd_server(
    odd: radexo.Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, ServerGraph]]:
    """A server that holds the review with odd texts."""
    with imported(odd.records, tmp_path_factory.mktemp("import") / "odd", used=True) as held:
        yield held


@pytest.fixture(scope="module")
def odd_there(odd_server: tuple[Server, ServerGraph]) -> ServerGraph:
    """The review with odd texts on a server."""
    return odd_server[1]


def test_the_imported_review_is_the_review(odd: radexo.Graph, odd_there: ServerGraph) -> None:
    assert odd_there.records == odd.records
    assert len(odd.diff(odd_there)) == 0


def test_nodes_have_the_properties_that_a_push_gives_them(
    odd: radexo.Graph, odd_there: ServerGraph
) -> None:
    """What a record lacks is stored as no property, neither as empty text nor as an empty list."""
    pushed = plan_of(odd.store).nodes
    with odd_there.store._driver.session() as session:
        for label in ("Entity", "Finding", "Publication", "Source"):
            found = session.run(f"MATCH (n:{label}) RETURN properties(n) AS row").value("row")
            assert sorted(found, key=lambda row: row["id"]) == sorted(
                pushed[label], key=lambda row: row["id"]
            )


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_the_imported_review_answers_as_the_embedded_one(
    odd: radexo.Graph, odd_there: ServerGraph, question: Question
) -> None:
    assert rows(odd_there, question.name, **question.example) == rows(
        odd, question.name, **question.example
    )


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


def test_what_was_imported_is_what_was_written(here: radexo.Graph, there: ServerGraph) -> None:
    assert there.version == here.version
    assert [(r.name, r.value) for r in there.info()] == [(r.name, r.value) for r in here.info()]


@pytest.mark.parametrize("name", ["g00000", "g00100", "g03999"])
def test_regulators_move_the_claims_on_x_and_no_more(
    here: radexo.Graph, there: ServerGraph, moved: list[int], name: str
) -> None:
    expected = rows(here, "regulators", names=[name])
    assert rows(there, "regulators", names=[name]) == expected
    into = sum(1 for _ in here.store.in_edges(f"radexo:{name}"))
    # one record for the names, one for each claim and finding, one with what claims the opposite
    assert moved == [1, into, *[1] * any(row["sign"] for row in expected)]


@pytest.mark.parametrize(
    ("source", "target"), [("g01000", "g02000"), ("g00400", "g03500"), ("g00000", "g03900")]
)
def test_paths_move_the_claims_on_them_and_no_more(
    here: radexo.Graph, there: ServerGraph, moved: list[int], source: str, target: str
) -> None:
    parameters: dict[str, Any] = {"source": source, "target": target, "max_hops": 3, "limit": 0}
    expected = rows(here, "paths", **parameters)
    assert rows(there, "paths", **parameters) == expected
    walk = Walk(here.store)
    found = node_paths(walk, [f"radexo:{source}"], [f"radexo:{target}"], 3, Budget())
    steps = {step for nodes in found for step in pairwise(nodes)}
    on_them = sum(len(hop.edges) for step in steps for hop in walk.between(*step))
    assert moved == [1, on_them, *[1] * bool(expected)]


def test_a_push_of_this_size_is_refused(here: radexo.Graph, there: ServerGraph) -> None:
    with pytest.raises(DataError, match="too many for one transaction"):
        there.store.push(here.records)


def test_a_session_goes_on_when_the_server_comes_back(
    tmp_path: Path, g: radexo.Graph, odd: radexo.Graph, odd_server: tuple[Server, ServerGraph]
) -> None:
    """A server keeps what was committed; neo4j-admin refuses to import over it."""
    server, graph = odd_server
    write(g.store, tmp_path / "out")
    expected = rows(odd, "regulators", names=["radiosensitivity"])
    folder, address = server.folder, server.address
    for end in (server.stop, server.kill):
        assert rows(graph, "regulators", names=["radiosensitivity"]) == expected
        with graph.store._driver.session() as session:
            session.run("CREATE (:Kept)").consume()
        end()
        assert server.process is None
        with pytest.raises(StoreError, match="no server answers there"):
            graph.regulators("radiosensitivity")
        if end == server.stop:
            with pytest.raises(RuntimeError, match="already exist"):
                asked(server, tmp_path / "out")
        server.start()
        assert (server.folder, server.address) == (folder, address)
        assert rows(graph, "regulators", names=["radiosensitivity"]) == expected
        with graph.store._driver.session() as session:
            kept = session.run("MATCH (n:Kept) DELETE n RETURN count(n) AS count")
            assert kept.single(strict=True)["count"] == 1
    assert graph.records == odd.records
