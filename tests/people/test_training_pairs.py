from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from byname.people.linkage import ListRules, Prepared, prepare
from byname.people.lists import Lists
from byname.people.model import TrainingPairs
from byname.people.pair_scan import count, sample
from byname.people.training_pairs import JudgedRows, gather_evidence, learn_all

Build = Callable[..., pl.DataFrame]
PEOPLE = pl.DataFrame({"record_id": ["A:0", "A:1", "B:0", "B:1"]})
SYLLABLES = ("lin", "tov", "poh", "saar", "met", "gor", "ad", "mel", "nak", "ber")


def _evidence(made: Prepared, seed: int = 0) -> TrainingPairs:
    counts = count(made.blocks, made.lists.once)
    return gather_evidence(made.features, made.blocks, counts, made.lists, made.judged, made.settings, seed)


def test_a_list_that_may_name_a_person_twice_forbids_nothing() -> None:
    lists = Lists(("A", "B"), np.array([0, 1, 1], np.int32), np.array([False, True]))
    assert lists.once.tolist() == [0, -1, -1]
    assert len(Lists((), np.empty(0, np.int32), np.empty(0, bool)).once) == 0


def test_judgements_become_rows_and_those_on_records_that_are_gone_are_left_out() -> None:
    words = [("B:0", "A:1", "same"), ("A:0", "B:1", "different"), ("A:0", "gone", "same"), ("A:0", "B:0", "unsure"),
             ("A:0", "B:1", "different"), ("A:0", "A:1", "same")]  # fmt: skip
    table = pl.DataFrame(words, schema=["record_a", "record_b", "verdict"], orient="row")
    assert JudgedRows.of(PEOPLE, table) == JudgedRows(same=((0, 1), (2, 1)), different=((0, 3),))


@pytest.mark.parametrize("judgements", [None, pl.DataFrame(schema=["record_a", "record_b", "verdict"])])
def test_without_judgements_nothing_is_judged(judgements: pl.DataFrame | None) -> None:
    assert JudgedRows.of(PEOPLE, judgements) == JudgedRows()


def test_pairs_inside_lists_that_name_nobody_twice_are_not_possible_but_known(prepared: Prepared) -> None:
    evidence = _evidence(prepared)
    sizes = np.bincount(prepared.lists.of)
    rows = len(prepared.people)
    known = int((sizes * (sizes - 1) // 2).sum())
    assert (evidence.possible, evidence.possible_known) == (rows * (rows - 1) // 2 - known, known)
    assert (evidence.records, evidence.pairs_step, evidence.known_step) == (rows, 1, 1)
    every = sample(prepared.blocks, prepared.lists.once, 1, 1)
    assert len(evidence.pairs.levels) == len(every.a)
    assert len(evidence.known.levels) == len(every.known_a) > 0
    assert len(evidence.random.levels) == evidence.possible  # few records: every pair that the lists allow


def test_more_candidates_than_are_wanted_are_drawn_by_their_step(prepared: Prepared) -> None:
    whole = len(_evidence(prepared).pairs.levels)
    blocking = replace(prepared.settings.blocking, examples=whole // 4)
    evidence = _evidence(replace(prepared, settings=replace(prepared.settings, blocking=blocking)))
    assert evidence.pairs_step in (4, 5)
    assert len(evidence.pairs.levels) * evidence.pairs_step == pytest.approx(whole, rel=0.15)


def test_random_pairs_follow_the_seed_and_never_pair_a_record_with_itself(prepared: Prepared) -> None:
    prior = replace(prepared.settings.prior, random_pairs=2000)
    made = replace(prepared, settings=replace(prepared.settings, prior=prior))
    first, again, other = _evidence(made, 1), _evidence(made, 1), _evidence(made, 2)
    assert np.array_equal(first.random.levels, again.random.levels)
    assert first.random.levels.shape != other.random.levels.shape
    rows = len(made.people)
    share = 1 - sum((np.bincount(made.lists.of) / rows) ** 2)
    assert len(first.random.levels) == pytest.approx(2000 * share, rel=0.1)


def test_judged_pairs_are_compared_with_their_verdicts(prepared: Prepared) -> None:
    made = replace(prepared, judged=JudgedRows(same=((0, 1), (2, 3)), different=((4, 5),)))
    judged = _evidence(made).judged
    assert judged is not None
    assert judged.same.tolist() == [True, True, False]
    assert len(judged.pairs.levels) == 3
    assert _evidence(prepared).judged is None


def test_lists_that_share_most_people_have_a_higher_prior(build: Build) -> None:
    random = np.random.default_rng(9)
    rows = []
    for number in range(300):
        name = "".join(random.choice(SYLLABLES, 3))
        person = {"surname": name, "given": "ivan", "birth": f"18{80 + number % 20}-03-0{1 + number % 9}"}
        rows.append({"record_id": f"A:{number:03}", **person})
        rows.append({"record_id": f"{'B' if number % 10 else 'C'}:{number:03}", **person})
    made = prepare(build(rows), [ListRules(source, False) for source in "ABC"])
    offsets = learn_all(_evidence(made), made.lists, made.settings).offsets
    assert offsets["A", "B"] > offsets.get(("B", "C"), 0.0) + 1


def test_one_list_alone_has_nothing_to_be_learnt_of_pairs_of_lists(build: Build) -> None:
    rows = [{"record_id": f"A:{number}", "surname": "lintov", "given": "ivan"} for number in range(5)]
    made = prepare(build(rows), [ListRules("A", True)])
    assert learn_all(_evidence(made), made.lists, made.settings).offsets == {}
