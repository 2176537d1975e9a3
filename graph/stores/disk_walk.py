"""What a search steps over in a large graph on disk: neighbors as mapped integers, in both ways.

The file lies beside the SQLite file and is derived from its blocks (see `disk_blocks`): for each
entity the other ends of its rows, by class and sign of the predicate, once for each template of
these rows; then the templates in the same order, so that filters need no blocks. Classes are in the
order of `PredicateClass`, so that what a path walks is one slice. The file names the state of the
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..schema import PREDICATES, PredicateClass
from .base import Fan
from .disk_blocks import ENDS, End, blocks_by

__all__ = ["SUFFIX", "Neighbors", "Ranges", "ranges_of"]

SUFFIX = ".walk"
"""The end of the file's name."""

_MAGIC = b"RadExoW2"
_FOOTER = struct.Struct("<IIII16s8s")
"""Last entity, entries in both ways, checksum of what comes before, state of the blocks, magic."""

Passing = Callable[[Any], Any]
"""Returns of each template of an array whether it counts."""

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
_CHECKED = 4 * 2**20
"""The bytes that are compared with the checksum at once, whole pages."""
_WRITTEN = 500_000
"""The rows after which entries are written."""

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
        found = 0
        for start in range(0, len(body), _CHECKED):
            found = zlib.crc32(body[start : start + _CHECKED], found)
            if hasattr(mmap, "MADV_DONTNEED"):  # only what is walked stays in memory
                mapped.madvise(mmap.MADV_DONTNEED, start, min(_CHECKED, len(body) - start))
        if len(body) != 4 * (2 * (leaving + entering) + 2 * offsets) or found != checksum:
            raise ValueError("damaged")
        whole = body.cast("I")
        out, middle, into = 2 * leaving, 2 * leaving + offsets, 2 * (leaving + entering) + offsets
        self._ways: dict[bool, tuple[memoryview, memoryview]] = {
            True: (whole[:out], whole[out:middle]),
            False: (whole[middle:into], whole[into:]),
        }

    def at(
        self, number: int, ranges: Ranges, *, forward: bool, templates: bool = False
    ) -> Sequence[int]:
        """Return the other ends at an entity, by group, or the templates in the same order."""
        if number > self._last:
            return ()
        entries, offsets = self._ways[forward]
        place = number * _WIDTH
        base = offsets[place + _WIDTH] if templates else offsets[place]
        if len(ranges) == 1:
            first, end = ranges[0]
            return entries[base + offsets[place + first] : base + offsets[place + end]]
        parts = [entries[base + offsets[place + a] : base + offsets[place + b]] for a, b in ranges]
        filled = [part for part in parts if len(part)]
        return filled[0] if len(filled) == 1 else list(chain.from_iterable(filled))

    def fans(
        self, nodes: Any, places: Any, ranges: Ranges, passing: Passing | None, *, forward: bool
    ) -> Iterator[Fan]:
        """Yield what `at` returns for many entities, as arrays, each other end once.

        Parameters
        ----------
        nodes
            An array of the numbers of entities.
        places
            Those in the array that are looked up.
        ranges, forward
            As of `at`.
        passing
            Returns which templates count, of an array; all of them without it.
        """
        import numpy as np

        entries, offsets = (np.frombuffer(part, dtype=np.uintc) for part in self._ways[forward])
        if len(places) and int(nodes[places].max()) > self._last:
            places = places[nodes[places] <= self._last]
        rows = nodes[places] * _WIDTH
        base, end = (offsets[rows + i].astype(np.intp) for i in (0, _WIDTH))
        groups = [group for first, last in ranges for group in range(first, last)]
        found = [(offsets[rows + group], offsets[rows + group + 1]) for group in groups]
        sizes = [(end - begin).astype(np.intp) for begin, end in found]
        several = np.flatnonzero(sum((size > 0).astype(int) for size in sizes) > 1)
        for place in several.tolist():
            number = int(nodes[places[place]])
            others, templates = (
                np.array(self.at(number, ranges, forward=forward, templates=t), dtype=np.uintc)
                for t in (False, True)
            )
            if len(others := np.unique(others[passing(templates)] if passing else others)):
                yield places[place : place + 1], [len(others)], others
        for (begins, _), counts in zip(found, sizes, strict=True):
            counts[several] = 0
            chosen = counts.nonzero()[0]
            total = counts[chosen].cumsum()
            first = 0
            while first < len(chosen):
                before = int(total[first - 1]) if first else 0
                last = max(int(total.searchsorted(before + _TOGETHER, "right")), first + 1)
                some = chosen[first:last]
                of = counts[some]
                at = (base[some] + begins[some] - total[first:last] + of + before).repeat(of)
                at += np.arange(len(at))
                others = entries[at]
                if passing:
                    at += (end[some] - base[some]).repeat(of)
                    kept = passing(entries[at])
                    starts = total[first:last] - of - before
                    others, of = others[kept], np.add.reduceat(kept, starts, dtype=np.intp)
                others, of = _each_once(others, of)
                if len(others):
                    yield places[some], of, others
                first = last

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
        import numpy as np

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
                sizes = np.zeros((last + 1) * _WIDTH + 1, dtype=np.uintc)
                for part in _parts(db, end, groups, sizes):
                    checksum = zlib.crc32(part, checksum)
                    stream.write(part)
                counts.append(int(sizes[-1]))
            stream.write(_FOOTER.pack(last, *counts, checksum, _name(state), _MAGIC))


