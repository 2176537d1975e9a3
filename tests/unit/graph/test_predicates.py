"""A predicate and a type are rows of the schema table, and reach everything from there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import radexo
from radexo.docs.make.exchange_page import exchange_page
from radexo.docs.make.pages import schema_page
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.model import Edge
from radexo.graph.schema import PREDICATES, RADIOSENSITIVITY, PredicateClass
from radexo.queries.catalogue import find
from radexo.views.render.browser import whole_legend
from radexo.views.style import kind_of
from support.complete_graph import TYPES, complete_graph

FOR_ONE_USE = {"gmt", "network", "sssom", "bnet"}
"""Formats that hold what tools of one kind read.

Test_formats_for_other_tools.py says what that is.
"""


@pytest.fixture(scope="module")
def complete() -> radexo.Graph:
    return complete_graph()


@pytest.fixture(scope="module")
def exported(complete: radexo.Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every export."""
    folder = tmp_path_factory.mktemp("exports")
    texts = {}
    for format in FORMATS.values():
        path = folder / format.name / f"graph{''.join(format.extensions)}"
        path.parent.mkdir()
        complete.export(path, format.name)
        files: list[Path] = sorted(path.rglob("*")) if format.kind == "folder" else [path]
        texts[format.name] = "\n".join(f.read_text("utf-8") for f in files if f.is_file())
    return texts


def edges_of(graph: radexo.Graph, predicate: str) -> list[Edge]:
    return list(graph.store.edges(predicates={predicate}))


def test_the_graph_uses_every_type_and_predicate(complete: radexo.Graph) -> None:
    census = complete.store.census()
    assert set(census.entities) == set(TYPES)
    assert set(census.edges) == set(PREDICATES)
    used = {
        complete.store.entity(id).type
        for e in complete.store.edges()
        for id in (e.subject, e.object)
    }
    assert used == set(TYPES)


@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_is_explained(complete: radexo.Graph, name: str) -> None:
    for edge in edges_of(complete, name):
        if edge.subject == RADIOSENSITIVITY:  # it only ends a path
            continue
        found = complete.paths(
            edge.subject, edge.object, max_hops=1, predicates=[name], associations=True
        )
        if PREDICATES[name].cls is PredicateClass.DENIAL:  # never walked, even if asked for
            assert not found
            continue
        (path,) = found
        (step,) = path
        row = PREDICATES[name]
        plain, third = row.verb_for(step.subject.type)
        verb = f"may {plain}" if step.certainty == "hedged" else third
        assert any(
            step.explain().startswith(f"{step.subject.name} {words} {step.object.name}")
            for words in (verb, plain)
        )
        assert (f", {row.aside} (" in step.explain()) == bool(row.aside)


@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_is_in_the_cypher(name: str) -> None:
    questions = ["evidence", "relation"]
    if PREDICATES[name].causal:
        questions += ["regulators", "targets", "paths", "mechanism", "pathways_of"]
    if PREDICATES[name].causal and PREDICATES[name].sign:
        questions.append("what_if")
    for question in questions:
        assert name in find(question).cypher, question


@pytest.mark.parametrize("name", [name for name, row in PREDICATES.items() if row.causal])
def test_plain_questions_have_the_verb_of_a_predicate(g: radexo.Graph, name: str) -> None:
    row = PREDICATES[name]
    answer = g.ask(f"what {row.verb[1]} KLF10?")
    if answer.name != "sponges":  # an axis has its own signs
        assert answer.name == "regulators"
        assert answer.parameters.get("sign") == (row.sign or None)


@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_is_drawn_and_in_the_legend(complete: radexo.Graph, name: str) -> None:
    kind = kind_of(name)
    assert kind in {item["key"] for item in whole_legend() if item["group"] == "edge"}
    edge = edges_of(complete, name)[0]
    picture = (
        complete.query("evidence", subject=edge.subject, object=edge.object, predicate=name)
        .draw()
        .picture
    )
    assert {e.kind for e in picture.edges} == {kind}
    assert kind in {item.key for item in picture.legend if item.group == "edge"}


@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_is_in_the_documentation(name: str) -> None:
    assert f"| `{name}` |" in schema_page()
    assert f"| `{name}` |" in exchange_page()


@pytest.mark.unmeasured
@pytest.mark.parametrize("format", [name for name in FORMATS if name not in FOR_ONE_USE])
@pytest.mark.parametrize("name", PREDICATES)
def test_a_predicate_is_exported(
    complete: radexo.Graph, exported: dict[str, str], name: str, format: str
) -> None:
    word = PREDICATES[name].sif if format == "sif" else name
    assert exported[format].count(word) >= len(edges_of(complete, name))


@pytest.mark.parametrize("type", TYPES)
def test_a_type_is_drawn_documented_and_exported(exported: dict[str, str], type: str) -> None:
    assert type in {item["key"] for item in whole_legend() if item["group"] == "node"}
    assert f"| `{type}` |" in schema_page()
    untyped = {"sif", "triples", *FOR_ONE_USE}
    assert all(type in text for name, text in exported.items() if name not in untyped)


@pytest.mark.parametrize(
    "format", [name for name, row in FORMATS.items() if row.lossless and row.loads]
)
def test_a_lossless_export_comes_back(complete: radexo.Graph, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"graph{FORMATS[format].extensions[0]}"
    assert not complete.export(path, format)
    assert radexo.load(path).version == complete.version
    assert json.dumps(radexo.load(path).info().to_dict()) == json.dumps(complete.info().to_dict())
