"""Pictures: one look for each type, sign and certainty; nothing overlaps.

Nothing that an answer rests on is lost.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

import radexo
from radexo.cli.commands import answer_of
from radexo.cli.frame import Settings, cli
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.graph.schema import CERTAINTIES, ENTITY_TYPES, PREDICATES
from radexo.queries.catalogue import Question, catalogue
from radexo.views.layout import columns as layouts
from radexo.views.layout.columns import Arrow, Box, Layout, along, columns, crossings, flat
from radexo.views.layout.rings import Dot, rings
from radexo.views.layout.shapes import outline, rim, text_width, wrap
from radexo.views.picture import Picture, picture_of, picture_of_graph
from radexo.views.style import (
    BAND,
    CONTRADICTED,
    DARK,
    DARK_EDGES,
    DARK_ROOMS,
    DASHES,
    EDGES,
    LAYERS,
    MUTED,
    NODES,
    PAPER,
    SCALE,
    TEXT,
    UNMEASURED,
    dash_of,
    kind_of,
    width_of,
)
from support.examples import examples
from support.resources import answering

VIEWS = Path(radexo.__file__).parent / "views"
CLAIMING = [q for q in catalogue() if q.name not in ("define", "info", "hubs", "papers_on")]
"""The questions whose answers hold claims."""


# -- looks -----------------------------------------------------------------------------------------


def test_every_type_predicate_and_certainty_has_a_look() -> None:
    assert set(NODES) == {name for name, row in ENTITY_TYPES.items() if not row.abstract}
    assert {kind_of(name) for name in PREDICATES} == set(EDGES)
    assert set(DASHES) == set(CERTAINTIES)
    assert all(
        {style.layer, style.carried or style.layer, style.passive or style.layer} <= set(LAYERS)
        for style in NODES.values()
    )
    assert all(outline(style.shape, 60, 30) for style in NODES.values())


def test_no_two_types_claims_or_certainties_look_alike() -> None:
    def all_different(looks: Sequence[Any]) -> bool:
        return len(set(looks)) == len(looks)

    assert all_different([(s.shape, s.fill, s.line, s.line_width) for s in NODES.values()])
    assert all_different([s.color for s in EDGES.values()])
    assert all_different([s.head for s in EDGES.values()])
    assert all_different([dash_of(certainty) for certainty in CERTAINTIES])
    assert [width_of(n) for n in (1, 2, 3)] == sorted({width_of(n) for n in (1, 2, 3)})


def test_only_the_style_table_knows_a_color() -> None:
    for path in [*VIEWS.glob("*.py"), *(VIEWS / "page").iterdir()]:
        if path.name != "style.py":
            found = re.findall(
                r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?!\w)", path.read_text(encoding="utf-8")
            )
            assert found == [], f"{path.name}: {found}"


Color = tuple[float, float, float]


def linear(color: str) -> Color:
    """The linear light of a color."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return (red, green, blue)


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2: 3 is enough for lines, 4.5 for text."""
    weights = (0.2126, 0.7152, 0.0722)
    light = sorted(
        sum(w * c for w, c in zip(weights, linear(color), strict=True)) for color in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


def test_lines_and_text_stand_out() -> None:
    lines = (
        [s.line for s in NODES.values()] + [s.color for s in EDGES.values()] + [CONTRADICTED.color]
    )
    assert {line: c for line in lines if (c := contrast(line, PAPER)) < 3} == {}
    texts = [(s.text, PAPER) for s in (*EDGES.values(), CONTRADICTED)] + [
        (TEXT, fill) for fill in (*(s.fill for s in NODES.values()), *SCALE, UNMEASURED)
    ]
    texts += [(MUTED, BAND), (MUTED, PAPER), (TEXT, PAPER)]
    assert {pair: c for pair in texts if (c := contrast(*pair)) < 4.5} == {}


# Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision
# deficiency, IEEE Trans Vis Comput Graph 2009;15(6):1291-8 (doi:10.1109/TVCG.2009.113), table 1:
# severity 1.0, on linear light
MACHADO: dict[str, tuple[Color, Color, Color]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def lab(color: str, kind: str) -> Color:
    """CIE L*a*b* (D65) of a color as someone with a kind of color blindness sees it."""
    seen = [
        min(max(sum(m * c for m, c in zip(row, linear(color), strict=True)), 0), 1)
        for row in MACHADO[kind]
    ]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in rows]
    x, y, z = (
        v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116
        for v in (c / w for c, w in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def apart(one: str, other: str, kind: str) -> float:
    """How different two colors look (CIE 1976)."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, kind), lab(other, kind), strict=True)) ** 0.5


