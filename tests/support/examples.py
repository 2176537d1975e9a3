"""How many examples a test tries, by hypothesis profile."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")


def examples(number: int) -> settings:
    """Try a number of examples in the profile ``ci``, and proportionally many in the others.

    Examples
    --------
    >>> examples(150).max_examples == ceil(1.5 * settings.default.max_examples)
    True
    """
    return settings(max_examples=ceil(number * TRIED / 100))


TRIED = settings.default.max_examples
"""How many examples the profile tries; while a test runs, ``settings.default`` are the test's."""


def nightly() -> bool:
    """Whether the profile is ``nightly``, or another that tries more than ``ci``."""
    return TRIED > 100


def spread(values: Sequence[T], number: int) -> list[T]:
    """Choose a number of values: the first, the last, and evenly between.

    In the profile ``nightly``, all are chosen.

    Examples
    --------
    >>> spread("abcdefg", 3), spread("ab", 3)
    (['a', 'd', 'g'], ['a', 'b'])
    """
    if len(values) <= number or nightly():
        return list(values)
    return [values[i * (len(values) - 1) // max(1, number - 1)] for i in range(number)]
