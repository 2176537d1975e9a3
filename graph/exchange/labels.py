"""Name entities in files whose readers know a node by one plain text.

Examples
--------
>>> tally = Tally()
>>> one, two = Entity("hgnc:11810", "TFPI", "Gene"), Entity("radexo:x", "=1", "Process")
>>> labels([one, two], "SIF", tally)
{'hgnc:11810': 'TFPI', 'radexo:x': 'radexo:x'}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from ..model import Entity
from .losses import Tally

__all__ = ["is_plain", "labels"]

_BREAKING = r"\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff"
_PLAIN = re.compile(
    rf"[^\s{_BREAKING}=+\-@\"'\uff0b\uff0d\uff1d\uff20]"
    rf"([^\t\n\r\v\f\u2028\u2029{_BREAKING}]*[^\s{_BREAKING}])?"
)


_MISSING = frozenset(["#n/a", "#na", "-nan", "<na>", "n/a", "na", "nan", "nil", "none", "null"])
"""What readers of tables (pandas, R) take for a missing value, in lower case."""


def is_plain(text: str) -> bool:
    """Return whether readers of tables take a text as it is, and spreadsheets do not run it.

    Examples
    --------
    >>> is_plain("TGF-\u03b2 signaling"), is_plain("=1"), is_plain("two\\nlines"), is_plain("NA")
    (True, False, False, False)
    """
    return _PLAIN.fullmatch(text) is not None and text.casefold() not in _MISSING


def labels(entities: Collection[Entity], format: str, tally: Tally) -> dict[str, str]:
    """Return a unique plain text for each entity: its name where that will do, else its id.

    Parameters
    ----------
    entities
        All entities of the file.
    format
        What the format is called, for the counts.
    tally
        Counts what was replaced.

    Returns
    -------
    dict
        By id. A name that is not plain, that several entities have, or that is another's id gives
        way to the id.
    """
    ids = {entity.id for entity in entities}
    named = Counter(entity.name for entity in entities)
    found = {}
    for entity in entities:
        shown = f"{entity.id}: {entity.name!r}"
        if not is_plain(entity.name) or entity.name in ids:
            tally.add(f"name that {format} cannot carry; replaced by the id", shown)
        elif named[entity.name] > 1:
            tally.add("name of several entities; replaced by the id", shown)
        else:
            tally.add("id of an entity; replaced by the name", entity.id)
            found[entity.id] = entity.name
            continue
        found[entity.id] = entity.id
    return found
