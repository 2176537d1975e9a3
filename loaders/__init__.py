"""The sources that can be loaded, and what `radexo load` and `radexo validate` do, in Python.

A source is a module of this folder with ``NAME``, ``SUMMARY``, ``LICENSE``, ``FORMAT`` (the
columns expected, by table) and ``read(paths, known)``, which returns records and what was left out.
A public resource also has ``WHERE`` (where people get the file); its ``read`` is a
`radexo.loaders.resource.Reader`. Every exchange format that loads is a source too.

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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import cast

from ..graph.collector import no_collector
from ..graph.errors import DataError, UsageError
from ..graph.model import Entity, Finding, Source
from ..graph.records import Records, merge, without
from ..graph.report import Problem
from ..graph.saved import FILE_NAME, JSON_NAME, open_saved, save, saved_file
from ..graph.stores.base import Store
from ..graph.stores.disk import DiskStore
from ..graph.stores.memory import MemoryStore
from ..graph.validation import violations
from ..graph.values import frozen
from ..words import SourceName
from .fixing import Correction, Fixed, fix
from .resource import Options, Reader, Resource

__all__ = [
    "Correction",
    "Fixed",
    "LoadReport",
    "Loaded",
    "Loader",
    "Options",
    "Resource",
    "find_source",
    "fix",
    "load",
    "sources",
    "validate",
]

Read = Callable[..., "tuple[Records, Counter[str]]"] | Reader


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
        graph that they will be merged into, and where it is a resource, `Options`.
    where
        Where people get the files of a public resource; empty for others.
    """

    name: SourceName
    summary: str
    license: str
    columns: Mapping[str, Sequence[str]]
    read: Read
    where: str = ""


@cache
def sources() -> Mapping[SourceName, Loader]:
    """Return every source by name: the modules of this folder, then the formats that load.

    Returns
    -------
    mapping of str to Loader

    Examples
    --------
    >>> sources()["hgnc"].license
    'CC0 1.0'
    """
    from ..graph.exchange.registry import FORMATS

    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    loaders = [
        Loader(m.NAME, m.SUMMARY, m.LICENSE, m.FORMAT, m.read, getattr(m, "WHERE", ""))
        for m in modules
        if hasattr(m, "NAME")
    ]
    loaders += [
        Loader(cast("SourceName", f.name), f.summary, "as the file says", f.columns, f.read)
        for f in FORMATS.values()
        if f.loads
    ]
    return {loader.name: loader for loader in loaders}


def find_source(name: SourceName) -> Loader:
    """Return the source of a name.

    Parameters
    ----------
    name
        A key of `sources`.

    Returns
    -------
    Loader

    Raises
    ------
    UsageError
        When there is none; the candidates are all sources.

    Examples
    --------
    >>> find_source("review").name
    'review'
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
        Where they came from; the version is the hash of the sources, papers and findings read.
    read, added, merged, refused
        Findings (of a resource: rows, or the records that a row holds) read; new to the graph;
        already in it, identical; refused. Of a resource that lends names and identifiers, what is
        new is an entity that was given something.
    reasons
        Why rows were refused, and what of the files was left out, each with its count.
    joined
        How the entities of a resource were joined to those of the graph, each with its count.
    changed, removed
        Where the files replace what the graph has of their source: findings whose id had other
        content, and findings that the files do not have.
    """

    file: str
    source: str
    version: str
    read: int
    added: int
    merged: int
    refused: int
    reasons: Mapping[str, int]
    joined: Mapping[str, int] = field(default_factory=dict)
    changed: int = 0
    removed: int = 0


@frozen
class Loaded:
    """A graph with a source merged into it.

    Parameters
    ----------
    store
        The merged graph.
    report
        What became of the source's findings.
    path
        The file that was written; None where nothing was, since the graph had it all.
    beside
        Ids of findings that the graph has of a review, and its files do not.
    """

    store: Store
    report: LoadReport
    path: Path | None = None
    beside: tuple[str, ...] = ()

    @property
    def records(self) -> Records:
        """The records of the merged graph."""
        return self.store.whole()


