"""GraphML, for Gephi, yEd, NetworkX and igraph.

Attributes are scalar, so the items of a list are joined by ``|``; parallel edges stay parallel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from ...atomic import writing_text
from ...stores.base import Store
from ..flat import EDGE_KINDS, NODE_KINDS, Value, flat_edge, flat_graph, flat_losses, flat_node
from ..losses import Loss, Tally
from ..registry import Format

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    __name__, "graphml", "for Gephi, yEd, NetworkX and igraph", extensions=(".graphml",)
)

_TYPES = {str: "string", list: "string", int: "int", bool: "boolean"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as GraphML.

    Parameters, result and errors are those of `Format.write`.
    """
    from xml.sax.saxutils import quoteattr  # it imports HTTP: every list of formats would wait

    tally, ambiguous = Tally(), Tally()
    with writing_text(path, overwrite=overwrite) as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_NAMESPACE}">\n')
        for scope, kinds in (("node", NODE_KINDS), ("edge", EDGE_KINDS)):
            for name, kind in kinds.items():
                attribute = f'attr.name="{name}" attr.type="{_TYPES[kind]}"'
                file.write(f'<key id="{scope}-{name}" for="{scope}" {attribute}/>\n')
        of_graph = flat_graph(store)
        for name in of_graph:
            file.write(
                f'<key id="graph-{name}" for="graph" attr.name="{name}" attr.type="string"/>\n'
            )
        file.write('<graph id="radexo" edgedefault="directed">\n')
        _write_data(file, "graph", "graph", of_graph, tally)
        for entity in store.entities():
            file.write(f"<node id={_quoted(entity.id, tally)}>\n")
            _write_data(file, "node", entity.id, flat_node(entity), tally)
            file.write("</node>\n")
        for edge in store.each_edge():
            ends = f"source={_quoted(edge.subject, tally)} target={_quoted(edge.object, tally)}"
            file.write(f"<edge id={quoteattr(edge.id)} {ends}>\n")
            _write_data(file, "edge", edge.id, flat_edge(edge, store, ambiguous), tally)
            file.write("</edge>\n")
        file.write("</graph>\n</graphml>\n")
    return flat_losses(store) + ambiguous.losses() + tally.losses()


def _write_data(
    file: TextIO, scope: str, id: str, values: Mapping[str, Value], tally: Tally
) -> None:
    from xml.sax.saxutils import escape

    for name, value in values.items():
        if isinstance(value, list):
            for item in value:
                if "|" in item:
                    tally.add("bar within an item of a list", f"{id}, {name}: {item}")
            text = "|".join(value)
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
        # a parser reads a bare carriage return as a line feed
        data = escape(_clean(text, f"{id}, {name}", tally), {"\r": "&#13;"})
        file.write(f'<data key="{scope}-{name}">{data}</data>\n')


def _quoted(text: str, tally: Tally) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_clean(text, "id", tally))


def _clean(text: str, where: str, tally: Tally) -> str:
    """Replace characters that XML cannot hold."""
    if not _NOT_XML.search(text):
        return text
    tally.add("control character, which XML cannot hold", f"{where}: {text!r}")
    return _NOT_XML.sub("\ufffd", text)
