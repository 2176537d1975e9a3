"""What moves, and which way, when entities are silenced or raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal

from ...graph.model import Entity, Reference, natural_key
from ...graph.schema import SUPPORTS, Certainty, PredicateClass, Sign, Support, multiply
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, RowsToMake, question, restricted
from ..evidence import group_cells
from ..kinds import Count, Limit
from ..paths.path import OnPaths, Path
from ..paths.rank import Ranking
from ..paths.search import Budget, Step, Walk
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
    direction: Sign = derived(lambda row: (row.plus_paths > 0) - (row.minus_paths > 0))
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
        """Return the best path in English.

        Returns
        -------
        str
            As `Path.explain` does.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().what_if("NORAD")[0]
        >>> row.explain().startswith("1. NORAD raises ATR/Chk1 signaling (stated")
        True
        """
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
    limit: Limit = 0,
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
    walk = Walk(store, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))
    ranking, least = Ranking(store), SUPPORTS.index(support)
    reached: dict[str, list[Sequence[Step]]] = {}
    for steps in _signed_paths(walk, names, max_hops, budget):
        strong = reached.setdefault(steps[-1].end, [])
        if ranking.place(steps)[0] <= least:
            strong.append(steps)
    entities = store.entities_of(id for id, strong in reached.items() if strong)
    kept: dict[tuple[Any, ...], list[Sequence[Step]]] = {}
    for id, node in entities.items():
        reached[id].sort(key=ranking.key)
        kept[*ranking.place(reached[id][0]), node.name.casefold(), node.id] = reached[id]
    turn = -1 if change == "silence" else 1

    def make(keys: Sequence[tuple[Any, ...]]) -> list[Shift]:
        shown = [kept[key] for key in keys]
        paths = iter(walk.paths(steps for found in shown for steps in found))
        return [_shift(store, tuple(islice(paths, len(found))), turn) for found in shown]

    listed = ", ".join(e.name for e in names)
    return Rows(
        RowsToMake(sorted(kept)[: limit or None], make),
        total=len(kept),
        whole=len(reached),
        what="node",
        by=restricted(support=support),
        none=f"no path with a sign leads away from {listed} {within(max_hops)}",
    )


def _signed_paths(
    walk: Walk, names: Sequence[Entity], max_hops: int, budget: Budget
) -> Iterator[Sequence[Step]]:
    """Yield every path with a sign that leads away from some entities."""
    barred = frozenset(e.id for e in names)
    for anchor in sorted(barred):
        for steps in _extend(walk, (), anchor, barred, max_hops, budget):
            if multiply(step.sign for step in steps) and budget.found():
                yield steps


def _extend(
    walk: Walk,
    chain: tuple[Step, ...],
    end: str,
    seen: frozenset[str],
    max_hops: int,
    budget: Budget,
) -> Iterator[tuple[Step, ...]]:
    """Yield the chains that go on from an end, without the nodes seen."""
    for step in walk.steps(end):
        if step.sign == 0 or step.end in seen or not budget.expand():
            continue
        longer = (*chain, step)
        yield longer
        if len(longer) < max_hops and walk.passable(step.end):
            further = seen | {step.end}
            yield from _extend(walk, longer, step.end, further, max_hops, budget)


def _shift(store: Store, paths: tuple[Path, ...], turn: int) -> Shift:
    plus = sum(1 for path in paths if path.sign == turn)
    return Shift(store, plus, len(paths) - plus, paths)
