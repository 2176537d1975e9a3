"""Translate identifiers, categories, predicates and knowledge levels to Biolink and back.

The schema table holds the terms; others are refused, never guessed.

Examples
--------
>>> spell("hgnc:11810"), unspell("HGNC:11810"), spell("mirbase.mature:MIMAT0004692")
('HGNC:11810', 'hgnc:11810', 'mirbase.mature:MIMAT0004692')
>>> predicate_of("biolink:affects", {"object_direction_qualifier": "decreased"})
'DECREASES'
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..model import Reference
from ..schema import (
    ENTITY_TYPES,
    PREDICATES,
    Certainty,
    EntityType,
    PredicateClass,
    PredicateName,
    TypeName,
    subtypes,
)

__all__ = [
    "ASPECTS",
    "CATEGORIES",
    "CERTAINTY",
    "DIRECTIONS",
    "KNOWLEDGE_LEVEL",
    "PREFIXES",
    "RESOLVER",
    "citation",
    "curies",
    "infores",
    "predicate_of",
    "spell",
    "type_of",
    "unspell",
]

PREFIXES: dict[str, str] = {
    "chebi": "CHEBI",
    "cl": "CL",
    "doid": "DOID",
    "efo": "EFO",
    "ensembl": "ENSEMBL",
    "go": "GO",
    "hgnc": "HGNC",
    "hp": "HP",
    "mesh": "MESH",
    "mondo": "MONDO",
    "ncbigene": "NCBIGene",
    "ncit": "NCIT",
    "reactome": "REACT",
    "uberon": "UBERON",
    "umls": "UMLS",
    "uniprot": "UniProtKB",
    "wikipathways": "WIKIPATHWAYS",
}
"""Biolink's spelling of prefixes that are lower case here; others are the same in both."""

RESOLVER = "https://bioregistry.io/"
"""Opens any CURIE that is written after it."""

_REGISTERED = {theirs: ours for ours, theirs in PREFIXES.items()}
_LITERAL = "radexo.id:"
"""The prefix of an identifier that would otherwise be read as another."""

KNOWLEDGE_LEVEL = {
    "stated": "knowledge_assertion",
    "inferred": "logical_entailment",
    "hedged": "prediction",
}
"""Biolink's knowledge level for each certainty; a hedge must not become an assertion."""

CERTAINTY: dict[str, Certainty] = {
    "knowledge_assertion": "stated",
    "observation": "stated",
    "statistical_association": "stated",
    "not_provided": "stated",
    "": "stated",
    "logical_entailment": "hedged",
    "prediction": "hedged",
    "text_co_occurrence": "hedged",
}
"""The certainty of an edge of another program; inference needs premises, so it is hedged."""

DIRECTIONS = {"increased": 1, "upregulated": 1, "decreased": -1, "downregulated": -1}
ASPECTS = ("activity_or_abundance", "activity", "abundance", "expression")
"""The aspects in which an increase means more of the object; degradation, say, is not one."""

_SIGNED = ("biolink:affects", "biolink:regulates")
_OTHERS = {
    p.biolink: p.name
    for p in PREDICATES.values()
    if p.cls not in (PredicateClass.CAUSAL, PredicateClass.DENIAL)
}


def spell(id: str) -> str:
    """Return an identifier as Biolink spells it; `unspell` is the inverse."""
    prefix, colon, local = id.partition(":")
    if colon and prefix in PREFIXES:
        return f"{PREFIXES[prefix]}:{local}"
    return id if unspell(id) == id else _LITERAL + id


def unspell(id: str) -> str:
    """Return the identifier that `spell` was given."""
    if id.startswith(_LITERAL):
        return id.removeprefix(_LITERAL)
    prefix, colon, local = id.partition(":")
    return f"{_REGISTERED[prefix]}:{local}" if colon and prefix in _REGISTERED else id


def infores(source: str) -> str:
    """Return the information resource of a source.

    Examples
    --------
    >>> infores("sun2022")
    'infores:sun2022'
    """
    return f"infores:{source}"


def curies(paper: Reference) -> list[str]:
    """Return the CURIEs of a paper, its PubMed id first.

    Examples
    --------
    >>> curies(Reference("s", "1", doi="10.1/x", pmid="7")), curies(Reference("s", "2"))
    (['PMID:7', 'doi:10.1/x'], [])
    """
    return [f"{prefix}:{id}" for prefix, id in (("PMID", paper.pmid), ("doi", paper.doi)) if id]


def citation(source: str, curie: str) -> Reference:
    """Return the paper of a CURIE, cited under that CURIE.

    Examples
    --------
    >>> citation("ctd", "PMID:7").pmid, citation("ctd", "DOI:10.1/x").doi
    ('7', '10.1/x')
    """
    prefix, _, local = curie.partition(":")
    field = {"pmid": "pmid", "pubmed": "pmid", "doi": "doi"}.get(prefix.casefold())
    return Reference(source, curie, **{field: local} if field and local else {})


def _categories() -> dict[str, TypeName]:
    """Return the type of each category; a category of several types has none."""
    sharing: dict[str, list[EntityType]] = {}
    for type in ENTITY_TYPES.values():
        if not type.abstract:
            sharing.setdefault(type.biolink, []).append(type)
    widest = {
        category: [t for t in types if all(other.name in subtypes(t.name) for other in types)]
        for category, types in sharing.items()
    }
    return {
        category: types[0].name
        for category, types in widest.items()
        if types and not types[0].remark
    }


CATEGORIES = _categories()
"""The type that a category of Biolink means in files of other programs."""

_WIDER = {"biolink:Pathway": "biolink:BiologicalProcess", "biolink:MicroRNA": "biolink:RNAProduct"}
"""Categories that are subclasses of another in `CATEGORIES`: files list the wider one too."""


def type_of(categories: Collection[str]) -> TypeName | None:
    """Return the type that categories mean; None if there is none, or more than one.

    Examples
    --------
    >>> type_of(["biolink:NamedThing", "biolink:Gene"]), type_of(["biolink:Disease"])
    ('Gene', 'Disease')
    >>> type_of(["biolink:Pathway", "biolink:BiologicalProcess"])
    'Pathway'
    >>> type_of(["biolink:NoncodingRNAProduct"]), type_of(["biolink:CellularComponent"])
    (None, None)
    """
    wider = {_WIDER.get(category) for category in categories}
    found = {CATEGORIES[c] for c in categories if c in CATEGORIES and c not in wider}
    return found.pop() if len(found) == 1 else None


def predicate_of(predicate: str, qualifiers: Mapping[str, str]) -> PredicateName | None:
    """Return the schema's predicate for Biolink's terms: of those with the sign, the weakest claim.

    Parameters
    ----------
    predicate
        Biolink's predicate, with its prefix.
    qualifiers
        The filled qualifiers that carry a sign.

    Returns
    -------
    str or None
        None if the schema has none, or the qualifiers leave the sign open.
    """
    direction = qualifiers.get("object_direction_qualifier", "")
    if predicate in _OTHERS:
        return _OTHERS[predicate] if not any(qualifiers.values()) else None
    if predicate not in _SIGNED or qualifiers.get("qualified_predicate") not in (
        None,
        "",
        "biolink:causes",
        "causes",
    ):
        return None
    if not direction:
        return "REGULATES"
    if qualifiers.get("object_aspect_qualifier") not in (None, "", *ASPECTS):
        return None
    return {1: "INCREASES", -1: "DECREASES", None: None}[DIRECTIONS.get(direction)]
