"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["table"]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; a cell is one line, and its bars are escaped.

    Examples
    --------
    >>> table(["a", "b"], [["1|2", "3"]])
    ['| a | b |', '|---|---|', '| 1\\\\|2 | 3 |']
    """
    cells = ([" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in rows)
    body = (f"| {' | '.join(row)} |" for row in cells)
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *body]
