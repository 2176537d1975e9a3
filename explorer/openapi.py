"""The REST API in OpenAPI 3.1, made from the catalogue's declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import __version__
from ..queries.ask.router import LONGEST_QUESTION
from ..queries.catalogue import catalogue
from ..queries.declare import Question
from ..queries.kinds import KINDS, Parameter
from ..queries.rows import Column, columns_of
from ..words import LAYOUTS
from .downloads import DRAWN, MEDIA, TABLES
from .page_model import VIEWS
from .suggest import MOST

__all__ = ["openapi", "parameter_schema"]

_TEXT = {"type": "string"}
_OBJECT = {"application/json": {"schema": {"type": "object"}}}
_ANSWER = {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}


def openapi() -> dict[str, Any]:
    """Describe the API.

    Returns
    -------
    dict
        An OpenAPI 3.1 document: each question of the catalogue is a path of its own, with its
        parameters.

    Examples
    --------
    >>> paths = openapi()["paths"]
    >>> [p["name"] for p in paths["/api/query/relation"]["get"]["parameters"]]
    ['a', 'b', 'cancer', 'exposure', 'system', 'source', 'certainty', 'source_check', 'confirmed',
     'limit']
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "RadExo explorer",
            "version": __version__,
            "description": "Read-only: any method but GET gets 405. "
            "Names are forgiving: symbols, synonyms, ids, any spelling. "
            "Lists are joined by |.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {**_questions(), **_views(), **_of_the_page(), **_of_any_answer()},
        "components": {"schemas": _SCHEMAS},
    }


def _questions() -> dict[str, Any]:
    """Describe each question of the catalogue, with the columns of its rows."""
    return {
        f"/api/query/{q.name}": _get(
            q.summary,
            [
                _query(p.name, parameter_schema(p), p.help, required=p.required)
                for p in q.parameters
            ],
            {"application/json": {"schema": _answer(q)}},
        )
        for q in catalogue()
    }


def _views() -> dict[str, Any]:
    """Describe what can be asked beside the questions."""
    text = {"type": "string", "maxLength": LONGEST_QUESTION}
    return {
        "/api/ask": _get(
            "Ask a plain question; the answer says in `asked` how it was read. "
            "A question that is not understood gives an error whose candidates are readings, "
            "again as names and parameters in `readings`",
            [_query("text", text, "the question, in English", required=True)],
            _ANSWER,
        ),
        "/api/neighbors": _get(
            "Every claim of an entity",
            [_query("of", _TEXT, "a name or an id", required=True)],
            _ANSWER,
        ),
        "/api/connect": _get(
            "Every claim between the entities of a list",
            [
                _query("names", _TEXT, "names or ids, joined by |", required=True),
                _query("bridges", _TEXT, "true: also what joins two of them"),
            ],
            _ANSWER,
        ),
        "/api/graph": _get("Every claim of the graph", [], _ANSWER),
    }


def _of_the_page() -> dict[str, Any]:
    """Describe what the page reads to offer questions: names, entities, looks, the catalogue."""
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": 12}
    return {
        "/api/names": _get(
            "Suggest entities while a name is typed",
            [
                _query("q", _TEXT, "what was typed", required=True),
                _query("types", _TEXT, "only these types or their subtypes, joined by |"),
                _query("limit", limit, "the most"),
            ],
            _OBJECT,
        ),
        "/api/entity": _get(
            "What is known of an entity itself",
            [_query("id", _TEXT, "a name or an id", required=True)],
            _OBJECT,
        ),
        "/api/home": _get("What the first screen shows", [], _OBJECT),
        "/api/style": _get(
            "Looks, legend, catalogue and words, as the page's scripts read them", [], _OBJECT
        ),
        "/api/queries": _get("The catalogue", [], _ANSWER),
    }


