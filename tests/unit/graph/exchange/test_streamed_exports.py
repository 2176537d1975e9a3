"""Exports of a graph on disk: read piece by piece, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.exchange import progress
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from radexo.views.render import cx2
from support.rows_on_disk import rows_on_disk

IN_ORDER_OF_FINDINGS = {"card", "kgx", "neo4j-csv", "node-link"}
"""Formats whose rows follow findings, which a store on disk has in an order of its own."""


@pytest.fixture
def store(g: radexo.Graph, tmp_path: Path) -> Iterator[DiskStore]:
    """The review, and rows of two resources, which act on each other both ways."""
    with closing(rows_on_disk(tmp_path / "graph.db", 400)) as store:
        store.add(g.records)
        yield store


def content_of(path: Path) -> dict[str, bytes]:
    """Return the files of an export, by name."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


def sorted_items(content: bytes) -> list[str]:
    """Return the rows of tables, and the items of JSON lists, in an order of their own."""
    text = content.decode()
    text = re.sub(r'"(sha256|contentSize)": "[^"]*"', "", text)  # of files whose rows are sorted
    return sorted(item.rstrip(",]}") for item in re.split(r"\n|, (?=\{)", text))


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_an_export_from_disk_is_that_from_memory_and_holds_no_list_of_all(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setattr(cx2, "MOST_PLACED", 0)  # a graph that is not large is laid out whole
    memory = radexo.Graph(MemoryStore(store.whole()))
    held = memory.export(tmp_path / "held", format)
    for method in ("whole", "findings", "edges"):
        monkeypatch.setattr(DiskStore, method, lambda *_, **__: pytest.fail("the graph was held"))
    streamed = radexo.Graph(store).export(tmp_path / "streamed", format)
    assert {(loss.what, loss.count) for loss in streamed} == {
        (loss.what, loss.count) for loss in held
    }
    found, expected = content_of(tmp_path / "streamed"), content_of(tmp_path / "held")
    if format not in IN_ORDER_OF_FINDINGS:
        assert found == expected
    for name, content in expected.items():
        assert sorted_items(found[name]) == sorted_items(content), name


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"sssom"}))
def test_an_export_that_ends_early_leaves_nothing(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    def interrupted(items: Callable[[DiskStore], Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def some(store: DiskStore) -> Iterator[Any]:
            yield from islice(items(store), 50)
            raise KeyboardInterrupt

        return some

    there = sorted(tmp_path.iterdir())
    for method in ("each_edge", "each_finding", "each_stored"):
        monkeypatch.setattr(DiskStore, method, interrupted(getattr(DiskStore, method)))
    with pytest.raises(KeyboardInterrupt):
        radexo.Graph(store).export(tmp_path / "out", format)
    assert sorted(tmp_path.iterdir()) == there


def test_an_export_says_how_far_it_is(
    store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PER_MESSAGE", 100)
    for format in sorted(FORMATS.keys() - {"neo4j-csv", "sssom"}):
        said: list[str] = []
        radexo.Graph(store).export(tmp_path / f"out-{format}", format, progress=said.append)
        assert said[0].startswith("100 of "), format
        assert len(said) > 3, format
