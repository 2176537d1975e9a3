"""What commands that move records into and out of graphs answer, with their rows.

These are `export`, `load`, `push`, `retract`, `sources` and `validate`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import loaders
from .graph.errors import UsageError
from .graph.exchange.licenses import redistribution
from .graph.exchange.losses import Loss
from .graph.exchange.progress import reporting
from .graph.exchange.registry import FORMATS, find_format, guess
from .graph.records import Records
from .graph.report import Problem, first_of, how_many
from .graph.saved import open_saved, save, saved_file
from .graph.stores.base import Store, is_large
from .graph.stores.disk import DiskStore
from .graph.stores.disk_file import FILE_NAME
from .graph.stores.memory import MemoryStore
from .loaders import LoadReport
from .queries.answer import Answer
from .queries.catalogue import cut
from .queries.kinds import read_limit
from .queries.rows import Row, row

if TYPE_CHECKING:
    from .graph.model import Source
    from .queries.declare import Rows
    from .queries.questions.depends_on import Dependent
    from .words import FormatName, SourceName

__all__ = [
    "ExpectedTable",
    "SourceRow",
    "Written",
    "export",
    "load",
    "push",
    "retract",
    "sources",
    "validate",
]

_SHOWN = 10
"""The most findings that a message lists."""


@row
class Written(Row):
    """How many records of a kind a server holds, a row of `push`."""

    what: str
    count: int


def push(
    store: Store,
    address: str,
    *,
    replace: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Answer[Written]:
    """Push a graph to a Neo4j server: in one transaction, or in batches where it is large.

    Parameters
    ----------
    store
        The graph.
    address
        Such as ``neo4j://127.0.0.1:7687``.
    replace
        Whether to remove what RadExo wrote there before and this graph does not hold.
    progress
        Called with what is being written.

    Returns
    -------
    Answer of Written
        What RadExo has on the server now, and how much was removed.

    Raises
    ------
    StoreError
        When no server answers, or it refuses.
    DataError
        When nodes on the server that are not RadExo's are in the way.
    """
    from .graph.stores.neo4j import LARGEST_PUSH, Neo4jStore, size_of

    with Neo4jStore(address) as server:
        if size_of(store) > LARGEST_PUSH:
            counts = server.push_in_batches(store, replace=replace, progress=progress)
        else:
            counts = server.push(store.whole(), replace=replace, progress=progress)
    rows = tuple(Written(what, count) for what, count in counts.items())
    parameters = {"store": address, "replace": replace}
    return Answer("push", parameters, rows, Written, store.version, reason=f"pushed to {address}")


def export(
    store: Store,
    path: str | Path,
    format: FormatName | None = None,
    *,
    overwrite: bool = True,
    progress: Callable[[str], None] | None = None,
    **options: Any,
) -> Answer[Loss]:
    """Export a graph to a file or folder, atomically; see `radexo.Graph.export`.

    Parameters
    ----------
    store
        The graph.
    path, format, overwrite, progress, **options
        As `radexo.Graph.export` takes them.

    Returns
    -------
    Answer of Loss

    Raises
    ------
    UsageError
        When there is no such format or option, or the extension belongs to none.
    DataError
        When the path cannot be written, or exists and `overwrite` is false.

    Examples
    --------
    >>> import radexo, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(radexo.load().store, f"{folder}/review.json", "node-link").parameters["lossless"]
    True
    """
    chosen = guess(path) if format is None else find_format(format)
    for name in options.keys() - chosen.options.keys():
        having = [f.name for f in FORMATS.values() if name in f.options]
        takes = f"; it is one of: {', '.join(having)}" if having else ""
        raise UsageError(f"{chosen.name} has no option {name!r}{takes}", having)
    given = dict(options)
    if not isinstance(store, MemoryStore | DiskStore):
        store = MemoryStore(store.whole())
    with store.reading():
        if chosen.styled:
            from .views.render.cx2 import look

            options |= look(store)
        if chosen.reports:
            options["progress"] = progress
        elif progress:
            store = reporting(store, progress)
        losses = chosen.write(store, path, overwrite=overwrite, **options)
    reason = f"wrote {path}"
    if next_step := chosen.next_step(path):
        reason += f"; {next_step}"
    if losses:
        reason += f"; {len(losses)} kinds of things that {chosen.name} does not carry are listed"
    reason = "; ".join((reason, *redistribution(store.sources())))
    parameters = {"format": chosen.name, "path": str(path), "lossless": chosen.lossless, **given}
    return Answer(
        "export", parameters, tuple(losses), Loss, store.version, status="complete", reason=reason
    )


def validate(
    store: Store, files: Sequence[str | Path], *, fix: bool = False, limit: int = 0
) -> Answer[Problem]:
    """Check curated tables together.

    Parameters
    ----------
    store
        The graph whose entities the tables may refer to.
    files
        A folder, or the tables' files.
    fix
        Whether to write what is certain first; `Answer.details` lists it as ``fixed``.
    limit
        The most problems listed; 0 for all.

    Returns
    -------
    Answer of Problem

    Raises
    ------
    UsageError
        When the limit is not a whole number from 0.

    Examples
    --------
    >>> import radexo
    >>> from radexo.loaders.review import PACKAGED_TABLES
    >>> validate(radexo.load().store, [PACKAGED_TABLES]).reason
    'no problem found'
    """
    limit = read_limit(limit)
    known = tuple(store.entities())
    fixed = loaders.fix(*files, known=known) if fix else None
    found = loaders.validate(*files, known=known)
    reason = how_many(len(found), "problems") if found else "no problem found"
    details = {}
    if fixed:
        written = f"wrote {how_many(len(fixed.corrections), 'cells')}"
        if fixed.backups:
            written += f"; the original is {', '.join(map(str, fixed.backups))}"
        reason = f"{written}; {reason}"
        details = {"fixed": [correction.to_dict() for correction in fixed.corrections]}
    rows, status, cut_reason = cut(found, limit, "problem", reason, "complete")
    parameters = {"files": list(map(str, files)), "limit": limit}
    return Answer(
        "validate",
        parameters,
        rows,
        Problem,
        store.version,
        status=status,
        reason=cut_reason,
        details=details,
    )


def load(
    source: SourceName,
    folder: str | Path,
    files: Sequence[str | Path],
    *,
    empty: bool = False,
    replace: bool = False,
    options: loaders.Options | None = None,
) -> Answer[LoadReport]:
    """Merge a source into a saved graph, whole or not at all.

    Parameters
    ----------
    source
        A key of `radexo.loaders.sources`.
    folder
        Where the graph is saved; if it does not exist, the graph begins as a copy of the packaged
        one.
    files
        A folder, or files.
    empty
        Whether a new graph begins empty instead.
    replace
        Whether the findings of the files take the place of all that the graph has of their source.
    options
        How a public resource is read.

    Returns
    -------
    Answer of LoadReport
        One row.

    Raises
    ------
    DataError
        When the files are not valid, or contradict the graph; nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> from radexo.loaders.review import PACKAGED_TABLES
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = load("review", f"{folder}/mine", [PACKAGED_TABLES], empty=True)[0]
    >>> report.added > 100
    True
    """
    loaded = loaders.load(
        source, *files, into=folder, empty=empty, replace=replace, options=options
    )
    reason = f"wrote {loaded.path}"
    if not loaded.path:
        reason = f"the graph has it all; {saved_file(folder)} was not changed"
    if count := len(loaded.beside):
        which = f"{count} findings" if count > 1 else "a finding"
        reason += (
            f"; the graph also has {which} of {loaded.report.source} that the file does not: "
            f"{first_of(loaded.beside, 3)}; --replace removes {'them' if count > 1 else 'it'}"
        )
    parameters = {
        "source": source,
        "files": list(map(str, files)),
        "folder": str(folder),
        "empty": empty,
        "replace": replace,
    }
    rows = (loaded.report,)
    return Answer("load", parameters, rows, LoadReport, loaded.store.version, reason=reason)


def retract(folder: str | Path, what: str, *, limit: int = 0) -> Answer[Dependent]:
    """Remove a paper, a finding or a source from a saved graph, in one transaction.

    A finding that also cites other papers stays; it is removed by its own id. With a source go its
    papers; entities stay.

    Parameters
    ----------
    folder
        Where the graph is saved.
    what
        A finding (sun2022:29a), a paper by its citation (29, sun2022:29), or a source (sun2022).
    limit
        The most claims listed; 0 for all. It does not limit what is removed.

    Returns
    -------
    Answer of Dependent
        The claims that rested on it, as `depends_on` lists them; `reason` says which findings were
        removed, and which stay.

    Raises
    ------
    DataError
        When there is no saved graph, or it cannot be written.
    UnknownNameError
        When there is no such paper, finding or source.
    UsageError
        When the limit is not a whole number from 0, or the source is a resource of a large graph;
        nothing is removed then.

    Examples
    --------
    >>> import radexo, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = radexo.load().save(folder)
    ...     retract(folder, "sun2022:29a").reason.partition(";")[0]
    'removed 1 finding: sun2022:29a'
    """
    from .queries.questions.depends_on import Dependent, dependents, resting_on

    limit = read_limit(limit)
    if (file := saved_file(folder)) is None:
        save(open_saved(folder), folder)  # a graph of RadExo 0.1
        file = Path(folder) / FILE_NAME
    store = DiskStore(file)
    if source := next((source for source in store.sources() if source.id == what), None):
        removed, found = _retract_source(store, source)
    else:
        gone, shaken = resting_on(store, what)
        found = dependents(store, what, gone, shaken)
        store.retract(finding.id for finding in gone)
        ids = first_of([finding.id for finding in gone], _SHOWN)
        removed = how_many(len(gone), "findings")
        removed += f": {ids}" if gone else "; name a finding to remove it"
    parameters = {"what": what, "folder": str(folder), "limit": limit}
    reason = "; ".join((f"removed {removed}", *found.notes))
    rows, status, cut_reason = cut(tuple(found.rows), limit, "claim", reason, "complete")
    return Answer(
        "retract", parameters, rows, Dependent, store.version, status=status, reason=cut_reason
    )


def _retract_source(store: DiskStore, source: Source) -> tuple[str, Rows[Dependent]]:
    """Remove a source with its papers and findings; return what was removed, and what fell."""
    from .queries.questions.depends_on import dependents

    if is_large(store) and source.id not in store.reviews():
        raise UsageError(
            f"{source.id}: too many rows to list what rests on them; begin a new graph"
        )
    gone = tuple(store.findings(sources=[source.id]))
    found = dependents(store, source.id, gone, ())
    papers = tuple(paper for paper in store.references() if paper.source == source.id)
    store.add(Records(), old=Records((source,), papers, (), gone))
    return f"source {source.id}: {how_many(len(gone), 'findings')}", found


@row
class ExpectedTable(Row):
    """A table of a source and the columns expected in it."""

    file: str
    columns: tuple[str, ...]


@row
class SourceRow(Row):
    """One source that `load` reads, or one list of names that ships, a row of `sources`.

    Parameters
    ----------
    name, summary, license
        What it is called, what it contains, under which terms.
    tables
        What its files must hold; empty where the format is not tabular.
    where
        Where people get the files of a public resource; of a name list, whom to credit.
    """

    name: str
    summary: str
    license: str
    tables: tuple[ExpectedTable, ...]
    where: str

    def cells(self) -> dict[str, str]:
        tables = "; ".join(f"{table.file}: {', '.join(table.columns)}" for table in self.tables)
        return {
            "name": self.name,
            "summary": self.summary,
            "license": self.license,
            "tables": tables or "-",
            "where": self.where or "-",
        }


def sources(version: str) -> Answer[SourceRow]:
    """List the sources that `load` reads, and the name lists that `lookup` and sheets read.

    Parameters
    ----------
    version
        Of the graph that is asked.

    Returns
    -------
    Answer of SourceRow

    Examples
    --------
    >>> "hgnc" in [row.name for row in sources("")]
    True
    """
    from .loaders.registries import NAME_LISTS

    rows = tuple(
        SourceRow(
            loader.name,
            loader.summary,
            loader.license,
            tuple(ExpectedTable(file, tuple(names)) for file, names in loader.columns.items()),
            loader.where,
        )
        for loader in loaders.sources().values()
    ) + tuple(
        SourceRow(f"lookup:{list.name}", list.summary, list.license, (), list.credit)
        for list in NAME_LISTS.values()
    )
    return Answer("sources", {}, rows, SourceRow, version)
