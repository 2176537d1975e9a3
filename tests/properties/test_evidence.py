"""What a row displays together occurs together: its certainty, cancers and papers, by brute force.

The expectation is read off the findings alone. A claim's evidence is every statement of it; a
path's is what carries it, and each carrier gives the certainty of its own weakest hop.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.model import Finding, Statement
from radexo.graph.schema import SYMMETRIC
from radexo.queries.catalogue import catalogue, find
from radexo.queries.claims import ClaimRow
from radexo.queries.declare import Question
from radexo.queries.evidence import Evidenced, EvidenceGroup
from radexo.queries.paths.path import Path
from radexo.queries.questions._regulation import Regulation
from radexo.queries.questions._shared import Shared
from radexo.queries.questions.cargo_by_effect import CargoEffect
from radexo.queries.questions.compare_cancers import ClaimInCancers
from radexo.queries.questions.contradictions import Contradiction
from radexo.queries.questions.evidence import StatementRow
from radexo.queries.questions.therapy import TherapyRow
from radexo.queries.questions.what_if import Shift
from support.carriers import SUPPORT, carriers, certainty, read, weakest
from support.examples import examples
from support.random_graphs import CERTAINTY, GOAL, graphs
from support.resources import answering

Group = tuple[str, str | None]
Groups = dict[Group, set[str]]
Stated = tuple[Finding, Statement]


class Passing(dict[str, tuple[Finding, tuple[Statement, ...]]]):
    """The findings that pass the filters, each with its statements that do."""

    @cached_property
    def by_ends(self) -> dict[tuple[str, int | None, str], list[Stated]]:
        """All statements by subject, sign and object."""
        found = defaultdict(list)
        for f, statements in self.values():
            for s in statements:
                found[s.subject, s.sign, s.object].append((f, s))
        return dict(found)

    @cached_property
    def by_claim(self) -> dict[tuple[str, str, str], list[Stated]]:
        """All statements by what they claim."""
        found = defaultdict(list)
        for f, statements in self.values():
            for s in statements:
                found[s.claim].append((f, s))
        return dict(found)

    def of(self, claims: Iterable[tuple[str, str, str]]) -> list[Stated]:
        """Give all statements of claims."""
        return [stated for claim in claims for stated in self.by_claim.get(claim, ())]


def passing(g: radexo.Graph, name: str, asked: Mapping[str, Any]) -> Passing:
    """Read the filters by themselves: a cancer with its subtypes, a certainty."""
    filtered = asked.get("cancer") and name != "contradictions"  # there a side lies in the cancer
    cancers = subtypes(g, asked["cancer"]) if filtered else None
    wanted = asked.get("certainty")
    return Passing(
        (f.id, (f, tuple(s for s in f.statements if wanted in (None, s.certainty))))
        for f in g.records.findings
        if cancers is None or f.cancer in cancers
    )


def subtypes(g: radexo.Graph, name: str) -> set[str]:
    found = {g.entity(name).id}
    while more := {
        e.id for e in g.records.entities if found & set(e.subtype_of) and e.id not in found
    }:
        found |= more
    return found


# -- what is expected -----------------------------------------------------------------------------


def of_claims(stated: Iterable[Stated]) -> Groups:
    """The evidence of claims: each statement with its own certainty."""
    groups: Groups = {}
    for f, s in stated:
        groups.setdefault((s.certainty, f.cancer), set()).add(f.id)
    return groups


def of_path(behind: Passing, path: Path) -> Groups:
    """The evidence of a path: each carrier's findings, with the certainty of its weakest hop."""
    found = carriers(hops_of(behind, path))[1]
    groups: Groups = {}
    for carrier in found:
        for result in itertools.chain.from_iterable(carrier):
            groups.setdefault((weakest(carrier), result.cancer), set()).add(result.finding)
    return groups


def hops_of(behind: Passing, path: Path) -> list[list[Any]]:
    return [
        [
            read(f, s)
            for start, end in ((hop.start, hop.end), (hop.end, hop.start))
            for f, s in behind.by_ends.get((start, hop.sign, end), ())
            if s.predicate in hop.predicates and (start == hop.start or s.predicate in SYMMETRIC)
        ]
        for hop in path.hops
    ]


