"""A measured table on the graph: what changed, its chain to radiosensitivity, and its neighbors.

An overlay reads mechanisms that others reported beside a change that somebody measured. It does not
say that the change causes anything; docs/overlay.md says what else it does not claim.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf
from pathlib import Path as FilePath
from typing import Any, Literal

from ..graph.model import Edge, Entity, Reference, best_certainty
from ..graph.schema import (
    CERTAINTIES,
    RADIOSENSITIVITY,
    SUPPORTS,
    Certainty,
    PredicateClass,
    Sign,
    Support,
    TypeName,
    multiply,
    subtypes,
)
from ..graph.stores.base import Store, is_large
from ..queries.answer import BY_ROWS, Answer
from ..queries.arrows import ARROWS
from ..queries.catalogue import TOO_LATE, limited, made_in_time
from ..queries.claims import references_of
from ..queries.declare import RowsToMake
from ..queries.evidence import read_beside
from ..queries.filters import Filters
from ..queries.kinds import KINDS, LookUp, Parameter, read_limit
from ..queries.paths.path import Hop, OnPaths, Path, make_path
from ..queries.paths.rank import Ranking
from ..queries.paths.search import Budget, Walk, simple_paths
from ..queries.rows import Hidden, Row, derived, row
from .files import frame_table, read_table
from .filters import context_ids, read_filters
from .reading import Measured, check_asked, have, read_measured

__all__ = ["Neighbor", "OverlayRow", "overlay"]

_MAX_HOPS = Parameter("max_hops", "count", "")
_SUPPORT = Parameter("support", "choice", "", choices=SUPPORTS)

Reach = Callable[[Sequence[str], Set[str], int], tuple[Store, Store]]
"""From ids, those of contexts, and the most hops to two stores that hold the contexts too: one with
the chains from the ids to radiosensitivity, one with the edges at the ids."""


@row
class Neighbor(Row):
    """A direct neighbor of a measured entity, and the claim between the two.

    Parameters
    ----------
    entity
        The neighbor.
    claim
        With its direction: ``miR-301a -| TCEAL7``.
    sign, certainty
        Of the claim.
    change, value
        What the table says of the neighbor; None where it is not measured.
    references
        The papers behind the claim.
    """

    id: str = derived("entity.id")
    name: str = derived("entity.name")
    type: TypeName = derived("entity.type")
    claim: str
    sign: Sign
    certainty: Certainty | None
    change: Sign | None
    value: float | None
    references: tuple[Reference, ...]
    entity: Hidden[Entity]


@row
class OverlayRow(OnPaths):
    """One measured entity, a row of `overlay`.

    Parameters
    ----------
    entity, id_in_table
        What was measured, and how the table calls it.
    value, fdr
        As measured, or computed from two groups.
    change
        +1 up, -1 down; 0 where the rate is above the threshold, or nothing was tested.
    effect
        What the change would do to radiosensitivity if it were causal: the change times the sign of
        the chain. None where there is no chain.
    path
        The best chain to radiosensitivity: by support, then those with a direction, then those that
        name a step between, then as `paths` ranks them.
    support, certainty
        Of the chain.
    plus_paths, minus_paths
        How many chains of sufficient support say that more of it raises radiosensitivity, and that
        it lowers it.
    agrees, opposes
        Neighbors that changed as the claim between the two has it, and against it.
    unchanged, unmeasured
        Neighbors that compare with nothing, since they or the entity itself did not change, or
        changed both ways in several rows; and those that the table lacks or did not test.
    cancers, findings, references
        Of the chain.
    """

    entity: Entity
    id_in_table: str
    value: float | None
    fdr: float | None
    change: Sign
    effect: Sign | None = derived(
        lambda row: (
            None if row.path is None or row.path.sign is None else row.change * row.path.sign
        )
    )
    path: Path | None
    support: Support | None = derived(lambda row: row.path and row.path.support)
    certainty: Certainty | None = derived(lambda row: row.path and row.path.certainty)
    plus_paths: int
    minus_paths: int
    agrees: tuple[Neighbor, ...]
    opposes: tuple[Neighbor, ...]
    unchanged: tuple[Neighbor, ...]
    unmeasured: tuple[Neighbor, ...]
    cancers: tuple[Entity, ...] = derived(lambda row: row.path.cancers if row.path else ())
    findings: tuple[str, ...] = derived(lambda row: row.path.findings if row.path else ())
    references: tuple[Reference, ...] = derived(lambda row: row.path.references if row.path else ())

    @property
    def resting_on(self) -> tuple[Path, ...]:
        return (self.path,) if self.path else ()

    @property
    def tested(self) -> bool:
        """Whether the table says if this changed: not where the value or its rate is missing."""
        return bool(
            self.change or (self.value is not None and (self.fdr is not None or not self.value))
        )

    def cells(self) -> dict[str, str]:
        same = self.id_in_table == self.entity.name
        neighbors = {
            "agree": self.agrees,
            "oppose": self.opposes,
            "unchanged" if self.change else "measured": self.unchanged,
            "unmeasured": self.unmeasured,
        }
        return {
            "entity": self.entity.name + ("" if same else f" ({self.id_in_table})"),
            "change": _CHANGES[self.change] if self.tested else "not tested",
            "value": _number(self.value),
            "fdr": _number(self.fdr),
            "if causal": self._if_causal() if self.change else "-",
            "chain": self.path.chain if self.path else "-",
            "support": self.support or "-",
            **(self.evidence_cells() if self.path else _NO_EVIDENCE),
            "neighbors": "; ".join(
                f"{word}: {', '.join(dict.fromkeys(map(_hedged, found)))}"
                for word, found in neighbors.items()
                if found
            )
            or "-",
        }

    def _if_causal(self) -> str:
        """Return what the change would do: a hedge stays a hedge, and chains that differ count."""
        if self.path is None or not self.effect:
            return "-" if self.path is None else "direction not given"
        may = self.certainty == "hedged"
        verbs = {1: "rise", -1: "fall"} if may else {1: "rises", -1: "falls"}
        against = self.minus_paths if self.path.sign == 1 else self.plus_paths
        whole = self.plus_paths + self.minus_paths
        differ = f" ({against} of {whole} chains: {verbs[-self.effect]})" if against else ""
        return f"radiosensitivity {'may ' if may else ''}{verbs[self.effect]}{differ}"


def _hedged(neighbor: Neighbor) -> str:
    """Name a neighbor, and say where the claim is hedged."""
    return neighbor.name + " (hedged)" * (neighbor.certainty == "hedged")


_CHANGES = {1: "up", -1: "down", 0: "none"}
_NO_EVIDENCE = {"certainty": "-", "cancers": "-", "papers": "-"}


@dataclass(frozen=True)
class _Chains:
    """The chains of one entity to radiosensitivity."""

    best: Path | None
    plus: int
    minus: int
    weaker: bool


def overlay(
    store: Store,
    table: Any,
    *,
    id: str | None = None,
    value: str | None = None,
    fdr: str | None = None,
    groups: Sequence[str] | None = None,
    max_fdr: float | None = None,
    min_median: float | None = None,
    max_hops: int = 4,
    support: Support = "one-passage",
    limit: int = 0,
    filters: Mapping[str, Any] | None = None,
    look_up: LookUp,
    reach: Reach,
    budget: Budget | None = None,
) -> Answer[OverlayRow]:
    """Lay a measured table over a graph; see `radexo.Graph.overlay`.

    Parameters
    ----------
    store
        The graph.
    table, id, value, fdr, groups, max_fdr, min_median, max_hops, support, limit
        As `radexo.Graph.overlay` takes them.
    filters
        Filters by name, as given.
    look_up
        How names in the filters become entities.
    reach
        Returns where the chains and the neighbors of entities are looked up.
    budget
        When the search for chains stops.
    """
    check_asked(value, fdr, groups, max_fdr, min_median)
    max_hops = KINDS["count"].read(_MAX_HOPS, max_hops, None)
    support = KINDS["choice"].read(_SUPPORT, support, None)
    limit = read_limit(limit)
    chosen, echoed = read_filters(filters or {}, look_up)
    source = read_table(table) if isinstance(table, (str, FilePath)) else frame_table(table)
    start = time.monotonic()
    read = read_measured(store.names, source, id, value, fdr, groups, max_fdr, min_median)
    measured = read.measurements
    entities = sorted({m.entity.id for m in measured})
    spent = time.monotonic() - start
    everything, around = store, store
    if entities:
        everything, around = reach(entities, context_ids(store, chosen), max_hops)
    budget = budget or Budget.of(everything)
    budget.began(time.monotonic() - spent)
    rows, kept, left_out, late = _rows(
        everything, around, measured, chosen, max_hops, support, budget, limit
    )
    limit_said = limited(len(kept), len(rows), "row")
    reasons = [
        *([limit_said.partition(";")[0] if late else limit_said] * (len(kept) < len(rows))),
        *read.reasons(),
        *left_out,
    ]
    if late:
        reasons.append(TOO_LATE.format(late))
    if budget.spent:
        reasons.append(f"{budget.spent}; more chains may exist, ask for fewer hops")
    parameters = {
        "table": source.file,
        "id": read.columns.id,
        "value": read.columns.value,
        "fdr": read.columns.fdr,
        "groups": list(groups) if groups else None,
        "max_fdr": None if read.rates is None else read.threshold,
        "min_median": min_median,
        "max_hops": max_hops,
        "support": support,
        **echoed,
        "limit": limit,
    }
    cut = bool(budget.spent) or len(kept) < len(rows)
    return Answer(
        "overlay",
        parameters,
        tuple(kept),
        OverlayRow,
        store.version,
        "entity",
        "truncated" if cut else BY_ROWS,
        "; ".join(reasons) or None,
        {"table": read.report(), "summary": _summary(rows)},
    )


def _rows(
    everything: Store,
    around: Store,
    measured: Sequence[Measured],
    filters: Filters,
    max_hops: int,
    support: Support,
    budget: Budget,
    limit: int,
) -> tuple[list[OverlayRow], Sequence[OverlayRow], list[str], float]:
    """Return all rows in order without neighbors, those shown, and which chains were left out.

    Also after how many seconds no more rows were made, else 0.
    """
    entities = {m.entity.id: m.entity for m in measured}
    changed = {m.entity.id for m in measured if m.change}
    chained, beside = filters.view(everything), filters.view(around)
    chains = _chains(chained, changed, max_hops, support, budget)
    chains |= _chains(chained, entities.keys() - changed, max_hops, support, budget)
    left_out = list(_left_out(everything, chains, filters, max_hops, support))
    of_table: dict[str, list[Measured]] = {}
    for measurement in measured:
        if measurement.tested:
            of_table.setdefault(measurement.entity.id, []).append(measurement)

    def make(measurement: Measured, neighbors: Iterable[Neighbor]) -> OverlayRow:
        found = chains[measurement.entity.id]
        sorted_by = _compare(measurement.change, neighbors)
        return OverlayRow(
            chained,
            measurement.entity,
            measurement.id,
            measurement.value,
            measurement.fdr,
            measurement.change,
            found.best,
            found.plus,
            found.minus,
            *(tuple(sorted_by[word]) for word in _WORDS),
        )

    # neighbors decide no order, and are read of the rows shown alone
    ranked = sorted(((make(m, ()), m) for m in measured), key=lambda pair: _order(pair[0]))
    neighbors: dict[str, list[Neighbor]] = {}

    def shown(several: Sequence[tuple[OverlayRow, Measured]]) -> list[OverlayRow]:
        for id in dict.fromkeys(m.entity.id for _, m in several):
            if id not in neighbors:
                neighbors[id] = list(_neighbors(beside, id, of_table))
        rows = [make(m, neighbors[m.entity.id]) for _, m in several]
        read_beside(everything, rows)
        return rows

    rows = RowsToMake(ranked, shown)
    kept, late = made_in_time(rows, limit, budget.for_rows if is_large(everything) else inf)
    return [row for row, _ in ranked], kept, left_out, late


def _left_out(
    store: Store, chains: Mapping[str, _Chains], filters: Filters, max_hops: int, support: Support
) -> Iterator[str]:
    """Say how many entities have chains that the support or the filters leave out."""
    if weaker := sum(found.weaker for found in chains.values()):
        yield (
            f"{have(weaker, 'entities')} only chains of less support than {support}; "
            "support stitched shows them"
        )
    if filters and is_large(store):
        yield f"chains left out by {filters} are not counted in a large graph"
    elif filters:
        without = {id for id, found in chains.items() if not found.best and not found.weaker}
        others = _chains(store, without, max_hops, support, Budget())
        if hidden := sum(found.best is not None for found in others.values()):
            yield f"{have(hidden, 'entities')} chains that {filters} leaves out"


def _chains(
    store: Store, ids: Set[str], max_hops: int, support: Support, budget: Budget
) -> dict[str, _Chains]:
    """Search the chains of entities to radiosensitivity, all at once."""
    walk, ranking, least = Walk(store), Ranking(store), SUPPORTS.index(support)
    best: dict[str, tuple[Any, tuple[Hop, ...]]] = {}
    signs: dict[str, Counter[Sign | None]] = {id: Counter() for id in ids}
    weaker = set()
    for hops in simple_paths(walk, ids, [RADIOSENSITIVITY], max_hops, budget):
        id = hops[0].start
        level, *rest = ranking.key(hops)
        if level > least:
            weaker.add(id)
            continue
        sign = multiply(hop.sign for hop in hops)
        signs[id][sign] += 1
        key = (level, not sign, len(hops) == 1, *rest)
        if id not in best or key < best[id][0]:
            best[id] = (key, hops)
    return {
        id: _Chains(
            make_path(store, best[id][1]) if id in best else None,
            signs[id][1],
            signs[id][-1],
            id in weaker and id not in best,
        )
        for id in ids
    }


def _neighbors(
    store: Store, id: str, measured: Mapping[str, Sequence[Measured]]
) -> Iterator[Neighbor]:
    """Iterate over the molecules that a signed causal claim joins to an entity, up and down."""
    molecules = subtypes("Cargo")
    found: dict[tuple[str, str, Sign], list[Edge]] = {}
    causal = (PredicateClass.CAUSAL,)
    for edge in (
        *store.in_edges(id, classes=causal, signs={1, -1}),
        *store.out_edges(id, classes=causal, signs={1, -1}),
    ):
        found.setdefault((edge.subject, edge.object, edge.sign or 0), []).append(edge)
    for (subject, object, sign), edges in sorted(found.items()):
        neighbor = store.entity(object if subject == id else subject)
        if neighbor.id == id or neighbor.type not in molecules or neighbor.general:
            continue
        evidence = [e for edge in edges for e in store.evidence(edge)]
        rows = measured.get(neighbor.id, ())
        signs = {row.change for row in rows if row.change}
        values = {row.value for row in rows}
        yield Neighbor(
            f"{store.entity(subject).name} {ARROWS[sign]} {store.entity(object).name}",
            sign,
            best_certainty(e.statement.certainty for e in evidence),
            (signs.pop() if len(signs) == 1 else 0) if rows else None,
            values.pop() if len(values) == 1 else None,
            references_of(store, evidence),
            neighbor,
        )


_Word = Literal["agrees", "opposes", "unchanged", "unmeasured"]
_WORDS: tuple[_Word, ...] = ("agrees", "opposes", "unchanged", "unmeasured")


def _compare(change: int, neighbors: Iterable[Neighbor]) -> dict[_Word, list[Neighbor]]:
    """Sort neighbors by whether they changed as the claims have it."""
    found: dict[_Word, list[Neighbor]] = {word: [] for word in _WORDS}
    for neighbor in neighbors:
        if neighbor.change is None:
            found["unmeasured"].append(neighbor)
        elif not neighbor.change or not change:
            found["unchanged"].append(neighbor)
        else:
            agrees = change * neighbor.change == neighbor.sign
            found["agrees" if agrees else "opposes"].append(neighbor)
    return found


def _order(row: OverlayRow) -> tuple[Any, ...]:
    """Order rows: changes first; then by chain, its support, direction and certainty; by rate."""
    return (
        row.change == 0,
        row.path is None,
        SUPPORTS.index(row.support) if row.support else 0,
        not row.effect,
        CERTAINTIES.index(row.certainty) if row.certainty else 0,
        2.0 if row.fdr is None else row.fdr,
        -abs(row.value or 0.0),
        row.entity.name.casefold(),
        row.entity.id,
        row.id_in_table,
        row.value or 0.0,
    )


def _summary(rows: Iterable[OverlayRow]) -> list[dict[str, Any]]:
    """Count the entities that changed and have a chain by cancer and support."""
    changed: dict[str, list[OverlayRow]] = {}
    for measured in rows:
        if measured.change and measured.path:
            changed.setdefault(measured.entity.id, []).append(measured)
    counts: dict[tuple[str, str], Counter[int | str | None]] = {}
    cancers: dict[str, Entity] = {}
    for same in changed.values():
        first, effects = same[0], {row.effect for row in same}
        for cancer in first.cancers or (None,):
            key = (cancer.id if cancer else "", str(first.support))
            counted = counts.setdefault(key, Counter())
            counted[first.effect if len(effects) == 1 else 0] += 1
            counted["hedged"] += first.certainty == "hedged"
            if cancer:
                cancers[cancer.id] = cancer

    def order(key: tuple[str, str]) -> tuple[Any, ...]:
        name = cancers[key[0]].name.casefold() if key[0] else ""
        return (not key[0], name, key[0], SUPPORTS.index(key[1]))

    return [
        {
            "cancer": cancers[key[0]].to_dict() if key[0] else None,
            "support": key[1],
            "raises": counts[key][1],
            "lowers": counts[key][-1],
            "open": counts[key][0] + counts[key][None],
            "hedged": counts[key]["hedged"],
        }
        for key in sorted(counts, key=order)
    ]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"
