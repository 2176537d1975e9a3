"""What the pages of the Python reference show is documented whole."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import resolve_name
from typing import Any

from support.paths import ROOT

PAGES = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs/api").glob("*.md"))
SECTION = re.compile(r"^(\w+)\n-{3,}$", re.MULTILINE)


def shown() -> Iterator[tuple[str, Any]]:
    """The functions and classes that the pages name, and those of the modules that they name."""
    for module in re.findall(r"automodule:: (\S+)", PAGES):
        for name in import_module(module).__all__:
            yield f"{module}.{name}", getattr(import_module(module), name)
    for name in re.findall(r"auto(?:class|function):: (\S+)", PAGES):
        full = name if name.startswith("radexo.") else f"radexo.{name}"
        yield full, resolve_name(full)


def functions() -> Iterator[tuple[str, Any]]:
    """Functions, and the documented methods of classes; a protocol documents those of stores."""
    for full, found in shown():
        if not inspect.isclass(found):
            yield full, found
            continue
        for name, member in inspect.getmembers_static(found):
            method = getattr(member, "__func__", member)
            own = inspect.isfunction(method) and method.__module__.startswith("radexo")
            if own and not name.startswith("_") and inspect.getdoc(method):
                yield f"{full}.{name}", method


def test_functions_of_the_reference_name_their_parameters_and_results() -> None:
    lacking, seen = [], 0
    for name, function in functions():
        if not inspect.isfunction(function):
            continue
        seen += 1
        sections = set(SECTION.findall(inspect.getdoc(function) or ""))
        signature = inspect.signature(function)
        if signature.parameters.keys() - {"self", "cls"} and "Parameters" not in sections:
            lacking.append(f"{name}: Parameters")
        returns = str(signature.return_annotation) not in ("None", "<class 'inspect._empty'>")
        if returns and not sections & {"Returns", "Yields"}:
            lacking.append(f"{name}: Returns")
    assert not lacking
    assert seen > 100
