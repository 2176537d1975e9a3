"""What resources say of the claims of a review: confirmed, denied, touched on and extended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.stores.base import Store
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from support.resources import (
    ENTITIES,
    G1,
    G2,
    G3,
    G4,
    MERGED,
    MIR_A,
    RESOURCES,
    REVIEW,
    WITH_ARMS,
    record,
)

Build = Callable[[Records, Path], Store]


def in_memory(records: Records, folder: Path) -> Store:
    return MemoryStore(records)


def on_disk(records: Records, folder: Path) -> Store:
    return DiskStore.build(records, folder / "graph.db")


@pytest.fixture(params=[in_memory, on_disk])
def build(request: pytest.FixtureRequest) -> Build:
    made: Build = request.param
    return made


@pytest.fixture
def merged(build: Build, tmp_path: Path) -> radexo.Graph:
    """The review with the resources."""
    return radexo.Graph(build(MERGED, tmp_path))


@pytest.fixture
def alone(build: Build, tmp_path: Path) -> radexo.Graph:
    """The review without them."""
    return radexo.Graph(build(REVIEW, tmp_path))


# -- what a store offers for it -----------------------------------------------------------------


def test_a_review_is_a_source_whose_findings_are_more_than_rows(
    build: Build, tmp_path: Path, g: radexo.Graph
) -> None:
    assert build(MERGED, tmp_path).reviews() == {"rev"}
    assert build(RESOURCES, tmp_path).reviews() == set()
    assert g.store.reviews() == {"sun2022"}


def test_the_findings_of_some_sources(merged: radexo.Graph) -> None:
    ids = [f.id for f in merged.store.findings(sources={"reactome", "exocarta", "nowhere"})]
    assert ids == ["exocarta:1", "reactome:1", "reactome:2"]
    of_a = merged.store.findings(sources={"rev"}, naming=MIR_A)
    assert [f.id for f in of_a] == ["rev:1a", "rev:2a", "rev:4a"]
    assert not merged.store.findings(sources=())


def test_edges_joining_pairs_are_of_every_class(merged: radexo.Graph) -> None:
    pairs = [(MIR_A, G2), (MIR_A, G1), (MIR_A, G1), (G2, MIR_A), ("radexo:nothing", G1)]
    assert [(e.subject, e.predicate, e.object) for e in merged.store.edges_joining(pairs)] == [
        (MIR_A, "CAUSES_NO_CHANGE", G2),
        (MIR_A, "DECREASES", G1),
        (MIR_A, "DECREASES", G2),
        (MIR_A, "REPRESSES", G1),
    ]


def test_the_findings_of_one_source_are_listed_however_large_the_graph_is(
    merged: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.queries.questions.findings.MOST_LISTED", len(REVIEW.findings))
    assert [row.finding for row in merged.findings(source="rev")] == list(REVIEW.findings)
    with pytest.raises(UsageError, match="findings: the graph has 14; give a name"):
        merged.findings()


# -- names of arms ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant", "other"), [("miR-7", "miR-7-5p", "miR-7-3p"), ("miR-8", "miR-8", "miR-8-3p")]
)
def test_the_microrna_that_a_review_names_is_meant_and_the_answer_names_the_other_arm(
    build: Build, tmp_path: Path, typed: str, meant: str, other: str
) -> None:
    merged = radexo.Graph(build(WITH_ARMS, tmp_path))
    assert merged.entity(typed).name == meant
    said = f"{typed!r} is read as {meant} (MiRNA, radexo:{meant}); give an id for {other} ("
    answer = merged.targets(typed)
    assert [row.regulator.name for row in answer] == [meant]
    assert answer.reason
    assert said in answer.reason
    assert merged.targets(f"radexo:{meant}").rows == answer.rows
    assert said not in (merged.targets(f"radexo:{meant}").reason or "")
    asked = merged.ask(f"what does {typed} repress?")
    assert asked.rows == answer.rows
    assert asked.reason
    assert said in asked.reason


# -- notes --------------------------------------------------------------------------------------


def test_a_denied_claim_has_a_note_that_names_finding_source_and_papers(
    merged: radexo.Graph, alone: radexo.Graph
) -> None:
    (row,) = merged.targets("mir-A").filter(lambda row: row.target.id == G2)
    assert [(note.kind, note.finding, note.text) for note in row.notes] == [
        (
            "denied",
            "mirtarbase:3",
            "denied by mirtarbase (weak, [mirtarbase:105]): no effect of mir-A on gene2 was seen",
        )
    ]
    assert "*1 mirtarbase:3, denied by" in merged.relation("mir-A", "gene2").footnotes()[1][0]
    assert not any(row.notes for row in alone.targets("mir-A"))


def test_a_claim_without_a_direction_has_notes_too(build: Build, tmp_path: Path) -> None:
    denied = [record(f"mirtarbase:{n}", G4, "CAUSES_NO_CHANGE", G3, "105") for n in (9, 10)]
    made_too = record("omnipath:9", G4, "REGULATES", G3)
    more = Records(findings=(*denied, made_too))
    g = radexo.Graph(build(merge(MERGED, more), tmp_path))
    (row,) = g.targets("gene4").rows
    assert [(note.kind, note.finding) for note in row.notes] == [
        ("denied", "mirtarbase:9"),
        ("denied", "mirtarbase:10"),
        ("confirmed", "omnipath:9"),
    ]
    (of_gene3,) = (row for row in g.contradictions("gene4") if row.object.id == G3)
    assert (of_gene3.kind, of_gene3.plus.findings) == ("denied", ("omnipath:9", "rev:4a"))
    assert of_gene3.minus.findings == ("mirtarbase:9", "mirtarbase:10")
    assert of_gene3.cells()["raises"].startswith("claimed to act on: ")
    edges = g.targets("gene4").draw().picture.edges
    assert [(edge.predicates, len(edge.noted), edge.confirmed) for edge in edges] == [
        (("REGULATES",), 3, True)
    ]


def test_a_denial_is_no_step_of_a_path(merged: radexo.Graph) -> None:
    paths = merged.paths("mir-A", "gene2", associations=True, max_hops=1)
    assert [[edge.predicate for edge in path.edges] for path in paths] == [["DECREASES"]]


def test_a_confirmed_claim_has_a_note_for_each_other_source(merged: radexo.Graph) -> None:
    (row,) = merged.mechanism("mir-A", "gene1", support="one-study").rows[:1]
    (note,) = (note for note in row.notes if note.kind == "confirmed")
    assert (note.finding, note.text) == (
        "mirtarbase:1",
        "mir-A on gene1 is confirmed by mirtarbase (strong, [mirtarbase:101], [mirtarbase:102], "
        "[mirtarbase:103] and 1 more)",
    )


def test_a_review_is_not_said_to_confirm_a_resource_but_to_claim_the_same(
    merged: radexo.Graph,
) -> None:
    (row,) = merged.targets("mir-A", source="mirtarbase").filter(lambda r: r.target.id == G1)
    assert row.findings == ("mirtarbase:1", "mirtarbase:2")
    assert [(note.kind, note.finding, note.text) for note in row.notes] == [
        ("confirmed", "rev:1a", "mir-A on gene1 is claimed by the review rev ([rev:1]) too")
    ]


def test_no_claim_is_confirmed_by_a_source_that_makes_it(merged: radexo.Graph) -> None:
    for answer in (
        merged.targets("mir-A"),
        merged.relation("mir-A", "gene1"),
        merged.mechanism("mir-A"),
    ):
        for row in answer:
            for note in (note for note in row.notes if note.kind == "confirmed"):
                making = {e.finding.source for edge in row.edges for e in edge.evidence}
                assert making - {note.finding.partition(":")[0]}, note
    rows = merged.relation("mir-A", "gene1").rows
    assert {row.findings: [note.finding for note in row.notes] for row in rows} == {
        ("mirtarbase:2",): ["rev:1a"],
        ("mirtarbase:1", "rev:1a"): ["mirtarbase:1"],
        ("omnipath:3",): [],
    }


@pytest.fixture
def inferred(build: Build, tmp_path: Path) -> radexo.Graph:
    """The same where the review names no arm of mir-A, and curators inferred it."""
    entities = tuple(
        replace(e, id_status="inferred arm") if e.id == MIR_A else e for e in MERGED.entities
    )
    return radexo.Graph(build(replace(MERGED, entities=entities), tmp_path))


def test_what_is_joined_by_an_inferred_arm_says_so(inferred: radexo.Graph) -> None:
    (denied,) = inferred.targets("mir-A").filter(lambda row: row.target.id == G2)
    assert [note.text for note in denied.notes] == [
        "denied by mirtarbase (weak, [mirtarbase:105]): no effect of mir-A on gene2 was seen; the "
        "arm of mir-A is inferred"
    ]
    (confirmed,) = inferred.targets("mir-A").filter(lambda row: row.target.id == G1)
    assert [note.text for note in confirmed.notes] == [
        "mir-A on gene1 is confirmed by mirtarbase (strong, [mirtarbase:101], [mirtarbase:102], "
        "[mirtarbase:103] and 1 more); the arm of mir-A is inferred"
    ]
    (of_review,) = inferred.targets("mir-A", source="mirtarbase").filter(
        lambda row: row.target.id == G1
    )
    assert "inferred" not in of_review.notes[0].text  # the review says mir-A itself


def test_corroborate_says_what_is_joined_by_an_inferred_arm(
    inferred: radexo.Graph, merged: radexo.Graph
) -> None:
    row = inferred.corroborate("mir-A", "gene2").rows[0]
    assert row.uncertain == row.to_dict()["uncertain"] == "the arm of mir-A is inferred"
    assert row.cells()["denied by"] == (
        "mirtarbase CAUSES_NO_CHANGE (weak, 1 paper); the arm of mir-A is inferred"
    )
    assert row.cells()["confirmed by"] == "-"
    unsaid = inferred.corroborate("mir-A", "radiosensitivity").rows[0]
    assert unsaid.uncertain is None
    assert not any(row.uncertain for row in merged.corroborate())


def test_a_claim_of_one_source_confirms_nothing(merged: radexo.Graph) -> None:
    (row,) = merged.targets("mir-B").filter(lambda row: row.target.type == "Gene")
    assert row.findings == ("mirtarbase:4",)
    assert not row.notes


# -- corroborate ------------------------------------------------------------------------------


def _said(row: Any) -> list[list[tuple[str, str, str | None]]]:
    by = (row.confirmed_by, row.denied_by, row.mentioned_by)
    return [[(said.source, said.predicate, said.strength) for said in sources] for sources in by]


def test_each_claim_of_the_review_is_confirmed_denied_or_mentioned(merged: radexo.Graph) -> None:
    answer = merged.corroborate()
    rows = {(r.subject.name, r.predicate, r.object.name): _said(r) for r in answer}
    nothing: list[Any] = [[], [], []]
    exosomes, cell = "exosomes of some cell", "some cell"
    assert list(rows.items()) == [
        (("mir-A", "DECREASES", "gene2"), [[], [("mirtarbase", "CAUSES_NO_CHANGE", "weak")], []]),
        (("mir-A", "REPRESSES", "gene4"), [[], [("omnipath", "INCREASES", None)], []]),
        (
            ("mir-A", "REPRESSES", "gene1"),
            [[("mirtarbase", "DECREASES", "weak"), ("mirtarbase", "REPRESSES", "strong")], [], []],
        ),
        ((exosomes, "CARRIES", "mir-A"), [[], [], [("exocarta", "EXPRESSED_IN", None)]]),
        (("gene2", "ASSOCIATED_WITH", "gene3"), [[], [], [("omnipath", "INTERACTS", None)]]),
        ((exosomes, "CARRIES", "mir-B"), nothing),
        (("gene1", "INCREASES", "radiosensitivity"), nothing),
        (("gene4", "REGULATES", "gene3"), nothing),
        (("mir-A", "DECREASES", "radiosensitivity"), nothing),
        (("mir-B", "DECREASES", "radiosensitivity"), nothing),
        ((cell, "RELEASES", exosomes), nothing),
    ]
    assert answer.status == "complete"


def test_what_is_said_comes_with_findings_and_papers(merged: radexo.Graph) -> None:
    row = merged.corroborate("mir-A", "gene1").rows[0]
    assert [said.to_dict() for said in row.confirmed_by][1] == {
        "source": "mirtarbase",
        "predicate": "REPRESSES",
        "strength": "strong",
        "findings": ["mirtarbase:1"],
        "references": [
            {
                "source": "mirtarbase",
                "citation": pmid,
                "label": f"[mirtarbase:{pmid}]",
                "doi": None,
                "pmid": pmid,
                "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
            }
            for pmid in ("101", "102")
        ],
    }
    assert (row.findings, [c.name for c in row.cancers]) == (("rev:1a",), ["some cancer"])
    assert row.cells()["confirmed by"] == (
        "mirtarbase DECREASES (weak, 2 papers); mirtarbase REPRESSES (strong, 2 papers)"
    )
    assert merged.corroborate("gene1", "some pathway").status == "empty"


def test_filters_select_the_claims_not_what_is_said_of_them(merged: radexo.Graph) -> None:
    of_review = merged.corroborate(source="rev")
    assert [_said(r) for r in of_review] == [_said(r) for r in merged.corroborate()]
    assert not merged.corroborate(source="mirtarbase")
    assert [r.object.name for r in merged.corroborate("mir-A", confirmed=True)] == ["gene1"]


def test_a_filter_leaves_only_claims_that_a_review_makes_within_it() -> None:
    hedged = Statement(MIR_A, "DECREASES", G1, 1, "hedged")
    stated = Statement(MIR_A, "DECREASES", G2, 2)
    review = Finding("rev:9a", ("1",), statements=(hedged, stated))
    findings = (review, record("mirtarbase:9", MIR_A, "DECREASES", G1, "101"))
    g = radexo.Graph(Records((Source("mirtarbase"),), (), ENTITIES, findings))
    for certainty, expected in (("stated", ["gene2"]), ("hedged", ["gene1"])):
        asked: dict[str, Any] = {"certainty": certainty}
        assert [row.object.name for row in g.corroborate(**asked)] == expected
        assert [row.object.name for row in g.depends_on("rev:9a", **asked)] == expected


def test_without_resources_the_reason_says_how_to_get_some(
    alone: radexo.Graph, build: Build, tmp_path: Path
) -> None:
    answer = alone.corroborate()
    assert answer.status == "empty"
    assert answer.reason == (
        "the graph holds one source, rev: nothing can be compared; 'radexo sources' lists what can "
        "be loaded, 'radexo --graph DIR load SOURCE FILE' merges it"
    )
    without = radexo.Graph(build(RESOURCES, tmp_path)).corroborate()
    assert "no review, only exocarta, mirtarbase, omnipath, reactome" in (without.reason or "")


def test_two_reviews_confirm_each_other(build: Build, tmp_path: Path) -> None:
    (first, *_) = REVIEW.findings
    second = replace(first, id="more:1a", citations=())
    both = Records(
        (*REVIEW.sources, Source("more")),
        (*REVIEW.references, Reference("more", title="more")),
        REVIEW.entities,
        (second, *REVIEW.findings),
    )
    row = radexo.Graph(build(both, tmp_path)).corroborate("mir-A", "gene1").rows[0]
    assert [said.source for said in row.confirmed_by] == ["more", "rev"]
    assert row.findings == ("more:1a", "rev:1a")


# -- the filter ---------------------------------------------------------------------------------


def test_only_confirmed_claims(merged: radexo.Graph, alone: radexo.Graph) -> None:
    answer = merged.targets("mir-A", confirmed=True)
    assert [(row.target.name, row.findings) for row in answer] == [("gene1", ("rev:1a",))]
    assert answer.reason == "4 of 5 targets left out by confirmed"
    assert [f.finding.id for f in merged.findings(confirmed=True)] == [
        "mirtarbase:1",
        "mirtarbase:2",
        "rev:1a",
    ]
    nothing = alone.targets("mir-A", confirmed=True)
    assert nothing.status == "empty"
    assert "one source confirms nothing; 'radexo sources' lists" in (nothing.reason or "")


def test_a_filter_that_is_not_set_is_not_echoed(merged: radexo.Graph) -> None:
    assert "confirmed" not in merged.targets("mir-A").parameters
    assert "confirmed" not in merged.targets("mir-A", confirmed=False).parameters
    assert merged.targets("mir-A", confirmed=True).parameters["confirmed"] is True


# -- contradictions -----------------------------------------------------------------------------


def test_denied_claims_are_contradictions_after_all_others(
    merged: radexo.Graph, alone: radexo.Graph
) -> None:
    rows = [
        (row.kind, row.object.name, row.plus.findings, row.minus.findings)
        for row in merged.contradictions()
    ]
    assert rows == [
        ("two-papers", "gene4", ("omnipath:1",), ("rev:4a",)),
        ("denied", "gene2", ("rev:2a",), ("mirtarbase:3",)),
    ]
    cells = merged.contradictions().cells()[1]
    assert cells["raises"].startswith("claimed to lower: stated: some cancer")
    assert cells["lowers"] == "denied: stated: general [mirtarbase:105]"
    assert not alone.contradictions()


def test_a_filter_hides_the_denials_that_it_leaves_out(merged: radexo.Graph) -> None:
    answer = merged.contradictions(source="rev")
    assert not answer
    assert "left out by source rev" in (answer.reason or "")


# -- support ------------------------------------------------------------------------------------


def test_records_never_make_more_of_a_path_than_they_say(merged: radexo.Graph) -> None:
    levels = {p.chain: p.support for p in merged.paths("gene1", "some pathway")}
    assert levels["gene1 [belongs to] some pathway"] == "one-passage"  # a record without a paper
    levels = {p.chain: p.support for p in merged.paths("mir-A", "some pathway")}
    assert levels["mir-A -| gene1 [belongs to] some pathway"] == "stitched"
    without_cancer = merged.paths("mir-B", "some pathway")
    assert [p.support for p in without_cancer] == ["stitched"]
    assert not merged.paths("mir-A", "some pathway", support="same-cancer")


# -- mechanism ----------------------------------------------------------------------------------


def _chains(answer: Any) -> list[tuple[str, str]]:
    return [(path.chain, path.support) for path in answer]


def test_a_mechanism_is_that_of_the_review_until_resources_are_asked_for(
    merged: radexo.Graph, alone: radexo.Graph
) -> None:
    of_review, of_merged = alone.mechanism("mir-A"), merged.mechanism("mir-A")
    assert _chains(of_merged) == _chains(of_review)
    evidence = [[edge.findings for edge in path.edges] for path in of_merged]
    assert evidence == [[edge.findings for edge in path.edges] for path in of_review]
    assert of_merged.reason == (
        f"{of_review.reason}; claims of exocarta, mirtarbase, omnipath, reactome are walked when "
        "--with names them"
        if of_review.reason
        else "claims of exocarta, mirtarbase, omnipath, reactome are walked when --with names them"
    )
    assert "resources" not in of_review.parameters


def test_resources_go_on_from_the_ends_of_a_chain(merged: radexo.Graph) -> None:
    answer = merged.mechanism("mir-A", resources=["reactome"])
    chains = _chains(answer)
    assert chains[: len(merged.mechanism("mir-A"))] == _chains(merged.mechanism("mir-A"))
    way = "some cell => exosomes of some cell => mir-A -| gene1 [belongs to] some pathway"
    assert (way, "stitched") in chains
    (path,) = answer.filter(lambda path: path.chain == way)
    assert [hop.sources for hop in path.hops] == [("rev",)] * 3 + [("reactome",)]
    assert path.cells()["support"] == "stitched (rev, rev, rev, reactome)"
    assert answer.parameters["resources"] == ["reactome"]


@pytest.mark.parametrize("support", ["one-passage", "stitched"])
def test_rows_of_the_review_come_before_those_that_resources_add(
    merged: radexo.Graph, support: str
) -> None:
    own = merged.mechanism("mir-A", support=support)
    answer = merged.mechanism("mir-A", support=support, resources="mirtarbase,reactome")
    assert len(answer) > len(own)
    assert _chains(answer)[: len(own)] == _chains(own)
    assert {"reactome"} <= {s for path in answer.rows[len(own) :] for s in path.hops[-1].sources}


@pytest.mark.parametrize("name", ["mir-A", "gene1", "gene3"])
def test_rows_have_one_order_in_every_store_and_order_of_loading(tmp_path: Path, name: str) -> None:
    loaded = DiskStore.build(REVIEW, tmp_path / "loaded.db")
    loaded.add(RESOURCES)
    stores: list[Store] = [
        MemoryStore(MERGED),
        MemoryStore(merge(RESOURCES, REVIEW)),
        DiskStore.build(MERGED, tmp_path / "built.db"),
        loaded,
    ]
    for asked in ({}, {"support": "stitched"}, {"resources": "mirtarbase,reactome"}):
        answers = [radexo.Graph(store).mechanism(name, **asked) for store in stores]
        assert len({json.dumps([row.to_dict() for row in answer]) for answer in answers}) == 1


def test_resources_lead_to_a_target_and_on_to_its_pathway(merged: radexo.Graph) -> None:
    answer = merged.mechanism("mir-B", resources="mirtarbase,reactome")
    assert (
        "exosomes of some cell => mir-B -| gene3 [belongs to] some pathway",
        "stitched",
    ) in _chains(answer)
    assert not [
        p for p in merged.mechanism("mir-B", resources="mirtarbase") if "pathway" in p.chain
    ]


def test_a_source_that_is_filtered_for_is_walked_as_it_is(merged: radexo.Graph) -> None:
    answer = merged.mechanism("gene1", source="reactome")
    assert _chains(answer) == [("gene1 [belongs to] some pathway", "one-passage")]
    assert not answer.reason or "--with" not in answer.reason


def test_a_resource_that_the_graph_lacks_is_refused(merged: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="no source 'signor' in the graph; it holds: exocarta"):
        merged.mechanism("mir-A", resources="signor")


def test_a_graph_of_resources_alone_is_walked_whole(build: Build, tmp_path: Path) -> None:
    answer = radexo.Graph(build(RESOURCES, tmp_path)).mechanism("gene1", support="stitched")
    assert ("mir-A -| gene1 [belongs to] some pathway", "stitched") in _chains(answer)


def test_other_questions_ask_the_whole_graph(merged: radexo.Graph) -> None:
    assert merged.targets("mir-B").filter(lambda row: row.findings == ("mirtarbase:4",))
    assert merged.regulators("gene3").filter(lambda row: row.regulator.name == "mir-B")
    assert merged.paths("mir-B", "some pathway")


# -- gaps ---------------------------------------------------------------------------------------


def test_gaps_that_a_resource_fills(merged: radexo.Graph, alone: radexo.Graph) -> None:
    def gaps(answer: Any) -> list[tuple[str, str, tuple[str, ...]]]:
        return [(row.kind, row.entity.name, row.findings) for row in answer]

    assert gaps(alone.gaps()) == [
        ("cargo-without-target", "mir-B", ("rev:3a",)),
        ("target-without-pathway", "gene1", ("rev:1a",)),
        ("target-without-pathway", "gene2", ("rev:2a",)),
        ("target-without-pathway", "gene4", ("rev:4a",)),
    ]
    answer = merged.gaps()
    assert gaps(answer) == [
        ("target-without-pathway", "gene2", ("rev:2a",)),
        ("target-without-pathway", "gene4", ("rev:4a",)),
        ("target-in-resource", "mir-B", ("mirtarbase:4",)),
        ("pathway-in-resource", "gene1", ("reactome:1",)),
    ]
    assert [cells["missing"] for cells in answer.cells()[2:]] == [
        "a target (mirtarbase: gene3)",
        "a pathway or process (reactome: some pathway)",
    ]
    of_kind = merged.gaps(kind="pathway-in-resource")
    assert gaps(of_kind) == gaps(answer)[3:]
    assert gaps(merged.gaps(source="rev")) == gaps(alone.gaps())
