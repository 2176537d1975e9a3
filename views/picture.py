"""A picture: nodes and edges with their evidence, positions, meaning and provenance.

A picture is made from an answer, or from a whole graph, and is all that a renderer needs.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> picture = picture_of(g.mechanism("miR-340-5p", "KLF10"), g.store)
>>> len(picture.nodes), len(picture.edges), picture.layout.kind
(6, 5, 'columns')
>>> [band.heading for band in picture.layout.bands][:3]
['Donor or exposure', 'Exosome', 'Cargo']
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

from ..graph.errors import UnknownNameError, UsageError
from ..graph.model import Edge, Entity, Evidence, Reference, best_certainty, natural_key
from ..graph.records import claims_of
from ..graph.report import how_many
from ..graph.schema import CERTAINTIES, PREDICATES, RADIOSENSITIVITY, Sign
from ..graph.values import frozen
from ..measured.command import MEASURED, measured_words
from ..queries.arrows import claim_line
from ..queries.catalogue import find
from ..queries.command import command_words
from ..queries.evidence import CLAIM_NOTES, Note, claim_notes, notes_on, signed, statement_note
from ..queries.filters import Filters
from ..words import LAYOUTS, SHOWN, LayoutName, Shown
from .citations import in_full
from .compartments import known, layer_of, sides
from .evidence import Added, added, carrying, joints, supports
from .layout.columns import Arrow, Box, Layout, Place, along, columns
from .layout.labels import LABEL_SIZE, EdgeLabel, head_box, place_labels, start_of
from .layout.rings import LABEL, LABEL_WIDTH, Dot, rings
from .layout.shapes import LINE_HEIGHT, Point, padding, text_width, wrap
from .layout.transfer import transfer
from .style import (
    CONFIRMED,
    EDGES,
    LAYERS,
    NODES,
    NOTED,
    OTHERS,
    REGULATORS,
    LegendItem,
    head_size,
    kind_of,
    legend,
    width_of,
)

if TYPE_CHECKING:
    from ..graph.stores.base import SignedClaim, Store
    from ..queries.answer import Answer

__all__ = [
    "Fact",
    "Picture",
    "PictureEdge",
    "PictureNode",
    "picture_of",
    "picture_of_graph",
    "places_in_graph",
]

MOST_NODES, MOST_EDGES = 60, 120
"""What columns can show; more goes on rings."""

MOST_CLAIMS = 2_000
"""The most claims of an answer that one picture shows."""

LEAST_STAR = 12
"""The fewest nodes of a picture with two sides."""

MOST_DOIS = 12
"""The most papers that a figure lists with their DOIs."""

MOST_NOTES, MOST_MARKS = 5, 2
"""The most notes that a figure prints (more are in its caption), and whose numbers an arrow has."""

_ADVICE = re.compile(r"(?:, |^)ask for ")
_COMMANDS = ("--", "radexo", "limit 0 ", "composed lists")
"""What a note says to the reader of a terminal, and not of a figure."""

_BADGE_AT = {1: 0.42, -1: 0.58}
"""How far along an edge its badge is, by sign: those of two opposite edges are apart."""

NAME, NAME_WIDTH = 13.0, 124.0
"""Size of the names in nodes, and the width at which they are broken."""


@frozen
class Fact:
    """One statement of one finding behind an edge, in words.

    Parameters
    ----------
    finding
        Its id.
    predicate, certainty, inverted
        How sure the statement is.
    cancer
        Name of the cancer; None for a general finding.
    summary
        The finding in the curator's words.
    note
        What limits or completes the statement.
    review_note
        What is odd or disputed within the source itself.
    source_check, source_note
        Whether the cited paper agrees, and what was compared.
    references
        The papers behind it.
    recipient
        Name of what takes the exosomes up, where the finding gives it.
    cargo
        Ids of what the finding calls cargo.
    """

    finding: str
    predicate: str
    certainty: str
    inverted: bool
    cancer: str | None
    summary: str | None
    note: str | None
    review_note: str | None
    source_check: str
    source_note: str | None
    references: tuple[Reference, ...]
    recipient: str | None = None
    cargo: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the fact as plain values."""
        return {
            "finding": self.finding,
            "predicate": self.predicate,
            "certainty": self.certainty,
            "inverted": self.inverted,
            "cancer": self.cancer,
            "summary": self.summary,
            "note": self.note,
            "review_note": self.review_note,
            "source_check": self.source_check,
            "source_note": self.source_note,
            "references": [reference.to_dict() for reference in self.references],
        }


@frozen
class PictureNode:
    """An entity as drawn: its layer, its name in lines, further marks, and a fill of its own."""

    entity: Entity
    layer: str
    lines: tuple[str, ...]
    marks: tuple[str, ...] = ()
    fill: str | None = None

    @property
    def id(self) -> str:
        """The entity's id."""
        return self.entity.id


