"""What the pages of people, entries and numbers ask an archive for.

Takes an archive; gives each as a reader may see it. A site that is asked for one page reads one by one; a publication,
which makes every page, reads many together (read_together.py) and gets the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from byname.access.household import Member, household_of
from byname.access.person import person_of
from byname.access.record import ShownRecord, record_of
from byname.access.trace import Trace, trace
from byname.archive.archive import Archive


class Reader(Protocol):
    """Where pages find people, entries and numbers; each raises NotInSources for what is not there or is withheld."""

    def person(self, person_id: str) -> dict[str, Any]:
        """A person, as `person_of` gives it."""
        ...

    def record(self, record_id: str) -> ShownRecord:
        """An entry, as `record_of` gives it."""
        ...

    def household(self, person_id: str) -> tuple[Member, ...]:
        """The others of the household, as `household_of` gives them."""
        ...

    def trace(self, number_id: str, limit: int) -> Trace:
        """A number with its first rows, as `trace` gives it."""
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

    def trace(self, number_id: str, limit: int) -> Trace:
        """A number with its first rows."""
        return trace(self.archive, number_id, limit=limit)
