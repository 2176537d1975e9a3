"""The chances of one set, from those of many at once."""

from __future__ import annotations

from radexo.measured.chances import chances, signed_chances


def chance(overlap: int, set_size: int, list_size: int, background: int) -> float:
    """Return the chance that a list shares at least so many members with a set."""
    return float(chances(overlap, set_size, list_size, background))


def signed_chance(
    overlap: int, plus: int, minus: int, raised: int, lowered: int, background: int
) -> float:
    """Return the chance that raised and lowered ids meet a signed set."""
    (found,) = signed_chances([overlap], [plus], [minus], raised, lowered, background)
    return float(found)
