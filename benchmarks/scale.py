"""A large graph on disk beside other engines: ``python benchmarks/scale.py --claims 40000 400000``.

A seeded graph of the shape of merged resources (a few hubs, many genes of few claims), or the
tables of a folder (``--folder DIR``: edges.parquet with columns s, t and sign; pairs that are asked
about in queries.json), is built and asked by each engine that is installed: RadExo, NetworkX,
DuckDB, kglite, and Neo4j: with ``--server`` a server of its own, into which neo4j-admin imports the
graph (jars: ``python tests/support/server.py fetch``), or the one that ``--neo4j ADDRESS`` names
(its database is emptied first, unless it holds as many nodes and relationships as the graph; user
and password from NEO4J_USERNAME and NEO4J_PASSWORD). Each runs in a process of its own, one after
the other, is warmed up with other questions, and has ``--seconds`` for each kind of question; what
they answer is compared item by item. ``--keep FOLDER`` keeps what was measured, and measures only
what is not kept there from the same state of the code. ``--page FOLDER`` writes scale-figures.md,
and a plot. The figures of the page come from::

    python benchmarks/scale.py --claims 400000 4000000 --folder DIR --server --page docs

An engine has 25 minutes for a graph at most; how long each took is printed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

PREDICATES = ("INCREASES", "DECREASES", "REGULATES", "BINDS", "ASSOCIATED_WITH")
CAUSAL = PREDICATES[:3]
ENGINES = {
    "radexo": "radexo",
    "networkx": "networkx",
    "duckdb": "duckdb",
    "kglite": "kglite",
    "neo4j": "neo4j",
}
QUESTIONS = {
    "regulators1": ("regulators of an entity", 1),
    "regulators2": ("regulators of depth 2", 2),
    "paths3": ("all simple paths, at most 3 hops", 3),
    "paths4": ("all simple paths, at most 4 hops", 4),
}
COMMANDS = {
    "index": "the first search after loading; in a large graph it writes the index of neighbors",
    "opened": "open",
    "first": "first answer: `regulators` of a much claimed entity ({rows} rows)",
    "typical": "opened anew: `regulators` of a middling entity ({typical_rows} rows)",
    "plain": "`regulators` of another, 25 rows",
    "filtered": "the same of one source (`--source`)",
    "ranked3": "best 25 paths of at most 3 hops, of the pair with most paths",
    "ranked4": "best 25 paths of at most 4 hops",
    "ranked4_fewer": "the same of another pair",
    "network": "`graph.nx`",
    "added": "1,000 claims added",
    "seen": "`regulators` that shows 25 of them",
    "seen_all": "`regulators` of their object, all {seen_all_rows} rows",
    "retracted": "their paper retracted, its 400 claims listed",
    "gone": "`regulators` without them, 25 rows",
    "gone_all": "`regulators` without them, all rows",
}
SHORT = (
    "What falls short, and why, as far as it is known:",
    "",
    "- The other engines load bare pairs. RadExo also checks each claim, numbers its finding, "
    "sorts both directions and computes a fingerprint of each record.",
    "- Opening itself takes 1 ms; the first answer makes a row with evidence for each regulator.",
    "- All paths are counted, but the search for the best of them ends after 2 seconds of the "
    "clock and says so: what it shows may then not be the best.",
    "- A question about paths of 3 hops spends most of its time in Python between reads of mapped "
    "arrays; the other engines are compiled.",
    "- An addition of 1,000 claims spends about a third of its time in SQLite (looking up, writing "
    "the table and its indexes), the rest on checks, fingerprints and what the findings share. "
    "The question after it takes longer than the addition where it makes hundreds of rows with "
    "their evidence; of a retraction more than half lists each claim that rested on the paper.",
)
"""What falls short of the aims, and why."""
IMPORTED: list[bool] = []
"""Not empty where a server held the graph already, so that nothing was loaded."""
AIMED_AT = 31_906
"""The paths of a pair whose best are to be shown in 0.3 s."""
LONGER = {"paths3": 20}
"""How many times as long a kind is asked: NetworkX takes minutes for the pairs of hubs."""
MOST_SECONDS = 1_500
"""An engine that takes longer for one graph is ended."""
SECONDS = 30.0
"""How long each kind of question is asked, unless said otherwise."""
MOST_COMPARED = 1_000_000
"""Seeded graphs of more claims show the growth of RadExo alone."""


@dataclass
class Table:
    """Claims by column: places in the list of names and of predicates."""

    names: list[str]
    subject: Any
    predicate: Any
    object: Any
    pairs: Sequence[tuple[str, str]] = ()

    def causal(self) -> list[tuple[str, str]]:
        """Return the ends of causal claims, each pair once."""
        import numpy as np

        kept = self.predicate < len(CAUSAL)
        pairs = np.unique(np.stack((self.subject[kept], self.object[kept]), axis=1), axis=0)
        return [(self.names[a], self.names[b]) for a, b in pairs.tolist()]


def seeded(claims: int) -> Table:
    """Make a seeded graph: one entity for every 40 claims, ends drawn as in a citation network."""
    import numpy as np

    chance = np.random.default_rng(29)
    count = max(claims // 40, 50)
    subject, object = ((count * chance.random(claims) ** 3).astype(np.int32) for _ in range(2))
    predicate = chance.integers(len(PREDICATES), size=claims, dtype=np.int32)
    apart = subject != object
    names = [f"bench:g{i}" for i in range(count)]
    return Table(names, subject[apart], predicate[apart], object[apart])


def of_folder(folder: Path) -> Table:
    """Read the edges of a folder, each as a causal claim, so that all of them are walked."""
    import numpy as np
    import pandas as pd

    edges = pd.read_parquet(folder / "edges.parquet", columns=["s", "t", "sign"])
    codes, ids = pd.factorize(pd.concat((edges["s"], edges["t"])).astype(str))
    sign = edges["sign"].fillna(0).to_numpy()
    predicate = np.where(sign > 0, 0, np.where(sign < 0, 1, 2)).astype(np.int32)
    subject, object = np.split(codes.astype(np.int32), 2)
    apart = subject != object
    names = [f"bench:g{i}" for i in range(len(ids))]
    numbers = {id: i for i, id in enumerate(ids)}
    pairs = []
    if (file := folder / "queries.json").exists():
        pairs = [
            (names[numbers[a]], names[numbers[b]])
            for a, b, *_ in json.loads(file.read_text(encoding="utf-8"))["pairs"]
            if a in numbers and b in numbers and a != b
        ]
    return Table(names, subject[apart], predicate[apart], object[apart], pairs)


def table(source: str) -> Table:
    """Return the claims of a folder, or so many seeded ones."""
    return seeded(int(source)) if source.isdigit() else of_folder(Path(source))


def asked(data: Table) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the entities and pairs that are asked about: of few and of many claims alike."""
    import numpy as np

    causal = data.predicate < len(CAUSAL)
    degree = np.bincount(data.object[causal], minlength=len(data.names))
    by_degree = np.argsort(-degree, kind="stable")
    by_degree = by_degree[: int((degree > 0).sum())]
    places = [int(len(by_degree) * i / 21) for i in range(1, 20)]
    names = [data.names[by_degree[place]] for place in places]
    return names, [*data.pairs] or list(zip(names, reversed(names), strict=True))[:8]


