"""Records stage: brings the spellings of a name to one folded form for comparing.

Takes a word in any script with its language; gives lower-case Latin letters without marks, the same for each
transliteration scheme ("Зиновьев", "Sinowjew", "Zinoviev" all give "sinovev"). The folded form is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

from byname.records.remembered import remembered
from byname.records.vocabulary import load
from byname.values.names import Script

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_LETTER = re.compile(r"[^a-z]+")
_MISREAD_INITIALS = {"3": "s", "0": "o"}  # З and О as scanning reads them
_DOUBLED = re.compile(r"([a-z])\1+")


@dataclass(frozen=True, slots=True)
class _Rules:
    cyrillic: dict[int, str]
    lookalikes: dict[int, str]
    letters: dict[int, str]
    schemes: dict[str, list[tuple[re.Pattern[str], str]]]
    common: list[tuple[re.Pattern[str], str]]
    ambiguous: frozenset[str]
    keeps_doubles: frozenset[str]


@cache
def _rules() -> _Rules:
    data = load("transliteration")
    compiled = {name: _compile(rules) for name, rules in data["schemes"].items()}
    return _Rules(
        cyrillic={ord(k): v for k, v in data["cyrillic"].items()},
        lookalikes={ord(k): v for k, v in data["cyrillic_lookalikes"].items()},
        letters={ord(k): v for k, v in data["latin_letters"].items()},
        schemes=compiled,
        common=_compile(data["common"]),
        ambiguous=frozenset(data["ambiguous_initials"]),
        keeps_doubles=frozenset(data["keeps_doubles"]),
    )


def _compile(rules: list[list[str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement in rules]


@cache
def _han_names() -> dict[str, str]:
    return {han: latin for part in ("surnames", "given_names") for han, latin in load("chinese_names")[part].items()}


@remembered
def fold(word: str, language: str = "en") -> str:
    """Fold one word or a hyphened or spaced group of words; parts are joined by one space.

    `language` names the transliteration scheme of Latin text (BCP 47, the primary part counts); it does not matter for
    Cyrillic. Chinese forms are looked up in a table of variants; one that is not there is spelled by its sounds. So are
    letters of which no table of ours knows anything.

    >>> fold("Зиновьев"), fold("Sinowjew", "de"), fold("Zinoviev", "en")
    ('sinovev', 'sinovev', 'sinovev')
    >>> fold("J.", "de"), fold("Я.")
    ('j', 'ia')
    """
    parts = [fold_part(part, language) for part in re.split(r"[\s\-–·.,/]+", word) if part]
    return " ".join(part for part in parts if part)


def fold_part(part: str, language: str) -> str:
    """Fold a single part of a name that holds no hyphen and no space."""
    rules = _rules()
    if initial := _MISREAD_INITIALS.get(part.rstrip(".")):
        return initial
    if _HAN.search(part):
        return fold_part(_han_names().get(part) or anyascii(part), "en")
    text = part.lower()
    if _CYRILLIC.search(text):
        text = unicodedata.normalize("NFC", text).translate(rules.lookalikes).translate(rules.cyrillic)
        text, scheme = _in_ascii(text), None
    elif not text.isascii() and not _LATIN.search(text):
        text, scheme = anyascii(text).lower(), "en"
    else:
        text = unicodedata.normalize("NFC", text).translate(rules.letters)
        text = _in_ascii(_MARKS.sub("", unicodedata.normalize("NFD", text)))
        scheme = language.split("-")[0]
        if text.rstrip(".") in rules.ambiguous:
            return "j"
    for pattern, replacement in rules.schemes.get(scheme, rules.schemes["en"]) if scheme else ():
        text = pattern.sub(replacement, text)
    for pattern, replacement in rules.common:
        text = pattern.sub(replacement, text)
    text = _NOT_LETTER.sub("", text)
    return text if scheme in rules.keeps_doubles else _DOUBLED.sub(r"\1", text)


def script_of(text: str) -> Script:
    """The ISO 15924 code of the script a text is written in; Mixed where Latin and Cyrillic words both stand in it.

    Latin letters inside a Cyrillic word are taken for typing slips.

    >>> script_of("Тухачевский, M. Н."), script_of("图哈切夫斯基"), script_of("Bucharin")
    ('Cyrl', 'Hans', 'Latn')
    """
    if _HAN.search(text):
        return "Hans"
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return "Zyyy"
    cyrillic = [bool(_CYRILLIC.search(word)) for word in words if len(word) > 1] or [
        bool(_CYRILLIC.search(word)) for word in words
    ]
    if all(cyrillic):
        return "Cyrl"
    return "Mixed" if any(cyrillic) else "Latn"


def _in_ascii(text: str) -> str:
    """The text with its letters outside ASCII spelled in it: those of which the tables know nothing."""
    if text.isascii():
        return text
    return "".join(anyascii(char).lower() if unicodedata.category(char) == "Ll" else char for char in text)
