"""Records stage: which field each column of a list seems to hold, by its name and by what stands in it together.

Takes the columns with their texts; gives the guesses, the column that names the entries, and the language of the
columns' names. Where two fields are as likely, or nothing is, there is no guess: a wrong one costs more than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from byname.records.suggestion_contents import (
    FITS,
    NEUTRAL,
    NEVER,
    Contents,
    contents_of,
    fit,
    sex_named,
    sexes_in,
    years_between,
)
from byname.sources.header_words import EVENTS, ITEM, PARTS, NameReading, letters_of, names_another, readings_of
from byname.values.fields import fields

_LEAST = 80  # score of a guess that is made
_MARGIN = 4  # by which it must be above the next
_OWN_LANGUAGE, _OTHER_LANGUAGE = 3, -8
_NEARLY, _MOSTLY = 0.9, 0.8
_KINDS_OF_SEX = 12  # spellings of the sexes in one column
_LOOKED_AT = 100  # names, for their letters
_NO_NUMBERS = frozenset({"outcome", "place", "name", "name-part", "occupation", "nationality", "education", "party"})
_SEVERAL_SCRIPTS = frozenset({"az", "bs", "kk", "ku", "ro", "sr", "tr", "tt", "uz"})  # once or still
_PROSE = 10  # words of a cell, in the mean
_NAMES = frozenset({"name", "surname", "given_name"})
_REPEATED = frozenset({"note"})  # fields that several columns may hold
_BLANK_NAME = re.compile(r"(?:column |unnamed: )?\d{1,3}(?: \(\d+\))?", re.IGNORECASE)
_FEWEST_ROWS = 10  # with two dates, by which a birth is told from what came after
_GROWN = 10  # years
_NAME = re.compile(r"([^\W\d_][\w'’-]*,?\s+){1,3}[^\W\d_][\w'’.-]*")
_CYRILLIC, _UKRAINIAN, _ARABIC, _PERSIAN, _HEBREW, _VIETNAMESE = (
    re.compile(signs, re.IGNORECASE)
    for signs in (
        "[а-яё]",
        "[іїєґ]",
        "[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]",
        "[پچژگ]",
        "[א-ת]",
        "[ạảấầẩẫậắằẳẵặẹẻếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỵỷ]",  # letters of no other language
    )
)


@dataclass(frozen=True, slots=True)
class Guesses:
    """Columns by field; the column that names the entries; the language; and what was left open, in words."""

    fields: Mapping[str, tuple[str, ...]]
    item: str | None
    language: str
    open: Mapping[str, str] = field(default_factory=dict)  # columns without a field, with why
    contents: Mapping[str, Contents] = field(default_factory=dict)
    sexes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by column what its cells stand for
    by_contents: frozenset[str] = frozenset()  # columns that were told by what stands in them alone

    def field_of(self, column: str) -> str | None:
        """The field that a column was taken for."""
        return _field_of(self.fields, column)


def _field_of(fields: Mapping[str, Sequence[str]], column: str) -> str | None:
    return next((name for name, columns in fields.items() if column in columns), None)


def guess_fields(values: Mapping[str, Sequence[str]], narrow: Mapping[str, str] | None = None) -> Guesses:
    """Guess the field of each column; `narrow` gives the names of columns without the groups that stand over them.

    >>> found = guess_fields({"Фамилия": ["Бухарин"], "год рожд.": ["1888"], "x": ["7"]})
    >>> found.fields, found.language
    ({'surname': ('Фамилия',), 'birth_date': ('год рожд.',)}, 'ru')
    """
    readings = {column: _readings(column, (narrow or {}).get(column, column)) for column in values}
    language = _language(readings.values(), values)
    contents = {column: contents_of(texts, language) for column, texts in values.items()}
    scored = {column: _scores(readings[column], contents[column], language) for column in values}
    sexes = {column: _sexes(column, readings[column], contents[column], language) for column in values}
    scored |= {column: {"gender": _LEAST + FITS} for column, meant in sexes.items() if meant}
    guesses = _Guessing(list(values), scored, contents, readings, language).guess()
    return replace(guesses, sexes=sexes, language=_language_of_names(guesses))


def _language_of_names(guesses: Guesses) -> str:
    """The language of the columns' names, unless the names of the people are in letters in which it is not written."""
    if guesses.language in _SEVERAL_SCRIPTS or language_of_letters(" ".join(guesses.contents)):
        return guesses.language
    named = [column for name in ("name", "surname") for column in guesses.fields.get(name, ())]
    texts = [text for column in named for text in guesses.contents[column].texts[:_LOOKED_AT]]
    return language_of_letters(" ".join(texts)) or guesses.language


