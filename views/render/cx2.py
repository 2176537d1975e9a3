"""Pictures as CX2, which Cytoscape and NDEx open with the same look and positions."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ...graph.exchange.formats.cx2 import Edge, Network, Node
from ...graph.schema import CERTAINTIES, PREDICATES
from ...graph.stores.base import Store, is_large
from ..picture import NAME, Picture, PictureEdge, places_in_graph
from ..style import (
    CONFIRMED,
    CONTRADICTED,
    EDGES,
    FONT,
    NODES,
    NOTED,
    PAPER,
    TEXT,
    dash_of,
    kind_of,
    width_of,
)

__all__ = ["MOST_PLACED", "cx2_style", "look", "network", "render"]

MOST_PLACED = 3000
"""The most entities that `look` finds places for."""

_EDITOR = {"properties": {"nodeSizeLocked": False, "arrowColorMatchesEdge": True}}
_LINES = {(): "solid", dash_of("inferred"): "dashed", dash_of("hedged"): "dotted"}


def look(store: Store) -> dict[str, Any]:
    """Return the style and the positions with which `export` writes a whole graph as CX2.

    Parameters
    ----------
    store
        The graph.

    Returns
    -------
    dict
        ``style`` and ``positions``, as `radexo.graph.exchange.formats.cx2.write` takes them;
        entities without a claim are in rows below. Above `MOST_PLACED` entities there are no
        positions: Cytoscape lays the graph out.
    """
    style = {"visualProperties": cx2_style("predicate"), "visualEditorProperties": _EDITOR}
    if store.census().totals["entities"] > MOST_PLACED or is_large(store):
        return {"style": style}
    places = places_in_graph(store).items()
    positions = {id: (round(place.x, 2), round(place.y, 2)) for id, place in places}
    lowest = max((y for _, y in positions.values()), default=0.0) + 150
    alone = [e.id for e in store.entities() if e.id not in positions]
    positions |= {id: (i % 20 * 150.0, lowest + i // 20 * 60.0) for i, id in enumerate(alone)}
    return {"style": style, "positions": positions}


def cx2_style(attribute: str = "kind", *, filled: bool = False) -> dict[str, Any]:
    """Return the style table as CX2's visual properties.

    Parameters
    ----------
    attribute
        Of the edges, what colors and arrowheads follow: their kind, as in pictures, or their
        predicate.
    filled
        Whether nodes have fills of their own, in their attribute ``fill``.

    Returns
    -------
    dict
        Defaults, and mappings of a node's ``type`` and of an edge's ``kind``, ``certainty``,
        ``evidence`` (the number of findings) and ``mark`` (of contradictions and notes).

    Examples
    --------
    >>> cx2_style()["edgeMapping"]["EDGE_TARGET_ARROW_SHAPE"]["definition"]["map"][1]
    {'v': 'minus', 'vp': 'tee'}
    """
    return {
        "default": _DEFAULTS,
        "nodeMapping": _node_mapping(filled=filled),
        "edgeMapping": _edge_mapping(attribute),
    }


_DEFAULTS: dict[str, dict[str, Any]] = {
    "network": {"NETWORK_BACKGROUND_COLOR": PAPER},
    "node": {
        "NODE_WIDTH": 120,
        "NODE_HEIGHT": 38,
        "NODE_LABEL_COLOR": TEXT,
        "NODE_LABEL_FONT_SIZE": NAME,
        "NODE_LABEL_FONT_FACE": {
            "FONT_FAMILY": "sans-serif",
            "FONT_STYLE": "normal",
            "FONT_WEIGHT": "normal",
            "FONT_NAME": FONT[0],
        },
        "NODE_LABEL_MAX_WIDTH": 130,
    },
    "edge": {
        "EDGE_WIDTH": width_of(1),
        "EDGE_LABEL_COLOR": CONTRADICTED.text,
        "EDGE_LABEL_FONT_SIZE": 16,
    },
}


def _passed(attribute: str) -> dict[str, Any]:
    return {"type": "PASSTHROUGH", "definition": {"attribute": attribute}}


def _discrete(attribute: str, values: Mapping[Any, Any]) -> dict[str, Any]:
    looks = [{"v": value, "vp": look} for value, look in values.items()]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "map": looks}}


def _node_mapping(*, filled: bool) -> dict[str, Any]:
    fills = _discrete("type", {type: style.fill for type, style in NODES.items()})
    return {
        "NODE_LABEL": _passed("name"),
        "NODE_SHAPE": _discrete("type", {type: style.cx2 for type, style in NODES.items()}),
        "NODE_BACKGROUND_COLOR": _passed("fill") if filled else fills,
        "NODE_BORDER_COLOR": _discrete("type", {type: s.line for type, s in NODES.items()}),
        "NODE_BORDER_WIDTH": _discrete("type", {type: s.line_width for type, s in NODES.items()}),
    }


def _edge_mapping(attribute: str) -> dict[str, Any]:
    kinds = (
        {name: kind_of(name) for name in PREDICATES}
        if attribute == "predicate"
        else {kind: kind for kind in EDGES}
    )
    colors = _discrete(attribute, {value: EDGES[kind].color for value, kind in kinds.items()})
    arrows = {value: EDGES[kind].cx2 for value, kind in kinds.items()}
    lines = {name: _LINES[dash_of(name)] for name in CERTAINTIES}
    mapping = {
        "EDGE_LINE_COLOR": colors,
        "EDGE_TARGET_ARROW_COLOR": colors,
        "EDGE_TARGET_ARROW_SHAPE": _discrete(attribute, arrows),
        "EDGE_LINE_STYLE": _discrete("certainty", lines),
    }
    if attribute == "kind":
        mapping |= {"EDGE_WIDTH": _widths(), "EDGE_LABEL": _passed("mark")}
    return mapping


def _widths() -> dict[str, Any]:
    """Map the number of findings to widths: those of `width_of`, which grow up to six."""
    least, most = width_of(1), width_of(6)
    widths = [
        {"max": 1, "maxVPValue": least, "includeMax": False, "includeMin": False},
        {
            "min": 1,
            "max": 6,
            "minVPValue": least,
            "maxVPValue": most,
            "includeMin": True,
            "includeMax": True,
        },
        {"min": 6, "minVPValue": most, "includeMin": False, "includeMax": False},
    ]
    return {"type": "CONTINUOUS", "definition": {"attribute": "evidence", "map": widths}}


def render(picture: Picture, format: str = "cx2") -> bytes:
    """Write a picture as CX2.

    Parameters
    ----------
    picture
        What is drawn.
    format
        Always cx2, as `radexo.views.formats` passes it.

    Returns
    -------
    bytes
        JSON in UTF-8; edges carry their findings, cancers and papers.
    """
    file = StringIO()
    network(picture).write(file)
    return file.getvalue().encode()


def network(picture: Picture) -> Network:
    """Return a picture as a CX2 document.

    Parameters
    ----------
    picture
        What is drawn.

    Returns
    -------
    Network
    """
    places = picture.layout.places
    nodes = [
        Node(
            node.id,
            {
                "name": node.entity.name,
                "represents": node.id,
                "type": node.entity.type,
                "layer": node.layer,
                **({"fill": node.fill} if node.fill else {}),
            },
            (round(places[node.id].x, 2), round(places[node.id].y, 2)),
        )
        for node in picture.nodes
    ]
    filled = any(node.fill for node in picture.nodes)
    attributes = {
        "name": picture.title,
        "description": picture.counts,
        "command": picture.command,
        "graph": picture.graph,
        "cancers": ", ".join(picture.cancers),
        "papers": "; ".join(r.cited for r in picture.references),
        "support": ", ".join(f"{count} {level}" for level, count in picture.support.items()),
        "notes": "; ".join(picture.notes),
        "footnotes": "\n".join(picture.note_lines),
        "page": picture.page or "",
    }
    optional = ("support", "notes", "footnotes", "page")
    return Network(
        {name: text for name, text in attributes.items() if text or name not in optional},
        nodes,
        [Edge(edge.subject, edge.object, _values(picture, edge)) for edge in picture.edges],
        dict.fromkeys(("name", "represents", "type", "layer", *["fill"] * filled), str),
        _EDGE_KINDS,
        {"visualProperties": cx2_style(filled=filled), "visualEditorProperties": _EDITOR},
        {node.id: (places[node.id].width, places[node.id].height) for node in picture.nodes},
    )


_EDGE_KINDS: dict[str, type] = {
    **dict.fromkeys(("interaction", "kind", "certainty", "sentence", "mark", "rows say"), str),
    **dict.fromkeys(("sign", "evidence"), int),
    **dict.fromkeys(("contradicted", "study changes"), bool),
    **dict.fromkeys(
        ("predicates", "findings", "cancers", "papers", "contradicted by", "note"), list
    ),
}


def _values(picture: Picture, edge: PictureEdge) -> dict[str, Any]:
    values: dict[str, Any] = {
        "interaction": edge.predicates[0],
        "kind": edge.kind,
        "predicates": list(edge.predicates),
        "evidence": len(edge.findings),
        "findings": list(edge.findings),
        "cancers": list(edge.cancers),
        "papers": [r.cited for r in edge.references],
        "study changes": edge.joint,
        "contradicted": bool(edge.opposite),
        "contradicted by": list(edge.opposite),
        "note": [str(picture.footnotes[number - 1]) for number in edge.noted],
        "mark": CONTRADICTED.glyph * bool(edge.opposite)
        + CONFIRMED.glyph * edge.confirmed
        + NOTED.glyph * bool(edge.noted),
        "rows say": edge.word,
        "sentence": picture.sentence(edge),
    }
    optional = {"sign": edge.sign, "certainty": edge.certainty}
    return values | {name: value for name, value in optional.items() if value is not None}