def load(
    source: SourceName,
    *files: str | Path,
    into: Records | str | Path | None = None,
    empty: bool = False,
    replace: bool = False,
    options: Options | None = None,
) -> Loaded:
    """Merge a source into a graph, whole or not at all.

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
    replace
        Whether the findings of the files take the place of all that the graph has of the same
        sources, such as those of an earlier version of a sheet; entities stay. Not of a public
        resource.
    options
        How a public resource is read.

    Returns
    -------
    Loaded

    Raises
    ------
    UsageError
        When there is no such source, or a public resource should replace.
    DataError
        When the files are not valid, or contradict the graph: a finding has the id of another one,
        and `replace` is false. Nothing is written then.

    Examples
    --------
    >>> import radexo
    >>> from radexo.loaders.review import PACKAGED_TABLES
    >>> g = radexo.load()
    >>> load("review", PACKAGED_TABLES, into=g.records).records == g.records
    True
    """
    loader = find_source(source)
    if replace and loader.where:
        raise UsageError(f"{source}: only reviews and exports replace what the graph has of them")
    graph = MemoryStore(into) if isinstance(into, Records) else _begin(into, empty=empty)
    shown = "|".join(map(str, files))
    if loader.where:
        with no_collector():
            resource = loader.read(files, graph.entities(), options or Options())
        assert isinstance(resource, Resource)
        _check_release(graph, resource.source, shown)
        if not resource.read:
            raise _nothing_read(shown, source)
        return _add_resource(graph, resource, shown, files, into)
    content = loader.read(files, graph.entities())
    assert not isinstance(content, Resource)
    new, left_out = content
    if new == Records():
        raise _nothing_read(shown, source)
    review = source == "review" and not replace
    return _add_findings(graph, new, left_out, shown, into, replace=replace, compared=review)


def _add_findings(
    graph: Store,
    new: Records,
    left_out: Mapping[str, int],
    shown: str,
    into: Records | str | Path | None,
    *,
    replace: bool,
    compared: bool,
) -> Loaded:
    """Merge the findings of a review or an export, and find those that the graph has beside."""
    present: dict[str, Finding] = {
        f.id: found for f in new.findings if (found := graph.finding(f.id))
    }
    added = [f for f in new.findings if f.id not in present]
    changed = [f for f in new.findings if f.id in present and present[f.id] != f]
    names = sorted({f.source for f in new.findings} or {s.id for s in new.sources})
    if changed and not replace:
        raise _other_findings(shown, [f.id for f in changed], names)
    old = _replaced(graph, new, names) if replace else Records()
    given = {finding.id for finding in new.findings}
    held = graph.findings(sources=names) if compared else ()
    beside = tuple(finding.id for finding in held if finding.id not in given)
    addition = Records(new.sources, new.references, new.entities, (*added, *changed))
    graph, path = _add(graph, addition, into, shown, old=old)
    report = LoadReport(
        file=shown,
        source="|".join(names),
        version=Records(new.sources, new.references, (), new.findings).version,
        read=len(new.findings),
        added=len(added),
        merged=len(new.findings) - len(added) - len(changed),
        refused=0,
        reasons=dict(left_out),
        changed=len(changed),
        removed=len(old.findings) - len(changed),
    )
    return Loaded(graph, report, path, beside)


def _nothing_read(shown: str, source: str) -> DataError:
    """Return the error for files that hold nothing of a source."""
    return DataError(
        f"{shown}: nothing was loaded, since it holds no rows of {source}; "
        "'radexo sources' lists what its files hold"
    )


def _other_findings(shown: str, ids: Sequence[str], sources: Sequence[str]) -> DataError:
    """Return the error for findings that have the id of another one in the graph."""
    listed = ", ".join(ids[:10]) + f", ... ({len(ids)} in all)" * (len(ids) > 10)
    named = ", ".join(sources)
    return DataError(
        f"{shown}: nothing was loaded, since the graph has other findings with the ids {listed} "
        "(of a sheet, the number is the row). "
        f"A newer version of {named}: add --replace (in Python, replace=True), and the file takes "
        f"the place of all that the graph has of {named}. "
        "Another review: rename the sheet, or change the ids in the tables"
    )


