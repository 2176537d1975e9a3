"""Sponge axes of the review: which RNA takes which miRNA off which target, with what sign."""

from __future__ import annotations

from typing import Any

import pytest

import radexo

RS = "radiosensitivity"
AXES = {
    "circATP8B4 -| miR-766 -> radiosensitivity": -1,
    "circ_0067835 -| miR-1236-3p -| IGF1R": 1,
    "circ_0067835 -| miR-1236-3p -> radiosensitivity": -1,
    "circ_0067835 -| miR-1236-3p -| tumor progression": 1,
}
"""Every axis of the review, and its net sign.

Of what is said to sponge, not of everything that lowers a miRNA.
"""


def chains(answer: Any) -> set[str]:
    return {path.chain for path in answer}


def test_all_axes(g: radexo.Graph) -> None:
    answer = g.query("sponges")
    assert {path.chain: path.sign for path in answer} == AXES
    assert all(path.support == "one-study" and path.certainty == "inferred" for path in answer)
    assert (answer.status, answer.reason) == ("complete", None)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"rna": "circ_0067835"}, {"circ_0067835"}),
        ({"mirna": "miR-766"}, {"circATP8B4"}),
        ({"target": RS}, {"circATP8B4", "circ_0067835"}),
        ({"rna": "circ_0067835", "mirna": "miR-1236-3p", "target": "IGF1R"}, {"circ_0067835"}),
        ({"cancer": "glioma"}, {"circATP8B4"}),
        ({"cancer": "CRC", "target": RS}, {"circ_0067835"}),
    ],
)
def test_what_is_named_lies_on_every_axis(
    g: radexo.Graph, asked: dict[str, str], expected: set[str]
) -> None:
    answer = g.query("sponges", **asked)
    assert {path.nodes[0].name for path in answer} == expected
    for place, name in enumerate(("rna", "mirna", "target")):
        if name in asked:
            assert {path.nodes[place].name for path in answer} == {asked[name]}


def test_a_filter_says_what_it_left_out(g: radexo.Graph) -> None:
    assert g.query("sponges", cancer="glioma").reason == "3 of 4 paths left out by cancer glioma"
    assert g.query("sponges", cancer="pancreatic cancer").status == "empty"


@pytest.mark.parametrize("rna", ["circ-METRN", "miR-22", "AGAP2-AS1", "NORAD"])
def test_no_axis_says_why(g: radexo.Graph, rna: str) -> None:
    answer = g.query("sponges", rna=rna)
    assert (answer.status, answer.rows) == ("empty", ())
    assert (
        answer.reason == f"no circRNA or lncRNA takes a miRNA off a target with {rna} on the axis"
    )


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("KLF10", "paths follow the arrows: swap the two to look from hypoxia to KLF10"),
        ("hypoxia", "both ends are the same: give two"),
    ],
)
def test_an_empty_answer_says_what_may_be_wrong_with_the_ends(
    g: radexo.Graph, source: str, hint: str
) -> None:
    reason = g.paths(source, "hypoxia").reason
    assert reason == f"no path from {source} to hypoxia within 6 hops; {hint}"
