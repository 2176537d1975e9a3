"""What every question answers with: rows of one kind, a status, and the reason when something is missing.

An answer is a sequence of typed rows. `to_dict` gives the JSON of the contract, `to_frame` a pandas
table with the same columns: nested keys are dotted, lists joined by ``|``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, overload

from ..graph.errors import UsageError
from ..graph.model import Edge, Reference
from ..graph.records import claims_of

if TYPE_CHECKING:
    import pandas

__all__ = ["Answer", "Row", "expand", "flatten", "linked"]

_ENTITY = ("id", "name", "type")
_REFERENCE = ("source", "citation", "doi", "pmid", "url")


class Row(Protocol):
    """One row of an answer."""

    FIELDS: ClassVar[tuple[str, ...]]
    """Its JSON keys; ``name:entity`` is an entity, ``name:reference`` a paper, ``name:a,b`` has these keys, and
    a ``*`` at the end makes a list of it."""

    def to_dict(self) -> dict[str, Any]:
        """Give the row's JSON."""

    def cells(self) -> dict[str, str]:
        """Give the row as a person reads it: heading to text."""


RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True)
class Answer(Generic[RowT]):
    """The rows that answer a question, and how complete they are.

    Parameters
    ----------
    name
        The question's name.
    parameters
        What was asked, names resolved to ids.
    rows
        In a fixed order.
    row_type
        The type of the rows, known even when there are none.
    graph
        Version of the graph that answered.
    answer
        The row key that holds the answering entity, None where there is none.
    status
        complete, truncated or empty.
    reason
        Why it is empty or truncated, and what filters left out.
    extra
        Further keys of the JSON object.
    drawer
        What draws it: the graph that answered knows the names.

    Examples
    --------
    >>> import radexo
    >>> answer = radexo.load().regulators("KLF10")
    >>> answer.status, answer[0].regulator.name, answer[0].sign
    ('complete', 'miR-340-5p', -1)
    >>> answer.to_frame()["regulator.name"].tolist()
    ['miR-340-5p']
    """

    name: str
    parameters: Mapping[str, Any]
    rows: tuple[RowT, ...]
    row_type: type[RowT]
    graph: str
    answer: str | None = None
    status: str = ""
    reason: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    drawer: Callable[..., Any] | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.status:
            object.__setattr__(self, "status", "complete" if self.rows else "empty")

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[RowT]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> RowT: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RowT]: ...
    def __getitem__(self, index: int | slice) -> RowT | Sequence[RowT]:
        return self.rows[index]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON object of the contract.

        Returns
        -------
        dict
            Keys ``query``, ``status``, ``reason``, ``rows``, and what the question adds.
        """
        query = {
            "name": self.name,
            "parameters": dict(self.parameters),
            "answer": self.answer,
            "graph": self.graph,
        }
        rows = [row.to_dict() for row in self.rows]
        return {
            "query": query,
            "status": self.status,
            "reason": self.reason,
            **self.extra,
            "rows": rows,
        }

    def columns(self) -> list[str]:
        """List the columns of `records` and `to_frame`."""
        return [column for field in self.row_type.FIELDS for column in expand(field)]

    def records(self) -> list[list[Any]]:
        """Give the rows flat: one cell per column, lists joined by ``|``."""
        return [[flatten(row.to_dict(), column) for column in self.columns()] for row in self.rows]

    def to_frame(self) -> pandas.DataFrame:
        """Give the rows as a pandas table.

        Returns
        -------
        pandas.DataFrame
            Columns as `columns` lists them.
        """
        import pandas

        return pandas.DataFrame(self.records(), columns=self.columns())

    def references(self) -> list[Reference]:
        """List the papers behind the rows, each once, in order of appearance."""
        papers: dict[tuple[str, str | None], Reference] = {}
        for row in self.rows:
            for reference in getattr(row, "references", ()):
                papers.setdefault(reference.key, reference)
        return list(papers.values())

    def edges(self) -> list[Edge]:
        """List the claims that the rows rest on, each once, with the evidence that counted.

        Returns
        -------
        list of Edge
            Empty where the rows tell no claims, as those of `hubs`.
        """
        return claims_of(
            e for row in self.rows for edge in getattr(row, "edges", ()) for e in edge.evidence
        )

    def draw(self, path: str | Path | None = None, **options: Any) -> Any:
        """Draw the claims that the rows rest on.

        Parameters
        ----------
        path
            Where the picture is written, as its ending says (html, svg, png, pdf, cx2); nowhere
            without one.
        **options
            ``layout`` (columns or rings), ``overwrite`` (whether to replace what exists) and
            ``evidence`` (carrying: that which carries the rows; all: everything behind their
            claims).

        Returns
        -------
        Drawing
            It shows itself in a notebook; `interactive` and `save` give more.

        Raises
        ------
        UsageError
            When there is nothing to draw, or the ending is not known.
        """
        if self.drawer is None:
            raise UsageError(f"{self.name}: only an answer of a graph can be drawn")
        return self.drawer(self, path, **options)

    def notes(self) -> list[str]:
        """Say where the rows contradict each other.

        Returns
        -------
        list of str

        Examples
        --------
        >>> import radexo
        >>> radexo.load().regulators("radiosensitivity", type="Pathway").notes()
        ["Wnt/beta-catenin signaling both raises and lowers radiosensitivity; 'radexo contradictions' shows both sides"]
        """
        signs: dict[tuple[str, str], set[int]] = {}
        for row in self.to_dict()["rows"] if self.name in ("regulators", "targets") else ():
            if row["sign"]:
                signs.setdefault((row["regulator"]["name"], row["target"]["name"]), set()).add(
                    row["sign"]
                )
        return [
            f"{a} both raises and lowers {b}; 'radexo contradictions' shows both sides"
            for (a, b), found in signs.items()
            if len(found) > 1
        ]

    def __repr__(self) -> str:
        tables = [row.cells() for row in self.rows[:20]]
        lines = [f"{self.name}: {len(self.rows)} row{'s' * (len(self.rows) != 1)}, {self.status}"]
        if self.reason:
            lines.append(self.reason)
        lines += [f"! {note}" for note in self.notes()]
        lines += ["  ".join(cell for cell in cells.values() if cell) for cells in tables]
        if len(self.rows) > len(tables):
            lines.append(f"... and {len(self.rows) - len(tables)} more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        tables = [row.cells() for row in self.rows]
        head = "".join(
            f"<th{_LEFT}>{html.escape(name)}</th>" for name in (tables[0] if tables else {})
        )
        rows = (
            "".join(
                f"<td{_LEFT}>{_ARROW.sub(_whole, linked(cell))}</td>" for cell in cells.values()
            )
            for cells in tables
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        reason = f" ({html.escape(self.reason)})" if self.reason else ""
        notes = "".join(f"<br><strong>! {html.escape(note)}</strong>" for note in self.notes())
        caption = f"{html.escape(self.name)}: {self.status}{reason}{notes}"
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_LEFT = (
    ' style="text-align:left"'  # Jupyter sets tables flush right, and breaks lines within arrows
)
_ARROW = re.compile(r" (-\||(?:-|=|~)&gt;) ")


def _whole(arrow: re.Match[str]) -> str:
    return f' <span style="white-space:nowrap">{arrow[1]}</span> '


_DOI = re.compile(r"\bdoi:(10\.[0-9]{4,9}/[^\s,;\"<>]+)")


def linked(cell: str) -> str:
    """Escape a cell for HTML; a DOI becomes a link.

    Examples
    --------
    >>> linked("[29] doi:10.1/x <b>"), linked("doi:10.1186/s13046-021-01834-9")
    ('[29] doi:10.1/x &lt;b&gt;', '<a href="https://doi.org/10.1186/s13046-021-01834-9">doi:10.1186/s13046-021-01834-9</a>')
    """
    parts = _DOI.split(cell)  # every other part is a DOI
    linked = (
        f'<a href="https://doi.org/{html.escape(doi)}">doi:{html.escape(doi)}</a>'
        for doi in parts[1::2]
    )
    return "".join(html.escape(text) + next(linked, "") for text in parts[::2])


def expand(field: str) -> list[str]:
    """Expand a row's field to its columns.

    Examples
    --------
    >>> expand("regulator:entity"), expand("hops"), expand("plus:findings,cancers:entity")
    (['regulator.id', 'regulator.name', 'regulator.type'], ['hops'], ['plus.findings', 'plus.cancers.id', ...
    """
    name, _, kind = field.rstrip("*").partition(":")
    if not kind:
        return [name]
    if kind == "entity":
        return [f"{name}.{key}" for key in _ENTITY]
    if kind == "reference":
        return [f"{name}.{key}" for key in _REFERENCE]
    return [f"{name}.{column}" for part in kind.split(",") for column in expand(part)]


def flatten(value: Any, column: str) -> Any:
    """Pick a column out of a row's JSON; lists are joined by ``|``, lists within them by ``,``.

    Examples
    --------
    >>> flatten({"cancers": [{"id": "a:1"}, {"id": "b:2"}]}, "cancers.id")
    'a:1|b:2'
    """
    found = _pick(value, column.split("."))
    return "|".join(_text(item, ",") for item in found) if isinstance(found, list) else found


def _pick(value: Any, keys: list[str]) -> Any:
    if isinstance(value, list):
        return [_pick(item, keys) for item in value]
    if not keys or value is None:
        return value
    return _pick(value[keys[0]], keys[1:])


def _text(value: Any, separator: str) -> str:
    if isinstance(value, list):
        return separator.join(_text(item, separator) for item in value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
