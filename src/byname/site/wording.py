"""Site stage: numbers, conditions, tables and scripts in words.

Goes in: printed numbers, the conditions on their rows, names in any script. Comes out: text and language tags for the
pages, and the anchor under which each number stands on the trace page.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import lru_cache
from urllib.parse import quote

from byname.values.printed import Condition, PrintedNumber

TABLES = {
    "entries": "the entries as they were read from the files",
    "records": "the records: one entry about one person in one source",
    "statements": "the statements: one field of one record, with its text as written",
    "people": "the people: records that are the same person, taken together",
    "records_people": "the records, each with its person",
    "person_lists": "the people, each with the lists they are on",
    "person_months": "the people, each with the month of an event",
    "subjects": "the people, each with attributes, dates as intervals, and what became of them",
    "households": "the households that were taken together",
    "destinations": "the people, each with places of detention and exile",
    "camps": "the rows of the archive's table of camps",
    "conflicts": "the conflicts between sources about one person",
    "incidents": "the incidents, each with its dead as a source gives them",
}
KINDS = {
    "arrests": "Arrests",
    "disappearances": "Disappearances",
    "deportations": "Deportations",
    "sentences": "Sentences",
    "deaths": "Deaths",
    "releases": "Releases",
}
_REMEMBERED = 10_000  # texts, most of which stand on several pages
MOST_VALUES = 12  # of a condition that are said in words; the numbers file holds them all
_SCRIPTS = {
    "CYRILLIC": "Cyrl",
    "LATIN": "Latn",
    "CJK": "Hani",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "GREEK": "Grek",
    "MONGOLIAN": "Mong",
}


def anchor(number_id: str) -> str:
    """The id of a number's place on the trace page: an HTML id holds no white space.

    >>> anchor("people on two lists")
    'people_on_two_lists'
    """
    return "_".join(number_id.split())


def trace_link(number_id: str) -> str:
    """The address of a number's trace, relative to the report."""
    return f"trace.html#{quote(anchor(number_id), safe='')}"


def grouped(value: float) -> str:
    """A number as it is printed, with a thin space between thousands.

    >>> grouped(1234567.4)
    '1\\u202f234\\u202f567'
    """
    return f"{round(value):,}".replace(",", "\u202f")


def interval_words(number: PrintedNumber) -> str:
    """The interval of an estimate; empty for a count.

    >>> interval_words(PrintedNumber("n", "people", 15.0, "m", "people", low=12.0, high=20.0, level=0.95))
    '95% interval 12 to 20'
    """
    if number.low is None and number.high is None:
        return ""
    level = f"{100 * number.level:g}% interval " if number.level is not None else "interval "
    low = number.formatted(number.low) if number.low is not None else "no lower bound"
    if number.high is None or math.isinf(number.high):
        return f"{level}from {low}; the data set no upper bound"
    return f"{level}{low} to {number.formatted(number.high)}"


def condition_words(condition: Condition) -> str:
    """A condition as a reader would say it.

    >>> condition_words(Condition("lists", "any-of", ("trials", "cc1934")))
    'lists holds trials or cc1934'
    """
    column, value = condition.column.replace("_", " "), condition.value
    if condition.test in ("not-null", "null"):
        return f"{column} is given" if condition.test == "not-null" else f"{column} is not given"
    if condition.test == "between" and isinstance(value, tuple):
        return f"{column} lies between {value[0]} and {value[1]}"
    if isinstance(value, tuple):
        words = [str(part) for part in value[:MOST_VALUES]]
        words += [f"one of {len(value) - MOST_VALUES} more"] if len(value) > MOST_VALUES else []
        return (
            f"{column} holds {' or '.join(words)}"
            if condition.test == "any-of"
            else f"{column} is one of {', '.join(words)}"
        )
    verbs = {"is": "is", "at-least": "is at least", "prefix": "begins with", "any-of": "holds", "in": "is"}
    return f"{column} {verbs[condition.test]} {value}"


def selection_words(number: PrintedNumber) -> str:
    """What of a table a number counts.

    >>> selection_words(PrintedNumber("n", "people", 3.0, "counted", "people"))
    'all rows'
    """
    conditions = " and ".join(condition_words(condition) for condition in number.where)
    rows = f"rows where {conditions}" if conditions else "all rows"
    if number.distinct is None:
        return rows
    return f"different values of {number.distinct.replace('_', ' ')} in {rows}"


@lru_cache(maxsize=20_000)
def _script_name(letter: str) -> str:
    """The first word of the name of a letter, which is that of its script; empty for other characters."""
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""


@lru_cache(maxsize=_REMEMBERED)
def language_of(text: str) -> str:
    """The language tag of a name whose language is not known: undetermined, in the script of most of its letters.

    >>> language_of("Тухачевский")
    'und-Cyrl'
    """
    if text.isascii():
        return "und-Latn" if any(letter.isalpha() for letter in text) else "und"
    names = Counter(map(_script_name, text))
    known = [(count, name) for name, count in names.items() if name in _SCRIPTS]
    return f"und-{_SCRIPTS[max(known)[1]]}" if known else "und"
