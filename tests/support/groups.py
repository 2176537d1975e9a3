"""Collections of several groups that overlap and agree, drawn by hypothesis."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import CERTAINTIES, ID_STATUSES, PREDICATES, RADIOSENSITIVITY, ROLES

# the things that the collections speak of; some ids differ only in a leading zero, as accession
# numbers do
TYPES = {
    "radexo:exosomes": "Exosome",
    "radexo:exosomes-1": "Exosome",
    "mirbase.mature:MIMAT1": "MiRNA",
    "mirbase.mature:MIMAT01": "MiRNA",
    "radexo:circ": "CircRNA",
    "hgnc:1": "Gene",
    "hgnc:10": "Gene",
    "go:1": "Process",
    "cellosaurus:1": "Cell",
    "cellosaurus:0001": "Cell",
    "mesh:1": "Exposure",
    "mondo:1": "Cancer",
    "mondo:2": "Cancer",
    RADIOSENSITIVITY: "Radiosensitivity",
}
CLAIMS = [
    (subject, name, object)
    for name, row in PREDICATES.items()
    for subject, object in itertools.permutations(TYPES, 2)
    if row.may_join(TYPES[subject], TYPES[object])
]
CITED = [("s", "1"), ("s", "01"), ("s", "10"), ("t", "1")]
FINDINGS = ["s:1a", "s:01a", "s:10a", "s:10b", "t:1a", "t:2a"]


def listed(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


@st.composite
def entities(draw: st.DrawFn, id: str, *, described: bool) -> Entity:
    """One group's record of a thing.

    Names, synonyms, cross-references and notes as that group knows them.
    """
    specific = id == "radexo:exosomes-1"
    if not described:
        return Entity(
            id,
            f"{id} A",
            TYPES[id],
            **{"donors": ("cellosaurus:0001", "cellosaurus:1"), "fluid": "serum"}
            if specific
            else {},
        )
    return Entity(
        id,
        draw(st.sampled_from([f"{id} A", f"{id} b", f"{id} long"])),
        TYPES[id],
        synonyms=draw(listed(f"{id} A", f"{id} one", f"{id} two", f"{id} β")),
        xrefs=draw(listed("x:1", "x:2", "x:3")),
        id_status=draw(st.sampled_from(ID_STATUSES)),
        subtype_of=draw(listed("mondo:2")) if id == "mondo:1" else (),
        donors=draw(
            st.sampled_from(
                [(), ("cellosaurus:0001", "cellosaurus:1"), ("cellosaurus:1", "cellosaurus:0001")]
            )
        )
        if specific
        else (),
        exposures=draw(listed("mesh:1")) if specific else (),
        fluid="serum" if specific else None,
        note=draw(
            st.sampled_from(
                [None, "arm not given", "seen twice", "seen twice; arm not given", "", "odd; "]
            )
        ),
    )


@st.composite
def findings(draw: st.DrawFn, id: str) -> Finding:
    """A finding whose statements the schema allows."""
    claims = draw(st.lists(st.sampled_from(CLAIMS), unique=True, max_size=4))
    statements = []
    for number, claim in enumerate(claims, 1):
        certainty = draw(st.sampled_from(CERTAINTIES)) if number > 1 else "stated"
        statements.append(
            Statement(
                *claim,
                number=number,
                certainty=certainty,
                inverted=draw(st.booleans()),
                premises=(1,) if certainty == "inferred" else (),
                form=draw(st.sampled_from([None, "mRNA"])) if claim[1] == "CARRIES" else None,
                note=draw(st.sampled_from([None, "read so"])),
            )
        )
    biomarker = st.builds(
        Biomarker,
        st.sampled_from(sorted(TYPES)),
        listed(*ROLES),
        st.sampled_from([None, "increased"]),
        fluid=st.just("serum"),
    )
    source = id.partition(":")[0]
    return Finding(
        id,
        citations=draw(listed(*(citation for s, citation in CITED if s == source))),
        sentences=draw(st.sampled_from([None, "1", "3-4"])),
        cancer=draw(st.sampled_from([None, "mondo:1", "mondo:2"])),
        exosome=draw(st.sampled_from([None, "radexo:exosomes", "radexo:exosomes-1"])),
        cargo=draw(listed("mirbase.mature:MIMAT1", "hgnc:1")),
        system=draw(st.sampled_from([None, "in-vitro"])),
        statements=tuple(statements),
        biomarkers=tuple(draw(st.lists(biomarker, max_size=2))),
        summary=draw(st.sampled_from([None, "Seen “so”.", "0"])),
        review_note=draw(st.sampled_from([None, "a slip"])),
    )


@st.composite
def collections(draw: st.DrawFn, count: int) -> list[Records]:
    """Collections that overlap and agree.

    Each knows some of the findings, and some fields of each paper.
    """
    world = {
        id: draw(findings(id))
        for id in draw(st.lists(st.sampled_from(FINDINGS), unique=True, max_size=4))
    }
    described = draw(st.sets(st.sampled_from(sorted(TYPES)), max_size=4))
    drawn = []
    for _ in range(count):
        found = [world[id] for id in draw(st.permutations(sorted(world))) if draw(st.booleans())]
        cited = {(s, None) for s in ("s", "t")} | {key for f in found for key in f.reference_keys}
        papers = [
            Reference(
                source,
                citation,
                title=draw(st.sampled_from([None, f"Paper {source} {citation}"])),
                doi=draw(st.sampled_from([None, f"10.1/{source}{citation}"])),
            )
            for source, citation in draw(st.permutations(sorted(cited, key=str)))
        ]
        sources = [
            Source(id, license=draw(st.sampled_from([None, "CC BY 4.0"])))
            for id in draw(st.permutations(["s", "t"]))
        ]
        things = [
            draw(entities(id, described=id in described))
            for id in draw(st.permutations(sorted(TYPES)))
        ]
        drawn.append(Records(tuple(sources), tuple(papers), tuple(things), tuple(found)))
    return drawn
