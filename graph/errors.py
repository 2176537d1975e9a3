"""The errors of RadExo: every message says what is wrong, where, and what would be right."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AmbiguousNameError",
    "DataError",
    "MissingExtraError",
    "RadexoError",
    "StoreError",
    "UnknownNameError",
    "UsageError",
]


class RadexoError(Exception):
    """Base of every error that RadExo raises on purpose.

    Parameters
    ----------
    message
        What is wrong, where, and what would be right.
    candidates
        Names, ids or readings that the user may have meant, nearest first.

    Examples
    --------
    >>> error = UnknownNameError("'KLF1O' is not in the graph", ["KLF10"])
    >>> error.exit_code, error.kind, error.candidates
    (2, 'unknown-name', ('KLF10',))
    """

    kind = "error"
    exit_code = 1

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.candidates = tuple(candidates)


class UsageError(RadexoError):
    """A question that cannot be put this way."""

    kind, exit_code = "usage", 2


class UnknownNameError(UsageError):
    """A name that no entity of the graph carries."""

    kind = "unknown-name"


class AmbiguousNameError(UsageError):
    """A name that more than one entity of the graph carries."""

    kind = "ambiguous-name"


class MissingExtraError(UsageError):
    """An optional library that is not installed."""

    kind = "missing-extra"


class StoreError(RadexoError):
    """A store that cannot be reached, or refuses to answer."""

    kind, exit_code = "store", 3


class DataError(RadexoError):
    """Data that cannot be read, or break the schema."""

    kind, exit_code = "data", 4
