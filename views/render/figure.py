"""Figures for print: SVG with editable text, PDF and PNG, byte for byte equal between runs.

matplotlib draws what the layout placed.
"""

from __future__ import annotations

import html
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil, cos, hypot, sin
from typing import TYPE_CHECKING, Any

from ...graph.errors import MissingExtraError, UsageError
from ...graph.report import how_many
from ..layout.columns import Route
from ..layout.labels import LABEL_SIZE, EdgeLabel
from ..layout.rings import LABEL, MIDDLE
from ..layout.shapes import LINE_HEIGHT, Point, outline, rounded, text_width, wrap
from ..picture import NAME, Picture, PictureEdge
from ..style import (
    BAND,
    CONFIRMED,
    CONTRADICTED,
    EDGES,
    FONT,
    JOINT,
    MEMBRANE,
    MUTED,
    NODES,
    NOTED,
    PANEL_LINE,
    PAPER,
    ROOMS,
    TEXT,
    UNMEASURED,
    LegendItem,
    dash_of,
    head_size,
    width_of,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PRINT_WIDTHS", "figure", "render"]

PRINT_WIDTHS = (89.0, 183.0, 267.0)
"""Widths in mm: one and two columns of a journal, a landscape page; the least legible is used."""

LEAST_POINTS, MOST_POINTS = 6.0, 9.0
TITLE, SMALL, MARGIN, ICON, LEAST_WIDTH = 16.0, 11.0, 16.0, 34.0, 460.0
_SETTINGS: dict[Any, Any] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": list(FONT),
    "svg.fonttype": "none",
    "svg.hashsalt": "radexo",
    "pdf.fonttype": 42,
    "text.parse_math": False,
    "lines.scale_dashes": False,
    "path.simplify": False,
    "pdf.compression": 9,
}


@contextmanager
def _settings(font: str | None) -> Iterator[None]:
    """Apply our matplotlib settings, independent of the user's own."""
    try:
        import matplotlib
    except ImportError as error:
        raise MissingExtraError(
            "figures need matplotlib: pip install 'radexo[pictures]'"
        ) from error
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="Glyph .* missing from"
        )  # names in scripts that the font lacks
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        if font:
            matplotlib.rcParams["font.sans-serif"] = [_installed(font), *FONT]
        yield


def _installed(font: str) -> str:
    """Return the name of an installed font, in its own case."""
    from matplotlib.font_manager import fontManager

    names = {name.casefold(): name for name in fontManager.get_font_names()}
    if font.casefold() not in names:
        raise UsageError(f"the font {font!r} is not installed", sorted(names.values()))
    return names[font.casefold()]


def render(picture: Picture, format: str, dpi: float = 300.0) -> bytes:
    """Return a picture as the content of a file.

    Parameters
    ----------
    picture
        What is drawn.
    format
        svg, pdf or png.
    dpi
        Of a png.

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    out = io.BytesIO()
    with _settings(picture.style.font):
        drawn = _Drawing(picture)
        common = {"Title": _clean(picture.title), "Creator": "RadExo"}
        metadata: dict[str, dict[str, Any]] = {
            "svg": {**common, "Description": _clean(picture.provenance), "Date": None},
            "pdf": {**common, "Subject": picture.provenance, "CreationDate": None},
            "png": {"Title": picture.title, "Description": picture.provenance, "Software": None},
        }
        drawn.figure.savefig(out, format=format, dpi=dpi, metadata=metadata[format])
    return drawn.with_titles(out.getvalue()) if format == "svg" else out.getvalue()


def figure(picture: Picture) -> Figure:
    """Return a picture as a matplotlib figure, to be edited further.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    with _settings(picture.style.font):
        return _Drawing(picture).figure


