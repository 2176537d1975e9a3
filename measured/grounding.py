"""Ground the ids of a measured table: which entity of the graph each one is, and none by guess.

A miRNA's two arms and its precursor are three things. ``hsa-miR-340-3p`` is not ``miR-340-5p``;
``MI0000802``, ``hsa-mir-340`` and the gene ``MIR340`` are the precursor, which the graph does not
hold; ``hsa-miR-409`` says no arm, and is grounded only where an entity has just this name.

Examples
--------
>>> import radexo
>>> names = radexo.load().names
>>> ids = ["hsa-miR-340-5p", "hsa-miR-340-3p", "MIR340", "ENSG00000155090.12", "b-catenin"]
>>> grounding = ground(names, ids)
>>> {id: entity.name for id, entity in grounding.found.items()}
{'hsa-miR-340-5p': 'miR-340-5p', 'ENSG00000155090.12': 'KLF10'}
>>> {id: why for id, (why, _) in grounding.doubtful.items()}
{'MIR340': 'a precursor'}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..graph.model import Entity
from ..graph.names import NameIndex, fold
from ..graph.schema import subtypes

__all__ = ["ACCESSIONS", "Grounding", "ground", "table_keys"]

_PREFIXES = (
    (re.compile(r"(ENSG\d{11})(\.\d+)?(_PAR_Y)?$"), "ensembl:"),
    (re.compile(r"(MIMAT\d{7})(_\d+)?$"), "mirbase.mature:"),
    (re.compile(r"(MI\d{7})(_\d+)?$"), "mirbase:"),
    (re.compile(r"([OPQ]\d[A-Z\d]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z\d]{2}\d){1,2})(-\d+)?$"), "uniprot:"),
)
"""Accessions that name their database by their form; versions, copies and isoforms are cut off."""

ACCESSIONS = tuple((form.pattern, prefix) for form, prefix in _PREFIXES)
"""The same for the explorer's page; the first group is the accession."""

_NUMBER = re.compile(r"(\d+)(\.0+)?$", re.ASCII)
"""A number as an id; tables that had gaps write it with a point."""

_PRECURSOR_ID = re.compile(r"mirbase:MI\d{7}$", re.IGNORECASE)
_STEM_LOOP = re.compile(r"(?:hsa[-_.])?(?:mir[-_.]?\d+[a-z]*|let[-_.]?\d+[a-z]*[-_.]\d+)")
"""miRBase writes a precursor with a small r, and a mature miRNA as miR."""

_COPY = re.compile(r"(?:[-_.]\d+)?$")
_GENE = re.compile(r"(?:HSA[-_.])?MIR(?:LET)?[-_.]?\d+[A-Z]*\d*(?:[-_.]\d+)?$")
_SEVERAL = re.compile(r"\s*(?:///|;|\||,)\s*")

PRECURSOR, NO_ARM, SEVERAL = "a precursor", "no arm given", "several candidates"


@dataclass(frozen=True)
class Grounding:
    """Which entities the ids of a table are.

    Parameters
    ----------
    found
        The entity of each id that is exactly one.
    doubtful
        Why an id is not grounded although entities carry its name, and these candidates.
    unmatched
        The other ids, in their order.
    """

    found: dict[str, Entity]
    doubtful: dict[str, tuple[str, Sequence[Entity]]]
    unmatched: list[str]

    def missing(self, distinct: int, numbered: str) -> Iterator[str]:
        """Say how many ids are not in the graph, and whether plain numbers are among them."""
        if count := len(self.unmatched):
            yield f"{count} of {distinct} ids are not in the graph"
        plain = sum(bool(_NUMBER.match(id.strip())) for id in self.unmatched)
        if plain and not numbered:
            yield (
                f"{plain} of the ids are plain numbers, which are looked up below a heading that "
                "says Entrez, NCBI or HGNC"
            )