def paths_of(row: Any) -> tuple[Path, ...]:
    """The paths that a row is made of."""
    match row:
        case Path():
            return (row,)
        case Regulation():
            return (row.path,)
        case Shift():
            return row.paths
        case Shared():
            return tuple(link.path for link in row.links)
    return ()


def joined(groups: Iterable[Groups]) -> Groups:
    whole: Groups = {}
    for group in groups:
        for key, findings in group.items():
            whole.setdefault(key, set()).update(findings)
    return whole


def expected(behind: Passing, row: Any) -> Groups:
    if paths := paths_of(row):
        return joined(of_path(behind, path) for path in paths)
    claims = {(edge.subject, edge.predicate, edge.object) for edge in row.edges}
    match row:
        case ClaimRow():
            assert claims == {(row.subject.id, row.predicate, row.object.id)}
        case TherapyRow():
            ends = {(s, o) for s, _, o in claims}
            assert ends == {(row.entity.id, row.object.id)}
        case CargoEffect():
            into = behind.by_ends.get((row.cargo.id, row.sign, GOAL), ())
            return of_claims((f, s) for f, s in into if s.causal and row.cargo.id in f.cargo)
        case Contradiction(level="edge"):
            assert {(s, o) for s, _, o in claims} == {(row.subject.id, row.object.id)}
        case ClaimInCancers():
            sides = [(row.findings_one, row.sign_one), (row.findings_other, row.sign_other)]
            ends = (row.subject.id, row.object.id)
            assert {(s, o) for s, _, o in claims} == {ends}
            return of_claims(
                (f, s)
                for f, s in behind.of(claims)
                if any(f.id in ids and s.sign == sign for ids, sign in sides)
            )
    return of_claims(behind.of(claims))


# -- what is displayed ----------------------------------------------------------------------------


def shown(row: Evidenced) -> Groups:
    """The groups as the row's JSON has them.

    Each certainty and cancer once, the strongest first.
    """
    groups: Groups = {}
    for group in row.to_dict()["evidence"]:
        assert len(group["cancers"]) <= 1
        key = (group["certainty"], group["cancers"][0]["id"] if group["cancers"] else None)
        assert key not in groups
        groups[key] = set(group["findings"])
    order = [CERTAINTY.index(certainty) for certainty, _ in groups]
    assert order == sorted(order)
    return groups


def written(group: EvidenceGroup) -> str:
    """A group with its own certainty, cancer and papers."""
    cancer = "".join(c.name for c in group.cancers) or "general"
    cited = ", ".join(r.cited for r in group.references) or "-"
    return f"{group.certainty}: {cancer} {cited}"


def cells_pair(row: Any, groups: Iterable[EvidenceGroup]) -> None:
    """Fail unless certainty, cancers and papers in the cells are those of the groups, in turn.

    The first groups share the row's certainty: their cancers and papers are in the same order;
    after them the papers of others, each with a certainty and a cancer of its own.
    """
    cells = row.cells()
    if isinstance(row, ClaimInCancers):
        assert cells["papers"].split("; ") == list(map(written, groups))
    if not {"certainty", "cancers", "papers"} <= cells.keys():
        return
    cancers, papers = cells["cancers"].split("; "), cells["papers"].split("; ")
    word = cells["certainty"]
    if isinstance(row, Path) and row.composed and row.certainty == "stated":
        assert word == "each step stated"  # no text states the whole
        word = "stated"
    firsts = [f"{word}: {c} {p}" for c, p in zip(cancers, papers, strict=False)]
    assert len(firsts) == len(cancers)
    assert [*firsts, *papers[len(cancers) :]] == list(map(written, groups))


def groups_of(evidence: Iterable[EvidenceGroup]) -> Groups:
    return {
        (group.certainty, group.cancers[0].id if group.cancers else None): set(group.findings)
        for group in evidence
    }


