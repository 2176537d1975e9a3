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

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from ..graph.errors import DataError, UsageError
from ..graph.exchange.tables import Reading, Row, read_rows
from ..graph.model import (
    LATER_FIELDS,
    PACKAGED,
    Biomarker,
    Entity,
    Finding,
    Reference,
    Source,
    Statement,
)
from ..graph.names import Names, means_radioresistance
from ..graph.records import Records, merge
from ..graph.report import Problem, ProblemsError
from ..graph.schema import PREDICATES, entity_type
from .fixing import Correction
from .sheet import (
    COLUMNS,
    SUFFIXES,
    certain_gene,
    in_full,
    is_sheet,
    new_sheet,
    read_sheets,
    same_arm,
)
from .sheet import certain_cells as certain_cells_of_sheet
from .words import (
    LEVEL_WORDS,
    SURE,
    SYSTEMS,
    is_date,
    read_effect,
    read_papers,
    read_roles,
    read_verb,
    simplify,
)

__all__ = [
    "FORMAT",
    "LICENSE",
    "NAME",
    "PACKAGED_TABLES",
    "SUMMARY",
    "certain_cells",
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

_LISTS = {
    "entities": ("synonyms", "xrefs", "subtype_of", "donors", "exposures"),
    "findings": ("citations", "recipient_exposure", "cargo"),
    "statements": ("premises",),
    "biomarkers": ("role",),
}
"""Columns that hold lists, joined by a bar."""

_NAMES: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
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

_MOST_NEAREST = 50
"""Unknown names for which the nearest ones are looked for."""

OPTIONAL_TABLES = frozenset({"biomarkers"})

PACKAGED_TABLES = Path(__file__).parent / PACKAGED
"""Where the tables of the packaged review lie."""


def packaged_review() -> Records:
    """Read the packaged review.

    Returns
    -------
    Records
        Source: Sun et al., J Transl Med 2022;20:189, doi 10.1186/s12967-022-03392-w, CC BY 4.0.
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
    """
    records, problems = _read(paths, tuple(known), check=check)
    if problems:
        raise ProblemsError(problems)
    return records


def read(paths: Sequence[str | Path], known: Iterable[Entity] = ()) -> tuple[Records, Counter[str]]:
    """Read a review's tables; nothing in them is ever left out.

    Parameters
    ----------
    paths
        A folder, or the tables' files.
    known
        Entities that the tables may refer to without listing them.

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
    """
    return read_review(paths, known), Counter()


def validate_review(paths: Iterable[str | Path], known: Iterable[Entity] = ()) -> list[Problem]:
    """Check a review's tables together.

    Parameters
    ----------
    paths
        A folder, or the tables' files.
    known
        Entities that the tables may refer to without listing them.

    Returns
    -------
    list of Problem
        Empty when all is well.
    """
    return _read(paths, tuple(known), check=True)[1]


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
    MissingExtraError
        When an .xlsx is asked for and openpyxl is not installed.
    """
    folder = Path(folder)
    if folder.suffix.casefold() in SUFFIXES:
        return [new_sheet(folder)]
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


def _find_tables(paths: Iterable[str | Path], problems: list[Problem]) -> dict[str, Path]:
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
                if name not in OPTIONAL_TABLES and name not in there
            )
        else:
            files = [path]
        for file in files:
            name = file.stem.lower()
            if name not in FORMAT or file.suffix.lower() not in (".tsv", ".csv"):
                remedy = (
                    f"one of {', '.join(FORMAT)}, as .tsv or .csv; or a sheet with the headings "
                    f"{', '.join(COLUMNS)}"
                )
                problems.append(
                    Problem(str(file), None, None, None, "not the file name of a table", remedy)
                )
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


def read_table(path: str | Path, name: str, problems: list[Problem]) -> list[Row]:
    """Read one table.

    Parameters
    ----------
    path
        A .tsv or .csv file.
    name
        Which table it is, a key of `FORMAT`.
    problems
        Where problems are appended.

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
        ),
    )
    return list(rows)


