"""A graph that uses every predicate, concrete type and field, made from the schema table."""

from __future__ import annotations

from itertools import cycle

import radexo
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import (
    CERTAINTIES,
    EFFECTS,
    ENDPOINTS,
    ENTITY_TYPES,
    LEVELS,
    PREDICATES,
    RADIOSENSITIVITY,
    ROLES,
    SYSTEMS,
    Predicate,
)

__all__ = ["TYPES", "complete_graph", "pairs"]

_ACTS = {"increase": "INCREASES", "decrease": "DECREASES", "unclear": "REGULATES"}
TYPES = tuple(name for name, row in ENTITY_TYPES.items() if not row.abstract)


def pairs(predicate: Predicate) -> list[tuple[str, str]]:
    """Return pairs of types that a predicate may join, in which each of its types occurs."""
    allowed = [(a, b) for a in TYPES for b in TYPES if predicate.may_join(a, b)]
    chosen: list[tuple[str, str]] = []
    for pair in allowed:
        subjects, objects = {a for a, _ in chosen}, {b for _, b in chosen}
        if pair[0] not in subjects or pair[1] not in objects:
            chosen.append(pair)
    return chosen


def _entities() -> list[Entity]:
    """Return two entities of every concrete type; the second is a subtype of the first."""
    made = []
    for type in TYPES:
        if type == "Radiosensitivity":
            made.append(Entity(RADIOSENSITIVITY, "radiosensitivity", type))
            continue
        name = type.lower()
        context = (
            {"donors": ("radexo:cell-1",), "exposures": ("radexo:exposure-1",), "fluid": "serum"}
            if type == "Exosome"
            else {}
        )
        made += [
            Entity(f"radexo:{name}-1", f"{name} one", type, **context),
            Entity(
                f"radexo:{name}-2",
                f"{name} two",
                type,
                synonyms=(f"second {name}", f"{name}-β"),
                xrefs=(f"test:{name}",),
                id_status="ambiguous",
                subtype_of=() if type == "Exosome" else (f"radexo:{name}-1",),
                note="made up",
            ),
        ]
    return made


def complete_graph() -> radexo.Graph:
    """Return the graph; the same at each call."""
    entities = _entities()
    of_type = {type: cycle([e.id for e in entities if e.type == type]) for type in TYPES}
    certainties, effects, systems = cycle(CERTAINTIES), cycle(EFFECTS), cycle(SYSTEMS)
    cancers = cycle([None, "radexo:cancer-1", "radexo:cancer-2"])
    citations = cycle([("1",), (), ("2",), ("1", "3")])
    findings = []
    for name, predicate in PREDICATES.items():
        for subject_type, object_type in pairs(predicate):
            subject, object = next(of_type[subject_type]), next(of_type[object_type])
            if subject == object:
                object = next(of_type[object_type])
            if subject == object:  # there is one radiosensitivity
                continue
            certainty = next(certainties)
            exosome = next((id for id in (subject, object) if "exosome" in id), None)
            first = Statement(
                subject,
                name,
                object,
                certainty="hedged" if certainty == "hedged" else "stated",
                inverted=certainty == "hedged" and predicate.causal,
                form="protein" if (name, object_type) == ("CARRIES", "Gene") else None,
            )
            carried = PREDICATES["CARRIES"].may_join("Exosome", subject_type)
            number = len(findings) + 1
            effect = next(effects) if carried and object != RADIOSENSITIVITY else "none"
            statements = [first]
            if effect != "none":
                statements.append(
                    Statement(
                        subject,
                        _ACTS[effect],
                        RADIOSENSITIVITY,
                        2,
                        certainty,
                        premises=(1,) * (certainty == "inferred"),
                    )
                )
            findings.append(
                Finding(
                    f"{'made' if number % 2 else 'other'}:{number}",
                    citations=next(citations),
                    section="Results",
                    sentences="1-2,4",
                    cancer=next(cancers),
                    exosome=exosome,
                    recipient="radexo:cell-2",
                    recipient_exposure=("radexo:exposure-2",) * (number % 3 == 0),
                    system=next(systems),
                    endpoint=ENDPOINTS[number % len(ENDPOINTS)],
                    dose="2 Gy",
                    assay="clonogenic",
                    cargo=(subject,) * carried,
                    effect=effect,
                    statements=tuple(statements),
                    biomarkers=(
                        Biomarker(
                            subject,
                            (ROLES[number % len(ROLES)],),
                            LEVELS[number % 2],
                            "a with b",
                            "serum",
                            "worse survival",
                        ),
                    )
                    * carried,
                    summary=f"finding {number}",
                    review_note="a slip" if number % 5 == 0 else None,
                    source_check="differs" if number % 7 == 0 else "unchecked",
                    source_note="compared" if number % 7 == 0 else None,
                )
            )
    entities.append(Entity("radexo:lone", "lone miRNA", "MiRNA"))  # acts on no target: a gap
    alone = (
        Statement("radexo:exosome-1", "CARRIES", "radexo:lone"),
        Statement("radexo:lone", "INCREASES", RADIOSENSITIVITY, 2),
    )
    findings.append(
        Finding(
            "made:999",
            exosome="radexo:exosome-1",
            cargo=("radexo:lone",),
            effect="increase",
            statements=alone,
        )
    )
    sources = [
        Source(id, f"The {id} review", f"10.1/{id}", "CC BY 4.0", "1") for id in ("made", "other")
    ]
    references = [
        Reference(
            source.id,
            citation,
            "A. Author",
            f"Paper {citation}",
            "Journal",
            "2020",
            "1-2",
            f"10.1/{source.id}.{citation}",
            "123",
            "PMC1",
            "exact",
        )
        for source in sources
        for citation in (None, "1", "2", "3")
    ]
    return radexo.Graph(
        merge(Records(tuple(sources), tuple(references), tuple(entities), tuple(findings)))
    )
