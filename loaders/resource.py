"""The rows of a public resource, joined to a graph and collected as findings.

A row of a resource becomes a finding with one statement (see `radexo.graph.records.template_of`);
`radexo.loaders.joins` joins its ends, `radexo.loaders.resource_files` reads the files.
"""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar, cast

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Finding, Reference, Source, Statement
from ..graph.records import NO_PREDICATE, Records, template_of
from ..graph.schema import PREDICATES, PredicateName, TypeName
from ..graph.stores.disk_bulk import CodedRows
from ..graph.values import frozen
from .joins import Joins, local_id

__all__ = ["Options", "Reader", "Resource", "Rows"]

T = TypeVar("T")

_OF_STATEMENT = frozenset({"certainty", "form", "note"})
_MOST_LISTED = 3
_STEP = 100_000
"""Rows read between two reports of progress."""


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
        self._watched: tuple[BinaryIO, int] | None = None

    # -- what a loader calls ----------------------------------------------------------------------

    def counted(self, rows: Iterable[T]) -> Iterator[T]:
        """Count rows as they are read, and report progress.

        Parameters
        ----------
        rows
            Of a file.

        Yields
        ------
        row
        """
        for row in rows:
            self.count()
            yield row

    def count(self, records: int = 1) -> None:
        """Count more records read: rows, or each of those that a row holds.

        Parameters
        ----------
        records
            How many.
        """
        self.read += records
        if self.read % _STEP < records and self.options.progress:
            self.options.progress(f"{self.source.id}: {self.read:,}{self._of_about()} rows read")

    def watch(self, file: BinaryIO) -> None:
        """Look at how much of a file was read, for the reports of progress.

        Parameters
        ----------
        file
            The file that is read.
        """
        self._watched = file, self.read

    def _of_about(self) -> str:
        """Return how many rows there will be, as far as the file was read."""
        file, before = self._watched or (None, 0)
        if file is None or file.closed:
            return ""
        place, size = file.tell(), os.fstat(file.fileno()).st_size
        if not 0 < place < size:
            return ""
        return f" of about {before + (self.read - before) * size // place:,}"

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

        Returns
        -------
        str or None
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
                cast("TypeName", type),
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
        """Add an entity, unless the graph has it.

        Parameters
        ----------
        entity
            With the id by which it is joined.
        """
        if not self.joins.has(entity.id):
            self._entities[entity.id] = entity
            self.joins.add(entity)

    def paper(self, pmid: str) -> str:
        """Return the citation of a paper by its PubMed id.

        Parameters
        ----------
        pmid
            The PubMed id.

        Returns
        -------
        str
        """
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

        Returns
        -------
        int
        """
        key = tuple(sorted(common.items()))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.templates)
            own = {name: common.pop(name) for name in _OF_STATEMENT & common.keys()}
            statement = Statement("", NO_PREDICATE, "", **own)
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

        Returns
        -------
        list of Finding
        """
        seen, last = set(), 0
        for finding in present:
            if finding.source == self.source.id and (template := template_of(finding)):
                seen.add((finding.statements[0].claim, template))
                last = max(last, int(finding.id.partition(":")[2]))
        found = []
        for subject, coded, object, place in self.rows:
            predicate, template = cast("PredicateName", coded), self.templates[place]
            key = ((subject, predicate, object), template)
            if key not in seen:
                seen.add(key)
                last += 1
                claim = replace(
                    template.statements[0], subject=subject, predicate=predicate, object=object
                )
                found.append(replace(template, id=f"{template.id}{last}", statements=(claim,)))
        return found
