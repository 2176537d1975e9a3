"""Which cargo moves radiosensitivity, which pathways are reached, what moves when something is
silenced or raised.
"""

from __future__ import annotations

from typing import Any

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.graph.schema import SUPPORTS
from radexo.queries.paths.search import Budget
from support.ids import spelled

RS = "radiosensitivity"

RAISES = {
    "miR-19b": ("stated", "CRC cell exosomes", "64a"),
    "miR-22": ("stated", "miR-22-enriched exosomes", "96a"),
    "miR-26b-5p": ("stated", "exosomes", "53a"),
    "miR-34c": ("stated", "miR-34c-overexpressing exosomes", "37a"),
    "miR-339-5p": ("inferred", "blood exosomes of ESCC patients", "46a"),
    "miR-9": ("inferred", "HPV-positive HNSCC patient exosomes", "35a"),
}
LOWERS = {
    "AGAP2-AS1": ("stated", "M2 macrophage exosomes", "54a"),
    "circ_0067835": ("stated", "serum exosomes of CRC patients after radiotherapy", "31a"),
    "circATP8B4": ("stated", "RR-U251 exosomes", "84a"),
    "circMYC": ("stated", "circulating exosomes of NPC patients", "38a"),
    "DNAJB8": ("stated", "exosomes", "92a"),
    "HIF1A-AS2": ("stated", "exosomes", "77a"),
    "Hsp70": ("stated", "exosomes", "55a"),
    "miR-301a": ("stated", "hypoxic glioblastoma cell exosomes", "78a"),
    "miR-590-3p": ("stated", "cancer-associated fibroblast exosomes", "62a"),
    "BIRC5": ("inferred", "exosomes of proton-irradiated HeLa cells", "95a"),
    "LMP1": ("inferred", "CNE1 exosomes", "30a"),
    "miR-1246": ("inferred", "irradiated tumor cell exosomes", "49a"),
    "miR-340-5p": ("inferred", "hypoxic ESCC cell exosomes", "29a"),
    "miR-93-5p": ("inferred", "cancer-associated fibroblast exosomes", "63a"),
    "proliferation-suppressing miRNAs": (
        "inferred",
        "exosomes of dying irradiated pancreatic cancer cells",
        "87a",
    ),
}
"""Cargo: certainty, exosomes and finding, in the order of the rows.

No finding says that NORAD and miR-889 are carried.
"""


@pytest.mark.parametrize(
    ("effect", "sign", "cargo"), [("increase", 1, RAISES), ("decrease", -1, LOWERS)]
)
def test_which_cargo_moves_radiosensitivity(
    g: radexo.Graph, effect: str, sign: int, cargo: dict[str, tuple[str, str, str]]
) -> None:
    answer = g.query("cargo_by_effect", effect=effect)
    finding = [
        (
            row.cargo.name,
            (
                row.certainty,
                *(e.name for e in row.exosomes),
                *(f.removeprefix("sun2022:") for f in row.findings),
            ),
        )
        for row in answer
    ]
    assert finding == list(cargo.items())
    assert {row.sign for row in answer} == {sign}
    assert (answer.status, answer.reason, answer.answer) == ("complete", None, "cargo")


@pytest.mark.parametrize(
    ("asked", "cargo"),
    [
        ({"effect": "decrease", "cancer": "glioblastoma"}, {"HIF1A-AS2", "miR-301a"}),
        ({"effect": "decrease", "cancer": "glioma"}, {"HIF1A-AS2", "miR-301a", "circATP8B4"}),
        ({"effect": "decrease", "cancer": "CRC"}, {"circ_0067835", "miR-590-3p", "miR-93-5p"}),
        ({"effect": "decrease", "cancer": "lung cancer"}, {"AGAP2-AS1", "Hsp70", "miR-1246"}),
        ({"effect": "increase", "cancer": "lung cancer"}, {"miR-26b-5p"}),
        ({"effect": "decrease", "type": "CircRNA"}, {"circ_0067835", "circATP8B4", "circMYC"}),
        ({"effect": "decrease", "type": "Gene"}, {"DNAJB8", "BIRC5", "LMP1", "Hsp70"}),
        (
            {"effect": "increase", "type": "RNA", "cancer": "head and neck cancer"},
            {"miR-34c", "miR-9"},
        ),
        ({"effect": "increase", "cancer": "melanoma"}, set()),
    ],
    ids=spelled,
)
def test_filters_of_cargo(g: radexo.Graph, asked: dict[str, str], cargo: set[str]) -> None:
    answer = g.query("cargo_by_effect", **asked)
    assert {row.cargo.name for row in answer} == cargo
    whole = len(RAISES if asked["effect"] == "increase" else LOWERS)
    by = [("cancer", lambda name: g.entity(name).name), ("type", str)]
    filters = ", ".join(f"{key} {show(asked[key])}" for key, show in by if key in asked)
    wider = "; 1 more under glioma" if asked.get("cancer") == "glioblastoma" else ""  # circATP8B4
    assert answer.reason == f"{whole - len(cargo)} of {whole} rows left out by {filters}{wider}"


