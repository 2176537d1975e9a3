"""Opposite claims between the same ends: two edges, or two paths, with both sides' evidence.

Nothing is deleted or averaged: a contradiction is an answer, and whether the contexts differ
belongs to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import Literal

from ...graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ...graph.records import claims_of
from ...graph.schema import ENTITY_TYPES, RADIOSENSITIVITY, PredicateClass, Sign, multiply
from ...graph.stores.base import Node, Pair, Store, is_large, matching
from ..claims import within
from ..declare import Rows, RowsToMake, question, restricted
from ..evidence import Evidenced, EvidenceGroup, Piece, grouped
from ..filters import unfiltered
from ..kinds import Cancer, Count, Papers
from ..paths.path import Hop, Path, make_path
from ..paths.search import Budget, Walk, simple_paths
from ..paths.support import support_of
from ..rows import Hidden, Row, row
from ._papers import cites, refuse_many

Kind = Literal["two-papers", "slip", "composed", "denied"]

_VERBS: Mapping[Sign, str] = {1: "raise", -1: "lower", 0: "act on"}
"""What a claim of a sign says that its subject does."""


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
        a denied claim, of any sign, who makes it and who denies it.
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
        named = self.named
        return (
            (group.certainty, named[id])
            for side in (self.plus, self.minus)
            for group in side.evidence
            for id in group.findings
        )

    @property
    def named(self) -> dict[str, Finding]:
        """The findings of both sides, by id."""
        return {e.finding.id: e.finding for e in self.carrying()}

    def cells(self) -> dict[str, str]:
        raises, lowers = str(self.plus), str(self.minus)
        if self.kind == "denied":
            sign = next(edge.sign for edge in self.claims if edge.causal)
            raises = f"claimed to {_VERBS[sign or 0]}: {raises}"
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
    composed_too = len(found)
    if not composed:
        found = [each for each in found if not _is_composed(each)]
    hidden = composed_too - len(found)
    rows: Sequence[Contradiction] = RowsToMake(found, _Making(store))
    if names or papers or cancer:
        ids = [e.id for e in names]
        within_cancer = store.subtypes(cancer.id) if cancer else None
        made = _made_in_time(rows, budget)
        rows = [row for row in made if _concerns(row, ids, papers, within_cancer)]
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


_Claims = tuple[str, str, Sign | None]
"""Subject and object of opposite claims, and None; of a claim that is denied its sign."""


def _is_composed(found: _Claims | Contradiction) -> bool:
    return isinstance(found, Contradiction) and found.kind == "composed"


def _opposite_claims(
    store: Store, max_hops: int, names: Sequence[Entity], budget: Budget
) -> list[_Claims | Contradiction]:
    """Return what rows are made of, and paths as rows, in order."""
    large = is_large(store)
    among = _named_pairs(store, names) if large and names else None
    opposed, denied = (_sorted(store, found(store, among, budget)) for found in (_opposed, _denied))
    paths: list[Contradiction] = []
    if max_hops > 1:
        starts = names if large else store.entities()
        at_edges = {(subject, object) for subject, object, _ in opposed}
        paths = _paths(store, max_hops, [e.id for e in starts], at_edges, budget)
        paths.sort(key=_by_ends)
    return [*opposed, *paths, *denied]


def _by_ends(row: Contradiction) -> tuple[str, ...]:
    subject, object = row.subject, row.object
    return (subject.name.casefold(), object.name.casefold(), subject.id, object.id)


def _sorted(store: Store, found: Collection[_Claims]) -> list[_Claims]:
    """Return claims by the names of their ends; of two that are denied the first predicate's."""
    ids = {id for subject, object, _ in found for id in (subject, object)}
    names = {id: entity.name.casefold() for id, entity in store.entities_of(ids).items()}
    signs = Counter((subject, object) for subject, object, _ in found)
    first: dict[_Claims, str] = {}
    for edge in store.edges_between([pair for pair, count in signs.items() if count > 1]):
        if edge.causal:
            first.setdefault((edge.subject, edge.object, edge.sign), edge.predicate)
    return sorted(
        found, key=lambda c: (names[c[0]], names[c[1]], c[0], c[1], first.get(c, ""), c[2])
    )


_ALL_READ = 5_000
"""The most denials of a large graph that are read without a look at the clock."""
_READ = 200
"""How many rows are made between two looks at the clock."""


def _made_in_time(rows: Sequence[Contradiction], budget: Budget) -> Iterator[Contradiction]:
    """Make rows until the time of the search is over."""
    for start in range(0, len(rows), _READ):
        if not budget.in_time():
            return
        yield from rows[start : start + _READ]


def _named_pairs(store: Store, names: Sequence[Entity]) -> set[Pair]:
    """Return the ends of the claims of all findings that name an entity."""
    refuse_many(store, "contradictions", names[:1])
    found = store.findings(naming=names[0].id)
    return {(s.subject, s.object) for finding in found for s in finding.statements}