def groups_of_chains(g: radexo.Graph, behind: Passing, chains: Iterable[str]) -> Groups:
    """Group what carries chains by the certainty of each carrier, its weakest hop's."""
    ids = {entity.name: entity.id for entity in g.records.entities}
    signs = {"->": 1, "-|": -1, "~>": 0, "=>": None}
    groups: Groups = {}
    for chain in chains:
        names = re.split(r" (->|-\||~>|=>) ", chain)
        steps = zip(names[::2], names[1::2], names[2::2], strict=False)
        hops = [
            [
                read(finding, s)
                for finding, s in behind.by_ends.get((ids[one], signs[arrow], ids[other]), ())
                if s.causal or s.sign is None
            ]
            for one, arrow, other in steps
        ]
        for carrier in carriers(hops)[1]:
            for evidence in (e for hop in carrier for e in hop):
                key = (weakest(carrier), evidence.cancer)
                groups.setdefault(key, set()).add(evidence.finding)
    return groups


def check(g: radexo.Graph, behind: Passing, row: Any) -> None:
    """Fail unless everything that the row displays together occurs together."""
    if isinstance(row, Contradiction) and row.level == "path":
        carried: Groups = {}
        for side in (row.plus, row.minus):
            of_side = groups_of_chains(g, behind, side.chains)
            assert groups_of(side.evidence) == of_side, row
            for key, ids in of_side.items():
                carried.setdefault(key, set()).update(ids)
        assert shown(row) == carried, row
        sides = {*row.plus.findings, *row.minus.findings}
        assert sides == {id for group in row.evidence for id in group.findings}
    else:
        assert shown(row) == expected(behind, row), row
    for group in row.evidence:
        cited = {key for id in group.findings for key in behind[id][0].reference_keys}
        assert {reference.key for reference in group.references} == cited
    whole = row.evidence
    for path in paths_of(row):
        hops = hops_of(behind, path)
        assert path.support == carriers(hops)[0]
        assert path.certainty == certainty(hops)
    if isinstance(row, Shift):  # a row about its best path, which lists what the others rest on
        assert row.certainty == row.path.certainty
        best = row.path.evidence
        whole = (*best, *(group for group in row.evidence if group not in best))
    elif hasattr(row, "certainty") and row.evidence:
        assert row.certainty == row.evidence[0].certainty
    cells_pair(row, whole)
    if hasattr(row, "cancers"):
        assert {c.id for c in row.cancers} == {c.id for e in row.evidence for c in e.cancers}
    if hasattr(row, "findings"):
        assert set(row.findings) == {id for e in row.evidence for id in e.findings}
    if hasattr(row, "references"):
        union = {r.key for e in row.evidence for r in e.references}
        assert {r.key for r in row.references} == union


def check_all(g: radexo.Graph, name: str, /, **asked: Any) -> int:
    """Check every row of an answer; return how many there are."""
    behind = passing(g, name, asked)
    answer = g.query(name, **asked)
    for row in answer:
        if isinstance(row, StatementRow):
            finding, statements = behind[row.finding]
            claim = (row.subject.id, row.predicate, row.object.id, row.certainty)
            assert claim in {(*s.claim, s.certainty) for s in statements}
            assert (row.cancer.id if row.cancer else None) == finding.cancer
            assert {r.key for r in row.references} == set(finding.reference_keys)
        else:
            check(g, behind, row)
    return len(answer)


# -- the packaged review --------------------------------------------------------------------------

EVERY: dict[str, str] = {
    "regulators": "names",
    "targets": "names",
    "mechanism": "name",
    "what_if": "names",
    "pathways_of": "names",
    "cargo_of": "exosome",
    "carriers_of": "cargo",
    "exosomes_of": "donor",
    "depends_on": "what",
}
"""Questions that are asked of everything, by the parameter that names it."""
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("biomarkers", {}),
    ("therapy", {}),
    ("gaps", {}),
    ("sponges", {}),
    ("contradictions", {}),
    ("contradictions", {"composed": True}),
    ("contradictions", {"composed": True, "cancer": "glioma"}),
    *[("cargo_by_effect", {"effect": effect}) for effect in ("increase", "decrease")],
    *[("therapy", {"certainty": certainty}) for certainty in CERTAINTY],
    *[("paths", {"source": f"type:{t}", "target": GOAL}) for t in ("Exosome", "RNA", "Exposure")],
    ("paths", {"source": "exosomes", "target": GOAL, "associations": True}),
    *[
        ("paths", {"source": "type:Cargo", "target": GOAL, "cancer": cancer})
        for cancer in ("lung cancer", "glioma", "CRC")
    ],
    *[
        (name, {"names": [GOAL], "depth": 2, "certainty": certainty})
        for name in ("regulators", "targets")
        for certainty in (None, *CERTAINTY)
    ],
    *[("mechanism", {"name": name, "support": s}) for name in ("hypoxia", "Wnt") for s in SUPPORT],
    *[("what_if", {"names": ["hypoxia"], "support": s}) for s in SUPPORT],
    *[("exposure_effects", {"exposure": e}) for e in ("ionizing radiation", "hypoxia")],
]


