"""Ask a large graph every question of the catalogue: ``python benchmarks/catalogue.py FOLDER``.

Each question is asked of up to three choices of names: those of its example (where the folder holds
the packaged review too), those of an entity with a middling number of claims, and those of a hub,
of all types or else of one, so that there is an answer. It prints a line for each: CPU seconds,
rows, and what the answer says of itself, that it stopped, or which scope to give.

With ``--server`` a Neo4j server of its own gets the same graph: imported by neo4j-admin from
neo4j-csv files, or, with ``--push``, pushed (jars: ``python tests/support/server.py fetch``).
``--neo4j ADDRESS`` names one that holds it already (``--neo4j-process PID``: on this machine). Each
question is asked there twice, the first time planned, and the JSON of the answers is compared row
by row. With ``--memory`` they are compared with those of the same graph read into memory, and with
``--seconds 600`` searches end by themselves, so that no row depends on the clock. The folder that
docs/scale.md speaks of holds the merged resources and the review::

    radexo --graph FOLDER load review loaders/sun2022
    python benchmarks/catalogue.py FOLDER --server

With ``--filters`` each question is asked with each filter that it takes too, in turn with none. The
ratio of the CPU times is printed, SLOWER above 1.2 and 20 ms, and whether the rows are among those
without a filter where both answers are complete; the time of a search is CPU time then, so that
other work ends none. every_type.py makes a graph that has something for all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from scale import busy, large_server

import radexo
from radexo.graph.errors import RadexoError
from radexo.graph.model import Entity
from radexo.graph.stores.neo4j_plan import SCHEMA_STATEMENTS
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from radexo.queries.paths import search
from radexo.queries.rows import columns_of

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
MOST_TRIED = 50
"""The most entities of a type that are looked at for one from which claims lead on."""
FILTERED_BY = {"Cancer": "cancer", "Exposure": "exposure"}
"""The filters that are entities of a type."""
PATIENCE = 300.0
"""Seconds of the clock that a server has for a query: other work may slow the machine down."""
TURNS = 3
"""How often a question is asked with a filter and without, where neither takes a second."""
ALL = {"limit": 2_000}
"""How many rows with a filter are looked for among those without one."""
WARM = 5.0
"""CPU seconds that a question may take, of client and server, once it is planned."""


def leading(store: Any, id: str) -> list[str]:
    """Return what one claim leads to from an entity, and what two do."""
    for first in islice(store.out_edges(id), 3):
        for edge in islice(store.out_edges(first.object), 3):
            if edge.object != id:
                return [first.object, edge.object]
    return []


def names_of(store: Any, skipped: float) -> Iterator[list[str]]:
    """Yield the ids of two entities, of any type and then of each, from which claims lead on.

    After a part of them, those with the most claims; with what two claims lead to, then what one.
    """
    counts = store.census().entities
    for types in (None, *({name} for name in counts)):
        first = int(skipped * sum(counts[name] for name in types or counts))
        for entity in islice(store.by_degree(types), first, first + MOST_TRIED):
            if found := leading(store, entity.id):
                yield from ([entity.id, other] for other in reversed(found))
                break


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


def choices(
    graph: Any, only: Collection[str] = ()
) -> Iterator[tuple[str, Question, dict[str, Any]]]:
    """Yield what is asked: the kind of names, the question, its parameters; none twice.

    Of a kind the first names that the question has rows for, or the first of all.
    """
    store = graph.store
    names = {"middling": list(names_of(store, 1 / 20)), "hub": list(names_of(store, 0))}
    for question in catalogue():
        if only and question.name not in only:
            continue
        asked = [dict(question.example) | {"limit": GIVEN["limit"]}]
        yield "example", question, asked[0]
        for kind, several in names.items():
            tried = [
                parameters(question, ids, next(iter(store.out_edges(ids[0]))).findings[0])
                for ids in several
            ]
            answered = (given for given in tried if rows_of(ask(graph, question.name, given)))
            if tried[0] not in asked and (given := next(answered, tried[0])) not in asked:
                asked.append(given)
                yield kind, question, given


def filtered(graph: Any, question: Question, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each filter that a question takes beside what is given, of what the graph has most."""
    first = {type: next(iter(graph.store.by_degree({type})), None) for type in FILTERED_BY}
    reviews = graph.store.reviews()
    sources = sorted((source.id for source in graph.store.sources()), key=reviews.__contains__)
    values: dict[str, list[Any]] = {
        FILTERED_BY[type]: [entity.id] for type, entity in first.items() if entity
    }
    values |= {"source": sources[:1] + sources[-1:] * (len(sources) > 1), "confirmed": [True]}
    values |= {"sign": [1, -1], "predicates": [["DECREASES"]], "shortest": [True]}
    values |= {"type": ["Gene", "MiRNA"], "through": ["Gene"], "predicate": ["DECREASES"]}
    for p in question.parameters:
        if given.get(p.name) is None and not p.required:
            chosen = list(p.choices) if p.kind == "choice" else values.get(p.name, [])
            yield from ({p.name: value} for value in chosen if value != p.default)


