"""Motive stage: the attributes by which people are compared: their column, their words, their groups.

Goes in: the subjects. Comes out: for an attribute the groups by size, the rows of a group, and the condition under
which `byname trace` finds them. A person has one nationality but can have held several offices: of such an attribute
each value counts, so its groups overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from byname.records.vocabulary import load
from byname.values.printed import Condition

MOST_GROUPS: Final = 20


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its name, its column in the subjects, its words, whether a person can have several values of it
    (then the column holds codes joined by spaces), the vocabulary or the column that names its codes, and whether they
    are proper names."""

    name: str
    column: str
    words: str
    several: bool = False
    vocabulary: str | None = None
    proper: bool = False
    named_by: str | None = None

    def is_group(self, group: str) -> pl.Expr:
        """Whether a row belongs to a group; null where nothing is stated."""
        column = pl.col(self.column)
        return column.str.split(" ").list.contains(group) if self.several else column == group

    def condition(self, group: str) -> Condition:
        """The condition of the rows of a group."""
        if self.several:
            return Condition(self.column, "any-of", (group,))
        return Condition(self.column, "is", group)

    @property
    def stated(self) -> Condition:
        """The condition of the rows that state a value."""
        return Condition(self.column, "not-null")

    def groups(self, frame: pl.DataFrame, most: int = MOST_GROUPS) -> list[tuple[str, int]]:
        """The largest groups with how many people they hold, the largest first."""
        values = frame.select(pl.col(self.column).drop_nulls().alias("group"))
        if self.several:
            values = values.select(pl.col("group").str.split(" ").explode())
        counts = values.group_by("group").len().sort(["len", "group"], descending=[True, False]).head(most)
        return [(str(group), int(people)) for group, people in counts.iter_rows()]

    def label(self, group: str, frame: pl.DataFrame | None = None) -> str:
        """A group in words, as the people of `frame` have it written where the attribute has such a column.

        >>> ATTRIBUTES["rank"].label("corps-commander"), ATTRIBUTES["nationality"].label("crimean-tatar")
        ('corps commander (rank of 1935)', 'Crimean Tatar')
        """
        if self.named_by is not None and frame is not None:
            written = frame.filter(self.is_group(group))[self.named_by].drop_nulls()
            if len(written):
                return str(written[0])
        if self.vocabulary is None:
            return group.replace("-", " ").title() if self.proper else group
        known = load(self.vocabulary).get(group)
        return str(known["en"]) if known else group


ATTRIBUTES: Final = {
    one.name: one
    for one in (
        Attribute("nationality", "nationality", "nationality", proper=True),
        Attribute("gender", "gender", "gender"),
        Attribute("age_group", "age_group", "age group"),
        Attribute("standing", "standing", "standing"),
        Attribute("sphere", "sphere", "sphere"),
        Attribute("office", "offices", "office or occupation", several=True, vocabulary="offices"),
        Attribute("rank", "rank", "rank", vocabulary="offices"),
        Attribute("party", "party", "standing in the party", vocabulary="parties"),
        Attribute("party_cohort", "party_cohort", "time of joining the party"),
        Attribute("region", "region", "region", proper=True, named_by="region_name"),
    )
}
