"""The sources that can be loaded, and what `radexo load` and `radexo validate` do, in Python.

A source is a module of this folder with ``NAME``, ``SUMMARY``, ``LICENSE``, ``FORMAT`` (the columns
expected, by table) and ``read(paths, known)``, which returns records and what was left out. Every
exchange format that loads is a source too.

Examples
--------
>>> {"review", "kgx", "node-link"} <= set(sources())
True
>>> from radexo.loaders.review import PACKAGED_TABLES
>>> loaded = load("review", PACKAGED_TABLES)
>>> loaded.report.added, loaded.report.merged == loaded.report.read
(0, True)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from ..graph.errors import DataError, UsageError
from ..graph.model import Entity, Finding
from ..graph.records import Records, merge
from ..graph.report import Problem
from ..graph.saved import FILE_NAME, JSON_NAME, open_saved, save, saved_file
from ..graph.stores.base import Store
from ..graph.stores.disk import DiskStore
from ..graph.stores.memory import MemoryStore
from ..graph.validation import violations
from ..graph.values import frozen

__all__ = ["LoadReport", "Loaded", "Loader", "find_source", "load", "sources", "validate"]

Read = Callable[[Sequence[str | Path], Iterable[Entity]], tuple[Records, Counter[str]]]


@frozen
class Loader:
    """One source that can be loaded.

    Parameters
    ----------
    name
        As `radexo load` takes it.
    summary
        What it contains.
    license
        The terms under which its data may be used.
    columns
        The columns expected, by the name of the table or file.
    read
        Reads files into records, and counts what was left out; it is passed the entities of the
        graph that they will be merged into.
    """

    name: str
    summary: str
    license: str
    columns: Mapping[str, Sequence[str]]
    read: Read


@cache
def sources() -> Mapping[str, Loader]:
    """Return every source by name: the modules of this folder, then the formats that load."""
    from ..graph.exchange.registry import FORMATS

    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    loaders = [
        Loader(m.NAME, m.SUMMARY, m.LICENSE, m.FORMAT, m.read)
        for m in modules
        if hasattr(m, "NAME")
    ]
    loaders += [
        Loader(f.name, f.summary, "as the file says", f.columns, f.read)
        for f in FORMATS.values()
        if f.loads
    ]
    return {loader.name: loader for loader in loaders}


def find_source(name: str) -> Loader:
    """Return the source of a name.

    Raises
    ------
    UsageError
        When there is none; the candidates are all sources.
    """
    try:
        return sources()[name]
    except KeyError:
        raise UsageError(
            f"unknown source {name!r}; use one of: {', '.join(sources())}", list(sources())
        ) from None


@frozen
class LoadReport:
    """What became of a source's findings, the row of `radexo load`.

    Parameters
    ----------
    file, source, version
        Where they came from; the version is the hash of what was read.
    read, added, merged, refused
        Findings read; new to the graph; already in it, identical; refused.
    reasons
        Why findings were refused, and what of the files was left out, each with its count.
    """

    file: str
    source: str
    version: str
    read: int
    added: int
    merged: int
    refused: int
    reasons: Mapping[str, int]


@frozen
class Loaded:
    """A graph with a source merged into it.

    Parameters
    ----------
    store
        The merged graph.
    report
        What became of the source's findings.
    refused
        Ids of the findings that were refused.
    path
        The file that was written, if any.
    """

    store: Store
    report: LoadReport
    refused: tuple[str, ...] = ()
    path: Path | None = None

    @property
    def records(self) -> Records:
        """The records of the merged graph."""
        return self.store.whole()


def load(
    source: str, *files: str | Path, into: Records | str | Path | None = None, empty: bool = False
) -> Loaded:
    """Merge a source into a graph.

    Parameters
    ----------
    source
        A key of `sources`.
    *files
        A folder, or files.
    into
        The graph: records, or the folder of a saved graph, to which is added in one transaction; a
        folder that does not exist begins as a copy of the packaged graph. By default the packaged
        graph, and nothing is written.
    empty
        Whether a new graph begins empty instead.

    Returns
    -------
    Loaded

    Raises
    ------
    UsageError
        When there is no such source.
    DataError
        When the files are not valid, or contradict the graph; nothing is written then.

    Examples
    --------
    >>> import radexo
    >>> from radexo.loaders.review import PACKAGED_TABLES
    >>> g = radexo.load()
    >>> load("review", PACKAGED_TABLES, into=g.records).records == g.records
    True
    """
    graph = MemoryStore(into) if isinstance(into, Records) else _begin(into, empty=empty)
    new, left_out = find_source(source).read(files, graph.entities())
    present: dict[str, Finding] = {
        f.id: found for f in new.findings if (found := graph.finding(f.id))
    }
    added = tuple(f for f in new.findings if f.id not in present)
    refused = tuple(f.id for f in new.findings if f.id in present and present[f.id] != f)
    shown = "|".join(map(str, files))
    addition = Records(new.sources, new.references, new.entities, added)
    path = None
    if isinstance(graph, DiskStore):
        graph.add(addition)
        path = graph.file
    else:
        merged = merge(graph.whole(), addition)
        for violation in violations(merged):
            raise DataError(f"{shown}: merged with the graph, it breaks the schema: {violation}")
        if into is not None and not isinstance(into, Records):
            path = save(merged, Path(into).parent if Path(into).is_file() else into)
        graph = MemoryStore(merged)
    reasons = {"another finding has this id already": len(refused)} if refused else {}
    report = LoadReport(
        file=shown,
        source="|".join(sorted({f.source for f in new.findings} or {s.id for s in new.sources})),
        version=new.version,
        read=len(new.findings),
        added=len(added),
        merged=len(new.findings) - len(added) - len(refused),
        refused=len(refused),
        reasons=reasons | dict(left_out),
    )
    return Loaded(graph, report, refused, path)


def _begin(into: str | Path | None, *, empty: bool) -> Store:
    """Return the graph to merge into."""
    from .review import packaged_review

    if into is not None:
        folder = Path(into)
        on_disk = saved_file(folder)
        exists = on_disk or (folder / JSON_NAME).exists() or folder.is_file()
        if exists and empty:
            raise DataError(
                f"{folder}: holds a graph; --empty begins a new one, so choose a new folder"
            )
        if on_disk:
            return DiskStore(on_disk)
        if exists:
            return MemoryStore(open_saved(folder))
        if folder.exists() and any(folder.iterdir()):
            raise DataError(
                f"{folder}: holds other files but no graph; choose a new folder, or one with "
                f"{FILE_NAME}"
            )
    return MemoryStore(Records() if empty else packaged_review())


def validate(*files: str | Path, known: Iterable[Entity] = ()) -> list[Problem]:
    """Check curated tables together.

    Parameters
    ----------
    *files
        A folder, or the tables' files.
    known
        Entities that the tables may refer to without listing them, such as those of a graph.

    Returns
    -------
    list of Problem
        Empty when all is well.

    Examples
    --------
    >>> from radexo.loaders.review import PACKAGED_TABLES
    >>> validate(PACKAGED_TABLES)
    []
    """
    from .review import validate_review

    return validate_review(files, known)
