"""Motive stage: the waves of arrests, deportations, sentences and deaths, beside the directives of the time.

Goes in: the subjects and the dated events among the facts. Comes out: one analysis for each kind of event: its waves
with the interval of each turn, how directives were answered, in all and by place, and a second method's changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.directives import Directive, directives_of
from byname.motive.waves import Turn, Wave, answer_to, by_place, drawn_data, rate_ratio, second_opinion, turns, waves
from byname.sources.facts import FactTable
from byname.statistics.series import Series, best_unit, day_number, series_of
from byname.values.analysis import Analysis, counted, refusal
from byname.values.events import EVENTS
from byname.values.printed import Condition, PrintedNumber

WAVES = ("arrest", "disappearance", "deportation", "sentence", "death")
_FEWEST_DATED = 50
_TOLD = 2  # directives that are drawn, and told by place
Row = dict[str, object]


def wave(subjects: pl.DataFrame, event: str, events: FactTable | None, seed: int = 0) -> Analysis:
    """When an event rose and fell, with the interval of each turn, beside the directives of the time."""
    words = EVENTS[event].plural
    id, title = f"waves-{event}", f"Waves of {words}, and the directives of the time"
    low, high = subjects[f"{event}_low"], subjects[f"{event}_high"]
    dated = int(low.is_not_null().sum())
    if dated < _FEWEST_DATED:
        return refusal(id, title, f"Our sources date {dated} {words} only.")
    try:
        series = series_of(low, high, best_unit(low, high))
        changes = turns(series, seed=seed)
    except CannotEstimate as error:
        return refusal(id, title, f"{error.what[0].upper()}{error.what[1:]}.")
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for number, found in enumerate(waves(series, changes), start=1):
        row, people = _row(subjects, event, number, found, series)
        rows.append(row)
        numbers.append(people)
    telling = _telling(series, events) if events is not None else []
    sentences = [_wave_sentence(row, words, series.unit) for row in rows]
    if events is not None:
        sentences += [*_answers(series, changes, events), *_places(subjects, event, telling, seed)]
    warnings = [_second(series)]
    if series.left_out:
        warnings.append(f"{series.left_out:,} {words} are dated more roughly than a {series.unit} and are left out.")
    method = "negative binomial change points, summed over all segmentations (Fearnhead 2006)"
    table = pl.DataFrame(rows, infer_schema_length=None)
    drawn = drawn_data(series, changes, [(one.day, one.title) for one in telling])
    return Analysis(id, title, method, table, tuple(sentences), tuple(warnings), tuple(numbers), drawn=drawn)


def _row(subjects: pl.DataFrame, event: str, number: int, found: Wave, series: Series) -> tuple[Row, PrintedNumber]:
    """A wave: its row, and the number of people to whom the event happened in it for certain."""
    begins, ends = found.begins, found.ends
    first = begins.day if begins else series.start[0]
    last = ends.day if ends else series.start[-1]
    key = f"waves-{event}-{number}"
    bounds = (day_number(first), day_number(last) - 1)
    where = (Condition(f"{event}_low", "between", bounds), Condition(f"{event}_high", "between", bounds))
    inside = pl.col(f"{event}_low").is_between(*bounds) & pl.col(f"{event}_high").is_between(*bounds)
    people = subjects.filter(inside).height
    row: Row = {
        "wave": number, "begins": str(first), "begins_low": str(begins.low if begins else first),
        "begins_high": str(begins.high if begins else first), "ends": str(last),
        "ends_low": str(ends.low if ends else last), "ends_high": str(ends.high if ends else last),
        "people": people, "people_id": key, "peak": str(found.peak), "at_peak": found.peak_count,
    }  # fmt: skip
    return row, counted(key, f"{EVENTS[event].plural} from {first} to {last}", people, "subjects", *where)


def _second(series: Series) -> str:
    """What the second method says, or that it was not run."""
    try:
        days = second_opinion(series)
    except CannotEstimate as error:
        return f"A second method (penalised least squares) was not run: {error.what}."
    other = ", ".join(str(day) for day in days) or "none"
    return f"A second method (penalised least squares) sets the changes at: {other}."


def _wave_sentence(row: Row, words: str, unit: str) -> str:
    return (
        f"Wave {row['wave']} of {words}: from {row['begins']} ({row['begins_low']} to {row['begins_high']}) to "
        f"{row['ends']} ({row['ends_low']} to {row['ends_high']}), {row['people']:,} people; the highest {unit} "
        f"began on {row['peak']} with {row['at_peak']:,}."
    )


def _answers(series: Series, changes: Sequence[Turn], events: FactTable) -> Iterator[str]:
    for directive in directives_of(events):
        if not series.start[0] <= directive.day <= series.start[-1]:
            continue
        answer = answer_to(series, changes, directive.day)
        if answer.turn is None or answer.delay is None:
            continue
        after = "after" if answer.delay.value >= 0 else "before"
        rate = answer.ratio
        times = (
            f"; in four weeks the rate became {rate.value:.1f} times ({rate.low:.1f} to {rate.high:.1f})"
            if rate
            else ""
        )
        yield (
            f"{directive.title} ({directive.day}): the nearest change, a {'rise' if answer.turn.rises else 'fall'}, "
            f"lies {abs(answer.delay.value):.0f} days {after} it (between {answer.delay.low:.0f} and "
            f"{answer.delay.high:.0f}){times}."
        )


def _telling(series: Series, events: FactTable) -> list[Directive]:
    """The two directives after which the rate changed most."""
    changed = [(rate_ratio(series, directive.day), directive) for directive in directives_of(events)]
    ranked = sorted(
        ((abs(math.log(rate.value)), directive.day, directive) for rate, directive in changed if rate is not None),
        key=lambda row: row[:2],
    )
    return [directive for _, _, directive in ranked[-_TOLD:]]


def _places(subjects: pl.DataFrame, event: str, telling: Sequence[Directive], seed: int) -> Iterator[str]:
    """The answers by place to the directives after which the rate changed most."""
    days = [directive.day for directive in telling]
    for place, count, found in by_place(subjects, event, days, seed=seed) if days else ():
        for directive, answer in zip(telling, found, strict=True):
            if answer.delay is not None:
                yield (
                    f"{directive.title} in {place} ({count:,} dated): the nearest change lies "
                    f"{answer.delay.value:.0f} days from it ({answer.delay.low:.0f} to {answer.delay.high:.0f})."
                )
