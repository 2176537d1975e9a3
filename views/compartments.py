"""Donor cell, exosome, recipient cell: which compartment an entity is in, and who they are.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> picture = g.mechanism("circ-METRN").draw(layout="transfer").picture
>>> {room.heading: room.words[1][2] for room in picture.layout.rooms if room.words[1:]}
{'Donor cell': 'not given', 'Recipient cell': 'not given'}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..graph.errors import UsageError
from ..graph.report import and_more
from .style import NODES

if TYPE_CHECKING:
    from ..graph.stores.base import Store
    from .picture import PictureEdge, PictureNode

__all__ = ["known", "layer_of", "sides"]

_LAYERS = {"outside": "source", "donor": "source", "vesicle": "exosome"}
"""The layers of the style table by compartment, where the words differ."""

_RECIPIENT = ("target", "pathway", "effect")
MOST_NAMED = 3
"""The most recipients that are named above the compartment."""


def layer_of(stand: str) -> str:
    """Return the layer of the style table for a node in a compartment.

    Examples
    --------
    >>> layer_of("vesicle"), layer_of("target")
    ('exosome', 'target')
    """
    return _LAYERS.get(stand, stand)


def sides(nodes: Sequence[PictureNode], edges: Sequence[PictureEdge]) -> dict[str, str]:
    """Return the compartment of each node in the picture of a transfer, by id.

    An exosome and what it carries are the exosome. What acts on them, and is not acted on by them,
    is the donor's; an exposure is outside. Everything else is in the recipient.

    Parameters
    ----------
    nodes, edges
        What is drawn.

    Returns
    -------
    dict
        outside, donor, vesicle, cargo, target, pathway or effect.

    Raises
    ------
    UsageError
        When nothing that is drawn is an exosome.
    """
    vesicles = {node.id for node in nodes if node.entity.type == "Exosome"}
    if not vesicles:
        raise UsageError(
            "layout transfer: no exosome is in the answer; ask mechanism, or use another layout"
        )
    carried = {
        edge.object
        for edge in edges
        if edge.subject in vesicles and "CARRIES" in edge.predicates and edge.object not in vesicles
    }
    middle = vesicles | carried
    before = _reached(middle, [(edge.object, edge.subject) for edge in edges])
    after = _reached(middle, [(edge.subject, edge.object) for edge in edges])
    found = {}
    for node in nodes:
        if node.id in middle:
            found[node.id] = "vesicle" if node.id in vesicles else "cargo"
        elif node.entity.type == "Exposure":
            found[node.id] = "outside"
        elif node.id in before and node.id not in after:
            found[node.id] = "donor"
        else:
            layer = NODES[node.entity.type].layer
            found[node.id] = layer if layer in _RECIPIENT else "target"
    return found


def _reached(start: Iterable[str], steps: Sequence[tuple[str, str]]) -> set[str]:
    """Return what is reached from some nodes, themselves left out unless steps lead back."""
    following: dict[str, list[str]] = {}
    for one, other in steps:
        following.setdefault(one, []).append(other)
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        for other in following.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def known(
    stands: Mapping[str, str], edges: Sequence[PictureEdge], store: Store
) -> dict[str, list[str]]:
    """Say who donor and recipient are, and where the drawn findings do not name them.

    Parameters
    ----------
    stands
        The compartment of each node, as `sides` returns it.
    edges
        What is drawn.
    store
        Exosomes, findings and names are looked up in it.

    Returns
    -------
    dict
        Lines by compartment: donor, exosome, recipient.
    """
    return {
        "donor": _donors(stands, edges, store),
        "exosome": [] if "cargo" in stands.values() else ["no cargo in these rows"],
        "recipient": _recipients(stands, edges),
    }


def _donors(stands: Mapping[str, str], edges: Sequence[PictureEdge], store: Store) -> list[str]:
    vesicles = [id for id, stand in stands.items() if stand == "vesicle"]
    released = {
        edge.object
        for edge in edges
        if "RELEASES" in edge.predicates and stands[edge.subject] == "donor"
    }
    named: dict[str, None] = {}
    unknown = 0
    for id in vesicles:
        if id in released:
            continue
        donors = store.entity(id).donors
        named |= {store.entity(donor).name: None for donor in donors}
        unknown += not donors
    lines = [f"{', '.join(named)} (not in these rows)"] if named else []
    return lines + _missing(unknown, len(vesicles), "exosome")


def _recipients(stands: Mapping[str, str], edges: Sequence[PictureEdge]) -> list[str]:
    facts = {f.finding: f for e in edges if stands[e.object] in _RECIPIENT for f in e.facts}
    if not facts:
        return ["nothing in these rows"]
    names = list(dict.fromkeys(fact.recipient for fact in facts.values() if fact.recipient))
    unknown = sum(not fact.recipient for fact in facts.values())
    lines = [and_more(names, MOST_NAMED)] if names else []
    return lines + _missing(unknown, len(facts), "finding")


def _missing(unknown: int, whole: int, word: str) -> list[str]:
    """Say that something is not given: at all, or for how many."""
    if not unknown:
        return []
    if unknown == whole:
        return ["not given"]
    return [f"not given for {unknown} of {whole} {word}s"]
