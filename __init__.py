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
    from .api import Graph, load

__all__ = ["Graph", "__version__", "load"]

__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    if name in ("Graph", "load"):
        from . import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
