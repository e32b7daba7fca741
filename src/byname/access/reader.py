"""What the pages of people and entries ask an archive for: a person, an entry, a household.

Takes an archive; gives each as a reader may see it. A site that is asked for one page reads one by one; a publication,
which makes every page, reads many together (read_together.py) and gets the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from byname.access.household import Member, household_of
from byname.access.person import person_of
from byname.access.record import ShownRecord, record_of
from byname.archive.archive import Archive


class Reader(Protocol):
    """Where pages find people and entries; each raises NotInSources for what is not there or is withheld."""

    def person(self, person_id: str) -> dict[str, Any]:
        """A person, as `person_of` gives it."""
        ...

    def record(self, record_id: str) -> ShownRecord:
        """An entry, as `record_of` gives it."""
        ...

    def household(self, person_id: str) -> tuple[Member, ...]:
        """The others of the household, as `household_of` gives them."""
        ...


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Reads the archive anew for each."""

    archive: Archive

    def person(self, person_id: str) -> dict[str, Any]:
        """A person."""
        return person_of(self.archive, person_id)

    def record(self, record_id: str) -> ShownRecord:
        """An entry."""
        return record_of(self.archive, record_id)

    def household(self, person_id: str) -> tuple[Member, ...]:
        """The others of the household."""
        return household_of(self.archive, person_id)
