"""The commands that overlay a table and enrich a list again, as a person types them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MEASURED", "measured_words"]

MEASURED: Mapping[str, str] = {"overlay": "table", "enrich": "list"}
"""By command: the parameter that is its argument."""

_DEFAULTS: Mapping[str, Any] = {
    "max_hops": 4,
    "support": "one-passage",
    "against": "targets",
    "limit": 0,
}


def measured_words(name: str, given: Mapping[str, Any]) -> list[str]:
    """Return the command and its arguments; defaults are left out.

    Examples
    --------
    >>> given = {"table": "a.tsv", "id": "gene", "groups": ["A*", "B*"], "confirmed": True}
    >>> measured_words("overlay", given)
    ['overlay', 'a.tsv', '--id', 'gene', '--groups', 'A*', 'B*', '--confirmed']
    """
    words = [name, str(given[MEASURED[name]])]
    for key, value in given.items():
        if key == MEASURED[name] or value in (None, (), [], _DEFAULTS.get(key)):
            continue
        values = value if isinstance(value, (list, tuple)) else [] if value is True else [value]
        words += [f"--{key.replace('_', '-')}", *map(str, values)]
    return words
