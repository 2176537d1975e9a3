"""Processes that write a graph until they are killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle
from typing import Any

from radexo.graph.records import Records
from radexo.graph.stores import disk, disk_blocks, disk_bulk, disk_spool, disk_walk, disk_writer
from radexo.graph.stores.disk import DiskStore
from radexo.queries.paths.search import Walk

processes = multiprocessing.get_context("forkserver")
"""Each starts from a process that has imported what it uses, in milliseconds.

Python before 3.13 does not find this module there, and says nothing.
"""
processes.set_forkserver_preload(
    ["json", "sqlite3", *(name for name in sys.modules if name.startswith("radexo."))]
)


def kill_while_writing(work: Callable[..., None], *arguments: Any, seconds: float) -> None:
    """Run a writer in a process of its own, and kill it a while after it has begun.

    Parameters
    ----------
    work, arguments
        What writes again and again; its second argument is an event that it sets when it begins.
    seconds
        How long it writes.
    """
    started = processes.Event()
    process = processes.Process(target=work, args=(arguments[0], started, *arguments[1:]))
    process.daemon = True
    process.start()
    assert started.wait(60)
    time.sleep(seconds)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert process.exitcode == -signal.SIGKILL, "the writer had ended by itself"


def write_forever(file: str, started: Any, records: Records, bulk: int) -> None:
    """Add records and retract them, again and again; searches have neighbors mapped again."""
    disk_writer.BULK, disk._MAPPED, disk_blocks._TOUCHED = bulk, 1, 3
    store = DiskStore(file)
    search = partial(Walk(store).neighbors, 1)
    retract = partial(store.retract, [finding.id for finding in records.findings])
    first = random.randrange(4)  # so that slow machines are killed during each of them, too
    for place, work in enumerate(cycle((partial(store.add, records), search, retract, search))):
        if place == first:
            started.set()
        work()


def map_waiting(file: str, started: Any) -> None:
    """Begin to write the neighbors that searches map, and wait while it is written."""
    disk._MAPPED, parts = 1, disk_walk._parts

    def waiting(*given: Any) -> Iterator[bytes]:
        for part in parts(*given):
            yield part
            started.set()
            time.sleep(600)

    disk_walk._parts = waiting
    list(Walk(DiskStore(file)).neighbors(1))


def build_forever(file: str, started: Any, graphs: Sequence[Records], bulk: int) -> None:
    """Build one graph after the other, again and again."""
    disk_writer.BULK = bulk
    first = random.randrange(3)  # so that slow machines are killed during each, too
    for place, records in enumerate(cycle(graphs)):
        if place == first:
            started.set()
        DiskStore.build(records, file)


def spool_forever(
    file: str, started: Any, records: Records, rows: tuple[Any, Any], *, wait: bool = False
) -> None:
    """Build a graph of rows by way of temporary files again and again, or wait during one."""
    disk_bulk._BATCH, disk_spool.MOST_ROWS = 30, 100

    def report(message: str) -> None:
        if wait and message.endswith(" rows"):  # are being written: temporary files lie there
            started.set()
            time.sleep(600)

    if not wait:
        started.set()
    while True:
        DiskStore.build(records, file, rows=rows, progress=report)
