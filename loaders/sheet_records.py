"""Make records of the rows of a sheet.

A row becomes a finding with the statements that the five tables would hold: the exosomes carry the
cargo, the cargo acts on the target, the cargo acts on radiosensitivity. Names are found as in
questions. `radexo.loaders.review` calls this module for files that are a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..graph.errors import DataError, MissingExtraError, UsageError
from ..graph.exchange.tables import Row
from ..graph.model import PACKAGED, Biomarker, Entity, Finding, Reference, Source, Statement
from ..graph.names import MOST_NEAREST, Names, fold, in_full, means_radioresistance
from ..graph.records import Records, merge
from ..graph.report import Problem
from ..graph.schema import (
    ENDPOINTS,
    MEASURED_IN,
    RADIOSENSITIVITY,
    ROLES,
    Certainty,
    IdStatus,
    entity_type,
    subtypes,
)
from .registries import genes_of_date, listed_types, registries
from .sheet import read_sheet_rows
from .words import (
    EFFECTS,
    LEVEL_WORDS,
    PREDICATE_FOR,
    SURE,
    SYSTEMS,
    TURNED,
    Paper,
    is_date,
    read_effect,
    read_papers,
    read_roles,
    read_verb,
    simplify,
)

__all__ = ["Sheet", "read_sheets"]

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

_FORMS = {"mrna": "mRNA", "protein": "protein"}

_ID = re.compile(r"([A-Za-z][\w.]*):(\S+)")

_MOST_SHOWN = 4


def _nearest_first(name: str, entities: Iterable[Entity]) -> list[Entity]:
    """Return entities of the graph and of the lists by how near their nearest name is."""
    from rapidfuzz.distance import OSA

    typed = fold(name)
    distance = {
        entity.id: min(OSA.distance(typed, fold(n)) for n in (entity.name, *entity.synonyms))
        for entity in entities
    }
    found = {entity.id: entity for entity in entities}
    return sorted(found.values(), key=lambda entity: distance[entity.id])[:_MOST_SHOWN]


def read_sheets(
    paths: Iterable[str | Path], known: Iterable[Entity]
) -> tuple[Records, list[Problem]]:
    """Read sheets; every problem is reported once, at the first row that has it.

    Parameters
    ----------
    paths
        The sheets; the name of each is the short name of its review.
    known
        Entities of the graph, among which names are found.

    Returns
    -------
    records
        Empty when there are problems.
    problems
        Empty when all is well.
    """
    known = tuple(known)
    names = Names(known)
    parts, problems = [], []
    for path in map(Path, paths):
        sheet = Sheet(path, names, known)
        parts.append(sheet.records())
        problems += sheet.problems
    if problems:
        return Records(), problems
    return merge(*parts), []


class Sheet:
    """The rows of a sheet, read into records."""

    def __init__(self, path: Path, names: Names, known: Sequence[Entity]) -> None:
        self.path, self.names, self.known = path, names, known
        self.problems: list[Problem] = []
        self._new: dict[str, Entity] = {}
        self._own = Names(())
        self.refused: set[tuple[int, str]] = set()
        self._unknown: dict[tuple[str, str, str], tuple[Problem, list[int]]] = {}
        self._papers: dict[str, Paper] = {}
        self._links: dict[str, Paper] = {}
        self.source = re.sub(r"[^\w.-]+", "-", path.stem, flags=re.ASCII).strip("-.")

    def records(self) -> Records:
        """Read everything; the result counts only when there are no problems."""
        rows = self.rows()
        if rows is None:
            return Records()
        traps = list(self.problems)
        trapped = {(trap.row, trap.column) for trap in traps}  # what their cells mean is not asked
        self.define_all(rows)
        for row in rows:
            self._note_papers(row)
        findings: list[Finding] = []
        place: dict[str, Row] = {}
        same: dict[Finding, Row] = {}
        for row in rows:
            finding = self._finding(row)
            if finding is None:
                continue
            if other := same.get(replace(finding, id="")):
                self.problems.append(
                    row.problem(None, f"row {other.number} says the same", "leave one of them out")
                )
                continue
            same[replace(finding, id="")] = row
            place[finding.id] = row
            findings.append(finding)
        self._report_unknown()
        records = Records(
            (Source(self.source),),
            (Reference(self.source), *self._references()),
            tuple(self._new.values()),
            tuple(findings),
        )
        self._validate(records, place)
        self.problems = [p for p in self.problems if p in traps or (p.row, p.column) not in trapped]
        self.problems.sort(key=lambda p: (p.row or 0, p.column or ""))
        return records if not self.problems else Records()

    def rows(self) -> list[Row] | None:
        """Return the rows; None, and a problem, where the file cannot be read as a review."""
        try:
            rows = read_sheet_rows(self.path, self.problems)
        except MissingExtraError:
            raise
        except DataError as error:
            what, _, remedy = error.message.removeprefix(f"{self.path}: ").rpartition("; ")
            place = (str(self.path), None, None, None)
            self.problems.append(Problem(*place, what or remedy, (what and remedy) or ""))
            return None
        if not re.fullmatch(r"[A-Za-z][\w.-]*", self.source) or self.source == PACKAGED:
            what = "the file's name becomes the review's name, and this cannot be one"
            remedy = "rename the file, such as smith2024.xlsx"
            self.problems.append(Problem(str(self.path), None, None, self.path.stem, what, remedy))
            return None
        return rows

    def define_all(self, rows: Sequence[Row]) -> None:
        """Make the new entities that the rows define."""
        for entity in _ALWAYS:
            if not self.names.candidates(entity.id):
                self._new[fold(entity.name)] = entity
        self._own = Names(self._new.values())
        for row in rows:
            for column in ("donor", "cargo", "target", "recipient", "cancer"):
                self._define(row, column)
        self._own = Names(self._new.values())
        for row in rows:
            self._define_exosome(row)
        self._own = Names(self._new.values())

    # -- names ------------------------------------------------------------------------------------

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
            if id and id not in {i for e in found for i in (e.id, *e.xrefs)}:
                shown = ", ".join(f"{e.name} ({e.id})" for e in found)
                self._refuse(
                    row,
                    column,
                    f"{column} id",
                    f"{value!r} is known as {shown}",
                    "leave the id empty, or give the new entity a name of its own",
                )
            elif type and column != "cancer" and not self._is_type(found, type):
                shown = ", ".join(f"{e.name}, a {e.type} ({e.id})" for e in found)
                self._refuse(
                    row,
                    column,
                    f"{column} type",
                    f"{value!r} is known as {shown}",
                    "leave the type empty, or give the new entity a name of its own",
                )
            return
        if id and self.found(id, types):
            return  # the graph has it under another name
        if not type:
            if id:
                self._refuse(
                    row, column, f"{column} type", "an id without a type", "the type of the entity"
                )
            return
        try:
            type = entity_type(type).name
        except UsageError as error:
            self._refuse(
                row, column, f"{column} type", f"{type!r} is not a type", _one_of(error.candidates)
            )
            return
        allowed = subtypes(types[0]) if types else None
        if allowed is not None and type not in allowed:
            self._refuse(
                row,
                column,
                f"{column} type",
                f"a {column} cannot be of type {type}",
                _one_of(sorted(allowed)),
            )
            return
        self._add(row, column, Entity(id or _local(value), value, type, id_status=_status(id)))

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
        other = self._new.setdefault(key, entity)
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
        donor = self._resolve(row, "donor", ["Donor"]) if context[0] else None
        exposure = self._resolve(row, "exposure", ["Exposure"]) if context[1] else None
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
                self._problem(row, column, f"{known.name} are known without it", remedy)

    def _resolve(self, row: Row, column: str, types: Collection[str] | None) -> Entity | None:
        """Return the entity of a cell, or None where that is a problem."""
        value = row[column]
        if (row.number, column) in self.refused:
            return None
        found = self.found(value, types)
        if not found and (id := row.get(f"{column} id")):
            found = self.found(id, types)
        if len(found) == 1 and (found[0].id == value or in_full(found[0], value)):
            if not self.names.candidates(found[0].id):
                self._new[fold(found[0].name)] = found[0]
            return found[0]
        if found:
            shown = "; ".join(f"{e.name} ({e.type}, {e.id})" for e in found)
            what = (
                f"{value!r} is carried by {len(found)} entities"
                if len(found) > 1
                else f"{value!r} does not say which arm"
            )
            self._fail(row, column, what, f"write the name or id meant: {shown}")
            return None
        if means_radioresistance(value):
            remedy = (
                "write radiosensitivity, with the verb turned; or leave it to the column effect"
            )
            what = "radioresistance is low radiosensitivity"
            self._fail(row, column, what, remedy)
            return None
        if is_date(value):
            dated = genes_of_date(value)
            shown = " or ".join(f"{m.entity.name} ({symbol})" for symbol, m in dated)
            perhaps = f"perhaps {shown}" if dated else "such as MARCHF2, SEPTIN1"
            remedy = f"format the column as text and write the symbol again; {perhaps}"
            self._fail(row, column, f"{value!r} is a date", remedy)
            return None
        if others := self.names.candidates(value):
            wanted = " or ".join(types or ())
            what = f"{others[0].name} is of type {others[0].type}"
            self._fail(row, column, what, f"the name of a {wanted}")
            return None
        if re.search(r"[|;]|, | and ", value) and any(
            self.found(part.strip(), types) for part in re.split(r"[|;]|, | and ", value)
        ):
            self._fail(row, column, "several names in one cell", "a row for each")
            return None
        new = {
            "exosome": "for new exosomes fill donor, exposure, fluid or modification",
            "cancer": "for a new cancer fill cancer id",
            "exposure": "add it through the five tables",
        }.get(column, f"for a new one fill {column} type and {column} id")
        listed = listed_types(types)
        likely = registries().find(value, listed)[:4] if listed else []
        if likely:
            shown = "; ".join(f"{m.entity.name} ({m.entity.id}, {m.how})" for m in likely)
            self._fail(row, column, f"{value!r} is not an approved name", f"perhaps {shown}")
            return None
        near: list[Entity] = []
        if len(self._unknown) < MOST_NEAREST:
            near = self.names.nearest(value, types, 3)
            near += registries().nearest(value, listed) if listed else []
            near = _nearest_first(value, near)
        nearest = f"nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}; " if near else ""
        self._fail(row, column, f"{value!r} is not a known name", f"{nearest}{new}")
        return None

    def _fail(self, row: Row, column: str, what: str, remedy: str) -> None:
        """Report a name once, however many rows have it."""
        key = (_TYPES.get(column, column), row[column], what)
        problem, rows = self._unknown.setdefault(key, (row.problem(column, what, remedy), []))
        if row.number not in (problem.row, *rows):
            rows.append(row.number)

    def _report_unknown(self) -> None:
        for problem, rows in self._unknown.values():
            if rows:
                also = ", ".join(map(str, rows[:5])) + ", ..." * (len(rows) > 5)
                what = f"{problem.problem} (also row{'s' * (len(rows) > 1)} {also})"
                self.problems.append(replace(problem, problem=what))
            else:
                self.problems.append(problem)

    # -- papers -----------------------------------------------------------------------------------

    def _note_papers(self, row: Row) -> None:
        """Remember which identifiers rows give of one paper."""
        try:
            papers = read_papers(row["paper"])
        except ValueError:
            return  # reported with the row
        for paper in papers:
            for id in filter(None, paper):
                known = self._links.get(id, Paper())
                both = Paper(*(a or b for a, b in zip(known, paper, strict=True)))
                for each in filter(None, both):
                    self._links[each] = both

    def _cite(self, paper: Paper) -> str:
        whole = next(self._links[id] for id in paper if id)
        key = next(filter(None, whole))
        self._papers[key] = whole
        return key

    def _references(self) -> Iterator[Reference]:
        for key, paper in self._papers.items():
            yield Reference(self.source, key, doi=paper.doi, pmid=paper.pmid, pmcid=paper.pmcid)

    # -- rows -------------------------------------------------------------------------------------

    def _finding(self, row: Row) -> Finding | None:
        """Return the finding of a row, or None where it has problems."""
        before = len(self.problems)
        entities: dict[str, Entity | None] = {}
        for column in ("exosome", "cargo", "target", "cancer", "donor", "recipient"):
            entities[column] = None
            if row.get(column):
                entities[column] = self._resolve(row, column, self.types(row, column))
        failed = any(row.get(c) and not e for c, e in entities.items())
        actor = entities["cargo"] or entities["exosome"]
        if not row["cargo"] and not row["exosome"]:
            self._problem(row, "cargo", "neither cargo nor exosome", "fill one of them")
        exosome, donor = entities["exosome"], entities["donor"]
        if exosome and donor and donor.id not in exosome.donors:
            remedy = "leave donor empty, or give these exosomes a name of their own"
            self._problem(row, "donor", f"{exosome.name} are not those of {donor.name}", remedy)
        verb = self._verb(row)
        effect, silenced = self._effect(row, verb)
        certainty = self._certainty(row)
        citations = self._citations(row)
        context = self._context(row)
        biomarkers = self._biomarkers(row, actor, certainty)
        says = row["verb"] or row["effect"] or biomarkers
        if not says and not (row["cargo"] and row["exosome"]):
            self._problem(row, "verb", "the row says nothing", "fill verb and target, or effect")
        target = entities["target"]
        if verb and target and target.id == RADIOSENSITIVITY:
            stated = EFFECTS.get(verb[0], "unclear" if verb[0] == "REGULATES" else None)
            if effect and effect != (stated or effect):
                self._problem(
                    row, "effect", "verb and effect differ", "leave verb and target empty"
                )
            if stated:
                effect, silenced, verb = stated, verb[1], None
        if failed or len(self.problems) > before or actor is None or certainty is None:
            return None
        finding = self._build(
            row, entities, actor, verb, (effect, bool(silenced)), certainty, citations
        )
        return finding and replace(finding, biomarkers=biomarkers, **context)

    def _build(
        self,
        row: Row,
        entities: dict[str, Entity | None],
        actor: Entity,
        verb: tuple[str, bool] | None,
        effect: tuple[str | None, bool],
        certainty: Certainty,
        citations: tuple[str, ...],
    ) -> Finding | None:
        exosome, cargo, target = entities["exosome"], entities["cargo"], entities["target"]
        donor = entities["donor"]
        claims: list[Statement] = []
        stated: Certainty = "hedged" if certainty == "hedged" else "stated"

        def claim(
            subject: Entity, predicate: str, object: str, inverted: bool = False, form: Any = None
        ) -> None:
            number = len(claims) + 1
            statement = Statement(subject.id, predicate, object, number, stated, inverted)
            claims.append(replace(statement, form=form))

        if donor and exosome:
            claim(donor, "RELEASES", exosome.id)
        if exosome and cargo:
            claim(exosome, "CARRIES", cargo.id, form=_FORMS.get(simplify(row.get("form"))))
        if verb and target:
            claim(actor, verb[0], target.id, verb[1])
        if effect[0]:
            claim(actor, PREDICATE_FOR[effect[0]], RADIOSENSITIVITY, effect[1])
        if certainty == "inferred":
            last = claims[-1] if claims else None
            premises = tuple(s.number for s in claims[:-1] if s.predicate != "RELEASES")
            if last is None or (not premises and last.predicate != "REPRESSES"):
                self._problem(
                    row,
                    "how sure",
                    "inferred from nothing else in the row",
                    "fill what it was inferred from; or write stated or may",
                )
                return None
            claims[-1] = replace(last, certainty="inferred", premises=premises)
        word = effect[0] if exosome else None  # a finding's effect is that of exosomes
        return Finding(
            f"{self.source}:{row.number}",
            citations,
            cancer=entities["cancer"].id if entities["cancer"] else None,
            exosome=exosome.id if exosome else None,
            recipient=entities["recipient"].id if entities["recipient"] else None,
            cargo=(cargo.id,) if cargo and exosome else (),
            effect=word if word in ("increase", "decrease", "unclear") else "none",  # type: ignore[arg-type]
            statements=tuple(claims),
            summary=row.get("summary") or None,
        )

    def _problem(self, row: Row, column: str, what: str, remedy: str) -> None:
        self.problems.append(row.problem(column, what, remedy))

    def _verb(self, row: Row) -> tuple[str, bool] | None:
        if not row["verb"] and not row["target"]:
            return None
        if not row["verb"] or not row["target"]:
            empty, filled = ("verb", "target") if not row["verb"] else ("target", "verb")
            self._problem(row, empty, f"a {filled} without a {empty}", f"fill {empty} too")
            return None
        try:
            return read_verb(row["verb"])
        except ValueError as error:
            self._problem(row, "verb", f"{row['verb']!r} is not a known verb", str(error))
            return None

    def _effect(self, row: Row, verb: tuple[str, bool] | None) -> tuple[str | None, bool | None]:
        try:
            effect, silenced = read_effect(row["effect"])
        except ValueError as error:
            self._problem(row, "effect", f"{row['effect']!r} is not a known effect", str(error))
            return None, None
        if verb and verb[1] and effect in TURNED and silenced is None:
            self._problem(
                row,
                "effect",
                "the verb is that of silencing; the effect may be that of silencing or not",
                f"silenced: {effect} if seen after silencing, itself: {effect} if not",
            )
        return effect, silenced

    def _certainty(self, row: Row) -> Certainty | None:
        certainty = SURE.get(simplify(row["how sure"]))
        if certainty is None:
            what = f"{row['how sure']!r} is not known" if row["how sure"] else "the cell is empty"
            self._problem(row, "how sure", what, "stated, may or inferred")
        return certainty

    def _citations(self, row: Row) -> tuple[str, ...]:
        if not row["paper"]:
            remedy = "a DOI or PMID; the word review where the review itself says so"
            self._problem(row, "paper", "the cell is empty", remedy)
            return ()
        try:
            return tuple(dict.fromkeys(map(self._cite, read_papers(row["paper"]))))
        except ValueError as error:
            self._problem(row, "paper", f"{row['paper']!r} is not an identifier", str(error))
            return ()

    def _context(self, row: Row) -> dict[str, Any]:
        """Return the fields of a finding that optional columns hold."""
        fields: dict[str, Any] = {
            "system": self._word(row, "system", SYSTEMS),
            "endpoint": self._word(row, "endpoint", {word: word for word in ENDPOINTS}),
        }
        for column in ("dose", "assay", "section"):
            fields[column] = row.get(column) or None
        self._word(row, "form", _FORMS)
        if row.get("form") and not (row["exosome"] and row["cargo"]):
            self._problem(row, "form", "nothing is carried", "fill exosome and cargo, or leave it")
        exposures = []
        for part in filter(None, map(str.strip, row.get("recipient exposure").split("|"))):
            cell = replace(row, cells={**row.cells, "recipient exposure": part})
            if exposure := self._resolve(cell, "recipient exposure", ["Exposure"]):
                exposures.append(exposure.id)
        return fields | {"recipient_exposure": tuple(exposures)}

    def _biomarkers(
        self, row: Row, actor: Entity | None, certainty: Certainty | None
    ) -> tuple[Biomarker, ...]:
        """Return what the level of the cargo, or of the exosome, says about a patient."""
        columns = ("biomarker", "level", "measured in", "compared", "meaning")
        if actor is None or not any(row.get(column) for column in columns):
            return ()
        if not row.get("biomarker") and not row.get("level"):
            column = next(column for column in columns if row.get(column))
            remedy = f"fill biomarker ({', '.join(ROLES)}) or level (increased, decreased)"
            self._problem(row, column, "neither role nor level of a biomarker", remedy)
            return ()
        roles = read_roles(row.get("biomarker"))
        for role in roles:
            if role not in ROLES:
                remedy = f"{_one_of(ROLES)}; several joined by |; empty if only the level is known"
                self._problem(row, "biomarker", f"{role!r} is not a role of a biomarker", remedy)
        meaning = row.get("meaning")
        if certainty == "hedged" and "hedged" not in meaning:  # a biomarker has no certainty
            meaning = f"{meaning} (hedged)".strip()
        return (
            Biomarker(
                actor.id,
                tuple(roles),  # type: ignore[arg-type]
                self._word(row, "level", LEVEL_WORDS),
                row.get("compared") or None,
                row.get("fluid") or None,
                meaning or None,
                self._word(row, "measured in", {word: word for word in MEASURED_IN}),
            ),
        )

    def _word(self, row: Row, column: str, allowed: Mapping[str, str]) -> Any:
        """Return the word of the schema that a cell means."""
        if not row.get(column):
            return None
        word = allowed.get(simplify(row[column]))
        if word is None:
            known = list(dict.fromkeys(allowed.values()))
            self._problem(row, column, f"{row[column]!r} is not a known {column}", _one_of(known))
        return word

    def _validate(self, records: Records, place: dict[str, Row]) -> None:
        """Report what breaks the schema, at the row's cell."""
        from ..graph.validation import violations

        columns = {"predicate": "verb", "subject": "cargo", "object": "target", "donors": "donor"}
        for v in violations(records, self.known):
            row = place.get(str(v.record[1])) or next(
                (r for r in place.values() if v.value and v.value in r.cells.values()), None
            )
            column = columns.get(v.field, v.field)
            if row is None:
                self.problems.append(
                    Problem(str(self.path), None, v.field, v.value, v.problem, v.remedy)
                )
            else:
                self.problems.append(
                    Problem(
                        str(self.path), row.number, column, row.get(column), v.problem, v.remedy
                    )
                )


def _one_of(words: Iterable[str]) -> str:
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
