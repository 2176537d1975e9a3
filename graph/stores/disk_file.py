"""The SQLite file of a graph on disk: its tables, and how records are written in them.

Examples
--------
>>> from radexo.graph.model import Entity
>>> from radexo.graph.records import as_text
>>> parse(Entity, as_text(Entity("radexo:a", "A", "Gene"))).name
'A'
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TypeVar

from ..records import FIELDS, from_row
from .base import TOTALS

__all__ = [
    "APPLICATION",
    "COLUMNS",
    "FILE_NAME",
    "FORMAT",
    "INDEXES",
    "Row",
    "address",
    "create",
    "parse",
    "saved_file",
]

FILE_NAME = "graph.db"
"""The file that a graph on disk consists of."""

_DATABASE = b"SQLite format 3\0"
"""How every SQLite file begins."""

APPLICATION = 0x52614578
"""SQLite's ``application_id``: the letters RaEx."""

FORMAT = 2
"""SQLite's ``user_version``."""

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE predicate (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE source (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE paper (
  source TEXT, citation TEXT, record TEXT NOT NULL, PRIMARY KEY (source, citation)
) WITHOUT ROWID;
CREATE TABLE entity (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, degree INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX entity_type ON entity (type);
CREATE TABLE parent (parent TEXT, child TEXT, PRIMARY KEY (parent, child)) WITHOUT ROWID;
CREATE TABLE context (of TEXT, exosome TEXT, PRIMARY KEY (of, exosome)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, entity INTEGER, PRIMARY KEY (key, entity)) WITHOUT ROWID;
CREATE TABLE finding (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, cancer TEXT, marked INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX finding_cancer ON finding (cancer);
CREATE TABLE names (entity TEXT, finding INTEGER, PRIMARY KEY (entity, finding)) WITHOUT ROWID;
CREATE TABLE carries (cargo TEXT, finding INTEGER, PRIMARY KEY (cargo, finding)) WITHOUT ROWID;
CREATE TABLE cites (citation TEXT, finding INTEGER, PRIMARY KEY (citation, finding)) WITHOUT ROWID;
CREATE TABLE template (
  n INTEGER PRIMARY KEY, source TEXT NOT NULL, cancer TEXT, rows INTEGER NOT NULL,
  record TEXT NOT NULL UNIQUE
);
CREATE TABLE template_cites (
  citation TEXT, template INTEGER, PRIMARY KEY (citation, template)
) WITHOUT ROWID;
CREATE TABLE evidence (
  subject INTEGER, predicate INTEGER, object INTEGER, template INTEGER, finding INTEGER,
  number INTEGER, PRIMARY KEY (subject, predicate, object, template, finding, number)
) WITHOUT ROWID;
CREATE TABLE out_rows (
  subject INTEGER, predicate INTEGER, part INTEGER, rows BLOB NOT NULL,
  PRIMARY KEY (subject, predicate, part)
);
CREATE INDEX out_predicate ON out_rows (predicate);
CREATE TABLE in_rows (
  object INTEGER, predicate INTEGER, part INTEGER, rows BLOB NOT NULL,
  PRIMARY KEY (object, predicate, part)
);
CREATE TABLE numbered (
  source TEXT, first INTEGER, last INTEGER NOT NULL, part INTEGER, rows BLOB NOT NULL,
  PRIMARY KEY (source, first, last, part)
);
CREATE TABLE template_rows (
  template INTEGER, part INTEGER, rows BLOB NOT NULL, PRIMARY KEY (template, part)
);
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS entity_degree ON entity (degree DESC, id);
CREATE INDEX IF NOT EXISTS evidence_in ON evidence (object, predicate, subject);
CREATE INDEX IF NOT EXISTS evidence_row ON evidence (finding, template) WHERE template > 0;
CREATE INDEX IF NOT EXISTS evidence_template ON evidence (template) WHERE template > 0;
"""
COLUMNS = "subject, predicate, object, template, finding, number"
"""The columns of the table ``evidence``."""

Row = tuple[int, int, int, int, int, int]
"""A row of the table ``evidence``."""


def saved_file(path: str | Path) -> Path | None:
    """Return the file of the graph on disk at a path: the path itself, or in the folder.

    Parameters
    ----------
    path
        A folder, or a file.

    Returns
    -------
    Path or None
        None where there is no graph on disk, as in a folder that RadExo 0.1 saved.

    Examples
    --------
    >>> saved_file("no-such-folder") is None
    True
    """
    path = Path(path)
    file = path / FILE_NAME if path.is_dir() else path
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        is_database = stream.read(len(_DATABASE)) == _DATABASE
    return file if is_database or file.name == FILE_NAME else None


def address(file: Path, mode: str) -> str:
    """Return the URI under which SQLite opens a file.

    `Path.as_uri` gives the same, but from Python 3.14 imports what reads the web.

    Parameters
    ----------
    file
        The file.
    mode
        ro to read, rw also to write.

    Examples
    --------
    >>> address(Path("/my graphs/graph.db"), "ro")
    'file:///...my%20graphs/graph.db?mode=ro'
    """
    from urllib.parse import quote

    path = quote(file.absolute().as_posix(), safe="/:")
    return f"file://{'' if path.startswith('/') else '/'}{path}?mode={mode}"


def create(db: sqlite3.Connection) -> None:
    """Create the tables of an empty graph."""
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in _SCHEMA.split(";"):
        db.execute(statement)
    census = {"totals": dict.fromkeys(TOTALS, 0), "entities": {}, "edges": {}}
    for name, value in (("fields", FIELDS), ("sum", 0), ("census", census)):
        db.execute("INSERT INTO meta VALUES (?, ?)", (name, json.dumps(value)))


T = TypeVar("T")


def parse(kind: type[T], text: str) -> T:
    """Return the record of a kind whose `as_text` was stored."""
    record: T = from_row(kind, json.loads(text))
    return record
