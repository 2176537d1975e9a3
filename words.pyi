"""Written by ``python -m radexo.docs.make.stubs``; do not edit."""

from typing import Literal

LayoutName = Literal["columns", "rings", "transfer"]
Shown = Literal["carrying", "all"]
Against = Literal["targets", "pathways", "cargo", "cancers", "findings"]
FormatName = Literal[
    "bnet",
    "card",
    "cx2",
    "gmt",
    "graphml",
    "kgx",
    "neo4j-csv",
    "network",
    "node-link",
    "sif",
    "sssom",
    "triples",
]
SourceName = Literal[
    "exocarta",
    "gmt",
    "hgnc",
    "mirbase",
    "mirtarbase",
    "omnipath",
    "reactome",
    "review",
    "signor",
    "table",
    "vesiclepedia",
    "kgx",
    "node-link",
]
LAYOUTS: tuple[LayoutName, ...]
SHOWN: tuple[Shown, ...]
AGAINST: tuple[Against, ...]
