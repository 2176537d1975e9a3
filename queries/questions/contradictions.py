"""Opposite claims between the same ends: two edges, or two paths, with both sides' evidence.

Nothing is deleted or averaged: a contradiction is an answer, and whether the contexts differ
belongs to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from typing import Literal

from ...graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ...graph.records import claims_of
from ...graph.schema import ENTITY_TYPES, PREDICATES, RADIOSENSITIVITY, PredicateClass, multiply
from ...graph.stores.base import Pair, SignedClaim, Store, is_large, matching
from ..claims import within
from ..declare import Rows, question, restricted
from ..evidence import Evidenced, EvidenceGroup, Piece, grouped
from ..filters import unfiltered
from ..kinds import Cancer, Count, Papers
from ..paths.path import Hop, Path, make_path
from ..paths.search import Budget, Walk, simple_paths
from ..paths.support import support_of
from ..rows import Hidden, Row, row
from ._papers import cites, refuse_many

Kind = Literal["two-papers", "slip", "composed", "denied"]


@row
class Side(Row):
    """One side of a contradiction: its findings, their cancers and papers.

    Parameters
    ----------
    findings, cancers, references
        Of the evidence.
    evidence
        By certainty and cancer; of a path each certainty is that of its weakest step.
    chains
        The paths, where it is one.
    """

    findings: tuple[str, ...]
    cancers: tuple[Entity, ...]
    references: tuple[Reference, ...]
    evidence: tuple[EvidenceGroup, ...]
    chains: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(map(str, (*self.chains, *self.evidence)))


@row
class Contradiction(Evidenced):
    """Opposite signs between the same ends.

    Parameters
    ----------
    level
        edge: two edges; path: two paths that share nothing but their ends.
    kind
        two-papers: two claims, each side with papers of its own; slip: one and the same paper is
        cited for both sides; composed: a side is a chain that no paper states as a whole; denied:
        a source saw no effect where others claim one.
    subject, object
        The ends.
    plus, minus
        The two sides: who claims that the subject raises the object, and who that it lowers it; of
        a denied claim, of either sign, who makes it and who denies it.
    shared_context
        Whether both sides were seen in one and the same cancer (or both without one).
    claims
        The claims of both sides.
    """

    level: Literal["edge", "path"]
    kind: Kind
    subject: Entity
    object: Entity
    plus: Side
    minus: Side
    shared_context: bool
    claims: Hidden[tuple[Edge, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims of both sides."""
        return self.claims

    @property
    def references(self) -> tuple[Reference, ...]:
        """The papers of both sides."""
        return tuple(dict.fromkeys((*self.plus.references, *self.minus.references)))

    def pieces(self) -> Iterable[Piece]:
        return (
            (group.certainty, finding)
            for side in (self.plus, self.minus)
            for group in side.evidence
            for id in group.findings
            if (finding := self.store.finding(id))
        )

    def cells(self) -> dict[str, str]:
        raises, lowers = str(self.plus), str(self.minus)
        if self.kind == "denied":
            sign = next(edge.sign for edge in self.claims if edge.causal)
            raises = f"claimed to {'raise' if sign == 1 else 'lower'}: {raises}"
            lowers = f"denied: {lowers}"
        return {
            "level": self.level,
            "kind": self.kind,
            "subject": self.subject.name,
            "object": self.object.name,
            "raises": raises,
            "lowers": lowers,
            "same context": "yes" if self.shared_context else "no",
        }


@question(example={}, group="evidence")
def contradictions(
    store: Store,
    names: Sequence[Entity] = (),
    *,
    max_hops: Count = 3,
    papers: Papers = (),
    cancer: Cancer | None = None,
    composed: bool = False,
    budget: Budget,
) -> Rows[Contradiction]:
    """Opposite claims between the same ends, with both sides.

    Claims of two papers first, then slips of one paper, then what is composed; each by the names
    of the ends. Last come claims that a source denies: it looked and saw no effect. Paths count
    when one study or passage carries each of them, both begin and end with a causal hop, and they
    share no node between the ends.

    Parameters
    ----------
    names
        Only those that have each of these as an end, or in a finding of either side.
    max_hops
        The most hops of a path; 1 for edges only.
    papers
        Only those where each of these papers or findings is on a side.
    cancer
        Only those with a side in this cancer, or its subtypes.
    composed
        Whether those are listed of which a side is a chain that no paper states as a whole.
    """
    everything = is_large(store) and not names
    found = _opposite_claims(store, 1 if everything else max_hops, names, budget)
    hidden = 0 if composed else sum(row.kind == "composed" for row in found)
    if not composed:
        found = [row for row in found if row.kind != "composed"]
    ids = [e.id for e in names]
    within_cancer = store.subtypes(cancer.id) if cancer else None
    rows = [row for row in found if _concerns(store, row, ids, papers, within_cancer)]
    none = f"no opposite claims {within(1 if everything else max_hops)}"
    by = restricted(names=names, papers=papers, cancer=cancer)
    left = "; composed lists them" if hidden else ""
    notes = [f"{hidden} more of which a side is a composed chain{left}"] if hidden else []
    if everything and max_hops > 1:
        notes.append(
            "only single claims were compared in a graph of this size; paths are from names"
        )
    return Rows(
        rows, whole=len(found), what="contradiction", none=none, by=by, notes=notes, scope=_SCOPE
    )


