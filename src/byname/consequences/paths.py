"""Consequences stage: the paths of people: how they were taken, what they were sentenced to, what became of them.

Goes in: the subjects. Comes out: how many went from each station to the next, with the numbers traceable to people; and
durations between two events as intervals, for the estimates of `incidence`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import polars as pl

from byname.errors import CannotEstimate
from byname.statistics.incidence import Durations
from byname.values.analysis import Analysis, counted, refusal
from byname.values.printed import Condition

STATIONS = ("taken", "sentenced", "ended", "restored")
NOT_STATED = "not stated"
_TITLES = {
    "death": "death sentence",
    "camp": "camp",
    "prison": "prison",
    "exile": "exile",
}


def with_stations(subjects: pl.DataFrame) -> pl.DataFrame:
    """The subjects with the four stations of their path as columns: taken, sentenced, ended, restored."""
    rehabilitated = pl.col("rehabilitation_low").is_not_null()
    alive = pl.col("ending").is_in(["released", "acquitted", "died after release"])
    return subjects.with_columns(
        pl.when(pl.col("arrest_low").is_not_null()).then(pl.lit("arrested"))
        .when(pl.col("deportation_low").is_not_null()).then(pl.lit("deported"))
        .otherwise(pl.lit("arrest not dated")).alias("taken"),
        pl.col("sentence_kind").replace(_TITLES).fill_null(NOT_STATED).alias("sentenced"),
        pl.col("ending").fill_null(NOT_STATED).alias("ended"),
        pl.when((pl.col("reinstated") == "yes").fill_null(value=False)).then(pl.lit("reinstated"))
        .when(rehabilitated & alive).then(pl.lit("rehabilitated"))
        .when(rehabilitated).then(pl.lit("rehabilitated after death"))
        .otherwise(pl.lit(NOT_STATED)).alias("restored"),
    )  # fmt: skip


def paths(subjects: pl.DataFrame) -> Analysis:
    """How many persecuted people went from each station to the next: taken, sentenced, ended, restored."""
    id, title = "paths", "From arrest to the end"
    base = subjects.filter(pl.col("persecuted"))
    if not len(base):
        return refusal(id, title, "Our sources name nobody who was arrested, sentenced, deported or killed.")
    stations = base if "taken" in base.columns else with_stations(base)
    rows, numbers = [], []
    for first, second in itertools.pairwise(STATIONS):
        links = stations.group_by(first, second).len().sort(["len", first, second], descending=[True, False, False])
        for origin, target, people in links.iter_rows():
            key = f"path-{first}-{_slug(origin)}-{_slug(target)}"
            where = (
                Condition("persecuted", "is", True),
                Condition(first, "is", origin),
                Condition(second, "is", target),
            )
            numbers.append(counted(key, f"people {origin}, then {target}", people, "subjects", *where))
            rows.append({"from": first, "origin": origin, "to": second, "target": target, "people": people,
                         "people_id": key})  # fmt: skip
    unknown = stations.filter(pl.col("ended") == NOT_STATED).height
    sentence = f"Of {len(base):,} persecuted people our sources state the end of {len(base) - unknown:,}."
    warning = "Our sources do not say what became of the others; they may have been released, died, or been executed."
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, "counted", table, (sentence,), (warning,) if unknown else (), tuple(numbers))


def durations(
    subjects: pl.DataFrame, start: str, ends: Sequence[str], *, until: int | None = None
) -> tuple[Durations, pl.DataFrame]:
    """Days from one event to the first of several competing ends, as intervals, and the people they are of.

    `start`: arrest, sentence or deportation; `ends`: events (death, release) or endings (executed, died in custody).
    A person whose start is not dated at least to the year is left out. Who has no dated end leaves at `until` days, or
    at once: our sources are silent from then on. Raises CannotEstimate where no start is dated.
    """
    low, high = pl.col(f"{start}_low"), pl.col(f"{start}_high")
    base = subjects.filter(low.is_not_null() & (high - low <= 366) & (low > -40000))
    if not len(base):
        raise CannotEstimate(f"no {start} is dated to the year", where="durations", fix="add sources that date it")
    frame = base.select("person_id", low.alias("a"), high.alias("b"), *_end_columns(ends))
    first = frame.with_columns(
        pl.max_horizontal(pl.col("end_low") - pl.col("b"), 0).alias("from"),
        (pl.col("end_high") - pl.col("a")).alias("upto"),
    ).with_columns(pl.when(pl.col("upto") >= 0).then(pl.col("cause")).otherwise(0).alias("cause"))
    cause = first["cause"].fill_null(0).cast(pl.Int64).to_numpy()
    upto = first["upto"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    since = first["from"].cast(pl.Float64).fill_null(float(until or 0)).to_numpy()
    ended = cause > 0
    if until is not None:
        late = ended & (since > until)
        cause, since = np.where(late, 0, cause), np.where(late, until, since)
    ended = cause > 0
    since = np.where(ended, since, float(until or 0))
    return Durations(since, np.where(ended, np.maximum(upto, since), np.inf), cause), base.select("person_id")


def _end_columns(ends: Sequence[str]) -> list[pl.Expr]:
    """The bounds of the end that a person met, and its number from 1; null where none is dated."""
    met = [_met(end) for end in ends]
    cause, low, high = pl.lit(None, pl.Int32), pl.lit(None, pl.Int32), pl.lit(None, pl.Int32)
    for number in range(len(ends), 0, -1):
        when, event = met[number - 1]
        cause = pl.when(when).then(number).otherwise(cause)
        low = pl.when(when).then(pl.col(f"{event}_low")).otherwise(low)
        high = pl.when(when).then(pl.col(f"{event}_high")).otherwise(high)
    return [cause.alias("cause"), low.alias("end_low"), high.alias("end_high")]


def _met(end: str) -> tuple[pl.Expr, str]:
    event = "release" if end in ("release", "released") else "death"
    dated = pl.col(f"{event}_low").is_not_null()
    if end in ("release", "death"):
        return dated, event
    return dated & (pl.col("ending") == end).fill_null(value=False), event


def _slug(words: str) -> str:
    return "-".join(words.split())
