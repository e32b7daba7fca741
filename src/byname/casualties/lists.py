"""Estimates of those no list holds, for an archive: which lists are set against each other, and with what warnings.

Takes who stands on which lists; gives capture histories and, for each set of lists that overlaps enough, the
estimates of `byname.casualties` with the warnings an archive adds: that lists cover different universes, that a list
is a selection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import polars as pl

from byname.casualties.estimate import estimate
from byname.casualties.histories import COUNT, CaptureHistories
from byname.casualties.linkage_uncertainty import with_linkage_error
from byname.casualties.result import Verdict
from byname.errors import CannotEstimate

MOST_LISTS = 6
LEVEL = 0.95
REFUSED: Verdict = "cannot tell"
_UNIVERSES = (
    "The lists were not drawn up to cover one population; "
    "the estimate speaks of people whom any of them could have named."
)
_UNNAMED = "{:,} people stand on these lists without a name and are left out: another list may name them, or not."
FEWEST_SHARED = 7  # Chapman (1951) is nearly unbiased from seven recaptures on (Robson & Regier 1964)


def person_lists(members: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One row a person: `person_id`; `lists`, the names of its lists in the order of `names`, joined by a space; and
    `named`: whether any of its entries gives a name.

    `members`: an entry a row, with `person_id`, `source` and `named`. Somebody without a name may be somebody whom
    another list names: nobody can tell, so such people stand in no capture history.
    """
    order = pl.DataFrame({"source": list(names), "place": list(range(len(names)))})
    every = members.group_by("person_id").agg(pl.col("named").any())
    joined = members.select("person_id", "source").unique().join(order, on="source").sort("person_id", "place")
    lists = joined.group_by("person_id", maintain_order=True).agg(pl.col("source").str.join(" ").alias("lists"))
    return lists.join(every, on="person_id", how="left", maintain_order="left")


def capture_table(lists: pl.DataFrame | pl.LazyFrame, names: Sequence[str]) -> pl.DataFrame:
    """The capture histories: one 0/1 column a list and `count`, the commonest first."""
    held = [pl.col("lists").str.split(" ").list.contains(name).cast(pl.Int8).alias(name) for name in names]
    of_lists = lists.lazy().group_by("lists").agg(pl.len().cast(pl.Int64).alias(COUNT))
    counted = of_lists.collect(engine="streaming")
    ordered = counted.sort(COUNT, "lists", descending=[True, False])
    return ordered.select(*held, COUNT)


def estimates_of(
    captures: pl.DataFrame,
    names: Sequence[str],
    unstated: Mapping[str, Sequence[str]] | None = None,
    other_linkages: Callable[[Sequence[str]], Iterable[CaptureHistories]] | None = None,
    unnamed: Mapping[str, int] | None = None,
) -> list[dict[str, Any]]:
    """Estimate from the largest group of lists that all share people; from pairs only where there is no such group.

    Two lists cannot show whether they depend on each other, so where three or more can be had, pairs are left alone.
    `unstated` names lists of which nobody has said whom they cover (with what is missing); nothing is estimated from
    them, and the first row says so. `other_linkages` gives, for some lists, their capture histories under linkages that
    may be right instead; what they change goes into the interval. `unnamed`: how many people stand without a name
    on the lists joined by a space, who are in no history.
    """
    left_out = unstated or {}
    found = [_refused(captures, left_out)] if left_out else []
    stated = [name for name in names if name not in left_out]
    for group in _groups(captures, stated) or _pairs(captures, stated):
        left = sum(people for lists, people in (unnamed or {}).items() if {*lists.split()} & {*group})
        row = _estimate(captures, group, other_linkages, [_UNIVERSES, *([_UNNAMED.format(left)] if left else [])])
        if row is not None:
            found.append(row)
    return found


def _refused(captures: pl.DataFrame, unstated: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    said = "; ".join(f"{name}: {', '.join(keys)}" for name, keys in unstated.items())
    sentence = f"No estimate from lists whose mapping does not say whom they cover, or how ({said})."
    observed = captures.filter(pl.any_horizontal(pl.col(name) == 1 for name in unstated))[COUNT].sum()
    row = {"id": "+".join(unstated), "lists": list(unstated)}
    return row | _nothing(int(observed), [sentence], sentence)


def _nothing(observed: int, warnings: list[str], sentence: str) -> dict[str, Any]:
    """What stands in the place of an estimate where there is none."""
    return {"observed": observed, "identified": False, "verdict": REFUSED, "range": None, "checks": [], "methods": [],
            "level": LEVEL, "warnings": warnings, "sentences": [sentence]}  # fmt: skip


def _shared(captures: pl.DataFrame, first: str, second: str) -> int:
    return int(captures.filter((pl.col(first) == 1) & (pl.col(second) == 1))[COUNT].sum())


def _pairs(captures: pl.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    return [pair for pair in combinations(names, 2) if _shared(captures, *pair) >= FEWEST_SHARED]


def _groups(captures: pl.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The largest set of lists, three to six, each of which shares people with every other."""
    linked = {pair for pair in combinations(names, 2) if _shared(captures, *pair) > 0}
    for size in range(min(len(names), MOST_LISTS), 2, -1):
        cliques = [g for g in combinations(names, size) if all(pair in linked for pair in combinations(g, 2))]
        if cliques:
            return [max(cliques, key=lambda g: (sum(_shared(captures, *p) for p in combinations(g, 2)), g))]
    return []


def _estimate(
    captures: pl.DataFrame,
    group: tuple[str, ...],
    other_linkages: Callable[[Sequence[str]], Iterable[CaptureHistories]] | None,
    own: list[str],
) -> dict[str, Any] | None:
    table = _seen_on(captures, group)
    row: dict[str, Any] = {"id": "+".join(group), "lists": list(group)}
    try:
        result = estimate(table, level=LEVEL)
        if other_linkages is not None:
            result = with_linkage_error(result, other_linkages(group), table.observed)
    except CannotEstimate as error:
        return row | _nothing(table.observed, [*own, str(error)], str(error))
    found: dict[str, Any] = dict(result.to_json())
    for method in found["methods"]:
        method.pop("seconds", None)  # would make each build's table differ
    warnings = [*own, *found.pop("warnings")]
    return row | found | {"warnings": warnings, "sentences": list(result.sentences)}


def captures_of(people: pl.DataFrame, lists: Sequence[str]) -> CaptureHistories:
    """How many of these people stand on exactly which of the lists; those on none of them are left out.

    Raises CannotEstimate where nobody is on any.
    """
    return _seen_on(capture_table(people, lists), lists)


def _seen_on(captures: pl.DataFrame, names: Sequence[str]) -> CaptureHistories:
    """The people of a capture table as some of its lists see them; those on none of these drop out."""
    some = pl.any_horizontal(pl.col(name) == 1 for name in names)
    own = captures.filter(some).group_by(list(names)).agg(pl.col(COUNT).sum()).sort(list(names), descending=True)
    if not len(own):
        raise CannotEstimate("nobody is on these lists", where=", ".join(names), fix="name other lists")
    return CaptureHistories.from_table(own)