@frozen
class PictureEdge:
    """The claims of one kind and sign between two nodes, drawn as one edge.

    Parameters
    ----------
    id
        Of the most specific claim.
    kind, sign
        Its row of the style table; +1, -1, 0 or None.
    predicates
        The most specific first.
    certainty
        The best that any fact gives.
    facts
        Everything behind it.
    opposite
        What the graph says to the contrary: ids of findings, with their cancers.
    joint
        Whether the study changes before this edge along a drawn path.
    noted
        Numbers of the notes that concern it, from 1, as `Picture.footnotes` lists them.
    confirmed
        Whether one of these names another source that makes the claim.
    word
        What the rows add to it, as `Picture.key` explains it.
    """

    id: str
    subject: str
    object: str
    kind: str
    sign: Sign | None
    predicates: tuple[str, ...]
    certainty: str | None
    facts: tuple[Fact, ...]
    opposite: tuple[str, ...] = ()
    joint: bool = False
    noted: tuple[int, ...] = ()
    confirmed: bool = False
    word: str = ""

    @property
    def marks(self) -> Iterator[str]:
        """Its marks, as `radexo.views.style.MARKS` names them."""
        carried = (self.opposite, self.joint, self.noted, self.confirmed)
        return compress(("contradicted", "joint", "note", "confirmed"), carried)

    @property
    def findings(self) -> tuple[str, ...]:
        """Ids of the findings behind it."""
        return tuple(dict.fromkeys(fact.finding for fact in self.facts))

    @property
    def cancers(self) -> tuple[str, ...]:
        """Names of their cancers."""
        return tuple(dict.fromkeys(fact.cancer for fact in self.facts if fact.cancer))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The papers behind it."""
        return tuple({r.key: r for fact in self.facts for r in fact.references}.values())


@dataclass(frozen=True)
class FigureStyle:
    """How a figure for print looks.

    Parameters
    ----------
    width
        In millimeters; by default the first of a journal's widths at which all type is legible.
    font
        The font family, where it is installed; other letters come from the usual ones.
    title
        Above the figure instead of its own; an empty one leaves it out.
    legend
        Whether it has one.
    caption
        Whether a caption file is written beside it, even where all papers are printed.
    """

    width: float | None = None
    font: str | None = None
    title: str | None = None
    legend: bool = True
    caption: bool = False


@dataclass(frozen=True)
class Picture:
    """All that a renderer needs.

    Parameters
    ----------
    title
        What is shown.
    command
        The command that draws it.
    graph
        The version of the graph.
    nodes, edges
        What is shown, in a fixed order.
    layout
        Its place.
    notes
        What the answer left out.
    page
        The state of the page on which it was seen, when it was.
    support
        How many of the drawn rows have each support, strongest first.
    labels
        What edges are labeled with, by id of the edge, where there is room: numbers of papers and
        the mark of notes.
    footnotes
        The notes of the drawn rows, in the order of their numbers.
    key
        What the words on its edges stand for, where they have any.
    beside
        The papers of rows that are drawn as a node alone.
    scale
        What the fills of its nodes mean, where they mean something.
    style
        How a figure of it looks.
    """

    title: str
    command: str
    graph: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    layout: Layout
    notes: tuple[str, ...] = ()
    page: str | None = None
    support: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, EdgeLabel] = field(default_factory=dict)
    footnotes: tuple[Note, ...] = ()
    key: str | None = None
    beside: tuple[Reference, ...] = ()
    scale: tuple[LegendItem, ...] = ()
    style: FigureStyle = FigureStyle()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names by entity id."""
        return {node.id: node.entity.name for node in self.nodes}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every paper behind it, by source and number."""
        found = {r.key: r for edge in self.edges for r in edge.references}
        found |= {r.key: r for r in self.beside}
        return tuple(
            found[key] for key in sorted(found, key=lambda key: (key[0], natural_key(key[1] or "")))
        )

    @property
    def counts(self) -> str:
        """Nodes, edges and papers in words."""
        counts = {"nodes": self.nodes, "edges": self.edges, "papers": self.references}
        return ", ".join(how_many(len(items), name) for name, items in counts.items())

    @property
    def cancers(self) -> tuple[str, ...]:
        """Names of the cancers of what is drawn, in alphabetical order."""
        return tuple(sorted({cancer for edge in self.edges for cancer in edge.cancers}))

    @property
    def context(self) -> tuple[str, ...]:
        """What its rows rest on, in words: support, then cancers."""
        levels = ", ".join(f"{count} {level}" for level, count in self.support.items())
        shown = ", ".join(self.cancers) or "no cancer given"
        support = (f"Support: {levels}",) if levels else ()
        return (*support, f"Cancers: {shown}", *filter(None, [self.key]))

    def caption(self) -> str:
        """Return the text to print below a figure: context, each arrow with its papers and notes.

        Returns
        -------
        str
            Lines; the command that draws the figure is the last one.
        """
        lines = [f"{self.title}.", *self.context, *self.remarks, ""]
        for edge in self.edges:
            numbers = ", ".join(r.number for r in edge.references) or "no paper"
            remarks = [
                edge.word,
                edge.certainty,
                ", ".join(edge.cancers) or "no cancer given",
                numbers,
            ]
            remarks += ["the study changes before this arrow"] if edge.joint else []
            remarks += [f"contradicted by {', '.join(edge.opposite)}"] if edge.opposite else []
            remarks += [CONFIRMED.word] if edge.confirmed else []
            remarks += [f"notes {_marks(edge)}"] if edge.noted else []
            lines.append(f"{self.sentence(edge)} ({'; '.join(filter(None, remarks))})")
        if self.footnotes:
            lines += ["", "Notes", *self.note_lines]
        lines += ["", "Papers", *map(in_full, self.references)]
        return "\n".join([*lines, "", f"RadExo graph {self.graph}", self.command]) + "\n"

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the lines below: notes and papers with DOIs while few, else their numbers."""
        lines: list[str] = []
        if len(self.footnotes) > MOST_NOTES:
            lines.append(f"Notes *1 to *{len(self.footnotes)}: the caption lists them")
        else:
            lines += self.note_lines
        if self.references:
            few = len(self.references) <= MOST_DOIS
            numbers = (r.cited if few else r.number for r in self.references)
            text = ("; " if few else ", ").join(numbers)
            lines.append(f"Papers: {text}" + ("" if few else " (the caption lists them)"))
        return tuple(lines)

    @property
    def every_paper(self) -> tuple[str, ...]:
        """All notes and papers, each paper with its DOI, for where there is room for them."""
        papers = "; ".join(r.cited for r in self.references)
        return (*self.note_lines, *((f"Papers: {papers}",) if papers else ()))

    @property
    def needs_caption(self) -> bool:
        """Whether a figure has a caption beside it: more papers or notes than it prints."""
        if self.style.caption:
            return True
        return len(self.references) > MOST_DOIS or len(self.footnotes) > MOST_NOTES

    @cached_property
    def note_lines(self) -> tuple[str, ...]:
        """The notes with their numbers, as tables print them below."""
        return tuple(f"*{number} {note}" for number, note in enumerate(self.footnotes, 1))

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes without words of the command line, for figures."""
        parts = (part for note in self.notes for part in note.split("; "))
        facts = (_ADVICE.split(part)[0] for part in parts)
        return tuple(f for f in facts if f and not any(word in f for word in _COMMANDS))

    @property
    def provenance(self) -> str:
        """Where it comes from, in one line."""
        return f"{self.command} · RadExo graph {self.graph}" + (
            f" · page {self.page}" if self.page else ""
        )

    @cached_property
    def legend(self) -> tuple[LegendItem, ...]:
        """What must be explained: everything that occurs."""
        occurring = legend(
            {node.entity.type for node in self.nodes},
            {edge.kind for edge in self.edges},
            {edge.certainty for edge in self.edges},
            {len(edge.findings) for edge in self.edges},
            {mark for edge in self.edges for mark in edge.marks},
        )
        return (*self.scale, *occurring)

    def badge(self, edge: PictureEdge) -> Point | None:
        """Return where the badge of a contradicted edge is drawn."""
        return (
            along(self.layout.routes[edge.id], _BADGE_AT[edge.sign or -1])
            if edge.opposite
            else None
        )

    def joint(self, edge: PictureEdge) -> tuple[float, float, float] | None:
        """Return where an edge has the mark that the study changes: a point and direction."""
        return start_of(self.layout.routes[edge.id]) if edge.joint else None

    def sentence(self, edge: PictureEdge) -> str:
        """Return an edge on one line, as chains are written: ``miR-340-5p -| KLF10``."""
        ends = self.names[edge.subject], self.names[edge.object]
        return claim_line(ends[0], edge.predicates[0], ends[1])

    def records(self) -> list[dict[str, str]]:
        """Return the edges as a table: heading to text, one row per edge."""
        return [
            {
                "from": self.names[edge.subject],
                "sign": EDGES[edge.kind].glyph,
                "claim": ", ".join(edge.predicates),
                "to": self.names[edge.object],
                "certainty": edge.certainty or "",
                "cancers": ", ".join(edge.cancers) or "general",
                "findings": ", ".join(edge.findings),
                "papers": ", ".join(r.cited for r in edge.references),
                "study changes": "before this arrow" if edge.joint else "",
                "contradicted by": "; ".join(edge.opposite),
                "notes": _marks(edge),
                "rows say": edge.word,
            }
            for edge in self.edges
        ]

    def to_dict(self, *, facts: bool = True) -> dict[str, Any]:
        """Return the picture as plain values, its elements as cytoscape.js takes them.

        Parameters
        ----------
        facts
            Whether edges hold the facts behind them; without, they hold ``papers``, the positions
            of their papers in ``references``.

        Returns
        -------
        dict
            ``elements`` holds nodes (data, position, classes) and edges (data, classes;
            ``data.route`` is the curve).
        """
        layout = self.layout
        numbers = {reference.key: i for i, reference in enumerate(self.references)}
        edges = []
        for edge in self.edges:
            behind: dict[str, Any] = (
                {"facts": [fact.to_dict() for fact in edge.facts]}
                if facts
                else {"papers": [numbers[reference.key] for reference in edge.references]}
            )
            edges.append(self._edge(edge, behind))
        return {
            "title": self.title,
            "command": self.command,
            "graph": self.graph,
            "counts": self.counts,
            "notes": list(self.notes),
            "remarks": list(self.remarks),
            "support": dict(self.support),
            "cancers": list(self.cancers),
            "context": list(self.context),
            "listed": [*self.every_paper, f"RadExo graph {self.graph}"],
            "layout": layout.kind,
            "bounds": [round(value, 2) for value in layout.bounds],
            "rooms": [
                {
                    "key": room.key,
                    "box": _rounded(room.box),
                    "words": [[round(x, 2), round(y, 2), text, s] for x, y, text, s in room.words],
                }
                for room in layout.rooms
            ],
            "columns": [
                {"heading": b.heading, "layer": b.layer, "left": b.left, "right": b.right}
                for b in layout.bands
            ],
            "legend": [item.to_dict() for item in self.legend],
            "footnotes": [str(note) for note in self.footnotes],
            "references": [reference.to_dict() for reference in self.references],
            "elements": {"nodes": [self._node(node) for node in self.nodes], "edges": edges},
        }

    def _node(self, node: PictureNode) -> dict[str, Any]:
        place = self.layout.places[node.id]
        return {
            "data": {
                "id": node.id,
                "label": node.entity.name,
                "lines": list(node.lines),
                "type": node.entity.type,
                "layer": node.layer,
                "width": place.width,
                "height": place.height,
                "labelBox": _rounded(self.layout.labels.get(node.id)),
                "marks": list(node.marks),
                **({"fill": node.fill} if node.fill else {}),
            },
            "position": {"x": round(place.x, 2), "y": round(place.y, 2)},
            "classes": f"node {node.entity.type} {node.layer}",
        }

    def _edge(self, edge: PictureEdge, behind: Mapping[str, Any]) -> dict[str, Any]:
        marked = "contradicted" if edge.opposite else None
        label = self.labels.get(edge.id)
        return {
            "data": {
                "id": edge.id,
                "source": edge.subject,
                "target": edge.object,
                "kind": edge.kind,
                "sign": edge.sign,
                "predicates": list(edge.predicates),
                "certainty": edge.certainty,
                "sentence": self.sentence(edge),
                **behind,
                "findings": list(edge.findings),
                "cancers": list(edge.cancers),
                "opposite": list(edge.opposite),
                "noted": list(edge.noted),
                **({"confirmed": True} if edge.confirmed else {}),
                "word": edge.word,
                "badge": _rounded(self.badge(edge)),
                "joint": self.joint(edge),
                "cites": None if label is None else {"text": label.text, "box": list(label.box)},
                "route": [_rounded(point) for point in self.layout.routes[edge.id]],
            },
            "classes": " ".join(filter(None, ("edge", edge.kind, edge.certainty, marked))),
        }


def _rounded(values: Sequence[float] | None) -> list[float] | None:
    return None if values is None else [round(value, 2) for value in values]


def picture_of(
    answer: Answer[Any],
    store: Store,
    layout: LayoutName | None = None,
    command: str | None = None,
    more: Sequence[Edge] = (),
    evidence: Shown = "carrying",
) -> Picture:
    """Return the picture of an answer.

    Parameters
    ----------
    answer
        An answer whose rows hold claims.
    store
        Names, papers and opposite claims are looked up in it.
    layout
        One of `radexo.words.LAYOUTS`; columns or rings, by size, when not given.
    command
        The command that asked, if any.
    more
        Claims to draw beside those of the answer.
    evidence
        carrying: that which carries the rows; all: everything behind their claims.

    Returns
    -------
    Picture

    Raises
    ------
    UsageError
        When the answer has no claims to draw, or more than `MOST_CLAIMS`.
    """
    if evidence not in SHOWN:
        raise UsageError(f"evidence {evidence!r}: use one of: {', '.join(SHOWN)}", SHOWN)
    drawn = (
        [e for row in answer.rows for e in carrying(row)]
        if evidence == "carrying"
        else [e for edge in answer.edges() for e in edge.evidence]
    )
    drawn += [e for row in answer.rows for e in _starting(row, store)]
    edges = claims_of((*drawn, *(e for edge in more for e in edge.evidence)))
    if len(edges) > MOST_CLAIMS:
        raise UsageError(
            f"{answer.name}: {len(answer.rows)} rows rest on {len(edges)} claims, too many for one "
            f"picture ({MOST_CLAIMS} at most); show fewer rows with limit"
        )
    notes = [note for row in answer.rows for note in getattr(row, "notes", ())]
    if evidence == "all":
        notes += _notes(edges, store)
    elif more:
        notes += _notes(more, store)
    marked = [row for row in answer.rows if getattr(row, "mark", None)]
    marks: dict[str, list[str]] = {}
    for id, mark in (row.mark for row in marked):
        marks.setdefault(id, []).append(mark)
    if not edges and not marks:
        raise _nothing_to_draw(answer)
    return _assemble(
        _title(answer, store),
        command or command_of(answer),
        answer.version,
        edges,
        store,
        layout,
        marks,
        (answer.reason,) if answer.reason else (),
        supports(answer.rows),
        frozenset(pair for row in answer.rows for pair in joints(row)),
        notes,
        added(answer, store),
        [reference for row in marked if not row.edges for reference in row.references],
    )


def _nothing_to_draw(answer: Answer[Any]) -> UsageError:
    if answer.rows:
        return UsageError(
            f"nothing to draw: the rows of {answer.name} hold no claims; "
            "draw regulators, paths, mechanism or findings"
        )
    why = f": {answer.reason}" if answer.reason else ""
    return UsageError(f"nothing to draw: {answer.name} gave no rows{why}")


def _starting(row: Any, store: Store) -> Iterator[Evidence]:
    """Iterate over the first steps of the starts that a path gathers beside its own."""
    for start in getattr(row, "starts", ()):
        for edge in store.out_edges(start.id):
            if start.id != row.nodes[0].id and edge.object == row.nodes[1].id:
                yield from (e for e in store.evidence(edge) if e.finding.id in row.findings)


def picture_of_graph(store: Store, layout: LayoutName | None = None) -> Picture:
    """Return the picture of everything that a graph claims.

    Raises
    ------
    UsageError
        When it claims nothing.
    """
    edges = list(store.edges())
    if not edges:
        raise UsageError("nothing to draw: the graph has no claims")
    drawn = {id for edge in edges for id in (edge.subject, edge.object)}
    left = len(store.entities()) - len(drawn)
    notes = (f"{how_many(left, 'entities')} without a claim not drawn",) if left else ()
    return _assemble(
        "Everything in the graph",
        "radexo draw graph",
        store.version,
        edges,
        store,
        layout,
        {},
        notes,
        footnotes=_notes(edges, store),
    )


def places_in_graph(store: Store) -> Mapping[str, Place]:
    """Return where entities lie in the picture of everything; its notes move none of them."""
    edges = list(store.edges())
    if not edges:
        return {}
    return _assemble("", "", store.version, edges, store, None, {}, ()).layout.places


def _notes(edges: Sequence[Edge], store: Store) -> tuple[Note, ...]:
    """Return the notes that belong to edges that no row stands for."""
    evidence = (e for edge in edges for e in edge.evidence or store.evidence(edge))
    return notes_on(store, evidence, signed(edges))


def _assemble(
    title: str,
    command: str,
    version: str,
    edges: Sequence[Edge],
    store: Store,
    layout: LayoutName | None,
    marks: Mapping[str, Sequence[str]],
    notes: tuple[str, ...],
    support: Mapping[str, int] | None = None,
    changing: Collection[tuple[str, str, int | None]] = (),
    footnotes: Iterable[Note] = (),
    more: Added = Added(),  # noqa: B008
    beside: Iterable[Reference] = (),
) -> Picture:
    if layout not in (None, *LAYOUTS):
        raise UsageError(f"layout {layout!r}: use one of: {', '.join(LAYOUTS)}", LAYOUTS)
    footnotes = tuple(dict.fromkeys(footnotes))
    numbered = _Numbered(footnotes)
    drawn = tuple(
        replace(
            edge,
            joint=(edge.subject, edge.object, edge.sign) in changing,
            noted=(noted := _noted(edge, numbered, store)),
            confirmed=any(footnotes[number - 1].kind == "confirmed" for number in noted),
            word=more.edges.get((edge.subject, edge.object, edge.sign), ""),
        )
        for edge in _edges(edges, store)
    )
    ids = list(
        dict.fromkeys([id for edge in drawn for id in (edge.subject, edge.object)] + list(marks))
    )
    star = _star(drawn) if layout is None and not marks else None
    nodes, drawn = _in_order(_nodes(ids, drawn, store, marks, more), drawn, star)
    nodes, placed = _placed(nodes, drawn, layout, star, more, store)
    picture = Picture(
        title,
        command,
        version,
        tuple(nodes),
        drawn,
        placed,
        notes,
        support=support or {},
        footnotes=footnotes,
        key=more.key if placed.kind == "columns" else None,
        beside=tuple(beside),
        scale=more.scale(ids) if more.scale else (),
    )
    return replace(picture, labels=_labels(picture))


def _nodes(
    ids: Iterable[str],
    drawn: Sequence[PictureEdge],
    store: Store,
    marks: Mapping[str, Sequence[str]],
    more: Added,
) -> list[PictureNode]:
    """Return the nodes of a picture: their layers follow from what they do in it."""
    carried = {edge.object for edge in drawn if "CARRIES" in edge.predicates}
    carried |= {id for edge in drawn for fact in edge.facts for id in fact.cargo}
    if marks:  # what is drawn without an arrow has no facts
        carried |= store.cargo() & marks.keys()
    acting = {edge.subject for edge in drawn}
    nodes = []
    for entity in map(store.entity, ids):
        style = NODES[entity.type]
        layer = style.layer_in(carried=entity.id in carried, acts=entity.id in acting)
        fill = more.fills.get(entity.id, more.fill)
        nodes.append(PictureNode(entity, layer, (), tuple(marks.get(entity.id, ())), fill))
    return nodes


def _in_order(
    nodes: list[PictureNode], edges: Iterable[PictureEdge], star: str | None
) -> tuple[list[PictureNode], tuple[PictureEdge, ...]]:
    """Order nodes by layer, or around a star by their strength, then by name; edges by nodes."""
    edges, layers, kinds = tuple(edges), list(LAYERS), list(EDGES)
    strength = _strengths(edges)
    nodes.sort(
        key=lambda node: (
            layers.index(node.layer) if star is None else 0,
            strength[node.id] if star is not None else (),
            natural_key(node.entity.name.casefold()),
            node.id,
        )
    )
    at = {node.id: i for i, node in enumerate(nodes)}
    by_nodes = sorted(edges, key=lambda e: (at[e.subject], at[e.object], kinds.index(e.kind)))
    return nodes, tuple(by_nodes)


def _placed(
    nodes: list[PictureNode],
    drawn: Sequence[PictureEdge],
    layout: LayoutName | None,
    star: str | None,
    more: Added,
    store: Store,
) -> tuple[list[PictureNode], Layout]:
    """Break the names of nodes into lines and place them, by the layout or their number."""
    links = [Arrow(edge.id, edge.subject, edge.object, _room(edge)) for edge in drawn]
    few = len(nodes) <= MOST_NODES and len(drawn) <= MOST_EDGES
    few = few or any(edge.word for edge in drawn)  # on rings arrows have no words
    if layout == "transfer":
        stands = sides(nodes, drawn)
        nodes = [
            replace(node, lines=_lines(node, more), layer=layer_of(stands[node.id]))
            for node in nodes
        ]
        boxes = [replace(_box(node), layer=stands[node.id]) for node in nodes]
        placed = transfer(boxes, links, known(stands, drawn, store))
    elif star is not None:
        nodes = [replace(node, lines=_lines(node, more)) for node in nodes]
        placed = _sides(nodes, drawn, links, star)
    elif layout == "columns" or (layout is None and few):
        nodes = [replace(node, lines=_lines(node, more)) for node in nodes]
        placed = columns([_box(node) for node in nodes], links, _headings(nodes, drawn))
    else:
        nodes = [
            replace(node, lines=tuple(wrap(_text(node, more), LABEL_WIDTH, LABEL)))
            for node in nodes
        ]
        dots = [
            Dot(node.id, node.layer, _text(node, more), NODES[node.entity.type].shape)
            for node in nodes
        ]
        placed = rings(
            dots, links, {edge.id: _BADGE_AT[edge.sign or -1] for edge in drawn if edge.opposite}
        )
    return nodes, placed


def _text(node: PictureNode, more: Added) -> str:
    """Return a name with what the rows say of it."""
    word = more.nodes.get(node.id)
    return f"{node.entity.name} ({word})" if word else node.entity.name


def _lines(node: PictureNode, more: Added) -> tuple[str, ...]:
    """Break a name into lines; what the rows say of it has lines of its own."""
    word = _text(node, more).removeprefix(node.entity.name).strip()
    said = wrap(word, NAME_WIDTH, NAME) if word else []
    return (*wrap(node.entity.name, NAME_WIDTH, NAME), *said)


class _Numbered:
    """The numbers of notes: of each, and of those that belong to a finding."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.number = {note: number for number, note in enumerate(notes, 1)}
        self.of_finding: dict[str, list[Note]] = {}
        for note in notes:
            if note.kind not in (*CLAIM_NOTES, "statement"):
                self.of_finding.setdefault(note.finding, []).append(note)


