"""Claims stage: the dictionary forms of Russian words, so that the vocabulary need not list every case and ending.

pymorphy3 (extra `syntax`) gives them; without it a word stands for itself, and only the listed forms are found.
"""

from __future__ import annotations

import importlib.util
from functools import cache, lru_cache
from typing import Any

_NAMES = ("Surn", "Name", "Geox", "Orgn", "Abbr")
_LEAST = 0.2  # a reading less likely than this is left out, unless it is that of a name


@lru_cache(maxsize=65_536)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary forms that a word in lower case may belong to, and the word itself.

    >>> "расстрелять" in lemmas("расстреляны"), lemmas("shot")
    (True, frozenset({'shot'}))
    """
    if not "а" <= word[:1] <= "ё":
        return frozenset((word,))
    plain = word.replace("ё", "е")
    analyser = _analyser()
    if analyser is None:
        return frozenset((word, plain))
    found = {plain}
    for place, reading in enumerate(analyser.parse(word)):
        if place == 0 or reading.score >= _LEAST or any(name in reading.tag for name in _NAMES):
            found.add(reading.normal_form.replace("ё", "е"))
    return frozenset(found)


@cache
def _analyser() -> Any:
    """The analyser, or None where it is not installed."""
    if importlib.util.find_spec("pymorphy3") is None:
        return None
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()
