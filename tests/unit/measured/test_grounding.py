"""Ids of measured tables: arms and precursors are kept apart, candidates listed, nothing guessed."""

from __future__ import annotations

import pytest

import radexo
from radexo.graph.model import Entity
from radexo.graph.names import Names
from radexo.measured.grounding import NO_ARM, PRECURSOR, SEVERAL, ground

MATURE = "mirbase.mature:MIMAT0004692"
FOUND = {
    "hsa-miR-340-5p": "miR-340-5p",
    "HSA-MIR-340-5P": "miR-340-5p",
    "hsa-mir-340-5p": "miR-340-5p",
    "hsa.miR.340.5p": "miR-340-5p",
    "MIMAT0004692": "miR-340-5p",
    "hsa-miR-340": "miR-340-5p",  # a name that miRBase gave this arm
    "hsa-miR-301a-3p": "miR-301a",
    "hsa-miR-493*": "miR-493-5p",
    "KLF10": "KLF10",
    "ENSG00000155090.12": "KLF10",
    "Q13118": "KLF10",
    "KLF10 /// KLF10": "KLF10",
    "AGAP2.AS1": "AGAP2-AS1",
}
DOUBTFUL = {
    "hsa-mir-340": PRECURSOR,
    "hsa.mir.340": PRECURSOR,
    "MIR340": PRECURSOR,
    "MI0000802": PRECURSOR,
    "mirbase:MI0000802": PRECURSOR,
    "MIR409": PRECURSOR,
    "hsa-miR-409": NO_ARM,
    "CDKN1A;KLF10": SEVERAL,
}
UNMATCHED = ["hsa-miR-340-3p", "hsa-miR-301a-5p", "7071", "TP53", "hypoxia", "miRNAs", "radiosensitivity"]  # fmt: skip


def test_ids_are_grounded_and_none_is_guessed(g: radexo.Graph) -> None:
    grounding = ground(g.names, [*FOUND, *DOUBTFUL, *UNMATCHED])
    assert {id: entity.name for id, entity in grounding.found.items()} == FOUND
    assert {id: why for id, (why, _) in grounding.doubtful.items()} == DOUBTFUL
    assert grounding.unmatched == UNMATCHED


@pytest.mark.parametrize("id", [id for id, why in DOUBTFUL.items() if why != SEVERAL])
def test_candidates_of_what_is_not_grounded_are_listed(g: radexo.Graph, id: str) -> None:
    _, candidates = ground(g.names, [id]).doubtful[id]
    assert [e.name for e in candidates] == ["miR-409-3p" if "409" in id else "miR-340-5p"]


def test_entrez_ids_need_a_heading_that_says_so(g: radexo.Graph) -> None:
    assert ground(g.names, ["7071"], entrez=True).found["7071"].name == "KLF10"


def test_a_name_of_two_genes_is_listed_not_guessed() -> None:
    genes = [Entity(f"hgnc:{i}", f"GENE{i}", "Gene", synonyms=("p21",)) for i in (1, 2)]
    cancer = Entity("mondo:1", "GENE1", "Cancer")
    grounding = ground(Names([*genes, cancer]), ["P21", "GENE1"])
    assert grounding.doubtful == {"P21": (SEVERAL, genes)}
    assert grounding.found == {"GENE1": genes[0]}  # a cancer is not measured
