"""SSSOM: how names and identifiers map to those of registries, with what is known of each mapping.

Two kinds of rows: a name (a literal, as SSSOM has it) to the identifier that was given to it, and
that identifier to its cross-references. The predicate says how far they are the same, by the
`id_status` of the entity, which the comment keeps beside the entity's note:

- exact: ``skos:exactMatch``
- nearest, inferred arm: ``skos:closeMatch``
- ambiguous, none: ``skos:relatedMatch``

A cross-reference to another thing is never more than ``skos:relatedMatch``: the precursor of a
mature microRNA, the protein of a gene, the disease of a cell line, a second entry of the same
registry. Who looked a mapping up, and how, is not recorded: the justification is
``semapv:UnspecifiedMatching``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ...atomic import writing_text
from ...model import Entity, Source
from ...schema import IdStatus
from ...stores.base import Store
from ..biolink import RESOLVER
from ..jsonio import dumps
from ..labels import is_plain
from ..licenses import common_license, source_line
from ..losses import Loss, Tally, losses
from ..registry import Format

__all__ = ["COLUMNS", "FORMAT", "PREDICATES_OF", "predicate_to", "write"]

FORMAT = Format(
    __name__,
    "sssom",
    "mappings of names and identifiers, for ontology tools",
    extensions=(".sssom.tsv",),
)

COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "subject_type",
    "comment",
)
"""The columns, in order."""

_RELATED = "skos:relatedMatch"
PREDICATES_OF: dict[IdStatus, str] = {
    "exact": "skos:exactMatch",
    "nearest": "skos:closeMatch",
    "inferred arm": "skos:closeMatch",
    "ambiguous": _RELATED,
    "none": _RELATED,
}
"""How far an entity is what its identifier stands for."""

_OTHER_THINGS = {
    frozenset(pair)
    for pair in (
        ("mirbase.mature", "mirbase"),
        ("hgnc", "uniprot"),
        ("ncbigene", "uniprot"),
        ("ensembl", "uniprot"),
        ("cellosaurus", "oncotree"),
    )
}
"""Prefixes of two registries that list different things: related, never the same."""

_OWN = "radexo"
"""The prefix of entities that no registry knows."""

_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_CARRIED = {
    Source: ("id", "title", "doi", "license", "version"),
    Entity: ("id", "name", "type", "xrefs", "id_status", "note"),
}


def predicate_to(entity: Entity, xref: str) -> str:
    """Return the predicate from an entity's identifier to a cross-reference.

    Examples
    --------
    >>> predicate_to(Entity("hgnc:2514", "CTNNB1", "Gene"), "ncbigene:1499")
    'skos:exactMatch'
    >>> predicate_to(Entity("hgnc:2514", "CTNNB1", "Gene"), "uniprot:P35222")
    'skos:relatedMatch'
    """
    pair = frozenset((entity.id.partition(":")[0], xref.partition(":")[0]))
    if len(pair) == 1 or pair in _OTHER_THINGS:
        return _RELATED
    return PREDICATES_OF[entity.id_status]


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph's identifier mappings as SSSOM.

    Parameters, result and errors are those of `Format.write`.
    """
    tally = Tally()
    with writing_text(path, overwrite=overwrite) as file:
        for line in _header(store):
            file.write(f"#{line}\n")
        file.write("\t".join(COLUMNS) + "\n")
        for entity in store.entities():
            rows = list(_rows(entity, tally))
            for row in rows:
                file.write("\t".join(row) + "\n")
            if not rows:
                tally.add("entity without an identifier elsewhere", entity.id)
                if entity.note:
                    tally.add("entity note", f"{entity.id}: {entity.note}")
    return tally.losses() + losses(store, _CARRIED)


def _header(store: Store) -> Iterator[str]:
    """Yield the metadata as lines of YAML."""
    prefixes = {
        id.partition(":")[0]
        for entity in store.entities()
        for id in (entity.id, *entity.xrefs)
        if ":" in id
    }
    yield "curie_map:"
    for prefix in sorted(prefixes):
        address = f"urn:{_OWN}:" if prefix == _OWN else f"{RESOLVER}{prefix}:"
        yield f"  {_yaml(prefix)}: {_yaml(address)}"
    number = uuid5(NAMESPACE_URL, f"radexo mappings {store.version}")
    yield f"mapping_set_id: {_yaml(f'urn:uuid:{number}')}"
    yield f"mapping_set_version: {_yaml(store.version)}"
    yield f"mapping_set_title: {_yaml(f'Identifiers of RadExo graph {store.version}')}"
    lines = [source_line(source) for source in store.sources()]
    yield f"mapping_set_description: {_yaml('Sources: ' + ' | '.join(lines))}"
    yield f"license: {_yaml(common_license(store.sources()) or _UNSPECIFIED)}"


def _yaml(text: str) -> str:
    """Return text as JSON, which YAML reads as its own once no control character is left."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", dumps(text))


def _rows(entity: Entity, tally: Tally) -> Iterator[tuple[str, ...]]:
    name = entity.name if is_plain(entity.name) else ""
    justification = "semapv:UnspecifiedMatching"
    comment = _comment(entity, tally)
    if not entity.id.startswith(f"{_OWN}:"):
        if name:
            predicate = PREDICATES_OF[entity.id_status]
            yield (
                "",
                name,
                entity.type,
                predicate,
                entity.id,
                justification,
                "rdfs literal",
                comment,
            )
        else:
            tally.add("name that a table cannot carry", f"{entity.id}: {entity.name!r}")
    for xref in entity.xrefs:
        if ":" not in xref or _CONTROL.search(xref) or not is_plain(xref):
            tally.add("cross-reference that is not a CURIE", f"{entity.id}: {xref!r}")
            continue
        predicate = predicate_to(entity, xref)
        yield (entity.id, name, entity.type, predicate, xref, justification, "", comment)


def _comment(entity: Entity, tally: Tally) -> str:
    """Return status and note in one line; it begins as no formula does."""
    status = f"id_status: {entity.id_status}"
    if not entity.note:
        return status
    text = _CONTROL.sub(" ", entity.note)
    if text != entity.note:
        tally.add("line end or control character in a note", f"{entity.id}: {entity.note!r}")
    return f"{status}; {text}"
