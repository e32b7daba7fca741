"""Words as the search of a copy compares them: plain Latin letters, and how they sound, coarsely.

Takes a word in any script; gives letters a-z and figures. The same rules (data/sounds.yaml) and the same table of
letters go to the script of the copy, so that both fold alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from anyascii import anyascii

from byname.values.shipped import shipped_yaml

# Letters of alphabets that somebody may search in, whether names of the archive are written in them or not.
_ALPHABETS = ((0xC0, 0x250), (0x370, 0x700), (0x10A0, 0x1100), (0x1E00, 0x1F00))
_PLAIN = re.compile(r"[a-z0-9]")
WORD = r"[^\W_]+"  # a word of a name


def letters_of(words: Iterable[str]) -> dict[str, str]:
    """What each letter outside a-z becomes: those of the alphabets, and those of some words."""
    known = {chr(code) for first, end in _ALPHABETS for code in range(first, end)}
    signs = sorted(sign for sign in known | {sign for word in words for sign in word} if not sign.isascii())
    table = {sign: _latin(sign) for sign in signs if sign == sign.lower()}
    return {sign: latin for sign, latin in table.items() if latin}


def plain(word: str) -> str:
    """A word in plain letters.

    >>> plain("Тухачевский"), plain("Õunapuu"), plain("尹")
    ('tukhachevskiy', 'ounapuu', 'yin')
    """
    return "".join(sign if _PLAIN.match(sign) else _latin(sign) for sign in unicodedata.normalize("NFC", word.lower()))


def sound(letters: str) -> str:
    """How a word in plain letters sounds.

    >>> {sound(plain(word)) for word in ("Tukhachevsky", "Tuchatschewski", "Toukhatchevski", "Тухачевский")}
    {'tuhahevski'}
    """
    for pattern, instead in _rules():
        letters = pattern.sub(instead, letters)
    return letters


def rules() -> list[list[str]]:
    """The rules as the script takes them."""
    return [list(rule) for rule in shipped_yaml("site", "sounds.yaml")["rules"]]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), instead.replace("$1", r"\1")) for pattern, instead in rules())


@cache
def _latin(sign: str) -> str:
    return "".join(_PLAIN.findall(anyascii(sign).lower()))
