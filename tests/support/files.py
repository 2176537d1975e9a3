"""Small made-up files of public resources."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable
from pathlib import Path


def table(
    path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]], separator: str = "\t"
) -> Path:
    """Write a table; nothing is quoted."""
    lines = [separator.join(cells) for cells in (columns, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def zipped(file: Path) -> Path:
    """Write a file's archive beside it."""
    packed = file.with_name(f"{file.name}.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, file.name)
    return packed


def gzipped(file: Path) -> Path:
    """Write a file's compressed copy beside it."""
    packed = file.with_name(f"{file.name}.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    return packed
