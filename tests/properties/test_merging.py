"""Two groups' graphs become one.

In any order, as often as one likes, and nothing is lost on the way.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import DataError
from radexo.graph.model import Entity, Finding, Reference, Source, Statement
from radexo.graph.records import Records, assemble, merge, records_from_dict, records_to_dict
from radexo.graph.saved import open_saved, save
from radexo.graph.schema import ID_STATUSES
from radexo.graph.validation import violations
from support.examples import examples
from support.groups import collections

quick = examples(50)


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
    assert open_saved(tmp_path) == open_saved(tmp_path / "graph.db") == records


@quick
@given(st.data())
def test_edges_hold_every_statement_exactly_once(data: st.DataObject) -> None:
    finding = merge(*data.draw(collections(2))).findings
    edges = assemble(data.draw(st.permutations(finding)))
    held = Counter((e.finding.id, e.statement) for edge in edges for e in edge.evidence)
    assert held == Counter((f.id, s) for f in finding for s in f.statements)
    assert all(
        e.statement.claim == (edge.subject, edge.predicate, edge.object)
        for edge in edges
        for e in edge.evidence
    )
    assert (
        len({edge.id for edge in edges})
        == len(edges)
        == len({s.claim for f in finding for s in f.statements})
    )
    assert edges == assemble(finding)


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


def test_an_exosome_named_without_its_context_is_the_one_with_it() -> None:
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
