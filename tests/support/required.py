"""What a test needs and a machine may lack: the test is skipped with the reason, but fails where ``CI=true``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from support.server import MissingError, Server


def lacking(reason: str) -> NoReturn:
    """Skip the test for a reason, or fail it in CI."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@contextmanager
def running(line: str) -> Iterator[Server]:
    """Run a Neo4j server of a line."""
    try:
        server = Server(line)
    except MissingError as error:
        lacking(str(error))
    with server:
        yield server
