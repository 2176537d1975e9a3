"""The explorer's application: one page and a read-only REST API, with no path to the internet.

Starlette is imported when an application is made; the module itself needs nothing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from ..api import Graph
from ..graph.errors import MissingExtraError, RadexoError, UsageError
from ..graph.stores.base import is_large
from ..queries.answer import Answer
from ..queries.ask.sentence import NotUnderstoodError
from ..queries.catalogue import find, queries
from ..views.formats import FORMATS
from ..words import LayoutName
from .assets import SCRIPTS, STYLE, asset, digest, index
from .downloads import DRAWN, MEDIA, one_line, table
from .guard import PORT, Guard, hosts, loopback
from .home import home, page_style
from .openapi import openapi
from .page_model import VIEWS, ask, picture, read_numbers, show, shown_of
from .suggest import MOST, card, suggestions

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

__all__ = ["MISSING", "Explorer", "make_app"]

MISSING = "the explorer needs starlette and uvicorn: pip install 'radexo[explorer]'"
_STATUS = {
    "unknown-name": 404,
    "ambiguous-name": 409,
    "store": 503,
    "data": 500,
    "missing-extra": 501,
}
_LONGEST = 2000
"""The most characters of an error's message."""
_TYPES = {"js": "text/javascript", "css": "text/css"}
_FOREVER = {"Cache-Control": "max-age=31536000, immutable"}
"""Of a file whose address holds its digest: a browser keeps it, and the code it compiled of it."""


