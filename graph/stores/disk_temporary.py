"""Folders for the temporary files of builds, which the next build removes where one was killed.

A build locks a file beside the graph before it makes the folder, and the system releases the lock
when the process ends, however it ends. SQLite locks the file, so this works on every system.

Examples
--------
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as place:
...     with temporary_folder(Path(place) / "graph.db") as folder:
...         [re.sub("[0-9a-f]{16}", "*", file.name) for file in sorted(Path(place).iterdir())]
...     list(Path(place).iterdir())
['.graph.db.*.build', '.graph.db.*.lock']
[]
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from .disk_file import address

__all__ = ["temporary_folder"]


@contextlib.contextmanager
def temporary_folder(file: Path) -> Iterator[Path]:
    """Make a folder beside a file, and remove it when the block ends; also what killed builds left.

    Parameters
    ----------
    file
        What is built; its folder exists.

    Yields
    ------
    Path
        The folder.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    _remove_left(file)
    with _own_lock(file) as lock:
        folder = lock.with_suffix(".build")
        try:
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _own_lock(file: Path) -> Iterator[Path]:
    """Hold a lock of a name of its own, made again where another build removed it as left."""
    while True:
        lock = file.with_name(f".{file.name}.{secrets.token_hex(8)}.lock")
        lock.touch()
        with contextlib.ExitStack() as held:
            held.callback(lock.unlink, missing_ok=True)
            try:
                held.enter_context(_locked(lock, 60))
            except sqlite3.OperationalError:
                if lock.exists():
                    raise
                continue
            if lock.exists():
                yield lock
                return


def _remove_left(file: Path) -> None:
    """Remove the folders of builds of a file that are over: whose lock nobody holds."""
    own = re.compile(rf"\.{re.escape(file.name)}\.[0-9a-f]{{16}}\.lock")
    for lock in [entry for entry in file.parent.iterdir() if own.fullmatch(entry.name)]:
        with contextlib.suppress(sqlite3.OperationalError, OSError):  # held, or removed by another
            with _locked(lock, 0):
                shutil.rmtree(lock.with_suffix(".build"), ignore_errors=True)
                with contextlib.suppress(PermissionError):  # on Windows, where it is open
                    lock.unlink()  # while it is held: nobody else may begin with it
            lock.unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(lock: Path, seconds: float) -> Iterator[None]:
    """Hold a lock; wait so many seconds for it at most."""
    with contextlib.closing(
        sqlite3.connect(address(lock, "rw"), uri=True, timeout=seconds, isolation_level=None)
    ) as held:
        held.execute("PRAGMA journal_mode = OFF")  # nothing is written
        held.execute("BEGIN EXCLUSIVE")
        yield
