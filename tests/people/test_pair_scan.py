from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from byname.people.linkage import ListRules, Prepared, prepare
from byname.people.pair_scan import count, sample, score, score_pairs, with_fresh
from byname.people.scoring_tables import tables_of
from byname.people.training_pairs import JudgedRows, Lists, gather_evidence, learn_all

Build = Callable[..., pl.DataFrame]
SYLLABLES = ["lin", "tov", "poh", "saar", "met", "gor", "ad", "mel", "nak", "ber"]


def _prepared(build: Build, people: int = 150) -> Prepared:
    random = np.random.default_rng(3)
    rows = []
    for number in range(people):
        person = {
            "surname": "".join(random.choice(SYLLABLES, 2)),
            "given": str(random.choice(["ivan", "petr", "anna"])),
            "birth": str(1880 + int(random.integers(0, 8))),
            "birth_place": str(random.choice(["moskva", "kasan", "tula raion"])),
        }
        rows += [{"record_id": f"{source}:{number:03}", **person} for source in "ABC" if random.random() < 0.7]
    return prepare(build(rows), [ListRules(source, False) for source in "ABC"])


def test_one_pass_keeps_just_the_candidates_whose_weight_reaches_the_threshold(build: Build) -> None:
    made = _prepared(build)
    counts = count(made.blocks, made.lists.once)
    evidence = gather_evidence(made.features, made.blocks, counts, made.lists, JudgedRows(), made.settings, 0)
    tables = tables_of(learn_all(evidence, made.lists, made.settings), made.lists.names, 0.01)
    every = sample(made.blocks, made.lists.once, 1, 1)
    assert len(every.a) == sum(rule.new for rule in counts)
    wanted = score_pairs(made.features, every.a, every.b, tables)
    fresh = np.ones(len(made.people), bool)
    found = score(made.features, made.blocks, made.lists.once, fresh, tables, lambda share: None)
    assert 0 < len(found[0]) < len(every.a)
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one, other)


def test_a_pass_over_fresh_records_gives_the_pairs_that_hold_one(build: Build) -> None:
    made = _prepared(build)
    counts = count(made.blocks, made.lists.once)
    evidence = gather_evidence(made.features, made.blocks, counts, made.lists, JudgedRows(), made.settings, 0)
    tables = tables_of(learn_all(evidence, made.lists, made.settings), made.lists.names, 0.01)
    fresh = made.people["source"].to_numpy() == "C"
    every = score(made.features, made.blocks, made.lists.once, np.ones(len(fresh), bool), tables, lambda share: None)
    some = score(made.features, made.blocks, made.lists.once, fresh, tables, lambda share: None)
    held = fresh[every[0]] | fresh[every[1]]
    assert np.array_equal(some[0], every[0][held])
    assert np.array_equal(some[2], every[2][held])


def test_blocks_without_a_fresh_record_are_left_out(build: Build) -> None:
    made = _prepared(build)
    fresh = np.zeros(len(made.people), bool)
    fresh[5] = True
    for rule in made.blocks.rules:
        some = with_fresh(rule, fresh)
        for block in range(len(some.starts) - 1):
            assert 5 in some.rows[some.starts[block] : some.starts[block + 1]]


def test_lists_that_share_most_people_have_a_higher_prior(build: Build) -> None:
    random = np.random.default_rng(9)
    rows = []
    for number in range(300):
        name = "".join(random.choice(SYLLABLES, 3))
        person = {"surname": name, "given": "ivan", "birth": f"18{80 + number % 20}-03-0{1 + number % 9}"}
        rows.append({"record_id": f"A:{number:03}", **person})
        if number % 10:
            rows.append({"record_id": f"B:{number:03}", **person})
        if number % 10 == 0:
            rows.append({"record_id": f"C:{number:03}", **person})
    made = prepare(build(rows), [ListRules(source, False) for source in "ABC"])
    counts = count(made.blocks, made.lists.once)
    evidence = gather_evidence(made.features, made.blocks, counts, made.lists, JudgedRows(), made.settings, 0)
    offsets = learn_all(evidence, made.lists, made.settings).offsets
    assert offsets["A", "B"] > offsets.get(("B", "C"), 0.0) + 1
    assert isinstance(made.lists, Lists)
