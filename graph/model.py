"""The values of the graph: entities, references, findings, statements, edges and evidence.

All are immutable. A *finding* is what one cited study reports in one context; it holds signed
*statements*. An *edge* is the claim that several statements share, and keeps every one of them as
evidence: a claim has an identity of its own (subject, predicate, object), the evidence another.

Examples
--------
>>> claim = Statement("mirbase.mature:MIMAT0004692", "REPRESSES", "hgnc:11810")
>>> claim.sign, claim.causal, claim.certainty
(-1, True, 'stated')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from .schema import (
    CERTAINTIES,
    PREDICATES,
    RADIOSENSITIVITY,
    Certainty,
    Effect,
    Endpoint,
    Form,
    IdStatus,
    Level,
    MeasuredIn,
    PredicateName,
    Role,
    Sign,
    SourceCheck,
    Strength,
    System,
    TypeName,
)
from .values import frozen

__all__ = [
    "LATER_FIELDS",
    "PACKAGED",
    "Biomarker",
    "Edge",
    "Entity",
    "Evidence",
    "Finding",
    "Reference",
    "Source",
    "Statement",
    "best_certainty",
    "closure",
    "edge_id",
    "natural_key",
    "weakest_certainty",
]

PACKAGED = "sun2022"
"""The id of the packaged review, whose citations are numbers without more."""

LATER_FIELDS = frozenset({"modification", "volume", "issue", "link", "measured_in", "strength"})
"""Fields that tables and exports of RadExo 0.1 lack: a missing column reads as empty cells."""


_PAPERS = 5_000
"""The most papers whose labels and addresses are kept once made."""
_CLASS = re.compile(r"(a )?class\b")


@frozen
class Entity:
    """One thing that statements speak of.

    Parameters
    ----------
    id
        A CURIE; prefix ``radexo`` where no registry knows the thing.
    name
        The approved symbol where the id is exact, else the source's word.
    type
        A concrete type of the schema.
    synonyms, xrefs
        Other names; CURIEs of the same thing elsewhere.
    id_status
        How the id was found: exact, nearest, inferred arm, ambiguous, none.
    subtype_of
        Ids of the entities it is a kind of (NSCLC of lung cancer, gamma rays of ionizing
        radiation).
    donors, exposures, fluid
        Of an Exosome: who released it (ids), after what (ids), and found in which fluid.
    modification
        Of an Exosome: what experimenters enriched, engineered or overexpressed in it
        ("enriched in miR-22"); None for what cells release by themselves.
    note
        What a reader must know of the id or the name.

    Examples
    --------
    >>> Entity("hgnc:11810", "KLF10", "Gene", synonyms=("TIEG1",)).id_status
    'exact'
    """

    id: str
    name: str
    type: TypeName
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    id_status: IdStatus = "exact"
    subtype_of: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    exposures: tuple[str, ...] = ()
    fluid: str | None = None
    modification: str | None = None
    note: str | None = None

    @property
    def general_exosome(self) -> bool:
        """Whether it stands for exosomes in general, which are never a hub on a path."""
        context = (self.donors, self.exposures, self.fluid, self.modification)
        return self.type == "Exosome" and not any(context)

    @property
    def general(self) -> bool:
        """Whether it is a class without named members, by the curators' note."""
        return self.note is not None and _CLASS.match(self.note) is not None

    def to_dict(self) -> dict[str, Any]:
        """Give the entity as other rows show it: id, name, type.

        Returns
        -------
        dict

        Examples
        --------
        >>> Entity("hgnc:11810", "KLF10", "Gene").to_dict()
        {'id': 'hgnc:11810', 'name': 'KLF10', 'type': 'Gene'}
        """
        return {"id": self.id, "name": self.name, "type": self.type}

    def __str__(self) -> str:
        return self.name


