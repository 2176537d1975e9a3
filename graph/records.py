"""Records: sources, references, entities and findings together, and how two are merged.

Findings are the only record of what is claimed; edges are assembled from them (`assemble`), never
stored. Merging is a union by identity: it loses nothing, and neither order nor repetition matters.

Examples
--------
>>> from radexo.graph.model import Entity
>>> a = Records(entities=(Entity("radexo:x", "x", "Process"),))
>>> merge(a, a) == a
True
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, cast

from .errors import DataError
from .model import (
    Biomarker,
    Edge,
    Entity,
    Evidence,
    Finding,
    Reference,
    Source,
    Statement,
    natural_key,
)
from .report import how_many
from .schema import ID_STATUSES, PredicateName
from .values import frozen

__all__ = [
    "FIELDS",
    "Records",
    "Template",
    "Templates",
    "as_text",
    "assemble",
    "changes_since",
    "claims_of",
    "fingerprint",
    "from_row",
    "hashed",
    "is_number",
    "is_row",
    "merge",
    "mixed",
    "record_to_dict",
    "records_from_dict",
    "records_to_dict",
    "template_of",
    "to_row",
    "version_of",
    "without",
]


@frozen
class Records:
    """Everything that a graph is assembled from, each kind in canonical order.

    Parameters
    ----------
    sources, references, entities, findings
        The records; `merge` and the loaders keep them sorted by identity.

    Examples
    --------
    >>> records = Records(entities=(Entity("hgnc:11810", "KLF10", "Gene"),))
    >>> len(records.entities), len(records.findings)
    (1, 0)
    """

    sources: tuple[Source, ...] = ()
    references: tuple[Reference, ...] = ()
    entities: tuple[Entity, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        """A hash of the whole content: equal content has an equal version; order does not count.

        Examples
        --------
        >>> len(Records().version)
        12
        """
        kinds: tuple[tuple[Source | Reference | Entity, ...], ...]
        kinds = (self.sources, self.references, self.entities)
        total = sum(fingerprint(record) for kind in kinds for record in kind)
        return version_of(total + sum(map(Templates().fingerprint, self.findings)))

    def __repr__(self) -> str:
        kinds = ("sources", "references", "entities", "findings")
        counts = (how_many(len(getattr(self, kind)), kind) for kind in kinds)
        return f"Records({', '.join(counts)})"


_KINDS: tuple[Any, ...] = (Source, Reference, Entity, Finding, Statement, Biomarker)
FIELDS: list[list[str]] = [[field.name for field in fields(kind)] for kind in _KINDS]
"""The fields of each kind of record, in the order of `to_row`."""


def to_row(record: Any) -> list[Any]:
    """Return a record's values in the order of its fields; nested records are rows too.

    Parameters
    ----------
    record
        Of the model.

    Returns
    -------
    list

    Examples
    --------
    >>> to_row(Statement("a:1", "INCREASES", "b:2"))[:4]
    ['a:1', 'INCREASES', 'b:2', 1]
    """
    values = (getattr(record, name) for name in record.__slots__)
    return [
        [item if isinstance(item, (str, int)) else to_row(item) for item in value]
        if isinstance(value, tuple)
        else value
        for value in values
    ]


def from_row(kind: type[Any], row: list[Any]) -> Any:
    """Return the record of a kind that `to_row` gave the values of.

    Parameters
    ----------
    kind
        Source, Reference, Entity or Finding.
    row
        The values.

    Returns
    -------
    Source, Reference, Entity or Finding

    Examples
    --------
    >>> source = Source("s", doi="10.1/x")
    >>> from_row(Source, to_row(source)) == source
    True
    """
    if kind is Finding:
        for place, nested in _NESTED:
            row[place] = [from_row(nested, values) for values in row[place]]
    for place in _TUPLES[kind]:
        row[place] = tuple(row[place])
    return kind(*row)


_NESTED = [(FIELDS[3].index("statements"), Statement), (FIELDS[3].index("biomarkers"), Biomarker)]
_TUPLES = {
    kind: [place for place, field in enumerate(fields(kind)) if field.type.startswith("tuple")]
    for kind in _KINDS
}


NO_PREDICATE = cast("PredicateName", "")
"""What a template has for a predicate: its rows bring their own."""


def template_of(finding: Finding) -> Finding | None:
    """Return what a finding has in common with others of its kind, where it has nothing else.

    A row of a resource is a finding with a number, one statement, and no names but those of the
    statement and the cancer. Its template lacks the number, and the ends and predicate of the
    statement.

    Parameters
    ----------
    finding
        Any.

    Returns
    -------
    Finding or None

    Examples
    --------
    >>> row = Finding("s:12", citations=("7",), statements=(Statement("a:1", "INCREASES", "b:2"),))
    >>> template_of(row).id, template_of(row).statements[0].subject, template_of(row).citations
    ('s:', '', ('7',))
    """
    if not is_row(finding):
        return None
    blank = replace(finding.statements[0], subject="", predicate=NO_PREDICATE, object="")
    return replace(finding, id=f"{finding.source}:", statements=(blank,))


def is_row(finding: Finding) -> bool:
    """Return whether a finding reads as the row of a resource; see `template_of`.

    Parameters
    ----------
    finding
        Any.

    Returns
    -------
    bool
    """
    return (
        len(finding.statements) == 1
        and finding.statements[0].number == 1
        and not finding.exosome
        and not finding.recipient
        and not finding.affected
        and not finding.marked
        and not finding.recipient_exposure
        and not finding.cargo
        and is_number(finding.id.partition(":")[2])
    )


def is_number(text: str) -> bool:
    """Return whether a text is a number as it is written back: no sign, no leading zero.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_number("12"), is_number("012")
    (True, False)
    """
    return text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 18


def fingerprint(record: Source | Reference | Entity | Finding, text: str | None = None) -> int:
    """Return a number that stands for the content of a record; a graph's version is their sum.

    Parameters
    ----------
    record
        Any. For many findings use `Templates.fingerprint`.
    text
        Its `as_text`, where that is known.

    Returns
    -------
    int
        Of 64 bits.
    """
    if isinstance(record, Finding) and is_row(record):
        return Templates().fingerprint(record)
    return hashed(f"{type(record).__name__} {as_text(record) if text is None else text}")


@frozen
class Template:
    """What rows of a resource have in common, see `template_of`.

    Parameters
    ----------
    finding
        A finding without number and claim.
    text
        Its `as_text`.
    hash
        The hash of the text.
    """

    finding: Finding
    text: str
    hash: int


class Templates:
    """Finds templates and fingerprints of many findings; what they share is made once.

    Examples
    --------
    >>> rows = [
    ...     Finding(f"s:{n}", statements=(Statement("a:1", "INCREASES", "b:2"),)) for n in (1, 2)
    ... ]
    >>> templates = Templates()
    >>> templates.of(rows[0]) is templates.of(rows[1])
    True
    >>> [templates.fingerprint(row) == fingerprint(row) for row in rows]
    [True, True]
    """

    def __init__(self) -> None:
        self._known: dict[Any, Template] = {}
        self._hashes = _Hashes()

    def of(self, finding: Finding) -> Template | None:
        """Return the template of a finding; None where it is not a row of a resource.

        Parameters
        ----------
        finding
            Of a review or a resource.

        Returns
        -------
        Template or None
        """
        source, _, number = finding.id.partition(":")
        if len(finding.statements) != 1 or not is_number(number):
            return None
        key = source, _SHARED(finding), _SHARED_STATEMENT(finding.statements[0])
        if (found := self._known.get(key)) is None and (template := template_of(finding)):
            text = as_text(template)
            found = self._known[key] = Template(template, text, hashed(text))
        return found

    def fingerprint(self, record: Finding, template: Template | None = None) -> int:
        """Return the fingerprint of a finding, whose template may be given.

        Parameters
        ----------
        record
            The finding.
        template
            Its template, where it is known.

        Returns
        -------
        int
        """
        if (template := template or self.of(record)) is None:
            return fingerprint(record)
        made, hashes = record.statements[0], self._hashes
        claim = (hashes[made.subject], hashes[made.predicate], hashes[made.object])
        total: int = mixed(template.hash, *claim, int(record.id.partition(":")[2]))
        return total


class _Hashes(dict[str, int]):
    """The hashes of texts, each made once."""

    def __missing__(self, text: str) -> int:
        self[text] = found = hashed(text)
        return found


_SHARED = attrgetter(*(name for name in FIELDS[3] if name not in ("id", "statements")))
_SHARED_STATEMENT = attrgetter(
    *(name for name in FIELDS[4] if name not in ("subject", "predicate", "object"))
)


def as_text(record: Any) -> str:
    """Return `to_row` as JSON.

    Parameters
    ----------
    record
        A source, reference, entity or finding.

    Returns
    -------
    str

    Examples
    --------
    >>> as_text(Source("s", doi="10.1/x"))
    '["s",null,"10.1/x",null,null]'
    """
    values = _VALUES[type(record)](record)
    if isinstance(record, Finding):
        values = list(values)
        for place, nested in _NESTED:
            values[place] = [_VALUES[nested](item) for item in values[place]]
    return _encode(values)


_VALUES: dict[Any, Any] = {
    kind: attrgetter(*names) for kind, names in zip(_KINDS, FIELDS, strict=True)
}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def hashed(text: str) -> int:
    """Return a hash of a text, of 64 bits.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    int
        The same on every machine and in every run.
    """
    from hashlib import sha256

    return int.from_bytes(sha256(text.encode(errors="surrogatepass")).digest()[:8])


def mixed(*parts: Any) -> Any:
    """Mix hashes into one, in order; of NumPy arrays (uint64) element by element.

    Parameters
    ----------
    *parts
        Hashes of 64 bits, or arrays of them.

    Returns
    -------
    int or array
        Of 64 bits.
    """
    total: Any = 0
    for part in parts:
        total = ((total ^ part) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        total = total ^ (total >> 29)
    return total


def version_of(total: int) -> str:
    """Return the version of a graph whose records' fingerprints have a sum.

    Parameters
    ----------
    total
        The sum.

    Returns
    -------
    str
        Of 12 hexadecimal digits.
    """
    return f"{total % 2**48:012x}"


def assemble(findings: Iterable[Finding]) -> list[Edge]:
    """Assemble findings into edges: one per claim, with every statement that makes it.

    Parameters
    ----------
    findings
        In any order.

    Returns
    -------
    list of Edge
        Ordered by subject, predicate and object; evidence ordered by finding and number.

    Examples
    --------
    >>> one = Finding("s:1a", statements=(Statement("a:1", "INCREASES", "b:2"),))
    >>> hedged = Statement("a:1", "INCREASES", "b:2", certainty="hedged")
    >>> two = Finding("s:2a", statements=(hedged,))
    >>> [(edge.findings, edge.certainty) for edge in assemble([two, one])]
    [(('s:1a', 's:2a'), 'stated')]
    """
    ordered = sorted(findings, key=lambda f: natural_key(f.id))
    return claims_of(
        Evidence(finding, statement) for finding in ordered for statement in finding.statements
    )


def claims_of(evidence: Iterable[Evidence]) -> list[Edge]:
    """Assemble evidence into edges, one per claim, each piece of evidence once.

    Parameters
    ----------
    evidence
        In the order that the edges keep.

    Returns
    -------
    list of Edge
        Ordered by subject, predicate and object.

    Examples
    --------
    >>> import radexo
    >>> finding = radexo.load().store.finding("sun2022:29a")
    >>> edges = claims_of(Evidence(finding, statement) for statement in finding.statements)
    >>> len(edges) == len({edge.id for edge in edges})
    True
    """
    claims: dict[tuple[str, PredicateName, str], dict[tuple[str, int], Evidence]] = {}
    for one in evidence:
        claims.setdefault(one.statement.claim, {}).setdefault(
            (one.finding.id, one.statement.number), one
        )
    return [Edge(*claim, evidence=tuple(claims[claim].values())) for claim in sorted(claims)]


def merge(*parts: Records) -> Records:
    """Merge records into one that holds everything any of them holds.

    Parameters
    ----------
    *parts
        In any order.

    Returns
    -------
    Records

    Raises
    ------
    DataError
        When two records with one id contradict each other: an entity with two types, two different
        findings or papers under one id. Neither is preferred silently.

    Examples
    --------
    >>> from radexo.graph.model import Entity
    >>> gene, other = Entity("x:1", "A", "Gene"), Entity("x:2", "B", "Gene")
    >>> merge(Records(entities=(gene,)), Records(entities=(gene, other))).entities == (gene, other)
    True
    """
    return Records(
        sources=_unite((s for c in parts for s in c.sources), lambda s: s.id, _same_or_filled),
        references=_unite(
            (r for c in parts for r in c.references),
            lambda r: f"{r.source}:{r.citation or ''}",
            _same_or_filled,
        ),
        entities=_unite((e for c in parts for e in c.entities), lambda e: e.id, _merge_entities),
        findings=_unite((f for c in parts for f in c.findings), lambda f: f.id, _same_finding),
    )


def without(records: Records, gone: Records) -> Records:
    """Return records without some of them.

    Parameters
    ----------
    records, gone
        What of `gone` is not there is ignored.

    Returns
    -------
    Records

    Examples
    --------
    >>> one, two = Source("s"), Source("t")
    >>> without(Records((one, two)), Records((one,))).sources == (two,)
    True
    """
    kinds = [f.name for f in fields(Records)]
    lost = {kind: set(getattr(gone, kind)) for kind in kinds}
    return Records(
        *(tuple(r for r in getattr(records, kind) if r not in lost[kind]) for kind in kinds)
    )


def changes_since(version: Any, records: Records) -> Counter[str]:
    """Count one change where the records are not those of this version; order does not count.

    Parameters
    ----------
    version
        That the export states.
    records
        What was read of it.

    Returns
    -------
    Counter of str
        Empty where nothing was changed.
    """
    same = version == records.version or version == merge(records).version
    return Counter() if same else Counter({"the export was changed after it was written": 1})


def _unite(records: Iterable[Any], key: Any, combine: Any) -> tuple[Any, ...]:
    united: dict[str, Any] = {}
    for record in records:
        known = united.get(key(record))
        united[key(record)] = record if known is None or known == record else combine(known, record)
    return tuple(united[k] for k in sorted(united, key=natural_key))


def _same_finding(one: Finding, two: Finding) -> Finding:
    different = [f.name for f in fields(one) if getattr(one, f.name) != getattr(two, f.name)]
    raise DataError(
        f"finding {one.id}: two different records have this id "
        f"(they differ in {', '.join(different)}); "
        "give one of them another id"
    )


def _same_or_filled(one: Any, two: Any) -> Any:
    """Take what either knows; two different values for one field are refused."""
    filled = {}
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        if a is not None and b is not None and a != b:
            of = getattr(one, "id", None) or ":".join(map(str, one.key))
            what = f"{type(one).__name__.lower()} {of}"
            raise DataError(
                f"{what}: {field.name} is {a!r} in one place and {b!r} in another; make them agree"
            )
        filled[field.name] = b if a is None else a
    return type(one)(**filled)


def _merge_entities(one: Entity, two: Entity) -> Entity:
    for name in ("type", "fluid", "modification", "donors", "exposures"):
        a, b = getattr(one, name), getattr(two, name)
        if isinstance(
            a, tuple
        ):  # there is one exosome for each context; one that is named without it is the same
            a, b = sorted({*(a or b)}), sorted({*(b or a)})
        if a != b:
            raise DataError(
                f"entity {one.id}: {name} is {a!r} in one place and {b!r} in another; "
                "make them agree"
            )
    name = min((one, two), key=lambda e: (ID_STATUSES.index(e.id_status), len(e.name), e.name)).name
    synonyms = {*one.synonyms, *two.synonyms, one.name, two.name} - {name}
    notes = sorted({part for e in (one, two) if e.note for part in e.note.split("; ") if part})
    return replace(
        one,
        name=name,
        synonyms=tuple(sorted(synonyms)),
        id_status=min(one.id_status, two.id_status, key=ID_STATUSES.index),
        note="; ".join(notes) or None,
        xrefs=_union(one.xrefs, two.xrefs),
        subtype_of=_union(one.subtype_of, two.subtype_of),
        donors=_union(one.donors, two.donors),
        exposures=_union(one.exposures, two.exposures),
    )


def _union(one: Iterable[str], two: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*one, *two}))


def _compact(record: Any) -> dict[str, Any]:
    """Give a record's fields without the empty ones."""
    values = ((name, getattr(record, name)) for name in record.__slots__)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values
        if value is not None and value is not False and value != ()
    }


