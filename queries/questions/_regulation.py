"""What acts on entities, and what they act on: the search behind `regulators` and `targets`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...graph.errors import UsageError
from ...graph.model import Entity, Reference
from ...graph.schema import (
    CERTAINTIES,
    SUPPORTS,
    Certainty,
    PredicateClass,
    Support,
    multiply,
    subtypes,
)
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, restricted
from ..paths.path import Hop, OnPaths, Path, make_path
from ..paths.rank import Ranking
from ..paths.search import Budget, Walk
from ..rows import derived, row
from ._ends import context_hint

__all__ = ["Regulation", "best_paths", "regulation"]


@row
class Regulation(OnPaths):
    """One regulator of one target with one sign, with the best path between them.

    Parameters
    ----------
    path
        From the regulator to the target.
    """

    regulator: Entity = derived(lambda row: row.path.nodes[0])
    target: Entity = derived(lambda row: row.path.nodes[-1])
    sign: int | None = derived("path.sign")
    hops: int = derived("path.length")
    path: Path
    support: Support = derived("path.support")
    certainty: Certainty = derived("path.certainty")
    cancers: tuple[Entity, ...] = derived("path.cancers")
    findings: tuple[str, ...] = derived("path.findings")
    references: tuple[Reference, ...] = derived("path.references")

    @property
    def resting_on(self) -> tuple[Path, ...]:
        return (self.path,)

    def explain(self) -> str:
        """Return the path in English."""
        return self.path.explain()

    def cells(self) -> dict[str, str]:
        return {
            "sign": {1: "+", -1: "-", 0: "0", None: ""}[self.sign],
            "chain": self.path.chain,
            "support": self.support,
            **self.evidence_cells(),
        }


def regulation(
    store: Store,
    names: Sequence[Entity],
    *,
    upstream: bool,
    depth: int,
    sign: int | None,
    type: str | None,
    budget: Budget,
) -> Rows[Regulation]:
    """Search what acts on entities (upstream), or what they act on.

    Parameters
    ----------
    store
        The graph.
    names
        The entities asked about.
    upstream
        True for regulators, False for targets.
    depth
        The most hops, from 1. The hop at the entity is causal; further ones may be transport.
    sign
        Only rows of this sign.
    type
        Only entities of this type, or of its subtypes.
    budget
        When to stop.

    Returns
    -------
    Rows of Regulation
        One per far end and sign with the best path, strongest first.
    """
    what = "regulator" if upstream else "target"
    if not names:
        raise UsageError(f"{what}s: name at least one entity")
    chains = (hops for one in names for hops in _chains(store, one.id, upstream, depth, budget))
    best = best_paths(store, chains)
    allowed = subtypes(type) if type else None
    rows = [
        Regulation(store, path)
        for path in best
        if sign in (None, path.sign)
        and (allowed is None or path.nodes[0 if upstream else -1].type in allowed)
    ]
    rows.sort(key=lambda row: _order(row, upstream))
    does = "acts on" if upstream else "is acted on by"
    none = f"nothing {does} {', '.join(e.name for e in names)} {within(depth)}"
    none += context_hint(*names)
    by = restricted(sign=sign, type=type)
    return Rows(rows, whole=len(best), what=what, none=none, by=by)


def best_paths(store: Store, chains: Iterable[tuple[Hop, ...]]) -> list[Path]:
    """Return the best path for each pair of ends and each sign."""
    ranking = Ranking(store)
    best: dict[tuple[str, str, int | None], tuple[Any, tuple[Hop, ...]]] = {}
    for hops in chains:
        between = (hops[0].subject, hops[-1].object, multiply(hop.sign for hop in hops))
        key = ranking.key(hops)
        if between not in best or key < best[between][0]:
            best[between] = (key, hops)
    return [make_path(store, hops) for _, hops in best.values()]


def _order(row: Regulation, upstream: bool) -> tuple[Any, ...]:
    near, far = (row.target, row.regulator) if upstream else (row.regulator, row.target)
    return (
        near.name.casefold(),
        row.hops,
        SUPPORTS.index(row.support),
        CERTAINTIES.index(row.certainty),
        far.name.casefold(),
        far.id,
        str(row.sign),
    )


def _chains(
    store: Store, anchor: str, upstream: bool, depth: int, budget: Budget
) -> Iterator[tuple[Hop, ...]]:
    """Walk away from an entity over causal and transport hops, never through a node twice."""
    near = Walk(store, (PredicateClass.CAUSAL,))
    further = Walk(store, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))

    def extend(chain: tuple[Hop, ...], end: str, seen: frozenset[str]) -> Iterator[tuple[Hop, ...]]:
        for hop in (further if chain else near).hops(end, forward=not upstream):
            other = hop.subject if upstream else hop.object
            if other in seen or not budget.expand():
                continue
            longer = (hop, *chain) if upstream else (*chain, hop)
            yield longer
            if len(longer) < depth and further.passable(other):
                yield from extend(longer, other, seen | {other})

    yield from extend((), anchor, frozenset({anchor}))