@pytest.mark.parametrize("kind", MACHADO)
def test_the_signs_stay_apart_for_the_color_blind(kind: str) -> None:
    assert apart(EDGES["plus"].color, EDGES["minus"].color, kind) > 80
    for sign in ("plus", "minus"):
        assert apart(EDGES[sign].color, EDGES["unsigned"].color, kind) > 25
    assert EDGES["plus"].head != EDGES["minus"].head


@pytest.mark.parametrize("kind", MACHADO)
def test_the_signs_stay_apart_on_a_dark_page_too(kind: str) -> None:
    assert set(DARK_EDGES) == set(EDGES)
    assert apart(DARK_EDGES["plus"], DARK_EDGES["minus"], kind) > 60
    for sign in ("plus", "minus"):
        assert apart(DARK_EDGES[sign], DARK_EDGES["unsigned"], kind) > 20
    paper, band = DARK["PAPER"], DARK["BAND"]
    texts = [(DARK["TEXT"], paper), (DARK["TEXT"], band), (DARK["MUTED"], band)]
    texts += [(color, paper) for color in DARK_EDGES.values()]
    texts += [(DARK["MUTED"], fill) for fill in DARK_ROOMS.values()]
    assert {pair: c for pair in texts if (c := contrast(*pair)) < 4.5} == {}


@pytest.mark.parametrize("kind", MACHADO)
def test_what_rose_and_what_fell_stay_apart_for_the_color_blind(kind: str) -> None:
    lowest, low, middle, high, highest = SCALE
    assert apart(lowest, highest, kind) > 40
    assert apart(low, high, kind) > 15
    for end in (lowest, highest):
        assert apart(end, middle, kind) > 20
    for fill in SCALE:
        assert fill == middle or apart(fill, middle, kind) > 5
    assert apart(middle, UNMEASURED, kind) > 8


def test_red_and_green_would_not_have_stayed_apart() -> None:
    assert apart("#2CA02C", "#D62728", "none") > 80
    assert apart("#2CA02C", "#D62728", "deuteranopia") < 40


# -- layout ----------------------------------------------------------------------------------------


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Box], list[Arrow]]:
    """Boxes of some layers with links between them.

    Parallel ones, loops, circles and links that lead back among them.
    """
    count = draw(st.integers(1, 14))
    shapes = st.sampled_from(sorted({style.shape for style in NODES.values()}))
    boxes = [
        Box(
            f"n{i}",
            draw(st.sampled_from(list(LAYERS))),
            draw(st.integers(30, 160)),
            draw(st.integers(24, 70)),
            draw(shapes),
        )
        for i in range(count)
    ]
    ends = draw(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=26)
    )
    return boxes, [Arrow(f"e{i}", f"n{a}", f"n{b}") for i, (a, b) in enumerate(ends)]


def overlapping(layout: Layout, margin: float = 0.0) -> list[tuple[str, str]]:
    boxes = {id: place.box(margin) for id, place in layout.places.items()}
    return [
        (one, other) for one, other in combinations(boxes, 2) if touch(boxes[one], boxes[other])
    ]


