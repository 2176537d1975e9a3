r"""Read delimited tables, and escape text in those that RadExo writes.

`read_rows` is the one reader of tables: curated ones, KGX, files of public resources. It streams,
and reports each problem with file, row, column and remedy; rows are numbered as in a spreadsheet,
the heading being row 1.

Exports escape text with a backslash: ``\t``, ``\n``, ``\r`` for tab and line ends, ``\p`` for a bar
within an item of a list, ``\e`` for empty text (an empty cell is a missing value), ``\xHH`` and
``\uHHHH`` for other control characters, ``\\`` for itself, and a leading ``\`` before what a
spreadsheet would run as a formula or strip as a quote (``=``, ``+``, ``-``, ``@``, ``"``, ``'``).

Examples
--------
>>> print(escape("=cmd|'/C calc'!A0"), escape("one\ttwo"))
\=cmd|'/C calc'!A0 one\ttwo
>>> unescape(escape("=a\\b\n")) == "=a\\b\n"
True
>>> print(join(["a|b", "-c"])); split(join(["a|b", "-c"]))
a\pb|\-c
('a|b', '-c')
"""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ..report import Problem
from ..values import frozen

__all__ = [
    "Reading",
    "Row",
    "blocks_of",
    "escape",
    "join",
    "read_cells",
    "read_rows",
    "split",
    "text_of",
    "unescape",
]

_LEADING = "=+-@\"'\uff0b\uff0d\uff1d\uff20"
_UNSAFE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "p": "|", "e": "", "\\": "\\"} | {
    c: c for c in _LEADING
}
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.?))", re.DOTALL)


def escape(text: str) -> str:
    """Return text as a cell."""
    if not text:
        return "\\e"
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_code, text)
    return "\\" + text if text[0] in _LEADING else text


def unescape(cell: str) -> str:
    """Return the text of a cell.

    Raises
    ------
    ValueError
        When a backslash is not followed by an escape.
    """
    return _ESCAPED.sub(_character, cell) if "\\" in cell else cell


def join(items: Iterable[str]) -> str:
    """Return a list as a cell, joined by ``|``; an empty list is an empty cell."""
    return "|".join(escape(item).replace("|", "\\p") for item in items)


def split(cell: str) -> tuple[str, ...]:
    """Return the list of a cell."""
    return tuple(unescape(item) for item in cell.split("|")) if cell else ()


def _code(match: re.Match[str]) -> str:
    character = match[0]
    return _NAMED.get(character) or (
        f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
    )


