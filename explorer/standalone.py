"""The explorer's page around one answer, as a file to share: it needs no server and no internet.

Rows, filters, picture, evidence and exports are those of the explorer; only what needs a search is
left out.
"""

from __future__ import annotations

import html
import json
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..api import Graph
from ..graph.errors import UsageError
from ..queries.answer import Answer
from ..queries.catalogue import find
from ..queries.rows import to_json
from ..views.citations import bibtex
from ..views.picture import Picture
from ..views.render.browser import digest
from ..views.render.cx2 import network
from ..views.tables import separated
from .assets import SCRIPTS, STYLE, asset
from .downloads import Provenance
from .home import page_style
from .page_model import command, named_picture, picture, show

__all__ = ["NOT_SHARED", "shared_page"]

NOT_SHARED = frozenset({"search.js", "forms.js"})
"""Scripts that need a server."""


def shared_page(graph: Graph, answer: Answer[Any], asked: str | None = None) -> str:
    """Return the explorer's page around an answer.

    Parameters
    ----------
    graph
        The graph that gave it.
    answer
        An answer that can be drawn.
    asked
        The command that asked, if any.

    Returns
    -------
    str
        One self-contained HTML file; its policy allows only its own scripts and styles, by hash.

    Raises
    ------
    UsageError
        When the answer has nothing to draw.
    """
    drawing = picture(graph, answer)
    command_line = asked or command(answer)
    page = asset("index.html")
    page = re.sub(r"\s*<!-- server -->.*?<!-- /server -->", "", page, flags=re.DOTALL)
    style = asset(STYLE)
    scripts = [
        asset(name).replace("</script", "<\\/script") for name in SCRIPTS if name not in NOT_SHARED
    ]
    policy = (
        f"default-src 'none'; script-src {' '.join(map(digest, scripts))}; "
        f"style-src {digest(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<style id="__________cytoscape_stylesheet">{style}</style>'
    )
    page = re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: head, page)
    page = page.replace(
        "<title>RadExo explorer</title>", f"<title>{html.escape(drawing.title)} · RadExo</title>"
    )
    page = page.replace("<body>", '<body class="file">')
    data = _inert(
        {**_data(graph, answer, drawing, command_line), "style": page_style() | {"questions": []}}
    )
    body = f'<script type="application/json" id="data">{data}</script>\n'
    body += "\n".join(f"<script>{script}</script>" for script in scripts)
    return page.replace("<!-- scripts -->", body)


def _data(graph: Graph, answer: Answer[Any], drawing: Picture, command_line: str) -> dict[str, Any]:
    """Return the answer, the evidence of every arrow, and the files that the page filters."""
    shown = show(graph, answer, range(len(answer)))
    shown |= {"command": command_line, "title": drawing.title}
    pairs = dict.fromkeys((edge.subject, edge.object) for edge in drawing.edges)
    behind = find("evidence").run
    store = graph.part_of(answer)
    entity = store.entity
    evidence = {
        f"{a} {b}": [to_json(row) for row in behind(store, entity(a), entity(b)).rows]
        for a, b in pairs
    }
    provenance = Provenance(command_line, answer.version)
    aspects = {name: list(items) for name, (_, items) in network(drawing).aspects().items()}
    sources = graph.sources()
    papers = [store.reference(p["source"], p["citation"]) for p in shown["papers"]]
    heads = separated(replace(answer, rows=()), "\t")
    lines = [separated(replace(answer, rows=(row,)), "\t")[len(heads) :] for row in answer.rows]
    return {
        "shown": shown,
        "cells": _cells(graph, answer),
        "evidence": evidence,
        "files": {
            "tsv": [provenance.lines("#"), heads, *lines],
            "json": {**answer.to_dict(), "provenance": provenance.to_dict()},
            "bib": [provenance.lines("%"), *(bibtex([paper], sources) for paper in papers)],
            "cx2": aspects,
        },
    }


def _cells(graph: Graph, answer: Answer[Any]) -> dict[str, Any] | None:
    """Return the picture in compartments; None where no exosome is drawn, or the graph is whole."""
    if answer.name == "graph":
        return None
    with suppress(UsageError):
        return named_picture(picture(graph, answer, layout="transfer"), graph.names)
    return None


def _inert(value: Any) -> str:
    """Return JSON without characters that could end the script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (
        text.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
    )
