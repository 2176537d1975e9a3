"""Random graphs in memory and on disk: equal answers, and the best paths are the best of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import radexo
from radexo.graph import validation
from radexo.graph.errors import RadexoError
from radexo.graph.model import Finding, Statement
from radexo.graph.records import Records, is_row, merge
from radexo.graph.schema import PREDICATES, SUPPORTS, WALKABLE, WALKED, compare, multiply, subtypes
from radexo.graph.stores import disk, disk_blocks, disk_walk, disk_writer
from radexo.graph.stores.base import finding_id
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_file import FILE_NAME
from radexo.measured import sets
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from radexo.queries.filters import Filters
from radexo.queries.kinds import Parameter
from radexo.queries.paths import count
from radexo.queries.paths.best import BestPaths
from radexo.queries.paths.count import HOPS, Counting
from radexo.queries.paths.path import make_path
from radexo.queries.paths.rank import rank
from radexo.queries.paths.search import Budget, Walk, simple_paths
from radexo.words import AGAINST
from support.examples import TRIED, examples
from support.random_graphs import merged

ASKED = 6
"""Questions asked of each graph in the profile ``dev``; in the others, all."""


@contextmanager
def on_disk(g: radexo.Graph, random: Random, *, mapped: bool | None = None) -> Iterator[DiskStore]:
    """Write a graph to disk, at once or bit by bit; neighbors are mapped or not."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk_writer, "BULK", random.choice([1, 1, 5, 1_000]))
        patch.setattr(disk_blocks, "_TOUCHED", random.choice([3, 10_000]))
        if random.random() < 0.5 if mapped is None else mapped:
            patch.setattr(disk, "_MAPPED", 1)
            patch.setattr(disk, "_FEW_READ", random.choice([0, 1_000]))
            patch.setattr(disk_walk, "_TOGETHER", random.choice([1, 3, 1_000]))
            patch.setattr(disk_walk, "_WRITTEN", random.choice([1, 1_000]))
            patch.setattr(count, "_FEW", random.choice([0, 1_000]))
        patch.setattr(validation, "violations", lambda *_, **__: ())
        write = random.choice([DiskStore.build, partial(bit_by_bit, random=random)])
        store = write(g.records, Path(folder) / FILE_NAME)
        yield store
        store.close()


def bit_by_bit(records: Records, file: Path, random: Random) -> DiskStore:
    """Write a graph in parts, searched between, with findings that are retracted again."""
    findings = random.sample(records.findings, len(records.findings))
    copied = random.sample(findings, min(3, len(findings)))
    gone = [
        replace(f, id=f"{f.source}:9{n:03}{'' if is_row(f) else 'a'}") for n, f in enumerate(copied)
    ]
    cuts = sorted(random.randint(0, len(findings)) for _ in range(random.randint(1, 3)))
    first, *parts = (findings[a:b] for a, b in zip([0, *cuts], [*cuts, len(findings)], strict=True))
    store = DiskStore.build(replace(records, findings=merge_findings(first, gone)), file)
    for part in parts:
        searched(store, random)
        store.add(replace(records, findings=merge_findings(part, gone)))
    searched(store, random)
    store.retract(finding.id for finding in gone)
    return store