def _noted(edge: PictureEdge, notes: _Numbered, store: Store) -> tuple[int, ...]:
    """Return the numbers of the notes on an edge: on its findings, or on its opposite's."""
    ends = store.entity(edge.subject), store.entity(edge.object)
    found = {
        *_against(edge, store),
        *(
            note
            for fact in edge.facts
            for note in statement_note(fact.finding, ends[0], fact.predicate, ends[1], fact.note)
        ),
        *(
            note
            for finding in edge.findings
            for note in notes.of_finding.get(finding, ())
            if note.kind != "endpoint" or edge.object == RADIOSENSITIVITY
        ),
    }
    return tuple(sorted(notes.number[note] for note in found if note in notes.number))


def _against(edge: PictureEdge, store: Store) -> Iterator[Note]:
    if any(PREDICATES[name].causal for name in edge.predicates):
        yield from claim_notes(store, (edge.subject, edge.object, edge.sign or 0))


def _marks(edge: PictureEdge) -> str:
    return " ".join(f"*{number}" for number in edge.noted)


def _labels(picture: Picture) -> dict[str, EdgeLabel]:
    """Label the edges: with the numbers of their papers in columns, and the mark of notes."""
    layout = picture.layout
    if layout.kind == "columns":
        texts = {edge.id: _citations(edge) for edge in picture.edges}
    else:
        texts = {edge.id: [_glyphs(edge)] for edge in picture.edges if edge.noted}
    badges = [at for edge in picture.edges if (at := picture.badge(edge))]
    marks = [mark[:2] for edge in picture.edges if (mark := picture.joint(edge))]
    heads = [
        head_box(layout.routes[edge.id], head_size(width_of(len(edge.findings))))
        for edge in picture.edges
        if EDGES[edge.kind].head != "none"
    ]
    return place_labels(
        layout.routes,
        {id: choices for id, choices in texts.items() if choices},
        layout.places.values(),
        [*badges, *marks],
        [*heads, *layout.labels.values()],
    )


