"""Closed words beside the schema's, as types: what arguments may be, for type checkers.

Formats and sources are found by their folders: ``words.pyi``, which
``python -m radexo.docs.make.stubs`` writes, spells them out.
"""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "AGAINST",
    "LAYOUTS",
    "SHOWN",
    "Against",
    "FormatName",
    "LayoutName",
    "Shown",
    "SourceName",
]

LayoutName = Literal["columns", "rings", "transfer"]
LAYOUTS: tuple[LayoutName, ...] = get_args(LayoutName)
"""How a picture places nodes: columns or rings are chosen by their number when none is given."""

Shown = Literal["carrying", "all"]
SHOWN: tuple[Shown, ...] = get_args(Shown)
"""What a picture draws: the evidence that carries the rows, or all of their claims."""

Against = Literal["targets", "pathways", "cargo", "cancers", "findings"]
AGAINST: tuple[Against, ...] = get_args(Against)
"""The kinds of sets that `enrich` tests a list against."""

FormatName = str
"""A key of `radexo.graph.exchange.registry.FORMATS`."""

SourceName = str
"""A key of `radexo.loaders.sources`."""
