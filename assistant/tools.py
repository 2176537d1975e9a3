"""The tools: each a question of the catalogue, or a way to one; an answer is an envelope with rows.

Nothing here needs the library of the protocol.

Examples
--------
>>> import radexo
>>> reply = call(radexo.load(), "regulators", {"names": ["KLF10"]})
>>> reply.content["status"], reply.content["shown"], reply.content["of"]
('complete', 1, 1)
>>> call(radexo.load(), "regulators", {"names": ["KLF1O"]}).content["status"]
'unknown'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..api import Graph
from ..explorer.downloads import one_line
from ..explorer.openapi import parameter_schema
from ..explorer.page_model import named_entities
from ..explorer.suggest import MOST, card, suggestions
from ..graph.errors import (
    AmbiguousNameError,
    DataError,
    MissingExtraError,
    RadexoError,
    StoreError,
    UnknownNameError,
    UsageError,
)
from ..graph.model import Entity, Reference
from ..graph.values import frozen
from ..queries.answer import Answer
from ..queries.ask.router import LONGEST_QUESTION
from ..queries.ask.sentence import NotUnderstoodError, Reading
from ..queries.catalogue import catalogue, check_declared, find, limited
from ..queries.declare import Question
from ..queries.kinds import KINDS, Parameter, several
from .rows import ROW_SCHEMA, compact, line, papers_of
from .words import ARROW_WORDS, call_of

__all__ = [
    "ASKED",
    "OUTPUT_SCHEMA",
    "PAGE",
    "PAPERS",
    "ROWS",
    "Reply",
    "Tool",
    "call",
    "failure",
    "tools",
]

ASKED = ("regulators", "targets", "paths", "mechanism", "evidence")
"""The questions that are tools of their own; `query` asks all."""

PAGE = 2400
"""About how many characters of rows one answer has, where no limit is asked for."""

ROWS = 60
"""The most rows that `PAGE` has room for."""

PAPERS = 12
"""The most papers of one piece of evidence, where no limit is asked for."""

_LONGEST = 400
"""The most characters of an error's message, which may quote what was asked."""

_MOST_CANDIDATES = 10

_TEXTS = {"type": "array", "items": {"type": "string"}}
OUTPUT_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["status", "rows"],
    "properties": {
        "status": {
            "enum": ["complete", "truncated", "empty", "unknown", "ambiguous", "refused", "failed"]
        },
        "read_as": {"type": "string"},
        "entities": {"type": "object"},
        "graph": {"type": "string"},
        "shown": {"type": "integer"},
        "of": {"type": "integer"},
        "reason": {"type": "string"},
        "next": {"type": "string"},
        "candidates": _TEXTS,
        "remarks": _TEXTS,
        "rows": {"type": "array", "items": ROW_SCHEMA},
        "notes": _TEXTS,
    },
}
"""The JSON schema of what every tool returns; what there is nothing to say of is absent."""


@frozen
class Tool:
    """One tool.

    Parameters
    ----------
    name, description
        As the assistant reads them.
    input_schema
        The JSON schema of its arguments.
    """

    name: str
    description: str
    input_schema: Mapping[str, Any]


@frozen
class Reply:
    """What a call returns.

    Parameters
    ----------
    content
        As `OUTPUT_SCHEMA` describes it.
    """

    content: Mapping[str, Any]

    @property
    def failed(self) -> bool:
        """Whether the call gave no answer: unknown, ambiguous, refused or failed."""
        return self.content["status"] not in ("complete", "truncated", "empty")

    @property
    def text(self) -> str:
        """The same as lines: what was asked, how complete it is, the rows, their notes."""
        return "\n".join(_lines(self.content))


_LIMIT = Parameter("limit", "count", "0: all", minimum=0)
_OFFSET = Parameter("offset", "count", "", minimum=0)


