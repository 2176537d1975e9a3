"""What a search steps over in a large graph on disk: neighbors as mapped integers, in both ways.

The file lies beside the SQLite file and is derived from its rows (see `disk_blocks`): for each
entity the other ends of its rows, by class and sign of the predicate and whether it is symmetric,
once for each template of these rows; after those of all entities the templates in the same order,
so that filters need no blocks, and a search without them reads less of the file. In the place of a
template, a statement of a whole finding has a code, which counts down from the largest number and
is looked up at the end of the file. Classes are in the order of `PredicateClass`, so that what a
path walks is one slice. The file names the state of the graph that it was made from, and has a
checksum. Deleting it loses nothing: it is rewritten when a search needs it, and where it cannot
be written the graph is read instead.

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import chain, groupby, product
from operator import itemgetter
from pathlib import Path
from typing import Any

from ..schema import PREDICATES, Predicate, PredicateClass
from .base import Fan
from .disk_blocks import ENDS, LARGEST, OTHER, End, blocks_by, packed

__all__ = ["SUFFIX", "WHOLE", "Neighbors", "Ranges", "beside", "ranges_of"]

SUFFIX = ".walk"
"""The end of the file's name."""

WHOLE = 2**31
"""Templates have lower numbers; statements of whole findings have codes from here on."""

_FORMAT = b"RadExoW"
_MAGIC = _FORMAT + b"4"
_FOOTER = struct.Struct("<IIIII16s8s")
"""Last entity, entries in both ways, statements, checksum, state of the graph, magic."""

Passing = Callable[[Any], Any]
"""Returns of each template of an array whether it counts."""

Group = tuple[PredicateClass, int | None, bool]


def _group(row: Predicate) -> Group:
    return row.cls, row.sign, row.symmetric


_GROUPS: Sequence[Group] = [
    group
    for group in product(PredicateClass, (1, -1, 0, None), (False, True))
    if group[0] is not PredicateClass.DENIAL  # never walked
    and group in map(_group, PREDICATES.values())
]
_GROUP_OF = {
    name: _GROUPS.index(_group(row)) for name, row in PREDICATES.items() if _group(row) in _GROUPS
}
_WIDTH = len(_GROUPS)
_TOGETHER = 30_000
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


@lru_cache(1000)
def beside(predicates: frozenset[str]) -> frozenset[str]:
    """Return the predicates of all groups that hold claims of some predicates."""
    groups = {_GROUP_OF[name] for name in predicates if name in _GROUP_OF}
    return frozenset(name for name, group in _GROUP_OF.items() if group in groups)


