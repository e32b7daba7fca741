"""Motive stage: the people as subjects of analysis: one row a person with attributes, dates as intervals, an end.

Goes in: records with their person, and the best values of each person. Comes out: the table `subjects`, on whose rows
every number of motive and consequences rests. A date is kept as its first and last possible day, never as a midpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from byname.people.comparison.features import day_bounds
from byname.records.codes import offices
from byname.records.outcomes import with_cases
from byname.records.places import first_written
from byname.records.regions import region_names as named_regions
from byname.values.events import EVENTS
from byname.values.shipped import collection_files, parse_yaml

# What ends a path: the outcomes of the records stage, gravest first, by the ending they stand for.
ENDINGS = {
    **dict.fromkeys(with_cases("executed"), "executed"),
    **dict.fromkeys((code for code in with_cases("killed") if code not in with_cases("executed")), "killed"),
    "died-in-custody": "died in custody",
    "died-of-hunger": "died of hunger",
    "died-in-deportation": "died in deportation",
    "died-in-exile": "died in exile",
    "suicide": "killed themselves",
    "died-after-release": "died after release",
    "died": "died",
    "disappeared": "disappeared",
    "acquitted": "acquitted",
    "escaped": "escaped",
    "exiled": "exiled",
    "released": "released",
    "not-deported": "not deported",
    "survived": "survived",
}
SUBJECTS: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "gender": pl.String(),
    "nationality": pl.String(),
    "born": pl.Int32(),
    "age_group": pl.String(),
    "standing": pl.String(),
    "sphere": pl.String(),
    "offices": pl.String(),
    "rank": pl.String(),  # the highest of the offices that are ranks
    "party": pl.String(),
    "party_cohort": pl.String(),  # when the person joined the party (_COHORTS)
    "region": pl.String(),  # as stated, or the first word of the place of residence or arrest, folded
    "region_name": pl.String(),  # the same as sources write it
    "lists": pl.String(),
    "named": pl.Boolean(),  # an entry gives a name
    "period": pl.String(),
    "ending": pl.String(),
    "sentence_kind": pl.String(),
    "persecuted": pl.Boolean(),
    "executed": pl.Boolean(),
    "fate_unknown": pl.Boolean(),  # arrested, and our sources give neither an end, nor a death, nor a release
    "reinstated": pl.String(),
    "probability": pl.Float64(),
} | {f"{event}_{side}": pl.Int32() for event in EVENTS for side in ("low", "high")}
_COHORTS = "party-cohorts.yaml"
_AGES = (0, 15, 25, 35, 45, 55, 65)
_AGE_NAMES = ("0-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65 and over")
_TAKEN = ("arrest", "disappearance", "deportation", "sentence")
_VIOLENT_OR_UNFREE = ("executed", "killed", "died in custody", "died in exile", "died in deportation", "disappeared")
_STANDINGS = {"leading": 2, "middle": 1, "ordinary": 0}


STATED: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "reinstated": pl.String(),
    "party": pl.String(),
    "party_since": pl.String(),
}


def make_subjects(
    joined: pl.DataFrame,
    people: pl.DataFrame,
    stated: pl.DataFrame | None = None,
    regions: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """The subjects, with the columns of SUBJECTS.

    `joined`: the records table with `person_id`; `people`: the people table; `stated`: what `stated_of` finds;
    `regions`: how sources write each region (`region_names`).
    """
    own = joined.sort("person_id", "record_id").group_by("person_id", maintain_order=True).agg(
        pl.col("source").unique(maintain_order=True).str.join(" ").alias("lists"),
        gives_a_name().any().alias("named"),
        *(_precise(column) for column in ("deportation", "disappearance", "rehabilitation")),
        *(pl.col(column).drop_nulls().first() for column in ("region", "arrest_region", "sentence")),
        pl.col("offices").drop_nulls().str.join(" ").alias("offices"),
    )  # fmt: skip
    taken = ("gender", "nationality", "birth", "arrest", "sentence_date", "release", "death", "outcome", "probability")
    own = own.with_columns(
        pl.col("offices").str.split(" ").list.unique().list.sort().list.join(" ").replace("", None).alias("offices")
    )
    frame = own.join(people.select("person_id", *taken), on="person_id", how="left")
    frame = frame.with_columns(
        *(bound for event in EVENTS.values() for bound in _bounds(frame, event.name, event.column))
    )
    frame = frame.join(_ranked_offices(frame), on="offices", how="left")
    said = stated if stated is not None else pl.DataFrame(schema=STATED)
    frame = frame.join(said, on="person_id", how="left").with_columns(_attributes())
    frame = frame.with_columns(
        _age_group(), _cohort(), _persecuted(), _fate_unknown(), _region_name({**named_regions(), **(regions or {})})
    )
    return frame.select(pl.col(name).cast(kind) for name, kind in SUBJECTS.items()).sort("person_id")


def gives_a_name() -> pl.Expr:
    """Whether a record names its person."""
    return pl.any_horizontal(pl.col("surname", "given").is_not_null())


def stated_of(statements: pl.LazyFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """What sources state of people beside their records, with the columns of STATED: whether they were reinstated (yes
    goes before no where sources differ), their standing in the party (the commonest), the year they joined it (the
    first).

    `statements`: record_id, field, value; `owners`: record_id, person_id.
    """
    wanted = statements.filter(pl.col("field").is_in(["reinstated", "party", "party_since"]))
    said = wanted.select("record_id", "field", "value").collect().drop_nulls("value").join(owners, on="record_id")
    code, year = (pl.col("value").str.extract(pattern) for pattern in (r"^([a-z-]+)", r"^(?:[a-z-]+:)?(\d{4})"))
    joined = ["member", "former-member"]
    said = said.with_columns(
        pl.when(pl.col("field") == "party").then(code).alias("standing"),
        pl.when((pl.col("field") == "party_since") | code.is_in(joined)).then(year).alias("since"),
        pl.when((pl.col("field") == "reinstated") & pl.col("value").is_in(["yes", "no"]))
        .then(pl.col("value")).alias("back"),
    )  # fmt: skip
    found = said.sort("record_id").group_by("person_id").agg(
        pl.col("back").max().alias("reinstated"),
        pl.col("standing").drop_nulls().sort().mode(maintain_order=True).first().alias("party"),
        pl.col("since").min().alias("party_since"),
    )  # fmt: skip
    member = pl.when(pl.col("party_since").is_not_null()).then(pl.lit("member"))
    return found.with_columns(pl.coalesce("party", member).alias("party")).select(*STATED).sort("person_id")


def region_names(statements: pl.LazyFrame) -> dict[str, str]:
    """How sources write the first word of places of residence and arrest, by its folded form: the commonest spelling.

    `statements`: field, as_written, value.
    """
    wanted = ["residence", "arrest_place", "region"]
    places = statements.filter(pl.col("field").is_in(wanted) & pl.col("value").is_not_null())
    stated = pl.col("field") == "region"
    folded = pl.when(stated).then(pl.col("value")).otherwise(pl.col("value").str.split(" ").list.first())
    counts = places.group_by(folded.alias("region"), "as_written", stated.alias("stated")).len().collect()
    spelled = counts.select("as_written", "stated").iter_rows()
    written = [text.strip() if is_stated else first_written(text) for text, is_stated in spelled]
    named = counts.with_columns(pl.Series("name", written, dtype=pl.String)).drop_nulls("name")
    sums = named.group_by("region", "name").agg(pl.col("len").sum()).sort("len", "name", descending=[True, False])
    return dict(sums.unique("region", keep="first", maintain_order=True).select("region", "name").iter_rows())


def records_as_subjects(records: pl.DataFrame) -> pl.DataFrame:
    """The subjects of one list, or of lists that are not linked: each entry about a person stands for a person.

    `records`: the records table. People on two lists count twice; of a list that names nobody twice this is exact.
    """
    own = records.filter(pl.col("kind") == "person").with_columns(pl.col("record_id").alias("person_id"))
    return make_subjects(own, own.with_columns(pl.lit(1.0).alias("probability")))


def _precise(column: str) -> pl.Expr:
    """The longest of a person's values: the most precise date."""
    values = pl.col(column).drop_nulls()
    return values.sort_by(values.str.len_chars(), descending=True).first().alias(column)


