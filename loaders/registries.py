"""Find identifiers for names, offline, in lists of HGNC, miRBase, MONDO and Cellosaurus.

The lists lie in ``names/`` beside this module, with source, version and license. They are read by
`radexo lookup` and by sheets only, and belong to no graph.

Examples
--------
>>> [(m.entity.id, m.how) for m in registries().find("PTEN")]
[('hgnc:9588', 'approved name')]
>>> [(m.entity.name, m.how) for m in registries().find("miR-21")]
[('miR-21-5p', 'previous name'), ('miR-21-3p', 'without its arm')]
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from ..graph.model import Entity
from ..graph.names import fold, without_arm
from ..graph.schema import TypeName, subtypes
from .words import is_date, symbols_of_date

__all__ = [
    "COLUMNS",
    "FOLDER",
    "NAME_LISTS",
    "Match",
    "NameList",
    "Registries",
    "certain_gene",
    "genes_of_date",
    "listed_types",
    "registries",
]

FOLDER = Path(__file__).parent / "names"
"""Where the lists lie."""

COLUMNS = ("id", "name", "type", "previous", "aliases", "xrefs")
"""The columns of each list."""


class NameList(NamedTuple):
    """A list of names that ships: what it is a cut of, under which license, whom to credit."""

    name: str
    source: str
    summary: str
    license: str
    credit: str


NAME_LISTS = {
    each.name: each
    for each in (
        NameList(
            "hgnc",
            "HGNC (2025)",
            "names of human genes, shipped for lookup and sheets",
            "CC0 1.0",
            "HUGO Gene Nomenclature Committee, https://www.genenames.org",
        ),
        NameList(
            "mirbase",
            "miRBase 22",
            "names of human mature microRNAs, shipped for lookup and sheets",
            "public domain",
            "Kozomara et al., Nucleic Acids Res 2019;47:D155, https://mirbase.org",
        ),
        NameList(
            "mondo",
            "MONDO (2024)",
            "names of cancers, shipped for lookup and sheets",
            "CC BY 4.0",
            "Mondo Disease Ontology, Monarch Initiative, Vasilevsky et al., medRxiv "
            "2022.04.13.22273750, https://mondo.monarchinitiative.org",
        ),
        NameList(
            "cellosaurus",
            "Cellosaurus",
            "names of cell lines, shipped for lookup and sheets",
            "CC BY 4.0",
            "Cellosaurus, SIB, Bairoch, J Biomol Tech 2018;29:25, "
            "https://www.cellosaurus.org; as DepMap, Broad Institute, cites it (CC BY 4.0)",
        ),
    )
}
"""The lists by name. Every one is a selection of columns and rows."""

SYMBOLS = ("hgnc", "mirbase")
"""Lists whose names are symbols, in which small letters are a word: rest is not REST."""

_MOST_SHOWN = 4
"""The most nearest names that a message lists."""

TYPES = ("Gene", "LncRNA", "RNA", "MiRNA", "Cancer", "Cell")
"""The types of what the lists hold."""

How = Literal["id", "approved name", "previous name", "synonym", "without its arm"]
HOW: tuple[How, ...] = get_args(How)
"""How a name matches, the surest first."""

_ACCESSIONS = (
    (re.compile(r"mimat\d{7}"), "mirbase.mature:{}"),
    (re.compile(r"(?:rrid:)?cvcl_(\w{4})"), "cellosaurus:{}"),
)
"""Identifiers that are written without a prefix, or with another."""


class Match(NamedTuple):
    """An entity that a registry has for a name."""

    entity: Entity
    how: How
    source: str


class Registries:
    """The names of all lists, each folded once."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, list[str]]] = []
        self._keys: dict[str, dict[int, int]] = defaultdict(dict)
        for name in NAME_LISTS:
            with gzip.open(FOLDER / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
                next(file)
                for line in file:
                    self._add(name, line.rstrip("\n").split("\t"))

    def _add(self, source: str, row: list[str]) -> None:
        id, name, _, previous, aliases, xrefs = row
        place = len(self._rows)
        self._rows.append((source, row))
        keys = [(other.casefold(), 0) for other in (id, *xrefs.split("|")) if other]
        folded = fold(name)
        keys.append((folded, 1))
        if source == "cellosaurus" and name.endswith(" MG"):
            keys.append((fold(name.removesuffix(" MG")), 3))  # everyone writes U87
        keys += [(fold(other), 2) for other in previous.split("|") if other]
        keys += [(fold(other), 3) for other in aliases.split("|") if other]
        if source == "mirbase" and (precursor := without_arm(folded)):
            keys.append((precursor, 4))
        for key, how in keys:
            self._keys[key].setdefault(place, how)

    def find(self, name: str, types: Collection[str] | None = None) -> list[Match]:
        """Return what has a name or id, the surest first.

        Parameters
        ----------
        name
            A symbol, previous symbol, alias, CURIE, Entrez id as ``ncbigene:...``, the name of a
            mature miRNA, a cancer or a cell line, in any spelling.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        list of Match
        """
        typed = name.strip().casefold()
        for pattern, id in _ACCESSIONS:
            if match := pattern.fullmatch(typed):
                typed = id.format(match[match.lastindex or 0])
        found = self._keys.get(typed if ":" in typed else fold(name), {})
        allowed = _with_subtypes(types)
        ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
        return [
            Match(self._entity(place), HOW[how], NAME_LISTS[self._rows[place][0]].source)
            for place, how in ordered
            if allowed is None or self._rows[place][1][2] in allowed
        ]

    def certain(self, name: str, types: Collection[str] | None = None) -> Entity | None:
        """Return the only entity that a name surely means: by id, or by its approved name.

        A word in small letters without a digit is not a symbol: ``rest`` is not REST.

        Parameters
        ----------
        name
            As typed.
        types
            As in `find`.

        Examples
        --------
        >>> registries().certain("PTEN").id, registries().certain("rest")
        ('hgnc:9588', None)
        """
        sure = [m for m in self.find(name, types) if m.how in HOW[:2]]
        if len(sure) != 1:
            return None
        word = name == name.casefold() and not re.search(r"\d", name)
        symbol = sure[0].source in {NAME_LISTS[list].source for list in SYMBOLS}
        return None if word and symbol else sure[0].entity

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 3
    ) -> list[Entity]:
        """Return the entities whose approved names are nearest to one that is not known.

        Parameters
        ----------
        name
            As typed.
        types
            As in `find`.
        limit
            The most entities: those whose names end with the words typed, then those spelled most
            alike.

        Examples
        --------
        >>> "PTEN" in [entity.name for entity in registries().nearest("PTENN")]
        True
        >>> registries().nearest("bladder cancer")[0].name
        'urinary bladder cancer'
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = _with_subtypes(types)
        approved = {
            place: fold(row[1])
            for place, (_, row) in enumerate(self._rows)
            if allowed is None or row[2] in allowed
        }
        near = process.extract(
            fold(name), approved, scorer=OSA.normalized_similarity, score_cutoff=0.7, limit=limit
        )
        wider = [place for place in approved if _ends_with(self._rows[place][1][1], name)]
        wider = sorted(wider, key=lambda place: len(approved[place]))[:limit]
        places = dict.fromkeys((*wider, *(place for _, _, place in near)))
        return [self._entity(place) for place in places][:limit]

    def _entity(self, place: int) -> Entity:
        id, name, type, _, _, xrefs = self._rows[place][1]
        shown = name.removeprefix("hsa-")
        return Entity(
            id,
            shown,
            cast("TypeName", type),
            synonyms=(name,) if name != shown else (),
            xrefs=tuple(xrefs.split("|")) if xrefs else (),
        )


def nearest_first(name: str, entities: Iterable[Entity]) -> list[Entity]:
    """Return entities of the graph and of the lists by how near their nearest name is.

    Those whose own name ends with the words typed come first.
    """
    from rapidfuzz.distance import OSA

    typed = fold(name)
    distance = {
        entity.id: min(OSA.distance(typed, fold(n)) for n in (entity.name, *entity.synonyms))
        for entity in entities
    }
    found = {entity.id: entity for entity in entities}
    ranked = sorted(found.values(), key=lambda e: (not _ends_with(e.name, name), distance[e.id]))
    return ranked[:_MOST_SHOWN]


def _ends_with(name: str, typed: str) -> bool:
    """Return whether a name ends with the words typed, two or more: urinary bladder cancer."""
    return " " in typed.strip() and name.casefold().endswith(f" {typed.strip().casefold()}")


def _with_subtypes(types: Collection[str] | None) -> set[str] | None:
    return None if types is None else {each for type in types for each in subtypes(type)}


@cache
def registries() -> Registries:
    """Return the lists, read once."""
    return Registries()


def listed_types(types: Collection[str] | None) -> list[str]:
    """Return the types of the name lists that a cell may name: of one for anything, cargo."""
    allowed = {type for name in types or ["Cargo"] for type in subtypes(name)}
    return [type for type in TYPES if type in allowed]


def genes_of_date(text: str) -> list[tuple[str, Match]]:
    """Return the genes of which a spreadsheet makes a date, each with the symbol it was."""
    found = {
        match.entity.id: (symbol, match)
        for symbol in symbols_of_date(text)
        for match in registries().find(symbol, ["Gene"])
    }
    return list(found.values())


def certain_gene(name: str, types: Collection[str]) -> Entity | None:
    """Return the only gene that once had a symbol, or of which a spreadsheet made a date.

    Examples
    --------
    >>> certain_gene("VEGF", ["Gene"]).name, certain_gene("7-Sep", ["Gene"]).name
    ('VEGFA', 'SEPTIN7')
    >>> certain_gene("2-Mar", ["Gene"]), certain_gene("vegf", ["Gene"])
    (None, None)
    """
    if "Gene" not in types or (name == name.casefold() and not is_date(name)):
        return None
    dated = [match for _, match in genes_of_date(name)]
    likely = dated if is_date(name) else registries().find(name, types)
    if len(likely) != 1 or likely[0].how != "previous name" or likely[0].entity.type == "MiRNA":
        return None
    return likely[0].entity
