"""Every store gives the same rows of a graph that uses every predicate and type.

The review does not use all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.schema import PREDICATES, RADIOSENSITIVITY
from radexo.queries.catalogue import Question, catalogue
from support.complete_graph import TYPES, complete_graph
from support.examples import spread
from support.served import on


@pytest.fixture(scope="module")
def here() -> radexo.Graph:
    return complete_graph()


@pytest.fixture(scope="module", params=["disk", pytest.param("server", marks=pytest.mark.neo4j)])
def there(
    request: pytest.FixtureRequest, here: radexo.Graph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[radexo.Graph]:
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("disk")
        here.save(folder)
        yield radexo.load(folder)
        return
    with on(request.getfixturevalue("server"), here.records) as graph:
        yield graph


def _values(here: radexo.Graph, question: Question, name: str) -> list[Any]:
    """Return values for one parameter: entities of every type, every predicate, every choice."""
    parameter = next(p for p in question.parameters if p.name == name)
    ids = [next(iter(here.store.entities({type}))).id for type in TYPES]
    values: dict[str, list[Any]] = {
        "entity": ids,
        "entities": [
            *([f"radexo:{type}-1", f"radexo:{type}-2"] for type in ("mirna", "exosome", "cancer")),
            *([id, "radexo:gene-2"] for id in ids),
        ],
        "end": [
            "radexo:exosome-1" if name == "source" else RADIOSENSITIVITY,
            *ids[::4],
            *(f"type:{type}" for type in TYPES[::3]),
        ],
        "cancer": ["radexo:cancer-1", "radexo:cancer-2"],
        "exposure": ["radexo:exposure-1", "radexo:exposure-2"],
        "type": list(TYPES),
        "predicate": list(PREDICATES),
        "predicates": [[name] for name in PREDICATES],
        "papers": [["1"], ["made:2"]],
        "finding": ["made:1", "other:2", "made:3"],
        "pattern": ["Gene-Pathway", "Exosome-MiRNA-Gene", "Exposure-Exosome-Cargo"],
        "sources": [["made"], ["made", "other"]],
        "sign": [1, -1, 0],
        "choice": list(parameter.choices),
        "flag": [True],
        "text": {"fluid": ["serum"], "source": ["made"]}.get(name, []),
        "count": [2, 3],
    }
    return values[parameter.kind]


SAMPLED = settings.default.max_examples < 100
"""Whether a sample of the values is asked, as in the profile ``dev``."""
MANY = 8 if SAMPLED else 99
"""The most values of one parameter."""
MOST = dict.fromkeys(("contradictions", "corroborate"), 5 if SAMPLED else 14)
"""The most of questions of which each walks a good part of this dense graph."""


def _sets(here: radexo.Graph, question: Question) -> list[dict[str, Any]]:
    """Return parameters to ask with: each value of each parameter, the required ones filled in."""
    required = [p.name for p in question.parameters if p.required]
    base = {name: _values(here, question, name)[0] for name in required}
    # the graph is dense: longer chains are too many to list within the budget
    hops = 2 if question.name == "mechanism" else 3
    base |= {p.name: hops for p in question.parameters if p.name == "max_hops"}
    sets = [base]
    for parameter in question.parameters:
        values = _values(here, question, parameter.name)
        sets += [
            {**base, parameter.name: value}
            for value in spread(values, MOST.get(question.name, MANY))
        ]
    return [asked for i, asked in enumerate(sets) if asked not in sets[:i]]


def _answer(graph: radexo.Graph, name: str, parameters: dict[str, Any]) -> Any:
    try:
        return [row.to_dict() for row in graph.query(name, **parameters)]
    except UsageError as error:
        return (error.kind, error.message)


@pytest.fixture(scope="module")
def in_memory(here: radexo.Graph) -> Callable[[Question], list[tuple[dict[str, Any], Any]]]:
    """Ask the graph in memory, once for all stores: parameters and answers of a question."""

    @cache
    def ask(question: Question) -> list[tuple[dict[str, Any], Any]]:
        return [(asked, _answer(here, question.name, asked)) for asked in _sets(here, question)]

    return ask


@pytest.mark.usefixtures("sent_once")
@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_every_store_gives_the_same_rows(
    in_memory: Callable[[Question], list[tuple[dict[str, Any], Any]]],
    there: radexo.Graph,
    question: Question,
) -> None:
    answered = 0
    for parameters, expected in in_memory(question):
        assert _answer(there, question.name, parameters) == expected, parameters
        answered += bool(expected) and isinstance(expected, list)
    assert answered


@pytest.mark.parametrize("predicate", PREDICATES)
def test_every_edge_is_in_every_store(
    here: radexo.Graph, there: radexo.Graph, predicate: str
) -> None:
    edges = here.store.edges(predicates={predicate})
    assert edges
    for edge in edges:
        asked = {"subject": edge.subject, "object": edge.object, "predicate": predicate}
        rows = _answer(there, "evidence", asked)
        assert rows == _answer(here, "evidence", asked)
        assert len(rows) == len(edge.evidence)
