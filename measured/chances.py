"""Exact chances that lists share so many members with sets, of many sets at once.

Examples
--------
>>> round(float(chances(2, 2, 2, 4)), 12) == round(1 / 6, 12)
True
"""

from __future__ import annotations

from collections.abc import Callable
from math import lgamma, log, pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .columns import Numbers

__all__ = ["chances", "signed_chances"]

_NEGLIGIBLE = 1e-18
"""The share of a sum below which what is left is not added."""
_TOGETHER = 100_000
"""The most numbers in an array."""


def chances(overlap: Any, set_size: Any, list_size: Any, background: Any) -> Numbers:
    """Return the chances that lists share at least so many members with sets, of arrays.

    It is the upper tail of the hypergeometric distribution. Terms are added away from the mode,
    each computed from the one before, until what is left is negligible.

    Examples
    --------
    >>> round(float(chances(1, 2, 2, 4)), 12) == round(5 / 6, 12)
    True
    """
    import numpy as np

    given = (np.asarray(n, dtype=np.float64) for n in (overlap, set_size, list_size, background))
    x, members, drawn, whole = np.broadcast_arrays(*given)
    shape = x.shape
    x, members, drawn, whole = (n.ravel() for n in (x, members, drawn, whole))
    lowest = np.maximum(0.0, drawn - (whole - members))
    highest = np.minimum(members, drawn)
    found = np.where(x <= lowest, 1.0, 0.0)
    mode = np.floor((drawn + 1) * (members + 1) / (whole + 2))
    inside = (x > lowest) & (x <= highest)
    for upward in (True, False):
        places = np.flatnonzero(inside & ((x > mode) == upward))
        k, a, n, total = (values[places] for values in (x, members, drawn, whole))
        tail = _tail(k if upward else k - 1, a, n, total, upward=upward)
        found[places] = tail if upward else 1.0 - tail
    return np.clip(found, 0.0, 1.0).reshape(shape)


def _tail(x: Numbers, members: Numbers, drawn: Numbers, whole: Numbers, *, upward: bool) -> Numbers:
    """Return the sum of the terms from x on, up or down, beyond the mode."""
    import numpy as np

    sums = _exactly(x, members, drawn, whole)
    places, terms, k, step = np.arange(len(x)), sums.copy(), x, 1 if upward else -1
    rest = whole - members - drawn
    while len(places):
        if upward:
            ratios = (members - k) * (drawn - k) / ((k + 1) * (rest + k + 1))
        else:
            ratios = k * (rest + k) / ((members - k + 1) * (drawn - k + 1))
        terms = terms * ratios
        sums[places] += terms
        left = terms > _NEGLIGIBLE * sums[places]
        places, terms, k = places[left], terms[left], k[left] + step
        members, drawn, rest = members[left], drawn[left], rest[left]
    return sums


def _exactly(x: Any, members: Any, drawn: Any, whole: Any) -> Numbers:
    """Return the chance of exactly x, by Loader's saddle points: to 13 digits, at any size."""
    import numpy as np

    given = (np.asarray(n, dtype=np.float64) for n in (x, members, drawn, whole))
    x, members, drawn, whole = np.broadcast_arrays(*given)
    others, rest = whole - members, drawn - x
    possible = (x >= 0) & (x <= members) & (rest >= 0) & (rest <= others)
    x, rest = np.where(possible, x, 0.0), np.where(possible, rest, 0.0)
    share = drawn / np.maximum(whole, 1.0)
    log = (
        _log_binomial(x, members, share)
        + _log_binomial(rest, others, share)
        - _log_binomial(drawn, whole, share)
    )
    return np.where(possible, np.exp(np.where(possible, log, 0.0)), 0.0)


