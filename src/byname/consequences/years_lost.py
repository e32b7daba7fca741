"""Consequences stage: years of life lost by those who were killed or died unfree.

Goes in: the subjects and a life table. Comes out: the years that they could have expected at the age at which they
died, added up, with the range that partial dates leave and the interval of the mean. The life table is data with its
source; what is assumed is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import BadFigureTable
from byname.sources.facts import read_facts
from byname.statistics.normal import normal_quantile
from byname.values.analysis import Analysis, Estimate, estimated, refusal
from byname.values.printed import Condition
from byname.values.shipped import shipped

Floats = npt.NDArray[np.float64]
DEATHS = ("executed", "killed", "died in custody", "died in exile")
ASSUMPTION = (
    "It is assumed that those who died would otherwise have lived as long as others of their age and sex in the year "
    "of the life table; a later table would give more years."
)
_OLDEST = 100.0


@dataclass(frozen=True, slots=True)
class LifeTable:
    """The years that people of an age may still expect, by gender.

    `countries` are those (ISO 3166; SU for the Soviet Union) to whose lists it can be applied; none: not said.
    """

    name: str
    ages: Floats
    expectation: dict[str, Floats]
    source: str
    place: str = ""
    countries: frozenset[str] = frozenset()

    def years(self, age: Floats, gender: str) -> Floats:
        """The years still to be expected at an age; between the ages of the table on a straight line.

        >>> round(float(life_table().years(np.array([40.0]), "male")[0]), 2)
        23.33
        """
        return np.interp(age, self.ages, self.expectation[gender])


def life_table(name: str | None = None, path: Path | None = None) -> LifeTable:
    """Read a life table of those that ship with the package, or of a file of the same columns: the first unless named.

    Raises BadFigureTable where there is none of the name or a row has no source.
    """
    path = path or shipped("consequences", "life_tables.csv")
    rows = read_facts(path, "life_tables").rows
    name = name or str(rows["table"].first())
    rows = rows.filter(pl.col("table") == name)
    if not len(rows):
        raise BadFigureTable(f"there is no life table {name!r}", where=str(path), fix="name one of the table")
    by_gender = {
        str(key[0]): part["expectation"].cast(pl.Float64).to_numpy()
        for key, part in rows.group_by("gender", maintain_order=True)
    }
    ages = rows.filter(pl.col("gender") == rows["gender"][0])["age"].cast(pl.Float64).to_numpy()
    first = rows.row(0, named=True)
    countries = frozenset(str(first.get("countries") or "").split())
    return LifeTable(name, ages, by_gender, str(first["source_title"]), str(first["place"]), countries)


def years_lost(subjects: pl.DataFrame, table: LifeTable | None = None, countries: Iterable[str] = ()) -> Analysis:
    """Years of life lost, in all and by how people died; people without a birth year, a dated death or a gender are
    counted and left out. Refused where `countries`, those of the lists (ISO 3166), are not all the life table's."""
    id, title = "years-lost", "Years of life lost"
    table = table or life_table()
    others = sorted(set(countries) - table.countries) if table.countries else []
    if others:
        said = f"lists of the archive are of another country ({', '.join(others)})"
        return refusal(id, title, f"The life table is that of {table.place}; {said}.")
    died = subjects.filter(pl.col("persecuted") & pl.col("ending").is_in(DEATHS))
    whole = died.filter(
        pl.col("born").is_not_null() & pl.col("death_low").is_not_null()
        & pl.col("gender").is_in(list(table.expectation))
        & (pl.col("death_high") - pl.col("death_low") <= 3660)
    )  # fmt: skip
    if len(whole) < 5:
        return refusal(id, title, f"Age and sex at death are known of {len(whole)} of {len(died)} people only.")
    rows, numbers = [], []
    where = tuple(Condition(name, "not-null") for name in ("born", "death_low", "gender"))
    for ending in ("all", *DEATHS):
        part = whole if ending == "all" else whole.filter(pl.col("ending") == ending)
        if not len(part):
            continue
        mean, low, high = _years(part, table)
        own = Condition("ending", "in", DEATHS) if ending == "all" else Condition("ending", "is", ending)
        key = f"{id}-{'-'.join(ending.split())}"
        found = {"mean": mean, "sum": Estimate(mean.value * len(part), low, high, len(part), 0.95)}
        for name, value in found.items():
            label = f"years of life lost ({ending}), {name}"
            method = f"life table {table.name}: {table.source}"
            decimals = 1 if name == "mean" else 0
            numbers.append(
                estimated(f"{key}-{name}", label, value, method, "subjects", (*where, own), "years", decimals)
            )
        rows.append({"ending": ending, "people": len(part), "mean": mean.value, "mean_low": mean.low,
                     "mean_high": mean.high, "mean_id": f"{key}-mean", "sum": found["sum"].value, "sum_low": low,
                     "sum_high": high, "sum_id": f"{key}-sum"})  # fmt: skip
    top = rows[0]
    sentence = (
        f"{top['people']:,} people of known age and sex lost {top['mean']:.1f} years of life on average "
        f"({top['mean_low']:.1f} to {top['mean_high']:.1f}), {top['sum']:,.0f} together."
    )
    warnings = [ASSUMPTION]
    if len(whole) < len(died):
        warnings.append(f"{len(died) - len(whole):,} of {len(died):,} dead are left out: age or sex is not known.")
    return Analysis(
        id, title, f"life table {table.source}", pl.DataFrame(rows), (sentence,), tuple(warnings), tuple(numbers)
    )


def _years(part: pl.DataFrame, table: LifeTable) -> tuple[Estimate, float, float]:
    """The mean with its interval, and the sum's bounds: the mean's interval and what partial dates leave open."""
    young, old = (_ages(part, side) for side in ("low", "high"))
    most, least = (_expected(part, ages, table) for ages in (young, old))
    middle = (most + least) / 2
    width = normal_quantile(0.95) * float(middle.std(ddof=1)) / np.sqrt(len(part)) if len(part) > 1 else 0.0
    low, high = float(least.mean()) - width, float(most.mean()) + width
    return Estimate(float(middle.mean()), max(low, 0.0), high, len(part)), max(low, 0.0) * len(part), high * len(part)


def _ages(part: pl.DataFrame, side: str) -> Floats:
    """The least or the greatest age at death: a birth year is any day of the year."""
    day = part[f"death_{side}"].to_numpy() / 365.2425 + 1970
    born = part["born"].to_numpy() + (1.0 if side == "low" else 0.0)
    return np.clip(day - born, 0.0, _OLDEST)


def _expected(part: pl.DataFrame, ages: Floats, table: LifeTable) -> Floats:
    gender = part["gender"].to_numpy()
    found = np.zeros(len(part))
    for name in table.expectation:
        mine = gender == name
        found[mine] = table.years(ages[mine], name)
    return found
