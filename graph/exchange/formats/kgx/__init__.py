"""KGX, the Knowledge Graph Exchange format: see `writing` and `reading`."""

from ...registry import Format
from .reading import REQUIRED, read, recognizes
from .writing import write

__all__ = ["FORMAT", "read", "recognizes", "write"]

FORMAT = Format(
    __name__,
    "kgx",
    "tables in Biolink's terms, for knowledge graphs and pandas",
    kind="folder",
    extensions=(".kgx",),
    lossless=True,
    columns=REQUIRED,
)
