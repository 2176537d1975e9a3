"""Read and write the sheet of a review as an Excel workbook, through openpyxl.

The workbook has three tabs: the sheet to fill in, with drop-downs; a guide to its columns; an
example. Only the first tab with the sheet's headings is read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import DataError, MissingExtraError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_lines", "write"]

_MOST_BYTES = 1 << 28
"""The most bytes of a workbook after decompression."""

_LISTED_ROWS = 2000
"""The rows that have drop-downs."""

_NOT_READ = frozenset({"guide", "example", "words"})


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            "an .xlsx needs openpyxl: install radexo[sheets], or use a .csv with the same headings"
        ) from error
    return openpyxl


def read_lines(path: str | Path, headings: Iterable[str]) -> list[bytes]:
    """Return the sheet of a workbook as lines of tab-separated text.

    Parameters
    ----------
    path
        An .xlsx file.
    headings
        Headings by which the tab is recognized, in lower case; most of them must be present.

    Returns
    -------
    list of bytes
        A line for each row, empty rows included, so that rows keep their numbers.

    Raises
    ------
    MissingExtraError
        When openpyxl is not installed.
    DataError
        When the file is not a workbook, or has no such tab.
    """
    openpyxl = _openpyxl()
    wanted = set(headings)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise DataError(f"{path}: larger than {_MOST_BYTES >> 20} MB when unpacked")
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            for tab in book.worksheets:
                if tab.title.casefold() in _NOT_READ:
                    continue
                rows = tab.iter_rows(values_only=True)
                first = [_text(cell) for cell in next(rows, ())]
                if 2 * len(wanted & {heading.casefold() for heading in first}) > len(wanted):
                    return list(_lines(first, rows))
            tabs = ", ".join(tab.title for tab in book.worksheets)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    except DataError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise DataError(f"{path}: not an Excel workbook (.xlsx): {error}; save it again") from error
    raise DataError(
        f"{path}: no tab has the headings {', '.join(headings)} in its first row (tabs: {tabs}); "
        "begin with radexo new-review FILE.xlsx"
    )


def _lines(first: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Write rows as tab-separated lines; blank cells after the last heading are left out."""
    width = max((i for i, heading in enumerate(first, 1) if heading), default=0)
    for row in (first, *rows):
        cells = [" ".join(_text(cell).split()) for cell in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        line = io.StringIO()
        csv.writer(line, delimiter="\t", lineterminator="\n").writerow(cells)
        yield line.getvalue().encode()


def _text(cell: Any) -> str:
    """Return what a cell shows; a date as spreadsheets show one that was a gene symbol."""
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return f"{cell.day}-{cell:%b}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write(
    path: str | Path,
    columns: Sequence[str],
    choices: dict[str, Sequence[str]],
    guide: Sequence[tuple[str, str]],
    example: Sequence[Sequence[str]],
) -> None:
    """Write a workbook to fill in.

    Parameters
    ----------
    path
        The file, which must not exist.
    columns
        Headings of the sheet.
    choices
        The words offered in a column.
    guide
        What each column holds.
    example
        Filled rows under the same headings.

    Raises
    ------
    MissingExtraError
        When openpyxl is not installed.
    """
    from ..graph.atomic import write_bytes

    openpyxl = _openpyxl()
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book: Workbook = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    review = book.create_sheet("review")
    _fill(review, [columns], number_format="@")
    words = book.create_sheet("words")
    words.sheet_state = "hidden"
    for place, (column, offered) in enumerate(choices.items(), 1):
        for number, word in enumerate((column, *offered), 1):
            words.cell(number, place, word).data_type = "s"
        letter = get_column_letter(place)
        listed = DataValidation(
            type="list",
            formula1=f"words!${letter}$2:${letter}${len(offered) + 1}",
            allow_blank=True,
            showErrorMessage=False,  # other spellings are understood too
        )
        review.add_data_validation(listed)
        target = get_column_letter(columns.index(column) + 1)
        listed.add(f"{target}2:{target}{_LISTED_ROWS}")
    _fill(book.create_sheet("guide", 1), [("column", "what it holds"), *guide], widths=(18, 110))
    _fill(book.create_sheet("example", 2), [columns, *example], number_format="@")
    content = io.BytesIO()
    book.save(content)
    write_bytes(path, content.getvalue(), overwrite=False)


def _fill(
    tab: Worksheet,
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int] = (),
    number_format: str = "General",
) -> None:
    """Write rows below a bold, fixed heading; as text, no symbol becomes a date."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = tab.cell(number, place, text)
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDE7F0")
    for place in range(1, len(rows[0]) + 1):
        dimension = tab.column_dimensions[get_column_letter(place)]
        dimension.width = widths[place - 1] if widths else 24
        dimension.number_format = number_format
    tab.freeze_panes = "A2"
