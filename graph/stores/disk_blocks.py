"""Rows of resources in bulk: packed numbers in blocks, within the SQLite file of the graph.

A table of SQLite with its indexes takes a minute to fill with millions of rows; a blob for each
end and predicate takes a second, and is read at once. The same rows lie in four tables, by what
they are looked up by:

``out_rows``
    By subject and predicate: object, template and number of the finding.
``in_rows``
    By object and predicate: subject, template and number.
``numbered``
    By source, in blocks of consecutive numbers: number, subject, predicate, object, template.
``template_rows``
    By template: numbers.

Numbers are unsigned, of 32 bits, with the lowest byte first. What is added in small parts, and the
statements of whole findings, lie in the table ``evidence``.

Examples
--------
>>> packed([7, 2, 1]).tobytes() == bytes([7, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0])
True
>>> list(entries(packed([7, 2, 1, 9, 2, 3]).tobytes(), 3))
[(7, 2, 1), (9, 2, 3)]
"""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .disk_file import Row

if TYPE_CHECKING:
    from .disk_bulk import Column, Columns

__all__ = [
    "BLOCK",
    "ENDS",
    "LARGEST",
    "OTHER",
    "Claim",
    "End",
    "State",
    "between",
    "blocks_by",
    "ends",
    "entries",
    "entries_at",
    "groups",
    "held_at",
    "last_number",
    "next_part",
    "note",
    "numbers_of",
    "of_claims",
    "of_number",
    "of_numbers",
    "of_predicates",
    "of_templates",
    "packed",
    "remove",
    "rows_at",
    "state",
    "whole",
    "write",
    "write_at",
    "write_numbered",
    "write_templates",
]

End = Literal["subject", "object"]

LARGEST = 2**32 - 1
"""The largest number that a block holds."""

Claim = tuple[int, int, int]
"""The numbers of subject, predicate and object."""

_TABLES: dict[End, str] = {"subject": "out_rows", "object": "in_rows"}
ENDS: Sequence[End] = ("subject", "object")
"""The ends that rows are looked up by."""
OTHER: dict[End, End] = {"subject": "object", "object": "subject"}
"""The other end of each."""
_PLACES: dict[End, int] = {"subject": 0, "object": 2}
"""Where a row has its ends."""
_FEWER = 16
"""How many times fewer ends than rows are looked up individually."""
_TOUCHED = 10_000
"""The most entities that are noted as touched, and half of the most rows that are noted."""
BLOCK = 1024
"""Rows in a block of ``numbered``."""
_IN = "IN (SELECT value FROM json_each(?))"


