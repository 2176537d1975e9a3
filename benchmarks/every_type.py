"""A seeded graph of every type and predicate: ``python benchmarks/every_type.py FOLDER``.

Four resources have rows of all predicates between the types that these join, with hubs; of the
rows some are hedged, denied, of a cancer, a system or graded. Three reviews have findings with
exosomes, cargo, effects, exposures and biomarkers. `catalogue.py` asks it every question::

    python benchmarks/every_type.py FOLDER --claims 4000000
    python benchmarks/catalogue.py FOLDER --filters
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import EFFECTS, RADIOSENSITIVITY, ROLES, SYSTEMS

ENTITIES = {
    "Gene": 300,
    "Chemical": 150,
    "LncRNA": 80,
    "Process": 80,
    "CircRNA": 50,
    "MiRNA": 50,
    "Disease": 30,
    "Pathway": 25,
    "Cell": 15,
    "Exosome": 6,
    "RNA": 5,
    "Cancer": 3,
    "Tissue": 3,
    "Patient": 2,
    "Exposure": 1.5,
    "Outcome": 0.5,
}
"""Entities of each type to 40,000 claims."""
ROWS = {
    ("Gene", "INCREASES", "Gene"): 20,
    ("Gene", "DECREASES", "Gene"): 15,
    ("Gene", "REGULATES", "Gene"): 10,
    ("MiRNA", "REPRESSES", "Gene"): 12,
    ("Chemical", "INCREASES", "Gene"): 4,
    ("Chemical", "DECREASES", "Gene"): 4,
    ("Gene", "PART_OF", "Pathway"): 5,
    ("Gene", "PART_OF", "Process"): 4,
    ("LncRNA", "SPONGES", "MiRNA"): 2,
    ("CircRNA", "SPONGES", "MiRNA"): 2,
    ("Gene", "EXPRESSED_IN", "Exosome"): 3,
    ("MiRNA", "EXPRESSED_IN", "Exosome"): 1,
    ("Gene", "EXPRESSED_IN", "Tissue"): 3,
    ("Gene", "EXPRESSED_IN", "Cell"): 2,
    ("Gene", "INTERACTS", "Gene"): 3,
    ("Gene", "BINDS", "Gene"): 2,
    ("Gene", "ASSOCIATED_WITH", "Disease"): 1.5,
    ("Gene", "ASSOCIATED_WITH", "Cancer"): 1,
    ("MiRNA", "CAUSES_NO_CHANGE", "Gene"): 1.5,
    ("Gene", "INCREASES", "Process"): 1,
    ("Gene", "DECREASES", "Pathway"): 1,
    ("Exosome", "CARRIES", "MiRNA"): 0.4,
    ("Exosome", "CARRIES", "Gene"): 0.4,
    ("Exposure", "INCREASES", "Gene"): 0.4,
    ("Exposure", "DECREASES", "Gene"): 0.3,
    ("Chemical", "TREATS", "Cancer"): 0.3,
    ("Gene", "CORRELATES", "Outcome"): 0.2,
    ("Gene", "ANTICORRELATES", "Outcome"): 0.2,
    ("Gene", "INCREASES", "Radiosensitivity"): 0.1,
    ("MiRNA", "DECREASES", "Radiosensitivity"): 0.05,
    ("Cell", "RELEASES", "Exosome"): 0.05,
    ("Exposure", "RELEASES", "Exosome"): 0.01,
    ("Patient", "RELEASES", "Exosome"): 0.01,
}
"""Per cent of the rows that have each claim."""
TEMPLATES = 4_000
PAPERS = 2_000
RESOURCES = ("alpha", "beta", "gamma", "delta")
REVIEWS = ("first", "second", "third")
ALL = 40_000


def entities_of(claims: int) -> dict[str, list[Entity]]:
    """Return the entities by type; those with the first numbers become hubs."""
    made: dict[str, list[Entity]] = {}
    for type, share in ENTITIES.items():
        ids = [f"bench:{type.lower()}{i}" for i in range(max(int(claims / ALL * share), 4))]
        more: list[dict[str, Any]] = [{} for _ in ids]
        if type in ("Cancer", "Exposure"):  # a tree: each has ten kinds
            more = [{"subtype_of": (ids[i // 10],)} if i > 9 else {} for i in range(len(ids))]
        elif type == "Exosome":
            more = [
                {
                    "donors": (made["Cell"][i % len(made["Cell"])].id,),
                    "fluid": ("serum", "plasma", None)[i % 3],
                }
                for i in range(len(ids))
            ]
        made[type] = [
            Entity(id, f"{type} {i}", type, **fields)
            for i, (id, fields) in enumerate(zip(ids, more, strict=True))
        ]
    exposures = made["Exposure"]
    made["Exosome"] = [
        entity
        if i % 2
        else Entity(
            entity.id,
            entity.name,
            entity.type,
            donors=entity.donors,
            exposures=(exposures[i % len(exposures)].id,),
            fluid=entity.fluid,
        )
        for i, entity in enumerate(made["Exosome"])
    ]
    made["Radiosensitivity"] = [
        Entity(RADIOSENSITIVITY, "radiosensitivity", "Radiosensitivity", synonyms=("radiosens",))
    ]
    return made


def templates_of(chance: Any, cancers: list[Entity]) -> list[Finding]:
    """Return what the rows of resources share: paper, cancer, system, assay, certainty."""
    made = []
    for i in range(TEMPLATES):
        draw = chance.random(4)
        certainty = "hedged" if draw[0] < 0.08 else "inferred" if draw[0] < 0.15 else "stated"
        made.append(
            Finding(
                f"{RESOURCES[int(i * len(RESOURCES) / TEMPLATES)]}:",
                citations=(str(1 + i % PAPERS),) if i % 4 else (),
                cancer=cancers[int(len(cancers) * draw[1] ** 2)].id if draw[1] < 0.7 else None,
                system=SYSTEMS[i % 3] if draw[2] < 0.4 else None,
                assay=f"assay {i % 7}",
                strength=("strong", "weak")[i % 2] if draw[3] < 0.5 else None,
                statements=(Statement("", "", "", certainty=certainty),),
            )
        )
    return made


def findings_of(chance: Any, count: int, of: dict[str, list[Entity]]) -> list[Finding]:
    """Return findings of reviews."""

    def drawn(type: str) -> str:
        return of[type][int(len(of[type]) * chance.random() ** 2)].id

    made = []
    for i in range(count):
        source = REVIEWS[i % len(REVIEWS)]
        exosome, gene = drawn("Exosome"), drawn("Gene")
        cargo = drawn(("MiRNA", "MiRNA", "LncRNA", "CircRNA", "Gene")[int(chance.integers(5))])
        effect = EFFECTS[int(chance.integers(len(EFFECTS)))]
        verb = {"increase": "INCREASES", "decrease": "DECREASES", "unclear": "REGULATES"}
        certainty = ("stated", "stated", "stated", "inferred", "hedged")[int(chance.integers(5))]
        claims = [(exosome, "CARRIES", cargo, "stated")]
        if cargo != gene:
            acts = ("INCREASES", "DECREASES")[int(chance.integers(2))]
            claims.append((cargo, acts, gene, certainty))
        if chance.random() < 0.3:
            claims.append((gene, "INCREASES", drawn("Pathway"), certainty))
        if effect != "none":
            claims.append((cargo, verb[effect], RADIOSENSITIVITY, certainty))
        if chance.random() < 0.2:
            claims.append((drawn("Cell"), "RELEASES", exosome, "stated"))
        marked = chance.random() < 0.15
        level = ("increased", "decreased")[i % 2]
        made.append(
            Finding(
                f"{source}:{i}a",
                citations=(str(1 + int(chance.integers(PAPERS))),) if i % 10 else (),
                section="Results",
                cancer=drawn("Cancer") if chance.random() < 0.8 else None,
                exosome=exosome,
                recipient=drawn("Cell"),
                recipient_exposure=(drawn("Exposure"),) if chance.random() < 0.3 else (),
                system=SYSTEMS[i % 3],
                cargo=(cargo,),
                effect=effect,
                statements=tuple(
                    Statement(*ends, number, said, premises=(1,) * (said == "inferred"))
                    for number, (*ends, said) in enumerate(claims, 1)
                ),
                biomarkers=(Biomarker(cargo, (ROLES[i % len(ROLES)],), level, None, "serum"),)
                * marked,
                summary=f"finding {i}",
                source_check=("unchecked", "unchecked", "agrees", "differs")[i % 4],
                source_note="compared" if i % 4 > 1 else None,
            )
        )
    return made


def build(file: Path, claims: int) -> None:
    """Write the graph."""
    import numpy as np

    from radexo.graph.stores.disk import DiskStore
    from radexo.graph.stores.disk_bulk import CodedRows

    chance = np.random.default_rng(14)
    of = entities_of(claims)
    entities = tuple(entity for made in of.values() for entity in made)
    number = {entity.id: i for i, entity in enumerate(entities)}
    predicates = sorted({predicate for _, predicate, _ in ROWS})
    whole = sum(ROWS.values())
    columns: list[list[Any]] = [[], [], []]
    for (a, predicate, b), share in ROWS.items():
        count = max(int(claims * share / whole), 1)
        subject, object = (
            number[of[type][0].id] + (len(of[type]) * chance.random(count) ** 2).astype(np.int32)
            for type in (a, b)
        )
        apart = subject != object
        columns[0].append(subject[apart].astype(np.int32))
        columns[1].append(np.full(int(apart.sum()), predicates.index(predicate), np.int32))
        columns[2].append(object[apart].astype(np.int32))
    subject, named, object = map(np.concatenate, columns)
    order = chance.permutation(len(subject))
    templates = templates_of(chance, of["Cancer"])
    place = chance.integers(TEMPLATES, size=len(subject), dtype=np.int16)
    ids = [entity.id for entity in entities]
    rows = CodedRows(ids, predicates, subject[order], named[order], object[order], place)
    sources = (*RESOURCES, *REVIEWS)
    papers = [
        Reference(source, citation, title=f"Paper {citation}" if citation else None)
        for source in sources
        for citation in (None, *map(str, range(1, PAPERS + 1)))
    ]
    findings = findings_of(chance, claims // 200, of)
    content = Records(tuple(map(Source, sources)), tuple(papers), entities, tuple(findings))
    DiskStore.build(content, file, rows=(templates, rows))


def main() -> None:
    """Write a graph into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=4_000_000)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    build(given.folder / "graph.db", given.claims)


if __name__ == "__main__":
    main()
