"""A graph saved as RadExo 0.1 did, as one JSON text."""

from __future__ import annotations

import json
from pathlib import Path

from radexo.graph.records import Records, records_to_dict
from radexo.graph.saved import JSON_NAME


def saved_as_json(records: Records, folder: Path) -> Path:
    """Save a graph as RadExo 0.1 did."""
    file = folder / JSON_NAME
    content = {"format": "radexo-graph-1", **records_to_dict(records)}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    return file
