"""A store as a read-only `networkx.MultiDiGraph` that looks up what algorithms look at.

It opens at once, at any size of the graph: nodes and adjacency are read from the store when
they are asked for, and the attributes of an edge when one of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import networkx

from .errors import UnknownNameError
from .network import edge_attributes, node_attributes
from .stores.base import Store

__all__ = ["StoreGraph"]

_KEPT = 65_536
"""The most nodes whose adjacency is kept."""

KeyDict = Mapping[str, Mapping[str, Any]]


class _Attributes(Mapping[str, Any]):
    """The attributes of an edge, read when one of them is."""

    __slots__ = ("_found", "_read")

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read = read
        self._found: dict[str, Any] | None = None

    def _all(self) -> dict[str, Any]:
        if self._found is None:
            self._found = self._read()
        return self._found

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def copy(self) -> dict[str, Any]:
        return dict(self._all())


class _Nodes(Mapping[str, dict[str, Any]]):
    """Attributes by node."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, id: str) -> dict[str, Any]:
        hash(id)  # networkx asks with objects of any kind, and expects a TypeError as of a dict
        try:
            return node_attributes(self._store.entity(id))
        except (UnknownNameError, TypeError):
            raise KeyError(id) from None

    def __iter__(self) -> Iterator[str]:
        return (entity.id for entity in self._store.entities())

    def __len__(self) -> int:
        return self._store.census().totals["entities"]


class _Adjacency(Mapping[str, Mapping[str, KeyDict]]):
    """Edges by node, neighbor and key, in one direction."""

    def __init__(self, store: Store, nodes: _Nodes, *, forward: bool) -> None:
        self._store, self._nodes, self._forward = store, nodes, forward
        self._read = lru_cache(_KEPT)(self._neighbors)

    def _neighbors(self, id: str) -> Mapping[str, KeyDict]:
        found: dict[str, dict[str, Mapping[str, Any]]] = {}
        edges = self._store.out_edges(id) if self._forward else self._store.in_edges(id)
        for edge in edges:
            neighbor = edge.object if self._forward else edge.subject
            data = _Attributes(lambda edge=edge: edge_attributes(edge, self._store))  # type: ignore[misc]
            found.setdefault(neighbor, {})[edge.id] = data
        return found

    def __getitem__(self, id: str) -> Mapping[str, KeyDict]:
        if id not in self._nodes:
            raise KeyError(id)
        return self._read(id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


class StoreGraph(networkx.MultiDiGraph):  # type: ignore[type-arg]
    """A store as a frozen `networkx.MultiDiGraph`.

    Parameters
    ----------
    store
        The graph; without one an empty graph that may be changed, as networkx makes for copies.
        What is copied or pickled is such a graph, with all that the store holds.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> network = StoreGraph(g.store)
    >>> network.has_edge("mirbase.mature:MIMAT0004692", "hgnc:11810")
    True
    >>> network.number_of_nodes() == len(g)
    True
    """

    def __init__(self, store: Store | None = None, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._store = store
        if store is not None:
            nodes = _Nodes(store)
            self.graph["version"] = store.version
            self._node = nodes
            self._adj = _Adjacency(store, nodes, forward=True)
            self._pred = _Adjacency(store, nodes, forward=False)
            networkx.freeze(self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle all that the store holds: no store is open in another process."""
        whole = self if self._store is None else self.copy()
        return super(StoreGraph, whole).__reduce_ex__(protocol)

    def number_of_edges(self, u: Any = None, v: Any = None) -> int:
        """Return the number of edges, of all or between two nodes."""
        if self._store is not None and u is None:
            return self._store.census().totals["edges"]
        return int(super().number_of_edges(u, v))
