"""Remove the outputs from notebooks before a commit: ``python notebooks/strip.py [FILE...]``.

Outputs, execution counts and the kernel of the machine are removed; cells, ids and tags stay. Needs
only the standard library.
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
    """Return the text of a notebook without outputs.

    A cell with the tag ``remove-cell`` checks results; its input is collapsed for readers.

    Parameters
    ----------
    text
        JSON of a notebook, format 4.5.

    Returns
    -------
    str
        JSON that is equal for every run of the same notebook.
    """
    notebook = json.loads(text)
    notebook["metadata"] = METADATA
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        cell["metadata"] = {"tags": tags} if tags else {}
        if "remove-cell" in tags:
            cell["metadata"]["jupyter"] = {"source_hidden": True}
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for path in (
        map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(Path(__file__).parent.glob("*.ipynb"))
    ):
        path.write_text(stripped(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
