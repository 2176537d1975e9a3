"""Rows of resources that a file on disk holds, pushed to a real Neo4j server."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from radexo import transfer
from radexo.graph.stores.neo4j import Neo4jStore
from support.rows_on_disk import rows_on_disk
from support.served import logged_in

pytestmark = pytest.mark.neo4j


def test_rows_on_disk_are_pushed_in_batches(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.graph.stores.neo4j.LARGEST_PUSH", 100)
    with closing(rows_on_disk(tmp_path / "rows.db", 300)) as store, logged_in(server):
        transfer.push(store, server.address, replace=True)
        with Neo4jStore(server.address) as target:
            assert target.whole() == store.whole()
            assert target.version == store.version
            census = store.census()
            assert target.census() == census
            assert census.totals["findings"] > 450
