from __future__ import annotations

from byname.access.search.documents import PARTS
from byname.access.search.matching import LEVELS
from byname.access.search.settings import SearchSettings


def test_the_settings_name_every_level_and_every_part() -> None:
    settings = SearchSettings.default()
    assert set(settings.same) == set(LEVELS)
    assert set(settings.parts) == set(PARTS)
    assert settings is SearchSettings.default()


def test_the_shares_of_words_that_are_meant_are_shares() -> None:
    settings = SearchSettings.default()
    assert all(0 < share < 1 for share in (*settings.same.values(), *settings.years))
    written = [share for level, share in settings.same.items() if level not in ("initial", "begins")]
    assert 0.9 < sum(written) <= 1.05
    assert sum(settings.years) <= 1
    assert settings.absent < 0 > settings.other_name
    assert list(settings.within) == sorted(settings.within)
