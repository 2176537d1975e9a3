"""Pictures for pages: elements with outlines, widths and dashes, and the style table.

Scripts define no colors and no shapes of their own.

Examples
--------
>>> look()["edges"]["minus"]["head"]
'bar'
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from ...graph.model import PACKAGED
from ...graph.schema import CERTAINTIES
from ..layout.labels import LABEL_SIZE
from ..layout.rings import LABEL, MIDDLE
from ..layout.shapes import LINE_HEIGHT, outline
from ..picture import NAME, Picture
from ..style import (
    BAND,
    CONFIRMED,
    CONTRADICTED,
    DARK,
    DARK_EDGES,
    DARK_ROOMS,
    EDGES,
    FONT,
    JOINT,
    MARKS,
    MEMBRANE,
    MUTED,
    NODES,
    NOTED,
    PANEL_LINE,
    PAPER,
    ROOMS,
    TEXT,
    UNMEASURED,
    dash_of,
    legend,
    width_of,
)

__all__ = [
    "FAMILY",
    "browser_picture",
    "colored",
    "digest",
    "look",
    "page_file",
    "schemes",
    "whole_legend",
]

FAMILY = ", ".join(f'"{name}"' if " " in name else name for name in FONT)
"""The fonts, as style sheets name them."""

_COLORS: Mapping[str, str] = {
    "PANEL_LINE": PANEL_LINE,
    "TEXT": TEXT,
    "MUTED": MUTED,
    "PAPER": PAPER,
    "BAND": BAND,
    "WARN": CONTRADICTED.text,
    "FOCUS": EDGES["plus"].color,
    "PLUS": EDGES["plus"].text,
    "MINUS": EDGES["minus"].text,
    "FONT": FAMILY,
}
"""The words that stand for colors and fonts in style sheets."""

_DARK: Mapping[str, str] = {
    **DARK,
    "WARN": DARK_EDGES["minus"],
    "FOCUS": DARK_EDGES["plus"],
    "PLUS": DARK_EDGES["plus"],
    "MINUS": DARK_EDGES["minus"],
}
"""The same on a dark page."""


def page_file(name: str) -> str:
    """Read a file of views/page; style sheets get the style table's colors, in both schemes.

    Examples
    --------
    >>> "PANEL_LINE" in page_file("page.css"), "const Paint" in page_file("paint.js")
    (False, True)
    """
    text = (files("radexo.views") / "page" / name).read_text(encoding="utf-8")
    return colored(name, schemes(text) if name.endswith(".css") else text)


def colored(name: str, text: str) -> str:
    """Insert the style table's colors and fonts into a style sheet; leave other files unchanged."""
    return (
        re.sub(rf"\b({'|'.join(_COLORS)})\b", lambda word: _COLORS[word[0]], text)
        if name.endswith(".css")
        else text
    )


def schemes(text: str) -> str:
    """Write a style sheet whose colors follow the scheme of the system, or of the page.

    Parameters
    ----------
    text
        The style sheet, with words in capitals for colors.

    Returns
    -------
    str
        With the colors of both schemes as variables; ``data-scheme`` of the root element (light or
        dark) decides where it is set.

    Examples
    --------
    >>> "p { color: var(--text); }" in schemes("p { color: TEXT; }")
    True
    """
    named = re.sub(rf"\b({'|'.join(_DARK)})\b", lambda word: f"var(--{word[0].lower()})", text)
    light, dark = (
        " ".join(f"--{name.lower()}: {colors[name]};" for name in _DARK)
        for colors in (_COLORS, _DARK)
    )
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f":root[data-scheme=dark] {{ color-scheme: dark; {dark} }}\n"
        "@media (prefers-color-scheme: dark) { :root:not([data-scheme]) "
        f"{{ color-scheme: dark; {dark} }} }}\n{named}"
    )


