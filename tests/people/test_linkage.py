from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from byname.errors import BadRecord
from byname.people.linkage import Linkage, ListRules, link
from byname.people.pair_weights import unforeseen_weight

Build = Callable[..., pl.DataFrame]
ONCE = [ListRules("A", False), ListRules("B", False), ListRules("C", False)]


def _three_lists(build: Build) -> pl.DataFrame:
    names = [
        "lintov",
        "pohkov",
        "saarmets",
        "cvibuhtin",
        "goradze",
        "melnakov",
        "berkovic",
        "tushanov",
        "ralgin",
        "vosmin",
    ]
    rows = []
    for i, surname in enumerate(names):
        person = {"surname": surname, "given": "petr", "patronymic": "ivan", "birth": f"18{80 + i}-03-0{1 + i % 9}"}
        rows.append({"record_id": f"A:{i}", **person, "arrest": f"1937-08-{10 + i}", "death": f"1938-01-{10 + i}"})
        rows.append({"record_id": f"B:{i}", **person, "given": "p", "patronymic": "i", "arrest": f"1937-08-{10 + i}"})
        if i % 2:
            rows.append({"record_id": f"C:{i}", **person, "birth": f"18{80 + i}", "death": f"1938-01-{10 + i}"})
    return build(rows)


def _person(linkage: Linkage) -> dict[str, str]:
    return dict(linkage.assignments.select("record_id", "person_id").iter_rows())


def test_records_of_one_person_on_three_lists_become_one_person(build: Build) -> None:
    person = _person(link(_three_lists(build), ONCE))
    assert all(person[f"A:{i}"] == person[f"B:{i}"] for i in range(10))
    assert all(person[f"A:{i}"] == person[f"C:{i}"] for i in range(1, 10, 2))
    assert len(set(person.values())) == 10


def test_weights_of_a_pair_add_up_to_its_weight(build: Build) -> None:
    pairs = link(_three_lists(build), ONCE).pairs
    parts = [name for name in pairs.columns if name.startswith("weight_")]
    difference = pairs.select((pl.sum_horizontal(parts) - pl.col("weight")).abs().max()).item()
    assert difference < 1e-4
    odds = 2.0 ** pairs["weight"]
    assert ((odds / (1 + odds)) - pairs["probability"]).abs().max() < 1e-6  # type: ignore[operator]


def test_only_entries_about_a_person_are_linked(build: Build) -> None:
    table = build([{"record_id": "A:0", "surname": "lintov"}, {"record_id": "A:1", "kind": "see", "surname": "lintov"}])
    assert link(table, ONCE).assignments["record_id"].to_list() == ["A:0"]


def test_the_order_of_rows_does_not_matter(build: Build) -> None:
    table = _three_lists(build)
    first, second = link(table, ONCE), link(table.sample(fraction=1, shuffle=True, seed=3), ONCE)
    assert_frame_equal(first.assignments, second.assignments)
    assert_frame_equal(first.pairs, second.pairs)


def test_judgements_are_law_and_open_ones_change_nothing(build: Build) -> None:
    table = _three_lists(build)
    judgements = pl.DataFrame(
        {
            "record_a": ["A:0", "A:1", "A:2"],
            "record_b": ["B:0", "B:2", "B:2"],
            "verdict": ["different", "same", "unsure"],
        }
    )
    person = _person(link(table, ONCE, judgements=judgements))
    assert person["A:0"] != person["B:0"]
    assert person["A:1"] == person["B:2"]


def test_a_person_keeps_its_id_when_a_later_record_joins(build: Build) -> None:
    table = _three_lists(build)
    without = link(table.filter(pl.col("source") != "C"), ONCE)
    assert _person(without)["A:1"] == _person(link(table, ONCE))["A:1"]


def test_a_record_id_that_occurs_twice_is_refused(build: Build) -> None:
    with pytest.raises(BadRecord, match="twice"):
        link(build([{"record_id": "A:0"}, {"record_id": "A:0"}]), ONCE)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_few_or_empty_records_give_a_person_each(build: Build, number: int) -> None:
    linkage = link(build([{"record_id": f"{'AB'[i]}:0"} for i in range(number)]), ONCE)
    assert len(linkage.assignments) == number
    assert linkage.assignments["person_id"].n_unique() == number
    assert linkage.assignments.columns == ["record_id", "person_id", "probability", "person_probability"]
    assert len(linkage.pairs) == 0


def test_one_list_that_names_nobody_twice_links_nothing(build: Build) -> None:
    rows = [{"record_id": f"A:{i}", "surname": "lintov", "given": "petr", "birth": "1890"} for i in range(30)]
    assert link(build(rows), ONCE).assignments["person_id"].n_unique() == 30


