"""Where the texts of the repository repeat an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def repeated_runs(
    article: str, texts: Mapping[str, str], length: int = 8
) -> Iterator[tuple[str, str]]:
    """Find where texts repeat a run of consecutive words of an article.

    Case, punctuation and line breaks do not count.
    """
    runs = set(_runs(_words(article), length))
    for name, text in texts.items():
        for run in _runs(_words(text), length):
            if run in runs:
                yield name, " ".join(run)


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[i : i + length]) for i in range(len(words) - length + 1))