def _of_any_answer() -> dict[str, Any]:
    """Describe what the page makes of an answer: its rows as text, files and pictures."""
    shown = {
        "name": "name",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": [*(q.name for q in catalogue()), *VIEWS]},
        "description": f"a question of the catalogue, or {', '.join(VIEWS)}; its parameters follow",
    }
    rows = _query("_rows", _TEXT, "only these rows, counted from 0, such as 0-3,7")
    grow = _query("_grow", _TEXT, "entities whose neighbors are drawn too, joined by |")
    placed = _query("_layout", {"type": "string", "enum": list(LAYOUTS)}, "how nodes are placed")
    page = _query("_page", _TEXT, "the state of the page, written into the file")
    given = {
        "name": "parameters",
        "in": "query",
        "required": False,
        "description": "what the question takes",
        "style": "form",
        "explode": True,
        "schema": {"type": "object", "additionalProperties": _TEXT},
    }
    return {
        "/api/show/{name}": _get(
            "What the page shows of an answer: rows as text, filters, picture",
            [shown, rows, grow, placed, given],
            _OBJECT,
        ),
        "/api/export/{name}.{format}": _get(
            "The rows of an answer, or the papers behind them, as a file",
            [shown, _format(TABLES), rows, page, given],
            {MEDIA[f]: {"schema": _TEXT} for f in TABLES},
        ),
        "/api/draw/{name}.{format}": _get(
            "A picture of an answer: a figure for print, or CX2 for Cytoscape",
            [shown, _format(DRAWN), rows, grow, placed, page, given],
            {MEDIA[f]: {"schema": _TEXT} for f in DRAWN},
        ),
    }


_ERRORS = {
    "400": "a question that cannot be put this way",
    "404": "a name that nothing carries; the candidates are the nearest",
    "409": "a name that several entities carry; the candidates are their ids",
    "500": "data that cannot be read, or a failure, which the server's log describes",
    "501": "an optional library that this needs is not installed; the message names it",
    "503": "the store cannot be reached",
}


def _get(summary: str, parameters: list[Any], content: Mapping[str, Any]) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    answered = {"description": "answered; an empty answer says why", "content": dict(content)}
    errors = {code: {"description": why, "content": error} for code, why in _ERRORS.items()}
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "responses": {"200": answered, **errors},
        }
    }


def _query(
    name: str, schema: Mapping[str, Any], help: str, *, required: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": help,
        "schema": dict(schema),
    }


def _format(formats: Any) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": list(formats)},
    }


def parameter_schema(p: Parameter, *, arrays: bool = False) -> dict[str, Any]:
    """Return the JSON schema of a parameter's value.

    Parameters
    ----------
    p
        The parameter.
    arrays
        Whether several values are an array; in an address they are one text, joined by ``|``.

    Examples
    --------
    >>> parameter_schema(Parameter("depth", "count", "how far", 1))
    {'type': 'integer', 'maximum': 999999999, 'minimum': 1, 'default': 1}
    """
    schema: dict[str, Any] = dict(KINDS[p.kind].schema)
    if p.kind == "count":
        schema["minimum"] = p.minimum
    if p.choices:
        schema["enum"] = list(p.choices)
    if arrays and KINDS[p.kind].many:
        return {"type": "array", "items": schema}
    if p.default is not None:
        schema["default"] = (
            "|".join(map(str, p.default)) if isinstance(p.default, (list, tuple)) else p.default
        )
    return schema


def _answer(question: Question) -> dict[str, Any]:
    row = _object(columns_of(question.row))
    return {
        "allOf": [
            {"$ref": "#/components/schemas/Answer"},
            {"type": "object", "properties": {"rows": {"type": "array", "items": row}}},
        ]
    }


_JSON = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _object(columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {column.name: _schema(column) for column in columns},
        "required": [column.name for column in columns],
    }


def _schema(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if column.parts:
        schema = _object(column.parts)
    elif column.type in _JSON:
        schema = {"type": _JSON[column.type]}
    if column.choices:
        schema["enum"] = [*column.choices, *([None] if column.nullable else [])]
    if column.nullable and schema:
        schema["type"] = [schema["type"], "null"]
    return {"type": "array", "items": schema} if column.many else schema


_SCHEMAS: dict[str, Any] = {
    "Answer": {
        "type": "object",
        "required": ["query", "status", "reason", "rows"],
        "properties": {
            "query": {
                "type": "object",
                "required": ["name", "parameters", "answer", "graph"],
                "properties": {
                    "name": _TEXT,
                    "parameters": {"type": "object"},
                    "answer": {"type": ["string", "null"]},
                    "graph": _TEXT,
                },
            },
            "status": {"type": "string", "enum": ["complete", "truncated", "empty"]},
            "reason": {"type": ["string", "null"]},
            "rows": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["kind", "message", "candidates"],
                "properties": {
                    "kind": _TEXT,
                    "message": _TEXT,
                    "candidates": {"type": "array", "items": _TEXT},
                },
            }
        },
    },
}
