"""Read KGX: an export of RadExo as it was, tables of other programs as findings.

An export of RadExo holds some values twice, in Biolink's terms and in its own. They must agree:
files that were changed in one place only are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, replace
from pathlib import Path
from typing import Any

from ....errors import DataError
from ....model import LATER_FIELDS, Biomarker, Entity, Finding, Reference, Statement
from ....records import Records, changes_since, merge, records_from_dict
from ....report import Problem, ProblemsError
from ....schema import ENTITY_TYPES, PREDICATES
from ....validation import violations
from ...biolink import KNOWLEDGE_LEVEL, unspell
from ...foreign import adopt
from ...jsonio import read_json
from ...tables import Reading, Row, read_rows, split, unescape
from .writing import EDGE_COLUMNS, FILES, IDS, MARK, METADATA, columns, edge_cells

__all__ = ["REQUIRED", "read", "recognizes"]

REQUIRED = {"nodes.tsv": ("id",), "edges.tsv": ("subject", "predicate", "object")}
"""The columns without which a table of another program is refused."""

_AGAIN = "export it again"
_BACKSLASH = "a backslash is written \\\\"
_TABLE = re.compile(r"(?:^|[-_.])(nodes|edges)$")
_ANOTHER_FORM = re.compile(
    r"((?:.*[-_.])?(nodes|edges))(\.(tsv|csv|txt|tab|jsonl?|ndjson|parquet|xlsx?|ods|gz|bz2|xz|zst|zip))+$"
)


def recognizes(path: Path) -> bool:
    """Return whether a path is a folder with a table of nodes or edges."""
    return path.is_dir() and any(_role(file) in ("nodes", "edges") for file in path.iterdir())


def read(paths: Sequence[str | Path], known: Iterable[Entity] = ()) -> tuple[Records, Counter[str]]:
    """Read an export of RadExo, or tables of nodes and edges of another program.

    Parameters
    ----------
    paths
        A folder, or the files: ``nodes.tsv`` and ``edges.tsv``, or names that end so.
    known
        Entities of the graph that they will be merged into; see `radexo.graph.exchange.foreign`.

    Returns
    -------
    records
        The graph.
    left_out
        What the graph has no field for, and how often it occurs.

    Raises
    ------
    ProblemsError
        When anything is wrong; it lists every problem with file, row, column and remedy.
    """
    problems: list[Problem] = []
    files = _find(paths, problems)
    left_out: Counter[str] = Counter()
    if METADATA in files and not problems:
        export = _Export({name: found[0] for name, found in files.items()}, problems)
        records, left_out = export.read(), export.left_out
    else:
        nodes = (
            row
            for path in files.get("nodes", ())
            for row in read_rows(path, REQUIRED["nodes.tsv"], problems)
        )
        edges = (
            row
            for path in files.get("edges", ())
            for row in read_rows(path, REQUIRED["edges.tsv"], problems)
        )
        records, left_out = adopt(nodes, edges, {e.id: e for e in known}, problems)
    if problems:
        raise ProblemsError(problems)
    return records, left_out


def _role(file: Path) -> str:
    """Return the role of a file by its name: nodes, edges, another file of an export, or none."""
    if file.suffix.lower() == ".tsv" and (found := _TABLE.search(file.stem.lower())):
        return found[1]
    return file.name if file.name in FILES else ""


def _find(paths: Sequence[str | Path], problems: list[Problem]) -> dict[str, list[Path]]:
    """Sort files by role; those that only an export of RadExo has are dropped if it is not one."""

    def wrong(where: object, problem: str, remedy: str) -> None:
        problems.append(Problem(str(where), None, None, None, problem, remedy))

    files: dict[str, list[Path]] = {}
    for path in map(Path, paths):
        there = sorted(path.iterdir()) if path.is_dir() else [path]
        names = {file.name.casefold() for file in there}
        for file in there:
            other = _ANOTHER_FORM.fullmatch(file.name.casefold())
            if role := _role(file):
                files.setdefault(role, []).append(file)
            elif other and f"{other[1]}.tsv" not in names:
                remedy = (
                    "unpack it, or save it as tab-separated text, with a name that ends in "
                    f"{other[2]}.tsv"
                )
                wrong(file, f"a table of {other[2]} in another form", remedy)
            elif not path.is_dir():
                wrong(
                    file,
                    "not the file name of a KGX table",
                    "nodes.tsv, edges.tsv, or names that end so",
                )
    if not problems and not {"nodes", "edges"} & set(files):
        wrong(
            "|".join(map(str, paths)),
            "no KGX table found",
            "nodes.tsv and edges.tsv, or names that end so",
        )
    if METADATA in files and _is_own(files[METADATA][0]):
        for name in FILES:
            found = files.get(_key(name), [])
            if len(found) != 1:
                wrong(
                    files[METADATA][0].parent,
                    f"there is {'no' if not found else 'more than one'} {name}",
                    _AGAIN,
                )
        return files
    for name in ("findings.tsv", "biomarkers.tsv", "references.tsv"):
        if name in files:
            remedy = "give the whole export, or nodes and edges alone"
            wrong(files[name][0], f"{METADATA} of the export is missing", remedy)
    return {role: found for role, found in files.items() if role in ("nodes", "edges")}


def _key(name: str) -> str:
    return name.removesuffix(".tsv") if name in ("nodes.tsv", "edges.tsv") else name


def _is_own(file: Path) -> bool:
    content = read_json(file, "metadata of an export")
    return isinstance(content, dict) and content.get("format") == MARK


class _Export:
    """Reads an export of RadExo; remembers the row of each record, and collects problems."""

    def __init__(self, files: Mapping[str, Path], problems: list[Problem]) -> None:
        self.files, self.problems = files, problems
        self.metadata = read_json(files[METADATA])
        self.origin: dict[tuple[Any, ...], Row] = {}
        self.left_out: Counter[str] = Counter()

    def read(self) -> Records:
        """Read all tables; the records must not be used when there are problems."""
        try:
            sources = records_from_dict({"sources": self.metadata.get("sources", [])}).sources
            merge(Records(sources))  # raises where two contradict each other
        except DataError as error:
            self.problems.append(
                Problem(str(self.files[METADATA]), None, "sources", None, str(error), _AGAIN)
            )
            return Records()
        references = tuple(
            r
            for row, r in self.records("references.tsv", Reference)
            if self.place(("reference", *r.key), row, "citation")
        )
        entities = tuple(self.entities())
        findings = tuple(self.findings({r.key: r for r in references}))
        records = Records(sources, references, entities, findings)
        if not self.problems:
            for v in violations(records):
                row = self.origin[v.record]
                self.problems.append(
                    Problem(row.file, row.number, v.field, v.value, v.problem, v.remedy)
                )
        if not self.problems:
            self.left_out += changes_since(self.metadata.get("version"), records)
        return records

    def rows(self, name: str, needed: Iterable[str]) -> Iterator[Row]:
        """Yield the rows of a table; raise at once if it cannot be read to its end."""
        path, count, known = self.files[_key(name)], 0, tuple(dict.fromkeys(needed))
        broken: list[Problem] = []
        required = tuple(column for column in known if column not in LATER_FIELDS)
        for row in read_rows(path, required, broken, Reading(complete=True)):
            count += 1
            for column in row.cells.keys() - known if len(row.cells) > len(known) else ():
                if row.cells[column]:
                    self.left_out[f"{name}, column {column!r}: the graph has no field for it"] += 1
            yield row
        written = self.metadata.get("rows")
        whole = written.get(name) if isinstance(written, dict) else None
        if not broken and isinstance(whole, int) and count < whole:
            remedy = f"{_AGAIN}; where rows were taken out on purpose, correct 'rows' in {METADATA}"
            broken.append(
                Problem(
                    str(path),
                    None,
                    None,
                    None,
                    f"{count} rows of {whole}: the file is cut off",
                    remedy,
                )
            )
        if broken:
            raise ProblemsError([*self.problems, *broken])

    def records(self, name: str, cls: type[Any], *more: str) -> Iterator[tuple[Row, Any]]:
        """Read a table with a record in each row; a row with a problem gives none."""
        for row in self.rows(name, (*columns(cls), *more)):
            if (record := self.record(cls, row)) is not None:
                yield row, record

    def record(self, cls: type[Any], row: Row) -> Any:
        before = len(self.problems)
        values = {}
        for column, field in columns(cls).items():
            cell, kind = row.get(column), str(field.type)
            if not cell and field.default is not MISSING:
                continue
            if not cell:
                self.wrong(row, column, "the cell is empty", "every row needs one")
            if cell.startswith('"'):  # the export puts a backslash before it
                self.wrong(
                    row,
                    column,
                    "another program put it in quotes",
                    f"save the table without quotes, or {_AGAIN}",
                )
                continue
            convert = unspell if field.name in IDS[cls] else str
            try:
                values[field.name] = _value(cell, kind, convert)
            except (ValueError, KeyError):
                self.wrong(
                    row, column, f"{cell[:40]!r} cannot be read", _REMEDIES.get(kind, _BACKSLASH)
                )
        return cls(**values) if len(self.problems) == before else None

    def entities(self) -> Iterator[Entity]:
        for row, entity in self.records("nodes.tsv", Entity, "category"):
            if self.place(("entity", entity.id), row, "id"):
                yield entity
            if entity.type in ENTITY_TYPES:
                self.check(row, {"category": ENTITY_TYPES[entity.type].biolink})

    def findings(self, papers: Mapping[Any, Reference]) -> Iterator[Finding]:
        findings: dict[str, Finding] = {}
        for row, finding in self.records("findings.tsv", Finding, "statements"):
            if self.place(("finding", finding.id), row, "id"):
                findings[finding.id] = finding
        statements = self.statements(findings, papers)
        marked: dict[str, list[Biomarker]] = {}
        for row, biomarker in self.records("biomarkers.tsv", Biomarker, "finding"):
            id = self.finding_of(row, findings)
            marked.setdefault(id, []).append(biomarker)
            self.origin["biomarker", id, len(marked[id])] = row
        for id, finding in findings.items():
            there = tuple(self.listed(self.origin["finding", id], id, statements))
            yield replace(finding, statements=there, biomarkers=tuple(marked.get(id, ())))
        for id, number in statements:
            row = self.origin["statement", id, number]
            self.wrong(
                row, "number", f"findings.tsv lists no statement {number} of {id}", "add it there"
            )

    def statements(
        self, findings: Mapping[str, Finding], papers: Mapping[Any, Reference]
    ) -> dict[tuple[str, int], Statement]:
        statements: dict[tuple[str, int], Statement] = {}
        own = [column for column in columns(Statement) if column not in EDGE_COLUMNS]
        for row in self.rows("edges.tsv", (*EDGE_COLUMNS, *own)):
            before = len(self.problems)
            id, original = (
                self.finding_of(row, findings),
                row.get("original_predicate").removeprefix("radexo:"),
            )
            if original not in PREDICATES:
                known = ", ".join(f"radexo:{name}" for name in PREDICATES)
                self.wrong(
                    row, "original_predicate", "no predicate of the schema", f"one of: {known}"
                )
            if row.get("certainty") not in KNOWLEDGE_LEVEL:
                self.wrong(
                    row, "certainty", "not allowed here", f"one of: {', '.join(KNOWLEDGE_LEVEL)}"
                )
            statement = self.record(
                Statement, Row(row.file, row.number, {**row.cells, "predicate": original})
            )
            if len(self.problems) == before and self.place(
                ("statement", id, statement.number), row, "number"
            ):
                statements[id, statement.number] = statement
                self.check(row, edge_cells(findings[id], statement, papers))
        return statements

    def listed(
        self, row: Row, id: str, statements: dict[tuple[str, int], Statement]
    ) -> Iterator[Statement]:
        """Yield the statements that a finding lists, in its order."""
        for number in filter(None, row.get("statements").split("|")):
            key = (id, int(number) if re.fullmatch("-?[0-9]{1,4000}", number) else -1)
            if key in statements:
                yield statements.pop(key)
            else:
                self.wrong(
                    row,
                    "statements",
                    f"{number!r} is the number of no edge",
                    f"{_AGAIN}, or correct the list",
                )

    def finding_of(self, row: Row, findings: Mapping[str, Finding]) -> str:
        try:
            id = unescape(row.get("finding"))
        except ValueError:
            id = ""
        if id not in findings:
            self.wrong(row, "finding", "no such finding", "the id of a row of findings.tsv")
        return id

    def check(self, row: Row, expected: Mapping[str, str]) -> None:
        """Report cells that differ from the columns and tables they are derived from."""
        for column, cell in expected.items():
            if row.get(column) != cell:
                remedy = (
                    f"{cell!r} follows from the other columns and tables; change both, or {_AGAIN}"
                )
                self.wrong(row, column, "the tables disagree", remedy)

    def place(self, key: tuple[Any, ...], row: Row, column: str) -> bool:
        """Remember the row of a record; report a duplicate key and return False."""
        if (other := self.origin.setdefault(key, row)) is row:
            return True
        self.wrong(row, column, f"row {other.number} has this {column} already", "keep one")
        return False

    def wrong(self, row: Row, column: str, problem: str, remedy: str) -> None:
        self.problems.append(row.problem(column, problem, remedy))


_REMEDIES = {
    "int": "a whole number",
    "tuple[int, ...]": "whole numbers, joined by |",
    "bool": "true or false",
}


def _value(cell: str, kind: str, convert: Any) -> Any:
    """Return the value of a cell for a field of a kind."""
    if kind == "tuple[int, ...]":
        return tuple(map(int, cell.split("|")))
    if kind.startswith("tuple"):
        return tuple(map(convert, split(cell)))
    if kind == "bool":
        return {"true": True, "false": False}[cell.casefold()]
    return int(cell) if kind == "int" else convert(unescape(cell))
