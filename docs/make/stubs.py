"""Write the types of methods and the list of commands: ``python -m radexo.docs.make.stubs``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import radexo
from radexo.cli import listing
from radexo.queries.methods import stub

__all__ = ["FILE", "formatted", "index", "main"]

FILE = Path(radexo.__file__).parent / "queries" / "methods.pyi"


def formatted() -> str:
    """Return the stub file as ruff formats it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(FILE), "-"]
    done = subprocess.run(command, input=stub(), capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def index() -> str:
    """Return the list of commands, as ``radexo --help`` reads it."""
    return json.dumps(listing.declared(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the stub file and the list of commands."""
    FILE.write_text(formatted(), encoding="utf-8")
    Path(listing.FILE).write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