_DENIAL = matching((PredicateClass.DENIAL,)) or frozenset[str]()
_CLAIMED: Mapping[Sign, frozenset[str]] = {
    sign: matching((PredicateClass.CAUSAL,), signs=(sign,)) or frozenset() for sign in (1, -1, 0)
}


def _by_subject(store: Store, pairs: Iterable[Pair]) -> dict[Node, set[Node]]:
    found: dict[Node, set[Node]] = {}
    for subject, object in pairs:
        found.setdefault(store.node(subject), set()).add(store.node(object))
    return found


def _with_ids(store: Store, found: Collection[tuple[Node, Node, Sign | None]]) -> list[_Claims]:
    ids = store.ids_of({node for claims in found for node in claims[:2]})
    return [(ids[subject], ids[object], sign) for subject, object, sign in found]


def _opposed(store: Store, among: Set[Pair] | None, budget: Budget) -> list[_Claims]:
    """Return the ends of claims of both signs."""
    behind = unfiltered(store)
    pairs = [
        pair
        for pair in behind.opposed()
        if pair[0] != RADIOSENSITIVITY and (among is None or pair in among)
    ]
    budget.in_time()  # the clock begins; an index is there by now
    if store is behind:
        return [(*pair, None) for pair in pairs]
    found: list[tuple[Node, Node, Sign | None]] = []
    for subject, objects in _by_subject(store, pairs).items():
        if not budget.in_time():
            break
        for sign in (1, -1):
            objects &= set(store.neighbors(subject, _CLAIMED[sign]))
        found += ((subject, object, None) for object in objects)
    return _with_ids(store, found)


def _denied(store: Store, among: Set[Pair] | None, budget: Budget) -> list[_Claims]:
    """Return the causal claims that a finding denies."""
    held, asked = store.census().edges, None if among is None else _by_subject(store, among)
    if asked is None and (
        not is_large(store) or sum(held.get(name, 0) for name in _DENIAL) <= _ALL_READ
    ):
        denials = store.edges(classes=(PredicateClass.DENIAL,))
        asked = _by_subject(store, ((edge.subject, edge.object) for edge in denials))
    found: list[tuple[Node, Node, Sign | None]] = []
    for subject in sorted(store.nodes(ENTITY_TYPES)) if asked is None else asked:
        if not budget.in_time():
            break
        claimed = {sign: store.neighbors(subject, named) for sign, named in _CLAIMED.items()}
        if not any(claimed.values()):  # which an index says sooner than what is denied
            continue
        objects = set(store.neighbors(subject, _DENIAL))
        if asked is not None:
            objects &= asked[subject]
        for sign, signed in claimed.items() if objects else ():
            found += ((subject, object, sign) for object in objects.intersection(signed))
    return _with_ids(store, found)


class _Making:
    """Makes rows of claims; those of paths are made already.

    Parameters
    ----------
    store
        The graph.
    """

    def __init__(self, store: Store) -> None:
        self.store, self.walk = store, Walk(store, (PredicateClass.CAUSAL,))

    def __call__(self, found: Sequence[_Claims | Contradiction]) -> list[Contradiction]:
        claims = [each for each in found if not isinstance(each, Contradiction)]
        self.walk.read_between(
            (subject, object) for subject, object, sign in claims if sign is None
        )
        sides = self._denied({(s, o) for s, o, sign in claims if sign is not None})
        return [
            each if isinstance(each, Contradiction) else self._row(*each, sides) for each in found
        ]

    def _denied(self, pairs: Collection[Pair]) -> dict[_Claims, list[Evidence]]:
        """Return the evidence of claims: by their sign, and by None of those that deny."""
        sides: dict[_Claims, list[Evidence]] = {}
        for edge in self.store.edges_between(pairs):
            denies = edge.predicate in _DENIAL
            if denies or edge.causal:
                key = edge.subject, edge.object, None if denies else edge.sign
                sides.setdefault(key, []).extend(self.store.evidence(edge))
        return sides

    def _row(
        self,
        subject: str,
        object: str,
        sign: Sign | None,
        sides: Mapping[_Claims, Sequence[Evidence]],
    ) -> Contradiction:
        if sign is not None:
            claimed, denied = sides[subject, object, sign], sides[subject, object, None]
            return _row(self.store, "edge", subject, object, claimed, denied, "denied")
        signs = {hop.sign: list(hop.evidence) for hop in self.walk.between(subject, object)}
        return _row(self.store, "edge", subject, object, signs[1], signs[-1])


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
                reported.setdefault(hops[-1].end, {}).setdefault(sign, []).append(hops)
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
    inside = [{hop.end for hop in hops[:-1]} for hops in (one, two)]
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
    row: Contradiction, names: Iterable[str], papers: Iterable[str], cancers: Set[str] | None
) -> bool:
    sides = row.named.values()
    named = {row.subject.id, row.object.id, *(id for f in sides for id in f.named_ids)}
    return (
        (cancers is None or any(f.cancer in cancers for f in sides))
        and all(id in named for id in names)
        and all(any(cites(f, paper) for f in sides) for paper in papers)
    )
