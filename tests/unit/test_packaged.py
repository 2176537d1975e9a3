"""The prebuilt graph is that of the tables, and an edited table is read itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo import packaged
from radexo.graph.errors import UsageError
from radexo.graph.stores.disk import DiskStore
from radexo.loaders.review import PACKAGED_TABLES, packaged_review
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from support.examples import spread


def test_the_prebuilt_graph_is_up_to_date() -> None:
    text = Path(packaged.FILE).read_text("utf-8")
    assert text == packaged.build(packaged_review()), "run: python -m radexo.packaged"
    assert packaged.read() == (packaged_review(), packaged_review().version)
    assert Path(packaged.TABLES) == PACKAGED_TABLES


def test_an_edited_table_is_read_itself(tables: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "TABLES", str(tables.folder))
    assert packaged.read(tables=str(tables.folder)) is not None
    row = tables.change("findings", 0, summary="edited")
    assert packaged.read(tables=str(tables.folder)) is None
    finding = radexo.load().store.finding(row["id"])
    assert finding is not None
    assert finding.summary == "edited"
    assert radexo.load().version == radexo.load().records.version != packaged_review().version


def test_a_table_more_or_less_counts(tables: Any) -> None:
    folder = str(tables.folder)
    shutil.copy(tables.path("findings"), tables.folder / "more.tsv")
    assert packaged.read(tables=folder) is None
    (tables.folder / "more.tsv").unlink()
    assert packaged.read(tables=folder) is not None
    tables.path("biomarkers").unlink()
    assert packaged.read(tables=folder) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": "0"}', "not json"])
def test_a_broken_file_is_not_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "packaged.json").write_text(text)
    assert packaged.read(str(tmp_path / "packaged.json")) is None
    assert packaged.read(str(tmp_path / "nothing.json")) is None


@pytest.fixture(scope="module")
def saved(g: radexo.Graph, tmp_path_factory: pytest.TempPathFactory) -> radexo.Graph:
    folder = tmp_path_factory.mktemp("saved")
    g.save(folder)
    return radexo.load(folder)


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_saved_copy_on_disk_answers_alike(
    g: radexo.Graph, saved: radexo.Graph, question: Question
) -> None:
    """The example, and others in the place of its entities."""
    ids = [entity.id for entity in g.store.entities()]
    given: list[dict[str, Any]] = [dict(question.example)]
    for parameter in question.parameters:
        if parameter.name in question.example and parameter.kind in ("entity", "end", "entities"):
            known = question.example[parameter.name]
            for id in spread(ids, 12):
                other = [id, *known[1:]] if parameter.kind == "entities" else id
                given.append({**question.example, parameter.name: other})

    def answer(graph: radexo.Graph, parameters: dict[str, Any]) -> object:
        try:
            return graph.query(question.name, **parameters).to_dict()
        except UsageError as error:
            return error.message

    assert isinstance(saved.store, DiskStore)
    for parameters in given:
        assert answer(saved, parameters) == answer(g, parameters), parameters
