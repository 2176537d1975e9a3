"""A graph of many claims on disk beside NetworkX: ``python benchmarks/scale.py --claims 400000``.

A seeded graph of the shape of merged resources (a few hubs, many genes of few claims) is made, loaded, opened and asked
in processes of its own; NetworkX does the same. What both answer is compared item by item.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PREDICATES = ("INCREASES", "DECREASES", "REGULATES", "BINDS", "ASSOCIATED_WITH")


def rows(claims: int) -> Iterator[tuple[str, str, str, int]]:
    """Make the rows of a seeded graph: one entity for every 40 claims, ends drawn as in a citation network."""
    chance = random.Random(29)
    count = max(claims // 40, 50)
    for _ in range(claims):
        a, b = (int(count * chance.random() ** 3) for _ in "ab")
        if a != b:
            yield f"bench:g{a}", chance.choice(PREDICATES), f"bench:g{b}", chance.randrange(500)


def entity_count(claims: int) -> int:
    """Return how many entities the graph has."""
    return max(claims // 40, 50)


def peak() -> float:
    """Return the peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load(folder: str, claims: int) -> dict[str, Any]:
    """Load the rows into a graph on disk."""
    from radexo.graph.model import Entity, Finding, Reference, Source, Statement
    from radexo.graph.records import Records
    from radexo.graph.stores.disk import DiskStore

    start = time.perf_counter()
    entities = tuple(
        Entity(f"bench:g{i}", f"gene {i}", "Gene") for i in range(entity_count(claims))
    )
    papers = tuple(Reference("bench", str(i)) for i in range(1, 400))
    templates = [
        Finding(
            "bench:",
            citations=(str(i),) if i else (),
            assay=f"assay {i % 7}",
            statements=(Statement("", "", ""),),
        )
        for i in [*range(400), *range(100)]
    ]
    content = Records((Source("bench"),), (Reference("bench"), *papers), entities)
    store = DiskStore.build(content, Path(folder) / "graph.db", rows=(templates, rows(claims)))
    return {
        "seconds": time.perf_counter() - start,
        "memory": peak(),
        "claims": store.census().totals["edges"],
        "bytes": store.file.stat().st_size,
    }


def build_networkx(claims: int) -> Any:
    """Build the same graph in NetworkX."""
    import networkx

    graph = networkx.MultiDiGraph()
    graph.add_edges_from((s, o, p, {"template": t}) for s, p, o, t in rows(claims))
    return graph


def asked(claims: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the entities and pairs that are asked about: few and many claims alike."""
    count = entity_count(claims)
    names = [f"bench:g{count * i // 20}" for i in range(1, 20)]
    return names, list(zip(names, reversed(names), strict=True))[:8]


def ask(folder: str, claims: int) -> dict[str, Any]:
    """Open the graph on disk and ask it."""
    import radexo
    from radexo.queries.paths.search import Budget, Walk, node_paths

    names, pairs = asked(claims)
    start = time.perf_counter()
    graph = radexo.load(folder)
    first = len(graph.regulators(names[0]))
    opened = time.perf_counter() - start
    times: dict[str, list[float]] = {"regulators": [], "search": [], "paths": []}
    counts: list[int] = [first]
    found: list[int] = []
    for name in names:
        start = time.perf_counter()
        counts.append(len({row.regulator.id for row in graph.regulators(name)}))
        times["regulators"].append(time.perf_counter() - start)
    for a, b in pairs:
        start = time.perf_counter()
        found.append(sum(1 for _ in node_paths(Walk(graph.store), [a], [b], 3, Budget())))
        times["search"].append(time.perf_counter() - start)
        start = time.perf_counter()
        graph.paths(a, b, max_hops=3, limit=25)
        times["paths"].append(time.perf_counter() - start)
    return {
        "opened": opened,
        "times": times,
        "regulators": counts[1:],
        "found": found,
        "memory": peak(),
    }


def ask_networkx(claims: int) -> dict[str, Any]:
    """Build the graph in NetworkX and ask it the same."""
    import networkx

    names, pairs = asked(claims)
    start = time.perf_counter()
    graph = build_networkx(claims)
    built = time.perf_counter() - start
    times: dict[str, list[float]] = {"search": []}
    causal = {"INCREASES", "DECREASES", "REGULATES"}
    found = []
    regulators = [
        len({s for s, _, p in graph.in_edges(name, keys=True) if p in causal}) for name in names
    ]
    # simple paths on collapsed pairs, over the claims that are walked
    walked = networkx.DiGraph((s, o) for s, o, p in graph.edges(keys=True) if p in causal)
    for a, b in pairs:
        start = time.perf_counter()
        found.append(sum(1 for _ in networkx.all_simple_paths(walked, a, b, cutoff=3)))
        times["search"].append(time.perf_counter() - start)
    return {
        "built": built,
        "times": times,
        "regulators": regulators,
        "found": found,
        "memory": peak(),
    }


def apart(*arguments: str) -> Any:
    """Run a task in a process of its own, and return what it prints."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def seconds(*command: str) -> float:
    """Time one whole process."""
    start = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, *command], check=True, **quiet)
    return time.perf_counter() - start


