"""The schema, written out a second time by hand: a flipped sign or a lost word fails here."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

import radexo
from radexo.graph.errors import UsageError
from radexo.graph.model import Biomarker, Entity, Finding, Reference, Statement
from radexo.graph.records import Records
from radexo.graph.schema import (
    ENTITY_TYPES,
    PREDICATES,
    SYMMETRIC,
    PredicateName,
    Sign,
    TypeName,
    entity_type,
    multiply,
    predicate,
    subtypes,
)
from radexo.graph.validation import violations

# The promised class and sign of every predicate, by hand here and nowhere else: other tests derive
# theirs from the schema. +1: more subject gives more object; -1: less; 0: not given; None: no sign
FROZEN_PREDICATES = {
    "INCREASES": ("causal", +1),
    "DECREASES": ("causal", -1),
    "REPRESSES": ("causal", -1),
    "SPONGES": ("causal", -1),
    "REGULATES": ("causal", 0),
    "RELEASES": ("transport", None),
    "CARRIES": ("transport", None),
    "PART_OF": ("membership", 0),
    "EXPRESSED_IN": ("location", 0),
    "ASSOCIATED_WITH": ("association", 0),
    "BINDS": ("association", 0),
    "INTERACTS": ("association", 0),
    "TREATS": ("association", 0),
    "CORRELATES": ("association", 1),
    "ANTICORRELATES": ("association", -1),
    "CAUSES_NO_CHANGE": ("denial", 0),
}

# every type with what it is a kind of, and whether it only groups others
FROZEN_TYPES = {
    "Cargo": ((), True),
    "RNA": (("Cargo",), False),
    "MiRNA": (("RNA",), False),
    "LncRNA": (("RNA",), False),
    "CircRNA": (("RNA",), False),
    "Gene": (("Cargo",), False),
    "Chemical": (("Cargo",), False),
    "Donor": ((), True),
    "Cell": (("Donor",), False),
    "Tissue": (("Donor",), False),
    "Patient": (("Donor",), False),
    "Exosome": ((), False),
    "Exposure": ((), False),
    "Pathway": ((), False),
    "Process": ((), False),
    "Outcome": ((), False),
    "Radiosensitivity": ((), False),
    "Disease": ((), False),
    "Cancer": (("Disease",), False),
}

CAUSAL = [name for name, (cls, _) in FROZEN_PREDICATES.items() if cls == "causal"]
CONCRETE = [name for name, (_, abstract) in FROZEN_TYPES.items() if not abstract]


def test_predicates_have_their_class_and_sign() -> None:
    assert {
        name: (row.cls.value, row.sign) for name, row in PREDICATES.items()
    } == FROZEN_PREDICATES
    assert {name for name, row in PREDICATES.items() if row.symmetric} == {"INTERACTS"}
    for name in SYMMETRIC:  # which may join the same the other way
        assert {pair[::-1] for pair in PREDICATES[name].joins} == {*PREDICATES[name].joins}
    assert {name: row.causal for name, row in PREDICATES.items()} == {
        n: cls == "causal" for n, (cls, _) in FROZEN_PREDICATES.items()
    }


def test_types_have_their_parents() -> None:
    assert {name: (row.parents, row.abstract) for name, row in ENTITY_TYPES.items()} == FROZEN_TYPES


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("Cargo", {"RNA", "MiRNA", "LncRNA", "CircRNA", "Gene", "Chemical"}),
        ("RNA", {"RNA", "MiRNA", "LncRNA", "CircRNA"}),
        ("Donor", {"Cell", "Tissue", "Patient"}),
        ("Disease", {"Disease", "Cancer"}),
        ("Cancer", {"Cancer"}),
        ("Gene", {"Gene"}),
    ],
)
def test_a_type_covers_its_subtypes(name: str, covered: set[str]) -> None:
    assert subtypes(name) == covered


def test_names_and_rows_agree() -> None:
    for name, row in [*ENTITY_TYPES.items(), *PREDICATES.items()]:
        assert row.name == name
        assert row.description
    assert all(name.isidentifier() and name[0].isupper() for name in ENTITY_TYPES)
    assert all(name == name.upper() for name in PREDICATES)


def test_types_and_predicates_are_found_in_any_case() -> None:
    assert entity_type("lncrna").name == "LncRNA"
    assert entity_type("CIRC-RNA").name == "CircRNA"
    assert predicate("part-of").name == predicate("Part_Of").name == "PART_OF"
    with pytest.raises(UsageError, match="entity type") as caught:
        entity_type("Enzyme")
    assert set(caught.value.candidates) == set(FROZEN_TYPES)
    with pytest.raises(UsageError, match="predicate") as caught:
        predicate("ACTIVATES")
    assert set(caught.value.candidates) == set(FROZEN_PREDICATES)


# -- what may join what ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "name", "object"),
    [
        ("MiRNA", "REPRESSES", "Gene"),
        ("Gene", "REPRESSES", "MiRNA"),
        ("CircRNA", "SPONGES", "MiRNA"),
        ("LncRNA", "SPONGES", "MiRNA"),
        ("Cell", "RELEASES", "Exosome"),
        ("Patient", "RELEASES", "Exosome"),
        ("Exposure", "RELEASES", "Exosome"),
        ("Exosome", "CARRIES", "MiRNA"),
        ("Exosome", "CARRIES", "Gene"),
        ("Gene", "PART_OF", "Pathway"),
        ("Exosome", "INCREASES", "Radiosensitivity"),
        ("Exosome", "INCREASES", "MiRNA"),
        ("Cell", "INCREASES", "Process"),
        ("Exposure", "INCREASES", "Gene"),
        ("Pathway", "DECREASES", "Radiosensitivity"),
        ("Process", "REGULATES", "Radiosensitivity"),
        ("Gene", "REGULATES", "Pathway"),
        ("Radiosensitivity", "ASSOCIATED_WITH", "MiRNA"),
        ("LncRNA", "BINDS", "Gene"),
        ("Exosome", "BINDS", "Cell"),
    ],
)
def test_what_may_be_said(subject: str, name: str, object: str) -> None:
    assert PREDICATES[name].may_join(subject, object)


@pytest.mark.parametrize(
    ("subject", "name", "object"),
    [
        ("MiRNA", "SPONGES", "Gene"),
        ("Gene", "SPONGES", "MiRNA"),
        ("MiRNA", "SPONGES", "CircRNA"),
        ("MiRNA", "REPRESSES", "Process"),
        ("Exosome", "REPRESSES", "Gene"),
        ("MiRNA", "CARRIES", "Exosome"),
        ("Cell", "CARRIES", "MiRNA"),
        ("Exosome", "CARRIES", "Radiosensitivity"),
        ("Exosome", "RELEASES", "Cell"),
        ("MiRNA", "RELEASES", "Exosome"),
        ("Pathway", "PART_OF", "Gene"),
        ("Gene", "PART_OF", "Radiosensitivity"),
        ("MiRNA", "INCREASES", "Exposure"),
        ("Cancer", "INCREASES", "Gene"),
        ("Process", "BINDS", "Gene"),
    ],
)
def test_what_may_not_be_said(subject: str, name: str, object: str) -> None:
    assert not PREDICATES[name].may_join(subject, object)


@pytest.mark.parametrize("object", CONCRETE)
def test_radiosensitivity_acts_on_nothing(object: str) -> None:
    walked = [name for name, (cls, _) in FROZEN_PREDICATES.items() if cls != "association"]
    assert [name for name in walked if PREDICATES[name].may_join("Radiosensitivity", object)] == []


@pytest.mark.parametrize("name", CAUSAL)
def test_only_the_plain_verbs_reach_radiosensitivity(name: str) -> None:
    may = PREDICATES[name].may_join("MiRNA", "Radiosensitivity")
    assert may == (name in ("INCREASES", "DECREASES", "REGULATES"))


# -- the words of others --------------------------------------------------------------------------

BEL_TYPES = {
    "a()",
    "m()",
    "r()",
    "p()",
    "g()",
    "bp()",
    "path()",
    "pop()",
    "complex()",
    "composite()",
    "act()",
}
BEL_RELATIONS = {
    "increases": 1,
    "directlyIncreases": 1,
    "decreases": -1,
    "directlyDecreases": -1,
    "regulates": 0,
    "causesNoChange": 0,
    "association": 0,
    "positiveCorrelation": 0,
    "negativeCorrelation": 0,
    "partOf": 0,
    "isA": 0,
    "translocates": None,
    "hasComponent": None,
}
INDRA_STATEMENTS = {
    "Activation": 1,
    "IncreaseAmount": 1,
    "Inhibition": -1,
    "DecreaseAmount": -1,
    "RegulateActivity": 0,
    "RegulateAmount": 0,
    "Influence": 0,
    "Association": 0,
    "Complex": 0,
    "Translocation": None,
}
BIOLINK_DIRECTIONS = {"increased": 1, "upregulated": 1, "decreased": -1, "downregulated": -1}


@pytest.mark.parametrize("name", FROZEN_TYPES)
def test_each_type_has_words_in_biolink_bel_and_indra(name: str) -> None:
    row = ENTITY_TYPES[name]
    assert row.biolink.startswith("biolink:")
    assert row.biolink.removeprefix("biolink:").isidentifier()
    assert row.bel in BEL_TYPES
    assert row.indra == "Agent"


@pytest.mark.parametrize("name", FROZEN_PREDICATES)
def test_the_words_of_others_keep_the_sign(name: str) -> None:
    row, sign = PREDICATES[name], FROZEN_PREDICATES[name][1]
    assert row.biolink.startswith("biolink:")
    assert row.biolink.removeprefix("biolink:").islower()
    correlated = bool(sign) and not row.causal  # BEL's correlations have no direction
    assert BEL_RELATIONS[row.bel] == (0 if correlated else sign)
    assert INDRA_STATEMENTS[row.indra] == (0 if correlated else sign)
    assert not correlated or "sign" in row.remark
    qualifiers = dict(row.qualifiers)
    if not row.causal:
        assert not qualifiers
        return
    assert BIOLINK_DIRECTIONS.get(qualifiers.get("object_direction_qualifier", ""), 0) == (
        sign or 0
    )
    assert bool(qualifiers) == bool(sign)


def test_sif_words_distinguish_predicates() -> None:
    words = [row.sif for row in PREDICATES.values()]
    assert len(set(words)) == len(words)
    assert not any(set(word) & set(" \t") for word in words)


def test_the_most_specific_of_parallel_predicates_is_the_one_to_show() -> None:
    order = sorted(
        ("DECREASES", "REPRESSES", "SPONGES"), key=lambda name: PREDICATES[name].specificity
    )
    assert order == ["DECREASES", "REPRESSES", "SPONGES"]


def test_a_chain_of_the_review_multiplies_as_the_table_says() -> None:
    chain = [
        "RELEASES",
        "CARRIES",
        "REPRESSES",
        "INCREASES",
    ]  # exosomal miR-340-5p lowers KLF10, which drives apoptosis
    assert multiply(PREDICATES[name].sign for name in chain) == -1


# -- validation -----------------------------------------------------------------------------------

ENTITIES = (
    Entity("radexo:radiosensitivity", "radiosensitivity", "Radiosensitivity"),
    Entity(
        "radexo:exosomes",
        "serum exosomes",
        "Exosome",
        donors=("radexo:cells",),
        exposures=("radexo:rays",),
        fluid="serum",
    ),
    Entity("radexo:cells", "cells", "Cell"),
    Entity("radexo:rays", "rays", "Exposure"),
    Entity("mir:1", "miR-1", "MiRNA"),
    Entity("hgnc:1", "A", "Gene"),
    Entity("mondo:1", "lung cancer", "Cancer"),
    Entity("mondo:2", "NSCLC", "Cancer", subtype_of=("mondo:1",)),
)
FINDING = Finding(
    "s:1a",
    citations=("1",),
    sentences="7-9,12",
    cancer="mondo:1",
    exosome="radexo:exosomes",
    recipient="radexo:cells",
    recipient_exposure=("radexo:rays",),
    system="in-vitro",
    endpoint="radiosensitivity",
    cargo=("mir:1",),
    effect="increase",
    statements=(
        Statement("radexo:exosomes", "CARRIES", "hgnc:1", 1, form="mRNA"),
        Statement("mir:1", "DECREASES", "hgnc:1", 2),
        Statement(
            "mir:1", "INCREASES", "radexo:radiosensitivity", 3, certainty="inferred", premises=(2,)
        ),
    ),
    biomarkers=(Biomarker("mir:1", ("predictive",), "increased"),),
    source_check="agrees",
    source_note="abstract",
)
VALID = Records(
    references=(Reference("s"), Reference("s", "1")), entities=ENTITIES, findings=(FINDING,)
)


def with_entity(id: str, **changes: object) -> Records:
    return replace(
        VALID, entities=tuple(replace(e, **changes) if e.id == id else e for e in ENTITIES)
    )


def with_another(*entities: Entity) -> Records:
    return replace(VALID, entities=(*ENTITIES, *entities))


def with_finding(**changes: object) -> Records:
    return replace(VALID, findings=(replace(FINDING, **changes),))


def with_statement(number: int, /, **changes: object) -> Records:
    changed = tuple(replace(s, **changes) if s.number == number else s for s in FINDING.statements)
    return with_finding(statements=changed)


def with_biomarker(**changes: object) -> Records:
    return with_finding(biomarkers=(replace(FINDING.biomarkers[0], **changes),))


def test_valid_data_pass() -> None:
    assert list(violations(VALID)) == []


def test_the_packaged_graph_is_valid(g: radexo.Graph) -> None:
    assert [str(v) for v in violations(g.records)] == []


ENTITY_CASES: list[tuple[Records, tuple[object, ...], str]] = [
    (with_entity("hgnc:1", type="Protein"), ("entity", "hgnc:1"), "type"),
    (with_entity("hgnc:1", type="Cargo"), ("entity", "hgnc:1"), "type"),
    (with_entity("hgnc:1", id_status="sure"), ("entity", "hgnc:1"), "id_status"),
    (with_entity("hgnc:1", name=""), ("entity", "hgnc:1"), "name"),
    (with_entity("hgnc:1", fluid="serum"), ("entity", "hgnc:1"), "fluid"),
    (with_entity("radexo:exosomes", donors=("mir:1",)), ("entity", "radexo:exosomes"), "donors"),
    (
        with_entity("radexo:exosomes", exposures=("radexo:cells",)),
        ("entity", "radexo:exosomes"),
        "exposures",
    ),
    (with_entity("mondo:2", subtype_of=("hgnc:1",)), ("entity", "mondo:2"), "subtype_of"),
    (with_entity("mondo:2", subtype_of=("mondo:9",)), ("entity", "mondo:2"), "subtype_of"),
    (with_entity("mondo:1", subtype_of=("mondo:2",)), ("entity", "mondo:1"), "subtype_of"),
    (with_another(Entity("not a curie", "x", "Gene")), ("entity", "not a curie"), "id"),
    (with_another(Entity("hgnc:2", "A", "Gene")), ("entity", "hgnc:2"), "name"),
    (
        with_another(replace(ENTITIES[1], id="radexo:again", name="again")),
        ("entity", "radexo:again"),
        "donors",
    ),
    (
        with_another(Entity("radexo:rs", "sensitivity", "Radiosensitivity")),
        ("entity", "radexo:rs"),
        "id",
    ),
    (
        with_entity("radexo:radiosensitivity", type="Process"),
        ("entity", "radexo:radiosensitivity"),
        "type",
    ),
]
FINDING_CASES: list[tuple[Records, tuple[object, ...], str]] = [
    (with_finding(id="1a"), ("finding", "1a"), "id"),
    (with_finding(citations=("2",)), ("finding", "s:1a"), "citations"),
    (with_finding(id="t:1a", citations=()), ("finding", "t:1a"), "citations"),
    (with_finding(sentences="seven"), ("finding", "s:1a"), "sentences"),
    (with_finding(cancer="hgnc:1"), ("finding", "s:1a"), "cancer"),
    (with_finding(cancer="mondo:9"), ("finding", "s:1a"), "cancer"),
    (with_finding(exosome="radexo:cells"), ("finding", "s:1a"), "exosome"),
    (with_finding(recipient="mondo:1"), ("finding", "s:1a"), "recipient"),
    (with_finding(recipient_exposure=("radexo:cells",)), ("finding", "s:1a"), "recipient_exposure"),
    (with_finding(cargo=("mir:1", "radexo:cells")), ("finding", "s:1a"), "cargo"),
    (with_finding(system="in silico"), ("finding", "s:1a"), "system"),
    (with_finding(endpoint="growth"), ("finding", "s:1a"), "endpoint"),
    (with_finding(effect="strong"), ("finding", "s:1a"), "effect"),
    (with_finding(effect="decrease"), ("finding", "s:1a"), "effect"),
    (with_finding(effect="unclear"), ("finding", "s:1a"), "effect"),
    (with_finding(cargo=()), ("finding", "s:1a"), "effect"),
    (with_finding(source_check="perhaps"), ("finding", "s:1a"), "source_check"),
    (with_finding(source_note=None), ("finding", "s:1a"), "source_note"),
    (with_biomarker(entity="hgnc:9"), ("biomarker", "s:1a", 1), "entity"),
    (with_biomarker(roles=("predictive", "decisive")), ("biomarker", "s:1a", 1), "role"),
    (with_biomarker(level="high"), ("biomarker", "s:1a", 1), "level"),
]
STATEMENT_CASES: list[tuple[Records, tuple[object, ...], str]] = [
    (with_statement(2, predicate="ACTIVATES"), ("statement", "s:1a", 2), "predicate"),
    (with_statement(2, predicate="SPONGES"), ("statement", "s:1a", 2), "predicate"),
    (with_statement(2, subject="mir:9"), ("statement", "s:1a", 2), "subject"),
    (with_statement(2, object="hgnc:9"), ("statement", "s:1a", 2), "object"),
    (with_statement(2, object="mir:1"), ("statement", "s:1a", 2), "object"),
    (with_statement(2, certainty="sure"), ("statement", "s:1a", 2), "certainty"),
    (with_statement(2, certainty="inferred"), ("statement", "s:1a", 2), "premises"),
    (with_statement(3, premises=(9,)), ("statement", "s:1a", 3), "premises"),
    (with_statement(3, premises=(3,)), ("statement", "s:1a", 3), "premises"),
    (with_statement(1, form="DNA"), ("statement", "s:1a", 1), "form"),
    (with_statement(2, form="mRNA"), ("statement", "s:1a", 2), "form"),
    (with_statement(3, number=2, premises=(1,)), ("statement", "s:1a", 2), "number"),
    (
        with_finding(statements=(*FINDING.statements, replace(FINDING.statements[1], number=4))),
        ("statement", "s:1a", 4),
        "object",
    ),
]


CASES = ENTITY_CASES + FINDING_CASES + STATEMENT_CASES


@pytest.mark.parametrize(
    ("broken", "record", "field"), CASES, ids=[f"{case[1][0]} {case[2]}" for case in CASES]
)
def test_what_breaks_the_schema_is_named_by_record_and_field(
    broken: Records, record: tuple[object, ...], field: str
) -> None:
    found = [v for v in violations(broken) if (v.record, v.field) == (record, field)]
    assert len(found) == 1
    assert found[0].problem
    assert found[0].remedy
    assert all(word in str(found[0]) for word in (*map(str, record), field))


def test_entities_known_from_elsewhere_may_be_referred_to() -> None:
    alone = replace(VALID, entities=())
    assert list(violations(alone))
    assert list(violations(alone, known=ENTITIES)) == []


def test_a_mirna_may_be_inferred_to_repress_its_target_without_premises() -> None:
    assert list(violations(with_statement(2, predicate="REPRESSES", certainty="inferred"))) == []


def test_literals_for_type_checkers_spell_the_table_out():
    assert get_args(TypeName) == tuple(ENTITY_TYPES)
    assert get_args(PredicateName) == tuple(PREDICATES)
    assert {p.sign for p in PREDICATES.values()} == {*get_args(Sign), None}
