"""Problems in the files of a source, each with file, row, column and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .errors import DataError

__all__ = ["Problem", "ProblemsError", "and_more", "first_of", "how_many"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem in a table.

    Parameters
    ----------
    file
        The file's path, as given.
    row
        As in a spreadsheet, the heading being 1; None for the file as a whole.
    column
        The heading, None for the row as a whole.
    value
        The content of the cell.
    problem, remedy
        What is wrong, and what would be valid.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    problem: str
    remedy: str

    def to_dict(self) -> dict[str, Any]:
        """Return the problem as a row of `validate`.

        Returns
        -------
        dict

        Examples
        --------
        >>> Problem("a.tsv", 2, "type", "Gen", "unknown type", "use Gene").to_dict()["remedy"]
        'use Gene'
        """
        return {name: getattr(self, name) for name in self.__slots__}

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        shown = f" ({_short(self.value)})" if self.value else ""
        return f"{where}: {self.problem}{shown}; {self.remedy}"


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")


def how_many(count: int, things: str) -> str:
    """Return a number with what it counts, in the singular for one.

    Parameters
    ----------
    count
        The number.
    things
        In the plural.

    Returns
    -------
    str

    Examples
    --------
    >>> how_many(1, "entities"), how_many(1, "sources"), how_many(2, "edges")
    ('1 entity', '1 source', '2 edges')
    """
    if count == 1:
        things = f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
    return f"{count} {things}"


def first_of(names: Sequence[object], most: int, joint: str = ", ") -> str:
    """List names; dots stand for those beyond the first ones.

    Examples
    --------
    >>> first_of(["a", "b", "c"], 2), first_of(["a"], 2)
    ('a, b, ...', 'a')
    """
    return joint.join([*map(str, names[:most]), *["..."] * (len(names) > most)])


def and_more(names: Sequence[str], most: int, joint: str = ", ") -> str:
    """List names; those beyond the first ones are counted.

    Examples
    --------
    >>> and_more(["a", "b", "c"], 2), and_more(["a"], 2)
    ('a, b and 1 more', 'a')
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{joint.join(names[:most])}{more}"


class ProblemsError(DataError):
    """Files with problems; `problems` holds each with file, row, column and remedy.

    Examples
    --------
    >>> problem = Problem("nodes.tsv", 2, "type", "x", "unknown type", "use Gene")
    >>> print(ProblemsError([problem]).message)
    1 problem in the tables; nothing was loaded
      nodes.tsv, row 2, column type: unknown type ('x'); use Gene
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = "\n".join(f"  {problem}" for problem in problems[:20])
        more = f"\n  ... and {len(problems) - 20} more" if len(problems) > 20 else ""
        count = how_many(len(problems), "problems")
        super().__init__(f"{count} in the tables; nothing was loaded\n{first}{more}")
        self.problems = tuple(problems)
