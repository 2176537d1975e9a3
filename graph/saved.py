"""Save a graph into a folder and open it again.

A saved graph is the file of a `DiskStore`; folders of RadExo 0.1, which hold one JSON text, open
too.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from .atomic import interrupted
from .errors import DataError
from .exchange.jsonio import read_json
from .exchange.registry import FORMATS
from .records import Records, merge, records_from_dict, records_to_dict
from .stores.disk import DiskStore
from .stores.disk_file import FILE_NAME, saved_file
from .validation import violations

__all__ = ["FILE_NAME", "JSON_NAME", "open_graph", "open_saved", "save", "saved_file"]

JSON_NAME = "graph.json"
"""The file that RadExo 0.1 saved a graph in."""

_FORMAT = "radexo-graph-1"


def save(records: Records, folder: str | Path) -> Path:
    """Save a graph into a folder.

    Parameters
    ----------
    records
        The graph.
    folder
        Created if it does not exist; a graph in it is replaced.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        When `open_saved` would refuse the graph, since it breaks the schema, or the folder cannot
        be written.

    Examples
    --------
    >>> import tempfile
    >>> from radexo.graph.records import Records
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Records(), folder).name
    'graph.db'
    """
    folder = Path(folder)
    try:
        merge(_parse({"format": _FORMAT, **records_to_dict(records)}, folder / FILE_NAME))
    except DataError as error:
        raise DataError(
            f"{error.message}; nothing was saved, since this graph could not be opened again"
        ) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be created: {error.strerror or error}") from error
    file = DiskStore.build(records, folder / FILE_NAME).file
    (folder / JSON_NAME).unlink(missing_ok=True)  # of RadExo 0.1: what it held is in the new file
    return file


def open_saved(path: str | Path) -> Records:
    """Open a saved graph.

    Parameters
    ----------
    path
        The folder, or the file in it.

    Returns
    -------
    Records

    Raises
    ------
    DataError
        When there is no graph, or the file is not one.

    Examples
    --------
    >>> import tempfile
    >>> from radexo.graph.records import Records
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = save(Records(), folder)
    ...     open_saved(folder) == Records()
    True
    """
    path = Path(path)
    if (on_disk := saved_file(path)) is not None:
        return DiskStore(on_disk).whole()
    file = path / JSON_NAME if path.is_dir() else path
    if not file.exists():
        if (previous := interrupted(path)) is not None:
            raise DataError(
                f"{path}: missing, since a process was killed while replacing it; its previous "
                f"content is in {previous}, rename that"
            )
        raise DataError(f"{path}: no graph found; 'radexo --graph {path} load ...' creates one")
    return _parse(read_json(file), file)


def open_graph(path: str | Path, left_out: Counter[str] | None = None) -> Records:
    """Open a saved graph, or an export that loads.

    Parameters
    ----------
    path
        The folder or file.
    left_out
        Where content that the graph cannot hold is counted.

    Returns
    -------
    Records

    Raises
    ------
    DataError
        When there is no graph, or the file is not one.

    Examples
    --------
    >>> import radexo, tempfile
    >>> g = radexo.load()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = g.export(f"{folder}/review.json", "node-link")
    ...     open_graph(f"{folder}/review.json") == g.records
    True
    """
    path = Path(path)
    if not path.exists() or saved_file(path) or (path / JSON_NAME).exists():
        return open_saved(path)
    format = next((format for format in FORMATS.values() if format.recognizes(path)), None)
    if format is None:
        return open_saved(path)
    records, counted = format.read([path])
    if left_out is not None:
        left_out.update(counted)
    return records


def _parse(content: Any, file: str | Path) -> Records:
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise DataError(f"{file}: not a saved graph ('format' should be {_FORMAT!r})")
    try:
        records = records_from_dict(content)
    except DataError as error:
        raise DataError(f"{file}: {error}") from error
    for violation in violations(records):
        raise DataError(f"{file}: {violation}")
    return records
