"""The one table of types and predicates: what exists, what may join what, and what others call it.

Validation, Neo4j labels, legends, documentation and exports all read this table; nothing else may
know a type, a predicate or a sign.

Examples
--------
>>> PREDICATES["REPRESSES"].sign
-1
>>> PREDICATES["SPONGES"].may_join("CircRNA", "MiRNA")
True
>>> sorted(subtypes("RNA"))
['CircRNA', 'LncRNA', 'MiRNA', 'RNA']
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from math import prod
from typing import Literal, cast, get_args

from .errors import UsageError
from .values import frozen

__all__ = [
    "CERTAINTIES",
    "ENTITY_TYPES",
    "PREDICATES",
    "STRENGTHS",
    "SUPPORTS",
    "SYMMETRIC",
    "WALKABLE",
    "WALKED",
    "EntityType",
    "Predicate",
    "PredicateClass",
    "Verdict",
    "compare",
    "confirming",
    "entity_type",
    "multiply",
    "predicate",
    "subtypes",
]

TypeName = Literal[
    "Cargo",
    "RNA",
    "Donor",
    "Disease",
    "Exosome",
    "MiRNA",
    "LncRNA",
    "CircRNA",
    "Gene",
    "Chemical",
    "Pathway",
    "Process",
    "Outcome",
    "Radiosensitivity",
    "Exposure",
    "Cell",
    "Tissue",
    "Patient",
    "Cancer",
]
"""The name of a type of `ENTITY_TYPES`, for type checkers; a test compares the two."""

PredicateName = Literal[
    "INCREASES",
    "DECREASES",
    "REPRESSES",
    "SPONGES",
    "REGULATES",
    "RELEASES",
    "CARRIES",
    "PART_OF",
    "EXPRESSED_IN",
    "ASSOCIATED_WITH",
    "BINDS",
    "INTERACTS",
    "TREATS",
    "CORRELATES",
    "ANTICORRELATES",
    "CAUSES_NO_CHANGE",
]
"""The name of a predicate of `PREDICATES`, likewise."""

Sign = Literal[-1, 0, 1]
"""More of one gives less of the other, neither is said, or more."""

Certainty = Literal["stated", "inferred", "hedged"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
"""How the text makes a statement, strongest first."""

Support = Literal["one-study", "one-passage", "same-cancer", "stitched"]
SUPPORTS: tuple[Support, ...] = get_args(Support)
"""What carries a whole path, strongest first: one cited paper in one cancer, one passage of the
source that cites several papers or none, one cancer, or none of these."""

Effect = Literal["increase", "decrease", "unclear", "none"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
IdStatus = Literal["exact", "nearest", "inferred arm", "ambiguous", "none"]
ID_STATUSES: tuple[IdStatus, ...] = get_args(IdStatus)
UNCERTAIN: dict[IdStatus, str] = {
    "nearest": "{} is the nearest term of its registry",
    "inferred arm": "the arm of {} is inferred",
    "ambiguous": "the identifier of {} is ambiguous",
}
"""Why an identifier is not exact, in words: what it joins may be another entity."""
Role = Literal["predictive", "prognostic", "diagnostic", "monitoring"]
ROLES: tuple[Role, ...] = get_args(Role)
System = Literal["in-vitro", "in-vivo", "patients"]
SYSTEMS: tuple[System, ...] = get_args(System)
Endpoint = Literal[
    "radiosensitivity",
    "efficacy of radiotherapy",
    "survival after irradiation",
    "therapy resistance",
]
ENDPOINTS: tuple[Endpoint, ...] = get_args(Endpoint)
Level = Literal["increased", "decreased"]
LEVELS: tuple[Level, ...] = get_args(Level)
MeasuredIn = Literal["exosomes", "serum", "plasma", "tissue"]
MEASURED_IN: tuple[MeasuredIn, ...] = get_args(MeasuredIn)
Form = Literal["mRNA", "protein"]
FORMS: tuple[Form, ...] = get_args(Form)
Strength = Literal["strong", "weak"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
"""How a resource grades the experiments behind a record, strongest first."""
SourceCheck = Literal["agrees", "differs", "unchecked"]
SOURCE_CHECKS: tuple[SourceCheck, ...] = get_args(SourceCheck)
RADIOSENSITIVITY = "radexo:radiosensitivity"


class PredicateClass(StrEnum):
    """What kind of relation a predicate is."""

    CAUSAL = "causal"
    TRANSPORT = "transport"
    MEMBERSHIP = "membership"
    LOCATION = "location"
    ASSOCIATION = "association"
    DENIAL = "denial"


WALKED = (PredicateClass.CAUSAL, PredicateClass.TRANSPORT, PredicateClass.MEMBERSHIP)
"""The classes that paths walk unless asked for more."""
WALKABLE = tuple(cls for cls in PredicateClass if cls is not PredicateClass.DENIAL)
"""The classes that paths may walk: a denial says that there is no effect."""


@frozen
class EntityType:
    """One type of entity.

    Parameters
    ----------
    name
        The label, a PascalCase noun.
    parents
        The types it is a kind of.
    abstract
        Whether it only groups other types; no entity has it.
    description
        One line for a reader.
    biolink, bel, indra
        The nearest word of Biolink, BEL and INDRA.
    remark
        What is lost in those words, if anything.
    """

    name: TypeName
    parents: tuple[str, ...]
    abstract: bool
    description: str
    biolink: str
    bel: str
    indra: str
    remark: str = ""


@frozen
class Predicate:
    """One predicate; it alone fixes the sign of what it says.

    Parameters
    ----------
    name
        The relationship type, an UPPER_SNAKE verb.
    cls
        Its class.
    sign
        +1: more subject gives more object; -1: less; 0: not given; None: transport has none.
    joins
        Pairs of (subject type, object type), abstract types included.
    specificity
        Among parallel predicates of one sign the highest is shown.
    description
        One line for a reader.
    verb
        What an explanation calls it, in the plain and in the third person: raise, raises.
    biolink
        The Biolink predicate.
    bel, indra, sif
        The words of BEL, INDRA and SIF.
    qualifiers
        Biolink qualifiers that carry the sign.
    remark
        What is lost in those words, if anything.
    aside
        What an explanation adds after the object.
    verbs_of
        Other verbs, by the type of the subject.
    symmetric
        Whether it says the same from object to subject, so that a path may walk it either way.
    """

    name: PredicateName
    cls: PredicateClass
    sign: Sign | None
    joins: tuple[tuple[str, str], ...]
    specificity: int
    description: str
    verb: tuple[str, str]
    biolink: str
    bel: str
    indra: str
    sif: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    remark: str = ""
    aside: str = ""
    verbs_of: tuple[tuple[str, tuple[str, str]], ...] = ()
    symmetric: bool = False

    @property
    def causal(self) -> bool:
        """Whether it belongs to the causal class."""
        return self.cls is PredicateClass.CAUSAL

    def may_join(self, subject: str, object: str) -> bool:
        """Return whether it may join two types.

        Parameters
        ----------
        subject, object
            Names of concrete types.

        Returns
        -------
        bool

        Examples
        --------
        >>> PREDICATES["CARRIES"].may_join("MiRNA", "Exosome")
        False
        """
        return any(subject in subtypes(s) and object in subtypes(o) for s, o in self.joins)

    def verb_for(self, subject: str) -> tuple[str, str]:
        """Return the verb, plain and in the third person, after a subject of a type.

        Parameters
        ----------
        subject
            The type of the subject.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> PREDICATES["RELEASES"].verb_for("Cell"), PREDICATES["RELEASES"].verb_for("Exposure")
        (('release', 'releases'), ('precede the release of', 'precedes the release of'))
        """
        return dict(self.verbs_of).get(subject, self.verb)


def _types(*rows: EntityType) -> dict[str, EntityType]:
    return {row.name: row for row in rows}


ENTITY_TYPES: dict[str, EntityType] = _types(
    EntityType(
        "Cargo", (), True, "what an exosome can carry", "biolink:NamedThing", "a()", "Agent"
    ),
    EntityType(
        "RNA",
        ("Cargo",),
        False,
        "an RNA or a class of RNAs of no narrower type, such as mRNAs",
        "biolink:RNAProduct",
        "r()",
        "Agent",
    ),
    EntityType("Donor", (), True, "what releases exosomes", "biolink:NamedThing", "a()", "Agent"),
    EntityType("Disease", (), False, "a disease", "biolink:Disease", "path()", "Agent"),
    EntityType(
        "Exosome",
        (),
        False,
        "the exosomes of one donor, exposure, fluid and modification",
        "biolink:CellularComponent",
        "a()",
        "Agent",
        "Biolink and BEL have no exosome class: the nearest parent is used",
    ),
    EntityType("MiRNA", ("RNA",), False, "a mature microRNA", "biolink:MicroRNA", "m()", "Agent"),
    EntityType(
        "LncRNA",
        ("RNA",),
        False,
        "a long non-coding RNA",
        "biolink:NoncodingRNAProduct",
        "r()",
        "Agent",
    ),
    EntityType(
        "CircRNA",
        ("RNA",),
        False,
        "a circular RNA",
        "biolink:NoncodingRNAProduct",
        "r()",
        "Agent",
        "Biolink, BEL and INDRA have no circular RNA: it becomes a non-coding RNA",
    ),
    EntityType(
        "Gene",
        ("Cargo",),
        False,
        "a gene and its product, one node",
        "biolink:Gene",
        "p()",
        "Agent",
    ),
    EntityType(
        "Chemical",
        ("Cargo",),
        False,
        "a small molecule, lipid or drug, a class of them, or a mixture of molecules",
        "biolink:ChemicalEntity",
        "a()",
        "Agent",
    ),
    EntityType("Pathway", (), False, "a signaling pathway", "biolink:Pathway", "bp()", "Agent"),
    EntityType(
        "Process",
        (),
        False,
        "any other biological process",
        "biolink:BiologicalProcess",
        "bp()",
        "Agent",
    ),
    EntityType(
        "Outcome",
        (),
        False,
        "what becomes of patients or of a treatment: survival, prognosis, recurrence, side effects",
        "biolink:ClinicalEntity",
        "path()",
        "Agent",
        "Biolink has no outcome class: the nearest parent is used",
    ),
    EntityType(
        "Radiosensitivity",
        (),
        False,
        "how readily irradiation kills the tumor; one node, it only ends a path",
        "biolink:PhenotypicFeature",
        "bp()",
        "Agent",
        "not Radiation Tolerance (mesh:D011836), which is the opposite polarity",
    ),
    EntityType(
        "Exposure",
        (),
        False,
        "what cells or patients were exposed to",
        "biolink:EnvironmentalExposure",
        "a()",
        "Agent",
        "Biolink has no radiation exposure: the nearest parent is used",
    ),
    EntityType(
        "Cell",
        ("Donor",),
        False,
        "a cell type, a cell line or a class of cells",
        "biolink:Cell",
        "a()",
        "Agent",
    ),
    EntityType(
        "Tissue",
        ("Donor",),
        False,
        "a tissue, or what surrounds a tumor",
        "biolink:GrossAnatomicalStructure",
        "a()",
        "Agent",
    ),
    EntityType(
        "Patient",
        ("Donor",),
        False,
        "a group of patients or of healthy people",
        "biolink:PopulationOfIndividualOrganisms",
        "pop()",
        "Agent",
    ),
    EntityType("Cancer", ("Disease",), False, "a cancer", "biolink:Disease", "path()", "Agent"),
)
"""Every type, abstract ones included, by name."""


_ACTORS = ("Exosome", "Donor", "Exposure", "Cargo", "Pathway", "Process")
_AFFECTED = (
    "Cargo",
    "Pathway",
    "Process",
    "Outcome",
    "Radiosensitivity",
    "Exosome",
    "Cell",
    "Tissue",
    "Disease",
)
_CAUSAL = tuple((s, o) for s in _ACTORS for o in _AFFECTED)
_ANY = (*_ACTORS, "Outcome", "Radiosensitivity", "Disease")
_EVERY_PAIR = tuple((s, o) for s in _ANY for o in _ANY)


def _biolink_sign(word: str) -> tuple[tuple[str, str], ...]:
    return (
        ("qualified_predicate", "biolink:causes"),
        ("object_aspect_qualifier", "activity_or_abundance"),
        ("object_direction_qualifier", word),
    )


def _predicates(*rows: Predicate) -> dict[str, Predicate]:
    return {row.name: row for row in rows}


PREDICATES: dict[str, Predicate] = _predicates(
    Predicate(
        "INCREASES",
        PredicateClass.CAUSAL,
        +1,
        joins=_CAUSAL,
        specificity=1,
        description="more of the subject gives more of the object",
        verb=("raise", "raises"),
        biolink="biolink:affects",
        qualifiers=_biolink_sign("increased"),
        bel="increases",
        indra="Activation",
        sif="increases",
    ),
    Predicate(
        "DECREASES",
        PredicateClass.CAUSAL,
        -1,
        joins=_CAUSAL,
        specificity=1,
        description="more of the subject gives less of the object",
        verb=("lower", "lowers"),
        biolink="biolink:affects",
        qualifiers=_biolink_sign("decreased"),
        bel="decreases",
        indra="Inhibition",
        sif="decreases",
    ),
    Predicate(
        "REPRESSES",
        PredicateClass.CAUSAL,
        -1,
        joins=tuple((s, o) for s in ("RNA", "Gene") for o in ("RNA", "Gene")),
        specificity=3,
        description="a miRNA or other regulator lowers its direct target",
        verb=("repress", "represses"),
        biolink="biolink:affects",
        qualifiers=_biolink_sign("downregulated"),
        bel="directlyDecreases",
        indra="DecreaseAmount",
        sif="represses",
    ),
    Predicate(
        "SPONGES",
        PredicateClass.CAUSAL,
        -1,
        joins=(("LncRNA", "MiRNA"), ("CircRNA", "MiRNA")),
        specificity=4,
        description="an RNA binds a miRNA and takes it out of action",
        verb=("sponge", "sponges"),
        biolink="biolink:affects",
        qualifiers=_biolink_sign("decreased"),
        bel="directlyDecreases",
        indra="Inhibition",
        sif="sponges",
        remark="no vocabulary knows sponging: the binding is lost, the sign kept",
    ),
    Predicate(
        "REGULATES",
        PredicateClass.CAUSAL,
        0,
        joins=_CAUSAL,
        specificity=0,
        description="the subject acts on the object; the direction is not given",
        verb=("act on", "acts on"),
        biolink="biolink:regulates",
        bel="regulates",
        indra="RegulateActivity",
        sif="regulates",
        aside="in a direction that is not given",
    ),
    Predicate(
        "RELEASES",
        PredicateClass.TRANSPORT,
        None,
        joins=(("Donor", "Exosome"), ("Exposure", "Exosome")),
        specificity=2,
        description="the donor releases these exosomes, or an exposure comes before their release",
        verb=("release", "releases"),
        biolink="biolink:produces",
        bel="translocates",
        indra="Translocation",
        sif="releases",
        remark="Biolink has no secretes",
        verbs_of=(("Exposure", ("precede the release of", "precedes the release of")),),
    ),
    Predicate(
        "CARRIES",
        PredicateClass.TRANSPORT,
        None,
        joins=(("Exosome", "Cargo"),),
        specificity=2,
        description="the exosomes contain the cargo",
        verb=("carry", "carries"),
        biolink="biolink:has_part",
        bel="hasComponent",
        indra="Translocation",
        sif="carries",
    ),
    Predicate(
        "PART_OF",
        PredicateClass.MEMBERSHIP,
        0,
        joins=tuple((s, o) for s in ("Cargo",) for o in ("Pathway", "Process")),
        specificity=0,
        description="a resource lists the subject among the members of the pathway",
        verb=("belong to", "belongs to"),
        biolink="biolink:participates_in",
        bel="partOf",
        indra="Association",
        sif="part-of",
    ),
    Predicate(
        "EXPRESSED_IN",
        PredicateClass.LOCATION,
        0,
        joins=tuple(("Cargo", o) for o in ("Exosome", "Cell", "Tissue")),
        specificity=0,
        description="a resource lists the subject among what was found in the object",
        verb=("be found in", "is found in"),
        biolink="biolink:expressed_in",
        bel="association",
        indra="Association",
        sif="expressed-in",
    ),
    Predicate(
        "ASSOCIATED_WITH",
        PredicateClass.ASSOCIATION,
        0,
        joins=_EVERY_PAIR,
        specificity=0,
        description="the two go together; which acts on which is not said",
        verb=("go together with", "goes together with"),
        biolink="biolink:correlated_with",
        bel="association",
        indra="Association",
        sif="associated-with",
        aside="and it is not said which acts on which",
    ),
    Predicate(
        "BINDS",
        PredicateClass.ASSOCIATION,
        0,
        joins=tuple((s, o) for s in ("Cargo", "Exosome") for o in ("Cargo", "Exosome", "Cell")),
        specificity=1,
        description="the two bind each other",
        verb=("bind", "binds"),
        biolink="biolink:physically_interacts_with",
        bel="association",
        indra="Complex",
        sif="binds",
    ),
    Predicate(
        "INTERACTS",
        PredicateClass.ASSOCIATION,
        0,
        joins=tuple((s, o) for s in ("Cargo", "Pathway") for o in ("Cargo", "Pathway")),
        specificity=0,
        description="a resource lists the two as interacting; how is not said",
        verb=("interact with", "interacts with"),
        biolink="biolink:interacts_with",
        bel="association",
        indra="Association",
        sif="interacts-with",
        symmetric=True,
    ),
    Predicate(
        "TREATS",
        PredicateClass.ASSOCIATION,
        0,
        joins=tuple((s, o) for s in ("Chemical", "Exposure", "Exosome") for o in ("Disease",)),
        specificity=0,
        description="the subject is used, or tried, as a treatment of the disease",
        verb=("treat", "treats"),
        biolink="biolink:treats_or_applied_or_studied_to_treat",
        bel="association",
        indra="Association",
        sif="treats",
    ),
    Predicate(
        "CORRELATES",
        PredicateClass.ASSOCIATION,
        +1,
        joins=_EVERY_PAIR,
        specificity=0,
        description="the two rise and fall together; which acts on which is not said",
        verb=("correlate with", "correlates with"),
        biolink="biolink:positively_correlated_with",
        bel="positiveCorrelation",
        indra="Association",
        sif="correlates",
        remark="INDRA's association has no sign",
        aside="and it is not said which acts on which",
    ),
    Predicate(
        "ANTICORRELATES",
        PredicateClass.ASSOCIATION,
        -1,
        joins=_EVERY_PAIR,
        specificity=0,
        description="one rises where the other falls; which acts on which is not said",
        verb=("anticorrelate with", "anticorrelates with"),
        biolink="biolink:negatively_correlated_with",
        bel="negativeCorrelation",
        indra="Association",
        sif="anticorrelates",
        remark="INDRA's association has no sign",
        aside="and it is not said which acts on which",
    ),
    Predicate(
        "CAUSES_NO_CHANGE",
        PredicateClass.DENIAL,
        0,
        joins=_CAUSAL,
        specificity=0,
        description="no effect of the subject on the object was seen; never walked",
        verb=("leave unchanged", "leaves unchanged"),
        biolink="biolink:related_to",
        bel="causesNoChange",
        indra="Association",
        sif="causes-no-change",
        remark="Biolink and INDRA have no such predicate: that an effect is denied is lost",
    ),
)
"""Every predicate by name."""
SYMMETRIC = frozenset(name for name, row in PREDICATES.items() if row.symmetric)
"""The predicates that a path may walk from object to subject too."""


Verdict = Literal["confirms", "denies", "mentions"]
"""What one claim does to another between the same ends."""


def compare(claimed: str, said: str, *, reverse: bool = False) -> Verdict | None:
    """Return what a claim does to another one between the same ends.

    Parameters
    ----------
    claimed
        The predicate of the claim that is judged.
    said
        That of the claim beside it.
    reverse
        Whether the claim beside it leads the other way, which does not matter for associations.

    Returns
    -------
    Verdict or None
        confirms: the same predicate, or causal ones of one sign. denies: opposite signs, or an
        effect that was not seen. mentions: anything else. None for another direction.

    Examples
    --------
    >>> compare("REPRESSES", "DECREASES"), compare("REPRESSES", "CAUSES_NO_CHANGE")
    ('confirms', 'denies')
    >>> compare("REPRESSES", "INTERACTS", reverse=True), compare("REPRESSES", "INCREASES")
    ('mentions', 'denies')
    """
    one, two = PREDICATES[claimed], PREDICATES[said]
    if reverse and PredicateClass.ASSOCIATION not in (one.cls, two.cls):
        return None
    if claimed == said or (one.causal and two.causal and one.sign == two.sign):
        return "confirms"
    if {one.cls, two.cls} == {PredicateClass.CAUSAL, PredicateClass.DENIAL}:
        return "denies"
    opposite = one.cls is two.cls and (one.sign or 0) * (two.sign or 0) < 0
    return "denies" if opposite else "mentions"


@cache
def confirming(claimed: str, *, reverse: bool = False) -> frozenset[str]:
    """Return the predicates of claims that confirm one of a predicate, and each other.

    Parameters
    ----------
    claimed, reverse
        As of `compare`.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(confirming("REPRESSES")), confirming("BINDS", reverse=True)
    (['DECREASES', 'REPRESSES', 'SPONGES'], frozenset({'BINDS'}))
    """
    return frozenset(
        said for said in PREDICATES if compare(claimed, said, reverse=reverse) == "confirms"
    )


@cache
def subtypes(name: str) -> frozenset[str]:
    """List the concrete types that a type covers, itself included.

    Parameters
    ----------
    name
        A type's name, concrete or abstract.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(subtypes("Disease"))
    ['Cancer', 'Disease']
    """
    covered = {
        child
        for row in ENTITY_TYPES.values()
        if name in row.parents
        for child in subtypes(row.name)
    }
    return frozenset(covered if ENTITY_TYPES[name].abstract else covered | {name})


def _look_up(name: str, table: Iterable[str], what: str) -> str:
    folded = name.replace("-", "").replace("_", "").casefold()
    names = list(table)
    for known in names:
        if known.replace("_", "").casefold() == folded:
            return known
    raise UsageError(f"{name!r} is not {what}; one of: {', '.join(names)}", names)


TYPE_WORDS = {
    **dict.fromkeys(("protein", "mrna", "codinggene"), "Gene"),
    **dict.fromkeys(("microrna", "maturemirna"), "MiRNA"),
    **dict.fromkeys(("drug", "compound", "smallmolecule", "lipid"), "Chemical"),
    **dict.fromkeys(("vesicle", "extracellularvesicle", "ev"), "Exosome"),
    **dict.fromkeys(("cellline", "celltype"), "Cell"),
    **dict.fromkeys(("tumor", "tumour"), "Cancer"),
}
"""Words for a type besides its own name, without spaces and dashes."""


def entity_type(name: str) -> EntityType:
    """Find a type by name or an everyday word for it, in any case, also in the plural.

    Parameters
    ----------
    name
        Such as ``miRNA`` or ``proteins``.

    Returns
    -------
    EntityType

    Raises
    ------
    UsageError
        When no type has this name; the candidates are all types.

    Examples
    --------
    >>> entity_type("mirna").name, entity_type("proteins").name, entity_type("cell line").name
    ('MiRNA', 'Gene', 'Cell')
    """
    folded = name.replace("-", "").replace("_", "").replace(" ", "").casefold()
    types = {known.casefold(): known for known in ENTITY_TYPES} | TYPE_WORDS
    for word in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
        if word in types:
            return ENTITY_TYPES[types[word]]
    return ENTITY_TYPES[_look_up(name, ENTITY_TYPES, "an entity type")]


def predicate(name: str) -> Predicate:
    """Find a predicate by name, in any case, with dashes or underscores.

    Parameters
    ----------
    name
        Such as ``associated-with``.

    Returns
    -------
    Predicate

    Raises
    ------
    UsageError
        When no predicate has this name; the candidates are all predicates.

    Examples
    --------
    >>> predicate("associated-with").name
    'ASSOCIATED_WITH'
    """
    return PREDICATES[_look_up(name, PREDICATES, "a predicate")]


def multiply(signs: Iterable[Sign | None]) -> Sign | None:
    """Multiply the signs along a path; transport (None) is left out.

    Parameters
    ----------
    signs
        In any order.

    Returns
    -------
    int or None
        -1, 0 or 1; 0 as soon as one sign is 0; None when there is nothing but transport.

    Examples
    --------
    >>> multiply([None, -1, -1]), multiply([None, -1, 0]), multiply([None])
    (1, 0, None)
    """
    given = [sign for sign in signs if sign is not None]
    return cast("Sign", prod(given)) if given else None
