"""A measured table and a list on a server: the same rows as in memory, in a few round trips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import radexo
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.words import AGAINST
from support.served import on

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def there(server: Any, g: radexo.Graph) -> Iterator[radexo.Graph]:
    """The review on a server whose store may not read it whole."""

    def whole(self: Neo4jStore, *given: Any, **filters: Any) -> Any:
        raise AssertionError("the whole graph was read")

    with on(server, g.records) as graph, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Neo4jStore, "whole", whole)
        patch.setattr(Neo4jStore, "edges", whole)
        yield graph


def molecules(g: radexo.Graph) -> list[str]:
    return [e.name for e in g.store.entities({"Cargo"}) if not e.general]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"cancer": "lung cancer"},
        {"exposure": "ionizing radiation"},
        {"support": "stitched", "certainty": "stated", "max_hops": 3},
    ],
    ids=lambda given: " ".join(given) or "plain",
)
def test_an_overlay(
    g: radexo.Graph, there: radexo.Graph, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [*molecules(g), "TP53", "MIR340"]
    frame = pd.DataFrame({"id": names, "log2FC": [(-1.0) ** i for i in range(len(names))]})
    trips = []
    read = Neo4jStore.read

    def counting(self: Neo4jStore, cypher: str, parameters: Any) -> Any:
        trips.append(cypher)
        return read(self, cypher, parameters)

    monkeypatch.setattr(Neo4jStore, "read", counting)
    found = there.overlay(frame, **given).to_dict()
    assert found == g.overlay(frame, **given).to_dict()
    assert len(trips) < 15  # however many rows


def test_an_overlay_is_drawn(g: radexo.Graph, there: radexo.Graph) -> None:
    frame = pd.DataFrame({"id": ["miR-340-5p", "KLF10"], "log2FC": [1.0, -1.0]})
    one, two = (graph.overlay(frame).draw().picture for graph in (g, there))
    assert one.to_dict() == two.to_dict()


@pytest.mark.parametrize("against", AGAINST)
def test_a_list(g: radexo.Graph, there: radexo.Graph, against: Any) -> None:
    signed = {name: "+-"[i % 2] for i, name in enumerate(molecules(g)[:30])}
    for given in ({}, {"cancer": "lung cancer"}):
        found, expected = (
            graph.enrich(signed, against=against, **given).to_dict() for graph in (there, g)
        )
        assert found == expected
        assert given or len(found["rows"]) > 0
