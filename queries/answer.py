"""The answer to a question: rows of one kind, a status, and a reason if anything is missing.

An answer is a sequence of typed rows. `to_dict` returns the JSON of the contract, `to_frame` a
pandas table with the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar, cast, overload

from ..graph.collector import no_collector
from ..graph.errors import UsageError
from ..graph.model import Edge, Reference
from ..graph.records import claims_of
from ..graph.report import how_many
from ..graph.values import frozen
from .evidence import Evidenced, Note, noted_once, read_beside
from .kinds import cut_repr, several
from .rows import cells_of, flat_columns, flat_values, to_json

if TYPE_CHECKING:
    from pathlib import Path

    import networkx
    import pandas

    from ..graph.stores.base import Store
    from ..words import LayoutName, Shown

__all__ = ["BY_ROWS", "Answer", "Draws", "Status", "entity_ids"]

RowT = TypeVar("RowT")

Status = Literal["complete", "truncated", "empty"]
BY_ROWS = cast("Status", "")
"""The status of an answer that is complete, or empty where it has no rows."""

_TOGETHER = 1_000
"""The most rows whose notes are read at once."""


class Draws(Protocol):
    """A graph, as an answer needs it."""

    def part_of(self, answer: Answer[Any]) -> Store:
        """Return a store that holds an answer's entities and the claims among them."""

    def draw_answer(
        self,
        answer: Answer[Any],
        path: str | Path | None = None,
        /,
        *,
        layout: LayoutName | None,
        overwrite: bool,
        command: str | None,
        evidence: Shown,
        style: Any,
    ) -> Any:
        """Draw an answer, and write the picture where a path is given."""


