"""A command imports only what its answer needs, so that it starts fast; `benchmarks/startup.py`
measures that.
"""

import subprocess
import sys

import pytest

LIBRARIES = {
    "jinja2",
    "matplotlib",
    "mcp",
    "neo4j",
    "networkx",
    "pandas",
    "pydantic",
    "rapidfuzz",
    "rich",
}
UNUSED = LIBRARIES | {"csv", "hashlib", "html", "random", "shutil", "tempfile", "textwrap"}
OTHERS = {
    "radexo.assistant",
    "radexo.explorer",
    "radexo.graph.atomic",
    "radexo.graph.exchange",
    "radexo.graph.saved",
    "radexo.graph.stores.disk_bulk",
    "radexo.graph.stores.disk_writer",
    "radexo.graph.validation",
    "radexo.loaders",
    "radexo.views.picture",
}
OF_FOLDERS = {"mmap", "pathlib", "radexo.graph.stores.disk", "sqlite3", "urllib.parse"}
"""Imported for a graph on disk only."""


@pytest.mark.parametrize(
    ("arguments", "questions"),
    [
        (["regulators", "KLF10"], ["regulators"]),
        (["ask", "what regulates KLF10?"], ["regulators"]),
        (["carriers-of", "miR-340-5p"], ["carriers_of"]),
    ],
)
def test_a_command_imports_only_what_its_answer_needs(arguments, questions):
    loaded = imported(arguments)
    assert not loaded & (UNUSED | OTHERS | OF_FOLDERS)
    asked = {name.rpartition(".")[2] for name in loaded if ".queries.questions." in name}
    assert sorted(name for name in asked if name[0] != "_") == questions


def test_a_graph_on_disk_is_asked_without_what_writes_one(g, tmp_path):
    g.save(tmp_path)
    loaded = imported(["--graph", str(tmp_path), "regulators", "KLF10"])
    assert loaded >= {"radexo.graph.stores.disk", "sqlite3"}
    assert not loaded & (UNUSED | OTHERS | {"radexo.packaged"})


@pytest.mark.parametrize("arguments", [["--help"], ["load", "--help"], ["overlay", "--help"]])
def test_help_is_shown_without_what_commands_need(arguments):
    loaded = imported(arguments)
    assert not loaded & (LIBRARIES | OTHERS | {"radexo.api", "radexo.queries.answer"})
    assert not {name for name in loaded if ".queries.questions." in name}


def imported(arguments):
    """Return the modules that a command imports beside those of click."""
    code = f"""
import click, dataclasses, sys
needed = set(sys.modules)
from radexo.cli.frame import run
assert run({arguments!r}) == 0
print(*(sys.modules.keys() - needed), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())
