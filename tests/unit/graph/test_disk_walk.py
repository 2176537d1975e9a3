"""The mapped neighbors of a graph on disk: written when needed, and never needed to be right."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import radexo
from radexo.graph.errors import DataError
from radexo.graph.model import Entity, Evidence, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import PREDICATES as SCHEMA
from radexo.graph.schema import WALKABLE, WALKED, PredicateClass
from radexo.graph.stores import disk, disk_blocks, disk_walk, disk_writer
from radexo.graph.stores.base import Counts, matching
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_file import FILE_NAME
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.filters import FilteredStore, Filters
from radexo.queries.paths import count
from radexo.queries.paths.count import Counting
from radexo.queries.paths.search import Budget, Walk, node_paths
from support.writing import kill_while_writing, map_waiting

GENES = [f"radexo:g{i:02}" for i in range(24)]
PREDICATES = ("INCREASES", "DECREASES", "REGULATES", "BINDS", "PART_OF", "CAUSES_NO_CHANGE")


def rows(source: str, claims: list[tuple[str, str, str]]) -> Records:
    """Findings of a resource, each a row."""
    entities = tuple(Entity(id, f"gene {id[-2:]}", "Gene") for id in GENES)
    findings = tuple(
        Finding(f"{source}:{number}", ("1",), statements=(Statement(*claim),))
        for number, claim in enumerate(claims, 1)
    )
    references = (Reference(source), Reference(source, "1"))
    return Records((Source(source),), references, entities, findings)


def drawn() -> list[tuple[str, str, str]]:
    random = Random(29)
    pairs = random.sample(list(itertools.permutations(GENES[:-2], 2)), 120)
    return [(a, predicate, b) for a, b in pairs for predicate in random.sample(PREDICATES, 2)]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph whose rows lie in blocks, and whose neighbors are mapped."""
    monkeypatch.setattr(disk_writer, "BULK", 1)
    monkeypatch.setattr(disk, "_MAPPED", 1)
    monkeypatch.setattr("radexo.graph.validation.violations", lambda *_, **__: ())
    return DiskStore.build(rows("res", drawn()), tmp_path / FILE_NAME).file


def paths(store: DiskStore | MemoryStore) -> list[tuple[str, ...]]:
    store.names  # noqa: B018  # a question begins with names
    walk = Walk(store)
    ends = [(GENES[0], GENES[1]), (GENES[2], GENES[-1]), (GENES[-2], GENES[5])]
    return sorted(
        found
        for (start, end), hops in itertools.product(ends, (1, 2, 3, 4, 5))
        for found in node_paths(walk, [start], [end], hops, Budget())
    )


def mapped(file: Path) -> Path:
    return file.with_suffix(disk_walk.SUFFIX)


