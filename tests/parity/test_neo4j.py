"""The graph on a real Neo4j server.

The same answers, pushed whole or not at all, and no text of a user's is run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, islice, product
from math import prod
from typing import Any

import neo4j
import pytest

import radexo
from radexo.graph.errors import DataError, StoreError, UsageError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import ENTITY_TYPES, PREDICATES
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.graph.stores.neo4j_batches import each_batch
from radexo.graph.stores.neo4j_plan import key_of, plan_of
from radexo.queries.catalogue import catalogue, find
from radexo.queries.cypher import _environment
from radexo.queries.declare import Question
from radexo.queries.glossary import glossary
from radexo.queries.kinds import KINDS
from radexo.server_graph import ServerGraph
from support.examples import spread
from support.pushing import push_forever
from support.served import logged_in, on
from support.writing import kill_while_writing

TYPES = [name for name, row in ENTITY_TYPES.items() if not row.abstract]


pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module", autouse=True)
def login(server: Any) -> Iterator[None]:
    """The server's user and password where the driver looks for them."""
    with logged_in(server):
        yield


@pytest.fixture(scope="module")
def there(server: Any, g: radexo.Graph, login: None) -> Iterator[ServerGraph]:
    """The review on the server."""
    with on(server, g.records) as graph:
        yield graph


def count(address: str, cypher: str = "MATCH (n) RETURN count(n) AS count") -> int:
    """Count on the server, past RadExo's own code."""
    with Neo4jStore(address) as target:
        return int(target.read(cypher, {}).records[0]["count"])


# -- the same answers ------------------------------------------------------------------------------


def some_entities(g: radexo.Graph) -> list[str]:
    """Choose entities of every type: the most joined, the least, and some between."""
    of_type: dict[str, list[str]] = {}
    for entity in g.store.by_degree():
        of_type.setdefault(entity.type, []).append(entity.id)
    return [id for ids in of_type.values() for id in spread(ids, 4)]


def values(question: Question, name: str, g: radexo.Graph) -> list[Any]:
    """Return values that the graph has for a parameter; in the profile ``nightly``, all."""
    parameter = next(p for p in question.parameters if p.name == name)
    ids = some_entities(g)
    of_type = {
        kind: [e.id for e in g.store.entities() if e.type == kind]
        for kind in ("Cancer", "Exposure")
    }
    findings = [f.id for f in g.store.findings()]
    cited = sorted({c for f in g.store.findings() for c in f.citations})
    example = question.example.get(name)
    offered: dict[str, list[Any]] = {
        "entity": ids,
        "entities": [[id, *example[1:]] for id in ids] if example else [[id] for id in ids],
        "end": [
            *ids,
            *(f"type:{name}" for name in spread(TYPES, 6)),
        ],  # those of many a plan of their own
        "cancer": of_type["Cancer"],
        "exposure": of_type["Exposure"],
        "type": [*TYPES, "RNA", "Cargo"],
        "finding": [*spread(findings, 40), *spread(cited, 20)],
        "sign": [1, -1, 0],
        "count": [1, 2, 3],
        "flag": [True, False],
        "choice": list(parameter.choices),
        "pattern": [
            "Exosome-MiRNA-Gene",
            "MiRNA-Gene-Process",
            "RNA-RNA-Gene-Pathway",
            "Cell-Exosome-Cargo-Radiosensitivity",
        ],
        "predicates": [[name] for name in PREDICATES],
        "papers": [["64", "78"], ["sun2022:29a"], ["83"]],
        "predicate": list(PREDICATES),
        "sources": [["sun2022"], ["other"]],
        "text": {
            "fluid": ["serum", "plasma", "blood"],
            "source": ["sun2022", "other"],
            "term": [*spread([entry.term for entry in glossary()], 60), "no such word"],
        }[name]
        if parameter.kind == "text"
        else [],
    }
    return offered[parameter.kind]


SHARED = {
    "shared_targets": "targets",
    "shared_regulators": "regulators",
    "shared_pathways": "pathways_of",
}
"""What one entity must have for two to share it."""

MOST = {"contradictions": 12}
"""The most values of one parameter: in memory too it reads all that acts."""

JOINED = {
    "relation": ("a", "b"),
    "evidence": ("subject", "object"),
    "paths": ("source", "target"),
    "mechanism": ("name", "then"),
}
"""The parameters that name the two ends of a claim."""


