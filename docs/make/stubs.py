"""Write the types of the questions' methods: ``python -m radexo.docs.make.stubs``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import radexo
from radexo.queries.methods import stub

__all__ = ["FILE", "formatted", "main"]

FILE = Path(radexo.__file__).parent / "queries" / "methods.pyi"


def formatted() -> str:
    """Return the stub file as ruff formats it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(FILE), "-"]
    done = subprocess.run(command, input=stub(), capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def main() -> None:
    """Write the stub file."""
    FILE.write_text(formatted(), encoding="utf-8")


if __name__ == "__main__":
    main()
