"""Motive stage: who was targeted: the make-up of the persecuted.

Goes in: the subjects. Comes out: what part of the persecuted each group of an attribute makes up; and what the tables
of this stage share: cells of an estimate, ids of groups, the warning that an attribute is often not stated. Rates
against a population are in rates.py, the odds of execution in severity.py.
"""

from __future__ import annotations

import polars as pl

from byname.motive.attributes import ATTRIBUTES
from byname.statistics.ratios import share
from byname.values.analysis import FEWEST, FEWEST_ASKED, Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition, PrintedNumber

_PERSECUTED = Condition("persecuted", "is", True)
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


def _percent(row: Row) -> str:
    return f"{row['share']:.1%}, {row['share_low']:.1%} to {row['share_high']:.1%}"


def slug(group: str) -> str:
    """A group as part of an id."""
    return "-".join(group.lower().split())
