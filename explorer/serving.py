"""Serve the explorer: take the port, open the graph, write the URL, run until interrupted."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Any, Literal

from ..api import Graph
from ..graph.errors import MissingExtraError, UsageError
from .app import MISSING, make_app
from .guard import PORT, loopback

__all__ = ["listen", "run_app", "serve"]


def serve(
    graph: Callable[[], Graph],
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    browser: bool = True,
    allow_remote: bool = False,
) -> None:
    """Serve the explorer until interrupted; its URL is the first line on stdout.

    Parameters
    ----------
    graph
        A function that opens the graph; called once the port is taken.
    host, port
        Where to listen; port 0 takes a free one.
    browser
        Whether to open the page in the browser.
    allow_remote
        Whether other machines may connect.

    Raises
    ------
    UsageError
        When the host is not loopback and ``allow_remote`` is off, or the port is taken.
    MissingExtraError
        When the server's libraries are not installed.
    """
    if not loopback(host) and not allow_remote:
        raise UsageError(
            f"host {host!r} lets other machines connect without a password; "
            "add --allow-remote to allow it"
        )
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(MISSING) from error

    def app(port: int) -> Any:
        opened = graph()
        # a store that cannot be reached fails here, before the URL is written
        sys.stderr.write(f"graph {opened.store.version}\n")
        return make_app(opened, host, port, ahead=True)

    run_app(app, host, port, browser=browser)


def run_app(
    app: Callable[[int], Any],
    host: str,
    port: int,
    path: str = "/",
    *,
    browser: bool = False,
    lifespan: Literal["on", "off"] = "off",
) -> None:
    """Serve an application until interrupted; its URL is the first line on stdout.

    Parameters
    ----------
    app
        Makes the application for a port; called once the port is taken.
    host, port
        Where to listen; port 0 takes a free one.
    path
        What the URL ends with.
    browser
        Whether to open the URL in the browser.
    lifespan
        Whether the application is to be started and stopped.

    Raises
    ------
    UsageError
        When the port is taken.
    """
    import uvicorn

    listening = listen(host, port)
    try:
        port = listening.getsockname()[1]
        application = app(port)
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stderr.write("Ctrl-C to stop\n")
        if browser:
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        config = uvicorn.Config(
            application,
            log_level="error",
            access_log=False,
            lifespan=lifespan,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def listen(host: str, port: int) -> socket.socket:
    """Bind the port before the graph is opened, so that one in use fails at once.

    Raises
    ------
    UsageError
        When the host is unknown or the port is in use.
    """
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
