"""Ask a large graph every question of the catalogue: ``python benchmarks/catalogue.py FOLDER``.

The names in a question are those of entities with a middling number of claims, of which one
reaches the other over two. Each question is
asked once, and prints its seconds, its rows and what it says of itself: that it stopped, or which
scope to give. With ``--neo4j ADDRESS`` the same questions go to a server that holds the graph, and
their rows are compared, for ``--sample`` choices of names.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Mapping
from itertools import islice
from typing import Any

import radexo
from radexo.graph.errors import RadexoError
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question

GIVEN = {
    "pattern": "Gene-Gene-Gene",
    "cancer": None,
    "exposure": None,
    "paper": None,
    "type": "Gene",
    "max_hops": 3,
    "limit": 25,
}
"""Values of parameters that are not names; None leaves a parameter out."""


def middling(graph: Any, sample: int) -> list[list[str]]:
    """Return ids for each sample: an entity that acts and is acted on, and one two claims on."""
    store = graph.store
    chosen: list[list[str]] = []
    skipped = store.census().totals["entities"] // 20
    for entity in islice(store.by_degree(), skipped, None):
        if not store.in_edges(entity.id):
            continue
        further = [
            edge.object
            for first in islice(store.out_edges(entity.id), 3)
            for edge in islice(store.out_edges(first.object), 3)
            if edge.object != entity.id
        ]
        if further:
            chosen.append([entity.id, *further[:1]])
        if len(chosen) == sample:
            break
    return chosen


def parameters(question: Question, ids: list[str], finding: str) -> dict[str, Any]:
    """Return a question's example with the names of a large graph."""
    left = iter(ids)
    given: dict[str, Any] = {}
    for parameter in question.parameters:
        name, kind = parameter.name, parameter.kind
        if kind == "entities" and name in question.example:
            given[name] = [next(left) for _ in question.example[name]]
        elif kind in ("entity", "end") and name in question.example:
            given[name] = next(left)
        elif kind == "finding" and name in question.example:
            given[name] = finding
        elif name == "limit" or (name == "max_hops" and kind == "count"):
            given[name] = GIVEN[name]
        elif name in question.example:
            value = GIVEN.get(name, question.example[name])
            if value is not None:
                given[name] = value
    return given


def asked(graph: Any, name: str, given: Mapping[str, Any], clock: Any) -> dict[str, Any]:
    """Ask; return the seconds, the rows (None where it was refused), and what was said."""
    start = clock()
    try:
        answer = graph.query(name, **given)
        rows, text = [row.to_dict() for row in answer], answer.reason or ""
        if answer.status not in ("complete", "empty"):
            text = f"{answer.status}: {text}"
    except RadexoError as error:
        rows, text = None, f"refused: {error}"
    return {"seconds": clock() - start, "rows": rows, "text": text.partition("\n")[0]}


def compared(
    here: Any, there: Any, question: Question, samples: list[list[str]], finding: str
) -> str:
    """Return whether a server's rows are those of the store on disk, for each sample."""
    verdicts = []
    for ids in samples:
        given = parameters(question, ids, finding)
        ours = asked(here, question.name, given, time.process_time)
        theirs = asked(there, question.name, given, time.perf_counter)
        same = "the same" if ours["rows"] == theirs["rows"] else "DIFFERENT"
        count = "-" if theirs["rows"] is None else len(theirs["rows"])
        verdicts.append(f"{same} ({count} rows, {theirs['seconds']:.2f} s) {theirs['text'][:100]}")
    return "; ".join(verdicts)


def main() -> None:
    """Print a line for each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--neo4j", metavar="ADDRESS")
    parser.add_argument("--sample", type=int, default=1)
    given = parser.parse_args()
    radexo.load().regulators("KLF10")  # modules are imported by now
    start = time.process_time()
    here = radexo.load(given.folder)
    print(f"opened in {(time.process_time() - start) * 1000:.1f} ms of CPU time")
    samples = middling(here, given.sample)
    edges = here.store.in_edges(samples[0][0]) or here.store.out_edges(samples[0][0])
    finding = next(iter(edges)).findings[0]
    there = radexo.load(given.neo4j) if given.neo4j else None
    for question in catalogue():
        chosen = parameters(question, samples[0], finding)
        found = asked(here, question.name, chosen, time.process_time)
        rows = "-" if found["rows"] is None else len(found["rows"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line = f"{question.name:16} {found['seconds']:7.3f} s {rows:>6} rows {peak:5.0f} MB"
        print(f"{line}  {found['text'][:150]}", flush=True)
        if there is not None:
            print(
                f"{'':16} server: {compared(here, there, question, samples, finding)}", flush=True
            )


if __name__ == "__main__":
    main()
