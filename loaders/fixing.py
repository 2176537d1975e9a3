"""Write what is certain into a sheet or curated tables, and leave the rest to the curator.

A cell changes only where it means the same before and after: an address with a DOI becomes the DOI,
an everyday word the word of the schema, a name the one entity's name, a date the one gene symbol
that a spreadsheet turned into it. The file is written aside and renamed; what it was is kept beside
it as ``.bak``.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ..graph.atomic import write_bytes
from ..graph.model import Entity
from ..graph.values import frozen
from .words import heading_of

__all__ = ["Correction", "Fixed", "fix"]


@frozen
class Correction:
    """A cell that was rewritten.

    Parameters
    ----------
    file, row, column
        Where; the heading is row 1.
    before, after
        What the cell held, and what it holds.
    """

    file: str
    row: int
    column: str
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        """Return the correction as JSON.

        Returns
        -------
        dict
        """
        return {name: getattr(self, name) for name in ("file", "row", "column", "before", "after")}

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}: {self.before} -> {self.after}"


@frozen
class Fixed:
    """What `fix` wrote.

    Parameters
    ----------
    corrections
        Every cell that was rewritten.
    backups
        The files as they were.
    """

    corrections: tuple[Correction, ...]
    backups: tuple[Path, ...]


def fix(*files: str | Path, known: Iterable[Entity] = ()) -> Fixed:
    """Write what is certain into a sheet or curated tables.

    Parameters
    ----------
    *files
        A sheet, a folder of tables, or the tables' files.
    known
        Entities that they may refer to, such as those of a graph.

    Returns
    -------
    Fixed
        What was written; nothing is where nothing is certain.

    Raises
    ------
    DataError
        When a file cannot be written.
    """
    from .certain import certain_cells

    found = tuple(certain_cells(files, tuple(known)))
    changes: dict[str, dict[tuple[int, str], str]] = defaultdict(dict)
    for correction in found:
        changes[correction.file][correction.row, correction.column] = correction.after
    backups = []
    for file, cells in changes.items():
        path = Path(file)
        content = (
            _workbook(path, cells) if path.suffix.casefold() == ".xlsx" else _text(path, cells)
        )
        backups.append(_backup(path))
        write_bytes(path, content)
    return Fixed(found, tuple(backups))


def _backup(path: Path) -> Path:
    """Write a copy beside a file, under a name that no file has."""
    aside, number = path.with_name(f"{path.name}.bak"), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.bak{number}")
    return write_bytes(aside, path.read_bytes(), overwrite=False)


def _workbook(path: Path, cells: Mapping[tuple[int, str], str]) -> bytes:
    """Return a workbook with other cells, as text; all else stays."""
    from .sheet import COLUMNS
    from .workbook import find_tab, open_book, text_of_cell

    with closing(open_book(path)) as book:
        tab = find_tab(book, path, COLUMNS)
        headings = [heading_of(text_of_cell(cell.value)) for cell in tab[1]]
        for (row, column), value in cells.items():
            cell = tab.cell(row, headings.index(column) + 1)
            cell.value = value
            cell.data_type = "s"
            cell.number_format = "@"
        content = io.BytesIO()
        book.save(content)
    return content.getvalue()


def _text(path: Path, cells: Mapping[tuple[int, str], str]) -> bytes:
    """Return a table with other cells; rows without one keep every byte."""
    from .sheet import SEPARATOR_LINE, find_headings

    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    lines = io.StringIO(raw.decode(encoding), newline="").readlines()
    kept = lines[:1] if lines and SEPARATOR_LINE.match(lines[0]) else []
    lines = lines[len(kept) :]
    place, separator = find_headings(path)
    if place is None:  # a curated table
        separator = "," if path.suffix.casefold() == ".csv" else "\t"
    written, start, headings = [], 0, list[str]()
    reader = csv.reader(lines, delimiter=separator)
    changed: dict[int, dict[str, str]] = defaultdict(dict)
    for (row, column), value in cells.items():
        changed[row][column] = value
    for number, cells_of_row in enumerate(reader, 1):
        record = list(cells_of_row)
        source, start = lines[start : reader.line_num], reader.line_num
        if number == 1:
            headings = [heading_of(cell.lstrip("\ufeff")) for cell in record]
            if place is None:
                headings = [cell.lstrip("\ufeff").strip() for cell in record]
        if number in changed:
            record += [""] * (len(headings) - len(record))
            for column, value in changed[number].items():
                record[headings.index(column)] = value
            end = "\r\n" if source[-1].endswith("\r\n") else "\n"
            line = io.StringIO()
            csv.writer(line, delimiter=separator, lineterminator=end).writerow(record)
            written.append(line.getvalue())
        else:
            written += source
    return "".join(kept + written).encode(encoding)
