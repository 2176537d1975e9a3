"""No question reads a whole graph, except one whose answer is about all of it, if it is small."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

import pytest

import radexo
from radexo.explorer import page_model
from radexo.explorer.app import Explorer, make_app
from radexo.explorer.downloads import table
from radexo.explorer.home import home
from radexo.explorer.page_model import ask, show
from radexo.explorer.suggest import card, suggestions
from radexo.graph.stores import base
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.ask import answering
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

    def around(self, ids: Collection[str]) -> Watched:
        return self

    among = around

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


USES: dict[str, Callable[[radexo.Graph], object]] = {
    "draw": lambda g: g.regulators("radiosensitivity").draw().picture,
    "network": lambda g: g.regulators("radiosensitivity").to_networkx(),
    "frame": lambda g: g.regulators("radiosensitivity").to_frame(),
    "ask": lambda g: g.ask("what regulates KLF10?"),
    "ask of an author": lambda g: g.ask("what did Tong et al. 2020 report?"),
    "suggest": lambda g: suggestions(g, "klf"),
    "nearest": lambda g: g.store.names.nearest("KLF100"),
    "card": lambda g: card(g, "KLF10"),
    "home": home,
    "page": lambda g: show(g, ask(g, "regulators", {"names": "radiosensitivity"})),
    "page of neighbors": lambda g: show(g, ask(g, "neighbors", {"of": "radiosensitivity"})),
    "download": lambda g: table(g, g.regulators("radiosensitivity"), "csv"),
}
"""What people do with an answer, and before there is one."""


@pytest.mark.parametrize("use", USES)
def test_nothing_that_people_do_reads_a_large_graph_whole(
    g: radexo.Graph, use: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "LARGE", 10)
    monkeypatch.setattr(answering, "MOST_LISTED", 10)
    store = Watched(g.in_memory)
    assert USES[use](radexo.Graph(store)) is not None  # type: ignore[arg-type]
    assert store.scans == []


def test_a_large_graph_is_not_drawn_whole(g: radexo.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "LARGE", 10)
    placed: list[Explorer] = []
    monkeypatch.setattr(Explorer, "place", placed.append)
    store = Watched(g.in_memory)
    large = radexo.Graph(store)  # type: ignore[arg-type]
    make_app(large, ahead=True)
    assert placed == []
    for draw in (large.draw, lambda: ask(large, "graph", {})):
        with pytest.raises(radexo.UsageError, match=r"\d+ claims, too many for one picture; "):
            draw()
    assert store.scans == []


def test_the_page_lists_so_many_claims_of_a_hub(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(g, "neighbors", {"of": "radiosensitivity"})
    monkeypatch.setattr(base, "LARGE", 10)
    monkeypatch.setattr(page_model, "MOST_CLAIMS", 5)
    answer = ask(g, "neighbors", {"of": "radiosensitivity"})
    assert (len(answer), answer.status) == (5, "truncated")
    assert answer.reason is not None
    assert answer.reason.startswith(f"5 of {len(whole)} claims shown; ")
    assert {row.id for row in answer} < {row.id for row in whole}


def test_a_scan_is_noticed(g: radexo.Graph) -> None:
    store = Watched(g.in_memory)
    assert store.edges(predicates={"CARRIES"})
    assert store.scans == []
    assert store.edges()
    assert store.scans == ["edges"]
