"""A data package: the KGX tables with their card, as Croissant and as RO-Crate.

``croissant.json`` (Croissant 1.0, on schema.org) describes files and columns, so that programs for
machine learning load the tables by it. ``ro-crate-metadata.json`` (RO-Crate 1.1) describes the same
folder for repositories: sources with licence and version, counts, files with size and hash. Both
state only what the graph knows: add the address, creator and date when you publish the
folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...atomic import writing_folder, writing_text
from ...model import Source
from ...stores.base import Store
from ..licenses import common_license, open_license
from ..losses import Loss
from ..registry import Format
from .kgx.writing import FILES, METADATA, write_tables

__all__ = ["CRATE", "CROISSANT", "FORMAT", "next_step", "write"]

FORMAT = Format(
    __name__,
    "card",
    "KGX tables with a Croissant and an RO-Crate card, to publish",
    kind="folder",
    lossless=True,
)

CROISSANT = "croissant.json"
CRATE = "ro-crate-metadata.json"

_OWN = re.compile("|".join(map(re.escape, (*FILES, CROISSANT, CRATE))))
_TABLES = {
    "nodes.tsv": "entities, one per row, in Biolink's terms",
    "edges.tsv": "statements of findings, one per row, with sign, certainty and papers",
    "findings.tsv": "findings: what one cited study reports in one context",
    "biomarkers.tsv": "claims that the level of an entity is a marker in patients",
    "references.tsv": "cited papers",
}
_TSV, _JSON = "text/tab-separated-values", "application/json"
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of Croissant 1.0."""


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph with its card.

    Parameters, result and errors are those of `Format.write`.
    """
    with writing_folder(path, _OWN, overwrite=overwrite) as folder:
        headings = write_tables(store, folder)
        files = {name: _file(folder / name) for name in (*headings, METADATA)}
        _write_json(folder / CROISSANT, _croissant(store, files, headings))
        files[CROISSANT] = _file(folder / CROISSANT)
        _write_json(folder / CRATE, _crate(store, files))
    return []


def next_step(path: str | Path) -> str:
    """Return what the card lacks."""
    return (
        f"before you publish it, add url, creator and datePublished to {CROISSANT}, "
        f"author and datePublished to {CRATE}"
    )


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    with writing_text(path) as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _file(path: Path) -> dict[str, str]:
    """Return size and hash of a file."""
    digest, size = sha256(), 0
    with open(path, "rb") as file:
        while chunk := file.read(2**20):
            digest.update(chunk)
            size += len(chunk)
    return {"contentSize": f"{size} B", "sha256": digest.hexdigest()}


def _name(store: Store) -> str:
    return f"RadExo graph {store.version}"


def _description(store: Store) -> str:
    totals = ", ".join(f"{count} {what}" for what, count in store.census().totals.items())
    return (
        "A typed, signed knowledge graph of how exosomes change tumor radiosensitivity, in which "
        f"every claim keeps its context, certainty and papers: {totals}."
    )


def _licenses(store: Store) -> list[str]:
    """Return the licences of all sources, each once: an address where there is one."""
    texts = ((s.license and s.license.strip(), s.id) for s in store.sources())
    found = (
        open_license(text) or text or f"{source}: license not stated" for text, source in texts
    )
    return list(dict.fromkeys(found))


def _citation(store: Store) -> str:
    papers = (store.reference(source.id, None) for source in store.sources())
    parts = (
        ". ".join(filter(None, (p.authors, p.title, p.journal, p.year, p.doi and f"doi:{p.doi}")))
        for p in papers
    )
    return "; ".join(filter(None, parts))


def _croissant(
    store: Store, files: Mapping[str, Mapping[str, str]], headings: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": _name(store),
        "description": _description(store),
        "version": f"0.0.0+{store.version}",
        "license": _licenses(store),
        "citeAs": _citation(store),
        "isBasedOn": [_based_on(source) for source in store.sources()],
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "encodingFormat": _TSV if name in headings else _JSON,
                **files[name],
            }
            for name in files
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": name.removesuffix(".tsv"),
                "name": name.removesuffix(".tsv"),
                "description": _TABLES[name],
                "field": [_field(name, column) for column in columns],
            }
            for name, columns in headings.items()
        ],
    }


def _field(file: str, column: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{file.removesuffix('.tsv')}/{column}",
        "name": column,
        "dataType": "sc:Text",
        "source": {"fileObject": {"@id": file}, "extract": {"column": column}},
    }


def _source_id(source: Source) -> str:
    return f"#source-{quote(source.id)}"


def _based_on(source: Source) -> dict[str, Any]:
    """Return a source as a work of schema.org."""
    work = {
        "@id": _source_id(source),
        "@type": "CreativeWork",
        "name": source.title or source.id,
        "alternateName": source.id,
        "license": open_license(source.license) or source.license,
        "version": source.version,
        "sameAs": f"https://doi.org/{source.doi}" if source.doi else None,
    }
    return {key: value for key, value in work.items() if value}


def _crate(store: Store, files: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    sources = list(store.sources())
    census = store.census()
    counts = {
        **census.totals,
        **{f"entities: {name}": count for name, count in census.entities.items()},
        **{f"edges: {name}": count for name, count in census.edges.items()},
    }
    numbered = {f"#count-{n}": item for n, item in enumerate(counts.items(), 1)}
    addresses = {url: s.license for s in sources if (url := open_license(s.license))}
    shared = common_license(sources)
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": _name(store),
        "description": _description(store),
        "version": store.version,
        "license": {"@id": shared} if shared else "; ".join(_licenses(store)),
        "citation": _citation(store),
        "hasPart": [{"@id": name} for name in files],
        "isBasedOn": [{"@id": _source_id(source)} for source in sources],
        "variableMeasured": [{"@id": id} for id in numbered],
    }
    works = []
    for source in sources:
        work = _based_on(source)
        if work.get("license") in addresses:
            work["license"] = {"@id": work["license"]}
        works.append(work)
    return {
        "@context": [
            "https://w3id.org/ro/crate/1.1/context",
            {"sha256": "https://schema.org/sha256"},
        ],
        "@graph": [
            {
                "@id": CRATE,
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            root,
            *(
                {
                    "@id": name,
                    "@type": "File",
                    "name": name,
                    "description": _TABLES.get(name, "description of the other files"),
                    "encodingFormat": _TSV if name in _TABLES else _JSON,
                    "contentSize": found["contentSize"].removesuffix(" B"),
                    "sha256": found["sha256"],
                }
                for name, found in files.items()
            ),
            *works,
            *({"@id": url, "@type": "CreativeWork", "name": n} for url, n in addresses.items()),
            *(
                {"@id": id, "@type": "PropertyValue", "name": name, "value": count}
                for id, (name, count) in numbered.items()
            ),
        ],
    }
