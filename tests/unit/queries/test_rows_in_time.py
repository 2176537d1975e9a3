"""What a question of a large graph does where not everything can be shown in time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.stores import base
from radexo.queries.catalogue import made_in_time
from radexo.queries.declare import RowsToMake
from radexo.queries.paths.search import Budget
from radexo.queries.questions import _papers


def test_only_rows_that_are_shown_are_made() -> None:
    made: list[int] = []

    def make(keys: Sequence[int]) -> list[int]:
        made.extend(keys)
        return list(keys)

    assert made_in_time(RowsToMake(range(1000), make), 3, 60) == ((0, 1, 2), 0)
    assert made == [0, 1, 2]


def test_rows_that_take_too_long_are_left_out_but_for_the_first() -> None:
    rows, late = made_in_time(RowsToMake(range(1000), list), 0, -1)
    assert rows == tuple(range(25))
    assert late == -1


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> radexo.Graph:
    """The packaged graph, taken for a large one."""
    monkeypatch.setattr(base, "LARGE", 10)
    return radexo.load()


def test_an_answer_says_that_making_its_rows_stopped(
    large: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget, "for_rows", -1)
    answer = large.regulators("radiosensitivity")
    assert (answer.status, len(answer)) == ("truncated", 25)
    assert answer.reason
    assert answer.reason.startswith(f"25 of {answer.total} regulators shown; making rows stopped")
    assert answer.reason.endswith("ask for fewer by a limit, or one source or cancer")
    assert [r.regulator.id for r in answer] == [
        r.regulator.id for r in large.regulators("radiosensitivity", limit=25)
    ]


def test_what_must_look_at_everything_says_what_to_give(
    large: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=r"claims; give an RNA, a miRNA, a target or a name"):
        large.query("sponges")
    with pytest.raises(UsageError, match=r"findings are in .*; give a narrower cancer"):
        _papers.refuse_many(large.store, "papers_on", [large.entity("glioblastoma")], 0)


def test_a_large_graph_answers_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [
        ("sponges", {"target": "radiosensitivity"}),
        ("contradictions", {"max_hops": 1}),
        ("corroborate", {}),
        ("gaps", {}),
        ("metapath", {"pattern": "MiRNA-Gene-Radiosensitivity"}),
        ("contradictions", {"names": ["miR-340-5p"]}),
        ("pathways_of", {"names": ["miR-301a"]}),
    ]
    small = [radexo.load().query(name, **given).to_dict()["rows"] for name, given in asked]
    monkeypatch.setattr(base, "LARGE", 10)
    large = [radexo.load().query(name, **given).to_dict()["rows"] for name, given in asked]
    assert small == large
