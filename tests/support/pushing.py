"""A process that pushes to a server until it is killed; multiprocessing imports it by name."""

from __future__ import annotations

from typing import Any

import radexo
from radexo.graph.stores.neo4j import Neo4jStore


def push_forever(address: str, started: Any, user: str, password: str) -> None:
    """Push again and again, until killed."""
    records = radexo.load().records
    with Neo4jStore(address, user=user, password=password) as target:
        started.set()
        while True:
            target.push(records, replace=True)
