"""Pictures say what the answer says: the papers, cancers and support of the rows they draw."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

import pytest

import radexo
from radexo.explorer.page_model import show
from radexo.graph.errors import UsageError
from radexo.graph.schema import RADIOSENSITIVITY, SUPPORTS
from radexo.queries.answer import Answer
from radexo.queries.arrows import arrow_of
from radexo.queries.catalogue import catalogue, find
from radexo.views.drawing import Drawing
from radexo.views.formats import FORMATS
from radexo.views.picture import MOST_DOIS, MOST_NOTES, PictureEdge
from support.resources import answering

SVG = "{http://www.w3.org/2000/svg}"
WITHOUT_CLAIMS = {"define", "hubs", "info", "papers_on"}
"""Questions whose rows hold no claims."""
EXAMPLES: list[tuple[str, dict[str, Any], str | None]] = [
    (q.name, dict(q.example), None) for q in catalogue() if q.name not in WITHOUT_CLAIMS
]
EXAMPLES += [
    ("paths", {"source": "hypoxia", "target": "radiosensitivity", "limit": 0}, None),
    ("targets", {"names": ["miR-340-5p"], "depth": 2}, None),
    ("mechanism", {"name": "hypoxia", "support": SUPPORTS[-1], "limit": 0}, None),
]
EXAMPLES += [
    (name, given, "transfer")
    for name, given in (
        ("mechanism", {"name": "miR-340-5p"}),
        ("mechanism", {"name": "circ-METRN"}),
        ("mechanism", {"name": "survivin"}),
        ("mechanism", {"name": "hypoxia", "support": SUPPORTS[-1], "limit": 0}),
        ("paths", {"source": "hypoxia", "target": "radiosensitivity", "limit": 0}),
        ("findings", {"cancer": "CRC"}),
    )
]


@pytest.fixture(
    params=EXAMPLES,
    ids=lambda example: "-".join(filter(None, (example[0], example[2]))),
    scope="module",
)
def drawn(request: pytest.FixtureRequest, g: radexo.Graph) -> tuple[Answer[Any], Drawing]:
    """An answer whose rows hold claims, and its drawing."""
    name, parameters, layout = request.param
    answer = answering(name, g).query(name, **parameters)
    return answer, answer.draw(layout=layout)


@pytest.fixture(scope="module")
def page(drawn: tuple[Answer[Any], Drawing], g: radexo.Graph) -> dict[str, Any]:
    """The picture of all rows as the explorer shows it, placed as in the drawing."""
    answer, drawing = drawn
    layout = "transfer" if drawing.picture.layout.rooms else None
    found = show(answering(answer.name, g), answer, range(len(answer)), layout=layout)["picture"]
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def network(drawn: tuple[Answer[Any], Drawing]) -> dict[str, Any]:
    """The aspects of the drawing's CX2 file."""
    aspects = json.loads(FORMATS["cx2"].render(drawn[1].picture))
    return {name: value for aspect in aspects for name, value in aspect.items()}


@pytest.fixture(scope="module")
def data(drawn: tuple[Answer[Any], Drawing]) -> dict[str, Any]:
    """What the drawing's interactive page holds."""
    html = FORMATS["html"].render(drawn[1].picture).decode()
    found = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


@cache
def svg(drawing: Drawing) -> str:
    """A drawing's figure, drawn once."""
    return drawing.svg()


@pytest.mark.parametrize("name", sorted(WITHOUT_CLAIMS))
def test_an_answer_without_claims_says_that_there_is_nothing_to_draw(
    name: str, g: radexo.Graph
) -> None:
    with pytest.raises(UsageError, match=f"nothing to draw: the rows of {name} hold no claims"):
        g.query(name, **find(name).example).draw()


def expected(answer: Answer[Any]) -> tuple[set[str], set[str] | None, dict[str, int]]:
    """The papers, the cancers (None where rows name none) and the support of an answer."""
    rows = [row for row in answer if getattr(row, "edges", ())]
    drawn = [row for row in answer if getattr(row, "edges", ()) or hasattr(row, "mark")]
    papers = {r.number for row in drawn for r in getattr(row, "references", ())}
    cancers = (
        {cancer.name for row in rows for cancer in row.cancers}
        if all(hasattr(row, "cancers") for row in rows)
        else None
    )
    found = [row.support for row in rows if hasattr(row, "support")]
    return papers, cancers, {level: found.count(level) for level in SUPPORTS if level in found}


def test_a_picture_has_the_papers_cancers_and_support_of_its_rows(
    drawn: tuple[Answer[Any], Drawing],
) -> None:
    answer, drawing = drawn
    papers, cancers, support = expected(answer)
    assert {r.number for r in drawing.picture.references} == papers
    assert cancers is None or set(drawing.picture.cancers) == cancers
    assert drawing.picture.support == support


