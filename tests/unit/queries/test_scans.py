"""No question reads a whole graph, except one whose answer is about all of it, if it is small."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

import radexo
from radexo.graph.stores import base
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question

SCANS = {"entities", "edges", "findings", "references", "each_edge", "each_finding", "whole"}
"""The methods of `Store` that read everything of a kind when no filter is given."""

NEEDED = {"contradictions": {"entities"}}
"""Paths of opposite sign may begin anywhere; in a large graph the question asks for a name."""

FILTERS: list[dict[str, Any]] = [
    {},
    {"cancer": "lung cancer"},
    {"exposure": "hypoxia"},
    {"system": "patients", "certainty": "stated"},
    {"source": "sun2022", "confirmed": True},
]


class Watched:
    """A store that lists the scans it is asked for."""

    def __init__(self, behind: MemoryStore) -> None:
        self.behind = behind
        self.scans: list[str] = []

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.behind, name)
        return self._watch(name, found) if name in SCANS else found

    def _watch(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def called(*args: Any, **filters: Any) -> Any:
            if all(value in (None, False) for value in (*args, *filters.values())):
                self.scans.append(name)
            return method(*args, **filters)

        return called


def scans(g: radexo.Graph, question: Question, filters: dict[str, Any]) -> set[str]:
    store = Watched(g.in_memory)
    list(radexo.Graph(store).query(question.name, **(dict(question.example) | filters)))  # type: ignore[arg-type]
    return set(store.scans)


@pytest.mark.parametrize("filters", FILTERS, ids=lambda given: " ".join(given) or "no filter")
@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_no_question_reads_a_whole_graph_where_an_index_answers(
    g: radexo.Graph, question: Question, filters: dict[str, Any]
) -> None:
    kinds = {p.name: p.kind for p in question.parameters}
    given = {name: value for name, value in filters.items() if kinds.get(name, "end") != "end"}
    assert given or not filters or question.name in ("define", "info")  # they take no filters
    assert scans(g, question, given) == NEEDED.get(question.name, set())


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_no_question_reads_a_large_graph_whole(
    g: radexo.Graph, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "LARGE", 10)
    assert scans(g, question, {}) == set()


def test_a_scan_is_noticed(g: radexo.Graph) -> None:
    store = Watched(g.in_memory)
    assert store.edges(predicates={"CARRIES"})
    assert store.scans == []
    assert store.edges()
    assert store.scans == ["edges"]
