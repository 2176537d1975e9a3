"""Reading curated tables: every cell with its file, row and column, and every problem named by them.

Rows count as a spreadsheet counts them: the heading is row 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..graph.model import LATER_FIELDS
from ..graph.report import Problem

__all__ = ["COLUMNS", "OPTIONAL_TABLES", "Row", "read_table"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "entities": (
        "id",
        "name",
        "type",
        "id_status",
        "synonyms",
        "xrefs",
        "subtype_of",
        "donors",
        "exposures",
        "fluid",
        "modification",
        "note",
    ),
    "references": (
        "source",
        "citation",
        "authors",
        "title",
        "journal",
        "year",
        "volume",
        "issue",
        "pages",
        "doi",
        "pmid",
        "pmcid",
        "confidence",
        "license",
        "link",
    ),
    "findings": (
        "id",
        "section",
        "citations",
        "sentences",
        "cancer",
        "exosome",
        "recipient",
        "recipient_exposure",
        "affected",
        "system",
        "endpoint",
        "dose",
        "assay",
        "cargo",
        "effect",
        "summary",
        "review_note",
        "source_check",
        "source_note",
    ),
    "statements": (
        "finding",
        "number",
        "subject",
        "predicate",
        "object",
        "sign",
        "certainty",
        "inverted",
        "premises",
        "form",
        "note",
    ),
    "biomarkers": (
        "finding",
        "entity",
        "role",
        "level",
        "compared",
        "fluid",
        "measured_in",
        "meaning",
    ),
}
"""The columns of each table, by the file's name without its ending."""

OPTIONAL_TABLES = frozenset({"biomarkers"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells, and where it stands."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def text(self, column: str) -> str | None:
        """Give a cell's text, None when it is empty."""
        return self.cells[column] or None

    def listed(self, column: str) -> tuple[str, ...]:
        """Give the items of a cell whose list is joined by ``|``."""
        return tuple(part for part in (p.strip() for p in self.cells[column].split("|")) if part)

    def problem(self, column: str | None, problem: str, remedy: str) -> Problem:
        """Name a problem of this row."""
        return Problem(
            self.file, self.number, column, self.cells.get(column or "", ""), problem, remedy
        )


def read_table(path: str | Path, name: str, problems: list[Problem]) -> list[Row]:
    """Read one table.

    Parameters
    ----------
    path
        A .tsv or .csv file in UTF-8.
    name
        Which table it is, a key of `COLUMNS`.
    problems
        Where what is wrong is added.

    Returns
    -------
    list of Row
        Rows with every column of the table; blank rows are left out.
    """
    file = str(path)

    def wrong(
        problem: str,
        remedy: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        problems.append(Problem(file, row, column, value, problem, remedy))

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        wrong(f"cannot be read: {error.strerror or error}", "give a table that can be read")
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        wrong(
            f"byte {error.start} is not UTF-8",
            "save the table as UTF-8",
            row,
            value=repr(content[error.start : error.start + 1]),
        )
        return []
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        wrong(
            "a NUL byte: this is no text table",
            "save it as tab- or comma-separated text in UTF-8",
            row,
        )
        return []
    if not text.strip():
        wrong("the file is empty", f"the first row holds the headings: {', '.join(COLUMNS[name])}")
        return []
    records = _records(text, "," if Path(path).suffix.lower() == ".csv" else "\t")
    rows: list[Row] = []
    headings: list[str] = []
    number = 0
    try:
        for number, record in enumerate(records, 1):
            cells = [cell.strip() for cell in record]
            if number == 1:
                headings = cells
                if not _check_headings(headings, name, wrong):
                    return []
            elif any(cells):
                if len(cells) > len(headings):
                    wrong(
                        f"{len(cells)} cells under {len(headings)} headings",
                        "quote cells that hold the separator",
                        number,
                    )
                    continue
                padded = cells + [""] * (len(headings) - len(cells))
                filled = dict(zip(headings, padded, strict=True))
                rows.append(Row(file, number, dict.fromkeys(COLUMNS[name], "") | filled))
    except csv.Error as error:
        wrong(f"not a table: {error}", "save it as tab- or comma-separated text", number + 1)
        return []
    return rows


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _check_headings(headings: Sequence[str], name: str, wrong: Any) -> bool:
    columns = COLUMNS[name]
    missing = [c for c in columns if c not in headings and c not in LATER_FIELDS]
    for column in missing:
        wrong("this column is missing", f"add it; the columns are {', '.join(columns)}", 1, column)
    for heading in dict.fromkeys(headings):
        if heading not in columns:
            wrong(
                "no such column is known",
                f"leave it out or rename it; the columns are {', '.join(columns)}",
                1,
                heading,
                heading,
            )
        elif headings.count(heading) > 1:
            wrong("two columns have this heading", "keep one", 1, heading, heading)
    return not missing and len(set(headings)) == len(headings)
