"""The batches of a push hold the rows of the graph, each once, behind those that they refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import radexo
from radexo.graph.schema import PREDICATES
from radexo.graph.stores.base import Store
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j_batches import Batch, each_batch
from radexo.graph.stores.neo4j_plan import LINK_ENDS, NODES, each_row, key_of
from support.rows_on_disk import rows_on_disk


@pytest.fixture(params=["review", "review on disk", "rows on disk"])
def store(request: pytest.FixtureRequest, g: radexo.Graph, tmp_path: Path) -> Iterator[Store]:
    """A store of each kind, one of them with rows of resources whose texts are odd."""
    if request.param == "review":
        yield MemoryStore(g.records)
    elif request.param == "review on disk":
        with closing(DiskStore.build(g.records, tmp_path / "graph.db")) as on_disk:
            yield on_disk
    else:
        with closing(rows_on_disk(tmp_path / "graph.db", 300)) as rows:
            yield rows


def named(batch: Batch) -> Iterator[tuple[str, str]]:
    """Each row of a batch, with its name, as text in which the order of keys does not matter."""
    for (name, type), rows in batch.rows.items():
        for row in rows:
            assert type == (row["type"] if name == "Entity" else "")
            yield name, repr(sorted(row.items()))


@pytest.mark.parametrize("most", [1, 50, 10**9])
def test_every_row_is_written_once(store: Store, most: int) -> None:
    written = Counter(row for batch in each_batch(store, most) for row in named(batch))
    assert written == Counter((name, repr(sorted(row.items()))) for name, row in each_row(store))
    assert set(written.values()) == {1}


def test_what_a_row_refers_to_is_written_before(store: Store) -> None:
    there: set[tuple[str, str]] = set()
    for batch in each_batch(store, 50):
        for (name, _), rows in batch.rows.items():
            if name in NODES:
                there |= {(name, row[key_of(name)]) for row in rows}
                continue
            assert name in LINK_ENDS or name in PREDICATES
            for label, end in zip(
                LINK_ENDS.get(name, ("Entity",) * 2), ("from", "to"), strict=True
            ):
                assert {(label, row[end]) for row in rows} <= there


def test_a_digest_covers_all_rows_so_far(store: Store) -> None:
    batches = [(batch.number, batch.digest, len(batch)) for batch in each_batch(store, 50)]
    assert batches == [(b.number, b.digest, len(b)) for b in each_batch(store, 50)]
    assert [number for number, *_ in batches] == list(range(1, len(batches) + 1))
    assert len({digest for _, digest, _ in batches}) == len(batches)
    other = next(each_batch(store, 49))
    assert (1, other.digest, len(other)) != batches[0]


def test_a_batch_of_long_records_ends_early(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sum(1 for _ in each_batch(store, 10**9))
    monkeypatch.setattr("radexo.graph.stores.neo4j_batches._MOST_TEXT", 2_000)
    assert sum(1 for _ in each_batch(store, 10**9)) > whole
