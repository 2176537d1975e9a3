"""Read JSON files strictly, with an error that names the place, and write long JSON lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from ..errors import DataError

__all__ = ["dumps", "read_json", "write_items"]


def dumps(value: Any) -> str:
    """Return a value as JSON on one line, in Unicode.

    Parameters
    ----------
    value
        Of plain types.

    Returns
    -------
    str

    Examples
    --------
    >>> dumps({"name": "β"})
    '{"name": "β"}'
    """
    return json.dumps(value, ensure_ascii=False)


def write_items(file: TextIO, items: Iterable[Any]) -> None:
    """Write the items of a JSON list, one per line."""
    for number, item in enumerate(items):
        file.write((",\n" if number else "\n") + dumps(item))


def read_json(file: str | Path, what: str = "saved graph") -> Any:
    """Read a JSON file.

    Parameters
    ----------
    file
        The file.
    what
        What it should hold, for the message.

    Returns
    -------
    Any

    Raises
    ------
    DataError
        When it cannot be read, or is not JSON in UTF-8; the message names line and column.
    """
    try:
        text = Path(file).read_bytes().decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_unique_keys)
        if "\\ud" in text.casefold():  # an escaped surrogate may lack its other half
            dumps(content).encode()
        return content
    except OSError as error:
        raise DataError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 at byte {error.start}; not a {what}") from error
    except json.JSONDecodeError as error:
        raise DataError(
            f"{file}: line {error.lineno}, column {error.colno}: not JSON ({error.msg}); "
            f"not a {what}, or only part of one"
        ) from error
    except UnicodeEncodeError as error:
        raise DataError(
            f"{file}: holds a lone surrogate, {error.object[error.start]!r}; correct it"
        ) from error
    except DataError as error:
        raise DataError(f"{file}: {error.message}") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}: not a {what} ({error})") from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        duplicate = next(name for name in names if names.count(name) > 1)
        raise DataError(f"duplicate key {duplicate!r} in one object; keep one")
    return found
