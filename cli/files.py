"""Merging a source into a saved graph, and checking tables before that: what `load` and `validate` answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from ..graph.errors import DataError
from ..graph.exchange.registry import find_format
from ..graph.model import Finding
from ..graph.records import Records, merge
from ..graph.report import Problem
from ..graph.saved import FILE_NAME, open_saved, save
from ..graph.validation import violations
from ..loaders.review import packaged_review, read_review, validate_review
from ..queries.answer import Answer

__all__ = ["LoadReport", "ProblemRow", "load_source", "validate_tables"]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem of a table, a row of `validate`."""

    FIELDS: ClassVar[tuple[str, ...]] = ("file", "row", "column", "value", "problem", "remedy")

    problem: Problem

    def to_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self.problem, field.name) for field in fields(self.problem)}

    def cells(self) -> dict[str, str]:
        return {
            name: "-" if value is None else str(value) for name, value in self.to_dict().items()
        }


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a source's findings, a row of `load`.

    Parameters
    ----------
    file, source, version
        Where they came from; the version is the hash of what was read.
    read, added, merged, refused
        Findings read; new to the graph; there already, word for word; not taken.
    reasons
        Why findings were refused, and what of the files has no place in the graph; how many for
        each reason.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "file",
        "source",
        "version",
        "read",
        "added",
        "merged",
        "refused",
        "reasons",
    )

    file: str
    source: str
    version: str
    read: int
    added: int
    merged: int
    refused: int
    reasons: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def cells(self) -> dict[str, str]:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in self.reasons.items())
        return {name: str(value) for name, value in self.to_dict().items()} | {
            "reasons": reasons or "-"
        }


def validate_tables(graph: Any, files: Sequence[str]) -> Answer[ProblemRow]:
    """Check curated tables together.

    Parameters
    ----------
    graph
        The `radexo.Graph` whose entities the tables may refer to.
    files
        A folder, or the tables' files.

    Returns
    -------
    Answer of ProblemRow
    """
    rows = tuple(map(ProblemRow, validate_review(files, graph.records.entities)))
    reason = f"{len(rows)} problem{'s' * (len(rows) != 1)}" if rows else "no problem found"
    return Answer(
        "validate",
        {"files": list(files)},
        rows,
        ProblemRow,
        graph.version,
        status="complete",
        reason=reason,
    )


def load_source(
    source: str, folder: Path, files: Sequence[str], *, empty: bool = False
) -> Answer[LoadReport]:
    """Merge a review's tables, or an export of this or another program, into a saved graph.

    Parameters
    ----------
    source
        review, or a format that loads.
    folder
        Where the graph is saved; when nothing is there, it begins as a copy of the packaged graph.
    files
        A folder, or files.
    empty
        Whether a new graph begins empty instead.

    Returns
    -------
    Answer of LoadReport
        One row.

    Raises
    ------
    DataError
        When the files are not valid, or contradict the graph in an entity or a paper; nothing is
        written then.
    """
    known = _begun(folder, empty=empty)
    new, left_out = _read(source, files, known)
    present: dict[str, Finding] = {f.id: f for f in known.findings}
    added = [f for f in new.findings if f.id not in present]
    merged = [f for f in new.findings if present.get(f.id) == f]
    others = [f.id for f in new.findings if f.id in present and present[f.id] != f]
    refused = len(others)
    united = merge(known, Records(new.sources, new.references, new.entities, tuple(added)))
    for violation in violations(united):
        raise DataError(
            f"{'|'.join(files)}: merged with the graph, it breaks the schema: {violation}"
        )
    path = save(united, folder.parent if folder.is_file() else folder)
    reasons = {"another finding has this id already": refused} if refused else {}
    report = LoadReport(
        file="|".join(files),
        source="|".join(sorted({f.source for f in new.findings} or {s.id for s in new.sources})),
        version=new.version,
        read=len(new.findings),
        added=len(added),
        merged=len(merged),
        refused=refused,
        reasons=reasons | dict(left_out),
    )
    parameters = {"source": source, "files": list(files), "folder": str(folder), "empty": empty}
    told = f"wrote {path}"
    if others:
        were = "finding was" if refused == 1 else "findings were"
        told += f"; {refused} {were} not taken, another has its id already: {', '.join(others[:3])}{', ...' * (refused > 3)}"
    return Answer("load", parameters, (report,), LoadReport, united.version, reason=told)


def _begun(folder: Path, *, empty: bool) -> Records:
    """Give the graph that is merged into."""
    there = (folder / FILE_NAME).exists() or folder.is_file()
    if there and empty:
        raise DataError(
            f"{folder}: a graph is there already; --empty begins a new one, so give a new folder"
        )
    if there:
        return open_saved(folder)
    if folder.exists() and any(folder.iterdir()):
        raise DataError(
            f"{folder}: is there, but holds no graph; give a new folder, or one with {FILE_NAME}"
        )
    return Records() if empty else packaged_review()


def _read(source: str, files: Sequence[str], known: Records) -> tuple[Records, Mapping[str, int]]:
    if source == "review":
        return read_review(files, known.entities), {}
    return find_format(source).read(files, known.entities)
