"""Rows of a graph on disk wherever they lie: in the table ``evidence``, and in blocks.

Many are looked up in one query, since a query for each takes longer than what it reads.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator

from ..records import is_number
from . import disk_blocks as blocks
from .disk_file import COLUMNS, Row

__all__ = ["of_claims", "of_ids", "parted"]


def of_ids(db: sqlite3.Connection, ids: Iterable[str]) -> list[Row]:
    """Return the rows of resources whose findings have one of some ids; see `parted`."""
    loose, packed = parted(db, ids)
    return loose + packed


def parted(db: sqlite3.Connection, ids: Iterable[str]) -> tuple[list[Row], list[Row]]:
    """Return the rows of resources in the table, and those in blocks.

    Parameters
    ----------
    db
        The graph.
    ids
        Of findings; unknown ones, and those that are not rows, are ignored.
    """
    numbers: dict[str, set[int]] = {}
    for id in ids:
        source, _, number = id.partition(":")
        if is_number(number):
            numbers.setdefault(source, set()).add(int(number))
    loose: list[Row] = []
    packed: list[Row] = []
    for source, wanted in numbers.items():
        loose += db.execute(
            f"SELECT {COLUMNS} FROM evidence WHERE template > 0 "
            "AND finding IN (SELECT value FROM json_each(?)) "
            "AND +template IN (SELECT n FROM template WHERE source = ?)",
            (json.dumps(list(wanted)), source),
        )
        packed += blocks.of_numbers(db, source, wanted)
    return loose, packed


def of_claims(db: sqlite3.Connection, claims: Collection[blocks.Claim]) -> Iterator[Row]:
    """Yield the rows that make some claims, those of findings that are not rows too."""
    same = " AND ".join(
        f"{name} = json_extract(given.value, '$[{place}]')"
        for place, name in enumerate(("subject", "predicate", "object"))
    )
    yield from db.execute(
        f"SELECT {COLUMNS} FROM json_each(?) AS given CROSS JOIN evidence ON {same}",
        (json.dumps(list(claims)),),
    )
    yield from blocks.of_claims(db, claims)