def digest(text: str) -> str:
    """Return the hash by which a page's policy allows one of its own scripts or styles."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def look() -> dict[str, Any]:
    """Return the style table as plain values.

    Returns
    -------
    dict
        ``nodes`` by type, ``edges`` by kind of claim, and what all share.
    """
    nodes = {
        type: {
            "word": s.word,
            "fill": s.fill,
            "line": s.line,
            "width": s.line_width,
            "icon": outline(s.shape, 30, 14),
        }
        for type, s in NODES.items()
    }
    edges = {
        kind: {"word": s.word, "color": s.color, "text": s.text, "head": s.head, "glyph": s.glyph}
        for kind, s in EDGES.items()
    }
    return {
        "nodes": nodes,
        "edges": edges,
        "rooms": {
            key: {"fill": room.fill, "line": room.line, "radius": room.radius}
            for key, room in ROOMS.items()
        },
        "membrane": MEMBRANE,
        "dark": {
            "text": DARK["TEXT"],
            "muted": DARK["MUTED"],
            "paper": DARK["PAPER"],
            "band": DARK["BAND"],
            "focus": DARK_EDGES["plus"],
            "joint": DARK["TEXT"],
            "edges": {k: {"color": color, "text": color} for k, color in DARK_EDGES.items()},
            "rooms": {key: {"fill": fill} for key, fill in DARK_ROOMS.items()},
            "contradicted": {"color": DARK_EDGES["minus"], "text": DARK_EDGES["minus"]},
        },
        "font": FAMILY,
        "ink": TEXT,
        "text": TEXT,
        "muted": MUTED,
        "paper": PAPER,
        "band": BAND,
        "focus": EDGES["plus"].color,
        "lineHeight": LINE_HEIGHT,
        "name": NAME,
        "label": LABEL,
        "middle": MIDDLE,
        "thin": width_of(1),
        "packaged": PACKAGED,
        "cites": LABEL_SIZE,
        "joint": JOINT.color,
        "noted": NOTED.glyph,
        "confirmed": CONFIRMED.glyph,
        "contradicted": {
            "color": CONTRADICTED.color,
            "text": CONTRADICTED.text,
            "glyph": CONTRADICTED.glyph,
        },
    }


def browser_picture(picture: Picture, *, facts: bool = True) -> dict[str, Any]:
    """Return a picture as plain values with outlines of nodes, widths and dashes of edges.

    Parameters
    ----------
    picture
        What is drawn.
    facts
        Whether edges hold the facts behind them, as `Picture.to_dict` takes it.

    Returns
    -------
    dict
        As `Picture.to_dict`, with ``provenance``, and entries of the legend that say their width
        and dash.
    """
    fields = picture.to_dict(facts=facts)
    for shown, node in zip(fields["elements"]["nodes"], picture.nodes, strict=True):
        place = picture.layout.places[node.id]
        corners = outline(NODES[node.entity.type].shape, place.width, place.height)
        shown["outline"] = [[round(x, 1), round(y, 1)] for x, y in corners]
    for shown in fields["elements"]["edges"]:
        data = shown["data"]
        data["width"], data["dash"] = (
            width_of(len(data["findings"])),
            list(dash_of(data["certainty"])),
        )
    fields["legend"] = [_with_line(item) for item in fields["legend"]]
    for item in fields["legend"] if picture.scale else ():
        if item["group"] == "node":
            item["fill"] = UNMEASURED
    return {**fields, "provenance": picture.provenance}


def whole_legend() -> list[dict[str, Any]]:
    """List everything that a picture may show, for where none is shown."""
    items = legend(NODES, EDGES, CERTAINTIES, (1, 6), [mark.key for mark in MARKS])
    return [_with_line(item.to_dict()) for item in items]


def _with_line(item: dict[str, Any]) -> dict[str, Any]:
    return {
        **item,
        "width": width_of(int(item["key"])) if item["group"] == "width" else width_of(1),
        "dash": list(dash_of(item["key"])) if item["group"] == "certainty" else [],
    }
