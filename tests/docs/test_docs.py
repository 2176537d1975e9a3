"""Every example in a docstring runs and shows what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

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