@frozen
class Source:
    """A review or resource that findings come from.

    Parameters
    ----------
    id
        Its short name, the prefix of its findings' ids (``sun2022``).
    title, doi, license, version
        As it states them itself.

    Examples
    --------
    >>> Source("mine", title="My review", license="CC BY 4.0").license
    'CC BY 4.0'
    """

    id: str
    title: str | None = None
    doi: str | None = None
    license: str | None = None
    version: str | None = None


@frozen
class Reference:
    """A paper that a source cites; without a citation number, the source itself.

    Parameters
    ----------
    source
        Id of the citing source.
    citation
        Its number or key there, as text; None for the source itself.
    authors, title, journal, year, volume, issue, pages, doi, pmid, pmcid
        Bibliographic fields, None where not known; ``pages`` also holds an article number.
    confidence
        How surely the paper behind the number was identified.
    link
        Address of the entry in the citing source's own list of references.

    Examples
    --------
    >>> Reference("mine", "1", authors="Chen F, Chu L", year="2021").key
    ('mine', '1')
    """

    source: str
    citation: str | None = None
    authors: str | None = None
    title: str | None = None
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    confidence: str | None = None
    link: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """What identifies it: source and citation."""
        return (self.source, self.citation)

    @property
    def number(self) -> str:
        """What it is called: ``[29]`` in the packaged review, ``[example:1]`` in other sources.

        Examples
        --------
        >>> references = Reference("sun2022", "29"), Reference("example", "1"), Reference("example")
        >>> tuple(reference.number for reference in references)
        ('[29]', '[example:1]', 'example')
        """
        if self.citation is None:
            return self.source
        return (
            f"[{self.citation}]" if self.source == PACKAGED else f"[{self.source}:{self.citation}]"
        )

    @property
    def first_author(self) -> str | None:
        """The first author's surname.

        Examples
        --------
        >>> Reference("s", "1", authors="de Souza CA, Li B").first_author
        'de Souza'
        """
        return _surname(self.authors or "")

    @property
    def label(self) -> str:
        """First author and year, where known, before its number: ``Chen 2021 [29]``.

        Examples
        --------
        >>> Reference("sun2022", "29", authors="Chen F", year="2021").label
        'Chen 2021 [29]'
        >>> Reference("sun2022", "53", authors="Han").label, Reference("sun2022", "3").label
        ('Han [53]', '[3]')
        """
        if self.citation is None or not (author := self.first_author):
            return self.number
        return " ".join(filter(None, (author, self.year, self.number)))

    @property
    def cited(self) -> str:
        """Its label and DOI: ``Chen 2021 [29] doi:10.1186/...``."""
        return f"{self.label} doi:{self.doi}" if self.doi else self.label

    @property
    def url(self) -> str | None:
        """Where it opens: its DOI, PubMed or PMC page, else its entry in the citing source.

        Examples
        --------
        >>> Reference("s", "1", doi="10.1/x").url, Reference("s", "2", link="https://x.org/#2").url
        ('https://doi.org/10.1/x', 'https://x.org/#2')
        """
        return _address(self.doi, self.pmid, self.pmcid) or self.link

    def to_dict(self) -> dict[str, Any]:
        """Return the reference as other rows show it: with its label and where it opens.

        Returns
        -------
        dict

        Examples
        --------
        >>> Reference("sun2022", "29", pmid="33485367").to_dict()["url"]
        'https://pubmed.ncbi.nlm.nih.gov/33485367/'
        """
        return {
            "source": self.source,
            "citation": self.citation,
            "doi": self.doi,
            "pmid": self.pmid,
            "url": self.url,
            "label": self.label,
        }


@lru_cache(_PAPERS)
def _surname(authors: str) -> str | None:
    first = re.split(r"[,;]| and ", authors, maxsplit=1)[0].strip()
    return re.sub(r"( [A-Z][A-Z.-]*)+$|( et al\.?)$", "", first) or None


@lru_cache(_PAPERS)
def _address(doi: str | None, pmid: str | None, pmcid: str | None) -> str | None:
    from urllib.parse import quote

    if doi:
        return f"https://doi.org/{quote(doi, safe='/:;()')}"
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid)}/"
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(pmcid)}/" if pmcid else None