def _each_once(others: Any, counts: Any) -> tuple[Any, Any]:
    """Return the other ends of several entities, without those that come twice at one of them."""
    import numpy as np

    again = others[1:] == others[:-1]
    if not again.any():
        return others, counts
    owners = np.arange(len(counts)).repeat(counts)
    kept = np.append(True, ~again | (owners[1:] != owners[:-1]))
    return others[kept], np.bincount(owners[kept], minlength=len(counts))


def _parts(
    db: sqlite3.Connection, end: End, groups: Mapping[int, int], offsets: Any
) -> Iterator[bytes]:
    """Yield the entries of one way, then where those of each entity and group begin."""
    import numpy as np

    blocks: list[tuple[int, bytes]] = []
    count = 0
    for number, of_entity in groupby(blocks_by(db, end), key=itemgetter(0)):
        for _, code, blob in of_entity:
            if code in groups:
                blocks.append((number * _WIDTH + groups[code], blob))
                count += len(blob) // 12
        if count > _WRITTEN:
            yield _entries(blocks, offsets)
            blocks, count = [], 0
    if blocks:
        yield _entries(blocks, offsets)
    offsets[:] = np.cumsum(offsets, dtype=np.uint64)
    yield offsets.tobytes()


def _entries(blocks: Sequence[tuple[int, bytes]], offsets: Any) -> bytes:
    """Return the entries of some entities, and note how many there are in the cell after each."""
    import numpy as np

    rows = np.frombuffer(b"".join(blob for _, blob in blocks), dtype="<u4").reshape(-1, 3)
    sizes = [len(blob) // 12 for _, blob in blocks]
    cells = np.array([cell for cell, _ in blocks], dtype=np.int64).repeat(sizes)
    keys, templates = cells << 32 | rows[:, 0], rows[:, 1]
    if (keys[1:] < keys[:-1]).any() or (
        (keys[1:] == keys[:-1]) & (templates[1:] < templates[:-1])
    ).any():
        order = np.lexsort((templates, keys))
        keys, templates = keys[order], templates[order]
    kept = np.append(True, (keys[1:] != keys[:-1]) | (templates[1:] != templates[:-1]))
    keys, templates = keys[kept], templates[kept]
    cells, counts = np.unique(keys >> 32, return_counts=True)
    offsets[cells + 1] += counts.astype(np.uintc)
    _, firsts, counts = np.unique((keys >> 32) // _WIDTH, return_index=True, return_counts=True)
    places = np.arange(len(keys)) + firsts.repeat(counts)
    found = np.empty(2 * len(keys), dtype=np.uintc)
    found[places] = keys & 0xFFFFFFFF
    found[places + counts.repeat(counts)] = templates
    return found.tobytes()


def _name(state: str) -> bytes:
    """Return 16 bytes for a state of the blocks, the groups of this version and the byte order."""
    from hashlib import blake2b

    text = json.dumps([state, _GROUP_OF, sys.byteorder])
    return blake2b(text.encode(), digest_size=16).digest()
