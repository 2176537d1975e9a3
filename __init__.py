"""RadExo: how exosomes change tumor radiosensitivity, as a typed, signed, evidence-carrying graph.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> print(g.mechanism("miR-340-5p", "KLF10")[0].certainty)
inferred
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import Graph, load, lookup
    from .graph.errors import (
        AmbiguousNameError,
        DataError,
        MissingExtraError,
        RadexoError,
        StoreError,
        UnknownNameError,
        UsageError,
    )
    from .graph.model import Entity, Finding, Reference, Source, Statement
    from .graph.records import Records
    from .queries.answer import Answer
    from .queries.paths.path import Path
    from .queries.paths.search import Budget

__all__ = [
    "AmbiguousNameError",
    "Answer",
    "Budget",
    "DataError",
    "Entity",
    "Finding",
    "Graph",
    "MissingExtraError",
    "Path",
    "RadexoError",
    "Records",
    "Reference",
    "Source",
    "Statement",
    "StoreError",
    "UnknownNameError",
    "UsageError",
    "__version__",
    "load",
    "lookup",
]

__version__ = "0.2.0"


_HOMES = {
    "api": ("Graph", "load", "lookup"),
    "graph.errors": tuple(name for name in __all__ if name.endswith("Error")),
    "graph.model": ("Entity", "Finding", "Reference", "Source", "Statement"),
    "graph.records": ("Records",),
    "queries.answer": ("Answer",),
    "queries.paths.path": ("Path",),
    "queries.paths.search": ("Budget",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