_SCOPE = "a name, fewer hops, or one source or cancer"


def _opposite_claims(
    store: Store, max_hops: int, names: Sequence[Entity], budget: Budget
) -> list[Contradiction]:
    large = is_large(store)
    search = budget.searching(store, _SHARE)
    among = _named_pairs(store, names) if large and names else None
    rows = list(_opposite_edges(store, among, search))
    at_edges = {(row.subject.id, row.object.id) for row in rows}
    rows += _denied_claims(store, among, search)
    if max_hops > 1:
        starts = names if large else store.entities()
        rows += _paths(store, max_hops, [e.id for e in starts], at_edges, search)
    budget.spent = search.spent
    return sorted(
        rows,
        key=lambda r: (
            r.kind == "denied",
            r.level,
            r.subject.name.casefold(),
            r.object.name.casefold(),
            r.subject.id,
        ),
    )


_SHARE = 0.35
"""The share of the seconds for the rows, which take longer to be written than to be made."""
_ALL_READ = 5_000
"""The most denials of a large graph that are read without a look at the clock."""
_READ = 200
"""How many pairs are read between two looks at the clock."""


def _named_pairs(store: Store, names: Sequence[Entity]) -> set[Pair]:
    """Return the ends of the claims of all findings that name an entity."""
    refuse_many(store, "contradictions", names[:1])
    found = store.findings(naming=names[0].id)
    return {(s.subject, s.object) for finding in found for s in finding.statements}


def _several(store: Store, pairs: Collection[Pair], budget: Budget) -> Iterator[Sequence[Pair]]:
    """Yield pairs by the names of their ends, some at a time, until the time is over."""
    entities = store.entities_of(id for pair in pairs for id in pair)
    names = {id: entity.name.casefold() for id, entity in entities.items()}
    ordered = sorted(pairs, key=lambda pair: (names[pair[0]], names[pair[1]], pair))
    for start in range(0, len(ordered), _READ):
        if not budget.in_time():
            return
        yield ordered[start : start + _READ]


def _opposite_edges(
    store: Store, among: Set[Pair] | None, budget: Budget
) -> Iterator[Contradiction]:
    """Yield a row for each pair of entities with claims of both signs."""
    walk = Walk(store, (PredicateClass.CAUSAL,))
    # whether those of a large graph pass a filter is seen where they are read, in time
    opposed = (unfiltered(store) if is_large(store) else store).opposed()
    pairs = {
        pair for pair in opposed if pair[0] != RADIOSENSITIVITY and (among is None or pair in among)
    }
    for several in _several(store, pairs, budget):
        walk.read_between(several)
        for subject, object in several:
            signs = {hop.sign: list(hop.evidence) for hop in walk.between(subject, object)}
            if 1 in signs and -1 in signs:
                yield _row(store, "edge", subject, object, signs[1], signs[-1])


def _denied_claims(
    store: Store, among: Set[Pair] | None, budget: Budget
) -> Iterator[Contradiction]:
    """Yield a row for each signed claim that a finding denies, with both sides."""
    denied = _denied(store, budget) if among is None else among
    for several in _several(store, denied, budget):
        making: dict[SignedClaim, list[Evidence]] = {}
        denying: dict[Pair, list[Evidence]] = {}
        for edge in store.edges_joining(several):
            pair = (edge.subject, edge.object)
            if PREDICATES[edge.predicate].cls is PredicateClass.DENIAL:
                denying.setdefault(pair, []).extend(store.evidence(edge))
            elif edge.causal and edge.sign:
                making.setdefault((*pair, edge.sign), []).extend(store.evidence(edge))
        for (subject, object, _), found in making.items():
            if against := denying.get((subject, object)):
                yield _row(store, "edge", subject, object, found, against, "denied")


def _denied(store: Store, budget: Budget) -> Collection[Pair]:
    """Return the ends of all claims that a finding denies."""
    predicates = matching((PredicateClass.DENIAL,), None, None) or frozenset()
    held = store.census().edges
    if not is_large(store) or sum(held.get(name, 0) for name in predicates) <= _ALL_READ:
        denials = store.edges(classes=(PredicateClass.DENIAL,))
        return {(edge.subject, edge.object) for edge in denials}
    found: set[Pair] = set()
    for subject in sorted(store.nodes(ENTITY_TYPES)):
        if not budget.expand():
            break
        if objects := store.neighbors(subject, predicates):
            ids = store.ids_of({subject, *objects})
            found |= {(ids[subject], ids[object]) for object in objects}
    return found


