"""The questions of the catalogue: a module each, with its Cypher beside it."""

from __future__ import annotations

import os
from functools import cache

__all__ = ["names"]

_FOLDER = os.path.dirname(__file__)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all questions: those of the modules in the folder, by alphabet.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "what_if" in names()
    True
    """
    files = (file for file in os.listdir(_FOLDER) if file.endswith(".py") and file[0] != "_")
    return tuple(sorted(file.removesuffix(".py") for file in files))
