"""What the tests share.

The packaged graph, a copy of its tables to break, the command line, and real Neo4j servers.
"""

from __future__ import annotations

import csv
import gc
import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

import radexo
from radexo.cli.frame import run
from radexo.graph.stores.neo4j import _RESOLVE, Neo4jStore
from radexo.loaders.review import PACKAGED_TABLES
from support.browser import chromium
from support.required import IN_CI, lacking, running, why_no_browser, why_no_neo4j
from support.server import Given, Server

if TYPE_CHECKING:
    from selenium import webdriver

PROFILES = {"dev": 10, "ci": 100, "nightly": 2000}
"""How many examples hypothesis tries by default; `support.examples` scales with it."""

for profile, number in PROFILES.items():
    settings.register_profile(profile, max_examples=number, deadline=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "dev")


gc.set_threshold(100_000, 20, 50)  # graphs are many objects; looking through them takes a sixth

MEASURED = "tests/unit/"
"""The tests that are measured; the others run the same code, and the tracer triples their time."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the slow tests be asked for."""
    parser.addoption("--slow", action="store_true", help="run the slow tests too (CI=true does)")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Decide before any fixture is made whether what the test needs is there."""
    for mark in item.iter_markers("neo4j"):
        if reason := why_no_neo4j(*mark.args or ("lts",)):
            lacking(reason)
    if item.get_closest_marker("browser") and (reason := why_no_browser()):
        lacking(reason)
    if item.get_closest_marker("slow") and not (IN_CI or item.config.getoption("--slow")):
        pytest.skip("slow: run with --slow")


def _slow(item: pytest.Item) -> bool:
    return not {"neo4j", "browser", "slow"}.isdisjoint(mark.name for mark in item.iter_markers())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the fast tests first; with several workers, the longest files.

    Those of Hypothesis try many examples.
    """
    if not hasattr(config, "workerinput"):
        items.sort(key=_slow)
        return
    length: Counter[Path] = Counter()
    for item in items:
        tried = item.get_closest_marker("hypothesis")
        length[item.path] += 100 if _slow(item) else 20 if tried else 1
    items.sort(key=lambda item: -length[item.path])


def pytest_collection_finish() -> None:
    """Leave modules and collected tests out of the search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Run the tests that share a server one after another, on one worker.

    A server of the tests' own is then started once, and plans each query once. Those of the newest
    line have a server, thus a worker, of their own.
    """
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            if "calendar_server" in nodeid:
                return "calendar_server"
            shared = file.startswith("tests/parity/") and "test_large_graph.py" not in file
            return "server" if shared or nodeid.endswith("_on_a_server") else file

    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show how many answers of each question were compared between stores."""
    recorded = [
        value
        for report in terminalreporter.stats.get("passed", ())
        for name, value in getattr(report, "user_properties", ())
        if name == "compared" and report.when == "call"
    ]
    if recorded:
        sums = (sum(column) for column in list(zip(*recorded, strict=True))[1:])
        for question, sets, with_rows in [*sorted(recorded), ("all", *sums)]:
            terminalreporter.write_line(f"{question:20}{sets:6} compared, {with_rows:6} with rows")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Measure the coverage of unit tests only, each with the first of its parameter sets.

    What asks the same code very often, or long, is marked ``unmeasured``. Without a tracer it takes
    a third of the time.
    """
    coverage = sys.modules.get("coverage")
    current = coverage.Coverage.current if coverage else lambda: None
    marks = {mark.name for mark in item.iter_markers()}
    again = any(item.callspec.indices.values()) if hasattr(item, "callspec") else False
    elsewhere = not item.nodeid.startswith(MEASURED)
    if not (again or elsewhere or marks & {"hypothesis", "unmeasured"}):
        return (yield)
    paused = []
    while measuring := current():  # in a worker pytest-cov starts a second one over the first
        measuring.stop()
        paused.append(measuring)
    try:
        return (yield)
    finally:
        for measuring in reversed(paused):
            measuring.start()


@pytest.fixture(scope="session")
def g() -> radexo.Graph:
    """The packaged graph."""
    return radexo.load()


@pytest.fixture(scope="session", autouse=True)
def quick_disk() -> Iterator[None]:
    """Leave out fsync, which no test but those that replace it themselves can notice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


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
        """Change cells of one row; 0 is the first below the headings (row 2 of a spreadsheet)."""
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
    """The Neo4j server that the environment names, else one of the long-term line.

    The variables are ``NEO4J_URI``, ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``.
    """
    if address := os.environ.get("NEO4J_URI"):
        yield Given(
            address, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ["NEO4J_PASSWORD"]
        )
    else:
        with running("lts") as own:
            yield own


@pytest.fixture(scope="session")
def resolved() -> dict[tuple[str, ...], Any]:
    """What names mean on each graph that was on a server; every question asks for it first."""
    return {}


@pytest.fixture
def sent_once(monkeypatch: pytest.MonkeyPatch, resolved: dict[tuple[str, ...], Any]) -> None:
    """Send each query to a server once for equal values of the parameters that it uses.

    What names mean is asked once for all tests of a graph, by its version there.
    """
    plain: Callable[..., Any] = Neo4jStore.read
    answers: dict[tuple[str, ...], Any] = {}
    versions: dict[str, str] = {}

    def read(self: Neo4jStore, cypher: str, parameters: Mapping[str, Any]) -> Any:
        used = sorted(set(re.findall(r"\$(\w+)", cypher)))
        key = (self.address, cypher, *(repr(parameters.get(name)) for name in used))
        kept = answers
        if cypher == _RESOLVE:
            if self.address not in versions:
                (found,) = plain(self, cypher, {"names": []}).records
                versions[self.address] = repr(found.data())
            kept, key = resolved, (versions[self.address], *key)
        if key not in kept:
            kept[key] = plain(self, cypher, parameters)
        return kept[key]

    monkeypatch.setattr(Neo4jStore, "read", read)


@pytest.fixture(scope="session")
def calendar_server() -> Iterator[Server]:
    """A Neo4j server of the newest line."""
    with running("calendar") as own:
        yield own


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the browser saves downloads."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def driver(downloads: Path) -> Iterator[webdriver.Chrome]:
    """A browser."""
    with chromium(downloads) as browser:
        yield browser
