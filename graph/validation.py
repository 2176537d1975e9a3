"""Check records against the schema: the same for tables, saved graphs and exchange files.

A violation names the record and the field; the reader adds file, row and column.

Examples
--------
>>> from radexo.graph.records import Records
>>> from radexo.graph.model import Entity
>>> [v.problem for v in violations(Records(entities=(Entity("radexo:x", "x", "Protein"),)))]
["'Protein' is not a type of the schema"]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress

from .model import Entity, Finding, Statement, closure
from .records import Records
from .schema import (
    CERTAINTIES,
    EFFECTS,
    ENDPOINTS,
    ENTITY_TYPES,
    FORMS,
    ID_STATUSES,
    LEVELS,
    MEASURED_IN,
    PREDICATES,
    RADIOSENSITIVITY,
    ROLES,
    SOURCE_CHECKS,
    SYSTEMS,
    subtypes,
)
from .values import frozen

__all__ = ["Violation", "violations"]

_CURIE = re.compile(r"[A-Za-z][\w.]*:[^\s|\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_FINDING_ID = re.compile(r"[A-Za-z][\w.-]*:[^\s|:\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_SENTENCES = re.compile(
    r"[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?(, *[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?)*"
)
_TYPES = tuple(name for name, row in ENTITY_TYPES.items() if not row.abstract)


@frozen
class Violation:
    """One violation of the schema.

    Parameters
    ----------
    record
        Kind and key of the record: ("entity", id), ("finding", id), ("statement", id, number),
        ("biomarker", id, position).
    field
        The field at fault.
    value
        Its value.
    problem, remedy
        What is wrong, and what would be valid.
    """

    record: tuple[str | int, ...]
    field: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        kind, *key = self.record
        return f"{kind} {'.'.join(map(str, key))}, {self.field}: {self.problem}; {self.remedy}"


def violations(
    records: Records, known: Iterable[Entity] = (), *, unique_names: bool = True
) -> Iterator[Violation]:
    """Check records against the schema.

    Parameters
    ----------
    records
        The records.
    known
        Entities that they may refer to without holding them.
    unique_names
        Whether two entities may not have one name: the rule of a review's tables. Resources give
        one name to several.

    Yields
    ------
    Violation
        In the order of the records.

    Examples
    --------
    >>> from radexo.graph.model import Finding, Statement
    >>> stray = Finding("x:1", statements=(Statement("x:a", "REPRESSES", "x:b"),))
    >>> next(violations(Records(findings=(stray,)))).record
    ('finding', 'x:1')
    """
    entities = {e.id: e for e in known} | {e.id: e for e in records.entities}
    yield from _entities(records.entities, entities, unique_names=unique_names)
    cited = {r.key for r in records.references}
    for finding in records.findings:
        yield from _finding(finding, entities, cited)


def _one_of(
    record: tuple[str | int, ...], field: str, value: str | None, allowed: Sequence[str]
) -> Iterator[Violation]:
    if value is not None and value not in allowed:
        yield Violation(
            record, field, value, f"{value!r} is not allowed here", f"one of: {', '.join(allowed)}"
        )


def _unknown(record: tuple[str | int, ...], field: str, id: str) -> Violation:
    problem = f"{id!r} is not a known entity"
    return Violation(record, field, id, problem, "add it to the entities, or correct the name")


def _typed(
    record: tuple[str | int, ...],
    field: str,
    ids: Iterable[str],
    type: str,
    entities: Mapping[str, Entity],
) -> Iterator[Violation]:
    for id in ids:
        if id not in entities:
            yield _unknown(record, field, id)
        elif entities[id].type in _TYPES and entities[id].type not in subtypes(type):
            wanted = ", ".join(sorted(subtypes(type)))
            problem = f"{entities[id].name} is of type {entities[id].type}"
            yield Violation(
                record, field, entities[id].name, problem, f"an entity of type {wanted}"
            )


def _entities(
    records: Sequence[Entity], entities: Mapping[str, Entity], *, unique_names: bool
) -> Iterator[Violation]:
    contexts: dict[tuple[object, ...], Entity] = {}
    names: dict[str, Entity] = {}
    for entity in records:
        record = ("entity", entity.id)
        if not _CURIE.fullmatch(entity.id):
            yield Violation(
                record,
                "id",
                entity.id,
                "not a CURIE",
                "prefix:local, such as hgnc:11810 or radexo:my-thing",
            )
        if not entity.name:
            yield Violation(
                record, "name", "", "no name", "the approved symbol, or the source's word"
            )
        yield from _entity_type(record, entity)
        if entity.id_status not in ID_STATUSES:
            yield from _one_of(record, "id_status", entity.id_status, ID_STATUSES)
        if unique_names and (other := names.setdefault(entity.name, entity)) is not entity:
            yield Violation(
                record,
                "name",
                entity.name,
                f"{other.id} has this name too",
                "one name for one entity",
            )
        if entity.donors or entity.exposures:
            yield from _typed(record, "donors", entity.donors, "Donor", entities)
            yield from _typed(record, "exposures", entity.exposures, "Exposure", entities)
        if entity.subtype_of and entity.type in _TYPES:
            yield from _typed(record, "subtype_of", entity.subtype_of, _root(entity.type), entities)
        if entity.subtype_of and _is_own_ancestor(entity, entities):
            yield Violation(
                record,
                "subtype_of",
                "|".join(entity.subtype_of),
                "a cycle of subtypes",
                "break the cycle",
            )
        yield from _context(record, entity, contexts)


def _entity_type(record: tuple[str, str], entity: Entity) -> Iterator[Violation]:
    if entity.type not in _TYPES:
        yield Violation(
            record,
            "type",
            entity.type,
            f"{entity.type!r} is not a type of the schema",
            f"one of: {', '.join(_TYPES)}",
        )
    # paths know their end by its id: a second one would be walked through
    elif entity.type == "Radiosensitivity" and entity.id != RADIOSENSITIVITY:
        yield Violation(
            record,
            "id",
            entity.id,
            "a second Radiosensitivity",
            f"there is one, {RADIOSENSITIVITY}; use it",
        )
    elif entity.type != "Radiosensitivity" and entity.id == RADIOSENSITIVITY:
        yield Violation(
            record, "type", entity.type, f"{entity.id} is of another type", "Radiosensitivity"
        )


_CONTEXT = ("donors", "exposures", "fluid", "modification")


def _context(
    record: tuple[str, str], entity: Entity, contexts: dict[tuple[object, ...], Entity]
) -> Iterator[Violation]:
    """Check what only exosomes have, and that no other has the same."""
    context = (entity.donors, entity.exposures, entity.fluid, entity.modification)
    if entity.type != "Exosome":
        for field in compress(_CONTEXT, context):
            yield Violation(
                record,
                field,
                "",
                "donors, exposures, fluid and modification belong to an Exosome",
                "leave them empty",
            )
    elif entity.id_status == "nearest":  # of a wider class, such as extracellular vesicles
        return
    elif (other := contexts.setdefault(tuple(map(_sorted, context)), entity)) is not entity:
        yield Violation(
            record,
            "donors",
            "|".join(entity.donors),
            f"{other.name} has the same donors, exposures, fluid and modification",
            "one Exosome for each; use that one",
        )


def _sorted(value: object) -> object:
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _root(type: str) -> str:
    """Return the widest type within which an entity may be a subtype of another."""
    return (
        "Disease" if type in subtypes("Disease") else "Donor" if type in subtypes("Donor") else type
    )


def _is_own_ancestor(entity: Entity, entities: Mapping[str, Entity]) -> bool:
    def wider(id: str) -> Sequence[str]:
        return entities[id].subtype_of if id in entities else ()

    return any(entity.id in closure(parent, wider) for parent in entity.subtype_of)


def _in_order(sentences: str) -> bool:
    if not _SENTENCES.fullmatch(sentences):
        return False
    ranges = (part.partition("-") for part in sentences.split(","))
    return all(int(first) <= int(last or first) for first, _, last in ranges)


def _finding(
    finding: Finding, entities: Mapping[str, Entity], cited: set[tuple[str, str | None]]
) -> Iterator[Violation]:
    record = ("finding", finding.id)
    if not _FINDING_ID.fullmatch(finding.id):
        yield Violation(
            record, "id", finding.id, "not a finding's id", "source:number, such as sun2022:29a"
        )
    for key in finding.reference_keys:
        if key not in cited:
            what = f"citation {key[1]!r}" if key[1] else f"the source {key[0]!r} itself"
            yield Violation(
                record,
                "citations",
                key[1] or "",
                f"{what} is not among the references",
                "add a row for it there",
            )
    if finding.sentences and not _in_order(finding.sentences):
        yield Violation(
            record,
            "sentences",
            finding.sentences,
            "not sentence numbers",
            "numbers and ranges, such as 7-9,12",
        )
    for field, type in (("cancer", "Cancer"), ("exosome", "Exosome"), ("recipient", "Donor")):
        if value := getattr(finding, field):
            yield from _typed(record, field, [value], type, entities)
    yield from _typed(
        record, "recipient_exposure", finding.recipient_exposure, "Exposure", entities
    )
    yield from _typed(record, "cargo", finding.cargo, "Cargo", entities)
    yield from _one_of(record, "system", finding.system, SYSTEMS)
    yield from _one_of(record, "endpoint", finding.endpoint, ENDPOINTS)
    yield from _one_of(record, "effect", finding.effect, EFFECTS)
    yield from _one_of(record, "source_check", finding.source_check, SOURCE_CHECKS)
    if finding.source_check in ("agrees", "differs") and not finding.source_note:
        yield Violation(
            record,
            "source_note",
            "",
            f"{finding.source_check!r} without saying how",
            "say what was compared",
        )
    yield from _effect(record, finding)
    seen: dict[object, Statement] = {}
    numbers = {s.number for s in finding.statements}
    for statement in finding.statements:
        yield from _statement(finding, statement, entities, numbers, seen)
    yield from _biomarkers(finding, entities)


def _effect(record: tuple[str, str], finding: Finding) -> Iterator[Violation]:
    """Check that a statement says what the finding says of radiosensitivity."""
    wanted = {"increase": 1, "decrease": -1, "unclear": 0}.get(finding.effect)
    if wanted is None:
        return
    signed = replace(
        finding, statements=tuple(s for s in finding.statements if s.predicate in PREDICATES)
    )
    if wanted not in {s.sign for s in signed.effect_statements()}:
        yield Violation(
            record,
            "effect",
            finding.effect,
            "no statement of the cargo or the exosome on radiosensitivity has this sign",
            f"add the statement (sign {wanted}), or correct the effect",
        )


def _biomarkers(finding: Finding, entities: Mapping[str, Entity]) -> Iterator[Violation]:
    for position, biomarker in enumerate(finding.biomarkers, 1):
        where = ("biomarker", finding.id, position)
        if biomarker.entity not in entities:
            yield _unknown(where, "entity", biomarker.entity)
        for role in biomarker.roles:
            yield from _one_of(where, "role", role, ROLES)
        yield from _one_of(where, "level", biomarker.level, LEVELS)
        yield from _one_of(where, "measured_in", biomarker.measured_in, MEASURED_IN)


def _statement(
    finding: Finding,
    s: Statement,
    entities: Mapping[str, Entity],
    numbers: set[int],
    seen: dict[object, Statement],
) -> Iterator[Violation]:
    record = ("statement", finding.id, s.number)
    if s.number in seen:
        yield Violation(
            record,
            "number",
            str(s.number),
            "the finding has a statement of this number already",
            "number them 1, 2, 3 ...",
        )
    if s.claim in seen:
        yield Violation(
            record,
            "object",
            s.object,
            f"statement {seen[s.claim].number} says the same",
            "leave one of them out",
        )
    seen[s.number] = seen[s.claim] = s
    for field, id in (("subject", s.subject), ("object", s.object)):
        if id not in entities:
            yield _unknown(record, field, id)
    yield from _joining(record, s, entities)
    yield from _one_of(record, "certainty", s.certainty, CERTAINTIES)
    yield from _one_of(record, "form", s.form, FORMS)
    if s.form and s.predicate not in ("CARRIES", "EXPRESSED_IN"):
        yield Violation(
            record, "form", s.form, "only CARRIES and EXPRESSED_IN have a form", "leave it empty"
        )
    yield from _premises(record, s, numbers)


def _joining(
    record: tuple[str, str, int], s: Statement, entities: Mapping[str, Entity]
) -> Iterator[Violation]:
    """Check the predicate, and that it may join its subject to its object."""
    if s.predicate not in PREDICATES:
        yield Violation(
            record,
            "predicate",
            s.predicate,
            f"{s.predicate!r} is not a predicate of the schema",
            f"one of: {', '.join(PREDICATES)}",
        )
    elif s.subject in entities and s.object in entities:
        subject, object = entities[s.subject], entities[s.object]
        if s.subject == s.object:
            yield Violation(
                record,
                "object",
                object.name,
                "subject and object are the same",
                "a statement joins two entities",
            )
        if {subject.type, object.type} <= set(_TYPES) and not PREDICATES[s.predicate].may_join(
            subject.type, object.type
        ):
            joins = "; ".join(f"{a} -> {b}" for a, b in PREDICATES[s.predicate].joins)
            problem = f"{s.predicate} may not join {subject.type} to {object.type}"
            yield Violation(record, "predicate", s.predicate, problem, f"it joins: {joins}")


def _premises(record: tuple[str, str, int], s: Statement, numbers: set[int]) -> Iterator[Violation]:
    """Check that what is inferred names other statements of the finding."""
    # that a miRNA represses the gene it is said to target needs no other statement
    if s.certainty == "inferred" and not s.premises and s.predicate != "REPRESSES":
        yield Violation(
            record,
            "premises",
            "",
            "inferred from nothing",
            "name the statements it was composed from",
        )
    for premise in s.premises:
        if premise not in numbers or premise == s.number:
            yield Violation(
                record,
                "premises",
                str(premise),
                "no other statement of the finding has this number",
                "correct the number",
            )