NOT_FEWER = {
    "coherence": "a chain that is closed by less is judged anew",
    "compare_cancers": "what one cancer lacks is another row",
    "contradictions": "a side with fewer papers is of another kind",
    "gaps": "a claim that is left out may leave a gap",
    "info": "rows count what passes",
    "mechanism": "a chain whose ends are left out is another, shorter one",
    "therapy": "what contradicts an angle may be left out",
}
"""Questions whose rows with a filter need not be among those without one, and why."""
WIDER = ("support", "type")
"""Own parameters of some questions that have a value by default: another one may show more."""


def identities(question: Question, answer: Mapping[str, Any]) -> set[str]:
    """Return what each row of an answer is about, whatever its evidence."""
    named = [
        c.name
        for c in columns_of(question.row)
        if c.name in ("sign", "predicate", "id", "nodes") or (c.type is Entity and not c.many)
    ]
    return {json.dumps([row[name] for name in named]) for row in answer["rows"]}


def beside_none(
    graph: Any, question: Question, kind: str, given: dict[str, Any]
) -> Iterator[float]:
    """Ask with each filter and without, in turn; print both, yield the ratios of medians."""
    for more in filtered(graph, question, given):
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(TURNS):
            pair = [ask(graph, question.name, given | each) for each in ({}, more)]
            for answered, seconds in zip(pair, times, strict=True):
                seconds.append(answered["seconds"])
            if max(answered["seconds"] for answered in pair) > 1:
                break
        plain, fewer = map(median, times)
        said = ""
        quick = max(plain, fewer) < 1 and question.name not in NOT_FEWER
        if quick and all(answered["json"] for answered in pair):
            whole = [ask(graph, question.name, given | each | ALL) for each in ({}, more)]
            complete = [
                w["json"] for w in whole if w["json"] and w["json"]["status"] != "truncated"
            ]
            if len(complete) == 2 and not set(more) & set(WIDER):
                every, found = (identities(question, each) for each in complete)
                said = "  subset" if found <= every else f"  {len(found - every)} OTHER ROWS"
        if fewer > max(1.2 * plain, plain + 0.02):
            said += "  SLOWER"
        printed(kind, question, pair[1], f" {more} {fewer / plain:.2f} of {plain:.3f} s{said}")
        yield fewer / plain


def cpu_clock() -> Callable[[], float]:
    """Return a clock of CPU time, which is looked at every 20 ms alone: it takes long."""
    real, seen = time.monotonic, [0.0, 0.0]

    def clock() -> float:
        if (now := real()) - seen[0] > 0.02:
            seen[:] = now, time.process_time()
        return seen[1]

    return clock


def ask(graph: Any, name: str, given: Mapping[str, Any], pid: str | None = None) -> dict[str, Any]:
    """Ask; return CPU seconds (of a server too), and the answer's JSON, None where refused."""
    start, answer = busy(pid), None
    try:
        answer = graph.query(name, **given).to_dict()
        text = answer["reason"] or ""
        if answer["status"] not in ("complete", "empty"):
            text = f"{answer['status']}: {text}"
    except RadexoError as error:
        text = f"refused: {error}"
    return {"seconds": busy(pid) - start, "json": answer, "text": text.partition("\n")[0]}


def rows_of(asked: dict[str, Any]) -> int | None:
    """Return how many rows an answer has, None where refused."""
    return asked["json"] and len(asked["json"]["rows"])


