from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.test_household import archive as household
from tests.access.test_protection import _rule
from tests.served import small_archive

from byname.access.protection import Protection
from byname.access.told_texts import told_of_all
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

__all__ = ["household"]
# Words and marks of births in their odd writings, years of several forms, and what else stands in entries.
WORDS = (
    "born",
    "b. ",
    "sünd. ",
    "1947",
    "193x",
    "12.05.46",
    "1890",
    "his",
    "ſon",
    "daughter",
    "г.р. ",
    '"born": ',
    "{",
    "s.",
)


def _asked(protection: Protection) -> set[str]:
    entries = protection.tables.scan("entries").select("record_id", pl.col("text").fill_null("")).collect()
    return protection.hidden_texts(entries)


def test_the_texts_are_those_that_the_rule_hides(household: Archive, tmp_path: Path) -> None:
    for archive in (household, small_archive(tmp_path)):
        protection = Protection.of(archive)
        assert told_of_all(DerivedTables.built(archive), protection) == _asked(protection) != set()


def test_a_mark_before_a_short_date_is_not_passed_over(tmp_path: Path) -> None:
    rule = _rule(tmp_path, [{"record_id": "A:0", "text": "b.  12.05.46", "kind": "person", "birth": "1890"}])
    assert isinstance(rule.tables, DerivedTables)
    assert told_of_all(rule.tables, rule) == {"A:0"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), min_size=1, max_size=5),
    cells=st.booleans(),
    kind=st.sampled_from(["person", "unread"]),
)
def test_no_text_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], cells: bool, kind: str
) -> None:
    shown = [json.dumps({"born": "1890", "note": text}, ensure_ascii=False) if cells else text for text in texts]
    rows: list[dict[str, Any]] = [
        {"record_id": f"A:{n}", "text": text, "kind": kind, "birth": "1890"} for n, text in enumerate(shown)
    ]
    rule = _rule(tmp_path_factory.mktemp("told"), rows)
    assert isinstance(rule.tables, DerivedTables)
    assert told_of_all(rule.tables, rule) == _asked(rule)
