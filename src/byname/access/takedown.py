"""Who or what a keeper has withheld from readers, with a reason and perhaps a day of return: decisions in the ledger.

Takes an archive; gives the entries that are withheld now and the names of their people, for the rule of protection
(protection.py), which takes them out of everything. Entries are followed when a file comes again in another order. An
entry withheld by itself is also left out of the next build, so that its person is shown again without it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

import polars as pl

from byname.access.followed_records import Hashes, follow, hashes_of
from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.archive.ledger import Check, Ledger, LedgerEntry
from byname.archive.manifest import MANIFEST
from byname.archive.tables import DerivedTables
from byname.errors import BadRecord
from byname.people.judgements import lacks_reason

TAKEDOWN, RETURNED = "takedown", "takedown-ended"  # kinds of ledger entries
What = Literal["person", "record"]
_LEAST_LETTERS = 3  # of a surname that texts are searched for
_CASE_ENDING = 2  # letters at the end of a name that its cases change


@dataclass(frozen=True, slots=True)
class Takedown:
    """One decision to withhold: a person with all entries, or one entry; `until` is the day of return (ISO 8601).

    `ended`: who gave it back, when and why; None where nobody did.
    """

    number: int
    at: str
    by: str
    what: What
    about: str
    records: tuple[str, ...]
    why: str
    until: str
    ended: tuple[str, str, str] | None = None

    def is_active(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.ended is None and (not self.until or day < dt.date.fromisoformat(self.until))


@dataclass(frozen=True, slots=True)
class Withheld:
    """The entries that are withheld now, and for each of their names the beginnings of its words in small letters."""

    records: frozenset[str] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.records)

    def is_named_in(self, text: str) -> bool:
        """Whether a text has all words of one of the names, in whatever case.

        >>> Withheld(names=frozenset({("kanari", "jaan")})).is_named_in("the wife of Jaan Kanaris")
        True
        """
        words = [word.casefold() for word in re.findall(r"\w+", text)] if self.names else []
        return any(all(any(word.startswith(part) for word in words) for part in name) for name in self.names)


NOTHING = Withheld()


def withhold(archive: Archive, about: str, *, why: str, until: str = "", by: str | None = None) -> Takedown:
    """Withhold a person with all entries, or one entry, from readers, at once.

    Raises BadRecord where there is neither, no reason is given, or the day of return is none that comes.
    """
    tables = DerivedTables.built(archive)
    if lacks_reason("same", why):
        raise BadRecord("withholding needs a reason", where=about, fix="say why, in a code or words")
    if until and not _is_coming(until):
        raise BadRecord(f"{until!r} is no day that comes", where=about, fix="write YYYY-MM-DD, or nothing")
    entries = tables.scan("entries").filter(pl.col("record_id") == about).select("record_id").collect()["record_id"]
    members = tables.scan("assignments").filter(pl.col("person_id") == about).collect()["record_id"].sort()
    if entries.is_empty() and members.is_empty():
        raise BadRecord("there is no such person or entry", where=about, fix="find them with `byname search`")
    what: What = "person" if entries.is_empty() else "record"
    records = members if what == "person" else entries
    payload = {"what": what, "about": about, "why": why.strip(), "until": until,
               "entries": {id: list(parts) for id, parts in hashes_of(tables, records).items()}}  # fmt: skip
    entry = archive.ledger.append(TAKEDOWN, payload, by=by)
    return _takedown(entry)


def give_back(archive: Archive, number: int, *, why: str, by: str | None = None) -> None:
    """End a takedown; raises BadRecord where there is none of this number, it is ended already, or no reason is
    given."""
    if lacks_reason("same", why):
        raise BadRecord("giving back needs a reason", where=str(number), fix="say why, in a code or words")

    def look(entries: Sequence[LedgerEntry]) -> None:
        if number not in {one.number for one in _of_entries(entries) if one.ended is None}:
            raise BadRecord("nothing is withheld under this number", where=str(number), fix="it may be ended already")

    payload = {"number": number, "why": why.strip()}
    archive.ledger.append(RETURNED, payload, by=by, after=Check((TAKEDOWN, RETURNED), look))


def takedowns_of(archive: Archive) -> list[Takedown]:
    """Every takedown that was ever decided, in order; read anew where the ledger has grown."""
    number = archive.ledger.last_number()
    kept = _DECIDED.get(archive.ledger)
    if kept is None or kept[0] != number:
        entries = [*archive.ledger.entries(TAKEDOWN), *archive.ledger.entries(RETURNED)]
        kept = (number, _of_entries(entries))
        _DECIDED[archive.ledger] = kept
    return kept[1]


_DECIDED: WeakKeyDictionary[Ledger, tuple[int, list[Takedown]]] = WeakKeyDictionary()


def end_due(archive: Archive) -> None:
    """Write down the end of those whose day of return has come, so that a build rests on the ledger alone."""
    for one in takedowns_of(archive):
        if one.ended is None and not one.is_active(now().date()):
            give_back(archive, one.number, why="the day of return has come")


def withheld_now(archive: Archive, tables: DerivedTables) -> Withheld:
    """What is withheld at this moment; worked out once for each state of the ledger and of the tables."""
    active = tuple(one.number for one in takedowns_of(archive) if one.is_active(now().date()))
    if not active:
        return NOTHING
    key = (active, archive.ledger.last_number(), _digest(tables))
    kept = _KEPT.get(tables.folder)
    if kept is None or kept[0] != key:
        records = _present(archive, tables, set(active))
        kept = (key, Withheld(records, _names(tables, records)))
        _KEPT[tables.folder] = kept
    return kept[1]


_KEPT: dict[Path, tuple[object, Withheld]] = {}  # the last answer for each folder of tables


def withheld_state(archive: Archive) -> str:
    """A word that changes whenever something is withheld or given back, and when a day of return comes."""
    return " ".join(str(one.number) for one in takedowns_of(archive) if one.is_active(now().date()))


def left_out(archive: Archive, tables: DerivedTables) -> frozenset[str]:
    """The entries that were withheld by themselves and not given back: no person is made of them."""
    apart = {one.number for one in takedowns_of(archive) if one.ended is None and one.what == "record"}
    return _present(archive, tables, apart) if apart else frozenset()


def _present(archive: Archive, tables: DerivedTables, numbers: set[int]) -> frozenset[str]:
    """The ids that the entries of some takedowns have now; one that cannot be found again keeps its id, to be safe."""
    entries = [entry for entry in archive.ledger.entries(TAKEDOWN) if entry.number in numbers]
    known: dict[str, Hashes] = {
        str(id): (str(parts[0]), str(parts[1])) for entry in entries for id, parts in entry.payload["entries"].items()
    }
    followed = follow(tables, known)
    return frozenset(followed.now(id) for id in known)


def _names(tables: DerivedTables, records: frozenset[str]) -> frozenset[tuple[str, ...]]:
    """For each entry the beginnings of its surname and given name; none where it has no surname of some letters."""
    said = tables.scan("statements").filter(
        pl.col("record_id").is_in(list(records)) & pl.col("field").is_in(["surname", "given_name"])
    )
    names: dict[str, dict[str, str]] = {}
    for record, field, words in said.select("record_id", "field", "as_written").collect().iter_rows():
        names.setdefault(record, {}).setdefault(field, words)
    found = (
        tuple(_beginnings(name.get("surname", "")) + _beginnings(name.get("given_name", ""))) for name in names.values()
    )
    return frozenset(name for name in found if name and len(name[0]) >= _LEAST_LETTERS)


def _beginnings(words: str) -> list[str]:
    """The words of a name in small letters, without the letters that its cases change.

    >>> _beginnings("Тухачевский"), _beginnings("М.")
    (['тухачевск'], ['м'])
    """
    parts = [word.casefold() for word in re.findall(r"\w+", words)]
    return [word[: max(_LEAST_LETTERS, len(word) - _CASE_ENDING)] for word in parts]


def _digest(tables: DerivedTables) -> str:
    try:
        return hashlib.sha256((tables.folder / MANIFEST).read_bytes()).hexdigest()
    except FileNotFoundError:  # a build is under way
        return str(now())


def _of_entries(entries: Sequence[LedgerEntry]) -> list[Takedown]:
    found = {entry.number: _takedown(entry) for entry in entries if entry.kind == TAKEDOWN}
    for entry in entries:
        if entry.kind == RETURNED and int(entry.payload["number"]) in found:
            number = int(entry.payload["number"])
            found[number] = replace(found[number], ended=(entry.by, entry.at, str(entry.payload["why"])))
    return list(found.values())


def _takedown(entry: LedgerEntry) -> Takedown:
    said: dict[str, Any] = dict(entry.payload)
    records = tuple(said["entries"])
    return Takedown(entry.number, entry.at, entry.by, said["what"], said["about"], records, said["why"], said["until"])


def _is_coming(until: str) -> bool:
    try:
        return len(until) == len("YYYY-MM-DD") and dt.date.fromisoformat(until) > now().date()
    except ValueError:
        return False
