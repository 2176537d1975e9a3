"""Two groups' graphs become one: in any order, as often as one likes, and nothing is lost on the way."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import DataError
from radexo.graph.exchange.atomic import open_folder, save
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, assemble, merge, records_from_dict, records_to_dict
from radexo.graph.schema import CERTAINTIES, ID_STATUSES, PREDICATES, RADIOSENSITIVITY, ROLES
from radexo.graph.validation import violations

quick = settings(max_examples=50, deadline=None)

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
    """One group's record of a thing: names, synonyms, cross-references and notes as that group knows them."""
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
    """Collections that overlap and agree: each knows some of the findings, and some fields of each paper."""
    world = {
        id: draw(findings(id))
        for id in draw(st.lists(st.sampled_from(FINDINGS), unique=True, max_size=4))
    }
    described = draw(st.sets(st.sampled_from(sorted(TYPES)), max_size=4))
    drawn = []
    for _ in range(count):
        told = [world[id] for id in draw(st.permutations(sorted(world))) if draw(st.booleans())]
        cited = {(s, None) for s in ("s", "t")} | {key for f in told for key in f.reference_keys}
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
        drawn.append(Records(tuple(sources), tuple(papers), tuple(things), tuple(told)))
    return drawn


@quick
@given(collections(2))
def test_order_does_not_matter(pair: list[Records]) -> None:
    one, two = pair
    assert merge(one, two) == merge(two, one)


@quick
@given(collections(3))
def test_grouping_does_not_matter(three: list[Records]) -> None:
    a, b, c = three
    assert merge(a, merge(b, c)) == merge(merge(a, b), c) == merge(a, b, c)


@quick
@given(collections(2))
def test_merging_again_changes_nothing(pair: list[Records]) -> None:
    one, two = pair
    assert merge(one, one) == merge(one)
    both = merge(one, two)
    assert merge(both, one) == merge(both, two) == merge(both, both) == both


@quick
@given(collections(3))
def test_nothing_is_lost(three: list[Records]) -> None:
    merged = merge(*three)
    things = {e.id: e for e in merged.entities}
    papers = {r.key: r for r in merged.references}
    sources = {s.id: s for s in merged.sources}
    for given_ in three:
        assert set(given_.findings) <= set(merged.findings)
        for entity in given_.entities:
            kept = things[entity.id]
            assert {entity.name, *entity.synonyms} <= {kept.name, *kept.synonyms}
            for field in ("xrefs", "subtype_of", "donors", "exposures"):
                assert set(getattr(entity, field)) <= set(getattr(kept, field))
            assert set(filter(None, (entity.note or "").split("; "))) <= set(
                (kept.note or "").split("; ")
            )
            assert (entity.type, entity.fluid) == (kept.type, kept.fluid)
            assert ID_STATUSES.index(kept.id_status) <= ID_STATUSES.index(entity.id_status)
        for record, kept_record in [(r, papers[r.key]) for r in given_.references] + [
            (s, sources[s.id]) for s in given_.sources
        ]:
            for field in fields(record):
                assert getattr(record, field.name) in (None, getattr(kept_record, field.name))


@quick
@given(collections(3))
def test_nothing_is_made_up(three: list[Records]) -> None:
    merged = merge(*three)
    assert set(merged.findings) == {f for c in three for f in c.findings}
    assert len(merged.findings) == len({f.id for c in three for f in c.findings})
    for entity in merged.entities:
        known = [e for c in three for e in c.entities if e.id == entity.id]
        assert {entity.name, *entity.synonyms} == {
            name for e in known for name in (e.name, *e.synonyms)
        }
        assert set(entity.xrefs) == {x for e in known for x in e.xrefs}


@quick
@given(collections(2))
def test_valid_collections_give_a_valid_one(pair: list[Records]) -> None:
    assert [str(v) for v in violations(merge(*pair))] == []


@quick
@given(st.data())
def test_equal_content_gives_equal_version_and_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    given_ = data.draw(collections(3))
    shuffled = [
        Records(*(tuple(data.draw(st.permutations(getattr(c, field.name)))) for field in fields(c)))
        for c in data.draw(st.permutations(given_))
    ]
    one, two = merge(*given_), merge(*shuffled)
    assert one.version == two.version
    folder = tmp_path_factory.mktemp("saved")
    assert save(one, folder / "one").read_bytes() == save(two, folder / "two").read_bytes()


@quick
@given(collections(2))
def test_other_content_has_another_version(pair: list[Records]) -> None:
    one, two = map(merge, pair)
    assert (one == two) == (one.version == two.version)


@quick
@given(collections(1))
def test_a_collection_survives_json(given_: list[Records]) -> None:
    (records,) = given_
    assert records_from_dict(records_to_dict(records)) == records
    assert records_from_dict(json.loads(json.dumps(records_to_dict(records)))) == records


