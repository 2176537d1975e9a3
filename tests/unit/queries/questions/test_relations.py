"""What joins two entities, as the tables of the review have it."""

from __future__ import annotations

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records

RS = "radiosensitivity"


@pytest.mark.parametrize(
    ("a", "b", "claims"),
    [
        ("miR-340-5p", "KLF10", [("miR-340-5p", "DECREASES", "KLF10", -1)]),
        ("KLF10", "miR-340-5p", [("miR-340-5p", "DECREASES", "KLF10", -1)]),
        (
            "Wnt",
            RS,
            [
                ("Wnt/beta-catenin signaling", "DECREASES", RS, -1),
                ("Wnt/beta-catenin signaling", "INCREASES", RS, 1),
            ],
        ),
        ("NORAD", RS, [("NORAD", "ASSOCIATED_WITH", RS, 0), ("NORAD", "DECREASES", RS, -1)]),
        ("NORAD", "PUM1", [("NORAD", "BINDS", "PUM1", 0)]),
        ("circ_0067835", "miR-1236-3p", [("circ_0067835", "SPONGES", "miR-1236-3p", -1)]),
        (
            "hypoxia",
            "hypoxic ESCC cell exosomes",
            [("hypoxia", "RELEASES", "hypoxic ESCC cell exosomes", None)],
        ),
        (
            "CCN2",
            "exosomes of irradiated cells",
            [
                ("exosomes of irradiated cells", "CARRIES", "CCN2", None),
                ("exosomes of irradiated cells", "INCREASES", "CCN2", 1),
            ],
        ),
        ("exosomes", RS, [("exosomes", "DECREASES", RS, -1), ("exosomes", "REGULATES", RS, 0)]),
        (
            "proliferation",
            "EMT",
            [("proliferation", "ASSOCIATED_WITH", "epithelial-mesenchymal transition", 0)],
        ),
    ],
)
def test_every_claim_between_two(
    g: radexo.Graph, a: str, b: str, claims: list[tuple[str, str, str, int | None]]
) -> None:
    answer = g.query("relation", a=a, b=b)
    assert [
        (row.subject.name, row.predicate, row.object.name, row.sign) for row in answer
    ] == claims
    assert (answer.status, answer.reason, answer.answer) == ("complete", None, None)


def test_opposite_claims_keep_their_cancers(g: radexo.Graph) -> None:
    finding = [
        (row.sign, [c.name for c in row.cancers], row.findings)
        for row in g.query("relation", a="Wnt", b=RS)
    ]
    assert finding == [
        (-1, ["glioblastoma"], ("sun2022:78a",)),
        (1, ["colorectal cancer"], ("sun2022:64a",)),
    ]


def test_the_asked_direction_comes_first() -> None:
    entities = (Entity("x:a", "a", "Gene"), Entity("x:b", "b", "Gene"))
    result = (
        Statement("x:a", "INCREASES", "x:b", 1),
        Statement("x:b", "DECREASES", "x:a", 2),
        Statement("x:a", "REGULATES", "x:a", 3),
    )
    graph = radexo.Graph(Records(entities=entities, findings=(Finding("s:1a", statements=result),)))
    assert [row.predicate for row in graph.query("relation", a="a", b="b")] == [
        "INCREASES",
        "DECREASES",
    ]
    assert [row.predicate for row in graph.query("relation", a="b", b="a")] == [
        "DECREASES",
        "INCREASES",
    ]
    assert [row.predicate for row in graph.query("relation", a="a", b="a")] == ["REGULATES"]


def test_no_claim_is_said(g: radexo.Graph) -> None:
    answer = g.query("relation", a="KLF10", b="EEPD1")
    assert (answer.status, answer.rows) == ("empty", ())
    assert answer.reason == "no claim joins KLF10 and EEPD1 directly"


