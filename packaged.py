"""The packaged graph, prebuilt: what its tables say, read without reading the tables.

``packaged.json`` beside this module holds the records of the tables in ``loaders/sun2022``, their
version, and the size and checksum of every table. It is used only while every table has these, so
an edited table is always read itself. ``python -m radexo.packaged`` writes the file again.
"""

from __future__ import annotations

import json
import os
from typing import Any
from zlib import crc32

from .graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from .graph.records import Records

__all__ = ["FILE", "TABLES", "build", "read"]

_ROOT = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(_ROOT, "loaders", "sun2022")
"""The folder of the packaged tables."""

FILE = os.path.join(_ROOT, "packaged.json")
"""The prebuilt graph."""


def _checksums(folder: str) -> dict[str, list[int]]:
    """Return the size and checksum of every table in a folder."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith((".tsv", ".csv")):
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            found[name] = [len(content), crc32(content)]
    return found


def read(file: str = FILE, tables: str = TABLES) -> tuple[Records, str] | None:
    """Return the prebuilt graph and its version, or None when it is not that of the tables.

    Parameters
    ----------
    file
        The prebuilt graph.
    tables
        The folder of tables.

    Examples
    --------
    >>> records, version = read()
    >>> version == records.version
    True
    """
    try:
        with open(file, encoding="utf-8") as stream:
            content = json.load(stream)
        if content["tables"] != _checksums(tables) or content["fields"] != _fields():
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    sources, references, entities, findings = content["records"]
    records = Records(
        tuple(Source(*map(_frozen, row)) for row in sources),
        tuple(Reference(*map(_frozen, row)) for row in references),
        tuple(Entity(*map(_frozen, row)) for row in entities),
        tuple(map(_finding, findings)),
    )
    return records, content["version"]


def build(records: Records, tables: str = TABLES) -> str:
    """Return the text of the prebuilt graph: a line for each record.

    Parameters
    ----------
    records
        What the tables say.
    tables
        Their folder.

    Returns
    -------
    str
        JSON.
    """
    head = {"version": records.version, "tables": _checksums(tables), "fields": _fields()}
    kinds = (records.sources, records.references, records.entities, records.findings)
    lists = (",\n".join(_line(_row(record)) for record in kind) for kind in kinds)
    body = ",\n".join(f"[\n{rows}\n]" for rows in lists)
    return f'{_line(head)[:-1]},"records":[\n{body}\n]}}\n'


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fields() -> list[list[str]]:
    """Return the fields that the rows hold, in order."""
    kinds: tuple[Any, ...] = (Source, Reference, Entity, Finding, Statement, Biomarker)
    return [list(kind.__slots__) for kind in kinds]


def _row(record: Any) -> list[Any]:
    """Return a record's values in the order of its fields; nested records are rows too."""
    values = (getattr(record, name) for name in record.__slots__)
    return [
        [item if isinstance(item, (str, int)) else _row(item) for item in value]
        if isinstance(value, tuple)
        else value
        for value in values
    ]


def _frozen(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


_STATEMENTS, _BIOMARKERS = map(_fields()[3].index, ("statements", "biomarkers"))


def _finding(row: list[Any]) -> Finding:
    row[_STATEMENTS] = [Statement(*map(_frozen, nested)) for nested in row[_STATEMENTS]]
    row[_BIOMARKERS] = [Biomarker(*map(_frozen, nested)) for nested in row[_BIOMARKERS]]
    return Finding(*map(_frozen, row))


if __name__ == "__main__":
    from .loaders.review import read_review

    with open(FILE, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(build(read_review([TABLES])))
