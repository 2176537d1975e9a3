"""A large graph on disk beside other engines: ``python benchmarks/scale.py --claims 40000 400000``.

A seeded graph of the shape of merged resources (a few hubs, many genes of few claims), or the
tables of a folder (``--folder DIR``: edges.parquet with columns s, r, t and sign), is built and
asked by each engine that is installed: RadExo, NetworkX, DuckDB, kglite, and a Neo4j server where
``--neo4j ADDRESS`` names one (its database is emptied first; user and password from
NEO4J_USERNAME and NEO4J_PASSWORD). Each runs in a process of its own, one after the other; what
they answer is compared item by item. ``--page FOLDER`` writes scale-figures.md and a plot there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
HOPS = 3


@dataclass
class Table:
    """Claims by column: places in the list of names and of predicates."""

    names: list[str]
    subject: Any
    predicate: Any
    object: Any

    def causal(self) -> list[tuple[str, str]]:
        """Return the ends of causal claims, each pair once."""
        import numpy as np

        kept = self.predicate < len(CAUSAL)
        pairs = np.unique(np.stack((self.subject[kept], self.object[kept]), axis=1), axis=0)
        return [(self.names[a], self.names[b]) for a, b in pairs.tolist()]


def seeded(claims: int) -> Table:
    """Make a seeded graph: one entity for every 40 claims, ends drawn as in a citation network."""
    import numpy as np

    chance = random.Random(29)
    count = max(claims // 40, 50)
    drawn = [[int(count * chance.random() ** 3) for _ in "ab"] for _ in range(claims)]
    ends = np.array([pair for pair in drawn if pair[0] != pair[1]])
    predicates = np.array([chance.randrange(len(PREDICATES)) for _ in range(len(ends))])
    return Table([f"bench:g{i}" for i in range(count)], ends[:, 0], predicates, ends[:, 1])


def of_folder(folder: Path) -> Table:
    """Read the edges of a folder: by their sign INCREASES, DECREASES, or ASSOCIATED_WITH."""
    import numpy as np
    import pandas as pd

    edges = pd.read_parquet(folder / "edges.parquet", columns=["s", "t", "sign"])
    codes, ids = pd.factorize(pd.concat((edges["s"], edges["t"])).astype(str))
    sign = edges["sign"].fillna(0).to_numpy()
    predicate = np.where(sign > 0, 0, np.where(sign < 0, 1, 4))
    half = len(edges)
    apart = codes[:half] != codes[half:]
    names = [f"bench:g{i}" for i in range(len(ids))]
    return Table(names, codes[:half][apart], predicate[apart], codes[half:][apart])


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
    return names, list(zip(names, reversed(names), strict=True))[:8]


# -- engines: each builds, and returns how it is asked ---------------------------------------------

Regulators = Callable[[str], Iterable[str]]
Paths = Callable[[str, str], Iterable[tuple[str, ...]]]


def radexo(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load a graph on disk."""
    import numpy as np

    from radexo.graph.model import Entity, Finding, Reference, Source, Statement
    from radexo.graph.records import Records
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
    place = np.arange(len(data.subject)) * 29 % 400
    rows = CodedRows(data.names, PREDICATES, data.subject, data.predicate, data.object, place)
    store = DiskStore.build(content, Path(folder) / "graph.db", rows=(templates, rows))
    walk = Walk(store)
    causal = {name: row.cls for name, row in _schema().items() if name in CAUSAL}

    def regulators(name: str) -> Iterable[str]:
        return store.neighbors(name, set(causal.values()), forward=False)

    def paths(a: str, b: str) -> Iterable[tuple[str, ...]]:
        return node_paths(walk, [a], [b], HOPS, Budget(10**9, 10**12, 10**6))

    return regulators, paths


def _schema() -> Any:
    from radexo.graph.schema import PREDICATES as SCHEMA

    return SCHEMA


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

    def regulators(name: str) -> Iterable[str]:
        return {s for s, _, p in whole.in_edges(name, keys=True) if p in CAUSAL}

    def paths(a: str, b: str) -> Iterable[tuple[str, ...]]:
        return (tuple(path) for path in nx.all_simple_paths(walked, a, b, cutoff=HOPS))

    return regulators, paths


