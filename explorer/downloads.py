"""Files of exactly what the page shows, each with where it comes from inside.

Tables and papers hold the rows that pass the page's filters, pictures the rows that are checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..api import Graph
from ..graph.errors import UsageError
from ..queries.answer import Answer
from ..views.citations import bibtex, ris
from ..views.drawing import FORMATS as PICTURES
from ..views.tables import separated
from .page_model import command

__all__ = ["MEDIA", "TABLES", "Provenance", "one_line", "table"]


@dataclass(frozen=True, slots=True)
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
        told = [
            f"RadExo graph {self.graph}",
            self.command,
            *([f"page: {self.page}"] if self.page else []),
        ]
        return "".join(f"{mark} {one_line(line)}\n" for line in told)


def one_line(text: str) -> str:
    """Put a space where a line would end, or a character of control stand."""
    return re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+", " ", text)


def _json(graph: Graph, answer: Answer[Any], told: Provenance) -> str:
    return (
        json.dumps({**answer.to_dict(), "provenance": told.to_dict()}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _separated(delimiter: str) -> Callable[[Graph, Answer[Any], Provenance], str]:
    return lambda graph, answer, told: told.lines("#") + separated(answer, delimiter)


def _papers(graph: Graph, answer: Answer[Any]) -> Any:
    found = {r.key: r for r in answer.references()}
    for row in answer.rows:
        for edge in getattr(row, "edges", ()) if not hasattr(row, "references") else ():
            found |= {
                key: graph.store.reference(*key)
                for one in edge.evidence
                for key in one.finding.reference_keys
            }
    return list(found.values())


def _bibtex(graph: Graph, answer: Answer[Any], told: Provenance) -> str:
    return told.lines("%") + bibtex(_papers(graph, answer), graph.sources())


def _ris(graph: Graph, answer: Answer[Any], told: Provenance) -> str:
    return ris(_papers(graph, answer), graph.sources())


TABLES: Mapping[str, Callable[[Graph, Answer[Any], Provenance], str]] = {
    "tsv": _separated("\t"),
    "csv": _separated(","),
    "json": _json,
    "bib": _bibtex,
    "ris": _ris,
}
"""What writes the rows, by the ending of the file."""

MEDIA: Mapping[str, str] = {
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "cx2": "application/json",
}
"""Media types of files, by ending."""

DRAWN = tuple(name for name in PICTURES if name in MEDIA)


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
        raise UsageError(f"format {format!r}: one of {', '.join(TABLES)}", list(TABLES))
    return TABLES[format](graph, answer, Provenance(command(answer), answer.graph, page))