def records_to_dict(records: Records) -> dict[str, list[dict[str, Any]]]:
    """Turn records into plain lists and dicts, ready for JSON; empty fields are left out.

    Parameters
    ----------
    records
        A whole graph.

    Returns
    -------
    dict
        Keys ``sources``, ``references``, ``entities``, ``findings``.

    Examples
    --------
    >>> from radexo.graph.model import Source
    >>> records_to_dict(Records(sources=(Source("mine", license="CC BY 4.0"),)))["sources"]
    [{'id': 'mine', 'license': 'CC BY 4.0'}]
    """
    return {
        f.name: [record_to_dict(record) for record in getattr(records, f.name)]
        for f in fields(Records)
    }


def record_to_dict(record: Any) -> dict[str, Any]:
    """Turn one record into plain lists and dicts; empty fields are left out.

    Parameters
    ----------
    record
        A source, reference, entity or finding.

    Returns
    -------
    dict

    Examples
    --------
    >>> record_to_dict(Source("s", license="CC0"))
    {'id': 's', 'license': 'CC0'}
    """
    content = _compact(record)
    for part in ("statements", "biomarkers"):
        if part in content:
            content[part] = [_compact(item) for item in content[part]]
    return content


def records_from_dict(content: dict[str, Any]) -> Records:
    """Turn what `records_to_dict` gave back into records.

    Parameters
    ----------
    content
        Lists of records by kind.

    Returns
    -------
    Records

    Raises
    ------
    DataError
        When a record has an unknown field, misses one that it needs, or holds something else than
        the field's kind.

    Examples
    --------
    >>> records_from_dict({"sources": [{"id": "mine"}]}).sources[0].id
    'mine'
    """

    def build(cls: type[Any], record: dict[str, Any], **nested: Any) -> Any:
        if not isinstance(record, dict):
            raise DataError(
                f"{cls.__name__.lower()} {record!r}: an object with its fields was expected"
            )
        kinds = _FIELD_KINDS[cls]
        for name, value in record.items():
            kind = kinds.get(name, "")
            if name not in nested and kind and not _fits(value, kind):
                raise DataError(
                    f"{cls.__name__.lower()} {record.get('id', record)}: "
                    f"{name} is {value!r}, not a {kind}"
                )
        plain = {
            k: tuple(v) if isinstance(v, list) else v for k, v in record.items() if k not in nested
        }
        try:
            return cls(**plain, **nested)
        except TypeError as error:
            raise DataError(
                f"{cls.__name__.lower()} {record.get('id', record)}: {error}"
            ) from error

    def finding(record: dict[str, Any]) -> Finding:
        statements = tuple(build(Statement, s) for s in several("statements", record))
        biomarkers = tuple(build(Biomarker, b) for b in several("biomarkers", record))
        result: Finding = build(Finding, record, statements=statements, biomarkers=biomarkers)
        return result

    def several(name: str, within: Any = content) -> Sequence[dict[str, Any]]:
        records = within.get(name, []) if isinstance(within, dict) else []
        if not isinstance(records, list):
            raise DataError(f"{name}: a list was expected, not {type(records).__name__}")
        return records

    return Records(
        sources=tuple(build(Source, r) for r in several("sources")),
        references=tuple(build(Reference, r) for r in several("references")),
        entities=tuple(build(Entity, r) for r in several("entities")),
        findings=tuple(finding(r) for r in several("findings")),
    )


_FIELD_KINDS = {cls: {f.name: str(f.type) for f in fields(cls)} for cls in _KINDS}
"""The kind of each field."""


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("tuple"):
        item = int if "int" in kind else str
        return isinstance(value, list) and all(type(part) is item for part in value)
    return type(value) is {"int": int, "bool": bool}.get(kind, str)
