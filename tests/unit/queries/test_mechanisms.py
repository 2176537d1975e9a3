"""The review's mechanisms: order, signs, support and citation.

And that a flipped sign is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

import radexo
from radexo.graph.records import Records
from radexo.graph.schema import PREDICATES

RS = "radiosensitivity"


@dataclass(frozen=True)
class Mechanism:
    """A chain that `mechanism` must show, as part of one row that one study supports."""

    asked: tuple[str, ...]
    chain: str
    net: int
    citation: str

    def __str__(self) -> str:
        return self.chain


MECHANISMS = [
    Mechanism(
        ("miR-340-5p", "KLF10"),
        "hypoxia => hypoxic ESCC cell exosomes => miR-340-5p -| KLF10 -> " + RS,
        -1,
        "29",
    ),
    Mechanism(("miR-340-5p", "UVRAG"), "miR-340-5p -| UVRAG -> " + RS, -1, "29"),
    Mechanism(("NORAD", "EEPD1"), "NORAD -| miR-199a-5p -| EEPD1", 1, "47"),
    Mechanism(("NORAD", "ATR/Chk1"), f"NORAD -> ATR/Chk1 signaling -| {RS}", -1, "47"),
    Mechanism(("circ_0067835", "IGF1R"), f"circ_0067835 -| miR-1236-3p -| IGF1R -| {RS}", -1, "31"),
    Mechanism(
        ("miR-301a", "Wnt"), f"miR-301a -| TCEAL7 -| Wnt/beta-catenin signaling -| {RS}", -1, "78"
    ),
    Mechanism(("miR-22", "hTERT"), f"miR-22 -| MYCBP -> TERT -| {RS}", 1, "96"),
    Mechanism(
        ("AGAP2-AS1", "miR-296"),
        f"M2 macrophage exosomes => AGAP2-AS1 -| miR-296 -> {RS}",
        -1,
        "54",
    ),
    Mechanism(
        ("AGAP2-AS1", "NOTCH2"), f"M2 macrophage exosomes => AGAP2-AS1 -> NOTCH2 -| {RS}", -1, "54"
    ),
    Mechanism(("miR-93-5p", "FOXA1"), f"miR-93-5p -| FOXA1 -> {RS}", -1, "63"),
    Mechanism(("miR-93-5p", "TGFB3"), f"miR-93-5p -> TGFB3 -| {RS}", -1, "63"),
    Mechanism(
        ("circ-METRN", "PDGFRA"), f"circ-METRN ~> miR-4709-3p ~> GRB14 ~> PDGFRA ~> {RS}", 0, "82"
    ),
    Mechanism(
        ("circATP8B4", "miR-766"), f"RR-U251 exosomes => circATP8B4 -| miR-766 -> {RS}", -1, "84"
    ),
    Mechanism(("LMP1", "p38"), f"CNE1 exosomes => LMP1 -> p38 MAPK signaling -| {RS}", -1, "30"),
    Mechanism(("miR-339-5p", "Cdc25A"), f"miR-339-5p -| CDC25A -| {RS}", 1, "46"),
    Mechanism(("miR-208a", "p21"), f"miR-208a -| CDKN1A ~> {RS}", 0, "48"),
    Mechanism(("miR-208a", "AKT/mTOR"), f"miR-208a ~> AKT/mTOR signaling ~> {RS}", 0, "48"),
    Mechanism(("miR-590-3p", "PI3K/Akt"), f"miR-590-3p ~> PI3K/Akt signaling ~> {RS}", 0, "62"),
    Mechanism(("CLCA4", "PI3K/Akt"), f"CLCA4 ~> PI3K/Akt signaling ~> {RS}", 0, "62"),
    Mechanism(
        ("miR-19b", "Wnt"), f"miR-19b -| FBXW7 -| Wnt/beta-catenin signaling -> {RS}", 1, "64"
    ),
]
"""The chains; where one names the exosomes, they too must be on the row."""

EFFECTS = {
    "miR-340-5p": -1,
    "miR-339-5p": 1,
    "NORAD": -1,
    "circ_0067835": -1,
    "miR-301a": -1,
    "miR-22": 1,
    "AGAP2-AS1": -1,
    "miR-93-5p": -1,
    "circATP8B4": -1,
    "LMP1": -1,
    "miR-590-3p": -1,
    "miR-19b": 1,
    "miR-34c": 1,
    "miR-9": 1,
    "circMYC": -1,
    "miR-1246": -1,
    "miR-26b-5p": 1,
    "Hsp70": -1,
    "AHIF": -1,
    "DNAJB8": -1,
    "survivin": -1,
    "miR-208a": 0,
    "circ-METRN": 0,
}
"""What the review says of each cargo's (or NORAD's) own effect on radiosensitivity."""


def check(g: radexo.Graph, mechanism: Mechanism) -> None:
    """Fail unless `mechanism` shows the chain, of one study, with this net sign and citation."""
    rows = g.mechanism(*mechanism.asked, limit=0).rows
    shown = [row for row in rows if mechanism.chain in row.chain]
    assert shown, [row.chain for row in rows]
    for row in shown:
        assert row.support == "one-study"
        assert mechanism.citation in {r.citation for r in row.references}
        inside = row.chain[: row.chain.index(mechanism.chain)]
        assert row.sign == mechanism.net * (-1) ** inside.count("-|")


def fails(g: radexo.Graph, mechanism: Mechanism) -> bool:
    """Return whether a graph fails the check."""
    try:
        check(g, mechanism)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=str)
def test_the_review_makes_this_chain(g: radexo.Graph, mechanism: Mechanism) -> None:
    check(g, mechanism)


@pytest.mark.parametrize(("cargo", "sign"), EFFECTS.items(), ids=str)
def test_the_effect_of_a_cargo(g: radexo.Graph, cargo: str, sign: int) -> None:
    assert {row.sign for row in g.targets(cargo) if row.target.name == RS} == {sign}


def test_the_first_answer_says_what_it_rests_on(g: radexo.Graph) -> None:
    row = next(
        r for r in g.mechanism("miR-340-5p", "KLF10") if r.length == 4 and "hypoxia" in r.chain
    )
    assert [e.name for e in row.starts] == ["ESCC cells", "hypoxia"]  # of the same exosomes
    assert row.nodes[0].name == "hypoxia"  # the less certain start stands for both
    assert (row.support, row.certainty, row.sign) == ("one-study", "inferred", -1)
    assert [(r.citation, r.doi) for r in row.references] == [("29", "10.1186/s13046-021-01834-9")]
    assert [hop.certainty for hop in row.hops] == ["inferred", "stated", "stated", "inferred"]
    assert row.cells()["not stated as such"] == (
        f"hypoxia => hypoxic ESCC cell exosomes (inferred); KLF10 -> {RS} (inferred)"
    )


def test_wnt_has_opposite_effects_in_two_cancers(g: radexo.Graph) -> None:
    row = next(
        r
        for r in g.contradictions()
        if r.subject.name == "Wnt/beta-catenin signaling" and r.object.name == RS
    )
    assert (row.level, row.shared_context) == ("edge", False)
    assert [r.citation for r in row.plus.references] == ["64"]
    assert [r.citation for r in row.minus.references] == ["78"]
    assert [c.name for c in row.plus.cancers] == ["colorectal cancer"]


@pytest.mark.parametrize(
    ("finding", "check", "word"),
    [
        ("31a", "differs", "miR-296-5p"),
        ("37a", "differs", "mesenchymal"),
        ("47a", "differs", "EEPD1"),
        ("49a", "differs", "exosome"),
        ("51a", "differs", "73"),
        ("52a", "differs", "plasma"),
        ("54a", "differs", "immunity"),
        ("55a", "differs", "background"),
        ("62a", "differs", "feedback"),
        ("67a", "differs", "miR-486-5p"),
        ("84a", "differs", "predicted"),
        ("87a", "differs", "miR-194-5p"),
        ("95a", "differs", "survivin"),
        ("99a", "differs", "review"),
        ("29a", "agrees", "KLF10"),
        ("64a", "unchecked", ""),
    ],
)
def test_what_the_cited_paper_says_is_kept_beside(
    g: radexo.Graph, finding: str, check: str, word: str
) -> None:
    found = next(row.finding for row in g.findings() if row.finding.id == f"sun2022:{finding}")
    assert found.source_check == check
    assert word in (found.source_note or "")


@pytest.mark.parametrize(
    ("finding", "word"),
    [("37a", "radioresistance"), ("47a", "EEPD1"), ("64a", "[78]"), ("78a", "[64]")],
)
def test_the_reviews_own_slips_are_noted(g: radexo.Graph, finding: str, word: str) -> None:
    found = next(row.finding for row in g.findings() if row.finding.id == f"sun2022:{finding}")
    assert word in (found.review_note or "")


def test_knock_downs_are_turned_round_and_say_so(g: radexo.Graph) -> None:
    inverted = {
        (f.id[8:], s.subject, s.sign)
        for f in g.store.findings()
        for s in f.statements
        if s.inverted
    }
    assert ("47a", g.entity("NORAD").id, -1) in inverted
    assert ("31a", g.entity("circ_0067835").id, -1) in inverted


# -- mutation run: every sign on the chains above, and every sign of the schema --------------------

SIGNED = {name: row.sign for name, row in PREDICATES.items() if row.causal and row.sign}
OPPOSITE = {name: "DECREASES" if sign > 0 else "INCREASES" for name, sign in SIGNED.items()}


def mutants(g: radexo.Graph) -> Iterator[tuple[str, radexo.Graph, Mechanism]]:
    """Turn the sign of each signed statement that carries a hop of a chain, one at a time."""
    for mechanism in MECHANISMS:
        row = next(r for r in g.mechanism(*mechanism.asked, limit=0) if mechanism.chain in r.chain)
        for hop in row.hops:
            if (
                hop.sign
                and g.entity(hop.subject).name in mechanism.chain
                and g.entity(hop.object).name in mechanism.chain
            ):
                yield (
                    f"{mechanism}: {hop.edges[0].predicate} turned",
                    turned(g, hop.subject, hop.object, mechanism.citation),
                    mechanism,
                )


def turned(g: radexo.Graph, subject: str, object: str, citation: str) -> radexo.Graph:
    """Copy a graph with the signs between two entities turned, in the findings of one citation."""
    findings = tuple(
        replace(
            f,
            statements=tuple(
                replace(s, predicate=OPPOSITE[s.predicate])
                if (s.subject, s.object) == (subject, object) and s.predicate in OPPOSITE
                else s
                for s in f.statements
            ),
        )
        if citation in f.citations
        else f
        for f in g.records.findings
    )
    return radexo.Graph(
        Records(g.records.sources, g.records.references, g.records.entities, findings)
    )


@pytest.mark.unmeasured
def test_a_flipped_sign_on_a_chain_is_noticed(g: radexo.Graph) -> None:
    survivors, tried = [], 0
    for name, mutant, mechanism in mutants(g):
        tried += 1
        if not fails(mutant, mechanism):
            survivors.append(name)
    assert tried >= 30
    assert survivors == []


# a mechanism has causal steps; correlations are tested with the schema
@pytest.mark.parametrize("name", SIGNED)
def test_a_flipped_sign_in_the_schema_is_noticed(
    g: radexo.Graph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PREDICATES, name, replace(PREDICATES[name], sign=-PREDICATES[name].sign))
    mutant = radexo.Graph(g.records)
    assert any(fails(mutant, mechanism) for mechanism in MECHANISMS)
