"""Records stage: which words are given names in a language, and of which sex: the lists of the library Faker (names of
registers of births), with the rarer languages in name_words.yaml."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from byname.records.date_words import without_marks
from byname.records.vocabulary import kept_by_language, load
from byname.values.names import Gender

_LOCALES = {
    "ar": ("ar_AA", "ar_PS"),
    "bs": ("hr_HR", "tr_TR"),
    "ca": ("es_ES",),
    "cs": ("cs_CZ",),
    "de": ("de_DE", "de_AT"),
    "en": ("en_US", "en_GB"),
    "es": ("es_ES", "es_CL", "es_MX", "es_AR"),
    "et": ("et_EE",),
    "fr": ("fr_FR",),
    "hr": ("hr_HR",),
    "hu": ("hu_HU",),
    "it": ("it_IT",),
    "lv": ("lv_LV",),
    "nl": ("nl_NL",),
    "pl": ("pl_PL",),
    "pt": ("pt_BR", "pt_PT"),
    "ro": ("ro_RO",),
    "rw": ("fr_FR",),
    "sk": ("sk_SK",),
    "sl": ("sl_SI",),
    "sr": ("hr_HR",),
    "tr": ("tr_TR",),
    "vi": ("vi_VN",),
}
_ONCE = 0.001
_SURE = 0.95  # share of the bearers of a name, where they are counted, that are of one sex
_OWN = frozenset({"bs", "sr", "hr", "sq", "rw", "mk", "km"})  # languages that the names of name_words.yaml are for


@kept_by_language
def given_names(language: str) -> dict[str, Gender | None]:
    """The given names of a language in small letters without marks, each with the sex that (nearly) alone bears it.

    >>> given_names("it")["rosario"], given_names("es")["andrea"], given_names("es")["rosario"]
    ('male', 'female', None)
    """
    sexes: tuple[Gender, ...] = ("male", "female")
    borne: dict[str, dict[Gender, float]] = {}
    for sex in sexes:
        for name, weight in _listed(language, sex):
            weights = borne.setdefault(without_marks(name.lower()), dict.fromkeys(sexes, 0.0))
            weights[sex] += weight
    return {name: _mostly(weights) for name, weights in borne.items()}


def _mostly(weights: dict[Gender, float]) -> Gender | None:
    sex, most = max(weights.items(), key=lambda pair: pair[1])
    return sex if most >= _SURE * sum(weights.values()) else None


def is_given_name(word: str, language: str) -> bool:
    """Whether a word, or the first part of one with hyphens, is a given name of a language.

    >>> is_given_name("JOSÉ", "es"), is_given_name("Jean-Claude", "fr"), is_given_name("Gómez", "es")
    (True, True, False)
    """
    plain = without_marks(word.lower()).strip(".,")
    names = given_names(language)
    return plain in names or plain.split("-")[0] in names


def sex_of_given_name(given: str, language: str) -> Gender | None:
    """The sex that alone bears the first of some given names in a language, or None.

    >>> sex_of_given_name("María José", "es"), sex_of_given_name("Xyz", "es")
    ('female', None)
    """
    first = given.replace("-", " ").split()[:1]
    return given_names(language).get(without_marks(first[0].lower()).strip(".,")) if first else None


def _listed(language: str, sex: Gender) -> Iterator[tuple[str, float]]:
    """Names with how often they are borne, where that is counted; else each counts once in a thousand."""
    for locale in _LOCALES.get(language, ()):
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        listed = getattr(provider, f"first_names_{sex}", ())
        weights = listed if isinstance(listed, Mapping) else dict.fromkeys(listed, _ONCE)
        yield from weights.items()
    if language in _OWN:
        yield from ((name, _ONCE) for name in load("name_words")["given"][sex])
