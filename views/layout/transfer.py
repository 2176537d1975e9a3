"""The layout in compartments: donor cell, exosome and recipient cell, side by side.

`transfer` places nodes in columns and draws the compartments around them: the two cells over the
whole height, the exosome around what it carries. A compartment that holds nothing is drawn empty.
An arrow that passes compartments which it has no end in is led below them, where few pass.

Examples
--------
>>> boxes = [Box("e", "vesicle", 60, 30), Box("m", "cargo", 60, 30), Box("g", "target", 60, 30)]
>>> arrows = [Arrow("1", "e", "m"), Arrow("2", "m", "g")]
>>> found = transfer(boxes, arrows, {"donor": ["not given"], "recipient": ["HeLa"]})
>>> [room.heading for room in found.rooms], sorted(found.places)
(['Donor cell', 'Exosome', 'Recipient cell'], ['e', 'g', 'm'])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .columns import Arrow, Box, Layout, Room, Route, columns, curve, flat
from .labels import LABEL_SIZE
from .shapes import LINE_HEIGHT, text_width, wrap

__all__ = ["ROOMS", "STANDS", "transfer"]

ROOMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "donor": ("Donor cell", ("donor",)),
    "exosome": ("Exosome", ("vesicle", "cargo")),
    "recipient": ("Recipient cell", ("target", "pathway", "effect")),
}
"""The compartments from left to right: heading, and the layers that they hold."""

STANDS = ("outside", *(layer for _, layers in ROOMS.values() for layer in layers))
"""The layers from left to right; what is outside has no compartment."""

HEADING, LEAST, INSET, ABOVE, WITHIN, BETWEEN, BELOW = 12.0, 104.0, 14.0, 20.0, 28.0, 40.0, 13.0

MOST_BELOW = 4
"""The most arrows that are led below the compartments: more would hide each other on their way."""


def transfer(
    boxes: Sequence[Box], arrows: Sequence[Arrow], said: Mapping[str, Sequence[str]]
) -> Layout:
    """Place nodes in the compartments of a transfer.

    Parameters
    ----------
    boxes
        Each with one of `STANDS` as its layer.
    arrows
        Between them.
    said
        The lines below the heading of a compartment, by its key in `ROOMS`.

    Returns
    -------
    Layout
        Of kind columns, with ``rooms`` in place of bands.
    """
    used = {box.layer for box in boxes}
    empty = [
        Box(f"\0{key}", layers[0], LEAST, 40.0)
        for key, (_, layers) in ROOMS.items()
        if not used & set(layers)
    ]
    room_of = {layer: key for key, (_, layers) in ROOMS.items() for layer in layers}
    at = {box.id: room_of.get(box.layer) for box in boxes}
    arrows = [  # one that leaves a compartment shows its label between the membranes
        a if at[a.subject] == at[a.object] else replace(a, room=a.room + BETWEEN) for a in arrows
    ]
    placed = columns([*boxes, *empty], arrows, dict.fromkeys(STANDS, ""))
    places = {id: place for id, place in placed.places.items() if not id.startswith("\0")}
    bands = {band.layer: band for band in placed.bands}
    layer_of = {box.id: box.layer for box in boxes}
    xs = {
        key: (
            min(bands[layer].left for layer in layers if layer in bands) + INSET,
            max(bands[layer].right for layer in layers if layer in bands) - INSET,
        )
        for key, (_, layers) in ROOMS.items()
    }
    vesicle = [places[id].box(WITHIN) for id in places if layer_of[id] in ROOMS["exosome"][1]]
    within = (min(box[1] for box in vesicle), max(box[3] for box in vesicle))
    outside, past = (
        [a.id for a in arrows if at[a.subject] == start and at[a.object] == "recipient"]
        for start in (None, "donor")
    )
    if len(outside) + len(past) > MOST_BELOW:
        outside, past = [], []
    exosome = (xs["exosome"][0], within[1] + BELOW, xs["exosome"][1])
    routes = {**placed.routes, **_below(placed.routes, past, exosome)}
    ys = [y for place in places.values() for y in place.box()[1::2]]
    ys += [y for id in routes if id not in outside for _, y in flat(routes[id], 6)]
    ys += [y for id in outside for x, y in routes[id] if x > xs["recipient"][0]]
    top, bottom = min(*ys, within[0] + 6) - ABOVE, max(*ys, within[1] - 6) + ABOVE
    cells = (xs["donor"][0], bottom + BELOW, xs["exosome"][1])
    routes |= _below(placed.routes, outside, cells)
    heights = {key: within if key == "exosome" else (top, bottom) for key in xs}
    rooms = _rooms(xs, heights, said)
    return replace(placed, places=places, routes=routes, bands=(), rooms=rooms)


def _rooms(
    xs: Mapping[str, tuple[float, float]],
    heights: Mapping[str, tuple[float, float]],
    said: Mapping[str, Sequence[str]],
) -> tuple[Room, ...]:
    """Return the compartments, each with its heading and what is said of it above the cells."""
    lines = {
        key: [
            (ROOMS[key][0], HEADING),
            *(
                (line, LABEL_SIZE)
                for text in said.get(key, ())
                for line in wrap(text, max(right - left - 8, LEAST), LABEL_SIZE * 1.05)
            ),
        ]
        for key, (left, right) in xs.items()
    }
    step = HEADING * LINE_HEIGHT
    first = heights["donor"][0] - (max(map(len, lines.values())) * step + 6)
    rooms = []
    for key, (left, right) in xs.items():
        words = tuple(
            ((left + right) / 2, first + (i + 0.5) * step, text, size)
            for i, (text, size) in enumerate(lines[key])
        )
        low, high = heights[key]
        rooms.append(Room(key, ROOMS[key][0], (left, low, right, high), words))
    assert all(text_width(room.heading, HEADING) <= room.box[2] - room.box[0] for room in rooms)
    return tuple(rooms)


def _below(
    routes: Mapping[str, Route], passing: Sequence[str], rooms: tuple[float, float, float]
) -> dict[str, Route]:
    """Lead arrows below the compartments between their ends, the highest one nearest.

    Parameters
    ----------
    routes
        Of all arrows.
    passing
        Ids of those that pass, left to right.
    rooms
        Left of the compartments, the height of the first arrow, and their right.
    """
    left, y, right = rooms
    found = {}
    for id in sorted(passing, key=lambda arrow: (routes[arrow][-1][1], arrow)):
        knots = routes[id][::3]
        before = [(x, at) for x, at in knots if x < left - INSET]
        after = [(x, at) for x, at in knots if x > right + INSET]
        found[id] = curve([*before, (left, y), (right, y), *after])
        y += BELOW
    return found
