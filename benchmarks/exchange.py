"""Measure how long each format takes, and how much memory: ``python benchmarks/exchange.py``.

The graph is 100 times as large as the review.

Each export and each load runs in a process of its own, which reports its seconds, its peak memory,
and how far that rose above what the graph (export) or the modules (load) take. Linux only.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import radexo
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.model import Entity, Finding, Statement
from radexo.graph.records import Records
from radexo.graph.saved import open_graph
from radexo.graph.schema import RADIOSENSITIVITY
from radexo.graph.stores.memory import MemoryStore


def large(times: int) -> Records:
    """Copy the review side by side.

    Every copy has entities and findings of its own, the papers are shared.
    """
    review = radexo.load().records
    entities: list[Entity] = []
    findings: list[Finding] = []
    for n in range(times):
        ids = {e.id: e.id if e.id == RADIOSENSITIVITY else f"{e.id}.{n}" for e in review.entities}

        def several(found: tuple[str, ...], ids: dict[str, str] = ids) -> tuple[str, ...]:
            return tuple(ids[id] for id in found)

        entities.extend(
            replace(
                e,
                id=ids[e.id],
                name=f"{e.name} {n}",
                donors=several(e.donors),
                exposures=several(e.exposures),
                subtype_of=several(e.subtype_of),
                fluid=f"{e.fluid or 'fluid'} {n}" if e.type == "Exosome" else e.fluid,
            )
            for e in review.entities
            if n == 0 or e.id != RADIOSENSITIVITY
        )
        for f in review.findings:
            statements = tuple(_renamed(s, ids) for s in f.statements)
            biomarkers = tuple(replace(b, entity=ids[b.entity]) for b in f.biomarkers)
            findings.append(
                replace(
                    f,
                    id=f"{f.id}.{n}",
                    cancer=f.cancer and ids[f.cancer],
                    exosome=f.exosome and ids[f.exosome],
                    recipient=f.recipient and ids[f.recipient],
                    recipient_exposure=several(f.recipient_exposure),
                    cargo=several(f.cargo),
                    statements=statements,
                    biomarkers=biomarkers,
                )
            )
    return Records(review.sources, review.references, tuple(entities), tuple(findings))


def _renamed(statement: Statement, ids: dict[str, str]) -> Statement:
    return replace(statement, subject=ids[statement.subject], object=ids[statement.object])


def memory(what: str) -> float:
    """Megabytes of this process, on Linux: VmRSS now, VmHWM at most."""
    (line,) = [
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what)
    ]
    return int(line.split()[1]) / 1024


def size(path: Path) -> float:
    """Megabytes below a path."""
    return sum(f.stat().st_size for f in (path.iterdir() if path.is_dir() else [path])) / 2**20


def measure(task: str, format: str, folder: Path) -> None:
    """Export or load, and print what it took."""
    path = folder / f"large-{format}{''.join(FORMATS[format].extensions[:1])}"
    store = MemoryStore(open_graph(folder / "saved")) if task == "export" else None
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark is now
    before, start = memory("VmRSS"), time.perf_counter()
    if store:
        FORMATS[format].write(store, path)
    else:
        FORMATS[format].read([path])
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "before": before,
                "after": memory("VmHWM"),
                "size": size(path),
            }
        )
    )


def main(times: int = 100) -> None:
    """Print a line for each format."""
    records = large(times)
    statements = sum(len(f.statements) for f in records.findings)
    print(
        f"{len(records.entities)} entities, {len(records.findings)} findings, {statements} "
        "statements"
    )
    with tempfile.TemporaryDirectory() as folder:
        radexo.Graph(records).save(Path(folder) / "saved")
        for task in ("export", "load"):
            for name, format in FORMATS.items():
                if task == "load" and not format.loads:
                    continue
                ran = subprocess.run(
                    [sys.executable, __file__, task, name, folder],
                    check=True,
                    stdout=subprocess.PIPE,
                    text=True,
                )
                measured = json.loads(ran.stdout)
                print(
                    f"{task:6} {name:9}  {measured['seconds']:6.2f} s  peak "
                    f"{measured['after']:6.0f} MB"
                    f" ({measured['after'] - measured['before']:+5.0f} MB)  "
                    f"{measured['size']:6.1f} MB written"
                )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
