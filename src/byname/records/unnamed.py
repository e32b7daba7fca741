"""Records stage: cells of names that name nobody (`child of A. Sosa`, `unidentified man`) or several people at once.

Takes the text of such a cell; gives why it is the name of no single person, in words. No surname is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from byname.records.date_words import language_of_words
from byname.records.vocabulary import load


def why_unnamed(text: str, language: str) -> str | None:
    """Why the text of a name names no single person; None where it may.

    Words of all languages count where they are two (`child of`); one word does in its own language and in English.

    >>> why_unnamed("Child of Ana Sosa", "es"), why_unnamed("Julia Child", "en")
    ('names a relative, not the person: Child of Ana Sosa', None)
    >>> why_unnamed("Ana Sosa; Luis Paz", "es"), why_unnamed("unidentified man", "fr")
    ('names several people: Ana Sosa; Luis Paz', 'names nobody: unidentified man')
    >>> why_unnamed("Une femme", "fr"), why_unnamed("Femme Marie", "fr")
    ('names nobody: Une femme', None)
    """
    plain = " ".join(text.lower().replace("’", "'").strip(" .()[]").split())
    own = language_of_words(language.split("-")[0].lower())
    if _relatives(own).search(plain):
        return f"names a relative, not the person: {text}"
    if _unidentified(own).search(plain):
        return f"names nobody: {text}"
    people = [part for part in re.split(r"\s*;\s*", plain) if part]
    if len(people) > 1 and all(len(part.split()) > 1 for part in people):
        return f"names several people: {text}"
    return None


@cache
def _relatives(language: str) -> re.Pattern[str]:
    rows = load("name_words")["relatives"]
    behind = "|".join(map(re.escape, rows["behind"]))
    return re.compile(rf"^(?:{_joined(rows['before'], language)})\s+\S|['’]s?\s+(?:{behind})$")


@cache
def _unidentified(language: str) -> re.Pattern[str]:
    rows = load("name_words")["unidentified"]
    parts = {code: [word for word in words if not word.startswith("=")] for code, words in rows.items()}
    wholes = {code: [word[1:] for word in words if word.startswith("=")] for code, words in rows.items()}
    joined, whole = _joined(parts, language), _joined(wholes, language)
    return re.compile(rf"^(?:{joined})(?!\w)|(?<!\w)(?:{joined})$|^(?:{whole})$")


def _joined(rows: Mapping[str, Sequence[str]], language: str) -> str:
    """The words of a language, of English, and those of two words of all others, as one expression."""
    own = {language, "en"}
    words = [word.lower() for code, row in rows.items() for word in row if code in own or " " in word]
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
