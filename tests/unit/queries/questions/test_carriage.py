"""Exosomes, their cargo, their donors and what exposures change, as in the tables of the review."""

from __future__ import annotations

from typing import Any

import pytest

import radexo
from radexo.graph.errors import UnknownNameError
from radexo.queries.claims import ClaimRow
from support.ids import spelled

CARBON = {
    "miR-200c-3p",
    "miR-323a-3p",
    "miR-379-5p",
    "miR-409-3p",
    "miR-411-5p",
    "miR-493-5p",
    "miR-494-3p",
    "miR-543",
    "miR-654-3p",
}
AFTER_RADIOTHERAPY = {
    "circ_0067835",
    "miR-378",
    "miR-574-3p",
    "miR-29a-3p",
    "miR-150-5p",
    "HSP72",
    "BIRC5",
    *CARBON,
}


def objects(rows: Any) -> set[str]:
    return {row.object.name for row in rows}


@pytest.mark.parametrize(
    ("asked", "cargo"),
    [
        ({"exosome": "CNE1 exosomes"}, {"LMP1"}),
        ({"exosome": "CAF exosomes"}, {"miR-590-3p", "miR-93-5p"}),
        ({"exosome": "cancer-associated fibroblasts"}, {"miR-590-3p", "miR-93-5p"}),
        ({"exosome": "macrophages"}, {"AGAP2-AS1"}),  # M2 macrophages are a kind
        ({"exosome": "pancreatic cancer cells"}, {"proliferation-suppressing miRNAs"}),
        (
            {"exosome": "NSCLC patients"},
            {"miR-208a", "miR-96", "miR-378", "miR-29a-3p", "miR-150-5p"},
        ),
        ({"exosome": "prostate cancer tissue"}, {"HSP72"}),
        ({"exosome": "hypoxia"}, {"miR-340-5p", "miR-663a", "miR-301a"}),
        ({"exosome": "hypoxia", "cancer": "glioma"}, {"miR-301a"}),
        ({"exosome": "low-dose radiation"}, {"circ-METRN"}),
        ({"exosome": "radiotherapy"}, AFTER_RADIOTHERAPY),
        ({"exosome": "radiotherapy", "type": "Gene"}, {"HSP72", "BIRC5"}),
        ({"exosome": "radiotherapy", "type": "RNA"}, AFTER_RADIOTHERAPY - {"HSP72", "BIRC5"}),
        (
            {"exosome": "radiotherapy", "cancer": "lung cancer"},
            {"miR-378", "miR-29a-3p", "miR-150-5p"},
        ),
        ({"exosome": "radiotherapy", "cancer": "prostate cancer", "type": "MiRNA"}, CARBON),
        (
            {"exosome": "ionizing radiation"},
            {
                *AFTER_RADIOTHERAPY,
                "miR-1246",
                "CCN2",
                "circ-METRN",
                "proliferation-suppressing miRNAs",
            },
        ),
    ],
    ids=spelled,
)
def test_what_exosomes_carry(g: radexo.Graph, asked: dict[str, str], cargo: set[str]) -> None:
    answer = g.query("cargo_of", **asked)
    assert objects(answer) == cargo
    assert {(row.predicate, row.sign, row.causal) for row in answer} == {("CARRIES", None, False)}
    assert len(answer) == len({row.id for row in answer})


def test_what_filters_left_out_is_counted(g: radexo.Graph) -> None:
    answer = g.query("cargo_of", exosome="hypoxia", cancer="GBM", type="MiRNA")
    assert (answer.status, answer.reason) == (
        "complete",
        "2 of 3 claims left out by cancer glioblastoma, type MiRNA",
    )
    answer = g.query("cargo_of", exosome="hypoxia", cancer="melanoma")
    assert (answer.status, answer.reason) == ("empty", "3 of 3 claims left out by cancer melanoma")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("cancer stem cells", "no statement says what exosomes of cancer stem cells carry"),
        ("glioma cell exosomes", "no statement says what glioma cell exosomes carry"),
        ("KLF10", "KLF10 (Gene) is neither exosomes nor a donor nor an exposure"),
    ],
)
def test_no_cargo_is_said(g: radexo.Graph, name: str, reason: str) -> None:
    answer = g.query("cargo_of", exosome=name)
    assert (answer.status, answer.reason) == ("empty", reason)


