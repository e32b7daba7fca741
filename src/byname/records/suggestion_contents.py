"""Records stage: what stands in a column of a list that nobody has described: dates, ages, names, sexes, outcomes, ids.

Takes the texts of a column with a guess at their language; gives shares of its cells that can be read as each kind, and
how well that fits a field. It names no field by itself: what it says is set beside the column's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from byname.records.ages import read_age
from byname.records.calendars import is_solar_hijri
from byname.records.codes import nationality_of
from byname.records.date_words import without_marks
from byname.records.dates import find_date_of_cell
from byname.records.figures import in_ascii_digits
from byname.records.genders import letters_of_a_column, read_gender
from byname.records.given_names import given_names
from byname.records.habits import Habits
from byname.records.missing import is_missing
from byname.records.outcomes import read_outcome
from byname.records.program_dates import is_seconds
from byname.records.regions import countries_of_region
from byname.sources.header_words import loose
from byname.values.fields import fields
from byname.values.shipped import shipped_yaml

NEVER = -100  # what stands in the column speaks against the field
FITS, NEUTRAL, DOUBT = 10, 0, -12
_MOST = 150  # cells that are read
_MOST_LEFT = 3  # letters beside a date of a cell that is one
_YEAR = re.compile(r"(?<!\d)(1[4-9]|20)\d\d(?!\d)|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d\d(?!\d)")
_FULL_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_SHORTEST_NATIONALITY, _LONGEST_NATIONALITY = 4, 30  # letters
_RUN_TOGETHER = re.compile(r"(?:1[4-9]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")  # 19730912
_NEARLY_ALL = 0.95
_SOLAR, _LONGEST_DATE = ("fa", "ps", "ku", "ckb"), 30  # languages of those who count by the solar calendar
_FEW_KINDS = 40  # of incidents, where they are of so few kinds, their kind is told, not which they are
_WHOLE_NUMBER = re.compile(r"(\d{1,9})(?:\.0)?\.?")
_ADDRESS = re.compile(r"(?:<a\s[^>]*)?(?:href=[\"'])?(?:https?://\S+|www\.\S+)")
_CODES_OF_SEX = frozenset({"0", "1", "2", "9"})
_TRUTHS = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
_CODE = re.compile(r"(?=\S*\d)(?=\S*[^\W\d_])[\w./-]{6,60}")  # an id of letters and figures, in one word
_STREET = re.compile(r"[^\W\d_].*?[^\W\d_]{2}[^\W\d_.]*\.?,?\s\d{1,4}\s?[^\W\d_]?(?:[\s,/-].*)?")  # a street and number
_COORDINATES = re.compile(r"-?\d{1,3}\.\d+\s*[|,;\s]\s*-?\d{1,3}\.\d+(?:[|,;\s].*)?")
_FREE = frozenset({"note", "circumstances", "source_title", "entry_text"})  # any text can stand there
_LANGUAGES_OF_NAMES = ("es", "pt", "fr", "de", "it", "pl", "cs", "sr", "sq", "et", "rw", "en", "hu", "ro", "nl", "km")


@dataclass(frozen=True, slots=True)
class Contents:
    """Shares, from 0 to 1, of the filled cells of a column; `texts` are those that say something."""

    texts: tuple[str, ...]
    rows: int
    dates: float = 0.0  # cells that are a date as a whole
    dated: float = 0.0  # cells with a date and more
    numbers: float = 0.0
    solar: float = 0.0  # cells that are a date of the solar calendar of Iran and Afghanistan
    figures: float = 0.0  # cells with a figure anywhere
    ages: float = 0.0
    sexes: float = 0.0
    coded_sexes: bool = False
    outcomes: float = 0.0
    given: float = 0.0  # cells with a given name among their words
    words: float = 0.0  # mean number of words
    addresses: float = 0.0
    regions: float = 0.0  # of the different cells those that are a region of one country, the same for all
    streets: float = 0.0  # cells that are a street with the number of a house
    truths: bool = False  # each cell says yes or no, and both are said
    coordinates: float = 0.0  # cells that are a latitude and a longitude
    codes: bool = False  # each cell is one word of letters and figures, as ids are
    seconds: float = 0.0  # cells that can be a number of seconds since 1970
    fighters: float = 0.0  # cells that say civilian or combatant
    nationalities: float = 0.0
    years: tuple[int | None, ...] = ()  # of each row, the first that its cell gives
    unique: bool = False
    counts_rows: bool = False  # 1, 2, 3 ...

    @property
    def kinds(self) -> int:
        """How many different texts there are."""
        return len(set(self.texts))


def contents_of(texts: Sequence[str], language: str) -> Contents:
    """Say what stands in a column.

    >>> found = contents_of(["12.06.1937", "1938", "s/d"], "es")
    >>> found.dates, found.figures, found.unique
    (1.0, 1.0, False)
    """
    filled = [text.strip() for text in texts if text.strip()]
    said = [text for text in filled if not is_missing(text)]
    sample = said[:_MOST]
    if not sample:
        return Contents((), len(texts), years=(None,) * len(texts))
    habits = Habits(language, order="dmy")
    meant = letters_of_a_column(sample, language)
    numbers = [int(found[1]) for found in map(_WHOLE_NUMBER.fullmatch, sample) if found]

    def share(found: Sequence[object]) -> float:
        return sum(map(bool, found)) / len(sample)

    solar = [language in _SOLAR and len(text) < _LONGEST_DATE and is_solar_hijri(text) for text in sample]
    left = [0 if own else _left_of_date(text, habits) for text, own in zip(sample, solar, strict=True)]
    return Contents(
        tuple(said),
        len(texts),
        dates=share([letters is not None and letters <= _MOST_LEFT for letters in left]),
        dated=share([letters is not None and letters > _MOST_LEFT for letters in left]),
        solar=share(solar),
        numbers=len(numbers) / len(sample),
        figures=share([any(map(str.isdecimal, text)) for text in sample]),
        ages=share([len(text) < 15 and read_age(text)[0] is not None for text in sample]),
        sexes=share([text.lower().strip(".") in meant or read_gender(text, habits)[0] for text in sample]),
        coded_sexes=set(sample) <= _CODES_OF_SEX and len(set(sample)) > 1,
        outcomes=share([_is_outcome(text, habits) for text in sample]),
        given=share([_has_given_name(text, language) for text in sample]),
        words=sum(len(text.split()) for text in sample) / len(sample),
        addresses=share([_ADDRESS.match(text) for text in sample]),
        regions=_share_of_regions(sample),
        streets=share([_STREET.fullmatch(text) for text in sample]),
        truths={text.lower() for text in said} <= _TRUTHS.keys() and len({text.lower() for text in said}) > 1,
        coordinates=share([_COORDINATES.fullmatch(text) for text in sample]),
        codes=all(_CODE.fullmatch(text) for text in sample),
        seconds=share([is_seconds(text) for text in sample]),
        fighters=share([_fighters().match(text.lower()) for text in sample]),
        nationalities=share([_is_nationality(text, language) for text in sample]),
        years=tuple(_year_of(text) for text in texts),
        unique=len(said) == len(texts) == len(set(said)),
        counts_rows=len(numbers) == len(sample) and numbers == list(range(numbers[0], numbers[0] + len(numbers))),
    )


def _is_nationality(text: str, language: str) -> bool:
    """Whether a cell is a nationality of the vocabulary or, as CLDR has the words, the adjective of a language."""
    if len(text) >= _LONGEST_NATIONALITY or len(text) < _SHORTEST_NATIONALITY:
        return False
    return bool(nationality_of(text)) or loose(text) in _adjectives(language) or loose(text) in _adjectives("en")


@cache
def _adjectives(language: str) -> frozenset[str]:
    """The names of languages, which in most languages are the adjectives of peoples, too."""
    try:
        names = Locale.parse(language).languages.values()
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(loose(str(name)) for name in names)


def _year_of(text: str) -> int | None:
    found = _FULL_YEAR.search(in_ascii_digits(text))
    return int(found[0]) if found else None


def years_between(first: Contents, second: Contents) -> list[int]:
    """The years from one column to another, of the rows that have both."""
    pairs = zip(first.years, second.years, strict=False)
    return [later - earlier for earlier, later in pairs if earlier is not None and later is not None]


def _share_of_regions(sample: Sequence[str]) -> float:
    """Of the different cells, the greatest share that name a region of one country and say nothing else."""
    kinds = {text.lower() for text in sample}
    countries = Counter(country for text in kinds for country in countries_of_region(text))
    return max(countries.values(), default=0) / len(kinds)


def fit(field: str, found: Contents) -> int:
    """How well a column's contents fit a field: NEVER, or what is added to the score of its name."""
    if not found.texts:
        return NEUTRAL
    if field == "item":
        return FITS if found.unique and found.dates < 0.5 and found.words < 3 else NEVER
    kind = fields()[field].type
    if kind == "date":
        return FITS if found.dates + found.dated >= 0.5 or found.seconds >= _NEARLY_ALL else NEVER
    if kind == "gender":
        return FITS if found.coded_sexes or found.truths or (found.sexes >= 0.6 and found.kinds <= 6) else NEVER
    if kind == "age":
        return FITS if found.ages >= 0.6 and found.dates < 0.5 else NEVER
    if field == "source_address":
        return FITS if found.addresses >= 0.5 else NEVER
    if found.addresses >= 0.5:
        return DOUBT if kind in ("text", "archive") else NEVER
    return _fit_of_words(field, kind, found)


