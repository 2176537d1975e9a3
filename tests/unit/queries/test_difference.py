"""Two graphs compared by statement: added, removed, another sign, other evidence.

Nothing else is called a change.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.diff import CHANGES, compare
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import PREDICATES
from radexo.graph.stores.disk import DiskStore
from radexo.graph.stores.memory import MemoryStore
from radexo.queries.difference import Change, diff
from support.examples import examples
from support.groups import collections
from support.rows_on_disk import rows_on_disk

quick = examples(60)
A, B, C, X = "hgnc:1", "hgnc:2", "hgnc:3", "radexo:x"
THINGS = (
    Entity(A, "A", "Gene"),
    Entity(B, "B", "Gene"),
    Entity(C, "C", "Gene"),
    Entity(X, "exosomes", "Exosome"),
    Entity("mondo:1", "a cancer", "Cancer"),
    Entity("mesh:1", "hypoxia", "Exposure"),
)


def graph(*claims: tuple[str, str, str], **more: Any) -> radexo.Graph:
    """A graph of one finding with these claims."""
    statements = tuple(Statement(*claim, number=n) for n, claim in enumerate(claims, 1))
    finding = Finding("s:1", **{"citations": ("1",), "statements": statements, **more})
    return of(finding)


def of(*findings: Finding, paper: Reference | None = None) -> radexo.Graph:
    return radexo.Graph(
        Records((Source("s"),), (Reference("s"), paper or Reference("s", "1")), THINGS, findings)
    )


def differences(one: radexo.Graph, two: radexo.Graph) -> list[tuple[str, str, str, str]]:
    return [(c.change, c.subject.name, c.predicate, c.object.name) for c in one.diff(two)]


def test_what_is_added_and_removed() -> None:
    one, two = graph((A, "INCREASES", B)), graph((A, "INCREASES", B), (B, "INCREASES", C))
    assert differences(one, two) == [("added", "B", "INCREASES", "C")]
    assert differences(two, one) == [("removed", "B", "INCREASES", "C")]
    (row,) = one.diff(two)
    assert row.before is None
    assert row.to_dict()["after"] == {
        "predicate": "INCREASES",
        "sign": 1,
        "certainty": "stated",
        "cancers": [],
        "findings": ["s:1"],
        "details": [],
    }


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (["INCREASES"], ["DECREASES"], ["sign"]),
        (["REPRESSES"], ["INCREASES"], ["sign"]),
        (["REGULATES"], ["INCREASES"], ["sign"]),
        (["ASSOCIATED_WITH"], ["DECREASES"], ["added", "removed"]),
        (["BINDS", "REPRESSES", "ASSOCIATED_WITH"], ["INCREASES"], ["removed", "removed", "sign"]),
        (["REGULATES", "REPRESSES"], ["INCREASES"], ["removed", "sign"]),
        (["REPRESSES"], ["DECREASES"], ["added", "removed"]),
        (["INCREASES", "DECREASES"], ["INCREASES"], ["removed"]),
        (["INCREASES"], ["INCREASES", "DECREASES"], ["added"]),
        (["INCREASES", "REGULATES"], ["DECREASES"], ["removed", "sign"]),
        (["INCREASES"], ["REPRESSES", "REGULATES"], ["added", "sign"]),
        (["INCREASES"], ["INCREASES"], []),
    ],
)
def test_a_sign_changes_between_the_same_ends(
    before: list[str], after: list[str], changes: list[str]
) -> None:
    one, two = (graph(*((A, name, B) for name in names)) for names in (before, after))
    rows = [row for row in one.diff(two) if row.change != "evidence"]
    assert [row.change for row in rows] == changes
    for row in rows:
        if row.change == "sign":
            assert row.before
            assert row.after
            assert row.before.sign != row.after.sign
            assert row.predicate == row.after.predicate
            assert row.before.predicate in before
    if before == ["INCREASES"] and len(after) == 2 and "REPRESSES" in after:
        assert rows[-1].predicate == "REPRESSES"  # the opposite sign goes before none


def test_what_differs_can_be_limited() -> None:
    one, two = graph((A, "INCREASES", B)), graph((A, "DECREASES", B), (B, "INCREASES", A))
    every = one.diff(two)
    assert [row.change for row in every] == ["added", "sign"]
    first = one.diff(two, limit=1)
    assert list(first) == list(every)[:1]
    assert first.status == "truncated"
    assert (first.reason or "").startswith("1 of 2 statements shown; limit 0 shows all")


BETWEEN_GENES = [name for name, row in PREDICATES.items() if row.may_join("Gene", "Gene")]


@given(*[st.lists(st.sampled_from(BETWEEN_GENES), unique=True).map(sorted)] * 2)
def test_every_flip_is_shown_and_from_either_side(before: list[str], after: list[str]) -> None:
    one, two = (graph(*((A, name, B) for name in names)) for names in (before, after))

    def pairs(rows: Any) -> list[tuple[str | None, str | None]]:
        return [
            (row.before and row.before.predicate, row.after and row.after.predicate) for row in rows
        ]

    forth = pairs(one.diff(two))
    assert sorted(map(str, forth)) == sorted(
        str((gone, come)) for come, gone in pairs(two.diff(one))
    )
    gone, come = (
        Counter(PREDICATES[p].sign for p in {*a} - {*b} if PREDICATES[p].causal)
        for a, b in ((before, after), (after, before))
    )
    flips = [
        (a, b) for a, b in forth if a and b and PREDICATES[a].sign == -(PREDICATES[b].sign or 2)
    ]
    assert len(flips) == min(gone[1], come[-1]) + min(gone[-1], come[1])


def test_transport_has_no_sign_to_change() -> None:
    one, two = graph(("mesh:1", "RELEASES", X)), graph(("mesh:1", "INCREASES", X))
    assert differences(one, two) == [
        ("added", "hypoxia", "INCREASES", "exosomes"),
        ("removed", "hypoxia", "RELEASES", "exosomes"),
    ]


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"cancer": "mondo:1"}, "s:1, cancer: none", "s:1, cancer: mondo:1"),
        ({"dose": "2 Gy"}, "s:1, dose: none", "s:1, dose: 2 Gy"),
        ({"summary": "Seen."}, "s:1, summary: none", "s:1, summary: Seen."),
        ({"citations": ()}, "s:1, citations: 1", "s:1, citations: none"),
        (
            {"statements": (Statement(A, "INCREASES", B, certainty="hedged"),)},
            "s:1, statement certainty: stated",
            "s:1, statement certainty: hedged",
        ),
        (
            {"statements": (Statement(A, "INCREASES", B, inverted=True),)},
            "s:1, statement inverted: false",
            "s:1, statement inverted: true",
        ),
    ],
)
def test_the_same_claim_made_otherwise(change: dict[str, Any], before: str, after: str) -> None:
    one, two = graph((A, "INCREASES", B)), graph((A, "INCREASES", B), **change)
    (row,) = one.diff(two)
    assert row.change == "evidence"
    assert row.before
    assert row.after
    assert before in row.before.details
    assert after in row.after.details
    assert after in row.cells()["after"]


def test_other_findings_and_other_papers_are_other_evidence() -> None:
    claim = (Statement(A, "INCREASES", B),)
    one = of(Finding("s:1", ("1",), statements=claim))
    two = of(
        Finding("s:1", ("1",), statements=claim),
        Finding("s:2", ("1",), cancer="mondo:1", statements=claim),
    )
    (row,) = one.diff(two)
    assert (row.change, row.before.findings, row.after.findings) == (
        "evidence",
        ("s:1",),
        ("s:1", "s:2"),
    )
    assert [cancer.name for cancer in row.after.cancers] == ["a cancer"]
    (row,) = one.diff(
        of(Finding("s:1", ("1",), statements=claim), paper=Reference("s", "1", doi="10.1/x"))
    )
    assert row.after.details == ("s:1, paper 1 doi: 10.1/x",)


def test_what_is_no_statement_is_counted_in_the_reason(g: radexo.Graph) -> None:
    more = Records(
        (Source("t"),),
        (Reference("t"),),
        (Entity("hgnc:0", "new", "Gene"),),
        (Finding("t:1", biomarkers=(Biomarker("hgnc:0"),)),),
    )
    answer = g.diff(g.merge(radexo.Graph(more)))
    assert (len(answer), answer.status) == (0, "empty")
    assert answer.reason == (
        "no statement differs; other records that differ: entities (1), papers (1), sources (1),"
        " findings without statements (1), biomarker claims of a finding (1)"
    )
    same = g.diff(g)
    assert same.reason == f"both graphs are the same: {g.version}"


@quick
@given(collections(2))
def test_a_difference_is_what_merging_adds(pair: list[Records]) -> None:
    one, two = (MemoryStore(merge(c)) for c in pair)
    assert not len(diff(one, one))
    forth, back = diff(one, two), diff(two, one)
    turned = {"added": "removed", "removed": "added", "sign": "sign", "evidence": "evidence"}

    def key(row: Change, change: str) -> tuple[str, str, str]:
        return (change, row.subject.id, row.object.id)

    assert sorted(key(r, turned[r.change]) for r in forth) == sorted(key(r, r.change) for r in back)
    both = MemoryStore(merge(*pair))
    assert {row.change for row in diff(one, both)} <= {"added", "evidence"}
    gained = {
        (r.subject.id, r.predicate, r.object.id) for r in diff(one, both) if r.change == "added"
    }
    claims = [{(e.subject, e.predicate, e.object) for e in store.edges()} for store in (one, two)]
    assert gained == claims[1] - claims[0]


@quick
@given(collections(2))
def test_the_rows_are_ordered_and_explain_every_claim(pair: list[Records]) -> None:
    one, two = (MemoryStore(merge(c)) for c in pair)
    rows = diff(one, two).rows
    assert [CHANGES.index(r.change) for r in rows] == sorted(CHANGES.index(r.change) for r in rows)
    claims = {(e.subject, e.predicate, e.object) for e in one.edges()}
    for row in rows:
        if row.change in ("removed", "sign"):
            claims.remove((row.subject.id, row.before.predicate, row.object.id))
    for row in rows:
        if row.change in ("added", "sign"):
            claims.add((row.subject.id, row.after.predicate, row.object.id))
    assert claims == {(e.subject, e.predicate, e.object) for e in two.edges()}


@pytest.mark.unmeasured
def test_the_command_takes_saved_graphs_exports_and_the_packaged_one(
    cli: Callable[..., Any], g: radexo.Graph, tmp_path: Path
) -> None:
    g.save(tmp_path / "saved")
    g.export(tmp_path / "g.kgx")
    g.export(tmp_path / "g.json")
    for a in (
        "packaged",
        tmp_path / "saved",
        tmp_path / "g.kgx",
        tmp_path / "g.json",
        tmp_path / "saved" / "graph.db",
    ):
        answer = cli("diff", a, "packaged", "--json")
        assert (answer.code, answer.json["rows"], answer.json["status"]) == (0, [], "empty")
    *kept, _ = g.records.findings
    position = next(n for n, f in enumerate(kept) if f.effect == "none" and f.certainty == "stated")
    hedged = tuple(replace(s, certainty="hedged") for s in kept[position].statements)
    kept[position] = replace(kept[position], statements=hedged)
    changed = replace(g.records, findings=tuple(kept))
    radexo.Graph(changed).save(tmp_path / "changed")
    answer = cli("diff", "packaged", tmp_path / "changed", "--json")
    assert answer.code == 0
    assert answer.json["query"]["name"] == "diff"
    assert answer.json["query"]["graph"] == radexo.Graph(changed).version
    for row in answer.json["rows"]:
        assert list(row) == ["change", "subject", "predicate", "object", "before", "after"]
        assert list(row["subject"]) == ["id", "name", "type"]
    assert {row["change"] for row in answer.json["rows"]} == {"removed", "evidence"}
    table = cli("diff", "packaged", tmp_path / "changed")
    assert table.code == 0
    assert "statement certainty: hedged" in table.out
    heading, *lines = cli(
        "diff", "packaged", tmp_path / "changed", "--format", "tsv"
    ).out.splitlines()
    assert heading.startswith(
        "change\tsubject.id\tsubject.name\tsubject.type\tpredicate\tobject.id"
    )
    assert "before.findings" in heading
    assert len(lines) == len(answer.json["rows"])
    assert cli("diff", "packaged", tmp_path / "nothing").code == 4
    assert cli("diff", "packaged").code == 2


def test_graphs_on_disk_differ_as_in_memory_and_hold_no_list_of_all_claims(
    g: radexo.Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.validation.violations", lambda *_, **__: ())
    before = rows_on_disk(tmp_path / "before.db", 300)
    before.add(g.records)
    shutil.copy(before.file, tmp_path / "after.db")
    after = DiskStore(tmp_path / "after.db")
    after.retract(["t:3", "t:5", "ta:7", "sun2022:29a"])
    genes = (Entity("radexo:aa", "a new gene", "Gene"),)
    added = Finding("t:9001", ("7",), statements=(Statement("radexo:g1", "BINDS", "radexo:aa"),))
    after.add(Records((), (), genes, (added,)))
    other = DiskStore.build(after.whole(), tmp_path / "other.db")  # has numbers of its own
    papers = DiskStore.build(before.whole(), tmp_path / "papers.db")
    known = replace(before.reference("t", "7"), title="now known")
    papers.add(Records(references=(known,)))
    stores = (before, after, other, papers)
    in_memory = {store: MemoryStore(store.whole()) for store in stores}
    expected = {
        (one, two): compare(in_memory[one], in_memory[two]) for one, two in permutations(stores, 2)
    }
    assert len(expected[before, after].differences) > 4
    assert not expected[after, other].differences
    assert len(expected[before, papers].differences) > 100
    for method in ("whole", "findings", "edges"):
        monkeypatch.setattr(DiskStore, method, lambda *_, **__: pytest.fail("the graph was held"))
    for (one, two), comparison in expected.items():
        assert compare(one, two) == comparison
    for one, two in ((before, after), (after, other), (other, after)):
        found = list(one.claims_apart(two, ()) or ())  # with those of whole findings
        assert 0 < sum(len(old) for old, _ in found) < len(list(one.each_edge()))
