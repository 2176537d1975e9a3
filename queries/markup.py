"""Text and tables of answers in HTML, as notebooks show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..graph.model import Source

__all__ = ["PLUS", "WARN", "cited", "linked", "table"]

PLUS, WARN = "#0072B2", "#B34E00"
"""The colors of words about what raises, and about what lowers or needs care; signs and marks stand
beside them, so that nothing is said by color alone. Pictures have the same."""

_COLORED = {"+": PLUS, "+1": PLUS, "-&gt;": PLUS, "-": WARN, "-1": WARN, "-|": WARN}
_SIGNS = frozenset({"sign", "net", "radiosensitivity", "stated", "path"})
"""The headings under which a dash is a sign."""

_LEFT = (
    ' style="text-align:left"'  # Jupyter sets tables flush right, and breaks lines within arrows
)
_ARROW = re.compile(r" (-\||(?:-|=|~)&gt;) ")
_DOI = re.compile(r"\bdoi:(10\.[0-9]{4,9}/[^\s,;\"<>]+)")


def table(
    rows: Sequence[Mapping[str, str]],
    footnotes: Iterable[str],
    *,
    title: str,
    reason: str | None,
    remarks: Iterable[str],
) -> str:
    """Return rows as a table.

    Parameters
    ----------
    rows
        Heading to text.
    footnotes
        Lines below the table.
    title, reason, remarks
        The caption.

    Returns
    -------
    str
        HTML.
    """
    head = "".join(f"<th{_LEFT}>{escape(name)}</th>" for name in (rows[0] if rows else {}))
    lines = (
        "".join(f"<td{_LEFT}>{_cell(name, cell)}</td>" for name, cell in cells.items())
        for cells in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    because = f" ({escape(reason)})" if reason else ""
    notes = "".join(f"<br>{_strong(f'! {escape(remark)}', WARN)}" for remark in remarks)
    below = "".join(f"<br>{linked(line)}" for line in footnotes)
    caption = f"<caption>{escape(title)}{because}{notes}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _cell(name: str, text: str) -> str:
    """Return a cell with its signs, arrows, stitched support and marks of notes in color."""
    if name in _SIGNS and text in _COLORED:
        return _strong(text, _COLORED[text])
    if (name == "support" and text == "stitched") or (name == "notes" and text.startswith("*")):
        return f'<span style="color:{WARN}">{escape(text)}</span>'
    return _ARROW.sub(_whole, linked(text))


def _strong(text: str, color: str) -> str:
    return f'<strong style="color:{color}">{text}</strong>'


def _whole(arrow: re.Match[str]) -> str:
    color = f";color:{_COLORED[arrow[1]]}" if arrow[1] in _COLORED else ""
    return f' <span style="white-space:nowrap{color}">{arrow[1]}</span> '


def linked(cell: str) -> str:
    """Escape a cell for HTML; a DOI becomes a link.

    Examples
    --------
    >>> linked("[29] doi:10.1/x <b>"), linked("doi:10.1186/s13046-021-01834-9")
    ('[29] doi:10.1/x &lt;b&gt;', '<a href="https://doi.org/10.1186/s13046-021-01834-9">doi:10.1186/s13046-021-01834-9</a>')
    """
    parts = _DOI.split(cell)  # every other part is a DOI
    links = (
        f'<a href="https://doi.org/{escape(doi)}">doi:{escape(doi)}</a>' for doi in parts[1::2]
    )
    return "".join(escape(text) + next(links, "") for text in parts[::2])


def cited(text: str, sources: Iterable[Source]) -> str:
    """Return a text above a list of sources, each with its DOI and license."""
    lines = (
        " ".join(filter(None, (s.id, s.doi and f"doi:{s.doi}", s.license, s.title)))
        for s in sources
    )
    items = "".join(f"<li>{linked(line)}</li>" for line in lines)
    return f"<p>{linked(text)}</p><ul>{items}</ul>"
