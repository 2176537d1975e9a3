"""A saved graph comes back as it was, is never half written; other files are refused by name."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest

import radexo
from radexo.graph.errors import DataError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.saved import FILE_NAME, JSON_NAME
from radexo.graph.stores.disk_writer import Writer
from support.saved_json import saved_as_json

MINE = radexo.Graph(
    Records(
        sources=(Source("my2024", title="My review"),),
        references=(Reference("my2024", "1", title="A study"),),
        entities=(
            Entity("hgnc:11810", "KLF10", "Gene", synonyms=("my KLF",)),
            Entity("radexo:mir-x", "miR-X", "MiRNA"),
        ),
        findings=(
            Finding(
                "my2024:1a",
                ("1",),
                statements=(Statement("radexo:mir-x", "REPRESSES", "hgnc:11810"),),
            ),
        ),
    )
)


def names(graph: radexo.Graph, target: str) -> set[str]:
    return {row.regulator.name for row in graph.regulators(target)}


# -- saving, opening, merging ----------------------------------------------------------------------


def test_a_saved_graph_opens_as_it_was(g: radexo.Graph, tmp_path: Path) -> None:
    file = g.save(tmp_path / "new" / "folder")
    for path in (file, file.parent, str(file.parent)):
        opened = radexo.load(path)
        assert opened.records == g.records
        assert opened.version == g.version
        assert opened.findings().to_dict() == g.findings().to_dict()


def test_equal_graphs_are_saved_as_equal_bytes(g: radexo.Graph, tmp_path: Path) -> None:
    first = g.save(tmp_path / "a")
    again = radexo.load(first).save(tmp_path / "b")
    assert first.read_bytes() == again.read_bytes()
    assert MINE.save(tmp_path / "b").read_bytes() != first.read_bytes()  # replaces what was there


def test_merging_holds_what_either_held_in_any_order(g: radexo.Graph, tmp_path: Path) -> None:
    a, b = g.save(tmp_path / "a"), MINE.save(tmp_path / "b")
    merged = radexo.load(a, b)
    assert names(merged, "KLF10") == names(g, "KLF10") | {"miR-X"}
    assert merged.entity("my KLF").id == g.entity("KLF10").id
    assert len(merged.records.findings) == len(g.records.findings) + 1
    other = MINE.merge(g, MINE)
    assert merged.save(tmp_path / "ab").read_bytes() == other.save(tmp_path / "ba").read_bytes()


def test_merging_leaves_the_graphs_alone(g: radexo.Graph) -> None:
    before = g.version
    assert g.merge(MINE).version != before
    assert g.version == before
    assert g.merge(g).version == before


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            Records(entities=(Entity("hgnc:11810", "KLF10", "Chemical"),)),
            "entity hgnc:11810: type is 'Gene'",
        ),
        (
            Records(references=(Reference("my2024", "1", title="Another"),)),
            "reference my2024:1: title is 'A study'",
        ),
        (
            Records(findings=(Finding("my2024:1a", ("2",)),)),
            "finding my2024:1a: two different records have this id",
        ),
    ],
    ids=["entity", "paper", "finding"],
)
def test_graphs_that_contradict_each_other_are_not_merged(other: Records, message: str) -> None:
    with pytest.raises(DataError, match=message):
        MINE.merge(radexo.Graph(other))


# -- whole or not at all ---------------------------------------------------------------------------


def full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("function", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("fails", "error"), [(full_disk, DataError), (interrupted, KeyboardInterrupt)]
)
def test_a_graph_is_never_half_written(
    g: radexo.Graph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    fails: Any,
    error: type[BaseException],
) -> None:
    before = MINE.save(tmp_path).read_bytes()
    monkeypatch.setattr(os, function, fails)
    with pytest.raises(error):
        g.save(tmp_path)
    with pytest.raises(error):
        g.save(tmp_path / "new")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [FILE_NAME]
    assert list((tmp_path / "new").iterdir()) == []
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_load_reports_that_the_disk_is_full(
    cli: Callable[..., Any], tables: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = MINE.save(tmp_path / "mine").read_bytes()

    class FullDisk(Writer):
        def _sources(self, records: Records) -> None:
            super()._sources(records)
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("radexo.graph.stores.disk_writer.Writer", FullDisk)
    answer = cli("--graph", tmp_path / "mine", "load", "review", tables.folder)
    assert (answer.code, answer.out) == (4, "")
    assert f"{tmp_path / 'mine' / FILE_NAME}: cannot be written: database or disk" in answer.err
    assert (tmp_path / "mine" / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_named(g: radexo.Graph, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("a file, no folder")
    with pytest.raises(DataError, match=r"notes.*: cannot be created"):
        g.save(tmp_path / "notes")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            {"references": (), "findings": (Finding("my2024:1a"),)},
            "the source 'my2024' itself is not among the references",
            id="source-without-reference",
        ),
        pytest.param({"entities": ()}, "'radexo:mir-x' is not a known entity", id="unknown-entity"),
        pytest.param({"sources": (Source("my2024", title=7),)}, "title is 7", id="wrong-kind"),
        pytest.param(
            {"references": (*MINE.records.references, Reference("my2024", "1", title="Another"))},
            "reference my2024:1: title is 'A study' in one place and 'Another'",
            id="two-papers-with-one-key",
        ),
    ],
)
def test_save_refuses_what_load_would_refuse(
    tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    records = replace(MINE.records, **change)
    with pytest.raises(DataError, match="nothing was saved") as refused:
        radexo.Graph(records).save(tmp_path / "new")
    assert problem in refused.value.message
    assert not (tmp_path / "new").exists()
    with pytest.raises(DataError) as unopened:  # what save foresaw
        radexo.load(saved_as_json(records, tmp_path))
    assert problem in unopened.value.message


# -- what is not a graph ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.999])
def test_a_truncated_graph_is_refused(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path, part: float
) -> None:
    file = g.save(tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    answer = cli("--graph", tmp_path, "info", "--json")
    assert answer.code == 4
    assert answer.json["error"]["kind"] == "data"
    assert answer.json["error"]["message"].startswith(f"{file}: ")


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.999])
def test_a_truncated_graph_of_0_1_is_refused_with_its_line(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path, part: float
) -> None:
    file = saved_as_json(g.records, tmp_path)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    lines = file.read_bytes().count(b"\n") + 1
    answer = cli("--graph", tmp_path, "info", "--json")
    assert answer.code == 4
    assert answer.json["error"]["kind"] == "data"
    assert answer.json["error"]["message"].startswith(f"{file}: line ")
    line = int(answer.json["error"]["message"].split("line ")[1].split(",")[0])
    assert lines - 1 <= line <= lines


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8 at byte 0"),
        ("{}".encode("utf-16"), "not UTF-8 at byte 0"),
        (b"<html>", "line 1, column 1: not JSON"),
        (b'{"nodes": [], "links": []}', "not a saved graph ('format' should be 'radexo-graph-1')"),
        (
            b'{"format": "radexo-graph-9"}',
            "not a saved graph ('format' should be 'radexo-graph-1')",
        ),
        (b"[]", "not a saved graph ('format' should be 'radexo-graph-1')"),
        (b"[" * 100_000, "not a saved graph"),
        (b'{"format": ' + b"9" * 5_000 + b"}", "not a saved graph"),
    ],
    ids=[
        "picture",
        "utf-16",
        "page",
        "node-link",
        "later format",
        "list",
        "too deep",
        "number too long",
    ],
)
def test_a_foreign_file_is_refused(
    cli: Callable[..., Any], tmp_path: Path, content: bytes, message: str
) -> None:
    for name, expected in ((JSON_NAME, message), (FILE_NAME, "not a graph of RadExo")):
        file = tmp_path / name
        file.write_bytes(content)
        for path in (tmp_path, file):
            answer = cli("--graph", path, "findings")
            assert (answer.code, answer.out) == (4, "")
            assert answer.err.startswith(f"error: {file}: {expected}")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("PRAGMA application_id = 7", "an SQLite file, but not a graph of RadExo"),
        ("PRAGMA user_version = 99", "written by another version of RadExo (format 99"),
        ("UPDATE meta SET value = '[]' WHERE name = 'fields'", "written by another version"),
        ("DROP TABLE meta", "not a graph of RadExo (no such table: meta)"),
    ],
)
def test_a_foreign_or_newer_database_is_refused(
    cli: Callable[..., Any], tmp_path: Path, change: str, message: str
) -> None:
    file = MINE.save(tmp_path)
    with closing(sqlite3.connect(file)) as db:
        db.execute(change)
        db.commit()
    answer = cli("--graph", tmp_path, "findings")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"error: {file}: {message}")


def test_a_graph_of_0_1_becomes_one_on_disk_when_something_is_loaded(
    cli: Callable[..., Any], tables: Any, g: radexo.Graph, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    saved_as_json(g.records, tmp_path / "mine")
    assert radexo.load(tmp_path / "mine").records == g.records
    assert cli("--graph", tmp_path / "mine", "load", "review", tables.folder).code == 0
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [FILE_NAME]
    assert radexo.load(tmp_path / "mine").records == g.records


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        (
            "entities",
            {"type": "Protein"},
            "entity hgnc:11810, type: 'Protein' is not a type of the schema",
        ),
        (
            "entities",
            {"type": "Cargo"},
            "entity hgnc:11810, type: 'Cargo' is not a type of the schema",
        ),
        ("entities", {"name": None}, "entity hgnc:11810: name is None"),
        ("entities", {"synonyms": "my KLF"}, "entity hgnc:11810: synonyms is 'my KLF'"),
        (
            "entities",
            {"subtype_of": ["hgnc:0"]},
            "entity hgnc:11810, subtype_of: 'hgnc:0' is not a known entity",
        ),
        (
            "entities",
            {"id_status": "guessed"},
            "entity hgnc:11810, id_status: 'guessed' is not allowed here",
        ),
        ("entities", {"color": "red"}, "unexpected keyword argument 'color'"),
        ("references", {"citation": 1}, "citation is 1"),
        (
            "findings",
            {"cargo": ["hgnc:0"]},
            "finding my2024:1a, cargo: 'hgnc:0' is not a known entity",
        ),
        (
            "findings",
            {"cancer": "hgnc:0"},
            "finding my2024:1a, cancer: 'hgnc:0' is not a known entity",
        ),
        (
            "findings",
            {"biomarkers": [{"entity": "hgnc:0"}]},
            "biomarker my2024:1a.1, entity: 'hgnc:0' is not a known entity",
        ),
        ("findings", {"statements": {}}, "statements: a list was expected"),
        (
            "findings",
            {"statements": ["a"]},
            "statement 'a': an object with its fields was expected",
        ),
        (
            "statements",
            {"predicate": "INHIBITS"},
            "statement my2024:1a.1, predicate: 'INHIBITS' is not a predicate",
        ),
        (
            "statements",
            {"object": "hgnc:0"},
            "statement my2024:1a.1, object: 'hgnc:0' is not a known entity",
        ),
        (
            "statements",
            {"certainty": "sure"},
            "statement my2024:1a.1, certainty: 'sure' is not allowed here",
        ),
        ("statements", {"number": "1"}, "number is '1'"),
    ],
)
def test_a_graph_changed_by_hand_is_refused_with_the_record(
    tmp_path: Path, kind: str, change: dict[str, Any], message: str
) -> None:
    file = saved_as_json(MINE.records, tmp_path)
    content = json.loads(file.read_text(encoding="utf-8"))
    records = content["findings"][0]["statements"] if kind == "statements" else content[kind]
    records[0] |= change
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(DataError) as error:
        radexo.load(tmp_path)
    assert str(error.value).startswith(f"{file}: ")
    assert message in str(error.value)


def test_a_graph_that_is_not_there_is_named(cli: Callable[..., Any], tmp_path: Path) -> None:
    answer = cli("--graph", tmp_path / "nowhere", "info")
    assert answer.code == 4
    assert f"{tmp_path / 'nowhere'}: no graph found" in answer.err
    assert "load" in answer.err


# -- other libraries -------------------------------------------------------------------------------


def test_nx_is_read_only(g: radexo.Graph) -> None:
    with pytest.raises(networkx.NetworkXError, match="Frozen"):
        g.nx.add_node("x")
    with pytest.raises(networkx.NetworkXError, match="Frozen"):
        g.nx.remove_edges_from(list(g.nx.edges))


def test_to_networkx_is_a_copy_of_your_own(g: radexo.Graph) -> None:
    mine = g.to_networkx()
    assert set(mine.edges(keys=True)) == {(e.subject, e.object, e.id) for e in g.store.edges()}
    assert {id: data["type"] for id, data in mine.nodes(data=True)} == {
        e.id: e.type for e in g.store.entities()
    }
    subject, object, key = next(iter(mine.edges(keys=True)))
    sign = g.nx.edges[subject, object, key]["sign"]
    mine.edges[subject, object, key]["sign"] = "mine"
    mine.nodes[subject]["name"] = "mine"
    mine.remove_node(object)
    assert g.nx.edges[subject, object, key]["sign"] == sign
    assert g.nx.nodes[subject]["name"] == g.store.entity(subject).name
    assert object in g.nx
    assert object in g.to_networkx()


def test_edges_of_nx_carry_sign_and_evidence(g: radexo.Graph) -> None:
    for edge in g.store.edges():
        data = g.nx.edges[edge.subject, edge.object, edge.id]
        assert (data["predicate"], data["sign"], data["causal"], data["certainty"]) == (
            edge.predicate,
            edge.sign,
            edge.causal,
            edge.certainty,
        )
        findings = {e.finding.id: e.finding for e in edge.evidence}
        assert data["findings"] == list(findings)
        papers = [(r["source"], r["citation"]) for r in data["references"]]
        assert set(papers) == {key for f in findings.values() for key in f.reference_keys}
        dois = [g.store.reference(*key).doi for key in papers]
        assert data["dois"] == [doi for doi in dois if doi]
        names = {g.store.entity(f.cancer).name for f in findings.values() if f.cancer}
        assert set(data["cancers"]) == names
        assert data["sources"] == ["sun2022"]


def test_nodes_of_nx_describe_their_entities(g: radexo.Graph) -> None:
    for entity in g.store.entities():
        data = g.nx.nodes[entity.id]
        for name in ("id", "name", "type", "id_status"):
            assert data[name] == getattr(entity, name)
        for name in ("synonyms", "xrefs", "subtype_of"):
            assert data[name] == list(getattr(entity, name))
        assert ("donors" in data) == (entity.type == "Exosome")


def test_nodes_by_name_stay_apart(g: radexo.Graph) -> None:
    network = g.to_networkx(names=True)
    assert len(network) == len(g.nx)
    assert network.number_of_edges() == g.nx.number_of_edges()
    assert "KLF10" in network
    twins = Records(entities=tuple(Entity(f"x:{i}", "A", "Gene") for i in "12"))
    assert set(radexo.Graph(twins).to_networkx(names=True)) == {"A (x:1)", "A (x:2)"}


def test_lists_of_a_copy_are_its_own(g: radexo.Graph) -> None:
    mine = g.to_networkx()
    id = g.entity("KLF10").id
    mine.nodes[id]["synonyms"].append("mine")
    assert "mine" not in g.nx.nodes[id]["synonyms"]
    assert "mine" not in g.to_networkx().nodes[id]["synonyms"]


@pytest.mark.parametrize(
    ("ask", "arguments"),
    [
        (lambda g: g.info(), ["info"]),
        (lambda g: g.findings(), ["findings"]),
        (lambda g: g.findings(cargo="KLF10"), ["findings", "--cargo", "KLF10"]),
        (lambda g: g.regulators("KLF10"), ["regulators", "KLF10"]),
        (lambda g: g.targets("KLF10", depth=2), ["targets", "KLF10", "--depth", "2"]),
        (lambda g: g.paths("hypoxia", "KLF10"), ["paths", "hypoxia", "KLF10"]),
        (lambda g: g.mechanism("KLF10"), ["mechanism", "KLF10"]),
        (lambda g: g.biomarkers(), ["biomarkers"]),
        (lambda g: g.contradictions(), ["contradictions"]),
        (lambda g: g.coherence(), ["coherence"]),
    ],
    ids=[
        "info",
        "findings",
        "no finding",
        "regulators",
        "targets",
        "paths",
        "mechanism",
        "biomarkers",
        "contradictions",
        "coherence",
    ],
)
def test_a_frame_has_the_columns_of_the_tsv(
    g: radexo.Graph,
    cli: Callable[..., Any],
    ask: Callable[[radexo.Graph], Any],
    arguments: list[str],
) -> None:
    frame = ask(g).to_frame()
    heading, *rows = cli(*arguments, "--format", "tsv").out.splitlines()
    assert list(frame.columns) == heading.split("\t")
    assert len(frame) == len(rows)
    first = [row.split("\t")[0] for row in rows]
    assert ["|".join([c] if isinstance(c, str) else c) for c in frame.iloc[:, 0]] == first
