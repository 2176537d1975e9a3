"""What moves, and which way, when entities are silenced or raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from ...graph.model import Entity, Reference, natural_key
from ...graph.schema import CERTAINTIES, SUPPORTS, Certainty, PredicateClass, Support, multiply
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question, restricted
from ..evidence import group_cells
from ..kinds import Count
from ..paths.path import Hop, OnPaths, Path, make_path
from ..paths.rank import rank
from ..paths.search import Budget, Walk
from ..paths.support import supported
from ..rows import Hidden, derived, row


@row
class Shift(OnPaths):
    """One node that moves when others are silenced or raised.

    Parameters
    ----------
    node
        What moves.
    direction
        +1 up, -1 down; 0 when paths conflict.
    plus_paths, minus_paths
        How many paths move it up, and down.
    path
        The best of them.
    paths
        All of them.
    """

    node: Entity = derived(lambda row: row.path.nodes[-1])
    direction: int = derived(lambda row: (row.plus_paths > 0) - (row.minus_paths > 0))
    plus_paths: int
    minus_paths: int
    path: Path = derived(lambda row: row.paths[0])
    support: Support = derived("path.support")
    certainty: Certainty = derived("path.certainty")
    conflicts: bool = derived(lambda row: bool(row.plus_paths and row.minus_paths))
    cancers: tuple[Entity, ...] = derived(
        lambda row: _by_id({c.id: c for path in row.paths for c in path.cancers})
    )
    findings: tuple[str, ...] = derived(
        lambda row: tuple(sorted({i for path in row.paths for i in path.findings}, key=natural_key))
    )
    references: tuple[Reference, ...] = derived(
        lambda row: _by_number({r.key: r for path in row.paths for r in path.references})
    )
    paths: Hidden[tuple[Path, ...]]

    @property
    def resting_on(self) -> tuple[Path, ...]:
        return self.paths

    def explain(self) -> str:
        """Return the best path in English."""
        return self.path.explain()

    def cells(self) -> dict[str, str]:
        best = self.path.evidence
        return {
            "node": self.node.name,
            "moves": {1: "up", -1: "down", 0: "both ways"}[self.direction],
            "paths up/down": f"{self.plus_paths}/{self.minus_paths}",
            "best chain": self.path.chain,
            "support": self.support,
            **group_cells(best, [group for group in self.evidence if group not in best]),
        }


def _by_id(entities: dict[str, Entity]) -> tuple[Entity, ...]:
    return tuple(entities[id] for id in sorted(entities))


def _by_number(papers: dict[tuple[str, str | None], Reference]) -> tuple[Reference, ...]:
    order = sorted(papers, key=lambda key: (key[0], natural_key(key[1] or "")))
    return tuple(papers[key] for key in order)


@question(example={"names": ["NORAD"], "change": "silence"}, group="mechanisms", answer="node")
def what_if(
    store: Store,
    names: Sequence[Entity],
    *,
    change: Literal["silence", "raise"] = "silence",
    max_hops: Count = 4,
    support: Support = "one-passage",
    budget: Budget,
) -> Rows[Shift]:
    """What moves, and which way, when X is silenced or raised.

    One row per node, with the paths that move it either way. Only paths with a sign move anything,
    and none leads through another of the entities, for that one is set. Ordered by the best path's
    support, certainty and hops, then by the node's name.

    Parameters
    ----------
    names
        What is silenced or raised.
    change
        Silence or raise.
    max_hops
        The most hops.
    support
        The least support of a path.
    """
    reached = _signed_paths(store, names, max_hops, budget)
    turn = -1 if change == "silence" else 1
    kept = ([path for path in found if supported(path, support)] for found in reached.values())
    best_first = sorted((sorted(found, key=rank) for found in kept if found), key=_order)
    shown = ", ".join(e.name for e in names)
    return Rows(
        [_shift(store, paths, turn) for paths in best_first],
        whole=len(reached),
        what="node",
        by=restricted(support=support),
        none=f"no path with a sign leads away from {shown} {within(max_hops)}",
    )


def _signed_paths(
    store: Store, names: Sequence[Entity], max_hops: int, budget: Budget
) -> dict[str, list[Path]]:
    """Every path with a sign that leads away from some entities, by the node that it ends in."""
    walk = Walk(store, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))
    barred = frozenset(e.id for e in names)

    def extend(chain: tuple[Hop, ...], end: str, seen: frozenset[str]) -> Iterator[tuple[Hop, ...]]:
        for hop in walk.hops(end):
            if hop.sign == 0 or hop.object in seen or not budget.expand():
                continue
            longer = (*chain, hop)
            yield longer
            if len(longer) < max_hops and walk.passable(hop.object):
                yield from extend(longer, hop.object, seen | {hop.object})

    reached: dict[str, list[Path]] = {}
    for anchor in sorted(barred):
        for hops in extend((), anchor, barred):
            if multiply(hop.sign for hop in hops) and budget.found():
                reached.setdefault(hops[-1].object, []).append(make_path(store, hops))
    return reached


def _shift(store: Store, paths: Sequence[Path], turn: int) -> Shift:
    plus = sum(1 for path in paths if path.sign == turn)
    return Shift(store, plus, len(paths) - plus, tuple(paths))


def _order(paths: Sequence[Path]) -> tuple[Any, ...]:
    best, node = paths[0], paths[0].nodes[-1]
    return (
        SUPPORTS.index(best.support),
        CERTAINTIES.index(best.certainty),
        best.length,
        node.name.casefold(),
        node.id,
    )
