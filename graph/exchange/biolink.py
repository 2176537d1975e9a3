"""The graph's words in Biolink, there and back: identifiers, categories, predicates, qualifiers, knowledge levels.

The schema table holds the words; what is not a word of it is refused, never guessed.

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
from ..schema import ENTITY_TYPES, PREDICATES, Certainty, EntityType, PredicateClass, subtypes

__all__ = [
    "ASPECTS",
    "CATEGORIES",
    "CERTAINTY",
    "DIRECTIONS",
    "KNOWLEDGE_LEVEL",
    "PREFIXES",
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
"""How Biolink spells the prefixes that the registry of identifiers writes in lower case; others stay as they are."""

_REGISTERED = {theirs: ours for ours, theirs in PREFIXES.items()}
_LITERAL = "radexo.id:"
"""Before an identifier that would otherwise be read as another."""

KNOWLEDGE_LEVEL = {
    "stated": "knowledge_assertion",
    "inferred": "logical_entailment",
    "hedged": "prediction",
}
"""Biolink's knowledge level for each certainty: a hedge must not become an assertion."""

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
"""The certainty of an edge that others wrote: what names no premises cannot be inferred here, so it is hedged."""

DIRECTIONS = {"increased": 1, "upregulated": 1, "decreased": -1, "downregulated": -1}
ASPECTS = ("activity_or_abundance", "activity", "abundance", "expression")
"""The aspects of an object in which more is more of it; more degradation, say, would be less."""

_SIGNED = ("biolink:affects", "biolink:regulates")
_OTHERS = {p.biolink: p.name for p in PREDICATES.values() if p.cls is not PredicateClass.CAUSAL}


def spell(id: str) -> str:
    """Write an identifier as Biolink spells it; `unspell` gives it back, whatever it was."""
    prefix, colon, local = id.partition(":")
    if colon and prefix in PREFIXES:
        return f"{PREFIXES[prefix]}:{local}"
    return id if unspell(id) == id else _LITERAL + id


def unspell(id: str) -> str:
    """Read an identifier that Biolink spells its way."""
    if id.startswith(_LITERAL):
        return id.removeprefix(_LITERAL)
    prefix, colon, local = id.partition(":")
    return f"{_REGISTERED[prefix]}:{local}" if colon and prefix in _REGISTERED else id


def infores(source: str) -> str:
    """Name a source as a knowledge source.

    Examples
    --------
    >>> infores("sun2022")
    'infores:sun2022'
    """
    return f"infores:{source}"


def curies(paper: Reference) -> list[str]:
    """Give the CURIEs of a paper, its PubMed id first.

    Examples
    --------
    >>> curies(Reference("s", "1", doi="10.1/x", pmid="7")), curies(Reference("s", "2"))
    (['PMID:7', 'doi:10.1/x'], [])
    """
    return [f"{prefix}:{id}" for prefix, id in (("PMID", paper.pmid), ("doi", paper.doi)) if id]


def citation(source: str, curie: str) -> Reference:
    """Make the paper that a CURIE names, cited under that CURIE.

    Examples
    --------
    >>> citation("ctd", "PMID:7").pmid, citation("ctd", "DOI:10.1/x").doi
    ('7', '10.1/x')
    """
    prefix, _, local = curie.partition(":")
    field = {"pmid": "pmid", "pubmed": "pmid", "doi": "doi"}.get(prefix.casefold())
    return Reference(source, curie, **{field: local} if field and local else {})


def _categories() -> dict[str, str]:
    """Pair each category with the type that it means; one that only stands in for a type, or for several, means none."""
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
"""The type that a category of Biolink means when others wrote it."""

_WIDER = {"biolink:Pathway": "biolink:BiologicalProcess", "biolink:MicroRNA": "biolink:RNAProduct"}
"""Categories that are subclasses of another in `CATEGORIES`: files list the wider one too."""


def type_of(categories: Collection[str]) -> str | None:
    """Give the type that categories mean; None when there is none, or more than one.

    Examples
    --------
    >>> type_of(["biolink:NamedThing", "biolink:Gene"]), type_of(["biolink:Pathway", "biolink:BiologicalProcess"])
    ('Gene', 'Pathway')
    >>> type_of(["biolink:Disease"]), type_of(["biolink:NoncodingRNAProduct"]), type_of(["biolink:CellularComponent"])
    ('Disease', None, None)
    """
    wider = {_WIDER.get(category) for category in categories}
    found = {CATEGORIES[c] for c in categories if c in CATEGORIES and c not in wider}
    return found.pop() if len(found) == 1 else None


def predicate_of(predicate: str, qualifiers: Mapping[str, str]) -> str | None:
    """Give the schema's predicate for Biolink's words: of those with their sign the one that claims least.

    Parameters
    ----------
    predicate
        Biolink's predicate, with its prefix.
    qualifiers
        The filled qualifiers that carry a sign.

    Returns
    -------
    str or None
        None when the schema has no word for it, or the qualifiers leave the sign open.
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
