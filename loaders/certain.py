"""Find the cells of sheets and curated tables that can be rewritten without a change of meaning.

`radexo.loaders.fixing` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..graph.errors import UsageError
from ..graph.exchange.tables import Row
from ..graph.model import Entity
from ..graph.names import Names, same_arm
from ..graph.report import Problem
from ..graph.schema import PREDICATES, entity_type
from .fixing import Correction
from .registries import certain_gene, listed_types
from .review_records import Builder
from .review_tables import FORMAT, LISTS, NAMES, find_tables, identifier, read_tables
from .sheet import is_sheet
from .sheet_entities import SheetEntities
from .sheet_records import Sheet
from .words import (
    LEVEL_WORDS,
    SURE,
    SYSTEMS,
    plain_effect,
    plain_papers,
    plain_verb,
    read_effect,
    read_roles,
    read_verb,
    simplify,
)

__all__ = ["certain_cells"]

_NAMED = ("exosome", "cargo", "target", "cancer", "donor", "recipient", "exposure")
"""Columns that name one entity each."""

_PLAIN: Mapping[str, Callable[[str], str]] = {
    "verb": plain_verb,
    "effect": plain_effect,
    "paper": plain_papers,
}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "how sure": {w: "may" if sure == "hedged" else sure for w, sure in SURE.items()},
    "system": {word: system.replace("-", " ") for word, system in SYSTEMS.items()},
    "level": LEVEL_WORDS,
}
"""What is written for a word, by column."""


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
    files = [Path(path) for path in paths]
    sheets = [file for file in files if is_sheet(file, FORMAT)]
    for sheet in sheets:
        yield from _of_sheet(sheet, known)
    problems: list[Problem] = []
    tables = {} if sheets else find_tables(files, problems)
    rows = read_tables(tables, problems)
    build = Builder(rows, known, problems)
    for table, each in rows.items():
        for row in each:
            for column, value in row.cells.items():
                after = _certain(build, table, column, value) if value else None
                if after and after != value:
                    yield Correction(row.file, row.number, column, value, after)


def _certain(build: Builder, table: str, column: str, value: str) -> str | None:
    """Return a cell of a table as the schema has it; None where that is not certain."""
    if column in LISTS.get(table, ()) and column != "role":
        items = [item for part in re.split("[|;]", value) if (item := part.strip())]
        named = NAMES[table].get(column, ()) if table in NAMES else ()
        if column in NAMES.get(table, {}):
            items = [_certain_name(build, item, named) or item for item in items]
        return "|".join(items) if ";" in value or column in NAMES.get(table, {}) else None
    if column in NAMES.get(table, {}):
        return _certain_name(build, value, NAMES[table][column])
    if table == "references" and column in ("doi", "pmid", "pmcid"):
        return identifier(column, value)
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


def _certain_name(build: Builder, value: str, types: tuple[str, ...] | None) -> str | None:
    """Return the name of the one entity that a name means; ids and exact names stay."""
    if value in build.ids or value in build.names:
        return value
    found = build.index.candidates(value, types)
    if not found and (gene := certain_gene(value, ["Gene"])):
        found = build.index.candidates(gene.id, types)
    return found[0].name if len(found) == 1 and same_arm(found[0], value) else None


def _of_sheet(path: Path, known: Sequence[Entity]) -> Iterator[Correction]:
    sheet = Sheet(path, Names(known), known)
    rows = sheet.rows() or []
    trapped = {(trap.row, trap.column) for trap in sheet.problems}
    sheet.entities.define_all(rows)
    for row in rows:
        for column, value in row.cells.items():
            if not value or {(row.number, column), (row.number, None)} & trapped:
                continue
            after = _certain_of_sheet(sheet.entities, row, column)
            if after and after != value:
                yield Correction(row.file, row.number, column, value, after)


def _certain_of_sheet(known: SheetEntities, row: Row, column: str) -> str | None:
    """Return a cell in the words of the drop-downs, or its entity's name; None if not sure."""
    value = row[column]
    if column in _NAMED:
        return _entity_name(known, row, column)
    try:
        if column in _PLAIN:
            return _PLAIN[column](value)
        if column in _WORDS:
            return _WORDS[column].get(simplify(value))
        if column.endswith(" type"):
            return entity_type(value).name
    except (ValueError, UsageError):
        return None
    return None


def _entity_name(known: SheetEntities, row: Row, column: str) -> str | None:
    value, types = row[column], known.types(row, column)
    if (row.number, column) in known.refused or ":" in value:
        return None
    found = known.found(value, types)
    if not found and (gene := certain_gene(value, listed_types(types))):
        found = known.found(gene.id, types)
    if len(found) != 1 or not same_arm(found[0], value):
        return None
    return found[0].name if known.found(found[0].name, types) == found else None
