"""A review with records of resources on a real Neo4j server: the same rows and notes as here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question
from support.resources import ENTITIES, G1, G2, G3, MIR_A, WITH_ARMS
from support.served import on

pytestmark = pytest.mark.neo4j

FILTERS: tuple[dict[str, Any], ...] = (
    {"source": "rev"},
    {"source": "mirtarbase"},
    {"cancer": "some cancer"},
    {"certainty": "stated"},
)


@pytest.fixture(scope="module")
def here() -> radexo.Graph:
    """The review with the resources, in memory."""
    return radexo.Graph(WITH_ARMS)


@pytest.fixture(scope="module")
def there(server: Any) -> Iterator[radexo.Graph]:
    """The same on the server."""
    with on(server, WITH_ARMS) as graph:
        yield graph


def _answer(graph: radexo.Graph, name: str, parameters: dict[str, Any]) -> Any:
    try:
        answer = graph.query(name, **parameters)
        return [row.to_dict() for row in answer], answer.reason
    except UsageError as error:
        return (error.kind, error.message)


def _sets(question: Question) -> list[dict[str, Any]]:
    """What to ask: every name where one is asked for, two names where several are, each filter."""
    ids = [e.id for e in ENTITIES]
    base: dict[str, Any] = {}
    for p in question.parameters:
        if p.name in question.example or p.required:
            offered = {"entity": MIR_A, "entities": [MIR_A, "radexo:mir-b"], "end": MIR_A}
            base[p.name] = offered.get(p.kind, question.example.get(p.name))
    if "target" in base:
        base["target"] = "type:Pathway"
    sets = [base]
    for p in question.parameters:
        values: dict[str, list[Any]] = {
            "entity": ids,
            "entities": [[id] for id in ids],
            "end": [*ids, "type:Gene", "type:Pathway"],
            "choice": list(p.choices),
            "flag": [True, False],
        }
        sets += [{**base, p.name: value} for value in values.get(p.kind, ())]
    taken = {p.name for p in question.parameters}
    return [*sets, *({**base, **more} for more in FILTERS if set(more) <= taken)]


def test_associations_are_walked_from_either_end(here: radexo.Graph, there: radexo.Graph) -> None:
    for source, target in permutations([MIR_A, G1, G2, G3], 2):
        asked = {"source": source, "target": target, "associations": True}
        assert _answer(there, "paths", asked) == _answer(here, "paths", asked)
    (path,) = there.paths(G2, G3, associations=True)
    assert path.hops[0].predicates == ("ASSOCIATED_WITH", "INTERACTS")  # this of G3 on G2
    assert not there.paths(G2, G3)


@pytest.mark.parametrize("typed", ["miR-7", "mir8", "miR-8-3p", "miR-7-5p"])
def test_names_of_arms_mean_the_same_on_a_server(
    typed: str, here: radexo.Graph, there: radexo.Graph
) -> None:
    assert there.entity(typed) == here.entity(typed)
    own, on_server = here.targets(typed), there.targets(typed)
    assert on_server.rows == own.rows
    assert on_server.reason == own.reason
    question = f"what does {typed} repress?"
    assert there.ask(question).reason == here.ask(question).reason


@pytest.mark.usefixtures("sent_once")
@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_every_question_has_the_same_rows(
    here: radexo.Graph, there: radexo.Graph, question: Question
) -> None:
    for parameters in _sets(question):
        expected = _answer(here, question.name, parameters)
        assert _answer(there, question.name, parameters) == expected, parameters


def test_the_store_says_the_same(here: radexo.Graph, there: radexo.Graph) -> None:
    assert there.store.reviews() == here.store.reviews() == {"rev"}
    pairs = [(MIR_A, G2), (MIR_A, G1), (G1, MIR_A), ("radexo:nothing", G1)]
    assert there.store.edges_joining(pairs) == here.store.edges_joining(pairs)
    for sources in ({"reactome", "exocarta"}, set()):
        assert there.store.findings(sources=sources) == here.store.findings(sources=sources)


def test_an_answer_with_notes_is_drawn_alike(here: radexo.Graph, there: radexo.Graph) -> None:
    drawn = [graph.targets("mir-A").draw().picture.to_dict() for graph in (here, there)]
    assert drawn[0] == drawn[1]
