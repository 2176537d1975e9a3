"""Compare two groups of columns: a rank test for every row, and the false discovery rate.

The value of a row is the rank-biserial correlation: of all pairs of one case and one control, the
share in which the case is higher, less the share in which the control is. It lies between -1 and 1,
and is the same for counts and for their logarithms, which a ratio of medians is not; its sign is
that of the test. p values are those of Mann-Whitney's U test, two-sided: exact where a group has at
most 8 measurements and no two are equal, else by the normal approximation with corrections for ties
and continuity. Rates are Benjamini and Hochberg's, over all rows tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ..graph.errors import MissingExtraError, UsageError
from .columns import numbers
from .files import Table

if TYPE_CHECKING:
    from .columns import Numbers

__all__ = ["Comparison", "compare", "discovery_rates", "need_scipy", "scipy_stats"]

LEAST = 2
"""The fewest columns of a group, and the fewest measurements of a row in it."""

_EXACT = 8
"""The most measurements in the smaller group for which p values are exact."""


@dataclass(frozen=True)
class Comparison:
    """What two groups of columns give for each row.

    Parameters
    ----------
    values, rates
        Rank-biserial correlations and false discovery rates; NaN where a row was not tested.
    cases, controls
        How many columns each group has.
    tested
        How many rows were tested.
    low
        How many rows the least median left out.
    """

    values: Numbers
    rates: Numbers
    cases: int
    controls: int
    tested: int
    low: int


def need_scipy() -> None:
    """Refuse to go on without SciPy, which takes long to import.

    Raises
    ------
    MissingExtraError
        When it is not installed.
    """
    from importlib.util import find_spec

    if not find_spec("scipy"):
        raise MissingExtraError(_MISSING)


_MISSING = "SciPy, which does the statistics, is not installed: pip install 'radexo[stats]'"


def scipy_stats() -> Any:
    """Return `scipy.stats`.

    Raises
    ------
    MissingExtraError
        When SciPy is not installed.
    """
    try:
        from scipy import stats
    except ImportError as error:
        raise MissingExtraError(_MISSING) from error
    return stats


def discovery_rates(p: Numbers) -> Numbers:
    """Return Benjamini and Hochberg's false discovery rates of p values.

    They equal those of `scipy.stats.false_discovery_control`, bit by bit. They are ours because
    importing `scipy.stats` takes several times as long as importing numpy, and `enrich` needs
    nothing else of it.
    """
    import numpy as np

    order, count = np.argsort(p), len(p)
    rates: Numbers = np.empty(count)
    adjusted = p[order] * (count / np.arange(1, count + 1, dtype=float))
    rates[order] = np.minimum.accumulate(adjusted[::-1])[::-1]
    return np.clip(rates, 0, 1)


def compare(
    table: Table, groups: Sequence[str], id: str, least_median: float | None = None
) -> Comparison:
    """Compare two groups of columns.

    Parameters
    ----------
    table
        With a row for each id.
    groups
        Two patterns over headings, such as ``GBM*`` and ``HC*``: first the cases.
    id
        The column of ids, which is in no group.
    least_median
        The least median in the higher of the groups for a row to be tested.

    Returns
    -------
    Comparison

    Raises
    ------
    UsageError
        When a pattern matches fewer than two columns, or both match one.
    DataError
        When a cell is not a number.
    """
    import warnings

    import numpy

    case, control = _places(table, groups, id)
    x, y = _matrix(table, case), _matrix(table, control)
    measured = [(~numpy.isnan(group)).sum(axis=1) for group in (x, y)]
    test = (measured[0] >= LEAST) & (measured[1] >= LEAST)
    enough = test.copy()
    if least_median is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # rows without a measurement
            medians = numpy.fmax(numpy.nanmedian(x, axis=1), numpy.nanmedian(y, axis=1))
        enough &= medians >= least_median
    values, p = (numpy.full(len(x), numpy.nan) for _ in range(2))
    whole = (measured[0] == x.shape[1]) & (measured[1] == y.shape[1])
    both = numpy.hstack([x, y])
    ordered = numpy.sort(both, axis=1)
    ties = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    small = min(x.shape[1], y.shape[1]) <= _EXACT
    for exact in (True, False):
        rows = enough & whole & ((~ties & small) == exact)
        values[rows], p[rows] = _test(x[rows], y[rows], exact=exact)
    for row in numpy.flatnonzero(enough & ~whole):
        a, b = (group[row][~numpy.isnan(group[row])] for group in (x, y))
        joined = numpy.concatenate([a, b])
        exact = min(len(a), len(b)) <= _EXACT and len(numpy.unique(joined)) == len(joined)
        values[row : row + 1], p[row : row + 1] = _test(a[None], b[None], exact=exact)
    rates = numpy.full(len(x), numpy.nan)
    rates[enough] = discovery_rates(p[enough])
    low = int(test.sum() - enough.sum())
    return Comparison(values, rates, len(case), len(control), int(enough.sum()), low)


def _test(x: Numbers, y: Numbers, *, exact: bool) -> tuple[Numbers, Numbers]:
    """Return the rank-biserial correlation and the p value of each row without gaps."""
    import numpy

    if not len(x):
        return numpy.empty(0), numpy.empty(0)
    method = "exact" if exact else "asymptotic"
    with numpy.errstate(divide="ignore", invalid="ignore"):
        found = scipy_stats().mannwhitneyu(x, y, axis=1, method=method)
    constant = (numpy.hstack([x, y]) == x[:, :1]).all(axis=1)
    p = numpy.where(constant, 1.0, found.pvalue)
    return 2 * found.statistic / (x.shape[1] * y.shape[1]) - 1, numpy.clip(p, 0.0, 1.0)


def _places(table: Table, groups: Sequence[str], id: str) -> tuple[list[int], list[int]]:
    if len(groups) != 2:
        raise UsageError(f"groups: two patterns over headings, not {len(groups)}")
    places = [
        [i for i, h in enumerate(table.headings) if h != id and fnmatchcase(h, pattern)]
        for pattern in groups
    ]
    for pattern, found in zip(groups, places, strict=True):
        if len(found) < LEAST:
            headings = ", ".join(table.headings[:12])
            raise UsageError(
                f"{table.file}: pattern {pattern!r} matches {len(found)} columns, and a group "
                f"needs {LEAST}; the columns begin {headings}"
            )
    if both := set(places[0]) & set(places[1]):
        shown = table.headings[min(both)]
        raise UsageError(
            f"{table.file}: column {shown!r} matches both patterns, {groups[0]!r} and {groups[1]!r}"
        )
    return places[0], places[1]


def _matrix(table: Table, places: Sequence[int]) -> Numbers:
    import numpy

    frame = table.frame.iloc[:, list(places)]
    columns = []
    for place, heading in enumerate(frame.columns):
        column = frame.iloc[:, [place]]
        columns.append(numbers(Table(table.file, column, table.separator), str(heading)))
    return numpy.column_stack(columns)
