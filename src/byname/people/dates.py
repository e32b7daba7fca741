"""People stage: how the dates of two records compare.

Goes in: births, arrests, sentences, deportations, releases and deaths of the records as days, and pairs of rows. Comes
out: for each pair the level of agreement. Dates that hang together are compared as one group, so that one coincidence
is not counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from byname.people.features import Codes, Days, Flags, Words
from byname.people.levels import Levels
from byname.people.settings import Comparison

_MONTH, _YEAR = 31, 366
_YEARS_APART = (365, 366, 730, 731)
_NONE, _SAME, _NEAR, _APART = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of all records, ready to compare."""

    birth: Days
    birth_year: Codes
    birth_month: Codes
    birth_day: Codes
    arrest: Days
    sentence: Days
    deportation: Days
    release: Days
    death: Days
    arrest_days: Words
    sentence_days: Words
    case_days: Words
    deportation_days: Words
    death_days: Words
    release_days: Words
    outcome: Words

    @staticmethod
    def of(records: pl.DataFrame) -> Dates:
        """The dates of a records table."""
        case = records.select(pl.concat_str("arrest_day", "sentence_day", separator=" ").alias("case"))["case"]
        year, month, day = (_numbers(records[name]) for name in ("birth_year", "birth_month", "birth_day"))
        return Dates(
            birth=Days.of(records["birth"]),
            birth_year=year,
            birth_month=month,
            birth_day=day,
            arrest=Days.of(records["arrest"]),
            sentence=Days.of(records["sentence_date"]),
            deportation=Days.of(records["deportation"]),
            release=Days.of(records["release"]),
            death=Days.of(records["death"]),
            arrest_days=Words.of(records["arrest_day"]),
            sentence_days=Words.of(records["sentence_day"]),
            case_days=Words.of(case),
            deportation_days=Words.of(records["deportation_day"]),
            death_days=Words.of(records["death_day"]),
            release_days=Words.of(records["release_day"]),
            outcome=Words.of(records["outcome"]),
        )


def _numbers(column: pl.Series) -> Codes:
    return column.cast(pl.Int32).fill_null(-1).to_numpy().astype(np.int32)


