"""Files for ``neo4j-admin database import``, for graphs too large for one transaction.

The folder holds one file of nodes for each label, one of relationships for each type,
``schema.cypher`` with the constraints, and ``import.sh`` with the command. The result is the same
as that of `radexo push`. An existing database is left alone, unless the script is run with
``--overwrite``. Texts are not escaped for spreadsheets: these files are for neo4j-admin only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from shlex import quote
from typing import Any, TextIO

from ...atomic import writing_folder, writing_text
from ...errors import DataError
from ...model import Finding, edge_id
from ...schema import PREDICATES, Certainty
from ...stores.base import Claim, Store
from ...stores.disk import DiskStore
from ...stores.neo4j_plan import (
    KEPT,
    LAYOUT,
    LINK_ENDS,
    MARKS,
    NODES,
    SCHEMA_STATEMENTS,
    PlannedRow,
    claim_row,
    each_claim,
    each_stored,
    finding_rows,
    format_of,
    is_plain,
    key_of,
    rows_beside,
)
from ..losses import Loss
from ..registry import Format

__all__ = ["FORMAT", "import_command", "next_step", "write"]

FORMAT = Format(
    __name__,
    "neo4j-csv",
    "for neo4j-admin database import",
    kind="folder",
    lossless=True,
    reports=True,
)

_OWN = re.compile(r"(nodes|links)-\w+\.csv|schema\.cypher|import\.sh")
_BUFFER = 4 * 2**20
"""The longest value, in bytes, that neo4j-admin reads by default."""

_ASKED = "${1:+--overwrite-destination=true}"
_SCRIPT = """#!/bin/sh
# with the server stopped; then start it and run schema.cypher
# sh import.sh               an existing database is left alone: neo4j-admin refuses
# sh import.sh --overwrite   everything in it is deleted first
case "$*" in "" | --overwrite) ;; *) echo "usage: sh import.sh [--overwrite]" >&2; exit 2 ;; esac
cd "$(dirname "$0")" &&
"""

_PER_MESSAGE = 100_000

_ARRAY = "\x1f"
"""The separator of the items of a list."""


def import_command(names: Iterable[str], longest: int = 0) -> str:
    """Return the command that imports files, run in their folder with the server stopped.

    Parameters
    ----------
    names
        Names of the files.
    longest
        Bytes of the longest value in them.

    Returns
    -------
    str
    """
    options = [
        f"--{'nodes' if name.startswith('nodes') else 'relationships'}={name}"
        for name in sorted(names)
    ]
    settings = "--multiline-fields=true --array-delimiter=U+001F"
    if longest >= _BUFFER:
        settings += f" --read-buffer-size={longest + longest // 8}"
    return f"neo4j-admin database import full neo4j {_ASKED} {settings} \\\n  " + " \\\n  ".join(
        options
    )


def write(
    store: Store,
    folder: str | Path,
    *,
    overwrite: bool = True,
    progress: Callable[[str], None] | None = None,
) -> list[Loss]:
    """Write the import files into a folder, atomically; the graph is read once, row by row.

    Parameters
    ----------
    store
        The graph.
    folder
        An earlier export is replaced.
    overwrite
        Whether to replace what exists.
    progress
        Called with what is being written.

    Returns
    -------
    list of Loss
        Empty: nothing is lost.

    Raises
    ------
    DataError
        When the folder exists and `overwrite` is false, cannot be written, or holds other files.
    """
    with writing_folder(folder, _OWN, overwrite=overwrite) as aside:
        with ExitStack() as stack:
            tables = {
                name: _Table(
                    stack.enter_context(writing_text(aside / _file_of(name))), name, headings
                )
                for name, headings in _HEADINGS.items()
            }
            writer = _Writer(tables, progress, store.census().totals["findings"])
            writer.add("Graph", {"id": "radexo", "version": store.version, "layout": LAYOUT})
            for name, row in rows_beside(store):
                writer.add(name, row)
            if isinstance(store, DiskStore):
                writer.add_stored(store)
            else:
                for finding in store.each_finding():
                    writer.add_finding(finding)
            for claim in each_claim(store):
                writer.add_claim(claim)
        longest = max(table.longest for table in tables.values())
        with writing_text(aside / "schema.cypher") as file:
            file.write("".join(f"{statement};\n" for statement in SCHEMA_STATEMENTS))
        with writing_text(aside / "import.sh") as file:
            file.write(f"{_SCRIPT}{import_command(map(_file_of, _HEADINGS), longest)}\n")
    return []


def next_step(path: str | Path) -> str:
    """Return how the files are imported."""
    script = quote(str(Path(path) / "import.sh"))
    return (
        f"with the server stopped: sh {script} "
        "(it runs neo4j-admin; --overwrite replaces what is there)"
    )


def _file_of(name: str) -> str:
    return f"{'nodes' if name in NODES or name == 'Graph' else 'links'}-{name}.csv"


def _node_headings(label: str, record: type[Any] | None) -> dict[str, str]:
    """Return the typed headings of nodes of a label, by property."""
    found = {}
    for f in fields(record) if record else ():
        if f.name not in ("statements", "biomarkers"):  # those are in the record alone
            found[f.name] = f"{f.name}:string[]" if "tuple" in str(f.type) else f"{f.name}:string"
    key = key_of(label)
    found |= {key: f"{key}:ID({label})", "labels": ":LABEL"}
    if record:
        found["record"] = "record:string"
    return found | {name: f"{name}:{kind}" for name, kind in _DERIVED.get(label, {}).items()}


_DERIVED = {
    "Entity": {"degree": "long", "passable": "boolean"},
    "Finding": {
        "statement_count": "long",
        "biomarker_count": "long",
        "source": "string",
        "resource_row": "boolean",
    },
    "Graph": {"version": "string", "layout": "long"},
}
"""Properties of nodes beside the fields of their records."""

_CLAIM = {
    "id": "id:string",
    "sign": "sign:long",
    "causal": "causal:boolean",
    "certainty": "certainty:string",
    "findings": "findings:string[]",
}


def _ends(one: str, other: str) -> dict[str, str]:
    return {"from": f":START_ID({one})", "to": f":END_ID({other})", "type": ":TYPE"}


_HEADINGS: dict[str, dict[str, str]] = {
    **{label: _node_headings(label, record) for label, record in {**NODES, "Graph": None}.items()},
    **{type: _ends(*ends) for type, ends in LINK_ENDS.items()},
    **{predicate: _ends("Entity", "Entity") | _CLAIM for predicate in PREDICATES},
}
"""The headings that neo4j-admin reads, by file and property."""


_LONG = 100_000
"""The most characters of a text that is kept."""

_Lines = list[tuple["_Table", str, int]]
"""For each table a format of what is written in it, and how many rows that is."""


class _Writer:
    """Writes rows into the tables; what many rows share is formatted once."""

    def __init__(
        self, tables: Mapping[str, _Table], progress: Callable[[str], None] | None, findings: int
    ) -> None:
        self._tables, self._progress = tables, progress
        self._of = {"Finding": f" of {findings:,}"}
        self._claims = lru_cache(None)(self._claim_lines)
        self._is_plain = lru_cache(KEPT)(is_plain)

    def add(self, name: str, row: Mapping[str, Any]) -> None:
        """Write one row."""
        table = self._tables[name]
        table.write(table.line(row | row["properties"] if "properties" in row else row))
        self._report(name)

    def _report(self, name: str) -> None:
        rows = self._tables[name].rows
        if self._progress and rows % _PER_MESSAGE == 0:
            self._progress(f"{name}: {rows:,}{self._of.get(name, '')} rows written")

    def add_finding(self, finding: Finding) -> None:
        """Write the rows of a finding."""
        for name, row in finding_rows(finding):
            self.add(name, row)

    def add_stored(self, store: DiskStore) -> None:
        """Write the rows of all findings on disk."""
        for found in each_stored(store, self._lines):
            if isinstance(found, Finding):
                self.add_finding(found)
                continue
            lines, values = found
            for table, text, rows in lines:
                table.write(text % values, rows)
            self._report("Finding")

    def add_claim(self, claim: Claim) -> None:
        """Write the row of a claim."""
        subject, predicate, object, certainty, findings = claim
        listed = _ARRAY.join(findings)
        usual = len(listed) < _LONG and is_plain(listed.replace(_ARRAY, ""))
        if usual and self._is_plain(subject) and self._is_plain(object):
            ((table, text, _),) = self._claims(predicate, certainty)
            id = edge_id(subject, predicate, object)
            table.write(text % {"subject": subject, "object": object, "id": id, "number": listed})
            self._report(predicate)
        else:
            self.add(*claim_row(claim))

    def _claim_lines(self, predicate: str, certainty: Certainty | None) -> _Lines:
        """Return the text of the rows of claims."""
        findings = (MARKS["number"],)
        claim = Claim(MARKS["subject"], predicate, MARKS["object"], certainty, findings)
        name, row = claim_row(claim)
        row["properties"]["id"] = MARKS["id"]
        return self._lines([(name, row | row["properties"])])

    def _lines(self, marked: Iterable[PlannedRow]) -> _Lines:
        """Return the text of rows that hold marks, as formats with the names of the marks."""
        texts: dict[str, list[str]] = {}
        for name, row in marked:
            texts.setdefault(name, []).append(self._tables[name].line(row))
        found: _Lines = []
        for name, lines in texts.items():
            found.append((self._tables[name], format_of("".join(lines)), len(lines)))
        return found


class _Table:
    """A file of rows: every cell in quotes, except for values that are missing."""

    def __init__(self, file: TextIO, name: str, headings: Mapping[str, str]) -> None:
        self._file, self._names = file, tuple(headings)
        self.rows, self.longest = 0, 0
        self._fixed: dict[str, Any] = {"type": name}
        if ":LABEL" in headings.values():
            self._fixed = {"labels": [name, "RadExo"]}
        self._typed = name == "Entity"  # its type is a label too
        file.write(",".join(map(_cell, headings.values())) + "\n")

    def line(self, row: Mapping[str, Any]) -> str:
        """Return the text of a row."""
        fixed = self._fixed
        if self._typed:
            fixed = {"labels": [*fixed["labels"], row["type"]]}
        values = {**row, **fixed}
        cells = [_cell(values.get(name)) for name in self._names]
        line = ",".join(cells) + "\n"
        if 4 * len(line) >= _BUFFER:
            self.longest = max(self.longest, *(len(cell.encode()) for cell in cells))
        return line

    def write(self, text: str, rows: int = 1) -> None:
        """Write the text of rows."""
        self._file.write(text)
        self.rows += rows


def _cell(value: Any) -> str:
    """Return a value in quotes; a missing one is empty, which sets no property."""
    if value is None:
        return ""
    if isinstance(value, list):
        items = list(map(str, value))
        if any(_ARRAY in item for item in items):
            raise DataError(
                f"{'; '.join(items)!r}: the character U+001F separates the items of a list here; "
                "remove it from the text"
            )
        value = _ARRAY.join(items)
    elif not isinstance(value, str):
        value = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{value}"' if '"' not in value else '"' + value.replace('"', '""') + '"'
