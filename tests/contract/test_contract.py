"""The contract net: what other programs rely on, compared with what was recorded.

``python tests/contract/record.py`` records again; the diff of ``recorded/`` is then what a release
changes.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import radexo
from contract.record import FOLDER, PARTS


@pytest.mark.parametrize("part", PARTS)
def test_nothing_promised_has_changed(part: str, g: radexo.Graph) -> None:
    recorded = json.loads((FOLDER / f"{part}.json").read_text(encoding="utf-8"))
    current = json.loads(json.dumps(PARTS[part](g)))
    if (
        part == "figures" and current["matplotlib"] != recorded["matplotlib"]
    ):  # another version draws other bytes
        for figures in (recorded, current):
            del figures["matplotlib"]
            for figure in figures.values():
                del figure["svg"]
    assert list(current) == list(recorded), "added or removed"
    for name, value in recorded.items():
        assert current[name] == value, f"{part}: {name}"


def test_every_recorded_file_is_compared() -> None:
    assert {path.stem for path in Path(FOLDER).glob("*.json")} == set(PARTS)