def _glyphs(edge: PictureEdge) -> str:
    return f"{CONFIRMED.glyph * edge.confirmed}{NOTED.glyph}"


def _citations(edge: PictureEdge) -> list[str]:
    """Return what an edge may be labeled with, the longest first: papers and marks of notes."""
    papers = _numbers(edge.references) if edge.references else [""]
    if edge.word:
        papers = [*(f"{text} {edge.word}".strip() for text in papers), edge.word]
    if not edge.noted:
        return list(filter(None, papers))
    numbered = f"{_glyphs(edge)}{','.join(map(str, edge.noted))}"
    marks = [numbered] * (len(edge.noted) <= MOST_MARKS) + [_glyphs(edge)]
    texts = [f"{text}{mark}" for mark in marks for text in papers]
    return [*texts, _glyphs(edge)] if edge.confirmed else texts  # keys of papers may be long


def _room(edge: PictureEdge) -> float:
    """How long an edge has to be for its label, badge, mark and head."""
    label = text_width(next(iter(_citations(edge)), ""), LABEL_SIZE)
    if edge.opposite:  # its badge is near the middle
        return 2 * (label + 26)
    return label + 22 * edge.joint + 36


def _numbers(references: Sequence[Reference]) -> list[str]:
    """Return numbers of papers, in full and shortened, the longest first."""
    numbers = [reference.number for reference in references]
    if len({reference.source for reference in references}) == 1:
        numbers = [number.strip("[]") for number in numbers]
        joined = [
            f"[{', '.join(numbers[:count])}{f' +{len(numbers) - count}' * (count < len(numbers))}]"
            for count in range(len(numbers), 0, -1)
        ]
    else:
        numbers.sort(key=len)  # those of the packaged review, which name no source, first
        joined = [
            " ".join(numbers[:count]) + f" +{len(numbers) - count}" * (count < len(numbers))
            for count in range(len(numbers), 0, -1)
        ]
    return [text for text in joined if len(text) <= 24] or joined[-1:]


