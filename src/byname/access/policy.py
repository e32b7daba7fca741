"""What the page of an archive's policy is filled from: who is shown, on how many lists, and what was decided.

Takes an archive; gives counts over the people who are shown, the year of the protection, and the ledger's length and
last day. People who may be living are in no count.
"""

from __future__ import annotations

from dataclasses import dataclass

from byname.access.memorial import memorial_of, names_of
from byname.access.protection import GROWN_UP
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """`on_lists`: how many people stand on so many lists; `persecuted`: of how many a source or a list says so;
    `disputed`: of how many the sources disagree; `born_from`: who was born in or after this year may be living (0:
    nobody is protected), and to whom nothing happened before `grown_from`, where no birth is given; `decisions`:
    those in the ledger, the last of them on `last_day` (YYYY-MM-DD).
    """

    people: int
    persecuted: int
    on_lists: tuple[tuple[int, int], ...]
    disputed: int
    born_from: int
    grown_from: int
    decisions: int
    last_day: str


def policy_facts(archive: Archive) -> PolicyFacts:
    """The facts of an archive; raises BadArchive where it is not built."""
    tables = DerivedTables.built(archive)
    shown = names_of(archive).select("person_id")
    lists = tables.scan("people").select("person_id", "lists").collect().join(shown, on="person_id")
    counted = lists.group_by("lists").len().sort("lists")
    disputed = tables.scan("conflicts").select("person_id").unique().collect().join(shown, on="person_id")
    decisions = [entry.at for entry in archive.ledger.entries()]
    return PolicyFacts(
        people=shown.height,
        persecuted=memorial_of(archive).people.height,
        on_lists=tuple((int(number), int(people)) for number, people in counted.iter_rows()),
        disputed=disputed.height,
        born_from=archive.protect_born_from,
        grown_from=archive.protect_born_from + GROWN_UP,
        decisions=len(decisions),
        last_day=decisions[-1][: len("YYYY-MM-DD")] if decisions else "",
    )