def test_an_exposure_is_that_of_the_donors_or_of_the_recipient(g: radexo.Graph) -> None:
    rays = g.store.subtypes(g.entity("ionizing radiation").id)
    donors, recipients = (
        {f.id for f in g.records.findings if not rays.isdisjoint(exposures(f))}
        for exposures in (
            lambda f: g.store.entity(f.exosome).exposures if f.exosome else (),
            lambda f: f.recipient_exposure,
        )
    )
    assert donors - recipients
    assert recipients - donors
    assert {row.id for row in g.findings(exposure="ionizing radiation")} == donors | recipients


def test_each_finding_both_carries_and_claims(g: radexo.Graph) -> None:
    findings = {f.id: f for f in g.store.findings()}
    for row in (
        *g.query("cargo_by_effect", effect="increase"),
        *g.query("cargo_by_effect", effect="decrease"),
    ):
        for id in row.findings:
            assert row.cargo.id in findings[id].cargo
            assert findings[id].effect == ("increase" if row.sign == 1 else "decrease")


def test_cargo_claimed_both_ways_says_so() -> None:
    rs = Entity("radexo:radiosensitivity", RS, "Radiosensitivity")
    a, b, c1, c2 = (
        Entity(f"x:{n}", n, t)
        for n, t in (("a", "MiRNA"), ("b", "MiRNA"), ("c1", "Cancer"), ("c2", "Cancer"))
    )

    def finding(id: str, cancer: str, predicate: str, cargo: tuple[str, ...]) -> Finding:
        return Finding(
            id, cancer=cancer, cargo=cargo, statements=(Statement("x:a", predicate, rs.id),)
        )

    findings = (
        finding("s:1a", "x:c1", "INCREASES", ("x:a",)),
        finding("s:2a", "x:c2", "DECREASES", ("x:a",)),
        finding("s:3a", "x:c1", "DECREASES", ("x:b",)),
    )
    graph = radexo.Graph(Records(entities=(a, b, c1, c2, rs), findings=findings))
    both = graph.query("cargo_by_effect", effect="decrease")
    assert [(row.cargo.name, row.findings) for row in both] == [("a", ("s:2a",))]
    assert both.reason == "the opposite is claimed too of: a"
    assert graph.query("cargo_by_effect", effect="increase", cancer="c1").reason is None
    none = radexo.Graph(Records(entities=(a, rs))).query("cargo_by_effect", effect="increase")
    assert (none.status, none.reason) == (
        "empty",
        "no finding says that its cargo would increase radiosensitivity",
    )


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"names": ["miR-301a"]}, [("miR-301a -> Wnt/beta-catenin signaling", 1)]),
        ({"names": ["FBXW7"]}, [("FBXW7 -| Wnt/beta-catenin signaling", -1)]),
        ({"names": ["miR-19b"]}, [("miR-19b -> Wnt/beta-catenin signaling", 1)]),
        ({"names": ["NORAD"]}, [("NORAD -> ATR/Chk1 signaling", 1)]),
        ({"names": ["LMP1"]}, [("LMP1 -> p38 MAPK signaling", 1)]),
        (
            {"names": ["CAF exosomes"]},
            [("cancer-associated fibroblast exosomes -> TGF-beta signaling", 1)],
        ),
        ({"names": ["miR-590-3p"]}, [("miR-590-3p ~> PI3K/Akt signaling", 0)]),
        (
            {"names": ["NORAD", "miR-208a", "NORAD"]},
            [("miR-208a ~> AKT/mTOR signaling", 0), ("NORAD -> ATR/Chk1 signaling", 1)],
        ),
        (
            {"names": ["ionizing radiation"], "max_hops": "2"},
            [("ionizing radiation -> NORAD -> ATR/Chk1 signaling", 1)],
        ),
        ({"names": ["ionizing radiation"], "max_hops": "1"}, []),
        (
            {"names": ["miR-93-5p"], "type": "Process"},
            [
                ("miR-93-5p -| apoptosis", -1),
                ("miR-93-5p -> colony formation", 1),
                ("miR-93-5p -> proliferation", 1),
            ],
        ),
        ({"names": ["miRNAs"]}, []),  # what fibroblasts release is transport
    ],
    ids=spelled,
)
def test_which_pathways_are_reached(
    g: radexo.Graph, asked: dict[str, Any], rows: list[tuple[str, int]]
) -> None:
    answer = g.query("pathways_of", **asked)
    assert [(row.path.chain, row.sign) for row in answer] == rows
    assert {row.target.type for row in answer} <= {asked.get("type", "Pathway")}


