"""The packaged graph, prebuilt: what its tables say, read without reading the tables.

``packaged.json`` beside this module holds the records of the tables in ``loaders/sun2022``, their
version, and the size and checksum of every table. It is used only while every table has these, so
an edited table is always read itself. ``python -m radexo.packaged`` writes the file again.
"""

from __future__ import annotations

import json
import os
from zlib import crc32

from .graph.model import Entity, Finding, Reference, Source
from .graph.records import FIELDS, Records, from_row, to_row

__all__ = ["FILE", "TABLES", "build", "read"]

_ROOT = os.path.dirname(os.path.abspath(__file__))
TABLES = os.path.join(_ROOT, "loaders", "sun2022")
"""The folder of the packaged tables."""

FILE = os.path.join(_ROOT, "packaged.json")
"""The prebuilt graph."""

_KINDS = (Source, Reference, Entity, Finding)


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
        if content["tables"] != _checksums(tables) or content["fields"] != FIELDS:
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    records = Records(
        *(
            tuple(from_row(kind, row) for row in rows)
            for kind, rows in zip(_KINDS, content["records"], strict=True)
        )
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
    head = {"version": records.version, "tables": _checksums(tables), "fields": FIELDS}
    kinds = (records.sources, records.references, records.entities, records.findings)
    lists = (",\n".join(_line(to_row(record)) for record in kind) for kind in kinds)
    body = ",\n".join(f"[\n{rows}\n]" for rows in lists)
    return f'{_line(head)[:-1]},"records":[\n{body}\n]}}\n'


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    from .loaders.review import read_review

    with open(FILE, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(build(read_review([TABLES])))
