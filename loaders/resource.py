"""What the loaders of public resources share: opening files, joining, collecting rows.

A row of a resource becomes a finding with one statement (see `radexo.graph.records.template_of`).
Its ends are joined to entities of the graph by identifier; a name alone joins only where it is the
approved one. Earlier and ambiguous names are counted, never guessed.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ..graph.errors import DataError
from ..graph.exchange.tables import Reading, Row, blocks_of, read_cells, read_rows, text_of
from ..graph.model import Entity, Finding, Reference, Source, Statement
from ..graph.records import Records, template_of
from ..graph.report import Problem, ProblemsError
from ..graph.schema import PREDICATES, UNCERTAIN
from ..graph.stores.disk_bulk import CodedRows
from ..graph.values import frozen

__all__ = [
    "Joins",
    "Options",
    "Reader",
    "Resource",
    "first_line",
    "headings_of",
    "open_blocks",
    "table_cells",
    "table_rows",
    "text_rows",
]

T = TypeVar("T")
IDENTITY = frozenset(
    {
        "hgnc",
        "ncbigene",
        "ensembl",
        "uniprot",
        "mirbase.mature",
        "chebi",
        "reactome",
        "wikipathways",
    }
)
"""Prefixes of identifiers that stand for one entity; a precursor's stands for both of its arms."""

_OF_STATEMENT = frozenset({"certainty", "form", "note"})
_MOST_LISTED = 3
_STEP = 100_000
"""Rows read between two reports of progress."""
_AT_ONCE = 1000
"""Rows of a large table that are handled at once."""
_LONGEST = 1 << 24
"""The most bytes of a line that are read; a longer one is refused."""


@frozen
class Options:
    """How a resource is read.

    Parameters
    ----------
    release
        The resource's version, where its file does not state it.
    all_species
        Whether rows of other species than human are read too.
    progress
        Called with what is being read.
    map
        The mapping of a table that has no loader of its own: see `radexo.loaders.table`.
    """

    release: str | None = None
    all_species: bool = False
    progress: Callable[[str], None] | None = None
    map: str | Path | None = None