def _strengths(edges: Iterable[PictureEdge]) -> dict[str, tuple[int, int]]:
    """Rank nodes by their surest arrow, then by the number of findings; the best is lowest."""
    found: dict[str, tuple[int, int]] = {}
    for edge in edges:
        certainty = CERTAINTIES.index(edge.certainty) if edge.certainty else len(CERTAINTIES)
        rank = (certainty, -len(edge.findings))
        for id in (edge.subject, edge.object):
            found[id] = min(found.get(id, rank), rank)
    return found


def _star(edges: Sequence[PictureEdge]) -> str | None:
    """Return the node that all arrows lead to, or come from, in a picture of many nodes."""
    ends = {id for edge in edges for id in (edge.subject, edge.object)}
    if len(ends) < LEAST_STAR or any(edge.kind not in _SIDES for edge in edges):
        return None
    for several in ({edge.object for edge in edges}, {edge.subject for edge in edges}):
        if len(several) == 1:
            return next(iter(several))
    return None


def _headings(nodes: Iterable[PictureNode], edges: Sequence[PictureEdge]) -> Mapping[str, str]:
    """Return the headings of the layers; a target is what something acts on."""
    acting = [edge for edge in edges if edge.kind in _SIDES]
    targets = {edge.object for edge in acting}
    others = {node.id for node in nodes if node.layer == "target"} - targets
    if not others:
        return LAYERS
    regulators = others <= {edge.subject for edge in acting}
    return {**LAYERS, "target": REGULATORS if regulators else OTHERS}


