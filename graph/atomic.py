"""Write files and folders atomically: aside, then renamed, so that a reader never sees half of one.

Examples
--------
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     path = write_bytes(Path(folder) / "notes.txt", b"whole")
...     path.read_bytes()
b'whole'
"""

from __future__ import annotations

import contextlib
import glob
import io
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from .errors import DataError

__all__ = [
    "check_file",
    "interrupted",
    "replacing",
    "write_bytes",
    "writing",
    "writing_folder",
    "writing_text",
]

Within = Callable[[Path], contextlib.AbstractContextManager[Path]]
"""Makes a folder beside a file."""

_EXISTS = "exists; drop --no-clobber to overwrite"


@contextlib.contextmanager
def writing(path: str | Path, *, overwrite: bool = True) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path`, and rename it to `path` when the block ends.

    Parameters
    ----------
    path
        The file to write; its folder must exist. A symbolic link is followed; a file that is
        replaced keeps its permissions.
    overwrite
        Whether to replace an existing file.

    Yields
    ------
    BinaryIO
        The open file; if the block raises, nothing has changed.

    Raises
    ------
    DataError
        When the file exists and `overwrite` is false, cannot be written, or is not a regular file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with writing(f"{folder}/a.txt") as file:
    ...         _ = file.write(b"all or nothing")
    ...     Path(f"{folder}/a.txt").read_bytes()
    b'all or nothing'
    """
    with replacing(path, overwrite=overwrite) as aside, open(aside, "wb") as file:
        yield file


@contextlib.contextmanager
def replacing(
    path: str | Path, *, overwrite: bool = True, within: Within | None = None
) -> Iterator[Path]:
    """Create an empty file beside `path`, and rename it to `path` when the block ends.

    Parameters
    ----------
    path, overwrite
        As for `writing`.
    within
        Makes a folder beside `path` to create the file in, and removes it at the end.

    Yields
    ------
    Path
        The file to write into; if the block raises, nothing has changed.

    Raises
    ------
    DataError
        As by `writing`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(f"{folder}/a.txt") as aside:
    ...         _ = aside.write_text("all or nothing")
    ...     Path(f"{folder}/a.txt").read_text()
    'all or nothing'
    """
    path = Path(path)
    mode = check_file(path, overwrite=overwrite)
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with within(target) if within else contextlib.nullcontext() as folder:
            if folder:
                aside = folder / target.name
            with open(aside, "wb"):
                if mode is not None:
                    aside.chmod(mode)
            yield aside
            with open(aside, "rb+") as file:
                os.fsync(file.fileno())
            os.replace(aside, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        _raise_data_error(path, error)
        raise


@contextlib.contextmanager
def writing_text(path: str | Path, *, overwrite: bool = True) -> Iterator[TextIO]:
    """Open a UTF-8 text file as `writing` does; line ends are written unchanged.

    Parameters
    ----------
    path, overwrite
        As for `writing`.

    Yields
    ------
    TextIO
        The open file; if the block raises, nothing has changed.
    """
    with writing(path, overwrite=overwrite) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()


def write_bytes(path: str | Path, content: bytes, *, overwrite: bool = True) -> Path:
    """Write a whole file as `writing` does.

    Parameters
    ----------
    path
        The file to write; its folder must exist.
    content
        What the file shall hold.
    overwrite
        Whether to replace an existing file.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        When it cannot be written; the previous content is untouched.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bytes(f"{folder}/a.txt", b"whole").name
    'a.txt'
    """
    with writing(path, overwrite=overwrite) as file:
        file.write(content)
    return Path(path)


def check_file(path: str | Path, *, overwrite: bool = True) -> int | None:
    """Check that a file may be written at a path.

    Parameters
    ----------
    path
        The file to write.
    overwrite
        Whether an existing file may be replaced.

    Returns
    -------
    int or None
        The permissions of the file that would be replaced.

    Raises
    ------
    DataError
        When the file exists and `overwrite` is false, or is not a regular file.

    Examples
    --------
    >>> check_file("no-such-file.svg") is None
    True
    """
    path = Path(path)
    if not overwrite and os.path.lexists(path):
        raise DataError(f"{path}: file {_EXISTS}")
    try:
        found = os.stat(path)
    except OSError:
        return None  # does not exist; if it cannot be written either, writing reports why
    if stat.S_ISDIR(found.st_mode):
        raise DataError(f"{path}: is a folder, but the output is a file; choose another path")
    if not stat.S_ISREG(found.st_mode) or _is_stdout(found):
        raise DataError(
            f"{path}: is a device, a pipe or stdout, which cannot be replaced; "
            "choose a regular file"
        )
    return stat.S_IMODE(found.st_mode)


def _is_stdout(found: os.stat_result) -> bool:
    try:
        return os.path.samestat(found, os.fstat(1))
    except OSError:
        return False


@contextlib.contextmanager
def writing_folder(
    path: str | Path, own: re.Pattern[str], *, overwrite: bool = True
) -> Iterator[Path]:
    """Create a temporary folder beside `path`, and rename it to `path` when the block ends.

    Parameters
    ----------
    path
        The folder to write. An existing one of the same kind is replaced.
    own
        Matches the names of the files that such a folder consists of; a folder that holds anything
        else is not touched.
    overwrite
        Whether to replace an existing folder.

    Yields
    ------
    Path
        The folder to write into; if the block raises, nothing has changed.

    Raises
    ------
    DataError
        When the folder exists and `overwrite` is false, cannot be written, or holds other files,
        or the one that it would lie in is missing.
    """
    path = Path(os.path.realpath(path))
    beside = aside = None
    try:
        if (previous := interrupted(path)) is not None:
            os.replace(previous, path)
        _check_folder(path, own, overwrite)
        if not path.parent.exists():
            raise DataError(f"{path}: folder {path.parent} does not exist; create it first")
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        aside = beside / path.name
        aside.mkdir()
        yield aside
        _replace_folder(path, aside)
    except BaseException as error:
        if aside and isinstance(error, DataError):  # about a file within the temporary folder
            raise DataError(error.message.replace(str(aside), str(path))) from error
        _raise_data_error(path, error)
        raise
    finally:
        if beside:
            shutil.rmtree(beside, ignore_errors=True)


def interrupted(path: Path) -> Path | None:
    """Find the previous content of a folder whose replacement was killed between two renames.

    Parameters
    ----------
    path
        Where the folder was.

    Returns
    -------
    Path or None
        Where its content is now; None when `path` exists or nothing was interrupted.
    """
    if path.exists():
        return None
    return next(iter(sorted(path.parent.glob(f".{glob.escape(path.name)}.*.old"))), None)


def _check_folder(path: Path, own: re.Pattern[str], overwrite: bool) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise DataError(f"{path}: is a file, but the output is a folder; choose another path")
    if not overwrite:
        raise DataError(f"{path}: folder {_EXISTS}")
    foreign = sorted(
        entry.name for entry in path.iterdir() if entry.is_dir() or not own.fullmatch(entry.name)
    )
    if foreign:
        raise DataError(
            f"{path}: folder exists and holds {foreign[0]!r}, which is not part of an export; "
            "choose a new folder"
        )


def _replace_folder(path: Path, new: Path) -> None:
    """Rename `new` to `path`; a folder that is replaced keeps its permissions."""
    if not path.exists():
        os.replace(new, path)
        return
    for entry in (new, *new.iterdir()):
        if (previous := path / entry.relative_to(new)).exists():
            shutil.copymode(previous, entry)
    if _exchange(new, path):
        return
    old = path.with_name(f"{new.parent.name}.old")
    os.replace(path, old)
    try:
        os.replace(new, path)
    except BaseException:
        os.replace(old, path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one system call; False where the system has none."""
    if sys.platform != "linux":
        return False
    import ctypes

    at_fdcwd, rename_exchange = -100, 2
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    paths = os.fsencode(first), os.fsencode(second)
    return bool(rename(at_fdcwd, paths[0], at_fdcwd, paths[1], rename_exchange) == 0)


def _raise_data_error(path: Path, error: BaseException) -> None:
    """Raise a `DataError` for what keeps a file from being written; ignore other exceptions."""
    if isinstance(error, OSError):
        raise DataError(f"{path}: cannot be written: {error.strerror or error}") from error
    if isinstance(error, UnicodeEncodeError):
        text = error.object[max(0, error.start - 20) : error.end]
        raise DataError(
            f"{path}: cannot be written: {text!r} holds a lone surrogate, not valid in UTF-8; "
            "correct it"
        ) from error
