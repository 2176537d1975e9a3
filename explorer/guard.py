"""The server's protection: the hosts it answers, and the security headers of every response."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
from typing import Any

__all__ = ["HEADERS", "PORT", "Guard", "hosts", "loopback"]

PORT = 8471
"""Where the explorer listens by default."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""The headers of every response; one that says itself how long it may be kept is left so."""


def loopback(host: str) -> bool:
    """Return whether a host is this machine and nothing else.

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


def hosts(host: str, port: int) -> frozenset[str]:
    """Return the Host headers under which the server answers."""
    names = {"127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host.casefold()}
    if not loopback(host):
        names |= {socket.gethostname().casefold(), socket.getfqdn().casefold()}
    return frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set()))


class Guard:
    """ASGI middleware that refuses foreign hosts and adds the headers to every response.

    A foreign page can make a browser send requests here under its own name (DNS rebinding); the
    Host header then carries that name. A server that listens on all addresses also accepts a bare
    address.

    Parameters
    ----------
    app
        The application that is guarded.
    hosts
        The Host headers that are accepted.
    any_address
        Whether a bare address with the right port is accepted too.
    port
        The port that is listened on.
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
                own = list(message.get("headers", ()))
                kept = any(name == b"cache-control" for name, _ in own)
                added = [
                    (name.lower().encode(), value.encode())
                    for name, value in HEADERS.items()
                    if not (kept and name == "Cache-Control")
                ]
                message = {**message, "headers": [*own, *added]}
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
