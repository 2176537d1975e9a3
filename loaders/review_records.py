"""Make records of the rows of curated tables, and remember the row of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from ..graph.exchange.tables import Row
from ..graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from ..graph.names import MOST_NEAREST, Names, in_full, means_radioresistance
from ..graph.report import Problem
from ..graph.schema import PREDICATES
from .review_tables import NAMES
from .words import is_date

__all__ = ["Builder"]


class Builder:
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
        types = next((c[column] for c in NAMES.values() if column in c), None)
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
                f"is the name of {len(likely)} entities" if likely[1:] else "does not say which arm"
            )
            return row.problem(column, f"{value!r} {what}", f"write the name or id meant: {shown}")
        remedy = "add it to the entities table, or correct the name"
        if means_radioresistance(value):
            remedy = "radioresistance is low radiosensitivity: write radiosensitivity, sign turned"
        elif is_date(value):
            remedy = "format the column as text and write the symbol again"
        elif len(self.unknown) < MOST_NEAREST and (near := self.index.nearest(value, types, 3)):
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
            Entity(
                row["id"],
                row["name"],
                row.word("type", ""),
                row.listed("synonyms"),
                row.listed("xrefs"),
            )
            for row in self.rows["entities"]
        ]
        return Names([*(e for e in self.known if e.id not in {o.id for o in own}), *own])

    def entity_ids(self, row: Row, column: str) -> tuple[str, ...]:
        """Return the ids of the entities that a cell lists."""
        return tuple(self.resolve(row, column, value) for value in row.listed(column))

    def optional_id(self, row: Row, column: str) -> str | None:
        """Return the id of the entity that a cell names, None where it is empty."""
        return self.resolve(row, column, row[column]) if row[column] else None

    def required(self, row: Row, column: str, remedy: str) -> str:
        """Return a cell; report it where it is empty."""
        if not row[column]:
            self.problems.append(row.problem(column, "the cell is empty", remedy))
        return row[column]

    def number(self, row: Row, column: str, value: str) -> int:
        """Return a whole number from 1; report any other value, and return 0."""
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
        """Yield the entities of the table."""
        for row in self.rows["entities"]:
            id = self.required(row, "id", "a CURIE such as hgnc:11810")
            if self.place(("entity", id), row):
                yield Entity(
                    id,
                    self.required(row, "name", "the approved symbol, or the source's word"),
                    row.word("type", ""),
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
        """Yield the papers of the table."""
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
        """Yield the sources."""
        for row in self.rows["references"]:
            if row["source"] and not row["citation"]:
                yield Source(row["source"], row.text("title"), row.text("doi"), row.text("license"))

    def statements(self) -> dict[str, list[Statement]]:
        """Return the statements by finding."""
        statements: dict[str, list[Statement]] = {}
        for row in self.rows["statements"]:
            finding = self.required(row, "finding", "the id of a finding")
            number = self.number(row, "number", row["number"])
            if not self.place(("statement", finding, number), row):
                continue
            predicate, sign = row.word("predicate", ""), row["sign"]
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
        """Return the biomarker claims by finding."""
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
        """Yield the findings with their statements and biomarker claims."""
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