def tools() -> tuple[Tool, ...]:
    """Return every tool.

    Examples
    --------
    >>> [tool.name for tool in tools()]
    ['find', 'ask', 'regulators', 'targets', 'paths', 'mechanism', 'evidence', 'query']
    """
    return (
        Tool(
            "find",
            "Find entities by name, synonym or id; check spellings and ambiguous names here.",
            _input({"name": _text(), "types": {**_TEXTS, "description": "such as Gene"}}, ["name"]),
        ),
        Tool(
            "ask",
            "Ask in plain English; the answer says how it was read. "
            f"Chains in rows: {ARROW_WORDS}.",
            _input({"question": {**_text(), "maxLength": LONGEST_QUESTION}}, ["question"]),
        ),
        *map(_of_question, ASKED),
        Tool(
            "query",
            _listing(),
            _input({"question": _text(), "parameters": {"type": "object"}}, ["question"]),
        ),
    )


def _text() -> dict[str, Any]:
    return {"type": "string"}


def _input(properties: Mapping[str, Any], required: Sequence[str]) -> dict[str, Any]:
    paging = {
        p.name: {"type": "integer"} | ({"description": p.help} if p.help else {})
        for p in (_LIMIT, _OFFSET)
    }
    return {"type": "object", "properties": {**properties, **paging}, "required": list(required)}


def _of_question(name: str) -> Tool:
    question = find(name)
    own = {p.name for p in question.own}
    properties = {}
    for p in question.parameters:
        if p.name != "limit":
            schema = parameter_schema(p, arrays=True)
            schema.pop("maximum", None)
            properties[p.name] = schema | ({"description": p.help} if p.name in own else {})
    required = [p.name for p in question.own if p.required]
    return Tool(name, f"{question.summary}.", _input(properties, required))


def _listing() -> str:
    """Return the description of `query`: the questions without a tool of their own."""
    calls = (call_of(q) for q in catalogue() if q.name not in ASKED)
    return (
        "Ask any question of the catalogue: its name and parameters (filters as in the other "
        f"tools). {'; '.join(calls)}"
    )


def call(graph: Graph, name: str, arguments: Mapping[str, Any]) -> Reply:
    """Call a tool.

    Parameters
    ----------
    graph
        The graph that answers.
    name
        Of a tool.
    arguments
        Any values; those that do not fit are refused.

    Returns
    -------
    Reply
        An error of RadExo is a reply too, with its text and its candidates.
    """
    try:
        return Reply(_call(graph, name, arguments))
    except RadexoError as error:
        return Reply(_refused(error))


def _call(graph: Graph, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    given = _given(arguments)
    if name == "query":  # parameters of the question, in an object of their own or beside it
        inner = given.pop("parameters", {})
        if not isinstance(inner, Mapping):
            raise UsageError("parameters: an object of names and values is needed")
        given |= _given(inner)
    limit, offset = (_count(p, given.pop(p.name, None)) for p in (_LIMIT, _OFFSET))
    if name == "find":
        return _find(graph, given, limit, offset or 0)
    if name == "ask":
        asked = graph.ask(_only(name, given, ["question"]))
        question, own = find(asked.name), asked.parameters["limit"]
        if limit is None and own not in (0, question.limit):  # the three most connected
            limit = own
        given = {key: value for key, value in asked.parameters.items() if key != "limit"}
        answer = graph.query(question.name, **given, limit=_most(question, limit, offset))
        answer = replace(answer, details={**answer.details, "asked": asked.details["asked"]})
    else:
        question = find(_only(name, given, ["question"], more=True) if name == "query" else name)
        given.pop("question", None)
        check_declared(question, given)
        answer = graph.query(question.name, **given, limit=_most(question, limit, offset))
    return _envelope(graph, answer, limit, offset or 0)


def _most(question: Question, limit: int | None, offset: int | None) -> int:
    """Return the most rows that a question need make for a page; 0 for all."""
    if limit == 0 or "limit" not in question.takes:  # it makes all of them at any rate
        return 0
    return (offset or 0) + (limit or ROWS)


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that have a value."""
    return {name: value for name, raw in arguments.items() if (value := _plain(name, raw)) != ""}


def _plain(name: str, value: Any, *, inside: bool = False) -> Any:
    """Return a value as questions read it: text, a number, a list of texts; empty for none."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = _read_list(value)  # some assistants write a list as text
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, list) and not inside:
        return [str(_plain(name, item, inside=True)) for item in value]
    if isinstance(value, Mapping) and name == "parameters":
        return value
    raise UsageError(f"{name}: text, a number or a list of texts is needed")