_SIDES = {"plus": "raises", "minus": "lowers", "unsigned": "open"}
_ROWS = 16
"""The most nodes of a column beside a hub, before a further column is added."""


def _sides(
    nodes: Sequence[PictureNode], edges: Sequence[PictureEdge], arrows: Sequence[Arrow], hub: str
) -> Layout:
    """Place what raises a hub on its left, what lowers it on its right, the strongest first."""
    into = edges[0].object == hub
    best: dict[str, tuple[tuple[int, int], str]] = {}
    for edge in edges:
        other = edge.subject if into else edge.object
        rank = (_strengths([edge])[other], _SIDES[edge.kind])
        best[other] = min(best.get(other, rank), rank)
    layers = {id: side for id, (_, side) in best.items()} | {hub: "hub"}
    depths = {hub: 0}
    for side in _SIDES.values():
        members = [node.id for node in nodes if layers[node.id] == side]
        count = 1 if len(members) <= _ROWS else 2 if len(members) <= 4 * _ROWS else 3
        rows = -(-len(members) // count)
        for i, id in enumerate(members):  # the strongest next to the hub
            depths[id] = count - 1 - i // rows if side == "raises" else i // rows
    name = next(node for node in nodes if node.id == hub)
    headings = {
        "raises": "Raises" if into else "Raised",
        "hub": _headings([name], edges)[name.layer],
        "lowers": "Lowers" if into else "Lowered",
        "open": "Direction not given",
    }
    boxes = [replace(_box(node), layer=layers[node.id]) for node in nodes]
    return columns(boxes, arrows, headings, depths)


def _box(node: PictureNode) -> Box:
    shape = NODES[node.entity.type].shape
    width, height = (
        max(text_width(line, NAME) for line in node.lines),
        len(node.lines) * NAME * LINE_HEIGHT,
    )
    across, along = padding(shape, width, height)
    return Box(node.id, node.layer, round(width + across, 1), round(height + along, 1), shape)


def _edges(edges: Iterable[Edge], store: Store) -> tuple[PictureEdge, ...]:
    """Gather parallel claims of one kind and sign; those of another stay an edge of their own."""
    bundles: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in edges:
        bundles.setdefault((edge.subject, edge.object, kind_of(edge.predicate)), []).append(edge)
    drawn = []
    against = _opposite((edge for bundle in bundles.values() for edge in bundle), store)
    for (subject, object, kind), bundle in bundles.items():
        bundle.sort(key=lambda edge: (-PREDICATES[edge.predicate].specificity, edge.predicate))
        evidence = [e for edge in bundle for e in edge.evidence or store.evidence(edge)]
        drawn.append(
            PictureEdge(
                bundle[0].id,
                subject,
                object,
                kind,
                bundle[0].sign,
                tuple(edge.predicate for edge in bundle),
                best_certainty(e.statement.certainty for e in evidence),
                tuple(_fact(e, store) for e in evidence),
                against.get((subject, object, bundle[0].sign or 0), ()) if bundle[0].causal else (),
            )
        )
    return tuple(drawn)


def _fact(evidence: Evidence, store: Store) -> Fact:
    finding, statement = evidence.finding, evidence.statement
    return Fact(
        finding.id,
        statement.predicate,
        statement.certainty,
        statement.inverted,
        store.entity(finding.cancer).name if finding.cancer else None,
        finding.summary,
        evidence.statement.note,
        finding.review_note,
        finding.source_check,
        finding.source_note,
        tuple(store.reference(*key) for key in finding.reference_keys),
        store.entity(finding.recipient).name if finding.recipient else None,
        finding.cargo,
    )


def _opposite(edges: Iterable[Edge], store: Store) -> dict[SignedClaim, tuple[str, ...]]:
    """Return the findings that claim the opposite, each with its cancer, by the claim drawn."""
    wanted = {claim for claim in signed(edges) if claim[2]}
    contexts: dict[SignedClaim, dict[str, str | None]] = {}
    for edge in store.edges_joining({(subject, object) for subject, object, _ in wanted}):
        claim = (edge.subject, edge.object, -(edge.sign or 0))
        if not edge.causal or claim not in wanted:
            continue
        found = contexts.setdefault(claim, {})
        found |= {e.finding.id: e.finding.cancer for e in store.evidence(edge)}
    return {
        claim: tuple(
            f"{id} ({store.entity(cancer).name if cancer else 'general'})"
            for id, cancer in found.items()
        )
        for claim, found in contexts.items()
    }


def command_of(answer: Answer[Any], *, draw: bool = True) -> str:
    """Return the command that asks an answer's question again.

    Parameters
    ----------
    answer
        What was answered.
    draw
        Whether the command draws the answer.

    Returns
    -------
    str

    Examples
    --------
    >>> import radexo
    >>> command_of(radexo.load().regulators("KLF10"), draw=False)
    'radexo regulators hgnc:11810'
    """
    measured = answer.name in MEASURED
    words = (measured_words if measured else command_words)(answer.name, answer.parameters)
    return shlex.join(["radexo", *(["draw"] if draw else []), *words])


def _title(answer: Answer[Any], store: Store) -> str:
    """Return the title: the question and the entities it names."""
    values = (
        v
        for value in answer.parameters.values()
        for v in (value if isinstance(value, (list, tuple)) else [value])
    )
    named = (_name_of(value, store) for value in values if isinstance(value, str))
    names = [*_choices(answer), *(name for name in named if name)]
    heading = answer.name.replace("_", " ").capitalize()
    return f"{heading}{': ' * bool(names)}{', '.join(names)}"


def _choices(answer: Answer[Any]) -> Iterator[str]:
    """Iterate over what was asked other than entities, such as ``deliver cargo``."""
    try:
        declared = find(answer.name).parameters
    except UnknownNameError:  # of a page or a measured table
        return
    for parameter in declared:
        value = answer.parameters.get(parameter.name)
        if value and parameter.kind in _SAID and parameter.name not in _NARROWING:
            yield _SAID[parameter.kind](value)


_SAID: Mapping[str, Callable[[str], str]] = {
    "choice": lambda value: value.replace("-", " "),
    "pattern": lambda value: value.replace("-", " – "),
    "finding": str,
}
"""How values that name no entity are written in a title, by the kind of the parameter."""

_NARROWING = frozenset({"support", "type", *(each.name for each in fields(Filters))})
"""The parameters of these kinds that only narrow an answer."""


def _name_of(value: str, store: Store) -> str | None:
    """Return the name of an entity, or of all of a type: ``type:MiRNA`` is any miRNA."""
    type = value.removeprefix("type:")
    if value != type and type in NODES:
        return f"any {NODES[type].word}"
    try:
        return store.entity(value).name
    except UnknownNameError:
        return None
