"""The linkage on Apache Spark with local cores: the same people as on one machine, bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.spark import require_spark

from byname.people.linkage import ListRules, link
from byname.people.spark import SparkEngine, local_session

Build = Callable[..., pl.DataFrame]
pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # Spark's own, of its Python and Java


@pytest.fixture(scope="module")
def engine() -> Iterator[SparkEngine]:
    require_spark()
    session = local_session(2)
    yield SparkEngine(session)
    session.stop()


def _lists(build: Build, people: int = 400) -> pl.DataFrame:
    """Invented people on three lists, with misprints."""
    random = np.random.default_rng(8)
    syllables = ["lin", "tov", "poh", "saar", "met", "gor", "ad", "ze", "mel", "nak", "ber", "vic", "tush", "ral"]
    names = ["".join(random.choice(syllables, 3)) for _ in range(people)]
    rows = []
    for number, name in enumerate(names):
        birth = f"{1880 + number % 30}-0{1 + number % 9}-{10 + number % 18}"
        person = {"given": random.choice(["ivan", "petr", "anna"]), "patronymic": "pavel", "birth": birth}
        for place, source in enumerate("ABC"):
            if random.random() < 0.7:
                spelled = name if random.random() < 0.8 else name.replace("o", "a", 1)
                arrest = f"1937-0{1 + place}-1{number % 9}" if random.random() < 0.3 else "1937-08-05"
                rows.append({"record_id": f"{source}:{number}", "surname": spelled, "arrest": arrest, **person})
    return build(rows)


def test_people_are_the_same_as_on_one_machine(build: Build, engine: SparkEngine) -> None:
    table, rules = _lists(build), [ListRules(source, False) for source in "ABC"]
    ids = table["record_id"].to_list()
    judgements = pl.DataFrame({"record_a": [ids[0]], "record_b": [ids[5]], "verdict": ["same"]})
    here = link(table, rules, judgements=judgements)
    there = link(table, rules, judgements=judgements, engine=engine)
    assert_frame_equal(here.assignments, there.assignments)
    assert_frame_equal(here.pairs, there.pairs)
    assert here.assignments["person_id"].n_unique() < len(table)


def test_few_and_no_records_are_linked(build: Build, engine: SparkEngine) -> None:
    one = link(build([{"record_id": "A:0", "surname": "lintov"}]), [ListRules("A", False)], engine=engine)
    assert one.assignments["probability"].to_list() == [1.0]
    assert link(build([]), [], engine=engine).assignments.is_empty()