class Neighbors:
    """The mapped file.

    Parameters
    ----------
    file
        It.
    state
        The name of that which it must have been made from, see `disk_blocks.state`.

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
        if len(footer) < _FOOTER.size or footer[-len(_MAGIC) : -1] != _FORMAT:
            raise ValueError("cut off, or another file")
        if footer[-len(_MAGIC) :] != _MAGIC:
            raise ValueError("of another version of RadExo")
        self._last, leaving, entering, whole, checksum, made_from, _ = _FOOTER.unpack(footer)
        if made_from != _name(state):
            raise ValueError("of another state of the graph")
        offsets = (self._last + 1) * _WIDTH + 1
        found = 0
        for start in range(0, len(body), _CHECKED):
            found = zlib.crc32(body[start : start + _CHECKED], found)
            if hasattr(mmap, "MADV_DONTNEED"):  # only what is walked stays in memory
                mapped.madvise(mmap.MADV_DONTNEED, start, min(_CHECKED, len(body) - start))
        if len(body) != 8 * (leaving + entering + offsets + whole) or found != checksum:
            raise ValueError("damaged")
        numbers = body.cast("I")
        out, middle, into = 2 * leaving, 2 * leaving + offsets, 2 * (leaving + entering) + offsets
        self._ways: dict[bool, tuple[memoryview, memoryview]] = {
            True: (numbers[:out], numbers[out:middle]),
            False: (numbers[middle:into], numbers[into : into + offsets]),
        }
        self._statements = numbers[into + offsets :]

    @property
    def statements(self) -> int:
        """How many statements of whole findings have a code."""
        return len(self._statements) // 2

    def statement(self, code: int) -> tuple[int, int]:
        """Return the number of a whole finding, and of its statement that has a code."""
        place = 2 * (LARGEST - code)
        return self._statements[place], self._statements[place + 1]

    def at(
        self, number: int, ranges: Ranges, *, forward: bool, templates: bool = False
    ) -> Sequence[int]:
        """Return the other ends at an entity, by group, or the templates in the same order."""
        if number > self._last:
            return ()
        entries, offsets = self._ways[forward]
        place = number * _WIDTH
        base = len(entries) // 2 if templates else 0
        if len(ranges) == 1:
            first, end = ranges[0]
            return entries[base + offsets[place + first] : base + offsets[place + end]]
        parts = [entries[base + offsets[place + a] : base + offsets[place + b]] for a, b in ranges]
        filled = [part for part in parts if len(part)]
        return filled[0] if len(filled) == 1 else list(chain.from_iterable(filled))

    def fans(
        self,
        nodes: Any,
        weights: Any,
        kinds: Sequence[Ranges],
        passing: Passing | None,
        *,
        forward: bool,
    ) -> Iterator[Fan]:
        """Yield what `at` returns for many entities, as arrays; see `Store.fans`.

        Parameters
        ----------
        nodes, weights, forward
            As of `Store.fans`.
        kinds
            The ranges of each kind.
        passing
            Returns which templates count, of an array; all of them without it.
        """
        import numpy as np

        entries, offsets = (np.frombuffer(part, dtype=np.uintc) for part in self._ways[forward])
        there = nodes <= self._last
        nodes, weights = (nodes, weights) if there.all() else (nodes[there], weights[there])
        bounds = offsets[nodes[:, None] * _WIDTH + np.arange(_WIDTH + 1)].astype(np.intp)
        groups = [[n for first, end in kind for n in range(first, end)] for kind in kinds]
        steps = np.zeros((len(nodes), _WIDTH), dtype=np.int64)
        for kind, own in enumerate(groups):
            steps[:, own] = weights[:, [kind]]
            filled = bounds[:, [group + 1 for group in own]] > bounds[:, own]
            for place in (filled.sum(axis=1) > 1).nonzero()[0].tolist() if len(own) > 1 else ():
                number = int(nodes[place])
                others, templates = (
                    np.array(self.at(number, kinds[kind], forward=forward, templates=t), np.uintc)
                    for t in (False, True)
                )
                others = np.unique(others[passing(templates)] if passing else others)
                yield int(weights[place, kind]), others[others != number]
                steps[place, own] = 0
        low, high = min(map(min, groups)), max(map(max, groups)) + 1  # read as one slice
        sizes, begins = np.diff(bounds[:, low : high + 1]), bounds[:, low]
        counts = bounds[:, high] - begins
        chosen = counts.nonzero()[0]
        cuts = np.diff(counts[chosen].cumsum() // _TOGETHER).nonzero()[0] + 1
        for some in np.split(chosen, cuts) if len(chosen) else ():
            of, cells, weight = counts[some], sizes[some].ravel(), steps[some, low:high].ravel()
            at = (begins[some] + of - of.cumsum()).repeat(of)
            at += np.arange(len(at))
            others, owners = entries[at], nodes[some].astype(np.uintc).repeat(of)
            if passing:
                at += len(entries) // 2
                kept = passing(entries[at])
                if not kept.all():
                    before = np.append(0, kept.cumsum())
                    cells = np.diff(before[np.append(0, cells.cumsum())])
                    others, owners = others[kept], owners[kept]
            if not len(others):
                continue
            filled = cells > 0
            again = others[1:] == others[:-1]
            again[(cells.cumsum() - cells)[filled][1:] - 1] = False  # of the next kind or entity
            kept = others != owners
            kept[1:] &= ~again
            each = weight[filled]
            if (each == each[0]).all():
                yield int(each[0]), others * (kept if each[0] else 0)
            else:
                each = weight.repeat(cells)
                yield each, others * (kept & (each != 0))

    @classmethod
    def write(cls, db: sqlite3.Connection, file: Path, state: str) -> None:
        """Write the file from the rows of the graph, an entity at a time.

        Parameters
        ----------
        db
            Of the graph, in a transaction.
        file
            Replaced when the new one is whole.
        state
            The name of its state.

        Raises
        ------
        DataError
            When it cannot be written.
        """
        import numpy as np

        from ..atomic import replacing
        from .disk_temporary import temporary_folder

        groups = {
            code: _GROUP_OF[name]
            for name, code in db.execute("SELECT name, n FROM predicate")
            if name in _GROUP_OF
        }
        (last,) = db.execute("SELECT ifnull(max(n), 0) FROM entity").fetchone()
        checksum = 0
        statements = array("I")
        with replacing(file, within=temporary_folder) as aside, open(aside, "wb") as stream:
            counts = []
            for end in ENDS:
                sizes = np.zeros((last + 1) * _WIDTH + 1, dtype=np.uintc)
                for part in _parts(db, end, groups, sizes, statements, file.parent):
                    checksum = zlib.crc32(part, checksum)
                    stream.write(part)
                counts.append(int(sizes[-1]))
            checksum = zlib.crc32(statements, checksum)
            stream.write(statements)
            counts.append(len(statements) // 2)
            stream.write(_FOOTER.pack(last, *counts, checksum, _name(state), _MAGIC))


def _loose_by(
    db: sqlite3.Connection, end: End, statements: array[int]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield what `blocks_by` yields, of the rows that lie in no block.

    The statements of whole findings are noted, and have codes as templates.
    """
    rows = db.execute(
        f"SELECT {end}, predicate, {OTHER[end]}, template, finding, number FROM evidence "
        f"ORDER BY {end}, predicate"
    )
    for (entity, predicate), group in groupby(rows, key=itemgetter(0, 1)):
        found: list[int] = []
        for *_, other, template, finding, number in group:
            code = LARGEST - len(statements) // 2
            found += other, template or code, 0
            if not template:
                statements.extend((finding, number))
        yield entity, predicate, packed(found).tobytes()