class _Builder:
    """Turns rows into records, and remembers the row of each."""

    def __init__(
        self, rows: dict[str, list[Row]], known: Sequence[Entity], problems: list[Problem]
    ) -> None:
        self.rows, self.problems, self.known = rows, problems, known
        self.unknown: dict[tuple[str, tuple[str, ...] | None], tuple[Problem, list[str]]] = {}
        self.unresolved: set[tuple[str, int | None, str | None]] = set()
        self.origin: dict[tuple[str | int, ...], Row] = {}
        self.ids = {e.id: e.id for e in known} | {row["id"]: row["id"] for row in rows["entities"]}
        self.names = {e.name: e.id for e in known} | {
            row["name"]: row["id"] for row in rows["entities"]
        }

    def entity_id(self, row: Row, column: str) -> str:
        """Return the id of the entity that a cell names; an unknown name is returned unchanged."""
        value = row[column]
        if not value:
            self.problems.append(
                row.problem(column, "no entity is named", "the name or id of an entity")
            )
        return self.resolve(row, column, value) if value else ""

    def resolve(self, row: Row, column: str, value: str) -> str:
        """Return the id of a name, exact or as in questions; a problem names the nearest ones."""
        found = self.ids.get(value) or self.names.get(value)
        if found is not None:
            return found
        types = next((c[column] for c in _NAMES.values() if column in c), None)
        likely = self.index.candidates(value, types)
        if len(likely) == 1 and in_full(likely[0], value):
            return likely[0].id
        self.unresolved.add((row.file, row.number, column))
        problem, rows = self.unknown.setdefault(
            (value, types), (self._unknown(row, column, value, types, likely), [])
        )
        if (row.file, row.number) != (problem.file, problem.row):
            rows.append(f"{Path(row.file).stem} {row.number}")
        return value

    def _unknown(
        self,
        row: Row,
        column: str,
        value: str,
        types: tuple[str, ...] | None,
        likely: Sequence[Entity],
    ) -> Problem:
        """Return the problem of a name that does not name one entity."""
        shown = "; ".join(f"{e.name} ({e.type}, {e.id})" for e in likely)
        if likely:
            what = (
                f"is carried by {len(likely)} entities" if likely[1:] else "does not say which arm"
            )
            return row.problem(column, f"{value!r} {what}", f"write the name or id meant: {shown}")
        remedy = "add it to the entities table, or correct the name"
        if means_radioresistance(value):
            remedy = "radioresistance is low radiosensitivity: write radiosensitivity, sign turned"
        elif is_date(value):
            remedy = "format the column as text and write the symbol again"
        elif len(self.unknown) < _MOST_NEAREST and (near := self.index.nearest(value, types, 3)):
            remedy += f"; nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}"
        return row.problem(column, f"{value!r} is not a known entity", remedy)

    def report_unknown(self) -> None:
        """Report each unknown name once, with the other rows that have it."""
        for problem, rows in self.unknown.values():
            also = f" (also in {', '.join(rows[:5])}{', ...' * (len(rows) > 5)})" if rows else ""
            self.problems.append(replace(problem, problem=f"{problem.problem}{also}"))

    @cached_property
    def index(self) -> Names:
        """The names of the graph and of the tables, in any spelling."""
        own = [
            Entity(row["id"], row["name"], row["type"], row.listed("synonyms"), row.listed("xrefs"))
            for row in self.rows["entities"]
        ]
        return Names([*(e for e in self.known if e.id not in {o.id for o in own}), *own])

    def entity_ids(self, row: Row, column: str) -> tuple[str, ...]:
        return tuple(self.resolve(row, column, value) for value in row.listed(column))

    def optional_id(self, row: Row, column: str) -> str | None:
        return self.resolve(row, column, row[column]) if row[column] else None

    def required(self, row: Row, column: str, remedy: str) -> str:
        if not row[column]:
            self.problems.append(row.problem(column, "the cell is empty", remedy))
        return row[column]

    def number(self, row: Row, column: str, value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) < 5 and int(value) > 0:
            return int(value)
        self.problems.append(
            row.problem(column, f"{value!r} is not a number", "a whole number from 1")
        )
        return 0

    def place(self, record: tuple[str | int, ...], row: Row) -> bool:
        """Remember the row of a record; report a duplicate key and return False."""
        if (other := self.origin.get(record)) is None:
            self.origin[record] = row
            return True
        column = {"entity": "id", "finding": "id", "reference": "citation", "statement": "number"}[
            str(record[0])
        ]
        remedy = "give one of them another" if record[0] != "reference" else "keep one"
        self.problems.append(
            row.problem(column, f"row {other.number} has this {column} already", remedy)
        )
        return False

    def entities(self) -> Iterable[Entity]:
        for row in self.rows["entities"]:
            id = self.required(row, "id", "a CURIE such as hgnc:11810")
            if self.place(("entity", id), row):
                yield Entity(
                    id,
                    self.required(row, "name", "the approved symbol, or the source's word"),
                    row["type"],
                    synonyms=row.listed("synonyms"),
                    xrefs=row.listed("xrefs"),
                    id_status=row.word("id_status", "exact"),
                    subtype_of=self.entity_ids(row, "subtype_of"),
                    donors=self.entity_ids(row, "donors"),
                    exposures=self.entity_ids(row, "exposures"),
                    fluid=row.text("fluid"),
                    modification=row.text("modification"),
                    note=row.text("note"),
                )

    def references(self) -> Iterable[Reference]:
        links = {
            row["source"]: row["link"]
            for row in self.rows["references"]
            if row["link"] and not row["citation"]
        }
        for row in self.rows["references"]:
            self.check_link(row)
            source = self.required(row, "source", "the short name of the citing source")
            if self.place(("reference", source, row["citation"]), row):
                fields = (
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
                )
                template = links.get(source) if row["citation"] else None
                yield Reference(
                    source,
                    **{field: row.text(field) for field in fields},
                    link=template and template.replace("{citation}", quote(row["citation"])),
                )

    def check_link(self, row: Row) -> None:
        """Report a link that is not a template, or is in the row of a citation."""
        if not row["link"]:
            return
        if row["citation"]:
            remedy = "leave it empty; the row of the source itself holds the template"
            self.problems.append(row.problem("link", "a citation's row has no template", remedy))
        elif not row["link"].startswith(("https://", "http://")) or "{citation}" not in row["link"]:
            remedy = "an address with {citation}, such as https://example.org/paper#ref-{citation}"
            self.problems.append(row.problem("link", "not a template of a link", remedy))

    def sources(self) -> Iterable[Source]:
        for row in self.rows["references"]:
            if row["source"] and not row["citation"]:
                yield Source(row["source"], row.text("title"), row.text("doi"), row.text("license"))

    def statements(self) -> dict[str, list[Statement]]:
        statements: dict[str, list[Statement]] = {}
        for row in self.rows["statements"]:
            finding = self.required(row, "finding", "the id of a finding")
            number = self.number(row, "number", row["number"])
            if not self.place(("statement", finding, number), row):
                continue
            predicate, sign = row["predicate"], row["sign"]
            if sign not in ("1", "+1", "-1", "0", ""):
                self.problems.append(
                    row.problem(
                        "sign", f"{sign!r} is not a sign", "1, -1, 0, or empty for transport"
                    )
                )
            elif (
                predicate in PREDICATES
                and (int(sign) if sign else None) != PREDICATES[predicate].sign
            ):
                fixed = PREDICATES[predicate].sign
                wanted = "empty" if fixed is None else str(fixed)
                self.problems.append(
                    row.problem(
                        "sign", f"{predicate} has another sign", f"{wanted}, or another predicate"
                    )
                )
            if row["inverted"] not in ("", "yes", "no"):
                self.problems.append(
                    row.problem(
                        "inverted", f"{row['inverted']!r} is not allowed here", "yes, or empty"
                    )
                )
            statement = Statement(
                self.entity_id(row, "subject"),
                predicate,
                self.entity_id(row, "object"),
                number,
                certainty=row.word("certainty", ""),
                inverted=row["inverted"] == "yes",
                premises=tuple(
                    self.number(row, "premises", value) for value in row.listed("premises")
                ),
                form=row.word("form"),
                note=row.text("note"),
            )
            statements.setdefault(finding, []).append(statement)
        return statements

    def biomarkers(self) -> dict[str, list[Biomarker]]:
        biomarkers: dict[str, list[Biomarker]] = {}
        for row in self.rows["biomarkers"]:
            claims = biomarkers.setdefault(self.required(row, "finding", "the id of a finding"), [])
            claims.append(
                Biomarker(
                    self.entity_id(row, "entity"),
                    row.words("role"),
                    row.word("level"),
                    row.text("compared"),
                    row.text("fluid"),
                    row.text("meaning"),
                    row.word("measured_in"),
                )
            )
            self.origin["biomarker", row["finding"], len(claims)] = row
        return biomarkers

    def findings(self) -> Iterable[Finding]:
        statements, biomarkers = self.statements(), self.biomarkers()
        for row in self.rows["findings"]:
            id = self.required(row, "id", "source:number, such as sun2022:29a")
            if not self.place(("finding", id), row):
                continue
            yield Finding(
                id,
                row.listed("citations"),
                row.text("section"),
                row.text("sentences"),
                cancer=self.optional_id(row, "cancer"),
                exosome=self.optional_id(row, "exosome"),
                recipient=self.optional_id(row, "recipient"),
                recipient_exposure=self.entity_ids(row, "recipient_exposure"),
                affected=row.text("affected"),
                system=row.word("system"),
                endpoint=row.word("endpoint"),
                dose=row.text("dose"),
                assay=row.text("assay"),
                cargo=self.entity_ids(row, "cargo"),
                effect=row.word("effect", "none"),
                statements=tuple(sorted(statements.pop(id, ()), key=lambda s: s.number)),
                biomarkers=tuple(biomarkers.pop(id, ())),
                summary=row.text("summary"),
                review_note=row.text("review_note"),
                source_check=row.word("source_check", "unchecked"),
                source_note=row.text("source_note"),
            )
        for table, orphans in (("statements", statements), ("biomarkers", biomarkers)):
            for row in self.rows[table]:
                if row["finding"] in orphans:
                    self.problems.append(
                        row.problem(
                            "finding",
                            f"{row['finding']!r} is not a known finding",
                            "add it to the findings table",
                        )
                    )


