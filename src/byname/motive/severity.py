"""Motive stage: the odds of the severest outcome among people whose end is known, by group.

Goes in: the subjects. Comes out: for each attribute the odds of having been executed, of each group against all others,
crude and among people of the same region and period. All p-values are corrected for the number of comparisons (Holm).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES, Attribute
from byname.motive.linkage_errors import corrected_cases, widened, wrong_share
from byname.motive.targeting import Row, columns, slug, unstated
from byname.statistics.mantel_haenszel import Counts, no_difference, pooled_odds_ratio
from byname.statistics.multiplicity import holm
from byname.statistics.ratios import odds_ratio
from byname.values.analysis import FEWEST, FEWEST_ASKED, Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

PERSECUTED = Condition("persecuted", "is", True)
KNOWN_END = Condition("ending", "not-null")


def severities(subjects: pl.DataFrame) -> list[Analysis]:
    """The odds of execution by every attribute; one refusal where all of them are refused for the same reason."""
    found = [severity(subjects, attribute) for attribute in ATTRIBUTES]
    reasons = {one.refused for one in found}
    if len(reasons) == 1 and found[0].refused:
        return [refusal("severity", "Executed or not, by any attribute", found[0].refused)]
    return found


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
    warnings = (CHOSEN, *unstated(words, 1 - len(base) / max(int(subjects["persecuted"].sum()), 1), "end or "))
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
    own = (PERSECUTED, KNOWN_END, by.condition(group))
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
            where = (PERSECUTED, KNOWN_END, by.stated)
            numbers.append(estimated(f"{key}-{name}", label, found, _METHODS[name], "subjects", where, "ratio", 2))
    return row | {"p": p, "small": min(a, n1 - a, c, n0 - c) < FEWEST}, numbers


_METHODS = {"odds_ratio": "Woolf 1955", "adjusted": "Mantel and Haenszel 1959; Robins et al. 1986"}
CHOSEN = "The lists choose: a list of the executed says nothing of those who were not. Odds speak of our lists alone."


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
