"""The Cypher of questions, rendered from templates with the schema's lists."""

from __future__ import annotations

from pathlib import Path

__all__ = ["render"]


def render(file: Path) -> str:
    """Return a question's Cypher."""
    return file.read_text(encoding="utf-8")
