"""Find and make the entities that the rows of a sheet name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..graph.errors import UsageError
from ..graph.exchange.tables import Row
from ..graph.model import Entity
from ..graph.names import MOST_NEAREST, Names, fold, in_full, means_radioresistance
from ..graph.report import Problem, first_of
from ..graph.schema import RADIOSENSITIVITY, IdStatus, TypeName, entity_type, subtypes
from .registries import genes_of_date, listed_types, nearest_first, registries
from .words import digits_for_letters, is_date

__all__ = ["SheetEntities", "one_of"]

_TYPES = {
    "exosome": "Exosome",
    "cargo": "Cargo",
    "donor": "Donor",
    "cancer": "Cancer",
    "recipient": "Donor",
    "exposure": "Exposure",
    "recipient exposure": "Exposure",
}
"""What a column names; a target may be anything."""

_ALWAYS = (
    Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity", id_status="none"),
    Entity("radexo:exosomes", "exosomes", "Exosome", id_status="none"),
)
"""What a sheet may name in any graph, an empty one too."""

_ID = re.compile(r"([A-Za-z][\w.]*):(\S+)")


class SheetEntities:
    """The entities that the rows of a sheet name: the graph's, the name lists' and new ones.

    Parameters
    ----------
    names, known
        The entities of the graph, by name and all of them.
    problems
        Where problems are appended.
    """

    def __init__(self, names: Names, known: Sequence[Entity], problems: list[Problem]) -> None:
        self.names, self.known, self.problems = names, known, problems
        self.new: dict[str, Entity] = {}
        self.refused: set[tuple[int, str]] = set()
        self._own = Names(())
        self._unknown: dict[tuple[str, str, str], tuple[Problem, list[int]]] = {}

    def define_all(self, rows: Sequence[Row]) -> None:
        """Make the new entities that the rows define."""
        for entity in _ALWAYS:
            if not self.names.candidates(entity.id):
                self.new[fold(entity.name)] = entity
        self._own = Names(self.new.values())
        for row in rows:
            for column in ("donor", "cargo", "target", "recipient", "cancer"):
                self._define(row, column)
        self._own = Names(self.new.values())
        for row in rows:
            self._define_exosome(row)
        self._own = Names(self.new.values())

    def found(self, value: str, types: Collection[str] | None) -> list[Entity]:
        """Return the entities of a name: new ones, the graph's, else that of a name list."""
        if found := self._own.candidates(value, types) or self.names.candidates(value, types):
            return found
        listed = listed_types(types)
        entity = registries().certain(value, listed) if listed else None
        if entity is None:
            return []
        for id in (entity.id, *entity.xrefs):
            if known := self.names.candidates(id, types):
                return known
        return [entity]

    def types(self, row: Row, column: str) -> list[str] | None:
        """Return the types that a cell may name; without exosome, anything may act."""
        if column == "cargo" and not row["exosome"]:
            return None
        return [_TYPES[column]] if column in _TYPES else None

    def _define(self, row: Row, column: str) -> None:
        """Make a new entity of a name that is not known, where the row gives its type."""
        value, id = row[column], row.get(f"{column} id")
        type = _TYPES["cancer"] if column == "cancer" and id else row.get(f"{column} type")
        if not value:
            if id or (type and column != "cancer"):
                self._refuse(row, column, column, "a type or id without a name", "give the name")
            return
        if id and (match := _ID.fullmatch(id)):
            id = f"{match[1].casefold()}:{match[2]}"
        elif re.fullmatch(r"(?i)mimat\d{7}", id):
            id = f"mirbase.mature:{id.upper()}"
        elif id:
            self._refuse(row, column, f"{column} id", f"{id!r} is not a CURIE", "such as hgnc:9588")
            return
        types = self.types(row, column)
        found = self.found(value, types)
        if found:
            self._check_known(row, column, found, id, type)
            return
        if id and self.found(id, types):
            return  # the graph has it under another name
        if not type:
            if id:
                self._refuse(
                    row, column, f"{column} type", "an id without a type", "the type of the entity"
                )
            return
        if (known := self._known_type(row, column, type)) is None:
            return
        meant = digits_for_letters(value)
        if not id and meant != value and (likely := self.found(meant, types)):
            self._refuse(
                row,
                column,
                column,
                f"{value!r} has a letter where {likely[0].name} has a digit",
                f"write {likely[0].name}, or fill {column} id if another {known} is meant",
            )
            return
        self._add(row, column, Entity(id or _local(value), value, known, id_status=_status(id)))

    def _check_known(
        self, row: Row, column: str, found: Sequence[Entity], id: str, type: str
    ) -> None:
        """Check that a row gives entities that are known no other id or type."""
        if id and id not in {i for e in found for i in (e.id, *e.xrefs)}:
            what, shown = "id", ", ".join(f"{e.name} ({e.id})" for e in found)
        elif type and column != "cancer" and not self._is_type(found, type):
            what, shown = "type", ", ".join(f"{e.name}, a {e.type} ({e.id})" for e in found)
        else:
            return
        problem = f"{row[column]!r} is known as {shown}"
        remedy = f"leave the {what} empty, or give the new entity a name of its own"
        self._refuse(row, column, f"{column} {what}", problem, remedy)

    def _known_type(self, row: Row, column: str, type: str) -> TypeName | None:
        """Return the type of a new entity, or None where it is none that the column may name."""
        try:
            name = entity_type(type).name
        except UsageError as error:
            problem, remedy = f"{type!r} is not a type", one_of(error.candidates)
        else:
            types = self.types(row, column)
            allowed = subtypes(types[0]) if types else None
            if allowed is None or name in allowed:
                return name
            problem, remedy = f"a {column} cannot be of type {name}", one_of(sorted(allowed))
        self._refuse(row, column, f"{column} type", problem, remedy)
        return None

    def _is_type(self, found: Iterable[Entity], type: str) -> bool:
        """Return whether one of the entities has a type, as people write it."""
        try:
            allowed = subtypes(entity_type(type).name)
        except UsageError:
            return False
        return any(entity.type in allowed for entity in found)

    def _add(self, row: Row, column: str, entity: Entity) -> None:
        """Keep a new entity; two rows must agree about it."""
        key = fold(entity.name)
        other = self.new.setdefault(key, entity)
        if replace(other, name=entity.name) != entity:
            self._refuse(
                row,
                column,
                column,
                f"another row gives {other.name!r} another type, id or context",
                "make the rows agree, or name them apart",
            )

    def _refuse(self, row: Row, column: str, where: str, what: str, remedy: str) -> None:
        """Report why the name in a column could not be defined; it is not reported again."""
        self.refused.add((row.number, column))
        self.problems.append(row.problem(where, what, remedy))

    def _define_exosome(self, row: Row) -> None:
        """Make new exosomes of a name that is not known, where the row gives their context."""
        value = row["exosome"]
        if not value:
            return
        if found := self.found(value, ["Exosome"]):
            self._check_exosome(row, found)
            return
        context = [row.get(column) for column in ("donor", "exposure", "fluid", "modification")]
        if not any(context):
            return
        donor = self.resolve(row, "donor", ["Donor"]) if context[0] else None
        exposure = self.resolve(row, "exposure", ["Exposure"]) if context[1] else None
        if (context[0] and not donor) or (context[1] and not exposure):
            self.refused.add((row.number, "exosome"))  # what its context lacks is reported
            return
        id = row.get("exosome id")
        entity = Entity(
            id or _local(value),
            value,
            "Exosome",
            id_status=_status(id),
            donors=(donor.id,) if donor else (),
            exposures=(exposure.id,) if exposure else (),
            fluid=context[2] or None,
            modification=context[3] or None,
        )
        for other in self.known:
            if other.type == "Exosome" and _context(other) == _context(entity):
                self._refuse(
                    row,
                    "exosome",
                    "exosome",
                    f"{other.name} has the same donor, exposure, fluid and modification",
                    f"write {other.name}",
                )
                return
        self._add(row, "exosome", entity)

    def _check_exosome(self, row: Row, found: Sequence[Entity]) -> None:
        """Report an id or context that known exosomes do not have; `_finding` checks donors."""
        exposure = row.get("exposure")
        exposures = self.found(exposure, ["Exposure"]) if exposure else []
        known = found[0]
        same = {
            "exosome id": row.get("exosome id") in (known.id, *known.xrefs),
            "exposure": any(e.id in known.exposures for e in exposures),
            "fluid": bool(row.get("biomarker") or row.get("level"))
            or fold(row.get("fluid")) == fold(known.fluid or ""),
            "modification": fold(row.get("modification")) == fold(known.modification or ""),
        }
        for column, agrees in same.items():
            if row.get(column) and not agrees and len(found) == 1:
                remedy = f"leave {column} empty, or give these exosomes a name of their own"
                what = f"{known.name} are known without it"
                self.problems.append(row.problem(column, what, remedy))

    def resolve(self, row: Row, column: str, types: Collection[str] | None) -> Entity | None:
        """Return the entity of a cell, or None where that is a problem."""
        value = row[column]
        if (row.number, column) in self.refused:
            return None
        found = self.found(value, types)
        if not found and (id := row.get(f"{column} id")):
            found = self.found(id, types)
        if len(found) == 1 and (found[0].id == value or in_full(found[0], value)):
            if not self.names.candidates(found[0].id):
                self.new[fold(found[0].name)] = found[0]
            return found[0]
        self._fail(
            row, column, *(_ambiguous(value, found) or self._unknown_name(row, column, types))
        )
        return None

    def _unknown_name(
        self, row: Row, column: str, types: Collection[str] | None
    ) -> tuple[str, str]:
        """Return what is wrong with a cell that names nothing known, and what to do."""
        value = row[column]
        if means_radioresistance(value):
            remedy = (
                "write radiosensitivity, with the verb turned; or leave it to the column effect"
            )
            return "radioresistance is low radiosensitivity", remedy
        if is_date(value):
            dated = genes_of_date(value)
            shown = " or ".join(f"{m.entity.name} ({symbol})" for symbol, m in dated)
            perhaps = f"perhaps {shown}" if dated else "such as MARCHF2, SEPTIN1"
            remedy = f"format the column as text and write the symbol again; {perhaps}"
            return f"{value!r} is a date", remedy
        if others := self.names.candidates(value):
            wanted = " or ".join(types or ())
            return f"{others[0].name} is of type {others[0].type}", f"the name of a {wanted}"
        parts = re.split(r"[|;]|, | and ", value)
        if len(parts) > 1 and any(self.found(part.strip(), types) for part in parts):
            return "several names in one cell", "a row for each"
        listed = listed_types(types)
        if likely := registries().find(value, listed)[:4] if listed else []:
            shown = "; ".join(f"{m.entity.name} ({m.entity.id}, {m.how})" for m in likely)
            return f"{value!r} is not an approved name", f"perhaps {shown}"
        near: list[Entity] = []
        if len(self._unknown) < MOST_NEAREST:
            near = self.names.nearest(value, types, 3)
            near += registries().nearest(value, listed) if listed else []
            near = nearest_first(value, near)
        nearest = f"nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}; " if near else ""
        new = _NEW.get(column, f"for a new one fill {column} type and {column} id")
        return f"{value!r} is not a known name", f"{nearest}{new}"

    def _fail(self, row: Row, column: str, what: str, remedy: str) -> None:
        """Report a name once, however many rows have it."""
        key = (_TYPES.get(column, column), row[column], what)
        problem, rows = self._unknown.setdefault(key, (row.problem(column, what, remedy), []))
        if row.number not in (problem.row, *rows):
            rows.append(row.number)

    def report_unknown(self) -> None:
        """Report each unknown name once, with the other rows that have it."""
        for problem, rows in self._unknown.values():
            if rows:
                also = first_of(rows, 5)
                what = f"{problem.problem} (also row{'s' * (len(rows) > 1)} {also})"
                self.problems.append(replace(problem, problem=what))
            else:
                self.problems.append(problem)


