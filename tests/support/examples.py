"""How many examples hypothesis tries, by profile."""

from __future__ import annotations

from math import ceil

from hypothesis import settings


def examples(number: int) -> settings:
    """Try a number of examples in the profile ``ci``, and proportionally many in the others.

    Examples
    --------
    >>> examples(150).max_examples == ceil(1.5 * settings.default.max_examples)
    True
    """
    return settings(max_examples=ceil(number * settings.default.max_examples / 100))
