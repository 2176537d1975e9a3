"""A path in English: every step with its certainty, its cancers and its papers.

No hedge is lost on the way.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.graph.model import Entity, Finding, Source, Statement
from radexo.graph.records import Records
from radexo.graph.schema import PREDICATES, WALKABLE
from radexo.queries.catalogue import catalogue
from radexo.queries.paths.explain import Step
from support.examples import examples
from support.random_graphs import graphs

ESCC = "esophageal squamous cell carcinoma"
A, B = Entity("x:a", "A", "Gene"), Entity("x:b", "B", "Gene")


def steps_of(*findings: Finding) -> list[Step]:
    """The steps of the one path from A to B."""
    graph = radexo.Graph(Records(entities=(A, B), findings=findings))
    (path,) = graph.paths("A", "B", associations=True)
    return list(path)


def claim(predicate: str, number: int = 1, **more: object) -> Finding:
    """A finding that A does something to B."""
    return Finding(
        f"s:{number}a", (str(number),), statements=(Statement("x:a", predicate, "x:b", **more),)
    )  # type: ignore[arg-type]


def test_a_chain_of_the_review_is_reported(g: radexo.Graph) -> None:
    path = next(
        p
        for p in g.mechanism("hypoxia", "KLF10", limit=0)
        if p.chain.endswith("KLF10 -> radiosensitivity")
    )
    result = path.explain().splitlines()
    behind = f"{ESCC}; Chen 2021 [29] doi:10.1186/s13046-021-01834-9)."
    assert result[:5] == [
        (
            "1. hypoxia precedes the release of hypoxic ESCC cell exosomes (inferred, not stated "
            f"as such; {behind}"
        ),
        f"2. hypoxic ESCC cell exosomes carry miR-340-5p (stated; {behind}",
        f"3. miR-340-5p lowers KLF10 (stated; {behind}",
        f"4. KLF10 raises radiosensitivity (inferred, not stated as such; {behind}",
        "In all (net -1): if every step holds, more miR-340-5p gives less radiosensitivity; "
        "the chain that delivers it begins with hypoxia. "
        "One study: findings of one cited paper, in one cancer, carry every step. "
        "Weakest step: inferred.",
    ]


def test_what_is_turned_round_or_disputed_is_said(g: radexo.Graph) -> None:
    result = g.paths("NORAD", "EEPD1", max_hops=1)[0].explain()
    assert "inverted from a knock-down or inhibition" in result
    assert "Note on sun2022:47a, the cited paper differs: " in result
    assert g.findings(paper="47")[0].finding.source_note in result


def test_steps_carry_their_own_papers(g: radexo.Graph) -> None:
    stitched = next(
        p for p in g.paths("miR-340-5p", "radiosensitivity", limit=0) if p.support == "stitched"
    )
    steps = list(stitched)
    assert [str(step) for step in steps] == [
        "miR-340-5p -| apoptosis",
        "apoptosis ~> radiosensitivity",
    ]
    assert [[r.citation for r in step.references] for step in steps] == [["29"], [None, "48"]]
    assert [[c.name for c in step.cancers] for step in steps] == [
        [ESCC],
        ["non-small cell lung cancer"],
    ]
    assert "Stitched: no one study and no one cancer carries every step." in stitched.explain()
    assert "a step has no direction" in stitched.explain()


@pytest.mark.parametrize("predicate", [n for n, row in PREDICATES.items() if row.cls in WALKABLE])
def test_every_predicate_has_its_words(predicate: str) -> None:
    plain, third = PREDICATES[predicate].verb
    (stated,), (hedged,) = (
        steps_of(claim(predicate)),
        steps_of(claim(predicate, certainty="hedged")),
    )
    assert stated.explain().startswith(f"A {third} B")
    assert hedged.explain().startswith(f"A may {plain} B")
    assert "(hedged; " in hedged.explain()


def test_a_symmetric_claim_is_walked_and_read_from_either_end() -> None:
    graph = radexo.Graph(Records(entities=(A, B), findings=(claim("INTERACTS"),)))
    assert not graph.paths("B", "A")
    (path,) = graph.paths("B", "A", associations=True)
    assert path.chain == "B [interacts with] A"
    assert path.explain().startswith("1. B interacts with A (stated; ")
    (edge,) = graph.store.edges()
    (hop,) = path.to_dict()["edges"]  # as the record has it
    assert [hop["id"], hop["subject"], hop["object"]] == [edge.id, "x:a", "x:b"]
    assert path.hops[0].start == "x:b"
    (arrow,) = graph.paths("B", "A", associations=True).draw().picture.edges
    assert (arrow.subject, arrow.object) == ("x:a", "x:b")


@pytest.mark.parametrize("predicate", [n for n, row in PREDICATES.items() if not row.symmetric])
def test_no_other_claim_is_walked_against_its_direction(predicate: str) -> None:
    graph = radexo.Graph(Records(entities=(A, B), findings=(claim(predicate),)))
    assert not graph.paths("B", "A", associations=True)


def test_a_step_shows_the_claim_that_leads_its_way() -> None:
    back = Finding("s:2a", ("2",), statements=(Statement("x:b", "INTERACTS", "x:a"),))
    (step,) = steps_of(claim("REGULATES"), back, claim("INTERACTS", 3))
    assert step.hop.to_dict()["predicates"] == ["INTERACTS", "REGULATES"]
    assert [edge.subject for edge in step.hop.edges] == ["x:a", "x:a", "x:b"]
    (step,) = steps_of(claim("REGULATES"), back)
    assert (step.hop.predicate, step.hop.subject) == ("REGULATES", "x:a")


def test_a_hedge_is_not_hidden_behind_a_plainer_claim() -> None:
    (step,) = steps_of(claim("DECREASES"), claim("REPRESSES", 2, certainty="hedged"))
    assert step.explain().startswith("A lowers B (stated; ")


def test_what_is_surer_elsewhere_is_said_to_be_elsewhere() -> None:
    c = Entity("x:c", "C", "Gene")
    whole = Finding(
        "s:1a",
        ("1",),
        statements=(
            Statement("x:a", "INCREASES", "x:b", 1, "hedged"),
            Statement("x:b", "INCREASES", "x:c", 2),
        ),
    )
    graph = radexo.Graph(Records(entities=(A, B, c), findings=(whole, claim("INCREASES", 2))))
    (path,) = graph.paths("A", "C")
    first = path.explain().splitlines()[0]
    assert path.support == "one-study"
    assert first == (
        "1. A may raise B (hedged; stated only in s:2a, apart from what carries the path; no "
        "cancer given; [s:1])."
    )


@examples(60)
@given(graphs(), st.data())
def test_a_sentence_says_what_its_evidence_says(graph: radexo.Graph, data: st.DataObject) -> None:
    paths = graph.paths("type:Gene", "radiosensitivity", limit=0)
    if not len(paths):
        return
    path = data.draw(st.sampled_from(paths.rows))
    steps = list(path)
    assert [(s.subject, s.object, s.sign) for s in steps] == [
        (a, b, hop.sign) for (a, b), hop in zip(pairwise(path.nodes), path.hops, strict=True)
    ]
    assert {f.id for step in steps for f in step.findings} == set(path.findings)
    for step in steps:  # with its certainty, the papers and cancers that give it
        surest = [e.finding for e in step.evidence if e.statement.certainty == step.certainty]
        assert {r.key for r in step.references} == {k for f in surest for k in f.reference_keys}
        assert {c.id for c in step.cancers} == {f.cancer for f in surest} - {None}
    assert {r for step in steps for r in step.references} <= set(path.references)
    for step, line in zip(steps, path.explain().splitlines(), strict=False):
        best = {e.statement.certainty for e in step.evidence}
        assert step.certainty in best
        assert (" may " in line) == (step.certainty == "hedged") == (best == {"hedged"})
        result = line.partition(" (")[0]
        signs = {
            row.sign
            for row in PREDICATES.values()
            if re.search(rf" ({'|'.join(row.verb)}) ", result)
        }
        assert signs == {step.sign} or (" cells release " in result and step.sign is None)


class Tags(HTMLParser):
    """The tags of a piece of HTML, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_graph_shows_itself(g: radexo.Graph) -> None:
    shown = Tags(g._repr_html_())
    assert repr(g) in shown.text
    assert "CC BY 4.0" in shown.text
    hostile = radexo.Graph(
        Records(
            sources=(Source("s", title="<script>alert(1)</script>", doi='10.1000/"><img src=x>'),)
        )
    )
    assert set(Tags(hostile._repr_html_()).tags) <= {"p", "ul", "li", "a"}