def touch(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def behind(layout: Layout, links: Sequence[Arrow]) -> Iterator[tuple[str, str]]:
    """Edges that run behind a node that is not an end of theirs."""
    for link in links:
        others = [
            (id, p.box(-0.5))
            for id, p in layout.places.items()
            if id not in (link.subject, link.object)
        ]
        for x, y in flat(layout.routes[link.id]):
            yield from (
                (link.id, id)
                for id, (left, top, right, bottom) in others
                if left < x < right and top < y < bottom
            )


@given(networks())
@examples(150)
def test_columns_keep_what_they_promise(network: tuple[list[Box], list[Arrow]]) -> None:
    boxes, links = network
    found = columns(boxes, links)
    assert overlapping(found, 1.0) == []
    assert set(behind(found, links)) == set()
    bands = {band.layer: band for band in found.bands}
    assert [band.layer for band in found.bands] == [layer for layer in LAYERS if layer in bands]
    assert all(
        a.right == pytest.approx(b.left) for a, b in zip(found.bands, found.bands[1:], strict=False)
    )
    for box in boxes:
        left, _, right, _ = found.places[box.id].box()
        assert bands[box.layer].left < left < right < bands[box.layer].right
        assert (found.places[box.id].width, found.places[box.id].height) >= (box.width, box.height)
    for link in links:
        for id, (x, y) in (
            (link.subject, found.routes[link.id][0]),
            (link.object, found.routes[link.id][-1]),
        ):
            left, top, right, bottom = found.places[id].box(3)
            assert left <= x <= right
            assert top <= y <= bottom
    assert columns(boxes, links) == found


@given(networks())
@examples(150)
def test_the_order_in_columns_is_never_worse_than_the_naive_one(
    network: tuple[list[Box], list[Arrow]],
) -> None:
    boxes, links = network
    depths = layouts._depths(boxes, links)
    rank_of, layers = layouts._ranks(boxes, LAYERS, depths)
    naive = layouts._Plan({box.id: box for box in boxes}, rank_of, links, len(layers))
    assert columns(boxes, links).crossings <= naive.crossings()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_crossings_are_counted_right(pairs: list[tuple[int, int]]) -> None:
    assert crossings(pairs) == sum(
        (a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2)
    )


def test_an_avoidable_crossing_is_avoided() -> None:
    boxes = [
        Box(id, layer, 60, 30)
        for id, layer in (("a", "cargo"), ("b", "cargo"), ("c", "target"), ("d", "target"))
    ]
    assert columns(boxes, [Arrow("1", "a", "d"), Arrow("2", "b", "c")]).crossings == 0


def test_parts_that_do_not_hang_together_stand_close(g: radexo.Graph) -> None:
    placed = g.biomarkers().draw(layout="columns").picture.layout
    spans = sorted(
        (place.y - place.height / 2, place.y + place.height / 2) for place in placed.places.values()
    )
    spans += [(y, y) for route in placed.routes.values() for _, y in flat(route)]
    empty, reached = 0.0, min(spans)[0]
    for top, bottom in sorted(spans):
        empty, reached = max(empty, top - reached), max(reached, bottom)
    assert empty < 40


@given(networks())
@examples(60)
def test_rings_keep_what_they_promise(network: tuple[list[Box], list[Arrow]]) -> None:
    boxes, links = network
    dots = [Dot(box.id, box.layer, f"name of {box.id}", box.shape) for box in boxes]
    found = rings(dots, links)
    assert overlapping(found) == []
    inner = [id for id, place in found.places.items() if place.x or place.y]
    labels = {id: box for id, box in found.labels.items() if id in inner}
    assert not any(touch(one, other) for one, other in combinations(labels.values(), 2))
    assert not any(
        touch(box, place.box()) for box in labels.values() for place in found.places.values()
    )
    assert rings(dots, links) == found
    badges = {link.id: 0.42 for link in links if link.subject != link.object}
    marked = rings(dots, links, badges)
    spots = [along(marked.routes[id], far) for id, far in badges.items()]
    assert not any(
        box[0] < x < box[2] and box[1] < y < box[3]
        for id, box in marked.labels.items()
        if id in inner
        for x, y in spots
    )


def test_a_title_says_where_all_of_a_type_are_asked_about(g: radexo.Graph) -> None:
    assert (
        g.paths("type:MiRNA", "radiosensitivity").draw().picture.title
        == "Paths: any miRNA, radiosensitivity"
    )


@pytest.mark.parametrize("shape", sorted({style.shape for style in NODES.values()}))
def test_lines_end_at_a_shapes_rim(shape: str) -> None:
    points = outline(shape, 100, 40)
    for toward in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.6, 0.8), (-0.8, 0.6)):
        x, y = rim(points, toward)
        assert abs(x) <= 50.01
        assert abs(y) <= 20.01
        assert x * toward[0] + y * toward[1] > 5


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=80))
def test_broken_lines_lose_nothing_and_fit(text: str) -> None:
    lines = wrap(text, 120, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= 120 for line in lines)


