"""Run ``import.sh`` of an export with a neo4j-admin that only prints its arguments."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def ran(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run import.sh with a neo4j-admin that prints what it is asked."""
    admin = folder.parent / "bin" / "neo4j-admin"
    admin.parent.mkdir(exist_ok=True)
    admin.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    admin.chmod(0o755)
    path = {**os.environ, "PATH": f"{admin.parent}:{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", folder / "import.sh", *options],
        env=path,
        capture_output=True,
        text=True,
        check=False,
    )
