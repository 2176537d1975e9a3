"""Processes that write a graph on disk until they are killed."""

from __future__ import annotations

from typing import Any

from radexo.graph.records import Records
from radexo.graph.stores import disk_writer
from radexo.graph.stores.disk import DiskStore


def write_forever(file: str, started: Any, records: Records, bulk: int) -> None:
    """Add records and retract them, again and again."""
    disk_writer.BULK = bulk
    started.set()
    store = DiskStore(file)
    while True:
        store.add(records)
        store.retract([finding.id for finding in records.findings])


def build_forever(file: str, started: Any, records: Records, bulk: int) -> None:
    """Build the graph again and again."""
    disk_writer.BULK = bulk
    started.set()
    while True:
        DiskStore.build(records, file)
