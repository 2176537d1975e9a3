"""Read SIGNOR: signed, causal interactions, each from one paper.

Reads its downloads as published: 28 columns, semicolons or tabs, with headings or without. Source:
Lo Surdo et al., Nucleic Acids Res 2023;51:D631, doi 10.1093/nar/gkac883.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..graph.exchange.tables import Row
from ..graph.model import Entity, Source
from ..graph.records import is_number
from .resource import Options, Resource
from .resource_files import headings_of, table_rows

NAME = "signor"
SUMMARY = "signed effects of genes, microRNAs and chemicals, with mechanism and paper"
LICENSE = "CC BY 4.0"
WHERE = "https://signor.uniroma2.it/downloads.php"
FORMAT = {
    "SIGNOR": (
        "ENTITYA",
        "TYPEA",
        "IDA",
        "DATABASEA",
        "ENTITYB",
        "TYPEB",
        "IDB",
        "DATABASEB",
        "EFFECT",
        "MECHANISM",
        "RESIDUE",
        "SEQUENCE",
        "TAX_ID",
        "CELL_DATA",
        "TISSUE_DATA",
        "MODULATOR_COMPLEX",
        "TARGET_COMPLEX",
        "MODIFICATIONA",
        "MODASEQ",
        "MODIFICATIONB",
        "MODBSEQ",
        "PMID",
        "DIRECT",
        "NOTES",
        "ANNOTATOR",
        "SENTENCE",
        "SCORE",
        "SIGNOR_ID",
    )
}

_COLUMNS = FORMAT["SIGNOR"]
_NEEDED = (*_COLUMNS[:11], "TAX_ID", "PMID", "DIRECT", "SIGNOR_ID")
_HUMAN = ("9606", "-1")
"""Human, and experiments without cells."""
_CHEMICALS = (
    ("Chemical", re.compile(r"CHEBI:(\d+)"), "chebi:{}"),
    ("Chemical", re.compile(r"(?:CID:?)?(\d+)"), "pubchem.compound:{}"),
    ("Chemical", re.compile(r"SID:?(\d+)"), "pubchem.substance:{}"),
    ("Chemical", re.compile(r"(DB\d{5})"), "drugbank:{}"),
)
_KINDS = {
    "protein": (("Gene", re.compile(r"([A-Z\d]{6}|[A-Z\d]{10})([-_].+)?"), "uniprot:{}"),),
    "mirna": (("MiRNA", re.compile(r"(MIMAT\d{7})"), "mirbase.mature:{}"),),
    "ncrna": (("RNA", re.compile(r"(URS[\dA-F]{10})(_\d+)?"), "rnacentral:{}"),),
    "phenotype": (("Process", re.compile(r"(SIGNOR-PH\d+)"), "signor:{}"),),
    "stimulus": (("Exposure", re.compile(r"(SIGNOR-ST\d+)"), "signor:{}"),),
    **dict.fromkeys(("chemical", "smallmolecule", "small molecule", "antibody"), _CHEMICALS),
}
"""The types of SIGNOR that the schema has: type there, ids of SIGNOR, and what they are here. It
has none for complexes, families and fusions of proteins: they are not a gene."""
_DETAILS = (
    ("CELL_DATA", "cells"),
    ("TISSUE_DATA", "tissue"),
    ("MODULATOR_COMPLEX", "modulator complex"),
    ("TARGET_COMPLEX", "target complex"),
    ("MODIFICATIONA", "modification of A"),
    ("MODASEQ", "at"),
    ("MODIFICATIONB", "modification of B"),
    ("MODBSEQ", "at"),
)
_GROUPS = ("complex", "proteinfamily", "protein family", "fusion protein", "fusion-protein")
_ARM = re.compile(r"(?:hsa-)?((?:miR|let)-.+-[35]p)")


def read(
    paths: Sequence[str | Path], known: Iterable[Entity], options: Options | None = None
) -> Resource:
    """Read tables of SIGNOR; the sentences are not kept, they are found under SIGNOR's id.

    The assay of a finding is the mechanism, its section SIGNOR's id with cells, tissues
    and modifiers.
    """
    source = Source(NAME, title="SIGNOR", doi="10.1093/nar/gkac883", license=LICENSE)
    resource = Resource(source, known, options)
    for path in paths:
        for row in table_rows(resource, path, _NEEDED, separators="\t;,", headings=_headings(path)):
            if row["TAX_ID"].strip() not in _HUMAN and not resource.options.all_species:
                resource.refuse("not human", row)
                continue
            subject = _entity(resource, row, "A")
            object = _entity(resource, row, "B") if subject else None
            if subject and object:
                predicate = _predicate(row, resource.joins.type_of(subject))
                if predicate is None:
                    resource.refuse("no known effect", row)
                    continue
                pmid = row["PMID"].strip()
                resource.add(
                    row,
                    subject,
                    predicate,
                    object,
                    citations=(resource.paper(pmid),) if is_number(pmid) else (),
                    assay=_assay(row),
                    section=_section(row),
                )
    return resource


def _headings(path: str | Path) -> Sequence[str]:
    """Return the headings of a download without them; its last two columns come in any order."""
    first = headings_of(path, "\t;,")
    if "SIGNOR_ID" in first or len(first) not in (len(_COLUMNS) - 1, len(_COLUMNS)):
        return ()
    if first[-1].startswith("SIGNOR-"):
        return (*_COLUMNS[: len(first) - 1], _COLUMNS[-1])
    return (*_COLUMNS[:-2], *reversed(_COLUMNS[-2:]))


def _entity(resource: Resource, row: Row, end: str) -> str | None:
    """Return the entity at an end of a row, A or B; refuse the row where there is none."""
    kind, name = row[f"TYPE{end}"].strip().casefold(), row[f"ENTITY{end}"].strip()
    given = row[f"ID{end}"].strip()
    if kind not in _KINDS:
        known = kind in _GROUPS
        resource.refuse(f"no type for a {kind}" if known else "no type of SIGNOR", row)
        return None
    if kind in ("phenotype", "stimulus"):
        name = name.replace("_", " ")
        if name[1:2].islower():  # a sentence's capital letter
            name = name[0].lower() + name[1:]
    for type, pattern, template in _KINDS[kind]:
        if match := pattern.fullmatch(given):
            ids = (template.format(match[1]),)
            return resource.entity(row, type, ids, name or given)
    if kind == "mirna" and (arm := _ARM.fullmatch(name)):
        return resource.entity(row, "MiRNA", (), f"hsa-{arm[1]}")
    missing = "the arm of a microRNA" if kind == "mirna" else f"no known identifier of a {kind}"
    resource.refuse(missing if kind != "mirna" else f"{missing} is not given", row)
    return None


def _predicate(row: Row, subject: str) -> str | None:
    """Return the predicate of a row; what a direct repression or a microRNA lowers is repressed."""
    effect = row["EFFECT"].strip().casefold()
    if effect.startswith("up-regulates"):
        return "INCREASES"
    if effect.startswith("down-regulates"):
        genes = row["TYPEB"].strip().casefold() in ("protein", "mirna", "ncrna")
        direct = subject == "Gene" and row["DIRECT"].strip().upper() in ("YES", "T", "TRUE")
        by_mirna = subject == "MiRNA" and "quantity" in effect
        by_gene = direct and effect == "down-regulates quantity by repression"
        return "REPRESSES" if genes and (by_mirna or by_gene) else "DECREASES"
    return {"form complex": "BINDS", "unknown": "REGULATES"}.get(effect)


def _assay(row: Row) -> str | None:
    """Return the mechanism, the residue, and whether the effect is direct."""
    mechanism, residue = row["MECHANISM"].strip(), row.get("RESIDUE").strip()
    direct = {"YES": "direct", "T": "direct", "TRUE": "direct"}
    indirect = {"NO": "indirect", "F": "indirect", "FALSE": "indirect"}
    parts = (
        f"{mechanism} at {residue}" if mechanism and residue else mechanism or residue,
        (direct | indirect).get(row["DIRECT"].strip().upper(), ""),
    )
    return ", ".join(filter(None, parts)) or None


def _section(row: Row) -> str | None:
    """Return where SIGNOR says it: its id, cells and tissues, and what modifies the effect."""
    parts = [row["SIGNOR_ID"].strip()]
    for column, name in _DETAILS:
        if value := row.get(column).strip():
            parts.append(f"{name} {value.replace(';', ', ')}")
    return "; ".join(filter(None, parts)) or None
