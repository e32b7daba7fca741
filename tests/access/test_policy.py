from __future__ import annotations

from pathlib import Path

import pytest
from tests.served import small_archive

from byname.access.policy import policy_facts
from byname.archive.archive import Archive


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("small"))


def test_the_facts_of_a_policy_count_those_who_are_shown(demo: Path, small: Archive) -> None:
    facts = policy_facts(Archive.open(demo))
    assert facts.people == sum(people for _, people in facts.on_lists) == 408
    assert 200 < facts.persecuted < 408
    assert facts.decisions > 5
    assert facts.last_day >= "2026-11-26"
    of_small = policy_facts(small)
    assert (of_small.people, of_small.persecuted, of_small.on_lists) == (5, 0, ((1, 5),))