def test_a_path_fits_on_a_line(g: radexo.Graph) -> None:
    assert repr(g.paths("miR-340-5p", "KLF10", max_hops=1)[0]) == (
        "Path(miR-340-5p -| KLF10; net -1; one-study; stated; "
        "Chen 2021 [29] doi:10.1186/s13046-021-01834-9)"
    )


def test_every_row_is_short_in_a_console(g: radexo.Graph) -> None:
    for question in catalogue():
        for row in g.query(question.name, **question.example):
            cells = [text for text in row.cells().values() if text]
            assert len(repr(row)) <= len(type(row).__name__) + 2 + 82 * len(cells)
            assert not cells or repr(row).startswith(f"{type(row).__name__}({cells[0][:70]}")


def test_an_answer_in_a_notebook_says_where_it_contradicts_itself(g: radexo.Graph) -> None:
    answer = g.regulators("radiosensitivity", type="Pathway")
    note = "Wnt/beta-catenin signaling both raises and lowers radiosensitivity"
    assert answer.notes()[0].startswith(note)
    assert f"! {note}" in repr(answer)
    assert f"! {note}" in Tags(answer._repr_html_()).text
    assert not g.regulators("radiosensitivity", type="Pathway", cancer="CRC").notes()


def test_arrows_stay_whole_in_a_notebook(g: radexo.Graph) -> None:
    paths = g.paths("miR-340-5p", "radiosensitivity", limit=0)
    shown = Tags(paths._repr_html_())
    assert shown.tags.count("th") == len(paths[0].cells()) + 1  # and the marks of the notes
    assert shown.tags.count("td") == len(paths) * shown.tags.count("th")
    assert shown.tags.count("span") >= sum(len(path.hops) for path in paths)
    assert all(path.chain in shown.text for path in paths)


def test_a_chain_names_the_claim_against_what_it_claims_from_end_to_end() -> None:
    middle = Entity("x:m", "M", "Gene")
    chain = Finding(
        "s:1a",
        statements=(
            Statement(A.id, "INCREASES", middle.id),
            Statement(middle.id, "INCREASES", B.id),
        ),
    )
    against = Finding("s:2a", statements=(Statement(A.id, "DECREASES", B.id),))
    graph = radexo.Graph(Records(entities=(A, B, middle), findings=(chain, against)))
    notes = {len(path.hops): [note.text for note in path.notes] for path in graph.paths("A", "B")}
    assert notes == {1: [], 2: ["the opposite is claimed too: A lowers B"]}
