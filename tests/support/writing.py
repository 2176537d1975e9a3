"""Processes that write a graph on disk until they are killed."""

from __future__ import annotations

import time
from typing import Any

from radexo.graph.records import Records
from radexo.graph.stores import disk_bulk, disk_spool, disk_writer
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


def spool_forever(
    file: str, started: Any, records: Records, rows: tuple[Any, Any], *, wait: bool = False
) -> None:
    """Build a graph of rows by way of temporary files again and again, or wait amid one."""
    disk_bulk._BATCH, disk_spool.MOST_ROWS = 30, 100

    def report(message: str) -> None:
        if wait and message.endswith(" rows"):  # are being written: temporary files lie there
            started.set()
            time.sleep(600)

    if not wait:
        started.set()
    while True:
        DiskStore.build(records, file, rows=rows, progress=report)
