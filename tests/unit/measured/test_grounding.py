"""Ids of measured tables.

Arms and precursors are kept apart, candidates listed, nothing guessed.
"""

from __future__ import annotations

import pytest

import radexo
from radexo.graph.model import Entity
from radexo.graph.names import Names
from radexo.measured.grounding import SEVERAL, ground
from support.measured_ids import DOUBTFUL, FOUND, UNMATCHED


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
    assert ground(g.names, ["7071"], numbered="ncbigene:").found["7071"].name == "KLF10"


def test_a_name_of_two_genes_is_listed_not_guessed() -> None:
    genes = [Entity(f"hgnc:{i}", f"GENE{i}", "Gene", synonyms=("p21",)) for i in (1, 2)]
    cancer = Entity("mondo:1", "GENE1", "Cancer")
    grounding = ground(Names([*genes, cancer]), ["P21", "GENE1"])
    assert grounding.doubtful == {"P21": (SEVERAL, genes)}
    assert grounding.found == {"GENE1": genes[0]}  # a cancer is not measured
