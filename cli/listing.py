"""The commands under their headings, as ``radexo --help`` lists them, without importing them.

``index.json`` beside this module holds what the declarations say; ``python -m
radexo.docs.make.stubs`` writes it again. It is read only while it names the questions that are in
the catalogue's folder.
"""

from __future__ import annotations

import json
import os

from ..queries.questions import names

__all__ = ["FILE", "Listing", "declared", "listing"]

Listing = dict[str, dict[str, str]]
"""The help line of each command, by heading and command."""

FILE = os.path.join(os.path.dirname(__file__), "index.json")
"""The listing, prebuilt."""


def listing() -> Listing:
    """Return the help line of each command, by heading and command."""
    try:
        with open(FILE, encoding="utf-8") as stream:
            read: Listing = json.load(stream)
    except (OSError, ValueError):
        return declared()
    listed = {command for commands in read.values() for command in commands}
    current = listed.issuperset(name.replace("_", "-") for name in names())
    return read if current else declared()


def declared() -> Listing:
    """Return the same from the declarations, which are imported."""
    from ..queries.catalogue import catalogue
    from ..queries.declare import GROUPS
    from . import files, measured  # noqa: F401 (register their commands)
    from .commands import COMMANDS, SECTIONS

    found: Listing = {heading: {} for heading in (*GROUPS.values(), *SECTIONS)}
    for question in catalogue():
        found[GROUPS[question.group]][question.command] = f"{question.summary}."
    for heading, commands in SECTIONS.items():
        for name in commands:
            found[heading][name] = COMMANDS[name].get_short_help_str(300)
    return found