@pytest.mark.parametrize(
    ("asked", "carriers"),
    [
        ({"cargo": "miR-340-5p"}, ["hypoxic ESCC cell exosomes"]),
        ({"cargo": "LMP1"}, ["CNE1 exosomes", "exosomes"]),
        ({"cargo": "LMP1", "cancer": "head and neck cancer"}, ["CNE1 exosomes"]),
        (
            {"cargo": "miRNAs"},
            ["exosomes loaded with drugs or nucleic acids", "tumor or stromal cell exosomes"],
        ),
        ({"cargo": "miRNAs", "cancer": "lung adenocarcinoma"}, ["tumor or stromal cell exosomes"]),
        ({"cargo": "nucleic acids"}, ["exosomes"]),
        ({"cargo": "NORAD"}, []),
    ],
    ids=spelled,
)
def test_which_exosomes_carry_it(
    g: radexo.Graph, asked: dict[str, str], carriers: list[str]
) -> None:
    answer = g.query("carriers_of", **asked)
    assert [row.subject.name for row in answer] == carriers
    assert answer.answer == "subject"


def test_no_carrier_is_said(g: radexo.Graph) -> None:
    assert g.query("carriers_of", cargo="NORAD").reason == (
        "no statement says that exosomes carry NORAD"
    )
    assert (
        g.query("carriers_of", cargo="miR-340-5p", cancer="CRC").reason
        == "1 of 1 claim left out by cancer colorectal cancer"
    )


def test_carriers_and_cargo_agree(g: radexo.Graph) -> None:
    carried = {e.id for e in g.store.edges() if e.predicate == "CARRIES"}
    by_cargo = {row.id for e in g.store.entities() for row in g.query("carriers_of", cargo=e.id)}
    by_exosome = {
        row.id
        for e in g.store.entities()
        if e.type == "Exosome"
        for row in g.query("cargo_of", exosome=e.id)
    }
    assert by_cargo == by_exosome == carried


@pytest.mark.parametrize(
    ("donor", "exosomes"),
    [
        ("CNE1", {"CNE1 exosomes": {"LMP1"}}),
        (
            "hypoxia",
            {
                "hypoxic ESCC cell exosomes": {"miR-340-5p"},
                "hypoxic CRC cell exosomes": {"miR-663a"},
                "hypoxic glioblastoma cell exosomes": {"miR-301a"},
                "hypoxic tumor cell exosomes": set(),
            },
        ),
        (
            "glioma cells",  # its lines and glioblastoma cells are kinds
            {
                "glioma cell exosomes": set(),
                "hypoxic glioblastoma cell exosomes": {"miR-301a"},
                "RR-U251 exosomes": {"circATP8B4"},
            },
        ),
        (
            "cancer stem cells",
            {
                "breast cancer stem cell exosomes": set(),
                "prostate cancer stem cell exosomes": set(),
            },
        ),
        (
            "pancreatic cancer cells",
            {
                "exosomes of dying irradiated pancreatic cancer cells": {
                    "proliferation-suppressing miRNAs"
                }
            },
        ),
        (
            "radiotherapy",  # that patients were treated before is context of their exosomes
            {
                "exosomes of prostate cancer tissue after radiotherapy": {"HSP72"},
                "exosomes of irradiated NSCLC patients": {"miR-29a-3p", "miR-150-5p"},
                "exosomes of proton-irradiated HeLa cells": {"BIRC5"},
                "exosomes after radiotherapy": set(),
                "plasma exosomes of glioblastoma patients after radiotherapy": {"miR-574-3p"},
                "serum exosomes of CRC patients after radiotherapy": {"circ_0067835"},
                "serum exosomes of NSCLC patients after radiotherapy": {"miR-378"},
                "serum exosomes of prostate cancer patients after carbon ion radiotherapy": CARBON,
            },
        ),
    ],
)
def test_which_exosomes_are_released(
    g: radexo.Graph, donor: str, exosomes: dict[str, set[str]]
) -> None:
    answer = g.query("exosomes_of", donor=donor)
    assert {row.exosome.name: {e.name for e in row.cargo} for row in answer} == exosomes
    meant = g.store.subtypes(g.entity(donor).id)
    for row in answer:
        assert meant & {e.id for e in (*row.donors, *row.exposures)}
        assert (row.exosome.donors, row.exosome.exposures) == (
            tuple(e.id for e in row.donors),
            tuple(e.id for e in row.exposures),
        )