def _replaced(graph: Store, new: Records, names: Collection[str]) -> Records:
    """Return the records of a graph that those of some sources replace; equal ones stay."""
    findings, papers = set(new.findings), {paper.key: paper for paper in new.references}
    sources = {source.id: source for source in new.sources}
    return Records(
        tuple(s for s in graph.sources() if sources.get(s.id, s) != s),
        tuple(r for r in graph.references() if papers.get(r.key, r) != r),
        (),
        tuple(f for f in graph.findings(sources=names) if f not in findings),
    )


def _add(
    graph: Store,
    addition: Records,
    into: Records | str | Path | None,
    shown: str,
    *,
    old: Records | None = None,
    unique_names: bool = True,
) -> tuple[Store, Path | None]:
    """Merge records into a graph, some of which go first, and save it where `into` says.

    Returns the graph, and the file where one was written.
    """
    if isinstance(graph, DiskStore):
        before = graph.version
        graph.add(addition, old=old)
        return graph, graph.file if graph.version != before else None
    merged = merge(without(graph.whole(), old or Records()), addition)
    for violation in violations(merged, unique_names=unique_names):
        raise DataError(f"{shown}: merged with the graph, it breaks the schema: {violation}")
    path = None
    if into is not None and not isinstance(into, Records):
        path = save(merged, Path(into).parent if Path(into).is_file() else into)
    return MemoryStore(merged), path


def _add_resource(
    graph: Store,
    resource: Resource,
    shown: str,
    files: Sequence[str | Path],
    into: Records | str | Path | None,
) -> Loaded:
    """Merge the rows of a resource into a graph: in bulk where it is on disk."""
    if into is not None and not isinstance(into, (Records, DiskStore)):
        if not isinstance(graph, DiskStore):  # a new folder, or a graph of RadExo 0.1
            folder = Path(into).parent if Path(into).is_file() else Path(into)
            save(graph.whole(), folder)
            graph = DiskStore(folder / FILE_NAME)
            before = ""
        else:
            before = graph.version
        added = graph.add(
            resource.records,
            resource.options.progress,
            rows=(resource.templates, resource.rows.coded),
            unique_names=False,
        )
        path = graph.file if graph.version != before else None
    else:
        findings = resource.findings(graph.whole().findings)
        added, records = len(findings), resource.records
        addition = Records(records.sources, records.references, records.entities, tuple(findings))
        graph, path = _add(graph, addition, into, shown, unique_names=False)
    added += resource.lent
    left_out = resource.left_out
    refused = sum(left_out.values())
    report = LoadReport(
        file=shown,
        source=resource.source.id,
        version=resource.source.version or _digest(files),
        read=resource.read,
        added=added,
        merged=resource.read - refused - added,
        refused=refused,
        reasons=dict(left_out),
        joined=dict(resource.joined),
    )
    return Loaded(graph, report, path)


def _check_release(graph: Store, source: Source, shown: str) -> None:
    """Refuse a release of a source where a graph holds another one.

    Raises
    ------
    DataError
        When the two differ; rows of the older one would stay beside those of the newer one.
    """
    for held in graph.sources():
        if held.id == source.id and held.version != source.version:
            has = f"release {held.version}" if held.version else "no stated release"
            given = f"release {source.version}" if source.version else "no --release"
            remedy = "for another release begin a new graph: --graph with a new folder"
            if not source.version:
                remedy = f"if it is of that one, add --release {held.version}; {remedy}"
            raise DataError(
                f"{shown}: the graph holds {has} of {source.id}, and {given} is given for the "
                f"file; a graph holds one release of a source: {remedy}"
            )


def _digest(files: Iterable[str | Path]) -> str:
    """Return a hash of files' content, which stands for a version that they do not state."""
    from hashlib import file_digest, sha256

    total = sha256()
    for file in files:
        with Path(file).open("rb") as stream:
            total.update(file_digest(stream, "sha256").digest())
    return total.hexdigest()[:12]


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
