"""What a Python user expects of a graph and an answer: a container, a table, types, help."""

from __future__ import annotations

import inspect
import pydoc
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pandas
import pytest

import radexo
from radexo.graph import schema
from radexo.graph.errors import AmbiguousNameError, UnknownNameError, UsageError
from radexo.graph.model import Entity
from radexo.graph.records import Records
from radexo.queries.catalogue import catalogue, names
from radexo.queries.declare import Question
from radexo.transfer import retract, validate
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


def test_a_container_has_what_it_iterates_over_and_lacks_what_is_no_name(g: radexo.Graph) -> None:
    assert all(entity in g and g[entity] == entity for entity in g)
    assert 5 not in g
    assert radexo.Entity("x:1", "nothing", "Gene") not in g
    with pytest.raises(KeyError) as missing:  # as every container raises it
        g["nothing"]
    assert str(missing.value).startswith("'nothing' is not in the graph")
    wrong: Any = 0
    for ask in (g.__getitem__, g.entity, g.lookup, lambda name: g.look_up([name])):
        with pytest.raises(UsageError, match="0 is not a name; give text"):
            ask(wrong)
    with pytest.raises(UsageError, match=r"list of names, such as \['KLF10'\]"):
        g.look_up("KLF10")
    with pytest.raises(UsageError, match="'Gne' is not an entity type"):
        g.entity("KLF10", "Gne")


@pytest.mark.parametrize("limit", [-1, "x", 1.5])
def test_every_limit_is_checked(g: radexo.Graph, limit: Any) -> None:
    asked: list[Callable[[], Any]] = [
        lambda: g.info(limit=limit),
        lambda: g.hubs(limit=limit),
        lambda: g.ask("what represses KLF10?", limit=limit),
        lambda: g.diff(g, limit=limit),
        lambda: g.enrich({"KLF10": "-"}, limit=limit),
        lambda: g.overlay(pandas.DataFrame({"id": ["KLF10"], "log2FC": [2.0]}), limit=limit),
    ]
    for ask in asked:
        with pytest.raises(UsageError, match=r"limit .*: a whole number from 0 is needed"):
            ask()


def test_an_unknown_argument_is_named_with_its_method(g: radexo.Graph) -> None:
    wrong: Any = {"nope": 1}
    with pytest.raises(TypeError, match=r"Graph\.regulators\(\) .*'nope'"):
        g.regulators("KLF10", **wrong)


def test_values_show_what_they_hold_in_a_line(g: radexo.Graph) -> None:
    assert repr(g.records).startswith("Records(1 source, 106 references, 318 entities")
    assert len(repr(g.records)) < 100
    one = radexo.Graph(Records(entities=(Entity("radexo:a", "a", "Gene"),)))
    assert repr(one).endswith(": 1 entity, 0 edges, 0 findings, 0 cancers")
    assert all(len(repr(edge)) < 200 for edge in g.regulators("radiosensitivity").edges())
    assert repr(radexo.Budget(paths=3)) == "Budget(paths=3, expansions=5000000, seconds=30)"


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
    assert rows.equals(answer.to_frame(explode=["statements.predicate"]))


def test_a_key_is_exploded_with_all_that_it_holds(g: radexo.Graph) -> None:
    answer = g.shared_targets("miR-93-5p", "miR-340-5p")
    papers = [paper for row in answer.to_dict()["rows"] for paper in row["references"]]
    frame = answer.to_frame(explode="references")
    assert list(frame["references.doi"].fillna("")) == [paper["doi"] or "" for paper in papers]
    assert list(frame["references.citation"]) == [paper["citation"] for paper in papers]
    with pytest.raises(UsageError, match=r"no column 'nope'; .*lists are .*findings"):
        answer.to_frame(explode="nope")
    with pytest.raises(UsageError, match=r"explode .*: .*counts"):
        g.findings().to_frame(explode=["statements.predicate", "references.doi"])


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
    headings = ("Parameters", "Returns", "Raises", "Examples")
    places = [page.find(f"    {heading}\n    ---") for heading in headings]
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


def test_listings_of_problems_and_lost_claims_are_cut_as_answers_are(
    g: radexo.Graph, tmp_path: Path
) -> None:
    wrong = tmp_path / "entities.tsv"
    wrong.write_text("id\tname\ttype\n" + "nothing\tX\tFoo\n" * 3, encoding="utf-8")
    every = validate(g.store, [wrong])
    first = validate(g.store, [wrong], limit=2)
    assert list(first) == list(every)[:2]
    assert (every.status, first.status) == ("complete", "truncated")
    assert first.reason == f"2 of {len(every)} problems shown; limit 0 shows all; {every.reason}"
    g.save(tmp_path / "one")
    with pytest.raises(UsageError, match="limit"):
        retract(tmp_path / "one", "sun2022:29a", limit=-1)
    lost = retract(tmp_path / "one", "sun2022:29a", limit=1)
    assert (len(lost), lost.status) == (1, "truncated")
    assert "removed 1 finding: sun2022:29a" in (lost.reason or "")
    assert len(radexo.load(tmp_path / "one").store.findings()) == len(g.records.findings) - 1