def test_a_pathway_over_two_hops_is_stitched_when_it_is(g: radexo.Graph) -> None:
    rows = {
        row.target.name: row for row in g.query("pathways_of", names=["TCEAL7"], type="Process")
    }
    assert {name: (row.sign, row.support) for name, row in rows.items()} == {
        "stemness": (1, "stitched")
    }
    rows = {row.target.name: row for row in g.query("pathways_of", names=["FOXA1"], type="Process")}
    assert {name: (row.sign, row.support) for name, row in rows.items()} == {
        "apoptosis": (1, "one-study"),
        "colony formation": (-1, "one-study"),
        "proliferation": (-1, "one-study"),
    }


def test_no_pathway_is_said(g: radexo.Graph) -> None:
    answer = g.query("pathways_of", names=["KLF10", "EEPD1"], max_hops=1)
    assert (answer.status, answer.reason) == (
        "empty",
        "KLF10, EEPD1: no pathway reached within 1 hop",
    )


def moves(answer: Any) -> dict[str, tuple[int, int, int]]:
    return {row.node.name: (row.direction, row.plus_paths, row.minus_paths) for row in answer}


def test_silencing_norad(g: radexo.Graph) -> None:
    answer = g.query("what_if", names=["NORAD"], change="silence")
    assert moves(answer) == {
        "ATR/Chk1 signaling": (-1, 0, 1),
        "miR-199a-5p": (1, 2, 0),
        "pri-miR-199a1 processing": (1, 1, 0),
        "radiosensitivity": (1, 2, 0),
        "EEPD1": (0, 1, 2),  # directly down, through miR-199a-5p up
    }
    assert [row.node.name for row in answer if row.conflicts] == ["EEPD1"]
    assert {(row.support, row.findings) for row in answer} == {("one-study", ("sun2022:47a",))}
    assert answer.reason is None


def test_two_that_are_set_do_not_act_through_each_other(g: radexo.Graph) -> None:
    answer = g.query("what_if", names=["NORAD", "miR-199a-5p"], change="silence")
    assert moves(answer) == {
        "ATR/Chk1 signaling": (-1, 0, 1),
        "pri-miR-199a1 processing": (1, 1, 0),
        "radiosensitivity": (1, 2, 0),
        "EEPD1": (1, 2, 0),
    }


def test_raising_hypoxia_reaches_through_exosomes(g: radexo.Graph) -> None:
    answer = g.query("what_if", names=["hypoxia"], change="raise")
    assert moves(answer) == {
        "radiosensitivity": (-1, 0, 10),
        "vascular cell activation": (1, 1, 0),
        "apoptosis": (-1, 0, 1),
        "DNA repair": (1, 1, 0),
        "KLF10": (-1, 0, 1),
        "UVRAG": (-1, 0, 1),
        "TCEAL7": (-1, 0, 1),
        "Wnt/beta-catenin signaling": (1, 2, 0),
    }
    assert answer.reason == "2 of 10 nodes left out by support below one-passage"
    by_name = {row.node.name: row for row in answer}
    assert (
        by_name["KLF10"].path.chain
        == "hypoxia => hypoxic ESCC cell exosomes => miR-340-5p -| KLF10"
    )
    assert [r.citation for r in by_name[RS].references] == ["29", "67", "78"]
    assert {c.name for c in by_name[RS].cancers} == {
        "colorectal cancer",
        "esophageal squamous cell carcinoma",
        "glioblastoma",
    }
    within = g.query(
        "what_if", names=["hypoxia"], change="raise", cancer="ESCC", support="stitched"
    )
    assert moves(within) == {
        "radiosensitivity": (-1, 0, 6),
        "apoptosis": (-1, 0, 1),
        "DNA repair": (1, 1, 0),
        "KLF10": (-1, 0, 1),
        "UVRAG": (-1, 0, 1),
    }
    assert within.reason == ("5 of 10 nodes left out by cancer esophageal squamous cell carcinoma")


