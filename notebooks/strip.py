"""Take the outputs out of the notebooks before they are committed: ``python notebooks/strip.py [FILE...]``.

What a run leaves behind goes (outputs, counts, the machine's kernel); cells and their ids stay. The
standard library suffices.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def stripped(text: str) -> str:
    """Give a notebook's text without outputs.

    Parameters
    ----------
    text
        JSON of a notebook, format 4.5.

    Returns
    -------
    str
        The same for every run of the same notebook.
    """
    notebook = json.loads(text)
    notebook["metadata"] = METADATA
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for path in (
        map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(Path(__file__).parent.glob("*.ipynb"))
    ):
        path.write_text(stripped(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
