r"""Tables of tab-separated text in which every text survives, and no spreadsheet runs one.

One escape, the backslash: ``\t``, ``\n``, ``\r`` for tab and line ends, ``\p`` for a bar inside an
item of a list, ``\e`` for a text of no characters (an empty cell is no text), ``\xHH`` and
``\uHHHH`` for other control characters, ``\\`` for itself, and a leading ``\`` before what a
spreadsheet would take for a formula or a quote (``=``, ``+``, ``-``, ``@``, ``"``, ``'``).

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

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..report import Problem

__all__ = ["Row", "escape", "join", "read_rows", "split", "unescape"]

_LEADING = "=+-@\"'\uff0b\uff0d\uff1d\uff20"
_UNSAFE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "p": "|", "e": "", "\\": "\\"} | {
    c: c for c in _LEADING
}
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.?))", re.DOTALL)


def escape(text: str) -> str:
    """Write a text as a cell."""
    if not text:
        return "\\e"
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_code, text)
    return "\\" + text if text[0] in _LEADING else text


def unescape(cell: str) -> str:
    """Read a text from a cell.

    Raises
    ------
    ValueError
        When a backslash begins no escape.
    """
    return _ESCAPED.sub(_character, cell) if "\\" in cell else cell


def join(items: Iterable[str]) -> str:
    """Write a list as a cell, joined by ``|``; no items give an empty cell."""
    return "|".join(escape(item).replace("|", "\\p") for item in items)


def split(cell: str) -> tuple[str, ...]:
    """Read a list from a cell."""
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
            raise ValueError(f"'\\u{long}' is half a character")
        return character
    if letter not in _ESCAPES:
        raise ValueError(f"'\\{letter}' is no escape")
    return _ESCAPES[letter]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by heading, and where it stands (the heading is row 1).

    Parameters
    ----------
    file, number
        Where it stands.
    cells
        What it holds.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Give a cell, empty where there is no such column."""
        return self.cells.get(column, "")

    def problem(self, column: str | None, problem: str, remedy: str) -> Problem:
        """Name a problem of this row."""
        return Problem(self.file, self.number, column, self.get(column or ""), problem, remedy)


def read_rows(
    path: str | Path, needed: Sequence[str], problems: list[Problem], *, whole: bool = False
) -> Iterator[Row]:
    """Read a table row by row.

    Parameters
    ----------
    path
        Tab-separated text in UTF-8, a row a line, nothing quoted, as KGX has it.
    needed
        Columns that must be there.
    problems
        Where what is wrong is added; the first problem of a file ends the reading.
    whole
        Whether the last line must have an end, as in every file that RadExo wrote.

    Yields
    ------
    Row
        With its cells as they stand; blank lines are left out.
    """
    file = str(path)
    headings: list[str] = []
    number = 0

    def wrong(
        problem: str, remedy: str, column: str | None = None, value: str | None = None
    ) -> None:
        problems.append(Problem(file, number or None, column, value, problem, remedy))

    try:
        with open(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    text = line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    value = repr(line[error.start : error.start + 1])
                    return wrong(
                        f"byte {error.start} of the line is not UTF-8",
                        "save the table as UTF-8",
                        None,
                        value,
                    )
                if "\0" in text:
                    return wrong(
                        "a NUL byte: this is no text table", "give tab-separated text in UTF-8"
                    )
                if whole and not text.endswith("\n"):
                    return wrong("the last line has no end: the file is cut off", "export it again")
                cells = text.rstrip("\r\n").split("\t")
                if number == 1:
                    headings = cells
                    if told := _headings(headings, needed):
                        return wrong(*told)
                elif any(cells) and len(cells) != len(
                    headings
                ):  # too few may be a row cut off, and what it denied with it
                    remedy = "a row is a line, with a tab between cells, empty ones too"
                    return wrong(f"{len(cells)} cells under {len(headings)} headings", remedy)
                elif any(cells):
                    yield Row(file, number, dict(zip(headings, cells, strict=True)))
    except OSError as error:
        number = 0
        return wrong(f"cannot be read: {error.strerror or error}", "give a table that can be read")
    if not number:
        wrong("the file is empty", f"the first row holds the headings: {', '.join(needed)}")
    return None


def _headings(
    headings: Sequence[str], needed: Sequence[str]
) -> tuple[str, str, str, str | None] | None:
    """Tell what is wrong with the headings: problem, remedy, column, value."""
    for column in needed:
        if column not in headings:
            return (
                "this column is missing",
                f"add it; needed are {', '.join(needed)}",
                column,
                None,
            )
    for column in dict.fromkeys(headings):
        if headings.count(column) > 1:
            return ("two columns have this heading", "keep one", column, column)
    return None
