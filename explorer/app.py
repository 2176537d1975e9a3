"""The explorer's server: one page and a read-only REST API, on loopback, with no path to the internet.

Starlette and uvicorn are imported by whoever serves; the module itself needs nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import shlex
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..api import Graph
from ..graph.errors import MissingExtraError, RadexoError, UsageError
from ..queries.answer import Answer
from ..queries.catalogue import QuestionRow, catalogue, find
from ..views.drawing import FORMATS as PICTURES
from ..views.render.browser import colored, page_file
from .downloads import DRAWN, MEDIA, one_line, table
from .home import home, page_style
from .openapi import openapi
from .page_model import VIEWS, ask, picture, read_numbers, show, shown_of
from .suggest import MOST, card, suggestions

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = [
    "HEADERS",
    "PORT",
    "SCRIPTS",
    "Explorer",
    "asset",
    "index",
    "loopback",
    "make_app",
    "serve",
]

PORT = 8471
SCRIPTS = (
    "cytoscape.min.js",
    "paint.js",
    "base.js",
    "icons.js",
    "network.js",
    "figure.js",
    "table.js",
    "evidence.js",
    "filters.js",
    "exports.js",
    "search.js",
    "forms.js",
    "main.js",
)
"""The page's scripts, in the order in which they run."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""What every answer carries."""

_STATUS = {
    "unknown-name": 404,
    "ambiguous-name": 409,
    "store": 503,
    "data": 500,
    "missing-extra": 501,
}
_MOST_TOLD = 2000
_TYPES = {"js": "text/javascript", "css": "text/css"}


def asset(name: str) -> str:
    """Read one of the page's files; style sheets get the style table's colors."""
    if name == "paint.js":
        return page_file(name)
    folder = "vendor" if name.startswith("cytoscape") else "page"
    return colored(name, (files(__package__) / folder / name).read_text(encoding="utf-8"))


def index() -> str:
    """Write the page."""
    scripts = "\n".join(f'<script src="/static/{name}" defer></script>' for name in SCRIPTS)
    return asset("index.html").replace("<!-- scripts -->", scripts)


def loopback(host: str) -> bool:
    """Tell whether a host is this machine and nothing else.

    Examples
    --------
    >>> loopback("127.0.0.1"), loopback("localhost"), loopback("0.0.0.0"), loopback("example.org")
    (True, True, False, False)
    """
    if host.casefold() == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


class Explorer:
    """What the server knows: the one graph that answers, its names, and what is made from the declarations.

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
        """Answer a question of the catalogue, or one of the page's views; what begins with ``_`` is the page's own."""
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
        """What the page shows of the whole graph; to place thousands of nodes takes seconds, so that is done once."""
        return _dumped(show(self.graph, ask(self.graph, "graph", {})))

    def place(self) -> bytes:
        """Give the whole graph as the page shows it; who asks while it is being placed waits."""
        with self._placing:
            return self.whole

    def show(self, name: str, given: Mapping[str, str]) -> Any:
        """Tell what the page shows of an answer."""
        if name == "graph" and not given:
            return self.place()
        return show(self.graph, self.answer(name, given), _rows(given), _several(given, "_grow"))

    def names(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Suggest entities."""
        limit = given.get("limit", "12")
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= MOST):
            raise UsageError(f"limit {limit[:40]!r}: a whole number from 1 to {MOST}")
        if "q" not in given:
            raise UsageError("q is needed: what was typed")
        return {
            "suggestions": suggestions(
                self.graph, given["q"][:200], _several(given, "types"), int(limit)
            )
        }

    def entity(self, given: Mapping[str, str]) -> Mapping[str, Any]:
        """Tell what is known of an entity."""
        if not given.get("id"):
            raise UsageError("id is needed: a name or an id")
        return card(self.graph, given["id"])

    def export(self, name: str, format: str, given: Mapping[str, str]) -> bytes:
        """Write the rows of an answer as a file."""
        answer = shown_of(self.answer(name, given), _rows(given))
        return table(self.graph, answer, format, _page(given)).encode()

    def draw(self, name: str, format: str, given: Mapping[str, str]) -> bytes:
        """Draw an answer as a file."""
        if format not in DRAWN:
            raise UsageError(f"format {format!r}: one of {', '.join(DRAWN)}", list(DRAWN))
        made = picture(self.graph, self.answer(name, given), _rows(given), _several(given, "_grow"))
        with self._drawing:
            return PICTURES[format](replace(made, page=_page(given)))


