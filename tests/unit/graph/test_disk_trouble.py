"""A graph on disk beside other writers and readers, on a full disk and on one that is only read."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import pytest
from starlette.testclient import TestClient

import radexo
from radexo.explorer.app import make_app
from radexo.graph.errors import DataError, UsageError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.stores import disk
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_file import FILE_NAME
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.answer import Answer
from support.writing import processes, write_forever


def more(source: str, count: int = 20) -> Records:
    """Findings of a source of their own about genes of their own."""
    entities = [Entity(f"radexo:{source}{i}", f"{source} gene {i}", "Gene") for i in range(count)]
    findings = (
        Finding(
            f"{source}:{i}",
            ("1",),
            summary=f"{source} {i} ".ljust(200, "x"),
            statements=(Statement(entity.id, "DECREASES", "hgnc:11810"),),
        )
        for i, entity in enumerate(entities, 1)
    )
    references = (Reference(source), Reference(source, "1"))
    return Records((Source(source),), references, tuple(entities), tuple(findings))


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give SQLite files that it may only read, even for a user who may write everywhere."""
    connect = sqlite3.connect

    def reading(database: Any, **options: Any) -> sqlite3.Connection:
        address = database if options.get("uri") else f"{Path(database).as_uri()}?mode=ro"
        return connect(address, **options | {"uri": True})

    monkeypatch.setattr(sqlite3, "connect", reading)


def whole(store: DiskStore, expected: Records) -> None:
    """Check that a store holds records, and counts them."""
    plain = MemoryStore(expected)
    assert store.whole() == plain.whole()
    assert (store.version, store.census()) == (plain.version, plain.census())


