"""A graph on disk.

Additions and retractions are transactions, rows of resources are findings, nothing is half written.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import radexo
from radexo.graph.errors import DataError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge, template_of
from radexo.graph.schema import PREDICATES
from radexo.graph.stores import disk, disk_bulk, disk_spool, disk_temporary, disk_writer
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_bulk import CodedRows, GivenRows
from radexo.graph.stores.disk_file import FILE_NAME
from radexo.graph.stores.memory import MemoryStore
from support.writing import (
    build_forever,
    kill_while_writing,
    processes,
    spool_forever,
    write_forever,
)

GENES = tuple(Entity(f"radexo:g{i}", f"gene {i}", "Gene") for i in range(40))
TEMPLATES = [
    Finding("res:", citations=("1", "2"), assay="reporter", statements=(Statement("", "", ""),)),
    Finding("res:", cancer="mondo:1", statements=(Statement("", "", "", certainty="hedged"),)),
    Finding("other:", statements=(Statement("", "", ""),)),
]
BASE = Records(
    sources=(Source("other"), Source("res")),
    references=(Reference("other"), Reference("res"), Reference("res", "1"), Reference("res", "2")),
    entities=(Entity("mondo:1", "cancer 1", "Cancer"), *GENES),
)


WRITING = 0.15
"""Seconds in which a few additions, retractions or builds are written."""


@pytest.fixture(autouse=True, params=[1, 50, disk_writer.BULK], ids="bulk={}".format)
def bulk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write rows in blocks from one row on, from fifty on, or as it is done."""
    monkeypatch.setattr(disk_writer, "BULK", request.param)