def asked(question: Question, g: radexo.Graph) -> tuple[list[dict[str, Any]], bool]:
    """Yield what to ask.

    All combinations where they are few, else the example with each parameter at each of its values
    in turn.

    What two entities share or what joins them is also asked for pairs that share something or
    make a claim. Returns whether that is all there is.
    """
    offered = {p.name: values(question, p.name, g) for p in question.parameters}
    optional = {p.name: [None, *offered[p.name]] for p in question.parameters if not p.required}
    if len(optional) == len(offered) and prod(map(len, optional.values())) <= 400:
        return [
            dict(zip(optional, chosen, strict=True)) for chosen in product(*optional.values())
        ], True
    sets = [dict(question.example)]
    if not any(p.required for p in question.parameters):
        sets.append({})
    for name, some in offered.items():
        sets += [
            {**question.example, name: value} for value in spread(some, MOST.get(question.name, 99))
        ]
    if question.name in SHARED:
        sharing = [
            e.id for e in g.store.entities() if len(g.query(SHARED[question.name], names=[e.id]))
        ]
        pairs = list(combinations(sharing, 2))[:20_000]
        sets += [{**question.example, "names": list(pair)} for pair in spread(pairs, 200)]
    if names := JOINED.get(question.name):
        claims = [edge for edge in g.store.edges() if edge.subject != edge.object]
        sets += [
            dict(zip(names, (edge.subject, edge.object), strict=True))
            for edge in spread(claims, 40)
        ]
    return sets, question.name == "shared_pathways"


def answer(g: radexo.Graph, name: str, parameters: dict[str, Any]) -> Any:
    """The rows of an answer, or how the question was refused."""
    try:
        return [row.to_dict() for row in g.query(name, **parameters)]
    except UsageError as error:
        return (error.kind, error.message)


@pytest.mark.usefixtures("sent_once")
@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_both_stores_give_the_same_rows(
    g: radexo.Graph,
    there: ServerGraph,
    question: Question,
    record_property: Callable[[str, Any], None],
) -> None:
    sets, everything = asked(question, g)
    counted = 0
    for parameters in sets:
        here, on_server = (
            answer(g, question.name, parameters),
            answer(there, question.name, parameters),
        )
        assert on_server == here, parameters
        counted += bool(here) and isinstance(here, list)
    record_property("compared", (question.name, len(sets), counted))
    # corroborate needs resources: see test_resources
    assert counted >= 10 or everything or question.name == "corroborate"