def merge_findings(*parts: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in the order that records have."""
    return merge(Records(findings=tuple(chain(*parts)))).findings


def ids_of(g: radexo.Graph) -> list[str]:
    return [e.id for e in g.records.entities if e.type != "Cancer"]


def searched(store: DiskStore, random: Random) -> None:
    """Have neighbors mapped as they are, or not."""
    if random.random() < 0.7:
        Walk(store).neighbors(1)


def drawn(random: Random, g: radexo.Graph, question: Question) -> dict[str, Any]:
    """Draw values for the parameters of a question."""
    ids = ids_of(g)
    ends = [*ids, "type:Gene", "type:RNA"]
    draw: Mapping[str, Callable[[Parameter], Any]] = {
        "entity": lambda p: random.choice(ids),
        "entities": lambda p: random.sample(ids, random.choice([1, 2, 2])),
        "end": lambda p: random.choice(ends),
        "cancer": lambda p: random.choice(["mondo:1", "mondo:2", "mondo:3"]),
        "exposure": lambda p: "radexo:rays",
        "type": lambda p: random.choice(["Gene", "RNA", "Process"]),
        "finding": lambda p: random.choice(g.records.findings).id,
        "sign": lambda p: random.choice([1, -1, 0]),
        "count": lambda p: random.choice([1, 2, 3]),
        "flag": lambda p: True,
        "choice": lambda p: random.choice(p.choices),
        "pattern": lambda p: random.choice(["Gene-Gene", "RNA-Gene-Process", "RNA-Exosome-Gene"]),
        "predicate": lambda p: random.choice(list(PREDICATES)),
        "predicates": lambda p: random.sample(list(PREDICATES), 4),
        "sources": lambda p: ["res"],
    }
    values = {}
    for parameter in question.parameters:
        if parameter.name == "source" and parameter.kind != "end":
            values["source"] = random.choice(["res", "s"])
        elif parameter.kind in draw:
            values[parameter.name] = draw[parameter.kind](parameter)
    return {
        p.name: values[p.name]
        for p in question.parameters
        if p.name in values and (p.required or p.name in question.example or random.random() < 0.25)
    }


def asked(g: radexo.Graph, name: str, parameters: Mapping[str, Any]) -> object:
    """The answer as JSON, or the error in words."""
    try:
        return g.query(name, **parameters).to_dict()
    except RadexoError as error:
        return str(error)


@examples(200)
@given(merged(), st.integers(0, 2**32))
def test_a_graph_on_disk_answers_as_in_memory(g: radexo.Graph, seed: int) -> None:
    random = Random(seed)
    with on_disk(g, random) as store:
        there = radexo.Graph(store)
        assert store.version == g.version
        questions = catalogue() if TRIED >= 100 else random.sample(catalogue(), ASKED)
        for question in questions:
            given_ = drawn(random, g, question)
            assert asked(there, question.name, given_) == asked(g, question.name, given_), given_


@examples(50)
@given(merged(), st.integers(0, 2**32))
def test_a_list_is_tested_alike(g: radexo.Graph, seed: int) -> None:
    """Sets are counted in arrays where neighbors are mapped, else node by node."""
    random = Random(seed)
    ids = [e.id for e in g.store.entities({"Cargo"})]
    assume(ids)
    listed = random.sample(ids, random.randint(1, len(ids)))
    options: dict[str, Any] = {"against": random.choice(AGAINST)}
    if random.random() < 0.5:
        options["background"] = [*random.sample(ids, random.randint(1, len(ids))), "UNKNOWN1"]
    if random.random() < 0.3:
        options["source"] = random.choice(["res", "s"])
    signed = random.random() < 0.5
    given_ = {id: random.choice("+-") for id in listed} if signed else listed
    with on_disk(g, random) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "_TOGETHER", random.choice([1, 3, 500_000]))
        found, expected = (
            graph.enrich(given_, **options).to_dict() for graph in (radexo.Graph(store), g)
        )
        assert found == expected


@examples(200)
@given(merged(), st.integers(0, 2**32))
def test_what_is_confirmed_is_what_another_source_says(g: radexo.Graph, seed: int) -> None:
    """Beside every statement compared with every other."""
    random = Random(seed)
    said = [(f, s) for f in g.records.findings for s in f.statements]

    def confirmed(finding: Finding, made: Statement) -> bool:
        ends = (made.subject, made.object)
        return any(
            compare(made.predicate, s.predicate, reverse=(s.subject, s.object) != ends)
            == "confirms"
            for f, s in said
            if f.source != finding.source and {s.subject, s.object} == {*ends}
        )

    filters = Filters(
        source="res" if random.random() < 0.3 else None,
        certainty="stated" if random.random() < 0.3 else None,
        confirmed=True,
    )
    kept = {
        (s.subject, s.predicate, s.object, f.id)
        for f, s in said
        if filters.source in (None, f.source)
        and filters.certainty in (None, s.certainty)
        and confirmed(f, s)
    }
    passing = {
        f.id
        for f in g.records.findings
        if filters.source in (None, f.source)
        and filters.certainty in (None, f.certainty, *(s.certainty for s in f.statements))
        and any(confirmed(f, s) for s in f.statements)
    }
    names = frozenset(random.sample(list(PREDICATES), random.randint(1, len(PREDICATES))))
    with on_disk(g, random) as written:
        for store, id, forward in product((g.store, written), ids_of(g), (True, False)):
            view = filters.view(store)
            way = slice(None) if forward else slice(None, None, -1)
            expected = {
                (end, predicate, finding)
                for *claim, finding in kept
                for start, predicate, end in [claim[way]]
                if start == id and predicate in names
            }
            node, ends = view.node(id), {end for end, *_ in expected}
            traces = view.traces(node, predicates=names, forward=forward)
            assert {(view.id_of(o), p, finding_id(e, n)) for o, p, e, n in traces} == expected
            beside = view.neighbors(node, names, forward=forward)
            assert set(map(view.id_of, beside)) == ends
            some = {view.node(other) for other in random.sample(sorted(ends), len(ends) // 2)}
            found = view.samples(node, names, some, forward=forward)
            assert found is None or {other for other, *_ in found} == some
            if forward:
                naming = [f.id for f in store.findings(naming=id) if f.id in passing]
                assert [f.id for f in view.findings(naming=id)] == naming


@examples(200)
@given(merged(), st.integers(0, 2**32))
def test_the_best_paths_are_the_first_of_all(g: radexo.Graph, seed: int) -> None:
    """Beside all paths, each made a row, filtered and sorted."""
    random = Random(seed)
    ids = ids_of(g)
    sources = random.sample(ids, random.choice([1, 1, 3]))
    targets = random.sample(ids, random.choice([1, 1, 3]))
    hops, limit = random.randint(1, 5), random.choice([1, 3, 10, 0])
    sign, least = random.choice([None, None, 1, -1, 0]), random.choice([3, 3, 2, 1, 0])
    filters = Filters(
        cancer=g.entity("mondo:1") if random.random() < 0.2 else None,
        source="res" if random.random() < 0.2 else None,
        certainty="stated" if random.random() < 0.2 else None,
        confirmed=True if random.random() < 0.2 else None,
    )
    classes = random.choice([WALKED, WALKABLE])
    through = random.choice([None, None, subtypes("Gene")])
    predicates = random.choice([None, None, set(random.sample(list(PREDICATES), 8))])
    with on_disk(g, random) as written:
        for store in (filters.view(g.store), filters.view(written)):
            walk = Walk(store, classes, predicates=predicates, through=through)
            every = [
                make_path(store, found)
                for found in simple_paths(walk, sources, targets, hops, Budget())
            ]
            assert every == [p for p in every if multiply(h.sign for h in p.hops) == p.sign]
            expected = sorted(
                (p for p in every if sign in (None, p.sign) and SUPPORTS.index(p.support) <= least),
                key=rank,
            )
            search = BestPaths(walk, sources, targets, hops, Budget(), sign)
            total, best = search.best(limit, least)
            assert (total, walk.paths(best)) == (len(expected), expected[: limit or None])
            assert search.count(every=True) == len(every)
            short = Budget(expansions=random.randint(1, 30))
            counted, found = BestPaths(walk, sources, targets, hops, short, sign).best(limit)
            assert bool(found) == bool(counted)
            assert {*walk.paths(found)} <= {p for p in every if sign in (None, p.sign)}


@examples(200)
@given(merged(), st.integers(0, 2**32))
def test_paths_are_counted_by_arrays_as_they_are_listed(g: radexo.Graph, seed: int) -> None:
    """Between any two ends, by net sign."""
    random = Random(seed)
    ids = ids_of(g)
    classes = random.choice([WALKED, WALKABLE])
    through = random.choice([None, None, subtypes("Gene"), subtypes("RNA")])
    filters = Filters(
        cancer=g.entity("mondo:1") if random.random() < 0.2 else None,
        source="res" if random.random() < 0.2 else None,
        certainty="stated" if random.random() < 0.2 else None,
    )
    with on_disk(g, random, mapped=True) as written:
        store = filters.view(written)
        walk, listed = (Walk(s, classes, through=through) for s in (store, filters.view(g.store)))
        assert walk.has_fans
        for start, goal in product(random.sample(ids, 3), repeat=2):
            found = simple_paths(listed, [start], [goal], HOPS, Budget())
            signs = Counter(multiply(hop.sign for hop in hops) for hops in found)
            ends = store.node(start), store.node(goal)
            counting = Counting(walk, *ends, Budget())
            if start == goal:
                assert not counting.pays()
                continue
            assert counting.count() == signs.total()
            assert {s: counting.count(s) for s in (1, -1, 0)} == {s: signs[s] for s in (1, -1, 0)}
            cut = Counting(walk, *ends, Budget(expansions=1))
            assert 0 <= cut.count() <= signs.total()