def duckdb(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load a table of claims and one of the pairs that are walked."""
    import duckdb as engine
    import pandas as pd

    db = engine.connect(str(Path(folder) / "claims.duckdb"))
    claims = pd.DataFrame({"s": data.subject, "p": data.predicate, "o": data.object})
    db.execute("CREATE TABLE claim AS SELECT * FROM claims")
    db.execute(
        f"CREATE TABLE pair AS SELECT DISTINCT s, o FROM claim WHERE p < {len(CAUSAL)} "
        "ORDER BY s, o"
    )
    db.execute("CREATE INDEX leaving ON pair (s)")
    db.execute("CREATE INDEX entering ON pair (o)")
    del claims
    numbers = {name: i for i, name in enumerate(data.names)}

    def named(rows: Iterable[tuple[int, ...]]) -> list[tuple[str, ...]]:
        return [tuple(data.names[n] for n in row) for row in rows]

    def regulators(name: str) -> Iterable[str]:
        found = db.execute("SELECT s FROM pair WHERE o = ?", [numbers[name]]).fetchall()
        return [id for (id,) in named(found)]

    def paths(a: str, b: str) -> Iterable[tuple[str, ...]]:
        ends = {"a": numbers[a], "b": numbers[b]}
        found: list[tuple[str, ...]] = []
        for hops in range(1, HOPS + 1):
            tables = ", ".join(f"pair p{i}" for i in range(hops))
            nodes = ["p0.s", *(f"p{i}.o" for i in range(hops))]
            joined = [f"p{i}.o = p{i + 1}.s" for i in range(hops - 1)]
            apart = [f"{x} <> {y}" for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
            where = " AND ".join(["p0.s = $a", f"p{hops - 1}.o = $b", *joined, *apart])
            sql = f"SELECT {', '.join(nodes)} FROM {tables} WHERE {where}"
            found += named(db.execute(sql, ends).fetchall())
        return found

    return regulators, paths


def _cypher(ask: Callable[[str, dict[str, str]], Iterable[Any]]) -> tuple[Regulators, Paths]:
    """Ask with Cypher: each length written out, since both ends are then found by index."""

    def regulators(name: str) -> Iterable[str]:
        cypher = "MATCH (x:Gene)-[:ACTS]->(:Gene {id: $b}) RETURN DISTINCT x.id AS x"
        return [row["x"] for row in ask(cypher, {"b": name})]

    def paths(a: str, b: str) -> Iterable[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for hops in range(1, HOPS + 1):
            nodes = ["a", *(f"n{i}" for i in range(1, hops)), "b"]
            pattern = "-[:ACTS]->".join(
                f"({n}:Gene {{id: ${n}}})" if n in "ab" else f"({n}:Gene)" for n in nodes
            )
            apart = [f"{x}.id <> {y}.id" for i, x in enumerate(nodes) for y in nodes[i + 1 :]]
            shown = ", ".join(f"{n}.id AS {n}" for n in nodes)
            cypher = f"MATCH {pattern} WHERE {' AND '.join(apart)} RETURN {shown}"
            found += [tuple(row[n] for n in nodes) for row in ask(cypher, {"a": a, "b": b})]
        return found

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
    return _cypher(lambda cypher, given: graph.cypher(cypher, params=given))


def neo4j(data: Table, folder: str) -> tuple[Regulators, Paths]:
    """Load the pairs that are walked into the server's emptied database."""
    from neo4j import GraphDatabase

    login = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    driver = GraphDatabase.driver(os.environ["BENCH_NEO4J"], auth=login)

    def ask(cypher: str, given: dict[str, Any]) -> Iterable[Any]:
        return driver.execute_query(cypher, given).records

    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS").consume()
    ask("CREATE CONSTRAINT gene IF NOT EXISTS FOR (n:Gene) REQUIRE n.id IS UNIQUE", {})
    pairs = [list(pair) for pair in data.causal()]
    for i in range(0, len(data.names), 20_000):
        ask("UNWIND $r AS id CREATE (:Gene {id: id})", {"r": data.names[i : i + 20_000]})
    for i in range(0, len(pairs), 20_000):
        cypher = "UNWIND $r AS p MATCH (a:Gene {id: p[0]}) MATCH (b:Gene {id: p[1]}) "
        ask(f"{cypher} CREATE (a)-[:ACTS]->(b)", {"r": pairs[i : i + 20_000]})
    return _cypher(ask)


# -- measuring -------------------------------------------------------------------------------------


def peak() -> float:
    """Return the peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def digest(found: Iterable[Any]) -> tuple[int, str]:
    """Return how many answers there are, and a hash of them whatever their order."""
    items = sorted(json.dumps(item) for item in found)
    return len(items), hashlib.sha256("\n".join(items).encode()).hexdigest()[:16]


def measure(engine: str, source: str, folder: str) -> dict[str, Any]:
    """Build a graph in an engine and ask it."""
    data = table(source)
    names, pairs = asked(data)
    before = peak()
    clock = time.perf_counter if engine == "neo4j" else time.process_time
    start = clock()
    regulators, paths = globals()[engine](data, folder)
    measured: dict[str, Any] = {
        "claims": len(data.subject),
        "build": clock() - start,
        "build_memory": peak() - before,
    }
    for what, questions in (("regulators", [(n,) for n in names]), ("paths", pairs)):
        times, answers = [], []
        for question in questions:
            start = clock()
            found = list({"regulators": regulators, "paths": paths}[what](*question))
            times.append(clock() - start)
            answers.append(digest(found))
        measured |= {what: statistics.median(times), f"{what}_answers": answers}
    if engine == "radexo":
        measured |= reopened(folder, names, pairs)
    return measured


def reopened(folder: str, names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Ask the commands of a graph that is opened anew."""
    command = [sys.executable, __file__, "--open", folder, names[0], *pairs[0]]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    cold = ("-m", "radexo", "--graph", folder, "regulators", names[-1])
    runs = [(seconds(*cold), seconds("-c", "import networkx")) for _ in range(5)]
    ours, bare = (statistics.median(column) for column in zip(*runs, strict=True))
    size = (Path(folder) / "graph.db").stat().st_size
    return {**json.loads(done.stdout), "cold": ours, "bare_import": bare, "bytes": size}


def opened(folder: str, name: str, a: str, b: str) -> dict[str, float]:
    """Open a graph on disk and ask it whole questions."""
    import radexo

    radexo.load().regulators("KLF10")  # modules are imported by now
    start = time.process_time()
    graph = radexo.load(folder)
    regulators = graph.regulators(name)
    first = time.process_time() - start
    start = time.process_time()
    graph.paths(a, b, max_hops=HOPS, limit=25)
    shown = time.process_time() - start
    return {"open": first, "rows": len(regulators), "ranked": shown, "memory": peak()}


def seconds(*command: str) -> float:
    """Return the CPU time of one whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, *command], check=True, **quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(source: str, engines: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Measure each engine in a process of its own; the answers of all are equal."""
    found = {}
    for engine in engines:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--measure", engine, source, folder]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            found[engine] = json.loads(done.stdout)
        for what in ("regulators_answers", "paths_answers"):
            same = found[engine][what] == found["radexo"][what]
            assert same, f"{what} of {engine} and radexo differ"
    return found


ROWS = (
    ("build", "load or build", 1.0, "s"),
    ("regulators", "regulators of an entity, median of 19", 1000.0, "ms"),
    ("paths", f"all simple paths of at most {HOPS} hops, median of 8 pairs", 1000.0, "ms"),
)


def lines(measured: dict[str, dict[str, Any]]) -> list[str]:
    """Return a table of times and ratios in Markdown."""
    ours, others = measured["radexo"], [name for name in measured if name != "radexo"]
    head = ["work", "RadExo", *(f"{name} (ratio)" for name in others)]
    table = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for key, work, scale, unit in ROWS:
        cells = [
            f"{measured[name][key] * scale:,.2f} {unit} ({measured[name][key] / ours[key]:,.1f})"
            for name in others
        ]
        table.append(f"| {' | '.join([work, f'{ours[key] * scale:,.2f} {unit}', *cells])} |")
    memory = [f"{measured[name]['build_memory']:,.0f} MB" for name in others]
    shown = f"{ours['build_memory']:,.0f} MB"
    table.append(f"| {' | '.join(['memory that building adds', shown, *memory])} |")
    paths = sum(count for count, _ in ours["paths_answers"])
    table += [
        "",
        f"{paths:,} paths in all, the same from every engine. Open and answer `regulators` with "
        f"evidence ({ours['rows']} rows): {ours['open'] * 1000:,.0f} ms; the best 25 paths with "
        f"evidence: {ours['ranked'] * 1000:,.0f} ms; memory after both: {ours['memory']:,.0f} MB. "
        f"Cold `radexo regulators X`: {ours['cold']:.2f} s beside {ours['bare_import']:.2f} s of a "
        f"bare `import networkx`. Bytes per claim: {ours['bytes'] / ours['claims']:,.0f}.",
    ]
    return table


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the growth exponent of a value with size: the slope between logarithms."""
    x, y = [math.log(s) for s in sizes], [math.log(max(v, 1e-9)) for v in values]
    mx, my = statistics.fmean(x), statistics.fmean(y)
    over = sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
    return over / sum((a - mx) ** 2 for a in x)


def write_page(folder: Path, runs: Sequence[dict[str, dict[str, Any]]]) -> None:
    """Write the figures and a plot of growth."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "radexo"
    import matplotlib.pyplot as plt

    sizes = [run["radexo"]["claims"] for run in runs]
    engines = [name for name in runs[0] if all(name in run for run in runs)]
    figure, axes = plt.subplots(1, len(ROWS), figsize=(10, 3.2), layout="constrained")
    growth = []
    for axis, (key, work, scale, unit) in zip(axes, ROWS, strict=True):
        for engine in engines:
            values = [run[engine][key] * scale for run in runs]
            axis.loglog(sizes, values, "o-", label=engine)
            if len(sizes) > 1:
                growth.append((work, engine, exponent(sizes, values)))
        axis.set(title=work.split(",")[0], xlabel="claims", ylabel=unit)
    axes[0].legend(frameon=False)
    figure.savefig(folder / "pictures" / "growth.svg", metadata={"Date": None})
    text = [
        "# Figures of large graphs",
        "",
        "Written by `python benchmarks/scale.py --claims "
        f"{' '.join(str(size) for size in runs_given(runs))} --page docs`: a seeded graph of the "
        "shape of merged resources. Each engine ran in a process of its own, in turn, and the "
        "answers were compared item by item. Each question is asked once. Times are CPU "
        "times, those of a server clock times. In parentheses: times the time of RadExo. "
        "Other "
        "engines hold the claims without evidence, checks or names.",
        "",
        "![Growth of time with claims](pictures/growth.svg)",
    ]
    for run in runs:
        text += ["", f"## {run['radexo']['claims']:,} claims", "", *lines(run)]
    if growth:
        text += ["", "## Growth", "", "Time grows with this power of the number of claims:", ""]
        text += [f"| work | {' | '.join(engines)} |", f"|{'---|' * (len(engines) + 1)}"]
        for _, work, *_ in ROWS:
            powers = [f"{power:.2f}" for what, _, power in growth if what == work]
            text.append(f"| {work} | {' | '.join(powers)} |")
    (folder / "scale-figures.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def runs_given(runs: Sequence[dict[str, dict[str, Any]]]) -> list[str]:
    """Return what was asked for, as the command line has it."""
    return [run["radexo"]["source"] for run in runs]


def main() -> None:
    """Measure, print tables, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[40_000, 400_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--neo4j", metavar="ADDRESS")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--open", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure or given.open:
        done = measure(*given.measure) if given.measure else opened(*given.open)
        print(json.dumps(done))
        return
    engines = ["radexo"]
    for name in given.engines:
        if name == "radexo":
            continue
        if not importlib.util.find_spec(ENGINES[name]):
            print(f"{name} is not installed", file=sys.stderr)
        elif name != "neo4j" or given.neo4j:
            engines.append(name)
    if given.neo4j:
        os.environ["BENCH_NEO4J"] = given.neo4j
    sources = [str(given.folder)] if given.folder else [str(claims) for claims in given.claims]
    runs = []
    for source in sources:
        runs.append(compare(source, engines))
        runs[-1]["radexo"]["source"] = source
        print(f"\n{runs[-1]['radexo']['claims']:,} claims\n", *lines(runs[-1]), sep="\n")
    if given.page:
        write_page(given.page, runs)


if __name__ == "__main__":
    main()