def rows(count: int, seed: int = 7) -> list[tuple[str, str, str, int]]:
    """Rows of resources, some of them twice."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        a, b = chance.sample(GENES, 2)
        made.append(
            (a.id, chance.choice(["INCREASES", "DECREASES", "BINDS"]), b.id, chance.randrange(3))
        )
    return made


def as_records(given: list[tuple[str, str, str, int]]) -> Records:
    """The rows as findings, numbered as they come within their source."""
    last = {"res": 0, "other": 0}
    findings = []
    for subject, predicate, object, place in dict.fromkeys(given):
        template = TEMPLATES[place]
        last[template.source] += 1
        statement = replace(
            template.statements[0], subject=subject, predicate=predicate, object=object
        )
        findings.append(
            replace(
                template, id=f"{template.source}:{last[template.source]}", statements=(statement,)
            )
        )
    return merge(replace(BASE, findings=tuple(findings)))


def same(store: DiskStore, records: Records) -> None:
    """Check that a store holds records, and counts and answers as the store in memory does."""
    plain = MemoryStore(records)
    assert store.whole() == records
    assert (store.version, store.census()) == (plain.version, plain.census())
    assert list(store.edges()) == list(plain.edges())
    assert store.findings_by_cancer() == plain.findings_by_cancer()
    one_of_each_type = {entity.type: entity.id for entity in records.entities}.values()
    for entity in records.entities:
        assert store.degree(entity.id) == plain.degree(entity.id)
        assert list(store.in_edges(entity.id)) == list(plain.in_edges(entity.id))
        asked: list[dict[str, Any]] = [{"naming": entity.id}, {"cargo": entity.id}]
        # of all that is not a cancer, the findings are those without one
        if entity.type == "Cancer" or entity.id in one_of_each_type:
            asked.append({"cancers": [entity.id, None]})
        for filters in asked:
            assert list(store.findings(**filters)) == list(plain.findings(**filters))
    for finding in records.findings:
        assert store.finding(finding.id) == finding
    for citation in dict.fromkeys(c for finding in records.findings for c in finding.cited_as):
        assert list(store.findings(citing=citation)) == list(plain.findings(citing=citation))


@pytest.mark.unmeasured
def test_rows_in_bulk_are_findings(tmp_path: Path) -> None:
    given = rows(300)
    store = DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, given))
    expected = as_records(given)
    assert all(template_of(finding) for finding in expected.findings)
    same(store, expected)
    same(DiskStore.build(expected, tmp_path / "again.db"), expected)


@pytest.mark.unmeasured
def test_rows_by_column_are_the_same_rows(tmp_path: Path) -> None:
    given = rows(300)
    ids, predicates = [g.id for g in GENES], sorted({row[1] for row in given})
    fields = (
        [ids.index(row[0]) for row in given],
        [predicates.index(row[1]) for row in given],
        [ids.index(row[2]) for row in given],
        [row[3] for row in given],
    )
    coded = CodedRows(ids, predicates, *map(np.array, fields))
    store = DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, coded))
    same(store, as_records(given))
    strange = replace(coded, ids=["radexo:nobody", *ids[1:]])
    place = next(i for i, row in enumerate(given, 1) if ids[0] in (row[0], row[2]))
    with pytest.raises(DataError, match=f"row {place}: 'radexo:nobody' is neither an entity"):
        store.add_rows(TEMPLATES, strange)


@pytest.mark.parametrize("by_column", [False, True])
def test_rows_by_way_of_files_are_the_same_graph(
    by_column: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = rows(900)
    ids, predicates = [gene.id for gene in GENES], ["INCREASES", "DECREASES", "BINDS"]

    def form() -> GivenRows:
        if not by_column:
            return given
        places = ((ids.index(a), predicates.index(p), ids.index(b), t) for a, p, b, t in given)
        return CodedRows(ids, predicates, *map(np.array, zip(*places, strict=True)))

    monkeypatch.setattr(disk_writer, "BULK", 1)
    held = DiskStore.build(BASE, tmp_path / "held.db", rows=(TEMPLATES, form()))
    monkeypatch.setattr(disk_bulk, "_BATCH", 30)
    monkeypatch.setattr(disk_spool, "MOST_ROWS", 100)
    spooled = DiskStore.build(BASE, tmp_path / "spooled.db", rows=(TEMPLATES, form()))
    assert spooled.version == held.version == spooled.whole().version
    assert spooled.census() == held.census()
    assert content(spooled.file) == content(held.file)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["held.db", "spooled.db"]
    more = rows(300, seed=8)
    added = spooled.add_rows(TEMPLATES, more)  # a part at a time
    monkeypatch.setattr(disk_spool, "MOST_ROWS", 1000)
    assert held.add_rows(TEMPLATES, more) == added
    assert spooled.version == held.version
    assert spooled.whole() == held.whole()
    assert spooled.census() == held.census()


def test_files_that_find_no_room_leave_the_graph_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = DiskStore.build(BASE, tmp_path / "graph.db")
    version = store.version
    monkeypatch.setattr(disk_bulk, "_BATCH", 30)
    monkeypatch.setattr(disk_spool, "MOST_ROWS", 100)
    monkeypatch.setattr(disk_spool.Runs, "add", full)
    with pytest.raises(DataError, match="No space left"):
        store.add_rows(TEMPLATES, rows(900))
    with pytest.raises(DataError, match="No space left"):
        DiskStore.build(BASE, tmp_path / "graph.db", rows=(TEMPLATES, rows(900)))
    assert DiskStore(tmp_path / "graph.db").version == version
    assert [file.name for file in tmp_path.iterdir()] == ["graph.db"]


def content(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the tables of a graph, but for what a write draws by chance."""
    with closing(sqlite3.connect(file)) as db:
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {name: db.execute(f"SELECT * FROM {name}").fetchall() for (name,) in named}
    tables["meta"] = [row for row in tables["meta"] if row[0] != "blocks"]
    numbered = sorted(tables["numbered"], key=lambda row: row[:2])
    tables["numbered"] = [(source, blob) for source, _, _, _, blob in numbered]
    joined: dict[object, bytes] = {}
    for source, blob in tables["numbered"]:
        joined[source] = joined.get(source, b"") + blob  # where a block ends may differ
    tables["numbered"] = sorted(joined.items())
    return tables


def test_retracted_rows_leave_the_blocks(tmp_path: Path) -> None:
    given = rows(300)
    store = DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, given))
    whole = as_records(given)
    store.add_rows(TEMPLATES, [*given, *rows(80, seed=9)])
    whole = as_records([*given, *rows(80, seed=9)])
    gone = {finding.id for finding in whole.findings[::3]}
    store.retract(gone)
    left = tuple(f for f in whole.findings if f.id not in gone)
    same(store, replace(whole, findings=left))
    store.retract([finding.id for finding in left])
    same(store, replace(whole, findings=()))