def test_it_is_written_when_a_search_needs_it_and_again_when_it_is_deleted(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    expected = paths(MemoryStore(rows("res", drawn())))
    store = DiskStore(file)
    assert list(store.out_edges(GENES[0]))
    assert not mapped(file).exists()
    assert caplog.messages == []
    assert paths(store) == expected
    content = mapped(file).read_bytes()
    assert caplog.messages == [f"{mapped(file)}: not there; it is written, for searches"]
    assert paths(DiskStore(file)) == expected
    assert len(caplog.messages) == 1
    mapped(file).unlink()
    assert paths(DiskStore(file)) == expected
    assert len(caplog.messages) == 2
    assert mapped(file).read_bytes() == content


def test_all_neighbors_are_those_of_the_claims(file: Path) -> None:
    store, plain = DiskStore(file), MemoryStore(rows("res", drawn()))
    predicates = [frozenset(p) for n in range(1, 7) for p in itertools.combinations(PREDICATES, n)]
    for id, names, forward in itertools.product(GENES, predicates, (True, False)):
        found = map(store.id_of, store.neighbors(store.node(id), names, forward=forward))
        assert set(found) == plain.neighbors(id, names, forward=forward)
    assert not list(store.neighbors(store.node("radexo:none"), predicates[0]))


def test_evidence_of_few_ends_is_that_of_many(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends are looked up one by one where a way has claims of one kind, else all are compared."""
    store, plain = DiskStore(file), MemoryStore(rows("res", drawn()))
    ends = {store.node(id) for id in GENES[::2]}
    classes = [cls for cls in PredicateClass if cls is not PredicateClass.DENIAL]
    several = itertools.chain(*(itertools.combinations(classes, n) for n in range(1, 4)))
    for chosen, sign, forward in itertools.product(several, (None, 1, -1, 0), (True, False)):
        names = matching(chosen, None, None if sign is None else {sign}) or frozenset()
        for id in GENES:
            expected = plain.neighbors(id, names, forward=forward) & set(GENES[::2])
            for fewer in (0, 1_000):
                monkeypatch.setattr(disk, "_FEWER_ENDS", fewer)
                found = store.samples(store.node(id), names, ends, forward=forward)
                assert found is not None
                assert {store.id_of(other) for other, *_ in found} == expected


def ends_by_owner(
    store: DiskStore,
    nodes: Sequence[str],
    kinds: Sequence[frozenset[str]],
    forward: bool,
    counts: Counts | None = None,
) -> dict[tuple[str, int], list[str]]:
    """Return the steps at nodes by node and kind, known by what they weigh, in alphabetic order."""
    places = list(itertools.product(nodes, range(len(kinds))))
    table = np.arange(1, len(places) + 1).reshape(len(nodes), len(kinds))
    numbers = np.array([store.node(id) for id in nodes])
    arrays = store.fans(numbers, table, kinds, forward=forward, counts=counts)
    assert arrays is not None
    found: dict[tuple[str, int], list[str]] = {place: [] for place in places}
    for weight, others in arrays:
        weights = np.broadcast_to(weight, others.shape).tolist()
        for each, other in zip(weights, others.tolist(), strict=True):
            if other:
                found[places[each - 1]].append(store.id_of(other))
    return {place: sorted(ends) for place, ends in found.items()}


def test_the_arrays_of_neighbors_hold_each_once_for_each_kind(file: Path) -> None:
    """Also where claims of several predicates, which lie side by side, join the same ends."""
    store, plain = DiskStore(file), MemoryStore(rows("res", drawn()))
    classes = [cls for cls in PredicateClass if cls is not PredicateClass.DENIAL]
    for n, forward in itertools.product(range(1, 4), (True, False)):
        for chosen in itertools.combinations(classes, n):
            of_class = [{r.name for r in SCHEMA.values() if r.cls is cls} for cls in chosen]
            for kinds in ([frozenset().union(*of_class)], list(map(frozenset, of_class))):
                for (id, kind), ends in ends_by_owner(store, GENES, kinds, forward).items():
                    others = set(plain.neighbors(id, kinds[kind], forward=forward)) - {id}
                    assert ends == sorted(others)


def test_filters_read_what_the_rows_of_each_neighbor_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where several papers make one claim, with arrays and without."""
    monkeypatch.setattr(disk_writer, "BULK", 1)
    monkeypatch.setattr(disk, "_MAPPED", 1)
    monkeypatch.setattr("radexo.graph.validation.violations", lambda *_, **__: ())
    claims = list(itertools.chain.from_iterable([claim] * n for n, claim in enumerate(drawn()[:9])))
    plain = rows("res", claims)
    findings = tuple(replace(f, citations=(str(n % 5),)) for n, f in enumerate(plain.findings))
    papers = tuple(Reference("res", str(n)) for n in range(5))
    records = Records(plain.sources, (Reference("res"), *papers), plain.entities, findings)
    memory = MemoryStore(records)
    store = DiskStore.build(records, tmp_path / FILE_NAME)
    for chosen, few in itertools.product(({"0"}, {"1", "3"}, set("01234"), {"9"}), (0, 1_000)):
        monkeypatch.setattr(disk, "_FEW_READ", few)

        def counts(evidence: Evidence, number: int, chosen: set[str] = chosen) -> bool:
            return not chosen.isdisjoint(evidence.finding.citations)

        names = matching(WALKED, None, None)
        assert names is not None
        for id, forward in itertools.product(GENES, (True, False)):
            node, expected = store.node(id), plain_ends(memory, id, names, forward, counts)
            found = store.neighbors(node, names, forward=forward, counts=counts)
            assert {store.id_of(other) for other in found} == expected
            (others,) = ends_by_owner(store, [id], [names], forward, counts).values()
            assert others == sorted(expected - {id})


@pytest.mark.parametrize("bulk", [1, 1_000], ids=["in blocks", "apart"])
def test_a_filter_that_keeps_all_rows_is_asked_once_and_again_after_a_change(
    file: Path, bulk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, records = DiskStore(file), rows("res", drawn())
    names = matching(WALKED, None, None)
    assert names is not None
    compared: list[str] = []
    compare = FilteredStore._compare

    def noted(view: FilteredStore, finding: Finding) -> bool:
        compared.append(finding.source)
        return compare(view, finding)

    def check(expected: MemoryStore) -> None:
        for id, forward in itertools.product(GENES, (True, False)):
            view = Filters(source="res").view(store)
            node, ends = store.node(id), plain_ends(expected, id, names, forward, from_res)
            found = view.neighbors(node, names, forward=forward)
            assert {store.id_of(other) for other in found} == ends
            arrays = view.fans(np.array([node]), np.array([[1]]), [names], forward=forward)
            assert arrays is not None
            others = [store.id_of(other) for _, part in arrays for other in part.tolist() if other]
            assert sorted(others) == sorted(ends - {id})

    monkeypatch.setattr(FilteredStore, "_compare", noted)
    check(MemoryStore(records))
    assert compared == ["res"]  # all rows share one template
    monkeypatch.setattr(disk_writer, "BULK", bulk)
    DiskStore(file).add(rows("more", MORE))
    store.names  # noqa: B018  # a question begins with names
    check(MemoryStore(merge(records, rows("more", MORE))))
    assert "more" in compared


def test_what_counts_is_kept_apart_for_filters_that_differ_in_anything(file: Path) -> None:
    store = DiskStore(file)
    some: dict[str, Any] = {name: store.entity(GENES[0]) for name in ("cancer", "exposure")}

    def counting(name: str) -> object:
        return FilteredStore(store, Filters(**{name: some.get(name, "x")}))._counting

    names = [field.name for field in fields(Filters)]
    assert len({counting(name) for name in (*names, *names)}) == len(names)


def from_res(evidence: Evidence, number: int) -> bool:
    return evidence.finding.source == "res"


def plain_ends(
    store: MemoryStore, id: str, names: frozenset[str], forward: bool, counts: Counts
) -> set[str]:
    edges = (store.out_edges if forward else store.in_edges)(id, predicates=names)
    return {
        edge.object if forward else edge.subject
        for edge in edges
        if any(counts(evidence, 0) for evidence in edge.evidence)
    }


def flipped(place: int) -> Callable[[bytes], bytes]:
    return lambda content: (
        content[:place] + bytes([content[place] ^ 16]) + content[place:][1:]
        if place >= 0
        else flipped(len(content) + place)(content)
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[:-4],
    "half": lambda content: content[: len(content) // 2],
    "another file": lambda content: b"x" * len(content),
    "first bit": flipped(0),
    "a bit": flipped(1003),
    "entities": flipped(-40),
    "checksum": flipped(-27),
    "state": flipped(-12),
    "another version": flipped(-1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_one_is_written_anew_with_a_message(
    file: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    expected, content = paths(DiskStore(file)), mapped(file).read_bytes()
    damaged = damage(content)
    assert damaged != content
    mapped(file).write_bytes(damaged)
    caplog.clear()
    assert paths(DiskStore(file)) == expected
    (message,) = caplog.messages
    assert str(mapped(file)) in message
    assert "rewritten" in message
    assert ("of another version" in message) == (damage is DAMAGE["another version"])
    assert mapped(file).read_bytes() == content


def test_where_it_cannot_be_written_the_graph_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object) -> None:
        raise DataError(f"{mapped(file)}: read-only file system")

    monkeypatch.setattr(disk_walk.Neighbors, "write", refused)
    assert paths(DiskStore(file)) == paths(MemoryStore(rows("res", drawn())))
    assert not mapped(file).exists()
    _, message = caplog.messages
    assert "read-only" in message


MORE = [(GENES[-2], "INCREASES", GENES[0]), (GENES[1], "DECREASES", GENES[-1])]


NOTED = pytest.mark.parametrize("noted", [10_000, 1], ids=["few", "many"])
"""Whether changes are few, and read beside the file, or have it rewritten."""


def whole(records: Records) -> Records:
    """The rows as findings that are stored whole."""
    findings = tuple(replace(f, cargo=(GENES[3],)) for f in records.findings)
    return replace(records, findings=findings)


@NOTED
@pytest.mark.parametrize("kind", [rows, lambda *given: whole(rows(*given))], ids=["rows", "whole"])
def test_what_is_added_is_seen_at_once(
    file: Path, kind: Callable[..., Records], noted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_blocks, "_TOUCHED", noted)
    reader = DiskStore(file)
    before, content = paths(reader), mapped(file).read_bytes()
    monkeypatch.setattr(disk_writer, "BULK", 1_000)
    store, added = DiskStore(file), Records()
    for place, claim in enumerate(MORE):
        more = kind(f"more{place}", [claim])
        store.add(more)
        added = merge(added, more)
        expected = paths(MemoryStore(merge(rows("res", drawn()), added)))
        assert expected != before
        assert paths(reader) == paths(DiskStore(file)) == paths(store) == expected
        assert (mapped(file).read_bytes() == content) is (noted > 100)
        before = expected
    store.retract(["more0:1"])
    left = merge(rows("res", drawn()), kind("more1", MORE[1:]))
    assert paths(reader) == paths(DiskStore(file)) == paths(MemoryStore(left))


@NOTED
def test_a_question_reads_one_graph_while_another_is_written(
    file: Path, noted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_blocks, "_TOUCHED", noted)
    monkeypatch.setattr(disk_writer, "BULK", 1_000)
    reader, writer, more = DiskStore(file), DiskStore(file), rows("more", MORE)
    before = paths(MemoryStore(rows("res", drawn())))
    with ThreadPoolExecutor(1) as other:
        with reader.reading():
            assert paths(reader) == before
            adding = other.submit(writer.add, more)
            assert paths(reader) == before
            mapped(file).unlink()
            assert paths(reader) == before
        adding.result(60)
    after = paths(MemoryStore(merge(rows("res", drawn()), more)))
    assert paths(reader) == paths(writer) == paths(DiskStore(file)) == after


def test_a_graph_that_grew_in_small_parts_is_mapped_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once so much was added that it has a state, what is added next is read beside it."""
    monkeypatch.setattr(disk, "_MAPPED", 1)
    monkeypatch.setattr(disk_blocks, "_TOUCHED", 30)
    monkeypatch.setattr("radexo.graph.validation.violations", lambda *_, **__: ())
    claims = drawn()
    store = DiskStore.build(whole(rows("res0", claims[:5])), tmp_path / FILE_NAME)
    for start in range(5, 100, 5):
        store.add(rows(f"res{start}", claims[start : start + 5]))
    paths(store)
    content = mapped(store.file).read_bytes()
    store.add(whole(rows("res100", claims[100:101])))
    parts = [rows(f"res{start}", claims[start : start + 5]) for start in range(5, 100, 5)]
    first, last = whole(rows("res0", claims[:5])), whole(rows("res100", claims[100:101]))
    records = merge(*(first, *parts, last))
    assert paths(DiskStore(store.file)) == paths(store) == paths(MemoryStore(records))
    assert mapped(store.file).read_bytes() == content


def test_rows_added_in_blocks_have_it_written_anew(file: Path) -> None:
    reader = DiskStore(file)
    before, content = paths(reader), mapped(file).read_bytes()
    DiskStore(file).add(rows("more", MORE))
    assert paths(reader) != before
    assert paths(reader) == paths(MemoryStore(merge(rows("res", drawn()), rows("more", MORE))))
    assert mapped(file).read_bytes() != content


@NOTED
def test_what_is_removed_is_not_walked(
    file: Path, noted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_blocks, "_TOUCHED", noted)
    reader = DiskStore(file)
    paths(reader)
    content = mapped(file).read_bytes()
    gone = [number for number in range(1, 241, 7) if number % 2]
    DiskStore(file).retract(f"res:{number}" for number in gone)
    left = rows("res", drawn())
    kept = tuple(f for f in left.findings if int(f.id[4:]) not in gone)
    records = Records(left.sources, left.references, left.entities, kept)
    assert paths(reader) == paths(DiskStore(file)) == paths(MemoryStore(records))
    assert (mapped(file).read_bytes() == content) is (noted > 100)


def test_a_graph_that_replaces_another_has_its_own(file: Path) -> None:
    reader = DiskStore(file)
    paths(reader)
    DiskStore.build(rows("res", drawn()[:60]), file)
    assert paths(DiskStore(file)) == paths(MemoryStore(rows("res", drawn()[:60])))


def test_processes_write_and_read_beside_each_other(file: Path) -> None:
    script = (
        "import sys; from radexo.graph.stores import disk; disk._MAPPED = 1\n"
        "from radexo.graph.stores.disk import DiskStore\n"
        "from radexo.queries.paths.search import Budget, Walk, node_paths\n"
        "walk = Walk(DiskStore(sys.argv[1]))\n"
        "print(len(list(node_paths(walk, [sys.argv[2]], [sys.argv[3]], 4, Budget()))))"
    )
    command = [sys.executable, "-c", script, str(file), GENES[0], GENES[1]]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    counts = {int(process.communicate(timeout=60)[0]) for process in running}
    walk = Walk(MemoryStore(rows("res", drawn())))
    assert counts == {len(list(node_paths(walk, [GENES[0]], [GENES[1]], 4, Budget())))}
    assert paths(DiskStore(file)) == paths(MemoryStore(rows("res", drawn())))


def test_what_a_killed_writer_left_is_removed_by_the_next(file: Path) -> None:
    kill_while_writing(map_waiting, str(file), seconds=0)
    left = {entry.name.rpartition(".")[2] for entry in file.parent.iterdir()} - {"db"}
    assert left == {"build", "lock"}
    assert paths(DiskStore(file)) == paths(MemoryStore(rows("res", drawn())))
    assert {entry.name for entry in file.parent.iterdir()} == {FILE_NAME, mapped(file).name}


def test_threads_that_write_it_at_once_do_not_hinder_each_other(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    barrier, parts = threading.Barrier(4, timeout=60), disk_walk._parts

    def together(*given: Any) -> Any:
        barrier.wait()  # all of them are writing
        return parts(*given)

    monkeypatch.setattr(disk_walk, "_parts", together)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(paths, [DiskStore(file) for _ in range(4)]))
    assert found == [paths(MemoryStore(rows("res", drawn())))] * 4
    assert {*caplog.messages} == {f"{mapped(file)}: not there; it is written, for searches"}
    assert {entry.name for entry in file.parent.iterdir()} == {FILE_NAME, mapped(file).name}


def test_a_small_graph_has_none(g: radexo.Graph, tmp_path: Path) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    walk = Walk(store)
    assert list(node_paths(walk, ["mirbase.mature:MIMAT0000764"], ["hgnc:1725"], 3, Budget()))
    assert [found.name for found in tmp_path.iterdir()] == [FILE_NAME]


def test_rows_that_share_what_they_hold_are_not_one_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hops of a path rest on rows without a paper, which only differ in their claims."""
    monkeypatch.setattr(disk_writer, "BULK", 1)
    one, two, three = GENES[:3]
    records = rows("res", [(one, "INCREASES", two), (two, "INCREASES", three)])
    uncited = tuple(replace(finding, citations=()) for finding in records.findings)
    g = radexo.Graph(DiskStore.build(replace(records, findings=uncited), tmp_path / FILE_NAME))
    assert [path.support for path in g.paths(one, three)] == ["stitched"]
    assert len(g.paths(one, three, support="same-cancer")) == 0
    assert [row.support for row in g.targets(one, depth=2)] == ["one-passage", "stitched"]


def test_what_leads_both_ways_from_an_entity_to_itself_is_not_counted(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = GENES[:3]
    claims = [(one, "INCREASES", two), (two, "INTERACTS", two), (two, "INCREASES", three)]
    store = DiskStore.build(rows("res", claims), file)
    monkeypatch.setattr(count, "_FEW", 0)
    counting = Counting(Walk(store, WALKABLE), store.node(one), store.node(three), Budget())
    assert counting.pays()
    assert counting.count() == 1