def _fit_of_words(field: str, kind: str, found: Contents) -> int:
    if kind in ("name", "name-part"):
        return NEVER if found.figures > 0.3 else _fit_of_name(field, found)
    if field in ("identity_document", "articles"):
        return NEUTRAL if found.figures >= 0.5 else NEVER
    if kind == "archive":
        return NEUTRAL
    if found.dates >= 0.6 and field not in _FREE:
        return NEVER
    if kind == "place":
        no_place = found.numbers > 0.5 or found.coordinates > 0.5
        return NEVER if no_place else FITS if field == "residence" and found.streets >= 0.5 else NEUTRAL
    if kind == "outcome":
        return NEVER if found.numbers > 0.5 else FITS if found.outcomes >= 0.5 else _fit_of_unknown_outcomes(found)
    if field == "incident":
        kinds = found.kinds <= _FEW_KINDS and found.kinds < len(found.texts) / 4 and found.figures < 0.3
        return 2 * DOUBT if kinds else NEUTRAL
    if field == "combatant":
        return FITS if found.fighters >= 0.5 else DOUBT
    if kind in ("occupation", "nationality", "education", "party", "body"):
        return NEVER if found.numbers > 0.5 else NEUTRAL
    return NEUTRAL


def _fit_of_unknown_outcomes(found: Contents) -> int:
    """Cells of which hardly any is understood as an outcome may be anything: a rank, whether the person fought."""
    return DOUBT if found.outcomes >= 0.2 or found.kinds < 2 else 2 * DOUBT