def compare_births(dates: Dates, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the birth by the precision that both dates have."""
    levels = Levels.empty(len(a))
    birth, year, month, day = dates.birth, dates.birth_year, dates.birth_month, dates.birth_day
    known = birth.known[a] & birth.known[b]
    gap = _gap(birth, a, b)
    for name, most in (("different", None), ("ten_years", 10), ("three_years", 3), ("one_year", 1)):
        levels.fill(known if most is None else known & (gap <= most * _YEAR), comparison.code(name))
    years = np.abs(year[a] - year[b])
    both_years = known & (year[a] > 0) & (year[b] > 0)
    for name, low, high in (("different", 11, 9999), ("ten_years", 4, 10), ("three_years", 2, 3), ("one_year", 1, 1)):
        levels.fill(both_years & (years >= low) & (years <= high), comparison.code(name))
    levels.fill(known & (gap <= 0), comparison.code("year"))
    full = both_years & (day[a] > 0) & (day[b] > 0)
    parts = (month[a] == month[b]).astype(np.int8) + (day[a] == day[b])
    swapped = (month[a] == day[b]) & (day[a] == month[b])
    levels.fill(full & (parts == 2) & (years > 0), comparison.code("year_off"))
    levels.fill(full & (years == 0), comparison.code("same_year"))
    levels.fill(full & (years == 0) & ((parts == 1) | swapped), comparison.code("day_off"))
    levels.fill(full & (years == 0) & (parts == 2), comparison.code("day"))
    return levels


def compare_cases(dates: Dates, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of arrest and sentence together: both belong to one case."""
    levels = Levels.empty(len(a))
    arrest, sentence = _states(dates.arrest, a, b), _states(dates.sentence, a, b)
    levels.fill((arrest == _APART) | (sentence == _APART), comparison.code("different"))
    levels.fill((arrest == _NEAR) | (sentence == _NEAR), comparison.code("near"))
    arrests, sentences = dates.arrest_days.shares(comparison), dates.sentence_days.shares(comparison)
    by_arrest = arrests[dates.arrest_days.codes[a]] if len(arrests) else None
    by_sentence = sentences[dates.sentence_days.codes[a]] if len(sentences) else None
    levels.fill(sentence == _SAME, comparison.code("sentence_only"), by_sentence)
    levels.fill((sentence == _SAME) & (arrest == _NONE), comparison.code("sentence"), by_sentence)
    levels.fill(arrest == _SAME, comparison.code("arrest_only"), by_arrest)
    levels.fill((arrest == _SAME) & (sentence == _NONE), comparison.code("arrest"), by_arrest)
    both = dates.case_days.shares(comparison)
    by_both = both[dates.case_days.codes[a]] if len(both) else None
    levels.fill((arrest == _SAME) & (sentence == _SAME), comparison.code("both"), by_both)
    return levels


def compare_deportations(dates: Dates, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of the day of deportation."""
    levels = Levels.empty(len(a))
    state = _states(dates.deportation, a, b)
    shares = dates.deportation_days.shares(comparison)
    levels.fill(state == _APART, comparison.code("different"))
    levels.fill(state == _NEAR, comparison.code("near"))
    levels.fill(
        state == _SAME, comparison.code("exact"), shares[dates.deportation_days.codes[a]] if len(shares) else None
    )
    return levels


def compare_fates(dates: Dates, a: Codes, b: Codes, comparison: Comparison) -> Levels:
    """Levels of release, death and outcome together; a death well before the other's release is a contradiction."""
    levels = Levels.empty(len(a))
    outcome = dates.outcome.codes
    known = (outcome[a] >= 0) & (outcome[b] >= 0)
    levels.fill(known, comparison.code("other"))
    levels.fill(known & (outcome[a] == outcome[b]), comparison.code("same"))
    release, death = _states(dates.release, a, b), _states(dates.death, a, b)
    both_released, both_died = (
        dates.release.known[a] & dates.release.known[b],
        dates.death.known[a] & dates.death.known[b],
    )
    levels.fill(release == _APART, comparison.code("release_off"))
    levels.fill(both_released & (_gap(dates.release, a, b) <= _YEAR), comparison.code("release_near"))
    levels.fill(_died_before_release(dates, a, b) | _died_before_release(dates, b, a), comparison.code("impossible"))
    releases, deaths = dates.release_days.shares(comparison), dates.death_days.shares(comparison)
    by_release = releases[dates.release_days.codes[a]] if len(releases) else None
    levels.fill(release == _SAME, comparison.code("release_day"), by_release)
    levels.fill(both_died, comparison.code("death_off"))
    levels.fill(both_died & (_gap(dates.death, a, b) <= _MONTH), comparison.code("death_near"))
    by_death = deaths[dates.death_days.codes[a]] if len(deaths) else None
    levels.fill(death == _SAME, comparison.code("death_day"), by_death)
    return levels


def _gap(days: Days, a: Codes, b: Codes) -> Codes:
    gap: Codes = np.maximum(days.low[a] - days.high[b], days.low[b] - days.high[a])
    return gap


def _states(days: Days, a: Codes, b: Codes) -> Codes:
    gap = _gap(days, a, b)
    known, exact = days.known[a] & days.known[b], days.exact[a] & days.exact[b]
    wide = (days.high[a] - days.low[a] > _MONTH) | (days.high[b] - days.low[b] > _MONTH)
    state = np.where(known, _APART, _NONE)
    state[known & (gap <= _MONTH)] = _NEAR
    state[known & exact & np.isin(gap, _YEARS_APART)] = _NEAR
    state[known & wide & (gap <= _MONTH)] = _NONE
    state[known & exact & (gap == 0)] = _SAME
    return state.astype(np.int32)


def _died_before_release(dates: Dates, one: Codes, other: Codes) -> Flags:
    known = dates.death.known[one] & dates.release.known[other]
    result: Flags = known & (dates.death.high[one] + _YEAR < dates.release.low[other])
    return result
