"""Files of exactly what the page shows, each with where it comes from inside.

Tables and papers hold the rows that pass the page's filters, pictures the rows that are checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..api import Graph
from ..graph.errors import UsageError
from ..graph.model import Reference
from ..graph.values import frozen
from ..queries.answer import Answer
from ..queries.rows import indented
from ..views.citations import bibtex, ris
from ..views.formats import FORMATS
from ..views.tables import separated
from .page_model import command

__all__ = ["DRAWN", "MEDIA", "TABLES", "Provenance", "TableFormat", "one_line", "table"]


@frozen
class Provenance:
    """Where an answer comes from.

    Parameters
    ----------
    command
        That gives it again.
    graph
        The version of the graph.
    page
        The state of the page, to be put behind the explorer's address.
    """

    command: str
    graph: str
    page: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values."""
        return {
            "software": "RadExo",
            "command": self.command,
            "graph": self.graph,
            "page": self.page,
        }

    def lines(self, mark: str) -> str:
        """Write it as comments."""
        lines = [
            f"RadExo graph {self.graph}",
            self.command,
            *([f"page: {self.page}"] if self.page else []),
        ]
        return "".join(f"{mark} {one_line(line)}\n" for line in lines)


def one_line(text: str) -> str:
    """Replace line ends and control characters by spaces.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> one_line("a\\nb")
    'a b'
    """
    return re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+", " ", text)


def _json(graph: Graph, answer: Answer[Any], provenance: Provenance) -> str:
    content = {**answer.to_dict(), "provenance": provenance.to_dict()}
    return indented(content) + "\n"


def _separated(delimiter: str) -> Callable[[Graph, Answer[Any], Provenance], str]:
    return lambda graph, answer, provenance: provenance.lines("#") + separated(answer, delimiter)


def _papers(graph: Graph, answer: Answer[Any]) -> list[Reference]:
    found, store = {r.key: r for r in answer.references()}, graph.part_of(answer)
    for row in answer.rows:
        for edge in getattr(row, "edges", ()) if not hasattr(row, "references") else ():
            found |= {
                key: store.reference(*key)
                for evidence in edge.evidence
                for key in evidence.finding.reference_keys
            }
    return list(found.values())


def _bibtex(graph: Graph, answer: Answer[Any], provenance: Provenance) -> str:
    return provenance.lines("%") + bibtex(_papers(graph, answer), graph.sources())


def _ris(graph: Graph, answer: Answer[Any], provenance: Provenance) -> str:
    return ris(_papers(graph, answer), graph.sources())


@frozen
class TableFormat:
    """A format of rows, or of the papers behind them.

    Parameters
    ----------
    media
        Its media type.
    write
        Writes an answer of a graph, with where it comes from.
    """

    media: str
    write: Callable[[Graph, Answer[Any], Provenance], str]


TABLES: Mapping[str, TableFormat] = {
    "tsv": TableFormat("text/tab-separated-values", _separated("\t")),
    "csv": TableFormat("text/csv", _separated(",")),
    "json": TableFormat("application/json", _json),
    "bib": TableFormat("application/x-bibtex", _bibtex),
    "ris": TableFormat("application/x-research-info-systems", _ris),
}
"""Formats of rows and of papers, by extension."""

DRAWN = tuple(name for name, record in FORMATS.items() if not record.scripted)
"""The formats of pictures that the server offers."""

MEDIA: Mapping[str, str] = {
    **{name: record.media for name, record in TABLES.items()},
    **{name: FORMATS[name].media for name in DRAWN},
}
"""Media types by extension."""


def table(graph: Graph, answer: Answer[Any], format: str, page: str | None = None) -> str:
    """Write the rows of an answer, or the papers behind them.

    Parameters
    ----------
    graph, answer
        What is shown.
    format
        tsv, csv, json, bib or ris.
    page
        The state of the page.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        When there is no such format.
    """
    if format not in TABLES:
        raise UsageError(f"format {format!r}: use one of: {', '.join(TABLES)}", list(TABLES))
    return TABLES[format].write(graph, answer, Provenance(command(answer), answer.version, page))