def verdict(ours: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Return how the answer of another store compares with that of the store on disk."""
    here, there = ours["json"], theirs["json"]
    if here is None or there is None:
        both = here is there
        if both and ours["text"] != theirs["text"]:
            return "both refused, with OTHER WORDS"
        return "both refused" if both else f"{'disk' if here is None else 'the other'} refused"
    if here == there:
        return "same JSON"
    differing = [key for key in here if key != "rows" and here[key] != there.get(key)]
    if here["rows"] == there["rows"]:
        return f"same rows, other {', '.join(differing)}"
    both = {"disk": here, "the other": there}
    stopped = [name for name, found in both.items() if "search stopped" in str(found["reason"])]
    return f"{' and '.join(stopped)} stopped" if stopped else "OTHER ROWS"


@contextmanager
def server(folder: str, *, push: bool, line: str) -> Iterator[tuple[str, str]]:
    """Run a Neo4j server that holds the graph of a folder; yield its address and process."""
    held = large_server(line)
    try:
        os.environ |= {"NEO4J_USERNAME": held.user, "NEO4J_PASSWORD": held.password}
        with tempfile.TemporaryDirectory() as aside:
            if not push:
                files = Path(aside, "csv")
                done = command("export", folder, str(files), "--format", "neo4j-csv")
                size = sum(file.stat().st_size for file in files.iterdir()) / 1e9
                print(f"export: {done}, {size:.1f} GB of files", flush=True)
                from support.import_script import ran

                words = ran(files).stdout.splitlines()
                given = (re.sub("=(?=nodes-|links-)", f"={files}/", word) for word in words)
                before = children()
                held.admin(*given)
                print(f"neo4j-admin: {children() - before:.0f} s of CPU time", flush=True)
        with held.start():
            assert held.process
            pid = str(held.process.pid)
            if push:
                before = busy(pid)
                done = command("push", folder, "--store", held.address)
                print(f"push: {done}; the server {busy(pid) - before:.0f} s", flush=True)
            yield held.address, pid
    finally:
        held.close()


def children() -> float:
    """Return the CPU seconds of the programs that ran."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command(verb: str, folder: str, *words: str) -> str:
    """Run a command of RadExo on a folder; return what it took."""
    line = [sys.executable, "-m", "radexo", "--graph", folder, verb, *words]
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, used = os.wait4(process.pid, 0)
    assert not code, f"{verb} ended with {code}"
    seconds = used.ru_utime + used.ru_stime
    return f"{seconds:.0f} s of CPU time, {used.ru_maxrss / 1024:.0f} MB at most"


def prepared(address: str) -> Any:
    """Open a graph on a server, with the constraints that schema.cypher has."""
    graph = radexo.load(address)
    graph.store.timeout = PATIENCE
    with graph.store._driver.session() as session:
        for statement in (*SCHEMA_STATEMENTS, "CALL db.awaitIndexes(600)"):
            session.run(statement).consume()
        counts = [
            session.run(f"MATCH {what} RETURN count(*) AS count").single(strict=True)["count"]
            for what in ("(n)", "()-[r]->()")
        ]
    print(f"on the server: {counts[0]:,} nodes, {counts[1]:,} relationships")
    return graph


def printed(kind: str, question: Question, ours: dict[str, Any], more: str = "") -> None:
    """Print the line of a question."""
    rows = rows_of(ours)
    count = "-" if rows is None else rows
    line = f"{question.name:17} {kind:8} {ours['seconds']:6.2f} s {count:>6} rows{more}"
    print(f"{line}  {ours['text'][:150]}".rstrip(), flush=True)


def main() -> None:
    """Print a line for each question and choice of names, then sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--server", action="store_true", help="a Neo4j server of its own")
    parser.add_argument("--push", action="store_true", help="push to it instead of importing")
    parser.add_argument("--line", choices=("lts", "calendar"), default="lts")
    parser.add_argument("--neo4j", metavar="ADDRESS")
    parser.add_argument("--neo4j-process", metavar="PID", help="of a server on this machine")
    parser.add_argument("--memory", action="store_true", help="beside the same graph in memory")
    parser.add_argument("--seconds", type=float, help="of a search, in place of the usual ones")
    parser.add_argument("--only", nargs="+", metavar="QUESTION", default=[])
    parser.add_argument("--filters", action="store_true", help="with each filter too")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    given = parser.parse_args()
    if given.filters:
        time.monotonic = cpu_clock()
    if given.seconds:
        of = partial(search.Budget, 10**9, 10**12, given.seconds)
        search.Budget.of = staticmethod(lambda _store: of())
    if given.server:
        with server(given.folder, push=given.push, line=given.line) as (address, pid):
            compare(given, address, pid)
    else:
        compare(given, given.neo4j, given.neo4j_process)


def compare(given: argparse.Namespace, address: str | None, pid: str | None) -> None:
    """Ask everything on disk, and elsewhere where that is wanted."""
    radexo.load().regulators("KLF10")  # modules are imported by now
    start = time.process_time()
    here = radexo.load(given.folder)
    print(f"opened in {(time.process_time() - start) * 1000:.1f} ms of CPU time")
    there = prepared(address) if address else None
    other, times = "server", 2
    if given.memory:
        there, other, times = radexo.Graph(here.store.whole()), "memory", 1
    verdicts: Counter[str] = Counter()
    figures: list[dict[str, Any]] = []
    ratios: list[float] = []
    for kind, question, chosen in choices(here, given.only):
        if given.filters and there is None:
            ratios += beside_none(here, question, kind, chosen)
        ours = ask(here, question.name, chosen)
        figure = {"question": question.name, "names": kind, "given": chosen}
        figure |= {"disk": ours["seconds"], "disk_says": ours["text"]}
        if there is None:
            printed(kind, question, ours)
        else:
            answers = [ask(there, question.name, chosen, pid) for _ in range(times)]
            first, again = answers[0], answers[-1]
            same = verdict(ours, again)
            slow = " SLOW" if again["seconds"] > WARM else ""
            verdicts[same] += 1
            verdicts["slow"] += bool(slow)
            printed(kind, question, ours)
            print(
                f"{other:>26} {first['seconds']:6.2f} s, again {again['seconds']:6.2f} s{slow}"
                f"  {same}  {again['text'][:150] if same != 'same JSON' else ''}".rstrip(),
                flush=True,
            )
            figure |= {"first": first["seconds"], "again": again["seconds"], "verdict": same}
            figure |= {"server_says": again["text"]}
        figures.append(figure | {"rows": rows_of(ours)})
    if ratios:
        slower = sum(ratio > 1 for ratio in ratios)
        print(
            f"{len(ratios)} askings with a filter: median {median(ratios):.2f} of the time "
            f"without one, {slower} took longer"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process {peak:.0f} MB; {dict(verdicts)}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
