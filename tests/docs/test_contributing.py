"""The worked examples of CONTRIBUTING.md, followed to the letter in a copy of the package."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.paths import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([\w/.-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = {"radexo": ["-m", "radexo"], "python": []}


def section(title: str) -> str:
    """The text under a heading of the second level."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


@dataclass
class Copy:
    """A copy of the package, with which commands run."""

    root: Path

    def run(self, *arguments: str) -> str:
        """What Python prints on both streams; the copy is what it imports as radexo."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root.parent,
            env={**os.environ, "PYTHONPATH": str(self.root.parent), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.stdout

    def follow(self, text: str) -> None:
        """Write the files that a section shows, then run its commands and compare the output."""
        files = FILE.findall(text)
        assert files
        for name, content in files:
            path = self.root / name
            assert not path.exists(), f"{name} is no longer an example"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        ran = 0
        for block in CONSOLE.findall(text):
            parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
            assert not parts[0], parts[0]
            for command, shown in zip(parts[1::2], parts[2::2], strict=True):
                program, *arguments = shlex.split(command)
                printed = self.run(*PROGRAMS[program], *arguments)
                printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
                same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
                assert same, f"{command}\n{printed}"
                ran += 1
        assert ran


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The package as it is installed, and what makes its generated files."""
    shutil.copytree(
        ROOT,
        tmp_path / "radexo",
        ignore=shutil.ignore_patterns(
            ".*",
            "tests",
            "notebooks",
            "benchmarks",
            "curation",
            "pictures",
            "build",
            "site",
            "*.egg-info",
            "__pycache__",
        ),
    )
    copy = Copy(tmp_path / "radexo")
    assert copy.run("-c", "import radexo; print(radexo.__file__)").startswith(str(tmp_path))
    return copy


@pytest.mark.parametrize("what", ["question", "source", "format"])
def test_the_example_works_as_written(copy: Copy, what: str) -> None:
    copy.follow(section(f"Add a {what}"))
