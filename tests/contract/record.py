"""Record what the contract net holds: ``python tests/contract/record.py``."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

import radexo
from radexo.cli.frame import cli, run
from radexo.graph.schema import ENTITY_TYPES, PREDICATES
from radexo.queries.answer import Answer
from radexo.queries.catalogue import catalogue
from radexo.queries.paths.path import Path as MechanismPath

FOLDER = Path(__file__).parent / "recorded"

COMMANDS = (
    "info",
    "findings",
    "findings --cargo miR-340-5p --format tsv",
    "regulators KLF10",
    "regulators radiosensitivity --cancer CRC --sign - --format csv",
    "regulators radiosensitivity --type Pathway",
    "targets miR-340-5p --depth 2 --format tsv",
    "targets exosomes",
    "paths hypoxia radiosensitivity",
    "paths type:MiRNA radiosensitivity --limit 0 --json",
    "paths exosomes radiosensitivity --limit 0 --json",
    "paths KLF10 hypoxia",
    "mechanism miR-340-5p KLF10",
    "mechanism NORAD --json",
    "mechanism hypoxia --support stitched --limit 0 --json",
    "biomarkers --cancer NSCLC",
    "contradictions",
    "coherence",
    "queries",
    "cypher paths",
    "cypher sponges",
    "cite mechanism miR-340-5p KLF10",
    "cite mechanism miR-340-5p KLF10 --format ris",
    'ask "which exosomal miRNAs make glioblastoma radioresistant?"',
    "query what_if names=NORAD change=silence",
    "regulators nobody",
    "regulators nobody --json",
    "regulators KLF10 --nope",
    "query regulators",
    "query nothing",
    "ask nonsense",
    "paths KLF10",
    "load review nowhere",
    "draw regulators KLF10 -o figure.nope",
)
FIGURES = (
    ("mechanism", {"name": "miR-340-5p", "then": "KLF10"}),
    ("regulators", {"names": ["radiosensitivity"], "cancer": "glioblastoma"}),
    ("contradictions", {}),
)


def answers(g: radexo.Graph) -> dict[str, Any]:
    """The JSON of every question's example."""
    return {q.name: g.query(q.name, **dict(q.example)).to_dict() for q in catalogue()}


def commands(g: radexo.Graph) -> dict[str, Any]:
    """Exit code, stdout and stderr of commands; a long stdout as its digest."""
    import shlex

    found = {}
    for line in COMMANDS:
        out, err = io.StringIO(), io.StringIO()
        out.fileno = lambda: 1  # type: ignore[method-assign]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(shlex.split(line))
        text = out.getvalue()
        shown = (
            text.splitlines()
            if len(text) < 3000
            else f"sha256 {sha256(text.encode()).hexdigest()}, {len(text)} characters"
        )
        found[line] = {"code": code, "stdout": shown, "stderr": err.getvalue().splitlines()}
    return found


def helps(g: radexo.Graph) -> dict[str, list[str]]:
    """The help of every command."""
    width = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(cli, info_name="radexo", **{**cli.context_settings, **width})
    found = {"radexo": cli.get_help(context).splitlines()}
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        inner = click.Context(
            command, parent=context, info_name=name, **{**command.context_settings, **width}
        )
        found[name] = command.get_help(inner).splitlines()
    return found


def api(g: radexo.Graph) -> dict[str, Any]:
    """The public names with their signatures."""
    found: dict[str, Any] = {"radexo": sorted(radexo.__all__)}
    for cls in (radexo.Graph, Answer, MechanismPath):
        members = ((name, inspect.getattr_static(cls, name)) for name in dir(cls))
        found[cls.__name__] = {
            name: str(inspect.signature(member)) if callable(member) else type(member).__name__
            for name, member in members
            if not name.startswith("_") and not isinstance(member, (classmethod, staticmethod))
        }
    found["questions"] = {
        q.name: [
            [p.name, p.kind, p.default, p.required, list(p.choices), p.minimum]
            for p in q.parameters
        ]
        for q in catalogue()
    }
    found["columns"] = {q.name: [list(q.columns), q.answer] for q in catalogue()}
    return found


def identities(g: radexo.Graph) -> dict[str, Any]:
    """Hashes by which programs recognize a graph and its claims, and the schema's signs."""
    edges = [edge.id for edge in g.store.edges()]
    return {
        "graph": g.version,
        "edges": [len(edges), sha256("\n".join(edges).encode()).hexdigest()],
        "entities": [e.id for e in g.store.entities()],
        "findings": [f.id for f in g.store.findings()],
        "types": {t.name: [list(t.parents), t.abstract] for t in ENTITY_TYPES.values()},
        "predicates": {
            p.name: [p.cls, p.sign, sorted(map(list, p.joins))] for p in PREDICATES.values()
        },
    }


def figures(g: radexo.Graph) -> dict[str, Any]:
    """Digests of figures.

    Those that matplotlib draws hold for its version, which is recorded with them.
    """
    import matplotlib

    found: dict[str, Any] = {"matplotlib": matplotlib.__version__}
    for name, parameters in FIGURES:
        drawing = g.query(name, **parameters).draw()
        picture = json.dumps(drawing.picture.to_dict(), sort_keys=True)
        found[name] = {
            "picture": sha256(picture.encode()).hexdigest(),
            "svg": sha256(drawing.svg().encode()).hexdigest(),
        }
    return found


PARTS: dict[str, Callable[[radexo.Graph], dict[str, Any]]] = {
    "answers": answers,
    "api": api,
    "commands": commands,
    "figures": figures,
    "helps": helps,
    "identities": identities,
}


def main() -> None:
    """Record everything."""
    g = radexo.load()
    FOLDER.mkdir(exist_ok=True)
    for name, part in PARTS.items():
        text = json.dumps(part(g), ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
