"""People write names as they know them: old symbols, Greek letters, hsa- or not.

Each finds its entity, or is refused.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.errors import AmbiguousNameError, UnknownNameError
from radexo.graph.model import Entity
from radexo.graph.names import Names, fold
from support.examples import examples


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        # approved and previous symbols, synonyms
        ("CDKN1A", "hgnc:1784"),
        ("p21", "hgnc:1784"),
        ("P21", "hgnc:1784"),
        ("p21 Cip1/Waf1", "hgnc:1784"),
        ("CCN2", "hgnc:2500"),
        ("CTGF", "hgnc:2500"),
        ("hTERT", "hgnc:11730"),
        ("survivin", "hgnc:593"),
        ("Survivin", "hgnc:593"),
        ("AHIF", "hgnc:43015"),
        ("HIF1A-AS2", "hgnc:43015"),
        ("Cdc25A", "hgnc:1725"),
        ("CDC25a", "hgnc:1725"),
        ("ICAM-1", "hgnc:5344"),
        ("IGF-1R", "hgnc:5465"),
        # CURIEs in any case, and those of other registries
        ("hgnc:11810", "hgnc:11810"),
        ("HGNC:11810", "hgnc:11810"),
        ("  hgnc:11810 ", "hgnc:11810"),
        ("ncbigene:7071", "hgnc:11810"),
        ("UniProt:q13118", "hgnc:11810"),
        ("mirbase.mature:mimat0004692", "mirbase.mature:MIMAT0004692"),
        ("GO:0006915", "go:0006915"),
        # microRNAs, with and without arm and species
        ("miR-340-5p", "mirbase.mature:MIMAT0004692"),
        ("hsa-miR-340-5p", "mirbase.mature:MIMAT0004692"),
        ("HSA-MIR-340-5P", "mirbase.mature:MIMAT0004692"),
        ("mir340", "mirbase.mature:MIMAT0004692"),
        ("miR 340", "mirbase.mature:MIMAT0004692"),
        ("microRNA-340-5p", "mirbase.mature:MIMAT0004692"),
        ("miRNA340", "mirbase.mature:MIMAT0004692"),
        ("miR-29a", "mirbase.mature:MIMAT0000086"),
        ("miR29a-3p", "mirbase.mature:MIMAT0000086"),
        ("microRNA-296", "mirbase.mature:MIMAT0000690"),
        ("miR-22", "mirbase.mature:MIMAT0000077"),
        ("miR-22-3p", "mirbase.mature:MIMAT0000077"),
        ("circ_0067835", "radexo:circ_0067835"),
        ("hsa_circ_0067835", "radexo:circ_0067835"),
        ("hsa-circMYC", "radexo:circMYC"),
        ("circ METRN", "radexo:circ-METRN"),
        # Greek letters and dashes of any kind
        ("β-catenin", "hgnc:2514"),
        ("Β-Catenin", "hgnc:2514"),
        ("beta catenin", "hgnc:2514"),
        ("β–catenin", "hgnc:2514"),
        ("PDGFRα", "hgnc:8803"),
        ("PDGFR-alpha", "hgnc:8803"),
        ("TGF-β", "reactome:R-HSA-170834"),
        ("TGFβ", "reactome:R-HSA-170834"),
        ("TGF-ß", "reactome:R-HSA-170834"),
        ("γ-rays", "mesh:D005720"),
        ("Wnt/β-catenin signalling", "reactome:R-HSA-195721"),
        # British spelling
        ("tumour microenvironment", "mesh:D059016"),
        ("Tumour cells", "radexo:tumor-cells"),
        ("oesophageal cancer", "mondo:0007576"),
        ("ionising radiation", "mesh:D011839"),
        ("PI3K/Akt signalling", "reactome:R-HSA-1257604"),
        # diseases and the end of every path
        ("nsclc", "mondo:0005233"),
        ("GBM", "mondo:0018177"),
        ("radiation sensitivity", "radexo:radiosensitivity"),
    ],
)
def test_a_name_finds_its_entity(g: radexo.Graph, typed: str, id: str) -> None:
    assert g.entity(typed).id == id


def written(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.synonyms)


def test_every_name_and_id_of_the_graph_finds_its_entity_or_is_refused_naming_it(
    g: radexo.Graph,
) -> None:
    for entity in g.records.entities:
        assert g.entity(entity.id) is entity
        others = entity.xrefs if entity.type != "Radiosensitivity" else ()
        for name in (*written(entity), *others):
            carriers = g.names.candidates(name)
            assert entity in carriers, name
            if len(carriers) == 1:
                assert g.entity(name) is entity
            else:
                with pytest.raises(AmbiguousNameError) as caught:
                    g.entity(name)
                assert entity.id in caught.value.candidates


def test_approved_symbols_are_never_ambiguous(g: radexo.Graph) -> None:
    for entity in g.records.entities:
        assert g.entity(entity.name) is entity


@examples(200)
@given(data=st.data())
def test_spelling_does_not_matter(g: radexo.Graph, data: st.DataObject) -> None:
    entity = data.draw(st.sampled_from(g.records.entities))
    name = data.draw(st.sampled_from(written(entity)))
    respelled = "".join(
        data.draw(st.sampled_from(["", "-", " ", "_", "–"]))
        if letter in "-_ "
        else data.draw(st.sampled_from([letter, letter.upper()]))
        for letter in name
    )
    assert entity in g.names.candidates(respelled)
    assert g.names.candidates(respelled) == g.names.candidates(name)


def test_microrna_names_do_without_hsa(g: radexo.Graph) -> None:
    named = [e for e in g.records.entities if e.type == "MiRNA" and e.name.startswith("miR-")]
    assert len(named) > 30
    for entity in named:
        bare = entity.name.removeprefix("miR-")
        for typed in (
            f"hsa-{entity.name}",
            f"mir{bare}",
            f"MIR-{bare}",
            f"hsa-mir-{bare}",
            f"microRNA {bare}",
            f"miRNA-{bare}",
        ):
            assert g.entity(typed) is entity


@pytest.mark.parametrize("letter", [chr(c) for c in range(ord("α"), ord("ω") + 1) if chr(c) != "ς"])
def test_every_greek_letter_can_be_spelled_out(letter: str) -> None:
    word = {"lamda": "lambda"}.get(word := unicodedata.name(letter).split()[-1].lower(), word)
    assert (
        fold(f"IFN-{letter}1")
        == fold(f"IFN-{letter.upper()}1")
        == fold(f"ifn {word} 1")
        == f"ifn{word}1"
    )


def test_let_7_needs_no_hsa_either() -> None:
    let_7 = Entity("mirbase.mature:MIMAT0000062", "let-7a-5p", "MiRNA")
    for typed in ("let-7a-5p", "hsa-let-7a-5p", "hsa-let-7a", "LET7A", "let 7a"):
        assert Names([let_7]).find(typed) is let_7


@pytest.mark.parametrize(
    ("one", "two"),
    [("miR-34a", "miR-34c"), ("miR-19b", "miR-199b"), ("CDC25A", "CDC25B"), ("TGF-α", "TGF-β")],
)
def test_different_names_stay_different(one: str, two: str) -> None:
    assert fold(one) != fold(two)


# -- ambiguous names ------------------------------------------------------------------------------

P21 = Entity("hgnc:1784", "CDKN1A", "Gene", synonyms=("p21",))
OTHER = Entity("hgnc:9223", "PPP1R1A", "Gene", synonyms=("P21",))


def test_a_name_is_ambiguous_only_when_two_entities_carry_it() -> None:
    assert Names([P21]).find("p21") is P21
    with pytest.raises(AmbiguousNameError, match="the name of 2 entities") as caught:
        Names([P21, OTHER]).find("p21")
    assert caught.value.candidates == ("hgnc:1784", "hgnc:9223")
    assert caught.value.exit_code == 2
    assert Names([P21, OTHER]).find("CDKN1A") is P21
    assert Names([P21, OTHER]).find("HGNC:9223") is OTHER


def test_a_type_settles_what_a_name_leaves_open() -> None:
    pathway = Entity("radexo:p21-pathway", "p21 pathway", "Pathway", synonyms=("p21",))
    names = Names([P21, pathway])
    assert names.find("p21", ["Gene"]) is names.find("p21", ["Cargo"]) is P21
    assert names.find("p21", ["Pathway"]) is pathway
    with pytest.raises(UnknownNameError):
        names.find("p21", ["MiRNA"])


OTHER_ARM = Entity("mirbase.mature:MIMAT0004495", "miR-22-5p", "MiRNA")


def test_the_own_name_of_a_microrna_does_not_mean_its_other_arm(g: radexo.Graph) -> None:
    assert g.entity("miR-22").id == "mirbase.mature:MIMAT0000077"
    names = Names([*g.records.entities, OTHER_ARM])
    for typed in ("miR-22", "hsa-miR-22", "mir22", "miR-22-3p"):
        assert names.find(typed).id == "mirbase.mature:MIMAT0000077"
    assert names.find("miR-22-5p") is OTHER_ARM
    assert len(names.candidates("miR-22")) == 2
    assert names.read("mir22", names.candidates("mir22"))[1] == (
        "'mir22' is read as miR-22 (MiRNA, mirbase.mature:MIMAT0000077); "
        "give an id for miR-22-5p (MiRNA, mirbase.mature:MIMAT0004495)"
    )
    assert names.read("miR-22-5p", [OTHER_ARM])[1] == ""


def test_a_bare_name_is_ambiguous_where_both_arms_have_it_only_without_the_arm() -> None:
    arms = [Entity(f"a:{arm}", f"miR-409-{arm}p", "MiRNA") for arm in (3, 5)]
    with pytest.raises(AmbiguousNameError, match="the name of 2 entities") as caught:
        Names(arms).find("miR-409")
    assert caught.value.candidates == ("a:3", "a:5")
    of_review = Names(arms, in_review="a:3".__eq__)
    assert of_review.find("miR-409") is arms[0]
    with pytest.raises(AmbiguousNameError):
        Names(arms, in_review=lambda _: True).find("miR-409")


def test_capitals_distinguish_a_microrna_from_its_gene() -> None:
    mature = Entity("a:1", "miR-34c", "MiRNA", synonyms=("hsa-miR-34c-5p",))
    gene, arm = Entity("a:2", "MIR34C", "Gene"), Entity("a:3", "miR-34c-3p", "MiRNA")
    names = Names([mature, gene, arm])
    assert names.find("miR-34c") is mature
    assert names.find("MIR34C") is gene
    assert names.find("mir34c", ["Gene"]) is gene
    with pytest.raises(AmbiguousNameError, match="the name of 3 entities"):
        names.find("mir34c")


def test_a_shared_cross_reference_is_ambiguous_and_an_id_of_ones_own_is_not() -> None:
    one, two = (
        Entity("a:1", "one", "Gene", xrefs=("x:1",)),
        Entity("a:2", "two", "Gene", xrefs=("x:1", "a:1")),
    )
    with pytest.raises(AmbiguousNameError):
        Names([one, two]).find("x:1")
    assert Names([one, two]).find("a:1") is one


# -- names that nothing carries -------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["mesh:D011836", "MESH:D011836", "mesh:d011836", " mesh:D011836 "]
)
def test_radiation_tolerance_is_not_radiosensitivity(g: radexo.Graph, typed: str) -> None:
    assert "mesh:D011836" in g.entity("radiosensitivity").xrefs
    with pytest.raises(UnknownNameError) as caught:
        g.entity(typed)
    assert "radiosensitivity" not in caught.value.candidates
    tolerance = Entity("mesh:D011836", "radiation tolerance", "Process")
    assert Names([*g.records.entities, tolerance]).find(typed) is tolerance


@pytest.mark.parametrize(
    "typed", ["radioresistance", "Radio-resistant", "radiation tolerance", "radiation resistance"]
)
def test_radioresistance_is_refused_with_what_to_ask(g: radexo.Graph, typed: str) -> None:
    with pytest.raises(UnknownNameError, match="with the sign turned") as caught:
        g.entity(typed)
    assert caught.value.candidates == ("radiosensitivity",)
    assert [e.name for e in g.names.nearest(typed)] == ["radiosensitivity"]


def test_radioresistance_is_searched_as_radiosensitivity(g: radexo.Graph) -> None:
    for typed in ("radioresist", "radioresistance", "radioresistant"):
        assert [s.entity.name for s in g.names.suggest(typed)] == ["radiosensitivity"]


@pytest.mark.parametrize(
    ("typed", "name", "longer"),
    [
        ("gliob", "glioblastoma", "glioblastoma cells"),
        ("colorec", "colorectal cancer", "CRC cells"),  # also colorectal cancer cells
    ],
)
def test_a_name_is_suggested_before_those_that_begin_with_it(
    g: radexo.Graph, typed: str, name: str, longer: str
) -> None:
    suggested = [s.entity.name for s in g.names.suggest(typed)]
    assert suggested.index(name) < suggested.index(longer)


def test_radioresistance_may_be_a_name_of_another_graph() -> None:
    own = Entity("x:1", "radioresistance", "Process")
    assert Names([own]).find("radioresistance") is own
    with pytest.raises(UnknownNameError) as caught:
        Names([Entity("x:2", "autophagy", "Process")]).find("radioresistance")
    assert caught.value.candidates == ()


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("KLF1O", "KLF10"),
        ("CDKN1AB", "CDKN1A"),
        ("miR-340-5pp", "miR-340-5p"),
        ("survivn", "BIRC5"),
        ("radiosensitvity", "radiosensitivity"),
        ("glioblastma", "glioblastoma"),
        ("beta-katenin", "CTNNB1"),
    ],
)
def test_a_misspelled_name_is_refused_with_the_nearest_first(
    g: radexo.Graph, typed: str, nearest: str
) -> None:
    with pytest.raises(UnknownNameError, match=nearest) as caught:
        g.entity(typed)
    assert caught.value.candidates[0] == nearest
    assert len(caught.value.candidates) <= 5


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("lungs", "lung cancer"), ("lungg", "lung cancer"), ("brest", "breast cancer")],
)
def test_a_misspelled_beginning_has_candidates(g: radexo.Graph, typed: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError, match="not a Cancer") as caught:
        g.entity(typed, "Cancer")
    assert nearest in caught.value.candidates


@pytest.mark.parametrize("typed", ["PTEN", "das", "nope", "b-cell"])
def test_what_is_not_near_is_no_candidate(g: radexo.Graph, typed: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        g.entity(typed)
    assert caught.value.candidates == ()
    assert "Nearest" not in str(caught.value)


def test_a_latin_letter_may_stand_for_a_greek_one(g: radexo.Graph, tmp_path: Path) -> None:
    g.save(tmp_path)
    for names in (g.names, radexo.load(tmp_path).names):
        assert names.find("b-catenin").name == "CTNNB1"
        assert names.find("Wnt/b-catenin").name == "Wnt/beta-catenin signaling"
        found = names.look_up(["Wnt/b-catenin", "KLF10", "b-cell"])
        assert set(found) == {"KLF10", "Wnt/b-catenin"}
    assert "b-catenin" in g
    cells = Entity("x:1", "beta-cell", "Cell"), Entity("x:2", "b-actin", "Gene")
    with pytest.raises(UnknownNameError):
        Names(cells).find("b-cell")
    own = Names([*cells, Entity("x:3", "beta-actin", "Gene")])
    assert own.find("b-actin").id == "x:2"  # what is named so comes first


@pytest.mark.parametrize(
    ("type", "words"),
    [("Exposure", "an Exposure"), ("Cancer", "a Cancer"), ("Outcome", "an Outcome")],
)
def test_types_have_their_article(g: radexo.Graph, type: Any, words: str) -> None:
    with pytest.raises(UnknownNameError, match=f"is not {words} of the graph"):
        g.entity("xyzzy-4711", type)


def test_the_nearest_are_of_the_type_asked_for(g: radexo.Graph) -> None:
    with pytest.raises(UnknownNameError, match="not a Cancer") as caught:
        g.entity("gliom", "Cancer")
    assert caught.value.candidates[0] == "glioma"
    assert {g.entity(name).type for name in caught.value.candidates} == {"Cancer"}


@pytest.mark.parametrize("typed", ["", " ", "-", "'", "hsa-", "xyzzy-4711"])
def test_nonsense_finds_nothing(g: radexo.Graph, typed: str) -> None:
    with pytest.raises(UnknownNameError):
        g.entity(typed)