def test_a_question_reads_one_state_of_the_graph(g: radexo.Graph, tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    reader = DiskStore.build(g.records, file)
    writer = threading.Thread(target=lambda: DiskStore(file).add(more("one")))
    with reader.reading():
        before = reader.version, reader.census(), reader.count_findings()
        writer.start()
        writer.join(0.5)
        with reader.reading():
            assert (reader.version, reader.census(), reader.count_findings()) == before
    writer.join(60)
    assert not writer.is_alive()
    assert reader.version != before[0]
    assert reader.count_findings() == before[2] + 20


def test_writers_at_once_add_one_after_the_other(g: radexo.Graph, tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    DiskStore.build(g.records, file)
    parts = [more(source) for source in ("one", "two", "three", "four")]
    begin = threading.Barrier(len(parts))

    def write(part: Records) -> None:
        store = DiskStore(file)
        begin.wait(60)
        store.add(part)
        store.close()

    with ThreadPoolExecutor(len(parts)) as writers:
        list(writers.map(write, parts))
    whole(DiskStore(file), merge(g.records, *parts))


def test_a_writer_that_waits_adds_to_what_the_other_wrote(g: radexo.Graph, tmp_path: Path) -> None:
    first, second = (
        DiskStore.build(g.records, tmp_path / FILE_NAME),
        DiskStore(tmp_path / FILE_NAME),
    )
    with ThreadPoolExecutor(1) as later, first._transaction() as writer:
        writer.add(more("one"))
        waiting = later.submit(second.add, more("two"))
        assert not waiting.done()
        assert "one" not in {source.id for source in DiskStore(first.file).sources()}
    waiting.result(60)
    whole(first, merge(g.records, more("one"), more("two")))


def test_a_reader_during_writes_sees_each_graph_whole_and_in_order(
    g: radexo.Graph, tmp_path: Path
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    parts = [more(f"more{n}") for n in range(5)]
    versions, records = [g.version], g.records
    for part in parts:
        records = merge(records, part)
        versions.append(MemoryStore(records).version)
    written, begun = threading.Event(), threading.Event()
    seen: list[str] = []

    def read() -> None:
        reader = DiskStore(store.file)
        while not written.is_set():
            seen.append(reader.version)
            begun.set()
        seen.append(reader.version)
        reader.close()

    with ThreadPoolExecutor(1) as other:
        reading = other.submit(read)
        assert begun.wait(60)
        try:
            for part in parts:
                store.add(part)
        finally:
            written.set()
        reading.result(60)
    places = [versions.index(version) for version, _ in groupby(seen)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 5)


@pytest.mark.unmeasured
def test_a_disk_that_is_full_during_an_addition_leaves_the_old_graph_to_the_next_reader(
    g: radexo.Graph, tmp_path: Path
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    with (
        full_after(store.file.stat().st_size + 8192),
        pytest.raises(DataError, match=r"graph\.db: cannot be written"),
    ):
        store.add(more("large", 2_000))
    whole(DiskStore(store.file), g.records)
    store.add(more("small"))
    whole(store, merge(g.records, more("small")))


@pytest.mark.unmeasured
def test_a_disk_that_is_full_during_a_build_leaves_the_old_graph(
    g: radexo.Graph, tmp_path: Path
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    larger = merge(g.records, more("large", 2_000))
    with full_after(100_000), pytest.raises(DataError, match="cannot be written"):
        DiskStore.build(larger, store.file)
    assert list(tmp_path.iterdir()) == [store.file]
    whole(DiskStore(store.file), g.records)


def test_a_medium_that_is_only_read_says_so_and_answers(
    g: radexo.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    only_read(monkeypatch)
    with pytest.raises(DataError, match=r"graph\.db: cannot be written: .*readonly"):
        store.add(more("new"))
    with pytest.raises(DataError, match="cannot be written"):
        store.retract([g.records.findings[0].id])
    whole(store, g.records)


def test_a_damaged_file_is_named_with_the_remedy(g: radexo.Graph, tmp_path: Path) -> None:
    file = g.save(tmp_path / "graph")
    opened = radexo.load(file.parent)
    answered = opened.shared_targets("miR-93-5p", "miR-340-5p")
    opened.close()
    with file.open("r+b") as content:
        content.seek(8192)  # the pages behind the first ones
        content.write(bytes(file.stat().st_size - 8192))
    damaged = rf"{FILE_NAME}: cannot be read: .*malformed; restore it, or load"
    asked: list[Callable[[], object]] = [
        lambda: opened.regulators("KLF10"),
        opened.sources,
        lambda: list(opened),
        answered.to_frame,
        lambda: radexo.load(file.parent),
    ]
    for ask in asked:
        with pytest.raises(DataError, match=damaged):
            ask()


@pytest.mark.unmeasured
def test_what_a_killed_writer_left_is_named_where_it_cannot_be_rolled_back(
    g: radexo.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DiskStore.build(g.records, tmp_path / FILE_NAME)
    left = tmp_path / "left"
    left.mkdir()
    with closing(sqlite3.connect(store.file, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")  # so that pages are written before the end
        db.execute("BEGIN")
        db.execute("UPDATE entity SET record = record || record")
        for file in tmp_path.glob(f"{FILE_NAME}*"):  # as a killed writer leaves them
            shutil.copy(file, left)
        db.execute("ROLLBACK")
    only_read(monkeypatch)
    with pytest.raises(DataError, match=r"graph\.db-journal cannot be rolled back here"):
        DiskStore(left / FILE_NAME)
    monkeypatch.undo()
    whole(DiskStore(left / FILE_NAME), g.records)


@pytest.mark.unmeasured
def test_threads_that_ask_one_store_see_a_graph_before_or_after_each_change_of_another_process(
    tmp_path: Path, g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the explorer's threads do while `load` and `retract` run elsewhere."""
    monkeypatch.setattr(disk, "_MAPPED", 1)
    file, added = tmp_path / FILE_NAME, more("one")
    shared = radexo.Graph(DiskStore.build(g.records, file))
    questions: list[Callable[[radexo.Graph], Answer[Any]]] = [
        lambda g: g.regulators("KLF10"),
        lambda g: g.regulators("KLF10", source="one"),
        lambda g: g.paths("miR-340-5p", "radiosensitivity"),
        lambda g: g.hubs(limit=5),
        lambda g: g.info(),
        lambda g: g.findings(names=["KLF10"]),
        lambda g: g.evidence("miR-340-5p", "KLF10"),
        lambda g: g.what_if("KLF10", change="silence"),
    ]
    without = replace(added, findings=())  # what a retraction leaves: papers and entities
    contents = (g.records, merge(g.records, added), merge(g.records, without))
    states = [radexo.Graph(records) for records in contents]

    def outcome(ask: Callable[[radexo.Graph], Answer[Any]], graph: radexo.Graph) -> str:
        try:
            return json.dumps(ask(graph).to_dict(), sort_keys=True)
        except UsageError as error:  # a source that is not there yet
            return error.message

    expected = [{outcome(ask, state) for state in states} for ask in questions]
    assert all(len(each) == 3 for each in expected)
    with changing(file, added):
        found = asked_by_threads([partial(outcome, ask, shared) for ask in questions], 12)
    for place, answer in found:
        assert answer in expected[place]


@pytest.mark.unmeasured
def test_each_response_of_the_explorer_is_of_one_graph_while_another_process_changes_it(
    tmp_path: Path, g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_MAPPED", 1)
    file, added = tmp_path / FILE_NAME, more("one")
    shared = radexo.Graph(DiskStore.build(g.records, file))
    without = replace(added, findings=())
    contents = (g.records, merge(g.records, added), merge(g.records, without))
    paths = [
        "/api/entity?id=KLF10",
        "/api/entity?id=one gene 1",
        "/api/home",
        "/api/names?q=klf",
        "/api/neighbors?of=KLF10",
        "/api/show/neighbors?of=KLF10",
        "/api/show/connect?names=KLF10|miR-340-5p|one gene 1&bridges=true",
        "/api/show/regulators?names=KLF10",
        "/api/show/paths?source=miR-340-5p&target=radiosensitivity&_grow=KLF10",
        "/api/export/regulators.bib?names=KLF10",
    ]

    def client(graph: radexo.Graph) -> TestClient:
        return TestClient(make_app(graph), base_url="http://127.0.0.1:8471")

    clients = [client(radexo.Graph(records)) for records in contents]
    expected = [{one.get(path).text for one in clients} for path in paths]
    with changing(file, added):
        asking = [partial(lambda path: client(shared).get(path).text, path) for path in paths]
        found = asked_by_threads(asking, 3)
    for place, answer in found:
        assert answer in expected[place], paths[place]


def asked_by_threads(asking: Sequence[Callable[[], str]], times: int) -> set[tuple[int, str]]:
    """Let four threads ask everything so many times, each in an order of its own."""

    def ask_all(thread: int) -> set[tuple[int, str]]:
        asked = [place for _ in range(times) for place in range(len(asking))]
        Random(thread).shuffle(asked)
        return {(place, asking[place]()) for place in asked}

    with ThreadPoolExecutor(4) as threads:
        return set().union(*threads.map(ask_all, range(4)))


@contextmanager
def changing(file: Path, added: Records) -> Iterator[None]:
    """Let another process add records to a graph, and retract them, over and over."""
    started = processes.Event()
    writer = processes.Process(
        target=write_forever, args=(str(file), started, added, 1), daemon=True
    )
    writer.start()
    try:
        assert started.wait(60)
        yield
        assert writer.is_alive()
    finally:
        writer.kill()
        writer.join(30)