def _read(
    paths: Iterable[str | Path], known: Sequence[Entity], *, check: bool
) -> tuple[Records, list[Problem]]:
    problems: list[Problem] = []
    paths = [Path(path) for path in paths]
    if sheets := [path for path in paths if is_sheet(path, FORMAT)]:
        problems += [
            Problem(str(path), None, None, None, "a table beside a sheet", "load them one by one")
            for path in paths
            if path not in sheets
        ]
        if problems:
            return Records(), problems
        return read_sheets(sheets, known)
    tables = _find_tables(paths, problems)
    rows = {
        name: read_table(tables[name], name, problems) if name in tables else [] for name in FORMAT
    }
    if problems:
        return Records(), problems
    build = _Builder(rows, known, problems)
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
    return merge(records) if not problems else Records(), sorted(problems, key=_position)


def _position(problem: Problem) -> tuple[str, int, str]:
    return (problem.file, problem.row or 0, problem.column or "")


def _traps(rows: Mapping[str, Sequence[Row]]) -> Iterator[Problem]:
    """Yield what spreadsheets and habits leave in tables, and no check of the schema names."""
    for table, columns in _LISTS.items():
        for row in rows[table]:
            for column in columns:
                if ";" in row[column]:
                    problem = "a semicolon in a list, whose items are joined by |"
                    yield row.problem(column, problem, "write | between the items")
    for row in rows["references"]:
        for column in ("doi", "pmid", "pmcid"):
            if row[column] and (after := _identifier(column, row[column])) != row[column]:
                problem = f"not a bare {column.upper()}"
                yield row.problem(column, problem, f"write {after}" if after else "correct it")
    for row in rows["entities"]:
        for column in ("id", "name"):
            if is_date(row[column]):
                remedy = "format the column as text and write the symbol again"
                yield row.problem(column, f"{row[column]!r} is a date", remedy)


