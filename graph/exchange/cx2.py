"""CX2, for Cytoscape, Cytoscape Web and NDEx: nodes and edges with declared attributes, and a picture's style and positions.

``represents`` holds the id of an entity, since CX2 numbers its nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from ..records import Records
from .atomic import writing_text
from .flat import EDGE_KINDS, NODE_KINDS, flat_edges, flat_losses, flat_node
from .jsonio import dumps, write_items
from .losses import Loss

__all__ = ["write", "write_aspects"]

_TYPES = {str: "string", list: "list_of_string", int: "integer", bool: "boolean"}
_STYLES = ("visualProperties", "visualEditorProperties")


def write(
    records: Records,
    path: str | Path,
    *,
    overwrite: bool = True,
    style: Mapping[str, Any] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
) -> list[Loss]:
    """Write a graph into a file, whole or not at all.

    Parameters
    ----------
    records
        The graph.
    path
        The file; one that is there is replaced.
    overwrite
        Whether to replace what exists.
    style
        What stands under ``visualProperties`` (default, nodeMapping, edgeMapping) and
        ``visualEditorProperties``, if anything; mappings may use the attributes of
        `radexo.graph.exchange.flat`.
    positions
        Where nodes stand, by entity id: x to the right, y downward.

    Returns
    -------
    list of Loss
        What CX2 does not carry.

    Raises
    ------
    DataError
        When the file cannot be written, or is kept.
    ValueError
        When the style has an aspect that is none.
    """
    style = style or {}
    if unknown := set(style) - set(_STYLES):
        raise ValueError(
            f"{sorted(unknown)[0]!r} is no aspect of a style; one of: {', '.join(_STYLES)}"
        )
    numbers = {e.id: number for number, e in enumerate(records.entities)}
    places = positions or {}
    edges = list(flat_edges(records))
    about = {"name": f"RadExo graph {records.version}", "version": records.version}
    declared = {
        "networkAttributes": {name: {"d": "string"} for name in about},
        "nodes": {"represents": {"d": "string"}}
        | {name: {"d": _TYPES[kind]} for name, kind in NODE_KINDS.items()},
        "edges": {name: {"d": _TYPES[kind]} for name, kind in EDGE_KINDS.items()},
    }
    nodes = (
        {"id": numbers[e.id], **_place(places.get(e.id)), "v": {"represents": e.id, **flat_node(e)}}
        for e in records.entities
    )
    links = (
        {"id": number, "s": numbers[e.source], "t": numbers[e.target], "v": dict(e.values)}
        for number, e in enumerate(edges)
    )
    aspects: dict[str, tuple[int, Iterable[Any]]] = {
        "attributeDeclarations": (1, [declared]),
        "networkAttributes": (1, [about]),
        "nodes": (len(numbers), nodes),
        "edges": (len(edges), links),
        **{name: (1, [style[name]]) for name in _STYLES if name in style},
    }
    with writing_text(path, overwrite=overwrite) as file:
        write_aspects(file, aspects)
    return flat_losses(records)


def write_aspects(file: TextIO, aspects: Mapping[str, tuple[int, Iterable[Any]]]) -> None:
    """Write a CX2 document: its head, its aspects one after the other, its end.

    Parameters
    ----------
    file
        Open for writing.
    aspects
        By name, in their order: how many elements each has, and the elements.
    """
    metadata = [{"elementCount": count, "name": name} for name, (count, _) in aspects.items()]
    file.write(
        f"[\n{dumps({'CXVersion': '2.0', 'hasFragments': False})},\n{dumps({'metaData': metadata})}"
    )
    for name, (_, items) in aspects.items():
        file.write(f',\n{{"{name}": [')
        write_items(file, items)
        file.write("]}")
    file.write(f",\n{dumps({'status': [{'error': '', 'success': True}]})}\n]\n")


def _place(position: tuple[float, float] | None) -> dict[str, float]:
    return {} if position is None else {"x": position[0], "y": position[1]}
