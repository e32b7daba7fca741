"""Consequences stage: who was reinstated or rehabilitated, each share with the base that it is a share of.

Goes in: the subjects and published figures. Comes out: for each base that can be counted the share with its interval,
and published claims of the same kind beside it. "Thirty percent were allowed to return" is an answer only together with
the question: of whom, and by when.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from byname.sources.facts import FactTable
from byname.statistics.ratios import share
from byname.values.analysis import Analysis, counted, estimated, refusal
from byname.values.printed import Condition

_STATED = Condition("reinstated", "not-null")
# The bases of a share: words, and the conditions on the rows of the subjects.
BASES: dict[str, tuple[str, tuple[Condition, ...]]] = {
    "persecuted": ("all persecuted people", (Condition("persecuted", "is", True),)),
    "arrested": ("people whose arrest is dated", (Condition("arrest_low", "not-null"),)),
    "sentenced": ("people whose sentence is stated", (Condition("sentence_kind", "not-null"),)),
    "survived": ("people who were released", (Condition("ending", "is", "released"),)),
    "executed": ("people who were executed", (Condition("executed", "is", True),)),
    "army": ("persecuted people of the army", (Condition("persecuted", "is", True), Condition("sphere", "is", "army"))),
    "stated": ("people of whom a source says whether they were reinstated", (_STATED,)),
}
_RESTORED = {
    "reinstated": Condition("reinstated", "is", "yes"),
    "rehabilitated": Condition("rehabilitation_low", "not-null"),
}


def restoration(subjects: pl.DataFrame, facts: Mapping[str, FactTable] | None = None) -> Analysis:
    """The shares reinstated and rehabilitated of every base that holds anybody, with Wilson intervals; published shares
    beside them, with their dates."""
    id, title = "restoration", "Reinstated, rehabilitated: how many, and of whom"
    rows, numbers = [], []
    for kind, condition in _RESTORED.items():
        if not subjects.filter(_holds(condition)).height:
            continue
        for base, (words, where) in BASES.items():
            of = subjects.filter(*(_holds(c) for c in where))
            if not len(of) or (kind == "rehabilitated" and base == "stated"):
                continue
            cases = of.filter(_holds(condition)).height
            part = share(cases, len(of))
            key = f"{id}-{kind}-{base}"
            numbers.append(counted(key, f"{kind}, of {words}", cases, "subjects", *where, condition))
            numbers.append(counted(f"{key}-base", words, len(of), "subjects", *where))
            numbers.append(estimated(f"{key}-share", f"share {kind} of {words}", part, "Wilson 1927", "subjects", where,
                                     "share", 3))  # fmt: skip
            rows.append({"what": kind, "of": words, "people": cases, "people_id": key, "base": len(of),
                         "base_id": f"{key}-base", "share": part.value, "share_low": part.low, "share_high": part.high,
                         "share_id": f"{key}-share", "source": "our lists"})  # fmt: skip
    published = _published(facts or {})
    if not rows and not published:
        return refusal(id, title, "No source speaks of anybody reinstated or rehabilitated.")
    sentences = [_sentence(row) for row in rows if row["of"] in (BASES["army"][0], BASES["arrested"][0])]
    warnings = ("A person of whose return our sources say nothing counts as not returned: shares are lower bounds, "
                "and a list drawn up of the reinstated makes them too high.",)  # fmt: skip
    table = pl.DataFrame(rows, infer_schema_length=None)
    return Analysis(id, title, "shares with the interval of Wilson (1927)", table, (*sentences, *published), warnings,
                    tuple(numbers))  # fmt: skip


def _published(facts: Mapping[str, FactTable]) -> tuple[str, ...]:
    """Published shares of people who returned, each with base and dates, and the base it would need."""
    if "figures" not in facts:
        return ()
    said = pl.col("quantity").str.contains(r"(?i)reinstat|returned|allowed back|rehabilitat") | pl.col(
        "subject"
    ).str.contains(r"(?i)reinstat|returned|rehabilitat")
    found = []
    for row in facts["figures"].rows.filter(said).sort("id").iter_rows(named=True):
        low, best, high = (row[name] for name in ("value_low", "value_best", "value_high"))
        value = best or (f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}")
        source = row["source_author"] or row["source_title"]
        found.append(
            f"Published ({row['id']}, {source}, {row['kind']}): {row['quantity']}: {value} {row['unit']}, "
            f"{row['period_start']} to {row['period_end']}, base: {row['group']}."
        )
    return tuple(found)


def _holds(condition: Condition) -> pl.Expr:
    column = pl.col(condition.column)
    return (
        column.is_not_null() if condition.test == "not-null" else (column == pl.lit(condition.value)).fill_null(False)
    )


def _sentence(row: Mapping[str, object]) -> str:
    return (
        f"{str(row['what']).capitalize()}: {row['people']:,} of {row['base']:,} ({row['of']}), "
        f"{row['share']:.0%} ({row['share_low']:.0%} to {row['share_high']:.0%})."
    )