def _paths(
    store: Store,
    max_hops: int,
    starts: Iterable[str],
    at_edges: set[tuple[str, str]],
    budget: Budget,
) -> list[Contradiction]:
    walk = Walk(store, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))
    rows = []
    for start in starts:
        if not walk.hops(start):
            continue
        reported: dict[str, dict[int, list[tuple[Hop, ...]]]] = {}
        for hops in simple_paths(walk, [start], None, max_hops, budget):
            sign = multiply(hop.sign for hop in hops)
            if not sign or hops[0].sign is None or hops[-1].sign is None:
                continue
            if support_of(hops).level in ("one-study", "one-passage"):
                reported.setdefault(hops[-1].object, {}).setdefault(sign, []).append(hops)
        for other, signs in reported.items():
            pairs = [(p, m) for p in signs.get(1, ()) for m in signs.get(-1, ()) if _disjoint(p, m)]
            if pairs and (start, other) not in at_edges:
                sides = [list(dict.fromkeys(side)) for side in zip(*pairs, strict=True)]
                plus, minus = map(_carrying, sides)
                paths = [[make_path(store, hops) for hops in side] for side in sides]
                rows.append(_row(store, "path", start, other, plus, minus, paths=paths))
    return rows


def _carrying(paths: Iterable[tuple[Hop, ...]]) -> list[Evidence]:
    return [e for hops in paths for e in support_of(hops).evidence]


def _disjoint(one: tuple[Hop, ...], two: tuple[Hop, ...]) -> bool:
    inside = [{hop.object for hop in hops[:-1]} for hops in (one, two)]
    return inside[0].isdisjoint(inside[1])


def _row(
    store: Store,
    level: Literal["edge", "path"],
    subject: str,
    object: str,
    plus: Sequence[Evidence],
    minus: Sequence[Evidence],
    kind: Kind | None = None,
    paths: Sequence[Sequence[Path]] = ((), ()),
) -> Contradiction:
    """Return a row of the evidence of both sides.

    Parameters
    ----------
    store, level, subject, object, plus, minus
        What the row holds.
    kind
        Where the evidence does not decide it.
    paths
        Of both sides, where these are paths.
    """
    raising, lowering = ({e.finding.id: e.finding for e in side} for side in (plus, minus))
    shared = {f.cancer for f in raising.values()} & {f.cancer for f in lowering.values()}
    return Contradiction(
        store,
        level,
        kind or _kind(level, plus, minus),
        store.entity(subject),
        store.entity(object),
        _side(store, raising.values(), plus, paths[0]),
        _side(store, lowering.values(), minus, paths[1]),
        bool(shared),
        tuple(claims_of((*plus, *minus))),
    )


def _kind(level: str, plus: Iterable[Evidence], minus: Iterable[Evidence]) -> Kind:
    raising, lowering = (
        {key for e in side for key in e.finding.reference_keys} for side in (plus, minus)
    )
    if raising & lowering:
        return "slip"
    return "composed" if level == "path" else "two-papers"


def _side(
    store: Store, findings: Iterable[Finding], evidence: Iterable[Evidence], paths: Sequence[Path]
) -> Side:
    """Return a side; the certainties are those of the paths, or else of the evidence."""
    of_paths = [piece for path in paths for piece in path.pieces()]
    pieces = of_paths or [(e.statement.certainty, e.finding) for e in evidence]
    ordered = sorted(findings, key=lambda f: natural_key(f.id))
    keys = dict.fromkeys(key for f in ordered for key in f.reference_keys)
    cancers = dict.fromkeys(f.cancer for f in ordered if f.cancer)
    return Side(
        tuple(f.id for f in ordered),
        tuple(store.entity(id) for id in cancers),
        tuple(store.reference(*key) for key in keys),
        grouped(store, pieces),
        tuple(path.chain for path in paths),
    )


def _concerns(
    store: Store,
    row: Contradiction,
    names: Iterable[str],
    papers: Iterable[str],
    cancers: Set[str] | None,
) -> bool:
    ids = (id for side in (row.plus, row.minus) for id in side.findings)
    sides = [finding for id in ids if (finding := store.finding(id))]
    named = {row.subject.id, row.object.id, *(id for f in sides for id in f.named_ids)}
    return (
        (cancers is None or any(f.cancer in cancers for f in sides))
        and all(id in named for id in names)
        and all(any(cites(f, paper) for f in sides) for paper in papers)
    )
