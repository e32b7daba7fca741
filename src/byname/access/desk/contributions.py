"""Words of the public about a person or an entry: corrections, knowledge, testimonies, until a reviewer decides.

Takes what a reader writes; gives a queue for reviewers, and the notes that they accepted, which stand on the pages of
the person. What waits is kept with the desk, where it can be taken away; the ledger holds what was accepted, in the
words of the reviewer, and that something was refused. An address of e-mail is in none of it, and the way to reach
a writer is told by `byname readers` alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from byname.access.followed_records import Hashes, follow, hashes_of
from byname.access.person import person_of
from byname.access.record import record_of
from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.archive.desk_store import CONTRIBUTIONS, DeskStore
from byname.archive.ledger import Check, LedgerEntry
from byname.archive.tables import DerivedTables
from byname.errors import BadRecord, NotInSources
from byname.people.judgements import lacks_reason

NOTE, NOTE_TAKEN_BACK, REFUSED = "note", "note-taken-back", "contribution-refused"  # kinds of ledger entries
KINDS: Final = ("wrong", "more", "testimony")
LEAST_WORDS, MOST_WORDS, MOST_SOURCE, MOST_CONTACT = 10, 5000, 500, 200  # characters
MOST_WAITING: Final = 5000
_ADDRESS = re.compile(
    r"[\w.+%'-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\w-]+)+", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody wrote about a person or an entry; `state`: waiting, accepted, refused; `sender`: an account."""

    number: int
    at: str
    about: str
    kind: str
    words: str
    source: str
    state: str
    by: str
    why: str
    sender: str
    has_contact: bool


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader added and a reviewer accepted: its number in the ledger, when, by which reviewer, the words."""

    number: int
    at: str
    by: str
    kind: str
    words: str
    source: str


def without_addresses(text: str) -> str:
    """The text without addresses of e-mail.

    >>> without_addresses("write to anna.k@example.org or anna (at) example (dot) org"), without_addresses("5 @ 3")
    ('write to [e-mail] or [e-mail]', '5 @ 3')
    """
    return _ADDRESS.sub("[e-mail]", text)


def contribute(
    archive: Archive, store: DeskStore, about: str, kind: str, words: str, *, source: str = "", contact: str = "",
    sender: str = "",
) -> int:  # fmt: skip
    """Put what somebody wrote into the queue; gives its number.

    Raises NotInSources where readers are not shown what it is about, and BadRecord for words that are too few or many.
    """
    check_about(archive, about)
    said, told, reach = (_clean(text) for text in (words, source, contact))
    if kind not in KINDS:
        raise BadRecord("there is no such kind of words", where=about, fix=f"choose one of {', '.join(KINDS)}")
    if not LEAST_WORDS <= len(said) <= MOST_WORDS or len(told) > MOST_SOURCE or len(reach) > MOST_CONTACT:
        what = f"words have {LEAST_WORDS} to {MOST_WORDS} characters"
        raise BadRecord(what, where=about, fix="write a little more, or less")
    with store.writing() as connection:
        waiting = sa.select(sa.func.count()).select_from(CONTRIBUTIONS).where(CONTRIBUTIONS.c.state == "waiting")
        if connection.execute(waiting).scalar_one() >= MOST_WAITING:
            raise BadRecord("too many words wait to be read", where=about, fix="come back in some days")
        row = {"at": now().isoformat(timespec="seconds"), "about": about, "kind": kind, "words": said, "source": told,
               "contact": reach, "state": "waiting", "by": "", "why": "", "sender": sender}  # fmt: skip
        made = connection.execute(CONTRIBUTIONS.insert().values(**row))
        key = made.inserted_primary_key
    return int(key[0]) if key else 0


def check_about(archive: Archive, about: str) -> None:
    """Raise NotInSources where readers are not shown such a person or entry."""
    try:
        record_of(archive, about)
    except NotInSources:
        person_of(archive, about)


def is_shown(archive: Archive, about: str) -> bool:
    """Whether readers are shown such a person or entry; words about others wait until they are given back."""
    try:
        check_about(archive, about)
    except NotInSources:
        return False
    return True


def contributions_of(store: DeskStore, *, state: str = "", sender: str = "", limit: int = 200) -> list[Contribution]:
    """What is in the queue, the oldest that wait first; of a state, or of one account."""
    if not store.is_there:
        return []
    query = sa.select(CONTRIBUTIONS).order_by(CONTRIBUTIONS.c.state != "waiting", CONTRIBUTIONS.c.number).limit(limit)
    query = query.where(CONTRIBUTIONS.c.state == state) if state else query
    query = query.where(CONTRIBUTIONS.c.sender == sender) if sender else query
    with store.reading() as connection:
        return [_contribution(row) for row in connection.execute(query).all()]


def number_waiting(store: DeskStore) -> int:
    """How many wait to be read."""
    query = sa.select(sa.func.count()).select_from(CONTRIBUTIONS).where(CONTRIBUTIONS.c.state == "waiting")
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def contact_of(store: DeskStore, number: int) -> str:
    """How whoever wrote can be reached, for whoever keeps the archive."""
    with store.reading() as connection:
        found = connection.execute(sa.select(CONTRIBUTIONS.c.contact).where(CONTRIBUTIONS.c.number == number)).scalar()
    return str(found or "")


def accept(archive: Archive, store: DeskStore, number: int, words: str, *, by: str) -> Note:
    """Have a note stand on the pages of whom it is about, in the words of a reviewer; once.

    Raises BadRecord where it does not wait any more, or the words are too few or many.
    """
    said = without_addresses(_clean(words))
    if not LEAST_WORDS <= len(said) <= MOST_WORDS:
        raise BadRecord("a note has words", where=str(number), fix="write what readers are to see")
    with store.writing() as connection:
        one = _waiting(connection, number)
        tables = DerivedTables.built(archive)
        records = [row["record_id"] for row in person_of(archive, one.about, protected=False)["records"]] \
            if not _is_record(archive, one.about) else [one.about]  # fmt: skip
        entries = {id: list(parts) for id, parts in hashes_of(tables, records).items()}
        _decide(connection, number, "accepted", by, "")
        payload = {"about": one.about, "kind": one.kind, "words": said, "source": without_addresses(one.source),
                   "contribution": number, "entries": entries}  # fmt: skip
        entry = archive.ledger.append(NOTE, payload, by=by)
    return _note(entry)


def refuse(archive: Archive, store: DeskStore, number: int, why: str, *, by: str) -> None:
    """Refuse what somebody wrote, with a reason, once; its words and contact are taken away."""
    if lacks_reason("same", why):
        raise BadRecord("refusing needs a reason", where=str(number), fix="say why, in a code or words")
    with store.writing() as connection:
        one = _waiting(connection, number)
        _decide(connection, number, "refused", by, why.strip())
        gone = {"words": "", "source": "", "contact": ""}
        connection.execute(CONTRIBUTIONS.update().where(CONTRIBUTIONS.c.number == number).values(**gone))
        payload = {"contribution": number, "about": one.about, "why": without_addresses(why.strip())}
        archive.ledger.append(REFUSED, payload, by=by)


def take_note_back(archive: Archive, number: int, why: str, *, by: str) -> None:
    """Take a note from the pages again; raises BadRecord where there is none of this number, or no reason is given."""
    if lacks_reason("same", why):
        raise BadRecord("taking a note back needs a reason", where=str(number), fix="say why, in a code or words")

    def look(entries: Sequence[LedgerEntry]) -> None:
        gone = {int(entry.payload["number"]) for entry in entries if entry.kind == NOTE_TAKEN_BACK}
        if number not in {entry.number for entry in entries if entry.kind == NOTE} - gone:
            raise BadRecord("there is no such note", where=str(number), fix="it may be taken back already")

    payload = {"number": number, "why": without_addresses(why.strip())}
    archive.ledger.append(NOTE_TAKEN_BACK, payload, by=by, after=Check((NOTE, NOTE_TAKEN_BACK), look))


def notes_of(archive: Archive) -> dict[str, list[Note]]:
    """The notes that stand, by the id that each entry which they are about has now."""
    gone = {int(entry.payload["number"]) for entry in archive.ledger.entries(NOTE_TAKEN_BACK)}
    entries = [entry for entry in archive.ledger.entries(NOTE) if entry.number not in gone]
    known: dict[str, Hashes] = {
        str(id): (str(parts[0]), str(parts[1])) for entry in entries for id, parts in entry.payload["entries"].items()
    }
    if not known:
        return {}
    followed = follow(DerivedTables.built(archive), known)
    found: dict[str, list[Note]] = {}
    for entry in entries:
        for id in entry.payload["entries"]:
            if id not in followed.lost:
                found.setdefault(followed.now(id), []).append(_note(entry))
    return found


def _is_record(archive: Archive, about: str) -> bool:
    return about in hashes_of(DerivedTables.built(archive), [about])


def _waiting(connection: sa.Connection, number: int) -> Contribution:
    row = connection.execute(sa.select(CONTRIBUTIONS).where(CONTRIBUTIONS.c.number == number)).first()
    if row is None or row.state != "waiting":
        raise BadRecord("nothing waits under this number", where=str(number), fix="somebody may have decided already")
    return _contribution(row)


def _decide(connection: sa.Connection, number: int, state: str, by: str, why: str) -> None:
    decided = {"state": state, "by": by, "why": why}
    connection.execute(CONTRIBUTIONS.update().where(CONTRIBUTIONS.c.number == number).values(**decided))


def _clean(text: str) -> str:
    """The text without what nobody sees, with one kind of line ends."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _note(entry: LedgerEntry) -> Note:
    said = entry.payload
    return Note(entry.number, entry.at, entry.by, str(said["kind"]), str(said["words"]), str(said["source"]))


def _contribution(row: sa.Row[tuple[object, ...]]) -> Contribution:
    return Contribution(
        int(row.number), row.at, row.about, row.kind, without_addresses(row.words), without_addresses(row.source),
        row.state, row.by, row.why, row.sender, bool(row.contact),
    )  # fmt: skip
