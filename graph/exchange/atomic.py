"""A graph in a folder: one file, written aside and renamed, so that it is whole or not there.

Examples
--------
>>> import tempfile
>>> from radexo.graph.records import Records
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = save(Records(), folder)
...     open_folder(folder) == Records()
True
"""

from __future__ import annotations

import contextlib
import glob
import io
import json
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from ..errors import DataError
from ..records import Records, records_from_dict, records_to_dict
from ..validation import violations

__all__ = [
    "FILE_NAME",
    "check_file",
    "open_folder",
    "read_json",
    "save",
    "saved_records",
    "write_aside",
    "write_items",
    "writing",
    "writing_folder",
    "writing_text",
]

FILE_NAME = "graph.json"
_FORMAT = "radexo-graph-1"


@contextlib.contextmanager
def writing(path: str | Path, *, keep: bool = False) -> Iterator[BinaryIO]:
    """Write a file beside its place and rename it at the end: readers see the old content or the new, never half.

    Parameters
    ----------
    path
        Where the file shall stand; its folder must exist. A link is followed; the rights of a file
        that is replaced are kept.
    keep
        Whether a file that is there already is kept, with an error.

    Yields
    ------
    BinaryIO
        To write to; when the block fails, nothing has changed.

    Raises
    ------
    DataError
        When the file cannot be written, is kept, or is none: a folder, a device, a pipe.
    """
    path = Path(path)
    mode = check_file(path, keep=keep)
    place = Path(os.path.realpath(path))  # where it is a link, what it leads to is replaced
    aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with open(aside, "wb") as file:
            if mode is not None:
                aside.chmod(mode)
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, place)
    except BaseException as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        _tell(path, error)
        raise


def check_file(path: str | Path, *, keep: bool = False) -> int | None:
    """Check that a file may stand there.

    Parameters
    ----------
    path
        Where the file shall stand.
    keep
        Whether one that is there already is kept, that is, refused.

    Returns
    -------
    int or None
        The rights of the file that will be replaced.

    Raises
    ------
    DataError
        When a file is to be kept, or what is there is no file.
    """
    path = Path(path)
    if keep and os.path.lexists(path):
        raise DataError(f"{path}: is there already, and is kept; give another name")
    try:
        there = os.stat(path)
    except OSError:
        return None  # nothing is there, or writing tells why it cannot be
    if stat.S_ISDIR(there.st_mode):
        raise DataError(f"{path}: is a folder; a file is written, so give another name")
    if not stat.S_ISREG(there.st_mode) or _is_output(there):
        raise DataError(
            f"{path}: is a device, a pipe, or where the output goes; a file is replaced, so give the name of one"
        )
    return stat.S_IMODE(there.st_mode)


def _is_output(there: os.stat_result) -> bool:
    try:
        return os.path.samestat(there, os.fstat(1))
    except OSError:
        return False


@contextlib.contextmanager
def writing_text(path: str | Path, *, keep: bool = False) -> Iterator[TextIO]:
    """Write a text file in UTF-8 as `writing` does; line ends are written as they are."""
    with writing(path, keep=keep) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()


@contextlib.contextmanager
def writing_folder(path: str | Path, own: re.Pattern[str], *, keep: bool = False) -> Iterator[Path]:
    """Write a folder beside its place and rename it at the end: it is whole or not there.

    Parameters
    ----------
    path
        Where the folder shall stand. A folder of the same kind is replaced.
    own
        What the files of such a folder are called; a folder that holds anything else is not
        touched.
    keep
        Whether a folder that is there already is kept, with an error.

    Yields
    ------
    Path
        The folder to write into; when the block fails, nothing has changed.

    Raises
    ------
    DataError
        When the folder cannot be written, is kept, or holds something else.
    """
    path = Path(os.path.realpath(path))  # where it is a link, what it leads to is replaced
    beside = aside = None
    try:
        if (lost := _lost(path)) is not None:
            os.replace(lost, path)
        _check_folder(path, own, keep)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        aside = beside / path.name
        aside.mkdir()
        yield aside
        _put(aside, path)
    except BaseException as error:
        if aside and isinstance(error, DataError):  # of a file in it
            raise DataError(error.message.replace(str(aside), str(path))) from error
        _tell(path, error)
        raise
    finally:
        if beside:
            shutil.rmtree(beside, ignore_errors=True)