class Explorer:
    """The endpoints of the API, over one graph.

    Parameters
    ----------
    graph
        On either store.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._drawing = threading.Lock()  # matplotlib draws one figure at a time
        self._placing = threading.Lock()

    def answer(self, name: str, given: Mapping[str, str]) -> Answer[Any]:
        """Answer a question or a view; parameters that begin with ``_`` are the page's own."""
        return ask(
            self.graph,
            name,
            {key: value for key, value in given.items() if not key.startswith("_")},
        )

    def query(self, name: str, given: Mapping[str, str]) -> dict[str, Any]:
        """Answer a question of the catalogue as the contract's JSON."""
        return self.answer(find(name).name, given).to_dict()

    @cached_property
    def whole(self) -> bytes:
        """The whole graph as the page shows it; cached, as placing its nodes takes seconds."""
        return _dumped(show(self.graph, ask(self.graph, "graph", {})))

    def place(self) -> bytes:
        """Return the whole graph as the page shows it; requests wait while it is being placed."""
        with self._placing:
            return self.whole

    def show(self, name: str, given: Mapping[str, str]) -> Any:
        """Return what the page shows of an answer."""
        if name == "graph" and not given:
            return self.place()
        return show(
            self.graph,
            self.answer(name, given),
            _rows(given),
            _listed(given, "_grow"),
            _layout(given),
        )

    def names(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Suggest entities."""
        limit = given.get("limit", "12")
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= MOST):
            raise UsageError(f"limit {limit[:40]!r}: a whole number from 1 to {MOST}")
        if "q" not in given:
            raise UsageError("q is missing: what was typed")
        return {
            "suggestions": suggestions(
                self.graph, given["q"][:200], _listed(given, "types"), int(limit)
            )
        }

    def entity(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what is known of an entity."""
        if not given.get("id"):
            raise UsageError("id is missing: a name or an id")
        return card(self.graph, given["id"])

    def export(self, name: str, format: str, given: Mapping[str, str]) -> bytes:
        """Write the rows of an answer as a file."""
        answer = shown_of(self.answer(name, given), _rows(given))
        return table(self.graph, answer, format, _page(given)).encode()

    def draw(self, name: str, format: str, given: Mapping[str, str]) -> bytes:
        """Draw an answer as a file."""
        if format not in DRAWN:
            raise UsageError(f"format {format!r}: use one of: {', '.join(DRAWN)}", list(DRAWN))
        drawn = picture(
            self.graph,
            self.answer(name, given),
            _rows(given),
            _listed(given, "_grow"),
            _layout(given),
        )
        with self._drawing:
            return FORMATS[format].render(replace(drawn, page=_page(given)))


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _page(given: Mapping[str, str]) -> str | None:
    return one_line(given.get("_page", "")[:4000]) or None


def _layout(given: Mapping[str, str]) -> LayoutName | None:
    return cast("LayoutName | None", given.get("_layout"))  # drawing checks it


def _rows(given: Mapping[str, str]) -> list[int] | None:
    return read_numbers(given["_rows"]) if "_rows" in given else None


def _listed(given: Mapping[str, str], name: str) -> list[str]:
    return [part for part in given.get(name, "").split("|") if part.strip()]


def make_app(
    graph: Graph, host: str = "127.0.0.1", port: int = PORT, *, ahead: bool = False
) -> Guard:
    """Return the server's application.

    Parameters
    ----------
    graph
        The graph that answers.
    host, port
        Where it will listen; requests for another host are refused.
    ahead
        Whether to place the whole graph in the background at start-up, if it is not large.

    Returns
    -------
    An ASGI application.

    Raises
    ------
    MissingExtraError
        When starlette is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.exceptions import HTTPException
    except ImportError as error:
        raise MissingExtraError(MISSING) from error

    explorer = Explorer(graph)
    if ahead and not is_large(graph.store):
        threading.Thread(target=explorer.place, daemon=True).start()
    app = Starlette(
        routes=_routes(explorer), exception_handlers={HTTPException: _http_error, 500: _failure}
    )
    return Guard(  # around everything, errors included
        app, hosts(host, port), any_address=not loopback(host), port=port
    )


def _routes(explorer: Explorer) -> list[Route]:
    graph = explorer.graph

    def api(path: str, work: Callable[..., Any]) -> Route:
        def at_once(**given: Any) -> Any:
            with graph.store.reading():  # one graph, whatever others write meanwhile
                return work(**given)

        return _route(f"/api/{path}", at_once)

    return [
        _route("/", lambda given: index(), "text/html"),
        _route("/static/{file}", _static),
        _route("/openapi.json", lambda given: openapi()),
        api("home", lambda given: home(graph)),
        api("style", lambda given: page_style()),
        api("queries", lambda given: queries(graph.version).to_dict()),
        api("names", explorer.names),
        api("entity", explorer.entity),
        *(api(name, partial(_view, explorer, name)) for name in VIEWS),
        api("query/{name}", explorer.query),
        api("show/{name}", explorer.show),
        api("export/{name}.{format}", explorer.export),
        api("draw/{name}.{format}", explorer.draw),
    ]


def _route(path: str, work: Callable[..., Any], media: str = "application/json") -> Route:
    """Return the route of a function; the format in its path says what bytes are."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import Response
    from starlette.routing import Route

    async def endpoint(request: Request) -> Response:
        try:
            given = _parameters(request)
            content = await run_in_threadpool(work, given=given, **request.path_params)
        except RadexoError as error:
            return _refused(error)
        if isinstance(content, Response):
            return content
        if isinstance(content, (bytes, str)):
            format = request.path_params.get("format")
            return Response(content, media_type=MEDIA.get(format, media) if format else media)
        return _reply(content)

    return Route(path, endpoint, methods=["GET"])


def _view(explorer: Explorer, name: str, given: Mapping[str, str]) -> dict[str, Any]:
    return explorer.answer(name, given).to_dict()


def _static(given: Mapping[str, str], file: str) -> Response:
    from starlette.exceptions import HTTPException
    from starlette.responses import Response

    if file not in (*SCRIPTS, STYLE):
        raise HTTPException(404)
    content = asset(file)
    headers = _FOREVER if given.get("v") == digest(content) else None
    return Response(content, headers=headers, media_type=_TYPES[file.rpartition(".")[2]])


def _reply(value: Any, status: int = 200) -> Response:
    from starlette.responses import Response

    return Response(_dumped(value), status, media_type="application/json")


def _refuse(kind: str, message: str, status: int, **more: Any) -> Response:
    # the message may quote what was asked, however long that is
    shown = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
    error = {"kind": kind, "message": shown, "candidates": [], **more}
    return _reply({"error": error}, status)


def _refused(error: RadexoError) -> Response:
    more: dict[str, Any] = {"candidates": list(error.candidates)}
    if isinstance(error, NotUnderstoodError):
        more["readings"] = [
            {"text": str(reading), "name": reading.question, "parameters": reading.texts}
            for reading in error.readings
        ]
    return _refuse(error.kind, error.message, _STATUS.get(error.kind, 400), **more)


async def _http_error(request: Request, error: Exception) -> Response:
    from starlette.exceptions import HTTPException

    assert isinstance(error, HTTPException)
    kind = {404: "not-found", 405: "read-only"}.get(error.status_code, "error")
    return _refuse(kind, f"{error.detail}: {request.url.path[:200]}", error.status_code)


async def _failure(request: Request, error: Exception) -> Response:
    return _refuse("error", "the server failed; its log says where", 500)


def _parameters(request: Request) -> dict[str, str]:
    """Return the parameters of a request; repeated ones are joined by ``|``."""
    given: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        given[key] = f"{given[key]}|{value}" if key in given else value
    return given
