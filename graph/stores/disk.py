"""The store on disk: one SQLite file that is asked where it lies, and never read whole.

Findings are the content, as everywhere; the table ``evidence`` holds a row for each statement, in
the order of claims, so that the edges of an entity are one range of it. A finding that makes one
statement and names nothing else, as a row of a resource does, is stored as that row alone: what it
has in common with others lies in ``template``. Rows that come in bulk lie in blocks, see
`disk_blocks`.

Examples
--------
>>> import tempfile
>>> from radexo.graph.model import Entity, Finding, Reference, Source, Statement
>>> records = Records(
...     (Source("s"),), (Reference("s"),),
...     entities=(Entity("radexo:a", "a", "MiRNA"), Entity("radexo:b", "b", "Gene")),
...     findings=(Finding("s:1", statements=(Statement("radexo:a", "REPRESSES", "radexo:b"),)),))
>>> with tempfile.TemporaryDirectory() as folder:
...     store = DiskStore.build(records, Path(folder) / "graph.db")
...     [edge.object for edge in store.out_edges("radexo:a", signs={-1})]
['radexo:b']
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
import threading
from bisect import bisect_left
from collections import ChainMap, Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache, partial
from itertools import chain, compress, groupby, islice, repeat
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack, cast

from ..errors import DataError, UnknownNameError
from ..model import (
    Edge,
    Entity,
    Evidence,
    Finding,
    Reference,
    Source,
    Statement,
    best_certainty,
    closure,
    natural_key,
)
from ..names import NameIndex, Names, Suggestion, asked, fold, near_names
from ..records import FIELDS, Records, is_number, version_of
from ..schema import Certainty, PredicateClass, PredicateName, confirming, subtypes
from . import disk_blocks as blocks
from . import disk_rows
from .base import (
    Census,
    Claim,
    Counts,
    EdgeKinds,
    Fan,
    Kind,
    Node,
    Pair,
    Trace,
    agreed_at,
    matching,
    named_by_review,
)
from .disk_file import APPLICATION, COLUMNS, FORMAT, INDEXES, Row, address, create, parse
from .disk_walk import SUFFIX, WHOLE, Neighbors, Ranges, beside, ranges_of

if TYPE_CHECKING:
    from .base import Store
    from .disk_bulk import GivenRows
    from .disk_writer import Writer

__all__ = ["DiskStore"]


_IN = "IN (SELECT value FROM json_each(?))"
_CACHED = 20_000
"""The most entities and findings that are kept once read."""
_MADE = 2_000
"""The most rows whose evidence is kept once made."""
_JOINED = 5_000
"""The most pairs of entities whose claims are kept once read; of those asked at once all are."""
_EDGES = 20_000
"""The most edges that are kept once read, by the entities they are at; of a hub all are."""
_FEW = 100
"""Ends of claims at one entity that SQLite looks up; of more, all its rows are read."""
_FEW_READ = 50
"""The most neighbors that are filtered without arrays, where NumPy is imported."""
_FEWER_ENDS = 20
"""How many times fewer ends than mapped neighbors are looked up one by one."""
_NAMED = 100_000
"""The most entities whose ids, numbers and degrees are kept."""
_MANY = 500
"""The most missing ids that are always looked up one by one."""
_PART = 4
"""For more, the ids of all entities are read, once a fourth of them would be kept."""
_ENDS = 500_000
"""The most neighbors that are kept once read."""
_MAPPED = 50_000
"""The fewest edges of a graph whose neighbors are mapped."""
_SHARED = 50_000
"""The most templates of rows that are kept once read."""
_FILTERS = 3
"""The most tests of what counts whose results are kept."""
_SUGGESTED = 200
"""The most entities that are selected for suggestions, to be ranked by `Names`."""


Samples = Mapping[int, Evidence]
"""Evidence by template, or by the code of a statement."""


class StoredRow(NamedTuple):
    """A finding that is the row of a resource, as it is stored.

    Parameters
    ----------
    template
        The number of what it has in common with others, for `DiskStore.template`.
    number
        In its source.
    subject, predicate, object
        Of its statement.
    """

    template: int
    number: int
    subject: str
    predicate: str
    object: str


class Numbering(NamedTuple):
    """What the numbers in the rows of a graph stand for.

    Parameters
    ----------
    entities, predicates
        Their ids and names.
    templates
        Records of what rows have in common, as text.
    """

    entities: dict[int, str]
    predicates: dict[int, str]
    templates: dict[int, str]


class _Connection(sqlite3.Connection):
    """A connection that is closed when nothing holds it any more, in any thread."""

    def __del__(self) -> None:
        self.close()


class DiskStore:
    """A graph on disk.

    Parameters
    ----------
    file
        The SQLite file.

    Raises
    ------
    DataError
        When it is not a graph of RadExo, or one of a newer version.
    """

    is_part = False

    def __init__(self, file: str | Path) -> None:
        self.file = Path(file)
        self._local = threading.local()
        self._ids: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._degrees: dict[str, int] = {}
        self._check()
        self._identity = self._read_identity()
        self._predicates: dict[int, PredicateName] = {}
        self._codes: dict[str, int] = {}
        self._entities: dict[str, Entity] = {}
        self._joined: dict[Pair, list[Edge]] = {}
        self._finding = lru_cache(_CACHED)(self._read_finding)
        self._samples: dict[int, Evidence] = {}  # templates are added, and never changed
        self._papers: dict[tuple[str, str | None], Reference] = {}
        self._cited: set[tuple[str, str | None]] = (
            set()
        )  # by claims that were read; read with the next paper
        self._template = lru_cache(_CACHED)(self._read_template)
        self._rows_made: dict[Row, Evidence] = {}  # numbers are given once, and rows never changed
        self._passings: dict[Counts | None, _Passing] = {}
        self._mapped: _Mapped | None = None
        self._asked_mapped = False
        self._at: dict[tuple[blocks.End, str, frozenset[str] | None], list[Edge]] = {}
        self._at_held = 0
        self._reviews = lru_cache(1)(self._read_reviews)
        self._caches = (self._finding, self._reviews)
        self._has_loose = True
        self._seen: Mapping[str, str] = {}
        self._refresh()

    def _read_identity(self) -> tuple[int, int]:
        """Return what distinguishes the file from another one of its name."""
        found = self.file.stat()
        return found.st_dev, found.st_ino

    def _check(self) -> None:
        if not self.file.is_file():
            raise DataError(f"{self.file}: no graph found")
        try:
            db = self._db  # errors of its own say that the file is of another program

            def read(sql: str) -> Any:
                return db.execute(sql).fetchone()[0]

            application, format = read("PRAGMA application_id"), read("PRAGMA user_version")
            fields = json.loads(read("SELECT value FROM meta WHERE name = 'fields'"))
            size = read("PRAGMA page_count") * read("PRAGMA page_size")
        except (sqlite3.DatabaseError, TypeError) as error:
            raise DataError(f"{self.file}: not a graph of RadExo ({error})") from error
        if application != APPLICATION:
            raise DataError(f"{self.file}: an SQLite file, but not a graph of RadExo")
        if self.file.stat().st_size < size:
            raise DataError(
                f"{self.file}: cut off, {self.file.stat().st_size} of {size} bytes are there; "
                "restore it, or load the graph's sources again"
            )
        if format != FORMAT or fields != FIELDS:
            raise DataError(
                f"{self.file}: written by another version of RadExo (format {format}, this one "
                f"reads {FORMAT}); load the graph's sources again"
            )

    # -- SQL --------------------------------------------------------------------------------------

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of this thread; it only reads."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._recover()
            connection = sqlite3.connect(
                address(self.file, "ro"),
                uri=True,
                timeout=60,
                factory=_Connection,
                check_same_thread=False,
            )
            self._local.connection = connection
        return connection

    def _recover(self) -> None:
        """Let SQLite roll back what a killed writer left, which no connection may that only reads.

        Raises
        ------
        DataError
            When the file cannot be written.
        """
        if not self.file.with_name(f"{self.file.name}-journal").exists():
            return
        try:
            with contextlib.closing(sqlite3.connect(self.file, timeout=60)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise DataError(
                f"{self.file}: what a killed writer left in {self.file.name}-journal cannot be "
                f"rolled back here ({error}); copy both files to where they can be written"
            ) from error

    def _all(self, sql: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.DatabaseError) -> DataError:
        """Return what says that the file cannot be read; a lock or a full disk damages nothing."""
        remedy = "; restore it, or load the graph's sources again"
        damaged = not isinstance(error, sqlite3.OperationalError)
        return DataError(f"{self.file}: cannot be read: {error}{remedy * damaged}")

    def _one(self, sql: str, *values: Any) -> Any:
        try:
            return self._db.execute(sql, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise self._unreadable(error) from error

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
            self._local.connection = None

    def _number(self, id: str) -> int:
        """Return the number of an entity; 0 for an unknown one."""
        if (number := self._numbers.get(id)) is None:
            number, _ = self._read_named(id)
        return number

    def _read_named(self, id: str) -> tuple[int, int]:
        """Read the number and the degree of an entity, and keep them; 0 for an unknown one."""
        row = self._one("SELECT n, id, degree FROM entity WHERE id = ?", id)
        if row is None:
            return 0, 0
        self._keep_named([row])
        return row[0], row[2]

    def _keep_named(self, rows: Sequence[tuple[int, str, int]]) -> dict[int, str]:
        """Keep numbers, ids and degrees of entities, so many at most; return the ids."""
        if len(self._ids) + len(rows) > _NAMED:  # readers keep the mappings that they have
            self._ids, self._numbers, self._degrees = {}, {}, {}
        ids = self._ids
        ids.update((number, id) for number, id, _ in rows)
        self._numbers.update((id, number) for number, id, _ in rows)
        self._degrees.update((id, degree) for _, id, degree in rows)
        return ids

    def _read_ids(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Return a mapping that holds the ids of some entities."""
        ids, asked = self._ids, set(numbers)
        if missing := asked.difference(ids):
            named = "SELECT n, id, degree FROM entity"
            if len(missing) > _MANY:
                entities = self.census().totals["entities"]
                if entities <= min(_NAMED, _PART * (len(ids) + len(missing))):
                    return self._keep_named(self._all(named))  # an index has all of these
            if len(ids) + len(missing) > _NAMED:
                missing = asked
            return self._keep_named(self._all(f"{named} WHERE n {_IN}", json.dumps(list(missing))))
        return ids

    # -- the whole --------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Forget what was read before another process, or another store, wrote to the file."""
        seen = dict(self._all("SELECT name, value FROM meta WHERE name IN ('sum', 'changes')"))
        if seen == self._seen:
            return
        for cached in self._caches:
            cached.cache_clear()
        if seen.get("changes") != self._seen.get("changes"):  # not only additions
            self._entities = {}
        self._papers = {}
        self._asked_mapped, self._degrees, self._joined, self._passings = False, {}, {}, {}
        self._at, self._at_held = {}, 0
        self._has_loose = self._one("SELECT 1 FROM evidence LIMIT 1") is not None
        self._codes = dict(self._all("SELECT name, n FROM predicate"))
        self._predicates = {n: cast("PredicateName", name) for name, n in self._codes.items()}
        self._seen = seen

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        db = self._db
        if db.in_transaction:
            yield
            return
        try:
            db.execute("BEGIN")
            try:
                self._refresh()
                yield
            finally:
                db.execute("COMMIT")  # nothing was written
        except sqlite3.DatabaseError as error:
            self.close()
            raise self._unreadable(error) from error

    @property
    def version(self) -> str:
        self._refresh()
        return version_of(int(self._one("SELECT value FROM meta WHERE name = 'sum'")[0]))

    @property
    def names(self) -> DiskNames:
        self._refresh()  # a question begins with the names in it
        return DiskNames(self)

    def census(self) -> Census:
        counts = json.loads(self._one("SELECT value FROM meta WHERE name = 'census'")[0])
        return Census(**counts)

    def whole(self) -> Records:
        return Records(
            tuple(self.sources()),
            tuple(self.references()),
            tuple(self.entities()),
            tuple(self.findings()),
        )

    # -- sources and papers -----------------------------------------------------------------------

    def sources(self) -> Sequence[Source]:
        found = (parse(Source, record) for (record,) in self._all("SELECT record FROM source"))
        return tuple(sorted(found, key=lambda s: natural_key(s.id)))

    def reviews(self) -> Set[str]:
        return self._reviews()

    def _read_reviews(self) -> frozenset[str]:
        sql = "SELECT DISTINCT substr(id, 1, instr(id, ':') - 1) FROM finding"
        return frozenset(self._column(sql))

    def references(self) -> Sequence[Reference]:
        found = (parse(Reference, record) for (record,) in self._all("SELECT record FROM paper"))
        return tuple(sorted(found, key=lambda r: natural_key(f"{r.source}:{r.citation or ''}")))

    def reference(self, source: str, citation: str | None) -> Reference:
        if (found := self._papers.get((source, citation))) is None:
            found = self._read_papers((source, citation))
        return found

    def _read_papers(self, paper: tuple[str, str | None]) -> Reference:
        """Read a paper, and those that claims cite which were read, in one query."""
        asked = {paper, *self._cited}
        self._cited = set()
        sql = (
            "SELECT record FROM json_each(?) AS given CROSS JOIN paper "
            "ON source = json_extract(given.value, '$[0]') "
            "AND citation = ifnull(json_extract(given.value, '$[1]'), '')"
        )
        found = (parse(Reference, record) for record in self._column(sql, json.dumps(list(asked))))
        if len(self._papers) + len(asked) > _CACHED:
            self._papers = {}
        read = {key: Reference(*key) for key in asked} | {known.key: known for known in found}
        self._papers.update(read)
        return read[paper]

    # -- entities ---------------------------------------------------------------------------------

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        sql = "SELECT record FROM entity"
        if types is None:
            rows = self._all(sql)
        else:
            rows = self._all(f"{sql} WHERE type {_IN}", _concrete(types))
        found = [parse(Entity, record) for (record,) in rows]
        return sorted(found, key=lambda e: natural_key(e.id))

    def by_degree(self, types: Collection[str] | None = None) -> Iterator[Entity]:
        of_type = "" if types is None else f"WHERE type {_IN}"
        values = () if types is None else (_concrete(types),)
        sql = f"SELECT record FROM entity {of_type} ORDER BY degree DESC, id"
        for (record,) in self._db.execute(sql, values):
            yield parse(Entity, record)

    def entity(self, id: str) -> Entity:
        if (entity := self._entities.get(id)) is None:
            row = self._one("SELECT record FROM entity WHERE id = ?", id)
            if row is None:
                raise UnknownNameError(f"no entity of the graph has the id {id!r}")
            entity = parse(Entity, row[0])
            self._keep_entities({id: entity})
        return entity

    def entities_of(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        asked, held = dict.fromkeys(ids), self._entities
        found = {id: held[id] for id in asked if id in held}
        missing = [id for id in asked if id not in found]
        if len(missing) > 1:
            sql = f"SELECT id, record FROM entity WHERE id {_IN}"
            rows = self._all(sql, json.dumps(missing))
            read = {id: parse(Entity, record) for id, record in rows}
            self._keep_entities(read)
            found |= read
        return found | {id: self.entity(id) for id in missing if id not in found}

    def general(self, types: Collection[str]) -> Sequence[Entity]:
        sql = f"SELECT record FROM entity WHERE type {_IN}"
        noted = "(instr(record, '\"class') OR instr(record, '\"a class'))"  # see `Entity.general`
        found = (
            parse(Entity, record) for record in self._column(f"{sql} AND {noted}", _concrete(types))
        )
        return sorted((e for e in found if e.general), key=lambda e: natural_key(e.id))

    def _keep_entities(self, read: Mapping[str, Entity]) -> None:
        """Keep entities once read, so many at most."""
        if len(self._entities) + len(read) > _CACHED:
            self._entities = {}
        self._entities.update(islice(read.items(), _CACHED))

    def subtypes(self, id: str) -> frozenset[str]:
        return closure(
            id, lambda parent: self._column("SELECT child FROM parent WHERE parent = ?", parent)
        )

    def supertypes(self, id: str) -> frozenset[str]:
        return closure(
            id, lambda child: self._column("SELECT parent FROM parent WHERE child = ?", child)
        )

    def exosomes_of(self, ids: Collection[str]) -> Sequence[Entity]:
        found = self._column(
            f"SELECT DISTINCT exosome FROM context WHERE of {_IN}", json.dumps(list(ids))
        )
        return [self.entity(id) for id in sorted(found, key=natural_key)]

    def _column(self, sql: str, *values: Any) -> list[Any]:
        return [value for (value,) in self._all(sql, *values)]

    # -- findings ---------------------------------------------------------------------------------

    def _read_finding(self, number: int) -> Finding:
        return parse(Finding, self._one("SELECT record FROM finding WHERE n = ?", number)[0])

    def _read_samples(self, templates: Iterable[int]) -> Samples:
        """Return a mapping that holds what the rows of some templates have in common.

        It is evidence without a claim, of a finding without a number.
        """
        asked = {number for number in templates if number}
        missing = {number for number in asked if number not in self._samples}
        if missing:
            if len(self._samples) + len(missing) > _SHARED:
                self._samples = {n: self._samples[n] for n in asked - missing}
            sql = f"SELECT n, record FROM template WHERE n {_IN}"
            for number, record in self._all(sql, json.dumps(list(missing))):
                finding = parse(Finding, record)
                self._samples[number] = Evidence(finding, finding.statements[0])
        return self._samples

    def _read_mapped(self, mapped: _Mapped | None, templates: Iterable[int]) -> Samples:
        """Return what `_read_samples` returns; by the code of a statement, its whole evidence."""
        asked = set(templates)
        codes = {code for code in asked if code >= WHOLE}
        if mapped is None or not codes:
            return self._read_samples(asked)
        if missing := codes.difference(mapped.samples):
            if len(mapped.samples) + len(missing) > _CACHED:
                mapped.samples = {code: mapped.samples[code] for code in codes - missing}
            made = {code: mapped.statement(code) for code in missing}
            sql = f"SELECT n, record FROM finding WHERE n {_IN}"
            rows = self._all(sql, json.dumps(list({finding for finding, _ in made.values()})))
            findings = {number: parse(Finding, record) for number, record in rows}
            for code, (finding, number) in made.items():
                mapped.samples[code] = _evidence(findings[finding], number)
        return ChainMap(mapped.samples, dict(self._read_samples(asked - codes)))

    def _read_template(self, number: int) -> tuple[str, list[Any], list[Any], list[Any]]:
        """Return the source of a template with a colon, and what its findings have in common.

        That is what comes before their statements, the statement after its claim, and what follows.
        """
        sample = self._read_samples((number,))[number]
        values = _values(sample.finding)
        before, after = values[1:_STATEMENTS], values[_STATEMENTS + 1 :]
        return values[0], before, _values(sample.statement)[3:], after

    def _made(self, row: Row) -> Evidence:
        """Return the evidence of a row, and the finding whole."""
        subject, predicate, object, template, finding, number = row
        if not template:
            return _evidence(self._finding(finding), number)
        if found := self._rows_made.get(row):
            return found
        source, before, made, after = self._template(template)
        ids = self._ids
        statement = Statement(
            ids.get(subject) or self.id_of(subject),
            self._predicates[predicate],
            ids.get(object) or self.id_of(object),
            *made,
        )
        values = [*before, (statement,), *after]
        found = Evidence(Finding(f"{source}{finding}", *values), statement)
        if len(self._rows_made) >= _MADE:
            self._rows_made = {}
        self._rows_made[row] = found
        return found

    def findings(
        self,
        *,
        naming: str | None = None,
        cancers: Collection[str | None] | None = None,
        citing: str | None = None,
        cargo: str | None = None,
        sources: Collection[str] | None = None,
        marked: bool = False,
    ) -> Sequence[Finding]:
        whole, templates = _Where(), _Where("rows > 0")
        if naming is not None:
            whole.add("n IN (SELECT finding FROM names WHERE entity = ?)", naming)
        if cancers is not None:
            given = (json.dumps([id for id in cancers if id]), None in cancers)
            named = f"(cancer {_IN} OR (? AND cancer IS NULL))"
            whole.add(named, *given)
            templates.add(named, *given)
        if citing is not None:
            whole.add("n IN (SELECT finding FROM cites WHERE citation = ?)", citing)
            templates.add("n IN (SELECT template FROM template_cites WHERE citation = ?)", citing)
        if cargo is not None:
            whole.add("n IN (SELECT finding FROM carries WHERE cargo = ?)", cargo)
        if sources is not None:
            listed = json.dumps(list(sources))
            whole.add(f"substr(id, 1, instr(id, ':') - 1) {_IN}", listed)
            templates.add(f"source {_IN}", listed)
        if marked:
            whole.add("marked")
        found = [
            parse(Finding, record)
            for (record,) in self._all(f"SELECT record FROM finding {whole}", *whole.values)
        ]
        if cargo is None and not marked:
            rows = self._rows_of(templates, naming)
            self._read_ids(n for row in rows for n in (row[0], row[2]))
            ordered = sorted(rows, key=itemgetter(4))  # nearly as by ids, whose sort is then faster
            found += (self._made(row).finding for row in ordered)
        return sorted(found, key=lambda f: natural_key(f.id))

    def _rows_of(self, templates: _Where, naming: str | None) -> Collection[Row]:
        """Return the rows of some templates, all or those that name an entity."""
        select = "SELECT n FROM template"
        allowed = set(self._column(f"{select} {templates}", *templates.values))
        if not allowed:
            return ()
        if naming is None:
            return {*self._loose(allowed), *blocks.of_templates(self._db, allowed)}
        number, codes = self._number(naming), list(self._codes.values())
        in_cancer = allowed.intersection(self._column(f"{select} WHERE cancer = ?", naming))
        return {
            *(row for row in self._rows_at("subject", number, codes) if row[3] in allowed),
            *(row for row in self._rows_at("object", number, codes) if row[3] in allowed),
            *(self._loose(in_cancer) if in_cancer else ()),
            *(blocks.of_templates(self._db, in_cancer) if in_cancer else ()),
        }

    def _loose(self, templates: Collection[int]) -> list[Row]:
        """Return the rows of templates that lie in no block."""
        where = f"WHERE template > 0 AND template {_IN}"
        return self._rows(where, json.dumps(list(templates)))

    def each_finding(self) -> Iterator[Finding]:
        yield from self._each_whole_finding()
        for row in self._each_row():
            yield self._made(row).finding

    def each_stored(self) -> Iterator[Finding | StoredRow]:
        """Yield what `each_finding` yields, in its order, but rows of resources as they are stored.

        That is much faster where all that rows have in common is written once a template.
        """
        yield from self._each_whole_finding()
        id_of, names = self.id_of, self._predicates
        for subject, predicate, object, template, number, _ in self._each_row():
            yield StoredRow(template, number, id_of(subject), names[predicate], id_of(object))

    def each_kind(self) -> Iterator[tuple[Finding, int]]:
        yield from ((finding, 1) for finding in self._each_whole_finding())
        alike = dict(self._all("SELECT n, rows FROM template WHERE rows > 0"))
        for row in self._each_row() if alike else ():
            if count := alike.pop(row[3], None):
                yield self._made(row).finding, count
                if not alike:
                    return

    def _each_whole_finding(self) -> Iterator[Finding]:
        ids = self._all("SELECT id, n FROM finding")
        for _, number in sorted(ids, key=lambda row: natural_key(row[0])):
            yield self._read_finding(number)

    def _each_row(self) -> Iterator[Row]:
        """Yield every row of a resource; the ids of all entities are read before."""
        self._read_ids(self._column("SELECT n FROM entity"))
        of_rows = "template > 0 ORDER BY finding, template"  # an index has them in this order
        rows = self._db.execute(f"SELECT {COLUMNS} FROM evidence WHERE {of_rows}")
        for _, numbered in groupby(rows, key=lambda row: row[4]):
            found = list(numbered)
            yield from sorted(found, key=self._source_of) if len(found) > 1 else found
        yield from blocks.whole(self._db)

    def _source_of(self, row: Row) -> str:
        return self.template(row[3]).id

    def template(self, number: int) -> Finding:
        """Return what the rows of a template have in common; its id is that of the source."""
        return self._read_samples((number,))[number].finding

    def finding(self, id: str) -> Finding | None:
        if row := self._one("SELECT n FROM finding WHERE id = ?", id):
            return self._finding(row[0])
        source, _, number = id.partition(":")
        if not is_number(number):
            return None
        of_source = "template IN (SELECT n FROM template WHERE source = ?)"
        rows = self._rows(
            f"WHERE template > 0 AND finding = ? AND {of_source}", int(number), source
        )
        row = rows[0] if rows else blocks.of_number(self._db, source, int(number))
        if row is None:
            return None
        self._read_ids((row[0], row[2]))
        return self._made(row).finding

    def count_findings(self) -> int:
        return self.census().totals["findings"]

    def count_all_edges(self) -> int:
        return self.census().totals["edges"]

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        counts = Counter(dict(self._all("SELECT cancer, count(*) FROM finding GROUP BY cancer")))
        of_rows = "SELECT cancer, sum(rows) FROM template WHERE rows > 0 GROUP BY cancer"
        counts.update(dict(self._all(of_rows)))
        return counts

    def cargo(self) -> Set[str]:
        return set(self._column("SELECT DISTINCT cargo FROM carries"))

    # -- edges ------------------------------------------------------------------------------------

    def _rows(self, where: str, *values: Any) -> list[Row]:
        return self._all(f"SELECT {COLUMNS} FROM evidence {where}", *values)

    def _rows_at(
        self,
        end: blocks.End,
        number: int,
        codes: Collection[int],
        wanted: frozenset[int] | None = None,
    ) -> list[Row]:
        """Return the rows at an entity; of those wanted at the other end."""
        rows = self._loose_at(end, number, codes, wanted)
        rows += blocks.rows_at(self._db, end, number, codes, wanted)
        return rows

    def _loose_at(
        self,
        end: blocks.End,
        number: int,
        codes: Collection[int],
        wanted: frozenset[int] | None = None,
    ) -> list[Row]:
        """Return the rows at an entity that lie in no block."""
        if not self._has_loose:
            return []
        there, few = blocks.OTHER[end], wanted is not None and len(wanted) < _FEW
        where, values = f"WHERE {end} = ? AND predicate {_IN}", [number, json.dumps(list(codes))]
        if wanted is not None and few:
            where, values = f"{where} AND {there} {_IN}", [*values, json.dumps(list(wanted))]
        rows = self._rows(where, *values)
        if wanted is not None and not few:
            place = 2 if end == "subject" else 0
            rows = [row for row in rows if row[place] in wanted]
        return rows

    def numbering(self) -> Numbering:
        """Return what the numbers in rows stand for."""
        return Numbering(
            dict(self._all("SELECT n, id FROM entity")),
            dict(self._all("SELECT n, name FROM predicate")),
            dict(self._all("SELECT n, record FROM template")),
        )

    def rows_of(self, subject: int) -> list[Row]:
        """Return the rows of the claims that leave an entity, by its number, in order."""
        return sorted(self._rows_at("subject", subject, self._predicate_codes(None)))

    def edges_of(self, rows: Iterable[Row]) -> list[Edge]:
        """Return the edges of rows, in canonical order."""
        rows = sorted(rows)
        ids = self._read_ids(n for row in rows for n in (row[0], row[2]))
        self._cite(self._read_samples(row[3] for row in rows), {row[3] for row in rows})
        edges = []
        for (subject, predicate, object), group in groupby(rows, key=lambda row: row[:3]):
            of_claim = list(group)
            evidence = list(map(self._made, of_claim))
            if not (template := of_claim[0][3]) or template != of_claim[-1][3]:
                # rows of one template are in order
                evidence.sort(key=lambda e: (natural_key(e.finding.id), e.statement.number))
            name = self._predicates[predicate]
            edges.append(Edge(ids[subject], name, ids[object], tuple(evidence)))
        edges.sort(key=lambda edge: (edge.subject, edge.predicate, edge.object))
        return edges

    def _cite(self, samples: Samples, templates: Iterable[int]) -> None:
        """Note which papers rows cite, so that these are read at once when one is asked for."""
        findings = (samples[number].finding for number in templates if number)
        cited = {key for finding in findings for key in finding.reference_keys}
        self._cited = cited.difference(self._papers) if len(cited) < _CACHED else set()

    def _predicate_codes(self, names: Collection[str] | None) -> list[int]:
        codes = self._codes
        return list(codes.values()) if names is None else [codes[n] for n in names if n in codes]

    def edges(
        self, *, findings: Collection[Finding] | None = None, **kinds: Unpack[EdgeKinds]
    ) -> Collection[Edge]:
        wanted = matching(**kinds)
        if findings is None:
            codes = self._predicate_codes(wanted)
            where = f"WHERE predicate {_IN}"
            loose = self._rows(where, json.dumps(codes))
            return self.edges_of((*loose, *blocks.of_predicates(self._db, codes)))
        claims = {
            (self._number(s.subject), self._codes[s.predicate], self._number(s.object))
            for finding in findings
            for s in finding.statements
            if wanted is None or s.predicate in wanted
        }
        return self.edges_of(disk_rows.of_claims(self._db, claims))

    def each_edge(self) -> Iterator[Edge]:
        for number in self._by_id():
            yield from self.edges_of(self.rows_of(number))

    def claims_apart(
        self, after: Store, papers: Collection[tuple[str, str | None]]
    ) -> Iterator[tuple[Sequence[Edge], Sequence[Edge]]] | None:
        from .disk_difference import claims_apart

        return claims_apart(self, after, papers) if isinstance(after, DiskStore) else None

    def _by_id(self) -> dict[int, str]:
        """Return the ids of all entities by their numbers, in order of ids."""
        return dict(sorted(self._all("SELECT n, id FROM entity"), key=lambda row: row[1]))

    def each_claim(self) -> Iterator[Claim]:
        """Yield what `neo4j_plan` writes of `each_edge`, in its order, without making findings."""
        names, ids = self._predicates, self._by_id()
        for entity, subject in ids.items():
            rows = self.rows_of(entity)
            self._read_samples(row[3] for row in rows)
            claims = [
                Claim(subject, names[predicate], ids[object], *self._behind(list(group)))
                for (_, predicate, object), group in groupby(rows, key=lambda row: row[:3])
            ]
            yield from sorted(claims)

    def _behind(self, rows: Sequence[Row]) -> tuple[Certainty | None, tuple[str, ...]]:
        """Return the certainty that rows give a claim, and the ids of their findings."""
        samples = self._samples
        if len(rows) == 1 and (sample := samples.get(rows[0][3])):  # as most claims
            return sample.statement.certainty, (f"{sample.finding.id}{rows[0][4]}",)

        def id_of(row: Row) -> str:
            sample = samples.get(row[3])
            return f"{sample.finding.id}{row[4]}" if sample else self._finding(row[4]).id

        certainties = (
            samples[row[3]].statement.certainty if row[3] else self._made(row).statement.certainty
            for row in rows
        )
        found = dict.fromkeys(map(id_of, rows))
        ordered = found if len(found) == 1 else sorted(found, key=natural_key)
        return best_certainty(certainties), tuple(ordered)

    def out_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self._edges_at("subject", id, matching(**kinds))

    def in_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self._edges_at("object", id, matching(**kinds))

    def _edges_at(self, end: blocks.End, id: str, predicates: frozenset[str] | None) -> list[Edge]:
        key = end, id, predicates
        if (found := self._at.get(key)) is None:
            found = self._read_edges_at(end, id, predicates)
            self._at_held += len(found) + 1
            if self._at_held > _EDGES:
                self._at, self._at_held = {}, len(found)
            self._at[key] = found
        return found

    def _read_edges_at(
        self, end: blocks.End, id: str, predicates: frozenset[str] | None
    ) -> list[Edge]:
        codes = self._predicate_codes(predicates)
        return self.edges_of(self._rows_at(end, self._number(id), codes))

    def edges_between(
        self, pairs: Collection[Pair], *, predicates: Collection[str] | None = None
    ) -> Sequence[Edge]:
        codes = self._predicate_codes(predicates)
        ends: dict[blocks.End, dict[str, set[str]]] = {"subject": {}, "object": {}}
        for subject, object in pairs:
            ends["subject"].setdefault(subject, set()).add(object)
            ends["object"].setdefault(object, set()).add(subject)
        end: blocks.End = min(ends, key=lambda end: len(ends[end]))  # the fewer reads
        return self.edges_of(
            row
            for id, others in ends[end].items()
            for row in self._rows_at(
                end, self._number(id), codes, frozenset(map(self._number, others))
            )
        )

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        asked, held = dict.fromkeys(pairs), self._joined
        found = {pair: held[pair] for pair in asked if pair in held}
        if missing := [pair for pair in asked if pair not in found]:
            read: dict[Pair, list[Edge]] = {pair: [] for pair in missing}
            for edge in self.edges_between(missing):
                read[edge.subject, edge.object].append(edge)
            if len(held) + len(read) > _JOINED:
                held = self._joined = {}
            held.update(read)
            found |= read
        edges = [edge for joining in found.values() for edge in joining]
        return sorted(edges, key=lambda edge: (edge.subject, edge.predicate, edge.object))

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        end: blocks.End = "subject" if forward else "object"
        wanted = None if ends is None else frozenset(ends)
        codes, names = self._predicate_codes(predicates), self._predicates
        for code, found in blocks.entries_at(self._db, end, node, codes, wanted):
            entries = list(found)
            samples = self._read_samples(template for _, template, _ in entries)
            for other, template, number in entries:
                yield other, names[code], samples[template], number
        rows, place = self._loose_at(end, node, codes, wanted), 2 if forward else 0
        samples = self._read_samples(row[3] for row in rows)
        if not all(row[3] for row in rows):
            self._read_ids(n for row in rows for n in (row[0], row[2]))
        for row in rows:
            if row[3]:
                yield row[place], names[row[1]], samples[row[3]], row[4]
            else:
                yield row[place], names[row[1]], self._made(row), 0

    def opposed(self) -> Sequence[tuple[str, str]]:
        raising, lowering = (
            matching((PredicateClass.CAUSAL,), signs=(sign,)) or frozenset[str]()
            for sign in (1, -1)
        )
        either = " UNION ".join(
            f"SELECT subject FROM {table} WHERE predicate {_IN}"
            for table in ("evidence", "out_rows")
        )
        up, down = (
            set(self._column(either, codes, codes))
            for codes in (json.dumps(self._predicate_codes(s)) for s in (raising, lowering))
        )
        pairs = [
            (subject, object)
            for subject in up & down
            for object in set(self.neighbors(subject, raising)).intersection(
                self.neighbors(subject, lowering)
            )
        ]
        ids = self._read_ids(n for pair in pairs for n in pair)
        return sorted((ids[subject], ids[object]) for subject, object in pairs)

    def _ends(self, end: blocks.End, number: int, codes: Collection[int]) -> set[int]:
        """Return the other ends of the claims of some predicates at an entity."""
        return {other for _, other in self._claims_at(end, number, codes)}

    def _claims_at(
        self, end: blocks.End, number: int, codes: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield predicate and other end of the claims of some predicates, for each row."""
        if self._has_loose:
            other = blocks.OTHER[end]
            sql = f"SELECT predicate, {other} FROM evidence WHERE {end} = ? AND predicate {_IN}"
            yield from self._all(sql, number, json.dumps(list(codes)))
        for code, others, _ in blocks.ends(self._db, end, number, codes):
            yield from zip(repeat(code), others, strict=False)

    def _ends_counted(
        self, end: blocks.End, number: int, codes: Collection[int], passing: _Passing
    ) -> frozenset[int]:
        """Return the other ends of the claims of some predicates at an entity that count."""
        place = 2 if end == "subject" else 0
        loose = self._loose_at(end, number, codes)
        found = {row[place] for row in loose if self._passes(row, passing)}
        for _, others, templates in blocks.ends(self._db, end, number, codes):
            passing.read(templates)
            found.update(compress(others, map(passing.__getitem__, templates)))
        return frozenset(found)

    def _passes(self, row: Row, passing: _Passing) -> bool:
        return passing[row[3]] if row[3] else passing.counts(self._made(row), 0)

    # -- nodes: the numbers of entities ----------------------------------------------------------

    def node(self, id: str) -> Node:
        return self._number(id)

    def id_of(self, node: Node) -> str:
        return self._ids.get(node) or self._read_ids((node,))[node]

    def ids_of(self, nodes: Iterable[Node]) -> Mapping[Node, str]:
        return self._read_ids(nodes)

    def nodes(self, types: Collection[str]) -> set[Node]:
        listed = json.dumps(list(types))
        # one text is read faster than rows
        (found,) = self._one(f"SELECT json_group_array(n) FROM entity WHERE type {_IN}", listed)
        return set(json.loads(found))

    def neighbors(
        self,
        node: Node,
        predicates: frozenset[str],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Collection[Node]:
        mapped, ranges = self._neighbors_mapped(), ranges_of(predicates)
        if mapped is not None and ranges is not None and node not in mapped.apart[forward]:
            if counts is None and node not in mapped.grown[forward]:
                return mapped.neighbors.at(node, ranges, forward=forward)
            return self._those_counted(mapped, node, predicates, ranges, forward, counts)
        end: blocks.End = "subject" if forward else "object"
        passing = self._passing(counts, mapped)
        key = (node, forward, predicates)
        if (found := passing.ends.get(key)) is None:
            found = self._ends_counted(end, node, self._predicate_codes(predicates), passing)
            passing.keep(key, found, len(found))
        return found

    def _beside(
        self, mapped: _Mapped, node: int, predicates: frozenset[str], ranges: Ranges, forward: bool
    ) -> tuple[Sequence[int], Sequence[int]]:
        """Return the neighbors, and the templates in the same order; some may come twice."""
        others, templates = (
            mapped.neighbors.at(node, ranges, forward=forward, templates=t) for t in (False, True)
        )
        if node not in mapped.grown[forward]:
            return others, templates
        end: blocks.End = "subject" if forward else "object"
        rows, place = self._loose_at(end, node, self._predicate_codes(predicates)), 2 * forward
        codes = (row[3] or mapped.code(*row[4:]) for row in rows)
        return [*others, *(row[place] for row in rows)], [*templates, *codes]

    def _those_counted(
        self,
        mapped: _Mapped,
        node: int,
        predicates: frozenset[str],
        ranges: Ranges,
        forward: bool,
        counts: Counts | None,
    ) -> Collection[int]:
        """Return the neighbors over rows that count."""
        passing = self._passing(counts, mapped)
        if passing.whole and node not in mapped.grown[forward]:
            return mapped.neighbors.at(node, ranges, forward=forward)
        key = (node, forward, ranges)
        if (found := passing.ends.get(key)) is None:
            others, templates = self._beside(mapped, node, predicates, ranges, forward)
            if counts is None or not len(others):
                found = others
            elif "numpy" in sys.modules and len(others) > _FEW_READ:
                import numpy as np

                kept = passing.of(np.array(templates, dtype=np.uintc))
                found = others if kept.all() else np.array(others, dtype=np.uintc)[kept].tolist()
            else:
                passing.read(templates)
                found = list(compress(others, map(passing.__getitem__, templates)))
            whole = len(found) == len(others)
            found = others if whole else found
            mapping = isinstance(found, memoryview)
            passing.keep(key, found, 0 if mapping else len(found))
        return found

    def fans(
        self,
        nodes: Any,
        weights: Any,
        kinds: Sequence[frozenset[str]],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterator[Fan] | None:
        mapped, ranges = self._neighbors_mapped(), [ranges_of(kind) for kind in kinds]
        found = [each for each in ranges if each is not None]
        if mapped is None or len(found) < len(ranges):
            return None
        return self._fans(mapped, nodes, weights, kinds, found, forward, counts)

    def _fans(
        self,
        mapped: _Mapped,
        nodes: Any,
        weights: Any,
        kinds: Sequence[frozenset[str]],
        ranges: Sequence[Ranges],
        forward: bool,
        counts: Counts | None,
    ) -> Iterator[Fan]:
        import numpy as np

        apart = mapped.changed[forward]
        read = [place for place, n in enumerate(nodes.tolist()) if n in apart] if apart else []
        for place in read:
            node = int(nodes[place])
            for kind, weight in zip(kinds, weights[place].tolist(), strict=True):
                found = set(self.neighbors(node, kind, forward=forward, counts=counts)) - {node}
                yield weight, np.fromiter(found, np.uintc, len(found))
        if read:
            nodes, weights = np.delete(nodes, read), np.delete(weights, read, axis=0)
        known = None if counts is None else self._passing(counts, mapped)
        passing = None if known is None or known.whole else known.of
        yield from mapped.neighbors.fans(nodes, weights, ranges, passing, forward=forward)

    def samples(
        self,
        node: Node,
        predicates: frozenset[str],
        ends: Set[Node],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterable[tuple[Node, Evidence, int]] | None:
        mapped, ranges = self._neighbors_mapped(), ranges_of(predicates)
        if mapped is None or ranges is None or node in mapped.apart[forward]:
            return None
        others, templates = self._beside(mapped, node, predicates, ranges, forward)
        ordered = all(end - first == 1 for first, end in ranges)  # those of several are a list
        found = _with_ends(others, templates, ends, ordered=ordered)
        samples = self._read_mapped(mapped, {template for _, template in found})
        if counts is not None:
            passing = self._passing(counts, mapped)
            if not passing.whole or node in mapped.grown[forward]:
                found = [entry for entry in found if passing[entry[1]]]
        return [(other, samples[template], int(template < WHOLE)) for other, template in found]

    def agreed(
        self, node: Node, kinds: Collection[Kind], *, forward: bool = True
    ) -> Mapping[Kind, Set[Node]]:
        mapped, found = self._neighbors_mapped(), dict[Kind, Set[Node]]()
        if mapped is None or node in mapped.apart[True] | mapped.apart[False]:
            return agreed_at(self, node, kinds, forward=forward)
        for kind in kinds:
            group = beside(kind)
            ends = self._agreed(mapped, node, group, forward) if kind <= group else None
            if kind != group and ends != set():  # claims of other predicates lie between its own
                ends = agreed_at(self, node, (kind,), forward=forward, ends=ends)[kind]
            found[kind] = ends or set()
        return found

    def _agreed(
        self, mapped: _Mapped, node: int, predicates: frozenset[str], forward: bool
    ) -> set[int]:
        """Return the neighbors over claims of a group that more than one source makes."""
        ranges = ranges_of(predicates) or ()
        both = any(confirming(name, reverse=True) for name in predicates)
        ways = (forward, not forward) if both else (forward,)
        parts = [self._beside(mapped, node, predicates, ranges, way) for way in ways]
        templates = set(chain.from_iterable(templates for _, templates in parts))
        samples = self._read_mapped(mapped, templates)
        sources = {template: samples[template].finding.source for template in templates}
        if len({*sources.values()}) < 2:
            return set()
        first: dict[int, str] = {}
        return {
            other
            for part in parts
            for other, template in zip(*part, strict=True)
            if first.setdefault(other, sources[template]) != sources[template]
        }

    def _neighbors_mapped(self) -> _Mapped | None:
        return self._mapped if self._asked_mapped else self._map()

    def _map(self) -> _Mapped | None:
        """Map the neighbors of all entities; None in a graph that is small."""
        state, mapped = blocks.state(self._db), self._mapped
        neighbors = mapped.neighbors if mapped and mapped.name == state.name else None
        mapped = None
        if self.census().totals["edges"] >= _MAPPED and (
            neighbors := neighbors or self._open_mapped(state.name)
        ):
            mapped = _Mapped(neighbors, state)
        self._mapped, self._asked_mapped = mapped, True
        return mapped

    def _open_mapped(self, state: str) -> Neighbors | None:
        """Open the neighbors; rewritten where they are not those of the graph."""
        file = self.file.with_suffix(SUFFIX)
        try:
            return Neighbors(file, state)
        except FileNotFoundError:
            self._say(f"{file}: not there; it is written, for searches")
        except (OSError, ValueError) as error:
            self._say(f"{file}: {error}; it is rewritten")
        try:
            Neighbors.write(self._db, file, state)
            return Neighbors(file, state)
        except (DataError, OSError, ValueError, sqlite3.OperationalError) as error:
            self._say(f"{error}; searches read the graph itself, which is slower")
            return None

    def _say(self, message: str) -> None:
        import logging

        logging.getLogger("radexo").warning(message)

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        codes = self._predicate_codes(matching(classes))
        end: blocks.End = "subject" if forward else "object"
        return len(set(self._claims_at(end, self._number(id), codes)))

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        return edge.evidence

    def degree(self, id: str) -> int:
        if (degree := self._degrees.get(id)) is None:
            _, degree = self._read_named(id)
        return degree

    def _passing(self, counts: Counts | None, mapped: _Mapped | None) -> _Passing:
        """Return what is known of the rows that count."""
        found = self._passings.get(counts)
        if found is None or found.asked is not counts:
            kept = [(key, value) for key, value in self._passings.items() if key != counts]
            if found is None:
                last = None
                if mapped is None or not mapped.neighbors.statements:
                    (last,) = self._one("SELECT max(n) FROM template")
                found = _Passing(counts or _any, partial(self._read_mapped, mapped), last)
            found.asked = counts  # of those that are equal the last, which is found the fastest
            self._passings = {**dict(kept[1 - _FILTERS :]), counts: found}
        return found

    # -- parts ------------------------------------------------------------------------------------

    def around(self, ids: Collection[str]) -> DiskStore:
        return self

    def among(self, ids: Collection[str]) -> DiskStore:
        return self

    # -- writing ----------------------------------------------------------------------------------

    @classmethod
    def build(
        cls,
        records: Records,
        file: str | Path,
        rows: tuple[Sequence[Finding], GivenRows] | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> DiskStore:
        """Write a graph into a new file, whole or not at all; a graph there is replaced.

        Parameters
        ----------
        records
            The graph.
        file
            Where; its folder exists.
        rows
            As `add` takes them.
        progress
            Called with what is being written.

        Returns
        -------
        DiskStore

        Raises
        ------
        DataError
            When it cannot be written.
        """
        from ..atomic import replacing
        from .disk_temporary import temporary_folder
        from .disk_writer import Writer

        with replacing(file, within=temporary_folder) as aside:
            try:
                with contextlib.closing(sqlite3.connect(aside, isolation_level=None)) as db:
                    for pragma in (
                        "journal_mode = OFF",
                        "synchronous = OFF",
                        "cache_size = -200000",
                    ):
                        db.execute(f"PRAGMA {pragma}")
                    db.execute("BEGIN")
                    create(db)
                    writer = Writer(db, progress)
                    writer.add(records, unique_names=False)
                    if rows:
                        writer.add_rows(*rows)
                    for statement in INDEXES.split(";"):
                        db.execute(statement)
                    db.execute("COMMIT")
            except sqlite3.Error as error:
                raise DataError(f"{file}: cannot be written: {error}") from error
        return cls(file)

    def add(
        self,
        records: Records,
        progress: Callable[[str], None] | None = None,
        *,
        rows: tuple[Sequence[Finding], GivenRows] | None = None,
        old: Records | None = None,
        unique_names: bool = True,
    ) -> int:
        """Add records in one transaction: readers see the graph before it, or after it.

        Parameters
        ----------
        records
            Merged with what is there; adding twice is adding once.
        progress
            Called with what is being written.
        rows
            Rows of a resource, in bulk: see `Writer.add_rows`.
        old
            Sources, papers and findings of the graph that go first.
        unique_names
            Whether two entities may not have one name, see `violations`.

        Returns
        -------
        int
            How many rows were added.

        Raises
        ------
        DataError
            When a record contradicts one of the graph, or the file cannot be written; nothing is
            changed then.
        """
        with self._transaction() as writer:
            writer.progress = progress
            if old:
                writer.forget(old)
            writer.add(records, unique_names=unique_names)
            return writer.add_rows(*rows) if rows else 0

    def add_rows(self, templates: Sequence[Finding], rows: GivenRows) -> int:
        """Add rows of resources in one transaction; see `Writer.add_rows`."""
        with self._transaction() as writer:
            return writer.add_rows(templates, rows)

    def retract(self, findings: Iterable[str]) -> None:
        """Remove findings in one transaction, and every claim that rests on none but them.

        Parameters
        ----------
        findings
            Their ids; unknown ones are ignored.
        """
        with self._transaction() as writer:
            writer.remove(findings)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Writer]:
        from .disk_writer import Writer

        self.close()
        try:
            with contextlib.closing(
                sqlite3.connect(self.file, timeout=60, isolation_level=None)
            ) as db:
                db.execute(
                    "PRAGMA cache_size = -200000"
                )  # changed pages are written once, at the end
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield Writer(db)
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise DataError(f"{self.file}: cannot be written: {error}") from error
        if self._identity == self._read_identity():
            self._refresh()
        else:
            self.__init__(self.file)  # type: ignore[misc]  # another file has taken its place


class DiskNames(NameIndex):
    """Looks names up in the table of folded names.

    Parameters
    ----------
    store
        Of the graph.
    """

    def __init__(self, store: DiskStore) -> None:
        self._store = store

    def carriers(self, names: Iterable[str]) -> dict[str, list[Entity]]:
        wanted = [(name, name.strip()) for name in names]
        keys = {typed: asked(typed) for _, typed in wanted}
        by_id = self._found("SELECT id, record FROM entity WHERE id", keys)
        named = (key for typed, two in keys.items() if typed not in by_id for key in two)
        of_key = "SELECT key, record FROM name JOIN entity ON n = entity WHERE key"
        by_key = self._found(of_key, dict.fromkeys(named))
        found = {}
        for name, typed in wanted:
            as_id, as_name = keys[typed]
            if entities := by_id.get(typed) or by_key.get(as_id) or by_key.get(as_name):
                found[name] = sorted(entities, key=lambda entity: entity.id)
        return found

    def in_review(self, id: str) -> bool:
        return named_by_review(self._store, id)

    def _found(self, sql: str, values: Iterable[str]) -> dict[str, list[Entity]]:
        """Read entities by what they are looked up by, all in one query."""
        found: dict[str, list[Entity]] = {}
        for value, record in self._store._all(f"{sql} {_IN}", json.dumps(list(values))):
            found.setdefault(value, []).append(parse(Entity, record))
        return found

    def _of(self, where: str, *values: Any) -> list[Entity]:
        rows = self._store._all(f"SELECT record FROM entity WHERE {where}", *values)
        return [parse(Entity, record) for (record,) in rows]

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 5
    ) -> list[Entity]:
        key = fold(name)
        of_type = "" if types is None else f"AND type {_IN}"
        near = self._store._all(
            "SELECT key, entity FROM name JOIN entity ON n = entity "
            f"WHERE key NOT LIKE 'id:%' AND length(key) >= ? {of_type}",
            len(key) * 3 // 7,  # shorter names are not as similar as `near_names` wants
            *([] if types is None else [_concrete(types)]),
        )
        folded = sorted({key for key, _ in near})
        chosen = set(near_names(key, folded, limit * 4))
        numbers = json.dumps([number for key, number in near if key in chosen])
        return Names(self._of(f"n {_IN}", numbers)).nearest(name, types, limit)

    def matches(
        self, text: str, types: Collection[str] | None = None, limit: int = 12
    ) -> list[Suggestion]:
        key, typed = fold(text), text.strip().casefold()
        if not key:
            return []
        of_type = "" if types is None else "AND type IN (SELECT value FROM json_each(?))"
        exact, as_id = asked(text)
        rows = self._store._all(
            "SELECT n, min(CASE WHEN key IN (?, ?) THEN 0 "
            "WHEN key LIKE ? || '%' OR key LIKE 'id:' || ? || '%' THEN 1 ELSE 2 END) AS rank "
            "FROM name JOIN entity ON n = entity "
            f"WHERE (instr(key, ?) OR instr(key, ?)) {of_type} "
            "GROUP BY n ORDER BY rank, degree DESC, id LIMIT ?",
            exact,
            as_id,
            *(key, typed, key, typed),
            *([] if types is None else [_concrete(types)]),
            max(limit, _SUGGESTED),
        )
        entities = self._of(f"n {_IN}", json.dumps([number for number, _ in rows]))
        return Names(entities, self._store.degree).matches(text, types, limit)

    def _with_degree(self, entities: Sequence[Entity]) -> Iterable[tuple[Entity, int]]:
        return [(entity, self._store.degree(entity.id)) for entity in entities]


class _Mapped:
    """Mapped neighbors, and the entities whose rows are not those in them, by direction.

    Rows of those in `apart` were removed; of those in `grown` rows were only added.
    """

    def __init__(self, neighbors: Neighbors, state: blocks.State) -> None:
        self.neighbors, self.name = neighbors, state.name
        ends: dict[bool, blocks.End] = {True: "subject", False: "object"}
        self.apart = {forward: state.removed[end] for forward, end in ends.items()}
        self.grown = {forward: state.added[end] for forward, end in ends.items()}
        self.changed = {forward: self.apart[forward] | self.grown[forward] for forward in ends}
        self.samples: dict[int, Evidence] = {}
        self._codes: dict[tuple[int, int], int] = {}
        self._added: dict[int, tuple[int, int]] = {}

    def code(self, finding: int, number: int) -> int:
        """Return a code for a statement of a whole finding that was added, see `statement`."""
        if (code := self._codes.get((finding, number))) is None:
            code = blocks.LARGEST - self.neighbors.statements - len(self._codes)
            self._codes[finding, number], self._added[code] = code, (finding, number)
        return code

    def statement(self, code: int) -> tuple[int, int]:
        """Return the number of a whole finding, and of its statement that has a code."""
        return self._added.get(code) or self.neighbors.statement(code)


class _Passing(dict[int, bool]):
    """Whether the rows of templates count, found out once, and the neighbors over those that do."""

    def __init__(
        self, counts: Counts, samples: Callable[[Iterable[int]], Samples], last: int | None
    ) -> None:
        self.counts, self._samples, self._last = counts, samples, last
        self.asked: Counts | None = counts
        self._templates = 0
        self.whole = False  # whether it is known that all that are mapped count
        self.ends: dict[tuple[int, bool, Ranges | frozenset[str]], Any] = {}
        self._held = 0
        self._table: Any = None

    def __missing__(self, template: int) -> bool:
        self.read((template,))
        return self[template]

    def read(self, templates: Iterable[int]) -> None:
        """Find out about some templates at once."""
        # difference of a set and this would look at all that is known
        if missing := {template for template in templates if template not in self}:
            samples = self._samples(missing)
            self.update((n, self.counts(samples[n], int(n < WHOLE))) for n in missing)
            self._templates += sum(n < WHOLE for n in missing)
            self.whole = self._templates == self._last and all(self.values())

    def of(self, templates: Any) -> Any:
        """Return whether the rows count, of an array of templates, as an array."""
        import numpy as np

        if not len(templates):
            return np.zeros(0, dtype=bool)
        if (whole := templates >= WHOLE).any():
            codes = templates[whole].tolist()
            self.read(codes)
            found = np.empty(len(templates), dtype=bool)
            found[whole], found[~whole] = [self[n] for n in codes], self.of(templates[~whole])
            return found
        known, missing = (
            len(self._table) if self._table is not None else 0,
            int(templates.max()) + 1,
        )
        if missing > known:  # 2 where it is not known
            table = np.full(2 * missing, 2, dtype=np.int8)
            table[:known] = self._table if known else 0
            self._table = table
        found = self._table[templates]
        if (unknown := found == 2).any():
            asked = np.unique(templates[unknown])
            self.read(asked.tolist())
            self._table[asked] = [self[n] for n in asked.tolist()]
            found = self._table[templates]
        return found == 1

    def keep(self, key: tuple[int, bool, Ranges | frozenset[str]], found: Any, size: int) -> None:
        """Keep the neighbors of an entity in a direction; so many at most."""
        self._held += size + 1
        if self._held > _ENDS:
            self.ends, self._held = {}, size
        self.ends[key] = found


def _with_ends(
    others: Sequence[int], templates: Sequence[int], ends: Set[int], *, ordered: bool
) -> list[tuple[int, int]]:
    """Return neighbors that are among some ends with their templates, each pair once.

    Neighbors that are mapped may be in order, so that a few ends are looked up one by one.
    """
    if isinstance(others, memoryview) and isinstance(templates, memoryview):
        if ordered and len(ends) * _FEWER_ENDS < len(others):
            found = []
            for end in ends:
                place = bisect_left(others, end)
                while place < len(others) and others[place] == end:
                    found.append((end, templates[place]))
                    place += 1
            return found
        others, templates = others.tolist(), templates.tolist()  # read faster than one by one
    entries = zip(others, templates, strict=True)
    return list(dict.fromkeys(compress(entries, map(ends.__contains__, others))))


def _evidence(finding: Finding, number: int) -> Evidence:
    """Return the statement of a finding that has a number, with it."""
    return Evidence(finding, next(s for s in finding.statements if s.number == number))


def _any(evidence: Evidence, number: int) -> bool:
    return True


class _Where:
    """The conditions of a query, and their values."""

    def __init__(self, *conditions: str) -> None:
        self._conditions, self.values = list(conditions), list[Any]()

    def add(self, condition: str, *values: Any) -> None:
        self._conditions.append(condition)
        self.values += values

    def __str__(self) -> str:
        return f"WHERE {' AND '.join(self._conditions)}" if self._conditions else ""


def _values(record: Any) -> list[Any]:
    return [getattr(record, name) for name in record.__slots__]


_STATEMENTS = FIELDS[3].index("statements")


def _concrete(types: Collection[str]) -> str:
    return json.dumps(sorted({t for name in types for t in subtypes(name)}))
