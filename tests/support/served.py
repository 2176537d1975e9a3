"""A graph on a server that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import radexo
from radexo.graph.records import Records
from radexo.graph.stores.memory import MemoryStore
from radexo.graph.stores.neo4j import Neo4jStore
from radexo.server_graph import ServerGraph


@contextmanager
def logged_in(server: Any) -> Iterator[None]:
    """Put the server's user and password where the driver looks for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        patch.delenv("NEO4J_DATABASE", raising=False)
        yield


PATIENCE = 600.0
"""Seconds for a query: its answer is compared, however busy the machine."""


@contextmanager
def on(server: Any, records: Records) -> Iterator[ServerGraph]:
    """Read a graph from the server, to which it is pushed unless the server holds it already."""
    with logged_in(server):
        with Neo4jStore(server.address, timeout=PATIENCE) as target:
            if target.version != MemoryStore(records).version:
                target.push(records, replace=True)
        graph = radexo.load(server.address)
        assert isinstance(graph, ServerGraph)
        graph.store.timeout = PATIENCE
        yield graph
        graph.close()
