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
from typing import TYPE_CHECKING, Any, NamedTuple

from ..graph.errors import DataError, MissingExtraError
from .words import heading_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Trap", "find_tab", "open_book", "read_lines", "text_of_cell", "write"]

_MOST_BYTES = 1 << 26
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


class Trap(NamedTuple):
    """What a workbook shows otherwise than it holds.

    Parameters
    ----------
    row, column
        Where; the column by its heading.
    value
        The content.
    problem, remedy
        What is wrong, and what to do.
    """

    row: int | None
    column: str | None
    value: str | None
    problem: str
    remedy: str


def read_lines(path: str | Path, headings: Iterable[str]) -> tuple[list[bytes], list[Trap]]:
    """Return the sheet of a workbook as lines of tab-separated text.

    Parameters
    ----------
    path
        An .xlsx file.
    headings
        Headings by which the tab is recognized, in lower case; most of them must be present.

    Returns
    -------
    lines
        A line for each row, empty rows included, so that rows keep their numbers.
    traps
        Hidden rows, merged cells, formulas, and other tabs with rows of their own.

    Raises
    ------
    MissingExtraError
        When openpyxl is not installed.
    DataError
        When the file is not a workbook, or has no such tab.
    """
    with closing(open_book(path)) as book:
        tab = find_tab(book, path, headings)
        return list(_lines(tab)), list(_traps(book, tab, set(headings)))


def open_book(path: str | Path) -> Workbook:
    """Open a workbook with its formulas; raise as `read_lines` does."""
    openpyxl = _openpyxl()
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise DataError(f"{path}: larger than {_MOST_BYTES >> 20} MB when unpacked")
        book: Workbook = openpyxl.load_workbook(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    except DataError:
        raise
    except Exception as error:  # openpyxl raises what its parsers do
        raise DataError(f"{path}: not an Excel workbook (.xlsx): {error}; save it again") from error
    return book


def find_tab(book: Workbook, path: str | Path, headings: Iterable[str]) -> Worksheet:
    """Return the first tab that has the headings in its first row; raise as `read_lines` does."""
    wanted = set(headings)
    tabs = [tab for tab in book.worksheets if tab.title.casefold() not in _NOT_READ]
    rows = {tab.title: _heading_row(tab, wanted) for tab in tabs}
    for tab in tabs:
        if rows[tab.title] == 1:
            return tab
    for title, row in rows.items():
        if row:
            raise DataError(
                f"{path}: the headings of the tab {title} are in row {row}; delete the rows "
                "above, so that row 1 holds the headings"
            )
    titles = ", ".join(tab.title for tab in book.worksheets)
    raise DataError(
        f"{path}: no tab has the headings {', '.join(headings)} in its first row (tabs: {titles}); "
        "begin with radexo new-review FILE.xlsx"
    )


def _heading_row(tab: Worksheet, wanted: set[str]) -> int | None:
    """Return which of the first ten rows holds most of the headings."""
    for number, row in enumerate(tab.iter_rows(max_row=10, values_only=True), 1):
        if 2 * len(wanted & {heading_of(text_of_cell(cell)) for cell in row}) > len(wanted):
            return number
    return None


def _traps(book: Workbook, tab: Worksheet, wanted: set[str]) -> Iterator[Trap]:
    """Yield what a tab shows otherwise than it holds."""
    for other in book.worksheets:
        read = other is tab or other.title.casefold() in _NOT_READ
        if not read and _heading_row(other, wanted) and other.max_row > 1:
            problem = f"the tab {other.title} is not read beside {tab.title}"
            yield Trap(None, None, None, problem, "put all rows in one tab")
    columns = {cell.column: heading_of(text_of_cell(cell.value)) for cell in tab[1]}
    hidden = [
        number
        for number, row in enumerate(tab.iter_rows(values_only=True), 1)
        if number > 1 and tab.row_dimensions[number].hidden and any(map(text_of_cell, row))
    ]
    if hidden:
        also = f" (also rows {', '.join(map(str, hidden[1:6]))})" if hidden[1:] else ""
        problem = f"the row is hidden{also}"
        yield Trap(hidden[0], None, None, problem, "show it (clear the filter), or delete it")
    for area in tab.merged_cells.ranges:
        if area.max_row > 1 and columns.get(area.min_col):
            value = text_of_cell(tab.cell(area.min_row, area.min_col).value)
            problem = f"merged cells ({area.coord}): only the first one has a value"
            remedy = "unmerge them, and fill each"
            yield Trap(area.min_row, columns[area.min_col], value, problem, remedy)
    for row in tab.iter_rows(min_row=2):
        for cell in row:
            if cell.data_type == "f" and columns.get(cell.column):
                value = str(getattr(cell.value, "text", cell.value))
                remedy = "copy the column and paste it as values"
                yield Trap(cell.row, columns[cell.column], value, "a formula", remedy)


def _lines(tab: Worksheet) -> Iterator[bytes]:
    """Write rows as tab-separated lines; blank cells after the last heading are left out."""
    rows = tab.iter_rows(values_only=True)
    first = next(rows)
    width = max((i for i, heading in enumerate(first, 1) if text_of_cell(heading)), default=0)
    for row in (first, *rows):
        cells = [" ".join(text_of_cell(cell).split()) for cell in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        line = io.StringIO()
        csv.writer(line, delimiter="\t", lineterminator="\n").writerow(cells)
        yield line.getvalue().encode()


def text_of_cell(cell: Any) -> str:
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
