"""What a search steps over in a large graph on disk: neighbors as mapped integers, in both ways.

The file lies beside the SQLite file and is derived from its blocks (see `disk_blocks`): for each
entity the other ends of its rows, each once, by class and sign of the predicate. Classes are in
the order of `PredicateClass`, so that what a path walks is one slice. It names the state of the
blocks that it was made from, and has a checksum. Deleting it loses nothing: it is written anew
from the blocks when a search needs it, and where it cannot be written the blocks are read instead.

Examples
--------
>>> ranges_of(frozenset({"INCREASES", "DECREASES", "REPRESSES", "SPONGES", "REGULATES"}))
((0, 3),)
"""

from __future__ import annotations

import json
import mmap
import sqlite3
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..schema import PREDICATES, PredicateClass
from .base import Fan
from .disk_blocks import ENDS, End, blocks_by, numbers_of

__all__ = ["SUFFIX", "Neighbors", "Ranges", "ranges_of"]

SUFFIX = ".walk"
"""The end of the file's name."""

_MAGIC = b"RadExoW1"
_FOOTER = struct.Struct("<IIII16s8s")
"""Last entity, entries in both ways, checksum of what comes before, state of the blocks, magic."""

Group = tuple[PredicateClass, int | None]

_GROUPS: Sequence[Group] = list(
    dict.fromkeys(
        (cls, sign)
        for cls in PredicateClass
        if cls is not PredicateClass.DENIAL  # never walked
        for sign in (1, -1, 0, None)
        if any(row.cls is cls and row.sign == sign for row in PREDICATES.values())
    )
)
_GROUP_OF = {
    name: _GROUPS.index((row.cls, row.sign))
    for name, row in PREDICATES.items()
    if (row.cls, row.sign) in _GROUPS
}
_WIDTH = len(_GROUPS)
_TOGETHER = 15_000
"""The most other ends that are read at once, unless one entity has more."""

Ranges = tuple[tuple[int, int], ...]
"""Ranges of groups."""


@lru_cache(1000)
def ranges_of(predicates: frozenset[str]) -> Ranges | None:
    """Return the ranges of groups that hold the claims of some predicates and no others.

    None where groups hold others too.
    """
    groups = {_GROUP_OF.get(name, -1) for name in predicates}
    if {name for name, group in _GROUP_OF.items() if group in groups} != predicates:
        return None
    ranges: list[tuple[int, int]] = []
    for group in sorted(groups):
        if ranges and ranges[-1][1] == group:
            ranges[-1] = (ranges[-1][0], group + 1)
        else:
            ranges.append((group, group + 1))
    return tuple(ranges)