def test_the_picture_of_a_transfer_differs_in_places_alone(
    drawn: tuple[Answer[Any], Drawing],
) -> None:
    answer, drawing = drawn
    picture = drawing.picture
    if not any(node.entity.type == "Exosome" for node in picture.nodes):
        with pytest.raises(UsageError, match="no exosome is in the answer"):
            answer.draw(layout="transfer")
        return
    transfer = answer.draw(layout="transfer").picture
    for name in ("references", "cancers", "support", "footnotes", "key", "notes", "context"):
        assert getattr(transfer, name) == getattr(picture, name), name
    by_id = {edge.id: edge for edge in picture.edges}
    assert {edge.id: edge for edge in transfer.edges} == by_id
    assert {node.id for node in transfer.nodes} == {node.id for node in picture.nodes}


def test_every_format_says_so(
    drawn: tuple[Answer[Any], Drawing],
    network: dict[str, Any],
    data: dict[str, Any],
    page: dict[str, Any],
) -> None:
    _, drawing = drawn
    picture = drawing.picture
    numbers = {r.number for r in picture.references}
    supported = [f"{count} {level}" for level, count in picture.support.items()]

    texts = [t.text or "" for t in ET.fromstring(svg(drawing)).iter(f"{SVG}text")]
    figure = " ".join(texts)
    assert all(number in figure for number in numbers)
    assert all(words in figure for words in supported)
    assert all(word in figure for name in picture.cancers for word in name.split())

    result = network["networkAttributes"][0]
    assert result["cancers"] == ", ".join(picture.cancers)
    assert result.get("support", "") == ", ".join(supported)
    behind = {paper for edge in network["edges"] for paper in edge["v"]["papers"]}
    assert {paper.partition(" doi:")[0] for paper in behind} == {
        r.label for r in picture.references
    }

    assert data["support"] == picture.support
    assert data["cancers"] == list(picture.cancers)
    assert len(data["references"]) == len(numbers)

    assert page["support"] == picture.support
    assert page["cancers"] == list(picture.cancers)
    assert len(page["references"]) == len(numbers)


def concerns(note: Any, edge: PictureEdge, names: Any) -> bool:
    """Whether a note of a row is about what an edge of the picture rests on."""
    if note.kind == "contradicted":
        does = {1: "lowers", -1: "raises"}.get(edge.sign)
        claim = f"{names[edge.subject]} {does} {names[edge.object]}"
        return any(o.startswith(f"{note.finding} (") for o in edge.opposite) and claim in note.text
    if note.kind in ("denied", "confirmed"):
        ends = f"{names[edge.subject]} on {names[edge.object]}"
        return ends in note.text and edge.sign in (1, -1)
    if note.kind == "statement":
        ends = names[edge.subject], names[edge.object]
        written = (f"{ends[0]} {arrow_of(name)} {ends[1]}: " for name in edge.predicates)
        return note.finding in edge.findings and note.text.startswith(tuple(written))
    if note.kind == "endpoint" and edge.object != RADIOSENSITIVITY:
        return False  # what was measured in place of radiosensitivity
    return note.finding in edge.findings


def test_an_arrow_is_marked_where_a_note_of_the_rows_concerns_its_findings_and_only_there(
    drawn: tuple[Answer[Any], Drawing],
) -> None:
    answer, drawing = drawn
    picture = drawing.picture
    notes = list(dict.fromkeys(note for row in answer for note in getattr(row, "notes", ())))
    assert list(picture.footnotes) == notes
    assert [f"*{i} {note}" for i, note in enumerate(notes, 1)] == answer.footnotes()[1]
    for edge in picture.edges:
        found = tuple(i for i, note in enumerate(notes, 1) if concerns(note, edge, picture.names))
        assert edge.noted == found, picture.sentence(edge)
        if label := picture.labels.get(edge.id):
            assert ("*" in label.text) == bool(found), label
        else:
            assert picture.layout.kind == "rings" or not found, picture.sentence(edge)
    assert ("see the note" in [item.word for item in picture.legend]) == any(
        edge.noted for edge in picture.edges
    )


