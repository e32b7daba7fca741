"""Records stage: a wife who is written under her husband's name, with her own in brackets, as English lists had it:
`Hopper, Mrs. Vincent Foster (Grace Brewster Murray)`.

Takes the text of a name; gives it with her own given names in the place of her husband's, and her surname at birth.
"""

from __future__ import annotations

import re
from functools import cache

from byname.records.given_names import is_given_name
from byname.records.naming_customs import is_particle
from byname.records.vocabulary import load

_QUOTED = re.compile(r"\s*[\"“„«][^\"“”„«»]*[\"”“»]\s*")


def under_own_name(text: str, language: str) -> tuple[str, str | None]:
    """A name with the given names in its brackets in the place of those before them, and the surname at birth that
    stands behind them there; the name as it is where no title of a wife stands behind its comma.

    >>> under_own_name("Hopper, Mrs. Vincent Foster (Grace Brewster Murray)", "en")
    ('Hopper, Grace Brewster', 'Murray')
    >>> under_own_name("Hopper, Mrs. Vincent (Grace)", "en"), under_own_name("Hopper, Mrs. Grace", "en")
    (('Hopper, Grace', None), ('Hopper, Mrs. Grace', None))
    """
    found = _wife().fullmatch(text.strip())
    if found is None:
        return text, None
    own = _QUOTED.sub(" ", found["own"]).split()
    if not own:
        return text, None
    at = _end_of_given(own, language)
    quoted = " ".join(word.strip() for word in _QUOTED.findall(found["own"]))
    given = " ".join(filter(None, (" ".join(own[:at]), quoted)))
    return f"{found['surname'].strip()}, {given}", " ".join(own[at:]) or None


def _end_of_given(own: list[str], language: str) -> int:
    """Where the surname at birth begins: at the word before a particle, else at a last word that is no given name."""
    particle = next((at for at in range(1, len(own)) if is_particle(own[at].lower())), None)
    if particle is not None:
        return particle if particle == 1 or is_given_name(own[particle - 1], language) else particle - 1
    known = len(own) == 1 or is_given_name(own[-1], language)
    return len(own) if known else len(own) - 1


@cache
def _wife() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, load("name_words")["wives"]))
    return re.compile(rf"(?P<surname>[^,()]+),\s*(?:{titles})\b\.?[^(),]*\((?P<own>[^()]+)\)", re.IGNORECASE)
