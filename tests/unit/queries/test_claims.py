"""Claims as rows.

Every edge of the review can be one, and a filter shows only the evidence that passes.
"""

from __future__ import annotations

import radexo
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import PREDICATES, RADIOSENSITIVITY, PredicateClass
from radexo.queries.catalogue import find
from radexo.queries.claims import ClaimRow, claim_rows
from radexo.queries.filters import Filters
from radexo.queries.rows import flat_columns

MINE = (
    "relation",
    "evidence",
    "cargo_of",
    "carriers_of",
    "exosomes_of",
    "exposure_effects",
    "cargo_by_effect",
    "pathways_of",
    "what_if",
)


def test_every_edge_is_a_row(g: radexo.Graph) -> None:
    edges = list(g.store.edges())
    rows = claim_rows(g.store, reversed(edges))
    assert {row.id for row in rows} == {edge.id for edge in edges}
    assert {(row.id, row.sign, row.causal, row.certainty, row.findings) for row in rows} == {
        (edge.id, edge.sign, edge.causal, edge.certainty, edge.findings) for edge in edges
    }
    names = [
        (row.subject.name.casefold(), row.object.name.casefold(), row.predicate) for row in rows
    ]
    assert names == sorted(names)


def test_a_filter_shows_only_the_evidence_that_passes(g: radexo.Graph) -> None:
    edges = [
        e
        for e in g.store.out_edges(g.entity("hypoxia").id)
        if e.object == "radexo:radiosensitivity"
    ]
    (whole,) = claim_rows(g.store, edges)
    assert (whole.findings, [c.name for c in whole.cancers]) == (
        ("sun2022:0u", "sun2022:67a"),
        ["colorectal cancer"],
    )
    (within,) = claim_rows(Filters(g.entity("CRC")).view(g.store), edges)
    assert within.findings == ("sun2022:67a",)
    assert [r.citation for r in within.references] == ["67"]
    assert claim_rows(Filters(g.entity("GBM")).view(g.store), edges) == []


def test_certainty_is_of_the_evidence_that_passes() -> None:
    entities = (
        Entity("x:a", "a", "Gene"),
        Entity("x:b", "b", "Gene"),
        Entity("x:c1", "c1", "Cancer"),
        Entity("x:c2", "c2", "Cancer"),
    )
    findings = (
        Finding("s:1a", cancer="x:c1", statements=(Statement("x:a", "INCREASES", "x:b"),)),
        Finding(
            "s:2a",
            cancer="x:c2",
            statements=(Statement("x:a", "INCREASES", "x:b", certainty="hedged"),),
        ),
    )
    graph = radexo.Graph(Records(entities=entities, findings=findings))
    view = Filters(graph.entity("c2")).view(graph.store)
    rows = claim_rows(view, graph.store.edges())
    assert [(row.certainty, row.findings) for row in rows] == [("hedged", ("s:2a",))]


def test_rows_have_the_keys_that_they_declare(g: radexo.Graph) -> None:
    for name in MINE:
        question = find(name)
        answer = g.query(name, **question.example)
        assert answer.rows, name
        assert tuple(answer[0].to_dict()) == question.columns
        assert answer.columns() == flat_columns(answer.row_type)
        assert all(len(record) == len(answer.columns()) for record in answer.records())
        assert question.answer is None or question.answer in question.columns
        assert all(row.cells().keys() == answer[0].cells().keys() for row in answer)
        assert answer.references()


def test_a_row_reads_as_a_person_writes_it(g: radexo.Graph) -> None:
    row = g.query("relation", a="miR-340-5p", b="KLF10")[0]
    assert isinstance(row, ClaimRow)
    assert row.cells() == {
        "claim": "miR-340-5p -| KLF10",
        "predicate": "DECREASES",
        "certainty": "stated",
        "cancers": "esophageal squamous cell carcinoma",
        "papers": "Chen 2021 [29] doi:10.1186/s13046-021-01834-9",
    }


def test_the_cypher_knows_the_predicates_of_the_schema() -> None:
    signed = [name for name, row in PREDICATES.items() if row.causal and row.sign]
    causal = [name for name, row in PREDICATES.items() if row.causal]
    transport = [name for name, row in PREDICATES.items() if row.cls is PredicateClass.TRANSPORT]
    walked = {
        "relation": list(PREDICATES),
        "evidence": list(PREDICATES),
        "cargo_of": ["CARRIES"],
        "carriers_of": ["CARRIES"],
        "exosomes_of": list(PREDICATES),
        "exposure_effects": [*causal, "CARRIES"],
        "cargo_by_effect": signed,
        "pathways_of": causal,
        "what_if": signed + transport,
    }
    for name in MINE:
        assert _words(find(name).cypher) & set(PREDICATES) == set(walked[name]), name


def _words(cypher: str) -> set[str]:
    return set(cypher.replace("|", " ").replace(":", " ").replace("]", " ").split())


def test_a_denial_does_not_read_as_an_action() -> None:
    ends = ("radexo:a", "radexo:b")
    entities = tuple(Entity(id, id[-1], "Gene") for id in ends)
    denial = Finding("s:1", statements=(Statement(ends[0], "CAUSES_NO_CHANGE", ends[1]),))
    found = radexo.Graph(Records((Source("s"),), (Reference("s"),), entities, (denial,)))
    assert found.relation("a", "b").rows[0].cells()["claim"] == "a -/- b"
    assert not found.paths("a", "b", associations=True).rows


def test_a_claim_about_radiosensitivity_as_subject_can_be_denied() -> None:
    """Paths end at radiosensitivity, claims may begin there."""
    goal = Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity")
    entities = (goal, Entity("radexo:b", "b", "Process"))
    made, denied = (
        Finding(f"s:{number}", statements=(Statement(RADIOSENSITIVITY, predicate, "radexo:b"),))
        for number, predicate in enumerate(("DECREASES", "CAUSES_NO_CHANGE"), start=1)
    )
    found = radexo.Graph(Records((Source("s"),), (Reference("s"),), entities, (made, denied)))
    (row,) = found.contradictions()
    assert (row.kind, row.plus.findings, row.minus.findings) == ("denied", ("s:1",), ("s:2",))
