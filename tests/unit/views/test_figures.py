"""Figures for print and CX2.

Equal bytes, text that can be edited, nothing that overlaps or is cut.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from ndex2.cx2 import RawCX2NetworkFactory

import radexo
from radexo.docs.make.gallery import MOST_BYTES, PICTURES
from radexo.docs.make.gallery import main as gallery
from radexo.graph.errors import UsageError
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.views.drawing import Drawing
from radexo.views.picture import FigureStyle
from radexo.views.render.cx2 import cx2_style
from radexo.views.render.cx2 import render as cx2
from radexo.views.render.figure import PRINT_WIDTHS, figure, render
from radexo.views.style import EDGES, NODES
from support import figure_digests
from support.figure_digests import digests
from support.hostile import BAD, hostile


def transfer_of(g: radexo.Graph, name: str) -> Drawing:
    """What exosomes do with a cargo, an exposure or an exosome, in compartments."""
    return g.mechanism(name).draw(layout="transfer")


DRAWN: dict[str, Callable[[radexo.Graph], Drawing]] = {
    "miR-340-5p and KLF10": lambda g: g.mechanism("miR-340-5p", "KLF10").draw(),
    "miR-301a": lambda g: g.mechanism("miR-301a").draw(),
    "NORAD": lambda g: g.mechanism("NORAD").draw(),
    "CAF exosomes": lambda g: g.mechanism("cancer-associated fibroblast exosomes").draw(),
    "hypoxia": lambda g: g.mechanism("hypoxia").draw(),
    "all paths of hypoxia": lambda g: g.paths("hypoxia", "radiosensitivity", limit=0).draw(
        layout="columns"
    ),
    "contradictions": lambda g: g.contradictions().draw(),
    "one relation": lambda g: g.query("relation", a="NORAD", b="EEPD1").draw(),
    "regulators": lambda g: g.regulators("radiosensitivity").draw(),
    "an overlay": lambda g: g.overlay(
        pd.DataFrame({"id": ["miR-340-5p", "KLF10", "CDC25A"], "log2FC": [2.0, -0.5, -1.0]})
    ).draw(),
    **{
        f"transfer of {name}": partial(transfer_of, name=name)
        for name in ("miR-340-5p", "circ-METRN", "survivin", "hypoxia", "CAF exosomes")
    },
    "everything": lambda g: g.draw(),
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session", params=DRAWN)
def drawing(request: pytest.FixtureRequest, g: radexo.Graph) -> Drawing:
    """One of the pictures that must be good."""
    return DRAWN[request.param](g)


@pytest.fixture(scope="session")
def drawn(drawing: Drawing) -> Any:
    """The figure of that picture, at the resolution of a png."""
    made = figure(drawing.picture)
    made.set_dpi(300)
    return made


@pytest.fixture(scope="session")
def texts(drawn: Any) -> list[tuple[Text, Bbox]]:
    """Every text of that figure with its box as drawn."""
    renderer = FigureCanvasAgg(drawn).get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in drawn.axes[0].texts]


Corners = tuple[float, float, float, float]


def corners(box: Bbox) -> Corners:
    """Return the lower left and the upper right corner of a box."""
    (x0, y0), (x1, y1) = box.min, box.max
    return float(x0), float(y0), float(x1), float(y1)


def overlaps(a: Corners, b: Corners) -> bool:
    """Whether two boxes share a point; `Bbox.overlaps` finds the corners of each pair anew."""
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def test_no_text_overlaps_another_or_is_cut(drawn: Any, texts: list[tuple[Text, Bbox]]) -> None:
    whole = drawn.bbox
    for text, box in texts:
        assert whole.x0 <= box.x0 < box.x1 <= whole.x1, text.get_text()
        assert whole.y0 <= box.y0 < box.y1 <= whole.y1, text.get_text()
    # a line's box has room above and below its letters, which lines of one name share
    slim = [
        (text, (b.x0, b.y0 + b.height * 0.15, b.x1, b.y1 - b.height * 0.15)) for text, b in texts
    ]
    badges = {id(text) for text, _ in slim if str(text.get_gid()).startswith("badge")}
    named = [(text, box) for text, box in slim if id(text) not in badges]
    assert [
        (a.get_text(), b.get_text()) for (a, x), (b, y) in combinations(named, 2) if overlaps(x, y)
    ] == []


@pytest.mark.parametrize(
    "drawing", [name for name in DRAWN if name not in ("regulators", "everything")], indirect=True
)
def test_names_in_columns_stand_in_their_nodes(
    drawing: Drawing, drawn: Any, texts: list[tuple[Text, Bbox]]
) -> None:
    patches = {
        patch.get_gid(): patch.get_window_extent()
        for patch in drawn.axes[0].patches
        if patch.get_gid()
    }
    names = [(text, box) for text, box in texts if str(text.get_gid()).startswith("name-")]
    assert len({str(text.get_gid()).rsplit("-", 1)[0] for text, _ in names}) == len(
        drawing.picture.nodes
    )
    for text, box in names:
        node = patches["node-" + str(text.get_gid()).split("-")[1]]
        assert node.x0 < box.x0 < box.x1 < node.x1, text.get_text()
        assert node.y0 < box.y0 + 2 < box.y1 - 2 < node.y1, text.get_text()


def test_no_label_of_an_arrow_touches_an_arrowhead(
    drawing: Drawing, drawn: Any, texts: list[tuple[Text, Bbox]]
) -> None:
    renderer = FigureCanvasAgg(drawn).get_renderer()
    labels = [(t, corners(box)) for t, box in texts if str(t.get_gid()).startswith("cites-")]
    heads = {
        patch.get_gid(): corners(patch.get_window_extent(renderer))
        for patch in drawn.axes[0].patches
        if str(patch.get_gid()).startswith("head-")
    }
    assert len(labels) == len(drawing.picture.labels)
    assert len(heads) == sum(EDGES[e.kind].head != "none" for e in drawing.picture.edges)
    assert [
        (text.get_text(), head)
        for text, box in labels
        for head, at in heads.items()
        if overlaps(box, at)
    ] == []


def test_type_is_legible_in_print_and_a_figure_no_wider_than_that_needs(drawn: Any) -> None:
    smallest = min(text.get_fontsize() for text in drawn.axes[0].texts)
    assert smallest >= 6 - 1e-9
    if drawn.get_size_inches()[0] * 25.4 > PRINT_WIDTHS[-1] + 0.01:
        assert smallest == pytest.approx(6)


def test_every_entry_of_the_legend_is_drawn(drawing: Drawing, drawn: Any) -> None:
    shown = [t.get_text() for t in drawn.axes[0].texts if str(t.get_gid()).startswith("legend-")]
    assert shown == [item.word for item in drawing.picture.legend]


@pytest.mark.parametrize("what", ["mechanism", pytest.param("everything", marks=pytest.mark.slow)])
def test_two_runs_give_equal_bytes(g: radexo.Graph, tmp_path: Path, what: str) -> None:
    """Here, and in a program of its own with other settings."""
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nsvg.fonttype: path\nlines.scale_dashes: True\n", encoding="utf-8"
    )
    other = {"PYTHONHASHSEED": "1", "MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Tokyo"}
    done = subprocess.run(
        [sys.executable, figure_digests.__file__, what],
        env=os.environ | other,
        capture_output=True,
        text=True,
        check=True,
    )
    here = list(digests(g, what))
    assert done.stdout.split() == here
    assert len(set(here)) == 4


def test_text_in_an_svg_can_be_edited_and_says_where_it_comes_from(g: radexo.Graph) -> None:
    drawing = g.mechanism("miR-340-5p", "KLF10").draw()
    root = ET.fromstring(drawing.svg())
    words = ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]
    assert {"miR-340-5p", "KLF10", "radiosensitivity", "cell exosomes"} <= set(words)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert title.text == "Mechanism: miR-340-5p, KLF10"
    assert drawing.picture.command in str(desc.text)
    assert g.version in str(desc.text)
    assert all(str(r.doi) in str(desc.text) for r in drawing.picture.references)
    tips = ["".join(tip.itertext()) for tip in root.iter(f"{SVG}title")]
    for edge in drawing.picture.edges:
        assert any(
            tip.startswith(drawing.picture.sentence(edge)) and edge.facts[0].finding in tip
            for tip in tips
        )


def test_a_pdf_holds_its_text_and_provenance(g: radexo.Graph) -> None:
    drawing = g.regulators("KLF10").draw()
    content = render(drawing.picture, "pdf")
    assert content.startswith(b"%PDF-")
    assert b"CreationDate" not in content
    assert b"/Type0" in content  # TrueType, not outlines: the text can be selected
    assert g.version.encode("utf-16-be") in content


@pytest.mark.unmeasured
def test_the_whole_graph_is_no_heavy_file_and_its_names_stay_text(g: radexo.Graph) -> None:
    svg = g.draw().svg()
    assert len(svg) < 1_500_000
    words = {"".join(text.itertext()).strip() for text in ET.fromstring(svg).iter(f"{SVG}text")}
    assert {"miR-340-5p", "hypoxia", "KLF10"} <= words


@pytest.mark.parametrize("format", ["svg", "pdf", "png", "cx2", "html"])
@pytest.mark.parametrize("layout", ["columns", "rings"])
def test_hostile_text_is_drawn_as_text(tmp_path: Path, layout: str, format: str) -> None:
    drawing = hostile().draw(layout=layout)
    path = drawing.save(tmp_path / f"evil.{format}")
    assert path.stat().st_size > 1000
    if format == "svg":
        root = ET.parse(path).getroot()
        assert {element.tag.removeprefix(SVG) for element in root.iter()}.isdisjoint(
            {"script", "img", "image"}
        )
        assert any(
            BAD[1].split(">")[0] in "".join(tip.itertext()) for tip in root.iter(f"{SVG}title")
        )


@pytest.mark.unmeasured
def test_names_in_any_script_are_drawn(tmp_path: Path) -> None:
    entities = (
        Entity("x:a", "外泌体\x07 \u0301$x^2$ \\alpha", "Gene"),
        Entity("x:b", "W" * 90, "Process"),
    )
    finding = Finding(
        "s:1a", statements=(Statement("x:a", "INCREASES", "x:b"),), summary="\x00 \ud7ff"
    )
    drawing = radexo.Graph(Records(entities=entities, findings=(finding,))).draw()
    for format in ("svg", "pdf", "png", "html", "cx2"):
        assert drawing.save(tmp_path / f"any.{format}").stat().st_size > 1000
    ET.parse(tmp_path / "any.svg")


@pytest.mark.unmeasured
def test_a_users_own_settings_are_left_alone(g: radexo.Graph) -> None:
    before = dict(mpl.rcParams)
    g.regulators("KLF10").draw().svg()
    assert dict(mpl.rcParams) == before
    code = (
        "import radexo, sys; radexo.load().regulators('KLF10').draw().svg(); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "False\n"
    )


# -- CX2 -------------------------------------------------------------------------------------------


def test_cytoscapes_reader_finds_everything(drawing: Drawing) -> None:
    picture = drawing.picture
    network = RawCX2NetworkFactory().get_cx2network(json.loads(cx2(picture)))
    nodes, edges = network.get_nodes(), network.get_edges()
    assert {node["v"]["represents"]: (node["x"], node["y"]) for node in nodes.values()} == {
        node.id: (
            round(picture.layout.places[node.id].x, 2),
            round(picture.layout.places[node.id].y, 2),
        )
        for node in picture.nodes
    }
    id = {number: node["v"]["represents"] for number, node in nodes.items()}
    finding = sorted(
        (id[e["s"]], id[e["t"]], e["v"]["kind"], e["v"].get("sign"), tuple(e["v"]["findings"]))
        for e in edges.values()
    )
    assert finding == sorted(
        (e.subject, e.object, e.kind, e.sign, e.findings) for e in picture.edges
    )
    assert network.get_network_attributes()["graph"] == picture.graph


def test_cx2_has_the_same_looks() -> None:
    style = cx2_style()

    def mapped(group: str, name: str) -> dict[str, Any]:
        return {row["v"]: row["vp"] for row in style[group][name]["definition"]["map"]}

    assert mapped("edgeMapping", "EDGE_LINE_COLOR") == {
        kind: look.color for kind, look in EDGES.items()
    }
    assert mapped("nodeMapping", "NODE_BACKGROUND_COLOR") == {
        type: look.fill for type, look in NODES.items()
    }
    heads = mapped("edgeMapping", "EDGE_TARGET_ARROW_SHAPE")
    assert (heads["plus"], heads["minus"], heads["transport"]) == ("triangle", "tee", "circle")
    assert len(set(mapped("edgeMapping", "EDGE_LINE_STYLE").values())) == 3


# -- the pictures in the documentation -------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.unmeasured
def test_the_gallery_is_made_and_small(tmp_path: Path) -> None:
    written = gallery(str(tmp_path / "pictures"))
    assert [path.name for path in written] == list(PICTURES)
    kept = Path(radexo.__file__).parent / "docs" / "pictures"
    for path in written:
        assert 1000 < path.stat().st_size <= MOST_BYTES
        assert 1000 < (kept / path.name).stat().st_size <= MOST_BYTES
    made, there = (
        ET.parse(folder / "mechanism.svg").getroot() for folder in (tmp_path / "pictures", kept)
    )
    assert [e.text for e in there.iter(f"{SVG}text")] == [
        e.text for e in made.iter(f"{SVG}text")
    ], "run: python -m radexo.docs.make.gallery docs/pictures"


@pytest.mark.unmeasured
def test_names_without_room_are_counted(g: radexo.Graph) -> None:
    picture = g.draw().picture
    left = len(picture.nodes) - len(picture.layout.labels)
    assert left > 0
    assert f"{left} names left out for lack of space" in render(picture, "svg").decode()
    assert "left out" not in render(g.mechanism("NORAD").draw().picture, "svg").decode()


# -- how a figure looks


def in_style(g: radexo.Graph, path: Path, **style: Any) -> str:
    g.targets("NORAD").draw(path, style=FigureStyle(**style))
    return path.read_text(encoding="utf-8")


def test_a_figure_has_the_width_asked_for(g: radexo.Graph, tmp_path: Path) -> None:
    assert 'width="720pt"' in in_style(g, tmp_path / "a.svg", width=254)
    with pytest.raises(UsageError, match="30 mm: the type would be under 6 points; at least"):
        in_style(g, tmp_path / "b.svg", width=30)
    assert not (tmp_path / "b.svg").exists()


def test_title_and_legend_may_be_left_out_or_changed(g: radexo.Graph, tmp_path: Path) -> None:
    plain = in_style(g, tmp_path / "plain.svg")
    assert 'id="title-0"' in plain
    assert "raises (+)" in plain
    bare = in_style(g, tmp_path / "bare.svg", title="", legend=False)
    assert 'id="title-0"' not in bare
    assert "raises (+)" not in bare
    assert "Panel B &lt;i&gt;" in in_style(g, tmp_path / "own.svg", title="Panel B <i>")


def test_a_caption_may_be_asked_for(g: radexo.Graph, tmp_path: Path) -> None:
    in_style(g, tmp_path / "a.svg")
    assert not (tmp_path / "a.caption.txt").exists()
    in_style(g, tmp_path / "a.svg", caption=True)
    assert "10.1186/s13046-021-02084-5" in (tmp_path / "a.caption.txt").read_text("utf-8")


def test_a_font_is_one_that_is_installed(g: radexo.Graph, tmp_path: Path) -> None:
    assert "DejaVu Serif" in in_style(g, tmp_path / "a.svg", font="dejavu serif")
    with pytest.raises(UsageError, match="the font 'No Such' is not installed"):
        in_style(g, tmp_path / "b.svg", font="No Such")


def test_a_page_has_no_figure_style(g: radexo.Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="apply only to figures"):
        g.targets("NORAD").draw(tmp_path / "a.html", style=FigureStyle(width=100))
