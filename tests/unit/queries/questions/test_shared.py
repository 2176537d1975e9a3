"""What entities and cancers of the review have in common, with signs."""

from __future__ import annotations

from typing import Any

import pytest

import radexo
from radexo.graph.errors import UsageError

RS = "radiosensitivity"


def signs(answer: Any) -> dict[str, list[tuple[str, int]]]:
    """What is shared, and each entity asked about with its sign."""
    return {
        row.entity.name: [(link.entity.name, link.path.sign) for link in row.links]
        for row in answer
    }


def test_shared_targets(g: radexo.Graph) -> None:
    answer = g.query("shared_targets", names=["miR-93-5p", "miR-340-5p"])
    both = [("miR-93-5p", -1), ("miR-340-5p", -1)]
    assert signs(answer) == {"apoptosis": both, RS: both}
    assert [row.same_direction for row in answer] == [True, True]
    assert answer[0].findings == ("sun2022:29a", "sun2022:63a")
    assert [r.citation for r in answer[0].references] == ["29", "63"]
    assert [c.name for c in answer[0].cancers] == [
        "esophageal squamous cell carcinoma",
        "colorectal cancer",
    ][::-1]


def test_opposite_directions(g: radexo.Graph) -> None:
    answer = g.query("shared_targets", names=["miR-22", "miR-340-5p"])
    opposite = [("miR-22", 1), ("miR-340-5p", -1)]
    assert signs(answer) == {"apoptosis": opposite, RS: opposite}
    assert [row.same_direction for row in answer] == [False, False]


def test_a_direction_that_is_not_given(g: radexo.Graph) -> None:
    answer = g.query("shared_targets", names=["miR-208a", "miR-93-5p"])
    assert {row.entity.name: row.same_direction for row in answer} == {
        "apoptosis": True,
        "proliferation": True,
        RS: None,
    }
    assert answer[2].cells()["same direction"] == "not given"


def test_three_share_less_than_two(g: radexo.Graph) -> None:
    assert set(signs(g.query("shared_targets", names=["miR-208a", "miR-93-5p", "miR-340-5p"]))) == {
        "apoptosis",
        RS,
    }
    assert set(signs(g.query("shared_targets", names=["TCEAL7", "FOXA1", "miR-22"]))) == {RS}


def test_shared_regulators(g: radexo.Graph) -> None:
    answer = g.query("shared_regulators", names=["KLF10", "UVRAG"])
    assert signs(answer) == {"miR-340-5p": [("KLF10", -1), ("UVRAG", -1)]}
    assert (answer[0].same_direction, answer[0].findings) == (True, ("sun2022:29a",))
    assert answer[0].to_dict()["targets"][0]["path"] == "miR-340-5p -| KLF10"


def test_every_sign_of_a_regulator_is_shown(g: radexo.Graph) -> None:
    answer = g.query("shared_regulators", names=["exosome secretion", "exosome uptake"])
    assert signs(answer) == {
        "ionizing radiation": [
            ("exosome secretion", 1),
            ("exosome secretion", 0),
            ("exosome uptake", 1),
            ("exosome uptake", 0),
        ]
    }
    assert answer[0].same_direction is None


def test_shared_pathways(g: radexo.Graph) -> None:
    answer = g.query("shared_pathways", names=["miR-301a", "miR-19b"], max_hops=1)
    assert signs(answer) == {"Wnt/beta-catenin signaling": [("miR-301a", 1), ("miR-19b", 1)]}
    assert signs(g.query("shared_pathways", names=["TCEAL7", "FBXW7"])) == {
        "Wnt/beta-catenin signaling": [("TCEAL7", -1), ("FBXW7", -1)]
    }


def test_a_pathway_further_off(g: radexo.Graph) -> None:
    answer = g.query("shared_pathways", names=["H3K4me2 enrichment", "NORAD"])
    assert [link.path.chain for link in answer[0].links] == [
        "H3K4me2 enrichment -> NORAD -> ATR/Chk1 signaling",
        "NORAD -> ATR/Chk1 signaling",
    ]
    link = answer[0].to_dict()["actors"][0]
    assert (link["sign"], link["support"], link["certainty"]) == (1, "one-study", "inferred")
    near = g.query("shared_pathways", names=["H3K4me2 enrichment", "NORAD"], max_hops=1)
    assert near.status == "empty"
    assert (
        near.reason
        == "H3K4me2 enrichment, NORAD: there is no pathway that each of them reaches within 1 hop"
    )


@pytest.mark.parametrize("name", ["shared_targets", "shared_regulators", "shared_pathways"])
def test_two_entities_are_needed(g: radexo.Graph, name: str) -> None:
    for names in (["KLF10"], ["KLF10", "hgnc:11810"]):
        with pytest.raises(UsageError, match="at least two"):
            g.query(name, names=names)
    answer = g.query(name, names=["KLF10", "sheep reticulocytes"])
    assert answer.status == "empty"
    assert answer.reason is not None
    assert "KLF10, sheep reticulocytes" in answer.reason


def claims(answer: Any, status: str) -> set[tuple[str, str, int | None, int | None]]:
    return {
        (r.subject.name, r.object.name, r.sign_one, r.sign_other)
        for r in answer
        if r.status == status
    }


def test_opposite_claims_of_two_cancers(g: radexo.Graph) -> None:
    answer = g.query("compare_cancers", one="CRC", other="glioblastoma")
    assert claims(answer, "opposite") == {("Wnt/beta-catenin signaling", RS, 1, -1)}
    assert claims(answer, "common") == set()
    row = answer[0].to_dict()
    assert (row["findings_one"], row["findings_other"]) == (["sun2022:64a"], ["sun2022:78a"])
    assert [r["citation"] for r in row["references"]] == ["64", "78"]
    assert ("circ_0067835", "miR-1236-3p", -1, None) in claims(answer, "only-first")
    assert ("miR-301a", "TCEAL7", None, -1) in claims(answer, "only-second")
    turned = g.query("compare_cancers", one="glioblastoma", other="CRC")
    assert claims(turned, "opposite") == {("Wnt/beta-catenin signaling", RS, -1, 1)}
    assert {row[:2] for row in claims(turned, "only-second")} == {
        row[:2] for row in claims(answer, "only-first")
    }


def test_common_claims_of_two_cancers(g: radexo.Graph) -> None:
    answer = g.query("compare_cancers", one="ESCC", other="CRC")
    assert claims(answer, "common") == {("apoptosis", RS, 1, 1)}
    assert [row.status for row in answer] == sorted(
        (row.status for row in answer), key=["common", "only-first", "only-second"].index
    )


def test_subtypes_count(g: radexo.Graph) -> None:
    answer = g.query("compare_cancers", one="glioma", other="glioblastoma")
    assert claims(answer, "only-first") == {
        ("circATP8B4", "miR-766", -1, None),
        ("circATP8B4", RS, -1, None),
        ("miR-766", RS, 1, None),
        ("hypoxia", "vascular cell activation", 1, None),
        ("glioma cell exosomes", "vascular cell activation", 0, None),
    }
    assert not claims(answer, "only-second")
    assert answer.reason == "glioblastoma lies within glioma: its findings count for both"


def test_one_cancer_is_not_compared_with_itself(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="both names mean colorectal cancer"):
        g.query("compare_cancers", one="CRC", other="colorectal cancer")
