"""Make records of the rows of a sheet.

A row becomes a finding with the statements that the five tables would hold: the exosomes carry the
cargo, the cargo acts on the target, the cargo acts on radiosensitivity. Names are found as in
questions. `radexo.loaders.review` calls this module for files that are a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..graph.errors import DataError, MissingExtraError
from ..graph.exchange.tables import Row
from ..graph.model import PACKAGED, Biomarker, Entity, Finding, Reference, Source, Statement
from ..graph.names import Names
from ..graph.records import Records, merge
from ..graph.report import Problem
from ..graph.schema import ENDPOINTS, MEASURED_IN, RADIOSENSITIVITY, ROLES, Certainty, PredicateName
from .sheet import read_sheet_rows
from .sheet_entities import SheetEntities, one_of
from .words import (
    EFFECTS,
    LEVEL_WORDS,
    PREDICATE_FOR,
    SURE,
    SYSTEMS,
    TURNED,
    Paper,
    read_effect,
    read_papers,
    read_roles,
    read_verb,
    simplify,
)

__all__ = ["Sheet", "read_sheets"]

_FORMS = {"mrna": "mRNA", "protein": "protein"}


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
        self.path, self.known = path, known
        self.problems: list[Problem] = []
        self.entities = SheetEntities(names, known, self.problems)
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
        self.entities.define_all(rows)
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
        self.entities.report_unknown()
        records = Records(
            (Source(self.source),),
            (Reference(self.source), *self._references()),
            tuple(self.entities.new.values()),
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
        before, known = len(self.problems), self.entities
        entities: dict[str, Entity | None] = {}
        for column in ("exosome", "cargo", "target", "cancer", "donor", "recipient"):
            entities[column] = None
            if row.get(column):
                entities[column] = known.resolve(row, column, known.types(row, column))
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
        verb: tuple[PredicateName, bool] | None,
        effect: tuple[str | None, bool],
        certainty: Certainty,
        citations: tuple[str, ...],
    ) -> Finding | None:
        exosome, cargo, target = entities["exosome"], entities["cargo"], entities["target"]
        donor = entities["donor"]
        claims: list[Statement] = []
        stated: Certainty = "hedged" if certainty == "hedged" else "stated"

        def claim(
            subject: Entity,
            predicate: PredicateName,
            object: str,
            inverted: bool = False,
            form: Any = None,
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

    def _verb(self, row: Row) -> tuple[PredicateName, bool] | None:
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

    def _effect(
        self, row: Row, verb: tuple[PredicateName, bool] | None
    ) -> tuple[str | None, bool | None]:
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
            if exposure := self.entities.resolve(cell, "recipient exposure", ["Exposure"]):
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
                remedy = f"{one_of(ROLES)}; several joined by |; empty if only the level is known"
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
            self._problem(row, column, f"{row[column]!r} is not a known {column}", one_of(known))
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