class Neighbors:
    """The mapped file.

    Parameters
    ----------
    file
        It.
    state
        What it must have been made from, see `disk_blocks.state`.

    Raises
    ------
    OSError
        When it cannot be read.
    ValueError
        When it is of another state, or damaged.
    """

    def __init__(self, file: Path, state: str) -> None:
        with file.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        content = memoryview(mapped)
        body, footer = content[: -_FOOTER.size], content[-_FOOTER.size :]
        if len(footer) < _FOOTER.size or footer[-len(_MAGIC) :] != _MAGIC:
            raise ValueError("cut off, or another file")
        self._last, leaving, entering, checksum, made_from, _ = _FOOTER.unpack(footer)
        if made_from != _name(state):
            raise ValueError("of another state of the graph")
        offsets = (self._last + 1) * _WIDTH + 1
        if len(body) != 4 * (leaving + entering + 2 * offsets) or zlib.crc32(body) != checksum:
            raise ValueError("damaged")
        if hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)  # only what is walked stays in memory
        whole, middle = body.cast("I"), leaving + offsets
        self._ways: dict[bool, tuple[memoryview, memoryview]] = {
            True: (whole[:leaving], whole[leaving:middle]),
            False: (whole[middle : middle + entering], whole[middle + entering :]),
        }

    def at(self, number: int, ranges: Ranges, *, forward: bool) -> Sequence[int]:
        """Return the other ends at an entity, by group; each once in a group."""
        if number > self._last:
            return ()
        others, offsets = self._ways[forward]
        place = number * _WIDTH
        if len(ranges) == 1:
            first, end = ranges[0]
            return others[offsets[place + first] : offsets[place + end]]
        parts = [others[offsets[place + a] : offsets[place + b]] for a, b in ranges]
        filled = [part for part in parts if len(part)]
        return filled[0] if len(filled) == 1 else list(chain.from_iterable(filled))

    def count(self, number: int, ranges: Ranges, *, forward: bool) -> int:
        """Return how many other ends `at` returns."""
        if number > self._last:
            return 0
        offsets, place = self._ways[forward][1], number * _WIDTH
        return sum(offsets[place + b] - offsets[place + a] for a, b in ranges)

    def fans(self, nodes: Any, places: Any, ranges: Ranges, *, forward: bool) -> Iterator[Fan]:
        """Yield what `at` returns for many entities, as arrays, each other end once.

        Parameters
        ----------
        nodes
            An array of the numbers of entities.
        places
            Those in the array that are looked up.
        ranges, forward
            As of `at`.
        """
        import numpy as np

        others, offsets = (np.frombuffer(part, dtype=np.uintc) for part in self._ways[forward])
        if len(places) and int(nodes[places].max()) > self._last:
            places = places[nodes[places] <= self._last]
        rows = nodes[places] * _WIDTH
        found = [(offsets[rows + a], offsets[rows + b]) for a, b in ranges]
        sizes = [(end - begin).astype(np.intp) for begin, end in found]
        filled = [i for i, size in enumerate(sizes) if size.any()]
        if not filled:
            return
        begins, counts = found[filled[0]][0], sizes[filled[0]]
        if len(filled) > 1:
            several = np.flatnonzero(sum((sizes[i] > 0).astype(int) for i in filled) > 1)
            for place in several.tolist():
                whole = sorted(set(self.at(int(nodes[places[place]]), ranges, forward=forward)))
                yield places[place : place + 1], [len(whole)], np.array(whole, dtype=np.uintc)
            for i in filled:
                sizes[i][several] = 0
                begins = np.where(sizes[i], found[i][0], begins)
            counts = np.sum([sizes[i] for i in filled], axis=0)
        chosen = counts.nonzero()[0]
        begins, counts = begins[chosen].astype(np.intp), counts[chosen]
        total = counts.cumsum()
        first = 0
        while first < len(chosen):
            before = int(total[first - 1]) if first else 0
            end = max(int(total.searchsorted(before + _TOGETHER, "right")), first + 1)
            some = counts[first:end]
            at = (begins[first:end] - total[first:end] + some + before).repeat(some)
            at += np.arange(len(at))
            yield places[chosen[first:end]], some, others[at]
            first = end

    @classmethod
    def write(cls, db: sqlite3.Connection, file: Path, state: str) -> None:
        """Write the file from the blocks, an entity at a time.

        Parameters
        ----------
        db
            Of the graph, in a transaction.
        file
            Replaced when the new one is whole.
        state
            That of the blocks.

        Raises
        ------
        DataError
            When it cannot be written.
        """
        from ..atomic import writing

        groups = {
            code: _GROUP_OF[name]
            for name, code in db.execute("SELECT name, n FROM predicate")
            if name in _GROUP_OF
        }
        (last,) = db.execute("SELECT ifnull(max(n), 0) FROM entity").fetchone()
        checksum = 0
        with writing(file) as stream:
            counts = []
            for end in ENDS:
                offsets = array("I", [0])
                for part in _parts(db, end, groups, last, offsets):
                    checksum = zlib.crc32(part, checksum)
                    stream.write(part)
                counts.append(offsets[-1])
            stream.write(_FOOTER.pack(last, *counts, checksum, _name(state), _MAGIC))


def _parts(
    db: sqlite3.Connection, end: End, groups: Mapping[int, int], last: int, offsets: array[int]
) -> Iterator[bytes]:
    """Yield the other ends of one way, then where those of each entity and group begin."""
    count = 0
    for number, blocks in groupby(blocks_by(db, end), key=itemgetter(0)):
        offsets.extend([count] * (number * _WIDTH + 1 - len(offsets)))
        found: list[list[array[int]]] = [[] for _ in _GROUPS]
        for _, code, blob in blocks:
            if code in groups:
                found[groups[code]].append(numbers_of(blob)[::3])
        for arrays in found:
            if arrays:
                others = sorted({*chain.from_iterable(arrays)})
                count += len(others)
                yield array("I", others).tobytes()
            offsets.append(count)
    offsets.extend([count] * ((last + 1) * _WIDTH + 1 - len(offsets)))
    yield offsets.tobytes()


def _name(state: str) -> bytes:
    """Return 16 bytes for a state of the blocks, the groups of this version and the byte order."""
    from hashlib import blake2b

    text = json.dumps([state, _GROUP_OF, sys.byteorder])
    return blake2b(text.encode(), digest_size=16).digest()
