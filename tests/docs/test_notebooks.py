"""The notebooks run, check what they show, fail on a wrong sign, and hold no outputs."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, reads, validate
from nbformat.v4 import new_code_cell

from radexo.queries.catalogue import names
from support.paths import NOTEBOOKS

FOLDER = NOTEBOOKS
FILES = sorted(FOLDER.glob("*.ipynb"))
ON_A_SERVER = "6-on-neo4j-with-cypher"
every = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)

OFFLINE = """
import socket

def _guarded(connect):
    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a notebook asked the network for {address}")
        return connect(self, address)
    return guarded

socket.socket.connect = _guarded(socket.socket.connect)
socket.socket.connect_ex = _guarded(socket.socket.connect_ex)
"""


def read(path: Path) -> NotebookNode:
    return reads(path.read_text(encoding="utf-8"), 4)


def code_of(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook: NotebookNode, folder: Path, first: str = "") -> NotebookNode:
    """Run a notebook in the kernel of this interpreter; an error in any cell is an error here."""
    same = f"import sys; assert sys.executable == {sys.executable!r}, sys.executable"
    notebook.cells.insert(0, new_code_cell(f"{same}\n{first}"))
    client = NotebookClient(
        notebook,
        timeout=300,  # for one cell; a busy machine is slow, not broken
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return notebook


def _is_script(value: str) -> bool:
    return value.strip().casefold().startswith("javascript:")


class Page(HTMLParser):
    """What a browser would run or fetch of a piece of HTML.

    A frame's srcdoc belongs to the frame.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.fetches: list[str] = []
        self.frames: list[dict[str, str | None]] = []
        self.tables = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tables += tag == "table"
        if tag == "script":
            self.runs.append(tag)
        if tag == "iframe":
            self.frames.append(found)
        self.runs += [
            f"{tag} {name}"
            for name, value in attrs
            if name.startswith("on") or _is_script(value or "")
        ]
        if tag != "a":
            fetched = (found.get(name) for name in ("src", "href", "xlink:href"))
            self.fetches += [
                value for value in fetched if value and not value.startswith(("#", "data:"))
            ]


def pages(notebook: NotebookNode) -> list[str]:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [
        data["text/html"] for output in outputs if "text/html" in (data := output.get("data", {}))
    ]


def check_outputs(notebook: NotebookNode) -> None:
    """Check that what the notebook shows runs nothing outside a sandbox, and asks nobody."""
    shown = pages(notebook)
    assert shown
    for text in shown:
        page = Page(text)
        assert not page.runs, page.runs
        assert not page.fetches, page.fetches
        for frame in page.frames:
            assert frame["srcdoc"]
            assert "allow-same-origin" not in str(frame["sandbox"])
    assert any(Page(text).tables for text in shown)
    shows_text = [
        o
        for cell in notebook.cells
        for o in cell.get("outputs", ())
        if o.output_type == "execute_result"
    ]
    assert all(
        output.data.get("text/plain") for output in shows_text
    )  # all that an untrusted notebook shows


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [p for p in FILES if p.stem != ON_A_SERVER], ids=lambda path: path.stem
)
def test_it_runs_and_says_what_is_so(path: Path, tmp_path: Path) -> None:
    beside = {file.name for file in FOLDER.glob("*-genes.*")}
    for name in beside:
        copy(FOLDER / name, tmp_path)
    notebook = run(read(path), tmp_path, OFFLINE)
    check_outputs(notebook)
    assert {file.name for file in tmp_path.iterdir()} == beside  # nothing more is left there