@frozen
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
    version
        Version of the graph that answered.
    answer
        The row key that holds the answering entity, None where there is none.
    status
        complete, truncated or empty.
    reason
        Why it is empty or truncated, and what filters left out.
    details
        Further keys of the JSON object.
    graph
        The graph that answered; it draws the answer.
    total
        How many rows there are without the limit; None where they were not counted.
    what
        What one row is called.

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
    version: str
    answer: str | None = None
    status: Status = BY_ROWS
    reason: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    graph: Draws | None = field(default=None, repr=False, compare=False)
    total: int | None = field(default=None, compare=False)
    what: str = field(default="row", compare=False)
    _noted: list[tuple[list[str], list[str]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.status == BY_ROWS:
            object.__setattr__(self, "status", "complete" if self.rows else "empty")

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[RowT]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> RowT: ...
    @overload
    def __getitem__(self, index: slice) -> Answer[RowT]: ...
    def __getitem__(self, index: int | slice) -> RowT | Answer[RowT]:
        return self._with(self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def filter(self, keep: Callable[[RowT], bool]) -> Answer[RowT]:
        """Return the answer with the rows that pass a test; it can be drawn and cited as well.

        Parameters
        ----------
        keep
            The test of a row.

        Returns
        -------
        Answer

        Examples
        --------
        >>> import radexo
        >>> rows = radexo.load().regulators("radiosensitivity")
        >>> {row.sign for row in rows.filter(lambda row: row.sign == 1)}
        {1}
        """
        return self._with(tuple(filter(keep, self.rows)))

    def _with(self, rows: tuple[RowT, ...]) -> Answer[RowT]:
        if len(rows) == len(self.rows):
            return self
        chosen = f"{len(rows)} of {len(self.rows)} rows chosen"
        reason = f"{self.reason}; {chosen}" if self.reason else chosen
        return replace(self, rows=rows, status=BY_ROWS, reason=reason)

    @no_collector()
    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the contract.

        Returns
        -------
        dict
            Keys ``query``, ``status``, ``reason``, ``rows``, and what the question adds.

        Raises
        ------
        DataError
            When the file that holds the graph cannot be read: notes are read when asked for.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> list(answer.to_dict())
        ['query', 'status', 'reason', 'rows']
        """
        query = {
            "name": self.name,
            "parameters": dict(self.parameters),
            "answer": self.answer,
            "graph": self.version,
        }
        return {
            "query": query,
            "status": self.status,
            "reason": self.reason,
            **self.details,
            "rows": [to_json(row) for row in self._read()],
        }

    def _read(self) -> Iterator[RowT]:
        """Yield the rows; what their notes need is read for many at once."""
        for first in range(0, len(self.rows), _TOGETHER):
            rows = self.rows[first : first + _TOGETHER]
            if isinstance(rows[0], Evidenced):
                read_beside(rows[0].store, rows)
                with noted_once(rows[0].store):
                    yield from rows
            else:
                yield from rows

    def columns(self) -> list[str]:
        """Return the flat columns of `records` and `to_frame`: nested keys are dotted.

        Returns
        -------
        list of str

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> answer.columns()[:4]
        ['regulator.id', 'regulator.name', 'regulator.type', 'target.id']
        """
        return flat_columns(self.row_type)

    @no_collector()
    def records(self) -> list[list[Any]]:
        """Return the rows flat: one value per column; what lies in a list is a list.

        Returns
        -------
        list of list

        Raises
        ------
        DataError
            When the file that holds the graph cannot be read: notes are read when asked for.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> dict(zip(answer.columns(), answer.records()[0], strict=True))["regulator.name"]
        'miR-340-5p'
        """
        return [flat_values(self.row_type, to_json(row)) for row in self._read()]

    def to_frame(
        self, *, short: bool = False, explode: str | Sequence[str] | None = None
    ) -> pandas.DataFrame:
        """Return the rows as a pandas table with nullable types; lists stay lists.

        Parameters
        ----------
        short
            Whether entities are given by their names alone, in columns without ``.name``.
        explode
            Columns whose lists become a row each. A key such as ``references`` stands for all that
            it holds: ``references.doi``, ``references.pmid``.

        Returns
        -------
        pandas.DataFrame
            Columns as `columns` lists them.

        Raises
        ------
        UsageError
            When there is no such column to explode, or the lists of several differ in length.
        DataError
            When the file that holds the graph cannot be read: notes are read when asked for.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> answer.to_frame(short=True, explode="cancers")[["regulator", "cancers"]].values.tolist()
        [['miR-340-5p', 'esophageal squamous cell carcinoma']]
        """
        import pandas

        frame = pandas.DataFrame(self.records(), columns=self.columns()).convert_dtypes()
        if short:
            entities = {name[:-3] for name in frame.columns if name.endswith(".id")} & {
                name[:-5] for name in frame.columns if name.endswith(".type")
            }
            left = [f"{name}.{part}" for name in entities for part in ("id", "type")]
            named = {f"{name}.name": name for name in entities}
            frame = frame.drop(columns=left).rename(columns=named)
        if explode is not None:
            keys = several(explode)
            columns = [column for key in keys for column in _exploded(frame, key)]
            try:
                frame = frame.explode(columns, ignore_index=True)
            except ValueError as error:  # of lists that are not of one length
                raise UsageError(f"explode {', '.join(keys)}: {error}") from None
        return frame

    def to_networkx(self, *, names: bool = False) -> networkx.MultiDiGraph[str]:
        """Return the claims that the rows rest on as a `networkx.MultiDiGraph`.

        Parameters
        ----------
        names
            Identify nodes by name instead of id.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes by entity id, edges keyed by edge id, with the attributes of `Graph.to_networkx`
            and the evidence that counted for the answer.

        Raises
        ------
        UsageError
            When the answer is not of a graph, as that of `queries`.
        StoreError, DataError
            When the server or file that holds the graph cannot be read.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> network = answer.to_networkx(names=True)
        >>> list(network.edges())
        [('miR-340-5p', 'KLF10')]
        """
        from ..graph.network import network

        if self.graph is None:
            raise UsageError(f"{self.name}: only an answer of a graph has claims to join")
        edges = self.edges()
        store = self.graph.part_of(self)
        ids = sorted({id for edge in edges for id in (edge.subject, edge.object)})
        return network(store, map(store.entity, ids), edges, names=names)

    def references(self) -> list[Reference]:
        """Return the papers behind the rows, each once, in order of appearance.

        Returns
        -------
        list of Reference

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> [paper.doi for paper in answer.references()]
        ['10.1186/s13046-021-01834-9']
        """
        papers: dict[tuple[str, str | None], Reference] = {}
        for row in self.rows:
            for reference in getattr(row, "references", ()):
                papers.setdefault(reference.key, reference)
        return list(papers.values())

    def edges(self) -> list[Edge]:
        """Return the claims that the rows rest on, each once, with the evidence that counted.

        Returns
        -------
        list of Edge
            Empty where the rows rest on no claims, as those of `hubs`.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> [(edge.predicate, edge.sign) for edge in answer.edges()]
        [('DECREASES', -1)]
        """
        return claims_of(
            e for row in self.rows for edge in getattr(row, "edges", ()) for e in edge.evidence
        )

    def draw(
        self,
        path: str | Path | None = None,
        *,
        layout: LayoutName | None = None,
        overwrite: bool = True,
        command: str | None = None,
        evidence: Shown = "carrying",
        style: Any = None,
    ) -> Any:
        """Draw the claims that the rows rest on.

        Parameters
        ----------
        path
            Where the picture is written, as its ending says (html, svg, png, pdf, cx2); nowhere
            without one.
        layout
            How nodes are placed: columns, rings or transfer; chosen by size when not given.
        overwrite
            Whether to replace what exists.
        command
            The command that gives the answer again, for the metadata of a figure.
        evidence
            carrying: that which carries the rows; all: everything behind their claims.
        style
            How a figure for print looks, a `radexo.views.picture.FigureStyle`.

        Returns
        -------
        Drawing
            It shows itself in a notebook; `interactive` and `save` give more.

        Raises
        ------
        UsageError
            When there is nothing to draw, or the ending is not known.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> answer.draw()
        Regulators: KLF10 (2 nodes, 1 edge, 1 paper)
        """
        if self.graph is None:
            raise UsageError(f"{self.name}: only an answer of a graph can be drawn")
        return self.graph.draw_answer(
            self,
            path,
            layout=layout,
            overwrite=overwrite,
            command=command,
            evidence=evidence,
            style=style,
        )

    def notes(self) -> list[str]:
        """Return a sentence for each pair of ends that the rows join with opposite signs.

        Returns
        -------
        list of str

        Examples
        --------
        >>> import radexo
        >>> radexo.load().regulators("radiosensitivity", type="Pathway").notes()
        ["Wnt/beta-catenin signaling both raises and lowers radiosensitivity; ...]
        """
        signs: dict[tuple[str, str], set[int]] = {}
        rows: Sequence[Any] = self.rows if self.name in ("regulators", "targets") else ()
        for row in rows:
            ends = (row.regulator.name, row.target.name)
            if sign := row.sign:
                signs.setdefault(ends, set()).add(sign)
        return [
            f"{a} both raises and lowers {b}; 'radexo contradictions' shows both sides"
            for (a, b), found in signs.items()
            if len(found) > 1
        ]

    def as_read(self) -> list[str]:
        """Return how `ask` read the question, and which words it did not use; empty elsewhere.

        Returns
        -------
        list of str
            Lines: the query, notes, unused words.

        Examples
        --------
        >>> import radexo
        >>> radexo.load().ask("what regulates KLF10?").as_read()
        ['query: regulators names=KLF10']
        """
        if (asked := self.details.get("asked")) is None:
            return []
        unused = [f"not used: {', '.join(asked['unused'])}"] if asked["unused"] else []
        return [f"query: {asked['reading']}", *(f"note: {n}" for n in asked["notes"]), *unused]

    @no_collector()
    def footnotes(self) -> tuple[list[str], list[str]]:
        """Return the marks of each row's notes, and the notes that they point at.

        Returns
        -------
        tuple of list of str
            A text for each row, such as ``*1 *2``, and a line for each note.

        Raises
        ------
        DataError
            When the file that holds the graph cannot be read: notes are read when asked for.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> marks, notes = answer.footnotes()
        >>> marks
        ['*1']
        """
        if self._noted:
            return self._noted[0]
        numbers: dict[Note, int] = {}
        marks = []
        for row in self._read():
            notes: Sequence[Note] = getattr(row, "notes", ())
            marks.append(" ".join(f"*{numbers.setdefault(n, len(numbers) + 1)}" for n in notes))
        self._noted.append((marks, [f"*{number} {note}" for note, number in numbers.items()]))
        return self._noted[0]

    def cells(self) -> list[dict[str, str]]:
        """Return the rows as a person reads them, with the marks of their notes.

        Returns
        -------
        list of dict
            Of each row, heading to text.

        Raises
        ------
        DataError
            When the file that holds the graph cannot be read: notes are read when asked for.

        Examples
        --------
        >>> import radexo
        >>> answer = radexo.load().regulators("KLF10")
        >>> answer.cells()[0]["chain"]
        'miR-340-5p -| KLF10'
        """
        marks, lines = self.footnotes()
        rows = [cells_of(row) for row in self.rows]
        return [{**row, "notes": m} for row, m in zip(rows, marks, strict=True)] if lines else rows

    def __repr__(self) -> str:
        tables, notes = self.cells()[:20], self.footnotes()[1]
        lines = self.as_read()
        lines += [f"{self.name}: {how_many(len(self.rows), 'rows')}, {self.status}"]
        if self.reason:
            lines.append(self.reason)
        lines += [f"! {note}" for note in self.notes()]
        lines += ["  ".join(cell for cell in cells.values() if cell) for cells in tables]
        if len(self.rows) > len(tables):
            lines.append(f"... and {len(self.rows) - len(tables)} more")
        lines += notes
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from .markup import table

        return table(
            self.cells(),
            self.footnotes()[1],
            title=f"{self.name}: {self.status}",
            reason=self.reason,
            remarks=[*self.as_read(), *self.notes()],
        )


def _exploded(frame: pandas.DataFrame, key: str) -> list[str]:
    """Return the columns that a key of a row, or the name of a column, stands for."""
    if key in frame.columns:
        return [key]
    if within := [name for name in frame.columns if name.startswith(f"{key}.")]:
        return within
    lists = list(frame.select_dtypes("object").columns)
    raise UsageError(f"no column {key!r}; the columns with lists are {', '.join(lists)}", lists)


def entity_ids(answer: Answer[Any]) -> set[str]:
    """Return the ids of the entities that an answer's parameters, claims and marks name."""
    if not isinstance(answer, Answer):
        raise UsageError(f"{cut_repr(answer)} is not an answer; give what a question returned")
    ids = {id for edge in answer.edges() for id in (edge.subject, edge.object)}
    ids |= {mark[0] for row in answer.rows if (mark := getattr(row, "mark", None))}
    ids |= {start.id for row in answer.rows for start in getattr(row, "starts", ())}
    for value in answer.parameters.values():
        values = value if isinstance(value, (list, tuple)) else [value]
        ids |= {item for item in values if isinstance(item, str)}
    return ids