# -- what a picture holds --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures(g: radexo.Graph) -> dict[str, Picture]:
    """A picture for every question whose answer holds claims, and one of everything."""
    drawn = {
        q.name: answering(q.name, g).query(q.name, **q.example).draw().picture for q in CLAIMING
    }
    return {**drawn, "graph": g.draw().picture}


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", [*(q.name for q in CLAIMING), "graph"])
def test_the_legend_explains_what_is_there_and_nothing_else(
    pictures: dict[str, Picture], name: str
) -> None:
    picture = pictures[name]
    keys: dict[str, set[str]] = {}
    for item in picture.legend:
        keys.setdefault(item.group, set()).add(item.key)
    assert keys.get("node") == {node.entity.type for node in picture.nodes}
    assert keys.get("edge") == {edge.kind for edge in picture.edges}
    assert keys.get("certainty") == {edge.certainty for edge in picture.edges}
    assert ("width" in keys) == (len({len(edge.findings) for edge in picture.edges}) > 1)
    assert ("badge" in keys) == any(edge.opposite for edge in picture.edges)


@pytest.mark.parametrize("question", CLAIMING, ids=lambda q: q.name)
def test_nothing_that_an_answer_rests_on_is_lost(
    g: radexo.Graph, pictures: dict[str, Picture], question: Question
) -> None:
    answer = answering(question.name, g).query(question.name, **question.example)
    picture = answer.draw(evidence="all").picture
    gathered = [
        (edge, e)
        for row in answer.rows
        for start in getattr(row, "starts", ())
        for edge in g.store.out_edges(start.id)
        if edge.object == row.nodes[1].id
        for e in g.store.evidence(edge)
        if e.finding.id in row.findings
    ]  # the first steps of the starts that one row stands for
    claims = {(edge.subject, edge.predicate, edge.object) for edge in answer.edges()}
    claims |= {(edge.subject, edge.predicate, edge.object) for edge, _ in gathered}
    drawn = {
        (edge.subject, predicate, edge.object)
        for edge in picture.edges
        for predicate in edge.predicates
    }
    assert drawn == claims
    behind = {
        (edge.subject, edge.object, e.finding.id, e.statement.certainty)
        for edge in answer.edges()
        for e in edge.evidence
    }
    behind |= {
        (edge.subject, edge.object, e.finding.id, e.statement.certainty) for edge, e in gathered
    }
    shown = {
        (edge.subject, edge.object, f.finding, f.certainty)
        for edge in picture.edges
        for f in edge.facts
    }
    assert shown == behind
    named = {
        id for row in answer.rows for id in getattr(row, "findings", ()) if isinstance(id, str)
    }
    if question.name not in ("biomarkers", "compare_cancers"):
        assert named <= {finding for edge in picture.edges for finding in edge.findings}


def test_the_whole_graph_is_drawn_whole(g: radexo.Graph, pictures: dict[str, Picture]) -> None:
    picture = pictures["graph"]
    drawn = {
        (edge.subject, predicate, edge.object)
        for edge in picture.edges
        for predicate in edge.predicates
    }
    assert drawn == {(edge.subject, edge.predicate, edge.object) for edge in g.store.edges()}
    assert {f.finding for edge in picture.edges for f in edge.facts} == {
        f.id for f in g.store.findings() if f.statements
    }
    undrawn = len(list(g.store.entities())) - len(picture.nodes)
    assert any(note.startswith(f"{undrawn} entities without a claim") for note in picture.notes)


def test_opposite_claims_stay_two_edges_and_say_so(g: radexo.Graph) -> None:
    picture = (
        g.query("relation", a="Wnt/beta-catenin signaling", b="radiosensitivity").draw().picture
    )
    assert sorted(edge.sign or 0 for edge in picture.edges) == [-1, 1]
    one, other = picture.edges
    assert [id.split(" ")[0] for id in one.opposite] == list(other.findings)
    assert [id.split(" ")[0] for id in other.opposite] == list(one.findings)
    (x0, y0), (x1, y1) = (picture.badge(edge) or (0, 0) for edge in picture.edges)
    assert abs(x0 - x1) + abs(y0 - y1) > 13
    assert set(flat(picture.layout.routes[one.id])).isdisjoint(
        flat(picture.layout.routes[other.id])
    )


def test_a_contradiction_is_noted_even_where_its_other_side_is_not_drawn(g: radexo.Graph) -> None:
    picture = g.query("mechanism", name="miR-301a").draw().picture
    edge = next(
        e for e in picture.edges if picture.names[e.subject] == "Wnt/beta-catenin signaling"
    )
    assert edge.sign == -1
    assert edge.opposite == ("sun2022:64a (colorectal cancer)",)
    assert not any(
        e.sign == 1 and (e.subject, e.object) == (edge.subject, edge.object) for e in picture.edges
    )