def _dumped(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _page(given: Mapping[str, str]) -> str | None:
    return one_line(given.get("_page", "")[:4000]) or None


def _rows(given: Mapping[str, str]) -> list[int] | None:
    return read_numbers(given["_rows"]) if "_rows" in given else None


def _several(given: Mapping[str, str], name: str) -> list[str]:
    return [part for part in given.get(name, "").split("|") if part.strip()]


def _readings(candidates: tuple[str, ...]) -> list[dict[str, Any]]:
    """Take readings of a plain question apart, so that the page can ask them."""
    readings = []
    for text in candidates:
        with contextlib.suppress(ValueError, UsageError):
            name, *pairs = shlex.split(text)
            parameters = dict(pair.split("=", 1) for pair in pairs)
            readings.append({"text": text, "name": find(name).name, "parameters": parameters})
    return readings


def make_app(
    graph: Graph, host: str = "127.0.0.1", port: int = PORT, *, ahead: bool = False
) -> _Guard:
    """Make the server's application.

    Parameters
    ----------
    graph
        That answers.
    host, port
        Where it will listen; a request for another host is refused.
    ahead
        Whether the whole graph is placed before anybody asks.

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
        from starlette.concurrency import run_in_threadpool
        from starlette.exceptions import HTTPException
        from starlette.responses import Response
        from starlette.routing import Route
    except ImportError as error:
        raise MissingExtraError(_MISSING) from error

    explorer = Explorer(graph)
    if ahead:
        threading.Thread(target=explorer.place, daemon=True).start()

    def reply(told: Any, status: int = 200) -> Response:
        return Response(_dumped(told), status, media_type="application/json")

    def refuse(kind: str, message: str, status: int, candidates: tuple[str, ...] = ()) -> Response:
        shown = (
            message if len(message) <= _MOST_TOLD else f"{message[:_MOST_TOLD]}…"
        )  # what was asked may be told in it
        error: dict[str, Any] = {"kind": kind, "message": shown, "candidates": list(candidates)}
        if kind == "not-understood":
            error["readings"] = _readings(candidates)
        return reply({"error": error}, status)

    def get(path: str, work: Callable[..., Any], media: str | None = None) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                given = _given(request)
                made = await run_in_threadpool(work, given=given, **request.path_params)
            except RadexoError as error:
                return refuse(
                    error.kind, error.message, _STATUS.get(error.kind, 400), error.candidates
                )
            if isinstance(made, (bytes, str)):
                format = (
                    request.path_params.get("format")
                    or request.path_params.get("file", "").rpartition(".")[2]
                )
                return Response(
                    made,
                    media_type=media or MEDIA.get(format) or _TYPES.get(format, "application/json"),
                )
            return reply(made)

        return Route(path, endpoint, methods=["GET"])

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kinds = {404: "not-found", 405: "read-only"}
        return refuse(
            kinds.get(error.status_code, "error"),
            f"{error.detail}: {request.url.path[:200]}",
            error.status_code,
        )

    async def failure(request: Request, error: Exception) -> Response:
        return refuse("error", "the server failed; its log says where", 500)

    def static(given: Mapping[str, str], file: str) -> str:
        if file not in (*SCRIPTS, "explorer.css"):
            raise HTTPException(404)
        return asset(file)

    app = Starlette(
        routes=[
            get("/", lambda given: index(), "text/html"),
            get("/static/{file}", static),
            get("/openapi.json", lambda given: openapi()),
            get("/api/home", lambda given: home(graph)),
            get("/api/style", lambda given: page_style()),
            get("/api/queries", lambda given: _queries(graph)),
            get("/api/names", explorer.names),
            get("/api/entity", explorer.entity),
            *(get(f"/api/{name}", _view(explorer, name)) for name in VIEWS),
            get("/api/query/{name}", explorer.query),
            get("/api/show/{name}", explorer.show),
            get("/api/export/{name}.{format}", explorer.export),
            get("/api/draw/{name}.{format}", explorer.draw),
        ],
        exception_handlers={HTTPException: http_error, 500: failure},
    )
    return _Guard(
        app, _hosts(host, port), any_address=not loopback(host), port=port
    )  # around everything, errors included


def _view(explorer: Explorer, name: str) -> Callable[..., dict[str, Any]]:
    return lambda given: explorer.answer(name, given).to_dict()


def _queries(graph: Graph) -> dict[str, Any]:
    rows = tuple(QuestionRow(question) for question in catalogue())
    return Answer("queries", {}, rows, QuestionRow, graph.version).to_dict()


def _given(request: Request) -> dict[str, str]:
    """The parameters of a request; one that comes several times is a list."""
    given: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        given[key] = f"{given[key]}|{value}" if key in given else value
    return given


def _hosts(host: str, port: int) -> frozenset[str]:
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host.casefold()}
    if not loopback(host):
        names |= {socket.gethostname().casefold(), socket.getfqdn().casefold()}
    return frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set()))


class _Guard:
    """Refuses foreign hosts, and puts the headers on every answer.

    A page elsewhere can make a browser send requests here under a name of its own (DNS rebinding);
    then the Host header carries that name. Where the server listens on all addresses, a bare
    address is as good as a name it knows.
    """

    def __init__(self, app: Any, hosts: frozenset[str], any_address: bool, port: int) -> None:
        self.app, self.hosts, self.any_address, self.port = app, hosts, any_address, port

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                told = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *told]}
            await send(message)

        hosts = [
            value.decode("latin-1").strip().casefold()
            for name, value in scope["headers"]
            if name == b"host"
        ]
        if len(hosts) == 1 and (
            hosts[0] in self.hosts or (self.any_address and self._is_address(hosts[0]))
        ):
            await self.app(scope, receive, with_headers)
            return
        error = {
            "error": {
                "kind": "foreign-host",
                "message": "this server is asked under a foreign name",
                "candidates": [],
            }
        }
        body = json.dumps(error).encode()
        start = {
            "type": "http.response.start",
            "status": 400,
            "headers": [(b"content-type", b"application/json")],
        }
        await with_headers(start)
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body}
        )

    def _is_address(self, host: str) -> bool:
        name, _, port = host.rpartition(":")
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(name.strip("[]"))
            return port == str(self.port)
        return False


_MISSING = "the explorer needs starlette and uvicorn: pip install 'radexo[explorer]'"


def serve(
    graph: Callable[[], Graph],
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    browser: bool = True,
    allow_remote: bool = False,
) -> None:
    """Serve the explorer until it is interrupted; its URL is the first line on stdout.

    Parameters
    ----------
    graph
        Opens the graph that answers.
    host, port
        Where to listen; port 0 takes a free one.
    browser
        Whether the page is opened.
    allow_remote
        Whether other machines may come in.

    Raises
    ------
    UsageError
        When another machine's address is asked for without leave, or the port is taken.
    MissingExtraError
        When the server's libraries are not installed.
    """
    if not loopback(host) and not allow_remote:
        raise UsageError(
            f"host {host!r} lets other machines in, and nothing asks who they are; add --allow-remote to allow it"
        )
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise MissingExtraError(_MISSING) from error
    listening = _listen(host, port)
    try:
        port = listening.getsockname()[1]
        opened = graph()
        sys.stderr.write(
            f"graph {opened.store.version}\n"
        )  # a store that cannot be reached says so before there is a URL
        app = make_app(opened, host, port, ahead=True)
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stderr.write("Ctrl-C to stop\n")
        if browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        config = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    """Take the port, so that one that is in use is told before anything is opened."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"host {host!r}, port {port}: {getattr(error, 'strerror', None) or error}"
        ) from error
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as error:
        listening.close()
        why = error.strerror or error
        raise UsageError(
            f"port {port} on {host}: {why}; name another with --port, or 0 for a free one"
        ) from error
    return listening
