"""Licences of sources: which may be passed on, and what an export must say of the others.

A licence is recognized by its whole text, so that ``CC BY 4.0, figures excepted`` is not taken for
CC BY. What is not recognized may still be open: the notice names it, and the reader decides.

Examples
--------
>>> open_license("CC BY 4.0"), open_license("CC BY-NC 4.0"), open_license("academic use only")
('https://creativecommons.org/licenses/by/4.0/', None, None)
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Source

__all__ = ["NAMES", "common_license", "open_license", "redistribution", "source_line"]

_CREATIVE_COMMONS = re.compile(
    r"(?:creative commons |cc[ -])(by|by-sa)(?: (1\.0|2\.0|2\.5|3\.0|4\.0))?(?: international)?"
)
_ADDRESSES = {
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "BSD-2-Clause": "https://opensource.org/license/bsd-2-clause",
    "BSD-3-Clause": "https://opensource.org/license/bsd-3-clause",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "MIT": "https://opensource.org/license/mit",
    "ODbL": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL": "https://opendatacommons.org/licenses/pddl/1-0/",
    "public domain": "https://creativecommons.org/publicdomain/mark/1.0/",
}
NAMES = tuple(_ADDRESSES)
"""Open licences beside CC BY and CC BY-SA, which have versions."""

_OPEN = {name.casefold(): address for name, address in _ADDRESSES.items()}
_ALIASES = {
    "apache 2.0": "apache-2.0",
    "apache license 2.0": "apache-2.0",
    "apache license, version 2.0": "apache-2.0",
    "cc0 1.0": "cc0",
    "cc0 1.0 universal": "cc0",
    "mit license": "mit",
    "odbl-1.0": "odbl",
    "odbl 1.0": "odbl",
    "odc-by-1.0": "odc-by",
    "odc-by 1.0": "odc-by",
    "pddl-1.0": "pddl",
    "pddl 1.0": "pddl",
    "us public domain": "public domain",
}
_OWN = re.compile(r"(own|mine|ours|yours)\b|that of your\b")
"""Matches what the licence column says of a user's own tables."""


def open_license(text: str | None) -> str | None:
    """Return the address of a licence that lets everybody pass data on, None for all others.

    Parameters
    ----------
    text
        A licence as a source states it: a name, an SPDX identifier, or the address itself.

    Returns
    -------
    str or None

    Examples
    --------
    >>> open_license("CC-BY-SA-3.0"), open_license("CC0-1.0"), open_license(None)
    ('https://creativecommons.org/licenses/by-sa/3.0/', \
'https://creativecommons.org/publicdomain/zero/1.0/', None)
    """
    words = " ".join((text or "").casefold().split()).rstrip(".")
    address = words.replace("http://", "https://").rstrip("/")
    creative = re.fullmatch(
        r"https://creativecommons\.org/licenses/(by|by-sa)/([1-4]\.[05])", address
    )
    if creative is None:
        spaced = re.sub(r"^(cc[ -]by(?:[ -]sa)?)-(?=[1-4]\.)", r"\1 ", words)
        spaced = re.sub(r"\b(by)[ -](sa)\b", r"\1-\2", spaced)
        creative = _CREATIVE_COMMONS.fullmatch(spaced)
    if creative:
        kind, version = creative[1], creative[2] or "4.0"
        return f"https://creativecommons.org/licenses/{kind}/{version}/"
    words = words.replace("cc0-", "cc0 ")
    for known in _OPEN.values():
        if address == known.casefold().rstrip("/"):
            return known
    return _OPEN.get(_ALIASES.get(words, words))


def common_license(sources: Iterable[Source]) -> str | None:
    """Return the address of the open licence that all sources have; None if there is none.

    Examples
    --------
    >>> common_license([Source("a", license="CC0"), Source("b", license="CC BY 4.0")]) is None
    True
    """
    found = {open_license(source.license) for source in sources}
    return found.pop() if len(found) == 1 else None


def source_line(source: Source) -> str:
    """Return a source on one line: id, version, licence, DOI, title.

    Examples
    --------
    >>> source_line(Source("sun2022", "Exosomes", "10.1/x", "CC BY 4.0"))
    'sun2022; license: CC BY 4.0; doi:10.1/x; Exosomes'
    """
    parts = [
        source.id,
        f"version {source.version}" if source.version else None,
        f"license: {source.license or 'not stated'}",
        f"doi:{source.doi}" if source.doi else None,
        source.title,
    ]
    return "; ".join(filter(None, parts))


def redistribution(sources: Iterable[Source]) -> list[str]:
    """Return what an export must say of sources that not everybody may pass on.

    Parameters
    ----------
    sources
        Those of the graph. One whose license is ``own`` (or begins with ``yours``) is the user's.

    Returns
    -------
    list of str
        One notice per source, with its licence.

    Examples
    --------
    >>> redistribution([Source("a", license="CC0"), Source("b", license="academic use only")])
    ["the file holds claims of b, whose license is 'academic use only': do not pass it on unless \
that license lets you"]
    """
    notices = []
    for source in sources:
        text = (source.license or "").strip()
        if open_license(text) or _OWN.match(text.casefold()):
            continue
        if text:
            notices.append(
                f"the file holds claims of {source.id}, whose license is {text!r}: "
                "do not pass it on unless that license lets you"
            )
        else:
            notices.append(
                f"the file holds claims of {source.id}, which states no license: "
                "do not pass it on unless they are yours (then license: own) or you may"
            )
    return notices
