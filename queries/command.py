"""The command that asks a question, as a person types it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .kinds import Parameter

__all__ = ["command_line", "command_words", "option_name"]


def option_name(p: Parameter) -> str:
    """Return the option of a parameter; that of a list is repeated and named in the singular.

    Examples
    --------
    >>> option_name(Parameter("max_hops", "count", ""))
    '--max-hops'
    >>> option_name(Parameter("papers", "papers", ""))
    '--paper'
    """
    if p.kind == "sources":
        return "--with"
    name = p.name.removesuffix("s") if p.kind in ("papers", "predicates") else p.name
    return f"--{name.replace('_', '-')}"


def command_words(name: str, given: Mapping[str, Any]) -> list[str]:
    """Return the command and its arguments that ask a question; defaults are left out."""
    from .catalogue import find

    parameters = find(name).parameters
    asked = [p for p in parameters if given.get(p.name) not in (None, (), [], p.default)]
    positional = [w for p in asked if p.positional for w in _words(p, given[p.name])]
    options = [w for p in asked if not p.positional for w in _option(p, given[p.name])]
    return [name.replace("_", "-"), *positional, *options]


def command_line(name: str, given: Mapping[str, Any]) -> str:
    """Return the command line that asks a question.

    Examples
    --------
    >>> command_line("what_if", {"names": ["NORAD"], "support": "stitched", "limit": 0})
    'radexo what-if NORAD --support stitched'
    """
    from shlex import join

    return join(["radexo", *command_words(name, given)])


def _words(p: Parameter, value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [{1: "+", -1: "-"}.get(v, str(v)) if p.kind == "sign" else str(v) for v in values]


def _option(p: Parameter, value: Any) -> Iterator[str]:
    for word in [""] if p.kind == "flag" else _words(p, value):
        yield option_name(p)
        if word:
            yield word
