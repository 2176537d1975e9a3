"""A small review, and records of resources that confirm, deny, touch and extend what it claims."""

from __future__ import annotations

import radexo
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge

RS = "radexo:radiosensitivity"
CANCER = "radexo:cancer"
EXOSOMES = "radexo:some-exosomes"
MIR_A, MIR_B = "radexo:mir-a", "radexo:mir-b"
G1, G2, G3, G4 = (f"radexo:g{number}" for number in (1, 2, 3, 4))
PATHWAY = "radexo:pathway"

ENTITIES = (
    Entity(RS, "radiosensitivity", "Radiosensitivity"),
    Entity(CANCER, "some cancer", "Cancer"),
    Entity("radexo:cell", "some cell", "Cell"),
    Entity("radexo:exosomes", "exosomes", "Exosome"),
    Entity(EXOSOMES, "exosomes of some cell", "Exosome", donors=("radexo:cell",)),
    Entity(MIR_A, "mir-A", "MiRNA"),
    Entity(MIR_B, "mir-B", "MiRNA"),
    *(Entity(id, f"gene{id[-1]}", "Gene") for id in (G1, G2, G3, G4)),
    Entity(PATHWAY, "some pathway", "Pathway"),
)
RELEASES = Statement("radexo:cell", "RELEASES", EXOSOMES, 1)


def _of_review(number: str, *claims: tuple[str, str, str], **more: object) -> Finding:
    statements = tuple(Statement(*claim, i) for i, claim in enumerate(claims, 1))
    return Finding(
        f"rev:{number}a",
        citations=(number,),
        cancer=CANCER,
        statements=statements,
        **more,  # type: ignore[arg-type]
    )


REVIEW = Records(
    sources=(Source("rev", "A review"),),
    references=tuple(Reference("rev", number) for number in "1234"),
    entities=ENTITIES,
    findings=(
        _of_review(
            "1",
            ("radexo:cell", "RELEASES", EXOSOMES),
            (EXOSOMES, "CARRIES", MIR_A),
            (MIR_A, "REPRESSES", G1),
            (G1, "INCREASES", RS),
            (MIR_A, "DECREASES", RS),
            exosome=EXOSOMES,
            cargo=(MIR_A,),
            effect="decrease",
        ),
        _of_review("2", (MIR_A, "DECREASES", G2), (G2, "ASSOCIATED_WITH", G3)),
        _of_review(
            "3",
            (EXOSOMES, "CARRIES", MIR_B),
            (MIR_B, "DECREASES", RS),
            exosome=EXOSOMES,
            cargo=(MIR_B,),
            effect="decrease",
        ),
        _of_review("4", (MIR_A, "REPRESSES", G4), (G4, "REGULATES", G3)),
    ),
)


def record(
    id: str, subject: str, predicate: str, object: str, *papers: str, **more: str
) -> Finding:
    """Return a record of a resource."""
    made = (Statement(subject, predicate, object),)
    return Finding(id, citations=papers, statements=made, **more)  # type: ignore[arg-type]


FOUND = (
    record("mirtarbase:1", MIR_A, "REPRESSES", G1, "101", "102", strength="strong"),
    record("mirtarbase:2", MIR_A, "DECREASES", G1, "103", "104", strength="weak"),
    record("mirtarbase:3", MIR_A, "CAUSES_NO_CHANGE", G2, "105", strength="weak"),
    record("mirtarbase:4", MIR_B, "REPRESSES", G3, "106", strength="weak"),
    record("omnipath:1", MIR_A, "INCREASES", G4),
    record("omnipath:2", G3, "INTERACTS", G2, "107"),
    record("omnipath:3", G1, "REGULATES", MIR_A),
    record("exocarta:1", MIR_A, "EXPRESSED_IN", "radexo:exosomes", "108"),
    record("reactome:1", G1, "PART_OF", PATHWAY),
    record("reactome:2", G3, "PART_OF", PATHWAY),
)
RESOURCES = Records(
    sources=tuple(map(Source, ("exocarta", "mirtarbase", "omnipath", "reactome"))),
    references=(
        *(Reference(source, title=source) for source in ("omnipath", "reactome")),
        *(Reference(f.source, pmid, pmid=pmid) for f in FOUND for pmid in f.citations),
    ),
    entities=ENTITIES,
    findings=FOUND,
)


def answering(question: str, g: radexo.Graph) -> radexo.Graph:
    """Return a graph in which a question's example has an answer: the packaged one for all but one.

    What a resource says can only be compared where there is one.
    """
    if question != "corroborate":
        return g
    mir, gene = g.entity("miR-340-5p"), g.entity("KLF10")
    added = Records(
        sources=(Source("mirtarbase"),),
        references=(Reference("mirtarbase", "101", pmid="101"),),
        entities=(mir, gene),
        findings=(record("mirtarbase:1", mir.id, "REPRESSES", gene.id, "101", strength="strong"),),
    )
    return radexo.Graph(merge(g.records, added))


MERGED = merge(REVIEW, RESOURCES)
"""The review with the resources merged into it."""

ARMS = tuple(
    Entity(f"radexo:{name}", name, "MiRNA")
    for name in ("miR-7-5p", "miR-7-3p", "miR-8", "miR-8-3p")
)
"""A review names miR-7-5p and miR-8, resources name the other arms."""

WITH_ARMS = merge(
    MERGED,
    Records(
        references=(Reference("rev", "5"),),
        entities=ARMS,
        findings=(
            _of_review("5", (ARMS[0].id, "REPRESSES", G4), (ARMS[2].id, "REPRESSES", G4)),
            record("mirtarbase:5", ARMS[1].id, "REPRESSES", G4, "106", strength="weak"),
            record("mirtarbase:6", ARMS[3].id, "REPRESSES", G4, "106", strength="weak"),
        ),
    ),
)
"""The same with microRNAs of which both arms are there."""
