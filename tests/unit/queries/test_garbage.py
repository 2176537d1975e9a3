"""What a question used is returned when it ends, without a run of the garbage collector.

Such a run looks through everything that a large graph holds.
"""

from __future__ import annotations

import gc

import pytest

import radexo
from radexo.graph.stores.disk import DiskStore
from radexo.queries.catalogue import catalogue, find


@pytest.fixture(scope="module", params=["embedded", "disk"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> radexo.Graph:
    """The packaged graph in a store of each kind."""
    gc.collect()  # what earlier tests left; the tests freeze the rest
    packaged = radexo.load()
    if request.param == "embedded":
        return packaged
    folder = tmp_path_factory.mktemp("disk")
    DiskStore.build(packaged.records, folder / "graph.db")
    return radexo.load(folder)


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("name", [q.name for q in catalogue()])
def test_a_question_leaves_nothing_to_the_garbage_collector(
    graph: radexo.Graph, name: str, filtered: bool
) -> None:
    example = dict(find(name).example)
    if filtered:
        if "certainty" not in {p.name for p in find(name).parameters}:
            return
        example["certainty"] = "stated"
    gc.freeze()  # looking through what was there before takes longer than all questions
    graph.query(name, **example)
    gc.collect()
    gc.disable()
    try:
        graph.query(name, **example)
        left = gc.collect()
    finally:
        gc.enable()
    assert left == 0
