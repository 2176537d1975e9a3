"""The sheet of a review: its columns, the guide and example of a new one, and the rows of a file.

The sheet is an .xlsx, or a .csv, .tsv or .txt with any separator: a row for each statement of a
paper, in everyday words. `radexo.loaders.sheet_records` makes records of the rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from ..graph.errors import DataError
from ..graph.exchange.tables import Reading, Row, read_rows
from ..graph.report import Problem
from .words import CHOICES, heading_of

__all__ = [
    "COLUMNS",
    "EXAMPLE",
    "GUIDE",
    "OPTIONAL",
    "SEPARATOR_LINE",
    "SUFFIXES",
    "find_headings",
    "is_sheet",
    "new_sheet",
    "read_sheet_rows",
]

COLUMNS = ("exosome", "cargo", "verb", "target", "effect", "cancer", "paper", "how sure")
"""The columns of a sheet."""

OPTIONAL = (
    *("donor", "exposure", "fluid", "modification", "system", "summary"),
    *(f"{c} {what}" for c in ("cargo", "target", "donor", "recipient") for what in ("type", "id")),
    *("exosome id", "cancer id"),
    *("biomarker", "level", "measured in", "compared", "meaning"),
    *("recipient", "recipient exposure", "endpoint", "dose", "assay", "section", "form"),
)
"""Columns that a sheet may have besides."""

SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")
"""Extensions of a sheet."""

_SEPARATORS = "\t,;|"


class _Guide(NamedTuple):
    column: str
    text: str


GUIDE = (
    _Guide(
        "exosome",
        "which exosomes, by name: 'exosomes' where the paper says no more; empty "
        "where the statement is not about exosomes. For new ones fill donor, exposure, fluid "
        "or modification too",
    ),
    _Guide(
        "cargo",
        "what they carry: one gene, RNA or chemical, by symbol, synonym or id; "
        "without exosome: what acts",
    ),
    _Guide(
        "verb",
        "what the cargo (without cargo: the exosome) does to the target: raises, "
        "lowers, represses, sponges, inhibits, activates, +1, -1, up, down. Where the study "
        "removed it, begin with silenced: the claim is turned round and marked",
    ),
    _Guide("target", "what it acts on: a gene, RNA, pathway, process ..."),
    _Guide(
        "effect",
        "of the cargo (without cargo: of the exosome) on radiosensitivity: increase, "
        "decrease, unclear, no change; empty if the paper does not say. An effect that was seen "
        "after removing it: silenced: increase",
    ),
    _Guide("cancer", "by name, synonym or id (GBM); empty if the statement is general"),
    _Guide(
        "paper",
        "DOI, PMID or an address with the DOI; several joined by |; the word review "
        "where the review itself says so",
    ),
    _Guide(
        "how sure",
        "stated: the paper says so. may: it is hedged (may, might, suggests). "
        "inferred: the last claim of the row (effect, else verb) follows from the others",
    ),
    _Guide(
        "cargo type, cargo id",
        "optional: for a name that neither the graph nor the name lists "
        "have; type is Gene, MiRNA, LncRNA, CircRNA, RNA or Chemical, id a CURIE such as "
        "hgnc:9588 (empty where no registry has one). Likewise target type, target id, "
        "donor type, donor id, cancer id, exosome id",
    ),
    _Guide(
        "donor, exposure, fluid, modification",
        "optional: of new exosomes: who released them, "
        "after which exposure, in which fluid, and what was enriched or engineered",
    ),
    _Guide("system, summary", "optional: in vitro, in vivo or patients; one sentence of your own"),
    _Guide(
        "biomarker",
        "optional: what the level of the cargo (without cargo: of the exosome) "
        "serves for: predictive, prognostic, diagnostic, monitoring; several joined by |",
    ),
    _Guide(
        "level, measured in, compared, meaning",
        "optional, of the biomarker: increased or "
        "decreased; exosomes, serum, plasma or tissue; what with what; what the level says. "
        "fluid is then where it was measured",
    ),
    _Guide(
        "recipient, recipient exposure",
        "optional: the cells that take the exosomes up, by "
        "name (recipient type and recipient id for new ones), and what they were exposed to",
    ),
    _Guide(
        "endpoint, dose, assay, section, form",
        "optional: radiosensitivity, efficacy of "
        "radiotherapy, survival after irradiation or therapy resistance; dose and assay as the "
        "paper says; the part of the paper; whether a carried gene is mRNA or protein",
    ),
)
"""What each column holds."""

EXAMPLE = (
    (
        "hypoxic ESCC cell exosomes",
        "miR-340-5p",
        "lowers",
        "KLF10",
        "decrease",
        "ESCC",
        "10.1186/s13046-021-01834-9",
        "stated",
    ),
    (
        "hypoxic glioblastoma cell exosomes",
        "miR-301a",
        "raises",
        "Wnt/beta-catenin signaling",
        "decrease",
        "GBM",
        "10.1016/j.ymthe.2019.07.011",
        "stated",
    ),
    (
        "",
        "NORAD",
        "silenced: lowers",
        "ATR/Chk1 signaling",
        "silenced: increase",
        "ESCC",
        "https://doi.org/10.1186/s13046-021-02084-5",
        "stated",
    ),
)


def is_sheet(path: str | Path, tables: Collection[str] = ()) -> bool:
    """Return whether a file is a sheet: a workbook, or text with a sheet's headings.

    Parameters
    ----------
    path
        Any file.
    tables
        Names of curated tables, which are not sheets.
    """
    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix == ".xlsx":
        return True
    if suffix not in SUFFIXES or path.stem.casefold() in tables or not path.is_file():
        return False
    return find_headings(path)[0] is not None


SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=.?"?\s*$', re.IGNORECASE)
"""The line before the headings with which a text file gives Excel its separator."""

_FIRST_LINES = 10
"""The lines among which headings are looked for."""


def _is_heading(cells: Iterable[str]) -> bool:
    """Return whether cells are most of the headings of a sheet."""
    return 2 * len(set(COLUMNS) & set(cells)) > len(COLUMNS)


def _split(line: str) -> tuple[list[str], str]:
    """Return the cells of a line in lower case, and the separator that it has most often."""
    separator = max(_SEPARATORS, key=line.count)
    cells = line.casefold().replace("_", " ").split(separator)
    return [cell.strip(' "\r\n') for cell in cells], separator


def _lines(path: Path) -> list[bytes]:
    """Return the lines of a text file; Unicode text of spreadsheets (UTF-16) becomes UTF-8.

    A first line that only gives Excel the separator (``sep=;``) is left out: Excel shows the
    headings in row 1.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    lines = io.BytesIO(content).readlines()
    gives_separator = lines and SEPARATOR_LINE.match(lines[0].decode("utf-8-sig", "replace"))
    return lines[1:] if gives_separator else lines


