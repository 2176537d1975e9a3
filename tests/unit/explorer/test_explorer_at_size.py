"""The explorer over a graph that counts as large: what it lists is bounded, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import radexo
from radexo.explorer import page_model
from radexo.explorer.app import make_app
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.stores import base, disk
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.disk_file import FILE_NAME

HUBS, TARGETS, MOST = 3, 60, 20


def rows() -> Iterator[Finding]:
    """Each hub acts on as many genes, the first ones on the most genes together; then on a hub."""
    acting = [(f"radexo:h{h}", f"radexo:g{g}") for h in range(HUBS) for g in range(TARGETS - 9 * h)]
    acting.append(("radexo:h0", "radexo:h1"))
    for number, (subject, object) in enumerate(acting, 1):
        made = (Statement(subject, "INCREASES", object),)
        yield Finding(f"one:{number}", citations=("7",), statements=made)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> radexo.Graph:
    """A graph on disk."""
    entities = [Entity(f"radexo:h{i}", f"hub {i}", "Gene") for i in range(HUBS)]
    entities += [Entity(f"radexo:g{i}", f"G{i}", "Gene") for i in range(TARGETS)]
    papers = (Reference("one"), Reference("one", "7"))
    records = Records((Source("one"),), papers, tuple(entities), tuple(rows()))
    monkeypatch.setattr(base, "LARGE", 10)
    monkeypatch.setattr(page_model, "MOST_CLAIMS", MOST)
    return radexo.Graph(DiskStore.build(records, tmp_path / FILE_NAME))


def get(graph: radexo.Graph, path: str) -> Any:
    client = TestClient(make_app(graph), base_url="http://127.0.0.1:8471")
    return client.get(path).json()


@pytest.mark.parametrize("limit", ["", "&limit=0", "&limit=50"])
def test_rows_of_a_hub_are_cut_and_counted(large: radexo.Graph, limit: str) -> None:
    shown = get(large, f"/api/show/targets?names=hub 0{limit}")
    assert (shown["status"], len(shown["rows"])) == ("truncated", MOST)
    assert shown["reason"].startswith("20 of 61 targets shown, the most that the explorer lists")
    assert "limit 0" not in shown["reason"]
    asked = get(large, "/api/show/ask?text=what does hub 0 regulate?")
    assert (asked["reason"], len(asked["rows"])) == (shown["reason"], MOST)
    exported = get(large, f"/api/export/targets.json?names=hub 0{limit}")
    assert [row["target"] for row in exported["rows"]] == [
        row["target"] for row in large.targets("hub 0", limit=MOST).to_dict()["rows"]
    ]


def test_fewer_rows_are_shown_as_asked(large: radexo.Graph) -> None:
    shown = get(large, "/api/show/targets?names=hub 0&limit=5")
    assert (len(shown["rows"]), shown["reason"]) == (5, large.targets("hub 0", limit=5).reason)


def test_a_list_of_hubs_is_connected_by_what_joins_the_most(large: radexo.Graph) -> None:
    few = get(large, "/api/show/connect?names=hub 0|hub 1|hub 2")
    assert [row["cells"][0] for row in few["rows"]] == ["hub 0 -> hub 1"]
    shown = get(large, "/api/show/connect?names=hub 0|hub 1|hub 2&bridges=true")
    assert shown["status"] == "truncated"
    assert shown["reason"] == "6 of 51 entities that join two shown; name fewer entities"
    assert len(shown["rows"]) == 1 + 6 * HUBS
    names = {shown["labels"][id] for row in shown["rows"] for id in row["nodes"]}
    assert names == {"hub 0", "hub 1", "hub 2", *(f"G{i}" for i in (0, 1, 10, 11, 12, 13))}


def test_claims_within_a_list_are_cut(large: radexo.Graph) -> None:
    names = "|".join(["hub 0", "hub 1", *(f"G{i}" for i in range(30))])
    shown = get(large, f"/api/show/connect?names={names}")
    assert (len(shown["rows"]), shown["status"]) == (MOST, "truncated")
    assert shown["reason"] == "20 of 61 claims shown; name fewer entities"


def test_an_unknown_paper_is_refused_without_reading_every_row(
    large: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = DiskStore.findings

    def findings(self: DiskStore, **given: Any) -> Any:
        assert any(given.values()), "every finding is read"
        return read(self, **given)

    monkeypatch.setattr(DiskStore, "findings", findings)
    found = get(large, "/api/show/depends_on?what=other:29a")
    assert found["error"]["kind"] == "unknown-name"


def test_claims_of_hubs_are_kept_only_so_many(
    large: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_EDGES", 70)
    store = large.store
    assert isinstance(store, DiskStore)
    for name in ("h0", "h1", "g3", "h2", "h0"):
        edges = store.out_edges(f"radexo:{name}")
        assert store.out_edges(f"radexo:{name}") is edges
        assert sum(map(len, store._at.values())) <= 70
