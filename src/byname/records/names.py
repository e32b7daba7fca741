"""Records stage: reads a person's name into surname, given name and patronymic, in whichever order it is written.

Takes a name as one text with its language; gives a PersonName. It knows Russian-style patronymics in several
transliterations, initials, names in capitals, other names in brackets, hyphens, Chinese transcriptions, and short
Korean and Chinese names written in Cyrillic. Where the order cannot be told, the list's usual order decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from byname.records.beside_names import without_generation, without_kin
from byname.records.fold import fold, script_of
from byname.records.given_names import is_given_name, sex_of_given_name
from byname.records.naming_customs import (
    Custom,
    custom_of,
    father_at_the_end,
    particle_at,
    particles_at,
    take_apart,
    with_particles_in_front,
    without_other_names,
    without_titles,
)
from byname.records.remembered import remembered
from byname.records.vocabulary import load
from byname.records.wives import under_own_name
from byname.values import PersonName
from byname.values.names import Gender, Script

Order = Literal["surname-first", "given-first", "detect"]

_BRACKETS = re.compile(r"(?:(?<!\s)\s+|)\(([^()]*)\)\s*")
_INITIAL = re.compile(r"[^\W\d_]\.?|[30]\.|(?:[^\W\d_]\.){2}|Yu\.|Ya\.|Ju\.|Ja\.|Дж\.|Ch\.|Sh\.", re.UNICODE)
_PATRONYMIC = re.compile(
    r".{2,}(?:ович|евич|ьич|ич(?<=[тмкзл]ич)|овна|евна|ична|инична|івна|йович|оглы|кызы|"
    r"ovich|evich|yevich|ovych|yovych|owitsch|ewitsch|jewitsch|ovna|evna|owna|ewna|ivna|ovitš|evitš|itsch(?<=mitsch)|ich(?<=[lmk]ich))",
    re.IGNORECASE,
)
_TITLES = frozenset(
    {
        "marshal",
        "marschall",
        "general",
        "maréchal",
        "маршал",
        "генерал",
        "командарм",
        "dr",
        "prof",
        "академик",
        "professor",
    }
)
_ANY_ENDING = frozenset({"et", "fi"})
_FEMALE_SURNAME = re.compile(
    r"(?:ов|ев|ин|ын|ёв)а$|(?:ск|цк|н)ая$|(?:ov|ev|in|yn)a$|(?:sk|tsk|zk)a(?:ya|ja|ia)$", re.IGNORECASE
)
_MALE_SURNAME = re.compile(
    r"(?:ов|ев|ин|ын|ёв|ский|цкий|ской|ной)$|(?:ov|ev|ow|ew|in|sky|ski|skij|skyi|tskyi)$", re.IGNORECASE
)


@remembered
def read_name(text: str, *, language: str = "ru", order: Order = "detect") -> PersonName:
    """Read a name; parts keep the spelling of the source.

    >>> name = read_name("Блюхер, В. К.")
    >>> name.surname, name.given, name.patronymic
    ('Блюхер', 'В.', 'К.')
    >>> name = read_name("Зиновьев Григорий Евсеевич (Радомысльский Овсей-Герш Аронович)")
    >>> name.surname, name.aliases, name.gender
    ('Зиновьев', ('Радомысльский Овсей-Герш Аронович',), 'male')
    >>> read_name("Я.С.Агранов").surname
    'Агранов'
    >>> read_name("Granados Carrizosa ,", language="es", order="surname-first").surname  # nothing behind the comma
    'Granados Carrizosa'
    >>> read_name("Moses", language="en", order="given-first").given  # in a list whose names begin with the given one
    'Moses'
    >>> name = read_name("Martin Luther King Jr.", language="en")
    >>> name.surname, name.given
    ('King', 'Martin Luther Jr.')
    """
    own, _ = without_kin(text)
    own, generation = without_generation(own)
    own, at_birth = under_own_name(own, language)
    name = _read(own, language, order)
    if at_birth:
        name = replace(name, aliases=(at_birth, *name.aliases))
    if generation is None or name.surname is None:
        return replace(name, as_written=text)
    return replace(name, as_written=text, given=" ".join(part for part in (name.given, generation) if part))


def _read(text: str, language: str, order: Order) -> PersonName:
    """A name without what stands beside it."""
    script = script_of(text)
    if alone := _surname_alone(text, language):
        return PersonName(text, alone, None, None, None, tuple(_take_brackets(text)[1]), script)
    custom = custom_of(language)
    if custom is not None and script != "Hans":
        return _by_custom(text, language, custom, order, script)
    plain, aliases = _take_brackets(text)
    if script == "Hans":
        return _han(text, plain, tuple(aliases))
    plain, others = without_other_names(plain)
    parts = _parts(plain, language, order)
    name = PersonName(text, parts.surname, parts.given, parts.patronymic, None, (*aliases, *others), script)
    return replace(name, gender=gender_of(name, language))


def _surname_alone(text: str, language: str) -> str | None:
    """The words before a comma behind which nothing stands, unless one of them is a given name, a patronymic or an
    initial: then the comma is a slip."""
    if "," not in text:
        return None
    surname, comma, rest = _BRACKETS.sub(" ", text).partition(",")
    tokens = surname.split()
    if not comma or rest.strip(" ,;") or len(tokens) < 2:
        return None
    known = any(_is_known_given(token, language) for token in tokens)
    return None if known else " ".join(tokens)


def _is_known_given(token: str, language: str) -> bool:
    if _INITIAL.fullmatch(token) or _PATRONYMIC.fullmatch(token):
        return True
    return is_given_name(token, language.split("-")[0]) or bool(given_name_groups(fold(token, language)))


def _by_custom(text: str, language: str, custom: Custom, order: Order, script: Script) -> PersonName:
    """A name taken apart by the customs of its language; what stands in brackets is another name or the father's."""
    if custom.patronymics == "bracket":
        aliases: list[str] = []
        parts = take_apart(text, language, custom, order)
    else:
        plain, others = without_other_names(text)
        plain, aliases = _take_brackets(plain)
        parts, aliases = take_apart(plain, language, custom, order), [*aliases, *others]
    name = PersonName(text, parts.surname, parts.given, parts.patronymic, None, (*aliases, *parts.others), script)
    return replace(name, gender=gender_of(name, language))


