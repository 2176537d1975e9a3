"""Turn nodes and edges of other programs into findings.

Each edge becomes one finding with one statement. Its source is the primary knowledge source, its
citations the publications, its cancer the disease context; its id is a hash of all that, so that
loading twice is the same as loading once. Of the predicates with a sign, the one that claims least
is used. Columns that the graph has no field for are counted and reported; what the schema cannot
express, and qualifiers that might change the meaning of an edge, are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from ..model import Entity, Finding, Reference, Source, Statement, natural_key
from ..records import Records, merge
from ..report import Problem
from ..schema import ENTITY_TYPES, PREDICATES, PredicateName, TypeName
from ..validation import violations
from .biolink import CATEGORIES, CERTAINTY, citation, predicate_of, type_of, unspell
from .tables import Row

__all__ = ["adopt"]

_NODE = (
    "id",
    "name",
    "category",
    "type",
    "xref",
    "equivalent_identifiers",
    "synonym",
    "description",
)
_SIGN = ("qualified_predicate", "object_aspect_qualifier", "object_direction_qualifier")
_SOURCES = (
    "primary_knowledge_source",
    "knowledge_source",
    "aggregator_knowledge_source",
    "provided_by",
)
_EDGE = (
    "subject",
    "predicate",
    "object",
    *_SIGN,
    "disease_context_qualifier",
    "publications",
    "knowledge_level",
    "original_predicate",
    "sign",
    "negated",
)
_NO_PAPER = re.compile(
    r".*(\||[\s,;](pmid|pubmed|pmc|pmcid|doi)\s*:)|(pmid|pubmed):(?![0-9]+$)", re.IGNORECASE
)
"""Matches several citations in one, and a PubMed id without a number."""
_COLUMNS = {
    "type": "category",
    "citations": "publications",
    "cancer": "disease_context_qualifier",
    "id": "id",
}
_TYPES = tuple(t.name for t in ENTITY_TYPES.values() if not t.abstract)


def adopt(
    nodes: Iterable[Row], edges: Iterable[Row], known: Mapping[str, Entity], problems: list[Problem]
) -> tuple[Records, Counter[str]]:
    """Turn nodes and edges in the terms of Biolink into records.

    Parameters
    ----------
    nodes, edges
        Their rows; a cell is text whose items are joined by ``|``, or a tuple of strings.
    known
        Entities of the graph that they will be merged into: edges may refer to them, and they
        decide where a category is ambiguous.
    problems
        Where problems are appended.

    Returns
    -------
    records
        What was read; empty when there are problems.
    left_out
        What the graph has no field for, and how often it occurs.
    """
    adopted = _Adopted(known, problems)
    for row in nodes:
        adopted.node(adopted.spelled(row, _NODE))
    for row in edges:
        adopted.edge(adopted.spelled(row, (*_EDGE, *_SOURCES)))
    if problems:
        return Records(), adopted.left_out
    records = Records(
        tuple(map(Source, adopted.sources)),
        tuple(adopted.papers.values()),
        tuple(adopted.entities),
        tuple(adopted.findings.values()),
    )
    records = merge(records)
    for v in violations(records, known.values()):
        kind, key = v.record[0], str(v.record[1])
        row = adopted.origin["entity" if kind == "entity" else "finding", key]
        column = _COLUMNS.get(v.field, v.field)
        if kind == "finding" and v.field == "id":
            column = "primary_knowledge_source"
        problems.append(Problem(row.file, row.number, column, v.value, v.problem, v.remedy))
    entities = (_as_known(e, known[e.id]) if e.id in known else e for e in records.entities)
    return replace(records, entities=tuple(entities)), adopted.left_out


class _Adopted:
    """The records read so far, and the row that each came from."""

    def __init__(self, known: Mapping[str, Entity], problems: list[Problem]) -> None:
        self.known, self.problems = known, problems
        self.named = {e.name: e.id for e in known.values()}
        self.left_out: Counter[str] = Counter()
        self.entities: list[Entity] = []
        self.types: dict[str, TypeName] = {}
        self.sources: dict[str, None] = {}
        self.papers: dict[tuple[str, str | None], Reference] = {}
        self.findings: dict[str, Finding] = {}
        self.origin: dict[tuple[str, str], Row] = {}

    def wrong(self, row: Row, column: str, problem: str, remedy: str) -> None:
        self.problems.append(
            Problem(row.file, row.number, column, "|".join(_items(row, column)), problem, remedy)
        )

    def leave_out(self, row: Row, columns: Iterable[str], what: str) -> None:
        for column in columns:
            if _items(row, column):
                self.left_out[f"{what}, column {column!r}: the graph has no field for it"] += 1

    def spelled(self, row: Row, known: Sequence[str]) -> Row:
        """Return a row with known headings and qualifiers normalized: ' Negated' is 'negated'."""
        cells: dict[str, Any] = {}
        for heading, cell in row.cells.items():
            plain = heading.strip().casefold()
            column = plain if plain in known or _is_qualifier(plain) else heading
            if cell and cells.get(column, cell) != cell:
                self.wrong(
                    row,
                    heading,
                    f"the column {column!r} has the same heading, and differs",
                    "keep one",
                )
            if cell or column not in cells:
                cells[column] = cell
        return Row(row.file, row.number, cells)

    def node(self, row: Row) -> None:
        id = unspell(_text(row, "id"))
        type = self.type(row, id)
        if not id:
            self.wrong(row, "id", "the cell is empty", "a CURIE such as HGNC:11810")
        elif type and id in self.known and self.known[id].type != type:
            self.wrong(
                row,
                "category",
                f"the graph that it is loaded into has {id} as {self.known[id].type}",
                "make them agree",
            )
        elif type and self.types.setdefault(id, type) != type:
            self.wrong(
                row,
                "category",
                f"{id} is of type {self.types[id]} in another row",
                "make them agree",
            )
        elif type:
            name = _text(row, "name") or (self.known[id].name if id in self.known else id)
            if (other := self.named.get(name, id)) != id:
                self.wrong(row, "name", f"{other} has this name too", "one name for one entity")
            xrefs = (
                unspell(x)
                for column in ("xref", "equivalent_identifiers")
                for x in _items(row, column)
            )
            self.entities.append(
                Entity(
                    id,
                    name,
                    type,
                    synonyms=tuple(dict.fromkeys(s for s in _items(row, "synonym") if s != name)),
                    xrefs=tuple(dict.fromkeys(x for x in xrefs if x != id)),
                    note=_text(row, "description") or None,
                    **_context(self.known.get(id)),
                )
            )
            self.origin.setdefault(("entity", id), row)
        self.leave_out(row, [c for c in row.cells if c not in _NODE], "nodes")

    def type(self, row: Row, id: str) -> TypeName | None:
        given, categories = _text(row, "type"), _items(row, "category")
        if given and given not in _TYPES:
            self.wrong(
                row,
                "type",
                f"{given!r} is not a type of the schema",
                f"one of: {', '.join(_TYPES)}",
            )
            return None
        meant = type_of(categories)
        if given:
            if meant and ENTITY_TYPES[given].biolink not in categories:
                self.wrong(
                    row, "type", f"the category means {meant}", "make type and category agree"
                )
            return given
        known = self.known[id].type if id in self.known else None
        if known and (not categories or ENTITY_TYPES[known].biolink in categories):
            return known
        if meant is None:
            mean = ", ".join(f"{category} ({type})" for category, type in CATEGORIES.items())
            remedy = f"one of: {mean}; or say in a column 'type' which of: {', '.join(_TYPES)}"
            self.wrong(
                row,
                "category",
                "this category alone does not determine a type of the schema",
                remedy,
            )
        return meant

    def edge(self, row: Row) -> None:
        before = len(self.problems)
        source, from_column = self.source(row)
        predicate = self.predicate(row)
        subject, object = (unspell(self.needed(row, column)) for column in ("subject", "object"))
        self.check_edge(row, from_column)
        if len(self.problems) > before or predicate is None:
            return
        cancer = unspell(_text(row, "disease_context_qualifier")) or None
        cited = tuple(sorted(set(_items(row, "publications")), key=natural_key))
        aspect, level = _text(row, "object_aspect_qualifier"), _text(row, "knowledge_level")
        notes = (
            f"object_aspect_qualifier: {aspect}"
            if aspect not in ("", "activity_or_abundance")
            else None,
            f"knowledge_level: {level}" if level not in ("", "knowledge_assertion") else None,
        )
        note = "; ".join(filter(None, notes)) or None
        statement = Statement(subject, predicate, object, certainty=CERTAINTY[level], note=note)
        content = (
            subject,
            predicate,
            object,
            cancer or "",
            statement.certainty,
            note or "",
            *cited,
        )
        id = f"{source}:{sha256(chr(31).join(content).encode()).hexdigest()[:12]}"
        if id in self.findings:
            self.left_out["edges that say what another row says"] += 1
            return
        self.findings[id] = Finding(id, cited, cancer=cancer, statements=(statement,))
        self.origin["finding", id] = row
        self.sources.setdefault(source)
        for paper in (Reference(source), *(citation(source, curie) for curie in cited)):
            self.papers.setdefault(paper.key, paper)

    def check_edge(self, row: Row, from_column: str) -> None:
        """Check what a row says beside its claim: level, denial, qualifiers, papers."""
        if _text(row, "knowledge_level") not in CERTAINTY:
            self.wrong(
                row,
                "knowledge_level",
                "not a knowledge level of Biolink",
                f"one of: {', '.join(filter(None, CERTAINTY))}",
            )
        if _text(row, "negated").casefold() not in ("", "false", "0"):
            self.wrong(
                row,
                "negated",
                "a denied edge; the graph holds what is claimed",
                "leave the row out",
            )
        others = [column for column in row.cells if column not in (*_EDGE, from_column)]
        for column in filter(_is_qualifier, others):
            if _items(row, column):
                remedy = "leave the row out, or the qualifier where the claim holds without it"
                self.wrong(
                    row,
                    column,
                    "this qualifier may change the meaning, and the graph cannot store it",
                    remedy,
                )
        self.leave_out(row, [column for column in others if not _is_qualifier(column)], "edges")
        for curie in filter(_NO_PAPER.match, _items(row, "publications")):
            remedy = "CURIEs such as PMID:7, the number in digits, joined by |, or a list of them"
            self.wrong(row, "publications", f"{curie!r} is not one paper", remedy)

    def needed(self, row: Row, column: str) -> str:
        text = _text(row, column)
        if not text:
            self.wrong(
                row, column, "the cell is empty", "an edge has a subject, a predicate and an object"
            )
        return text

    def source(self, row: Row) -> tuple[str, str]:
        """Return the source of an edge, and the column that names it."""
        for column in _SOURCES:
            named = _items(row, column)
            if len(named) > 1:
                self.wrong(row, column, "more than one source", "a row for each")
            if named:
                return named[0].removeprefix("infores:"), column
        self.wrong(
            row, _SOURCES[0], "no source is named", "the knowledge source, such as infores:ctd"
        )
        return "", _SOURCES[0]

    def predicate(self, row: Row) -> PredicateName | None:
        predicate, original = (
            self.needed(row, "predicate"),
            _text(row, "original_predicate").removeprefix("radexo:"),
        )
        signs = {column: text for column in _SIGN if (text := _text(row, column))}
        named, meant = PREDICATES.get(predicate.removeprefix("radexo:")), PREDICATES.get(original)
        if named:
            found = named.name if not signs or signs == dict(named.qualifiers) else None
        elif meant and (predicate, signs) == (meant.biolink, dict(meant.qualifiers)):
            found = meant.name
        else:
            found = predicate_of(predicate, signs)
        if (
            found
            and (sign := _text(row, "sign"))
            and sign.removeprefix("+") != str(PREDICATES[found].sign)
        ):
            self.wrong(
                row,
                "sign",
                f"{found}, which the other columns say, has another sign",
                "make them agree",
            )
        if found and meant and meant.sign != PREDICATES[found].sign:
            self.wrong(
                row,
                "original_predicate",
                f"{found}, which the other columns say, has another sign",
                "make them agree",
            )
        elif found != original:
            self.leave_out(row, ["original_predicate"], "edges")
        if predicate and found is None:
            known = dict.fromkeys(p.biolink for p in PREDICATES.values())
            remedy = (
                f"one of: {', '.join(known)}; a sign is object_direction_qualifier increased or "
                "decreased, with qualified_predicate biolink:causes"
            )
            self.wrong(
                row, "predicate", f"no predicate of the schema means this{_with(signs)}", remedy
            )
        return found


def _is_qualifier(column: str) -> bool:
    return column.endswith(("qualifier", "qualifiers"))


def _with(signs: Mapping[str, str]) -> str:
    return f" with {', '.join(f'{name} {value}' for name, value in signs.items())}" if signs else ""


def _context(known: Entity | None) -> dict[str, Any]:
    """Return the fields of a known exosome that files of other programs have no columns for."""
    return (
        {
            "fluid": known.fluid,
            "modification": known.modification,
            "donors": known.donors,
            "exposures": known.exposures,
        }
        if known
        else {}
    )


def _as_known(entity: Entity, known: Entity) -> Entity:
    """Keep our name and id_status; add the imported name as a synonym."""
    synonyms = tuple(sorted({entity.name, *entity.synonyms} - {known.name}))
    return replace(entity, name=known.name, synonyms=synonyms, id_status=known.id_status)


def _items(row: Row, column: str) -> tuple[str, ...]:
    cell: Any = row.cells.get(column) or ()
    return tuple(filter(None, map(str.strip, cell.split("|") if isinstance(cell, str) else cell)))


def _text(row: Row, column: str) -> str:
    cell: Any = row.cells.get(column) or ""
    return (cell if isinstance(cell, str) else "|".join(cell)).strip()