def test_one_row_for_each_statement(g: radexo.Graph) -> None:
    answer = g.query("evidence", subject="ionizing radiation", object="exosome secretion")
    assert [
        (row.to_dict()["predicate"], row.to_dict()["finding"], row.to_dict()["certainty"])
        for row in answer
    ] == [
        ("INCREASES", "sun2022:75a", "stated"),
        ("INCREASES", "sun2022:79b", "stated"),
        ("REGULATES", "sun2022:27a", "stated"),
        ("REGULATES", "sun2022:100a", "stated"),
    ]
    only = g.query(
        "evidence", subject="ionizing radiation", object="exosome secretion", predicate="REGULATES"
    )
    assert [row.to_dict()["finding"] for row in only] == ["sun2022:27a", "sun2022:100a"]
    assert only.reason == "2 of 4 statements left out by predicate REGULATES"


def test_the_same_claim_of_three_studies(g: radexo.Graph) -> None:
    rows = g.query("evidence", subject="CAF", object="CAF exosomes")
    assert [row.to_dict()["finding"] for row in rows] == [
        "sun2022:61a",
        "sun2022:62a",
        "sun2022:63a",
    ]
    assert len({row.id for row in rows}) == 1
    assert {row.cancer.name for row in rows if row.cancer} == {"colorectal cancer"}


def test_a_statement_with_all_that_is_known_of_it(g: radexo.Graph) -> None:
    (row,) = g.query("evidence", subject="NORAD", object="EEPD1")
    result = row.to_dict()
    assert (result["predicate"], result["sign"], result["certainty"], result["inverted"]) == (
        "DECREASES",
        -1,
        "stated",
        True,
    )
    assert (result["finding"], result["cancer"]["name"]) == (
        "sun2022:47a",
        "esophageal squamous cell carcinoma",
    )
    assert result["system"] is None  # the text names cells, not where they were studied
    assert "Sentence 14" in result["review_note"]
    assert result["source_check"] == "differs"
    assert "miR-199a-5p" in result["source_note"]
    assert [r["citation"] for r in result["references"]] == ["47"]
    assert row.cells()["inverted"] == "yes"  # a knock-down in the text, turned round
    assert [(n["kind"], n["finding"], n["text"]) for n in result["notes"]] == [
        ("review_note", "sun2022:47a", result["review_note"]),
        ("source_differs", "sun2022:47a", result["source_note"]),
        ("statement", "sun2022:47a", f"NORAD -| EEPD1: {row.made.statement.note}"),
    ]
    assert row.made.statement.note


def test_a_general_statement_has_no_cancer(g: radexo.Graph) -> None:
    rows = g.query("evidence", subject="hypoxia", object=RS)
    assert [(row.to_dict()["finding"], row.to_dict()["cancer"] is None) for row in rows] == [
        ("sun2022:0u", True),
        ("sun2022:67a", False),
    ]
    assert [row.cells()["cancer"] for row in rows] == ["general", "colorectal cancer"]


def test_evidence_follows_the_direction(g: radexo.Graph) -> None:
    answer = g.query("evidence", subject="KLF10", object="miR-340-5p")
    assert answer.status == "empty"
    assert (
        answer.reason
        == "no statement leads from KLF10 to miR-340-5p; relation shows both directions"
    )
    filtered = g.query("evidence", subject="miR-340-5p", object="KLF10", predicate="BINDS")
    assert (filtered.status, filtered.reason) == (
        "empty",
        "1 of 1 statement left out by predicate BINDS",
    )


def test_evidence_covers_every_statement(g: radexo.Graph) -> None:
    pairs = {(edge.subject, edge.object) for edge in g.store.edges()}
    found = [row.made for a, b in pairs for row in g.query("evidence", subject=a, object=b)]
    assert len(found) == sum(len(f.statements) for f in g.store.findings())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("relation", {"a": "KLF10"}),
        ("evidence", {"subject": "KLF10"}),
        ("evidence", {"subject": "KLF10", "object": RS, "predicate": "HATES"}),
    ],
)
def test_wrong_use(g: radexo.Graph, name: str, parameters: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        g.query(name, **parameters)


def test_a_paper_is_found_with_the_brackets_that_rows_show(g: radexo.Graph) -> None:
    assert g.findings(paper="[83]").rows == g.findings(paper="83").rows
    assert g.depends_on("[29]").rows == g.depends_on("29").rows