def _identifier(column: str, text: str) -> str | None:
    """Return an identifier of one paper as the table holds it; None where it is not one."""
    text = text if column == "doi" or not text.isdigit() else f"{column}:{text}"
    try:
        papers = read_papers(text)
    except ValueError:
        return None
    found = getattr(papers[0], column) if len(papers) == 1 else None
    return text if found and found.casefold() == text.casefold() else found


def certain_cells(paths: Iterable[str | Path], known: Sequence[Entity]) -> Iterator[Correction]:
    """Yield the cells that can be rewritten without a change of what they mean.

    Parameters
    ----------
    paths
        A sheet, a folder of tables, or the tables' files.
    known
        Entities that they may refer to.

    Yields
    ------
    Correction
    """
    paths = [Path(path) for path in paths]
    sheets = [path for path in map(Path, paths) if is_sheet(path, FORMAT)]
    for path in sheets:
        yield from certain_cells_of_sheet(path, known)
    problems: list[Problem] = []
    tables = {} if sheets else _find_tables(paths, problems)
    rows = {
        name: read_table(tables[name], name, problems) if name in tables else [] for name in FORMAT
    }
    build = _Builder(rows, known, problems)
    for table, each in rows.items():
        for row in each:
            for column, value in row.cells.items():
                after = _certain(build, table, column, value) if value else None
                if after and after != value:
                    yield Correction(row.file, row.number, column, value, after)


