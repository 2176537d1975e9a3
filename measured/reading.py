"""A measured table as an overlay reads it: its columns, what its ids are, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Any, cast

from ..graph.errors import UsageError
from ..graph.model import Entity
from ..graph.names import NameIndex
from ..graph.report import first_of, how_many
from ..graph.schema import Sign
from ..queries.kinds import read_number
from .columns import Columns, choose, is_p_heading, is_ratio, numbers, texts
from .files import Table, cell_error
from .grounding import Grounding, ground
from .groups import Comparison, compare

if TYPE_CHECKING:
    from .columns import Numbers

__all__ = ["MAX_FDR", "Measured", "MeasuredTable", "check_asked", "have", "read_measured"]

MAX_FDR = 0.05
"""The false discovery rate above which a change counts as none, where the table has rates."""

ONE_WAY, LEAST_CHANGED = 0.9, 20
"""The share of changes in one direction, of at least so many, at which an overlay warns."""

_SHOWN = 5
"""The most ids that a reason names."""


@dataclass(frozen=True)
class Measured:
    """One row of the table that is grounded."""

    entity: Entity
    id: str
    value: float | None
    fdr: float | None
    change: Sign
    tested: bool


@dataclass(frozen=True)
class MeasuredTable:
    """A table, and what was read of it.

    Parameters
    ----------
    table, columns, ids
        The table, the columns that were used, and the ids of its rows.
    grounding
        Which entities the ids are.
    values, rates
        As measured, or computed from two groups; no rates where the table has none.
    threshold
        The rate above which a change counts as none.
    comparison, min_median
        Of two groups, if groups were compared.
    """

    table: Table
    columns: Columns
    ids: Sequence[str]
    grounding: Grounding
    values: Numbers
    rates: Numbers | None
    threshold: float
    comparison: Comparison | None
    min_median: float | None

    @cached_property
    def changes(self) -> Numbers:
        """+1, -1 or 0 for each row; one without a value or a rate did not change."""
        import numpy

        signs = numpy.nan_to_num(numpy.sign(self.values))
        if self.rates is None:
            return signs
        with numpy.errstate(invalid="ignore"):
            return numpy.where(self.rates <= self.threshold, signs, 0.0)

    @cached_property
    def measurements(self) -> list[Measured]:
        """The rows whose ids are in the graph."""
        rates = [None] * len(self.ids) if self.rates is None else self.rates
        return [
            Measured(
                self.grounding.found[name],
                name,
                _or_none(v),
                _or_none(q),
                cast("Sign", int(change)),
                _or_none(v) is not None and (self.rates is None or _or_none(q) is not None),
            )
            for name, v, q, change in zip(self.ids, self.values, rates, self.changes, strict=True)
            if name in self.grounding.found
        ]

    def reasons(self) -> Iterator[str]:
        """Say which ids were not grounded, what was tested, and where changes go one way."""
        yield from self._unmatched()
        yield from self._several()
        yield from self._tested()
        yield from self._one_way()

    def _unmatched(self) -> Iterator[str]:
        """Say which ids are not in the graph, or not beyond doubt."""
        grounding, columns = self.grounding, self.columns
        distinct = len(set(self.ids))
        yield from grounding.missing(distinct, columns.numbered)
        if not grounding.found:
            yield f"column {columns.id!r} was taken for ids (--id names another)"
        for reason in sorted({why for why, _ in grounding.doubtful.values()}):
            found = [
                f"{id}: {', '.join(entity.name for entity in candidates)}?"
                for id, (why, candidates) in sorted(grounding.doubtful.items())
                if why == reason
            ]
            verb = "is" if len(found) == 1 else "are"
            yield (
                f"{len(found)} of {distinct} ids {verb} not grounded, {reason} "
                f"({first_of(found, _SHOWN)})"
            )

    def _several(self) -> Iterator[str]:
        """Say which ids have several rows, and which entities several ids."""
        repeated = sorted(id for id, count in Counter(self.ids).items() if count > 1)
        if repeated:
            yield f"{have(len(repeated), 'ids')} several rows ({first_of(repeated, _SHOWN)})"
        written: dict[str, list[str]] = {}
        for id, entity in self.grounding.found.items():
            written.setdefault(entity.name, []).append(id)
        several = [f"{name}: {', '.join(same)}" for name, same in written.items() if len(same) > 1]
        if several:
            shown = first_of(several, _SHOWN, "; ")
            yield f"{have(len(several), 'entities')} several ids ({shown})"

    def _tested(self) -> Iterator[str]:
        """Say what counts as a change, and how many grounded rows do not change."""
        measured, columns, rows = self.measurements, self.columns, len(self.measurements)
        tested = sum(m.tested for m in measured)
        empty = sum(m.value is None for m in measured)
        if self.comparison and self.min_median is not None:
            yield (
                f"{tested} of {rows} grounded rows tested: those with a median of at least "
                f"{self.min_median:g} in a group"
            )
        else:
            if empty:
                yield f"{empty} of {rows} grounded rows have no value"
            if unrated := rows - tested - empty:
                yield f"{unrated} of {rows} grounded rows have a value and no rate: not tested"
        if self.rates is None:
            unused = f" ({columns.unused})" if columns.unused else ""
            yield f"no column of false discovery rates{unused}: every difference counts as a change"
            return
        if columns.fdr and is_p_heading(columns.fdr):
            yield f"the rates are those of column {columns.fdr!r}, which is headed as not corrected"
        changed = sum(m.change != 0 for m in measured)
        yield f"{changed} of {tested} measured changed at FDR {self.threshold:g}"

    def _one_way(self) -> Iterator[str]:
        up, down = int((self.changes > 0).sum()), int((self.changes < 0).sum())
        if up + down >= LEAST_CHANGED and max(up, down) >= ONE_WAY * (up + down):
            yield (
                f"warning: {max(up, down)} of {up + down} changes in the table go "
                f"{'up' if up > down else 'down'}, as where it is not normalized between the "
                "groups or holds ids chosen by direction"
            )

    def report(self) -> dict[str, Any]:
        """Return what an answer says of the table: its columns and its ids."""
        columns, grounding, comparison = self.columns, self.grounding, self.comparison
        compared = comparison and {
            "cases": comparison.cases,
            "controls": comparison.controls,
            "tested": comparison.tested,
            "below_median": comparison.low,
            "value": "rank-biserial correlation",
            "test": "Mann-Whitney U, two-sided; Benjamini-Hochberg",
        }
        return {
            "file": self.table.file,
            "rows": len(self.ids),
            "columns": {"id": columns.id, "value": columns.value, "fdr": columns.fdr},
            "inferred": list(columns.inferred),
            "compared": compared,
            "ids": len(set(self.ids)),
            "grounded": len(grounding.found),
            "doubtful": [
                {"id": id, "why": why, "candidates": [e.to_dict() for e in candidates]}
                for id, (why, candidates) in sorted(grounding.doubtful.items())
            ],
            "unmatched": sorted(grounding.unmatched),
        }


def check_asked(
    value: str | None,
    fdr: str | None,
    groups: Sequence[str] | None,
    max_fdr: float | None,
    min_median: float | None,
) -> None:
    """Raise a UsageError where options of an overlay do not go together."""
    if groups and (value or fdr):
        named = "value" if value else "fdr"
        raise UsageError(f"groups computes the values and their rates: leave {named} out")
    if min_median is not None and not groups:
        raise UsageError("min-median is a threshold for groups: give two patterns of columns")
    if min_median is not None:
        read_number("min-median", min_median)
    if max_fdr is not None:
        read_number("max-fdr", max_fdr, 0, 1)


def read_measured(
    names: NameIndex,
    table: Table,
    id: str | None,
    value: str | None,
    fdr: str | None,
    groups: Sequence[str] | None,
    max_fdr: float | None,
    min_median: float | None,
) -> MeasuredTable:
    """Choose the columns of a table, ground its ids, and read or compute its changes.

    Parameters
    ----------
    names
        The graph's index.
    table
        The table.
    id, value, fdr, groups, max_fdr, min_median
        As `radexo.Graph.overlay` takes them.

    Raises
    ------
    UsageError
        When a column cannot be found, or holds something else.
    DataError
        When a cell cannot be read.
    """
    known: dict[tuple[str, ...], Grounding] = {}

    def grounded(ids: Sequence[str], *, numbered: str = "") -> Grounding:
        key = (numbered, *ids)
        if key not in known:
            known[key] = ground(names, ids, numbered=numbered)
        return known[key]

    columns = choose(
        table, id, value, fdr, lambda ids: len(grounded(ids).found), compared=bool(groups)
    )
    ids = texts(table, columns.id)
    if not all(ids):
        row = int(table.frame.index[ids.index("")])
        raise cell_error(
            table.file, "no id", "give one, or drop the row", row=row, column=columns.id
        )
    grounding = grounded(ids, numbered=columns.numbered)
    comparison = compare(table, groups, columns.id, min_median) if groups else None
    values, rates = _read(table, columns, comparison)
    if rates is None and max_fdr is not None:
        raise UsageError(
            f"{table.file}: max-fdr {max_fdr:g} needs a column of false discovery rates; "
            "name it with --fdr"
        )
    threshold = MAX_FDR if max_fdr is None else max_fdr
    return MeasuredTable(
        table, columns, ids, grounding, values, rates, threshold, comparison, min_median
    )


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


def _or_none(number: Any) -> float | None:
    return None if number is None or isnan(number) else float(number)


def have(count: int, things: str) -> str:
    """Return how many things have what follows.

    Examples
    --------
    >>> have(1, "ids"), have(2, "ids")
    ('1 id has', '2 ids have')
    """
    return f"{how_many(count, things)} {'has' if count == 1 else 'have'}"
