"""Compare two curations of one text: ``python -m radexo.docs.make.agreement FIRST [SECOND]``.

Statements are compared within a citation by subject and object. The curators named the exosomes
themselves, so an exosome with a donor, exposure or fluid counts as the exosome of its finding.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from radexo.graph.errors import RadexoError
from radexo.graph.exchange.tables import Row
from radexo.graph.report import Problem, ProblemsError
from radexo.graph.values import frozen
from radexo.loaders.review import PACKAGED_TABLES, read_table

__all__ = ["Agreement", "compare", "main"]

Key = tuple[str, str, str]


@frozen
class Agreement:
    """Pairs of subject and object that two curations share.

    Parameters
    ----------
    same, other_sign, opposite
        Pairs in both with the same signs; with different signs; with +1 in one and -1 in the other.
    only_first, only_second
        Pairs in only one of them.
    """

    same: tuple[Key, ...]
    other_sign: tuple[Key, ...]
    opposite: tuple[Key, ...]
    only_first: tuple[Key, ...]
    only_second: tuple[Key, ...]

    def __str__(self) -> str:
        both = len(self.same) + len(self.other_sign)
        share = len(self.same) / both if both else 0.0
        lines = [
            f"in both: {both}; same sign {len(self.same)} ({share:.1%}), "
            f"opposite sign {len(self.opposite)}",
            f"only in the first: {len(self.only_first)}; "
            f"only in the second: {len(self.only_second)}",
        ]
        for name in ("opposite", "other_sign", "only_first", "only_second"):
            lines += [f"{name}\t" + "\t".join(key) for key in getattr(self, name)]
        return "\n".join(lines)


def compare(first: str | Path, second: str | Path) -> Agreement:
    """Compare two folders of curated tables.

    Parameters
    ----------
    first, second
        Folders with ``entities``, ``findings`` and ``statements``.

    Returns
    -------
    Agreement

    Raises
    ------
    ProblemsError
        When a table cannot be read.

    Examples
    --------
    >>> compare(PACKAGED_TABLES, PACKAGED_TABLES).only_first
    ()
    """
    a, b = _signs(Path(first)), _signs(Path(second))
    both = sorted(a.keys() & b.keys())
    return Agreement(
        same=tuple(k for k in both if a[k] == b[k]),
        other_sign=tuple(k for k in both if a[k] != b[k]),
        opposite=tuple(k for k in both if a[k] != b[k] and {"1", "-1"} <= a[k] | b[k]),
        only_first=tuple(sorted(a.keys() - b.keys())),
        only_second=tuple(sorted(b.keys() - a.keys())),
    )


def _signs(folder: Path) -> dict[Key, set[str]]:
    problems: list[Problem] = []
    names = ("entities", "findings", "statements")
    tables: dict[str, list[Row]] = {
        name: read_table(folder / f"{name}.tsv", name, problems) for name in names
    }
    if problems:
        raise ProblemsError(problems)
    entities = {row["name"]: row for row in tables["entities"]}
    cited = {row["id"]: row["citations"] or row["section"] for row in tables["findings"]}

    def compared_as(name: str) -> str:
        row = entities.get(name)
        own = (
            row is not None
            and row["type"] == "Exosome"
            and (row["donors"] or row["exposures"] or row["fluid"])
        )
        return "(exosome of the finding)" if own else name

    signs: dict[Key, set[str]] = {}
    for row in tables["statements"]:
        key = (
            f"[{cited[row['finding']].replace('|', ',')}]",
            compared_as(row["subject"]),
            compared_as(row["object"]),
        )
        signs.setdefault(key, set()).add(row["sign"])
    return signs


def main(arguments: Sequence[str]) -> int:
    """Print how far two folders agree; a single folder is compared with the packaged tables."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python -m radexo.docs.make.agreement FIRST [SECOND]\n")
        return 2
    first, second = arguments if len(arguments) == 2 else (PACKAGED_TABLES, arguments[0])
    try:
        sys.stdout.write(f"{compare(first, second)}\n")
    except RadexoError as error:
        sys.stderr.write(f"error: {error.message}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
