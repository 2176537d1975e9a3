"""Compare the path search with ``networkx.all_simple_paths`` on a large graph.

``python benchmarks/paths.py FOLDER [PAIRS]``
FOLDER holds ``edges.parquet`` (columns s, r, t, sign), ``nodes.parquet`` (id, type, name) and
``queries.json`` (``pairs``). Both search all simple paths of at most three hops between the same
pairs, in turn; the node sequences are compared. Needs pyarrow.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

import networkx
import pyarrow.parquet

from radexo.graph.model import Entity
from radexo.queries.filters import Context
from radexo.queries.paths.search import Budget, Walk, node_paths

HOPS = 3


class ParquetStore:
    """The part of the store interface that the engine searches over, on plain dictionaries."""

    def __init__(self, folder: Path) -> None:
        nodes = pyarrow.parquet.read_table(folder / "nodes.parquet").to_pydict()
        edges = pyarrow.parquet.read_table(folder / "edges.parquet", columns=["s", "t"]).to_pydict()
        self.nodes = {
            id: Entity(id, name, type)
            for id, type, name in zip(nodes["id"], nodes["type"], nodes["name"], strict=True)
        }
        self.forward: dict[str, set[str]] = {}
        self.backward: dict[str, set[str]] = {}
        self.edge_count = len(edges["s"])
        for s, t in zip(edges["s"], edges["t"], strict=True):
            self.forward.setdefault(s, set()).add(t)
            self.backward.setdefault(t, set()).add(s)

    def entity(self, id: str) -> Entity:
        """Look an entity up."""
        return self.nodes[id]

    def neighbors(self, id: str, classes: Any, *, forward: bool = True) -> Set[str]:
        """Give the ids next to a node."""
        return (self.forward if forward else self.backward).get(id, frozenset())


def unlimited() -> Budget:
    """A budget that ends nothing."""
    return Budget(paths=10**9, expansions=10**12, seconds=10**6)


def timed(search: Callable[[], set[Any]]) -> tuple[set[Any], float]:
    """Run a search three times; give its answer and the best time."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        answer = search()
        best = min(best, time.perf_counter() - start)
    return answer, best


def main(folder: Path, count: int) -> None:
    """Print medians, ratio and whether the answers are the same."""
    store: Any = ParquetStore(folder)
    graph = networkx.DiGraph((s, t) for s, others in store.forward.items() for t in others)
    found = json.loads((folder / "queries.json").read_text())["pairs"]
    pairs = [
        tuple(pair[:2])
        for pair in found
        if pair[0] in graph and pair[1] in graph and pair[0] != pair[1]
    ][:count]
    ours, theirs, paths = [], [], 0
    for source, target in pairs:
        mine, seconds = timed(
            lambda s=source, t=target: set(
                node_paths(Walk(store, Context(store)), [s], [t], HOPS, unlimited())
            )
        )
        ours.append(seconds)
        other, seconds = timed(
            lambda s=source, t=target: set(
                map(tuple, networkx.all_simple_paths(graph, s, t, cutoff=HOPS))
            )
        )
        theirs.append(seconds)
        assert mine == other, f"{source} -> {target}: the paths differ"
        paths += len(mine)
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    print(
        f"{store.edge_count} edges, {len(pairs)} pairs, {paths} paths of at most {HOPS} hops, "
        "the same in both"
    )
    for name, times in (("path search", ours), ("all_simple_paths", theirs)):
        median = statistics.median(times) * 1000
        print(f"{name:16}  median {median:9.2f} ms, all pairs {sum(times):8.2f} s")
    print(f"ratio of the pairs: median {ratio:.0f}, of the sums {sum(theirs) / sum(ours):.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
