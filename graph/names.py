"""Finding the entity that a user means: symbols, previous symbols, synonyms, CURIEs, in any spelling.

Examples
--------
>>> from radexo.graph.model import Entity
>>> names = Names([Entity("hgnc:2514", "CTNNB1", "Gene", synonyms=("beta-catenin",)),
...                Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA")])
>>> names.find("β-Catenin").name, names.find("hsa-mir340-5p").name, names.find("miRNA 340").name
('CTNNB1', 'miR-340-5p', 'miR-340-5p')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from .errors import AmbiguousNameError, UnknownNameError
from .model import Entity
from .schema import subtypes

__all__ = ["Names", "asked", "fold", "keys"]

_GREEK = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "ζ": "zeta",
        "η": "eta",
        "θ": "theta",
        "ι": "iota",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "ν": "nu",
        "ξ": "xi",
        "ο": "omicron",
        "π": "pi",
        "ρ": "rho",
        "σ": "sigma",
        "τ": "tau",
        "υ": "upsilon",
        "φ": "phi",
        "χ": "chi",
        "ψ": "psi",
        "ω": "omega",
    }
)
_SEPARATORS = re.compile(r"[\s\-_./‐-―−,()']+")
_MIRNA = re.compile(r"^(hsa)?(microrna|mirna|mir)(?=\d)")
_HUMAN = re.compile(r"^hsa(?=let\d|circ)")
_ARM = re.compile(r"^((?:mir|let)\d+[a-z]*\d*)[35]p$")
_ID = "id:"
_SPELLING = (
    ("tumour", "tumor"),
    ("oesophag", "esophag"),
    ("signalling", "signaling"),
    ("ionising", "ionizing"),
)


def fold(name: str) -> str:
    """Fold a name to the form in which two spellings of one name are equal.

    Parameters
    ----------
    name
        As typed.

    Returns
    -------
    str
        Lower case, Greek letters spelled out, American spelling, no separators, no ``hsa``.

    Examples
    --------
    >>> fold("hsa-miR-340-5p"), fold("TGF-β"), fold("Tumour")
    ('mir3405p', 'tgfbeta', 'tumor')
    """
    # a sharp s is a beta typed on a German keyboard; casefold would make it ss
    text = (
        unicodedata.normalize("NFKC", name).replace("ß", "β").strip().casefold().translate(_GREEK)
    )
    text = _HUMAN.sub("", _MIRNA.sub("mir", _SEPARATORS.sub("", text)))
    for british, american in _SPELLING:
        text = text.replace(british, american)
    return text


def asked(name: str) -> tuple[str, str]:
    """Give the two keys under which what a user typed may be found: as an id, and as a name.

    Examples
    --------
    >>> asked("HGNC:11810")
    ('id:hgnc:11810', 'hgnc:11810')
    """
    return (_ID + name.strip().casefold(), fold(name))


def keys(entity: Entity) -> list[str]:
    """List the keys under which an entity is found: its ids, its folded names, and these without the arm of a miRNA.

    Parameters
    ----------
    entity
        Any.

    Returns
    -------
    list of str
        Each once; keys of ids begin with ``id:``, which no folded name does.

    Examples
    --------
    >>> keys(Entity("mirbase.mature:MIMAT0004692", "miR-340-5p", "MiRNA"))
    ['id:mirbase.mature:mimat0004692', 'mir3405p', 'mir340']
    """
    # mesh:D011836 is a cross-reference of radiosensitivity, but means its opposite
    xrefs = entity.xrefs if entity.type != "Radiosensitivity" else ()
    found = [_ID + id.casefold() for id in (entity.id, *xrefs)]
    for name in (entity.name, *entity.synonyms):
        found.append(fold(name))
        if arm := _ARM.match(found[-1]):
            found.append(arm[1])
    return list(dict.fromkeys(found))


class Names:
    """An index of every name that the entities of a graph carry.

    Parameters
    ----------
    entities
        Those to be found.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = {e.id: e for e in entities}
        self._keys: dict[str, set[str]] = {}
        for entity in self._entities.values():
            for key in keys(entity):
                self._keys.setdefault(key, set()).add(entity.id)

    def candidates(self, name: str, types: Collection[str] | None = None) -> list[Entity]:
        """List the entities that carry a name.

        Parameters
        ----------
        name
            A CURIE, symbol, previous symbol or synonym.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        list of Entity
            Ordered by id. A CURIE that an entity has as its id stands for that one alone.
        """
        typed = name.strip()
        as_id, as_name = asked(typed)
        if typed in self._entities:
            found = {typed}
        else:
            found = self._keys.get(as_id) or self._keys.get(as_name, set())
        return [e for e in map(self._entities.__getitem__, sorted(found)) if _allowed(e, types)]

    def find(self, name: str, types: Collection[str] | None = None) -> Entity:
        """Find the one entity that carries a name.

        Parameters
        ----------
        name
            A CURIE, symbol, previous symbol or synonym; case, dashes, ``hsa-`` and Greek letters do
            not matter.
        types
            Only entities of these types, or of their subtypes.

        Returns
        -------
        Entity

        Raises
        ------
        UnknownNameError
            When nothing carries it; the candidates are the nearest names.
        AmbiguousNameError
            When several do; the candidates are their ids.
        """
        found = self.candidates(name, types)
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(f"{e.name} ({e.type}, {e.id})" for e in found)
            raise AmbiguousNameError(
                f"{name!r} is carried by {len(found)} entities: {shown}; give an id",
                [e.id for e in found],
            )
        near = self.nearest(name, types)
        what = " or ".join(types) if types else "graph"
        hint = f" Nearest: {', '.join(f'{e.name} ({e.type})' for e in near)}." if near else ""
        where = "is not in the graph." if types is None else f"is no {what} of the graph."
        raise UnknownNameError(f"{name!r} {where}{hint}", [e.name for e in near])

    def nearest(
        self, name: str, types: Collection[str] | None = None, limit: int = 5
    ) -> list[Entity]:
        """List the entities whose names are nearest to a misspelled one, nearest first."""
        from rapidfuzz import fuzz, process

        names = [
            key
            for key, ids in self._keys.items()
            if not key.startswith(_ID) and any(_allowed(self._entities[i], types) for i in ids)
        ]
        near: dict[str, Entity] = {}
        for folded, _, _ in process.extract(
            fold(name), names, scorer=fuzz.ratio, score_cutoff=60, limit=limit * 4
        ):
            for id in sorted(self._keys[folded]):
                if _allowed(self._entities[id], types):
                    near.setdefault(id, self._entities[id])
        return list(near.values())[:limit]


def _allowed(entity: Entity, types: Collection[str] | None) -> bool:
    return types is None or any(entity.type in subtypes(name) for name in types)