@pytest.mark.parametrize("question", CLAIMING, ids=lambda q: q.name)
def test_the_command_in_a_picture_draws_it_again(
    g: radexo.Graph, pictures: dict[str, Picture], question: Question
) -> None:
    radexo_, draw, name, *arguments = shlex.split(pictures[question.name].command)
    assert [radexo_, draw, name] == ["radexo", "draw", question.name.replace("_", "-")]
    settings = Settings()
    settings.graph = answering(question.name, g)
    with (
        click.Context(cli, obj=settings, **cli.context_settings) as root,
        click.Context(cli, parent=root) as inner,
    ):
        again = answer_of(inner, name, tuple(arguments)).draw().picture
    assert again.to_dict() == pictures[question.name].to_dict()


@pytest.mark.parametrize("name", [*(q.name for q in CLAIMING), "graph"])
def test_a_picture_is_plain_json_fit_for_a_page(pictures: dict[str, Picture], name: str) -> None:
    content = json.loads(json.dumps(pictures[name].to_dict(), allow_nan=False))
    ids = {node["data"]["id"] for node in content["elements"]["nodes"]}
    assert len(ids) == len(content["elements"]["nodes"])
    left, top, right, bottom = content["bounds"]
    for node in content["elements"]["nodes"]:
        assert left <= node["position"]["x"] <= right
        assert top <= node["position"]["y"] <= bottom
        assert node["data"]["type"] in node["classes"].split()
    for edge in content["elements"]["edges"]:
        assert {edge["data"]["source"], edge["data"]["target"]} <= ids
        assert edge["data"]["kind"] in edge["classes"].split()
        assert len(edge["data"]["route"]) % 3 == 1
        assert edge["data"]["facts"]


@pytest.mark.parametrize("name", ["define", "info", "hubs", "papers_on"])
def test_an_answer_without_claims_is_refused(g: radexo.Graph, name: str) -> None:
    question = next(q for q in catalogue() if q.name == name)
    with pytest.raises(UsageError, match="nothing to draw"):
        answering(name, g).query(name, **question.example).draw()


def test_an_empty_answer_or_graph_is_refused_with_the_reason(g: radexo.Graph) -> None:
    with pytest.raises(UsageError, match="nothing acts on hypoxia within 1 hop"):
        g.regulators("hypoxia").draw()
    with pytest.raises(UsageError, match="no claims"):
        radexo.Graph(Records()).draw()
    with pytest.raises(UsageError, match="'spiral': use one of: columns, rings"):
        g.regulators("KLF10").draw(layout="spiral")