def _log_binomial(x: Numbers, n: Numbers, share: Numbers) -> Numbers:
    """Return the logarithm of the binomial chance of x in n."""
    import numpy as np

    inside = (x > 0) & (x < n)
    spread = np.where(inside, 2 * np.pi * x * (1 - x / np.maximum(n, 1)), 1.0)
    return (
        _stirling(n)
        - _stirling(x)
        - _stirling(n - x)
        - _deviance(x, n * share)
        - _deviance(n - x, n * (1 - share))
        - np.log(spread) / 2
    )


_LEAST_SERIES = 16
_STIRLING = tuple(
    lgamma(n + 1) - (n + 0.5) * log(n) + n - log(2 * pi) / 2 if n else 0.0
    for n in range(_LEAST_SERIES)
)


def _stirling(n: Numbers) -> Numbers:
    """Return what Stirling's formula leaves of the logarithm of a factorial."""
    import numpy as np

    m = np.maximum(n, _LEAST_SERIES)
    square = m * m
    series = (
        1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square
    ) / m
    small = np.array(_STIRLING)[np.minimum(n, _LEAST_SERIES - 1).astype(np.intp)]
    return np.where(n < _LEAST_SERIES, small, series)


def _deviance(x: Numbers, mean: Numbers) -> Numbers:
    """Return x log(x / mean) + mean - x, without cancellation where they are close."""
    import numpy as np

    away = x - mean
    whole = np.maximum(x + mean, 1e-300)
    v = away / whole
    square = np.minimum(v * v, 0.01)
    near = away * v
    term = 2 * x * v
    for odd in range(3, 19, 2):
        term = term * square
        near = near + term / odd
    logs = np.log(np.where(x > 0, x, 1.0) / np.where((x > 0) & (mean > 0), mean, 1.0))
    return np.where(np.abs(v) < 0.1, near, x * logs - away)


def signed_chances(
    overlap: Any, plus: Any, minus: Any, raised: int, lowered: int, background: int
) -> Numbers:
    """Return the chances that raised and lowered ids meet signed sets in at least so many members.

    Parameters
    ----------
    overlap
        An array: raised ids among a set's members with a plus, and lowered ids among those with a
        minus.
    plus, minus
        Arrays: how many members a set has of each sign; one with both is in neither.
    raised, lowered
        The lengths of the two parts of the list, which are drawn one after the other.
    background
        What both are drawn from.

    Examples
    --------
    >>> (found,) = signed_chances([2], [1], [1], 1, 1, 4).tolist()
    >>> round(found, 12) == round(1 / 4 * 1 / 3, 12)
    True
    """
    import numpy as np

    cases = np.stack([np.asarray(n, dtype=np.int64) for n in (overlap, plus, minus)], axis=1)
    cases, places = np.unique(cases, axis=0, return_inverse=True)  # ordered by overlap
    found = np.ones(len(cases))
    for reached in np.unique(cases[:, 0]).tolist():
        if reached > 0:
            of = np.flatnonzero(cases[:, 0] == reached)
            _, more, less = cases[of].T
            found[of] = _signed(reached, more, less, raised, lowered, background)
    return np.minimum(found, 1.0)[places.ravel()]