@pytest.mark.parametrize("question", catalogue(), ids=lambda question: question.name)
def test_the_example_of_a_question(g: radexo.Graph, question: Question) -> None:
    if issubclass(question.row, (Evidenced, StatementRow)):
        graph = answering(question.name, g)
        assert check_all(graph, question.name, **question.example, limit=0)
    else:
        assert "evidence" not in question.columns


@pytest.mark.parametrize(("name", "asked"), ASKED, ids=str)
def test_a_spread_of_what_is_asked(g: radexo.Graph, name: str, asked: dict[str, Any]) -> None:
    if issubclass(find(name).row, Evidenced):
        check_all(g, name, **asked, limit=0)


@pytest.mark.parametrize(("name", "parameter"), EVERY.items())
def test_what_is_asked_of_everything(g: radexo.Graph, name: str, parameter: str) -> None:
    known = [e.id for e in g.store.entities()]
    if name == "depends_on":
        known = [f.id for f in g.store.findings()]
    listed = parameter == "names"
    assert sum(check_all(g, name, **{parameter: [id] if listed else id}, limit=0) for id in known)


def test_every_pair_that_a_claim_joins(g: radexo.Graph) -> None:
    for edge in g.store.edges():
        assert check_all(g, "relation", a=edge.subject, b=edge.object)
        assert check_all(g, "evidence", subject=edge.subject, object=edge.object)


def test_two_cancers_compared(g: radexo.Graph) -> None:
    cancers = [e.id for e in g.store.entities({"Cancer"})]
    pairs = itertools.pairwise(cancers)
    assert sum(check_all(g, "compare_cancers", one=one, other=other) for one, other in pairs)


# -- random graphs --------------------------------------------------------------------------------


@examples(100)
@given(graphs(), st.data())
def test_whatever_the_graph(g: radexo.Graph, data: st.DataObject) -> None:
    nodes = [e.id for e in g.records.entities if e.type != "Cancer"]
    one, two = data.draw(st.permutations(nodes))[:2]
    filters = {
        "cancer": data.draw(st.sampled_from([None, None, "lung cancer", "NSCLC", "glioma"])),
        "certainty": data.draw(st.sampled_from([None, None, *CERTAINTY])),
    }
    support = data.draw(st.sampled_from(SUPPORT))
    for name, asked in [
        ("paths", {"source": one, "target": two, "associations": data.draw(st.booleans())}),
        ("paths", {"source": "type:Cargo", "target": GOAL}),
        ("mechanism", {"name": one, "support": support}),
        ("regulators", {"names": [one], "depth": data.draw(st.integers(1, 3))}),
        ("targets", {"names": [one, two], "depth": data.draw(st.integers(1, 3))}),
        ("what_if", {"names": [one], "support": support}),
        ("pathways_of", {"names": [one, two]}),
        ("shared_targets", {"names": [one, two]}),
        ("shared_regulators", {"names": [one, two]}),
        ("shared_pathways", {"names": [one, two]}),
        ("sponges", {}),
        ("therapy", {}),
        ("gaps", {}),
        ("cargo_of", {"exosome": one}),
        ("carriers_of", {"cargo": one}),
        ("exosomes_of", {"donor": one}),
        ("relation", {"a": one, "b": two}),
        ("evidence", {"subject": one, "object": two}),
    ]:
        check_all(g, name, **asked, **filters, limit=0)
    certain = {"certainty": filters["certainty"]}
    check_all(g, "contradictions", composed=True, **certain)
    check_all(g, "depends_on", what=data.draw(st.sampled_from(g.records.findings)).id, **certain)
    check_all(g, "compare_cancers", one="lung cancer", other="glioma", **certain)