def compare(claims: int, runs: int = 5) -> list[tuple[str, str, str, str]]:
    """Return what was measured: work, ours, NetworkX, ratio."""
    with tempfile.TemporaryDirectory() as folder:
        made, ours = apart("load", folder, str(claims)), apart("ask", folder, str(claims))
        theirs = apart("networkx", folder, str(claims))
        assert ours["regulators"] == theirs["regulators"], "regulators differ"
        assert ours["found"] == theirs["found"], "paths differ"
        name = asked(claims)[0][0]
        cold = ("-m", "radexo", "--graph", folder, "regulators", name)
        pairs = [(seconds(*cold), seconds("-c", "import networkx")) for _ in range(runs)]
    cold_ours, cold_theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    medians = {task: statistics.median(values) for task, values in ours["times"].items()}
    their = {task: statistics.median(values) for task, values in theirs["times"].items()}

    def row(
        work: str, a: float, b: float, unit: str = "ms", scale: float = 1000.0
    ) -> tuple[str, str, str, str]:
        return work, f"{a * scale:,.1f} {unit}", f"{b * scale:,.1f} {unit}", f"{b / a:,.1f}"

    return [
        row(f"load {made['claims']:,} claims", made["seconds"], theirs["built"], "s", 1),
        row("open to first answer, in process", ours["opened"], theirs["built"]),
        row("cold `radexo regulators X` / bare `import networkx`", cold_ours, cold_theirs),
        ("regulators, depth 1, as answers", f"{medians['regulators'] * 1000:,.1f} ms", "-", "-"),
        row(
            f"all simple paths <= 3 hops ({sum(ours['found']):,} in 8 pairs)",
            medians["search"],
            their["search"],
        ),
        ("the best 25 of them as answers", f"{medians['paths'] * 1000:,.1f} ms", "-", "-"),
        row("memory after asking", ours["memory"], theirs["memory"], "MB", 1),
        ("memory while loading", f"{made['memory']:,.1f} MB", "-", "-"),
        ("bytes per claim on disk", f"{made['bytes'] / made['claims']:,.0f}", "-", "-"),
    ]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="*")
    parser.add_argument("--claims", type=int, nargs="+", default=[40_000, 400_000])
    given = parser.parse_args()
    if given.task:
        task, folder, claims = given.task[0], given.task[1], int(given.task[2])
        tasks = {"load": lambda: load(folder, claims), "ask": lambda: ask(folder, claims)}
        tasks["networkx"] = lambda: ask_networkx(claims)
        print(json.dumps(tasks[task]()))
        return
    for claims in given.claims:
        print("\n| work | RadExo on disk | NetworkX | ratio |\n|---|---|---|---|")
        for line in compare(claims):
            print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    main()