def _signed(
    overlap: int, plus: Numbers, minus: Numbers, raised: int, lowered: int, background: int
) -> Numbers:
    """Return the chances of one overlap.

    Given how many raised ids are members with a minus, which then cannot be lowered, the raised ids
    among the members with a plus and the lowered ids among those with a minus are independent.
    These numbers are summed over where they are not negligible.
    """
    import numpy as np

    def share(j: Any, of: Any = slice(None)) -> Numbers:
        return _exactly(j, minus[of], raised, background)

    def given(j: Any, of: Any = slice(None)) -> Numbers:
        return _given(overlap, plus[of], minus[of], j, raised, lowered, background)

    lowest = np.maximum(0, raised - (background - minus))
    highest = np.minimum(minus, raised)
    mean = raised * minus / background
    mode = np.clip(np.floor(mean).astype(np.int64), lowest, highest)
    # beyond the ends shares fall faster than geometrically; the chances given more are never higher
    middle, most = share(mode), given(lowest)
    rare = _NEGLIGIBLE * middle * np.minimum(given(mode) / np.where(most > 0, most, 1.0), 1.0)
    first, last = (
        _end(share, mode, mean * (1 - minus / background), to, least)
        for to, least in ((lowest, rare), (highest, _NEGLIGIBLE * middle))
    )
    widths = last - first + 1
    ends = np.cumsum(widths)
    found, begin = np.empty(len(plus)), 0
    while begin < len(plus):
        before = int(ends[begin - 1]) if begin else 0
        until = before + max(_TOGETHER // (overlap + 1), 1)
        end = max(int(np.searchsorted(ends, until, "right")), begin + 1)
        size = widths[begin:end]
        starts = ends[begin:end] - size - before
        j = np.arange(size.sum()) - starts.repeat(size) + first[begin:end].repeat(size)
        of = np.arange(begin, end).repeat(size)
        found[begin:end] = np.add.reduceat(share(j, of) * given(j, of), starts)
        begin = end
    return found


def _end(
    share: Callable[..., Numbers], mode: Any, variance: Numbers, to: Any, least: Numbers
) -> Any:
    """Return numbers between the most likely and the last ones, beyond which shares are rare."""
    import numpy as np

    away, spread = np.sign(to - mode), 5 * np.sqrt(variance) + 5
    found, open_ = to.copy(), np.flatnonzero(to != mode)
    while len(open_):
        reached = np.floor(spread[open_]).astype(np.int64)
        inside = reached < np.abs(to - mode)[open_]
        open_, reached = open_[inside], reached[inside]
        at = mode[open_] + away[open_] * reached
        small = share(at, open_) <= least[open_]
        found[open_[small]] = at[small]
        open_ = open_[~small]
        spread[open_] *= 1.25
    return found


def _given(
    overlap: int,
    plus: Numbers,
    minus: Numbers,
    j: Numbers,
    raised: int,
    lowered: int,
    background: int,
) -> Numbers:
    """Return the chances given that j raised ids are members with a minus."""
    import numpy as np

    few, many = (minus - j, lowered, background - raised), (plus, raised - j, background - minus)
    # lowered ids among the members with a minus: y, fewer than the overlap, or as many
    exactly = _terms(overlap, *few)
    # raised ids among those with a plus: at least the rest, which is the overlap less y
    rest = np.empty_like(exactly)
    rest[0] = chances(overlap, *many)
    rest[1:] = _terms(overlap, *many)[:0:-1]
    np.minimum(np.add.accumulate(rest, axis=0, out=rest), 1.0, out=rest)
    found: Numbers = chances(overlap, *few) + np.einsum("yj,yj->j", exactly, rest)
    return found


def _terms(count: int, members: Any, drawn: Any, whole: Any) -> Numbers:
    """Return the chances of exactly 0, 1, ... `count` - 1, a row each.

    Each is computed from its neighbor, beginning at the most likely: the first may be too small.
    """
    import numpy as np

    given = (np.asarray(n, dtype=np.float64) for n in (members, drawn, whole))
    members, drawn, whole = np.broadcast_arrays(*given)
    mode = np.floor((drawn + 1) * (members + 1) / (whole + 2))
    mode = np.clip(mode, 0.0, count - 1)
    k = np.arange(count, dtype=np.float64)[:, None]
    over = (members - k + 1) * (drawn - k + 1)  # of k, to that of k - 1
    under = k * (whole - members - drawn + k)
    up, down = np.ones((2, count, len(mode)))
    np.divide(over, under, out=up, where=k > mode)
    np.divide(under[1:], over[1:], out=down[:-1], where=k[:-1] < mode)
    np.multiply.accumulate(up, axis=0, out=up)
    np.multiply.accumulate(down[::-1], axis=0, out=down[::-1])
    up *= down
    found: Numbers = up * _exactly(mode, members, drawn, whole)
    return found
