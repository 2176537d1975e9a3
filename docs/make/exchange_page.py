"""The page of the exchange formats, generated from the registry, the schema and the word tables.

The prose is in ``exchange.md.in``; ``{{ name }}`` there is replaced by what is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from radexo.docs.make.markdown import table
from radexo.graph.exchange.biolink import (
    ASPECTS,
    CATEGORIES,
    CERTAINTY,
    DIRECTIONS,
    KNOWLEDGE_LEVEL,
    PREFIXES,
)
from radexo.graph.exchange.flat import EDGE_KINDS, NODE_KINDS
from radexo.graph.exchange.formats.network import COLUMNS
from radexo.graph.exchange.formats.sssom import PREDICATES_OF
from radexo.graph.exchange.licenses import NAMES
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.schema import ENTITY_TYPES, PREDICATES

__all__ = ["exchange_page"]

_TEMPLATE = Path(__file__).with_name("exchange.md.in")


def _table(head: tuple[str, ...], rows: Iterable[Sequence[str]]) -> str:
    return "".join(f"{line}\n" for line in table(head, rows))


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def exchange_page() -> str:
    """Return the page of the exchange formats.

    Returns
    -------
    str
        Markdown: every format with what it carries, and how types, predicates and identifiers are
        written in Biolink's words.
    """
    declared = {
        "formats": _formats(),
        "licenses": ", ".join(NAMES),
        "network": _words(COLUMNS[3:]),
        "triples": _table(
            ("option", "meaning"),
            ((f"`--{name}`", help) for name, help in FORMATS["triples"].options.items()),
        ),
        "statuses": _table(
            ("id_status", "predicate"),
            ((status, f"`{predicate}`") for status, predicate in PREDICATES_OF.items()),
        ),
        "nodes": _words(NODE_KINDS),
        "edges": _words(EDGE_KINDS),
        "types": _types(),
        "predicates": _predicates(),
        "certainties": _table(("certainty", "knowledge level"), KNOWLEDGE_LEVEL.items()),
        "levels": _table(
            ("knowledge level", "certainty"),
            ((level or "(none)", certainty) for level, certainty in CERTAINTY.items()),
        ),
        "aspects": ", ".join(ASPECTS),
        "directions": ", ".join(DIRECTIONS),
        "prefixes": ", ".join(f"{ours}: {theirs}" for ours, theirs in PREFIXES.items()),
    }
    text = _TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{ (\w+) \}\}", lambda marker: declared[marker[1]], text)


def _formats() -> str:
    rows = (
        (
            f"`{f.name}`",
            _words(f.extensions),
            f.kind,
            "everything" if f.lossless else "in part",
            "yes" if f.loads else "no",
            f.summary,
        )
        for f in FORMATS.values()
    )
    return _table(("format", "extensions", "is a", "carries", "loads back", "for"), rows)


def _types() -> str:
    rows = (
        (
            f"`{t.name}`",
            t.biolink,
            "yes" if CATEGORIES.get(t.biolink) == t.name else "with a column `type`",
            t.remark,
        )
        for t in ENTITY_TYPES.values()
        if not t.abstract
    )
    return _table(("type", "category", "read back from the category alone", "remark"), rows)


def _predicates() -> str:
    rows = (
        (
            f"`{p.name}`",
            p.biolink,
            ", ".join(f"{name}: {value}" for name, value in p.qualifiers),
            p.bel,
            p.indra,
            p.sif,
            p.remark,
        )
        for p in PREDICATES.values()
    )
    return _table(("predicate", "Biolink", "qualifiers", "BEL", "INDRA", "SIF", "remark"), rows)