def test_stitched_support_is_asked_for(g: radexo.Graph) -> None:
    answer = g.query("what_if", names=["hypoxia"], change="raise", support="stitched")
    stitched = {row.node.name: row.direction for row in answer if row.support == "stitched"}
    assert stitched == {"stemness": -1, "tumor repopulating cell survival": 1}
    supports = [SUPPORTS.index(row.support) for row in answer]
    assert supports == sorted(supports)


def test_a_conflict_keeps_both_sides(g: radexo.Graph) -> None:
    row = next(r for r in g.query("what_if", names=["Wnt"], change="raise") if r.node.name == RS)
    assert (row.direction, row.plus_paths, row.minus_paths, row.conflicts) == (0, 1, 1, True)
    assert row.findings == ("sun2022:64a", "sun2022:78a")
    assert {c.name for c in row.cancers} == {"colorectal cancer", "glioblastoma"}
    assert row.cells()["moves"] == "both ways"
    within = g.query("what_if", names=["Wnt"], change="raise", cancer="CRC")
    assert moves(within) == {"radiosensitivity": (1, 1, 0), "stemness": (-1, 0, 1)}


def test_transport_alone_moves_nothing(g: radexo.Graph) -> None:
    answer = g.query("what_if", names=["HeLa"], change="raise")
    assert moves(answer) == {RS: (-1, 0, 2), "tumor growth": (1, 2, 0)}
    assert (answer[0].certainty, answer[0].path.chain) == (
        "stated",
        f"HeLa => exosomes of proton-irradiated HeLa cells -| {RS}",
    )


@pytest.mark.parametrize("name", ["radiosensitivity", "PDGFRA", "miR-663a"])
def test_nothing_moves_is_said(g: radexo.Graph, name: str) -> None:
    answer = g.query("what_if", names=[name], change="silence")
    assert answer.status == "empty"
    assert (
        answer.reason == f"no path with a sign leads away from {g.entity(name).name} within 4 hops"
    )


@pytest.mark.unmeasured
def test_silence_turns_every_sign(g: radexo.Graph) -> None:
    for entity in g.store.entities():
        up, down = (
            g.query("what_if", names=[entity.id], change=change) for change in ("raise", "silence")
        )
        assert [(r.node.id, -r.direction, r.minus_paths, r.plus_paths) for r in up] == [
            (r.node.id, r.direction, r.plus_paths, r.minus_paths) for r in down
        ]
        assert up.reason == down.reason


@pytest.mark.parametrize(
    "name", ["hypoxia", "NORAD", "miR-93-5p", "exosomes", "ionizing radiation"]
)
@pytest.mark.parametrize("support", ["one-study", "one-passage", "stitched"])
def test_counts_are_those_of_the_path_search(g: radexo.Graph, name: str, support: str) -> None:
    counted = {}
    for entity in g.store.entities():
        found = g.paths(name, entity.id, max_hops=4, support=support, limit=0)
        plus, minus = (sum(1 for path in found if path.sign == sign) for sign in (1, -1))
        if plus or minus:
            counted[entity.name] = ((plus > 0) - (minus > 0), plus, minus)
    assert moves(g.query("what_if", names=[name], change="raise", support=support)) == counted


def test_a_search_that_ends_early_says_so(g: radexo.Graph) -> None:
    for name, parameters in (
        ("what_if", {"change": "raise"}),
        ("pathways_of", {"type": "Process"}),
    ):
        given = {"names": ["ionizing radiation"], "budget": Budget(expansions=3), **parameters}
        answer = g.query(name, **given)
        assert answer.status == "truncated"
        assert answer.reason
        assert "search stopped after 3 expansions; more " in answer.reason


@pytest.mark.parametrize(("expansions", "missed"), [(10, "more"), (40, "better")])
def test_a_search_for_paths_that_stops_says_whether_it_counted_all(
    g: radexo.Graph, expansions: int, missed: str
) -> None:
    ends = {"source": "ionizing radiation", "target": "radiosensitivity"}
    every = g.query("paths", **ends, limit=0)
    answer = g.query("paths", **ends, budget=Budget(expansions=expansions))
    assert len(answer) < len(every)
    assert (answer.total == len(every)) == (missed == "better")
    assert f"stopped after {expansions} expansions; {missed} paths" in (answer.reason or "")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("cargo_by_effect", {}),
        ("cargo_by_effect", {"effect": "unclear"}),
        ("pathways_of", {"names": []}),
        ("pathways_of", {"names": ["KLF10"], "type": "Gene"}),
        ("what_if", {}),
        ("what_if", {"names": ["KLF10"], "change": "remove"}),
    ],
)
def test_wrong_use(g: radexo.Graph, name: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        g.query(name, **parameters)
