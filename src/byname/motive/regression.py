"""Motive stage: the odds of execution with all attributes held equal.

Goes in: the subjects. Comes out: a logistic regression of execution on all attributes that most people have, with
errors that allow for people of one region not being independent, as an analysis. P-values are corrected for their
number (Holm).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.motive.linkage_errors import corrected_cases, wrong_share
from byname.motive.severity import CHOSEN, KNOWN_END, PERSECUTED
from byname.motive.targeting import Row, columns, slug
from byname.statistics.logistic import LogisticFit, fit_logistic
from byname.statistics.multiplicity import holm
from byname.values.analysis import FEWEST, Analysis, estimated, refusal
from byname.values.printed import Condition

_FEWEST_PEOPLE = 50
_ASKED = ("nationality", "gender", "age_group", "standing", "party")


def regression(subjects: pl.DataFrame) -> Analysis:
    """The odds of execution with all attributes held equal, as a table."""
    id, title = "severity-adjusted", "Executed or not, with all attributes held equal"
    usable = [name for name in _ASKED if _useful(subjects, name)]
    if not usable or subjects["region"].drop_nulls().n_unique() < 2:
        return refusal(id, title, "Too few people have an attribute, a known end and a region stated.")
    try:
        fit, against = adjusted_severity(subjects, usable)
    except CannotEstimate as error:
        return refusal(id, title, f"{error.what[0].upper()}{error.what[1:]}.")
    rows: list[Row] = []
    numbers = []
    corrected = holm(list(fit.p_values.values()))
    for (name, found), p in zip(fit.odds_ratios.items(), corrected, strict=True):
        attribute, group = name.split(": ", 1)
        key = f"{id}-{attribute}-{slug(group)}"
        where = (PERSECUTED, KNOWN_END, *(Condition(a, "not-null") for a in (*usable, "region")))
        by = ATTRIBUTES[attribute]
        said, other = by.label(group), by.label(against[attribute])
        label = f"odds of execution, {by.words} {said} against {other}, all else equal"
        method = "logistic regression, errors by region (Liang and Zeger 1986)"
        numbers.append(estimated(key, label, found, method, "subjects", where, "ratio", 2))
        rows.append({"attribute": by.words, "group": said, "against": other,
                     **columns(found, "odds_ratio", key), "p_holm": p})  # fmt: skip
    words = ", ".join(ATTRIBUTES[name].words for name in usable)
    sentence = f"{fit.people:,} people of {fit.clusters:,} regions have all of {words} and their end stated."
    method = "logistic regression, cluster-robust errors (Liang and Zeger 1986), p-values after Holm (1979)"
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, method, table, (sentence,), (CHOSEN, *fit.warnings), tuple(numbers))


def adjusted_severity(
    subjects: pl.DataFrame, attributes: Sequence[str], cluster: str = "region", level: float = 0.95
) -> tuple[LogisticFit, dict[str, str]]:
    """Logistic regression of execution on all attributes at once, with errors clustered by region.

    Cases are corrected for wrong links. Gives the fit and, for each attribute, the group that the others are held
    against (the largest). Raises CannotEstimate where fewer than 50 people have all attributes stated.
    """
    needed = [*attributes, cluster, "ending"]
    base = subjects.filter(pl.col("persecuted") & pl.all_horizontal(pl.col(name).is_not_null() for name in needed))
    if len(base) < _FEWEST_PEOPLE:
        raise CannotEstimate(
            f"{len(base)} people have all attributes stated", where="regression", fix="use fewer attributes"
        )
    grouped = base.group_by([*attributes, cluster]).agg(
        pl.len().alias("people"), pl.col("executed").sum().alias("cases")
    )
    grouped = grouped.sort([*attributes, cluster])
    names, columns, against = [], [], {}
    for attribute in attributes:
        groups = [group for group, people in ATTRIBUTES[attribute].groups(base) if people >= FEWEST]
        against[attribute] = groups[0]
        for group in groups[1:]:
            names.append(f"{attribute}: {group}")
            columns.append((grouped[attribute] == group).cast(pl.Float64).to_numpy())
    clusters = grouped[cluster].cast(pl.Categorical).to_physical().cast(pl.Int64).to_numpy()
    cases, people = (grouped[name].cast(pl.Float64).to_numpy() for name in ("cases", "people"))
    cases = corrected_cases(cases, people, wrong_share(base))
    return fit_logistic(names, np.column_stack(columns), cases, people, clusters, level), against


def _useful(subjects: pl.DataFrame, name: str) -> bool:
    base = subjects.filter(pl.col("persecuted") & pl.col("ending").is_not_null() & pl.col("region").is_not_null())
    large = [group for group, people in ATTRIBUTES[name].groups(base) if people >= FEWEST]
    return len(large) > 1 and int(base[name].is_not_null().sum()) > len(base) / 2
