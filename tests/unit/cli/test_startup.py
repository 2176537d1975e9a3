"""A command imports only what its answer needs, so that it starts fast; `benchmarks/startup.py`
measures that.
"""

import subprocess
import sys

import pytest

UNUSED = {
    "csv",
    "hashlib",
    "html",
    "ipaddress",
    "jinja2",
    "matplotlib",
    "mcp",
    "neo4j",
    "networkx",
    "pandas",
    "pathlib",
    "pydantic",
    "rapidfuzz",
    "rich",
    "sqlite3",
    "textwrap",
    "urllib.parse",
}
OTHERS = {
    "radexo.assistant",
    "radexo.explorer",
    "radexo.graph.exchange",
    "radexo.loaders",
    "radexo.views.picture",
}


@pytest.mark.parametrize(
    ("arguments", "questions"),
    [
        (["regulators", "KLF10"], ["regulators"]),
        (["ask", "what regulates KLF10?"], ["regulators"]),
        (["carriers-of", "miR-340-5p"], ["carriers_of"]),
    ],
)
def test_a_command_imports_only_what_its_answer_needs(arguments, questions):
    code = f"""
import click, dataclasses, sys
needed = set(sys.modules)
from radexo.cli.frame import run
assert run({arguments!r}) == 0
print(*(sys.modules.keys() - needed), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    assert not loaded & (UNUSED | OTHERS)
    asked = {name.rpartition(".")[2] for name in loaded if ".queries.questions." in name}
    assert sorted(name for name in asked if name[0] != "_") == questions
