"""Records stage: cells of names that name nobody (`child of A. Sosa`, `unidentified man`) or several people at once.

Takes the text of such a cell; gives why it is the name of no single person, in words. No surname is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from byname.records.date_words import language_of_words, without_marks
from byname.records.given_names import given_names
from byname.records.vocabulary import kept_by_language, load

SEVERAL = "names several people"  # how the flag begins
_PATRONYMIC = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)?|\w{2,}(?:ович|евич|ьич|овна|евна|ична|ovich|evich|ovna|evna)")
_WITH_INITIALS = re.compile(r"[^\W\d_][\w'’-]+\s+(?:[^\W\d_]\.\s*){1,3}")


def why_unnamed(text: str, language: str) -> str | None:
    """Why the text of a name names no single person; None where it may.

    Words of all languages count where they are two (`child of`); one word does in its own language and in English.

    >>> why_unnamed("Child of Ana Sosa", "es"), why_unnamed("Julia Child", "en")
    ('names a relative, not the person: Child of Ana Sosa', None)
    >>> why_unnamed("Ana Sosa; Luis Paz", "es"), why_unnamed("unidentified man", "fr")
    ('names several people: Ana Sosa; Luis Paz', 'names nobody: unidentified man')
    >>> why_unnamed("Une femme", "fr"), why_unnamed("Femme Marie", "fr")
    ('names nobody: Une femme', None)
    >>> why_unnamed("Неизвестный", "ru"), why_unnamed("Неизвестный Эрнст Иосифович", "ru")
    ('names nobody: Неизвестный', None)
    >>> why_unnamed("N.N. (hombre) 12", "es"), why_unnamed("N. Paz", "es")
    ('names nobody: N.N. (hombre) 12', None)
    """
    plain = " ".join(text.lower().replace("’", "'").strip(" .()[]").split())
    own = language_of_words(language.split("-")[0].lower())
    if _relatives(own).search(plain):
        return f"names a relative, not the person: {text}"
    if (found := _unidentified(own).search(plain)) and not _is_surname(plain[: found.start()] + plain[found.end() :]):
        return f"names nobody: {text}"
    if _nomen_nescio().fullmatch(plain):
        return f"names nobody: {text}"
    if _names_several(plain, text, language):
        return f"{SEVERAL}: {text}"
    return None


def _is_surname(rest: str) -> bool:
    """Whether a word for `unknown` is a surname, as beside a patronymic or initials it is."""
    return any(_PATRONYMIC.fullmatch(word) for word in rest.split())


def _names_several(plain: str, text: str, language: str) -> bool:
    """Whether people stand beside each other: after semicolons, surnames with initials after commas, or joined by a
    word for `and`, each with a given name of the language. A surname may hold such a word (`Ortega y Gasset`)."""
    people = [part for part in re.split(r"\s*;\s*", plain) if part]
    if len(people) > 1 and all(len(part.split()) > 1 for part in people):
        return True
    parts = [part.strip() for part in text.strip(" ;").split(",")]
    if len(parts) > 1 and all(_WITH_INITIALS.fullmatch(f"{part.rstrip('.')}.") for part in parts):
        return True
    known = given_names(language_of_words(language.split("-")[0].lower()))
    sides = _and().split(without_marks(plain))
    if len(sides) != 2 or "," in plain:
        return False
    first, second = (side.split() for side in sides)
    both_given = bool(first and second) and first[0] in known and second[0] in known and len(second) > 1
    return both_given and (len(first) > 1 or first[0] != second[0])


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, load('name_words')['and']))})\s+")


@kept_by_language
def _relatives(language: str) -> re.Pattern[str]:
    rows = load("name_words")["relatives"]
    behind = "|".join(map(re.escape, rows["behind"]))
    return re.compile(rf"^(?:{_joined(rows['before'], language)})\s+\S|['’]s?\s+(?:{behind})$")


@cache
def _nomen_nescio() -> re.Pattern[str]:
    """N.N. in all its spellings, with a sex or a number behind it."""
    behind = "|".join(map(re.escape, load("name_words")["nomen_nescio"]))
    return re.compile(rf"n\s*[./]?\s*n\.?(?:[\s,;:()#.º°-]+(?:{behind}|no?|\d+))*\)?")


@kept_by_language
def _unidentified(language: str) -> re.Pattern[str]:
    rows = load("name_words")["unidentified"]
    parts = {code: [word for word in words if not word.startswith("=")] for code, words in rows.items()}
    wholes = {code: [word[1:] for word in words if word.startswith("=")] for code, words in rows.items()}
    joined, whole = (_joined(words, language, in_all_scripts=True) for words in (parts, wholes))
    return re.compile(rf"^(?:{joined})(?!\w)|(?<!\w)(?:{joined})$|^(?:{whole})$")


def _joined(rows: Mapping[str, Sequence[str]], language: str, *, in_all_scripts: bool = False) -> str:
    """The words of a language and of English, of all others those of two words or another script, as one expression."""
    own = {language, "en"}
    words = [
        word.lower()
        for code, row in rows.items()
        for word in row
        if code in own or " " in word or (in_all_scripts and word[0] >= "\u0370")
    ]
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
