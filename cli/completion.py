"""What the shell offers for a word that is being typed: names of the graph, and questions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import click

from ..graph.errors import RadexoError
from ..graph.names import fold
from .frame import Settings, cli

__all__ = ["arguments", "catalogue", "names", "questions"]

_MOST = 30


def names(context: click.Context, begun: str, type: str | None = None) -> list[str]:
    """Return the names that begin with what was typed.

    Parameters
    ----------
    context
        Its settings say which graph.
    begun
        What was typed.
    type
        Of the entities; None for any.
    """
    settings = context.find_object(Settings) or Settings()
    types = [type] if type else None
    try:
        store = settings.graph.store
        spelled: list[tuple[str, ...]]
        if not begun:
            spelled = [(entity.name,) for entity in store.entities(types)] if types else []
        else:
            found = store.names.suggest(begun, types, _MOST)
            spelled = [(s.entity.name, s.matched or s.entity.name) for s in found if not s.near]
    except (RadexoError, OSError):
        return []
    return _quoted(_beginning(spelled, begun))


def _beginning(spelled: Sequence[tuple[str, ...]], begun: str) -> list[str]:
    """Return, of each entity's names, the one that begins as typed; else in another spelling.

    A name in the middle of which the text lies is left out: a shell would erase what was typed.

    Examples
    --------
    >>> _beginning([("CTNNB1", "beta-catenin")], "Beta"), _beginning([("miR-340-5p",)], "mir34")
    (['beta-catenin'], ['miR-340-5p'])
    """

    def those(begins: Callable[[str], bool]) -> list[str]:
        firsts = (next((n for n in names if ":" not in n and begins(n)), None) for names in spelled)
        return list(dict.fromkeys(name for name in firsts if name))

    return those(lambda name: name.casefold().startswith(begun.casefold())) or those(
        lambda name: fold(name).startswith(fold(begun))
    )


def _quoted(names: list[str]) -> list[str]:
    """Escape names for bash, whose script drops one backslash; other shells quote themselves."""
    from shlex import quote

    if not os.environ.get("_RADEXO_COMPLETE", "").startswith("bash"):
        return names
    return [
        "".join(c if c.isalnum() or c in "-_./+" else f"\\\\{c}" for c in name)
        if quote(name) != name
        else name
        for name in names
    ]


def catalogue(context: click.Context, begun: str) -> list[str]:
    """Return the questions of the catalogue, which query and cypher take."""
    from ..queries.questions import names

    return [name for name in names() if name.startswith(begun.replace("-", "_"))]


def arguments(context: click.Context, begun: str) -> list[str]:
    """Return what the arguments of the command to be drawn or cited may be: names of entities."""
    return names(context, begun) if begun and not begun.startswith("-") else []


def questions(context: click.Context, begun: str) -> list[str]:
    """Return the commands that answer, which draw and cite take."""
    from .commands import answering

    return [
        name for name in answering() if name.startswith(begun) and cli.get_command(context, name)
    ]
