"""The registry of sources, and loading in Python as on the command line."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import loaders
from radexo.graph.errors import DataError, UsageError
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.records import Records
from radexo.graph.saved import open_saved
from radexo.loaders.registries import FOLDER, NAME_LISTS
from support.paths import DOCS

LICENSE = (DOCS.parent / "LICENSE-DATA.md").read_text(encoding="utf-8")

TOY = """
from collections import Counter
from pathlib import Path

from radexo.graph.exchange.tables import read_rows
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.report import ProblemsError

NAME = "toy"
SUMMARY = "pairs of a miRNA and a gene"
LICENSE = "CC0"
FORMAT = {"pairs.tsv": ("mirna", "gene", "pmid")}


def read(paths, known):
    ids = {entity.name: entity.id for entity in known}
    problems, findings, papers, left_out = [], [], {"": Reference("toy")}, Counter()
    for path in paths:
        for row in read_rows(path, FORMAT["pairs.tsv"], problems):
            ends = ids.get(row["mirna"]), ids.get(row["gene"])
            if None in ends:
                left_out["not in the graph"] += 1
                continue
            claim = Statement(ends[0], "REPRESSES", ends[1])
            pmid = row["pmid"]
            papers.setdefault(pmid, Reference("toy", pmid, pmid=pmid))
            findings.append(Finding(f"toy:{row.number}", (pmid,), statements=(claim,)))
    if problems:
        raise ProblemsError(problems)
    return Records((Source("toy"),), tuple(papers.values()), (), tuple(findings)), left_out
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A source in a module of its own, and a file of it."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "toy.py").write_text(TOY, encoding="utf-8")
    monkeypatch.setattr(loaders, "__path__", [*loaders.__path__, str(folder)])
    loaders.sources.cache_clear()
    file = tmp_path / "pairs.tsv"
    rows = ("mirna\tgene\tpmid", "miR-340-5p\tKLF10\t7", "miR-340-5p\tunheard-of\t8")
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    yield file
    loaders.sources.cache_clear()
    sys.modules.pop("radexo.loaders.toy", None)


def test_every_source_says_what_it_is() -> None:
    found = loaders.sources()
    assert {"review", *(name for name, format in FORMATS.items() if format.loads)} <= {*found}
    for loader in found.values():
        assert loader.summary
        assert loader.license
        assert all(columns for columns in loader.columns.values())


def test_a_module_is_a_source(toy: Path, g: radexo.Graph) -> None:
    assert "toy" in loaders.sources()
    loaded = loaders.load("toy", toy, into=g.records)
    assert (loaded.report.read, loaded.report.added, loaded.report.refused) == (1, 1, 0)
    assert loaded.report.reasons == {"not in the graph": 1}
    again = loaders.load("toy", toy, into=loaded.records)
    assert (again.report.added, again.report.merged) == (0, 1)
    assert again.records == loaded.records


def test_sources_lists_them(cli: Callable[..., Any]) -> None:
    answer = cli("sources", "--json")
    rows = {row["name"]: row for row in answer.json["rows"]}
    lists = [f"lookup:{name}" for name in NAME_LISTS]
    assert list(rows) == [*loaders.sources(), *lists]
    assert (rows["lookup:mondo"]["license"], rows["lookup:hgnc"]["license"]) == (
        "CC BY 4.0",
        "CC0 1.0",
    )
    assert {path.name for path in FOLDER.glob("*.tsv.gz")} == {f"{n}.tsv.gz" for n in NAME_LISTS}
    for name, holder in {
        "hgnc": "HUGO Gene Nomenclature Committee",
        "mirbase": "Kozomara et al.",
        "mondo": "Vasilevsky et al.",
        "cellosaurus": "Bairoch, J Biomol Tech",
    }.items():  # the license file credits the same
        assert holder in rows[f"lookup:{name}"]["where"]
        assert holder in " ".join(LICENSE.split())
    assert {table["file"] for table in rows["review"]["tables"]} == set(
        loaders.sources()["review"].columns
    )
    assert rows["kgx"]["tables"][0] == {"file": "nodes.tsv", "columns": ["id"]}
    assert rows["node-link"]["tables"] == []
    table = cli("sources")
    assert all(name in table.out for name in rows)


def test_python_loads_as_the_command_line_does(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    g.export(tmp_path / "g.json")
    shell = cli("--graph", tmp_path / "a", "load", "node-link", tmp_path / "g.json", "--json")
    (row,) = shell.json["rows"]
    python = loaders.load("node-link", tmp_path / "g.json", into=tmp_path / "b")
    for name, value in row.items():
        assert getattr(python.report, name) == value
    assert python.path is not None
    assert python.path.read_bytes() == (tmp_path / "a" / "graph.db").read_bytes()
    assert open_saved(tmp_path / "b") == python.records


def test_nothing_is_written_without_a_folder(g: radexo.Graph, tmp_path: Path) -> None:
    g.export(tmp_path / "g.kgx")
    before = sorted(tmp_path.iterdir())
    loaded = loaders.load("kgx", tmp_path / "g.kgx", empty=True)
    assert (loaded.records, loaded.path) == (g.records, None)
    assert loaders.load("kgx", tmp_path / "g.kgx", into=Records()).records == g.records
    assert sorted(tmp_path.iterdir()) == before


def test_an_unknown_source_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown source 'toy'; use one of: ") as error:
        loaders.load("toy", "pairs.tsv")
    assert list(error.value.candidates) == list(loaders.sources())


def test_a_folder_with_a_graph_is_not_begun_anew(g: radexo.Graph, tmp_path: Path) -> None:
    g.save(tmp_path)
    with pytest.raises(DataError, match="choose a new folder"):
        loaders.load("review", tmp_path, into=tmp_path, empty=True)


def test_validate_is_the_commands(cli: Callable[..., Any], tables: Any) -> None:
    path = tables.path("findings")
    path.write_text(path.read_text("utf-8").replace("\tdecrease\t", "\tless\t", 1), "utf-8")
    problems = loaders.validate(tables.folder)
    assert [problem.to_dict() for problem in problems] == cli(
        "validate", tables.folder, "--json"
    ).json["rows"]
    assert problems
    assert Counter(problem.column for problem in problems)["effect"] >= 1
