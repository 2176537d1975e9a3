"""Questions about a hub: what they read, and that they end; counted, not timed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.stores import base, disk_writer
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_file import FILE_NAME
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.paths.search import Budget
from radexo.queries.rows import indented

TARGETS = 300
"""So many genes the hub acts on; each acts on the next."""
CONFIRMED = range(0, TARGETS, 10)
"""Those of which a second source says the same."""


def entities() -> tuple[Entity, ...]:
    genes = (Entity(f"radexo:g{i}", f"G{i}", "Gene") for i in range(TARGETS))
    return (Entity("radexo:hub", "hub", "Gene"), *genes)


def rows() -> Iterator[Finding]:
    acting = [("radexo:hub", f"radexo:g{i}") for i in range(TARGETS)]
    acting += [(f"radexo:g{i}", f"radexo:g{(i + 1) % TARGETS}") for i in range(TARGETS)]
    for number, (subject, object) in enumerate(acting, 1):
        made = (Statement(subject, "INCREASES", object),)
        yield Finding(f"one:{number}", citations=("7",), statements=made)
    for number in CONFIRMED:
        made = (Statement("radexo:hub", "INCREASES", f"radexo:g{number}"),)
        yield Finding(f"two:{number + 1}", citations=("8",), statements=made)


@pytest.fixture
def records() -> Records:
    papers = (Reference("one"), Reference("one", "7"), Reference("two"), Reference("two", "8"))
    return Records((Source("one"), Source("two")), papers, entities(), tuple(rows()))


@pytest.fixture
def store(records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DiskStore]:
    monkeypatch.setattr(disk_writer, "BULK", 1)
    made = DiskStore.build(records, tmp_path / FILE_NAME)
    yield made
    made.close()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the methods that read claims were called."""
    counted: Counter[str] = Counter()

    def counting(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def called(*args: Any, **given: Any) -> Any:
            counted[name] += 1
            return method(*args, **given)

        return called

    for name in ("traces", "edges_joining", "count_at"):
        monkeypatch.setattr(DiskStore, name, counting(name, getattr(DiskStore, name)))
    return counted


def test_confirmed_claims_of_a_hub_are_decided_in_two_reads(
    store: DiskStore, records: Records, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "LARGE", 10)  # what a filter leaves out is not counted then
    view = radexo.Graph(store)
    found = view.query("targets", names=["hub"], confirmed=True, limit=1)
    assert found.total == len(CONFIRMED)
    assert calls["traces"] == 2  # which claims several sources make, then these
    assert calls["edges_joining"] <= 1  # of the one row shown
    memory = radexo.Graph(MemoryStore(records))
    whole = {"names": ["hub"], "confirmed": True}
    assert view.query("targets", **whole).to_dict() == memory.query("targets", **whole).to_dict()


def test_a_search_for_chains_reads_nothing_after_its_end(
    store: DiskStore, calls: Counter[str]
) -> None:
    budget = Budget(expansions=50)
    answer = radexo.Graph(store).query("mechanism", name="hub", support="stitched", budget=budget)
    assert answer.status == "truncated"
    assert "search stopped after 50 expansions" in (answer.reason or "")
    assert calls["traces"] < 60  # hundreds of ways waited


def test_hubs_end_with_the_rows_there_are(store: DiskStore, calls: Counter[str]) -> None:
    answer = radexo.Graph(store).query("hubs", limit=0, budget=Budget(expansions=7))
    assert (len(answer), answer.status, answer.total) == (7, "truncated", TARGETS + 1)
    assert answer.reason == (
        f"7 of {TARGETS + 1} entities shown; search stopped after 7 expansions; "
        "more entities may exist, ask for one type, or for fewer rows"
    )
    assert calls["count_at"] == 14
    limited = radexo.Graph(store).query("hubs", limit=5, budget=Budget(expansions=7))
    assert limited.reason == f"5 of {TARGETS + 1} entities shown; limit 0 shows all"


def test_entities_of_many_rows_are_read_at_once(store: DiskStore) -> None:
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    assert len(radexo.Graph(store).query("targets", names=["radexo:hub"])) == TARGETS
    alone = [sql for sql in statements if sql.startswith("SELECT record FROM entity WHERE id =")]
    assert len(alone) <= 2


def test_entities_of_ids_are_those_of_each(store: DiskStore, records: Records) -> None:
    ids = [entity.id for entity in records.entities]
    assert store.entities_of(ids) == {entity.id: entity for entity in records.entities}
    with pytest.raises(radexo.UnknownNameError, match="radexo:none"):
        store.entities_of([*ids, "radexo:none"])


def test_what_notes_need_is_read_once_for_all_rows(
    store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    between = DiskStore.edges_between

    def counted(self: DiskStore, pairs: Any, **given: Any) -> Any:
        read.append(len(pairs))
        return between(self, pairs, **given)

    monkeypatch.setattr(DiskStore, "edges_between", counted)
    answer = radexo.Graph(store).query("targets", names=["radexo:hub"])
    assert read == [TARGETS]  # the evidence of the rows
    rows = answer.to_dict()["rows"]
    assert read == [TARGETS, TARGETS]  # what else is said of their ends
    assert sum(bool(row["notes"]) for row in rows) == len(CONFIRMED)
    assert answer.footnotes() is answer.footnotes()
    assert answer.to_dict()["rows"] == rows == [row.to_dict() for row in answer]
    assert read == [TARGETS, TARGETS]


def test_what_notes_need_is_read_anew_after_a_change(store: DiskStore) -> None:
    graph = radexo.Graph(store)
    question = {"names": ["radexo:hub"], "limit": 1}
    (row,) = graph.query("targets", **question).to_dict()["rows"]
    assert [note["kind"] for note in row["notes"]] == ["confirmed"]
    store.retract([f"two:{number + 1}" for number in CONFIRMED])
    (row,) = graph.query("targets", **question).to_dict()["rows"]
    assert row["notes"] == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


@given(JSON)
def test_indented_json_is_that_of_the_standard_library(value: Any) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2)
    assert indented((value, value)) == json.dumps((value, value), ensure_ascii=False, indent=2)


@pytest.mark.parametrize("filters", [{}, {"source": "two"}, {"certainty": "hedged"}])
def test_what_hubs_share_is_limited_and_counted_as_in_memory(
    store: DiskStore, records: Records, filters: dict[str, str]
) -> None:
    both, memory = radexo.Graph(store), radexo.Graph(MemoryStore(records))
    for name, names in (("shared_targets", ["hub", "G9"]), ("shared_regulators", ["G10", "G11"])):
        for limit in (0, 1):
            found = both.query(name, names=names, limit=limit, **filters).to_dict()
            assert found == memory.query(name, names=names, limit=limit, **filters).to_dict()
