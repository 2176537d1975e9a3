"""Arguments of a wrong type are named in plain words, with what is needed instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.queries.catalogue import catalogue
from radexo.queries.declare import Question

WRONG = (5, 2.5, object(), b"KLF10", [None], {1: 2}, print)


@pytest.mark.parametrize("question", catalogue(), ids=lambda question: question.name)
def test_questions_name_a_value_that_cannot_be_read(question: Question, g: radexo.Graph) -> None:
    for parameter in question.parameters:
        counts = parameter.kind == "count"
        for value in WRONG[counts:]:  # a count may be 5
            with pytest.raises((UsageError, radexo.UnknownNameError)):
                g.query(question.name, **{**question.example, parameter.name: value})


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda g: g.ask(5), "ask 5: a question is needed, as text"),
        (lambda g: g.query(5), "5 is not a question of the catalogue"),
        (lambda g: radexo.load("http://x"), "'http://x' is not an address; those of servers"),
        (
            lambda g: g.targets("NORAD", source="smith"),
            "source 'smith' is not in the graph; it has",
        ),
        (lambda g: g.lookup(""), "lookup: name at least one"),
        (lambda g: g.regulators("KLF10", budget=3), "budget 3: give a Budget, such as"),
        (lambda g: g.regulators("KLF10", budget={}), "budget {}: give a Budget, such as"),
        (lambda g: g.iter_paths("NORAD", "KLF10", budget=3), "budget 3: give a Budget, such as"),
        (lambda g: radexo.Budget(seconds="9"), "budget: seconds '9': a number from 0 is needed"),
        (lambda g: radexo.Budget(paths=-1), "budget: paths -1: a number from 0 is needed"),
        (lambda g: g.regulators(5), "5 is not a name; give text, such as 'KLF10', or an Entity"),
        (lambda g: g.findings(names=[b"x" * 99]), "... is not a name"),
        (lambda g: g.regulators({}), "regulators: name at least one entity"),
        (lambda g: g.look_up(5), "look_up takes a list of names, such as [5]"),
        (lambda g: g.merge("x"), "'x' is not a graph; give what radexo.load returns"),
        (lambda g: g.diff(None), "None is not a graph; give what radexo.load returns"),
        (lambda g: g.draw_answer(5), "5 is not an answer; give what a question returned"),
        (lambda g: g.export("a", format=[]), "unknown format []"),
        (lambda g: g.draw(style=5), "style 5: a radexo.views.picture.FigureStyle is needed"),
        (lambda g: g.enrich(5), "5 is not a list of ids, nor a file of one"),
        (lambda g: g.enrich(["KLF10"], background=5), "5 is not a list of ids, nor a file of one"),
        (lambda g: g.regulators("KLF10").to_frame(explode=5), "no column 5"),
    ],
)
def test_methods_name_what_they_need(ask: Callable[[Any], Any], said: str, g: radexo.Graph) -> None:
    with pytest.raises((UsageError, radexo.UnknownNameError)) as raised:
        ask(g)
    assert said in raised.value.message


def test_paths_from_all_of_a_type_are_iterated(g: radexo.Graph) -> None:
    found = {path.chain for path in g.iter_paths("type:MiRNA", "KLF10", max_hops=1)}
    assert found == {path.chain for path in g.paths("type:MiRNA", "KLF10", max_hops=1)}
