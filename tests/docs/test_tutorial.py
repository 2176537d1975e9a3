"""What the documentation shows is what the program prints.

Its commands are run, in order, and its Python too.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from radexo.cli.frame import run
from support.paths import DOCS

BLOCK = re.compile(
    r"^```(console|python)\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL
)
PAGES = [
    page
    for page in (DOCS.parent / "README.md", *sorted(DOCS.glob("*.md")))
    if re.search(r"^```console", page.read_text(encoding="utf-8"), re.MULTILINE)
]


def said(what: Any, *arguments: Any) -> str:
    """What a call prints, on either stream, in order."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        what(*arguments)
    return output.getvalue()


def same(shown: str, printed: str) -> bool:
    """Return whether the text shown is the text printed.

    ``...`` stands for any text; blanks at the ends of lines are ignored.
    """
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return doctest.OutputChecker().check_output(shown, lines, doctest.ELLIPSIS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_shown_is_what_is_printed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for kind, block, printed in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python":
            result = said(exec, block, names)
            assert same(printed, result) or not result, result
            continue
        parts = re.split(r"^\$ radexo (.*)\n", block, flags=re.MULTILINE)
        assert not parts[0], parts[0]
        for command, shown in zip(parts[1::2], parts[2::2], strict=True):
            result = said(run, shlex.split(command))
            assert same(shown, result), f"{command}\n{result}"


def test_the_tutorial_is_among_them() -> None:
    assert {page.stem for page in PAGES} >= {"README", "index", "tutorial"}
    assert not same("a\n", "b\n")
    assert same("a\n...\nd\n", "a\nb  \nc\nd\n")
