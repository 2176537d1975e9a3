"""Every example in a docstring runs and shows what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import radexo

MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(radexo.__path__, "radexo.")
    if "tests" not in m.name and "__main__" not in m.name
)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize(
    "name",
    ["radexo", *(m for m in MODULES if m.split(".")[1] not in ("benchmarks", "build", "docs"))],
)
def test_examples_run(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert results.failed == 0


def test_pages_name_tests_that_exist() -> None:
    root = Path(radexo.__file__).parent
    defined = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = {
        (path.name, name)
        for path in (root / "docs").rglob("*.md")
        for name in re.findall(r"`(test_\w+)`", path.read_text(encoding="utf-8"))
    }
    assert len({name for page, name in named if page == "trials.md"}) > 40
    assert sorted(pair for pair in named if pair[1] not in defined) == []
