"""A graph as files for ``neo4j-admin database import``: for graphs too large for one transaction.

The folder holds one file of nodes for each label, one of relationships for each type, ``schema.cypher`` with the
constraints, and ``import.sh`` with the command. What the server then holds is what `Server.push` would have put there.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .collection import Collection
from .errors import DataError
from .server import LINK_ENDS, SCHEMA_STATEMENTS, layout

__all__ = ["import_command", "write"]

_ARRAY = "\x1f"
"""Between the items of a list: no text holds it."""


def import_command(names: Iterable[str]) -> str:
    """Give the command that imports the files of these names, run in their folder, with the server stopped."""
    options = [f"--{'nodes' if name.startswith('nodes') else 'relationships'}={name}" for name in sorted(names)]
    settings = "--overwrite-destination --multiline-fields=true --array-delimiter=U+001F"
    return f"neo4j-admin database import full neo4j {settings} \\\n  " + " \\\n  ".join(options)


def write(collection: Collection, folder: str | Path) -> list[Path]:
    """Write the import files, aside and renamed: the folder is whole or not there.

    Parameters
    ----------
    collection
        The graph.
    folder
        Must not be there yet.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    DataError
        When the folder is there, or cannot be written.
    """
    folder = Path(folder)
    if folder.exists():
        raise DataError(f"{folder}: is there already; give a new folder")
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        aside.mkdir(parents=True)
        names = []
        for name, text in _tables(collection):
            (aside / name).write_text(text, encoding="utf-8", newline="")
            names.append(name)
        (aside / "schema.cypher").write_text("".join(f"{statement};\n" for statement in SCHEMA_STATEMENTS), encoding="utf-8")
        script = '#!/bin/sh\n# with the server stopped; then start it and run schema.cypher\ncd "$(dirname "$0")" &&\n'
        (aside / "import.sh").write_text(f"{script}{import_command(names)}\n", encoding="utf-8")
        os.replace(aside, folder)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise DataError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return sorted(folder.iterdir())


def _tables(collection: Collection) -> Iterable[tuple[str, str]]:
    plan = layout(collection)
    for label, nodes in plan.nodes.items():
        key = "name" if label == "Name" else "id"
        for row in nodes:
            row["labels"] = [label, "RadExo", *([row["type"]] if label == "Entity" else [])]
        yield f"nodes-{label}.csv", _table(nodes, {key: f"{key}:ID({label})", "labels": ":LABEL"})
    graph = [{"id": "radexo", "version": collection.version, "labels": ["Graph", "RadExo"]}]
    yield "nodes-Graph.csv", _table(graph, {"id": "id:ID(Graph)", "labels": ":LABEL"})
    for type, links in plan.links.items():
        one, other = LINK_ENDS[type]
        yield f"links-{type}.csv", _table([{**row, "type": type} for row in links], _ends(one, other))
    for type, claims in plan.claims.items():
        rows = [{"from": c["from"], "to": c["to"], "type": type, **c["properties"]} for c in claims]
        yield f"links-{type}.csv", _table(rows, _ends("Entity", "Entity"))


def _ends(one: str, other: str) -> dict[str, str]:
    return {"from": f":START_ID({one})", "to": f":END_ID({other})", "type": ":TYPE"}


def _table(rows: Sequence[Mapping[str, Any]], special: Mapping[str, str]) -> str:
    """Write rows with the typed heading that neo4j-admin reads."""
    kinds: dict[str, str] = dict.fromkeys(special, "")
    for row in rows:
        for name, value in row.items():
            if value is not None and not kinds.get(name):
                kinds[name] = special.get(name) or name + _kind(value)
    headings = {name: special.get(name) or kind or name for name, kind in kinds.items()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(headings.values())
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in headings])
    return out.getvalue()


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return ":long[]" if value and isinstance(value[0], int) else ":string[]"
    return ":boolean" if isinstance(value, bool) else ":long" if isinstance(value, int) else ":string"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return _ARRAY.join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
