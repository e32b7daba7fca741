"""Records stage: accents that stand apart from their letter in a name (`D ´ ELÍA`, `MARTI ´NEZ`, `Garc´ıa`), set on it.

Takes a name with its language; gives it joined. Scanning, old fonts and keyboards without dead keys leave such accents.
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {"´": "\u0301", "`": "\u0300", "¨": "\u0308", "˜": "\u0303", "ˆ": "\u0302"}
_ELISION = re.compile(r"(?<!\w)([DLOdlo])(?:\s+[´`'’\u0301\u0300]\s*|\s*[´`\u0301\u0300]\s*|['’]\s+)(?=[^\W\d_]{2})")
_LOOSE = re.compile(
    r"(?P<before>[^\W\d_]?)(?P<gap>\s?)(?P<mark>[´`¨˜ˆ]|(?<=\s)[\u0300-\u0303\u0308])(?P<behind>[^\W\d_]?)"
)
_BEARING = frozenset("áéíóúýàèìòùâêîôûäëïöüÿãõñńśćźĺŕ")
_WITH_ACCENTS = frozenset({"es", "pt", "ca", "gl", "fr", "it", "cs", "sk", "hu", "pl"})  # elsewhere ´ may be a letter


def with_joined_accents(name: str, language: str) -> str:
    """A name with the accents that stand apart set on their letters, or made an apostrophe between D, L, O and a name.

    >>> with_joined_accents("D ´ ELÍA", "es"), with_joined_accents("MARTI ´NEZ", "es")
    ("D'ELÍA", 'MARTÍNEZ')
    >>> with_joined_accents("Isma`il", "ar"), with_joined_accents("O'Brien", "en")
    ('Isma`il', "O'Brien")
    """
    if name.isalpha() or (name.isascii() and "`" not in name and "'" not in name):
        return name
    joined = _ELISION.sub(r"\1'", name)
    return _LOOSE.sub(_joined, joined) if language.split("-")[0] in _WITH_ACCENTS else joined


def _joined(found: re.Match[str]) -> str:
    """The accent on the letter before it or, where it stands close to one that can bear it, behind it."""
    mark = _COMBINING.get(found["mark"], found["mark"])
    before, behind = (_bearing(found[side], mark) for side in ("before", "behind"))
    if behind and not (before and found["gap"]):
        return f"{found['before']}{found['gap']}{behind}"
    return f"{before}{found['behind']}" if before else found[0]


def _bearing(letter: str, mark: str) -> str:
    """A letter with an accent on it; nothing where there is no such letter."""
    made = unicodedata.normalize("NFC", letter.replace("ı", "i") + mark)
    return made if made.lower() in _BEARING else ""
