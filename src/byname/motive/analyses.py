"""Motive stage: all analyses of an archive's subjects, in order.

Goes in: subjects, facts, a population where one is chosen. Comes out: the analyses for report and command.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.motive.directives import Directive, Limit, directives_of, limits_of
from byname.motive.evidence import Material
from byname.motive.explanations import trends_of
from byname.motive.limits_by_area import limits_by_area
from byname.motive.populations import population_of
from byname.motive.rates import rates
from byname.motive.sums import all_checks
from byname.motive.targeting import composition, regression, severity
from byname.motive.trends import trend_analysis
from byname.motive.undocumented import AllVictims, ListCoverage, coverage_of, named_and_unnamed
from byname.motive.waves import Turn, answer_to, by_place, drawn_data, rate_ratio, second_opinion, turns, waves
from byname.motive.weighing import elements, explained
from byname.sources.facts import FactTable
from byname.statistics.series import Series, best_unit, day_number, series_of
from byname.values.analysis import Analysis, counted, refusal
from byname.values.events import EVENTS
from byname.values.printed import Condition, PrintedNumber

_WAVES = ("arrest", "deportation", "sentence", "death")
_FEWEST_DATED = 50
_ESTIMATED = ("nationality", "gender", "age_group", "standing", "party", "region")
_EXPECTED = ("nationality", "gender", "age_group")  # whose absence from a population is said
Row = dict[str, object]


def analyses(
    subjects: pl.DataFrame,
    facts: Mapping[str, FactTable],
    populations: pl.DataFrame,
    place: str | None = None,
    seed: int = 0,
    lists: Sequence[str] = (),
) -> Iterator[Analysis]:
    """Every analysis of motive; those that the archive does not allow are refused with the reason.

    `lists`: those set against each other for the estimate of people whom none names (undercount).
    """
    for attribute in ATTRIBUTES:
        yield composition(subjects, attribute)
    victims, found = unnamed(subjects, lists, seed)
    yield from found
    yield from against(subjects, populations, place, victims)
    yield from severities(subjects)
    yield regression(subjects)
    for trend, table in trends_of(facts):
        yield trend_analysis(trend, table)
    events = facts.get("events")
    for event in _WAVES:
        yield wave(subjects, event, events, seed)
    yield limits(facts)
    yield limits_by_area(facts, subjects)
    yield sums(list(facts.values()))
    material = Material(subjects, facts)
    yield from explained(material)
    if {"figures", "events"} <= set(facts):
        yield elements(material)


def severities(subjects: pl.DataFrame) -> list[Analysis]:
    """The odds of execution by every attribute; one refusal where all of them are refused for the same reason."""
    found = [severity(subjects, attribute) for attribute in ATTRIBUTES]
    reasons = {one.refused for one in found}
    if len(reasons) == 1 and found[0].refused:
        return [refusal("severity", "Executed or not, by any attribute", found[0].refused)]
    return found


def unnamed(
    subjects: pl.DataFrame, lists: Sequence[str], seed: int = 0
) -> tuple[dict[str, AllVictims], list[Analysis]]:
    """Victims named and unnamed by every attribute that most people have: by its name, and as analyses."""
    try:
        coverage: ListCoverage | CannotEstimate = coverage_of(subjects, lists, seed)
    except CannotEstimate as error:
        title = "Victims named and unnamed, by group"
        return {}, [refusal("victims", title, f"Those whom no list names cannot be estimated: {error.what}.")]
    victims, found = {}, []
    for name in _ESTIMATED:
        analysis, people = named_and_unnamed(subjects, ATTRIBUTES[name], coverage, seed)
        found.append(analysis)
        if people is not None:
            victims[name] = people
    return victims, found


def against(
    subjects: pl.DataFrame,
    populations: pl.DataFrame,
    place: str | None,
    victims: Mapping[str, AllVictims] | None = None,
) -> Iterator[Analysis]:
    """Rates against the population of a place by every attribute it is counted by, or the reason why there are none.

    `victims`: for attributes by name the people named and unnamed, as `unnamed` gives them.
    """
    title = "Rates against a population"
    if place is None:
        reason = (
            "No population at risk is chosen, so there are no rates: lists say whom they name, not who lived there. "
            'Write `population = "PLACE"` into byname.toml, or ask `byname motive DIR --population PLACE`.'
        )
        yield refusal("rates", title, reason)
        return
    known = set(populations.filter(pl.col("place") == place)["attribute"].drop_nulls())
    if not known:
        places = ", ".join(sorted(set(populations.filter(pl.col("attribute").is_not_null())["place"])))
        yield refusal("rates", title, f"No population of {place} is at hand; there is one of: {places}.")
        return
    for attribute in ATTRIBUTES:
        if attribute not in known and attribute not in _EXPECTED:
            continue
        try:
            population = population_of(populations, place, attribute)
            yield rates(subjects, population, (victims or {}).get(attribute))
        except CannotEstimate as error:
            words = f"{title}, by {ATTRIBUTES[attribute].words}"
            yield refusal(f"rates-{attribute}", words, f"{error.what[0].upper()}{error.what[1:]}; {error.fix}.")


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
        begins, ends = found.begins, found.ends
        first = begins.day if begins else series.start[0]
        last = ends.day if ends else series.start[-1]
        key = f"{id}-{number}"
        bounds = (day_number(first), day_number(last) - 1)
        where = (Condition(f"{event}_low", "between", bounds), Condition(f"{event}_high", "between", bounds))
        people = int(((low >= bounds[0]) & (low <= bounds[1]) & (high >= bounds[0]) & (high <= bounds[1])).sum())
        numbers.append(counted(key, f"{words} from {first} to {last}", people, "subjects", *where))
        rows.append({"wave": number, "begins": str(first), "begins_low": str(begins.low if begins else first),
                     "begins_high": str(begins.high if begins else first), "ends": str(last),
                     "ends_low": str(ends.low if ends else last), "ends_high": str(ends.high if ends else last),
                     "people": people, "people_id": key, "peak": str(found.peak),
                     "at_peak": found.peak_count})  # fmt: skip
    sentences = [_wave_sentence(row, words, series.unit) for row in rows]
    telling = _telling(series, events) if events is not None else []
    if events is not None:
        sentences += list(_answers(series, changes, events))
        sentences += list(_places(subjects, event, telling, seed))
    other = ", ".join(str(day) for day in second_opinion(series)) or "none"
    warnings = [f"A second method (penalised least squares) sets the changes at: {other}."]
    if series.left_out:
        warnings.append(f"{series.left_out:,} {words} are dated more roughly than a {series.unit} and are left out.")
    method = "negative binomial change points, summed over all segmentations (Fearnhead 2006)"
    table = pl.DataFrame(rows, infer_schema_length=None)
    drawn = drawn_data(series, changes, [(one.day, one.title) for one in telling])
    return Analysis(id, title, method, table, tuple(sentences), tuple(warnings), tuple(numbers), drawn=drawn)


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
    return [directive for _, _, directive in ranked[-2:]]


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


def limits(facts: Mapping[str, FactTable]) -> Analysis:
    """Limits of orders beside published outcomes: the first limits, and those with what was added later."""
    id, title = "limits", "Limits of orders and what came of them"
    found = limits_of(list(facts.values()))
    if not found:
        return refusal(id, title, "The archive holds no table of limits with a published outcome of the same order.")
    rows = [
        {"order": limit.table.replace("_", " "), "group": limit.group, "allowed": limit.allowed,
         "raised": limit.raised, "outcome": limit.outcome.value, "outcome_low": limit.outcome.low,
         "outcome_high": limit.outcome.high, "ratio": limit.ratio.value, "ratio_low": limit.ratio.low,
         "ratio_high": limit.ratio.high, "ratio_with_raised": limit.ratio_with_raised.value,
         "ratio_with_raised_low": limit.ratio_with_raised.low, "ratio_with_raised_high": limit.ratio_with_raised.high,
         "sources": ", ".join(limit.sources)}
        for limit in found
    ]  # fmt: skip
    warnings = tuple(dict.fromkeys(w for limit in found for w in limit.outcome.warnings))
    known = max(limit.decisions for limit in found)
    more = (
        f"Limits were raised afterwards. We have read {known} of these decisions, not all of them: what was added "
        "is the least, and the ratio with it the most."
        if known
        else "Limits were raised afterwards; the raised ones are not in our sources: the ratio is against the first."
    )
    sentences = tuple(_limit_sentence(limit) for limit in found)
    return Analysis(id, title, "sums of the table", pl.DataFrame(rows), sentences, (*warnings, more))


def _limit_sentence(limit: Limit) -> str:
    first = (
        f"{limit.table.replace('_', ' ')}: {limit.allowed:,} {limit.group} at first; published outcomes give "
        f"{limit.outcome.value:,.0f}, {limit.ratio.value:.1f} times as many"
    )
    if not limit.raised:
        return f"{first}."
    return (
        f"{first}. At least {limit.raised:,} more were allowed later; against both it is "
        f"{limit.ratio_with_raised.value:.1f} times."
    )


def sums(facts: Sequence[FactTable]) -> Analysis:
    """The printed tables of the archive, checked: only what can be added up."""
    id, title = "sums", "Printed tables, added up again"
    checks = all_checks(facts)
    if not checks:
        return refusal(id, title, "The archive holds no printed table whose sums can be checked.")
    wrong = [check for check in checks if not check.agrees]
    sentences = [f"{len(checks)} sums were checked; {len(wrong)} do not agree with what is printed."]
    sentences += [check.sentence for check in wrong]
    rows = [{"table": c.table.replace("_", " "), "what": c.what, "kind": c.kind, "sum": c.summed, "printed": c.printed,
             "difference": c.difference, "agrees": c.agrees, "printed_by": c.printed_by} for c in checks]  # fmt: skip
    return Analysis(id, title, "sums", pl.DataFrame(rows), tuple(sentences))
