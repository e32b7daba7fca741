"""Records stage: takes a name apart by the naming customs of its language, where it is not made like a Russian one.

Two surnames of Spain and Latin America, particles (de la, von, van der), names at birth (née, geb., rođ.), the father's
name in brackets of the Balkans, ibn and Abu of Arabic names, the surname before the given name in Hungary. The order is
taken from the list, or told by capitals, by two spaces, by particles, or by which words are given names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from byname.records.given_names import is_given_name
from byname.records.vocabulary import load
from byname.values.names import Gender

_GAP = re.compile(r"\s{2,}|\t+")
_QUOTED = re.compile("[\"«„“]\\s*([^\"«»„“”]{1,40}?)\\s*[\"»“”]|(?<=\\s)'([^']{1,30})'(?=\\s|$)")
_UNMISTAKABLE = frozenset({"von", "van", "zu", "vom", "zur", "de", "della", "du"})  # in any language
_SHORT = re.compile(r"[^\W\d_]{1,2}\.|[^\W\d_]")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+-?(?:[^\W\d_]\.)*|[^\W\d_]")
_ARABIC_ARTICLE = re.compile(r"(?:(?:al|el|ad|ar|as|at|an|az|ash|ud|ul)-|ال)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Custom:
    """How names are made in a language: which part stands first, how many surnames a rest is, how a father is named."""

    order: str
    surnames: int | None  # None: all that is no given name
    patronymics: str
    middle: str = ""  # whether the father's name stands between (`father`), or its initial (`initial`)
    fixed: bool = False  # whether the order is the same in every list of the language
    sexes: tuple[tuple[str, Gender], ...] = ()  # words before the given name that say the sex; no other name tells it


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name, as they are written; `others` are names at birth and other names."""

    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    others: tuple[str, ...] = field(default=())


def languages_of_both_parents() -> tuple[str, ...]:
    """The languages in which people bear two surnames, the father's and the mother's.

    >>> languages_of_both_parents()
    ('es', 'ca')
    """
    return tuple(language for language, row in load("name_words")["customs"].items() if row["surnames"] == 2)


def custom_of(language: str) -> Custom | None:
    """The naming custom of a language; None of one whose names are read like Russian ones.

    >>> custom_of("es").surnames, custom_of("ru")
    (2, None)
    """
    row = load("name_words")["customs"].get(language.split("-")[0])
    if row is None:
        return None
    return Custom(
        row["order"],
        None if row["surnames"] == "rest" else int(row["surnames"]),
        row["patronymics"],
        row.get("middle", ""),
        row.get("fixed", False),
        tuple(row.get("sexes", {}).items()),
    )


