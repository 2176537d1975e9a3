"""What the Neo4j store does before any server answers."""

from __future__ import annotations

import re
from typing import Any

import pytest

import radexo
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j_plan import LINK_ENDS, LINKS, plan_of
from radexo.queries.catalogue import Question, catalogue

HOSTILE = Records(
    entities=(Entity("radexo:x", "x", "Gene"),),
    findings=(Finding("s:1a", statements=(Statement("radexo:x", "X]->() DELETE r", "radexo:x"),)),),
)


def test_labels_and_types_are_the_schemas_own(g: radexo.Graph) -> None:
    assert set(plan_of(g.store).links) == set(LINKS) == set(LINK_ENDS)
    with pytest.raises(KeyError):  # a type that the schema does not know never becomes a label
        plan_of(MemoryStore(HOSTILE))


def test_a_server_that_is_away_is_reported_with_exit_code_3(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j._TRIED_AGAIN", 0.0)
    output = cli("--store", "bolt://127.0.0.1:1", "info")
    assert (output.code, output.out) == (3, "")
    assert "no server answers there" in output.err


def test_what_is_no_address_is_wrong_use(cli: Any) -> None:
    assert cli("--store", "http://127.0.0.1", "info").code == 2
    assert cli("push").code == 2


def parameters_of(question: Question) -> list[str]:
    """The names under which a question's Cypher may find its parameters."""
    return [
        "filtered",
        *(
            f"{p.name}{ending}"
            for p in question.parameters
            for ending in ("", "_ids", "_types", "_labels")
        ),
    ]


def test_every_question_can_be_pasted_into_a_browser() -> None:
    for question in catalogue():
        lines = question.cypher.splitlines()
        assert lines[0].startswith("// ")
        assert set(re.findall(r"\$(\w+)", question.cypher)) <= set(parameters_of(question))
