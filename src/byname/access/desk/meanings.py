"""The words of lists that no vocabulary understood, and what a keeper says they mean.

Takes an archive; gives the commonest of these words with the codes that their fields know, and writes down a meaning,
which the next build reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from byname.access.protection import Protection
from byname.access.words import words_not_understood
from byname.archive.archive import Archive
from byname.archive.meanings import give_meaning, meanings_of
from byname.records.outcomes import outcomes
from byname.values.fields import fields

MOST_WORDS: Final = 50


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a field in a list that was not understood, how often it stands there, the codes to choose from, and
    what was said of it since the last build."""

    source: str
    field: str
    text: str
    count: int
    codes: tuple[str, ...] = ()
    said: str = ""


def words_to_tell(archive: Archive) -> tuple[list[Word], int]:
    """The commonest words that were not understood, and how many there are in all."""
    found, said = words_not_understood(Protection.of(archive)), meanings_of(archive)
    words = [
        Word(source, field, text, count, _codes(field), said.get(source, {}).get(field, {}).get(text.lower(), ""))
        for source, field, text, count in found.head(MOST_WORDS).iter_rows()
    ]
    return words, found.height


def say_meaning(archive: Archive, word: Word, code: str, *, by: str) -> None:
    """Write down what a word means; raises BadArchive where there is no such list, field or code."""
    give_meaning(archive, word.source, word.field, word.text, code, by=by)


def _codes(field: str) -> tuple[str, ...]:
    """The codes of a field that has few; none where it has a vocabulary of its own."""
    kind = fields()[field].type
    return tuple(outcomes()) if kind == "outcome" else ("male", "female") if kind == "gender" else ()
