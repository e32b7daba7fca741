from __future__ import annotations

import polars as pl

from byname.motive.analyses import analyses
from byname.motive.attributes import ATTRIBUTES
from byname.motive.evidence import Material
from byname.motive.populations import bundled_populations
from byname.people.profiles.subjects import SUBJECTS


def test_every_question_is_answered_or_refused_in_one_order(material: Material) -> None:
    found = list(analyses(material.subjects, material.facts, bundled_populations()))
    ids = [one.id for one in found]
    assert len(ids) == len(set(ids))
    order = ["composition-nationality", "victims", "rates", "severity-nationality", "severity-adjusted",
             "rank-gradient", "waves-arrest", "limits", "limits-areas", "sums", "explanations", "elements"]  # fmt: skip
    assert [id for id in ids if id in order] == order
    for one in found:
        assert bool(one.refused) != bool(one.table.height)
    assert {number.id for one in found for number in one.numbers if number.table != "subjects"} == set()


def test_an_archive_without_people_and_facts_is_refused_everything(people: pl.DataFrame) -> None:
    none = pl.DataFrame(schema=SUBJECTS)
    found = list(analyses(none, {}, bundled_populations()))
    assert len(found) > len(ATTRIBUTES)
    assert all(one.refused and not one.numbers for one in found)
    assert "elements" not in {one.id for one in found}
    assert "explanations" in {one.id for one in found}


def test_numbers_have_an_id_of_their_own(material: Material) -> None:
    numbers = [number for one in analyses(material.subjects, material.facts, bundled_populations(), "USSR")
               for number in one.numbers]  # fmt: skip
    assert len(numbers) > 50
    assert len({number.id for number in numbers}) == len(numbers)
