"""Compare two graphs by statement.

Examples
--------
>>> import radexo
>>> store = radexo.load().store
>>> compare(store, store)
Comparison(differences=(), others={})
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, get_args

from .model import Edge, Entity, Evidence, Finding, Reference
from .stores.base import Store
from .values import frozen

__all__ = ["CHANGES", "ChangeKind", "Comparison", "Difference", "compare"]

ChangeKind = Literal["added", "removed", "sign", "evidence"]
CHANGES: tuple[ChangeKind, ...] = get_args(ChangeKind)
"""The kinds of change, in the order in which they are listed."""

_BySign = dict[int, list[Edge]]


@frozen
class Difference:
    """One claim that differs between two graphs.

    Parameters
    ----------
    change
        added; removed; sign: a causal claim was replaced by one of another sign between the same
        ends; evidence: the claim rests on other findings, or its findings have changed.
    subject, object
        The ends of the claim.
    before, after
        The edge in either graph; None where the graph has none.
    before_details, after_details
        Fields in which findings that both graphs have differ, each as ``finding, field: value``.
    """

    change: ChangeKind
    subject: Entity
    object: Entity
    before: Edge | None
    after: Edge | None
    before_details: tuple[str, ...] = ()
    after_details: tuple[str, ...] = ()

    @property
    def edge(self) -> Edge:
        """The edge after the change; of a removed claim, the one before."""
        edge = self.after or self.before
        assert edge is not None  # a difference has at least one side
        return edge


@frozen
class Comparison:
    """What differs between two graphs.

    Parameters
    ----------
    differences
        Ordered by kind of change, then by the names of subject, predicate and object.
    others
        How many records other than statements differ, by kind; kinds without a difference are
        omitted.
    """

    differences: tuple[Difference, ...]
    others: Mapping[str, int]


def compare(before: Store, after: Store) -> Comparison:
    """Compare two graphs by statement.

    Parameters
    ----------
    before, after
        The graphs.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> import radexo
    >>> store = radexo.load().store
    >>> compare(store, store).differences
    ()
    """
    with before.reading(), after.reading():
        found = sorted(_differences(before, after), key=_order)
        return Comparison(tuple(found), _other_differences(before, after))


def _order(difference: Difference) -> tuple[Any, ...]:
    subject, object = difference.subject, difference.object
    names = (subject.name, difference.edge.predicate, object.name, subject.id, object.id)
    return (CHANGES.index(difference.change), *names)


def _differences(before: Store, after: Store) -> Iterator[Difference]:
    papers = _papers_apart(before, after)
    entities = {e.id: e for store in (before, after) for e in store.entities()}

    def difference(change: ChangeKind, was: Edge | None, is_now: Edge | None) -> Difference:
        edge = is_now or was
        assert edge is not None  # every caller passes at least one
        return Difference(
            change,
            entities[edge.subject],
            entities[edge.object],
            was,
            is_now,
            tuple(_details(was, is_now, before, after)) if was else (),
            tuple(_details(is_now, was, after, before)) if is_now else (),
        )

    for sides in _claims_apart(before, after, papers):
        old, new = ({(e.predicate, e.object): e for e in edges} for edges in sides)
        removed = [edge for claim, edge in old.items() if claim not in new]
        added = [edge for claim, edge in new.items() if claim not in old]
        pairs = list(_sign_changes(removed, added))
        paired = {edge.id for pair in pairs for edge in pair}
        yield from (difference("sign", was, is_now) for was, is_now in pairs)
        yield from (difference("removed", edge, None) for edge in removed if edge.id not in paired)
        yield from (difference("added", None, edge) for edge in added if edge.id not in paired)
        for claim, edge in old.items():
            if (is_now := new.get(claim)) is None or _is_same(edge, is_now, papers):
                continue
            if not _same_evidence(edge, is_now, before, after):
                yield difference("evidence", edge, is_now)


def _claims_apart(
    before: Store, after: Store, papers: Collection[Any]
) -> Iterator[tuple[Iterable[Edge], Iterable[Edge]]]:
    """Yield the claims of either graph, one subject after the other; not all that are the same."""
    if (found := before.claims_apart(after, papers)) is not None:
        yield from found
        return
    edges = heapq.merge(
        ((edge.subject, 0, edge) for edge in before.each_edge()),
        ((edge.subject, 1, edge) for edge in after.each_edge()),
        key=itemgetter(0),
    )
    for _, group in groupby(edges, key=itemgetter(0)):
        sides: tuple[list[Edge], list[Edge]] = ([], [])
        for _, side, edge in group:
            sides[side].append(edge)
        yield sides


def _papers_apart(before: Store, after: Store) -> set[Any]:
    """Return the keys of papers of which the graphs know different things."""
    old, new = ({paper.key: paper for paper in store.references()} for store in (before, after))
    return {
        key
        for key in {*old, *new}
        if old.get(key) != new.get(key) and before.reference(*key) != after.reference(*key)
    }


def _is_same(edge: Edge, other: Edge, papers: Collection[Any]) -> bool:
    """Return whether two edges are the same in all that is compared, found out fast."""
    return edge == other and not (
        papers and any(key in papers for e in edge.evidence for key in e.finding.reference_keys)
    )


def _sign_changes(removed: Iterable[Edge], added: Iterable[Edge]) -> Iterator[tuple[Edge, Edge]]:
    """Pair removed causal claims with added ones of another sign between the same ends.

    Opposite signs are paired first. Edges come ordered by predicate, so that the pairs do not
    depend on which graph is the earlier one.
    """
    by_ends: dict[tuple[str, str], tuple[_BySign, _BySign]] = {}
    for side, edges in enumerate((removed, added)):
        for edge in edges:
            if edge.causal:
                sides = by_ends.setdefault(
                    (edge.subject, edge.object), ({-1: [], 0: [], 1: []}, {-1: [], 0: [], 1: []})
                )
                sides[side][edge.sign or 0].append(edge)
    for were, are_now in by_ends.values():
        for old_sign, new_sign in ((1, -1), (-1, 1), (1, 0), (-1, 0), (0, 1), (0, -1)):
            while were[old_sign] and are_now[new_sign]:
                yield were[old_sign].pop(0), are_now[new_sign].pop(0)


def _same_evidence(edge: Edge, other: Edge, store: Store, other_store: Store) -> bool:
    return edge.findings == other.findings and not list(_details(edge, other, store, other_store))


def _details(edge: Edge, other: Edge | None, store: Store, other_store: Store) -> Iterator[str]:
    """List the fields in which findings behind both edges differ, with their values in `store`."""
    counterparts = {e.finding.id: e for e in other.evidence} if other else {}
    for evidence in edge.evidence:
        if counterpart := counterparts.get(evidence.finding.id):
            facts, others = _facts(evidence, store), _facts(counterpart, other_store)
            for name in dict.fromkeys((*facts, *others)):
                if facts.get(name) != others.get(name):
                    yield f"{evidence.finding.id}, {name}: {_text(facts.get(name))}"


def _facts(evidence: Evidence, store: Store) -> dict[str, Any]:
    """Collect the fields of a statement, its finding and the papers cited, by name."""
    skipped = ("id", "statements", "biomarkers", "subject", "predicate", "object")
    facts = {
        f.name if isinstance(record, Finding) else f"statement {f.name}": getattr(record, f.name)
        for record in (evidence.finding, evidence.statement)
        for f in fields(record)
        if f.name not in skipped
    }
    for key in evidence.finding.reference_keys:
        paper = store.reference(*key)
        facts |= {
            f"paper {key[1] or key[0]} {f.name}": getattr(paper, f.name) for f in fields(Reference)
        }
    return facts


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return (
        "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    )


def _other_differences(before: Store, after: Store) -> dict[str, int]:
    counts = {}
    old, new = _others(before), _others(after)
    for kind in old:
        keys = {*old[kind], *new[kind]}
        counts[kind] = sum(old[kind].get(key) != new[kind].get(key) for key in keys)
    return {kind: count for kind, count in counts.items() if count}


def _others(store: Store) -> dict[str, dict[Any, Any]]:
    """Return the records that are not statements, by kind and key."""
    findings = [f for f, _ in store.each_kind() if f.biomarkers or not f.statements]
    return {
        "entities": {e.id: e for e in store.entities()},
        "papers": {r.key: r for r in store.references()},
        "sources": {s.id: s for s in store.sources()},
        "findings without statements": {f.id: f for f in findings if not f.statements},
        "biomarker claims of a finding": {f.id: f.biomarkers for f in findings if f.biomarkers},
    }