def test_more_claims_than_a_picture_shows_are_refused(
    g: radexo.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("radexo.views.picture.MOST_CLAIMS", 5)
    with pytest.raises(UsageError, match=r"too many for one picture .5 at most.; .* limit"):
        g.regulators("radiosensitivity").draw()
    assert len(g.regulators("radiosensitivity", limit=5).draw().picture.edges) == 5


def test_a_filter_holds_in_the_picture(g: radexo.Graph) -> None:
    picture = g.regulators("radiosensitivity", cancer="CRC").draw().picture
    assert {fact.cancer for edge in picture.edges for fact in edge.facts} == {"colorectal cancer"}


def test_a_biomarker_without_a_claim_is_drawn_with_what_its_level_says(g: radexo.Graph) -> None:
    answer = g.biomarkers()
    picture = answer.draw().picture
    marks = {node.id: node.marks for node in picture.nodes if node.marks}
    assert set(marks) == {row.biomarker.id for row in answer}
    assert sum(map(len, marks.values())) == len(answer)


def test_roles_decide_the_layer() -> None:
    entities = (
        Entity("x:e", "vesicles", "Exosome"),
        Entity("x:a", "A", "Gene"),
        Entity("x:b", "B", "Gene"),
        Entity("x:c", "C", "Cell"),
        Entity("x:d", "D", "Cell"),
    )
    claims = [
        ("x:d", "RELEASES", "x:e"),
        ("x:e", "CARRIES", "x:a"),
        ("x:a", "INCREASES", "x:b"),
        ("x:b", "REGULATES", "x:c"),
    ]
    statements = tuple(Statement(*claim, number=i) for i, claim in enumerate(claims, 1))
    graph = radexo.Graph(
        Records(entities=entities, findings=(Finding("s:1a", statements=statements),))
    )
    assert {node.entity.name: node.layer for node in graph.draw().picture.nodes} == {
        "D": "source",
        "vesicles": "exosome",
        "A": "cargo",
        "B": "target",
        "C": "target",
    }


def test_what_a_finding_calls_cargo_stands_with_the_cargo_where_no_carrier_is_drawn(
    g: radexo.Graph,
) -> None:
    picture = g.gaps(kind="cargo-without-target").draw().picture
    carried = {node.entity.name: node.layer for node in picture.nodes if node.entity.type == "Gene"}
    assert carried.keys() >= {"BIRC5", "DNAJB8", "Hsp70"}
    assert set(carried.values()) == {"cargo"}
    layers = {n.entity.name: n.layer for n in g.targets("miR-340-5p").draw().picture.nodes}
    assert layers["KLF10"] == layers["UVRAG"] == "target"


HEADED = {
    "mechanism": ({"name": "circATP8B4"}, "Target"),
    "sponges": ({}, "Target"),
    "what_if": ({"names": ["NORAD"]}, "Regulator or target"),
    "biomarkers": ({"cancer": "NSCLC"}, "Target"),
}


@pytest.mark.parametrize("question", HEADED)
def test_a_heading_is_true_of_what_is_below_it(g: radexo.Graph, question: str) -> None:
    parameters, heading = HEADED[question]
    picture = g.query(question, **parameters).draw().picture
    assert {b.layer: b.heading for b in picture.layout.bands}.get("target") == heading
    below = {node.id for node in picture.nodes if node.layer == "cargo"}
    assert below <= {cargo for cargo in below if g.carriers_of(cargo).rows}
    if heading == "Target":
        acted = {edge.object for edge in picture.edges if edge.sign is not None}
        assert {node.id for node in picture.nodes if node.layer == "target"} <= acted


def test_a_target_that_neither_acts_nor_is_acted_on_has_another_heading() -> None:
    entities = (Entity("x:a", "A", "Gene"), Entity("x:b", "B", "MiRNA"))
    finding = Finding("s:1a", statements=(Statement("x:a", "BINDS", "x:b", number=1),))
    graph = radexo.Graph(Records(entities=entities, findings=(finding,)))
    bands = graph.draw(layout="columns").picture.layout.bands
    assert [band.heading for band in bands] == ["Target or other"]


def test_what_contradicts_through_chains_is_named_and_the_rest_has_the_mark(
    g: radexo.Graph,
) -> None:
    answer = g.contradictions()
    picture = answer.draw().picture
    pairs: dict[str, set[tuple[str, str]]] = {"edge": set(), "path": set()}
    for row in answer:
        pairs[row.level].add((row.subject.name, row.object.name))
    names = picture.names
    assert {(names[e.subject], names[e.object]) for e in picture.edges if e.opposite} == pairs[
        "edge"
    ]
    assert pairs["path"] == {("NORAD", "EEPD1")}
    assert picture.context[-1] == "Opposite through chains, which no ! marks: NORAD to EEPD1"
    assert g.contradictions("Wnt", max_hops=1).draw().picture.key is None


def test_a_figure_says_what_was_left_out_without_words_of_the_command_line(g: radexo.Graph) -> None:
    chains = g.mechanism("miR-93-5p", "FOXA1").draw().picture
    assert chains.remarks == ("6 of 10 chains left out by support below one-passage",)
    few = g.paths("miR-340-5p", "radiosensitivity", limit=2).draw().picture
    assert few.notes
    assert few.remarks == ("2 of 6 paths shown",)
    ended = (
        "search stopped after 30 s; more paths may exist, ask for fewer hops; ask for one cancer"
    )
    assert replace(few, notes=(ended,)).remarks == (
        "search stopped after 30 s",
        "more paths may exist",
    )


def test_a_title_says_which_of_several_things_was_asked(g: radexo.Graph) -> None:
    asked = {
        "Gaps: cargo without target": g.gaps(kind="cargo-without-target"),
        "Therapy: deliver cargo": g.therapy(angle="deliver-cargo"),
        "What if: silence, NORAD": g.what_if("NORAD"),
        "Cargo by effect: decrease, glioblastoma": g.cargo_by_effect("decrease", cancer="GBM"),
        "Depends on: sun2022:29a": g.depends_on("sun2022:29a"),
        "Metapath: MiRNA – Gene – Radiosensitivity": g.metapath("MiRNA-Gene-Radiosensitivity"),
        "Paths: hypoxia, radiosensitivity": g.paths("hypoxia", "radiosensitivity"),
    }
    assert {title: answer.draw().picture.title for title, answer in asked.items()} == {
        title: title for title in asked
    }


@pytest.mark.unmeasured
def test_the_store_is_asked_for_names_only(g: radexo.Graph) -> None:
    answer = g.mechanism("miR-340-5p", "KLF10")
    assert picture_of(answer, g.store).to_dict() == answer.draw().picture.to_dict()
    assert picture_of_graph(g.store).to_dict() == g.draw().picture.to_dict()


# -- one target: two sides ------------------------------------------------------------------------


@pytest.mark.parametrize("cancer", [None, "glioblastoma"])
def test_what_raises_a_target_stands_on_its_left_and_what_lowers_it_on_its_right(
    g: radexo.Graph, cancer: str | None
) -> None:
    picture = g.regulators("radiosensitivity", cancer=cancer).draw().picture
    places = picture.layout.places
    hub = places["radexo:radiosensitivity"]
    kinds: dict[str, set[str]] = {}
    for edge in picture.edges:
        kinds.setdefault(edge.subject, set()).add(edge.kind)
    for id, found in kinds.items():
        if found == {"plus"}:
            assert places[id].x < hub.x
        elif found == {"minus"}:
            assert places[id].x > hub.x
    headings = [band.heading for band in picture.layout.bands]
    assert headings == ["Raises", "Effect", "Lowers", "Direction not given"]
    assert overlapping(picture.layout) == []
    assert (
        list(behind(picture.layout, [Arrow(e.id, e.subject, e.object) for e in picture.edges]))
        == []
    )


def test_the_surest_and_best_supported_stand_next_to_the_target(g: radexo.Graph) -> None:
    picture = g.regulators("radiosensitivity").draw().picture
    places = picture.layout.places
    lowering = [e for e in picture.edges if e.kind == "minus" and places[e.subject].x > 0]
    alone = [e for e in lowering if [o.subject for o in picture.edges].count(e.subject) == 1]
    columns_of: dict[float, list[tuple[int, int]]] = {}
    for edge in alone:
        rank = (CERTAINTIES.index(edge.certainty), -len(edge.findings))
        columns_of.setdefault(places[edge.subject].x, []).append(rank)
    near, *farther = (columns_of[x] for x in sorted(columns_of))
    assert all(max(near) <= min(ranks) for ranks in farther)
    top_down = sorted(alone, key=lambda e: (places[e.subject].x, places[e.subject].y))
    ranks = [(CERTAINTIES.index(e.certainty), -len(e.findings)) for e in top_down]
    assert ranks == sorted(ranks)


def test_few_regulators_stay_in_the_columns_of_the_chain(g: radexo.Graph) -> None:
    picture = g.regulators("radiosensitivity", type="Pathway").draw().picture
    assert [band.heading for band in picture.layout.bands] == ["Pathway or process", "Effect"]


# -- claims that several sources make --------------------------------------------------------------


def test_a_claim_of_several_sources_has_a_mark_of_its_own(g: radexo.Graph, tmp_path: Path) -> None:
    merged = answering("corroborate", g)
    drawing = merged.regulators("KLF10").draw()
    picture = drawing.picture
    (edge,) = (edge for edge in picture.edges if edge.confirmed)
    assert (edge.subject, edge.object) == ("mirbase.mature:MIMAT0004692", "hgnc:11810")
    assert "\u2713*" in picture.labels[edge.id].text
    assert "another source claims it too" in [item.word for item in picture.legend]
    assert "another source claims it too; notes *" in picture.caption()
    data = [e["data"] for e in picture.to_dict()["elements"]["edges"]]
    assert [d["id"] for d in data if d.get("confirmed")] == [edge.id]
    drawing.save(tmp_path / "picture.svg")
    assert "legend-note-confirmed" in (tmp_path / "picture.svg").read_text(encoding="utf-8")


def test_what_one_source_claims_has_no_such_mark(g: radexo.Graph) -> None:
    picture = g.regulators("KLF10").draw().picture
    assert not any(edge.confirmed for edge in picture.edges)
    assert "another source claims it too" not in [item.word for item in picture.legend]
    assert not any("confirmed" in e["data"] for e in picture.to_dict()["elements"]["edges"])
