"""Interactive pictures: one page through pyvis, which needs no internet.

pyvis carries nodes, edges and options to vis-network; the template is our own. Places come from the
layout, physics is off. The data reach the page as JSON and are shown as text; the
page's policy lets only its own scripts run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import pi, sin
from typing import TYPE_CHECKING, Any

from ...graph.errors import MissingExtraError
from ..layout.columns import Route
from ..picture import Picture, PictureEdge
from ..style import EDGES, dash_of, width_of
from .browser import browser_picture, digest, look, page_file

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["page", "render"]

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "tooltipDelay": 120,
        "keyboard": {"enabled": False},
        "selectable": False,
        "multiselect": False,
    },
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": True, "hoverWidth": 0, "selectionWidth": 0},
}
_HEADS = {
    "arrow": ("arrow", 0.62),
    "bar": ("bar", 0.75),
    "vee": ("vee", 0.7),
    "circle": ("circle", 0.4),
    "diamond": ("diamond", 0.6),
    "square": ("box", 0.5),
    "cross": ("crow", 0.7),
}
"""vis-network's names and sizes of the arrowheads."""

_NO_HEAD: Mapping[str, Any] = {"arrows": {"to": {"enabled": False}}}
"""Said outright: where nothing is said, pyvis adds an arrowhead."""


def render(picture: Picture, format: str = "html") -> bytes:
    """Write a picture as a page, as `radexo.views.formats` asks for it."""
    return page(picture).encode()


def page(picture: Picture) -> str:
    """Write a picture as a page.

    Parameters
    ----------
    picture
        What is drawn.

    Returns
    -------
    str
        One self-contained HTML file, about 0.6 MB: vis-network is in it.

    Raises
    ------
    MissingExtraError
        When pyvis is not installed.
    """
    try:
        from pyvis.network import Network
    except ImportError as error:
        raise MissingExtraError(
            "interactive pictures need pyvis: pip install 'radexo[pictures]'"
        ) from error

    net = Network(directed=True, cdn_resources="in_line")
    net.set_template_dir(str(files("radexo.views") / "page"), "template.html")
    _add(net, picture)
    net.set_options(json.dumps(_OPTIONS))
    vis, script = _vis(), page_file("paint.js") + page_file("page.js")
    net.templateEnv.globals["page"] = {
        "title": picture.title,
        "counts": picture.counts,
        "label": f"{picture.title}: {picture.counts}. "
        "The Table button shows the same edges as a table.",
        "provenance": picture.provenance,
        "context": picture.context,
        "folded": f"{len(picture.footnotes)} notes and {len(picture.references)} papers"
        if picture.needs_caption
        else "",
        "listed": picture.every_paper,
        "notes": [*picture.notes, picture.provenance],
        "hashes": " ".join(map(digest, (vis, script))),
        "css": page_file("page.css"),
        "vis": vis,
        "script": script,
        "data": _data(picture),
    }
    html: str = net.generate_html()
    return html


def _add(net: Network, picture: Picture) -> None:
    """Add nodes by number, and each edge as segments of its route, joined by invisible points."""
    layout = picture.layout
    number = {node.id: i for i, node in enumerate(picture.nodes)}
    for i, node in enumerate(picture.nodes):
        place = layout.places[node.id]
        net.add_node(
            i, label=" ", shape="custom", x=round(place.x, 2), y=round(place.y, 2), physics=False
        )
    points = len(picture.nodes)
    for i, edge in enumerate(picture.edges):
        many = layout.kind == "rings"
        drawn: dict[str, Any] = {
            "edge": i,
            "color": {"color": EDGES[edge.kind].color, "opacity": 0.5 if many else 1.0},
            "dashes": list(dash_of(edge.certainty)) or False,
            "width": round(width_of(len(edge.findings)) * (0.5 if many else 1), 2),
        }
        head = _head(edge, 0.6 if many else 1.0)
        route = layout.routes[edge.id]
        if many and abs(_bow(route)) < 0.01 and edge.subject != edge.object:
            net.add_edge(number[edge.subject], number[edge.object], smooth=False, **head, **drawn)
            continue
        knots = route[::3]
        for x, y in knots:
            net.add_node(
                points,
                label=" ",
                shape="dot",
                size=0,
                x=round(x, 2),
                y=round(y, 2),
                physics=False,
                opacity=0,
                borderWidth=0,
            )
            points += 1
        first = points - len(knots)
        for step, ((_, y0), (_, y1)) in enumerate(pairwise(knots)):
            bend: Mapping[str, Any] | bool = False if abs(y0 - y1) < 0.01 else _LEVEL
            if many or edge.subject == edge.object:
                bend = _bend(edge, route)
            last = head if step == len(knots) - 2 else _NO_HEAD
            net.add_edge(first + step, first + step + 1, smooth=bend, **last, **drawn)


_LEVEL = {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
"""How a line leaves and arrives level."""


def _head(edge: PictureEdge, size: float) -> Mapping[str, Any]:
    head = EDGES[edge.kind].head
    if head not in _HEADS:
        return _NO_HEAD
    type, scale = _HEADS[head]
    return {"arrows": {"to": {"enabled": True, "type": type, "scaleFactor": scale * size}}}


def _bend(edge: PictureEdge, route: Route) -> dict[str, Any]:
    """Return how vis-network bends a line that leads back to its node, or between rings."""
    if edge.subject == edge.object:
        return {"type": "curvedCW", "roundness": 0.9}
    bow = _bow(route)
    return {"type": "curvedCCW" if bow > 0 else "curvedCW", "roundness": _roundness(abs(bow))}


def _bow(route: Route) -> float:
    """Return the distance of a route's first control point from the line, in lengths of it."""
    (x0, y0), (x1, y1), (x, y) = route[0], route[-1], route[1]
    return ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) / max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1.0)


def _roundness(bow: float) -> float:
    """Return the roundness at which vis-network bends a line by a share of its length."""
    steps = (i / 200 for i in range(1, 201))
    return min(steps, key=lambda r: abs((0.5 + r / 2) * sin(r * pi / 2) - 1.5 * bow))


def _data(picture: Picture) -> dict[str, Any]:
    """All that the page's script reads: the picture, the looks, the table."""
    content, records = browser_picture(picture), picture.records()
    headings = list(records[0]) if records else []
    return {
        **content,
        "style": look(),
        "headings": headings,
        "records": [list(record.values()) for record in records],
        "papers": headings.index("papers") if headings else -1,
    }


@cache
def _vis() -> str:
    """vis-network as pyvis brings it, without the address of its source map."""
    import pyvis

    text = (files(pyvis) / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)
