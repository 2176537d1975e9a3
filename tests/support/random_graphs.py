"""Random graphs.

Small ones of every predicate class, drawn by hypothesis, and one as large as is asked for.
"""

from __future__ import annotations

import random
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

import radexo
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, merge
from radexo.graph.schema import EFFECTS, PREDICATES, SYMMETRIC, PredicateClass

GOAL = "radexo:radiosensitivity"
CANCERS = (
    Entity("mondo:1", "lung cancer", "Cancer"),
    Entity("mondo:2", "NSCLC", "Cancer", subtype_of=("mondo:1",)),
    Entity("mondo:3", "glioma", "Cancer"),
)
NODES = (
    Entity(GOAL, "radiosensitivity", "Radiosensitivity"),
    Entity("radexo:exosomes", "exosomes", "Exosome"),
    Entity("radexo:vesicles", "vesicles", "Exosome"),
    Entity("radexo:serum-exosomes", "serum exosomes", "Exosome", fluid="serum"),
    Entity("radexo:cells", "cells", "Cell"),
    Entity("radexo:rays", "rays", "Exposure"),
    Entity("radexo:mir", "miR-1", "MiRNA"),
    Entity("radexo:circ", "circA", "CircRNA"),
    Entity("radexo:a", "A", "Gene"),
    Entity("radexo:b", "B", "Gene"),
    Entity("radexo:c", "C", "Gene"),
    Entity("radexo:pathway", "Wnt signaling", "Pathway"),
    Entity("radexo:process", "apoptosis", "Process"),
)
SIGNS = {name: row.sign for name, row in PREDICATES.items()}
"""The sign of each predicate; tests/unit/graph/test_schema.py holds the promised ones by hand."""
CERTAINTY = ("stated", "inferred", "hedged")
"""By hand: its order is the promise that these tests check."""


def of_class(*classes: PredicateClass) -> frozenset[str]:
    """Return the predicates of some classes."""
    return frozenset(name for name, row in PREDICATES.items() if row.cls in classes)


CAUSAL, TRANSPORT = of_class(PredicateClass.CAUSAL), of_class(PredicateClass.TRANSPORT)


@st.composite
def graphs(draw: st.DrawFn) -> radexo.Graph:
    """A graph of 6 to 9 nodes.

    Several findings, cancers and citations to an edge, opposite signs, all predicate classes, and
    claims of an entity on itself.

    The engine must hold for any predicate between any nodes; what the schema lets join what is not
    its affair.
    """
    random = Random(draw(st.integers(0, 2**32)))
    nodes = [NODES[0], *random.sample(NODES[1:], random.randint(5, 8))]
    predicates = [*SIGNS, *2 * sorted(CAUSAL | TRANSPORT | SYMMETRIC)]  # so that most make paths
    joined = [random.choices(nodes, k=2) for _ in range(random.randint(8, 20))]
    claims = [
        (a.id, random.choice(predicates), b.id)
        for a, b in joined
        for _ in range(random.choice([1, 1, 2, 3]))
    ]
    studies = random.randint(1, 4)  # with one study there is much that it reports as a whole
    found: list[tuple[tuple[str, ...], str | None, list[tuple[str, str, str]]]] = [
        (
            random.choice([("1",), (), ("2",), ("1", "2"), ("3",), ("4",)][: studies + 2]),
            random.choice(places),
            [],
        )
        for places in [[None, "mondo:1", "mondo:2", "mondo:3"][:studies]]
        for _ in range(random.randint(2, 6))
    ]
    for claim in dict.fromkeys(claims):
        for _, _, claimed in random.sample(found, random.choice([1, 1, 2])):
            claimed.append(claim)
    findings = tuple(
        Finding(
            f"s:{number}a",
            citations=citations,
            cancer=cancer,
            statements=tuple(
                Statement(*claim, number=i, certainty=random.choice(CERTAINTY))
                for i, claim in enumerate(claimed, 1)
            ),
        )
        for number, (citations, cancer, claimed) in enumerate(found, 1)
    )
    return radexo.Graph(Records(entities=(*CANCERS, *nodes), findings=findings))


@st.composite
def merged(draw: st.DrawFn) -> radexo.Graph:
    """Draw one of `graphs`, merged with rows of resources, of few templates each."""
    records = draw(graphs()).records
    random = Random(draw(st.integers(0, 2**32)))
    nodes = [entity.id for entity in records.entities if entity.type != "Cancer"]
    studies: list[tuple[str, ...]] = [("1",), ("2",), ("1", "2"), ()]
    rows = []
    for number in range(1, random.randint(10, 50)):
        subject, object = random.choices(nodes, k=2)
        statement = Statement(
            subject, random.choice([*SIGNS, *SYMMETRIC]), object, certainty=random.choice(CERTAINTY)
        )
        cancer = random.choice([None, None, "mondo:2", "mondo:3"])
        made = Finding(
            f"{random.choice(['res', 'other'])}:{number}",
            random.choice(studies),
            cancer=cancer,
            statements=(statement,),
        )
        rows.append(made)
    findings = tuple(
        replace(
            finding,
            cargo=tuple(random.sample(nodes, random.choice([0, 1, 2]))),
            effect=random.choice(EFFECTS),
            biomarkers=(Biomarker(random.choice(nodes), ("predictive",), "increased"),),
        )
        for finding in records.findings
    )
    sources = tuple(map(Source, ("other", "res", "s")))
    cited = sorted({key for f in (*findings, *rows) for key in f.reference_keys}, key=str)
    references = tuple(Reference(*key) for key in {*cited, *((s.id, None) for s in sources)})
    whole = Records(sources, references, records.entities, (*findings, *rows))
    return radexo.Graph(merge(whole))


def large(count: int) -> radexo.Graph:
    """A graph of random claims among many entities."""
    chance = random.Random(7)
    types = ("Exosome", "MiRNA", "Gene", "Process")
    entities = [Entity(f"radexo:n{i}", f"node {i}", types[i * 4 // count]) for i in range(count)]
    pairs = {
        (chance.randrange(count * 3 // 4), chance.randrange(count // 4, count))
        for _ in range(count * 27 // 10)
    }
    claims = [
        ("INCREASES" if i % 2 else "DECREASES", a, b)
        for i, (a, b) in enumerate(sorted(pairs))
        if a != b
    ]
    statements = [
        Statement(f"radexo:n{a}", p, f"radexo:n{b}", number=i)
        for i, (p, a, b) in enumerate(claims, 1)
    ]
    return radexo.Graph(
        Records(
            entities=tuple(entities), findings=(Finding("big:1a", statements=tuple(statements)),)
        )
    )