def gender_of(name: PersonName, language: str = "ru") -> Gender | None:
    """The gender the parts of a name suggest: the patronymic first, then the given name, then the surname's ending.

    In a language with customs of its own only its given names count; where surnames end in any way ("Klein", "Salin")
    their endings do not.

    >>> gender_of(PersonName("", surname="Тухачевская"))
    'female'
    """
    return gender_of_parts(name.surname, name.given, name.patronymic, language)


def gender_of_parts(surname: str | None, given: str | None, patronymic: str | None, language: str) -> Gender | None:
    """The gender that the parts of a name suggest, as `gender_of` says.

    >>> gender_of_parts("Гинзбург", "Евгения", "Соломоновна", "ru")
    'female'
    >>> gender_of_parts("Nguyễn", "Thị Minh Khai", None, "vi")
    'female'
    """
    primary = language.split("-")[0]
    is_initial = given is not None and len(given.rstrip(".")) == 1
    custom = custom_of(primary)
    if custom is not None and custom.sexes:
        before, *rest = (given or "").lower().split() or [""]
        return dict(custom.sexes).get(before) if rest else None
    if custom is not None:
        return sex_of_given_name(given, primary) if given and not is_initial else None
    if patronymic and (gender := _gender_of_patronymic(patronymic)):
        return gender
    if given and not is_initial and (gender := _gender_of_given_name(given)):
        return gender
    if primary in _ANY_ENDING:
        return None
    if surname and _FEMALE_SURNAME.search(surname):
        return "female"
    if surname and _MALE_SURNAME.search(surname):
        return "male"
    return None