def _sexes(column: str, readings: Sequence[NameReading], found: Contents, language: str) -> dict[str, str]:
    """What the cells of a column stand for: it is called by one sex, or by a word for sex in another language."""
    named = sex_named(column, found, language)
    spoken = {name for r in readings if r.field == "gender" and r.score >= PARTS for name in r.languages}
    if named or not spoken or language in spoken or fit("gender", found) > NEVER:
        return named
    return sexes_in(found, spoken)


def _readings(column: str, narrow: str) -> tuple[NameReading, ...]:
    """The readings of a column's name, or, where none of them is sure, of the name without its group."""
    if _BLANK_NAME.fullmatch(column) or not narrow:
        return ()
    if narrow != column and "/" in column:  # a group of questions says less than the question
        own = readings_of(narrow)
        return own if any(reading.field and reading.score >= _LEAST for reading in own) else readings_of(column)
    found = readings_of(column)
    sure = narrow == column or any(reading.field and reading.score >= _LEAST for reading in found)
    return found if sure else readings_of(narrow)


def _language(named: Iterable[tuple[NameReading, ...]], values: Mapping[str, Sequence[str]]) -> str:
    """The language that knows most names of the columns; by its letters where none does."""
    votes: Counter[str] = Counter()
    for readings, texts in zip(named, values.values(), strict=True):
        if _are_figures(texts):  # the column cannot hold what a word means of which there are no figures
            readings = tuple(
                r for r in readings if r.field not in fields() or fields()[r.field].type not in _NO_NUMBERS
            )
        best = max((reading.score for reading in readings if reading.languages), default=0)
        for language in {name for r in readings if r.score == best >= _LEAST for name in r.languages}:
            votes[language] += 1
    sample = " ".join([*values, *(text for texts in values.values() for text in texts[:20])])[:20_000]
    script = language_of_letters(sample)
    if script and votes[script] >= max(votes.values(), default=0) - 1:
        return script
    most = max(votes.values(), default=0)
    if most < 2:
        return script or "und"
    first = [language for language, count in votes.items() if count == most]
    return max(first, key=lambda language: (sum(map(sample.lower().count, letters_of(language))), language == "en"))


def _needs_words(field: str) -> bool:
    return field in fields() and fields()[field].type in _NO_NUMBERS


def _are_figures(texts: Sequence[str]) -> bool:
    said = [text.strip() for text in texts if text.strip()]
    return bool(said) and all(text.replace(".", "").isdecimal() for text in said)


def language_of_letters(text: str) -> str:
    """The language that a text's letters tell, of those whose script is not Latin, and Vietnamese; none where they
    tell nothing.

    >>> language_of_letters("Бухарин"), language_of_letters("Rykov"), language_of_letters("NGUYỄN ÁI QUỐC")
    ('ru', '', 'vi')
    """
    if len(_ARABIC.findall(text)) > len(text) / 5:
        return "fa" if len(_PERSIAN.findall(text)) > len(text) / 100 else "ar"
    if len(_HEBREW.findall(text)) > len(text) / 5:
        return "he"
    if len(_CYRILLIC.findall(text)) > len(text) / 5:
        return "uk" if len(_UKRAINIAN.findall(text)) > len(text) / 60 else "ru"
    return "vi" if len(_VIETNAMESE.findall(text)) > len(text) / 20 else ""


