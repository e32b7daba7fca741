"""Why two records that are likely to be one person are not taken for one.

Takes an archive and two of its records; gives the rules of the clusters that keep their people apart, in words.
"""

from __future__ import annotations

import polars as pl

from byname.access.review import judgements_of
from byname.archive.archive import Archive
from byname.archive.sources import sources_of
from byname.archive.tables import DerivedTables
from byname.people.settings import LinkageSettings

_ORDER = (
    "of the order in which pairs were joined, the most probable first: no rule alone keeps them apart as they are now"
)
_FACTS = {"death_day": "day of death", "gender": "gender"}


def apart_because(archive: Archive, record_a: str, record_b: str) -> tuple[str, ...]:
    """The reasons for which two records belong to two people; none where they are one person.

    Raises BadArchive where the archive is not built.
    """
    tables = DerivedTables.built(archive, "pairs")
    assigned = tables.scan("assignments").select("record_id", "person_id")
    people = assigned.filter(pl.col("record_id").is_in([record_a, record_b])).collect()["person_id"].unique().sort()
    if len(people) < 2:
        return ()
    members = assigned.filter(pl.col("person_id").is_in(people.implode()))
    records = tables.scan("records").select("record_id", "source", *_FACTS).join(members, on="record_id").collect()
    pairs = _between(tables, members)
    first, second = sorted((record_a, record_b))
    own = pairs.filter((pl.col("record_a") == first) & (pl.col("record_b") == second))
    probability = float(own["probability"][0]) if len(own) else 0.0
    limits = LinkageSettings.default().thresholds
    found = [*_judged(archive, records), *_named_twice(archive, records)]
    if probability < limits.link:
        found.append(f"the pair is less probable than {limits.link}, from which on pairs join people")
    if probability < limits.overrule:
        found += facts_apart(records)
    mean = float(pairs["probability"].sum()) / _possible(records)
    if mean < limits.support:
        needed = f"probable on the mean: {limits.support} is needed"
        found.append(f"the pairs between the entries of both people are {mean:.2f} {needed}")
    return tuple(found) or (_ORDER,)


def _between(tables: DerivedTables, members: pl.LazyFrame) -> pl.DataFrame:
    """The scored pairs of an entry of one person with one of the other."""
    pairs = tables.scan("pairs").select("record_a", "record_b", "probability")
    for end in "ab":
        ends = {"record_id": f"record_{end}", "person_id": f"person_{end}"}
        pairs = pairs.join(members.rename(ends), on=f"record_{end}")
    return pairs.filter(pl.col("person_a") != pl.col("person_b")).collect()


def _possible(records: pl.DataFrame) -> int:
    one, other = records.group_by("person_id").len()["len"]
    return int(one * other)


def _judged(archive: Archive, records: pl.DataFrame) -> list[str]:
    person = dict(records.select("record_id", "person_id").iter_rows())
    return [
        f"{word.by} judged {word.record_a} and {word.record_b} to be different people"
        + (f": {word.why}" if word.why else "")
        for word in judgements_of(archive).binding
        if word.verdict == "different" and len({person.get(record) for record in word.pair} - {None}) == 2
    ]


def _named_twice(archive: Archive, records: pl.DataFrame) -> list[str]:
    lists = {source.name for source in sources_of(archive) if not source.mapping.person_twice}
    shared = records.group_by("source").agg(pl.col("person_id").n_unique()).filter(pl.col("person_id") > 1)
    return [
        f"the list {name} names both, and says that it names nobody twice"
        for name in shared["source"].sort()
        if name in lists
    ]


def facts_apart(records: pl.DataFrame) -> list[str]:
    """The facts (`death_day`, `gender`) of which the records of two people give more than one."""
    found = []
    for column, words in _FACTS.items():
        if records[column].drop_nulls().n_unique() > 1:
            found.append(f"their entries give more than one {words}, and the pair is not sure enough to overrule that")
    return found
