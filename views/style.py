"""The style table: the look of types, signs, certainties and numbers of findings.

Every picture and legend reads this table; colors, shapes and dashes are defined nowhere else.
Signs differ by color and by arrowhead, and the two colors stay apart for every common kind of color
blindness (Okabe and Ito's blue and vermillion).

Examples
--------
>>> NODES["MiRNA"].layer, NODES["MiRNA"].layer_in(carried=True, acts=True)
('target', 'cargo')
>>> EDGES[kind_of("REPRESSES")].head, EDGES[kind_of("INCREASES")].head
('bar', 'arrow')
>>> [dash_of(certainty) for certainty in CERTAINTIES]
[(), (9, 4), (2, 3)]
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from typing import Any

from ..graph.schema import CERTAINTIES, PREDICATES, PredicateClass, Sign
from ..graph.values import frozen
from ..queries.markup import PLUS, WARN

__all__ = [
    "BAND",
    "CONFIRMED",
    "CONTRADICTED",
    "DARK",
    "DARK_EDGES",
    "DARK_ROOMS",
    "DASHES",
    "EDGES",
    "FONT",
    "JOINT",
    "LAYERS",
    "MARKS",
    "MEMBRANE",
    "MUTED",
    "NODES",
    "NOTED",
    "OTHERS",
    "PANEL_LINE",
    "PAPER",
    "REGULATORS",
    "ROOMS",
    "TEXT",
    "UNMEASURED",
    "EdgeStyle",
    "LegendItem",
    "NodeStyle",
    "RoomStyle",
    "color_of",
    "dash_of",
    "head_size",
    "kind_of",
    "legend",
    "scale_legend",
    "width_of",
]

TEXT, MUTED, PAPER, BAND, PANEL_LINE = "#1F2933", "#52606D", "#FFFFFF", "#F3F6F9", "#CBD2D9"
FONT = ("DejaVu Sans", "Verdana", "Arial", "sans-serif")
"""Nodes are as wide as their names in the first of these, which is the widest."""

LAYERS: dict[str, str] = {
    "source": "Donor or exposure",
    "exosome": "Exosome",
    "cargo": "Cargo",
    "target": "Target",
    "pathway": "Pathway or process",
    "effect": "Effect",
}
"""The layers of the chain with their headings, left to right."""

REGULATORS, OTHERS = "Regulator or target", "Target or other"
"""The headings of the targets where one is none: where all of those act, and elsewhere."""


@frozen
class NodeStyle:
    """How entities of one type look.

    Parameters
    ----------
    word
        What the legend calls them.
    shape
        ellipse, pill, rounded, box, hexagon, octagon, chevron, pennant, slanted, trapezoid or
        bevel.
    fill, line, line_width
        Fill, outline and its width.
    layer
        Their place.
    carried, passive
        The layer of one that exosomes carry in the picture, and of one that acts on nothing there,
        if another.
    cx2
        The nearest of Cytoscape's shapes.
    """

    word: str
    shape: str
    fill: str
    line: str
    line_width: float
    layer: str
    cx2: str
    carried: str | None = None
    passive: str | None = None

    def layer_in(self, *, carried: bool, acts: bool) -> str:
        """Return the layer of an entity that exosomes carry, or that acts on something."""
        if carried and self.carried:
            return self.carried
        return self.passive if self.passive and not acts else self.layer


_BLUE, _GREEN, _PINK, _GREY = (
    ("#D9EDF9", "#2878AB"),
    ("#DDF2EA", "#00795A"),
    ("#F6DDEB", "#A3427A"),
    ("#EEF0F2", "#616E7C"),
)

NODES: dict[str, NodeStyle] = {
    "Exposure": NodeStyle(
        "exposure", "pennant", "#ECE6F6", "#6B4FA0", 1.4, "source", "parallelogram"
    ),
    "Cell": NodeStyle(
        "cell", "rounded", *_GREY, 1.4, "source", "round-rectangle", passive="target"
    ),
    "Tissue": NodeStyle("tissue", "box", *_GREY, 1.4, "source", "rectangle", passive="target"),
    "Patient": NodeStyle("patients", "octagon", *_GREY, 1.4, "source", "octagon", passive="target"),
    "Exosome": NodeStyle("exosomes", "ellipse", "#FFF3D6", "#A87400", 2.4, "exosome", "ellipse"),
    "MiRNA": NodeStyle("miRNA", "pill", *_BLUE, 1.4, "target", "round-rectangle", carried="cargo"),
    "LncRNA": NodeStyle(
        "lncRNA", "slanted", *_BLUE, 1.4, "target", "parallelogram", carried="cargo"
    ),
    "RNA": NodeStyle("RNA", "rounded", *_BLUE, 1.4, "target", "round-rectangle", carried="cargo"),
    "CircRNA": NodeStyle("circRNA", "octagon", *_BLUE, 1.4, "target", "octagon", carried="cargo"),
    "Gene": NodeStyle(
        "gene or protein", "box", *_GREEN, 1.4, "target", "rectangle", carried="cargo"
    ),
    "Chemical": NodeStyle(
        "chemical", "trapezoid", "#F1F4D3", "#66720B", 1.4, "target", "diamond", carried="cargo"
    ),
    "Pathway": NodeStyle("pathway", "hexagon", *_PINK, 2.4, "pathway", "hexagon"),
    "Process": NodeStyle("process", "bevel", "#FCF2F8", _PINK[1], 1.2, "pathway", "hexagon"),
    "Outcome": NodeStyle("outcome", "bevel", "#FBE9E7", "#8F3A2E", 1.2, "effect", "diamond"),
    "Radiosensitivity": NodeStyle(
        "radiosensitivity", "chevron", "#E4E7EB", "#323F4B", 1.8, "effect", "vee"
    ),
    "Disease": NodeStyle("disease", "bevel", "#FBE9E7", "#8F3A2E", 1.4, "effect", "diamond"),
    "Cancer": NodeStyle("cancer", "bevel", "#FBE9E7", "#8F3A2E", 2.0, "effect", "diamond"),
}
"""How each concrete type of the schema looks."""


@frozen
class RoomStyle:
    """How a compartment looks: its fill, its double membrane and the radius of its corners."""

    fill: str
    line: str
    radius: float


ROOMS: dict[str, RoomStyle] = {
    "donor": RoomStyle("#F6F8FA", "#7B8794", 26.0),
    "exosome": RoomStyle("#FFFAEE", NODES["Exosome"].line, 60.0),
    "recipient": RoomStyle("#F6F8FA", "#7B8794", 26.0),
}
"""How the compartments of a transfer look."""

DARK_ROOMS: dict[str, str] = {"donor": "#18212A", "exosome": "#2A2414", "recipient": "#18212A"}
"""The fills of the compartments on a dark page."""

MEMBRANE = 3.5
"""How far apart the two lines of a membrane are."""


@frozen
class EdgeStyle:
    """How claims of one kind look.

    Parameters
    ----------
    word
        What the legend calls them.
    glyph
        The same in one sign, for tables.
    color, text
        Of the line, and of words in its color.
    head
        The end at the object: arrow, bar, vee, circle, diamond, square, cross or none.
    cx2
        The nearest of Cytoscape's arrowheads.
    """

    word: str
    glyph: str
    color: str
    text: str
    head: str
    cx2: str


EDGES: dict[str, EdgeStyle] = {
    "plus": EdgeStyle("raises (+)", "+", PLUS, PLUS, "arrow", "triangle"),
    "minus": EdgeStyle("lowers (−)", "−", "#D55E00", WARN, "bar", "tee"),
    "unsigned": EdgeStyle(
        "acts on, direction not given", "0", "#3E4C59", "#3E4C59", "vee", "open_delta"
    ),
    "transport": EdgeStyle("releases or carries", "", "#7B8794", "#616E7C", "circle", "circle"),
    "membership": EdgeStyle("belongs to", "", "#9A6B9E", "#8A5B8E", "diamond", "diamond"),
    "location": EdgeStyle("is found in", "", "#4F8A8B", "#3F7374", "square", "square"),
    "association": EdgeStyle("goes with, or binds", "", "#8A7A4A", "#75673B", "none", "none"),
    "denial": EdgeStyle("no effect was seen", "∅", "#5B6470", "#5B6470", "cross", "cross_delta"),
}
"""How each kind of claim looks."""

DARK: dict[str, str] = {
    "TEXT": "#E6EBF0",
    "MUTED": "#A9B6C2",
    "PAPER": "#12181F",
    "BAND": "#1D2731",
    "PANEL_LINE": "#3A4754",
}
"""The colors of a page in dark; figures are always on white."""

DARK_EDGES: dict[str, str] = {
    "plus": "#5EB4F0",
    "minus": "#FF9A57",
    "unsigned": "#C3CCD6",
    "transport": "#93A1AF",
    "membership": "#CB9FCF",
    "location": "#7FBFC0",
    "association": "#C4B478",
    "denial": "#AEB7C1",
}
"""The colors of lines and of words about them on a dark page; the signs stay apart there too."""

SCALE: tuple[str, ...] = ("#998EC3", "#CBC5E2", "#E4E4E4", "#FBD8A0", "#F1A340")
"""The colors of measured changes from lowest to highest (after Brewer's PuOr, which stays apart for
every common kind of color blindness); names are legible on each, and the middle means no change."""

UNMEASURED = PAPER
"""The fill of what a measured table does not hold."""

DASHES: dict[str, tuple[int, ...]] = {"stated": (), "inferred": (9, 4), "hedged": (2, 3)}
"""Lengths of dash and gap by certainty."""

CONTRADICTED = EdgeStyle(
    "contradicted: another finding says the opposite", "!", WARN, WARN, "none", "none"
)
"""The badge of a claim whose opposite is in the graph."""


CONFIRMED = EdgeStyle(
    "another source claims it too", "\u2713", "#1F2933", "#1F2933", "none", "none"
)
"""The mark of a claim that several sources make, before that of its notes."""
NOTED = EdgeStyle("see the note", "*", "#1F2933", "#1F2933", "none", "none")
"""The mark of a claim whose evidence has a note."""

JOINT = EdgeStyle("the study changes here", "//", "#1F2933", "#1F2933", "none", "none")
"""The mark where a path goes on with evidence of another study."""


def kind_of(predicate: str) -> str:
    """Return the key of a predicate in `EDGES`.

    Examples
    --------
    >>> [kind_of(name) for name in ("SPONGES", "REGULATES", "CARRIES", "BINDS")]
    ['minus', 'unsigned', 'transport', 'association']
    """
    row = PREDICATES[predicate]
    return _SIGNED[row.sign] if row.cls is PredicateClass.CAUSAL else row.cls.value


_SIGNED: dict[Sign | None, str] = {1: "plus", -1: "minus", 0: "unsigned"}


def dash_of(certainty: str | None) -> tuple[int, ...]:
    """Return the dash pattern of a certainty; without one the line is solid."""
    return DASHES[certainty] if certainty else ()


def width_of(findings: int) -> float:
    """Return the width of an edge with a number of findings.

    Examples
    --------
    >>> width_of(1), width_of(3), width_of(100)
    (1.6, 3.2, 5.6)
    """
    return round(1.6 + 0.8 * (min(max(findings, 1), 6) - 1), 2)


def color_of(value: float, most: float) -> str:
    """Return the fill of a node with a measured change.

    Parameters
    ----------
    value
        The change; 0 where there is none.
    most
        The largest change of the picture, either way.

    Examples
    --------
    >>> color_of(-2.0, 2.0), color_of(0.0, 2.0), color_of(0.5, 2.0), color_of(9.0, 2.0)
    ('#998EC3', '#E4E4E4', '#F0DEC2', '#F1A340')
    """
    middle = len(SCALE) // 2
    place = middle * (1 + max(-1.0, min(1.0, value / most))) if most else float(middle)
    low = min(int(place), len(SCALE) - 2)
    pairs = zip(*(bytes.fromhex(color[1:]) for color in SCALE[low : low + 2]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - low)):02X}" for a, b in pairs)


def scale_legend(
    values: Iterable[float], most: float, *, unchanged: bool, unmeasured: bool
) -> list[LegendItem]:
    """List the legend of measured changes: the ends of the scale that occur, and what is not one.

    Parameters
    ----------
    values
        The changes in the picture.
    most
        The largest of them, either way.
    unchanged, unmeasured
        Whether something was measured without a change, or not measured.

    Examples
    --------
    >>> [item.word for item in scale_legend([-2.0], 2.0, unchanged=True, unmeasured=False)]
    ['measured: −2', 'measured: −1', 'measured, no change']
    """
    signs = {value > 0 for value in values if value}
    shown = [v for v in (-most, -most / 2, most / 2, most) if v and (v > 0) in signs]
    items = [
        LegendItem("value", color_of(v, most), f"measured: {v:+.2g}".replace("-", "−"))
        for v in shown
    ]
    if unchanged:
        items.append(LegendItem("value", color_of(0, most), "measured, no change"))
    if unmeasured:
        items.append(LegendItem("value", UNMEASURED, "not measured"))
    return items


def head_size(width: float) -> float:
    """Return the length of the arrowhead of an edge."""
    return 8 + width


@frozen
class LegendItem:
    """One entry of a legend.

    Parameters
    ----------
    group
        node, edge, certainty, width, badge, joint, note or value.
    key
        The row of its table: a type, a kind of claim, a certainty, a number of findings; of a value
        its color.
    word
        What it means.
    """

    group: str
    key: str
    word: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        return {"group": self.group, "key": self.key, "word": self.word}


MARKS = (
    LegendItem("badge", "contradicted", CONTRADICTED.word),
    LegendItem("joint", "joint", JOINT.word),
    LegendItem("note", "note", NOTED.word),
    LegendItem("note", "confirmed", CONFIRMED.word),
)
"""The entries of what an edge may carry: the badge, and the marks."""

_CERTAINTIES = {
    "stated": "stated",
    "inferred": "inferred by the curators",
    "hedged": "hedged (may, presumably)",
}


def legend(
    types: Container[str],
    kinds: Container[str],
    certainties: Container[str | None],
    findings: Collection[int],
    marks: Container[str] = (),
) -> list[LegendItem]:
    """List the legend of a picture: everything that occurs in it, and nothing else.

    Parameters
    ----------
    types, kinds, certainties, findings
        Of its nodes and edges.
    marks
        Keys of `MARKS` that an edge carries.

    Returns
    -------
    list of LegendItem
        In the order of the tables.

    Examples
    --------
    >>> [item.word for item in legend(["Gene"], ["minus"], ["hedged"], [1, 2])]
    ['gene or protein', 'lowers (−)', 'hedged (may, presumably)', 'width: 1 to 2 findings']
    """
    items = [LegendItem("node", name, style.word) for name, style in NODES.items() if name in types]
    items += [
        LegendItem("edge", name, style.word) for name, style in EDGES.items() if name in kinds
    ]
    items += [
        LegendItem("certainty", name, _CERTAINTIES[name])
        for name in CERTAINTIES
        if name in certainties
    ]
    least, most = min(findings, default=0), max(findings, default=0)
    if least < most:
        items.append(LegendItem("width", str(most), f"width: {least} to {most} findings"))
    return [*items, *(item for item in MARKS if item.key in marks)]
