"""Exact chances that lists share so many members with sets, of many sets at once.

Examples
--------
>>> round(chance(2, 2, 2, 4), 12) == round(1 / 6, 12)
True
"""

from __future__ import annotations

from math import lgamma, log, pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .columns import Numbers

__all__ = ["chance", "chances", "signed_chance", "signed_chances"]

_NEGLIGIBLE = 1e-18
"""The share of a sum below which what is left is not added."""
_TOGETHER = 2_000_000
"""The most numbers in an array."""


def chance(overlap: int, set_size: int, list_size: int, background: int) -> float:
    """Return the chance that a list shares at least so many members with a set.

    Examples
    --------
    >>> round(chance(1, 2, 2, 4), 12) == round(5 / 6, 12)
    True
    """
    return float(chances(overlap, set_size, list_size, background))


def chances(overlap: Any, set_size: Any, list_size: Any, background: Any) -> Numbers:
    """Return what `chance` returns, of arrays: the upper tail of the hypergeometric distribution.

    Terms are added away from the mode, each computed from the one before, until what is left is
    negligible.
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


def signed_chance(
    overlap: int, plus: int, minus: int, raised: int, lowered: int, background: int
) -> float:
    """Return the chance that raised and lowered ids meet a signed set in at least so many members.

    Parameters
    ----------
    overlap
        Raised ids among the set's members with a plus, and lowered ids among those with a minus.
    plus, minus
        How many members the set has of each sign; one with both is in neither.
    raised, lowered
        The lengths of the two parts of the list, which are drawn one after the other.
    background
        What both are drawn from.

    Examples
    --------
    >>> round(signed_chance(2, 1, 1, 1, 1, 4), 12) == round(1 / 4 * 1 / 3, 12)
    True
    """
    (found,) = signed_chances([overlap], [plus], [minus], raised, lowered, background)
    return float(found)


def signed_chances(
    overlap: Any, plus: Any, minus: Any, raised: int, lowered: int, background: int
) -> Numbers:
    """Return what `signed_chance` returns, of arrays of overlaps and of sets."""
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

    lowest = np.maximum(0, raised - (background - minus))
    highest = np.minimum(minus, raised)
    mean = raised * minus / background
    spread = np.sqrt(mean * (1 - minus / background)) * 10 + 20
    found = np.zeros(len(plus))
    open_ = np.arange(len(plus))
    while len(open_):
        first = np.maximum(lowest, np.floor(mean - spread))[open_].astype(np.int64)
        last = np.minimum(highest, np.ceil(mean + spread))[open_].astype(np.int64)
        widths = last - first + 1
        ends = np.cumsum(widths)
        least = np.empty(len(open_))
        begin = 0
        while begin < len(open_):
            before = int(ends[begin - 1]) if begin else 0
            most = before + max(_TOGETHER // (overlap + 1), 1)
            end = max(int(np.searchsorted(ends, most, "right")), begin + 1)
            of, size = open_[begin:end], widths[begin:end]
            starts = ends[begin:end] - size - before
            j = np.arange(size.sum()) - starts.repeat(size) + first[begin:end].repeat(size)
            share = _exactly(j, minus[of].repeat(size), raised, background)
            given_j = _given(
                overlap,
                plus[of].repeat(size),
                minus[of].repeat(size),
                j,
                raised,
                lowered,
                background,
            )
            found[of] = np.add.reduceat(share * given_j, starts)
            low = np.where(first[begin:end] > lowest[of], share[starts], 0.0)
            high = np.where(last[begin:end] < highest[of], share[starts + size - 1], 0.0)
            least[begin:end] = np.maximum(low, high)
            begin = end
        # beyond the ends shares fall faster than geometrically, and chances are at most 1
        open_ = open_[least > _NEGLIGIBLE * found[open_]]
        spread[open_] *= 2
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

    raised_left, minus_left = raised - j, minus - j
    most = np.arange(overlap)
    # lowered ids among the members with a minus: fewer than the overlap
    below = _exactly(most[:, None], minus_left, lowered, background - raised)
    found = chances(overlap, minus_left, lowered, background - raised)
    hits = chances(overlap, plus, raised_left, background - minus)
    for y in most.tolist():  # and at least the rest of it among those with a plus
        found = found + below[y] * hits
        x = overlap - y - 1
        hits = np.minimum(hits + _exactly(x, plus, raised_left, background - minus), 1.0)
    return found