class _Drawing:
    """One figure while it is drawn, in the units of the layout; y grows downward."""

    def __init__(self, picture: Picture) -> None:
        from matplotlib.figure import Figure

        self.picture = picture
        left, top, right, bottom = picture.layout.bounds
        self.width = max(right - left, LEAST_WIDTH) + 2 * MARGIN
        shift = (self.width - (right - left)) / 2 - left
        self.heading = picture.title if picture.style.title is None else picture.style.title
        self.title = (
            wrap(self.heading, self.width - 2 * MARGIN, TITLE * 1.1) if self.heading else []
        )
        self.context = [
            line
            for text in picture.context
            for line in wrap(text, self.width - 2 * MARGIN, SMALL * 1.03)
        ]
        self.head = (
            MARGIN
            + len(self.title) * TITLE * LINE_HEIGHT
            + SMALL * 0.3
            + len(self.context) * SMALL * 1.3
            + (26 if picture.layout.bands else 10)
        )
        self.dx, self.dy = shift, self.head + 12 - top
        self.foot = bottom + self.dy + (16 if picture.layout.bands else 8)
        self.rows, self.notes = list(self._legend_rows()), self._notes()
        self.below = self.foot + 18 + 20 * len(self.rows) + 8
        self.height = self.below + len(self.notes) * SMALL * 1.4 + MARGIN
        inches = self._inches(NAME if picture.layout.kind == "columns" else LABEL)
        self.point = 72 * inches / self.width  # points for one unit
        self.figure = Figure(figsize=(inches, inches * self.height / self.width), facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        self.titles: dict[str, str] = {}
        self._draw()

    def _draw(self) -> None:
        picture = self.picture
        for i, line in enumerate(self.title):
            y = MARGIN + (i + 0.5) * TITLE * LINE_HEIGHT
            self._text(MARGIN, y, line, TITLE, weight="bold", gid=f"title-{i}")
        under = MARGIN + len(self.title) * TITLE * LINE_HEIGHT + SMALL * 0.7
        for i, line in enumerate(self.context):
            y = under + i * SMALL * 1.3
            self._text(MARGIN, y, line, SMALL, color=MUTED, gid=f"context-{i}")
        self._bands()
        self._rooms()
        for i, edge in enumerate(picture.edges):
            self._edge(f"edge-{i}", edge)
        for i in range(len(picture.nodes)):
            self._node(i)
        for i, edge in enumerate(picture.edges):
            if at := picture.badge(edge):
                self._badge(at[0] + self.dx, at[1] + self.dy, f"badge-{i}")
            if mark := picture.joint(edge):
                self._joint(mark[0] + self.dx, mark[1] + self.dy, mark[2])
            if label := picture.labels.get(edge.id):
                self._cites(label, EDGES[edge.kind].text, f"cites-{i}")
        self._legend()
        for i, line in enumerate(self.notes):
            y = self.below + (i + 0.5) * SMALL * 1.4
            self._text(MARGIN, y, line, LABEL_SIZE, color=MUTED, gid=f"note-{i}")

    def _inches(self, names: float) -> float:
        """Return the width: the first of `PRINT_WIDTHS` where all type is legible, else wider.

        Raises
        ------
        UsageError
            When type would be too small to read at the width that was asked for.
        """
        natural = self.width * MOST_POINTS / (names * 72)
        least = self.width * LEAST_POINTS / (LABEL_SIZE * 72)
        if asked := self.picture.style.width:
            if asked / 25.4 < least:
                raise UsageError(
                    f"{asked:g} mm: the type would be under {LEAST_POINTS:g} points; "
                    f"at least {ceil(least * 25.4)} mm"
                )
            return asked / 25.4
        for width in PRINT_WIDTHS:
            if natural <= width / 25.4:
                return natural
            if least <= width / 25.4:
                return width / 25.4
        return least

    # -- parts -------------------------------------------------------------------------------------

    def _polygon(self, points: Sequence[Point], width: float, **style: Any) -> None:
        """Draw a polygon; the width of its line is in units of the layout."""
        from matplotlib.patches import Polygon

        self.axes.add_artist(Polygon(points, linewidth=width * self.point, **style))

    def _rectangle(self, x: float, y: float, width: float, height: float, **style: Any) -> None:
        from matplotlib.patches import Rectangle

        self.axes.add_artist(Rectangle((x, y), width, height, **style))

    def _bands(self) -> None:
        head, style = self.head, {"color": MUTED, "weight": "bold", "ha": "center"}
        for i, band in enumerate(self.picture.layout.bands):
            x, width = band.left + self.dx, band.right - band.left
            if i % 2 == 0:
                height = self.foot - head + 24
                self._rectangle(x, head - 24, width, height, color=BAND, linewidth=0, zorder=0)
            self._text(x + width / 2, head - 11, band.heading, 12, gid=f"band-{i}", **style)

    def _rooms(self) -> None:
        """Draw compartments, each with the two lines of its membrane."""
        for i, room in enumerate(self.picture.layout.rooms):
            style = ROOMS[room.key]
            left, top, right, bottom = room.box
            x, y = (left + right) / 2 + self.dx, (top + bottom) / 2 + self.dy
            for inset, fill in ((0.0, style.fill), (MEMBRANE, "none")):
                width, height = right - left - 2 * inset, bottom - top - 2 * inset
                corners = rounded(width, height, style.radius - inset)
                self._polygon(
                    [(x + px, y + py) for px, py in corners],
                    1.2,
                    facecolor=fill,
                    edgecolor=style.line,
                    joinstyle="round",
                    gid=None if inset else f"room-{room.key}",
                    zorder=1,
                )
            for line, (tx, ty, text, size) in enumerate(room.words):
                words = {"color": MUTED, "weight": "normal" if line else "bold", "ha": "center"}
                self._text(tx + self.dx, ty + self.dy, text, size, gid=f"room-{i}-{line}", **words)

    def _edge(self, gid: str, edge: PictureEdge) -> None:
        style, width = EDGES[edge.kind], width_of(len(edge.findings))
        many = self.picture.layout.kind == "rings"
        width = width * 0.5 if many else width
        route = tuple((x + self.dx, y + self.dy) for x, y in self.picture.layout.routes[edge.id])
        self._line(
            route, style.color, width, dash_of(edge.certainty), gid, alpha=0.5 if many else 1.0
        )
        self._head(
            route,
            style.head,
            style.color,
            width,
            f"head-{gid}",
            alpha=0.75 if many else 1.0,
            scale=0.6 if many else 1.0,
        )
        facts = [
            f"{f.finding} {f.cancer or 'general'}, {f.certainty}: {f.summary or ''} "
            f"{' '.join(r.cited for r in f.references)}"
            for f in edge.facts
        ]
        against = [f"Contradicted by {', '.join(edge.opposite)}"] if edge.opposite else []
        notes = [self.picture.note_lines[number - 1] for number in edge.noted]
        self.titles[gid] = "\n".join([self.picture.sentence(edge), *facts, *against, *notes])

    def _line(
        self,
        route: Route,
        color: str,
        width: float,
        dash: Sequence[float],
        gid: str | None = None,
        *,
        alpha: float = 1.0,
    ) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        codes = [Path.MOVETO, *[Path.CURVE4] * (len(route) - 1)]
        pattern = (0, tuple(length * self.point for length in dash)) if dash else "-"
        self.axes.add_artist(
            PathPatch(
                Path(list(route), codes),
                fill=False,
                edgecolor=color,
                linewidth=width * self.point,
                linestyle=pattern,
                capstyle="butt",
                alpha=alpha,
                gid=gid,
                zorder=2,
            )
        )

    def _head(
        self,
        route: Route,
        head: str,
        color: str,
        width: float,
        gid: str | None = None,
        *,
        alpha: float = 1.0,
        scale: float = 1.0,
    ) -> None:
        from matplotlib.patches import Circle

        (x0, y0), (x, y) = next(p for p in reversed(route[:-1]) if p != route[-1]), route[-1]
        length = hypot(x - x0, y - y0)
        ux, uy = (x - x0) / length, (y - y0) / length
        size = head_size(width) * scale

        def at(back: float, aside: float) -> Point:
            return (x - ux * back - uy * aside, y - uy * back + ux * aside)

        style: dict[str, Any] = {"edgecolor": color, "alpha": alpha, "zorder": 3}
        filled = {**style, "facecolor": color, "gid": gid}
        if head == "circle":
            line = 0.8 * self.point
            self.axes.add_artist(Circle(at(size * 0.38, 0), size * 0.38, linewidth=line, **filled))
        elif head == "cross":  # two bars, one across the other
            for aside in (1, -1):
                ends = [at(0, aside * size * 0.45), at(size * 0.9, -aside * size * 0.45)]
                self._polygon(ends, 1.6 * scale, closed=False, fill=False, **style)
        elif head != "none":
            corners = _head_corners(head, size, 1.4 * scale + width * 0.4)
            self._polygon([at(*corner) for corner in corners], 0.8, **filled)

    def _node(self, number: int) -> None:
        node, layout = self.picture.nodes[number], self.picture.layout
        place, style = layout.places[node.id], NODES[node.entity.type]
        x, y = place.x + self.dx, place.y + self.dy
        points = [(x + px, y + py) for px, py in outline(style.shape, place.width, place.height)]
        many = layout.kind == "rings"
        self._polygon(
            points,
            style.line_width * (0.7 if many else 1),
            facecolor=node.fill or style.fill,
            edgecolor=style.line,
            joinstyle="miter" if style.shape == "box" else "round",
            gid=f"node-{number}",
            zorder=4,
        )
        self.titles[f"node-{number}"] = "\n".join(
            [f"{node.entity.name} ({style.word}, {node.id})", *node.marks]
        )
        if not many:
            self._lines(x, y, node.lines, NAME, f"name-{number}")
        elif box := layout.labels.get(node.id):
            inside = place.x == place.y == 0
            left, top, right, bottom = (
                value + shift for value, shift in zip(box, (self.dx, self.dy) * 2, strict=True)
            )
            if not inside:  # a ground for the name, so that it reads well on edges
                ground = {"color": PAPER, "alpha": 0.7, "linewidth": 0, "zorder": 5}
                self._rectangle(left + 1, top, right - left - 2, bottom - top, **ground)
            size = MIDDLE if inside else LABEL
            self._lines((left + right) / 2, (top + bottom) / 2, node.lines, size, f"name-{number}")

    def _lines(self, x: float, y: float, lines: Sequence[str], size: float, gid: str) -> None:
        for i, line in enumerate(lines):
            offset = (i - (len(lines) - 1) / 2) * size * LINE_HEIGHT
            self._text(x, y + offset, line, size, ha="center", gid=f"{gid}-{i}")

    def _badge(self, x: float, y: float, gid: str | None = None) -> None:
        from matplotlib.patches import Circle

        self.axes.add_artist(
            Circle(
                (x, y),
                6.5,
                facecolor=PAPER,
                edgecolor=CONTRADICTED.color,
                linewidth=1.4 * self.point,
                zorder=5,
            )
        )
        style = {"color": CONTRADICTED.text, "weight": "bold", "ha": "center", "zorder": 6}
        self._text(x, y, CONTRADICTED.glyph, LABEL_SIZE, gid=gid, **style)

    def _joint(self, x: float, y: float, angle: float) -> None:
        """Draw two short bars across a line."""
        from matplotlib.lines import Line2D

        ux, uy = cos(angle), sin(angle)
        for back in (-2.2, 2.2):
            cx, cy = x + ux * back, y + uy * back
            across = [
                (cx - uy * side + ux * side * 0.4, cy + ux * side + uy * side * 0.4)
                for side in (-6.0, 6.0)
            ]
            for color, width, order in ((PAPER, 4.0, 2.4), (JOINT.color, 1.6, 2.5)):
                self.axes.add_line(
                    Line2D(
                        [p[0] for p in across],
                        [p[1] for p in across],
                        color=color,
                        linewidth=width * self.point,
                        solid_capstyle="butt",
                        zorder=order,
                    )
                )

    def _cites(self, label: EdgeLabel, color: str, gid: str) -> None:
        left, top, right, bottom = label.box
        if label.text != NOTED.glyph:  # a mark alone lies on its line, which stays whole
            ground = {"color": PAPER, "linewidth": 0, "zorder": 2.6}
            x, y = left + self.dx, top + self.dy
            self._rectangle(x, y, right - left, bottom - top, **ground)
        x, y = label.x + self.dx, label.y + self.dy
        self._text(x, y, label.text, LABEL_SIZE, color=color, ha="center", gid=gid, zorder=2.7)

    # -- legend ------------------------------------------------------------------------------------

    def _legend_rows(self) -> Iterator[list[tuple[float, LegendItem]]]:
        """Give the legend's entries row by row, each with its left end."""
        row: list[tuple[float, LegendItem]] = []
        x = MARGIN
        for item in self.picture.legend if self.picture.style.legend else ():
            needs = ICON + 6 + text_width(item.word, SMALL) + 16
            if row and x + needs > self.width - MARGIN + 16:
                yield row
                row, x = [], MARGIN
            row.append((x, item))
            x += needs
        if row:
            yield row

    def _legend(self) -> None:
        from matplotlib.lines import Line2D

        self.axes.add_line(
            Line2D(
                [MARGIN, self.width - MARGIN],
                [self.foot + 8, self.foot + 8],
                color=PANEL_LINE,
                linewidth=0.8 * self.point,
            )
        )
        for i, row in enumerate(self.rows):
            y = self.foot + 18 + 20 * i + 10
            for x, item in row:
                self._icon(x, y, item)
                self._text(x + ICON + 6, y, item.word, SMALL, gid=f"legend-{item.group}-{item.key}")

    def _icon(self, x: float, y: float, item: LegendItem) -> None:
        across: Route = ((x, y), (x + ICON / 3, y), (x + 2 * ICON / 3, y), (x + ICON, y))
        if item.group == "node":
            style = NODES[item.key]
            points = [(x + ICON / 2 + px, y + py) for px, py in outline(style.shape, ICON - 4, 14)]
            fill = UNMEASURED if self.picture.scale else style.fill
            line = {"edgecolor": style.line, "zorder": 4}
            self._polygon(points, style.line_width, facecolor=fill, **line)
        elif item.group == "value":
            line = {"edgecolor": MUTED, "linewidth": 0.8 * self.point, "zorder": 4}
            self._rectangle(x + 2, y - 7, ICON - 4, 14, facecolor=item.key, **line)
        elif item.group == "edge":
            edge = EDGES[item.key]
            self._line(across, edge.color, width_of(1), ())
            self._head(across, edge.head, edge.color, width_of(1))
        elif item.group == "badge":
            self._badge(x + ICON / 2, y)
        elif item.group == "joint":
            self._line(across, MUTED, width_of(1), ())
            self._joint(x + ICON / 2, y, 0.0)
        elif item.group == "note":
            glyph = CONFIRMED.glyph if item.key == "confirmed" else NOTED.glyph
            self._text(x + ICON / 2, y, glyph, TITLE, color=NOTED.text, ha="center")
        elif item.group == "width":
            self._line(across, MUTED, width_of(int(item.key)), ())
        else:
            self._line(across, MUTED, width_of(1), dash_of(item.key))

    def _notes(self) -> list[str]:
        """Return the lines below the legend: papers, what was left out, provenance."""
        footer = list(self.picture.listed)
        nameless = (
            len(self.picture.nodes) - len(self.picture.layout.labels)
            if self.picture.layout.kind == "rings"
            else 0
        )
        if nameless:  # on a page they come up as one draws nearer
            footer.append(f"{how_many(nameless, 'names')} left out for lack of space")
        footer += [*self.picture.remarks, f"RadExo graph {self.picture.graph}"]
        return [
            line
            for text in footer
            for line in wrap(text, self.width - 2 * MARGIN, LABEL_SIZE * 1.02)
        ]

    def _text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        style = {"color": TEXT, "ha": "left", "va": "center_baseline", "zorder": 6, **style}
        self.axes.text(x, y, _clean(text), fontsize=size * self.point, **style)

    def with_titles(self, svg: bytes) -> bytes:
        """Add tooltips of nodes and edges, title and description to an SVG."""
        titles = dict(self.titles)

        def titled(group: re.Match[str]) -> str:
            title = titles.pop(group[1], None)  # the first group of an id has its title
            return group[0] if title is None else f"{group[0]}<title>{_escape(title)}</title>"

        text = re.sub(r'<g id="([^"]*)">', titled, svg.decode())
        title, description = (
            _escape(self.heading or self.picture.title),
            _escape(self._description()),
        )
        whole = f"<title>{title}</title><desc>{description}</desc>"
        return re.sub(r"(<svg\b[^>]*>)", lambda tag: tag[1] + whole, text, count=1).encode()

    def _description(self) -> str:
        return "\n".join([self.picture.provenance, *(r.cited for r in self.picture.references)])


def _head_corners(head: str, size: float, thick: float) -> list[Point]:
    """Return the corners of an arrowhead: how far back from its point, and how far aside."""
    half = size * 0.36
    heads = {
        "arrow": [(0, 0), (size, size * 0.42), (size, -size * 0.42)],
        "bar": [(0, size * 0.65), (thick, size * 0.65), (thick, -size * 0.65), (0, -size * 0.65)],
        "diamond": [(0, 0), (size * 0.6, size * 0.4), (size * 1.2, 0), (size * 0.6, -size * 0.4)],
        "square": [(0, half), (2 * half, half), (2 * half, -half), (0, -half)],
        "vee": [(0, 0), (size, size * 0.5), (size * 0.55, 0), (size, -size * 0.5)],
    }
    return heads[head]


def _clean(text: str) -> str:
    """Replace characters that XML does not allow by spaces."""
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)


def _escape(text: str) -> str:
    return html.escape(_clean(text))
