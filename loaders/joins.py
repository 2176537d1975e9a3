"""Join what a resource names to entities of a graph: by identifier, else by approved name.

A name alone joins only where it is the approved one. Earlier and ambiguous names are counted, never
guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set

from ..graph.model import Entity
from ..graph.schema import UNCERTAIN

__all__ = ["IDENTITY", "Joins", "approved_names", "local_id"]

IDENTITY = frozenset(
    {
        "hgnc",
        "ncbigene",
        "ensembl",
        "uniprot",
        "mirbase.mature",
        "chebi",
        "reactome",
        "wikipathways",
    }
)
"""Prefixes of identifiers that stand for one entity; a precursor's stands for both of its arms."""

_ODD = re.compile(r"[^\w.-]")
"""What local ids do not hold: neither a letter or digit of any script, nor one of ``._-``."""


class Joins:
    """Joins rows to the entities of a graph, by identifier first, else by approved name.

    Parameters
    ----------
    known
        The entities.

    Examples
    --------
    >>> klf10 = Entity("hgnc:11810", "KLF10", "Gene", xrefs=("ncbigene:7071",))
    >>> joins = Joins([klf10])
    >>> joins.find("Gene", ["ncbigene:7071"], "TIEG1"), joins.find("Gene", [], "KLF10")
    (('hgnc:11810', 'by ncbigene'), ('hgnc:11810', 'by approved name'))
    >>> joins.find("Gene", ["ncbigene:1"], "KLF10")  # another gene of this name
    (None, '')
    >>> joins.add(Entity("mylab:1", "GENEX", "Gene"))
    >>> joins.find("Gene", ["mylab:2"], "GENEX"), joins.find("Gene", [], "GENEX")
    ((None, ''), ('mylab:1', 'by approved name'))
    >>> names = "hsa-miR-22", "hsa-miR-22-3p"
    >>> joins.add(Entity("radexo:22", "miR-22", "MiRNA", names, id_status="inferred arm"))
    >>> joins.find("MiRNA", [], "hsa-miR-22-3p")
    ('radexo:22', 'by approved name, inferred arm')
    >>> joins.find("MiRNA", [], "miR-22-3p")
    (None, "miR-22-3p lacks its species: hsa-miR-22-3p is the human one's name")
    >>> joins.find("MiRNA", [], "miR-22")
    (None, 'miR-22 is a synonym or an earlier name')
    """

    def __init__(self, known: Iterable[Entity]) -> None:
        self._of_id: dict[str, set[str]] = defaultdict(set)
        self._of_name: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._former: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = {}
        self._types: dict[str, str] = {}
        self._uncertain: dict[str, str] = {}
        for entity in known:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Add an entity that rows may be joined to."""
        ids = {i for i in (entity.id, *entity.xrefs) if i.partition(":")[0] in IDENTITY}
        for id in ids | {entity.id}:
            self._of_id[id].add(entity.id)
        given = ids if entity.id == local_id(entity.name) else ids | {entity.id}
        # another id of one of these registries is another entity, even if the names are equal
        self._prefixes[entity.id] = {id.partition(":")[0] for id in given}
        self._types[entity.id] = entity.type
        if entity.id_status in UNCERTAIN:
            self._uncertain[entity.id] = f", {entity.id_status}"
        approved = approved_names(entity)
        for name in approved:
            self._of_name[entity.type, name].add(entity.id)
        for name in {entity.name, *entity.synonyms} - approved:
            self._former[entity.type, name].add(entity.id)

    def has(self, id: str) -> bool:
        """Return whether an entity has the id."""
        return id in self._prefixes

    def type_of(self, id: str) -> str:
        """Return the type of an entity."""
        return self._types[id]

    def having(self, id: str) -> Set[str]:
        """Return the entities that have an identifier."""
        return self._of_id.get(id, frozenset())

    def joined(self, id: str, how: str) -> str:
        """Return how an entity was joined, with what curators only inferred of its id."""
        return how + self._uncertain.get(id, "")

    def find(self, type: str, ids: Iterable[str], name: str) -> tuple[str | None, str]:
        """Find the entity of a row.

        Parameters
        ----------
        type
            Its type.
        ids
            Its identifiers, the most trusted first.
        name
            Its name in the resource.

        Returns
        -------
        id
            None where nothing is joined.
        how
            How it was joined, with the status of an identifier that is not exact; where it was
            not, why, and empty where nothing is like it.
        """
        prefixes = set()
        for id in ids:
            prefix = id.partition(":")[0]
            prefixes.add(prefix)
            if found := self._of_id.get(id):
                if len(found) == 1:
                    (own,) = found
                    return own, self.joined(own, f"by {prefix}")
                return None, f"{id} is an identifier of several entities"
        if named := self._of_name.get((type, name)):
            alike = {id for id in named if not prefixes & self._prefixes[id]}
            if len(alike) == 1:
                (own,) = alike
                return own, self.joined(own, "by approved name")
            if len(alike) > 1:
                return None, f"{name} is the name of several entities"
        if not prefixes and (type, full := f"hsa-{name}") in self._of_name:
            return None, f"{name} lacks its species: {full} is the human one's name"
        if not prefixes and self._former.get((type, name)):
            return None, f"{name} is a synonym or an earlier name"
        return None, ""


def approved_names(entity: Entity) -> set[str]:
    """Return the names that identify an entity without its identifier.

    An approved gene symbol is the name of a gene with an exact identifier; a resource's own name
    for what it gives no identifier of is the name that the local id is made of. A current name of
    a mature microRNA begins with ``hsa-`` and, where any of its names has an arm, has the arm.

    Examples
    --------
    >>> names = ("hsa-miR-22-3p", "hsa-miR-22")
    >>> approved_names(Entity("mirbase.mature:MIMAT0000077", "miR-22", "MiRNA", synonyms=names))
    {'hsa-miR-22-3p'}
    """
    if entity.type != "MiRNA":
        certain = entity.id_status == "exact" or entity.id == local_id(entity.name)
        return {entity.name} if certain else set()
    full = {name for name in (entity.name, *entity.synonyms) if name.startswith("hsa-")}
    return {name for name in full if name.endswith(("-3p", "-5p"))} or full


def local_id(name: str) -> str:
    """Return the id of what has no identifier but its name.

    Examples
    --------
    >>> local_id("Cell cycle exit")
    'radexo:Cell-cycle-exit'
    """
    slug = _ODD.sub("-", name).strip("-")
    return f"radexo:{slug or 'unnamed'}"