def test_every_format_has_the_notes(
    drawn: tuple[Answer[Any], Drawing],
    network: dict[str, Any],
    data: dict[str, Any],
    page: dict[str, Any],
) -> None:
    answer, drawing = drawn
    picture = drawing.picture
    lines = answer.footnotes()[1]
    caption = picture.caption().splitlines()
    assert [line for line in caption if re.match(r"\*\d", line)] == lines
    for edge in picture.edges:
        numbers = " ".join(f"*{number}" for number in edge.noted)
        lines_of = [line for line in caption if line.startswith(f"{picture.sentence(edge)} (")]
        assert any(line.endswith(f"notes {numbers})") for line in lines_of) == bool(numbers)

    tree = ET.fromstring(svg(drawing))
    texts = [t.text or "" for t in tree.iter(f"{SVG}text")]
    stars = [label.text for id, label in picture.labels.items() if "*" in label.text]
    for star in set(stars):
        assert texts.count(star) >= stars.count(star)
    figure = " ".join(texts)
    if 0 < len(lines) <= MOST_NOTES:
        assert all(word in figure for line in lines for word in line.split())
    elif lines:
        assert f"Notes *1 to *{len(lines)}: the caption lists them" in figure
        assert drawing.caption_path("figure.svg") is not None

    assert network["networkAttributes"][0].get("footnotes", "") == "\n".join(lines)
    marked = {e["v"]["sentence"] for e in network["edges"] if "*" in e["v"]["mark"]}
    assert marked == {picture.sentence(edge) for edge in picture.edges if edge.noted}

    for result in (data, page):
        assert [f"*{i} {note}" for i, note in enumerate(result["footnotes"], 1)] == lines
        assert [tuple(e["data"]["noted"]) for e in result["elements"]["edges"]] == [
            edge.noted for edge in picture.edges
        ]


def test_a_picture_shows_what_its_rows_add_to_the_claims(g: radexo.Graph) -> None:
    def nodes(answer: Answer[Any]) -> dict[str, str]:
        drawing = answer.draw()
        tree = ET.fromstring(svg(drawing))
        texts = [t.text or "" for t in tree.iter(f"{SVG}text")]
        shown = {node.id: " ".join(node.lines) for node in drawing.picture.nodes}
        assert all(line in texts for node in drawing.picture.nodes for line in node.lines)
        return shown

    moves = g.what_if(["miR-340-5p"])
    shown = nodes(moves)
    assert shown[g.entity("miR-340-5p").id] == "miR-340-5p (silenced)"
    for row in moves:
        word = {1: "rises", -1: "falls", 0: "rises and falls"}[row.direction]
        assert shown[row.node.id] == f"{row.node.name} ({word})"

    gaps = g.gaps()
    shown = nodes(gaps)
    for row in gaps:
        missing = "target" if row.kind == "cargo-without-target" else "pathway"
        assert shown[row.entity.id].endswith(f"(no {missing})")

    shown = nodes(g.query("biomarkers", cancer="NSCLC"))
    for row in g.query("biomarkers", cancer="NSCLC"):
        assert row.level is None or row.level in shown[row.biomarker.id]
        if not row.edges:
            assert all(r.number in shown[row.biomarker.id] for r in row.references)

    shown = nodes(g.therapy())
    for row in g.therapy():
        assert row.angle.replace("-", " ") in shown[row.entity.id]

    checked = g.coherence(cancer="GBM")
    picture = checked.draw().picture
    for edge in picture.edges:
        verdicts = {
            row.verdict
            for row in checked
            for e in row.edges
            if row.path is not None
            and row.path.endswith(f" {picture.names[e.object]}")
            and (e.subject, e.object, e.sign) == (edge.subject, edge.object, edge.sign)
        }
        assert set(filter(None, edge.word.split("; "))) == verdicts
        assert edge.word in picture.labels[edge.id].text
    assert {word for e in picture.edges for word in e.word.split("; ")} > {"undetermined"}

    compared = g.compare_cancers("CRC", "glioblastoma")
    picture = compared.draw().picture
    assert picture.key is not None
    assert "A: colorectal cancer, B: glioblastoma" in picture.context[-1]
    words = {"common": "A = B", "opposite": "A ≠ B", "only-first": "A", "only-second": "B"}
    for edge in picture.edges:
        said = {
            words[row.status]
            for row in compared
            for e in row.edges
            if (e.subject, e.object, e.sign) == (edge.subject, edge.object, edge.sign)
        }
        assert set(edge.word.split("; ")) == said
        assert edge.word in picture.labels[edge.id].text


@pytest.mark.unmeasured
def test_what_no_row_stands_for_has_its_notes_as_well(g: radexo.Graph) -> None:
    everything = g.draw().picture
    noted = {finding.id for finding in g.store.findings() if finding.review_note}
    for edge in everything.edges:
        assert not noted & set(edge.findings) or edge.noted, everything.sentence(edge)
    alone = g.mechanism("miR-340-5p").draw(evidence="all").picture
    assert len(alone.footnotes) > len(g.mechanism("miR-340-5p").draw().picture.footnotes)


