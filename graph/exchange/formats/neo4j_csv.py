"""Files for ``neo4j-admin database import``, for graphs too large for one transaction.

The folder holds one file of nodes for each label, one of relationships for each type,
``schema.cypher`` with the constraints, and ``import.sh`` with the command. The result is the same
as that of `radexo push`. An existing database is left alone, unless the script is run with
``--overwrite``. Texts are not escaped for spreadsheets: these files are for neo4j-admin only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import Any

from ...atomic import writing_folder, writing_text
from ...errors import DataError
from ...stores.base import Store
from ...stores.neo4j_plan import LINK_ENDS, SCHEMA_STATEMENTS, plan_of
from ..losses import Loss
from ..registry import Format

__all__ = ["FORMAT", "import_command", "next_step", "write"]

FORMAT = Format(
    __name__, "neo4j-csv", "for neo4j-admin database import", kind="folder", lossless=True
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


def write(store: Store, folder: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write the import files into a folder, atomically.

    Parameters
    ----------
    store
        The graph.
    folder
        An earlier export is replaced.
    overwrite
        Whether to replace what exists.

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
        names, longest = [], 0
        for name, rows in _tables(store):
            with writing_text(aside / name) as file:
                writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
                for cells in rows:
                    writer.writerow(cells)
                    longest = max(longest, *map(_size, cells))
            names.append(name)
        with writing_text(aside / "schema.cypher") as file:
            file.write("".join(f"{statement};\n" for statement in SCHEMA_STATEMENTS))
        with writing_text(aside / "import.sh") as file:
            file.write(f"{_SCRIPT}{import_command(names, longest)}\n")
    return []


def next_step(path: str | Path) -> str:
    """Return how the files are imported."""
    script = quote(str(Path(path) / "import.sh"))
    return (
        f"with the server stopped: sh {script} "
        "(it runs neo4j-admin; --overwrite replaces what is there)"
    )


def _size(cell: str) -> int:
    """Return the size of a cell in bytes; where that cannot matter, its characters are counted."""
    return len(cell) if 4 * len(cell) < _BUFFER else len(cell.encode())


def _tables(store: Store) -> Iterable[tuple[str, Iterable[list[str]]]]:
    plan = plan_of(store)
    for label, nodes in plan.nodes.items():
        key = "name" if label == "Name" else "id"
        for row in nodes:
            row["labels"] = [label, "RadExo", *([row["type"]] if label == "Entity" else [])]
        yield f"nodes-{label}.csv", _table(nodes, {key: f"{key}:ID({label})", "labels": ":LABEL"})
    graph = [{"id": "radexo", "version": store.version, "labels": ["Graph", "RadExo"]}]
    yield "nodes-Graph.csv", _table(graph, {"id": "id:ID(Graph)", "labels": ":LABEL"})
    for type, links in plan.links.items():
        one, other = LINK_ENDS[type]
        yield (
            f"links-{type}.csv",
            _table([{**row, "type": type} for row in links], _ends(one, other)),
        )
    for type, claims in plan.claims.items():
        rows = [{"from": c["from"], "to": c["to"], "type": type, **c["properties"]} for c in claims]
        yield f"links-{type}.csv", _table(rows, _ends("Entity", "Entity"))


def _ends(one: str, other: str) -> dict[str, str]:
    return {"from": f":START_ID({one})", "to": f":END_ID({other})", "type": ":TYPE"}


def _table(rows: Sequence[Mapping[str, Any]], special: Mapping[str, str]) -> Iterable[list[str]]:
    """Yield rows as cells, after the typed headings that neo4j-admin reads."""
    kinds: dict[str, str] = dict.fromkeys(special, "")
    for row in rows:
        for name, value in row.items():
            if value is not None and not kinds.get(name):
                kinds[name] = special.get(name) or name + _kind(value)
    headings = {name: special.get(name) or kind or name for name, kind in kinds.items()}
    yield list(headings.values())
    for row in rows:
        yield [_cell(row.get(name)) for name in headings]


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return ":long[]" if value and isinstance(value[0], int) else ":string[]"
    return (
        ":boolean" if isinstance(value, bool) else ":long" if isinstance(value, int) else ":string"
    )


def _cell(value: Any) -> str:
    if isinstance(value, list):
        items = list(map(str, value))
        if any(_ARRAY in item for item in items):
            raise DataError(
                f"{'; '.join(items)!r}: the character U+001F separates the items of a list here; "
                "remove it from the text"
            )
        return _ARRAY.join(items)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