_NEW = {
    "exosome": "for new exosomes fill donor, exposure, fluid or modification",
    "cancer": "for a new cancer fill cancer id",
    "exposure": "add it through the five tables",
}
"""What to do for a new name, by column, where it has neither type nor id."""


def _ambiguous(value: str, found: Sequence[Entity]) -> tuple[str, str] | None:
    """Return what is wrong with a name of several entities, or of either arm; None of none."""
    if not found:
        return None
    shown = "; ".join(f"{e.name} ({e.type}, {e.id})" for e in found)
    several = f"{value!r} is the name of {len(found)} entities"
    what = several if len(found) > 1 else f"{value!r} does not say which arm"
    return what, f"write the name or id meant: {shown}"


def one_of(words: Iterable[str]) -> str:
    """List words that a cell may hold."""
    return f"one of: {', '.join(words)}"


def _status(id: str) -> IdStatus:
    return "exact" if id else "none"


def _local(name: str) -> str:
    """Return a local id for a name.

    Examples
    --------
    >>> _local("U87 exosomes")
    'radexo:U87-exosomes'
    """
    slug = re.sub(r"[^\w.-]+", "-", name).strip("-")
    return f"radexo:{slug or 'unnamed'}"


def _context(entity: Entity) -> tuple[object, ...]:
    return (sorted(entity.donors), sorted(entity.exposures), entity.fluid, entity.modification)
