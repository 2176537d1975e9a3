"""Compare cold commands with ``import networkx``: ``python benchmarks/startup.py [WHEEL [TURNS]]``.

`radexo regulators KLF10`, `radexo ask` and `radexo --help` run from the installation of the
interpreter that runs this (an editable one, say), and from a wheel in an environment of its own;
without a wheel, one is built. All commands and the import run in turn, so that a machine that slows
down slows all; the ratios are those of each turn, and their median counts. Bytecode is cached, as
after any first run.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("click", "networkx", "rapidfuzz")
COMMANDS = (("regulators", "KLF10"), ("ask", "what regulates KLF10?"), ("--help",))


class Cost(NamedTuple):
    """Seconds of one whole process."""

    wall: float
    cpu: float


def cost(command: list[str], folder: str) -> Cost:
    """Run a process, and return what it took."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = os.path.join(folder, "bytecode")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, cwd=folder, env=environment, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def built(folder: Path) -> Path:
    """Build the wheel, from a copy: what an earlier build left beside the sources is not in it."""
    hidden = shutil.ignore_patterns(".*", "build", "dist", "site", "*.egg-info", "__pycache__")
    copy = shutil.copytree(ROOT, folder / "source", ignore=hidden)
    pip = [sys.executable, "-m", "pip", "-q", "wheel", "--no-deps", "-w", str(folder), str(copy)]
    subprocess.run(pip, check=True)
    return next(folder.glob("*.whl"))


def environment(wheel: Path, folder: Path) -> Path:
    """Make an environment with the wheel and the libraries that are here; return its Python."""
    venv.create(folder, symlinks=True)
    bin = folder / "bin"
    python = bin / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "-q", "install", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    homes = {str(Path(find_spec(name).origin).parents[1]) for name in LIBRARIES}
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text("".join(f"{home}\n" for home in sorted(homes)))
    return python


def main(wheel: str | None = None, turns: int | str = 21) -> None:
    """Print the medians and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = Path(wheel).resolve() if wheel else built(folder)
        pythons = {
            "this installation": Path(sys.executable),
            "wheel": environment(file, folder / "clean"),
        }
        runs = {}
        for where, python in pythons.items():
            runs[where, "import networkx"] = [str(python), "-c", "import networkx"]
            for command in COMMANDS:
                script = str(python.with_name("radexo"))
                runs[where, f"radexo {command[0]}"] = [script, *command]
        for command in runs.values():
            cost(command, name)
        costs = {key: [] for key in runs}
        for _ in range(int(turns)):
            for key, command in runs.items():
                costs[key].append(cost(command, name))
        print(f"medians of {turns} turns; ratio: to import networkx, of each turn")
        for (where, what), found in costs.items():
            bare = costs[where, "import networkx"]
            line = f"{where:18} {what:18}"
            for part in Cost._fields:
                ours, theirs = ([getattr(c, part) for c in column] for column in (found, bare))
                ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
                line += f" {part} {statistics.median(ours) * 1000:4.0f} ms, ratio {ratio:.2f};"
            print(line.rstrip(";"))


if __name__ == "__main__":
    main(*sys.argv[1:])
