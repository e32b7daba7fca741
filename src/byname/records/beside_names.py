"""Records stage: what stands beside a person's name and is no part of it: kin (`and sons`, `widow of Isaac`), and the
word that tells a parent from a child of the same name (`Jr.`).

Takes the text of a name; gives it without them, and what was taken off. Whose widow she was names another person.
"""

from __future__ import annotations

import re
from functools import cache

from byname.records.vocabulary import load

_SURE = frozenset({"jr", "sr", "jnr", "snr", "junr", "senr", "tertius"})  # no name of their own in any language
_LAST = re.compile(r"(?<=\w)(?:\s*,\s*|\s+|(?<=\.))(?P<word>[^\W\d_]+)\.?(?=\s*,|\s*$)")


def without_kin(text: str) -> tuple[str, str | None]:
    """A name without the kin named behind it, and these words; None where there are none.

    >>> without_kin("Goodell, widow of Isaac"), without_kin("Andrew, Daniell and sons"), without_kin("Ortega y Gasset")
    (('Goodell', 'widow of Isaac'), ('Andrew, Daniell', 'and sons'), ('Ortega y Gasset', None))
    """
    for pattern in (_whose(), _with_whom()):
        if found := pattern.search(text):
            return text[: found.start()].rstrip(" ,;("), text[found.start() :].strip(" ,;()")
    return text, None


def without_generation(text: str) -> tuple[str, str | None]:
    """A name without the word for the generation behind the surname or at the end, and that word.

    >>> without_generation("Martin Luther King Jr."), without_generation("King, Jr., Martin Luther")
    (('Martin Luther King', 'Jr.'), ('King, Martin Luther', 'Jr.'))
    >>> without_generation("Sarah Senior"), without_generation("Bishop, Edward Senior")
    (('Sarah Senior', None), ('Bishop, Edward', 'Senior'))
    """
    known = load("name_words")["generations"]
    for found in _LAST.finditer(text):
        word = found["word"].lower()
        roman = word in ("ii", "iii", "iv") and found["word"].isupper()
        given = word in known and "," in text[: found.start()]  # behind a given name, where it can be no surname
        if word in _SURE or roman or given:
            rest = text[: found.start()] + text[found.end() :]
            return rest.strip(" ,"), text[found.start("word") : found.end()].strip(" ,")
    return text, None


@cache
def _whose() -> re.Pattern[str]:
    """A relation and somebody's name behind it; not those by which the father is named, which is a part of the name."""
    words = load("name_words")
    fathers = set(words["father"])
    before = {word for row in words["relatives"]["before"].values() for word in row if " " in word} - fathers
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+\[?") for word in sorted(before, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<=[\w\].])[\s,;(]+(?:{joined})\]?\s+\S.*$", re.IGNORECASE | re.DOTALL)


@cache
def _with_whom() -> re.Pattern[str]:
    words = load("name_words")
    joining = "|".join(re.escape(word) for word in sorted(words["and"], key=lambda word: (-len(word), word)))
    kin = "|".join(re.escape(word) for word in sorted(words["kin_beside"], key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<=[\w\].])[\s,;(]+(?:{joining})\s+(?:his\s+|her\s+)?(?:{kin})[\s.)]*$", re.IGNORECASE)
