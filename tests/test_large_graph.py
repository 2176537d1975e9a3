"""A graph of 386,000 claims on a server: it is imported, and a question moves no more than its answer needs."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.api import ServerGraph
from radexo.graph.collection import Collection
from radexo.graph.errors import DataError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.neo4j_csv import import_command, write
from radexo.graph.server import SCHEMA_STATEMENTS, Server
from radexo.queries.context import Context
from radexo.queries.paths import Budget, Walk, node_paths

NODES, CLAIMS, PER_FINDING = 17_356, 385_925, 20


def large() -> Collection:
    """As many nodes and claims as a tenth of a public knowledge graph has, a few nodes with very many claims."""
    dice = random.Random(64)
    entities = tuple(Entity(f"radexo:g{n:05}", f"g{n:05}", "Gene") for n in range(NODES))
    weights = [1 / (n + 10) for n in range(NODES)]
    predicates = ("INCREASES", "DECREASES", "REGULATES")
    claims: set[tuple[str, str, str]] = set()
    while len(claims) < CLAIMS:
        ends = dice.choices(entities, weights, k=20_000)
        claims |= {(a.id, dice.choice(predicates), b.id) for a, b in pairwise(ends) if a is not b}
    told = sorted(claims)
    dice.shuffle(told)
    findings = []
    for start in range(0, CLAIMS, PER_FINDING):
        statements = tuple(Statement(*claim, number) for number, claim in enumerate(told[start : start + PER_FINDING], 1))
        findings.append(Finding(f"big:{start // PER_FINDING}", ("1",), statements=statements))
    references = (Reference("big"), Reference("big", "1"))
    return Collection((Source("big"),), references, entities, tuple(findings))


@pytest.fixture(scope="module")
def here() -> radexo.Graph:
    """The large graph, embedded."""
    return radexo.Graph(large())


@pytest.fixture(scope="module")
def there(here: radexo.Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerGraph]:
    """The large graph, imported into a server of its own."""
    from conftest import running

    folder = tmp_path_factory.mktemp("import") / "large"
    write(here.collection, folder)
    with running("lts") as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        server.stop()
        printed = import_command(f.name for f in folder.glob("*.csv")).replace("\\\n", " ")
        server.admin(
            *(
                word.replace("=nodes-", f"={folder}/nodes-").replace("=links-", f"={folder}/links-")
                for word in printed.split()[1:]
            )
        )
        server.start()
        graph = radexo.load(server.address)
        assert isinstance(graph, ServerGraph)
        with graph.server._driver.session() as session:
            for statement in (*SCHEMA_STATEMENTS, "CALL db.awaitIndexes(120)"):
                session.run(statement).consume()
        yield graph
        graph.close()


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each query that is asked from now on brings back."""
    counts: list[int] = []
    plain = Server.read

    def counted(self: Server, cypher: str, parameters: Any) -> Any:
        result = plain(self, cypher, parameters)
        counts.append(len(result.records))
        return result

    monkeypatch.setattr(Server, "read", counted)
    return counts


def rows(graph: radexo.Graph, name: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of an answer."""
    return [row.to_dict() for row in graph.query(name, **parameters)]


def test_what_was_imported_is_what_was_written(here: radexo.Graph, there: ServerGraph) -> None:
    assert there.version == here.version
    assert [(r.name, r.value) for r in there.info()] == [(r.name, r.value) for r in here.info()]


@pytest.mark.parametrize("name", ["g00000", "g00100", "g09999"])
def test_regulators_move_the_claims_on_x_and_no_more(here: radexo.Graph, there: ServerGraph, moved: list[int], name: str) -> None:
    assert rows(there, "regulators", names=[name]) == rows(here, "regulators", names=[name])
    into = sum(1 for _ in here.store.in_edges(f"radexo:{name}"))
    assert moved == [1, into]  # one record for the names, then one for each claim and finding


@pytest.mark.parametrize(("source", "target"), [("g01000", "g02000"), ("g00400", "g15000"), ("g00000", "g16000")])
def test_paths_move_the_claims_on_them_and_no_more(
    here: radexo.Graph, there: ServerGraph, moved: list[int], source: str, target: str
) -> None:
    parameters: dict[str, Any] = {"source": source, "target": target, "max_hops": 3, "limit": 0}
    assert rows(there, "paths", **parameters) == rows(here, "paths", **parameters)
    walk = Walk(here.store, Context(here.store))
    found = node_paths(walk, [f"radexo:{source}"], [f"radexo:{target}"], 3, Budget())
    steps = {step for nodes in found for step in pairwise(nodes)}
    on_them = sum(len(hop.edges) for step in steps for hop in walk.between(*step))
    assert moved == [1, on_them]


def test_a_push_of_this_size_is_refused(here: radexo.Graph, there: ServerGraph) -> None:
    with pytest.raises(DataError, match="too many for one transaction"):
        there.server.push(here.collection)


def test_the_printed_command_names_every_file(tmp_path: Path, g: radexo.Graph) -> None:
    write(g.collection, tmp_path / "out")
    script = (tmp_path / "out" / "import.sh").read_text(encoding="utf-8")
    assert all(f"={f.name}" in script for f in (tmp_path / "out").glob("*.csv"))
    assert subprocess.run(["sh", "-n", str(tmp_path / "out" / "import.sh")], check=False).returncode == 0
