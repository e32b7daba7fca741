"""Records stage: reads a cell that is a date as a whole, in the words of any language, into EDTF.

Takes the cell's text with the habits of its source; gives the date and what is doubtful about it, or nothing where not
every word and figure of the text is understood. It never chooses between two meanings: `03/04/1977` of a source that
does not say whether days or months stand first is the year 1977, and flagged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from byname.records.date_words import DateWords, date_words, languages
from byname.records.figures import ROMAN_MONTHS, in_ascii_digits
from byname.records.habits import Habits
from byname.records.program_dates import read_program_date
from byname.values import FuzzyDate

_LONGEST = 60  # characters of a text that is tried in every language
_FIRST_YEAR, _LAST_YEAR = 1400, 2100
_TIME = re.compile(
    r"(?:(?<=\d)t|[\s,]+(?:at|a las|um|в|o|à)?\s*)(?P<time>\d{1,2}[:.h]\d\d(?::\d\d(?:[.,]\d+)?)?)"
    r"\s*(?:z|[+-]\d\d:?\d\d|a\.?m\.?|p\.?m\.?|hs?\.?|hrs?\.?|uhr|ч\.?)?$"
)
_MIDNIGHT = re.compile(r"0{1,2}[:.h]00(?::00(?:[.,]0+)?)?")
_ORDINAL = re.compile(
    r"(?<=\d)(?:-?(?:st|nd|rd|th|er|ère|ere|ro|го|ого|е(?=\s+\w*[ая]\b)|та|ша|го|j?[áé]n|ąją|ąjį|oji|osios)|[oaº°ª])(?!\w)(?![.]?\s*\d)"
)
_DECADE = re.compile(
    r"(?<!\d)(?P<tens>(?:1[4-9]|20)?\d0)\s?-?(?:'?s|er(?:\s+jahren?)?|е(?:\s+годы)?|х(?:\s+годах|\s+годов)?|ndad|"
    r"ndate|ті(?:\s+роки)?|х|tih|ih|as évek|es évek)(?!\w)"
)
_JOINED_CASE = re.compile(r"(?<=[\d.])-(?=(?:t[óő]l|ig)(?!\w))")  # Hungarian from and until, joined to their figure
_BRACKETED = re.compile(r"\[\s*(\d{4})(\s*\?)?\s*\]|\(\s*(\?)\s*\)")
_BLANK_YEAR = re.compile(r"(?<!\d)(1[4-9]\d|20\d|1[4-9]|20)([_?xхX]{1,2})(?![\w?])")
_CENTURY_OR_DECADE = re.compile(r"(\d{3}X|\d\dXX)", re.ASCII)
_FIGURES_ALONE = re.compile(
    r"([1-9]|0[1-9]|[12]\d|3[01])([./-])([1-9]|0[1-9]|1\d|2\d|3[01])\2((?:1[5-9]|20)\d\d)", re.ASCII
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\?+|_+|\S")
_UNKNOWN_PART = {"xx", "хх", "00", "0", "__", "_"}
_PHRASE_SIGNS = 0xE000  # phrases of several words stand as one sign, from here on
_DECADE_SIGN = "\uf8ff"
_DASHES = str.maketrans(dict.fromkeys("–—−‐‑―", "-"))
_PARTS = {"E": "the beginning", "I": "the middle", "L": "the end", "S": "a season"}


class _NotADate(Exception):
    """The text means no date that there is; the message says why."""


class _Context(NamedTuple):
    """What the rules know beside the parts: the text as written, and the habits of its source."""

    text: str
    habits: Habits


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a text: its role (a letter), its number, its figures or its EDTF form, and what is doubtful of it."""

    role: str
    number: int = 0
    edtf: str = ""
    flags: tuple[str, ...] = ()


def read_written_date(text: str, habits: Habits) -> tuple[str | None, str | None] | None:
    """The EDTF form of a text that is a date as a whole, and a flag; None where not all of it is understood.

    The form is None where the text means no date that there is (the flag says why). The language of the source is tried
    first, then English, then all others, which must agree.

    >>> read_written_date("15 de mayo de 1977", Habits("es"))
    ('1977-05-15', None)
    >>> read_written_date("03-05/09/1977", Habits("es"))
    ('1977-09-03/1977-09-05', None)
    >>> read_written_date("03/04/1977", Habits("en"))
    ('1977', 'day and month can stand for each other: 03/04/1977')
    """
    if of_program := read_program_date(text.strip()):
        return of_program
    plain, flags = _plain(text)
    if not any(char.isdigit() for char in plain):
        return None
    blank = _BLANK_YEAR.sub(lambda m: f"{m[1]}{'X' * len(m[2])}", plain.strip("[]() "))
    if _CENTURY_OR_DECADE.fullmatch(blank):
        return blank, None
    if figures := _FIGURES_ALONE.fullmatch(plain):
        return _with_flags(_read_figures(figures, text, habits), flags)
    cased = _without_ordinals(plain)
    for language in dict.fromkeys((habits.primary_language, "en")):
        found = _read(cased, text, habits, language)
        if found is not None:
            return _with_flags(found, flags)
    if len(plain) > _LONGEST:
        return None
    others = {_read(cased, text, habits, language) for language in languages()} - {None}
    if len(others) > 1:
        return None, f"languages differ on this date: {text}"
    return _with_flags(others.pop(), flags) if others else None


