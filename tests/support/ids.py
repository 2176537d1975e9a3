"""Names of parametrized tests."""

from __future__ import annotations

from typing import Any


def spelled(value: Any) -> str:
    """Spell a value alike in every process: the elements of a set in order.

    Examples
    --------
    >>> spelled({"b", "a"}), spelled({"x": "a"})
    ("{'a', 'b'}", "{'x': 'a'}")
    """
    if isinstance(value, set | frozenset) and value:
        return f"{{{', '.join(map(repr, sorted(value)))}}}"
    return str(value)
