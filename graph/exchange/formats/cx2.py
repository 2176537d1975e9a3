"""CX2, for Cytoscape, Cytoscape Web and NDEx: nodes, edges, and a picture's style and positions.

`Network` is the one writer of CX2: exports of a graph and pictures of an answer both use it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, TextIO

from ...atomic import writing_text
from ...stores.base import Store
from ...values import frozen
from ..flat import EDGE_KINDS, NODE_KINDS, flat_edge, flat_graph, flat_losses, flat_node
from ..jsonio import dumps, write_items
from ..losses import Loss, Tally
from ..registry import Format

__all__ = ["FORMAT", "Edge", "Network", "Node", "write"]

FORMAT = Format(__name__, "cx2", "for Cytoscape and NDEx", extensions=(".cx2",), styled=True)

_TYPES = {str: "string", list: "list_of_string", int: "integer", bool: "boolean"}
_STYLES = ("visualProperties", "visualEditorProperties")


@frozen
class Node:
    """A node of a network: its id, its attributes, and where it is placed (y points downward)."""

    id: str
    values: Mapping[str, Any]
    position: tuple[float, float] | None = None


@frozen
class Edge:
    """An edge of a network: the ids of its ends, and its attributes."""

    source: str
    target: str
    values: Mapping[str, Any]


@frozen
class Network:
    """A CX2 document.

    Parameters
    ----------
    attributes
        Of the network itself.
    nodes, edges
        In the order in which CX2 numbers them; an iterable with a length may be lazy.
    node_kinds, edge_kinds
        The attributes, each with the Python type of its values.
    style
        Further aspects by name, each with its only element.
    sizes
        Width and height of nodes, by id.
    """

    attributes: Mapping[str, str]
    nodes: Collection[Node]
    edges: Collection[Edge]
    node_kinds: Mapping[str, type]
    edge_kinds: Mapping[str, type]
    style: Mapping[str, Any] = field(default_factory=dict)
    sizes: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def aspects(self) -> dict[str, tuple[int, Iterable[Any]]]:
        """Return the aspects that are not empty, by name, in the order of the file.

        Returns
        -------
        dict
            How many elements each aspect has, and the elements.
        """
        numbers = {node.id: number for number, node in enumerate(self.nodes)}
        sizes = [
            {"id": numbers[id], "v": {"NODE_WIDTH": width, "NODE_HEIGHT": height}}
            for id, (width, height) in self.sizes.items()
        ]
        declared = {
            "networkAttributes": {name: {"d": "string"} for name in self.attributes},
            "nodes": {name: {"d": _TYPES[kind]} for name, kind in self.node_kinds.items()},
            "edges": {name: {"d": _TYPES[kind]} for name, kind in self.edge_kinds.items()},
        }
        nodes = (
            {"id": number, **_place(node.position), "v": dict(node.values)}
            for number, node in enumerate(self.nodes)
        )
        edges = (
            {"id": number, "s": numbers[e.source], "t": numbers[e.target], "v": dict(e.values)}
            for number, e in enumerate(self.edges)
        )
        visual, editor = (
            (1, [self.style[name]]) if name in self.style else (0, []) for name in _STYLES
        )
        aspects: dict[str, tuple[int, Iterable[Any]]] = {
            "attributeDeclarations": (1, [declared]),
            "networkAttributes": (1, [self.attributes]),
            "nodes": (len(self.nodes), nodes),
            "edges": (len(self.edges), edges),
            _STYLES[0]: visual,
            "nodeBypasses": (len(sizes), sizes),
            _STYLES[1]: editor,
        }
        return {
            name: aspect
            for name, aspect in aspects.items()
            if aspect[0] or name in ("nodes", "edges")
        }

    def write(self, file: TextIO) -> None:
        """Write the document into an open file."""
        aspects = self.aspects()
        metadata = [{"elementCount": count, "name": name} for name, (count, _) in aspects.items()]
        head = {"CXVersion": "2.0", "hasFragments": False}
        file.write(f"[\n{dumps(head)},\n{dumps({'metaData': metadata})}")
        for name, (_, items) in aspects.items():
            file.write(f',\n{{"{name}": [')
            write_items(file, items)
            file.write("]}")
        file.write(f",\n{dumps({'status': [{'error': '', 'success': True}]})}\n]\n")


def _place(position: tuple[float, float] | None) -> dict[str, float]:
    return {} if position is None else {"x": position[0], "y": position[1]}


def write(
    store: Store,
    path: str | Path,
    *,
    overwrite: bool = True,
    style: Mapping[str, Any] | None = None,
    positions: Mapping[str, tuple[float, float]] | None = None,
) -> list[Loss]:
    """Write a graph into a file, atomically.

    Parameters
    ----------
    store, path, overwrite
        As `Format.write` takes them.
    style
        ``visualProperties`` (default, nodeMapping, edgeMapping) and ``visualEditorProperties``;
        mappings may use the attributes of `radexo.graph.exchange.flat`.
    positions
        Where nodes are placed, by entity id; y points downward.

    Returns
    -------
    list of Loss
        What CX2 does not carry.

    Raises
    ------
    DataError
        When the file exists and `overwrite` is false, or cannot be written.
    ValueError
        When the style has another aspect.
    """
    style, positions = style or {}, positions or {}
    if unknown := set(style) - set(_STYLES):
        raise ValueError(
            f"{sorted(unknown)[0]!r} is not an aspect of a style; use one of: {', '.join(_STYLES)}"
        )
    tally = Tally()
    network = Network(
        {"name": f"RadExo graph {store.version}", **flat_graph(store)},
        [
            Node(e.id, {"represents": e.id, **flat_node(e)}, positions.get(e.id))
            for e in store.entities()
        ],
        _Edges(store, tally),
        {"represents": str, **NODE_KINDS},
        EDGE_KINDS,
        style,
    )
    with writing_text(path, overwrite=overwrite) as file:
        network.write(file)
    return flat_losses(store) + tally.losses()


class _Edges(Collection[Edge]):
    """The edges of a graph, made when they are written."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self._store, self._tally = store, tally

    def __len__(self) -> int:
        return self._store.census().totals["edges"]

    def __iter__(self) -> Iterator[Edge]:
        for edge in self._store.each_edge():
            yield Edge(edge.subject, edge.object, flat_edge(edge, self._store, self._tally))

    def __contains__(self, edge: object) -> bool:
        return any(edge == own for own in self)
