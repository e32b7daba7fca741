"""Consequences stage: who held which office, who followed whom, and how long holders survived.

Goes in: the subjects with the codes of their offices, and tables of terms of office from the facts. Comes out: for an
office its holders on our lists with their ends, the survival of holders from a day on, and the chain of successions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.records.vocabulary import load
from byname.sources.facts import FactTable
from byname.statistics.incidence import Durations, Incidence, cumulative_incidence
from byname.statistics.series import day_number
from byname.values.analysis import Analysis, counted, refusal
from byname.values.dates import FuzzyDate
from byname.values.printed import Condition

_VIOLENT = ["executed", "killed", "died in custody", "died in exile", "killed themselves"]
FEWEST_HOLDERS = 5  # of an office, below whom nothing is said of its holders
_VACANT = 60  # days that an office may stand empty between a holder and the successor


@dataclass(frozen=True, slots=True)
class Succession:
    """One step of a chain: who held the office from when to when (EDTF; open where it ends so), why it ended, who came
    after, who removed the holder, days until the holder's death where it is dated, the sources, and the office's level
    (of the whole country, of a republic ...)."""

    office: str
    holder: str
    since: str
    until: str
    ended_by: str
    successor: str
    removed_by: str
    survived_days: tuple[int, int] | None
    source: str
    level: str = ""

    @property
    def term(self) -> str:
        """The holder with the term, as far as it was read."""
        if not self.until:
            return f"{self.holder} (from {self.since})" if self.since else f"{self.holder} (dates not read)"
        return f"{self.holder} ({self.since or 'not read'} to {self.until})"


def chains(terms: FactTable) -> dict[str, list[Succession]]:
    """The chain of every office of a table of terms (office, holder, from, to, ended_by, removed_by, died, sources, and
    level where it has one), in the order of time.

    The next to hold an office is its holder's successor if the next term begins when this one ends; where several hold
    an office at once, or a term between is missing, no successor is named.
    """
    found: dict[str, list[Succession]] = {}
    for office in terms.rows["office"].unique(maintain_order=True):
        rows = sorted(terms.rows.filter(pl.col("office") == office).to_dicts(), key=_begins)
        after: list[dict[str, str]] = [*rows[1:], {}]
        found[office] = [
            Succession(office, row["holder"], row["from"], row["to"], row["ended_by"], _successor(row, following),
                       row["removed_by"], _survived(row["to"], row["died"]), row["source_title"], row.get("level", ""))
            for row, following in zip(rows, after, strict=True)
        ]  # fmt: skip
    return found


def _begins(row: dict[str, str]) -> tuple[int, bool, str, str]:
    """Terms in order: by the last day on which they can have begun; one without a beginning by its end. Those who began
    together stand in the order of their ends."""
    known = row["from"] or row["to"]
    return FuzzyDate.parse(known).latest if known else 0, bool(row["from"]), row["to"] or "open", row["holder"]


def _successor(row: dict[str, str], following: dict[str, str]) -> str:
    if not row["to"] or not following.get("from"):
        return ""
    end, begin = FuzzyDate.parse(row["to"]), FuzzyDate.parse(following["from"])
    follows = begin.earliest - end.latest <= _VACANT and begin.latest >= end.earliest
    return following["holder"] if follows else ""


def _survived(until: str, died: str) -> tuple[int, int] | None:
    if not until or not died:
        return None
    end, death = FuzzyDate.parse(until), FuzzyDate.parse(died)
    return max(0, death.earliest - end.latest), death.latest - end.earliest


def holders(subjects: pl.DataFrame) -> Analysis:
    """How many holders of each office our lists name, and how many of them died a violent or unfree death."""
    id, title = "offices", "Offices and what became of their holders"
    known = load("offices")
    named = subjects.filter(pl.col("offices").is_not_null())
    split = named.with_columns(pl.col("offices").str.split(" ").alias("office")).explode("office")
    counts = split.group_by("office").agg(pl.len().alias("people"), violent().sum().alias("died"))
    counts = counts.filter(pl.col("people") >= FEWEST_HOLDERS).sort(["people", "office"], descending=[True, False])
    if not len(counts):
        return refusal(id, title, f"No office is held by {FEWEST_HOLDERS} or more people of our lists.")
    rows, numbers = [], []
    for office, people, died in counts.head(20).iter_rows():
        key, words = f"{id}-{office}", str(known[office]["en"])
        where = Condition("offices", "any-of", (office,))
        struck = Condition("ending", "in", tuple(_VIOLENT))
        numbers.append(counted(key, f"people who held the office: {words}", people, "subjects", where))
        numbers.append(
            counted(f"{key}-died", f"of them died by violence or unfree: {words}", died, "subjects", where, struck)
        )
        rows.append({"office": words, "people": people, "people_id": key, "died": died, "died_id": f"{key}-died"})
    top = max(rows, key=lambda row: (row["died"] / row["people"], row["people"]))
    sentence = (
        f"Of {top['people']} named as {top['office']}, {top['died']} died by violence or unfree, as far as stated."
    )
    warning = "A holder of whose end our sources say nothing may have been struck too."
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))


def holding(subjects: pl.DataFrame, *offices: str) -> pl.DataFrame:
    """The people of our lists who are named with any of these offices."""
    held = pl.col("offices").str.split(" ").list.eval(pl.element().is_in(list(offices))).list.any()
    return subjects.filter(held.fill_null(value=False))


def violent() -> pl.Expr:
    """Whether a person died by violence or unfree, as far as stated."""
    return pl.col("ending").is_in(_VIOLENT).fill_null(value=False)


def survival_of(
    subjects: pl.DataFrame, office: str | tuple[str, ...], start: dt.date, until: dt.date, seed: int = 0
) -> Incidence:
    """The share of the holders of an office, or of any of several, who had died by violence or unfree, by days from
    `start` to `until`.

    Holders who died before `start` are left out. Dates known to the month or year enter as intervals. Holders whose end
    is not stated count as alive at `until`; the shares are lower bounds. Raises CannotEstimate where no death of a
    holder is dated.
    """
    day, last = day_number(start), day_number(until)
    codes = (office,) if isinstance(office, str) else office
    own = holding(subjects, *codes).filter(pl.col("death_high").is_null() | (pl.col("death_high") >= day))
    died = own.select(violent() & pl.col("death_high").is_not_null() & (pl.col("death_high") <= last)).to_series()
    died = died.fill_null(value=False)
    if not died.any():
        raise CannotEstimate(f"no death of a holder of {' or '.join(codes)} is dated", where="offices",
                             fix="add sources")  # fmt: skip
    cause = died.cast(pl.Int64).to_numpy()
    low = np.where(cause > 0, np.maximum(own["death_low"].fill_null(last).to_numpy() - day, 0), last - day)
    high = np.where(cause > 0, own["death_high"].fill_null(last).to_numpy() - day, np.inf)
    return cumulative_incidence(Durations(low.astype(float), high.astype(float), cause), 1, seed=seed)[0]