def test_many_identical_names_end_soon(build: Build) -> None:
    one = build([{"record_id": "A:0", "surname": "ivanov", "given": "ivan"}])
    number = 100_000
    table = pl.concat([one] * number).with_columns(
        pl.Series("record_id", [f"{'AB'[i % 2]}:{i}" for i in range(number)]),
        pl.Series("source", ["AB"[i % 2] for i in range(number)]),
    )
    begun = time.monotonic()
    linkage = link(table, ONCE)
    assert time.monotonic() - begun < 120
    assert linkage.report["skipped_pairs"] != 0
    assert linkage.assignments["person_id"].n_unique() == number


def test_of_two_entries_of_a_list_that_fit_alike_neither_is_certain(build: Build) -> None:
    rows = [
        {"record_id": "A:0", "surname": "cvibuhtin", "given": "p"},
        {"record_id": "B:0", "surname": "cvibuhtin", "given": "petr"},
        {"record_id": "B:1", "surname": "cvibuhtin", "given": "pavel"},
    ]
    pairs = link(build(rows), ONCE).pairs
    assert pairs.filter(pl.col("record_b").str.starts_with("B"))["probability"].max() <= 0.5  # type: ignore[operator]


def test_progress_and_report_tell_what_happened(build: Build) -> None:
    heard: list[tuple[str, float]] = []
    linkage = link(_three_lists(build), ONCE, progress=lambda step, share: heard.append((step, share)))
    assert heard[-1] == ("done", 1.0)
    assert [share for _, share in heard] == sorted(share for _, share in heard)
    report = json.loads(json.dumps(linkage.report))
    assert report["records"] == 25
    assert 0.9 < report["expected_candidate_recall"] <= 1
    assert max(rule["matches"] for rule in report["rules"]) > 10
    assert json.loads(json.dumps(linkage.model.as_dict()))["converged"] is True


_SCRIPT = """
import sys, polars as pl
from byname.people.linkage import ListRules, link
table = pl.read_parquet(sys.argv[1])
result = link(table, [ListRules(source, False) for source in "ABC"], seed=4)
result.pairs.write_parquet(sys.argv[2])
"""


def test_the_result_is_the_same_on_any_number_of_cores(build: Build, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("cores")
    _three_lists(build).write_parquet(folder / "records.parquet")
    for cores in ("1", "4"):
        environment = os.environ | {"POLARS_MAX_THREADS": cores, "NUMBA_NUM_THREADS": cores}
        command = [sys.executable, "-c", _SCRIPT, str(folder / "records.parquet"), str(folder / f"{cores}.parquet")]
        subprocess.run(command, check=True, env=environment)
    assert_frame_equal(pl.read_parquet(folder / "1.parquet"), pl.read_parquet(folder / "4.parquet"))


def test_what_is_unforeseen_bounds_every_weight_and_makes_no_two_equal() -> None:
    weight = np.linspace(-40, 150, 2000).astype(np.float32)
    left = weight + unforeseen_weight(weight, 0.003)
    assert (np.diff(left) > 0).all()
    assert np.abs(left - weight)[weight < 0].max() < 0.01
    chance = 1 / (1 + np.exp2(-left.astype(np.float64)))
    assert chance[np.searchsorted(weight, 20)] == pytest.approx(0.997 - 0.0003, abs=0.001)
    assert chance.max() < 0.9996


def test_a_shared_office_and_village_do_not_make_one_person_of_two_surnames(build: Build) -> None:
    """Thirty invented villages, in each a committee of ten of ten surnames and three given names: each told twice."""
    chance = np.random.default_rng(3)
    surnames = [
        *("arnau", "vilardel", "badia", "agel", "prat", "soler", "giro", "renau", "lauger", "boatela", "oieda"),
        *("riba", "kalveras", "estape", "iubani", "masague", "torent"),
    ]
    rows: list[dict[str, str]] = []
    for village in range(30):
        told = {"residence": f"village{village}", "occupation": f"member of the committee of village{village}"}
        for surname in chance.choice(surnames, 10, replace=False):
            given = ("iose", "iuan", "pedro")[chance.integers(3)]
            rows += [{"surname": str(surname), "given": given, "gender": "male", **told}] * 2
    table = build([{"record_id": f"A:{number}", "source": "A", **row} for number, row in enumerate(rows)])
    found = link(table, [ListRules("A", True)])
    named = dict(table.select("record_id", "surname").iter_rows())
    joined = found.pairs.filter(pl.col("probability") >= 0.5).select("record_a", "record_b").rows()
    assert len(joined) >= 250
    assert not [pair for pair in joined if named[pair[0]] != named[pair[1]]]
