"""Claims stage: which entries of a list of works each citation of the text means.

Goes in: the citations of a text. Comes out: for each that is no entry itself the indexes of the entries of the same
work. The entries are kept by their labels and words, so that no citation is set beside all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byname.claims.citations.finding import FoundCitation


def entries_cited(citations: Sequence[FoundCitation]) -> dict[int, tuple[int, ...]]:
    """The indexes of the entries that each citation means, by its own index; a citation that has none is left out."""
    entries = [(index, citation) for index, citation in enumerate(citations) if citation.kind == "entry"]
    works = _Works(entries) if entries else None
    if works is None:
        return {}
    return {
        index: found
        for index, citation in enumerate(citations)
        if citation.kind != "entry" and (found := works.of(citation))
    }


def folded(text: str) -> str:
    """The letters and digits of a text, in lower case and together.

    >>> folded("Khan-Magomedov,")
    'khanmagomedov'
    """
    return re.sub(r"[^\w]+", "", text.lower())


def folded_words(text: str) -> list[str]:
    """The words of a text, each folded."""
    return [word for written in text.split() if (word := folded(written))]


def first_surname(authors: str) -> str:
    """The surname of the first of some authors.

    >>> first_surname("Getty, J. Arch"), first_surname("Robert Conquest and others")
    ('Getty', 'Conquest')
    """
    if "," in authors:
        return authors.split(",")[0]
    return (re.split(r"&| and ", authors)[0].split() or [""])[-1]


class _Works:
    """The entries of a list of works by their labels and words."""

    def __init__(self, entries: Sequence[tuple[int, FoundCitation]]) -> None:
        self._found: dict[tuple[str, str], tuple[int, ...]] = {}
        self._labels: dict[str, list[int]] = {}
        self._authors: dict[str, dict[int, str]] = {}
        self._texts: dict[str, dict[int, str]] = {}
        for index, entry in entries:
            if entry.label:
                self._labels.setdefault(entry.label, []).append(index)
            by = entry.fields.authors or entry.text
            for words, written in ((self._authors, by), (self._texts, entry.text)):
                whole = folded(written)
                for word in set(folded_words(written)):
                    words.setdefault(word, {})[index] = whole

    def of(self, citation: FoundCitation) -> tuple[int, ...]:
        """The indexes of the entries of the same work."""
        key = _key(citation)
        if key not in self._found:
            self._found[key] = tuple(self._labels.get(key[1], ())) if key[0] == "label" else self._with(*key)
        return self._found[key]

    def _with(self, part: str, name: str) -> tuple[int, ...]:
        table = self._authors if part == "author" else self._texts
        rows = [table.get(word, {}) for word in folded_words(name)]
        wanted = folded(name)
        return tuple(index for index, text in min(rows, key=len, default={}).items() if wanted in text)


def _key(citation: FoundCitation) -> tuple[str, str]:
    """By what a citation is sought: the label of a note, the surname of its first author, or its title."""
    fields = citation.fields
    if citation.kind == "note":
        return ("label", citation.label)
    if fields.authors:
        return ("author", first_surname(fields.authors))
    return ("text", fields.title or fields.container)
