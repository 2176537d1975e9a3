"""The view of a store as a network gives what a copy gives: methods, views and algorithms."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

import radexo
from radexo.graph import network_view
from radexo.graph.errors import UnknownNameError
from radexo.graph.network_view import StoreGraph
from radexo.graph.stores.disk import DiskStore
from support.complete_graph import complete_graph


def undirected(g: Any) -> Any:
    return nx.Graph(g)


def plain(value: Any) -> Any:
    """A result without the order in which nodes and neighbors came."""
    if isinstance(value, nx.Graph):
        return plain(dict(value.nodes(data=True))), plain(list(value.edges(data=True)))
    if isinstance(value, dict) or hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, (str, int, type(None), bool)):
        return value
    return sorted((plain(item) for item in value), key=repr)


HUB, END = "hgnc:11810", "radexo:radiosensitivity"
METHODS: dict[str, Callable[[Any], Any]] = {
    "nodes": lambda g: g.nodes(data=True),
    "edges": lambda g: g.edges(keys=True, data=True),
    "in_edges": lambda g: g.in_edges(keys=True, data="sign"),
    "out_edges": lambda g: g.out_edges(HUB, keys=True) if HUB in g else [],
    "adjacency": lambda g: {n: list(a) for n, a in g.adjacency()},
    "pred": lambda g: {n: list(a) for n, a in g.pred.items()},
    "degrees": lambda g: [dict(g.degree), dict(g.in_degree), dict(g.out_degree)],
    "size": lambda g: [len(g), g.order(), g.size(), g.number_of_edges(), g.number_of_nodes()],
    "has": lambda g: [HUB in g, "nothing" in g, None in g, ["x"] in g, g.has_edge(HUB, END)],
    "get_edge_data": lambda g: [g.get_edge_data(u, v) for u, v, _ in g.edges],
    "subgraph": lambda g: g.subgraph(sorted(g)[:40]),
    "edge_subgraph": lambda g: g.edge_subgraph(sorted(g.edges)[:40]),
    "reverse": lambda g: g.reverse(copy=False).edges(keys=True),
    "copy": lambda g: g.copy(),
    "to_undirected": lambda g: g.to_undirected(),
    "conversion": nx.MultiDiGraph,
    "node_link": lambda g: [
        sorted(d, key=repr) for d in nx.node_link_data(g, edges="edges")["edges"]
    ],
    "selfloops": lambda g: nx.selfloop_edges(g, keys=True),
}
ALGORITHMS: dict[str, Callable[[Any], Any]] = {
    "weak components": nx.weakly_connected_components,
    "strong components": nx.strongly_connected_components,
    "condensation": lambda g: [len(c) for c in nx.strongly_connected_components(g)],
    "degree centrality": nx.degree_centrality,
    "in-degree centrality": nx.in_degree_centrality,
    "closeness": nx.closeness_centrality,
    "betweenness": nx.betweenness_centrality,
    "pagerank": lambda g: nx.pagerank(nx.DiGraph(g)),
    "hits": lambda g: list(nx.hits(nx.DiGraph(g), max_iter=10_000)[0]),
    "shortest path lengths": lambda g: dict(nx.all_pairs_shortest_path_length(g, cutoff=3)),
    "dijkstra": lambda g: nx.single_source_dijkstra_path_length(g, min(g)),
    "descendants": lambda g: {n: nx.descendants(g, n) for n in sorted(g)[:30]},
    "ancestors": lambda g: {n: nx.ancestors(g, n) for n in sorted(g)[:30]},
    "simple paths": lambda g: nx.all_simple_paths(g, min(g), set(g) - {min(g)}, cutoff=3),
    "bfs": lambda g: {n: layer for layer, ns in enumerate(nx.bfs_layers(g, min(g))) for n in ns},
    "core number": lambda g: nx.core_number(nx.Graph(nx.create_empty_copy(undirected(g)))),
    "k-core": lambda g: nx.core_number(without_loops(g)),
    "clustering": lambda g: nx.clustering(undirected(g)),
    "triangles": lambda g: nx.triangles(undirected(g)),
    "density": lambda g: [nx.density(g), nx.is_directed_acyclic_graph(g)],
    "reciprocity": lambda g: [nx.overall_reciprocity(g)],
    "degree histogram": nx.degree_histogram,
    "attribute": lambda g: nx.get_edge_attributes(g, "sign"),
    "bipartite": lambda g: [nx.is_bipartite(g)],
}


def without_loops(g: Any) -> Any:
    simple = undirected(g)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


@pytest.fixture(scope="module", params=["review", "every type", "on disk"])
def graphs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, Any]:
    """The view of a store, and a copy made at once."""
    graph = complete_graph() if request.param == "every type" else radexo.load()
    if request.param == "on disk":
        file = tmp_path_factory.mktemp("graph") / "graph.db"
        graph = radexo.Graph(DiskStore.build(graph.records, file))
    return graph.nx, graph.to_networkx()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_gives_the_same(graphs: tuple[Any, Any], name: str) -> None:
    view, copy = (plain(METHODS[name](g)) for g in graphs)
    assert view == copy


@pytest.mark.parametrize("name", ALGORITHMS)
def test_an_algorithm_gives_the_same(graphs: tuple[Any, Any], name: str) -> None:
    view, copy = (plain(ALGORITHMS[name](g)) for g in graphs)
    assert view == copy


def test_the_view_cannot_be_changed(graphs: tuple[Any, Any]) -> None:
    view, _ = graphs
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        view.add_edge("a", "b")
    u, v, key = next(iter(view.edges))
    with pytest.raises(TypeError):
        view.edges[u, v, key]["sign"] = "mine"
    with pytest.raises(KeyError):
        view["nothing"]
    copied = view.copy()
    copied.add_edge("a", "b")
    assert "a" not in view


def test_nothing_is_read_before_it_is_looked_at(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("read")

    for name in ("entities", "edges", "out_edges", "in_edges", "evidence"):
        monkeypatch.setattr(type(g.store), name, refuse)
    view = StoreGraph(g.store)
    assert HUB in view
    assert view.number_of_edges() == g.store.census().totals["edges"]


class Triangle:
    """A store of the graph that NetworkX tests itself with.

    0, 1 and 2, each joined to the others.
    """

    version = "triangle"

    def census(self) -> Any:
        return SimpleNamespace(totals={"entities": 3, "edges": 6})

    def entities(self) -> Any:
        return [SimpleNamespace(id=number) for number in range(3)]

    def entity(self, id: Any) -> Any:
        if isinstance(id, int) and 0 <= id < 3:
            return SimpleNamespace(id=id)
        raise UnknownNameError(str(id))

    def out_edges(self, id: int) -> Any:
        return [SimpleNamespace(id=0, subject=id, object=n) for n in range(3) if n != id]

    def in_edges(self, id: int) -> Any:
        return [SimpleNamespace(id=0, subject=n, object=id) for n in range(3) if n != id]


READ_SIDE = (
    "adjacency attributes_cached contains di_attributes_cached directed_class edge_lookup edges "
    "edges_data get_edge_data getitem graph_chain has_edge has_node has_predecessor has_successor "
    "in_degree nbunch_iter nbunch_iter_node_format_raise neighbors order out_degree out_edges "
    "predecessors reverse_copy reverse_nocopy selfloop_degree successors to_directed_as_view "
    "to_undirected_as_view to_undirected_reciprocal weighted_degree"
)
"""Those that read before they write anything, or nothing but read."""


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", READ_SIDE.split())
def test_networkx_own_test_of_reading_passes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from networkx.classes.tests.test_multidigraph import TestMultiDiGraph as Tests

    for attributes in ("node_attributes", "edge_attributes"):
        monkeypatch.setattr(network_view, attributes, lambda *_: {})
    tests = Tests()
    tests.setup_method()
    tests.K3 = StoreGraph(Triangle())  # type: ignore[arg-type]
    getattr(tests, f"test_{name}")()