def _bounds(frame: pl.DataFrame, event: str, column: str) -> tuple[pl.Series, pl.Series]:
    bounds = day_bounds(frame[column])
    low, high = (
        frame[column].replace_strict(bounds["value"], bounds[side], default=None, return_dtype=pl.Int32)
        for side in ("low", "high")
    )
    return low.alias(f"{event}_low"), high.alias(f"{event}_high")


def _attributes() -> list[pl.Expr]:
    first = pl.min_horizontal(f"{event}_low" for event in _TAKEN)
    year = pl.coalesce(first, "death_low").cast(pl.Date).dt.year()
    sentence = pl.col("sentence").str.extract(r"^([a-z-]+)")
    return [
        pl.col("birth").str.extract(r"^(\d{4})").cast(pl.Int32).alias("born"),
        pl.coalesce("region", "arrest_region").alias("region"),
        year.cast(pl.String).alias("period"),
        pl.col("outcome").replace_strict(ENDINGS, default=None).alias("ending"),
        sentence.alias("sentence_kind"),
        pl.col("outcome").is_in(with_cases("killed")).fill_null(value=False).alias("executed"),
    ]


def _age_group() -> pl.Expr:
    age = pl.col("period").cast(pl.Int32) - pl.col("born")
    group = pl.lit(None, pl.String)
    for least, name in zip(_AGES, _AGE_NAMES, strict=True):
        group = pl.when(age >= least).then(pl.lit(name)).otherwise(group)
    return group.alias("age_group")