def packed(numbers: Iterable[int]) -> array[int]:
    """Return numbers as they are stored."""
    found = array("I", numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def numbers_of(blob: bytes) -> array[int]:
    """Return the numbers of a block, however the machine orders bytes."""
    found = array("I")
    found.frombytes(blob)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def entries(blob: bytes, width: int) -> Iterator[tuple[int, ...]]:
    """Yield the entries of a block."""
    numbers = iter(numbers_of(blob))
    return zip(*[numbers] * width, strict=True)


# -- reading --------------------------------------------------------------------------------------


def rows_at(
    db: sqlite3.Connection,
    end: End,
    number: int,
    codes: Collection[int],
    wanted: frozenset[int] | None = None,
) -> Iterator[Row]:
    """Yield the rows at an entity, predicate by predicate.

    Parameters
    ----------
    db, end, number
        Where the entity is the end.
    codes
        Of the predicates.
    wanted
        Only rows with one of these at the other end.
    """
    for code, found in entries_at(db, end, number, codes, wanted):
        for other, template, finding in found:
            if end == "subject":
                yield number, code, other, template, finding, 1
            else:
                yield other, code, number, template, finding, 1


def entries_at(
    db: sqlite3.Connection,
    end: End,
    number: int,
    codes: Collection[int],
    wanted: frozenset[int] | None = None,
) -> Iterator[tuple[int, Iterator[tuple[int, ...]]]]:
    """Yield what `rows_at` yields as entries of blocks: other end, template, number."""
    found = db.execute(
        f"SELECT predicate, rows FROM {_TABLES[end]} WHERE {end} = ? ORDER BY predicate, part",
        (number,),
    )
    return ((code, _chosen_at(blob, wanted)) for code, blob in found if code in codes)


def _chosen_at(blob: bytes, wanted: frozenset[int] | None) -> Iterator[tuple[int, ...]]:
    if wanted is None:
        yield from entries(blob, 3)
        return
    values = numbers_of(blob)
    others = values[::3]
    few = len(wanted) * _FEWER < len(others)
    for other in wanted if few else wanted.intersection(others):
        place = bisect_left(others, other)
        while place < len(others) and others[place] == other:
            yield other, values[3 * place + 1], values[3 * place + 2]
            place += 1


def ends(
    db: sqlite3.Connection, end: End, number: int, codes: Collection[int] | None = None
) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    """Yield the predicate, other ends and templates of the rows at an entity, block by block.

    Parameters
    ----------
    db, end, number
        Where the entity is the end.
    codes
        Only those of these predicates.
    """
    sql, given = f"SELECT predicate, rows FROM {_TABLES[end]} WHERE {end} = ?", list[Any]([number])
    if codes is not None:
        sql = f"{sql} AND predicate {_IN}"
        given.append(json.dumps(list(codes)))
    for code, blob in db.execute(sql, given):
        values = numbers_of(blob)
        yield code, values[::3], values[1::3]


def blocks_by(db: sqlite3.Connection, end: End) -> Iterator[tuple[int, int, bytes]]:
    """Yield all blocks by entity and predicate, with their numbers."""
    return db.execute(
        f"SELECT {end}, predicate, rows FROM {_TABLES[end]} ORDER BY {end}, predicate, part"
    )


class State(NamedTuple):
    """What is known of the rows since what is derived from them could last be written whole.

    Parameters
    ----------
    name
        Another one when rows are written in blocks, or many were added or removed.
    removed, added
        The entities, by end, from which or to which rows were removed or added since.
    """

    name: str
    removed: Mapping[End, Set[int]]
    added: Mapping[End, Set[int]]


def state(db: sqlite3.Connection) -> State:
    """Return the state of the rows.

    A graph that never had many rows has no name for it; its sum changes with everything.
    """
    found = db.execute("SELECT value FROM meta WHERE name IN ('blocks', 'sum') ORDER BY name")
    name = str(found.fetchone()[0])
    noted = _noted(db)
    removed, added = (
        {end: set(noted.get(f"{kind} {end}", ())) for end in ENDS} for kind in ("removed", "added")
    )
    return State(name, removed, added)


def _noted(db: sqlite3.Connection) -> dict[str, Any]:
    row = db.execute("SELECT value FROM meta WHERE name = 'touched'").fetchone()
    return json.loads(row[0]) if row else {}


def between(
    db: sqlite3.Connection, subject: int, object: int, codes: Collection[int]
) -> Iterator[Row]:
    """Yield the rows from one entity to another, read at the end that has fewer."""
    leaving, entering = (
        dict(
            db.execute(
                f"SELECT predicate, sum(length(rows)) FROM {table} WHERE {end} = ? "
                f"AND predicate {_IN} GROUP BY predicate",
                (number, json.dumps(list(codes))),
            ).fetchall()
        )
        for (end, table), number in zip(_TABLES.items(), (subject, object), strict=True)
    )
    for code in sorted(leaving.keys() & entering.keys()):
        end: End = "subject" if leaving[code] <= entering[code] else "object"
        here, there = (subject, object) if end == "subject" else (object, subject)
        found = db.execute(
            f"SELECT rows FROM {_TABLES[end]} WHERE {end} = ? AND predicate = ?", (here, code)
        )
        for (blob,) in found:
            values = numbers_of(blob)
            others = values[::3]
            place = bisect_left(others, there)
            while place < len(others) and others[place] == there:
                yield subject, code, object, values[3 * place + 1], values[3 * place + 2], 1
                place += 1


def of_predicates(db: sqlite3.Connection, codes: Collection[int]) -> Iterator[Row]:
    """Yield all rows of some predicates."""
    found = db.execute(
        f"SELECT subject, predicate, rows FROM out_rows WHERE predicate {_IN}",
        (json.dumps(list(codes)),),
    )
    for subject, predicate, blob in found:
        for object, template, finding in entries(blob, 3):
            yield subject, predicate, object, template, finding, 1


def whole(db: sqlite3.Connection) -> Iterator[Row]:
    """Yield all rows, by source and number."""
    for (blob,) in db.execute("SELECT rows FROM numbered ORDER BY source, first, part"):
        yield from (_row(entry) for entry in entries(blob, 5))


def _row(entry: Sequence[int]) -> Row:
    number, subject, predicate, object, template = entry
    return subject, predicate, object, template, number, 1


def of_number(db: sqlite3.Connection, source: str, number: int) -> Row | None:
    """Return the row of a number in a source."""
    found = db.execute(
        "SELECT rows FROM numbered WHERE source = ? AND first <= ? AND last >= ?",
        (source, number, number),
    )
    return next((row for (blob,) in found for row in _chosen(blob, [number])), None)


def _chosen(blob: bytes, numbers: Iterable[int]) -> Iterator[Row]:
    """Yield the rows of a block of ``numbered`` that have some numbers."""
    values = numbers_of(blob)
    held = values[::5]
    for number in numbers:
        place = bisect_left(held, number)
        if place < len(held) and held[place] == number:
            yield _row(values[5 * place : 5 * place + 5])


def of_templates(db: sqlite3.Connection, templates: Collection[int]) -> Iterator[Row]:
    """Yield the rows of some templates."""
    numbers: dict[str, list[int]] = {}
    found = db.execute(
        "SELECT source, r.rows FROM template_rows AS r JOIN template AS t ON t.n = r.template "
        f"WHERE r.template {_IN}",
        (json.dumps(list(templates)),),
    )
    for source, blob in found:
        numbers.setdefault(source, []).extend(numbers_of(blob))
    for source, wanted in numbers.items():
        yield from of_numbers(db, source, wanted)


def of_numbers(db: sqlite3.Connection, source: str, numbers: Iterable[int]) -> Iterator[Row]:
    """Yield the rows of a source that have some numbers."""
    for (first, part), held in _held(db, source, sorted(numbers)).items():
        (blob,) = db.execute(
            "SELECT rows FROM numbered WHERE source = ? AND first = ? AND part = ?",
            (source, first, part),
        ).fetchone()
        yield from _chosen(blob, held)


def of_claims(db: sqlite3.Connection, claims: Collection[Claim]) -> Iterator[Row]:
    """Yield the rows that make some claims, read at the ends where the fewest bytes lie."""
    keys = {end: {(claim[i], claim[1]) for claim in claims} for end, i in _PLACES.items()}
    fewest = min(ENDS, key=lambda end: len(keys[end]))
    if len(keys[fewest]) * _FEWER <= max(map(len, keys.values())):
        reads = _grouped((claim, fewest) for claim in claims)
    else:
        reads = _grouped(_cheapest(db, claims))
    for (end, number, predicate), others in reads.items():
        yield from rows_at(db, end, number, (predicate,), frozenset(others))


def _grouped(claims: Iterable[tuple[Claim, End]]) -> dict[tuple[End, int, int], set[int]]:
    """Return the other ends of claims by the end, entity and predicate that they are read at."""
    reads: dict[tuple[End, int, int], set[int]] = {}
    for claim, end in claims:
        subject, predicate, object = claim
        number, other = (subject, object) if end == "subject" else (object, subject)
        reads.setdefault((end, number, predicate), set()).add(other)
    return reads


def _cheapest(db: sqlite3.Connection, claims: Collection[Claim]) -> Iterator[tuple[Claim, End]]:
    """Yield the claims that may be there, and the end of each where the fewest bytes lie."""
    sizes: dict[End, dict[tuple[int, int], int]] = {
        end: {
            (number, predicate): size
            for number, predicate, size in db.execute(
                f"SELECT {end}, predicate, sum(length(rows)) FROM {table} WHERE {end} {_IN} "
                f"AND predicate {_IN} GROUP BY {end}, predicate",
                [json.dumps(list({claim[i] for claim in claims})) for i in (_PLACES[end], 1)],
            )
        }
        for end, table in _TABLES.items()
    }
    held = [
        claim
        for claim in claims
        if all((claim[place], claim[1]) in sizes[end] for end, place in _PLACES.items())
    ]
    shared = {
        end: Counter((claim[place], claim[1]) for claim in held) for end, place in _PLACES.items()
    }

    def cost(claim: Claim, end: End) -> float:
        key = claim[_PLACES[end]], claim[1]
        return (sizes[end][key] + BLOCK) / shared[end][key]

    for claim in held:
        yield claim, min(ENDS, key=lambda end: cost(claim, end))


def last_number(db: sqlite3.Connection, source: str) -> int:
    """Return the highest number of a source."""
    sql = "SELECT max(last) FROM numbered WHERE source = ?"
    return int(db.execute(sql, (source,)).fetchone()[0] or 0)


def held_at(
    db: sqlite3.Connection, subject: int, predicate: int
) -> Iterator[tuple[Column, Column]]:
    """Yield the objects and templates of the rows of a subject and predicate, loose ones too."""
    import numpy as np

    where = "WHERE subject = ? AND predicate = ?"
    sql = f"SELECT object, template FROM evidence {where}"
    loose = db.execute(sql, (subject, predicate)).fetchall()
    if loose:
        yield tuple(np.array(loose, dtype=np.int64).T)
    for (blob,) in db.execute(f"SELECT rows FROM out_rows {where}", (subject, predicate)):
        held = np.frombuffer(blob, dtype="<u4")
        yield held[::3], held[1::3]


# -- writing --------------------------------------------------------------------------------------


def write(
    db: sqlite3.Connection, rows: Columns, numbers: Column, sources: Mapping[int, str]
) -> None:
    """Write rows as a new part.

    Parameters
    ----------
    db
        In a transaction.
    rows
        In order, see `Columns.in_order`.
    numbers
        Those of their findings.
    sources
        The source of each template, by number.
    """
    import numpy as np

    from .disk_bulk import order_of

    part = next_part(db)
    write_at(db, "subject", rows, numbers, part)
    inward = order_of(rows.object, rows.predicate)  # equal ones stay ordered by subject, template
    write_at(db, "object", rows.chosen(inward), numbers[inward], part)
    del inward
    names = sorted(set(sources.values()))
    of = np.zeros(max(sources) + 1, dtype=np.int64)
    for template, source in sources.items():
        of[template] = names.index(source)
    order = order_of(of[rows.template], numbers)
    write_numbered(db, rows.chosen(order), numbers[order], of, names, part)
    order = order_of(rows.template, numbers)
    write_templates(db, rows.template[order], numbers[order], part)


def next_part(db: sqlite3.Connection) -> int:
    """Return the number of a new part, whose rows change the `state`."""
    _change_state(db)
    (part,) = db.execute("SELECT ifnull(max(part), 0) + 1 FROM template_rows").fetchone()
    return int(part)


def write_at(db: sqlite3.Connection, end: End, rows: Columns, numbers: Column, part: int) -> None:
    """Write rows, ordered by an end and predicate, to the table of that end."""
    here, there = (rows.subject, rows.object) if end == "subject" else (rows.object, rows.subject)
    fields = _together(there, rows.template, numbers)
    runs = groups(here, rows.predicate)
    first = [start for start, _ in runs]
    keys = zip(here[first].tolist(), rows.predicate[first].tolist(), runs, strict=True)
    db.executemany(
        f"INSERT INTO {_TABLES[end]} VALUES (?, ?, ?, ?)",
        ((number, code, part, fields[a:b].tobytes()) for number, code, (a, b) in keys),
    )


def write_numbered(
    db: sqlite3.Connection,
    rows: Columns,
    numbers: Column,
    source_of: Column,
    names: Sequence[str],
    part: int,
) -> None:
    """Write rows, ordered by source and number, in blocks of consecutive numbers.

    Parameters
    ----------
    db
        In a transaction.
    rows, numbers
        The rows, and those of their findings.
    source_of
        The place of the source of each template in `names`.
    names
        The sources.
    part
        The part.
    """
    import numpy as np

    sources = source_of[rows.template]
    fields = _together(numbers, *rows.claim, rows.template)
    bounds = np.searchsorted(sources, np.arange(len(names) + 1)).tolist()
    for name, start, end in zip(names, bounds, bounds[1:], strict=False):
        blocks = [(i, min(i + BLOCK, end)) for i in range(start, end, BLOCK)]
        db.executemany(
            "INSERT INTO numbered VALUES (?, ?, ?, ?, ?)",
            (
                (name, int(numbers[a]), int(numbers[b - 1]), part, fields[a:b].tobytes())
                for a, b in blocks
            ),
        )


def write_templates(db: sqlite3.Connection, templates: Column, numbers: Column, part: int) -> None:
    """Write the numbers of rows, ordered by template and number."""
    listed = numbers.astype("<u4")
    db.executemany(
        "INSERT INTO template_rows VALUES (?, ?, ?)",
        ((int(templates[a]), part, listed[a:b].tobytes()) for a, b in groups(templates)),
    )


def _together(*fields: Column) -> Any:
    """Return columns as an array of rows."""
    import numpy as np

    together = np.empty((len(fields[0]), len(fields)), dtype="<u4")
    for place, column in enumerate(fields):
        together[:, place] = column
    return together


def groups(*keys: Column) -> list[tuple[int, int]]:
    """Return where each run of equal keys begins and ends."""
    import numpy as np

    differs = np.ones(len(keys[0]), dtype=bool)
    differs[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    starts = np.flatnonzero(differs).tolist()
    return list(zip(starts, [*starts[1:], len(keys[0])][: len(starts)], strict=True))


def _change_state(db: sqlite3.Connection) -> None:
    """Give the blocks another state, see `state`."""
    import secrets

    for name, value in (("blocks", secrets.token_hex(8)), ("touched", {})):
        db.execute("REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value)))


def note(db: sqlite3.Connection, rows: Collection[Row], kind: Literal["added", "removed"]) -> None:
    """Note the ends of rows that are added or removed singly; of very many, change the state."""
    if not rows:
        return
    noted = _noted(db)
    for end, place in _PLACES.items():
        known = noted.get(f"{kind} {end}", ())
        noted[f"{kind} {end}"] = sorted({row[place] for row in rows}.union(known))
    noted["rows"] = noted.get("rows", 0) + len(rows)
    entities = sum(len(found) for found in noted.values() if isinstance(found, list))
    if entities > _TOUCHED or noted["rows"] > 2 * _TOUCHED:
        _change_state(db)
    else:
        db.execute("REPLACE INTO meta VALUES ('touched', ?)", (json.dumps(noted),))


def remove(db: sqlite3.Connection, rows: Collection[Row], sources: Mapping[int, str]) -> None:
    """Remove rows.

    Parameters
    ----------
    db
        In a transaction.
    rows
        The rows, whole.
    sources
        The source of each template, by number.
    """
    gone: dict[tuple[str, str, tuple[Any, ...]], set[tuple[int, ...]]] = {}
    numbered: dict[str, dict[int, tuple[int, ...]]] = {}
    for subject, predicate, object, template, number, _ in rows:
        at = "subject = ? AND predicate = ?"
        gone.setdefault(("out_rows", at, (subject, predicate)), set()).add(
            (object, template, number)
        )
        at = "object = ? AND predicate = ?"
        gone.setdefault(("in_rows", at, (object, predicate)), set()).add(
            (subject, template, number)
        )
        gone.setdefault(("template_rows", "template = ?", (template,)), set()).add((number,))
        numbered.setdefault(sources[template], {})[number] = (
            number,
            subject,
            predicate,
            object,
            template,
        )
    for source, entries in numbered.items():
        for (first, part), held in _held(db, source, sorted(entries)).items():
            at = "source = ? AND first = ? AND part = ?"
            key = "numbered", at, (source, first, part)
            gone[key] = {entries[number] for number in held}
    for (table, at, values), removed in gone.items():
        width = len(next(iter(removed)))
        for part, blob in db.execute(
            f"SELECT part, rows FROM {table} WHERE {at}", values
        ).fetchall():
            left = _without(blob, removed, width)
            where = f"{at} AND part = ?" if table != "numbered" else at
            key = (*values, part) if table != "numbered" else values
            if not left:
                db.execute(f"DELETE FROM {table} WHERE {where}", key)
            elif len(left) < len(blob):
                db.execute(f"UPDATE {table} SET rows = ? WHERE {where}", (left, *key))


def _held(
    db: sqlite3.Connection, source: str, numbers: Sequence[int]
) -> dict[tuple[int, int], list[int]]:
    """Return the blocks of a source whose range holds some of the numbers, by first and part."""
    found: dict[tuple[int, int], list[int]] = {}
    if not numbers:
        return found
    sql = (
        "SELECT first, last, part FROM numbered WHERE source = ? AND first <= ? AND last >= ? "
        "ORDER BY first"
    )
    ranges = db.execute(sql, (source, numbers[-1], numbers[0])).fetchall()
    firsts = [first for first, _, _ in ranges]
    furthest = list(accumulate((last for _, last, _ in ranges), max))
    for number in numbers if ranges else ():
        place = bisect_right(firsts, number) - 1
        while place >= 0 and furthest[place] >= number:
            first, last, part = ranges[place]
            if last >= number:
                found.setdefault((first, part), []).append(number)
            place -= 1
    return found


def _without(blob: bytes, removed: Collection[tuple[int, ...]], width: int) -> bytes:
    """Return a block without some entries."""
    values = numbers_of(blob)
    firsts = values[::width]
    left, start = array("I"), 0
    for entry in sorted(removed):
        place = bisect_left(firsts, entry[0])
        while place < len(firsts) and firsts[place] == entry[0]:
            if tuple(values[place * width : (place + 1) * width]) == entry:
                left += values[start * width : place * width]
                start = place + 1
                break
            place += 1
    left += values[start * width :]
    return packed(left).tobytes()
