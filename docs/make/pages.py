"""Generate documentation pages from declarations: ``python -m radexo.docs.make.pages docs``.

The catalogue's page is written from the questions themselves, so that it cannot say anything else.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from textwrap import wrap
from typing import Any

from radexo.docs.make.exchange_page import exchange_page
from radexo.graph.schema import ENTITY_TYPES, PREDICATES
from radexo.queries.catalogue import catalogue
from radexo.queries.command import command_line
from radexo.queries.declare import GROUPS, Question, filter_parameters
from radexo.queries.glossary import glossary
from radexo.queries.kinds import Parameter
from radexo.queries.methods import call_of
from radexo.queries.paths.path import Path as ChainPath

__all__ = ["PAGES", "answers_page", "glossary_page", "questions_page", "schema_page"]


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "\\|".join(map(str, value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _kind(p: Parameter) -> str:
    return _line(f"{p.kind}: {', '.join(p.choices)}" if p.choices else p.kind)


def questions_page() -> str:
    """Return the page of the catalogue.

    Returns
    -------
    str
        Markdown: every question with its parameters, an example, its columns and what it says of
        its rows.
    """
    lines = [
        "# The questions",
        "",
        "Generated from the catalogue by `python -m radexo.docs.make.pages docs`; do not edit.",
        "Each question is a command, a method of `Graph`, and `radexo query NAME key=value ...`",
        "(lists joined by `|`); `radexo cypher NAME` prints its Cypher. The embedded graph and a",
        "Neo4j server answer all of them, with the same rows. Every question takes the filters",
        "and the limit below it.",
        "",
        "| filter | kind | meaning |",
        "|---|---|---|",
        *(f"| `{p.name}` | {_kind(p)} | {_line(p.help)} |" for p in filter_parameters()),
    ]
    for question in catalogue():
        lines += [
            "",
            f"## {question.name}",
            "",
            f"{question.summary}.",
            "",
            "```text",
            command_line(question.name, question.example),
            call_of(question),
            "```",
            "",
        ]
        if question.doc.details:
            lines += [question.doc.details, ""]
        if question.own:
            lines += ["| parameter | kind | default | meaning |", "|---|---|---|---|"]
            for p in question.own:
                default = "required" if p.required else _value(p.default)
                lines.append(f"| `{p.name}` | {_kind(p)} | {default} | {_line(p.help)} |")
            lines.append("")
        lines.append(f"Columns: {', '.join(f'`{column}`' for column in question.columns)}")
    return "\n".join(lines) + "\n"


def glossary_page() -> str:
    """Return the page of the glossary.

    Returns
    -------
    str
        Markdown: every term under its heading, with its other forms.
    """
    lines = [
        "# Glossary",
        "",
        "The words that answers, tables and pictures use, each with one meaning. "
        "`radexo define WORD`",
        'and questions such as `radexo ask "what does stitched mean?"` print the same.',
    ]
    section = ""
    for entry in glossary():
        if entry.section != section:
            section = entry.section
            lines += ["", f"## {section}", ""]
        lines += wrap(f"- **{entry.term}**: {entry.meaning}", 120, subsequent_indent="  ")
    return "\n".join([*lines, ""])


def schema_page() -> str:
    """Return the page of the schema.

    Returns
    -------
    str
        Markdown: every type and predicate, what may join what, and the words of Biolink, BEL and
        INDRA.
    """
    from radexo.graph.stores.neo4j_plan import LINKS

    lines = [
        "# The schema",
        "",
        "Generated from the schema table by `python -m radexo.docs.make.pages docs`; do not edit.",
        "",
        "## Types",
        "",
        "| type | kind of | meaning | Biolink | BEL | INDRA | remark |",
        "|---|---|---|---|---|---|---|",
    ]
    for t in ENTITY_TYPES.values():
        name = f"*{t.name}*" if t.abstract else f"`{t.name}`"
        cells = [
            name,
            ", ".join(t.parents),
            t.description,
            t.biolink,
            f"`{t.bel}`",
            t.indra,
            t.remark,
        ]
        lines.append(f"| {' | '.join(map(_line, cells))} |")
    lines += ["", "An abstract type (in italics) only groups others.", "", "## Predicates", ""]
    lines += [
        "| predicate | class | sign | meaning | joins | Biolink | BEL | INDRA | SIF | remark |",
        "|" + "---|" * 10,
    ]
    for p in PREDICATES.values():
        subjects = list(dict.fromkeys(a for a, _ in p.joins))
        objects = list(dict.fromkeys(b for _, b in p.joins))
        joins = f"{', '.join(subjects)} -> {', '.join(objects)}"
        sign = "none" if p.sign is None else f"{p.sign:+d}" if p.sign else "0"
        biolink = p.biolink + "".join(f"; {name}: {value}" for name, value in p.qualifiers)
        cells = [
            f"`{p.name}`",
            p.cls,
            sign,
            p.description,
            joins,
            biolink,
            p.bel,
            p.indra,
            p.sif,
            p.remark,
        ]
        lines.append(f"| {' | '.join(map(_line, cells))} |")
    lines += [
        "",
        "## On a Neo4j server",
        "",
        "Every entity is a node `Entity` with the label of its type, every finding a node",
        "`Finding`, every paper a node `Publication`, every source a `Source`; `id` is unique for",
        "each. RadExo's nodes also have the label `RadExo`. A claim is a relationship of its",
        "predicate's type, with `id` (the key of MERGE), `sign`, `causal`, `certainty` and",
        "`findings`.",
        "For the program's own queries each of these also holds `record`, its content as JSON;",
        "an entity `degree`, the number of its claims, and `passable`, whether paths may lead",
        "through it; a finding `statement_count`, `biomarker_count` and `resource_row`, whether it",
        "is the row of a resource. A node `Name` is one folded spelling by which entities are",
        "found; the one node `Graph` holds the version.",
        "Other relationships:",
        "",
        "| relationship | joins |",
        "|---|---|",
        *(f"| `{name}` | {_line(meaning)} |" for name, meaning in LINKS.items()),
    ]
    return "\n".join(lines) + "\n"


def answers_page() -> str:
    """Return the page of the rows.

    Returns
    -------
    str
        Markdown: `Answer`, paths and their parts, and the row type of every question of the
        catalogue, under the group of the first question that returns it.
    """
    lines = [
        "# Answers and their rows",
        "",
        "Generated from the catalogue by `python -m radexo.docs.make.pages docs`; do not edit.",
        "Every question returns an `Answer`: a sequence of rows of one type, a status, and the",
        "reason if rows were left out. In a notebook it displays as a table, `draw()` as a figure.",
        "[The JSON of an answer](json.md) describes the same rows for other programs.",
        "",
        *_autoclass("radexo.queries.answer.Answer"),
        "## What rows rest on",
        "",
        *_autoclass("radexo.queries.evidence.EvidenceGroup", "radexo.queries.evidence.Note"),
        "## Paths and their steps",
        "",
        *_autoclass(
            f"{ChainPath.__module__}.{ChainPath.__name__}\n   :special-members: __iter__",
            "radexo.queries.paths.explain.Step",
            "radexo.queries.paths.path.Hop",
            "radexo.queries.paths.search.Budget",
        ),
    ]
    rows: dict[type, list[Question]] = {}
    for question in catalogue():
        rows.setdefault(question.row, []).append(question)
    del rows[ChainPath]
    for group, title in GROUPS.items():
        kinds = {kind: found for kind, found in rows.items() if found[0].group == group}
        if not kinds:
            continue
        lines += [f"## {title}", ""]
        for kind, found in kinds.items():
            lines += [f"Rows of {', '.join(f'`{question.name}`' for question in found)}:", ""]
            lines += _autoclass(f"{kind.__module__}.{kind.__name__}")
    lines += [
        "## The catalogue",
        "",
        *_autoclass("radexo.queries.catalogue.QuestionRow"),
        "## Papers",
        "",
        "```{eval-rst}",
        ".. automodule:: radexo.views.citations",
        "```",
        "",
    ]
    return "\n".join(lines)


def _autoclass(*names: str) -> list[str]:
    entries = [f".. autoclass:: {name}\n" for name in names]
    return ["```{eval-rst}", *"\n".join(entries).splitlines(), "```", ""]


PAGES = {
    "api/answers.md": answers_page,
    "exchange.md": exchange_page,
    "glossary.md": glossary_page,
    "questions.md": questions_page,
    "schema.md": schema_page,
}
"""The pages by file name."""


def main(folder: str) -> None:
    """Write every page into a folder."""
    for name, page in PAGES.items():
        (Path(folder) / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    main(parser.parse_args().folder)
