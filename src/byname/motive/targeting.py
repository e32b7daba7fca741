"""Motive stage: who was targeted.

Goes in: the subjects. Comes out: the make-up of the persecuted, and the odds of the severest outcome among them, held
against people of the same region and period. All p-values are corrected for the number of comparisons (Holm). Rates
against a population are in rates.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES, Attribute
from byname.motive.linkage_errors import corrected_cases, widened, wrong_share
from byname.statistics.logistic import LogisticFit, fit_logistic
from byname.statistics.mantel_haenszel import Counts, no_difference, pooled_odds_ratio
from byname.statistics.multiplicity import holm
from byname.statistics.ratios import odds_ratio, share
from byname.values.analysis import FEWEST, FEWEST_ASKED, Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

_PERSECUTED = Condition("persecuted", "is", True)
_KNOWN_END = Condition("ending", "not-null")
Row = dict[str, object]


def composition(subjects: pl.DataFrame, attribute: str) -> Analysis:
    """What part of the persecuted whose attribute is stated each group makes up, with Wilson intervals."""
    by = ATTRIBUTES[attribute]
    id, words = f"composition-{attribute}", by.words
    title = f"The persecuted by {words}"
    base = subjects.filter(pl.col("persecuted"))
    stated = base.filter(pl.col(by.column).is_not_null())
    if len(stated) < FEWEST_ASKED:
        return refusal(id, title, f"Our sources state the {words} of {len(stated)} persecuted people only.")
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    where = (_PERSECUTED, by.stated)
    for group, people in by.groups(stated):
        part, said = share(people, len(stated)), by.label(group, stated)
        own = (_PERSECUTED, by.condition(group))
        key = f"{id}-{slug(group)}"
        numbers.append(counted(key, f"persecuted people, {words} {said}", people, "subjects", *own))
        label = f"share of {words} {said} among the persecuted whose {words} is stated"
        numbers.append(estimated(f"{key}-share", label, part, "Wilson 1927", "subjects", where, "share", 3))
        rows.append({"group": said, "people": people, "people_id": key, **columns(part, "share", f"{key}-share"),
                     "small": people < FEWEST})  # fmt: skip
    missing = 1 - len(stated) / len(base)
    warnings = unstated(words, missing)
    if by.several:
        warnings += ("People of several offices or occupations count in each.",)
    top = rows[0]
    sentence = (
        f"Of {len(stated):,} persecuted people whose {words} is stated, the largest group, {top['group']}, makes up "
        f"{top['people']:,} ({_percent(top)}). "
        "This is a make-up of our lists, not a risk: it needs a population to be one."
    )
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, "shares with the interval of Wilson (1927)", table, (sentence,), warnings,
                    tuple(numbers))  # fmt: skip


def severity(subjects: pl.DataFrame, attribute: str, strata: Sequence[str] = ("region", "period")) -> Analysis:
    """The odds of having been executed among people whose end is known, of each group against all others.

    Crude (Woolf 1955) and within strata of region and period (Mantel and Haenszel 1959); p-values after Holm (1979).
    """
    by = ATTRIBUTES[attribute]
    id, words = f"severity-{attribute}", by.words
    title = f"Executed or not, by {words}"
    base = subjects.filter(pl.col("persecuted") & pl.col("ending").is_not_null() & pl.col(by.column).is_not_null())
    reason = _unfit(base, by)
    if reason:
        return refusal(id, title, reason)
    held = [name for name in strata if name != attribute and base[name].n_unique() > 1]
    wrong = wrong_share(base)
    rows: list[Row] = []
    numbers: list[PrintedNumber] = []
    for group, people in by.groups(base):
        if people == len(base):
            continue
        row, own = _compared(base, by, group, held, wrong)
        rows.append(row)
        numbers += own
    for row, p in zip(rows, holm([float(str(row["p"])) for row in rows]), strict=True):
        row["p_holm"] = p
    warnings = (_LISTS, *unstated(words, 1 - len(base) / max(int(subjects["persecuted"].sum()), 1), "end or "))
    within = " and ".join(held) if held else "no strata: none of them is known"
    return Analysis(
        id,
        title,
        f"odds ratios, crude and within {within} (Mantel and Haenszel 1959), p-values after Holm (1979)",
        pl.DataFrame(rows, infer_schema_length=None),
        tuple(_severity_sentences(rows, words, " and ".join(held))),
        warnings,
        tuple(numbers),
    )


def _compared(
    base: pl.DataFrame, by: Attribute, group: str, held: Sequence[str], wrong: float
) -> tuple[Row, list[PrintedNumber]]:
    """One group against all others: its row and its numbers."""
    table = _two_by_two(base, by.is_group(group), held)
    a, n1, c, n0 = (int(v) for v in table.sum(axis=0))
    adjusted, p = _adjusted(table, wrong)
    name = by.label(group, base)
    said, key = f"{by.words} {name}", f"severity-{by.name}-{slug(group)}"
    own = (_PERSECUTED, _KNOWN_END, by.condition(group))
    executed = (*own, Condition("executed", "is", True))
    numbers = [
        counted(key, f"people with a known end, {said}", n1, "subjects", *own),
        counted(f"{key}-executed", f"executed, {said}", a, "subjects", *executed),
    ]
    row: Row = {
        "group": name,
        "people": n1,
        "people_id": key,
        "executed": a,
        "executed_id": f"{key}-executed",
    }
    for name, found in (("odds_ratio", odds_ratio(a, n1, c, n0)), ("adjusted", adjusted)):
        row |= columns(found, name, f"{key}-{name}")
        if found is not None:
            label = f"odds of execution, {said} against all others ({name.replace('_', ' ')})"
            where = (_PERSECUTED, _KNOWN_END, by.stated)
            numbers.append(estimated(f"{key}-{name}", label, found, _METHODS[name], "subjects", where, "ratio", 2))
    return row | {"p": p, "small": min(a, n1 - a, c, n0 - c) < FEWEST}, numbers


_METHODS = {"odds_ratio": "Woolf 1955", "adjusted": "Mantel and Haenszel 1959; Robins et al. 1986"}
_LISTS = "The lists choose: a list of the executed says nothing of those who were not. Odds speak of our lists alone."


def adjusted_severity(
    subjects: pl.DataFrame, attributes: Sequence[str], cluster: str = "region", level: float = 0.95
) -> tuple[LogisticFit, dict[str, str]]:
    """Logistic regression of execution on all attributes at once, with errors clustered by region.

    Cases are corrected for wrong links. Gives the fit and, for each attribute, the group that the others are held
    against (the largest). Raises CannotEstimate where fewer than 50 people have all attributes stated.
    """
    needed = [*attributes, cluster, "ending"]
    base = subjects.filter(pl.col("persecuted") & pl.all_horizontal(pl.col(name).is_not_null() for name in needed))
    if len(base) < 50:
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


def regression(subjects: pl.DataFrame) -> Analysis:
    """The odds of execution with all attributes held equal, as a table."""
    id, title = "severity-adjusted", "Executed or not, with all attributes held equal"
    usable = [name for name in ("nationality", "gender", "age_group", "standing", "party") if _useful(subjects, name)]
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
        where = (_PERSECUTED, _KNOWN_END, *(Condition(a, "not-null") for a in (*usable, "region")))
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
    return Analysis(id, title, method, table, (sentence,), (_LISTS, *fit.warnings), tuple(numbers))


def _two_by_two(base: pl.DataFrame, mine: pl.Expr, strata: Sequence[str]) -> Counts:
    cells = [
        (pl.col("executed") & mine).sum().alias("a"),
        mine.sum().alias("n1"),
        (pl.col("executed") & ~mine).sum().alias("c"),
        (~mine).sum().alias("n0"),
    ]
    grouped = base.group_by(list(strata)).agg(cells).sort(list(strata)) if strata else base.select(cells)
    return grouped.select("a", "n1", "c", "n0").cast(pl.Float64).to_numpy()


def _adjusted(table: Counts, wrong: float) -> tuple[Estimate | None, float]:
    """The odds within strata, corrected for wrong links; the test that there is no difference needs no correction."""
    try:
        return widened(pooled_odds_ratio(_corrected(table, wrong)), wrong), no_difference(table)
    except CannotEstimate:
        return None, 1.0


def _corrected(table: Counts, wrong: float) -> Counts:
    cases, people = table[:, [0, 2]], table[:, [1, 3]]
    fixed = np.clip(corrected_cases(cases, people, wrong), 0.0, people)
    return np.column_stack([fixed[:, 0], people[:, 0], fixed[:, 1], people[:, 1]])


def _unfit(base: pl.DataFrame, by: Attribute) -> str:
    if len(base) < FEWEST_ASKED:
        return f"Both the {by.words} and the end are known of {len(base)} people only."
    if base[by.column].n_unique() < 2:
        return f"All people whose end is known are of one group: {by.label(base[by.column][0])}."
    if int(base["executed"].sum()) in (0, len(base)):
        return "Either nobody or everybody whose end is known was executed: there is nothing to compare."
    return ""


def _useful(subjects: pl.DataFrame, name: str) -> bool:
    base = subjects.filter(pl.col("persecuted") & pl.col("ending").is_not_null() & pl.col("region").is_not_null())
    large = [group for group, people in ATTRIBUTES[name].groups(base) if people >= FEWEST]
    return len(large) > 1 and int(base[name].is_not_null().sum()) > len(base) / 2


def columns(found: Estimate | None, name: str, id: str) -> Row:
    """The cells of an estimate in a table: its value, its interval, and the id of its number."""
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None, f"{name}_id": None}
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high, f"{name}_id": id}


def unstated(words: str, missing: float, more: str = "") -> tuple[str, ...]:
    """The warning that an attribute is not stated of many."""
    if missing <= 0.05:
        return ()
    return (f"The {more}{words} of {missing:.0%} of the persecuted is not stated; they are left out.",)


def _severity_sentences(rows: Sequence[Row], words: str, within: str) -> list[str]:
    told = [row for row in rows if row["adjusted"] is not None and float(str(row["p_holm"])) < 0.05]
    if not told:
        return [f"No {words} differs from the others beyond chance in how many of its people were executed."]
    same = f" in the same {within}" if within else ""
    return [
        f"{words.capitalize()} {row['group']}: {row['executed']:,} of {row['people']:,} executed; the odds were "
        f"{row['adjusted']:.2g} times those of all others{same} "
        f"({row['adjusted_low']:.2g} to {row['adjusted_high']:.2g})."
        for row in sorted(told, key=lambda row: float(str(row["p_holm"])))[:3]
    ]


def _percent(row: Row) -> str:
    return f"{row['share']:.1%}, {row['share_low']:.1%} to {row['share_high']:.1%}"


def slug(group: str) -> str:
    """A group as part of an id."""
    return "-".join(group.lower().split())
