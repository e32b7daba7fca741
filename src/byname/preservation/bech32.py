"""Bech32, the spelling of age's keys: the bytes of a secret key, and a secret key of bytes.

Method: Bitcoin Improvement Proposal 173 (Wuille and Maxwell 2017).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK: Final = 6  # letters of the checksum


def bech32(prefix: str, content: bytes) -> str:
    """The spelling of some bytes, in small letters.

    >>> bech32("a", b"")
    'a12uel5l'
    """
    values = _regrouped(content, 8, 5)
    sum_over = _polymod([*_expanded(prefix), *values, *[0] * _CHECK]) ^ 1
    check = [(sum_over >> 5 * (_CHECK - 1 - at)) & 31 for at in range(_CHECK)]
    return prefix + "1" + "".join(_LETTERS[value] for value in [*values, *check])


def bytes_of_bech32(prefix: str, text: str) -> bytes:
    """The bytes that a text spells; raises ValueError where it is none of this prefix.

    >>> bytes_of_bech32("a", "A12UEL5L")
    b''
    """
    small = text.lower()
    head, mark, tail = small.rpartition("1")
    known = text in (small, text.upper()) and mark and head == prefix and len(tail) >= _CHECK
    if not known or any(letter not in _LETTERS for letter in tail):
        raise ValueError("this is not spelled in Bech32")
    values = [_LETTERS.index(letter) for letter in tail]
    if _polymod([*_expanded(prefix), *values]) != 1:
        raise ValueError("the checksum is wrong")
    content = bytes(_regrouped(values[:-_CHECK], 5, 8, padded=False))
    if bech32(prefix, content) != small:
        raise ValueError("bits are left over")
    return content


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            found ^= generator if top >> bit & 1 else 0
    return found


def _regrouped(values: Iterable[int], old: int, new: int, *, padded: bool = True) -> list[int]:
    """The same bits in groups of another length."""
    found, held, bits = [], 0, 0
    for value in values:
        held, bits = held << old | value, bits + old
        while bits >= new:
            bits -= new
            found.append(held >> bits & ((1 << new) - 1))
    return [*found, held << new - bits & ((1 << new) - 1)] if padded and bits else found
