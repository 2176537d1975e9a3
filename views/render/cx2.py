"""Pictures as CX2, which Cytoscape and NDEx open with the same look and positions."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ...graph.exchange.cx2 import write_aspects
from ...graph.schema import CERTAINTIES, PREDICATES
from ...graph.stores.base import Store
from ..picture import NAME, Picture, picture_of_graph
from ..style import CONTRADICTED, EDGES, FONT, NODES, PAPER, TEXT, dash_of, kind_of, width_of

__all__ = ["MOST_PLACED", "aspects", "cx2_style", "look", "render"]

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
        ``style`` and ``positions``, as `radexo.graph.exchange.cx2.write` takes them; entities
        without a claim stand in rows below. Above `MOST_PLACED` entities there are no positions:
        Cytoscape lays the graph out.
    """
    style = {"visualProperties": cx2_style("predicate"), "visualEditorProperties": _EDITOR}
    if sum(1 for _ in store.entities()) > MOST_PLACED:
        return {"style": style}
    places = picture_of_graph(store).layout.places if any(True for _ in store.edges()) else {}
    positions = {id: (round(place.x, 2), round(place.y, 2)) for id, place in places.items()}
    lowest = max((y for _, y in positions.values()), default=0.0) + 150
    alone = [e.id for e in store.entities() if e.id not in positions]
    positions |= {id: (i % 20 * 150.0, lowest + i // 20 * 60.0) for i, id in enumerate(alone)}
    return {"style": style, "positions": positions}


def cx2_style(attribute: str = "kind") -> dict[str, Any]:
    """Return the style table as CX2's visual properties.

    Parameters
    ----------
    attribute
        Of the edges, what colors and arrowheads follow: their kind, as pictures tell it, or their
        predicate.

    Returns
    -------
    dict
        Defaults, and mappings of a node's ``type`` and of an edge's ``kind``, ``certainty``,
        ``evidence`` (the number of findings) and ``contradicted``.

    Examples
    --------
    >>> cx2_style()["edgeMapping"]["EDGE_TARGET_ARROW_SHAPE"]["definition"]["map"][1]
    {'v': 'minus', 'vp': 'tee'}
    """

    def discrete(attribute: str, values: dict[Any, Any]) -> dict[str, Any]:
        return {
            "type": "DISCRETE",
            "definition": {
                "attribute": attribute,
                "map": [{"v": value, "vp": look} for value, look in values.items()],
            },
        }

    kinds = (
        {name: kind_of(name) for name in PREDICATES}
        if attribute == "predicate"
        else {kind: kind for kind in EDGES}
    )
    colors = {value: EDGES[kind].color for value, kind in kinds.items()}
    arrows = {value: EDGES[kind].cx2 for value, kind in kinds.items()}
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
    told = {
        "EDGE_WIDTH": {
            "type": "CONTINUOUS",
            "definition": {"attribute": "evidence", "map": widths},
        },
        "EDGE_LABEL": discrete("contradicted", {True: CONTRADICTED.glyph}),
    }
    return {
        "default": {
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
                "EDGE_WIDTH": least,
                "EDGE_LABEL_COLOR": CONTRADICTED.text,
                "EDGE_LABEL_FONT_SIZE": 16,
            },
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name"}},
            "NODE_SHAPE": discrete("type", {type: style.cx2 for type, style in NODES.items()}),
            "NODE_BACKGROUND_COLOR": discrete(
                "type", {type: style.fill for type, style in NODES.items()}
            ),
            "NODE_BORDER_COLOR": discrete(
                "type", {type: style.line for type, style in NODES.items()}
            ),
            "NODE_BORDER_WIDTH": discrete(
                "type", {type: style.line_width for type, style in NODES.items()}
            ),
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": discrete(attribute, colors),
            "EDGE_TARGET_ARROW_COLOR": discrete(attribute, colors),
            "EDGE_TARGET_ARROW_SHAPE": discrete(attribute, arrows),
            "EDGE_LINE_STYLE": discrete(
                "certainty", {name: _LINES[dash_of(name)] for name in CERTAINTIES}
            ),
            **(told if attribute == "kind" else {}),
        },
    }


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
    write_aspects(
        file, {name: (len(content), content) for name, content in aspects(picture).items()}
    )
    return file.getvalue().encode()


def aspects(picture: Picture) -> dict[str, list[Any]]:
    """Return the CX2 aspects of a picture that are not empty, in the order of the file.

    Parameters
    ----------
    picture
        What is drawn.

    Returns
    -------
    dict
        Elements by the name of their aspect.
    """
    number = {node.id: i for i, node in enumerate(picture.nodes)}
    places = picture.layout.places
    nodes = [
        {
            "id": i,
            "x": round(places[node.id].x, 2),
            "y": round(places[node.id].y, 2),
            "v": {
                "name": node.entity.name,
                "represents": node.id,
                "type": node.entity.type,
                "layer": node.layer,
            },
        }
        for i, node in enumerate(picture.nodes)
    ]
    edges = []
    for i, edge in enumerate(picture.edges):
        told: dict[str, Any] = {
            "interaction": edge.predicates[0],
            "kind": edge.kind,
            "predicates": list(edge.predicates),
            "evidence": len(edge.findings),
            "findings": list(edge.findings),
            "cancers": list(edge.cancers),
            "papers": [r.cited for r in edge.references],
            "contradicted": bool(edge.opposite),
            "contradicted by": list(edge.opposite),
            "sentence": picture.sentence(edge),
        }
        told |= {
            name: value
            for name, value in (("sign", edge.sign), ("certainty", edge.certainty))
            if value is not None
        }
        edges.append({"id": i, "s": number[edge.subject], "t": number[edge.object], "v": told})
    network = {
        "name": picture.title,
        "description": picture.counts,
        "command": picture.command,
        "graph": picture.graph,
    }
    network |= {
        name: told
        for name, told in (("notes", "; ".join(picture.notes)), ("page", picture.page))
        if told
    }
    kinds = {
        "string": ("interaction", "kind", "certainty", "sentence"),
        "integer": ("sign", "evidence"),
        "boolean": ("contradicted",),
        "list_of_string": ("predicates", "findings", "cancers", "papers", "contradicted by"),
    }
    sizes = [
        {"id": i, "v": {"NODE_WIDTH": places[node.id].width, "NODE_HEIGHT": places[node.id].height}}
        for i, node in enumerate(picture.nodes)
    ]
    declared = {
        "networkAttributes": {name: {"d": "string"} for name in network},
        "nodes": {name: {"d": "string"} for name in ("name", "represents", "type", "layer")},
        "edges": {name: {"d": kind} for kind, names in kinds.items() for name in names},
    }
    found: dict[str, list[Any]] = {
        "attributeDeclarations": [declared],
        "networkAttributes": [network],
        "nodes": nodes,
        "edges": edges,
        "visualProperties": [cx2_style()],
        "nodeBypasses": sizes,
        "visualEditorProperties": [_EDITOR],
    }
    return {name: content for name, content in found.items() if content}