@pytest.mark.parametrize(
    ("donor", "reason"),
    [
        ("LMP1-expressing cells", "no exosomes of LMP1-expressing cells are described"),
        ("miR-340-5p", "miR-340-5p (MiRNA) is neither a donor nor an exposure"),
    ],
)
def test_no_release_is_said(g: radexo.Graph, donor: str, reason: str) -> None:
    answer = g.query("exosomes_of", donor=donor)
    assert (answer.status, answer.reason) == ("empty", reason)


def effects(rows: Any) -> set[tuple[str, str, int | None]]:
    return {
        (row.subject.name, row.object.name, row.sign) for row in rows if isinstance(row, ClaimRow)
    }


def test_what_hypoxia_changes(g: radexo.Graph) -> None:
    rows = g.query("exposure_effects", exposure="hypoxia")
    assert effects(rows) == {
        ("hypoxia", "radiosensitivity", -1),
        ("hypoxia", "vascular cell activation", 1),
        ("hypoxic CRC cell exosomes", "miR-663a", None),
        ("hypoxic ESCC cell exosomes", "miR-340-5p", None),
        ("hypoxic glioblastoma cell exosomes", "miR-301a", None),
    }
    within = g.query("exposure_effects", exposure="hypoxia", cancer="CRC")
    assert effects(within) == {
        ("hypoxia", "radiosensitivity", -1),
        ("hypoxic CRC cell exosomes", "miR-663a", None),
    }
    assert {row.findings for row in within} == {("sun2022:67a",)}
    assert within.reason == "3 of 5 claims left out by cancer colorectal cancer"


def test_what_radiotherapy_and_its_kinds_change(g: radexo.Graph) -> None:
    x = "radiotherapy"
    rows = list(g.query("exposure_effects", exposure=x))
    carried = [row for row in rows if row.predicate == "CARRIES"]
    assert objects(carried) == AFTER_RADIOTHERAPY
    assert {row.id for row in carried} == {row.id for row in g.query("cargo_of", exosome=x)}
    assert effects(row for row in rows if row.causal) == {
        (x, "local recurrence", -1),
        (x, "DNA damage", 1),
        (x, "organelle damage", 1),
        (x, "cell death", 1),
        (x, "radiation-induced bystander effect", 1),
        (x, "radiation-induced abscopal effect", 1),
        (x, "circ_0067835", 1),
        (x, "miR-208a", 1),
        (x, "miR-378", -1),
        (x, "miR-574-3p", -1),
        (x, "miR-29a-3p", -1),
        (x, "miR-150-5p", -1),
        (x, "HSP72", 1),
        (x, "chance of surgery", 1),
        (x, "patient survival", 1),
        ("accumulating radiation dose", "radiosensitivity", -1),
        ("proton therapy", "BIRC5", 1),
    }


def test_what_gamma_rays_change_counts_for_radiation(g: radexo.Graph) -> None:
    assert effects(g.query("exposure_effects", exposure="gamma rays")) == {
        ("gamma rays", "exosome secretion", 1)
    }
    rows = effects(g.query("exposure_effects", exposure="ionizing radiation", cancer="HNSCC"))
    assert rows == {("gamma rays", "exosome secretion", 1)}


def test_no_effect_is_said(g: radexo.Graph) -> None:
    carbon = g.query("exposure_effects", exposure="carbon ion radiotherapy")
    assert (objects(carbon), {row.predicate for row in carbon}) == (CARBON, {"CARRIES"})
    answer = g.query("exposure_effects", exposure="no irradiation")
    assert (answer.status, answer.reason) == (
        "empty",
        "no statement says what no irradiation changes",
    )
    with pytest.raises(UnknownNameError):
        g.query("exposure_effects", exposure="KLF10")