def find_headings(path: Path) -> tuple[int | None, str]:
    """Return which line of a text file holds the headings, from 0, and the separator."""
    first = [line.decode("utf-8-sig", "replace") for line in _lines(path)[:_FIRST_LINES]]
    for number, line in enumerate(first):
        cells, separator = _split(line)
        if _is_heading(cells):
            return number, separator
    return None, "\t"


def read_sheet_rows(path: Path, problems: list[Problem]) -> list[Row]:
    """Read the rows of one sheet."""
    file = str(path)
    if path.suffix.casefold() == ".xlsx":
        from .workbook import read_lines

        place: int | None = 0
        lines, traps = read_lines(path, COLUMNS)
        separator = "\t"
        problems += [Problem(file, *trap) for trap in traps]
    else:
        place, separator = find_headings(path)
        lines = _lines(path)
    if place:
        remedy = f"delete the row{'s' * (place > 1)} above, so that row 1 holds the headings"
        problems.append(
            Problem(file, place + 1, None, None, "the headings are not in the first row", remedy)
        )
        return []
    for number, line in enumerate(lines, 1):
        if problem := _not_utf8(file, number, line, lines[0], separator):
            problems.append(problem)
            return []
    if lines:
        lines[0] = _plain_headings(lines[0])
    how = Reading(optional=OPTIONAL, delimiter=separator, by_hand=True, stream=lines)
    rows = read_rows(path, COLUMNS, problems, how)
    found = []
    for row in rows:
        if sum(heading_of(row[column]) == column for column in COLUMNS) > 2:
            problems.append(row.problem(None, "the headings again", "delete the row"))
        else:
            found.append(row)
    if not found and not problems:
        where = ", in the tab with the headings" if path.suffix.casefold() == ".xlsx" else ""
        remedy = f"a row for each statement{where}"
        problems.append(Problem(file, None, None, None, "the sheet has no rows", remedy))
    return found


def _not_utf8(
    file: str, number: int, line: bytes, headings: bytes, separator: str
) -> Problem | None:
    """Return the problem of a line in another encoding, with the column and what it may be."""
    try:
        line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = line[: error.start].count(separator.encode())
        columns = _split(headings.decode("utf-8-sig", "replace"))[0]
        column = columns[place] if place < len(columns) else None
        cells = line.decode("cp1252", "replace").split(separator)
        value = cells[place].strip(' "\r\n')
        problem = "not UTF-8: perhaps Windows-1252, which has no Greek letters"
        return Problem(file, number, column, value, problem, "save it as CSV UTF-8, or as .xlsx")
    return None


def _plain_headings(line: bytes) -> bytes:
    """Return the first line with headings in lower case."""
    return heading_of(line.decode("utf-8-sig")).encode()


def new_sheet(path: str | Path) -> Path:
    """Write a sheet to fill in: a workbook with a guide and an example, or headings as text.

    Parameters
    ----------
    path
        An .xlsx, .csv or .tsv file, which must not exist.

    Returns
    -------
    Path

    Raises
    ------
    DataError
        When the file exists, or cannot be written.
    MissingExtraError
        When openpyxl is not installed.
    """
    path = Path(path)
    if path.exists():
        raise DataError(f"{path}: file exists; choose a new name")
    if path.suffix.casefold() == ".xlsx":
        from .workbook import write

        write(path, COLUMNS, CHOICES, GUIDE, EXAMPLE)
        return path
    from ..graph.atomic import write_bytes

    separator = "\t" if path.suffix.casefold() == ".tsv" else ","
    return write_bytes(path, f"{separator.join(COLUMNS)}\n".encode(), overwrite=False)