def _parts(
    db: sqlite3.Connection,
    end: End,
    groups: Mapping[int, int],
    offsets: Any,
    statements: array[int],
    folder: Path,
) -> Iterator[bytes]:
    """Yield the other ends of one way, the templates, and where those of each group begin."""
    from tempfile import TemporaryFile

    import numpy as np

    with TemporaryFile(dir=folder) as templates:
        for others, beside in _read(db, end, groups, offsets, statements):
            yield others
            templates.write(beside)
        templates.seek(0)
        while part := templates.read(_CHECKED):
            yield part
    offsets[:] = np.cumsum(offsets, dtype=np.uint64)
    yield offsets.tobytes()


def _read(
    db: sqlite3.Connection,
    end: End,
    groups: Mapping[int, int],
    offsets: Any,
    statements: array[int],
) -> Iterator[tuple[bytes, bytes]]:
    """Yield other ends and templates, and note how many there are, see `_entries`."""
    blocks: list[tuple[int, bytes]] = []
    count = 0
    found = merge(blocks_by(db, end), _loose_by(db, end, statements), key=itemgetter(0))
    for number, of_entity in groupby(found, key=itemgetter(0)):
        for _, code, blob in of_entity:
            if code in groups:
                blocks.append((number * _WIDTH + groups[code], blob))
                count += len(blob) // 12
        if count > _WRITTEN:
            yield _entries(blocks, offsets)
            blocks, count = [], 0
    if blocks:
        yield _entries(blocks, offsets)


def _entries(blocks: Sequence[tuple[int, bytes]], offsets: Any) -> tuple[bytes, bytes]:
    """Return other ends and templates of some entities, with counts in the cell after each."""
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
    others = (keys & 0xFFFFFFFF).astype(np.uintc)
    return others.tobytes(), templates.astype(np.uintc).tobytes()


def _name(state: str) -> bytes:
    """Return 16 bytes for a state of the graph, the groups of this version and the byte order."""
    from hashlib import blake2b

    text = json.dumps([state, _GROUP_OF, sys.byteorder])
    return blake2b(text.encode(), digest_size=16).digest()