def _read_figures(figures: re.Match[str], text: str, habits: Habits) -> tuple[str | None, str | None]:
    """A day in figures, the commonest form; the same as the rules for parts would give."""
    first, sign, second, year = figures.groups()
    parts = [_number(first), _SIGNS[sign], _number(second), _SIGNS[sign], _number(year)]
    try:
        found = _in_order(parts, _Context(text, habits))
    except _NotADate as error:
        return None, str(error)
    return found.edtf, "; ".join(found.flags) or None


def _with_flags(found: tuple[str | None, str | None] | None, flags: list[str]) -> tuple[str | None, str | None] | None:
    if found is None or not flags:
        return found
    return found[0], "; ".join(filter(None, (found[1], *flags)))


def _plain(text: str) -> tuple[str, list[str]]:
    """The text in small letters and plain figures, the time of day taken off; and what that left out."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", in_ascii_digits(text))).translate(_DASHES)
    plain = re.sub(r"[\u064b-\u0652\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", plain).strip()
    flags = []
    if time := _TIME.search(plain.lower()):
        if not _MIDNIGHT.fullmatch(time["time"]):
            flags.append(f"the time of day is left out: {text}")
        plain = plain[: time.start()]
    return plain, flags


def _without_ordinals(plain: str) -> str:
    """The text without brackets around its figures and the marks of ordinal numbers; decades get a sign."""
    cased = _BRACKETED.sub(lambda m: f"{m[1] or ''}{m[2] or m[3] or ''}", plain)
    cased = _ORDINAL.sub("", _DECADE.sub(lambda m: f"{m['tens']}{_DECADE_SIGN}", cased))
    return _JOINED_CASE.sub(" ", cased)


def _read(cased: str, text: str, habits: Habits, language: str) -> tuple[str | None, str | None] | None:
    parts = _parts(cased, date_words(language))
    if parts is None:
        return None
    try:
        parts = _reduced(parts, _FIGURES, _Context(text, habits))
        parts = _reduced([part for part in parts if part.role != "."], _WORDS, _Context(text, habits))
    except _NotADate as error:
        return None, str(error)
    if len(parts) != 1 or parts[0].role != "D":
        return None
    return parts[0].edtf, "; ".join(dict.fromkeys(parts[0].flags)) or None


def _parts(cased: str, words: DateWords) -> list[_Part] | None:
    """The parts of a text; None where it has a word that the language does not know."""
    for place, (phrase, _) in enumerate(words.phrases):
        if phrase in cased.lower():
            form = rf"(?<!\w){re.escape(phrase)}(?!\w)" if phrase[-1].isalnum() else rf"(?<!\w){re.escape(phrase)}"
            cased = re.sub(form, f" {chr(_PHRASE_SIGNS + place)} ", cased, flags=re.IGNORECASE)
    parts: list[_Part] = []
    for token in _TOKEN.findall(cased):
        behind_figure = bool(parts) and parts[-1].role in "./-dy"
        part = _roman(token) if behind_figure and token in ROMAN_MONTHS else _part(token, words)
        if part is None:
            return None
        if parts and parts[-1].role == "." and part.role not in "dyur-":
            parts.pop()  # the point behind an ordinal number or a shortened word
        if part.role == "." and (not parts or parts[-1].role not in "dyurn"):
            continue
        if part.role != "_":
            parts.append(part)
    while parts and parts[-1].role == ".":
        parts.pop()
    return parts


def _roman(token: str) -> _Part:
    return _Part("r", ROMAN_MONTHS[token])


def _part(token: str, words: DateWords) -> _Part | None:
    if token.isascii() and token.isdecimal() and token not in _UNKNOWN_PART:
        return _number(token)
    if token.lower() in _UNKNOWN_PART or re.fullmatch(r"\?{2,}", token):
        return _Part("u")
    if len(token) == 1 and not token.isalpha():
        if _PHRASE_SIGNS <= ord(token) < _PHRASE_SIGNS + len(words.phrases):
            return _Part(*words.phrases[ord(token) - _PHRASE_SIGNS][1])
        return _SIGNS.get(token)
    role = words.role(token.lower()) or words.role(token.lower().strip("'’"))
    if role is not None:
        return _Part(*role)
    return _roman(token) if token in ROMAN_MONTHS else None


def _number(token: str) -> _Part:
    number = int(token[:9])
    if len(token) <= 2:
        return _Part("d", number, token)
    if len(token) == 4 and _FIRST_YEAR <= number <= _LAST_YEAR:
        return _Part("y", number, token)
    return _Part("n", number, token)


_DOT = _Part(".")
_SIGNS = (
    {sign: _Part(sign) for sign in ".-/?~"} | {sign: _Part("_") for sign in ",;:|\"'«»’"} | {_DECADE_SIGN: _Part("K")}
)
_Rule = Callable[[Sequence[_Part], _Context], _Part | None]


def _reduced(parts: list[_Part], rules: Sequence[tuple[str, _Rule]], context: _Context) -> list[_Part]:
    """The parts with every run that a rule understands in the place of one date; the rules are taken in turn."""
    roles = "".join([part.role for part in parts])
    for pattern, rule in rules:
        start = 0
        while match := _compiled(pattern).search(roles, start):
            made = rule(parts[match.start() : match.end()], context)
            if made is None:
                start = match.end()
            else:
                parts = [*parts[: match.start()], made, *parts[match.end() :]]
                roles = "".join([part.role for part in parts])
                start = 0
        if roles == "D":
            break
    return parts


_compiled = cache(re.compile)


def _date(edtf: str, parts: Sequence[_Part], context: _Context, *flags: str) -> _Part:
    """A date, with what was doubtful of its parts; raises where there is no such day."""
    try:
        FuzzyDate.parse(edtf)
    except ValueError:
        raise _NotADate(f"no such day: {context.text}") from None
    return _Part("D", 0, edtf, (*(flag for part in parts for flag in part.flags), *flags))


def _day(day: _Part | None, month: _Part, year: _Part, context: _Context) -> _Part:
    """The date of a day, a month and a year; what is unknown is left out; a year of two figures gets its century."""
    full, *flags = _full_year(year, context)
    known = [part for part in (month, day) if part is not None]
    if month.role == "u":
        return _date(full, known, context, *flags)
    written = [full, *(f"{part.number:02d}" for part in known if part.role != "u")]
    return _date("-".join(written), known, context, *flags)


def _full_year(year: _Part, context: _Context) -> list[str]:
    if year.role == "y":
        return [str(year.number)]
    if context.habits.century is not None:
        return [str(context.habits.century + year.number)]
    return [str(1900 + year.number), f"the century is not written: {context.text}"]


def _in_order(parts: Sequence[_Part], context: _Context) -> _Part:
    """Three figures with the year at the end: days first, unless the source says that months are, or cannot be told."""
    first, sign, second, _, year = parts
    both = first.role == second.role == "d"
    order = context.habits.order
    if year.role == "d" and (order == "ymd" or first.number > 31):
        return _day(year, second, replace(first, role="d"), context)
    if order == "mdy" and both:
        return _day(second, first, year, context)
    untold = order is None and both and sign.role in "/-" and context.habits.primary_language in ("en", "und")
    untold = untold or (order is None and both and sign.role == "." and context.habits.primary_language == "en")
    if untold and max(first.number, second.number) <= 12 and first.number != second.number:
        full, *flags = _full_year(year, context)
        return _date(full, (), context, *flags, f"day and month can stand for each other: {context.text}")
    if untold and second.number > 12:
        return _day(second, first, year, context)
    return _day(first, second, year, context)


def _days_of_a_month(parts: Sequence[_Part], context: _Context) -> _Part | None:
    """Two days of one month: `3-5/9/1977`, `3 y 5 de mayo de 1977`."""
    first, second, month, year = (part for part in parts if part.role in "dmry")
    flag = f"two days are given: {context.text}" if any(part.role == "&" for part in parts) else None
    return _interval(_day(first, month, year, context), _day(second, month, year, context), context, flag)


def _days_of_a_year(parts: Sequence[_Part], context: _Context) -> _Part | None:
    """Two days of one year: `28/02-03/03/1977`, `28 de febrero al 3 de marzo de 1977`."""
    day, month, other_day, other_month, year = (part for part in parts if part.role in "dmry")
    first = _day(day, month, year, context)
    return _interval(first, _day(other_day, other_month, year, context), context)


def _interval(low: _Part, high: _Part, context: _Context, flag: str | None = None) -> _Part | None:
    """From the first to the last day of two dates; raises where they are the wrong way round."""
    if any(sign in date.edtf for date in (low, high) for sign in "[/"):
        return None
    edtf = f"{low.edtf}/{high.edtf}"
    try:
        FuzzyDate.parse(edtf)
    except ValueError:
        raise _NotADate(f"ends before it begins: {context.text}") from None
    return _Part("D", 0, edtf, tuple(dict.fromkeys((*low.flags, *high.flags, *((flag,) if flag else ())))))


def _year_and_figure(parts: Sequence[_Part], context: _Context) -> _Part:
    """A year with two figures behind it: `1936-38`, `1938/05`; `1905/08` may be either."""
    year, number = parts[0].number, parts[-1].number
    later = year - year % 100 + number
    if later > year:
        doubt = [f"a month, or years: {context.text}"] if 1 <= number <= 12 else []
        return _date(f"{year}/{later}", (), context, *doubt)
    if number > 12:
        raise _NotADate(f"ends before it begins: {context.text}")
    return _day(None, parts[-1], parts[0], context)


def _run_together(parts: Sequence[_Part], context: _Context) -> _Part | None:
    """Eight figures without a sign between them, where they can mean one day only."""
    text = parts[0].edtf
    if len(text) != 8:
        return None
    forms = {"ymd": f"{text[:4]}-{text[4:6]}-{text[6:]}", "dmy": f"{text[4:]}-{text[2:4]}-{text[:2]}",
             "mdy": f"{text[4:]}-{text[:2]}-{text[2:4]}"}  # fmt: skip
    wanted = [context.habits.order] if context.habits.order in forms else list(forms)
    days = {forms[order] for order in wanted if _is_day(forms[order])}
    if len(days) > 1:
        raise _NotADate(f"day, month and year can stand for each other: {context.text}")
    return _date(days.pop(), (), context) if days else None


def _is_day(edtf: str) -> bool:
    return _FIRST_YEAR <= int(edtf[:4]) <= _LAST_YEAR and FuzzyDate.parse_or_none(edtf) is not None


def _decade(parts: Sequence[_Part], context: _Context) -> _Part | None:
    year = next(part for part in parts if part.role in "dy")
    full, *flags = _full_year(year, context)
    return _date(f"{full[:3]}X", (), context, *flags) if full.endswith("0") else None


def _short_year(parts: Sequence[_Part], context: _Context) -> _Part | None:
    """`MAR-76`: figures that are no day are a year."""
    return _day(None, parts[0], parts[-1], context) if parts[-1].number > 31 else None


def _picked(order: str) -> _Rule:
    """A rule that takes day, month and year from the parts in this order."""

    def rule(parts: Sequence[_Part], context: _Context) -> _Part:
        named = dict(zip(order, (part for part in parts if part.role in "dmryu"), strict=True))
        return _day(named.get("d"), named["m"], named["y"], context)

    return rule


def _only(parts: Sequence[_Part]) -> tuple[_Part, ...]:
    return tuple(part for part in parts if part.role == "D")


def _part_of(parts: Sequence[_Part], context: _Context) -> _Part:
    """The beginning, the middle or the end of a time, or a season: the whole time, flagged."""
    (date,) = _only(parts)
    named = next(_PARTS[part.role.upper()] for part in parts if part.role.upper() in _PARTS)
    return replace(date, flags=(*date.flags, f"{named} of it is meant: {context.text}"))


def _loosened(form: str) -> _Rule:
    def rule(parts: Sequence[_Part], _: _Context) -> _Part | None:
        (date,) = _only(parts)
        if any(sign in date.edtf for sign in "[/X"):
            return None
        return replace(date, edtf=form.format(date.edtf.rstrip("?~")))

    return rule


def _between(parts: Sequence[_Part], context: _Context) -> _Part | None:
    low, high = _only(parts)
    return _interval(low, high, context)


def _two_dates(parts: Sequence[_Part], context: _Context) -> _Part | None:
    low, high = _only(parts)
    return _interval(low, high, context, f"two dates are given: {context.text}")


def _same(parts: Sequence[_Part], _: _Context) -> _Part:
    return _only(parts)[0]


_ALONE, _ENDS = r"(?<![./dyu])(?<![dyu]-)", r"(?![./]|-?[dyu])"
# Rules for figures and the signs between them, then for words; each gives one date for a run of parts.
_FIGURES: tuple[tuple[str, _Rule], ...] = (
    (rf"{_ALONE}d[-/]d([./])[dr]\1y{_ENDS}", _days_of_a_month),
    (rf"{_ALONE}d([./])d\.?-d\1d\1y{_ENDS}", _days_of_a_year),
    (
        rf"{_ALONE}y\.d\.d-d{_ENDS}",
        lambda parts, context: _days_of_a_month((parts[4], parts[6], parts[2], parts[0]), context),
    ),
    (rf"{_ALONE}[du]([./-])[dur]\1y(?![./]|[dyu])", _in_order),
    (rf"{_ALONE}y([./-])[dur]\1[du](?![./]|[dyu])", lambda parts, context: _day(parts[4], parts[2], parts[0], context)),
    (rf"{_ALONE}[du]([./-])[dur]\1d(?![./]|[dyu])", _in_order),
    (rf"{_ALONE}ddy{_ENDS}", lambda parts, context: _in_order((parts[0], _DOT, parts[1], _DOT, parts[2]), context)),
    (rf"{_ALONE}y[dr]d{_ENDS}", lambda parts, context: _day(parts[2], parts[1], parts[0], context)),
    (rf"{_ALONE}d\.?r\.?y{_ENDS}", _picked("dmy")),
    (rf"{_ALONE}y\.?r(?![./]?[du]){_ENDS}", _picked("ym")),
    (rf"{_ALONE}(?:d[./-]|[ru][./-]?)y{_ENDS}", _picked("my")),
    (rf"{_ALONE}y[./-]d{_ENDS}", _year_and_figure),
    (r"^n$", _run_together),
)
_DAY, _TO = "[du]", "[-&Tt/]"
_WORDS: tuple[tuple[str, _Rule], ...] = (
    (rf"F?d{_TO}dm[-/]?y", _days_of_a_month),
    (rf"F?dm{_TO}dm[-/]?y", _days_of_a_year),
    (rf"md{_TO}dy", lambda parts, context: _days_of_a_month((parts[1], parts[3], parts[0], parts[4]), context)),
    (
        rf"F?y-?md{_TO}d(?![mry])",
        lambda parts, context: _days_of_a_month(_turned(parts, (2, 3, 1, 0)), context),
    ),
    (rf"F?y-?md{_TO}md(?!y)", lambda parts, context: _days_of_a_year(_turned(parts, (2, 1, 4, 3, 0)), context)),
    (rf"F?ym{_TO}m(?![dy])", lambda parts, context: _months(_turned(parts, (1, 2, 0))[:3], context)),
    (rf"F?(?<!d)m{_TO}my", lambda parts, context: _months([p for p in parts if p.role in "my"], context)),
    (rf"{_DAY}[-/]?m[-/]?y", _picked("dmy")),
    (r"m[du]y", _picked("mdy")),
    (r"y[-/]?m[-/]?[du]", _picked("ymd")),
    (r"y[du]m", _picked("ydm")),
    (rf"(?<![dy]){_DAY}[-/]?m[-/]?d(?!y)", _picked("dmy")),
    (r"K[yd]|[yd]K", _decade),
    (r"m[-/]?y", _picked("my")),
    (r"ym", _picked("ym")),
    (r"m[-/]d", _short_year),
    (r"y", lambda parts, context: _date(str(parts[0].number), (), context)),
    (r"D\?(?!\?)|[!]D|D[!]", _loosened("{}?")),
    (r"SD|DS", _part_of),
    (r"[EIL][-tF]?D|D[eilEIL]", _part_of),
    (r"~D|D[~a]", _loosened("{}~")),
    (r"FD[T&t-]D|D&DW", _between),
    (r"D[Tt-]D", _between),
    (r"D[&/]D", _two_dates),
    (r"DcDb", _between),
    (r"N<D", _loosened("[{}..]")),
    (r"N>D", _loosened("[..{}]")),
    (r"[<T]D|Db", _loosened("[..{}]")),
    (r"[>F]D|Dc", _loosened("[{}..]")),
    (r"^tD$", _same),
)


def _turned(parts: Sequence[_Part], order: Sequence[int]) -> list[_Part]:
    """The days, months and years of a run that begins with its year, in another order."""
    dated = [part for part in parts if part.role in "dmry"]
    return [*(dated[place] for place in order), *(part for part in parts if part.role == "&")]


def _months(parts: Sequence[_Part], context: _Context) -> _Part | None:
    first, second, year = parts
    return _interval(_day(None, first, year, context), _day(None, second, year, context), context)
