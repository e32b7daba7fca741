"""What readers are not shown, opened by a keeper: only with a reason, which the ledger notes before anything is shown.

Takes an archive, the id of a person or an entry, who asks and why; gives all that is known of it. Also gives the log of
such looks, of takedowns, and of what else was decided at the desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from byname.access.desk.accounts import ACCOUNT
from byname.access.desk.contributions import NOTE, NOTE_TAKEN_BACK, REFUSED
from byname.access.person import current_id
from byname.access.review import entries_of
from byname.access.takedown import RETURNED, TAKEDOWN
from byname.archive.archive import WITHDRAWAL, Archive
from byname.archive.ledger import LedgerEntry
from byname.archive.meanings import MEANING
from byname.archive.tables import DerivedTables
from byname.errors import BadRecord, NotInSources
from byname.people.judgements import lacks_reason

LOOKED, DOWNLOADED = "restricted-access", "restricted-download"  # kinds of ledger entries
_LOGGED: Final = (
    LOOKED, DOWNLOADED, TAKEDOWN, RETURNED, ACCOUNT, NOTE, NOTE_TAKEN_BACK, REFUSED, "import", WITHDRAWAL, MEANING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry with its whole text."""

    record_id: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """One line of the log: its number in the ledger, when, by whom, of which kind, about what, why."""

    number: int
    at: str
    by: str
    kind: str
    about: str
    why: str


def open_restricted(archive: Archive, about: str, *, by: str, why: str) -> tuple[OpenedEntry, ...]:
    """The entries of a person, or one entry, whoever is withheld; the look is written down first.

    Raises BadRecord where no reason is given and NotInSources where there is neither.
    """
    if lacks_reason("same", why):
        raise BadRecord("this needs a reason", where=about, fix="say why, in a code or words")
    tables = DerivedTables.built(archive)
    one = tables.scan("entries").filter(pl.col("record_id") == about).select("record_id").collect()["record_id"]
    if one.is_empty():
        person = current_id(tables, about)
        if person is None:
            raise NotInSources(f"{about!r} is not in our sources", where=str(archive.folder), fix="look for the id")
        owned = tables.scan("assignments").filter(pl.col("person_id") == person)
        one = owned.select("record_id").collect()["record_id"].sort()
    archive.ledger.append(LOOKED, {"about": about, "why": why.strip()}, by=by)
    found = entries_of(archive, *one, protected=False)
    return tuple(OpenedEntry(id, found[id]["source"], found[id]["text"]) for id in one if id in found)


def note_download(archive: Archive, file: str, *, by: str) -> None:
    """Write down who takes away a file that not everybody may have, before it is given."""
    archive.ledger.append(DOWNLOADED, {"about": file}, by=by)


def log_of(archive: Archive, limit: int = 200) -> list[LoggedDecision]:
    """The last decisions at the desk and looks at what is withheld, the latest first."""
    found = [entry for entry in archive.ledger.entries() if entry.kind in _LOGGED]
    meant = {entry.number: str(entry.payload["about"]) for entry in found if "about" in entry.payload}
    return [
        LoggedDecision(entry.number, entry.at, entry.by, entry.kind, _about(entry, meant),
                       str(entry.payload.get("why", "")))
        for entry in reversed(found[-limit:])
    ]  # fmt: skip


def _about(entry: LedgerEntry, meant: Mapping[int, str]) -> str:
    """What a decision is about: a person, an entry, an account, a source; or what the decision that it ends was about
    (`meant`: by its number in the ledger)."""
    payload = entry.payload
    if entry.kind in (RETURNED, NOTE_TAKEN_BACK):
        return meant.get(int(payload["number"]), str(payload["number"]))
    keys = ("about", "number", "name", "source")
    named = str(next((payload[key] for key in keys if key in payload), ""))
    further = [str(payload[key]) for key in ("role", "what", "field", "text", "code", "until") if payload.get(key)]
    return " ".join([named, *further])