class Joins:
    """Joins rows to the entities of a graph, by identifier first, else by approved name.

    Parameters
    ----------
    known
        The entities.

    Examples
    --------
    >>> klf10 = Entity("hgnc:11810", "KLF10", "Gene", xrefs=("ncbigene:7071",))
    >>> joins = Joins([klf10])
    >>> joins.find("Gene", ["ncbigene:7071"], "TIEG1"), joins.find("Gene", [], "KLF10")
    (('hgnc:11810', 'by ncbigene'), ('hgnc:11810', 'by approved name'))
    >>> joins.find("Gene", ["ncbigene:1"], "KLF10")  # another gene of this name
    (None, '')
    >>> names = "hsa-miR-22", "hsa-miR-22-3p"
    >>> joins.add(Entity("radexo:22", "miR-22", "MiRNA", names, id_status="inferred arm"))
    >>> joins.find("MiRNA", [], "hsa-miR-22-3p")
    ('radexo:22', 'by approved name, inferred arm')
    """

    def __init__(self, known: Iterable[Entity]) -> None:
        self._of_id: dict[str, set[str]] = defaultdict(set)
        self._of_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._former: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = {}
        self._types: dict[str, str] = {}
        self._uncertain: dict[str, str] = {}
        for entity in known:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Add an entity that rows may be joined to."""
        ids = {i for i in (entity.id, *entity.xrefs) if i.partition(":")[0] in IDENTITY}
        for id in ids | {entity.id}:
            self._of_id[id].add(entity.id)
        self._prefixes[entity.id] = {id.partition(":")[0] for id in ids}
        self._types[entity.id] = entity.type
        if entity.id_status in UNCERTAIN:
            self._uncertain[entity.id] = f", {entity.id_status}"
        approved = approved_names(entity)
        for name in approved:
            self._of_name[entity.type, name].add(entity.id)
        for name in {entity.name, *entity.synonyms} - approved:
            self._former[entity.type, name].add(entity.id)

    def has(self, id: str) -> bool:
        """Return whether an entity has the id."""
        return id in self._prefixes

    def type_of(self, id: str) -> str:
        """Return the type of an entity."""
        return self._types[id]

    def having(self, id: str) -> Set[str]:
        """Return the entities that have an identifier."""
        return self._of_id.get(id, frozenset())

    def joined(self, id: str, how: str) -> str:
        """Return how an entity was joined, with what curators only inferred of its id."""
        return how + self._uncertain.get(id, "")

    def find(self, type: str, ids: Iterable[str], name: str) -> tuple[str | None, str]:
        """Find the entity of a row.

        Parameters
        ----------
        type
            Its type.
        ids
            Its identifiers, the most trusted first.
        name
            Its name in the resource.

        Returns
        -------
        id
            None where nothing is joined.
        how
            How it was joined, with the status of an identifier that is not exact; where it was
            not, why, and empty where nothing is like it.
        """
        prefixes = set()
        for id in ids:
            prefix = id.partition(":")[0]
            prefixes.add(prefix)
            if found := self._of_id.get(id):
                if len(found) == 1:
                    (own,) = found
                    return own, self.joined(own, f"by {prefix}")
                return None, f"{id} is an identifier of several entities"
        named = self._of_name.get((type, name), set())
        alike = {id for id in named if not prefixes & self._prefixes[id]}
        if len(alike) == 1:
            (own,) = alike
            return own, self.joined(own, "by approved name")
        if len(alike) > 1:
            return None, f"{name} is the name of several entities"
        if not prefixes and self._former.get((type, name)):
            return None, f"{name} is a synonym or an earlier name"
        return None, ""


def approved_names(entity: Entity) -> set[str]:
    """Return the names that identify an entity without its identifier.

    An approved gene symbol is the name of a gene with an exact identifier; a resource's own name
    for what it gives no identifier of is the name that the local id is made of. A current name of
    a mature microRNA begins with ``hsa-`` and, where any of its names has an arm, has the arm.

    Examples
    --------
    >>> names = ("hsa-miR-22-3p", "hsa-miR-22")
    >>> approved_names(Entity("mirbase.mature:MIMAT0000077", "miR-22", "MiRNA", synonyms=names))
    {'hsa-miR-22-3p'}
    """
    if entity.type != "MiRNA":
        certain = entity.id_status == "exact" or entity.id == local_id(entity.name)
        return {entity.name} if certain else set()
    full = {name for name in (entity.name, *entity.synonyms) if name.startswith("hsa-")}
    return {name for name in full if name.endswith(("-3p", "-5p"))} or full


class Reader(Protocol):
    """What ``read`` of each module of a public resource does; a module documents only its own."""

    def __call__(
        self, paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
    ) -> Resource:
        """Read files of a resource, and join their rows to a graph.

        Parameters
        ----------
        paths
            Files as published: plain, gzipped, or alone in a zip archive.
        known
            Entities of the graph.
        options
            How they are read.

        Returns
        -------
        Resource
            Rows that are claims, or what is lent to entities of the graph; refused rows are counted
            with their reasons.

        Raises
        ------
        DataError
            When a file as a whole cannot be read, or lacks a column; it names file and row.
        """
        raise NotImplementedError


class Rows:
    """Rows that are claims, as columns of numbers: a tuple of each would take six times the memory.

    Examples
    --------
    >>> rows = Rows()
    >>> rows.append("a:1", "INCREASES", "b:2", 0)
    >>> list(rows)
    [('a:1', 'INCREASES', 'b:2', 0)]
    >>> tuple(map(list, rows.columns))  # the ends in one numbering, predicates in another
    ([0], [0], [1], [0])
    """

    def __init__(self) -> None:
        self.columns = array("i"), array("i"), array("i"), array("i")
        self._ids: dict[str, int] = {}
        self._predicates: dict[str, int] = {}

    def end(self, id: str) -> int:
        """Return the number of an entity."""
        return self._ids.setdefault(id, len(self._ids))

    def predicate(self, name: str) -> int:
        """Return the number of a predicate."""
        return self._predicates.setdefault(name, len(self._predicates))

    def append(self, subject: str, predicate: str, object: str, template: int) -> None:
        """Append a row."""
        numbers = self.end(subject), self.predicate(predicate), self.end(object), template
        for column, number in zip(self.columns, numbers, strict=True):
            column.append(number)

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[tuple[str, str, str, int]]:
        ids, names = list(self._ids), list(self._predicates)
        for subject, predicate, object, template in zip(*self.columns, strict=True):
            yield ids[subject], names[predicate], ids[object], template

    @property
    def coded(self) -> CodedRows:
        """The rows as a graph on disk reads them."""
        import numpy as np

        columns = (np.array(column, np.int32) for column in self.columns)
        return CodedRows(list(self._ids), list(self._predicates), *columns)


class Resource:
    """The rows of a resource, joined to a graph.

    Parameters
    ----------
    source
        The resource.
    known
        Entities of the graph.
    options
        How it is read.
    """

    def __init__(
        self, source: Source, known: Iterable[Entity], options: Options | None = None
    ) -> None:
        self.options = options or Options()
        self.source = replace(source, version=source.version or self.options.release)
        self.joins = Joins(known)
        self.rows = Rows()
        self.templates: list[Finding] = []
        self.read = 0
        self.lent = 0
        self.joined: Counter[str] = Counter()
        self._refused: dict[str, list[tuple[str, int]]] = {}
        self._count: Counter[str] = Counter()
        self._entities: dict[str, Entity] = {}
        self._references: dict[str, Reference] = {}
        self._places: dict[Any, int] = {}
        self._found: dict[tuple[str, tuple[str, ...], str], str] = {}
        self._allowed: dict[tuple[str, str, str], bool] = {}

    # -- what a loader calls ----------------------------------------------------------------------

    def counted(self, rows: Iterable[T]) -> Iterator[T]:
        """Count rows as they are read, and report progress."""
        for row in rows:
            self.count()
            yield row

    def count(self, records: int = 1) -> None:
        """Count more records read: rows, or each of those that a row holds."""
        self.read += records
        if self.read % _STEP < records and self.options.progress:
            self.options.progress(f"{self.source.id}: {self.read} rows read")

    def refuse(self, reason: str, row: Row | None = None) -> None:
        """Count a row that is left out, with the place of the first ones.

        Parameters
        ----------
        reason
            Why; the same for all rows of its kind.
        row
            The row.
        """
        self._count[reason] += 1
        places = self._refused.setdefault(reason, [])
        if row is not None and len(places) < _MOST_LISTED:
            places.append((row.file, row.number))

    def entity(
        self, row: Row, type: str, ids: Sequence[str], name: str, synonyms: Sequence[str] = ()
    ) -> str | None:
        """Return the id of the graph's entity, or of a new one; None where that is not certain.

        Parameters
        ----------
        row
            The row, which is refused where several entities could be meant.
        type, ids, name
            As in `Joins.find`; without identifiers a new entity has a local id.
        synonyms
            Other names of a new entity.
        """
        key = (type, tuple(ids), name)
        if (known := self._found.get(key)) is not None:
            return known
        found, how = self.joins.find(type, ids, name)
        if found is None and how:
            self.refuse(how, row)
            return None
        if found is None:
            found, how = ids[0] if ids else local_id(name), "new"
            if self.joins.has(found):
                self.refuse("the id made of the name is another entity's", row)
                return None
            shown = name.removeprefix("hsa-") if type == "MiRNA" else name
            entity = Entity(
                found,
                shown,
                type,
                synonyms=tuple(sorted({name, *synonyms} - {shown})),
                xrefs=tuple(ids[1:]),
                id_status="exact" if ids else "none",
            )
            self._entities[found] = entity
            self.joins.add(entity)
        self.joined[how] += 1
        self._found[key] = found
        return found

    def include(self, entity: Entity) -> None:
        """Add an entity, unless the graph has it."""
        if not self.joins.has(entity.id):
            self._entities[entity.id] = entity
            self.joins.add(entity)

    def paper(self, pmid: str) -> str:
        """Return the citation of a paper by its PubMed id."""
        if pmid not in self._references:
            self._references[pmid] = Reference(self.source.id, pmid, pmid=pmid)
        return pmid

    def add(self, row: Row, subject: str, predicate: str, object: str, **common: Any) -> None:
        """Add the claim of a row, or refuse it where the schema does not allow it.

        Parameters
        ----------
        row
            The row.
        subject, predicate, object
            The claim.
        **common
            As in `template`.
        """
        if subject == object:
            self.refuse("subject and object are the same", row)
            return
        join = self.joins.type_of(subject), predicate, self.joins.type_of(object)
        if join not in self._allowed:
            self._allowed[join] = PREDICATES[predicate].may_join(join[0], join[2])
        if not self._allowed[join]:
            self.refuse(f"{predicate} may not join {join[0]} to {join[2]}", row)
            return
        self.rows.append(subject, predicate, object, self.template(**common))

    def template(self, **common: Any) -> int:
        """Return the place of what rows have in common in `templates`.

        Parameters
        ----------
        **common
            Fields of their findings; ``certainty``, ``form`` and ``note`` of their statements.
        """
        key = tuple(sorted(common.items()))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.templates)
            own = {name: common.pop(name) for name in _OF_STATEMENT & common.keys()}
            statement = Statement("", "", "", **own)
            self.templates.append(Finding(f"{self.source.id}:", statements=(statement,), **common))
        return place

    # -- what `load` reads ------------------------------------------------------------------------

    @property
    def records(self) -> Records:
        """The source, its papers and entities, without the rows."""
        own = Reference(self.source.id, doi=self.source.doi)
        return Records(
            (self.source,), (own, *self._references.values()), tuple(self._entities.values())
        )

    @property
    def left_out(self) -> Counter[str]:
        """Why rows were left out, and where the first ones are."""
        found: Counter[str] = Counter()
        several = len({file for places in self._refused.values() for file, _ in places}) > 1
        for reason, count in self._count.items():
            places = ", ".join(
                f"{number} of {Path(file).name}" if several else str(number)
                for file, number in self._refused[reason]
            )
            more = ", ..." * (count > _MOST_LISTED)
            found[f"{reason} (row {places}{more})" if places else reason] = count
        return found

    def findings(self, present: Iterable[Finding] = ()) -> list[Finding]:
        """Return the rows as numbered findings, each once, those of a graph left out.

        Parameters
        ----------
        present
            Findings of the graph.
        """
        seen, last = set(), 0
        for finding in present:
            if finding.source == self.source.id and (template := template_of(finding)):
                seen.add((finding.statements[0].claim, template))
                last = max(last, int(finding.id.partition(":")[2]))
        found = []
        for subject, predicate, object, place in self.rows:
            template = self.templates[place]
            key = ((subject, predicate, object), template)
            if key not in seen:
                seen.add(key)
                last += 1
                claim = replace(
                    template.statements[0], subject=subject, predicate=predicate, object=object
                )
                found.append(replace(template, id=f"{template.id}{last}", statements=(claim,)))
        return found


def local_id(name: str) -> str:
    """Return the id of what has no identifier but its name.

    Examples
    --------
    >>> local_id("Cell cycle exit")
    'radexo:Cell-cycle-exit'
    """
    slug = "".join(c if c.isalnum() or c in ".-_" else "-" for c in name).strip("-")
    return f"radexo:{slug or 'unnamed'}"


# -- files ----------------------------------------------------------------------------------------


@contextmanager
def open_blocks(path: str | Path) -> Iterator[Iterator[bytes]]:
    """Open a file in blocks of whole lines: plain, gzipped, or the only file in a zip archive.

    Raises
    ------
    DataError
        When it cannot be opened. What is wrong within it is an OSError when it is read.
    """
    with ExitStack() as opened:
        try:
            stream: Any = opened.enter_context(Path(path).open("rb"))
            start = stream.read(4)
            stream.seek(0)
            if start[:2] == b"\x1f\x8b":
                stream = opened.enter_context(gzip.open(stream))
            elif start == b"PK\x03\x04":
                archive = opened.enter_context(zipfile.ZipFile(stream))
                stream = opened.enter_context(archive.open(_only_file(archive, path)))
        except OSError as error:
            raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
        except _DAMAGE as error:
            raise DataError(f"{path}: a damaged zip archive ({error}); get it again") from error
        yield _blocks(stream)


_DAMAGE = (EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)
"""What reading a damaged or encrypted archive raises beside OSError."""


def _blocks(stream: io.BufferedIOBase) -> Iterator[bytes]:
    try:
        yield from blocks_of(stream, longest=_LONGEST)
    except _DAMAGE as error:
        raise OSError(f"damaged or cut off ({error}); get the file again") from error


def _only_file(archive: zipfile.ZipFile, path: str | Path) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if any(name.startswith("xl/") for name in names):
        raise DataError(f"{path}: an Excel workbook; save the sheet as CSV and load that")
    if len(names) != 1:
        raise DataError(f"{path}: the archive holds {len(names)} files; unpack it and name one")
    return names[0]


def table_rows(
    resource: Resource,
    path: str | Path,
    columns: Sequence[str],
    *,
    separators: str = "\t,;",
    headings: Sequence[str] = (),
    count: bool = True,
) -> Iterator[Row]:
    """Read a resource's table; rows that cannot be read are counted as refused.

    Parameters
    ----------
    resource
        Where rows are counted.
    path
        Plain, gzipped or zipped; the separator is found in the first line.
    columns
        Columns that must be present.
    separators
        The characters that may separate cells.
    headings
        The headings of a table that has none.
    count
        Whether the rows are those of the resource, or of a table beside it, of which only those
        are counted that cannot be read.

    Yields
    ------
    Row

    Raises
    ------
    ProblemsError
        When the file as a whole cannot be read.
    """
    with _opened(resource, path, separators) as (how, problems):
        layout = replace(how, headings=headings)
        rows = read_rows(path, columns, problems, layout)
        yield from resource.counted(rows) if count else rows
    if problems:
        raise ProblemsError(problems)


def table_cells(
    resource: Resource, path: str | Path, columns: Sequence[str]
) -> Iterator[list[tuple[int, tuple[str, ...]]]]:
    """Read a large table of a resource without making a `Row` of each row; see `table_rows`.

    Parameters
    ----------
    resource, path
        As of `table_rows`.
    columns
        Columns that must be present, two or more; others are skipped.

    Yields
    ------
    list of tuple
        Some rows, each its number and its cells in the order of `columns`.
    """
    with _opened(resource, path) as (how, problems):
        rows = read_cells(path, columns, problems, how)
        if found := next(rows, None):
            chosen = itemgetter(*map(found[1].index, columns))
            while batch := [(number, chosen(cells)) for number, cells in islice(rows, _AT_ONCE)]:
                resource.count(len(batch))
                yield batch
    if problems:
        raise ProblemsError(problems)


@contextmanager
def _opened(
    resource: Resource, path: str | Path, separators: str = "\t,;"
) -> Iterator[tuple[Reading, list[Problem]]]:
    """Open a table: how it is read, and where problems are appended."""

    def refuse(problem: Problem) -> None:
        resource.count()
        resource.refuse("not as many cells as headings", Row(problem.file, problem.row or 0, {}))

    separator = _separator(_heading(path), separators)
    with open_blocks(path) as blocks:
        by_hand = separator != "\t"
        yield Reading(delimiter=separator, by_hand=by_hand, stream=blocks, refuse=refuse), []


def text_rows(path: str | Path) -> Iterator[tuple[Row, str]]:
    """Read a file that is not a table, line by line.

    Parameters
    ----------
    path
        Plain, gzipped or zipped.

    Yields
    ------
    Row
        The line's place, without cells.
    str
        The line, without its end.

    Raises
    ------
    ProblemsError
        When a line cannot be read.
    """
    problems: list[Problem] = []
    with open_blocks(path) as blocks:
        for number, text in text_of(path, blocks, problems):
            yield Row(str(path), number, {}), text.rstrip("\r\n")
    if problems:
        raise ProblemsError(problems)


def first_line(path: str | Path) -> str:
    """Return a file's first line, without its end and a byte-order mark."""
    return _heading(path).strip("\r\n\ufeff")


def headings_of(path: str | Path, separators: str = "\t,;") -> list[str]:
    """Return the cells of a table's first line."""
    heading = first_line(path)
    separator = _separator(heading, separators)
    if separator != "\t":
        with suppress(csv.Error):
            return list(map(str.strip, next(csv.reader([heading], delimiter=separator), [])))
    return heading.split(separator)


def _heading(path: str | Path) -> str:
    with open_blocks(path) as blocks:
        try:
            return next(blocks, b"").partition(b"\n")[0].decode("utf-8", "replace")
        except OSError as error:
            raise DataError(f"{path}: {error}") from error


def _separator(heading: str, separators: str) -> str:
    return max(separators, key=heading.count)