@remembered
def _gender_of_patronymic(patronymic: str) -> Gender | None:
    if not _PATRONYMIC.fullmatch(patronymic):
        return None
    return "female" if re.search(r"(?:на|na|кызы)$", patronymic.lower()) else "male"


@remembered
def _gender_of_given_name(given: str) -> Gender | None:
    genders = {gender for gender, _ in given_name_groups(fold(given.split("-")[0]))}
    return genders.pop() if len(genders) == 1 else None


@cache
def _groups() -> dict[str, frozenset[tuple[Gender, int]]]:
    found: dict[str, set[tuple[Gender, int]]] = {}
    genders: tuple[Gender, ...] = ("male", "female")
    for gender in genders:
        for number, line in enumerate(load("given_names")[gender]):
            for form in line.split():
                for language in ("en", "de", "et"):
                    found.setdefault(fold(form, language), set()).add((gender, number))
    return {form: frozenset(groups) for form, groups in found.items()}


def given_name_groups(folded: str) -> frozenset[tuple[Gender, int]]:
    """The groups of interchangeable given names a folded form belongs to (empty where it is not in the table).

    >>> bool(given_name_groups(fold("Mykola")) & given_name_groups(fold("Николай")))
    True
    """
    return _groups().get(folded, frozenset())


def forms_of_group(group: tuple[Gender, int]) -> frozenset[str]:
    """The folded forms of one group of interchangeable given names.

    >>> (group,) = given_name_groups(fold("Mykola"))
    >>> "nikolai" in forms_of_group(group)
    True
    """
    return _forms_by_group().get(group, frozenset())


@cache
def _forms_by_group() -> dict[tuple[Gender, int], frozenset[str]]:
    found: dict[tuple[Gender, int], set[str]] = {}
    for form, groups in _groups().items():
        for group in groups:
            found.setdefault(group, set()).add(form)
    return {group: frozenset(forms) for group, forms in found.items()}


@dataclass(frozen=True, slots=True)
class _Parts:
    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None


def _take_brackets(text: str) -> tuple[str, list[str]]:
    aliases = [match.strip() for match in _BRACKETS.findall(text) if match.strip()]
    return _BRACKETS.sub(" ", text).strip(" ,;"), aliases


def _han(text: str, plain: str, aliases: tuple[str, ...]) -> PersonName:
    parts = re.split(r"[·・•]", plain)
    surname, given = parts[-1], parts[0] if len(parts) > 1 else None
    patronymic = parts[1] if len(parts) > 2 else None
    return PersonName(text, surname, given, patronymic, None, aliases, "Hans")


def _parts(plain: str, language: str, order: Order) -> _Parts:
    plain, father = father_at_the_end(plain, language)
    parts = _parts_of(plain, language, order)
    surname, given = with_particles_in_front(parts.surname, without_titles(parts.given))
    return _Parts(surname, given, father or parts.patronymic)


def _parts_of(plain: str, language: str, order: Order) -> _Parts:
    surname, comma, rest = plain.partition(",")
    if comma and surname.strip():
        tokens = _tokens(rest)
        return _Parts(surname.strip(), *_given_and_patronymic(tokens))
    tokens = _tokens(plain)
    while len(tokens) > 1 and tokens[0].lower().rstrip(".") in _TITLES:
        tokens = tokens[1:]
    if not tokens:
        return _Parts()
    if len(tokens) == 1 and order == "given-first" and _is_known_given(tokens[0], language):
        return _Parts(None, tokens[0])
    if len(tokens) == 1:
        return _Parts(tokens[0])
    return _ordered(tokens, language, order)


def _tokens(text: str) -> list[str]:
    spaced = re.sub(r"(?<=[^\W\d_]\.)(?=[^\W\d_])", " ", text)
    tokens = [token.strip(",;") for token in spaced.split()]
    return [token for token in tokens if any(map(str.isalnum, token))]