def _fit_of_name(field: str, found: Contents) -> int:
    if field in ("given_name", "name") and found.given >= 0.4:
        return FITS // 2
    return NEUTRAL


def sex_named(column: str, found: Contents, language: str) -> dict[str, str]:
    """What each cell stands for where a column is called by one sex and its cells say yes or no; else nothing.

    >>> sex_named("is_male", contents_of(["1", "0", "NA"], "en"), "en")
    {'1': 'male', '0': 'female'}
    """
    words = [word for word in loose(column).split() if word != "is" and len(word) > 2]
    named = read_gender(words[0], Habits(language))[0] if len(words) == 1 and found.truths else None
    other = {"male": "female", "female": "male"}
    said = dict.fromkeys(sorted({text.lower() for text in found.texts}, reverse=True)) if named else {}
    return {text: str(named) if _TRUTHS[text] else other[str(named)] for text in said}


def sexes_in(found: Contents, languages: Iterable[str]) -> dict[str, str]:
    """What the cells of a column of sexes stand for in one of some languages; nothing where hardly all are understood.

    >>> sexes_in(contents_of(["H", "F", "H"], "en"), ["fr"])
    {'f': 'female', 'h': 'male'}
    """
    texts = Counter(text.lower().strip(" .") for text in found.texts)
    for language in sorted(languages):
        letters = letters_of_a_column(texts, language)
        read = {text: letters.get(text) or read_gender(text, Habits(language))[0] for text in sorted(texts)}
        known = {text: sex for text, sex in read.items() if sex}
        understood = sum(texts[text] for text in known)
        if len(set(known.values())) == 2 and understood >= _NEARLY_ALL * texts.total():
            return known
    return {}


def _left_of_date(text: str, habits: Habits) -> int | None:
    """How many letters a cell has beside its date; None where it has none, or no year."""
    plain = in_ascii_digits(text)
    if _RUN_TOGETHER.fullmatch(plain):
        return 0
    if not _YEAR.search(plain):
        return None
    reading = find_date_of_cell(text, habits)
    return None if reading is None else sum(map(str.isalpha, text[: reading.start] + text[reading.end :]))


def _is_outcome(text: str, habits: Habits) -> bool:
    return len(text) < 80 and not text.isdecimal() and read_outcome(text, habits)[0] is not None


def _has_given_name(text: str, language: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", without_marks(text.lower()))
    return any(word in names_of_language(language) for word in words[:6])


@cache
def names_of_language(language: str) -> frozenset[str]:
    """The given names of a language; of all languages where that has no list."""
    own = frozenset(given_names(language))
    return own or frozenset(name for other in _LANGUAGES_OF_NAMES for name in given_names(other))


@cache
def _fighters() -> re.Pattern[str]:
    words = shipped_yaml("sources", "header_words.yaml")["combatants"]
    return re.compile("|".join(re.escape(word.rstrip("*")) + ("" if word.endswith("*") else r"\b") for word in words))
