"""Other programs, which the tests in tests/oracles compare with."""

from __future__ import annotations

import importlib
import importlib.util
import os
from types import ModuleType

import pytest


def program(name: str) -> ModuleType:
    """Import a library, or skip the test where the libraries are not installed."""
    if importlib.util.find_spec(name.partition(".")[0]) is None and not os.environ.get("ORACLES"):
        pytest.skip(f"{name} is not installed: pip install --group oracles, in a venv of its own")
    return importlib.import_module(name)
