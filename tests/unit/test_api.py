"""What a Python user expects of a graph and an answer: a container, a table, types, help."""

from __future__ import annotations

import inspect
import pydoc
import typing
from typing import Any, get_args

import pytest

import radexo
from radexo.graph import schema
from radexo.graph.errors import AmbiguousNameError, UnknownNameError
from radexo.queries.catalogue import catalogue, names
from radexo.queries.declare import Question
from support.complete_graph import complete_graph


def test_a_graph_is_a_container_of_entities(g: radexo.Graph) -> None:
    assert "KLF10" in g
    assert "hgnc:11810" in g
    assert "nothing" not in g
    assert g["KLF10"] == g.entity("klf-10")
    assert len(g) == len(list(g)) == len(g.records.entities)
    assert next(iter(g)) in g.records.entities
    with pytest.raises(UnknownNameError):
        g["nothing"]


def test_a_name_of_several_entities_is_in_the_graph_and_not_one_of_it() -> None:
    gene = radexo.Entity("x:1", "p21", "Gene")
    g = radexo.Graph(radexo.Records(entities=(gene, radexo.Entity("x:2", "p21", "Gene"))))
    assert "p21" in g
    with pytest.raises(AmbiguousNameError):
        g["p21"]


def test_an_answer_is_a_sequence_of_rows(g: radexo.Graph) -> None:
    answer = g.targets("miR-340-5p", depth=2)
    assert list(answer) == [answer[i] for i in range(len(answer))]
    assert list(answer[:2]) == list(answer)[:2]
    assert (answer[:2].name, answer[:2].parameters) == (answer.name, answer.parameters)


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_frame_has_nullable_types_and_lists(g: radexo.Graph, question: Question) -> None:
    answer = g.query(question.name, **question.example)
    frame = answer.to_frame()
    assert list(frame.columns) == answer.columns()
    assert {str(dtype) for dtype in frame.dtypes} <= {
        "Int64",
        "Float64",
        "boolean",
        "string",
        "object",
    }
    for column in frame.select_dtypes("object"):
        present = [value for value in frame[column] if value is not None]
        mixed = (question.name, column) == ("info", "value")  # counts and words
        assert mixed or all(isinstance(value, list) for value in present), column


def test_a_list_becomes_a_row_each_when_exploded() -> None:
    answer = complete_graph().findings()
    counts = [len(finding["cargo"]) for finding in answer.to_dict()["rows"]]
    assert max(counts) == 1 < len(counts)
    rows = answer.to_frame(explode="statements.predicate")
    assert len(rows) == sum(len(f["statements"]) for f in answer.to_dict()["rows"])
    assert set(rows["statements.predicate"]) == set(schema.PREDICATES)


CLOSED = {
    "certainty": schema.Certainty,
    "support": schema.Support,
    "system": schema.System,
    "source_check": schema.SourceCheck,
    "role": schema.Role,
    "level": schema.Level,
}


@pytest.mark.parametrize("name", names())
def test_closed_words_are_literal_types(name: str) -> None:
    """Of the words that a question takes, those that the schema closes are completed as such."""
    taken = inspect.signature(getattr(radexo.Graph, name)).parameters
    for parameter, words in CLOSED.items():
        if parameter in taken:
            annotation = eval(taken[parameter].annotation, {**vars(typing), "Any": Any})
            found = {w for part in (annotation, *get_args(annotation)) for w in get_args(part)}
            assert set(get_args(words)) <= found, parameter


@pytest.mark.parametrize("name", names())
def test_help_reads_like_a_page(name: str) -> None:
    page = pydoc.render_doc(getattr(radexo.Graph, name), renderer=pydoc.plaintext)
    places = [page.find(f"    {h}\n    ---") for h in ("Parameters", "Returns", "Examples")]
    assert min(places) > 0
    assert places == sorted(places)
    assert ">>> g = radexo.load()" in page
    for parameter in inspect.signature(getattr(radexo.Graph, name)).parameters:
        assert parameter == "self" or f"\n    {parameter}\n" in page or f"*{parameter}\n" in page


def test_the_nouns_are_at_the_top() -> None:
    nouns = {"Graph", "Entity", "Finding", "Statement", "Reference", "Answer", "Path"}
    assert nouns < set(radexo.__all__) <= set(dir(radexo))
    for name in radexo.__all__:
        assert getattr(radexo, name) is not None
