"""What acts on entities, and what they act on: the search behind `regulators` and `targets`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...graph.errors import UsageError
from ...graph.model import Entity, Reference
from ...graph.schema import Certainty, PredicateClass, Sign, Support, multiply, subtypes
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, RowsToMake, restricted
from ..paths.path import OnPaths, Path
from ..paths.rank import HopT, Ranking
from ..paths.search import Budget, Step, Walk
from ..rows import derived, row
from ._ends import context_hint

__all__ = ["Regulation", "best_chains", "regulation"]


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
    sign: Sign | None = derived("path.sign")
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
        """Return the path in English.

        Returns
        -------
        str
            As `Path.explain` does.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().regulators("KLF10")[0]
        >>> row.explain().startswith("1. miR-340-5p lowers KLF10 (stated")
        True
        """
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
    sign: Sign | None,
    type: str | None,
    limit: int,
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
    limit
        How many rows are made; 0 for all.
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
    chains = (
        steps for entity in names for steps in _chains(store, entity.id, upstream, depth, budget)
    )
    best = best_chains(store, chains)
    entities = store.entities_of(id for _, steps in best for id in _ends(steps))
    allowed = subtypes(type) if type else None
    kept: dict[tuple[Any, ...], Sequence[Step]] = {}
    for (support, certainty, _), steps in best:
        begin, end = _ends(steps)
        far, near = (begin, end) if upstream else (end, begin)
        net = multiply(step.sign for step in steps)
        entity = entities[far]
        if sign in (None, net) and (allowed is None or entity.type in allowed):
            by_name = entities[near].name.casefold(), near, len(steps), support, certainty
            kept[*by_name, entity.name.casefold(), entity.id, str(net)] = steps
    walk = Walk(store, _FURTHER)

    def make(keys: Sequence[tuple[Any, ...]]) -> list[Regulation]:
        return [Regulation(store, path) for path in walk.paths(kept[key] for key in keys)]

    rows = RowsToMake(sorted(kept)[: limit or None], make)
    does = "acts on" if upstream else "is acted on by"
    none = f"nothing {does} {', '.join(e.name for e in names)} {within(depth)}"
    none += context_hint(*names)
    by = restricted(sign=sign, type=type)
    return Rows(rows, total=len(kept), whole=len(best), what=what, none=none, by=by)


def _ends(steps: Sequence[Step]) -> tuple[str, str]:
    return steps[0].start, steps[-1].end


def best_chains(
    store: Store, chains: Iterable[Sequence[HopT]]
) -> list[tuple[tuple[int, int, int], Sequence[HopT]]]:
    """Return the best chain for each pair of ends and each sign, with its `Ranking.place`."""
    ranking = Ranking(store)
    best: dict[tuple[str, str, int | None], tuple[tuple[int, int, int], Sequence[HopT]]] = {}
    keys: dict[tuple[str, str, int | None], tuple[Any, ...]] = {}  # made where places are equal
    for hops in chains:
        ends = (hops[0].start, hops[-1].end, multiply(hop.sign for hop in hops))
        place = ranking.place(hops)
        if ends in best and place == best[ends][0]:
            key = ranking.key(hops)
            if ends not in keys:
                keys[ends] = ranking.key(best[ends][1])
            if key < keys[ends]:
                best[ends], keys[ends] = (place, hops), key
        elif ends not in best or place < best[ends][0]:
            best[ends] = place, hops
            keys.pop(ends, None)
    return list(best.values())


_FURTHER = (PredicateClass.CAUSAL, PredicateClass.TRANSPORT)


def _chains(
    store: Store, anchor: str, upstream: bool, depth: int, budget: Budget
) -> Iterator[tuple[Step, ...]]:
    """Walk away from an entity over causal and transport hops, never through a node twice.

    The hops at the entity itself are always walked; the budget is for further ones.
    """
    further = Walk(store, _FURTHER)
    waiting: list[tuple[tuple[Step, ...], str]] = []
    for step in Walk(store, (PredicateClass.CAUSAL,)).steps(anchor, forward=not upstream):
        other = step.start if upstream else step.end
        if other != anchor:
            yield (step,)
            waiting.append(((step,), other))
    while waiting:
        chain, end = waiting.pop()
        if len(chain) == depth or not further.passable(end):
            continue
        seen = {anchor, *(step.start if upstream else step.end for step in chain)}
        for step in further.steps(end, forward=not upstream):
            other = step.start if upstream else step.end
            if other not in seen:
                if not budget.expand():
                    return
                longer = (step, *chain) if upstream else (*chain, step)
                yield longer
                waiting.append((longer, other))
