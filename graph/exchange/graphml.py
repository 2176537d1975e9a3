"""GraphML, for Gephi, yEd, NetworkX and igraph: scalar attributes only, so lists are joined by ``|``; parallel edges stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from ..records import Records
from .atomic import writing_text
from .flat import EDGE_KINDS, NODE_KINDS, Value, flat_edges, flat_losses, flat_node
from .losses import Loss, Tally

__all__ = ["write"]

_TYPES = {str: "string", list: "string", int: "int", bool: "boolean"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(records: Records, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph into a file, whole or not at all.

    Parameters
    ----------
    records
        The graph.
    path
        The file; one that is there is replaced.
    overwrite
        Whether to replace what exists.

    Returns
    -------
    list of Loss
        What GraphML does not carry.

    Raises
    ------
    DataError
        When the file cannot be written, or is kept.
    """
    tally = Tally()
    with writing_text(path, overwrite=overwrite) as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        )
        for scope, kinds in (("node", NODE_KINDS), ("edge", EDGE_KINDS)):
            for name, kind in kinds.items():
                told = f'attr.name="{name}" attr.type="{_TYPES[kind]}"'
                file.write(f'<key id="{scope}-{name}" for="{scope}" {told}/>\n')
        file.write('<key id="graph-version" for="graph" attr.name="version" attr.type="string"/>\n')
        file.write(
            f'<graph id="radexo" edgedefault="directed">\n<data key="graph-version">{records.version}</data>\n'
        )
        for entity in records.entities:
            file.write(f"<node id={_quoted(entity.id, tally)}>\n")
            _write_data(file, "node", entity.id, flat_node(entity), tally)
            file.write("</node>\n")
        for edge in flat_edges(records):
            ends = f"source={_quoted(edge.source, tally)} target={_quoted(edge.target, tally)}"
            file.write(f"<edge id={quoteattr(edge.id)} {ends}>\n")
            _write_data(file, "edge", edge.id, edge.values, tally)
            file.write("</edge>\n")
        file.write("</graph>\n</graphml>\n")
    return flat_losses(records) + tally.losses()


def _write_data(
    file: TextIO, scope: str, id: str, values: Mapping[str, Value], tally: Tally
) -> None:
    for name, value in values.items():
        if isinstance(value, list):
            for item in value:
                if "|" in item:
                    tally.add(
                        "bar inside an item of a list, which bars join", f"{id}, {name}: {item}"
                    )
            text = "|".join(value)
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
        # a parser reads a bare carriage return as a line feed
        told = escape(_clean(text, f"{id}, {name}", tally), {"\r": "&#13;"})
        file.write(f'<data key="{scope}-{name}">{told}</data>\n')


def _quoted(text: str, tally: Tally) -> str:
    return quoteattr(_clean(text, "id", tally))


def _clean(text: str, where: str, tally: Tally) -> str:
    """Replace what no XML can hold."""
    if not _NOT_XML.search(text):
        return text
    tally.add("control character, which XML cannot hold", f"{where}: {text!r}")
    return _NOT_XML.sub("\ufffd", text)
