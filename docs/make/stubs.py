"""Write the types of methods and the list of commands: ``python -m radexo.docs.make.stubs``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import radexo
from radexo.cli import listing
from radexo.graph.exchange.registry import FORMATS
from radexo.loaders import sources
from radexo.queries.methods import stub
from radexo.words import AGAINST, LAYOUTS, SHOWN

__all__ = ["STUBS", "formatted", "index", "main"]

_ROOT = Path(radexo.__file__).parent


def words() -> str:
    """Return the content of ``words.pyi``: `radexo.words`, names of folders spelled out."""
    found: dict[str, Iterable[str]] = {
        "LayoutName": LAYOUTS,
        "Shown": SHOWN,
        "Against": AGAINST,
        "FormatName": FORMATS,
        "SourceName": sources(),
    }
    lines = [
        '"""Written by ``python -m radexo.docs.make.stubs``; do not edit."""',
        "",
        "from typing import Literal",
        "",
        *(f"{name} = Literal[{', '.join(map(repr, items))}]" for name, items in found.items()),
        "LAYOUTS: tuple[LayoutName, ...]",
        "SHOWN: tuple[Shown, ...]",
        "AGAINST: tuple[Against, ...]",
    ]
    return "\n".join(lines) + "\n"


STUBS = {_ROOT / "queries" / "methods.pyi": stub, _ROOT / "words.pyi": words}
"""The stub files, and what makes the content of each."""


def formatted(file: Path) -> str:
    """Return one of `STUBS` as ruff formats it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(file), "-"]
    done = subprocess.run(command, input=STUBS[file](), capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def index() -> str:
    """Return the list of commands, as ``radexo --help`` reads it."""
    return json.dumps(listing.declared(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the stub files and the list of commands."""
    for file in STUBS:
        file.write_text(formatted(file), encoding="utf-8")
    Path(listing.FILE).write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