def _scores(readings: Sequence[NameReading], found: Contents, language: str) -> dict[str, int]:
    """The score of each field that a column's name may mean, with what stands in it."""
    scores: dict[str, int] = {}
    for reading in readings:
        if not reading.field:
            continue
        alone = reading.event and not reading.aspect
        name, more = _by_event(reading, found) if alone else (reading.field, fit(reading.field, found))
        spoken = NEUTRAL
        if reading.languages:
            spoken = _OWN_LANGUAGE if language in reading.languages else _OTHER_LANGUAGE
        score = reading.score + more + spoken
        if more > NEVER and score > scores.get(name, 0):
            scores[name] = score
    return scores


def _by_event(reading: NameReading, found: Contents) -> tuple[str, int]:
    """A name that says an event only: a date, a place, or both, as the cells are."""
    aspects = EVENTS[reading.event]
    if found.dates >= 0.5 or not found.texts:
        return aspects.get("date", reading.field), FITS if found.texts else NEUTRAL
    if found.dated + found.dates >= 0.5:
        return aspects.get("", reading.field), FITS // 2
    if "place" in aspects and found.figures < 0.3:
        return aspects["place"], -FITS // 2
    return reading.field, NEVER


@dataclass(slots=True)
class _Guessing:
    columns: list[str]
    scored: dict[str, dict[str, int]]
    contents: dict[str, Contents]
    readings: dict[str, tuple[NameReading, ...]]
    language: str
    taken: dict[str, list[str]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # columns that were told by what stands in them alone
    why: dict[str, str] = field(default_factory=dict)

    def guess(self) -> Guesses:
        self._settle_names()
        item = self._item()
        for column in sorted(self.columns, key=lambda name: -max(self.scored[name].values(), default=0)):
            self._take_best(column)
        self._leave_own_unit()
        self._take_neighbours()
        self._take_lone_date()
        self._take_other_spelling()
        self._take_place_of_only_event()
        self._by_contents(item)
        self._mend_names()
        given = {name: tuple(columns) for name, columns in self.taken.items() if columns}
        ordered = sorted(given, key=lambda name: self.columns.index(given[name][0]))
        by_contents = frozenset(self.shown)
        return Guesses(
            {name: given[name] for name in ordered},
            item,
            self.language,
            self.why,
            self.contents,
            by_contents=by_contents,
        )

    def _settle_names(self) -> None:
        """A name that can mean a whole name, a surname or a given name means what the other columns leave open."""
        sure = {name for scores in self.scored.values() for name in scores if self._is_sure(scores, name)}
        for column, scores in self.scored.items():
            tied = {name for name in _NAMES if scores.get(name, 0) >= _LEAST}
            if len(tied) < 2:
                continue
            found = self.contents[column]
            if "given_name" in sure and "surname" not in sure and "surname" in tied:
                chosen = "surname"
            elif "surname" in sure and "given_name" in tied:
                chosen = "given_name"
            elif found.words >= 1.7 and "name" in tied:
                chosen = "name"
            else:
                chosen = "given_name" if found.given >= 0.6 and "given_name" in tied else "name"
            for name in tied - {chosen}:
                del scores[name]

    @staticmethod
    def _is_sure(scores: Mapping[str, int], name: str) -> bool:
        others = [score for other, score in scores.items() if other != name]
        return scores[name] >= _LEAST and scores[name] >= max(others, default=0) + _MARGIN

    def _item(self) -> str | None:
        """The column that names the entries: unique, and called so; one that is more than a count of rows first."""
        found = [
            column
            for column, scores in self.scored.items()
            if scores.get(ITEM, 0) >= max(_LEAST, min(PARTS, max(scores.values(), default=0)))
        ]
        sure = {column: self.scored[column][ITEM] >= PARTS for column in found}
        found.sort(key=lambda column: (not sure[column], self.contents[column].counts_rows))
        for column in self.columns:
            self.scored[column].pop(ITEM, None)
        codes = [c for c in self.columns if self.contents[c].codes and self.contents[c].unique and not self.readings[c]]
        if len(codes) == 1 and (not found or self.contents[found[0]].counts_rows):
            return codes[0]
        if found:
            return found[0]
        first = self.columns[0] if self.columns else ""
        headless = all(_BLANK_NAME.fullmatch(column) for column in self.columns)
        if headless and first and self.contents[first].numbers == 1 and fit(ITEM, self.contents[first]) > 0:
            return first
        return None

    def _take_best(self, column: str) -> None:
        free = {
            name: score
            for name, score in self.scored[column].items()
            if score >= _LEAST and (name not in self.taken or name in _REPEATED)
        }
        if not free:
            return
        best = max(free, key=lambda name: free[name])
        if self._is_sure(free, best):
            self.taken.setdefault(best, []).append(column)
        else:
            near = [name for name, score in free.items() if score > free[best] - _MARGIN]
            self.why[column] = "perhaps " + " or ".join(sorted(near))

    def _leave_own_unit(self) -> None:
        """In a list that gives ranks, a unit is the person's own, not that of the perpetrators."""
        ranks = any(r.field == "role" and r.score >= _LEAST for readings in self.readings.values() for r in readings)
        if ranks and "perpetrator" not in self.taken:
            for column in self.taken.pop("unit", []):
                self.why[column] = "the unit of the person or of the perpetrators"

    def _take_neighbours(self) -> None:
        """A column called `place` or `date` alone is that of the event of the column before it."""
        for place, column in enumerate(self.columns):
            aspects = {reading.aspect for reading in self.readings[column] if not reading.field}
            if not aspects or self._of(column) or not place:
                continue
            before = self._of(self.columns[place - 1]) or (self._of(self.columns[place - 2]) if place > 1 else None)
            event = next((event for event, known in EVENTS.items() if before in known.values()), None)
            for aspect in sorted(aspects) if event else ():
                name = EVENTS[event].get(aspect) if event else None
                if name and name not in self.taken and fit(name, self.contents[column]) >= NEUTRAL:
                    self.taken[name] = [column]
                    self.why.pop(column, None)
                    break

    def _take_lone_date(self) -> None:
        """The only column called `date` alone is the incident's, where no column dates another event than a birth."""
        dates = {known.get("date") for event, known in EVENTS.items() if event != "birth"}
        if dates & self.taken.keys():
            return
        alone = [column for column in self.columns if not self._of(column) and self._says_only(column, "date")]
        dated = [column for column in alone if self.contents[column].dates >= 0.5]
        dated = [column for column in dated if self.contents[column].numbers < 0.5] or dated  # days before years
        born = [self.contents[column] for name in ("birth", "birth_date") for column in self.taken.get(name, [])]
        if len(dated) == 1 and not any(_is_same_year(other, self.contents[dated[0]]) for other in born):
            self.taken["incident_date"] = dated
            self.why.pop(dated[0], None)

    def _says_only(self, column: str, aspect: str) -> bool:
        readings = self.readings[column]
        said = any(reading.aspect == aspect and not reading.field for reading in readings)
        return said and not any(reading.field and reading.score >= _LEAST for reading in readings)

    def _take_other_spelling(self) -> None:
        """A second column of names that says its language or script is another spelling of the name."""
        for column in self.columns:
            tongue = any(reading.field == "name" and reading.tongue for reading in self.readings[column])
            if tongue and "name" in self.taken and "alias" not in self.taken and not self._of(column):
                self.taken["alias"] = [column]
                self.why.pop(column, None)

    def _take_place_of_only_event(self) -> None:
        """The first column called `place` alone is that of the event of the list, where its dates speak of one only."""
        dated = {event for event, known in EVENTS.items() if known.get("date") in self.taken} - {"birth"}
        event = dated.pop() if len(dated) == 1 else ""
        name = EVENTS[event].get("place") if event else None
        for says in (self._says_place, self._says_narrower_region):
            for column in self.columns:
                found = self.contents[column]
                free = name and name not in self.taken and not self._of(column) and says(column)
                if free and found.texts and found.kinds > 10 and fit(str(name), found) >= NEUTRAL:
                    self.taken[str(name)] = [column]
                    self.why.pop(column, None)

    def _says_place(self, column: str) -> bool:
        return self._says_only(column, "place")

    def _says_narrower_region(self, column: str) -> bool:
        """Whether a column is called by a kind of region and has more of them than the one taken for the region."""
        wider = self.taken.get("region", [])
        called = any(reading.field == "region" and reading.score >= PARTS for reading in self.readings[column])
        return called and any(self.contents[column].kinds > 2 * self.contents[other].kinds for other in wider)

    def _of(self, column: str) -> str | None:
        return _field_of(self.taken, column)

    def _by_contents(self, item: str | None) -> None:
        """Fields that show by what stands in a column: name, sex, outcome; the age where no column has a name."""
        headless = all(_BLANK_NAME.fullmatch(column) for column in self.columns)
        open_ones = [column for column in self.columns if self._is_open(column) and column != item]
        if not _NAMES & self.taken.keys():
            self._take_names_in_two(open_ones)
        if not {"name", "surname"} & self.taken.keys():
            self._take_names(open_ones)
        named = bool((_NAMES | {"entry_text"}) & self.taken.keys())  # figures of a plan or of counts are no ages
        for name in ("gender", "outcome", *(("age",) if headless and named else ())):
            fitting = [c for c in open_ones if not self._of(c) and _shows(name, self.contents[c])]
            if name not in self.taken and not (name == "outcome" and "death_kind" in self.taken) and len(fitting) == 1:
                self._show(name, fitting[0])
        self._take_birth(open_ones)
        self._take_nationality(open_ones)
        self._take_regions(open_ones)
        self._take_address(open_ones)
        self._take_prose(open_ones)

    def _take_regions(self, columns: list[str]) -> None:
        """The only column whose cells are regions of one country, by the gazetteer that ships."""
        like = [column for column in columns if not self._of(column) and _are_regions(self.contents[column])]
        if "region" not in self.taken and len(like) == 1:
            self._show("region", like[0])

    def _show(self, name: str, column: str) -> None:
        """Take a column for a field by what stands in it."""
        self.taken[name] = [column]
        self.shown.add(column)
        self.why.pop(column, None)

    def _take_nationality(self, columns: list[str]) -> None:
        """The only column whose cells are nationalities of the vocabulary."""
        like = [c for c in columns if not self._of(c) and _are_nationalities(self.contents[c])]
        if "nationality" not in self.taken and len(like) == 1:
            self._show("nationality", like[0])

    def _take_birth(self, columns: list[str]) -> None:
        """The only column of dates that another column of dates follows in hardly less than every row, by as many
        years as somebody needs to grow up."""
        if {"birth", "birth_date"} & self.taken.keys():
            return
        dated = [column for column in self.columns if self.contents[column].dates >= _MOSTLY]
        early = [column for column in columns if column in dated and not self._of(column)]
        born = [one for one in early if any(self._follows(other, one) for other in dated if other != one)]
        if len(born) == 1:
            self._show("birth_date", born[0])

    def _follows(self, later: str, earlier: str) -> bool:
        years = years_between(self.contents[earlier], self.contents[later])
        middle = sorted(years)[len(years) // 2] if years else 0
        return (
            len(years) >= _FEWEST_ROWS and middle >= _GROWN and sum(gap >= 0 for gap in years) >= _NEARLY * len(years)
        )

    def _take_names_in_two(self, columns: list[str]) -> None:
        """Two columns beside each other of a word or two without figures, of which one has given names and the other
        hardly any and hardly any twice."""
        pairs = [pair for pair in zip(self.columns, self.columns[1:], strict=False) if set(pair) <= set(columns)]
        told = [(given, surname) for pair in pairs for given, surname in (pair, pair[::-1])
                if _are_given(self.contents[given]) and _are_surnames(self.contents[surname])]  # fmt: skip
        if len(told) == 1:
            self._show("given_name", told[0][0])
            self._show("surname", told[0][1])

    def _take_address(self, columns: list[str]) -> None:
        """The only column of addresses is that of the source."""
        like = [column for column in columns if not self._of(column) and self.contents[column].addresses >= _NEARLY]
        if "source_address" not in self.taken and len(like) == 1:
            self._show("source_address", like[0])

    def _take_prose(self, columns: list[str]) -> None:
        """Texts of many words are notes; where no column names anybody and each holds a date, they are the entries."""
        prose = [column for column in columns if not self._of(column) and _is_prose(self.contents[column])]
        if not _NAMES & self.taken.keys():
            entries = [c for c in prose if self.contents[c].dated >= _NEARLY and self.contents[c].kinds > 1]
            if len(entries) == 1 and "entry_text" not in self.taken:
                self._show("entry_text", entries[0])
            return
        for column in prose:
            if not {"note", "circumstances"} & self.taken.keys():
                self._show("note", column)

    def _is_open(self, column: str) -> bool:
        return not self._of(column) and bool(self.contents[column].texts) and not names_another(column)

    def _take_names(self, columns: list[str]) -> None:
        like = [column for column in columns if _are_names(self.contents[column])]
        if like:
            best = max(like, key=lambda column: (round(self.contents[column].given, 1), -self.columns.index(column)))
            self._show("name", best)

    def _mend_names(self) -> None:
        """A surname or a given name alone, of several words each, is a whole name."""
        for name, other in (("given_name", "surname"), ("surname", "given_name")):
            columns = self.taken.get(name, [])
            alone = columns and other not in self.taken and "name" not in self.taken
            if alone and self.contents[columns[0]].words >= 1.8 and self.contents[columns[0]].given >= 0.3:
                self.taken["name"] = self.taken.pop(name)


def _shows(name: str, found: Contents) -> bool:
    if name == "gender":
        return found.sexes >= 0.9 and 2 <= found.kinds <= _KINDS_OF_SEX and not found.coded_sexes
    if name == "age":
        return (
            found.ages >= 0.9
            and found.numbers >= 0.9
            and not found.counts_rows
            and found.kinds >= 8
            and not found.unique
        )
    return found.outcomes >= 0.8 and found.kinds <= 20


def _is_same_year(first: Contents, second: Contents) -> bool:
    """Whether two columns give the same year in hardly less than every row."""
    years = years_between(first, second)
    return bool(years) and sum(gap == 0 for gap in years) >= _NEARLY * len(years)


def _are_nationalities(found: Contents) -> bool:
    return found.nationalities >= _NEARLY and found.kinds >= 3 and not found.unique


def _are_given(found: Contents) -> bool:
    return found.given >= 0.6 and _are_short_names(found)


def _are_surnames(found: Contents) -> bool:
    return found.given <= 0.3 and _are_short_names(found) and found.kinds >= 0.6 * len(found.texts)


def _are_short_names(found: Contents) -> bool:
    """Whether a column is full of words of letters that begin with a capital, one or two in a cell."""
    full = len(found.texts) >= found.rows / 2 and len(found.texts) >= _FEWEST_ROWS
    capital = sum(text[:1].isupper() or text[:1].lower() == text[:1].upper() for text in found.texts)
    return full and found.words <= 2.2 and found.figures < 0.05 and capital >= _NEARLY * len(found.texts)


def _are_regions(found: Contents) -> bool:
    return found.regions >= 0.8 and found.kinds >= 3


def _is_prose(found: Contents) -> bool:
    """Whether most cells are sentences that differ from each other."""
    if sum(not text[0].isalnum() for text in found.texts) > len(found.texts) / 2:  # lists and objects of programs
        return False
    return found.words >= _PROSE and found.addresses < 0.1 and found.kinds >= 0.7 * len(found.texts)


def _are_names(found: Contents) -> bool:
    """Whether most cells are two to four words without figures, hardly any repeated."""
    like = sum(bool(_NAME.fullmatch(text)) for text in found.texts)
    varied = found.kinds >= 0.7 * len(found.texts) and len(found.texts) >= found.rows / 2
    return like >= 0.8 * len(found.texts) and varied
