"""The store on a server gives what the store in memory gives, without reading the whole graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import radexo
from radexo.explorer.home import EXAMPLES, home
from radexo.explorer.page_model import ask, show
from radexo.explorer.suggest import card, suggestions
from radexo.graph.errors import UnknownNameError
from radexo.graph.schema import PredicateClass
from radexo.graph.stores.base import matching
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.queries.catalogue import catalogue
from support.served import on

pytestmark = pytest.mark.neo4j

CAUSAL = {PredicateClass.CAUSAL}
SOME = ("hgnc:11810", "radexo:radiosensitivity", "mirbase.mature:MIMAT0004692", "mondo:0005061")


@pytest.fixture(scope="module")
def there(server: Any, g: radexo.Graph) -> Iterator[radexo.Graph]:
    """The review on a server whose store may not read it whole."""

    def whole(self: Neo4jStore) -> Any:
        raise AssertionError("the whole graph was read")

    with on(server, g.records) as graph, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Neo4jStore, "whole", whole)
        yield graph


def test_the_content(g: radexo.Graph, there: radexo.Graph) -> None:
    assert there.version == there.store.version == g.version
    assert there.store.census() == g.store.census()
    assert list(there.sources()) == list(g.sources())
    assert there.store.references() == g.store.references()
    for key in (("sun2022", "29"), ("sun2022", None), ("nobody", "1")):
        assert there.store.reference(*key) == g.store.reference(*key)


def test_entities(g: radexo.Graph, there: radexo.Graph) -> None:
    assert list(there.store.entities()) == list(g.store.entities())
    for types in ({"RNA"}, {"Cancer"}, {"Gene", "Pathway"}, set()):
        assert list(there.store.entities(types)) == list(g.store.entities(types))
    for id in (*SOME, "mondo:0005233", "nothing:1"):
        assert there.store.subtypes(id) == g.store.subtypes(id)
        assert there.store.supertypes(id) == g.store.supertypes(id)
        assert there.store.degree(id) == g.store.degree(id)
    for entity in g.store.entities({"Donor", "Exposure", "Exosome"}):
        assert there.store.exosomes_of([entity.id]) == g.store.exosomes_of([entity.id])
    assert there.store.entity(SOME[0]) == g.store.entity(SOME[0])
    with pytest.raises(UnknownNameError, match="'nothing:1'"):
        there.store.entity("nothing:1")


def test_findings(g: radexo.Graph, there: radexo.Graph) -> None:
    filters: list[dict[str, Any]] = [
        {},
        *({"naming": id} for id in SOME),
        {"cargo": SOME[2]},
        {"citing": "29"},
        {"citing": "sun2022:29"},
        {"citing": "sun2022:"},
        {"citing": "none"},
        {"cancers": [None]},
        {"cancers": []},
        {"cancers": ["mondo:0005233", None]},
        {"naming": SOME[1], "cancers": g.store.subtypes("mondo:0005061"), "citing": "64"},
    ]
    for chosen in filters:
        expected = list(g.store.findings(**chosen))
        assert list(there.store.findings(**chosen)) == expected, chosen
    assert there.store.finding("sun2022:29a") == g.store.finding("sun2022:29a")
    assert there.store.finding("sun2022:999") is None
    assert there.store.cargo() == g.store.cargo()
    assert there.store.findings_by_cancer() == g.store.findings_by_cancer()


def test_edges(g: radexo.Graph, there: radexo.Graph) -> None:
    walked = matching(CAUSAL, None, None)
    of_papers = [*g.store.findings(citing="29"), *g.store.findings(citing="47")]
    assert of_papers
    for chosen in (
        {},
        {"predicates": {"SPONGES"}},
        {"classes": CAUSAL, "signs": {0}},
        {"signs": {None}},
        {"findings": of_papers, "classes": CAUSAL},
        {"findings": []},
    ):
        assert list(there.store.edges(**chosen)) == list(g.store.edges(**chosen)), chosen
    for id in (*SOME, "nothing:1"):
        for method in ("out_edges", "in_edges"):
            for chosen in ({}, {"classes": CAUSAL, "signs": {-1}}, {"predicates": {"CARRIES"}}):
                found, expected = (list(getattr(x.store, method)(id, **chosen)) for x in (there, g))
                assert found == expected
        for forward in (True, False):
            found, expected = (x.store.neighbors(id, walked, forward=forward) for x in (there, g))
            assert found == expected


def test_parts(g: radexo.Graph, there: radexo.Graph) -> None:
    around, among = there.store.around(SOME[:1]), there.store.among(SOME)
    assert list(around.out_edges(SOME[0])) == list(g.store.out_edges(SOME[0]))
    assert list(around.in_edges(SOME[0])) == list(g.store.in_edges(SOME[0]))
    within = [e for e in g.store.edges() if {e.subject, e.object} <= set(SOME)]
    assert list(among.edges()) == within
    assert {e.id for e in among.entities()} >= set(SOME)
    assert around.degree(SOME[0]) == g.store.degree(SOME[0])
    assert not list(there.store.around([]).edges())
    keys = {key for e in within for i in e.evidence for key in i.finding.reference_keys}
    assert all(among.reference(*key) == g.store.reference(*key) for key in keys)


TEXTS = ("c", "mir", "mir-34", "CTG", "β", "hgnc:118", "11810", "lung", "exosom", "KLF1O", "é", "p")


@pytest.mark.parametrize("text", TEXTS)
def test_suggestions(g: radexo.Graph, there: radexo.Graph, text: str) -> None:
    for types in ([], ["gene"], ["RNA", "Cancer"]):
        assert suggestions(there, text, types) == suggestions(g, text, types)


def test_a_latin_letter_for_a_greek_one(g: radexo.Graph, there: radexo.Graph) -> None:
    for name in ("b-catenin", "Wnt/b-catenin"):
        assert there.entity(name) == g.entity(name)
        assert there.regulators(name).to_dict()["rows"] == g.regulators(name).to_dict()["rows"]


def test_nearest_names(g: radexo.Graph, there: radexo.Graph) -> None:
    for name in ("KLF1O", "radiosensitvity", "gliblastoma", "x", "", "mir-3400", "lungs", "brest"):
        for types in (None, ("Gene",), ("Cancer",)):
            assert there.names.nearest(name, types) == g.names.nearest(name, types)


def test_the_explorer(g: radexo.Graph, there: radexo.Graph) -> None:
    assert home(there) == home(g)
    for name in ("KLF10", "radiosensitivity", "NSCLC"):
        assert card(there, name) == card(g, name)
        pages = [show(x, ask(x, "neighbors", {"of": name}), grown=["CDC25A"]) for x in (there, g)]
        assert pages[0] == pages[1]
    for _, name, parameters in EXAMPLES:
        pages = [show(x, ask(x, name, parameters), [0], ["KLF10"]) for x in (there, g)]
        assert pages[0] == pages[1]


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_an_example_is_shown_and_drawn(g: radexo.Graph, there: radexo.Graph, question: Any) -> None:
    answers = [x.query(question.name, **question.example) for x in (there, g)]
    pages = [show(x, answer) for x, answer in zip((there, g), answers, strict=True)]
    assert pages[0] == pages[1]
    if pages[1]["picture"]:
        drawn = [answer.draw().picture.to_dict() for answer in answers]
        assert drawn[0] == drawn[1]


def test_paths_one_by_one(g: radexo.Graph, there: radexo.Graph) -> None:
    found, expected = (
        {path.chain for path in x.iter_paths("miR-340-5p", "radiosensitivity", max_hops=3)}
        for x in (there, g)
    )
    assert found == expected