def test_types_of_few_entities_are_asked_with_the_cypher_of_names(
    there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    plain = Neo4jStore.read

    def watched(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        sent.append(cypher)
        return plain(self, cypher, parameters)

    monkeypatch.setattr(Neo4jStore, "read", watched)

    def cypher_from(source: str) -> str:
        sent.clear()
        there.query("paths", source=source, target="radiosensitivity", max_hops=1)
        (cypher,) = (text for text in sent if text.startswith("// Mechanism paths"))
        return cypher

    named = cypher_from("miR-340-5p")
    for few in ("Tissue", "Chemical", "Gene"):
        assert cypher_from(f"type:{few}") == named
    assert "a:Process AND a.type IN" in cypher_from("type:Process")


@pytest.mark.usefixtures("sent_once")
def test_findings_are_selected_by_the_narrowest_of_what_is_asked(
    g: radexo.Graph, there: ServerGraph
) -> None:
    ids = some_entities(g)
    papers = [
        "29",
        "sun2022:29",
        "sun2022:",
        "sun2022:29a",
        "no such",
        *spread([f.id for f in g.store.findings()], 60),
    ]
    effects = ["increase", "decrease", "unclear", "none"]
    sets: list[dict[str, Any]] = [
        {},
        *({"names": [id]} for id in ids),
        *({"paper": p} for p in papers),
    ]
    sets += [
        {"effect": effect, "names": names}
        for effect in effects
        for names in ([], ["radiosensitivity"])
    ]
    sets += [{"names": ["radiosensitivity", id]} for id in ids[::5]]
    sets += [
        {"names": ["KLF10"], "cancer": "ESCC"},
        {"cancer": "ESCC"},
        {"cargo": "miR-21", "paper": "29"},
    ]
    for parameters in sets:
        here, on_server = answer(g, "findings", parameters), answer(there, "findings", parameters)
        assert on_server == here, parameters
        if isinstance(here, list):
            reasons = [graph.query("findings", **parameters).reason for graph in (g, there)]
            assert reasons[0] == reasons[1], parameters
    few, _ = there._select(find("findings"), {"names": ["KLF10"]}, [])
    assert len(few.findings()) == len(g.findings(names=["KLF10"]))


PLAIN = [
    "what represses KLF10?",
    "how does miR-301a make GBM cells radioresistant?",
    "why do [64] and [78] disagree?",
    "which exosomes come from hypoxic cells?",
    "what regultes radiosensitivity in gliblastoma?",
    "KLF10",
    "what does KLF4 do?",
]


def test_plain_questions_are_read_alike(g: radexo.Graph, there: ServerGraph) -> None:
    for text in PLAIN:
        found: list[Any] = []
        for graph in (g, there):
            try:
                found.append(graph.ask(text).to_dict())
            except UsageError as error:
                found.append((error.kind, error.message, error.candidates))
        assert found[0] == found[1]


def test_names_are_found_and_refused_alike(g: radexo.Graph, there: ServerGraph) -> None:
    for name in (
        "mir340",
        "β-catenin",
        "HGNC:11810",
        "p21",
        "hsa-miR-22",
        "TGF-β",
        "ncbigene:7071",
        "NSCLC",
    ):
        assert there.entity(name) == g.entity(name)
    for name in ("KLF1O", "mesh:D011836", "", "miR-999"):
        with pytest.raises(UsageError) as here:
            g.entity(name)
        with pytest.raises(UsageError) as on_server:
            there.entity(name)
        assert (on_server.value.kind, on_server.value.candidates) == (
            here.value.kind,
            here.value.candidates,
        )


def test_the_whole_graph_comes_back(g: radexo.Graph, there: ServerGraph) -> None:
    assert there.store.whole() == g.records
    assert there.version == g.version


def test_every_command_answers_from_a_server(cli: Any, server: Any, there: ServerGraph) -> None:
    for address in (server.address, getattr(server, "routing", server.address)):
        for command in (
            ["info"],
            ["findings", "--cargo", "miR-19b"],
            ["regulators", "KLF10"],
            ["coherence"],
            ["biomarkers"],
        ):
            ours, theirs = cli(*command, "--json"), cli("--store", address, *command, "--json")
            assert (theirs.code, theirs.json["rows"]) == (ours.code, ours.json["rows"])
    ours, theirs = (
        cli(*more, "cite", "mechanism", "miR-340-5p", "KLF10")
        for more in ([], ["--store", server.address])
    )
    assert theirs.out == ours.out


# -- pushing ---------------------------------------------------------------------------------------


def test_an_answer_from_a_server_is_drawn_as_any_other(g: radexo.Graph, there: ServerGraph) -> None:
    assert there.draw().picture.to_dict() == g.draw().picture.to_dict()
    drawn = [graph.mechanism("miR-301a").draw().picture.to_dict() for graph in (g, there)]
    assert drawn[0] == drawn[1]
    assert any(edge["data"]["opposite"] for edge in drawn[1]["elements"]["edges"])


def test_twice_is_once(server: Any, g: radexo.Graph, there: ServerGraph) -> None:
    nodes = count(server.address)
    joined = count(server.address, "MATCH ()-[r]->() RETURN count(r) AS count")
    first = there.store.push(g.records)
    second = there.store.push(g.records)
    assert first == second == {"removed": 0, "nodes": nodes, "relationships": joined}


def test_the_command_pushes(cli: Any, server: Any, g: radexo.Graph, there: ServerGraph) -> None:
    output = cli("push", "--store", server.address, "--replace", "--json")
    assert (output.code, output.json["query"]["parameters"]) == (
        0,
        {"store": server.address, "replace": True},
    )
    counted = {row["what"]: row["count"] for row in output.json["rows"]}
    assert counted == there.store.push(g.records)
    assert "password" not in output.out


def test_what_is_not_ours_is_left_alone(server: Any, g: radexo.Graph, there: ServerGraph) -> None:
    with neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as driver:
        driver.execute_query(
            "CREATE (:Person {name: 'somebody'})-[:KNOWS]->(:Person {name: 'else'})"
        )
        assert (
            there.store.push(Records(), replace=True)["nodes"] == 1
        )  # the one that holds the version
        assert there.store.push(g.records, replace=True)["removed"] == 0
        people = driver.execute_query(
            "MATCH (p:Person)-[r:KNOWS]->() RETURN count(r) AS count"
        ).records[0]["count"]
        assert people == 1
        driver.execute_query(
            "MATCH (p:Person {name: 'else'}) MATCH (e:Entity {id: 'hgnc:11810'}) CREATE "
            "(p)-[:READS_OF]->(e)"
        )
        with pytest.raises(DataError, match="joined to nodes that are not RadExo's"):
            there.store.push(Records(), replace=True)
        driver.execute_query("MATCH (p:Person) DETACH DELETE p")
        driver.execute_query("CREATE (:Entity {id: 'radexo:theirs'})")
        theirs = Records(entities=(Entity("radexo:theirs", "theirs", "Process"),))
        with pytest.raises(DataError, match="are not RadExo's but have its ids"):
            there.store.push(theirs)
        driver.execute_query("MATCH (n:Entity {id: 'radexo:theirs'}) DELETE n")
    assert there.store.whole() == g.records


def test_a_second_graph_is_merged_with_the_first(g: radexo.Graph, there: ServerGraph) -> None:
    new = Finding(
        "mine:1a", statements=(Statement("hgnc:1784", "DECREASES", "go:0006915"),), summary="mine"
    )
    known = tuple(e for e in g.records.entities if e.id in ("hgnc:1784", "go:0006915"))
    mine = Records(entities=known, findings=(new,))
    try:
        there.store.push(mine)
        assert there.store.whole() == merge(g.records, mine)
        assert {
            row.sign for row in there.regulators("apoptosis") if row.regulator.name == "CDKN1A"
        } == {1, -1}
        with pytest.raises(DataError, match="two different records"):
            there.store.push(Records(entities=known, findings=(replace(new, summary="another"),)))
        assert there.store.whole() == merge(g.records, mine)
    finally:
        there.store.push(g.records, replace=True)


def test_too_much_for_one_transaction_is_refused_with_the_way_out(
    there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGEST_PUSH", 10)
    with pytest.raises(DataError, match="neo4j-csv"):
        there.store.push(radexo.load().records)


@pytest.fixture
def on_disk(g: radexo.Graph, tmp_path: Any) -> DiskStore:
    """The review and a finding of another source, on disk."""
    new = Finding(
        "mine:1a", statements=(Statement("hgnc:1784", "DECREASES", "go:0006915"),), summary="mine"
    )
    own = Records((Source("mine"),), (Reference("mine"),), findings=(new,))
    return DiskStore.build(merge(g.records, own), tmp_path / "graph.db")


def interrupted(
    there: ServerGraph, store: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Push a graph, of which so many batches are written."""
    plain = Neo4jStore._write_batch

    def write(self: Neo4jStore, session: Any, version: str, batch: Any, foreign: Any) -> None:
        if batch.number > after:
            raise StoreError("the connection broke")
        plain(self, session, version, batch, foreign)

    with monkeypatch.context() as patch:
        patch.setattr(Neo4jStore, "_write_batch", write)
        with pytest.raises(StoreError, match="broke"):
            there.store.push_in_batches(store, replace=True)


def test_a_push_in_batches_is_the_same_graph_and_marked_until_it_is_whole(
    g: radexo.Graph, there: ServerGraph, on_disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j._BATCH", 100)
    mine = on_disk.whole()
    try:
        with pytest.raises(DataError, match="there is a graph of RadExo already"):
            there.store.push_in_batches(on_disk)
        assert there.store.whole() == g.records
        interrupted(there, on_disk, monkeypatch, 20)
        for ask in (lambda: there.regulators("KLF10"), there.store.whole, lambda: there.version):
            with pytest.raises(StoreError, match="is not whole"):
                ask()
        with pytest.raises(DataError, match="is not whole"):
            there.store.push(g.records)
        with pytest.raises(DataError, match="there is a graph of RadExo already"):
            there.store.push_in_batches(g.store)
        found: list[str] = []
        counts = there.store.push_in_batches(on_disk, progress=found.append)
        written = [int(text.split()[0].replace(",", "")) for text in found]
        # it goes on behind the 20 batches that are there
        assert written[0] == sum(map(len, islice(each_batch(on_disk, 100), 21)))
        assert written == sorted(written)
        assert written[-1] == counts["nodes"] + counts["relationships"] - 1
        assert there.store.whole() == mine
        assert there.version == on_disk.version
        assert [row.regulator.name for row in there.regulators("KLF10")] == ["miR-340-5p"]
        assert there.store.push_in_batches(on_disk) == counts
        assert there.store.push(mine) == counts  # which finds nothing to add
        removed = there.store.push_in_batches(g.store, replace=True)["removed"]
        assert removed == counts["nodes"] + counts["relationships"] - 1  # the mark stays
        assert there.store.whole() == g.records
    finally:
        there.store.push(g.records, replace=True)


@pytest.mark.parametrize("after", [0, 1, 7])
def test_a_push_goes_on_with_the_batch_that_the_server_does_not_have(
    g: radexo.Graph,
    there: ServerGraph,
    on_disk: DiskStore,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j._BATCH", 300)
    plain = Neo4jStore._write_batch
    numbers: list[int] = []

    def write(self: Neo4jStore, session: Any, version: str, batch: Any, foreign: Any) -> None:
        numbers.append(batch.number)
        plain(self, session, version, batch, foreign)
        plain(self, session, version, batch, foreign)  # as when the answer to the first was lost

    try:
        interrupted(there, on_disk, monkeypatch, after)
        with monkeypatch.context() as patch:
            patch.setattr(Neo4jStore, "_write_batch", write)
            counts = there.store.push_in_batches(on_disk)
        assert numbers == list(range(after + 1, after + 1 + len(numbers)))
        assert there.store.whole() == on_disk.whole()
        there.store.push(Records(), replace=True)
        assert {**there.store.push_in_batches(on_disk), "removed": 0} == counts
    finally:
        there.store.push(g.records, replace=True)


def test_a_push_does_not_go_on_with_batches_of_another_order(
    g: radexo.Graph, there: ServerGraph, on_disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        monkeypatch.setattr("radexo.graph.stores.neo4j._BATCH", 100)
        interrupted(there, on_disk, monkeypatch, 20)
        for size in (90, 100_000):  # other batches, and fewer
            monkeypatch.setattr("radexo.graph.stores.neo4j._BATCH", size)
            with pytest.raises(DataError, match="push with --replace"):
                there.store.push_in_batches(on_disk)
            with pytest.raises(StoreError, match="is not whole"):
                there.store.whole()
        removed = there.store.push_in_batches(on_disk, replace=True)["removed"]
        assert removed == sum(map(len, islice(each_batch(on_disk, 100), 20)))
        assert there.store.whole() == on_disk.whole()
    finally:
        there.store.push(g.records, replace=True)


def test_of_two_pushes_at_once_one_ends(
    g: radexo.Graph, there: ServerGraph, on_disk: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j._BATCH", 300)
    plain = Neo4jStore._write_batch
    ahead = 5

    def write(self: Neo4jStore, session: Any, version: str, batch: Any, foreign: Any) -> None:
        if batch.number == ahead:
            with monkeypatch.context() as patch:
                patch.setattr(Neo4jStore, "_write_batch", plain)
                there.store.push_in_batches(on_disk)
        plain(self, session, version, batch, foreign)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(Neo4jStore, "_write_batch", write)
            with pytest.raises(StoreError, match="another push writes there"):
                there.store.push_in_batches(on_disk, replace=True)
        assert there.store.whole() == on_disk.whole()
    finally:
        there.store.push(g.records, replace=True)


@pytest.mark.parametrize("label", ["Entity", "Finding", "Publication", "Source", "Name"])
def test_a_batch_does_not_take_a_node_of_others(
    g: radexo.Graph, there: ServerGraph, label: str
) -> None:
    row = plan_of(g.store).nodes[label][-1]
    key = key_of(label)
    there.store.push(Records(), replace=True)
    with there.store._driver.session() as session:
        session.run(f"CREATE (:{label} {{{key}: $key}})", key=row[key]).consume()
        try:
            with pytest.raises(DataError, match=f"1 nodes {label} on the server are not RadExo's"):
                there.store.push_in_batches(g.store)
            kept = session.run(f"MATCH (n:{label} {{{key}: $key}}) RETURN labels(n)", key=row[key])
            assert kept.values() == [[[label]]]
        finally:
            session.run(f"MATCH (n:{label}) WHERE NOT n:RadExo DELETE n").consume()
            there.store.push(g.records, replace=True)


def test_nodes_of_others_are_in_no_batch(
    g: radexo.Graph, there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with there.store._driver.session() as session:
        foreign = "MATCH (n:RadExo {id: 'hgnc:1784'}) CREATE (o:Other)-[:KNOWS]->(n)"
        session.run(foreign).consume()
        try:
            with pytest.raises(DataError, match="joined to nodes that are not RadExo's"):
                there.store.push_in_batches(MemoryStore(Records()), replace=True)
            assert there.store.whole() == g.records
        finally:
            session.run("MATCH (o:Other) DETACH DELETE o").consume()


def test_a_large_graph_is_pushed_in_batches(
    cli: Callable[..., Any], g: radexo.Graph, there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGEST_PUSH", 10)
    answer = cli("push", "--store", there.store.address, "--replace")
    assert answer.code == 0
    assert there.store.whole() == g.records


def test_a_graph_that_another_version_pushed_is_refused_until_it_is_pushed_again(
    g: radexo.Graph, there: ServerGraph
) -> None:
    with there.store._driver.session() as session:
        session.run("MATCH (g:Graph:RadExo) REMOVE g.layout").consume()
    with pytest.raises(StoreError, match="pushed by another version of RadExo"):
        there.regulators("KLF10")
    there.store.push(g.records)
    assert [row.regulator.name for row in there.regulators("KLF10")] == ["miR-340-5p"]


def test_a_push_killed_half_way_leaves_the_old_graph_whole(
    server: Any, g: radexo.Graph, there: ServerGraph
) -> None:
    dice = random.Random(29)
    for _ in range(6):
        login = server.address, server.user, server.password
        kill_while_writing(push_forever, *login, seconds=dice.uniform(0.05, 2.0))
        assert there.store.whole() == g.records
        assert [row.regulator.name for row in there.regulators("KLF10")] == ["miR-340-5p"]
    expected = plan_of(g.store)
    nodes = sum(map(len, expected.nodes.values())) + 1  # the one that holds the version
    relationships = sum(map(len, expected.links.values())) + sum(map(len, expected.claims.values()))
    assert there.store.push(g.records) == {
        "removed": 0,
        "nodes": nodes,
        "relationships": relationships,
    }


# -- injection -------------------------------------------------------------------------------------

HOSTILE = [
    "KLF10' RETURN 1 //",
    "'}) DETACH DELETE n //",
    "$names",
    "`x`",
    "KLF10\nMATCH (n) DETACH DELETE n",
    "\\u0027 OR 1=1",
    "type:MiRNA) DETACH DELETE",
    "type:`Entity`",
    "{id: 'x'}",
    "Entity)-[r]-() DELETE r",
]


@pytest.fixture(scope="module")
def harmless(server: Any, there: ServerGraph) -> set[str]:
    """The Cypher that the examples of all questions send, and a known and an unknown name."""
    sent = {question.cypher for question in catalogue()}
    plain = Neo4jStore.read

    def watched(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        sent.add(cypher)
        return plain(self, cypher, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Neo4jStore, "read", watched)
        fresh = radexo.load(server.address)  # which has read nothing yet
        for name in ("KLF10", "no such name"):
            answer(fresh, "regulators", {"names": [name]})
        for question in catalogue():
            answer(fresh, question.name, question.example)
        fresh.close()
    return sent


def places(number: int) -> list[tuple[Question, Any]]:
    """Where the text of this number goes: one in three parameters, by turns, of every kind."""
    every = [(question, p) for question in catalogue() for p in question.parameters]
    every.sort(key=lambda place: place[1].kind)  # stable: each kind is spread over the texts
    chosen = every[number % 3 :: 3]
    missed = {p.kind for _, p in every} - {p.kind for _, p in chosen}
    return [*chosen, *(next(pl for pl in every if pl[1].kind == kind) for kind in sorted(missed))]


@pytest.mark.parametrize(("number", "text"), list(enumerate(HOSTILE)), ids=HOSTILE)
def test_no_text_of_a_user_reaches_the_server_as_cypher(
    g: radexo.Graph,
    there: ServerGraph,
    harmless: set[str],
    number: int,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []
    plain = Neo4jStore.read

    def watched(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        sent.append(cypher)
        return plain(self, cypher, parameters)

    monkeypatch.setattr(Neo4jStore, "read", watched)
    for question, parameter in places(number):
        value = [text] if parameter.kind == "entities" else text
        ours, theirs = (
            answer(graph, question.name, {**question.example, parameter.name: value})
            for graph in (g, there)
        )
        assert theirs == ours
        if KINDS[parameter.kind].names:
            assert isinstance(theirs, tuple)
            assert theirs[0] in ("unknown-name", "ambiguous-name", "usage")
    assert sent
    assert set(sent) <= harmless
    assert there.store.whole() == g.records


@pytest.mark.parametrize("term", ["AHIF", "hgnc:11810", "exosomes", "stiched", "no such name"])
def test_a_name_is_defined_alike(g: radexo.Graph, there: ServerGraph, term: str) -> None:
    ours, theirs = (answer(graph, "define", {"term": term}) for graph in (g, there))
    assert theirs == ours


def test_hostile_names_in_the_graph_stay_data(g: radexo.Graph, there: ServerGraph) -> None:
    entities = tuple(
        Entity(f"radexo:h{i}", text, "Gene", synonyms=(text[::-1],))
        for i, text in enumerate(HOSTILE)
    )
    found = tuple(
        Statement(e.id, "INCREASES", entities[0].id, n) for n, e in enumerate(entities[1:], 1)
    )
    hostile = Records(
        entities=entities, findings=(Finding("evil:1a", summary=HOSTILE[1], statements=found),)
    )
    try:
        there.store.push(hostile)
        assert there.store.whole() == merge(g.records, hostile)
        for entity in entities:
            assert there.entity(entity.name) == entity
    finally:
        there.store.push(g.records, replace=True)


# -- when things go wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"NEO4J_PASSWORD": "wrong"}, "user or password refused"),
        ({"NEO4J_DATABASE": "nowhere"}, "no such database"),
    ],
)
def test_a_refusing_server_is_reported_with_exit_code_3(
    cli: Any, server: Any, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], message: str
) -> None:
    for name, value in change.items():
        monkeypatch.setenv(name, value)
    for address in (server.address, getattr(server, "routing", server.address)):
        output = cli("--store", address, "regulators", "KLF10", "--json")
        assert output.code == 3
        assert message in output.err
        assert output.json["error"]["kind"] == "store"


def test_a_question_has_a_time_limit(server: Any, there: ServerGraph) -> None:
    with (
        Neo4jStore(server.address, timeout=0.5) as target,
        pytest.raises(StoreError, match="longer than"),
    ):
        target.read("UNWIND range(1, 1000000000) AS x RETURN count(x * x) AS count", {})


def test_a_question_that_rests_on_too_many_claims_is_refused(
    there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(there.regulators("radiosensitivity")) > 20
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGE", 20)
    with pytest.raises(StoreError, match="more than 20 claims there; ask with fewer hops"):
        there.regulators("radiosensitivity")
    assert there.regulators("KLF10")


def test_rows_of_too_many_claims_are_not_moved(
    g: radexo.Graph, there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor are those of hubs, whose claims are counted unless a filter must look at each."""
    plain = Neo4jStore.read
    moved: list[int] = []

    def read(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        result = plain(self, cypher, parameters)
        moved.append(len(result.records))
        return result

    into = list(g.store.in_edges("radexo:radiosensitivity"))
    assert len(into) > 20
    monkeypatch.setattr(Neo4jStore, "read", read)
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGE", 20)
    monkeypatch.setitem(_environment().globals, "most_claims", 20)
    with pytest.raises(StoreError, match="more than 20 claims there"):
        there.regulators("radiosensitivity")
    assert moved[0] == 1
    assert moved[1] in {len(edge.findings) for edge in into}  # those of one claim
    assert list(there.hubs()) == list(g.hubs())
    with pytest.raises(StoreError, match="more than 20 claims there"):
        there.hubs(cancer="NSCLC")
    assert there.regulators("KLF10")


def test_a_question_through_too_many_paths_is_refused(
    g: radexo.Graph, there: ServerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = there.paths("hypoxia", "radiosensitivity", limit=0)
    assert list(found) == list(g.paths("hypoxia", "radiosensitivity", limit=0))
    assert len(found) > 3
    monkeypatch.setitem(_environment().globals, "most_ways", 1)
    with pytest.raises(StoreError, match="too many paths there; ask for fewer hops"):
        there.paths("hypoxia", "radiosensitivity", limit=0)


def test_opposite_claims_are_compared_without_paths(g: radexo.Graph, there: ServerGraph) -> None:
    """Only claims between whose ends there are several are selected then."""
    given = {"max_hops": 1, "composed": True}
    found, expected = (
        [row.to_dict() for row in graph.query("contradictions", **given)] for graph in (there, g)
    )
    assert expected
    assert found == expected


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("contradictions", {}),
        ("contradictions", {"names": ["miR-340-5p"], "composed": True}),
        ("contradictions", {"names": ["exosomes of irradiated cells"], "composed": True}),
        ("regulators", {"names": ["radiosensitivity"], "cancer": "NSCLC"}),
        ("paths", {"source": "hypoxia", "target": "radiosensitivity", "predicates": "CARRIES"}),
        ("cargo_by_effect", {"effect": "decrease", "cancer": "glioblastoma"}),
        ("biomarkers", {"cancer": "NSCLC"}),
    ],
)
def test_a_large_graph_is_compared_and_counted_alike(
    g: radexo.Graph,
    there: ServerGraph,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    given: dict[str, Any],
) -> None:
    monkeypatch.setattr("radexo.graph.stores.base.LARGE", 300)
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGE", 300)
    monkeypatch.setitem(_environment().globals, "most_claims", 300)
    assert there.query(question, **given).to_dict() == g.query(question, **given).to_dict()


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("targets", {"names": ["hypoxia"], "depth": 4}),
        ("regulators", {"names": ["radiosensitivity"], "depth": 3}),
        ("what_if", {"names": ["hypoxia"]}),
        ("pathways_of", {"names": ["NORAD"]}),
        ("paths", {"source": "type:RNA", "target": "radiosensitivity"}),
        ("mechanism", {"name": "radiosensitivity"}),
        ("metapath", {"pattern": "MiRNA-Gene-Radiosensitivity"}),
        ("cargo_of", {}),
    ],
)
@pytest.mark.parametrize("filters", [{"cancer": "glioblastoma"}, {"exposure": "hypoxia"}])
def test_of_a_large_graph_only_what_passes_the_filters_counts(
    g: radexo.Graph,
    there: ServerGraph,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    given: dict[str, Any],
    filters: dict[str, Any],
) -> None:
    monkeypatch.setattr("radexo.graph.stores.base.LARGE", 40)
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGE", 40)
    monkeypatch.setitem(_environment().globals, "most_claims", 40)
    given = {**given, **filters}
    assert there.query(question, **given).to_dict() == g.query(question, **given).to_dict()


def test_more_hops_than_the_cypher_writes_out_are_refused(there: ServerGraph) -> None:
    with pytest.raises(UsageError, match="at most 6 hops"):
        there.paths("hypoxia", "radiosensitivity", max_hops=7)


def test_reading_cannot_write(server: Any, there: ServerGraph) -> None:
    before = count(server.address)
    with pytest.raises(StoreError):
        there.store.read("CREATE (n:Person) RETURN n", {})
    assert count(server.address) == before


def test_the_explorer_shows_the_same_from_the_server(there: ServerGraph, g: radexo.Graph) -> None:
    from starlette.testclient import TestClient

    from radexo.explorer.app import make_app

    here, far = (
        TestClient(make_app(graph), base_url="http://127.0.0.1:8471") for graph in (g, there)
    )
    for path in (
        "/api/show/paths?source=hypoxia&target=radiosensitivity",
        "/api/show/contradictions",
        "/api/show/graph",
        "/api/home",
        "/api/show/neighbors?of=KLF10",
        "/api/show/ask?text=what%20represses%20KLF10%3F",
        "/api/names?q=ctgf",
        "/api/query/evidence?subject=NORAD&object=EEPD1",
        "/api/export/mechanism.tsv?name=NORAD",
        "/api/entity?id=KLF10",
    ):
        assert far.get(path).status_code == 200
        assert far.get(path).content == here.get(path).content, path


def test_an_assistant_gets_the_same_from_the_server(there: ServerGraph, g: radexo.Graph) -> None:
    from radexo.assistant.tools import call

    calls: list[tuple[str, dict[str, Any]]] = [
        ("query", {"question": question.name, "parameters": dict(question.example)})
        for question in catalogue()
    ]
    calls += [
        ("ask", {"question": "what represses KLF10?"}),
        ("regulators", {"names": ["radiosensitivity"], "cancer": "CRC", "offset": 3}),
        ("regulators", {"names": ["KLF1O"]}),
        ("find", {"name": "mir340"}),
        ("find", {"name": "miR-3"}),
    ]
    for name, arguments in calls:
        assert call(there, name, arguments).content == call(g, name, arguments).content, arguments