def _ordered(tokens: list[str], language: str, order: Order) -> _Parts:
    initials = [bool(_INITIAL.fullmatch(token)) for token in tokens]
    if initials[0] and not all(initials):
        first = initials.index(False)
        return _Parts(" ".join(tokens[first:]), *_given_and_patronymic(tokens[:first]))
    if initials[-1]:
        first = initials.index(True)
        return _Parts(" ".join(tokens[:first]), *_given_and_patronymic(tokens[first:]))
    patronymics = [i for i, token in enumerate(tokens) if i and _PATRONYMIC.fullmatch(token)]
    if len(tokens) > 2 and patronymics:
        at = patronymics[-1]
        if at == len(tokens) - 1:
            return _Parts(" ".join(tokens[: at - 1]), tokens[at - 1], tokens[at])
        return _Parts(" ".join(tokens[at + 1 :]), " ".join(tokens[:at]), tokens[at])
    if order != "surname-first" and (at := particle_at(tokens)):
        return _Parts(" ".join(tokens[at:]), *_given_and_patronymic(tokens[:at]))
    leading = particles_at(tokens, 0)
    if leading and len(tokens) > leading + 1 and order != "given-first":
        return _Parts(" ".join(tokens[: leading + 1]), *_given_and_patronymic(tokens[leading + 1 :]))
    if _surname_first(tokens, language, order):
        return _Parts(tokens[0], *_given_and_patronymic(tokens[1:]))
    return _Parts(tokens[-1], *_given_and_patronymic(tokens[:-1]))


def _surname_first(tokens: list[str], language: str, order: Order) -> bool:
    if order != "detect":
        return order == "surname-first"
    if tokens[0].isupper() != tokens[-1].isupper() and len(tokens[0]) > 1:
        return tokens[0].isupper()
    first, last = (bool(given_name_groups(fold(token.split("-")[0], language))) for token in (tokens[0], tokens[-1]))
    if first != last:
        return last
    return script_of(" ".join(tokens)) == "Cyrl"


def _given_and_patronymic(tokens: list[str]) -> tuple[str | None, str | None]:
    if not tokens:
        return None, None
    if len(tokens) == 1:
        return tokens[0], None
    last = tokens[-1]
    if _INITIAL.fullmatch(last) or _PATRONYMIC.fullmatch(last):
        return " ".join(tokens[:-1]), last
    return " ".join(tokens), None


@remembered
def father_of(patronymic: str, language: str = "ru") -> str:
    """The folded given name of the father that a patronymic names; a plain given name or an initial folds as it is.

    >>> father_of("Иванович"), father_of("Nikolajewitsch", "de"), father_of("К."), father_of("Ильич")
    ('ivan', 'nikolai', 'k', 'ilia')
    """
    folded = fold(patronymic, language)
    if not _PATRONYMIC.fullmatch(patronymic.strip()):
        return folded
    return _fathers().get(folded) or _stem(folded)


@cache
def _fathers() -> dict[str, str]:
    """Folded patronymics of the Russian names of the table, by the folded name (their forms by the usual rules)."""
    found: dict[str, str] = {}
    for line in load("given_names")["male"]:
        name = line.split()[0]
        father = fold(name)
        for form in _patronymics(name):
            found.setdefault(fold(form), father)
    return found


def _patronymics(name: str) -> list[str]:
    if name.endswith("й"):
        stems = [name[:-2] + "ь" if name.endswith("ий") else name[:-1], name[:-1]]
        return [stem + ending for stem in stems for ending in ("евич", "евна")]
    if name.endswith("ь"):
        return [name[:-1] + ending for ending in ("евич", "евна")]
    if name.endswith(("а", "я")):
        return [name[:-1] + ending for ending in ("ич", "ична", "инична", "ьич")]
    stem = {"Павел": "Павл", "Лев": "Льв", "Пётр": "Петр"}.get(name, name)
    return [stem + ending for ending in ("ович", "овна")]


def _stem(folded: str) -> str:
    stem = re.sub(r"(?:i?evich|ovich|i?evna|ovna|ovich|ivna|inichna|ichna|ich)$", "", folded)
    return re.sub(r"\s*(?:ogli|kisi)$", "", stem)