@pytest.mark.neo4j
def test_it_runs_on_a_server(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", server.address)
    monkeypatch.setenv("NEO4J_USERNAME", server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.delenv("NEO4J_DATABASE", raising=False)
    check_outputs(run(read(FOLDER / f"{ON_A_SERVER}.ipynb"), tmp_path))


def test_it_stops_with_a_message_where_no_server_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(CellExecutionError) as stopped:
        run(read(FOLDER / f"{ON_A_SERVER}.ipynb"), tmp_path, OFFLINE)
    assert stopped.value.ename == "NoServerError"
    assert "set NEO4J_URI" in stopped.value.evalue
    assert "Traceback (most recent call last)" not in stopped.value.traceback


@pytest.mark.parametrize(
    ("name", "subject", "predicate", "object", "instead"),
    [
        (
            "1-what-regulates-radiosensitivity",
            "FOXA1",
            "INCREASES",
            "radiosensitivity",
            "DECREASES",
        ),
        ("2-one-mechanism-step-by-step", "miR-340-5p", "DECREASES", "KLF10", "INCREASES"),
        (
            "4-contradictions-coherence-what-if",
            "Wnt/beta-catenin signaling",
            "INCREASES",
            "radiosensitivity",
            "DECREASES",
        ),
    ],
)
def test_a_wrong_sign_is_noticed(
    tables: Any, tmp_path: Path, name: str, subject: str, predicate: str, object: str, instead: str
) -> None:
    rows = tables.read("statements")
    found = [(row["subject"], row["predicate"], row["object"]) for row in rows]
    index = found.index((subject, predicate, object))
    tables.change(
        "statements", index, predicate=instead, sign={"INCREASES": "1", "DECREASES": "-1"}[instead]
    )
    other = f"import radexo.packaged; radexo.packaged.TABLES = {str(tables.folder)!r}"
    with pytest.raises(CellExecutionError) as noticed:
        run(read(FOLDER / f"{name}.ipynb"), tmp_path, other)
    assert noticed.value.ename == "AssertionError"


@every
def test_it_is_committed_without_outputs(path: Path) -> None:
    spec = importlib.util.spec_from_file_location("strip", FOLDER / "strip.py")
    assert spec
    assert spec.loader
    strip = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(strip)
    text = path.read_text(encoding="utf-8")
    assert text == strip.stripped(text), "run: python notebooks/strip.py"
    run_once = json.loads(text)
    code = next(cell for cell in run_once["cells"] if cell["cell_type"] == "code")
    code |= {
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        "execution_count": 3,
    }
    assert strip.stripped(json.dumps(run_once)) == text
    assert len(text) < 20_000


@every
def test_it_is_made_alike(path: Path) -> None:
    notebook = read(path)
    validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", id) for id in ids)
    title = notebook.cells[0].source
    assert title.startswith("# ")
    assert "**Question:**" in title
    assert "Graph: the packaged review" in title  # its version is printed at the end
    assert re.search(r"Run time: about \d+ s", title)
    code = code_of(notebook)
    assert "import radexo" in code[0]
    assert "assert" not in code[0]
    assert "radexo.__version__" in code[-1]
    assert "g.version" in code[-1]
    assert not any(
        re.search(r"^\s*[!%]|\bpip\b|https?:", line) for cell in code for line in cell.splitlines()
    )


@every
def test_every_section_is_checked(path: Path) -> None:
    sections: list[list[str]] = []
    for cell in read(path).cells[2:-1]:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        elif cell.cell_type == "code":
            sections[-1].append(cell.source)
    assert len(sections) >= 4
    hidden = [cell for cell in read(path).cells if "remove-cell" in cell.metadata.get("tags", ())]
    shown = [cell for cell in read(path).cells if cell not in hidden]
    assert all("assert " in cell.source for cell in hidden)
    assert not [
        cell.source for cell in shown if re.search(r"^\s*assert ", cell.source, re.MULTILINE)
    ]
    unchecked = [cells for cells in sections if not any("assert" in cell for cell in cells)]
    assert not unchecked


def test_they_are_numbered() -> None:
    numbers = sorted(int(path.stem.partition("-")[0]) for path in FILES)
    assert numbers == list(range(1, len(FILES) + 1))


def test_the_seventh_asks_every_question() -> None:
    (notebook,) = FOLDER.glob("7-*.ipynb")
    asked = set(re.findall(r"\bg\.(\w+)\(", "\n".join(code_of(read(notebook)))))
    assert asked == set(names())
