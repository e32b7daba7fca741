"""How much less is found of the true pairs of the worst list, or the worst script, than of all.

A linkage that is good on the whole may miss most of what one list or one script holds, and with it a group of victims.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class RecallGap:
    """The recall of true pairs by group (pairs with at least one record of it), that of all, and the worst group."""

    groups: dict[str, float]
    overall: float

    @property
    def worst(self) -> str:
        """The group of which least is found."""
        return min(sorted(self.groups), key=self.groups.__getitem__)

    @property
    def gap(self) -> float:
        """How far the recall of the worst group lies below that of all pairs."""
        return self.overall - self.groups[self.worst]

    def __str__(self) -> str:
        each = ", ".join(f"{group} {recall:.3f}" for group, recall in sorted(self.groups.items()))
        return f"{each}; worst {self.worst}, {self.gap:.3f} below all ({self.overall:.3f})"


def recall_gap(true: pl.DataFrame, found: pl.DataFrame, groups: pl.DataFrame) -> RecallGap:
    """The recall by group.

    `true` and `found`: pairs of records (record_a, record_b), in either order; `groups`: record_id, group.

    >>> true = pl.DataFrame({"record_a": ["A:0", "A:1"], "record_b": ["B:0", "C:1"]})
    >>> groups = pl.DataFrame({"record_id": ["A:0", "A:1", "B:0", "C:1"], "group": ["A", "A", "B", "C"]})
    >>> str(recall_gap(true, true.head(1), groups))
    'A 0.500, B 1.000, C 0.000; worst C, 0.500 below all (0.500)'
    """
    hits = _ordered(found).unique().with_columns(pl.lit(1.0).alias("hit"))
    pairs = _ordered(true).unique().join(hits, on=["one", "other"], how="left").fill_null(0.0)
    ends = [
        pairs.join(groups.rename({"record_id": end}), on=end, how="left").select("one", "other", "group", "hit")
        for end in ("one", "other")
    ]
    by_group = pl.concat(ends).unique().drop_nulls().group_by("group").agg(pl.col("hit").mean())
    return RecallGap(dict(by_group.iter_rows()), float(pairs.select(pl.col("hit").mean()).item()))


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    ends = "record_a", "record_b"
    return pairs.select(pl.min_horizontal(ends).alias("one"), pl.max_horizontal(ends).alias("other"))
