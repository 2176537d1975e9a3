"""The view of a store as a network gives what a copy gives: methods, views and algorithms."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

import radexo
from radexo.graph import network_view
from radexo.graph.errors import UnknownNameError
from radexo.graph.model import Finding, Reference, Source, Statement
from radexo.graph.network_view import StoreGraph
from radexo.graph.records import Records
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


def test_the_view_is_pickled_with_what_the_store_holds(graphs: tuple[Any, Any]) -> None:
    view, copy = graphs
    there = pickle.loads(pickle.dumps(view))
    assert plain(there) == plain(copy)
    assert not nx.is_frozen(there)


def test_what_is_added_is_in_the_graph_as_a_network(g: radexo.Graph, tmp_path: Path) -> None:
    graph = radexo.Graph(DiskStore.build(g.records, tmp_path / "graph.db"))
    view, copy = graph.nx, graph.to_networkx()
    assert graph.nx is view
    assert not view.has_edge("hgnc:1784", HUB)
    statement = Statement("hgnc:1784", "DECREASES", HUB)
    more = Finding("mine:1", statements=(statement,))
    graph.store.add(Records((Source("mine"),), (Reference("mine"),), findings=(more,)))
    assert graph.nx.graph["version"] == graph.version != view.graph["version"]
    assert plain(graph.nx) == plain(graph.to_networkx())
    assert {*graph.to_networkx().edges()} - {*copy.edges()} == {("hgnc:1784", HUB)}
    assert more in graph.records.findings


class Written:
    """A store of the graph that NetworkX tests itself with, as it was written last.

    0, 1 and 2, each joined to the others.
    """

    version = "written"

    def __init__(self, content: Any) -> None:
        self.content = content

    def census(self) -> Any:
        g = self.content
        totals = {"entities": g.number_of_nodes(), "edges": g.number_of_edges()}
        return SimpleNamespace(totals=totals)

    def entities(self) -> Any:
        return [self.entity(id) for id in self.content]

    def entity(self, id: Any) -> Any:
        if id not in self.content:
            raise UnknownNameError(str(id))
        return SimpleNamespace(id=id, data=self.content.nodes[id])

    def out_edges(self, id: int) -> Any:
        return map(edge, self.content.out_edges(id, keys=True, data=True))

    def in_edges(self, id: int) -> Any:
        return map(edge, self.content.in_edges(id, keys=True, data=True))


def edge(found: Any) -> Any:
    return SimpleNamespace(**dict(zip(("subject", "object", "id", "data"), found, strict=True)))


class Changing(StoreGraph):
    """A view of what is written by methods of networkx: a test may write before it reads."""

    def __init__(self, store: Any = None, **attributes: Any) -> None:
        super().__init__(store, **attributes)
        if store is not None:
            for name in ("add_edge", "remove_edge"):
                setattr(self, name, partial(self._write, name))

    def _write(self, method: str, *given: Any, **attributes: Any) -> Any:
        store: Any = self._store
        done = getattr(store.content, method)(*given, **attributes)
        self.__dict__.clear()
        self.__init__(store)  # type: ignore[misc]
        return done


READ_SIDE = (
    "adjacency attributes_cached cache_reset contains copy degree di_attributes_cached "
    "directed_class edge_lookup edges edges_data edges_multi get_edge_data getitem graph_chain "
    "has_edge has_node has_predecessor has_successor in_degree in_edges in_edges_data "
    "in_edges_no_keys memory_leak name nbunch_iter nbunch_iter_node_format_raise neighbors "
    "node_attr number_of_edges_selfloops order out_degree out_edges out_edges_data out_edges_multi "
    "predecessors reverse_copy reverse_nocopy selfloop_degree selfloops selfloops_attr size "
    "successors to_directed_as_view to_undirected_as_view to_undirected_reciprocal weighted_degree"
)
"""Those that read, some of them after an edge was written.

The others test how a graph is made and changed, or that its parts are `dict` which may be written,
the same one in both directions.
"""


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", READ_SIDE.split())
def test_networkx_own_test_of_reading_passes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from networkx.classes.tests.test_multidigraph import TestMultiDiGraph as Tests

    for attributes in ("node_attributes", "edge_attributes"):
        monkeypatch.setattr(network_view, attributes, lambda found, *_: found.data)
    tests = Tests()
    tests.setup_method()
    tests.K3 = Changing(Written(nx.MultiDiGraph(tests.K3)))  # type: ignore[arg-type]
    getattr(tests, f"test_{name}")()
