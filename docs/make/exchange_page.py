"""The page of the exchange formats, made from the registry, the schema and the tables of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from radexo.graph.exchange.biolink import (
    ASPECTS,
    CATEGORIES,
    CERTAINTY,
    DIRECTIONS,
    KNOWLEDGE_LEVEL,
    PREFIXES,
)
from radexo.graph.exchange.flat import EDGE_KINDS, NODE_KINDS
from radexo.graph.exchange.registry import FORMATS
from radexo.graph.schema import ENTITY_TYPES, PREDICATES

__all__ = ["exchange_page"]

_HEAD = """# Exchange

Made from the formats and the schema by `python -m radexo.docs.make.pages docs`; do not edit.

```text
radexo export my-graph.cx2                         the format by extension, or with --format
radexo export --format kgx --no-clobber my-tables  what is there already is kept
radexo --graph my-graph load kgx their-tables/     nodes.tsv and edges.tsv, or names that end so
radexo --graph my-graph load node-link their.json
radexo diff packaged my-graph                      what was added, removed, or is told otherwise
```

In Python: `g.export("my-graph.cx2")`, `radexo.load("my-tables")`, `g.diff(other)`. Every file and folder is written aside and
renamed: it is whole or not there. An earlier export is replaced, its rights are kept, and a link is followed; a folder that holds
anything else, a device or a pipe is not touched. `export` prints what the format could not carry: each kind with its count and an
example, counted from the records themselves.
"""
_SHAPES = """
GraphML and CX2 have a node an entity and an edge a claim; parallel edges stay.

- A node tells {nodes}.
- An edge tells {edges}; of these `findings`, `certainties`, `inverted`, `cancers` and `citations` run in parallel.

GraphML has no lists: items are joined by `|`; control characters, which XML cannot hold, are replaced, and reported.
CX2 numbers its nodes and keeps ids in `represents`. SIF has a line a claim: name, word, name; a name that would break a line
gives way to the id. node-link is what `networkx.node_link_graph(content, edges="edges")` reads; findings, papers and sources
are attributes of the graph. neo4j-csv is for `neo4j-admin database import`; `import.sh` in the folder has the command. A database
that is there already is left alone; `sh import.sh --overwrite` deletes everything in it first. Its texts stand as they are, and a
spreadsheet might run one that begins with `=`: open KGX there instead.
"""
_KGX = """
## KGX

A folder of tab-separated tables, a row a line, nothing quoted, as KGX reads them:

- `nodes.tsv`: an entity a row. Identifiers have Biolink's prefixes; an identifier that would then be read as another is written
  with `radexo.id:` before it.
- `edges.tsv`: a statement of a finding a row, so that the same claim in another cancer, or by another study, is another record.
  The sign sits in `qualified_predicate`, `object_aspect_qualifier` and `object_direction_qualifier`, the cancer in
  `disease_context_qualifier`, the schema's own predicate in `original_predicate`, papers in `publications` (PubMed id, else
  DOI), the review in `primary_knowledge_source` (these names are not registered as information resources).
- `findings.tsv`, `biomarkers.tsv`, `references.tsv`: what Biolink has no place for. The column `finding` of an edge leads there:
  donors, exposures, recipient, endpoint, dose, effect, notes. Biolink's anatomical context is not filled: a finding's recipient
  is not the place of each of its statements.
- `metadata.json`: the sources, the graph's version, the number of rows.

Some things stand there twice, in Biolink's words and in the graph's. On loading they must agree, and no table may have fewer
rows than were written: a file that was changed in one place only, cut off, or saved with texts in quotes is refused. One that was
changed in agreement loads, and `reasons` say that it was changed: its version is not that of the export. The same goes for
node-link.

Text is escaped with a backslash: `\\t`, `\\n`, `\\r`; `\\p` for a bar inside a list; `\\e` for a text of no characters, an empty
cell being no text; `\\xHH` and `\\uHHHH` for other control characters; `\\\\` for itself. A text that begins with `=`, `+`, `-`,
`@` or a quote has a backslash before it, so that no spreadsheet runs it as a formula.
"""
_FOREIGN = """
## Files that others wrote

