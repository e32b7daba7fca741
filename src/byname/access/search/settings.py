"""The settings of the search, read from search.yaml, which says what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from byname.values.shipped import shipped_yaml


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How words of a search are set beside the words of people; search.yaml says what each is for."""

    schemes: tuple[str, ...]
    same: Mapping[str, float]
    background: int
    years: tuple[float, ...]
    absent: float
    other_year: float
    other_name: float
    initial_most: float
    other_letter: float
    parts: Mapping[str, float]
    surname_place: float
    further_name: float
    parted_from: int
    parted_least: float
    neighbours: int
    least_drawn: float
    least_of_best: float
    many: int
    enough: float
    pool: int
    within: tuple[float, ...]

    @staticmethod
    def default() -> SearchSettings:
        """The settings of search.yaml.

        >>> SearchSettings.default().schemes[0]
        'en'
        """
        return _default()


@cache
def _default() -> SearchSettings:
    data: dict[str, Any] = shipped_yaml("access", "search.yaml")
    settings: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    return SearchSettings(**settings)
