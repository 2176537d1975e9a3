"""Cypher that is sent: only what is asked, and the words of the schema alone as text."""

from __future__ import annotations

import re

import pytest

from radexo.queries.catalogue import catalogue, find
from radexo.queries.declare import Question
from radexo.queries.kinds import MOST_HOPS

ENDS = {"source_ids": ["x"], "source_types": [], "target_ids": [], "target_types": ["Gene"]}


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_without_parameters_everything_is_written_out(question: Question) -> None:
    assert question.cypher_for({}) == question.cypher


@pytest.mark.parametrize("most", range(1, MOST_HOPS + 1))
def test_only_the_hops_asked_for_are_sent(most: int) -> None:
    sent = find("paths").cypher_for({**ENDS, "max_hops": most, "associations": True})
    assert sent.count("\n  MATCH (a:Entity)") == most
    assert find("regulators").cypher_for({"depth": most}).count("MATCH (n)<-") == most
    labels = [["Gene"]] * (most + 1)
    assert find("metapath").cypher_for({"pattern_labels": labels}).count("MATCH (n0:") == 1


def test_ends_are_sent_as_they_were_given() -> None:
    """A server that expects many ends begins elsewhere."""
    sent = find("paths").cypher_for({**ENDS, "max_hops": 2, "associations": False})
    assert "a.id IN $source_ids AND b:Gene AND b.type IN $target_types" in sent
    assert set(re.findall(r"\$(\w+)", sent.split("CALL", 1)[1])) == {
        "source_ids",
        "target_types",
        "max_hops",
    }
    assert "CORRELATES" not in sent


def test_a_type_of_no_entity_is_no_id() -> None:
    given = {**ENDS, "max_hops": 2, "associations": False, "target_types": []}
    sent = find("paths").cypher_for({**given, "source_ids": []})
    assert sent == find("paths").cypher_for(given)
    assert "a.id IN $source_ids AND b.id IN $target_ids AND" in sent


def test_a_type_that_the_schema_lacks_is_never_text() -> None:
    with pytest.raises(KeyError):
        find("metapath").cypher_for({"pattern_labels": [["Gene) DETACH DELETE n //"], ["Gene"]]})


@pytest.mark.parametrize("name", ["targets", "regulators", "what_if"])
def test_only_claims_that_pass_the_filters_are_sent_of_a_large_graph(name: str) -> None:
    """Of a smaller graph what is left out is counted."""
    given = {"depth": 2, "max_hops": 2, "cancer_ids": ["x"], "system": "in-vitro", "large": True}
    sent = find(name).cypher_for(given)
    assert sent.count("f.cancer IN $cancer_ids AND f.system = $system }") == 2
    for other in ({**given, "large": False}, {**given, "cancer_ids": [], "system": None}):
        assert "EXISTS" not in find(name).cypher_for(other)