def _read_list(text: str) -> Any:
    """Return the list that a text is in JSON, else the text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _count(p: Parameter, value: Any) -> int | None:
    return None if value is None else int(KINDS[p.kind].read(p, value, None))


def _only(
    tool: str, given: Mapping[str, Any], allowed: Sequence[str], *, more: bool = False
) -> str:
    """Return the first of the arguments that a tool allows, which is required, as text."""
    for name in given:
        if name not in allowed and not more:
            raise UsageError(f"{tool} has no parameter {name!r}; it has: {', '.join(allowed)}")
    if not (isinstance(value := given.get(allowed[0]), str) and value.strip()):
        raise UsageError(f"{tool} needs {allowed[0]}, as text")
    return value


def _envelope(graph: Graph, answer: Answer[Any], limit: int | None, offset: int) -> dict[str, Any]:
    """Return an answer, or the page of it that begins at an offset."""
    total = len(answer) if answer.total is None else answer.total
    if offset and offset >= total:
        raise UsageError(f"offset {offset}: the answer has {total} rows")
    store = graph.part_of(replace(answer, rows=()))
    entities = named_entities(store, answer)
    rows, notes, last = _page(answer.rows, limit, offset)
    left = total - last
    status = "truncated" if left or offset else answer.status
    reason = (answer.reason or "").removeprefix(limited(len(answer), total, answer.what))
    references = [r for row in answer.rows[offset:last] for r in papers_of(row)]
    return _filled(
        status=status,
        read_as=one_line(_reading(answer, entities)),
        entities={one_line(e["name"]): id for id, e in entities.items()},
        graph=answer.version,
        shown=len(rows),
        of=total,
        reason=one_line(reason.removeprefix("; ")),
        next=f"offset={last} gives the next of {left} more rows; limit=0 gives all" if left else "",
        remarks=[one_line(text) for text in _remarks(answer, references)],
        rows=rows,
        notes=[f"*{number} {note}" for note, number in notes.items()],
    )


def _filled(*, status: str, rows: list[Any], **more: Any) -> dict[str, Any]:
    kept = {name: value for name, value in more.items() if value not in ("", None, [], {})}
    return {"status": status, **kept, "rows": rows}


def _page(
    rows: Sequence[Any], limit: int | None, offset: int
) -> tuple[list[dict[str, Any]], dict[str, int], int]:
    """Return rows with their notes, and where they end: as many as asked for, or as fit."""
    shown: list[dict[str, Any]] = []
    notes: dict[str, int] = {}
    size = 0
    for row in rows[offset : (offset + limit if limit else None)]:
        known = len(notes)
        short = compact(row, notes, PAPERS if limit is None else None)
        size += len(line(short)) + sum(map(len, list(notes)[known:]))
        if limit is None and shown and size > PAGE:
            for note in list(notes)[known:]:
                del notes[note]
            break
        shown.append(short)
    return shown, notes, offset + len(shown)


def _reading(answer: Answer[Any], entities: Mapping[str, Mapping[str, Any]]) -> str:
    """Return how a question was read: its name, and what is not the default."""
    question = find(answer.name)
    defaults = {p.name: p.default for p in question.parameters}
    given = {
        name: value
        for name, value in answer.parameters.items()
        if name != "limit" and value not in (None, "", [], (), defaults[name])
    }
    known = {id: Entity(id, e["name"], e["type"]) for id, e in entities.items()}
    return str(Reading(answer.name, given, known))


def _remarks(answer: Answer[Any], references: Iterable[Reference]) -> Iterator[str]:
    """Yield what belongs to the answer as a whole."""
    asked = answer.details.get("asked", {})
    yield from asked.get("notes", ())
    if unused := asked.get("unused"):
        yield f"words not used: {', '.join(unused)}"
    yield from answer.notes()
    bare = {r.number: r.url for r in references if r.url and not (r.doi or r.pmid)}
    if bare:
        yield f"no DOI is known: {'; '.join(_addresses(bare))}"


def _addresses(urls: Mapping[str, str]) -> Iterator[str]:
    """Yield papers with their addresses; of those on one page, the first has it in full."""
    pages = set()
    for number, url in urls.items():
        page, mark, place = url.partition("#")
        yield f"{number} {mark + place if mark and page in pages else url}"
        pages.add(page)


def _find(graph: Graph, given: Mapping[str, Any], limit: int | None, offset: int) -> dict[str, Any]:
    """Return the entities that a name may mean."""
    name = _only("find", given, ["name", "types"])[:200]
    types = several(given.get("types", ()))
    found = suggestions(graph, name, types, MOST)
    exact = [s for s in found if s["exact"]]
    found = exact + [s for s in found if not s["exact"]]
    if not exact and all(s["near"] for s in found):
        exact = found = [graph.entity(name, *types).to_dict()]  # or an error with the nearest names
    rows = [_entity_row(s) for s in found[offset:]]
    shown = rows[: limit or None] if limit is not None else rows[:10]
    left = len(rows) - len(shown)
    status = "ambiguous" if len(exact) > 1 else "truncated" if left else "complete"
    if len(exact) == 1 and not offset:
        shown[0] = _entity_row({**exact[0], **card(graph, exact[0]["id"])})
    return _filled(
        status=status,
        read_as=one_line(f"find name={name}" + (f" types={'|'.join(types)}" if types else "")),
        graph=graph.version,
        shown=len(shown),
        of=len(found),
        reason=_EXACTLY[min(len(exact), 2)],
        candidates=[s["id"] for s in exact] if len(exact) > 1 else [],
        next=f"offset={offset + len(shown)} gives {left} more" if left else "",
        rows=shown,
    )


_EXACTLY = (
    "no entity has exactly this name; these contain it",
    "",
    "several entities carry this name; give an id",
)
"""What is said where no, one or several entities have exactly the name that was looked for."""


def _entity_row(found: Mapping[str, Any]) -> dict[str, Any]:
    parts = [f"{found['name']} ({found['type']}, {found['id']})"]
    if found.get("matched"):
        parts.append(f"matched: {found['matched']}")
    if "edges" in found:
        parts.append(f"claims: {found['edges']}")
    if synonyms := found.get("synonyms"):
        parts.append(f"also: {', '.join(synonyms[:8])}")
    if xrefs := found.get("xrefs"):
        parts.append(f"ids: {', '.join(xrefs[:4])}")
    if note := found.get("note"):
        parts.append(note)
    return {"text": one_line("; ".join(parts)), "no_paper": "an entity, not a claim"}


_STATUS: Mapping[type[RadexoError], str] = {
    UnknownNameError: "unknown",
    AmbiguousNameError: "ambiguous",
    MissingExtraError: "failed",
    StoreError: "failed",
    DataError: "failed",
}


def _refused(error: RadexoError) -> dict[str, Any]:
    message = one_line(error.message)
    if len(message) > _LONGEST:
        message = f"{message[:_LONGEST]}…"
    candidates = [one_line(text)[:200] for text in error.candidates[:_MOST_CANDIDATES]]
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), "refused")
    unread = isinstance(error, NotUnderstoodError) and not candidates
    hint = ["query asks by name and parameters; radexo://questions lists them"] if unread else []
    return _filled(status=status, reason=message, candidates=candidates, remarks=hint, rows=[])


def failure(name: str) -> Reply:
    """Return the reply to a call that ended in an error of the program, whose text stays here."""
    reason = f"{name} failed; the server's log says where"
    return Reply(_filled(status="failed", reason=reason, rows=[]))


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    if "read_as" in content:
        ids = "; ".join(f"{name} is {id}" for name, id in content.get("entities", {}).items())
        yield f"read as: {content['read_as']}" + (f" ({ids})" if ids else "")
    counted = f", {content['shown']} of {content['of']} rows" if "shown" in content else ""
    version = f", graph {content['graph']}" if "graph" in content else ""
    reason = f": {content['reason']}" if "reason" in content else ""
    yield f"{content['status']}{counted}{version}{reason}"
    if "candidates" in content:
        yield f"candidates: {'; '.join(content['candidates'])}"
    yield from (f"! {remark}" for remark in content.get("remarks", ()))
    yield from (f"- {line(row)}" for row in content["rows"])
    yield from content.get("notes", ())
    if "next" in content:
        yield f"more: {content['next']}"