def without_other_names(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the name at birth and other names behind it, and those.

    >>> without_other_names("Anna Schmidt geb. Müller")
    ('Anna Schmidt', ('Müller',))
    """
    quoted = tuple((match[1] or match[2]).strip() for match in _QUOTED.finditer(text))
    said = _QUOTED.sub(" ", text)
    found = list(_marked("maiden", "also").finditer(said))
    others = tuple((match["name"] or "").strip(" ,;()") for match in found)
    plain = re.sub(r"\(\s*a?\s*\)", " ", _marked("maiden", "also").sub(" ", said)) if found or quoted else text
    return plain.strip(" ,;—–-") if found or quoted else text, tuple(name for name in (*others, *quoted) if name)


@cache
def _marked(*kinds: str) -> re.Pattern[str]:
    words = [word for kind in kinds for word in load("name_words")[kind]]
    joined = "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
    return re.compile(rf"[\s,;(]+(?:{joined})(?:\.\s*|:\s*|\s+|$)(?P<name>[^\W\d_][^,;()]*)?\)?", re.IGNORECASE)


def take_apart(text: str, language: str, custom: Custom, order: str) -> NameParts:
    """The parts of a name by a custom; `order` is that of the list, or `detect`.

    >>> parts = take_apart("Juan Carlos de la Fuente", "es", custom_of("es"), "detect")
    >>> parts.surname, parts.given
    ('de la Fuente', 'Juan Carlos')
    >>> take_apart("PEREZ GARCIA JUAN", "es", custom_of("es"), "surname-first").given
    'JUAN'
    >>> take_apart("Hồ Chí Minh", "vi", custom_of("vi"), "detect").surname
    'Hồ'
    """
    plain, others = without_other_names(text)
    if custom.fixed and "," not in plain and len(words := _without_titles(plain.split())) > 1:
        return NameParts(words[0], " ".join(words[1:]), None, others)
    if language == "hu" and (married := _hungarian_wife(plain.split())):
        return replace(married, others=(*others, *married.others))
    plain, father = _father(plain, custom)
    surname, given = _two_parts(plain, language, custom, order)
    if custom.patronymics == "arabic" and not father:
        return _arabic(plain, others)
    surname, given = with_particles_in_front(surname, given)
    given = without_titles(given)
    surname = without_titles(surname)
    if father is None and custom.middle and given:
        given, father = _middle_father(given, custom)
    return NameParts(surname, given, father, others)


def _hungarian_wife(tokens: list[str]) -> NameParts | None:
    """The parts of a married woman's name: "Kiss Lajosné Tóth Ilona", "Kissné Tóth Ilona"; None of another name."""
    tokens = _without_titles(tokens)
    at = next(
        (place for place, token in enumerate(tokens[:2]) if token.lower().endswith("né") and len(token) > 4), None
    )
    if at is None:
        return None
    own = tokens[at + 1 :]
    surname = " ".join(tokens[: at + 1])
    if len(own) < 2:
        return NameParts(surname, own[0] if own else None)
    return NameParts(surname, " ".join(own[1:]), None, (own[0],))


def without_titles(part: str | None) -> str | None:
    """A part of a name without the titles before it.

    >>> without_titles("Mrs Ellen"), without_titles("Dr.")
    ('Ellen', 'Dr.')
    """
    return " ".join(_without_titles(part.split())) if part and " " in part else part


def father_at_the_end(text: str, language: str) -> tuple[str, str | None]:
    """A name without the father's at its end, where a word behind or a comma before it says so, and the father's.

    >>> father_at_the_end("Bērziņš Jānis, Kārļa dēls", "lv"), father_at_the_end("Petrauskas Jonas, Antano", "lt")
    (('Bērziņš Jānis', 'Kārļa'), ('Petrauskas Jonas', 'Antano'))
    """
    words = load("name_words")["behind_father"].get(language.split("-")[0])
    if words is None:
        marked = _marked("father").search(text) if language.split("-")[0] == "pl" else None
        return (
            (text[: marked.start()].strip(" ,"), marked["name"] or None) if marked and marked["name"] else (text, None)
        )
    joined = "|".join(map(re.escape, words))
    found = re.search(rf"[\s,]+(?P<father>[^\W\d_]+)\s+(?:{joined})\.?$", text, re.IGNORECASE)
    if found and len(text[: found.start()].split()) > 1:
        return text[: found.start()].strip(" ,"), found["father"]
    head, comma, tail = text.partition(",")
    genitive = language.startswith("lt") and re.fullmatch(r"\s*[^\W\d_]+(?:o|aus|ės|os)", tail, re.IGNORECASE)
    return (head.strip(), tail.strip()) if comma and genitive and len(head.split()) == 2 else (text, None)


def with_particles_in_front(surname: str | None, given: str | None) -> tuple[str | None, str | None]:
    """Particles that stand behind the given name ("Reichenau, Friedrich von") before the surname they belong to."""
    words = (given or "").split()
    count = 0
    while len(words) > count + 1 and words[-1 - count].lower() in _particles():
        count += 1
    if not count or surname is None:
        return surname, given
    return " ".join([*words[len(words) - count :], surname]), " ".join(words[: len(words) - count])


def _middle_father(given: str, custom: Custom) -> tuple[str, str | None]:
    """The given name and the father's that stands beside it, whole or as an initial."""
    words = given.split()
    initials = [word for word in words if _SHORT.fullmatch(word)]
    rest = [word for word in words if word not in initials]
    if len(initials) == 1 and rest:
        return " ".join(rest), initials[0]
    if custom.middle == "father" and len(words) == 2 and not initials:
        return words[0], words[1]
    return given, None


def _father(text: str, custom: Custom) -> tuple[str, str | None]:
    """The name without the father's, and the father's: in brackets, or behind a word for son or daughter."""
    if custom.patronymics == "arabic":
        return text, None
    bracket = re.search(r"\(\s*(?:[^\W\d_]+\.\s*)?([^\W\d_]+(?:-[^\W\d_]+)?)\s*\)", text)
    if custom.patronymics == "bracket" and bracket:
        return f"{text[: bracket.start()]} {text[bracket.end() :]}".strip(), bracket[1]
    marked = _marked("father").search(f" {text}")
    head = text[: max(marked.start() - 1, 0)] if marked else ""
    if marked and marked["name"] and len(head.split()) >= 2:
        return head.strip(" ,;"), marked["name"].strip(" ,;()")
    return text, None


def _two_parts(text: str, language: str, custom: Custom, order: str) -> tuple[str | None, str | None]:
    """Surname and given name."""
    before, comma, behind = text.partition(",")
    if comma and before.strip():
        return before.strip(), behind.strip(" ,;") or None
    halves = [half for half in _GAP.split(text.strip()) if half]
    if len(halves) == 2:
        one, other = (is_given_name(half.split()[0], language) for half in halves)
        first_is_surname = order == "surname-first" or (order == "detect" and (other or not one))
        return (halves[0], halves[1]) if first_is_surname else (halves[1], halves[0])
    tokens = _without_titles(text.split())
    if len(tokens) == 1 and order == "given-first" and is_given_name(tokens[0], language):
        return None, tokens[0]
    if len(tokens) < 2:
        return (tokens[0], None) if tokens else (None, None)
    at, surname_first = _cut(tokens, language, custom, order)
    first, second = " ".join(tokens[:at]), " ".join(tokens[at:])
    return (first, second) if surname_first else (second, first)


def _without_titles(tokens: list[str]) -> list[str]:
    titles = load("name_words")["titles"]
    while len(tokens) > 1 and tokens[0].lower().rstrip(".") in titles and not _INITIAL.fullmatch(tokens[0]):
        tokens = tokens[1:]
    return tokens


def _cut(tokens: Sequence[str], language: str, custom: Custom, order: str) -> tuple[int, bool]:
    """Where the name is cut in two, and whether the surname is the first part."""
    capitals = [token.isupper() and len(token) > 1 and not _INITIAL.fullmatch(token) for token in tokens]
    if any(capitals) and not all(capitals):
        if capitals[0] and not capitals[-1]:
            return capitals.index(False), True
        if capitals[-1] and not capitals[0]:
            return len(capitals) - capitals[::-1].index(False), False
    given = [is_given_name(token, language) or bool(_INITIAL.fullmatch(token)) for token in tokens]
    surname_first = order == "surname-first" or (order == "detect" and _begins_with_surname(tokens, given, custom))
    if surname_first:
        return _end_of_surname(tokens, given, custom), True
    return _end_of_given(tokens, given, custom), False


def _begins_with_surname(tokens: Sequence[str], given: Sequence[bool], custom: Custom) -> bool:
    if particles_at(tokens, 0):
        return True
    if given[0] != given[-1]:
        return given[-1]
    return custom.order == "surname-first"


def _end_of_given(tokens: Sequence[str], given: Sequence[bool], custom: Custom) -> int:
    """Where the given names end: at a particle of a surname, or before the first word that is no given name."""
    at = 1
    while at < len(tokens) - 1:
        compound = _compound_given(tokens, at)
        if compound:
            at = min(at + compound, len(tokens) - 1)
            continue
        if particles_at(tokens, at):
            return at
        if not given[at]:
            break
        at += 1
    left = len(tokens) - at
    if custom.surnames is None or _has_particle(tokens[at:]):
        return at
    if left > custom.surnames:
        return len(tokens) - custom.surnames
    if custom.surnames == 2 and left == 1 and len(tokens) > 3 and not given[-2]:
        return len(tokens) - 2
    return at


def _end_of_surname(tokens: Sequence[str], given: Sequence[bool], custom: Custom) -> int:
    """Where the surname that stands first ends: before the first given name; else after as many as are usual."""
    least = min(particles_at(tokens, 0) + 1, len(tokens) - 1)
    known = next((at for at in range(least, len(tokens)) if given[at]), None)
    if known is not None and (custom.surnames != 1 or known == least):
        return known
    if custom.surnames == 1:
        return least
    return min(least + (1 if len(tokens) - least > 2 else 0), len(tokens) - 1)


def particle_at(tokens: Sequence[str]) -> int:
    """The place of the first particle between two other words, or 0.

    >>> particle_at(["Claus", "von", "Stauffenberg"]), particle_at(["Anna", "Schmidt"])
    (1, 0)
    """
    return next((at for at in range(1, len(tokens) - 1) if tokens[at].lower() in _UNMISTAKABLE), 0)


def particles_at(tokens: Sequence[str], at: int) -> int:
    """How many particles of surnames stand at a place.

    >>> particles_at(["von", "der", "Heyde", "Ernst"], 0)
    2
    """
    count = 0
    while at + count < len(tokens) - 1 and tokens[at + count].lower() in _particles():
        count += 1
    return count


def _has_particle(tokens: Sequence[str]) -> bool:
    return any(token.lower() in _particles() for token in tokens)


def _compound_given(tokens: Sequence[str], at: int) -> int:
    """How many words of a given name such as `María de los Ángeles` stand at a place, behind its first word."""
    for phrase in load("name_words")["given_with_particle"]:
        words = phrase.split()
        if [token.lower() for token in tokens[at : at + len(words)]] == words:
            return len(words)
    return 0


@cache
def _particles() -> frozenset[str]:
    return frozenset(word for particle in load("name_words")["particles"] for word in particle.split())


def is_particle(word: str) -> bool:
    """Whether a folded word is a particle of surnames, which is no surname by itself.

    >>> is_particle("de"), is_particle("peres")
    (True, False)
    """
    return word in _particles()


def _arabic(text: str, others: tuple[str, ...]) -> NameParts:
    """Given name, father's name and the last name (nisba or family) of an Arabic name; Abu and Abd keep their word."""
    before, comma, behind = text.partition(",")
    if comma and before.strip():
        return NameParts(before.strip(), behind.strip() or None, None, others)
    units = _arabic_units(text.split())
    if len(units) < 2:
        return NameParts(units[0] if units else None, None, None, others)
    sons = set(load("name_words")["father"])
    father = next((units[i + 1] for i, unit in enumerate(units[:-1]) if unit.lower() in sons), None)
    names = [unit for unit in units if unit.lower() not in sons]
    kunya = names[0] if names[0].split()[0].lower() in load("name_words")["kunya"] and len(names) > 2 else None
    names = names[1:] if kunya else names
    if father is None and len(names) > 2:
        father = names[1]
    surname = names[-1] if names[-1] != father or len(names) > 2 else None
    return NameParts(surname, names[0], father, (*others, *([kunya] if kunya else [])))


def _arabic_units(tokens: Sequence[str]) -> list[str]:
    """The words of an Arabic name, those that belong together in one."""
    joins = {*load("name_words")["kunya"], *load("name_words")["compound"]}
    units: list[str] = []
    for token in tokens:
        glued = units and (units[-1].split()[-1].lower() in joins or units[-1].lower() in ("al", "el", "ال"))
        if glued or (
            units and units[-1].split()[-1].lower() in load("name_words")["compound"] and _ARABIC_ARTICLE.match(token)
        ):
            units[-1] = f"{units[-1]} {token}"
        else:
            units.append(token)
    return units
