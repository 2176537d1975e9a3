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

    def __str__(self) -> str:
        return self.message


class UsageError(RadexoError):
    """A question that cannot be put this way.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> try:
    ...     g.regulators("KLF10", sign="up")
    ... except radexo.UsageError as error:
    ...     print(error.kind)
    usage
    """

    kind, exit_code = "usage", 2


class UnknownNameError(UsageError, KeyError):
    """A name that no entity of the graph carries; as an error of a container, also a `KeyError`.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> try:
    ...     g.regulators("KLF1O")
    ... except radexo.UnknownNameError as error:
    ...     print(error.kind, error.candidates[0])
    unknown-name KLF10
    """

    kind = "unknown-name"


class AmbiguousNameError(UsageError):
    """A name that more than one entity of the graph carries.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> error = AmbiguousNameError("'p38' is the name of two", ["MAPK14", "MAPK1"])
    >>> error.kind, error.candidates
    ('ambiguous-name', ('MAPK14', 'MAPK1'))
    """

    kind = "ambiguous-name"


class MissingExtraError(UsageError):
    """An optional library that is not installed.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> error = MissingExtraError("pandas is not installed")
    >>> error.kind, error.exit_code
    ('missing-extra', 2)
    """

    kind = "missing-extra"


class StoreError(RadexoError):
    """A store that cannot be reached, or refuses to answer.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> error = StoreError("neo4j://127.0.0.1:7687: no server answers")
    >>> error.kind, error.exit_code
    ('store', 3)
    """

    kind, exit_code = "store", 3


class DataError(RadexoError):
    """Data that cannot be read, or break the schema.

    Parameters
    ----------
    message, candidates
        As of `RadexoError`.

    Examples
    --------
    >>> import radexo
    >>> try:
    ...     radexo.load("no-such-graph")
    ... except radexo.DataError as error:
    ...     print(error.kind, error.exit_code)
    data 4
    """

    kind, exit_code = "data", 4