@pytest.mark.unmeasured
def test_rows_with_numbers_between_those_of_others_are_found_and_removed(tmp_path: Path) -> None:
    records = as_records(rows(300))
    odd, even = records.findings[::2], records.findings[1::2]
    store = DiskStore.build(replace(BASE, findings=odd), tmp_path / FILE_NAME)
    store.add(Records(findings=even))
    assert store.version == records.version
    gone = {finding.id for finding in records.findings[::5]}
    store.retract(gone)
    kept = tuple(finding for finding in records.findings if finding.id not in gone)
    same(store, replace(records, findings=kept))


def test_rows_loaded_again_change_nothing_and_more_of_them_are_numbered_on(tmp_path: Path) -> None:
    first, second = rows(100), rows(100, seed=8)
    store = DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, first))
    assert store.add_rows(TEMPLATES, first) == 0
    same(store, as_records(first))
    store.add_rows(TEMPLATES, [*first, *second])
    same(store, as_records([*first, *second]))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("radexo:g0", "BINDS", "radexo:nobody", 0), "row 2: 'radexo:nobody' is neither an entity"),
        (("radexo:g0", "LIKES", "radexo:g1", 0), "row 2: 'LIKES' is neither an entity"),
        (("radexo:g0", "CARRIES", "radexo:g1", 0), "row 2: CARRIES may not join Gene to Gene"),
    ],
)
def test_a_row_that_breaks_the_schema_is_refused_with_its_number(
    tmp_path: Path, row: tuple[str, str, str, int], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, [rows(1)[0], row]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.unmeasured
def test_an_addition_is_what_merging_gives(g: radexo.Graph, tmp_path: Path) -> None:
    kept, added = g.records.findings[::2], g.records.findings[1::2]
    store = DiskStore.build(replace(g.records, findings=kept), tmp_path / FILE_NAME)
    store.add(replace(g.records, findings=added))
    same(store, g.records)
    before = store.file.read_bytes()
    store.add(g.records)
    assert store.file.read_bytes() == before


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", ["sources", "references", "entities", "findings"])
def test_additions_meet_what_is_there_without_claims(
    g: radexo.Graph, tmp_path: Path, kind: str
) -> None:
    """A graph of records of one kind, none of which makes a claim, is added to."""
    silent = tuple(
        replace(f, id=f"{f.id}x", statements=(), effect="none") for f in g.records.findings[:3]
    )
    first = replace(g.records, findings=silent if kind == "findings" else ())
    store = DiskStore.build(first, tmp_path / FILE_NAME)
    alone = Records(**{kind: getattr(first, kind)})
    store.add(alone)
    same(store, first)
    store.add(g.records)
    same(store, merge(first, g.records))


@pytest.mark.unmeasured
def test_a_retracted_paper_takes_its_claims_with_it(g: radexo.Graph, tmp_path: Path) -> None:
    graph = radexo.Graph(DiskStore.build(g.records, tmp_path / FILE_NAME))
    assert len(graph.regulators("KLF10")) == 1
    store = graph.store
    assert isinstance(store, DiskStore)
    gone = {f.id for f in g.records.findings if "29" in f.citations}
    store.retract([*gone, "nobody:1"])
    assert len(graph.regulators("KLF10")) == 0
    left = tuple(f for f in g.records.findings if f.id not in gone)
    same(store, replace(g.records, findings=left))


def test_an_addition_that_contradicts_the_graph_changes_nothing(
    g: radexo.Graph, tmp_path: Path
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    before = store.file.read_bytes()
    finding = replace(g.records.findings[0], summary="another")
    with pytest.raises(DataError, match="two different records have this id"):
        store.add(Records(findings=(finding,)))
    stranger = Finding("sun2022:999", statements=(Statement("hgnc:0", "INCREASES", "hgnc:11810"),))
    with pytest.raises(DataError, match="'hgnc:0' is not a known entity"):
        store.add(Records(findings=(stranger,)))
    assert store.file.read_bytes() == before


@pytest.mark.parametrize("types", [None, {"MiRNA"}, {"Cargo", "Pathway"}, {"Cancer"}])
def test_names_are_suggested_as_by_the_store_in_memory(
    g: radexo.Graph, tmp_path: Path, types: set[str] | None
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    for text in ("mir", "KLF", "hgnc:11810", "wnt", "lung", "exosom", "KLF1O", "lungs", "brest"):
        assert store.names.suggest(text, types) == g.names.suggest(text, types)
        assert store.names.nearest(text, types) == g.names.nearest(text, types)


def test_another_reader_sees_an_addition_at_once(g: radexo.Graph, tmp_path: Path) -> None:
    g.save(tmp_path)
    reader, writer = radexo.load(tmp_path), radexo.load(tmp_path)
    names = [row.regulator.name for row in reader.regulators("KLF10")]
    more = Finding("mine:1", statements=(Statement("hgnc:1784", "DECREASES", "hgnc:11810"),))
    store = writer.store
    assert isinstance(store, DiskStore)
    store.add(Records((Source("mine"),), (Reference("mine"),), findings=(more,)))
    assert {row.regulator.name for row in reader.regulators("KLF10")} == {*names, "CDKN1A"}
    assert reader.version == writer.version != g.version
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(reader.paths, "CDKN1A", "KLF10", max_hops=1)
        assert [path.chain for path in asked.result()] == ["CDKN1A -| KLF10"]


@pytest.mark.unmeasured
def test_a_writer_waits_for_another_and_readers_see_the_old_graph_meanwhile(
    g: radexo.Graph, tmp_path: Path
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    with closing(sqlite3.connect(store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM evidence")
        assert DiskStore(store.file).version == g.version
        assert len(list(DiskStore(store.file).edges())) == len(g.store.edges())
        other.execute("ROLLBACK")
    same(store, g.records)


def test_a_graph_that_answers_is_only_read(g: radexo.Graph, tmp_path: Path) -> None:
    file = g.save(tmp_path)
    before = (file.stat().st_mtime_ns, file.read_bytes())
    graph = radexo.load(tmp_path)
    assert graph.regulators("KLF10")[0].regulator.name == "miR-340-5p"
    store = graph.store
    assert isinstance(store, DiskStore)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._db.execute("DELETE FROM evidence")
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.slow
@pytest.mark.unmeasured
def test_a_writer_killed_at_any_moment_leaves_the_old_graph_or_the_new(
    g: radexo.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also during a search that has the neighbors of all entities rewritten."""
    monkeypatch.setattr(disk, "_MAPPED", 1)
    old, added = merge(g.records, BASE), as_records(rows(400))
    both = merge(old, added)
    file = tmp_path / FILE_NAME
    DiskStore.build(old, file)
    versions = {DiskStore(file).version, both.version}
    chance = random.Random(29)
    seen = set()
    for _ in range(34):  # with each of the ways to write rows: a hundred in all
        seconds = chance.uniform(0.0, WRITING)
        kill_while_writing(write_forever, str(file), added, disk_writer.BULK, seconds=seconds)
        store = DiskStore(file)
        seen.add(store.version)
        plain = MemoryStore(store.whole())
        assert (plain.version, plain.census()) == (store.version, store.census())
        predicates = frozenset(name for name in PREDICATES if name != "CAUSES_NO_CHANGE")
        for entity in plain.entities():
            node = store.node(entity.id)
            for forward in (True, False):
                found = store.neighbors(node, predicates, forward=forward)
                expected = plain.neighbors(entity.id, predicates, forward=forward)
                assert set(map(store.id_of, found)) == expected
        store.close()
    assert seen == versions


@pytest.mark.slow
@pytest.mark.unmeasured
def test_a_build_killed_at_any_moment_leaves_the_old_graph_or_the_new(
    g: radexo.Graph, tmp_path: Path
) -> None:
    given = rows(400)
    old, new = as_records(rows(50)), as_records(given)
    file = tmp_path / FILE_NAME
    DiskStore.build(old, file)
    versions = {old.version, new.version}
    chance = random.Random(30)
    seen = set()
    for turn in range(34):  # with each of the ways to write rows: a hundred in all
        seconds = chance.uniform(0.0, WRITING)
        if turn % 2:  # by way of temporary files
            given_ = BASE, (TEMPLATES, given)
            kill_while_writing(spool_forever, str(file), *given_, seconds=seconds)
        else:
            graphs = new, old
            kill_while_writing(build_forever, str(file), graphs, disk_writer.BULK, seconds=seconds)
        store = DiskStore(file)
        seen.add(store.version)
        assert MemoryStore(store.whole()).version == store.version
        store.close()
    assert seen == versions
    DiskStore.build(new, file)
    assert list(tmp_path.iterdir()) == [file]  # nothing of those that were killed


@pytest.mark.parametrize("amid", [False, True], ids=["before it is held", "while it is awaited"])
def test_a_build_whose_lock_another_took_for_a_left_one_takes_another_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, amid: bool
) -> None:
    locked, begun = disk_temporary._locked, list[Path]()

    def late(lock: Path, seconds: float) -> Any:
        if seconds:  # of a build's own
            begun.append(lock)
        if seconds and len(begun) == 1 and not amid:
            disk_temporary._remove_left(tmp_path / FILE_NAME)
        held = locked(lock, seconds)
        if seconds and len(begun) == 1 and amid:
            held.__enter__()
            lock.unlink()
            return nullcontext()
        return held

    monkeypatch.setattr(disk_temporary, "_locked", late)
    with disk_temporary.temporary_folder(tmp_path / FILE_NAME) as folder:
        assert len(begun) == 2
        assert {entry.name for entry in tmp_path.iterdir()} == {begun[1].name, folder.name}
    assert not list(tmp_path.iterdir())


def test_what_a_killed_build_left_is_removed_by_the_next_unless_another_still_builds(
    tmp_path: Path,
) -> None:
    file, given = tmp_path / FILE_NAME, rows(400)
    DiskStore.build(BASE, file)
    foreign = tmp_path / f".{FILE_NAME}.mine.build"
    foreign.mkdir()

    def building() -> Any:
        started = processes.Event()
        process = processes.Process(
            target=spool_forever,
            args=(str(file), started, BASE, (TEMPLATES, given)),
            kwargs={"wait": True},
            daemon=True,
        )
        process.start()
        assert started.wait(60)
        return process

    def files() -> set[str]:
        return {entry.name for entry in tmp_path.iterdir()}

    killed = building()
    left = files() - {FILE_NAME, foreign.name}
    assert {name.rpartition(".")[2] for name in left} == {"build", "lock"}
    assert list(tmp_path.glob(".*.build/.*.build/kept-*"))  # rows lie in temporary files
    os.kill(killed.pid, signal.SIGKILL)
    killed.join(30)
    assert files() == {FILE_NAME, foreign.name, *left}
    other = building()
    try:
        assert not left & files()
        held = files()
        DiskStore.build(BASE, file)
        assert files() == held  # also after a build beside it
    finally:
        os.kill(other.pid, signal.SIGKILL)
        other.join(30)
    built = DiskStore.build(BASE, file, rows=(TEMPLATES, given))
    assert files() == {FILE_NAME, foreign.name}
    assert built.version == as_records(given).version


@pytest.mark.unmeasured
def test_a_graph_on_read_only_media_answers_and_says_that_it_cannot_be_written(
    tmp_path: Path,
) -> None:
    given = rows(300)
    store = DiskStore.build(BASE, tmp_path / FILE_NAME, rows=(TEMPLATES, given))
    store.close()
    store.file.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        reader = DiskStore(store.file)
        same(reader, as_records(given))
        if os.geteuid():  # root writes everywhere
            with pytest.raises(DataError, match="cannot be written"):
                reader.add_rows(TEMPLATES, rows(5, seed=3))
    finally:
        tmp_path.chmod(0o700)


def test_every_predicate_has_a_number_that_fits(tmp_path: Path) -> None:
    assert len(PREDICATES) < 64  # `check_ends` packs it into six bits