def _region_name(names: Mapping[str, str]) -> pl.Expr:
    return pl.col("region").replace_strict(names, default=None, return_dtype=pl.String).alias("region_name")


def _cohort() -> pl.Expr:
    year = pl.col("party_since").str.slice(0, 4).cast(pl.Int32, strict=False)
    cohort = pl.lit(None, pl.String)
    for row in reversed(_cohorts()):
        inside = year <= row["until"] if "until" in row else year.is_not_null()
        cohort = pl.when(inside).then(pl.lit(row["name"])).otherwise(cohort)
    return cohort.alias("party_cohort")


@cache
def _cohorts() -> list[dict[str, Any]]:
    """The cohorts of the collections that ship with the package, in the order in which they ended."""
    return [
        row for path in collection_files(_COHORTS) for row in parse_yaml(path.read_text(encoding="utf-8"))["cohorts"]
    ]


def _persecuted() -> pl.Expr:
    """Whether a source speaks of an arrest, a disappearance, a sentence, a deportation, a return, or a violent or
    unfree death."""
    dated = pl.any_horizontal(pl.col(f"{event}_low").is_not_null() for event in _TAKEN)
    died = pl.col("ending").is_in(_VIOLENT_OR_UNFREE).fill_null(value=False)
    released = (pl.col("ending") == "released").fill_null(value=False)
    said = pl.col("sentence_kind").is_not_null() | pl.col("reinstated").is_not_null()
    return (dated | died | released | said).alias("persecuted")


def _fate_unknown() -> pl.Expr:
    known = pl.col("ending").is_not_null() | pl.any_horizontal(
        pl.col(f"{event}_low").is_not_null() for event in ("death", "release")
    )
    death = (pl.col("sentence_kind") == "death").fill_null(value=False)
    return (pl.col("arrest_low").is_not_null() & ~known & ~death).alias("fate_unknown")


def _ranked_offices(frame: pl.DataFrame) -> pl.DataFrame:
    """For each combination of office codes the highest standing, the sphere of that office, and the highest rank."""
    known = offices()
    rows = []
    for text in frame["offices"].unique(maintain_order=True).drop_nulls():
        held = [known[code] for code in text.split() if code in known]
        top = max(held, key=lambda office: _STANDINGS[office.standing], default=None)
        rank = max(
            (office for office in held if office.line), key=lambda office: (office.step, office.code), default=None
        )
        rows.append({"offices": text, "standing": top.standing if top else None, "sphere": top.sphere if top else None,
                     "rank": rank.code if rank else None})  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(("offices", "standing", "sphere", "rank"), pl.String()))