Each edge becomes a finding with one statement:

- its source is `primary_knowledge_source` (else `knowledge_source`, `aggregator_knowledge_source`, `provided_by`), its citations
  are `publications`, its cancer is `disease_context_qualifier`; its id is a hash of what it says, so that loading twice is
  loading once;
- of predicates with one sign the one is taken that claims least: `biolink:affects` or `biolink:regulates` with a direction gives
  INCREASES or DECREASES, without one REGULATES; `original_predicate` is heeded where it is the schema's and fits, and refused
  where it has another sign;
- an aspect other than `activity_or_abundance`, and a knowledge level other than `knowledge_assertion`, is noted;
- a node's type is what its category means, or what a column `type` says, or what the graph that it is loaded into knows.
  An entity that is to be a cancer context must be a Cancer: Biolink's `Disease` alone does not say so;
- an entity that the graph has already keeps its name and how sure its identifier is; their name becomes a synonym;
- case and blanks around a heading, and blanks around the items of a list, do not matter.

Refused, with file, row, column and remedy, and nothing is loaded: a row with fewer or more cells than headings, a category or
predicate that the schema has no word for, a direction or aspect that leaves the sign open, any other qualifier (it may change
what the edge says), a denied edge, a `sign` that the predicate does not have, an edge without a source, a publication that is
not one, a name that two entities have. Other columns are counted and reported under `reasons` (on stderr, where the file is
opened with `--graph` or `diff`), and so is what another program added to an export of ours.

Tables must be there as .tsv: one of nodes or edges in another form (`edges.tsv.gz`, `edges.csv`) is refused, not passed over.
Node-link files are read by the same rules, with an edge's ends as `source` and `target`, `edges` or `links`; a row is the
position in the list. An undirected graph, `edges` and `links` that differ, and a key that stands twice are refused.
"""


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def _words(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def exchange_page() -> str:
    """Write the page of the exchange formats.

    Returns
    -------
    str
        Markdown: every format with what it carries, and how types, predicates and identifiers are
        put in Biolink's words.
    """
    lines = [_HEAD, "## Formats", ""]
    formats = [
        (
            f"`{f.name}`",
            f"`{f.extension}`" if f.extension else "",
            "folder" if f.folder else "file",
            "everything" if f.lossless else "in part",
            "yes" if f.reader else "no",
            f.summary,
        )
        for f in FORMATS.values()
    ]
    lines += _table(("format", "extension", "is a", "carries", "loads back", "for"), formats)
    lines += [
        _SHAPES.format(nodes=_words(NODE_KINDS), edges=_words(EDGE_KINDS)).strip(),
        _KGX,
        "### Types",
        "",
    ]
    types = [
        (
            f"`{t.name}`",
            t.biolink,
            "yes" if CATEGORIES.get(t.biolink) == t.name else "with a column `type`",
            t.remark,
        )
        for t in ENTITY_TYPES.values()
        if not t.abstract
    ]
    lines += _table(("type", "category", "read back from the category alone", "remark"), types)
    lines += ["### Predicates", ""]
    predicates = [
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
    ]
    lines += _table(
        ("predicate", "Biolink", "qualifiers", "BEL", "INDRA", "SIF", "remark"), predicates
    )
    lines += ["### Certainty, identifiers", ""]
    lines += _table(("certainty", "knowledge level"), list(KNOWLEDGE_LEVEL.items()))
    lines += ["A hedge must not become an assertion. What others wrote is read so:", ""]
    lines += _table(
        ("knowledge level", "certainty"),
        [(level or "(none)", certainty) for level, certainty in CERTAINTY.items()],
    )
    spelled = ", ".join(f"{ours}: {theirs}" for ours, theirs in PREFIXES.items())
    lines += [
        f"Aspects in which more is more: {', '.join(ASPECTS)}. Directions: {', '.join(DIRECTIONS)}.",
        f"Prefixes as Biolink spells them: {spelled}.",
        _FOREIGN.rstrip(),
    ]
    return "\n".join(lines) + "\n"
