"""The script that imports an export with neo4j-admin."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.exchange.formats import neo4j_csv
from radexo.graph.exchange.formats.neo4j_csv import write
from radexo.graph.model import Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import PREDICATES
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j_plan import each_claim, plan_of
from support.import_script import ran
from support.rows_on_disk import rows_on_disk


def test_the_printed_command_names_every_file(tmp_path: Path, g: radexo.Graph) -> None:
    write(g.store, tmp_path / "out")
    words = ran(tmp_path / "out").stdout.splitlines()
    assert words[:4] == ["database", "import", "full", "neo4j"]
    assert {word.partition("=")[2] for word in words if word.endswith(".csv")} == {
        f.name for f in (tmp_path / "out").glob("*.csv")
    }


def test_a_database_that_is_there_is_deleted_only_when_asked(
    tmp_path: Path, g: radexo.Graph
) -> None:
    write(g.store, tmp_path / "out")
    wanted, unwanted, mistaken = (
        ran(tmp_path / "out", *options) for options in (["--overwrite"], [], ["--overwirte"])
    )
    assert "--overwrite-destination=true" in wanted.stdout
    assert unwanted.stdout
    assert "overwrite" not in unwanted.stdout
    assert (mistaken.returncode, mistaken.stdout) == (2, "")
    assert "usage" in mistaken.stderr


def rows_of(folder: Path) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """Read every file: its rows as cells by heading, in any order."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            found[path.name] = sorted(tuple(row.items()) for row in csv.DictReader(file))
    return found


@pytest.fixture
def on_disk(g: radexo.Graph, tmp_path: Path) -> DiskStore:
    """The review with rows of a resource, on disk."""
    template = Finding(
        "t:",
        ("7",),
        cancer="mondo:0005061",
        assay="assay",
        statements=(Statement("", "", "", certainty="hedged"),),
    )
    store = DiskStore.build(g.records, tmp_path / "graph.db")
    store.add(Records((Source("t"),), (Reference("t", "7"),)))
    mirnas = [e.id for e in g.records.entities if e.type == "MiRNA"]
    store.add_rows([template], [(mirna, "REPRESSES", "hgnc:11810", 0) for mirna in mirnas])
    return store


@pytest.mark.unmeasured
def test_a_graph_on_disk_is_written_row_by_row(
    on_disk: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(MemoryStore(on_disk.whole()), tmp_path / "held")
    for method in ("whole", "findings", "edges"):
        monkeypatch.setattr(DiskStore, method, lambda *_, **__: pytest.fail("the graph was held"))
    radexo.Graph(on_disk).export(tmp_path / "streamed", "neo4j-csv")
    held, streamed = rows_of(tmp_path / "held"), rows_of(tmp_path / "streamed")
    assert streamed == held
    assert len(streamed["nodes-Finding.csv"]) > 130
    assert (tmp_path / "held" / "import.sh").read_text() == (
        tmp_path / "streamed" / "import.sh"
    ).read_text()


@pytest.fixture
def many_rows(tmp_path: Path) -> Iterator[DiskStore]:
    """Thousands of rows of two resources on disk."""
    with closing(rows_on_disk(tmp_path / "many.db", 3_000)) as store:
        yield store


def test_rows_that_share_a_template_are_written_as_others_are(
    many_rows: DiskStore, tmp_path: Path
) -> None:
    memory = MemoryStore(many_rows.whole())
    assert len(memory.findings()) > 3_000
    several = [edge for edge in memory.edges() if len(edge.findings) > 1]
    assert any(len({id.partition(":")[0] for id in edge.findings}) > 1 for edge in several)
    write(many_rows, tmp_path / "templates")
    write(memory, tmp_path / "findings")
    for path in (tmp_path / "findings").iterdir():
        lines = path.read_bytes().splitlines()
        found = (tmp_path / "templates" / path.name).read_bytes().splitlines()
        assert found[0] == lines[0]
        assert sorted(found) == sorted(lines), path.name
        if path.name.removeprefix("links-").removesuffix(".csv") in PREDICATES:
            assert found == lines
    assert list(each_claim(many_rows)) == list(each_claim(memory))


def test_what_is_iterated_is_what_is_listed(on_disk: DiskStore) -> None:
    memory = MemoryStore(on_disk.whole())
    for store in (on_disk, memory):
        assert sorted(store.each_finding(), key=lambda f: f.id) == sorted(
            store.findings(), key=lambda f: f.id
        )
        assert list(store.each_edge()) == list(store.edges())
    assert list(on_disk.each_edge()) == list(memory.edges())


def test_progress_is_reported(on_disk: DiskStore, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(neo4j_csv, "_PER_MESSAGE", 100)
    found: list[str] = []
    radexo.Graph(on_disk).export(tmp_path / "out", "neo4j-csv", progress=found.append)
    assert f"Finding: 100 of {on_disk.count_findings():,} rows written" in found


def test_rows_are_those_of_a_push_and_missing_values_are_none(
    g: radexo.Graph, tmp_path: Path
) -> None:
    write(g.store, tmp_path / "out")
    plan = plan_of(g.store)
    rows = rows_of(tmp_path / "out")
    assert {len(found) for found in rows.values()} == {
        len(found)
        for found in (*plan.nodes.values(), *plan.links.values(), *plan.claims.values(), [{}])
    }
    for row, cells in zip(
        sorted(plan.nodes["Entity"], key=lambda r: r["id"]),
        sorted(rows["nodes-Entity.csv"], key=lambda c: dict(c)["id:ID(Entity)"]),
        strict=True,
    ):
        by_name = {name.partition(":")[0] or name: cell for name, cell in cells if cell}
        assert by_name.pop(":LABEL").split("\x1f") == ["Entity", "RadExo", row["type"]]
        written = {
            name: "\x1f".join(value)
            if isinstance(value, list)
            else str(value).lower()
            if isinstance(value, bool)
            else str(value)
            for name, value in row.items()
        }
        assert by_name == written
    lines = (tmp_path / "out" / "nodes-Entity.csv").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if ',"",' in line]  # which neo4j-admin reads as empty text
