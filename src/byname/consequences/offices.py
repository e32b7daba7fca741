"""Consequences stage: who held which office, who followed whom, and how long holders survived.

Goes in: the subjects with the codes of their offices, and tables of terms of office from the facts. Comes out: for an
office its holders on our lists with their ends, the survival of holders from a day on, and the chain of successions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from byname.consequences.incidence import Durations, Incidence, cumulative_incidence
from byname.errors import CannotEstimate
from byname.motive.result import Analysis, counted, refusal
from byname.records.vocabulary import load
from byname.sources.facts import FactTable
from byname.values.dates import FuzzyDate
from byname.values.printed import Condition

_EPOCH = dt.date(1970, 1, 1)
_VIOLENT = ["executed", "killed", "died in custody", "died in exile", "killed themselves"]
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Succession:
    """One step of a chain: who held the office from when to when (EDTF; open where it ends so), why it ended, who came
    after, days until the holder's death where it is dated, and the sources."""

    office: str
    holder: str
    since: str
    until: str
    ended_by: str
    successor: str
    removed_by: str
    survived_days: tuple[int, int] | None
    source: str


def chains(terms: FactTable) -> dict[str, list[Succession]]:
    """The chain of every office of a table of terms (office, holder, from, to, ended_by, removed_by, died, sources), in
    the order of time. The next to hold an office is its holder's successor."""
    found: dict[str, list[Succession]] = {}
    ordered = terms.rows.sort("office", "from", "holder")
    for office in ordered["office"].unique(maintain_order=True):
        rows = ordered.filter(pl.col("office") == office).to_dicts()
        after = [row["holder"] for row in rows[1:]] + [""]
        found[office] = [
            Succession(office, row["holder"], row["from"], row["to"], row["ended_by"], following, row["removed_by"],
                       _survived(row["to"], row["died"]), row["source_title"])
            for row, following in zip(rows, after, strict=True)
        ]  # fmt: skip
    return found


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
    counts = split.group_by("office").agg(
        pl.len().alias("people"), pl.col("ending").is_in(_VIOLENT).fill_null(value=False).sum().alias("died")
    )
    counts = counts.filter(pl.col("people") >= _FEWEST).sort(["people", "office"], descending=[True, False])
    if not len(counts):
        return refusal(id, title, f"No office is held by {_FEWEST} or more people of our lists.")
    rows, numbers = [], []
    for office, people, died in counts.head(20).iter_rows():
        key, words = f"{id}-{office}", str(known[office]["en"])
        where = Condition("offices", "any-of", (office,))
        violent = Condition("ending", "in", tuple(_VIOLENT))
        numbers.append(counted(key, f"people who held the office: {words}", people, "subjects", where))
        numbers.append(
            counted(f"{key}-died", f"of them died by violence or unfree: {words}", died, "subjects", where, violent)
        )
        rows.append({"office": words, "people": people, "people_id": key, "died": died, "died_id": f"{key}-died"})
    top = max(rows, key=lambda row: (row["died"] / row["people"], row["people"]))
    sentence = (
        f"Of {top['people']} named as {top['office']}, {top['died']} died by violence or unfree, as far as stated."
    )
    warning = "A holder of whose end our sources say nothing may have been struck too."
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))


def survival_of(subjects: pl.DataFrame, office: str, start: dt.date, until: dt.date, seed: int = 0) -> Incidence:
    """The share of the holders of an office who had died by violence or unfree, by days from `start` to `until`.

    Dates known to the month or year enter as intervals. Holders whose end is not stated count as alive at `until`; the
    shares are lower bounds. Raises CannotEstimate where no death of a holder is dated.
    """
    mine = pl.col("offices").str.split(" ").list.contains(office)
    own = subjects.filter(mine.fill_null(value=False))
    day, last = (start - _EPOCH).days, (until - _EPOCH).days
    died = own["ending"].is_in(_VIOLENT).fill_null(value=False) & own["death_low"].is_not_null()
    died &= own["death_high"] >= day
    died &= own["death_high"] <= last
    died = died.fill_null(value=False)
    if not died.any():
        raise CannotEstimate(f"no death of a holder of {office} is dated", where="offices", fix="add sources")
    cause = died.cast(pl.Int64).to_numpy()
    low = np.where(cause > 0, np.maximum(own["death_low"].fill_null(last).to_numpy() - day, 0), last - day)
    high = np.where(cause > 0, own["death_high"].fill_null(last).to_numpy() - day, np.inf)
    return cumulative_incidence(Durations(low.astype(float), high.astype(float), cause), 1, seed=seed)[0]
