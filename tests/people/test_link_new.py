from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from byname.errors import BadMapping
from byname.people.linkage import Linkage, ListRules, link, link_new
from byname.people.model import model_from
from byname.people.settings import LinkageSettings

Build = Callable[..., pl.DataFrame]
ONCE = [ListRules(source, False) for source in "ABC"]


def _table(build: Build, sources: str) -> pl.DataFrame:
    names = ["lintov", "pohkov", "saarmets", "cvibuhtin", "goradze", "melnakov", "berkovic", "tushanov"]
    rows = []
    for number, surname in enumerate(names):
        person = {"surname": surname, "given": "petr", "birth": f"18{80 + number}-03-0{1 + number % 9}"}
        rows += [{"record_id": f"{source}:{number}", **person, "arrest": "1937-08-05"} for source in sources]
    return build(rows)


def _groups(linkage: Linkage) -> set[frozenset[str]]:
    grouped = linkage.assignments.group_by("person_id").agg("record_id")
    return {frozenset(members) for members in grouped["record_id"].to_list()}


def test_a_new_list_is_linked_as_if_all_were_linked_at_once(build: Build) -> None:
    before, everything = link(_table(build, "AB"), ONCE), _table(build, "ABC")
    after = link_new(everything, ONCE, before.pairs, before.model, {"C"})
    assert _groups(after) == _groups(link(everything, ONCE))
    assert after.report["new_records"] == 8
    assert after.assignments.columns == before.assignments.columns
    assert after.pairs.columns == before.pairs.columns


def test_only_pairs_with_a_new_record_are_compared(build: Build) -> None:
    before, everything = link(_table(build, "AB"), ONCE), _table(build, "ABC")
    after = link_new(everything, ONCE, before.pairs.clear(), before.model, {"C"})
    old = pl.col("record_a").str.starts_with("A") & pl.col("record_b").str.starts_with("B")
    assert after.pairs.filter(old).is_empty()
    assert len(after.pairs) > 0


def test_a_model_is_kept_as_plain_values_and_read_again(build: Build) -> None:
    model = link(_table(build, "AB"), ONCE).model
    again = model_from(model.as_dict(), LinkageSettings.default())
    assert again.as_dict() == model.as_dict()
    with pytest.raises(BadMapping, match="surname"):
        model_from(model.as_dict() | {"comparisons": {}}, LinkageSettings.default())