def _certain(build: _Builder, table: str, column: str, value: str) -> str | None:
    """Return a cell of a table as the schema has it; None where that is not certain."""
    if column in _LISTS.get(table, ()) and column != "role":
        items = [item for part in re.split("[|;]", value) if (item := part.strip())]
        named = _NAMES[table].get(column, ()) if table in _NAMES else ()
        if column in _NAMES.get(table, {}):
            items = [_certain_name(build, item, named) or item for item in items]
        return "|".join(items) if ";" in value or column in _NAMES.get(table, {}) else None
    if column in _NAMES.get(table, {}):
        return _certain_name(build, value, _NAMES[table][column])
    if table == "references" and column in ("doi", "pmid", "pmcid"):
        return _identifier(column, value)
    try:
        return _certain_word(table, column, value)
    except (ValueError, UsageError):
        return None


def _certain_word(table: str, column: str, value: str) -> str | None:
    if column == "predicate" and value not in PREDICATES:
        predicate, inverted = read_verb(value)
        return None if inverted else predicate
    if column == "effect" and table == "findings":
        effect, silenced = read_effect(value)
        return {"no change": "none"}.get(effect or "none", effect) if silenced is None else None
    if column == "certainty":
        return SURE.get(simplify(value))
    if column == "system":
        return SYSTEMS.get(simplify(value))
    if column == "level":
        return LEVEL_WORDS.get(simplify(value))
    if column == "inverted" and simplify(value) in ("yes", "no"):
        return simplify(value)
    if column == "type" and table == "entities":
        return entity_type(value).name
    if column == "role":
        return "|".join(read_roles(value))
    return None


def _certain_name(build: _Builder, value: str, types: tuple[str, ...] | None) -> str | None:
    """Return the name of the one entity that a name means; ids and exact names stay."""
    if value in build.ids or value in build.names:
        return value
    found = build.index.candidates(value, types)
    if not found and (gene := certain_gene(value, ["Gene"])):
        found = build.index.candidates(gene.id, types)
    return found[0].name if len(found) == 1 and same_arm(found[0], value) else None
