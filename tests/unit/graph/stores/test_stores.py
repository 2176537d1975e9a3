"""Every index of a store gives what a scan of the whole graph gives, in the same order."""

from __future__ import annotations

from itertools import combinations

import pytest

import radexo
from radexo.graph.schema import ENTITY_TYPES, PREDICATES, PredicateClass, subtypes

SIGNS = (1, -1, 0, None)


@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_entities_by_type(g: radexo.Graph, name: str) -> None:
    scanned = [e for e in g.store.entities() if e.type in subtypes(name)]
    assert list(g.store.entities({name})) == scanned


def test_entities_by_several_types(g: radexo.Graph) -> None:
    for pair in combinations(ENTITY_TYPES, 2):
        covered = subtypes(pair[0]) | subtypes(pair[1])
        scanned = [e for e in g.store.entities() if e.type in covered]
        assert list(g.store.entities(pair)) == scanned
    assert list(g.store.entities(())) == []


def test_subtypes_and_supertypes_are_closed_and_converse(g: radexo.Graph) -> None:
    for entity in g.store.entities():
        below, above = g.store.subtypes(entity.id), g.store.supertypes(entity.id)
        assert entity.id in below & above
        assert below == {entity.id}.union(
            *(g.store.subtypes(e.id) for e in g.store.entities() if entity.id in e.subtype_of)
        )
        assert above == {entity.id}.union(*map(g.store.supertypes, entity.subtype_of))
        assert all(entity.id in g.store.supertypes(id) for id in below)


def test_exosomes_by_donor_and_exposure(g: radexo.Graph) -> None:
    for entity in g.store.entities():
        ids = g.store.subtypes(entity.id)
        scanned = [
            e
            for e in g.store.entities()
            if e.type == "Exosome" and not ids.isdisjoint((e.id, *e.donors, *e.exposures))
        ]
        assert g.store.exosomes_of(ids) == scanned


@pytest.mark.unmeasured
def test_findings_by_entity_cancer_and_cargo(g: radexo.Graph) -> None:
    findings = g.store.findings()
    for entity in g.store.entities():
        id = entity.id
        assert list(g.store.findings(naming=id)) == [f for f in findings if id in f.named_ids]
        assert list(g.store.findings(cargo=id)) == [f for f in findings if id in f.cargo]
        assert list(g.store.findings(cancers=[id])) == [f for f in findings if f.cancer == id]
        both = [f for f in findings if id in f.cargo and f.cancer is None]
        assert list(g.store.findings(cargo=id, cancers={None})) == both
    assert list(g.store.findings(cancers=[])) == []
    assert g.store.cargo() == {id for f in findings for id in f.cargo}


def test_findings_by_paper(g: radexo.Graph) -> None:
    findings = g.store.findings()
    for reference in g.store.references():
        citing = [f for f in findings if reference.key in f.reference_keys]
        named = f"{reference.source}:{reference.citation or ''}"
        assert list(g.store.findings(citing=named)) == citing
        if reference.citation:
            assert list(g.store.findings(citing=reference.citation)) == citing
    assert not g.store.findings(citing="")


def test_findings_by_id(g: radexo.Graph) -> None:
    assert all(g.store.finding(f.id) is f for f in g.store.findings())
    assert g.store.finding("sun2022:999") is None


def test_edges_by_class_predicate_and_sign(g: radexo.Graph) -> None:
    edges = list(g.store.edges())
    for sign in SIGNS:
        assert list(g.store.edges(signs={sign})) == [e for e in edges if e.sign == sign]
    for cls in PredicateClass:
        of_class = [e for e in edges if PREDICATES[e.predicate].cls is cls]
        assert list(g.store.edges(classes={cls})) == of_class
        for sign in SIGNS:
            both = [e for e in of_class if e.sign == sign]
            assert list(g.store.edges(classes={cls}, signs={sign})) == both
    for name in PREDICATES:
        scanned = [e for e in edges if e.predicate == name]
        assert list(g.store.edges(predicates=[name])) == scanned


def test_edges_by_finding(g: radexo.Graph) -> None:
    edges = list(g.store.edges())
    for one, two in zip(g.store.findings(), g.store.findings()[1:], strict=False):
        ids = {one.id, two.id}
        assert list(g.store.edges(findings=[one, two])) == [e for e in edges if ids & {*e.findings}]
        causal = [e for e in edges if one.id in e.findings and e.causal]
        chosen = g.store.edges(findings=[one], classes={PredicateClass.CAUSAL})
        assert list(chosen) == causal
    assert list(g.store.edges(findings=[])) == []
