"""Motive stage: rates against a population at risk.

Goes in: the subjects, a population by one attribute, and, where lists overlap, the victims whom none of them names.
Comes out: persecuted people per 100,000 of each group and the risk relative to all others, documented and in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl
from scipy.stats import chi2

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES, Attribute
from byname.motive.populations import Population, population_of
from byname.motive.targeting import Row, columns, slug, unstated
from byname.motive.undocumented import METHOD, AllVictims
from byname.statistics.ratios import relative_risk
from byname.values.analysis import FEWEST, Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

_PERSECUTED = Condition("persecuted", "is", True)
_MOST_UNSTATED = 0.1
_EXPECTED = ("nationality", "gender", "age_group")  # whose absence from a population is said
_COLUMNS = {
    "rate": ("documented per 100,000", "per 100,000", 1),
    "rate_in_all": ("named and unnamed per 100,000", "per 100,000", 1),
    "relative_risk": ("risk relative to all others, documented", "ratio", 2),
    "risk_in_all": ("risk relative to all others, named and unnamed", "ratio", 2),
}
_LOWER_BOUNDS = "Only documented victims are counted: the rates are lower bounds."


@dataclass(frozen=True, slots=True)
class _Against:
    """What the rates of one population are computed with: the people whose attribute is stated, the victims named and
    unnamed, and whether the documented may be compared between groups."""

    population: Population
    by: Attribute
    stated: int
    victims: AllVictims | None
    comparable: bool

    def key(self, group: str) -> str:
        return f"rates-{self.by.name}-{slug(group)}"

    def values(self, group: str, people: int) -> Iterator[tuple[str, Estimate, PrintedNumber]]:
        """The rates and risks of a group by their column, each with its printed number."""
        at_risk, total, documented = self.population.counts[group], self.population.total, self.stated - people
        in_all = self.victims if self.victims is not None and group in self.victims.groups else None
        yield self._number("rate", group, _exact_rate(people, at_risk), "Garwood 1936")
        if in_all is not None:
            yield self._number("rate_in_all", group, in_all.rate(group, at_risk), METHOD)
        if total is None or total <= at_risk:
            return
        if self.comparable and documented > 0:
            risk = relative_risk(people, at_risk, documented, total - at_risk)
            yield self._number("relative_risk", group, risk, "Katz et al. 1978")
        if in_all is not None:
            yield self._number("risk_in_all", group, in_all.risk(group, at_risk, total), METHOD)

    def _number(self, name: str, group: str, value: Estimate, method: str) -> tuple[str, Estimate, PrintedNumber]:
        what, unit, decimals = _COLUMNS[name]
        place = f"{self.population.place} {self.population.date[:4]}"
        label = f"{what}, {self.by.words} {self.by.label(group)}, {place}"
        where = (_PERSECUTED, self.by.stated if unit == "ratio" else self.by.condition(group))
        key = f"{self.key(group)}-{name.replace('_', '-')}"
        return name, value, estimated(key, label, value, method, "subjects", where, unit, decimals)


def rates(subjects: pl.DataFrame, population: Population, victims: AllVictims | None = None) -> Analysis:
    """Persecuted people per 100,000 of each group of a population, and the risk relative to all others.

    `victims`: the people of each group, named and unnamed (undocumented.all_victims); without it the rates count the
    documented alone and are lower bounds. Intervals: exact for counts (Garwood 1936), of the estimate for all victims;
    the census is taken as it stands.
    """
    by = ATTRIBUTES[population.attribute]
    id, title = f"rates-{by.name}", f"Rates by {by.words}, {population.place} {population.date[:4]}"
    base = subjects.filter(pl.col("persecuted"))
    stated = base.filter(pl.col(by.column).is_not_null())
    found = {group: people for group, people in by.groups(stated) if group in population.counts}
    if not found:
        return refusal(id, title, f"No {by.words} of the lists stands in the population of {population.place}.")
    missing = 1 - len(stated) / max(len(base), 1)
    comparable = population.total is not None and missing <= _MOST_UNSTATED and not by.several
    against = _Against(population, by, len(stated), victims, comparable)
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for group, people in found.items():
        key, said = against.key(group), by.label(group, base)
        row: Row = {"group": said, "people": people, "people_id": key, "population": population.counts[group]}
        label = f"persecuted people, {by.words} {said}"
        numbers.append(counted(key, label, people, "subjects", _PERSECUTED, by.condition(group)))
        for name, value, number in against.values(group, people):
            row |= columns(value, name, number.id)
            numbers.append(number)
        rows.append(row | {"small": people < FEWEST})
    sentence = f"Rates against {population.place}, {population.date} ({'; '.join(population.sources)})."
    method = "exact intervals of counts (Garwood 1936); Katz et al. 1978"
    return Analysis(
        id,
        title,
        method if victims is None else f"{method}; {METHOD}",
        pl.DataFrame(rows, infer_schema_length=None),
        (sentence, *_sentences(rows, by)),
        _warnings(against, missing),
        tuple(numbers),
    )


def rates_against(
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


def _exact_rate(people: int, at_risk: int) -> Estimate:
    low = float(chi2.ppf(0.025, 2 * people)) / 2 if people else 0.0
    high = float(chi2.ppf(0.975, 2 * people + 2)) / 2
    scale = 1e5 / at_risk
    return Estimate(people * scale, low * scale, high * scale, people)


def _warnings(against: _Against, missing: float) -> tuple[str, ...]:
    words, victims = against.by.words, against.victims
    found = [*unstated(words, missing), *(f"Of the population: {note}." for note in against.population.notes)]
    found += [_LOWER_BOUNDS] if victims is None else list(victims.warnings)
    if not against.comparable:
        unknown = (
            f"the {words} of {missing:.0%} is not stated" if missing > _MOST_UNSTATED else "the total is not known"
        )
        found.append(f"No relative risks of the documented: {unknown}.")
    return tuple(dict.fromkeys(found))


def _sentences(rows: list[Row], by: Attribute) -> list[str]:
    """The groups whose risk is surely not that of all others; of all victims where they are estimated."""
    found = []
    for row in rows:
        name = "risk_in_all" if row.get("risk_in_all") is not None else "relative_risk"
        value, low, high = (row.get(f"{name}{end}") for end in ("", "_low", "_high"))
        if isinstance(value, float) and isinstance(low, float) and isinstance(high, float) and not low <= 1 <= high:
            whom = "named and unnamed victims" if name == "risk_in_all" else "documented victims"
            found.append(
                f"{by.words.capitalize()} {row['group']}: {value:.1f} times the risk of all others "
                f"({low:.1f} to {high:.1f}), {whom}."
            )
    return found[:4]
