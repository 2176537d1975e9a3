"""What a test needs and a machine may lack.

The test is skipped with the reason, but fails where ``CI=true``.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NoReturn

import pytest

from support import browser
from support.server import LINES, Java, MissingError, Server

IN_CI = os.environ.get("CI") == "true"


def lacking(reason: str, *, module: bool = False) -> NoReturn:
    """Skip the test (or its whole module) for a reason, or fail it in CI."""
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=module)


@cache
def why_no_neo4j(line: str) -> str | None:
    """Return why no Neo4j server of a line can be run here; start nothing."""
    if line == "lts" and os.environ.get("NEO4J_URI"):
        return None
    try:
        LINES[line].jars()
        Java.find(LINES[line].java)
    except MissingError as error:
        return str(error)
    return None


@cache
def why_no_browser() -> str | None:
    """Return why no browser can be run here; start nothing."""
    try:
        browser.programs()
    except browser.MissingError as error:
        return str(error)
    return None


def require_distributions(*modules: str, extra: str) -> None:
    """Skip a whole module unless modules of an optional dependency can be imported."""
    if missing := [name for name in modules if importlib.util.find_spec(name) is None]:
        lacking(f"no {', '.join(missing)}: pip install -e '.[{extra}]'", module=True)


def new_server(line: str) -> Server:
    """Make a Neo4j server of a line, which does not run yet."""
    if reason := why_no_neo4j(line):
        lacking(reason)
    try:
        return Server(line)
    except MissingError as error:  # only the server that NEO4J_URI names is here
        lacking(str(error))


@contextmanager
def running(line: str) -> Iterator[Server]:
    """Run a Neo4j server of a line."""
    with new_server(line) as server:
        yield server
