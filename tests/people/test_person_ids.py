"""Ids of people through joining, parting and taking back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from byname.people.clusters import Constraints, Scored, cluster
from byname.people.judgements import Judgement, Verdict, resolve
from byname.people.person_ids import PREFIX, person_id_of
from byname.people.settings import LinkageSettings

_RECORDS = [f"list:{n}" for n in range(6)]
_SEQUENCES = 10_000


def _people(judgements: list[Judgement], undone: set[int]) -> list[str]:
    """The person of each record, where two pairs are likely by themselves and the rest is judged."""
    stands = resolve(judgements, undone).binding
    ends = {
        verdict: tuple(
            (_RECORDS.index(word.record_a), _RECORDS.index(word.record_b)) for word in stands if word.verdict == verdict
        )
        for verdict in ("same", "different")
    }
    unknown = np.full(len(_RECORDS), -1, np.int32)
    days = np.full(len(_RECORDS), Constraints.unknown_day(), np.int32)
    rules = Constraints(unknown, days, unknown, same=ends["same"], different=ends["different"])
    scored = Scored(np.array([0, 2], np.int32), np.array([1, 3], np.int32), np.array([0.99, 0.9]))
    roots = cluster(len(_RECORDS), scored, rules, LinkageSettings.default().thresholds).of
    return [person_id_of(_RECORDS[root]) for root in roots]


def _holder(person: str, people: list[str]) -> str:
    """Whoever has the record that an id was named after."""
    return people[[person_id_of(record) for record in _RECORDS].index(person)]


def test_ids_survive_ten_thousand_sequences_of_joining_parting_and_taking_back() -> None:
    random = np.random.default_rng(15)
    first = _people([], set())
    for _ in range(_SEQUENCES):
        judgements: list[Judgement] = []
        undone: set[int] = set()
        given_out = set(first)
        states = [first]
        for number in range(int(random.integers(1, 4))):
            a, b = sorted(random.choice(len(_RECORDS), 2, replace=False).tolist())
            verdict: Verdict = "same" if random.random() < 0.5 else "different"
            judgements.append(Judgement(number, "", "anna", _RECORDS[a], _RECORDS[b], verdict))
            people = _people(judgements, undone)
            given_out |= set(people)
            states.append(people)
            assert all(_holder(person, people) in people for person in given_out)
            assert all(_holder(person, people) == person for person in people)
        for word in reversed(judgements):
            undone.add(word.number)
            states.pop()
            assert _people(judgements, undone) == states[-1]


@given(st.text())
def test_an_id_follows_from_the_record_alone(record: str) -> None:
    assert person_id_of(record) == person_id_of(record)
    assert person_id_of(record).startswith(PREFIX)
    assert len(person_id_of(record)) == 14
