"""What the tests share: the packaged graph, a copy of its tables to break, the command line, and real Neo4j servers."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import radexo
from radexo.cli.frame import run
from radexo.loaders.review import PACKAGED_TABLES
from support.required import running
from support.server import Given, Server

SLOW = ("server", "calendar_server", "there", "odd_there")
"""Fixtures that start a server."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the fast tests first."""
    items.sort(key=lambda item: any(name in SLOW for name in getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def g() -> radexo.Graph:
    """The packaged graph."""
    return radexo.load()


@dataclass(frozen=True)
class Output:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object on stdout."""
        return json.loads(self.out)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Output]:
    """Run a command in this process: ``cli("regulators", "KLF10", "--json")``."""

    def call(*arguments: str) -> Output:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Output(code, captured.out, captured.err)

    return call


class Tables:
    """A folder of curated tables that a test may change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str) -> Path:
        """Where a table lies."""
        return self.folder / f"{table}.tsv"

    def read(self, table: str) -> list[dict[str, str]]:
        """Read a table's rows."""
        with open(self.path(table), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t"))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write rows back; the headings are those of the first row."""
        with open(self.path(table), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, index: int, **cells: str) -> dict[str, str]:
        """Change cells of one row (0 is the first below the headings, which a spreadsheet calls row 2)."""
        rows = self.read(table)
        rows[index] |= cells
        self.write(table, rows)
        return rows[index]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """A copy of the packaged tables."""
    folder = tmp_path / "review"
    shutil.copytree(PACKAGED_TABLES, folder)
    return Tables(folder)


@pytest.fixture(scope="session")
def server() -> Iterator[Server | Given]:
    """The Neo4j server that ``NEO4J_URI``, ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD`` name, else one of the long-term line."""
    if address := os.environ.get("NEO4J_URI"):
        yield Given(
            address, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ["NEO4J_PASSWORD"]
        )
    else:
        with running("lts") as own:
            yield own


@pytest.fixture(scope="session")
def calendar_server() -> Iterator[Server]:
    """A Neo4j server of the newest line."""
    with running("calendar") as own:
        yield own
