"""A measured table on the graph: what changed, its chain to radiosensitivity, and its neighbors.

An overlay reads mechanisms that others reported beside a change that somebody measured. It does not
say that the change causes anything; docs/overlay.md says what else it does not claim.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import inf, isnan
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal, cast

from ..graph.errors import UsageError
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
from ..queries.declare import RowsToMake, filter_parameters
from ..queries.evidence import read_beside
from ..queries.filters import Filters
from ..queries.kinds import KINDS, LookUp, Parameter, read_limit, read_number
from ..queries.paths.path import Hop, OnPaths, Path, make_path
from ..queries.paths.rank import Ranking
from ..queries.paths.search import Budget, Walk, simple_paths
from ..queries.rows import Hidden, Row, derived, row
from .columns import choose, is_p_heading, is_ratio, numbers, texts
from .files import Table, cell_error, frame_table, read_table
from .grounding import Grounding, ground, is_number
from .groups import Comparison, compare

if TYPE_CHECKING:
    from .columns import Columns, Numbers

__all__ = ["MAX_FDR", "Neighbor", "OverlayRow", "context_ids", "overlay", "read_filters"]

MAX_FDR = 0.05
"""The false discovery rate above which a change counts as none, where the table has rates."""

ONE_WAY, LEAST_CHANGED = 0.9, 20
"""The share of changes in one direction, of at least so many, at which an overlay warns."""

_SHOWN = 5
"""The most ids that a reason names."""

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
class _Measured:
    """One row of the table that is grounded."""

    entity: Entity
    id: str
    value: float | None
    fdr: float | None
    change: Sign
    tested: bool


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
    _check(value, fdr, groups, max_fdr, min_median)
    max_hops = KINDS["count"].read(_MAX_HOPS, max_hops, None)
    support = KINDS["choice"].read(_SUPPORT, support, None)
    limit = read_limit(limit)
    chosen, echoed = read_filters(filters or {}, look_up)
    source = read_table(table) if isinstance(table, (str, FilePath)) else frame_table(table)
    known: dict[tuple[str, ...], Grounding] = {}

    def grounded(ids: Sequence[str], *, numbered: str = "") -> Grounding:
        key = (numbered, *ids)
        if key not in known:
            known[key] = ground(store.names, ids, numbered=numbered)
        return known[key]

    start = time.monotonic()
    columns = choose(
        source, id, value, fdr, lambda ids: len(grounded(ids).found), compared=bool(groups)
    )
    ids = texts(source, columns.id)
    if not all(ids):
        place = ids.index("")
        row = int(source.frame.index[place])
        raise cell_error(source.file, row, columns.id, None, "no id", "give one, or drop the row")
    grounding = grounded(ids, numbered=columns.numbered)
    comparison = compare(source, groups, columns.id, min_median) if groups else None
    values, rates = _read(source, columns, comparison)
    threshold = MAX_FDR if max_fdr is None else max_fdr
    if rates is None and max_fdr is not None:
        raise UsageError(
            f"{source.file}: max-fdr {max_fdr:g} needs a column of false discovery rates; "
            "name it with --fdr"
        )
    changes = _changes(values, rates, threshold)
    measured = _measurements(ids, grounding, values, rates, changes)
    entities = sorted({m.entity.id for m in measured})
    read = time.monotonic() - start
    everything, around = store, store
    if entities:
        everything, around = reach(entities, context_ids(store, chosen), max_hops)
    budget = budget or Budget.of(everything)
    budget.began(time.monotonic() - read)
    rows, kept, left_out, late = _rows(
        everything, around, measured, chosen, max_hops, support, budget, limit
    )
    limit_said = limited(len(kept), len(rows), "row")
    reasons = [
        *([limit_said.partition(";")[0] if late else limit_said] * (len(kept) < len(rows))),
        *_unmatched(ids, grounding, columns),
        *_tested(measured, rates, threshold, columns, comparison, min_median),
        *_one_way(changes),
    ]
    reasons += left_out
    if late:
        reasons.append(TOO_LATE.format(late))
    if budget.spent:
        reasons.append(f"{budget.spent}; more chains may exist, ask for fewer hops")
    parameters = {
        "table": source.file,
        "id": columns.id,
        "value": columns.value,
        "fdr": columns.fdr,
        "groups": list(groups) if groups else None,
        "max_fdr": None if rates is None else threshold,
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
        {"table": _report(source, columns, ids, grounding, comparison), "summary": _summary(rows)},
    )


def read_filters(given: Mapping[str, Any], look_up: LookUp) -> tuple[Filters, dict[str, Any]]:
    """Read the filters that every question takes, and return them with what an answer echoes.

    Raises
    ------
    UsageError
        When there is no such filter, or its value cannot be read.
    """
    known = {p.name: p for p in filter_parameters()}
    for name in given:
        if name not in known:
            raise UsageError(f"no filter {name!r}; the filters are {', '.join(known)}", list(known))
    read = {
        name: KINDS[p.kind].read(p, given[name], look_up)
        for name, p in known.items()
        if given.get(name) not in (None, "", (), False)
    }
    echoed = {
        name: KINDS[p.kind].echo(value)
        for name, p in known.items()
        if KINDS[p.kind].echoes(p, value := read.get(name, p.default))
    }
    return Filters(**read), echoed


def context_ids(store: Store, filters: Filters) -> frozenset[str]:
    """Return the ids of the contexts that filters name, and of their subtypes."""
    named = (filters.cancer, filters.exposure)
    return frozenset().union(*(store.subtypes(entity.id) for entity in named if entity))


def _check(
    value: str | None,
    fdr: str | None,
    groups: Sequence[str] | None,
    max_fdr: float | None,
    min_median: float | None,
) -> None:
    if groups and (value or fdr):
        named = "value" if value else "fdr"
        raise UsageError(f"groups computes the values and their rates: leave {named} out")
    if min_median is not None and not groups:
        raise UsageError("min-median is a threshold for groups: give two patterns of columns")
    if min_median is not None:
        read_number("min-median", min_median)
    if max_fdr is not None:
        read_number("max-fdr", max_fdr, 0, 1)


def _read(
    table: Table, columns: Columns, comparison: Comparison | None
) -> tuple[Numbers, Numbers | None]:
    """Return the values and the rates, None where the table has none."""
    if comparison:
        return comparison.values, comparison.rates
    assert columns.value is not None  # else there are groups
    values = numbers(table, columns.value)
    if is_ratio(columns.value, values):
        raise UsageError(
            f"{table.file}: column {columns.value!r} holds plain ratios, which have no sign; "
            "give log ratios, or name another column with --value"
        )
    return values, numbers(table, columns.fdr, rate=True) if columns.fdr else None


def _measurements(
    ids: Sequence[str],
    grounding: Grounding,
    values: Numbers,
    rates: Numbers | None,
    changes: Numbers,
) -> list[_Measured]:
    """Return the rows of the table whose ids are in the graph."""
    return [
        _Measured(
            grounding.found[name],
            name,
            _or_none(v),
            _or_none(q),
            cast("Sign", int(change)),
            _or_none(v) is not None and (rates is None or _or_none(q) is not None),
        )
        for name, v, q, change in zip(
            ids, values, [None] * len(ids) if rates is None else rates, changes, strict=True
        )
        if name in grounding.found
    ]


def _changes(values: Numbers, rates: Numbers | None, threshold: float) -> Numbers:
    """Return +1, -1 or 0 for each row; one without a value or a rate did not change."""
    import numpy

    signs = numpy.nan_to_num(numpy.sign(values))
    if rates is None:
        return signs
    with numpy.errstate(invalid="ignore"):
        return numpy.where(rates <= threshold, signs, 0.0)


def _or_none(number: Any) -> float | None:
    return None if number is None or isnan(number) else float(number)


def _rows(
    everything: Store,
    around: Store,
    measured: Sequence[_Measured],
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
    left_out = []
    if weaker := sum(found.weaker for found in chains.values()):
        left_out.append(
            f"{weaker} {_have(weaker)} only chains of less support than {support}; "
            "support stitched shows them"
        )
    if filters and is_large(everything):
        left_out.append(f"chains left out by {filters} are not counted in a large graph")
    elif filters:
        without = {id for id, found in chains.items() if not found.best and not found.weaker}
        others = _chains(everything, without, max_hops, support, Budget())
        if hidden := sum(found.best is not None for found in others.values()):
            left_out.append(f"{hidden} {_have(hidden)} chains that {filters} leaves out")
    of_table: dict[str, list[_Measured]] = {}
    for measurement in measured:
        if measurement.tested:
            of_table.setdefault(measurement.entity.id, []).append(measurement)

    def make(measurement: _Measured, neighbors: Iterable[Neighbor]) -> OverlayRow:
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

    def shown(several: Sequence[tuple[OverlayRow, _Measured]]) -> list[OverlayRow]:
        for id in dict.fromkeys(m.entity.id for _, m in several):
            if id not in neighbors:
                neighbors[id] = list(_neighbors(beside, id, of_table))
        rows = [make(m, neighbors[m.entity.id]) for _, m in several]
        read_beside(everything, rows)
        return rows

    rows = RowsToMake(ranked, shown)
    kept, late = made_in_time(rows, limit, budget.for_rows if is_large(everything) else inf)
    return [row for row, _ in ranked], kept, left_out, late


def _have(count: int) -> str:
    return "entity has" if count == 1 else "entities have"


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
    store: Store, id: str, measured: Mapping[str, Sequence[_Measured]]
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


def _unmatched(ids: Sequence[str], grounding: Grounding, columns: Columns) -> Iterator[str]:
    distinct = len(set(ids))
    if count := len(grounding.unmatched):
        yield f"{count} of {distinct} ids are not in the graph"
    if not grounding.found:
        yield f"column {columns.id!r} was taken for ids (--id names another)"
    plain = [id for id in grounding.unmatched if is_number(id)]
    if plain and not columns.numbered:
        yield (
            f"{len(plain)} of the ids are plain numbers, which are looked up where the heading "
            "says Entrez, NCBI or HGNC"
        )
    reasons = sorted({why for why, _ in grounding.doubtful.values()})
    for reason in reasons:
        found = {id: c for id, (why, c) in sorted(grounding.doubtful.items()) if why == reason}
        shown = [f"{id}: {', '.join(e.name for e in c)}?" for id, c in found.items()][:_SHOWN]
        more = ["..."] * (len(found) > _SHOWN)
        verb = "is" if len(found) == 1 else "are"
        yield (
            f"{len(found)} of {distinct} ids {verb} not grounded, {reason} "
            f"({', '.join([*shown, *more])})"
        )
    repeated = sorted(id for id, count in Counter(ids).items() if count > 1)
    if repeated:
        shown = [*repeated[:_SHOWN], *(["..."] * (len(repeated) > _SHOWN))]
        verb = "id has" if len(repeated) == 1 else "ids have"
        yield f"{len(repeated)} {verb} several rows ({', '.join(shown)})"
    written: dict[str, list[str]] = {}
    for id, entity in grounding.found.items():
        written.setdefault(entity.name, []).append(id)
    several = [f"{name}: {', '.join(same)}" for name, same in written.items() if len(same) > 1]
    if several:
        shown = [*several[:_SHOWN], *(["..."] * (len(several) > _SHOWN))]
        verb = "entity has" if len(several) == 1 else "entities have"
        yield f"{len(several)} {verb} several ids ({'; '.join(shown)})"


def _tested(
    measured: Sequence[_Measured],
    rates: Numbers | None,
    threshold: float,
    columns: Columns,
    comparison: Comparison | None,
    min_median: float | None,
) -> Iterator[str]:
    """Say what counts as a change, and how many grounded rows do not change."""
    tested = sum(m.tested for m in measured)
    empty = sum(m.value is None for m in measured)
    if comparison and min_median is not None:
        yield (
            f"{tested} of {len(measured)} grounded rows tested: those with a median of at least "
            f"{min_median:g} in a group"
        )
    else:
        if empty:
            yield f"{empty} of {len(measured)} grounded rows have no value"
        if unrated := len(measured) - tested - empty:
            yield f"{unrated} of {len(measured)} grounded rows have a value and no rate: not tested"
    if rates is None:
        unused = f" ({columns.unused})" if columns.unused else ""
        yield f"no column of false discovery rates{unused}: every difference counts as a change"
        return
    if columns.fdr and is_p_heading(columns.fdr):
        yield f"the rates are those of column {columns.fdr!r}, which is headed as not corrected"
    changed = sum(m.change != 0 for m in measured)
    yield f"{changed} of {tested} measured changed at FDR {threshold:g}"


def _one_way(changes: Numbers) -> Iterator[str]:
    up, down = int((changes > 0).sum()), int((changes < 0).sum())
    if up + down >= LEAST_CHANGED and max(up, down) >= ONE_WAY * (up + down):
        yield (
            f"warning: {max(up, down)} of {up + down} changes in the table go "
            f"{'up' if up > down else 'down'}, as where it is not normalized between the groups or "
            "holds ids chosen by direction"
        )


def _report(
    table: Table,
    columns: Columns,
    ids: Sequence[str],
    grounding: Grounding,
    comparison: Comparison | None,
) -> dict[str, Any]:
    """Return what an answer says of the table: its columns and its ids."""
    compared = comparison and {
        "cases": comparison.cases,
        "controls": comparison.controls,
        "tested": comparison.tested,
        "below_median": comparison.low,
        "value": "rank-biserial correlation",
        "test": "Mann-Whitney U, two-sided; Benjamini-Hochberg",
    }
    return {
        "file": table.file,
        "rows": len(ids),
        "columns": {"id": columns.id, "value": columns.value, "fdr": columns.fdr},
        "inferred": list(columns.inferred),
        "compared": compared,
        "ids": len(set(ids)),
        "grounded": len(grounding.found),
        "doubtful": [
            {"id": id, "why": why, "candidates": [_entity(e) for e in candidates]}
            for id, (why, candidates) in sorted(grounding.doubtful.items())
        ],
        "unmatched": sorted(grounding.unmatched),
    }


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
            "cancer": _entity(cancers[key[0]]) if key[0] else None,
            "support": key[1],
            "raises": counts[key][1],
            "lowers": counts[key][-1],
            "open": counts[key][0] + counts[key][None],
            "hedged": counts[key]["hedged"],
        }
        for key in sorted(counts, key=order)
    ]


def _entity(entity: Entity) -> dict[str, str]:
    return {"id": entity.id, "name": entity.name, "type": entity.type}


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"