@frozen
class Statement:
    """Subject, predicate, object, and how the source says it.

    Parameters
    ----------
    subject, object
        Entity ids.
    predicate
        A predicate of the schema; it fixes the sign.
    number
        Its number within the finding, from 1.
    certainty
        stated, inferred or hedged.
    inverted
        Whether a knock-down or knock-out was turned round to get at the subject's own activity.
    premises
        Numbers of the finding's statements that an inferred one was composed from.
    form
        What is carried of a gene: mRNA or protein.
    note
        What limits or completes it, or why it was read so.

    Examples
    --------
    >>> statement = Statement("mirbase.mature:MIMAT0004692", "REPRESSES", "hgnc:11810")
    >>> statement.sign, statement.causal, statement.certainty
    (-1, True, 'stated')
    """

    subject: str
    predicate: PredicateName
    object: str
    number: int = 1
    certainty: Certainty = "stated"
    inverted: bool = False
    premises: tuple[int, ...] = ()
    form: Form | None = None
    note: str | None = None

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0, or None for transport."""
        return PREDICATES[self.predicate].sign

    @property
    def causal(self) -> bool:
        """Whether the predicate is of the causal class."""
        return PREDICATES[self.predicate].causal

    @property
    def claim(self) -> tuple[str, PredicateName, str]:
        """What is claimed, apart from who claims it."""
        return (self.subject, self.predicate, self.object)


@frozen
class Biomarker:
    """A claim that an entity's level says something about a patient.

    Parameters
    ----------
    entity
        Entity id.
    roles
        Any of predictive, prognostic, diagnostic, monitoring.
    level
        increased, decreased or None.
    compared
        What with what.
    fluid
        The body fluid it was measured in.
    meaning
        What the level says.
    measured_in
        What the level is of: exosomes, or serum, plasma or tissue as such; None where not said.
    """

    entity: str
    roles: tuple[Role, ...] = ()
    level: Level | None = None
    compared: str | None = None
    fluid: str | None = None
    meaning: str | None = None
    measured_in: MeasuredIn | None = None


@frozen
class Finding:
    """What one cited study reports in one context: the atom of provenance.

    Parameters
    ----------
    id
        ``source:number`` such as ``sun2022:29a``.
    citations
        The source's numbers of the cited papers; empty: the source itself says so.
    section, sentences
        Where the source says it; sentence numbers count within the section (``7-9,12``).
    cancer
        Entity id, None for a general finding.
    exosome
        Entity id of the exosomes concerned; its donors, exposures and fluid are the context.
    recipient, recipient_exposure, affected
        Who takes them up, what the recipient was exposed to, who is affected where that is another.
    system, endpoint, dose, assay
        As stated, else None.
    cargo
        Entity ids.
    effect
        What cargo or exosome does to radiosensitivity: increase, decrease, unclear, none.
    statements, biomarkers
        What it claims.
    summary
        One sentence in the curator's own words.
    review_note
        A slip or dispute within the source, what was read in, or what a finding without a
        statement says.
    source_check, source_note
        Whether the cited paper agrees (agrees, differs, unchecked), and what was compared.
    strength
        How a resource grades the experiments behind it: strong, weak.

    Examples
    --------
    >>> claim = Statement("mirbase.mature:MIMAT0004692", "REPRESSES", "hgnc:11810")
    >>> finding = Finding("mine:1a", ("1",), statements=(claim,))
    >>> finding.source, finding.reference_keys
    ('mine', (('mine', '1'),))
    """

    id: str
    citations: tuple[str, ...] = ()
    section: str | None = None
    sentences: str | None = None
    cancer: str | None = None
    exosome: str | None = None
    recipient: str | None = None
    recipient_exposure: tuple[str, ...] = ()
    affected: str | None = None
    system: System | None = None
    endpoint: Endpoint | None = None
    dose: str | None = None
    assay: str | None = None
    cargo: tuple[str, ...] = ()
    effect: Effect = "none"
    statements: tuple[Statement, ...] = ()
    biomarkers: tuple[Biomarker, ...] = ()
    summary: str | None = None
    review_note: str | None = None
    source_check: SourceCheck = "unchecked"
    source_note: str | None = None
    strength: Strength | None = None

    @property
    def source(self) -> str:
        """Id of the source: the part of the id before the colon."""
        return self.id.partition(":")[0]

    @property
    def locator(self) -> str:
        """Section, citation and sentence numbers, as one line."""
        cited = f"[{','.join(self.citations)}]" if self.citations else "uncited"
        parts = [self.section, cited, f"sentence {self.sentences}" if self.sentences else None]
        return "; ".join(part for part in parts if part)

    @property
    def sentence_numbers(self) -> tuple[int, ...]:
        """The sentences, ranges written out.

        Examples
        --------
        >>> Finding("s:1a", sentences="7-9,12").sentence_numbers
        (7, 8, 9, 12)
        """
        numbers: list[int] = []
        for part in filter(None, (self.sentences or "").replace(" ", "").split(",")):
            first, _, last = part.partition("-")
            numbers.extend(range(int(first), int(last or first) + 1))
        return tuple(numbers)

    @property
    def reference_keys(self) -> tuple[tuple[str, str | None], ...]:
        """Keys of the papers behind it; without a citation, of the source itself."""
        source = self.id.partition(":")[0]
        return tuple([(source, citation) for citation in self.citations or (None,)])

    @property
    def marked(self) -> bool:
        """Whether it states an effect on radiosensitivity, or that a level marks something."""
        return self.effect != "none" or bool(self.biomarkers)

    @property
    def cited_as(self) -> tuple[str, ...]:
        """Every text that cites a paper of it: ``29`` and ``sun2022:29``."""
        keys = self.reference_keys
        bare = (citation for _, citation in keys if citation is not None)
        whole = (f"{source}:{citation or ''}" for source, citation in keys)
        return tuple(dict.fromkeys((*bare, *whole)))

    @property
    def named_ids(self) -> tuple[str, ...]:
        """Every entity that it names, each once; the context of its exosomes is theirs."""
        single = (self.cancer, self.exosome, self.recipient)
        ends = (id for s in self.statements for id in (s.subject, s.object))
        marked = (b.entity for b in self.biomarkers)
        return tuple(
            dict.fromkeys(
                (*filter(None, single), *self.recipient_exposure, *self.cargo, *ends, *marked)
            )
        )

    @property
    def studies(self) -> tuple[str, ...]:
        """What makes two findings reports of one study: a citation that they share.

        An uncited finding shares its study with no other.
        """
        source = self.id.partition(":")[0]
        return tuple([f"{source}:{citation}" for citation in self.citations]) or (self.id,)

    def effect_statements(self) -> tuple[Statement, ...]:
        """List the statements of the effect: cargo or exosome on radiosensitivity.

        Returns
        -------
        tuple of Statement

        Examples
        --------
        >>> import radexo
        >>> finding = radexo.load().store.finding("sun2022:29a")
        >>> {statement.sign for statement in finding.effect_statements()}
        {-1}
        """
        subjects = {*self.cargo, self.exosome}
        return tuple(
            s
            for s in self.statements
            if s.causal and s.object == RADIOSENSITIVITY and s.subject in subjects
        )

    @property
    def certainty(self) -> Certainty | None:
        """The certainty of its effect; without an effect, of its weakest statement."""
        if self.effect != "none":
            return best_certainty(s.certainty for s in self.effect_statements())
        return weakest_certainty(s.certainty for s in self.statements)


@frozen
class Evidence:
    """One statement of one finding, as evidence of an edge."""

    finding: Finding
    statement: Statement


@frozen
class Edge:
    """The claim that statements with the same subject, predicate and object share.

    Parameters
    ----------
    subject, predicate, object
        The claim.
    evidence
        Every statement that makes it, ordered by finding.

    Examples
    --------
    >>> Edge("radexo:a", "INCREASES", "radexo:b").id
    'edge:2ca991317271'
    """

    subject: str
    predicate: PredicateName
    object: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """A short hash of the claim: equal claims have equal ids, wherever they come from."""
        return edge_id(self.subject, self.predicate, self.object)

    @property
    def sign(self) -> Sign | None:
        """+1, -1, 0, or None for transport."""
        return PREDICATES[self.predicate].sign

    @property
    def causal(self) -> bool:
        """Whether the predicate is of the causal class."""
        return PREDICATES[self.predicate].causal

    @property
    def certainty(self) -> Certainty | None:
        """The best certainty that any evidence gives."""
        return best_certainty(e.statement.certainty for e in self.evidence)

    @property
    def findings(self) -> tuple[str, ...]:
        """Ids of the findings behind it."""
        return tuple(dict.fromkeys(e.finding.id for e in self.evidence))

    def __repr__(self) -> str:
        claim = ", ".join((self.subject, self.predicate, self.object))
        return f"Edge({claim}; {self.certainty}; {len(self.findings)} findings)"


def edge_id(subject: str, predicate: str, object: str) -> str:
    """Hash a claim into a short id.

    Parameters
    ----------
    subject, predicate, object
        Of the claim.

    Returns
    -------
    str

    Examples
    --------
    >>> edge_id("mirbase.mature:MIMAT0004692", "DECREASES", "hgnc:11810")
    'edge:...'
    """
    from hashlib import sha256

    return "edge:" + sha256("\x1f".join((subject, predicate, object)).encode()).hexdigest()[:12]


def best_certainty(certainties: Iterable[Certainty]) -> Certainty | None:
    """Pick the strongest certainty; None when there is none.

    Parameters
    ----------
    certainties
        In any order.

    Returns
    -------
    str or None

    Examples
    --------
    >>> best_certainty(["hedged", "stated"])
    'stated'
    """
    return min(certainties, key=CERTAINTIES.index, default=None)


def weakest_certainty(certainties: Iterable[Certainty]) -> Certainty | None:
    """Pick the weakest certainty; None when there is none.

    Parameters
    ----------
    certainties
        In any order.

    Returns
    -------
    str or None

    Examples
    --------
    >>> weakest_certainty(["hedged", "stated"])
    'hedged'
    """
    return max(certainties, key=CERTAINTIES.index, default=None)


def closure(id: str, step: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return everything that repeated steps reach, the start included.

    Parameters
    ----------
    id
        The start.
    step
        Returns the ids one step further; cycles are allowed.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(closure("a", {"a": ["b"], "b": ["c", "a"], "c": []}.__getitem__))
    ['a', 'b', 'c']
    """
    found, pending = {id}, [id]
    while pending:
        for reached in step(pending.pop()):
            if reached not in found:
                found.add(reached)
                pending.append(reached)
    return frozenset(found)


_DIGITS = re.compile(r"([0-9]+)")


def natural_key(text: str) -> tuple[Any, ...]:
    """Make a sort key in which sun2022:9a comes before sun2022:29a.

    Parameters
    ----------
    text
        Such as an id.

    Returns
    -------
    tuple
        Its parts are compared as numbers where they are digits.

    Examples
    --------
    >>> sorted(["s:29a", "s:9b", "s:9a"], key=natural_key)
    ['s:9a', 's:9b', 's:29a']
    """
    source, colon, number = text.rpartition(":")
    if number.isascii() and number.isdigit():  # as the rows of a resource, of one source
        number = number.lstrip("0")
        return (*_natural_parts(source + colon), (len(number), number), (0, ""), (-1, text))
    return (*_natural_parts(text), (-1, text))


@lru_cache(1_000)
def _natural_parts(text: str) -> tuple[tuple[int, str], ...]:
    parts = _DIGITS.split(text)  # every other part is a number; of two, the longer is the greater
    parts[1::2] = [number.lstrip("0") for number in parts[1::2]]
    return tuple((len(part) * (i % 2), part) for i, part in enumerate(parts))
