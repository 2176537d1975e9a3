"""Where a treatment could take hold: what the review names for each angle."""

from __future__ import annotations

from collections import Counter
from typing import Any

import radexo

BLOCK_TARGET = {
    "AGAP2-AS1",
    "ATR/Chk1 signaling",
    "BIRC5",
    "CDC25A",
    "circ_0067835",
    "circATP8B4",
    "circMYC",
    "CTNNB1",
    "DNAJB8",
    "HIF1A-AS2",
    "Hsp70",
    "IGF1R",
    "LMP1",
    "miR-1246",
    "miR-301a",
    "miR-340-5p",
    "miR-590-3p",
    "miR-889",
    "miR-93-5p",
    "MYCBP",
    "NORAD",
    "NOTCH2",
    "p38 MAPK signaling",
    "TERT",
    "TGF-beta signaling",
    "TGFB3",
    "Wnt/beta-catenin signaling",
}


def acts(answer: Any) -> set[tuple[str, str, int]]:
    return {(row.entity.name, row.object.name, row.sign) for row in answer}


def test_block_release(g: radexo.Graph) -> None:
    assert acts(g.query("therapy", angle="block-release")) == {
        ("exosome production inhibitors", "exosome biogenesis", -1)
    }


def test_what_raises_the_uptake_is_to_be_blocked(g: radexo.Graph) -> None:
    answer = g.query("therapy", angle="block-uptake")
    assert acts(answer) == {
        (name, "exosome uptake", 1) for name in ("phosphatidylserine", "ICAM1", "ICAM-1 receptor")
    }
    assert {row.certainty for row in answer} == {"hedged"}
    assert {row.references[0].citation for row in answer} == {None}  # proposed by the review itself


def test_exosomes_as_a_measure(g: radexo.Graph) -> None:
    given = g.query("therapy", angle="deliver-exosomes", cancer="melanoma")
    assert acts(given) == {("mesenchymal stem cell exosomes", "radiosensitivity", 1)}
    assert acts(g.query("therapy", angle="deliver-drugs")) == {
        ("exosomes", "drug delivery", 1),
        ("exosomes", "gene delivery", 1),
    }
    assert acts(g.query("therapy", angle="protect-tissue")) == {
        ("exosomes", "radiation-induced tissue injury", -1),
        ("exosomes", "radioprotection", 1),
    }


def test_a_class_without_named_members_is_no_target(g: radexo.Graph) -> None:
    lower = {r.regulator.name for r in g.query("regulators", names=["radiosensitivity"], sign="-")}
    assert "oncogenic mRNAs" in lower
    assert "oncogenic mRNAs" not in {row.entity.name for row in g.query("therapy")}


def test_deliver_cargo(g: radexo.Graph) -> None:
    names = ["miR-19b", "miR-22", "miR-26b-5p", "miR-34c", "miR-339-5p", "miR-9"]
    answer = g.query("therapy", angle="deliver-cargo")
    assert [row.entity.name for row in answer] == names  # the stated ones first
    assert {row.sign for row in answer} == {1}
    assert (answer[0].why, answer[0].findings) == (
        "raises radiosensitivity (stated)",
        ("sun2022:64a",),
    )


def test_block_target(g: radexo.Graph) -> None:
    answer = g.query("therapy", angle="block-target")
    assert acts(answer) == {(name, "radiosensitivity", -1) for name in BLOCK_TARGET}


def test_who_says_the_opposite_is_reported(g: radexo.Graph) -> None:
    rows = {
        row.entity.name: row
        for row in g.query("therapy", angle="block-target", cancer="glioblastoma")
    }
    assert set(rows) == {"HIF1A-AS2", "miR-301a", "miR-889", "Wnt/beta-catenin signaling"}
    why = rows["Wnt/beta-catenin signaling"].why
    assert why == "lowers radiosensitivity (inferred); the opposite is claimed by sun2022:64a"


def test_all_angles_and_one_cancer(g: radexo.Graph) -> None:
    whole = g.query("therapy")
    assert Counter(row.angle for row in whole) == {
        "block-release": 1,
        "block-uptake": 3,
        "deliver-cargo": 6,
        "deliver-exosomes": 5,
        "deliver-drugs": 2,
        "protect-tissue": 2,
        "block-target": 27,
    }
    assert not {row.entity.type for row in whole} & {"Exposure", "Cell", "Process"}
    within = g.query("therapy", angle="deliver-cargo", cancer="head and neck cancer")
    assert {row.entity.name for row in within} == {"miR-9", "miR-34c"}
    assert within.reason == "4 of 6 candidates left out by cancer head and neck cancer"
    none = g.query("therapy", angle="deliver-cargo", cancer="melanoma")
    assert (none.status, none.reason) == ("empty", "6 of 6 candidates left out by cancer melanoma")


def test_a_graph_without_an_angle_says_so() -> None:
    empty = radexo.Graph(radexo.graph.records.Records())
    answer = empty.query("therapy", angle="block-uptake")
    assert (answer.status, answer.reason) == (
        "empty",
        "the graph has no candidate for block-uptake",
    )
