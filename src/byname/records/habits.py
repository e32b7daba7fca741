"""Records stage: the habits of a source, by which its values are read: its language, and how it writes dates."""

from __future__ import annotations

from typing import NamedTuple


class Habits(NamedTuple):
    """How a source writes: what its mapping says, or what its columns show.

    `language`: BCP 47. `century`: the first year of the century of two figures, None where nobody says. `order`: one of
    `mapping.DATE_ORDERS`, or None. `calendar`: one of `mapping.CALENDARS`. `country`: ISO 3166, or None.
    """

    language: str = "und"
    century: int | None = None
    order: str | None = None
    calendar: str = "gregorian"
    country: str | None = None

    @property
    def primary_language(self) -> str:
        """The language without script and region.

        >>> Habits("sr-Latn-RS").primary_language
        'sr'
        """
        return self.language.split("-")[0].lower()