# -- engines: each builds, and returns how it is asked ---------------------------------------------

Regulators = Callable[[str, int], Iterable[str]]
Paths = Callable[[str, str, int], Iterable[tuple[str, ...]]]


def radexo(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load a graph on disk."""
    import numpy as np

    from radexo.graph.model import Entity, Finding, Reference, Source, Statement
    from radexo.graph.records import Records
    from radexo.graph.schema import PredicateClass
    from radexo.graph.stores.base import matching
    from radexo.graph.stores.disk import DiskStore
    from radexo.graph.stores.disk_bulk import CodedRows
    from radexo.queries.paths.search import Budget, Walk, node_paths

    entities = tuple(Entity(id, f"gene {i}", "Gene") for i, id in enumerate(data.names))
    papers = tuple(Reference("bench", str(i)) for i in range(1, 400))
    templates = [
        Finding(
            "bench:",
            citations=(str(i),) if i else (),
            assay=f"assay {i % 7}",
            statements=(Statement("", "", ""),),
        )
        for i in range(400)
    ]
    content = Records((Source("bench"),), (Reference("bench"), *papers), entities)
    place = np.arange(len(data.subject), dtype=np.int64)
    place *= 29
    place %= 400
    place = place.astype(np.int16)
    rows = CodedRows(data.names, PREDICATES, data.subject, data.predicate, data.object, place)
    store = DiskStore.build(content, Path(folder) / "graph.db", rows=(templates, rows))
    walk = Walk(store)
    causal = matching({PredicateClass.CAUSAL})

    def regulators(name: str, depth: int) -> Iterable[str]:
        def step(node: Any) -> Iterable[Any]:
            return store.neighbors(node, causal, forward=False)

        found = _within(step, store.node(name), depth)
        ids = store.ids_of(found)
        return [ids[node] for node in found]

    def paths(a: str, b: str, hops: int) -> Iterable[tuple[str, ...]]:
        return node_paths(walk, [a], [b], hops, Budget(10**9, 10**12, 10**6))

    return regulators, paths


def _within(regulators: Callable[[Any], Iterable[Any]], name: Any, depth: int) -> set[Any]:
    """Return what acts on an entity, over so many claims."""
    found, edge = {name}, {name}
    for _ in range(depth):
        edge = set().union(*map(regulators, edge)) - found
        found |= edge
    return found - {name}


def networkx(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Build a MultiDiGraph, and a DiGraph of the pairs that are walked."""
    import networkx as nx

    whole = nx.MultiDiGraph()
    columns = (data.subject.tolist(), data.object.tolist(), data.predicate.tolist())
    whole.add_edges_from(
        (data.names[a], data.names[b], PREDICATES[p], {"row": i})
        for i, (a, b, p) in enumerate(zip(*columns, strict=True))
    )
    walked = nx.DiGraph(data.causal())

    def regulators(name: str, depth: int) -> Iterable[str]:
        return _within(walked.predecessors, name, depth)

    def paths(a: str, b: str, hops: int) -> Iterable[tuple[str, ...]]:
        return map(tuple, nx.all_simple_paths(walked, a, b, cutoff=hops))

    return regulators, paths


def duckdb(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load a table of claims and one of the pairs that are walked."""
    import duckdb as engine
    import pandas as pd

    db = engine.connect(str(Path(folder) / "claims.duckdb"))
    claims = pd.DataFrame({"s": data.subject, "p": data.predicate, "o": data.object})
    db.execute("CREATE TABLE claim AS SELECT * FROM claims")
    db.execute(
        "CREATE TABLE pair AS SELECT DISTINCT s, o FROM claim "
        f"WHERE p < {len(CAUSAL)} ORDER BY s, o"
    )
    db.execute("CREATE INDEX leaving ON pair (s)")
    db.execute("CREATE INDEX entering ON pair (o)")
    del claims
    numbers = {name: i for i, name in enumerate(data.names)}

    def named(rows: Iterable[tuple[int, ...]]) -> list[tuple[str, ...]]:
        return [tuple(data.names[n] for n in row) for row in rows]

    def regulators(name: str, depth: int) -> Iterable[str]:
        direct = "SELECT s FROM pair WHERE o = $b"
        further = "SELECT x.s FROM pair x JOIN pair y ON x.o = y.s WHERE y.o = $b AND x.s <> $b"
        sql = direct if depth == 1 else f"{direct} UNION {further}"
        return [id for (id,) in named(db.execute(sql, {"b": numbers[name]}).fetchall())]

    def paths(a: str, b: str, hops: int) -> Iterable[tuple[str, ...]]:
        ends = {"a": numbers[a], "b": numbers[b]}
        found: list[tuple[str, ...]] = []
        for length in range(1, hops + 1):
            tables = ", ".join(f"pair p{i}" for i in range(length))
            nodes = ["p0.s", *(f"p{i}.o" for i in range(length))]
            joined = [f"p{i}.o = p{i + 1}.s" for i in range(length - 1)]
            apart = [f"{x} <> {y}" for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
            where = " AND ".join(["p0.s = $a", f"p{length - 1}.o = $b", *joined, *apart])
            sql = f"SELECT {', '.join(nodes)} FROM {tables} WHERE {where}"
            found += named(db.execute(sql, ends).fetchall())
        return found

    return regulators, paths


def _cypher(ask: Callable[[str, dict[str, str]], Iterable[Any]]) -> tuple[Regulators, Paths]:
    """Ask with Cypher: each length written out, since both ends are then found by index."""

    def regulators(name: str, depth: int) -> Iterable[str]:
        cypher = "MATCH (x:Gene)-[:ACTS]->(:Gene {id: $b}) RETURN x.id AS x"
        if depth == 2:
            further = "MATCH (x:Gene)-[:ACTS]->(:Gene)-[:ACTS]->(:Gene {id: $b}) WHERE x.id <> $b"
            cypher += f" UNION {further} RETURN x.id AS x"
        return [row["x"] for row in ask(cypher, {"b": name})]

    def paths(a: str, b: str, hops: int) -> Iterable[tuple[str, ...]]:
        lengths = []
        for length in range(1, hops + 1):
            nodes = ["a", *(f"n{i}" for i in range(1, length)), "b"]
            pattern = "-[:ACTS]->".join(
                f"({n}:Gene {{id: ${n}}})" if n in "ab" else f"({n}:Gene)" for n in nodes
            )
            apart = [f"{x}.id <> {y}.id" for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
            shown = ", ".join(f"{n}.id" for n in nodes)
            lengths.append(f"MATCH {pattern} WHERE {' AND '.join(apart)} RETURN [{shown}] AS path")
        return [tuple(row["path"]) for row in ask(" UNION ALL ".join(lengths), {"a": a, "b": b})]

    return regulators, paths


def kglite(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load the pairs that are walked."""
    import kglite as engine
    import pandas as pd

    graph = engine.KnowledgeGraph()
    nodes = pd.DataFrame({"id": data.names, "title": data.names})
    graph.add_nodes(nodes, "Gene", "id", "title")
    pairs = pd.DataFrame(data.causal(), columns=["s", "o"])
    graph.add_connections(pairs, "ACTS", "Gene", "s", "Gene", "o")
    return _cypher(lambda cypher, given: graph.cypher(cypher, params=given, timeout_ms=20_000))


def neo4j(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load the pairs that are walked into the server's emptied database."""
    from neo4j import GraphDatabase, Query

    login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    driver = GraphDatabase.driver(os.environ["BENCH_NEO4J"], auth=login)

    def ask(cypher: str, given: dict[str, Any], timeout: float = 600) -> Iterable[Any]:
        return driver.execute_query(Query(cypher, timeout=timeout), given).records

    pairs = [list(pair) for pair in data.causal()]
    counts = "MATCH (n:Gene) WITH count(n) AS n MATCH ()-[r:ACTS]->() RETURN n, count(r) AS r"
    there = [(row["n"], row["r"]) for row in ask(counts, {})]
    if there == [(len(data.names), len(pairs))]:
        ask("CREATE CONSTRAINT gene IF NOT EXISTS FOR (n:Gene) REQUIRE n.id IS UNIQUE", {})
        ask("CALL db.awaitIndexes(300)", {})
        IMPORTED.append(True)
        return _cypher(lambda cypher, given: ask(cypher, given, 20))
    with driver.session() as session:
        for what in ("()-[x]->()", "(x)"):
            emptied = f"MATCH {what} CALL (x) {{ DELETE x }} IN TRANSACTIONS OF 50000 ROWS"
            session.run(emptied).consume()
    ask("CREATE CONSTRAINT gene IF NOT EXISTS FOR (n:Gene) REQUIRE n.id IS UNIQUE", {})
    for i in range(0, len(data.names), 20_000):
        ask("UNWIND $r AS id CREATE (:Gene {id: id})", {"r": data.names[i : i + 20_000]})
    for i in range(0, len(pairs), 20_000):
        cypher = "UNWIND $r AS p MATCH (a:Gene {id: p[0]}) MATCH (b:Gene {id: p[1]}) "
        ask(f"{cypher} CREATE (a)-[:ACTS]->(b)", {"r": pairs[i : i + 20_000]})
    return _cypher(lambda cypher, given: ask(cypher, given, 20))


# -- measuring ------------------------------------------------------------------------------------


def peak(kind: str = "VmHWM") -> float:
    """Return the peak memory of this process, in MB, without that of what started it.

    Where Linux counts memory by kind, that of another kind now: ``RssAnon`` without files.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def digest(found: Iterable[Any]) -> tuple[int, str]:
    """Return how many answers there are, and a hash of them that does not depend on their order."""
    items = sorted(json.dumps(item) for item in found)
    return len(items), hashlib.sha256("\n".join(items).encode()).hexdigest()[:16]


class OutOfTime(BaseException):
    """Raised by `within`; no engine catches it as an error of its own."""


@contextmanager
def within(limit: float, interrupt: bool) -> Iterator[Callable[[], bool]]:
    """Interrupt what takes more CPU time, where that is safe; yield a test whether it is over."""
    busy, elapsed, stopped = time.process_time(), time.perf_counter(), []

    def over() -> bool:
        if interrupt:
            return time.process_time() - busy > limit
        return time.perf_counter() - elapsed > 3 * limit

    def stop(*_: Any) -> None:
        if over():
            stopped.append(True)
            signal.setitimer(signal.ITIMER_REAL, 0)  # once is enough
            raise OutOfTime

    if interrupt:
        signal.signal(signal.SIGALRM, stop)  # a timer of CPU time would make its clock coarse
        signal.setitimer(signal.ITIMER_REAL, 0.25, 0.25)
    try:
        yield over
    except OutOfTime:
        pass
    except Exception as error:  # engines have errors of their own for a question that took too long
        if not stopped and "timedout" not in str(error).replace(" ", "").lower():
            raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def busy(server: str | None) -> float:
    """Return the CPU seconds of this process, and of a server's."""
    total = time.process_time()
    for file in Path(f"/proc/{server}/task").glob("*/schedstat") if server else ():
        with suppress(OSError):  # the thread ended
            total += int(file.read_text().split()[0]) / 1e9
    return total


def timed(ask: Callable[..., Iterable[Any]], *question: Any) -> tuple[list[Any], list[float]]:
    """Ask; return the answer, and its elapsed and CPU seconds."""
    server = os.environ.get("BENCH_NEO4J_PID")
    before, start = busy(server), time.perf_counter()
    found = list(ask(*question))
    elapsed = time.perf_counter() - start
    return found, [elapsed, busy(server) - before]


def measure(engine: str, source: str, folder: str, limit: float) -> Iterator[dict[str, Any]]:
    """Build a graph in an engine and ask it, for so many seconds each kind of question."""
    data = table(source)
    names, pairs = asked(data)
    before = peak()
    (regulators, paths), seconds = timed(lambda: globals()[engine](data, folder))
    yield {"claims": len(data.subject), "build": [] if IMPORTED else [seconds]}
    if engine == "radexo":
        yield {"index": timed(regulators, names[0], 1)[1]}
    known = engine != "neo4j" or "BENCH_NEO4J_PID" in os.environ
    most = pairs[0]
    yield {"build_memory": peak() - before, "cpu": known}
    for key, (_, depth) in QUESTIONS.items():
        ends = [(name,) for name in names] if key.startswith("regulators") else pairs
        ask: Callable[..., Iterable[Any]] = regulators if len(ends[0]) == 1 else paths
        others = [(f"{data.names[-1 - n]}",) for n in range(19)] if ask is regulators else []
        server, interrupt = engine == "neo4j", engine not in ("neo4j", "kglite")
        with within(limit / 2 if server else limit / 4, interrupt) as over:
            for _ in range(20 if server else 1):  # a server compiles what is often asked
                for end in others or [end[::-1] for end in ends]:  # other questions, to warm up
                    if not over():
                        list(ask(*end, depth))
        times: list[list[float]] = []
        answers: list[tuple[int, str]] = []
        with within(limit * LONGER.get(key, 1), interrupt) as over:
            for end in ends:
                if over():
                    break
                found, seconds = timed(ask, *end, depth)
                answers.append(digest(found))
                times.append(seconds)
        answers = answers[: len(times)]
        yield {key: times, f"{key}_answers": answers}
        if answers and ask is paths:
            counts = [count for count, _ in answers]
            most = pairs[counts.index(max(counts))]
    if engine == "radexo":
        counts = counted(folder, pairs)
        yield {"counted4": counts}
        _, *each = (count for count, _ in counts)
        fewer = pairs[min(range(len(pairs)), key=lambda n: abs(each[n] - AIMED_AT))]
        yield reopened(folder, names, most, fewer)


def counted(folder: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[int, list[float]]]:
    """Count the paths of at most 4 hops, one for each choice of signs, without listing them.

    First of all from the end of the first pair to its start, by a store that is opened again; then
    each pair once all were asked the other way round, as the other kinds of questions.
    """
    from radexo.graph.stores.disk import DiskStore
    from radexo.queries.paths.best import BestPaths
    from radexo.queries.paths.search import Budget, Walk

    walk = Walk(DiskStore(Path(folder) / "graph.db"))

    def count(a: str, b: str) -> Iterable[int]:
        yield BestPaths(walk, [a], [b], 4, Budget(10**9, 10**12, 10**6)).count()

    others = [timed(count, b, a) for a, b in pairs]
    found = [others[0], *(timed(count, *pair) for pair in pairs)]
    return [(total, seconds) for (total,), seconds in found]


def reopened(folder: str, names: Sequence[str], *pairs: Sequence[str]) -> dict[str, Any]:
    """Ask the commands of a graph that is opened again, then change it."""
    size = (Path(folder) / "graph.db").stat().st_size
    cold = ("-m", "radexo", "--graph", folder, "regulators", names[-1])
    runs = [(seconds(*cold), seconds("-c", "import networkx")) for _ in range(5)]
    ours, bare = (statistics.median(column) for column in zip(*runs, strict=True))
    middling = names[len(names) // 2]
    command = [sys.executable, __file__, "--open", folder, *names[:2], middling, *chain(*pairs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {**json.loads(done.stdout), "cold": ours, "bare_import": bare, "bytes": size}


def opened(folder: str, name: str, other: str, middling: str, *ends: str) -> dict[str, Any]:
    """Open a graph on disk and ask it whole questions; add claims, and retract a paper."""
    import radexo
    from radexo import transfer
    from radexo.graph.model import Finding, Reference, Source, Statement
    from radexo.graph.records import Records
    from radexo.graph.stores import disk_writer  # noqa: F401  # what a program that writes has
    from radexo.graph.stores.disk import DiskStore
    from radexo.queries.questions import depends_on  # noqa: F401  # as retracting does

    radexo.load().regulators("KLF10")  # modules are imported by now
    figures: dict[str, Any] = {}

    def clocked(key: str, work: Callable[[], Any]) -> Any:
        elapsed, busy = time.perf_counter(), time.process_time()
        result = work()
        figures[key] = (time.perf_counter() - elapsed, time.process_time() - busy)
        return result

    graph = clocked("opened", lambda: radexo.load(folder))
    figures["rows"] = len(clocked("first", lambda: graph.regulators(name)))
    typical = clocked("typical", lambda: radexo.load(folder).regulators(middling))
    figures["typical_rows"] = len(typical)
    plain = clocked("plain", lambda: graph.regulators(other, limit=25))
    filtered = clocked("filtered", lambda: graph.regulators(other, limit=25, source="bench"))
    assert len(filtered) == len(plain) > 0
    most, fewer = ends[:2], ends[2:]
    for key, pair, hops in (
        ("ranked3", most, 3),
        ("ranked4", most, 4),
        ("ranked4_fewer", fewer, 4),
    ):
        asked = partial(graph.paths, *pair, max_hops=hops, limit=25)
        answer = clocked(key, asked)
        figures[f"{key}_says"] = answer.reason or f"{len(answer)} rows"
    figures["memory"], figures["own_memory"] = peak(), peak("RssAnon")
    clocked("network", lambda: graph.nx)
    figures["network_memory"] = peak() - figures["memory"]
    store = graph.store
    assert isinstance(store, DiskStore)
    others = [f"bench:g{i}" for i in range(401) if f"bench:g{i}" != name]
    findings = tuple(
        Finding(f"more:{i}", ("1",), statements=(Statement(others[i % 400], "DECREASES", name),))
        for i in range(1_000)
    )
    more = Records((Source("more"),), (Reference("more"), Reference("more", "1")), (), findings)
    clocked("added", lambda: store.add(more))
    seen = clocked("seen", lambda: graph.regulators(name, source="more", limit=25))
    assert len(seen) == 25
    figures["seen_all_rows"] = len(clocked("seen_all", lambda: graph.regulators(name)))
    clocked("retracted", lambda: transfer.retract(folder, "more:1"))
    gone = clocked("gone", lambda: graph.regulators(name, limit=25))
    assert "more:" not in str(gone.to_dict())
    gone = clocked("gone_all", lambda: graph.regulators(name))
    assert "more:" not in str(gone.to_dict())
    return figures


def seconds(*command: str) -> float:
    """Return the CPU time of one whole process that finds its bytecode cached."""
    cached = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, *command], check=True, env=cached, **quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(
    source: str, engines: Sequence[str], limit: float, keep: Path | None, *, own: bool
) -> dict[str, dict[str, Any]]:
    """Measure each engine in a process of its own; what all were asked, they answer alike.

    Parameters
    ----------
    source, engines, limit, keep
        As given.
    own
        Whether Neo4j is a server of its own.
    """
    found: dict[str, dict[str, Any]] = {}
    for engine in engines:
        kept = keep and keep / f"{Path(source).name}-{engine}.json"
        if kept and kept.exists():
            found[engine] = json.loads(kept.read_text(encoding="utf-8"))
        if found.get(engine, {}).get("state") != state():
            start = time.perf_counter()
            with server(source) if own and engine == "neo4j" else nullcontext(os.environ) as given:
                found[engine] = measured(engine, source, limit, given)
            took = time.perf_counter() - start
            found[engine] |= {"state": state(), "took": took}
            print(f"{Path(source).name}, {engine}: {took / 60:.1f} minutes", file=sys.stderr)
            if kept:
                kept.write_text(json.dumps(found[engine]), encoding="utf-8")
        for key in QUESTIONS:
            ours, theirs = (found[name].get(f"{key}_answers", []) for name in ("radexo", engine))
            differing = [n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b]
            assert not differing, f"{key} of {engine} and radexo differ at {differing}"
    return found


@lru_cache(1)
def state() -> str:
    """Return the commit of the code, and whether files were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    done = subprocess.run(
        command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def large_server(line: str = "lts") -> Any:
    """Return a Neo4j server of the tests, not started, with memory for a large graph."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from support import server as of_tests

    class Server(of_tests.Server):
        """With all its compilers, which a server of the tests does without."""

        def _command(self, main: str, *arguments: str) -> list[str]:
            parts = super()._command(main, *arguments)
            kept = [p for p in parts if p not in of_tests.QUICK and not p.startswith("-Xmx")]
            return [kept[0], "-Xmx3g", *kept[1:]]

    held = Server(line)
    settings = held.folder / "conf" / "neo4j.conf"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("size=64m", "size=1g"), encoding="utf-8")
    return held


@contextmanager
def server(source: str) -> Iterator[dict[str, str]]:
    """Run a Neo4j server that holds the pairs of a graph; yield the environment that names it."""
    data = table(source)
    held = large_server()
    try:
        files = {
            "nodes": ["id:ID", *data.names],
            "pairs": [":START_ID,:END_ID", *(",".join(pair) for pair in data.causal())],
        }
        for name, rows in files.items():
            (held.folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        del data, files
        nodes, pairs = (held.folder / f"{name}.csv" for name in ("nodes", "pairs"))
        given = (f"--nodes=Gene={nodes}", f"--relationships=ACTS={pairs}")
        held.admin("database", "import", "full", "neo4j", *given)
        with held.start():
            assert held.process
            yield os.environ | {
                "BENCH_NEO4J": held.address,
                "BENCH_NEO4J_PID": str(held.process.pid),
                "NEO4J_USERNAME": held.user,
                "NEO4J_PASSWORD": held.password,
            }
    finally:
        held.close()


def measured(
    engine: str, source: str, limit: float, environment: Mapping[str, str]
) -> dict[str, Any]:
    """Measure an engine in a process, which is ended when it takes too long."""
    whole: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as out:
        environment = dict(environment)
        if engine != "neo4j":
            environment.pop("BENCH_NEO4J_PID", None)
        command = [sys.executable, __file__, "--seconds", str(limit)]
        command += ["--measure", engine, source, folder]
        process = subprocess.Popen(command, stdout=out, env=environment)
        try:
            code = process.wait(MOST_SECONDS)
            assert not code, f"{engine} ended with {code}"
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            print(f"{engine} was ended after {MOST_SECONDS} s", file=sys.stderr)
        out.seek(0)
        for line in out:
            whole |= json.loads(line)
    return whole


def clock(run: Mapping[str, Any]) -> int:
    """Return which time of two counts: CPU seconds, or elapsed ones of a server elsewhere."""
    return 1 if run.get("cpu", True) else 0


def median(run: Mapping[str, Any], key: str, clock: int, first: int | None = None) -> float:
    """Return the median time of the first questions of a kind, or of all."""
    return statistics.median(times[clock] for times in run[key][:first])


def together(run: Mapping[str, Any], key: str, clock: int, first: int | None = None) -> float:
    """Return the time that the first questions of a kind take together, or all."""
    return sum(times[clock] for times in run[key][:first])


def ratio(
    runs: Mapping[str, Any],
    engine: str,
    key: str,
    kind: int | None = None,
    of: Callable[..., float] = median,
) -> float | None:
    """Return how many times the time of RadExo an engine takes, for the questions both answered."""
    times = runs[engine].get(key, []) if engine in runs else []
    ours = runs["radexo"].get(key, [])
    if not times or not ours:
        return None
    kind, both = clock(runs[engine]) if kind is None else kind, min(len(times), len(ours))
    return of(runs[engine], key, kind, both) / of(runs["radexo"], key, kind, both)


def cell(
    runs: Mapping[str, Any], engine: str, key: str, of_times: Callable[..., float] = median
) -> str:
    """Return a time and its ratio to that of RadExo."""
    asked, of = len(runs[engine].get(key, [])), len(runs["radexo"][key])
    if not asked:
        return "imported before" if key == "build" else "none within the time"
    text = shown(of_times(runs[engine], key, clock(runs[engine]), of or None))
    times = ratio(runs, engine, key, of=of_times)
    if times is not None and engine != "radexo":
        text += f" ({times:,.0f})" if times >= 10 else f" ({times:.2g})"
    return text if asked >= of else f"{text}, {asked} of {of} asked"


def shown(seconds: float) -> str:
    """Return a time in the unit that fits."""
    if seconds >= 1:
        return f"{seconds:,.1f} s"
    return f"{seconds * 1e3:,.2f} ms" if seconds < 0.1 else f"{seconds * 1e3:,.0f} ms"


def lines(runs: dict[str, dict[str, Any]]) -> list[str]:
    """Return a table of times and ratios in Markdown."""
    ours, others = runs["radexo"], [name for name in runs if name != "radexo"]
    head = ["work", "RadExo", *(f"{name} (ratio)" for name in others)]
    table = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for key, work in {
        "build": "load or build",
        **{k: w for k, (w, _) in QUESTIONS.items()},
    }.items():
        cells = [cell(runs, name, key) for name in ("radexo", *others)]
        of = f", median of {len(ours[key])}" if key != "build" else ""
        table.append(f"| {' | '.join([work + of, *cells])} |")
        if key.startswith("paths"):
            cells = [cell(runs, name, key, together) for name in ("radexo", *others)]
            table.append(f"| {' | '.join(['the same pairs together', *cells])} |")
    memory = [
        f"{runs[name]['build_memory']:,.0f} MB" if name != "neo4j" else "a process of its own"
        for name in ("radexo", *others)
    ]
    table.append(f"| {' | '.join(['memory that building adds', *memory])} |")
    found = {key: [count for count, _ in ours[f"{key}_answers"]] for key in ("paths3", "paths4")}
    table += [
        "",
        f"Paths found in all: {sum(found['paths3']):,} of at most 3 hops, {sum(found['paths4']):,} "
        f"of at most 4, the most between one pair {max(found['paths4'], default=0):,}. Bytes per "
        f"claim: {ours['bytes'] / ours['claims']:,.0f}.",
        "",
        "| whole commands of RadExo, with names and evidence | CPU time |",
        "|---|---|",
    ]
    for key, what in COMMANDS.items():
        text = what.format(**{k: v for k, v in ours.items() if k.endswith("rows")})
        table.append(f"| {text} | {shown(ours[key][1])}{said(ours, key)} |")
    table += [
        f"| `radexo regulators X`, cold, beside a bare `import networkx` | {shown(ours['cold'])} "
        f"beside {shown(ours['bare_import'])} |",
        f"| peak memory after these questions | {ours['memory']:,.0f} MB; of its own, without the "
        f"pages of mapped files, then {ours['own_memory']:,.0f} MB |",
    ]
    return table


def said(run: Mapping[str, Any], key: str) -> str:
    """Return what an answer says of itself, in parentheses."""
    reason = run.get(f"{key}_says")
    return f" ({reason})" if reason else ""


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the growth exponent of a value with size: the slope between logarithms."""
    x, y = [math.log(s) for s in sizes], [math.log(max(v, 1e-9)) for v in values]
    mx, my = statistics.fmean(x), statistics.fmean(y)
    over = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    return over / sum((a - mx) ** 2 for a in x)


def targets(runs: Mapping[str, Any]) -> list[str]:
    """Return what was aimed at for four million claims, beside what was measured."""
    ours = runs["radexo"]

    def faster(
        key: str, *least: tuple[str, float], of: Callable[..., float] = median
    ) -> tuple[str, bool | None]:
        known = [(name, goal, ratio(runs, name, key, of=of)) for name, goal in least]
        had = [(name, goal, value) for name, goal, value in known if value is not None]
        text = ", ".join(f"{name} {value:,.1f} times" for name, _, value in had)
        if text.startswith("neo4j") and (elapsed := ratio(runs, "neo4j", key, 0, of)):
            text += f" ({elapsed:,.1f} by elapsed time)"
        return text or "not measured", all(v >= g for _, g, v in had) if had else None

    def at_most(key: str, goal: float) -> tuple[str, bool]:
        return shown(ours[key][1]) + said(ours, key), ours[key][1] <= goal

    others = [run for name, run in runs.items() if name != "radexo"]
    compared = sum(
        min(len(run.get(f"{key}_answers", [])), len(ours[f"{key}_answers"]))
        for run in others
        for key in QUESTIONS
    )
    cold = ours["cold"] / ours["bare_import"]
    first = ours["opened"][1] + ours["first"][1]
    times4 = [busy for _, busy in ours["paths4"]]
    opening, *counts4 = [busy for _, (_, busy) in ours["counted4"]]
    memory = runs["networkx"]["build_memory"] / ours["memory"] if "networkx" in runs else None
    less = "" if memory is None else f", {memory:,.0f} times less than NetworkX"
    load = ratio(runs, "networkx", "build")
    visible = ours["added"][1] + ours["seen"][1], ours["retracted"][1] + ours["gone"][1]
    whole = ours["added"][1] + ours["seen_all"][1], ours["retracted"][1] + ours["gone_all"][1]
    changes = (
        f"{'; '.join(map(shown, visible))} with 25 rows of a question "
        f"({'; '.join(map(shown, whole))} with all)"
    )
    answered = (
        f"{shown(first)} with {ours['rows']} rows; {shown(ours['typical'][1])} with "
        f"{ours['typical_rows']}"
    )
    embedded = ("networkx", 10_000), ("kglite", 500), ("duckdb", 1_000)
    rows: list[tuple[str, str, tuple[str, bool | None]]] = [
        (
            "load with evidence",
            "15 times faster than NetworkX builds, at most 1 GB",
            (
                f"{cell(runs, 'radexo', 'build')}, {load or 0:,.1f} times, "
                f"{ours['build_memory']:,.0f} MB; the index of neighbors, once: "
                f"{shown(ours['index'][1])}",
                bool(load and load >= 15 and ours["build_memory"] <= 1000),
            ),
        ),
        ("open to first answer, in process", "1 ms", (answered, first <= 0.001)),
        ("cold `radexo regulators X`", "half of `import networkx`", (f"{cold:.2f}", cold <= 0.5)),
        (
            "memory after questions",
            "150 MB, 25 times less than NetworkX",
            (f"{ours['memory']:,.0f} MB{less}", ours["memory"] <= 150 and (memory or 0) >= 25),
        ),
        ("regulators, depth 1", "Neo4j 40 times", faster("regulators1", ("neo4j", 40))),
        ("regulators, depth 2", "Neo4j 20 times", faster("regulators2", ("neo4j", 20))),
        ("paths, at most 3 hops", "Neo4j 20 times", faster("paths3", ("neo4j", 20))),
        ("paths, at most 4 hops", "Neo4j 15 times", faster("paths4", ("neo4j", 15))),
        (
            "paths, at most 3 hops, by medians",
            "NetworkX 10,000, kglite 500, DuckDB 1,000 times",
            faster("paths3", *embedded),
        ),
        (
            "the same, all pairs together",
            "NetworkX 10,000, kglite 500, DuckDB 1,000 times",
            faster("paths3", *embedded, of=together),
        ),
        (
            f"all paths of at most 4 hops counted, {len(counts4)} pairs",
            "50 ms in all",
            (
                f"{shown(sum(counts4))}; listed: {shown(sum(times4))}; the first count once the "
                f"graph is opened, which checks the index of neighbors: {shown(opening)}",
                sum(counts4) <= 0.05,
            ),
        ),
        (
            "best 25 paths of at most 4 hops",
            f"0.3 s where there are {AIMED_AT:,}, in exact order",
            at_most("ranked4_fewer", 0.3),
        ),
        ("the same of the pair with most", "2 s where there are 800,000", at_most("ranked4", 2)),
        (
            "one filter (a source)",
            "never slower than none",
            (
                f"{shown(ours['filtered'][1])} beside {shown(ours['plain'][1])}",
                ours["filtered"][1] <= ours["plain"][1] * 1.1,
            ),
        ),
        ("1,000 claims added; a paper retracted", "50 ms", (changes, max(visible) <= 0.05)),
        ("differing answers", "0", (f"0 of {compared:,} compared", True)),
    ]
    table = ["| work | aim | measured | reached |", "|---|---|---|---|"]
    words = {True: "yes", False: "no", None: ""}
    return table + [f"| {w} | {aim} | {text} | {words[met]} |" for w, aim, (text, met) in rows]


def write_page(folder: Path, command: str, runs: Sequence[dict[str, dict[str, Any]]]) -> None:
    """Write the figures and a plot of growth."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "radexo"
    import matplotlib.pyplot as plt

    grown = [run for run in runs if run["radexo"]["source"].isdigit()]
    sizes = [run["radexo"]["claims"] for run in grown]
    keys = {"build": "load or build", **{key: work for key, (work, _) in QUESTIONS.items()}}
    engines = [name for name in ENGINES if any(name in run for run in grown)]
    figure, axes = plt.subplots(1, len(keys), figsize=(15, 3.2), layout="constrained")
    growth: dict[str, dict[str, str]] = {key: {} for key in keys}
    for axis, (key, work) in zip(axes, keys.items(), strict=True):
        for engine in engines:
            had = [
                (size, median(run[engine], key, clock(run[engine])))
                for size, run in zip(sizes, grown, strict=True)
                if engine in run and run["radexo"][key]
                if len(run[engine].get(key, [])) == len(run["radexo"][key])
            ]
            axis.loglog([size for size, _ in had], [value * 1000 for _, value in had], "o-")
            if len(had) > 1 and len(had) == len(grown):
                growth[key][engine] = f"{exponent(*zip(*had, strict=True)):.2f}"
        axis.set(title=work, xlabel="claims", ylabel="ms")
    figure.legend(axes[0].lines, engines, frameon=False, loc="outside right center")
    figure.savefig(folder / "pictures" / "growth.svg", metadata={"Date": None})
    plt.close(figure)
    text = [
        "# Figures of large graphs",
        "",
        f"Written by `{command}`: seeded graphs of the shape of merged resources, and a merge of "
        "public resources that is not part of the project, since its licenses differ. Every claim "
        "of the merge counts as causal, so that all of it is walked. Each engine ran in a process "
        "of its own, one after the other, and the answers were "
        "compared item by item. Times are medians of CPU times; that of a question to the server "
        "is that of its process (with compiling and garbage collection) and of the client. "
        "In parentheses: times the time of RadExo. "
        "Other engines hold the claims without evidence, checks or names. A kind of question that "
        "takes an engine (RadExo too) too long is asked only in part; the ratio is of that part. "
        + made_in(runs),
        "",
        "![Growth of time with claims](pictures/growth.svg)",
    ]
    for run in runs:
        claims, source = run["radexo"]["claims"], run["radexo"]["source"]
        kind = "seeded" if source.isdigit() else "merged resources"
        text += ["", f"## {claims:,} claims, {kind}", "", *lines(run)]
        if len(run) > 1 and claims > 4_000_000 and not source.isdigit():
            text += ["", "### Beside the aims", "", *targets(run), "", *SHORT]
    if len(grown) > 1:
        text += ["", "## Growth", "", "Time grows with this power of the number of claims:", ""]
        text += [f"| work | {' | '.join(engines)} |", f"|{'---|' * (len(engines) + 1)}"]
        for key, work in keys.items():
            cells = [growth[key].get(engine, "") for engine in engines]
            text.append(f"| {work} | {' | '.join(cells)} |")
    (folder / "scale-figures.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def made_in(runs: Sequence[dict[str, dict[str, Any]]]) -> str:
    """Return when figures were measured, of which state of the code, and how long that took."""
    minutes = sum(run["took"] for engines in runs for run in engines.values()) / 60
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return f"Measured on {day} at commit {state()}, in {minutes:.0f} minutes."


def main() -> None:
    """Measure, print tables, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=[])
    parser.add_argument("--folder", type=Path, nargs="*", default=[])
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--neo4j", metavar="ADDRESS")
    parser.add_argument("--server", action="store_true", help="a Neo4j server of its own")
    parser.add_argument("--neo4j-process", metavar="PID", help="of a server on this machine")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--open", nargs=8, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure or given.open:
        done = measure(*given.measure, given.seconds) if given.measure else [opened(*given.open)]
        for figures in done:
            print(json.dumps(figures), flush=True)
        return
    engines = ["radexo"]
    for name in given.engines:
        if name == "radexo":
            continue
        if not importlib.util.find_spec(ENGINES[name]):
            print(f"{name} is not installed", file=sys.stderr)
        elif name != "neo4j" or given.neo4j or given.server:
            engines.append(name)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    if given.neo4j:
        os.environ["BENCH_NEO4J"] = given.neo4j
    if given.neo4j_process:
        os.environ["BENCH_NEO4J_PID"] = given.neo4j_process
    claims = given.claims or ([] if given.folder else [40_000, 400_000])
    sources = [*map(str, claims), *(str(folder.resolve()) for folder in given.folder)]
    runs = []
    for source in sources:
        few = source.isdigit() and int(source) > MOST_COMPARED
        asked_of = ["radexo"] if few else engines
        runs.append(compare(source, asked_of, given.seconds, given.keep, own=given.server))
        runs[-1]["radexo"]["source"] = source
        print(f"\n{runs[-1]['radexo']['claims']:,} claims\n", *lines(runs[-1]), sep="\n")
    if given.page:
        words = ["python benchmarks/scale.py"]
        words += [f"--claims {' '.join(map(str, claims))}"] if claims else []
        words += ["--folder DIR" + " DIR" * (len(given.folder) - 1)] if given.folder else []
        words += ["--server"] if given.server else ["--neo4j ADDRESS"] if given.neo4j else []
        words += [f"--seconds {given.seconds:g}"] if given.seconds != SECONDS else []
        write_page(given.page, " ".join([*words, "--page docs"]), runs)


if __name__ == "__main__":
    main()
