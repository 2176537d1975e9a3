"""Read a measured table: any separator, line ends, compression and encoding that programs write.

Examples
--------
>>> table = parse_table("id;log2FC\\rmiR-340-5p;-1.5\\r", "mine.csv")
>>> table.headings, table.separator, table.frame.values.tolist()
(['id', 'log2FC'], ';', [['miR-340-5p', '-1.5']])
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import DataError, UsageError

if TYPE_CHECKING:
    import pandas

__all__ = ["Table", "cell_error", "frame_table", "parse_table", "read_list", "read_table"]

SEPARATORS: dict[str, str] = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar", " ": "space"}
"""The delimiters of cells, the likeliest first, and how they are called."""

ROW_NAMES = "(row names)"
"""The heading of a first column that has none."""

_COMMENTS = re.compile(r"(?:(?:#|##.*|# .*)?\n)*")
"""Lines above the headings; ``#id`` without a space is a heading."""

_SNIFFED = 50
"""The rows from which the separator is inferred."""

_MOST_BYTES = 1 << 30
"""The most bytes of a table after decompression."""


@dataclass(frozen=True)
class Table:
    """A table as it was read: every cell is text, in the order of the file.

    Parameters
    ----------
    file
        Its name, for messages.
    frame
        The cells; the index is the number of the row as a spreadsheet counts, the heading being 1.
    separator
        Between cells; None for a frame.
    """

    file: str
    frame: pandas.DataFrame
    separator: str | None

    @property
    def headings(self) -> list[str]:
        """The headings, in order; some may be equal."""
        return list(map(str, self.frame.columns))


def cell_error(
    file: str,
    problem: str,
    remedy: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
) -> DataError:
    """Return the error of a cell, a row or a file: where it is, what is wrong, what to do."""
    where = [file, row and f"row {row}", column is not None and f"column {column!r}"]
    shown = "" if value is None else f" {value[:40]!r}"
    return DataError(f"{', '.join(str(w) for w in where if w)}:{shown} {problem}; {remedy}")


def read_table(path: str | Path) -> Table:
    """Read a table from a file.

    Parameters
    ----------
    path
        Separated by tabs, commas, semicolons, bars or spaces; lines end in any way; UTF-8, with or
        without a byte-order mark, or UTF-16 with one; gzipped or not. The first row holds the
        headings; that of the first column may be missing, as R writes it. Comments may come above
        it, each a line that begins with ``#`` and a space. ``-`` is the standard input.

    Returns
    -------
    Table

    Raises
    ------
    DataError
        When it is not such a table.
    """
    return parse_table(_read_text(path), str(path))


def parse_table(text: str, file: str) -> Table:
    """Parse the text of a table; see `read_table`."""
    import pandas

    text = _COMMENTS.sub(lambda found: "\n" * found[0].count("\n"), _one_line_end(text), 1)
    separator = _separator(text)
    headings: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for number, record in enumerate(_records(text, separator), 1):
            if not any(map(str.strip, record)):
                continue
            if not headings:
                headings = [cell.strip() for cell in record]
                continue
            if not rows and len(record) == len(headings) + 1:
                headings = ["", *headings]  # R leaves the heading of row names out
            if len(record) != len(headings):
                raise cell_error(
                    file,
                    f"{len(record)} cells under {len(headings)} headings",
                    "quote cells that hold the separator, and keep empty cells",
                    row=number,
                )
            rows.append(record)
            numbers.append(number)
    except csv.Error as error:
        raise cell_error(
            file, f"not a table: {error}", "save it as tab-separated text", row=number + 1
        ) from error
    if not headings:
        raise cell_error(file, "the file is empty", "give a table with headings")
    if not rows:
        raise cell_error(file, "no row below the headings", "give measured rows")
    columns = [heading or ROW_NAMES for heading in headings]
    frame = pandas.DataFrame(rows, columns=columns, index=numbers, dtype=object)
    return Table(file, frame, separator)


