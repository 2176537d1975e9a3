"""Read the curated tables of a review.

Five tables that open in a spreadsheet: ``entities``, ``references``, ``findings``, ``statements``
and ``biomarkers`` (the last may be missing), as .tsv or .csv. A cell refers to an entity by its
name or its id; lists are joined by ``|``. The packaged review lies in ``sun2022/`` beside this
module. A review may be one sheet instead: see `radexo.loaders.sheet`.

Examples
--------
>>> records = packaged_review()
>>> [source.id for source in records.sources]
['sun2022']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..graph.errors import DataError, UsageError
from ..graph.exchange.tables import Row
from ..graph.model import PACKAGED, Entity
from ..graph.records import Records, merge
from ..graph.report import Problem, ProblemsError
from .review_records import Builder
from .review_tables import FORMAT, LISTS, find_tables, identifier, read_table, read_tables
from .sheet import SUFFIXES, is_sheet, new_sheet
from .sheet_records import read_sheets
from .words import is_date

__all__ = [
    "FORMAT",
    "LICENSE",
    "NAME",
    "PACKAGED_TABLES",
    "SUMMARY",
    "new_review",
    "packaged_review",
    "read",
    "read_review",
    "read_table",
    "validate_review",
]

NAME = "review"
SUMMARY = "curated tables of a review, such as the packaged one, or one sheet"
LICENSE = "yours; the packaged review is CC BY 4.0"


PACKAGED_TABLES = Path(__file__).parent / PACKAGED
"""Where the tables of the packaged review lie."""


def packaged_review() -> Records:
    """Read the packaged review.

    Returns
    -------
    Records
        Source: Sun et al., J Transl Med 2022;20:189, doi 10.1186/s12967-022-03392-w, CC BY 4.0.

    Examples
    --------
    >>> [source.id for source in packaged_review().sources]
    ['sun2022']
    """
    return read_review([PACKAGED_TABLES], check=False)


def read_review(
    paths: Iterable[str | Path], known: Iterable[Entity] = (), *, check: bool = True
) -> Records:
    """Read a review's tables.

    Parameters
    ----------
    paths
        A folder, or the tables' files.
    known
        Entities that the tables may refer to without listing them.
    check
        Whether to check against the schema; the packaged tables were checked when they were made.

    Returns
    -------
    Records

    Raises
    ------
    ProblemsError
        When anything is wrong; it lists every problem.

    Examples
    --------
    >>> len(read_review([PACKAGED_TABLES]).findings) > 100
    True
    """
    records, problems = _read(paths, tuple(known), check=check)
    if problems:
        raise ProblemsError(problems)
    return records


def read(paths: Sequence[str | Path], known: Iterable[Entity] = ()) -> tuple[Records, Counter[str]]:
    """Read a review's tables; nothing in them is ever left out.

    Parameters
    ----------
    paths, known
        As `read_review` takes them.

    Returns
    -------
    records
        The review.
    left_out
        Always empty.

    Raises
    ------
    ProblemsError
        When anything is wrong; it lists every problem.

    Examples
    --------
    >>> records, left_out = read([PACKAGED_TABLES])
    >>> left_out
    Counter()
    """
    return read_review(paths, known), Counter()


def validate_review(paths: Iterable[str | Path], known: Iterable[Entity] = ()) -> list[Problem]:
    """Check a review's tables together.

    Parameters
    ----------
    paths, known
        As `read_review` takes them.

    Returns
    -------
    list of Problem
        Empty when all is well.

    Examples
    --------
    >>> validate_review([PACKAGED_TABLES])
    []
    """
    return _read(paths, tuple(known), check=True)[1]


_OTHER_FILES = (".doc", ".docx", ".json", ".ods", ".odt", ".pdf", ".rtf", ".xls", ".xlsb", ".xlsm")
"""Extensions by which one sees that a file is meant, not a folder."""


def new_review(folder: str | Path) -> list[Path]:
    """Write empty tables to fill in, or one sheet.

    Parameters
    ----------
    folder
        The folder of the tables, created if it does not exist; or the file of a sheet: .xlsx (with
        drop-downs, a guide and an example), .csv or .tsv.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    DataError
        When one of the tables exists, or the folder cannot be written.
    UsageError
        When the name is that of another kind of file, such as .docx.
    MissingExtraError
        When an .xlsx is asked for and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in new_review(f"{folder}/mine")][:2]
    ['entities.tsv', 'references.tsv']
    """
    folder = Path(folder)
    if folder.suffix.casefold() in SUFFIXES:
        return [new_sheet(folder)]
    if folder.suffix.casefold() in _OTHER_FILES:
        kinds = ", ".join(sorted(SUFFIXES))
        raise UsageError(
            f"{folder}: not a kind of file that a sheet may be; use one of: {kinds}, or name a "
            "folder for five tables"
        )
    files = [folder / f"{name}.tsv" for name in FORMAT]
    for file in files:
        if file.exists():
            raise DataError(f"{file}: file exists; choose a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, columns in zip(files, FORMAT.values(), strict=True):
            file.write_text("\t".join(columns) + "\n", encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error
    return files


def _read(
    paths: Iterable[str | Path], known: Sequence[Entity], *, check: bool
) -> tuple[Records, list[Problem]]:
    problems: list[Problem] = []
    files = [Path(path) for path in paths]
    absent = ("no such file or folder", "check the name and the folder")
    if missing := [file for file in files if not file.exists()]:
        return Records(), [Problem(str(file), None, None, None, *absent) for file in missing]
    if sheets := [file for file in files if is_sheet(file, FORMAT)]:
        problems += [
            Problem(
                str(file), None, None, None, "a table beside a sheet", "load them one at a time"
            )
            for file in files
            if file not in sheets
        ]
        if problems:
            return Records(), problems
        return read_sheets(sheets, known)
    tables = find_tables(files, problems)
    broken: list[Problem] = []
    rows = read_tables(tables, problems, broken)
    if problems:
        return Records(), sorted((*problems, *broken), key=_position)
    shifted = {(problem.file, problem.row) for problem in broken}
    for each in rows.values():  # what other rows have too is reported there
        each.sort(key=lambda row: (row.file, row.number) in shifted)
    build = Builder(rows, known, problems)
    records = Records(
        sources=tuple(build.sources()),
        references=tuple(build.references()),
        entities=tuple(build.entities()),
        findings=tuple(build.findings()),
    )
    build.report_unknown()
    if check:
        from ..graph.validation import violations  # not needed to open the packaged tables

        problems += _traps(rows)
        if "findings" in tables and not any(rows.values()):
            file, what = str(tables["findings"]), "no table has a row"
            problems.append(Problem(file, None, None, None, what, "a row for each finding"))
        seen = {(p.file, p.row, p.column) for p in problems} | build.unresolved
        for v in violations(records, known):
            row = build.origin[v.record]
            place = (row.file, row.number, v.field)
            if place not in seen:  # an entity that could not be resolved was reported with its cell
                problems.append(Problem(*place, v.value, v.problem, v.remedy))
    problems = broken + [p for p in problems if (p.file, p.row) not in shifted]
    return merge(records) if not problems else Records(), sorted(problems, key=_position)


def _position(problem: Problem) -> tuple[str, int, str]:
    return (problem.file, problem.row or 0, problem.column or "")


def _traps(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    """Yield what spreadsheets and habits leave in tables, and no check of the schema names."""
    for table, columns in LISTS.items():
        for row in rows[table]:
            for column in columns:
                if ";" in row[column]:
                    problem = "a semicolon in a list, whose items are joined by |"
                    yield row.problem(column, problem, "write | between the items")
    for row in rows["references"]:
        for column in ("doi", "pmid", "pmcid"):
            if row[column] and (after := identifier(column, row[column])) != row[column]:
                problem = f"not a bare {column.upper()}"
                yield row.problem(column, problem, f"write {after}" if after else "correct it")
    for row in rows["entities"]:
        for column in ("id", "name"):
            if is_date(row[column]):
                remedy = "format the column as text and write the symbol again"
                yield row.problem(column, f"{row[column]!r} is a date", remedy)