def test_a_picture_draws_the_evidence_that_carries_the_row_or_all_of_it(g: radexo.Graph) -> None:
    answer = g.mechanism("miR-340-5p")
    carrying, everything = answer.draw().picture, answer.draw(evidence="all").picture
    behind = {
        key
        for edge in answer.edges()
        for evidence in edge.evidence
        for key in evidence.finding.reference_keys
    }
    assert {r.key for r in everything.references} == behind
    assert {r.key for r in carrying.references} == {r.key for r in answer.references()} < behind
    with pytest.raises(UsageError, match="carrying, all"):
        answer.draw(evidence="some")


@pytest.mark.unmeasured
def test_a_mark_stands_where_the_study_changes_and_only_there(g: radexo.Graph) -> None:
    for path in g.paths("hypoxia", "radiosensitivity", limit=0):
        answer = g.paths("hypoxia", "radiosensitivity", limit=0)
        single = Answer(answer.name, answer.parameters, (path,), answer.row_type, g.version)
        picture = radexo.views.picture.picture_of(single, g.store)
        marked = [edge for edge in picture.edges if edge.joint]
        assert bool(marked) == (path.support == SUPPORTS[-1])
        assert ("the study changes here" in [i.word for i in picture.legend]) == bool(marked)
    stitched = g.paths("hypoxia", "radiosensitivity", sign=1).draw()
    joints = [stitched.picture.sentence(e) for e in stitched.picture.edges if e.joint]
    assert "Wnt/beta-catenin signaling -> radiosensitivity" in joints
    assert "the study changes before this arrow" in stitched.picture.caption()


def test_arrows_carry_the_numbers_of_their_papers(g: radexo.Graph) -> None:
    picture = g.mechanism("hypoxia").draw().picture
    assert len(picture.labels) == len(picture.edges)
    for edge in picture.edges:
        numbers = picture.labels[edge.id].text.partition("*")[0].strip("[]").split(", ")
        assert {f"[{n}]" for n in numbers} == {r.number for r in edge.references}


def test_no_words_of_the_command_line_stand_in_a_figure(drawn: tuple[Answer[Any], Drawing]) -> None:
    _, drawing = drawn
    tree = ET.fromstring(svg(drawing))
    texts = [t.text or "" for t in tree.iter(f"{SVG}text")]
    assert not [text for text in texts if "--" in text or "radexo " in text]
    assert drawing.picture.command in svg(drawing).replace("&#x27;", "'")  # in the metadata


@pytest.mark.unmeasured
def test_a_figure_with_many_papers_has_a_caption_file(g: radexo.Graph, tmp_path: Any) -> None:
    drawing = g.mechanism("miR-340-5p").draw()
    assert len(drawing.picture.references) <= MOST_DOIS
    assert len(drawing.picture.footnotes) <= MOST_NOTES
    drawing.save(tmp_path / "few.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["few.svg"]
    drawing = g.regulators("radiosensitivity").draw()
    drawing.save(tmp_path / "many.png")
    drawing.save(tmp_path / "many.cx2")
    caption = (tmp_path / "many.caption.txt").read_text(encoding="utf-8")
    papers = caption.split("\nPapers\n")[1].splitlines()
    opened = [r for r in drawing.picture.references if r.url and not r.doi]
    assert opened
    assert all(any(r.url in line for line in papers) for r in opened)
    assert all(any(line.startswith(r.cited) for line in papers) for r in drawing.picture.references)
    assert len(list(tmp_path.iterdir())) == 4


def test_every_arrow_in_columns_has_its_papers_and_what_the_rows_say(
    drawn: tuple[Answer[Any], Drawing],
) -> None:
    picture = drawn[1].picture
    if picture.layout.kind == "columns":
        without = [
            edge.id for edge in picture.edges if edge.references and not picture.labels.get(edge.id)
        ]
        assert not without
    said = [edge for edge in picture.edges if edge.word]
    assert all(edge.word in picture.labels[edge.id].text for edge in said)
    assert bool(picture.key) >= bool(said)


def test_on_rings_nothing_says_that_arrows_have_words(g: radexo.Graph) -> None:
    picture = g.coherence().draw(layout="rings").picture
    assert any(edge.word for edge in picture.edges)
    assert picture.key is None


def test_every_start_that_a_row_gathers_is_drawn(g: radexo.Graph) -> None:
    answer = g.mechanism("miR-340-5p", "KLF10")
    gathered = [start for row in answer for start in row.starts]
    assert len(gathered) > 1
    assert {start.id for start in gathered} <= {n.id for n in answer.draw().picture.nodes}