def test_the_packaged_graph_survives_saving(g: radexo.Graph, tmp_path: Path) -> None:
    g.save(tmp_path)
    again = radexo.load(tmp_path)
    assert again.records == g.records
    assert again.version == g.version


def test_merging_the_packaged_graph_with_itself_changes_nothing(g: radexo.Graph) -> None:
    assert g.merge(g).records == g.records


def test_a_saved_graph_opens_as_it_was(tmp_path: Path) -> None:
    records = Records(entities=(Entity("radexo:a", "a", "Gene", note="β “x”\ty"),))
    save(records, tmp_path)
    assert open_folder(tmp_path) == open_folder(tmp_path / "graph.json") == records


@quick
@given(st.data())
def test_edges_hold_every_statement_exactly_once(data: st.DataObject) -> None:
    told = merge(*data.draw(collections(2))).findings
    edges = assemble(data.draw(st.permutations(told)))
    held = Counter((e.finding.id, e.statement) for edge in edges for e in edge.evidence)
    assert held == Counter((f.id, s) for f in told for s in f.statements)
    assert all(
        e.statement.claim == (edge.subject, edge.predicate, edge.object)
        for edge in edges
        for e in edge.evidence
    )
    assert (
        len({edge.id for edge in edges})
        == len(edges)
        == len({s.claim for f in told for s in f.statements})
    )
    assert edges == assemble(told)


ENTITY = Entity(
    "radexo:e", "e", "Exosome", donors=("cellosaurus:1",), exposures=("mesh:1",), fluid="serum"
)
FINDING = Finding(
    "s:1a", citations=("1",), statements=(Statement("radexo:e", "CARRIES", "hgnc:1"),)
)
PAPER = Reference("s", "1", doi="10.1/one", year="2020")
CONFLICTS = [
    (ENTITY, replace(ENTITY, type="Cell"), "type"),
    (ENTITY, replace(ENTITY, fluid="plasma"), "fluid"),
    (ENTITY, replace(ENTITY, fluid=None), "fluid"),
    (ENTITY, replace(ENTITY, donors=("cellosaurus:2",)), "donors"),
    (ENTITY, replace(ENTITY, donors=("cellosaurus:1", "cellosaurus:2")), "donors"),
    (ENTITY, replace(ENTITY, exposures=("mesh:2",)), "exposures"),
    (FINDING, replace(FINDING, cancer="mondo:1"), "cancer"),
    (FINDING, replace(FINDING, citations=("2",)), "citations"),
    (
        FINDING,
        replace(FINDING, statements=(replace(FINDING.statements[0], certainty="hedged"),)),
        "statements",
    ),
    (FINDING, replace(FINDING, review_note="a slip"), "review_note"),
    (PAPER, replace(PAPER, doi="10.1/two"), "doi"),
    (PAPER, replace(PAPER, year="2021"), "year"),
    (Source("s", version="1"), Source("s", version="2"), "version"),
]


def holding(record: Entity | Finding | Reference | Source) -> Records:
    kind = {Entity: "entities", Finding: "findings", Reference: "references", Source: "sources"}[
        type(record)
    ]
    return Records(**{kind: (record,)})


@pytest.mark.parametrize(("one", "two", "field"), CONFLICTS)
def test_records_that_contradict_each_other_are_refused_in_either_order(
    one: Entity | Finding | Reference | Source,
    two: Entity | Finding | Reference | Source,
    field: str,
) -> None:
    for first, second in ((one, two), (two, one)):
        with pytest.raises(DataError, match=field):
            merge(holding(first), holding(second))


def test_an_exosome_told_without_its_context_is_the_one_with_it() -> None:
    bare = replace(ENTITY, donors=(), exposures=())
    assert (
        merge(holding(ENTITY), holding(bare)).entities
        == merge(holding(bare), holding(ENTITY)).entities
        == (ENTITY,)
    )


def test_notes_of_no_words_are_dropped_in_any_grouping() -> None:
    a, b, c = (holding(replace(ENTITY, note=note)) for note in ("; ", "x; ", ""))
    assert merge(a, merge(b, c)) == merge(merge(a, b), c) == merge(merge(a, c), b)
    assert merge(a, b, c).entities[0].note == "x"


def test_papers_complete_each_other() -> None:
    known, other = Reference("s", "1", doi="10.1/one"), Reference("s", "1", pmid="7", year="2020")
    assert merge(holding(known), holding(other)).references == (
        Reference("s", "1", doi="10.1/one", pmid="7", year="2020"),
    )


def test_the_surer_name_stays_and_the_other_becomes_a_synonym() -> None:
    unsure = Entity("hgnc:2500", "CTGF", "Gene", id_status="ambiguous")
    approved = Entity("hgnc:2500", "CCN2", "Gene", synonyms=("IGFBP8",))
    (merged,) = merge(holding(unsure), holding(approved)).entities
    assert (merged.name, merged.synonyms, merged.id_status) == ("CCN2", ("CTGF", "IGFBP8"), "exact")
