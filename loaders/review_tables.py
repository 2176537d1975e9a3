"""The curated tables of a review: their columns, and the rows of the files.

`radexo.loaders.review_records` makes records of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..graph.exchange.tables import Reading, Row, read_rows
from ..graph.model import LATER_FIELDS
from ..graph.report import Problem
from .sheet import COLUMNS
from .words import read_papers

__all__ = ["FORMAT", "LISTS", "NAMES", "find_tables", "identifier", "read_table", "read_tables"]

FORMAT: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "entities": (
            "id name type id_status synonyms xrefs subtype_of donors exposures fluid "
            "modification note"
        ),
        "references": (
            "source citation authors title journal year volume issue pages doi pmid pmcid "
            "confidence license link"
        ),
        "findings": (
            "id section citations sentences cancer exosome recipient recipient_exposure "
            "affected system endpoint dose assay cargo effect summary review_note "
            "source_check source_note"
        ),
        "statements": (
            "finding number subject predicate object sign certainty inverted premises form note"
        ),
        "biomarkers": "finding entity role level compared fluid measured_in meaning",
    }.items()
}
"""The columns of each table, by the file's name without its extension."""

LISTS = {
    "entities": ("synonyms", "xrefs", "subtype_of", "donors", "exposures"),
    "findings": ("citations", "recipient_exposure", "cargo"),
    "statements": ("premises",),
    "biomarkers": ("role",),
}
"""Columns that hold lists, joined by a bar."""

NAMES: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "entities": {"subtype_of": None, "donors": ("Donor",), "exposures": ("Exposure",)},
    "findings": {
        "cancer": ("Cancer",),
        "exosome": ("Exosome",),
        "recipient": ("Donor",),
        "recipient_exposure": ("Exposure",),
        "cargo": ("Cargo",),
    },
    "statements": {"subject": None, "object": None},
    "biomarkers": {"entity": None},
}
"""Columns that name entities, with the types that each may have."""

_OPTIONAL_TABLES = frozenset({"biomarkers"})


def find_tables(paths: Iterable[str | Path], problems: list[Problem]) -> dict[str, Path]:
    """Return the file of each table, by its name; report other files, and tables that are missing.

    Parameters
    ----------
    paths
        A folder, or the tables' files.
    problems
        Where problems are appended.
    """
    tables: dict[str, Path] = {}
    for path in map(Path, paths):
        if path.is_dir():
            files = [
                f
                for f in sorted(path.iterdir())
                if f.suffix.lower() in (".tsv", ".csv") and f.stem.lower() in FORMAT
            ]
            there = {f.stem.lower() for f in files}
            problems.extend(
                Problem(
                    str(path),
                    None,
                    None,
                    None,
                    f"the table {name} is missing",
                    f"add {name}.tsv or {name}.csv",
                )
                for name in FORMAT
                if name not in _OPTIONAL_TABLES and name not in there
            )
        else:
            files = [path]
        for file in files:
            name = file.stem.lower()
            if name not in FORMAT or file.suffix.lower() not in (".tsv", ".csv"):
                problems.append(Problem(str(file), None, None, None, *_no_table(file)))
            elif name in tables:
                problems.append(
                    Problem(
                        str(file),
                        None,
                        None,
                        None,
                        f"{tables[name]} is the table {name} already",
                        "give one of them",
                    )
                )
            else:
                tables[name] = file
    return tables


def _no_table(file: Path) -> tuple[str, str]:
    """Return why a file is neither a table nor a sheet, and the remedy."""
    headings = f"a sheet has the headings {', '.join(COLUMNS)}"
    try:
        content = file.read_bytes()
    except OSError as error:
        return f"cannot be read: {error.strerror or error}", "give a file that can be read"
    if not content.strip():
        return "the file is empty", f"{headings}; 'radexo new-review FILE.xlsx' writes one"
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not utf_16:
        remedy = "a workbook (.xlsx), or tab- or comma-separated text (.tsv, .csv)"
        return "not a text file, nor a workbook with the extension .xlsx", remedy
    tables = f"the name of a table is one of {', '.join(FORMAT)}, as .tsv or .csv"
    return "neither the headings of a sheet nor the name of a table", f"{headings}; {tables}"


def read_table(
    path: str | Path, name: str, problems: list[Problem], broken: list[Problem] | None = None
) -> list[Row]:
    """Read one table.

    Parameters
    ----------
    path
        A .tsv or .csv file.
    name
        Which table it is, a key of `FORMAT`.
    problems
        Where problems are appended.
    broken
        Where those of rows with too many cells are appended instead; such rows are read without
        these cells.

    Returns
    -------
    list of Row
        Rows with every column of the table.
    """
    rows = read_rows(
        path,
        [column for column in FORMAT[name] if column not in LATER_FIELDS],
        problems,
        Reading(
            optional=[column for column in FORMAT[name] if column in LATER_FIELDS],
            delimiter="," if Path(path).suffix.lower() == ".csv" else "\t",
            by_hand=True,
            cut=None if broken is None else broken.append,
        ),
    )
    return list(rows)


def read_tables(
    tables: Mapping[str, Path], problems: list[Problem], broken: list[Problem] | None = None
) -> dict[str, list[Row]]:
    """Read the tables that were found, see `read_table`; a missing one has no rows."""
    return {
        name: read_table(tables[name], name, problems, broken) if name in tables else []
        for name in FORMAT
    }


def identifier(column: str, text: str) -> str | None:
    """Return an identifier of one paper as the table holds it; None where it is not one."""
    text = text if column == "doi" or not text.isdigit() else f"{column}:{text}"
    try:
        papers = read_papers(text)
    except ValueError:
        return None
    found = getattr(papers[0], column) if len(papers) == 1 else None
    return text if found and found.casefold() == text.casefold() else found
