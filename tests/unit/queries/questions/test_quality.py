"""Gaps, hubs, what falls with a paper, and the papers behind an entity, on the review."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

import radexo
from radexo.graph.errors import AmbiguousNameError, UnknownNameError, UsageError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import PREDICATES, PredicateClass
from radexo.loaders.review import PACKAGED_TABLES
from radexo.queries.catalogue import find

WITHOUT_TARGET = {
    "BIRC5",
    "circMYC",
    "circRNAs",
    "DNAJB8",
    "Hsp70",
    "miR-1246",
    "miR-9",
    "miRNAs",
    "proliferation-suppressing miRNAs",
}
WITHOUT_PATHWAY = {"ATF2", "CDC25A", "KLF10", "MYCBP", "NOTCH2", "TERT", "UVRAG"}


def test_gaps(g: radexo.Graph) -> None:
    answer = g.query("gaps")
    assert {
        row.entity.name for row in answer if row.kind == "cargo-without-target"
    } == WITHOUT_TARGET
    assert {
        row.entity.name for row in answer if row.kind == "target-without-pathway"
    } == WITHOUT_PATHWAY
    rows = {row.entity.name: row for row in answer}
    assert (rows["miR-9"].findings, rows["CDC25A"].findings) == (("sun2022:35a",), ("sun2022:46a",))
    assert rows["TERT"].cells()["missing"] == "a pathway or process"


@pytest.mark.parametrize(
    ("kind", "names"),
    [("cargo-without-target", WITHOUT_TARGET), ("target-without-pathway", WITHOUT_PATHWAY)],
)
def test_gaps_of_a_kind(g: radexo.Graph, kind: str, names: set[str]) -> None:
    answer = g.query("gaps", kind=kind)
    assert {row.entity.name for row in answer} == names
    assert {row.kind for row in answer} == {kind}


def test_a_gap_that_a_study_fills_is_none(g: radexo.Graph) -> None:
    mir9, gene = g.entity("miR-9").id, g.entity("ATF2").id
    fills = Finding(
        "new:1a",
        statements=(Statement(mir9, "REPRESSES", gene), Statement(gene, "INCREASES", "go:0006915")),
    )
    entities = (g.entity("miR-9"), g.entity("ATF2"), Entity("go:0006915", "apoptosis", "Process"))
    filled = g.merge(
        radexo.Graph(Records(sources=(Source("new"),), entities=entities, findings=(fills,)))
    )
    assert {row.entity.name for row in filled.query("gaps")} == (
        WITHOUT_TARGET | WITHOUT_PATHWAY
    ) - {"miR-9", "ATF2"}


def test_no_gaps_says_so() -> None:
    answer = radexo.Graph(Records()).query("gaps", kind="cargo-without-target")
    assert (answer.status, answer.reason) == ("empty", "there is no cargo without target")


@pytest.fixture(scope="module")
def every_claim() -> set[tuple[str, str, str]]:
    """The claims, as the curated table has them."""
    with open(PACKAGED_TABLES / "statements.tsv", encoding="utf-8", newline="") as file:
        return {
            (row["subject"], row["predicate"], row["object"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def test_hubs(g: radexo.Graph, every_claim: set[tuple[str, str, str]]) -> None:
    directed = [
        c
        for c in every_claim
        if PREDICATES[c[1]].cls in (PredicateClass.CAUSAL, PredicateClass.TRANSPORT)
    ]
    degree = Counter(end for claim in every_claim for end in (claim[0], claim[2]))
    incoming, outgoing = Counter(c[2] for c in directed), Counter(c[0] for c in directed)
    answer = g.query("hubs", limit=0)
    assert (answer.status, answer.reason, len(answer)) == (
        "complete",
        None,
        len(list(g.store.entities())),
    )
    assert {row.entity.name: (row.degree, row.incoming, row.outgoing) for row in answer} == {
        e.name: (degree[e.name], incoming[e.name], outgoing[e.name]) for e in g.store.entities()
    }
    assert [row.entity.name for row in answer][:2] == ["radiosensitivity", "exosomes"]


def test_hubs_of_a_type_are_cut(g: radexo.Graph) -> None:
    answer = g.query("hubs", type="RNA", limit=3)
    assert [(row.entity.name, row.degree) for row in answer] == [
        ("NORAD", 9),
        ("miR-93-5p", 7),
        ("miR-208a", 7),
    ]
    assert (answer.status, answer.reason) == (
        "truncated",
        "3 of 53 entities shown; limit 0 shows all",
    )
    assert len(g.query("hubs")) == 20
    assert radexo.Graph(Records()).query("hubs", type="Gene").reason == "there is no Gene"


def statuses(answer: Any) -> dict[tuple[str, str, str], str]:
    return {(row.subject.name, row.edge.predicate, row.object.name): row.status for row in answer}


def test_what_falls_with_a_finding(g: radexo.Graph) -> None:
    answer = g.query("depends_on", what="sun2022:29a")
    found = statuses(answer)
    assert {claim for claim, status in found.items() if status == "weakened"} == {
        ("apoptosis", "INCREASES", "radiosensitivity"),
        ("DNA repair", "DECREASES", "radiosensitivity"),
    }
    assert len(found) == 13
    assert found["miR-340-5p", "DECREASES", "KLF10"] == "lost"
    assert [row.status for row in answer] == ["lost"] * 11 + ["weakened"] * 2
    apoptosis = next(row for row in answer if row.subject.name == "apoptosis")
    assert (apoptosis.findings_lost, apoptosis.findings_left) == (
        ("sun2022:29a",),
        ("sun2022:63a", "sun2022:96a"),
    )
    assert [r.citation for r in apoptosis.references] == ["29", "63", "96"]


def test_what_falls_with_a_paper(g: radexo.Graph) -> None:
    answer = g.query("depends_on", what="29")
    assert [r.to_dict() for r in answer] == [
        r.to_dict() for r in g.query("depends_on", what="sun2022:29")
    ]
    alone = g.query("depends_on", what="sun2022:29a")
    assert {c for c, s in statuses(answer).items() if s == "lost"} == {
        c for c, s in statuses(alone).items() if s == "lost"
    }
    # what four papers say together does not fall with one of them
    assert answer.reason == "sun2022:29b cites 29, 30, 31, 32 and stays"
    shared = next(row for row in answer if row.object.name == "oncogenes")
    assert (shared.status, shared.findings_lost, shared.findings_left) == (
        "weakened",
        (),
        ("sun2022:29b",),
    )


def test_biomarker_claims_are_counted(g: radexo.Graph) -> None:
    assert g.query("depends_on", what="46").reason == "2 biomarker claims would be lost too"
    own = g.query("depends_on", what="sun2022:")
    assert {id for row in own for id in row.findings_lost} == {
        f"sun2022:0{letter}" for letter in "abcdefghiklmnoqrstuvwxy"
    }


def test_nothing_rests_on_a_paper_that_no_finding_cites(g: radexo.Graph) -> None:
    answer = g.query("depends_on", what="1")
    assert (answer.status, answer.reason) == ("empty", "no claim rests on 1")


def test_an_unknown_finding_has_neighbors(g: radexo.Graph) -> None:
    with pytest.raises(UnknownNameError) as error:
        g.query("depends_on", what="sun2022:29z")
    assert error.value.candidates[:2] == ("sun2022:29a", "sun2022:29b")
    with pytest.raises(UnknownNameError):
        g.query("depends_on", what="no such thing")
    with pytest.raises(UsageError, match="depends_on needs what"):
        g.query("depends_on")


def test_a_number_of_two_reviews_is_ambiguous(g: radexo.Graph) -> None:
    other = replace(
        next(f for f in g.store.findings() if f.id == "sun2022:31a"),
        id="li2020:4a",
        citations=("29",),
    )
    added = Records(
        sources=(Source("li2020"),),
        references=(Reference("li2020", "29"),),
        entities=g.records.entities,
        findings=(other,),
    )
    both = g.merge(radexo.Graph(added))
    with pytest.raises(AmbiguousNameError) as error:
        both.query("depends_on", what="29")
    assert error.value.candidates == ("li2020:29", "sun2022:29")
    answer = both.query("depends_on", what="li2020:29")
    assert {row.status for row in answer} == {"weakened"}
    assert {row.findings_left for row in answer} == {("sun2022:31a",)}


def test_cancers_are_listed_by_their_findings(g: radexo.Graph) -> None:
    rows = g.query("hubs", type="Cancer", limit=0)
    counted = {row.entity.name: row.cancer_findings for row in rows}
    assert list(counted.values()) == sorted(counted.values(), reverse=True)
    for name, count in counted.items():
        assert count == len(g.query("findings", cancer=name)), name
    assert {row.cancer_findings for row in g.query("hubs")} == {None}


def test_papers_on(g: radexo.Graph) -> None:
    (row,) = g.query("papers_on", name="KLF10")
    assert (row.reference.citation, row.to_dict()["findings"], row.source_check) == (
        "29",
        ["sun2022:29a"],
        "agrees",
    )
    assert row.to_dict()["summaries"][0].startswith("Hypoxic ESCC cells pass on miR-340-5p")
    assert [c.name for c in row.cancers] == ["esophageal squamous cell carcinoma"]
    wnt = g.query("papers_on", name="Wnt/beta-catenin signaling")
    assert [row.reference.citation for row in wnt] == ["64", "78"]
    assert [r.citation for r in wnt.references()] == ["64", "78"]


def test_a_paper_that_once_differs_differs(g: radexo.Graph) -> None:
    rows = {row.reference.citation: row for row in g.query("papers_on", name="radiosensitivity")}
    assert [f.id for f in rows["31"].citing] == ["sun2022:29b", "sun2022:31a"]
    assert [f.source_check for f in rows["31"].citing] == ["unchecked", "differs"]
    assert (rows["31"].source_check, rows["29"].source_check) == ("differs", "unchecked")
    assert [f.id for f in rows[None].citing] == [f"sun2022:0{letter}" for letter in "adgklouw"]


def test_an_entity_that_nothing_names(g: radexo.Graph) -> None:
    answer = g.query("papers_on", name="ALDH1A1+ tumor repopulating cells")
    assert answer.status == "empty"
    assert answer.reason == "no finding names ALDH1A1+ tumor repopulating cells"


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        (
            "lung cancer",
            ["0v", "48a", "49a", "50a", "51a", "52a", "53a", "54a", "55a"],
        ),  # a subtype
        ("macrophages", ["35a", "54a"]),  # a subtype
        ("prostate cancer stem cells", ["89a"]),  # their exosomes
        ("therapy resistance", ["0v", "95a"]),  # an endpoint
    ],
)
def test_a_finding_names_an_entity_also_by_a_subtype_its_exosomes_or_its_endpoint(
    g: radexo.Graph, name: str, ids: list[str]
) -> None:
    named = [f"sun2022:{id}" for id in ids]
    assert [finding.id for finding in g.query("findings", names=[name])] == named
    cited = {id for row in g.query("papers_on", name=name) for id in row.findings}
    assert sorted(cited) == named


@pytest.mark.parametrize(
    "name",
    [
        "gaps",
        "hubs",
        "depends_on",
        "papers_on",
        "shared_targets",
        "shared_regulators",
        "shared_pathways",
        "compare_cancers",
        "therapy",
        "sponges",
    ],
)
def test_rows_have_the_declared_keys(g: radexo.Graph, name: str) -> None:
    question = find(name)
    answer = g.query(name, **question.example)
    assert answer.rows
    for row in answer:
        assert tuple(row.to_dict()) == question.columns
        assert all(isinstance(cell, str) for cell in row.cells().values())
    assert len(answer.records()[0]) == len(answer.columns())
    assert question.answer is None or question.answer in question.columns


def test_a_finding_that_a_filter_leaves_out_is_known_all_the_same(g: radexo.Graph) -> None:
    answer = g.query("depends_on", what="sun2022:29a", cancer="NSCLC")
    assert (len(answer), answer.status) == (0, "empty")
    assert "left out by cancer" in (answer.reason or "")