def _character(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    if short or long:
        character = chr(int(short or long, 16))
        if "\ud800" <= character <= "\udfff":
            raise ValueError(f"'\\u{long}' is a lone surrogate")
        return character
    if letter not in _ESCAPES:
        raise ValueError(f"'\\{letter}' is not an escape")
    return _ESCAPES[letter]


@frozen
class Row:
    """One row of a table.

    Parameters
    ----------
    file, number
        Its place; the heading is row 1.
    cells
        Its cells by heading.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str:
        """Return a cell; empty if there is no such column."""
        return self.cells.get(column, "")

    def text(self, column: str) -> str | None:
        """Return a cell, None if it is empty."""
        return self.cells[column] or None

    def word(self, column: str, default: str | None = None) -> Any:
        """Return a cell that holds a word of the schema; validation checks which."""
        return self.cells[column] or default

    def words(self, column: str) -> Any:
        """Return the words of the schema that a cell lists; validation checks which."""
        return self.listed(column)

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the items of a cell separated by ``|``, stripped; empty ones are skipped."""
        return tuple(filter(None, map(str.strip, self.cells[column].split("|"))))

    def problem(self, column: str | None, problem: str, remedy: str) -> Problem:
        """Return a problem at this row."""
        return Problem(self.file, self.number, column, self.get(column or ""), problem, remedy)


@frozen
class Reading:
    """How a table is read.

    Parameters
    ----------
    optional
        Columns beside the required ones that may be present, and read as empty where they are
        not; by default any.
    delimiter
        The character between cells.
    by_hand
        Whether the table was edited in a spreadsheet: cells may be quoted, and span lines; spaces
        and invisible characters around them are stripped, and cells missing at the end of a row
        are empty. Otherwise a line is a row and text is literal, as in KGX.
    complete
        Whether the last line must end with a line break, as in every file that RadExo writes.
    stream
        Blocks of whole lines, where the file is already open, such as one that was compressed.
    headings
        The headings of a table that has none.
    refuse
        Called with the problem of a single row, which is then not appended; reading goes on.
    cut
        Called with the problem of a row that has too many cells, which is then not appended, and
        the row is read without them.
    """

    optional: Sequence[str] | None = None
    delimiter: str = "\t"
    by_hand: bool = False
    complete: bool = False
    stream: Iterable[bytes] | None = None
    headings: Sequence[str] = ()
    refuse: Callable[[Problem], None] | None = None
    cut: Callable[[Problem], None] | None = None


def read_rows(
    path: str | Path,
    required: Sequence[str],
    problems: list[Problem],
    how: Reading = Reading(),  # noqa: B008 (a value)
) -> Iterator[Row]:
    """Read a table row by row.

    Parameters
    ----------
    path
        Text in UTF-8, with or without a byte-order mark.
    required
        Columns that must be present.
    problems
        Where problems are appended; after 1,000 of them, or one of the file as a whole, reading
        stops.
    how
        Its delimiter, other columns, and how strictly it is read.

    Yields
    ------
    Row
        Blank rows are skipped.
    """
    records = read_cells(path, required, problems, how)
    file = str(path)
    _, headings = next(records, (0, ()))
    blank = dict.fromkeys((*headings, *how.optional), "") if how.optional else {}
    for number, cells in records:
        yield Row(file, number, blank | dict(zip(headings, cells, strict=True)))


def read_cells(
    path: str | Path,
    required: Sequence[str],
    problems: list[Problem],
    how: Reading = Reading(),  # noqa: B008 (a value)
) -> Iterator[tuple[int, Sequence[str]]]:
    """Read the cells of a table row by row, the headings first; see `read_rows`.

    Yields
    ------
    int
        The number of the row; 0 for headings that were given.
    sequence of str
        Its cells, as many as headings; blank rows are skipped.
    """
    headings, by_hand = how.headings, how.by_hand
    file = str(path)
    number = count = 0
    if headings:
        yield 0, headings

    def add(problem: str, remedy: str, value: str | None = None) -> None:
        problems.append(Problem(file, number or None, None, value, problem, remedy))

    try:
        with nullcontext() if how.stream is not None else open(path, "rb") as binary:
            blocks = blocks_of(binary) if binary else how.stream or ()
            records = _records(_Lines(blocks, complete=how.complete), how)
            for number, cells in enumerate(records, 1):
                if not headings:
                    headings = cells
                    wrong = _heading_problems(file, headings, required, how.optional)
                    if first := list(islice(wrong, _MOST_PROBLEMS)):
                        problems += first
                        return
                    yield number, headings
                elif not any(cells):
                    continue
                elif len(cells) == len(headings):
                    yield number, cells
                elif by_hand and len(cells) < len(headings):
                    yield number, [*cells, *[""] * (len(headings) - len(cells))]
                else:  # a row with too few cells may be cut off
                    problem = f"{len(cells)} cells under {len(headings)} headings"
                    remedy = (
                        "quote cells that hold the separator"
                        if by_hand
                        else "a row is a line, with a tab between cells, empty ones too"
                    )
                    if how.cut and len(cells) > len(headings):
                        how.cut(Problem(file, number, None, None, problem, remedy))
                        yield number, cells[: len(headings)]
                        continue
                    if how.refuse:
                        how.refuse(Problem(file, number, None, None, problem, remedy))
                        continue
                    add(problem, remedy)
                    count += 1
                    if count == _MOST_PROBLEMS:
                        return
    except _LineError as error:
        number = error.number
        add(error.problem, error.remedy, error.value)
        return
    except csv.Error as error:
        number += 1
        add(f"not a table: {error}", "save it as tab- or comma-separated text")
        return
    except (OSError, EOFError, zlib.error) as error:
        number = 0 if isinstance(error, OSError) and error.errno else number + 1
        add(
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            "give a table that can be read",
        )
        return
    if not headings:
        columns = ", ".join((*required, *(how.optional or ())))
        add("the file is empty", f"the first row holds the headings: {columns}")


def blocks_of(stream: io.BufferedIOBase, *, longest: int | None = None) -> Iterator[bytes]:
    """Read a file in blocks of whole lines.

    Parameters
    ----------
    stream
        The file; what is read before it raises is not lost by that.
    longest
        The fewest bytes of a line that is not read.

    Yields
    ------
    bytes

    Raises
    ------
    OSError
        When a line is too long.
    """
    parts: list[bytes] = []
    length = 0
    while block := stream.read1(_BLOCK):
        lines, end, start = block.rpartition(b"\n")
        if end:
            yield b"".join((*parts, lines, end))
            parts, length = [], 0
        parts.append(start)
        length += len(start)
        if longest and length >= longest:
            raise OSError(f"a line of more than {longest >> 20} MB is not a row of a table")
    if rest := b"".join(parts):
        yield rest


_BLOCK = 1 << 16
"""The bytes of a file that are read at once."""


def _records(lines: _Lines, how: Reading) -> Iterator[list[str]]:
    """Split rows into cells: a block of plain ones at once, which is faster."""
    plain = _plain(how)
    while block := lines.block():
        if (rows := plain(block)) is not None:
            lines.number += len(rows)
            for row in rows:
                yield row.split(how.delimiter)
        else:
            lines.hold(block)
            while lines.holds:
                if how.by_hand:
                    yield _by_hand(lines, how.delimiter)
                else:
                    yield next(lines).rstrip("\r\n").split(how.delimiter)


def _plain(how: Reading) -> Callable[[bytes], list[str] | None]:
    """Return what splits a block in which every line is a row, and its parts are the cells.

    It returns None where a line has anything else: where quotes, blanks around cells, lone carriage
    returns or bytes that are not text need a closer look.
    """
    longest = csv.field_size_limit()
    delimiter = how.delimiter.encode()
    odd = _ODD_BY_HAND.replace(delimiter, b"") if how.by_hand else b"\0"
    same = bytes.maketrans(b"\r\n", delimiter * 2)

    def plain(block: bytes) -> list[str] | None:
        checked = block.translate(same, odd)
        if (
            len(checked) < len(block)
            or block.startswith(b"\xef\xbb\xbf")
            or (how.complete and not block.endswith(b"\n"))
        ):
            return None
        if how.by_hand and (
            not block.isascii()
            or len(block) > longest
            or block.startswith(b" ")
            or block.endswith(b" ")
            or b" " + delimiter in checked
            or delimiter + b" " in checked
        ):
            return None
        end = "\n"
        if b"\r" in block:
            end = "\r\n"
            if not block.count(b"\r") == block.count(b"\n") == block.count(b"\r\n"):
                return None
        try:
            rows = block.decode().split(end)
        except UnicodeDecodeError:
            return None
        if not rows[-1]:
            rows.pop()
        return rows

    return plain


_ODD_BY_HAND = b'"\0\t\v\f\x1c\x1d\x1e\x1f'
"""Quotes, and what `str.strip` removes from a cell besides blanks and line ends."""


def _by_hand(lines: Iterator[str], delimiter: str) -> list[str]:
    """Return the next row that a spreadsheet wrote; it may be several lines."""
    line = next(lines)
    row = line.rstrip("\r\n")
    if '"' in row or "\r" in row or len(row) > csv.field_size_limit() or not row.isascii():
        read = csv.reader(chain([line], lines), delimiter=delimiter, strict=True)
        return list(map(_trim, next(read)))
    return [cell.strip() for cell in row.split(delimiter)]


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _trim(cell: str) -> str:
    """Return a cell without spaces and invisible characters around it."""
    cell = cell.strip()
    return cell if cell.isascii() else cell.strip(_INVISIBLE).strip()


_MOST_PROBLEMS = 1000


def text_of(
    path: str | Path, stream: Iterable[bytes], problems: list[Problem]
) -> Iterator[tuple[int, str]]:
    """Decode the lines of a file that is not a table.

    Parameters
    ----------
    path
        For problems.
    stream
        Blocks of whole lines.
    problems
        Where what ends the reading is appended.

    Yields
    ------
    int
        The number of the line.
    str
        The line, with its end.
    """
    number = 0
    try:
        for number, text in enumerate(_Lines(stream), 1):
            yield number, text
    except _LineError as error:
        place = (str(path), error.number, None, error.value, error.problem, error.remedy)
        problems.append(Problem(*place))
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        problems.append(Problem(str(path), number + 1, None, None, problem, "get the file again"))


class _LineError(Exception):
    """A line that is not text."""

    def __init__(self, number: int, problem: str, remedy: str, value: str | None = None) -> None:
        super().__init__(problem)
        self.number, self.problem, self.remedy, self.value = number, problem, remedy, value


class _Lines(Iterator[str]):
    """The lines of a file, decoded, each with its line break.

    Parameters
    ----------
    blocks
        Whole lines, one or many at once.
    complete
        Whether the last one must have a line break.
    """

    def __init__(self, blocks: Iterable[bytes], *, complete: bool = False) -> None:
        self.number = 0
        self._blocks = iter(blocks)
        self._complete = complete
        self._held = io.BytesIO()
        self._parts: list[str] = []

    def block(self) -> bytes:
        """Return the next block; empty at the end."""
        return next(self._blocks, b"")

    def hold(self, block: bytes) -> None:
        """Make a block the next lines."""
        self._held = io.BytesIO(block)

    @property
    def holds(self) -> bool:
        """Whether lines of a block are left."""
        return bool(self._parts) or self._held.tell() < self._held.getbuffer().nbytes

    def __next__(self) -> str:
        if not self._parts:
            line = self._held.readline()
            if not line:
                self.hold(next(self._blocks))
                line = self._held.readline()
            self.number += 1
            self._parts = self._decoded(line)
        return self._parts.pop()

    def _decoded(self, line: bytes) -> list[str]:
        """Return a line, or several if a lone carriage return ends some, the last one first."""
        try:
            text = line.decode("utf-8-sig" if self.number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise _LineError(
                self.number,
                f"byte {error.start} of the line is not UTF-8",
                "save the table as UTF-8",
                repr(line[error.start : error.start + 1]),
            ) from error
        if "\0" in text:
            raise _LineError(
                self.number,
                "a NUL byte: not a text table",
                "save it as tab- or comma-separated text in UTF-8",
            )
        if self._complete and not text.endswith("\n"):
            raise _LineError(
                self.number, "the last line has no end: the file is cut off", "export it again"
            )
        if "\r" in text.removesuffix("\r\n"):  # line breaks of old spreadsheets
            return list(io.StringIO(text, newline=""))[::-1]
        return [text]


def _heading_problems(
    file: str, headings: Sequence[str], required: Sequence[str], optional: Sequence[str] | None
) -> Iterator[Problem]:
    columns = ", ".join((*required, *(optional or ())))
    if not any(headings):
        remedy = f"the first row holds the headings: {columns}"
        yield Problem(file, None, None, None, "the first row is empty", remedy)
        return
    for column in required:
        if column not in headings:
            remedy = f"add it; {'the columns' if optional is not None else 'needed'} are {columns}"
            yield Problem(file, 1, column, None, "this column is missing", remedy)
    for heading, count in Counter(headings).items():
        if optional is not None and heading not in required and heading not in optional:
            remedy = f"leave it out or rename it; the columns are {columns}"
            if len(missing := [column for column in required if column not in headings]) == 1:
                remedy = f"rename it {missing[0]}, if that is what it holds; or leave it out"
            yield Problem(file, 1, heading, heading, "unknown column", remedy)
        elif count > 1:
            yield Problem(file, 1, heading, heading, "two columns have this heading", "keep one")
