from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadMapping
from byname.people.settings import CLASSES, LinkageSettings


def test_shares_of_every_comparison_add_up_to_one_in_each_group() -> None:
    for comparison in LinkageSettings.default().comparisons:
        for group in {level.group for level in comparison.levels}:
            for share in CLASSES:
                total = sum(getattr(level, share) for level in comparison.levels if level.group == group)
                assert total == pytest.approx(1.0, abs=0.01), (comparison.name, group, share)


def test_no_comparison_has_more_levels_than_a_pattern_can_hold() -> None:
    assert all(len(comparison.levels) < 16 for comparison in LinkageSettings.default().comparisons)
    assert len(LinkageSettings.default().comparisons) <= 15


def test_a_file_that_is_not_settings_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("thresholds: {link: 0.5}", encoding="utf-8")
    with pytest.raises(BadMapping, match=r"mine\.yaml"):
        LinkageSettings.read(path)


def test_shares_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    default = Path(__file__).parents[2] / "src/byname/people/data/linkage.yaml"
    path = tmp_path / "mine.yaml"
    path.write_text(default.read_text(encoding="utf-8").replace("m: 0.87, relative: 0.05", "m: 0.20, relative: 0.05"))
    with pytest.raises(BadMapping, match=r"comparison given.*add up"):
        LinkageSettings.read(path)


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(BadMapping, match="no level"):
        LinkageSettings.default().comparison("surname").code("telepathy")


def test_the_default_equals_its_file() -> None:
    default = Path(__file__).parents[2] / "src/byname/people/data/linkage.yaml"
    assert LinkageSettings.read(default) == LinkageSettings.default()


def test_relatives_alike_are_of_one_given_name_and_age() -> None:
    settings = LinkageSettings.default()
    found = {settings.comparisons[place].name: codes for place, codes in settings.alike()}
    birth = settings.comparison("birth")
    assert set(found) == {"given", "birth"}
    assert birth.code("one_year") in found["birth"]
    assert birth.code("three_years") not in found["birth"]