def _records(text: str, separator: str | None) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if separator is None:
        return ([line.rstrip("\n")] for line in lines)
    return csv.reader(lines, delimiter=separator, skipinitialspace=separator == " ", strict=True)


def _separator(text: str) -> str | None:
    """Return the separator that cuts the first rows into the same number of cells, at least two."""
    best: tuple[int, str] | None = None
    for separator in SEPARATORS:
        counts = _counts(text, separator)
        if max(counts, default=0) < 2:
            continue
        body = [count for count in counts[1:] if count > 1] or counts
        width, rows = Counter(body).most_common(1)[0]
        fits = 2 * rows + (2 if counts[0] == width else counts[0] == width - 1)
        if best is None or fits > best[0]:
            best = (fits, separator)
    return best[1] if best else None


def _counts(text: str, separator: str) -> list[int]:
    """Count the cells of the first rows."""
    try:
        return [len(r) for r in islice(_records(text, separator), _SNIFFED) if any(r)]
    except csv.Error:  # parsing says where
        lines = islice(io.StringIO(text), _SNIFFED)
        return [line.count(separator) + 1 for line in lines if line.strip()]


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_text(path: str | Path) -> str:
    """Read a file whole, decompressed and decoded."""
    file = str(path)
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise cell_error(file, f"cannot be read: {reason}", "give a table") from (error)
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(content)) as unpacked:
                content = unpacked.read(_MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise cell_error(file, f"damaged gzip file: {error}", "compress it again") from error
        if len(content) > _MOST_BYTES:
            raise cell_error(file, "more than 1 GB unpacked", "keep the columns that count")
    if content[:4] == b"PK\x03\x04":
        raise cell_error(
            file,
            "a zipped file, as spreadsheets are",
            "save the sheet as tab-separated text or CSV",
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = _one_line_end(content[: error.start].decode("latin-1")).count("\n") + 1
        raise cell_error(
            file, f"not {encoding[:6].upper().rstrip('-')}", "save it as UTF-8", row=row
        ) from error
    if "\0" in text:
        row = _one_line_end(text[: text.index("\0")]).count("\n") + 1
        raise cell_error(
            file, "a NUL byte: not a text table", "save it as tab-separated text", row=row
        )
    return text


def frame_table(frame: Any) -> Table:
    """Return a pandas table as a `Table`; an index with text becomes the first column.

    Raises
    ------
    UsageError
        When it is not a table of pandas.
    """
    import pandas

    if not isinstance(frame, pandas.DataFrame):
        raise UsageError(
            f"overlay takes a pandas DataFrame or the path of a table, not {type(frame).__name__}"
        )
    numbered = pandas.api.types.is_numeric_dtype(frame.index.dtype)
    shown = frame.copy() if numbered else frame.reset_index()
    columns = list(map(str, shown.columns))
    if not numbered and frame.index.name is None:
        columns[0] = ROW_NAMES
    shown.columns = pandas.Index(columns)
    shown.index = pandas.RangeIndex(2, len(shown) + 2)
    return Table("frame", shown, None)


def read_list(path: str | Path) -> list[tuple[int, list[str]]]:
    """Read a list: rows of one or more cells, with their numbers; blank rows are skipped.

    Parameters
    ----------
    path
        As `read_table` takes it, with or without headings; ``-`` is the standard input.

    Returns
    -------
    list of tuple
        The number of each row, and its cells, stripped.
    """
    text = _one_line_end(_read_text(path))
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    separator = _separator(text)
    separator = None if separator == " " else separator  # names hold spaces
    number = 0
    try:
        return [
            (number, [cell.strip() for cell in record])
            for number, record in enumerate(_records(text, separator), 1)
            if any(cell.strip() for cell in record)
        ]
    except csv.Error as error:
        raise cell_error(
            str(path), f"not a list: {error}", "one id per line", row=number + 1
        ) from error