def _put(folder: Path, place: Path) -> None:
    """Put a folder in its place; one that is there is replaced, and its rights are kept."""
    if not place.exists():
        os.replace(folder, place)
        return
    for new in (folder, *folder.iterdir()):
        if (there := place / new.relative_to(folder)).exists():
            shutil.copymode(there, new)
    if _swap(folder, place):
        return
    old = place.with_name(f"{folder.parent.name}.old")
    os.replace(place, old)
    try:
        os.replace(folder, place)
    except BaseException:
        os.replace(old, place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _swap(one: Path, two: Path) -> bool:
    """Let two folders change places in one step, so that there is no moment without one; False where that cannot be had."""
    if sys.platform != "linux":
        return False
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(two), exchange) == 0)


def _lost(path: Path) -> Path | None:
    """Find the folder that was at a path when a process was killed between putting it aside and putting another there."""
    if path.exists():
        return None
    return next(iter(sorted(path.parent.glob(f".{glob.escape(path.name)}.*.old"))), None)


def _check_folder(path: Path, own: re.Pattern[str], keep: bool) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise DataError(f"{path}: is a file; a folder is written, so give another name")
    if keep:
        raise DataError(f"{path}: is there already, and is kept; give another name")
    foreign = sorted(
        entry.name for entry in path.iterdir() if entry.is_dir() or not own.fullmatch(entry.name)
    )
    if foreign:
        raise DataError(
            f"{path}: is there already and holds {foreign[0]!r}, which is no part of an export; give a new folder"
        )


def _tell(path: Path, error: BaseException) -> None:
    """Raise what keeps a file from being written as an error of ours; anything else passes."""
    if isinstance(error, OSError):
        raise DataError(f"{path}: cannot be written: {error.strerror or error}") from error
    if isinstance(error, UnicodeEncodeError):
        text = error.object[max(0, error.start - 20) : error.end]
        raise DataError(
            f"{path}: cannot be written: {text!r} holds half a character (a lone surrogate); mend it"
        ) from error


def write_items(file: TextIO, items: Iterable[Any]) -> None:
    """Write the items of a JSON list, a line each."""
    for number, item in enumerate(items):
        file.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))


def write_aside(path: str | Path, content: bytes, *, keep: bool = False) -> Path:
    """Write a whole file as `writing` does.

    Parameters
    ----------
    path
        Where the file shall stand; its folder must exist.
    content
        All of it.
    keep
        Whether a file that is there already is kept, that is, refused.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        When it cannot be written; what stood there before is untouched.
    """
    with writing(path, keep=keep) as file:
        file.write(content)
    return Path(path)


def save(records: Records, folder: str | Path) -> Path:
    """Save a graph into a folder.

    Parameters
    ----------
    records
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
    content = {"format": _FORMAT, **records_to_dict(records)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be made: {error.strerror or error}") from error
    return write_aside(folder / FILE_NAME, text.encode())


def open_folder(path: str | Path) -> Records:
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
        When there is no graph, or what is there is not one.
    """
    path = Path(path)
    file = path / FILE_NAME if path.is_dir() else path
    if not file.exists():
        if (lost := _lost(path)) is not None:
            raise DataError(
                f"{path}: a process was killed while it replaced this; what was there lies in {lost}, rename it"
            )
        raise DataError(f"{path}: no graph there; 'radexo --graph {path} load ...' makes one")
    return saved_records(read_json(file), file)


def read_json(file: str | Path, what: str = "saved graph") -> Any:
    """Read a JSON file.

    Parameters
    ----------
    file
        The file.
    what
        What it should hold, for the message.

    Returns
    -------
    Any

    Raises
    ------
    DataError
        When it cannot be read, or is not JSON in UTF-8; the place is named.
    """
    try:
        text = Path(file).read_bytes().decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_object)
        if "\\ud" in text.casefold():  # JSON can spell half a character, which no text holds
            json.dumps(content, ensure_ascii=False).encode()
        return content
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 at byte {error.start}; this is no {what}") from error
    except json.JSONDecodeError as error:
        raise DataError(
            f"{file}: line {error.lineno}, column {error.colno}: not JSON ({error.msg}); this is no {what}, or not all of it"
        ) from error
    except UnicodeEncodeError as error:
        raise DataError(
            f"{file}: holds half a character, {error.object[error.start]!r}; mend it"
        ) from error
    except DataError as error:
        raise DataError(f"{file}: {error.message}") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}: not a {what} ({error})") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{twice!r} stands twice in one object; keep one")
    return found


def saved_records(content: Any, file: str | Path) -> Records:
    """Make records of what a saved graph's file holds.

    Raises
    ------
    DataError
        When it is no saved graph, or breaks the schema.
    """
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise DataError(f"{file}: not a saved graph ('format' should be {_FORMAT!r})")
    try:
        records = records_from_dict(content)
    except DataError as error:
        raise DataError(f"{file}: {error}") from error
    for violation in violations(records):
        raise DataError(f"{file}: {violation}")
    return records
