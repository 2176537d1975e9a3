"""A graph in a folder: one file, written aside and renamed, so that it is whole or not there.

Examples
--------
>>> import tempfile
>>> from radexo.graph.collection import Collection
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = save(Collection(), folder)
...     open_folder(folder) == Collection()
True
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from .collection import Collection, collection_from_dict, collection_to_dict
from .errors import DataError
from .validation import violations

__all__ = ["FILE_NAME", "open_folder", "save", "write_aside"]

FILE_NAME = "graph.json"
_FORMAT = "radexo-graph-1"


def write_aside(path: str | Path, content: bytes) -> Path:
    """Write a file beside its place and rename it: readers see the old content or the new, never half.

    Parameters
    ----------
    path
        Where the file shall stand; its folder must exist.
    content
        All of it.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        When it cannot be written; what stood there before is untouched.
    """
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(aside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise DataError(f"{path}: cannot be written: {error.strerror or error}") from error
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
    return path


def save(collection: Collection, folder: str | Path) -> Path:
    """Save a graph into a folder.

    Parameters
    ----------
    collection
        What to save.
    folder
        Made when it is not there.

    Returns
    -------
    Path
        The file written; equal graphs give equal bytes.

    Raises
    ------
    DataError
        When the folder cannot be made or written.
    """
    folder = Path(folder)
    content = {"format": _FORMAT, **collection_to_dict(collection)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be made: {error.strerror or error}") from error
    return write_aside(folder / FILE_NAME, text.encode())


def open_folder(path: str | Path) -> Collection:
    """Open a saved graph.

    Parameters
    ----------
    path
        The folder, or the file in it.

    Returns
    -------
    Collection

    Raises
    ------
    DataError
        When there is no graph, or what is there is not one.
    """
    path = Path(path)
    file = path / FILE_NAME if path.is_dir() else path
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: no graph there; 'radexo --graph {path} load ...' makes one") from None
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 at byte {error.start}; this is no saved graph") from error
    except json.JSONDecodeError as error:
        raise DataError(
            f"{file}: line {error.lineno}, column {error.colno}: not JSON ({error.msg}); this is no saved graph, or not all of it"
        ) from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}: not a saved graph ({error})") from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise DataError(f"{file}: not a saved graph ('format' should be {_FORMAT!r})")
    try:
        collection = collection_from_dict(content)
    except DataError as error:
        raise DataError(f"{file}: {error}") from error
    for violation in violations(collection):
        raise DataError(f"{file}: {violation}")
    return collection
