"""Split the text of an article into sections and numbered sentences.

The curated tables refer to sentences and do not contain them: a finding's locator names section,
citation and sentence numbers. With the text, ``radexo findings --text FILE`` shows both side by
side, and a test checks that the repository repeats none of it.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..graph.errors import DataError

__all__ = ["read_sentences", "split_sections", "split_sentences"]

_ABBREVIATIONS = ("et al", "e.g", "i.e", "vs", "Fig", "Figs", "approx")
_END = re.compile(r"[.?!][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_CAPTION = re.compile(r"(fig(ure|\.)?|table)\s*\d+\b[.:]?(?P<text>.*)", re.IGNORECASE)


def split_sentences(text: str) -> list[str]:
    """Split running text into sentences.

    Parameters
    ----------
    text
        Prose; line breaks count as spaces.

    Returns
    -------
    list of str
        The sentences in order, each stripped. A full stop after an abbreviation that is common in
        articles ("et al.", "Fig.", "e.g.", "vs.") ends no sentence.

    Examples
    --------
    >>> split_sentences("Wan et al. [37] saw it. It held (Fig. 2) [38]. So it did.")
    ['Wan et al. [37] saw it.', 'It held (Fig. 2) [38].', 'So it did.']
    """
    text = " ".join(text.split())
    sentences, start = [], 0
    for match in _END.finditer(text):
        before = text[start : match.start()]
        if before.endswith(_ABBREVIATIONS):
            continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    if text[start:].strip():
        sentences.append(text[start:].strip())
    return sentences


def split_sections(text: str) -> dict[str, list[str]]:
    """Split an article into its sections and their numbered sentences.

    Parameters
    ----------
    text
        The article as plain text, each heading on its own line, without a full stop.

    Returns
    -------
    dict of str to list of str
        Heading to sentences, in order; sentence number 1 is the first of its section. Captions of
        figures and tables are left out.

    Examples
    --------
    >>> split_sections("Colon\\n\\nIt grows. It stays.\\n\\nFig. 1\\nfigure 1\\n\\nA caption")
    {'Colon': ['It grows.', 'It stays.']}
    """
    sections: dict[str, list[str]] = {}
    heading, caption = "", False
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if match := _CAPTION.match(line):
            caption = not match["text"].strip()  # a label alone: its caption is the next line
        elif caption:
            caption = False
        elif line.endswith((".", "?", "!", "]")) or len(line) > 80:
            sections.setdefault(heading, []).extend(split_sentences(line))
        else:
            heading = line
    return sections


def read_sentences(path: str | Path) -> dict[str, list[str]]:
    """Read the text file of an article and split it with `split_sections`.

    Parameters
    ----------
    path
        A UTF-8 text file.

    Returns
    -------
    dict of str to list of str
        Heading to sentences.

    Raises
    ------
    DataError
        When the file cannot be read, is not UTF-8, or holds no sentence.
    """
    try:
        sections = split_sections(Path(path).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not UTF-8 at byte {error.start}; save the text as UTF-8"
        ) from error
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    if not sections:
        raise DataError(f"{path}: no sentence found; give the article as plain text")
    return sections