def ground(names: NameIndex, ids: Iterable[str], *, numbered: str = "") -> Grounding:
    """Ground ids through the graph's index of names.

    Parameters
    ----------
    names
        The index.
    ids
        As the table writes them.
    numbered
        The prefix of plain numbers, such as ``ncbigene:``; without it they are not looked up.

    Returns
    -------
    Grounding
    """
    wanted = {id: _spellings(id, numbered) for id in dict.fromkeys(ids)}
    carried = names.carriers(dict.fromkeys(s for spelled in wanted.values() for s in spelled))
    molecules = subtypes("Cargo")
    found: dict[str, Entity] = {}
    doubtful: dict[str, tuple[str, Sequence[Entity]]] = {}
    unmatched = []
    for id, spelled in wanted.items():
        candidates = {
            entity.id: entity
            for name in spelled
            for entity in carried.get(name, ())
            if entity.type in molecules and not entity.general
        }
        entities = sorted(candidates.values(), key=lambda entity: entity.id)
        if not entities:
            unmatched.append(id)
        elif why := _doubt(id, spelled, entities):
            doubtful[id] = (why, entities)
        else:
            found[id] = entities[0]
    return Grounding(found, doubtful, unmatched)


def table_keys(names: NameIndex, entities: Iterable[Entity]) -> dict[str, list[str]]:
    """Return the keys under which a table may name entities: folded names and ids, none doubtful.

    Parameters
    ----------
    names
        The graph's index.
    entities
        Those that may be measured have keys; an id begins with ``id:``.

    Returns
    -------
    dict
        Keys by id of the entity.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> "mir3405p" in table_keys(g.names, [g["miR-340-5p"]])[g["miR-340-5p"].id]
    True
    """
    molecules = subtypes("Cargo")
    measured = [e for e in entities if e.type in molecules and not e.general]
    written = {
        e.id: dict.fromkeys(
            (*(id for id in (e.id, *e.xrefs) if not _PRECURSOR_ID.match(id)), e.name, *e.synonyms)
        )
        for e in measured
    }
    grounding = ground(names, [name for found in written.values() for name in found])
    return {
        id: list(
            dict.fromkeys(
                f"id:{name.casefold()}" if ":" in name else fold(name)
                for name in found
                if (entity := grounding.found.get(name)) and entity.id == id
            )
        )
        for id, found in written.items()
    }


def _spellings(id: str, numbered: str) -> tuple[str, ...]:
    """Return the names under which an id is looked up."""
    text = id.strip()
    if not text:
        return ()
    if number := _NUMBER.match(text):
        return (numbered + number[1],) if numbered else ()
    for form, prefix in _PREFIXES:
        if accession := form.match(text):
            return (text, prefix + accession[1])
    parts = _SEVERAL.split(text)
    return tuple(filter(None, parts)) if len(parts) > 1 else (text,)


def _doubt(id: str, spelled: Sequence[str], entities: Sequence[Entity]) -> str | None:
    """Return why an id is not grounded; None where it is one entity beyond doubt."""
    if all(entity.type == "MiRNA" for entity in entities) and any(map(_is_precursor, spelled)):
        return PRECURSOR
    if len(entities) > 1:
        return SEVERAL
    (entity,) = entities
    if entity.type == "MiRNA" and not any(_names(entity, name) for name in spelled):
        return NO_ARM
    return None


def _is_precursor(name: str) -> bool:
    stem = _STEM_LOOP.match(name)
    return bool(
        _PRECURSOR_ID.match(name)
        or _GENE.match(name)
        or (stem and _COPY.fullmatch(name, stem.end()))
    )


def _names(entity: Entity, name: str) -> bool:
    """Whether an entity has just this name or id, not only its name without the arm."""
    if name.casefold() in {id.casefold() for id in (entity.id, *entity.xrefs)}:
        return True
    return fold(name) in {fold(known) for known in (entity.name, *entity.synonyms)}
