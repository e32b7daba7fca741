"""The ledger: what people decided (imports, judgements, corrections, withdrawals), append-only and Merkle-chained.

Takes events as plain data with who and when; keeps them in SQLite, or in PostgreSQL where a URL is set, through one
code path. Each entry holds the root of the Merkle tree (RFC 9162, section 2.1) over all entries up to it, so that a
changed, dropped or inserted entry shows. What goes into the tree is no content but a salted commitment to it
(commitments.py), so the content of an entry can be erased and the tree still holds; entries of archives of format 1
went in with their content.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from byname.archive.clock import now
from byname.archive.commitments import commitment_to, commits_to, leaf_of, logged_text, new_salt
from byname.archive.databases import Guarded, open_engine, reading
from byname.archive.files import clear_file_errors
from byname.archive.held_files import HeldFile, held
from byname.archive.ledger_mark import is_behind, mark_faults, remove_mark, write_mark
from byname.archive.merkle import MerkleTree
from byname.errors import BadArchive

ERASURE = "erasure"  # the kind of entry by which the content of another was erased
_FEW = 1_000  # entries of a kind that are kept in memory
_METADATA = sa.MetaData()
_ENTRIES = sa.Table(
    "ledger",
    _METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("leaf", sa.String(64), nullable=False),
    sa.Column("root", sa.String(64), nullable=False),
    sa.Column("salt", sa.String(64)),
    sa.Column("commitment", sa.String(64)),
)
_SALTED = ("salt", "commitment")  # columns that a ledger of format 1 has not


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One decision: its number (from 0), when (UTC, ISO 8601), by whom, of what kind, its content, its hashes.

    `commitment` is what stands for content and name in the tree, and `salt` what it was made with; None in entries of
    format 1. Where the content was erased the salt is gone, too, and content and name are empty.
    """

    number: int
    at: str
    by: str
    kind: str
    payload: Mapping[str, Any]
    leaf: str
    root: str
    salt: str | None = None
    commitment: str | None = None

    @property
    def is_erased(self) -> bool:
        """Whether the content was erased."""
        return self.commitment is not None and self.salt is None

    @property
    def logged(self) -> bytes | None:
        """What a log of commitments says of the entry, which holds no content; None in entries of format 1."""
        if self.commitment is None:
            return None
        return logged_text(self.number, self.at, self.kind, self.commitment)

    def faults(self) -> list[str]:
        """What of the entry does not agree with its hashes, in words."""
        text = _canonical(self.payload)
        if self.commitment is None:
            sound = leaf_hash(self.number, self.at, self.by, self.kind, text) == self.leaf
        else:
            sound = leaf_of(logged_text(self.number, self.at, self.kind, self.commitment)) == self.leaf
            if self.salt is not None:
                sound &= commits_to(self.commitment, self.salt, self.by, text)
            else:
                sound &= text == _canonical({}) and not self.by
        return [] if sound else [f"ledger entry {self.number} ({self.kind}) was changed after it was written"]


@dataclass(frozen=True, slots=True)
class Check:
    """What is looked at before an entry is added, among entries of these kinds; `look` raises where it may not be."""

    kinds: tuple[str, ...]
    look: Callable[[Sequence[LedgerEntry]], None]


class Ledger:
    """The ledger of one archive; `url` is an SQLAlchemy URL."""

    def __init__(self, url: str | sa.URL) -> None:
        self._where = "ledger"
        with self._guarded():
            self._engine = open_engine(url)
        self._lacks: tuple[str, ...] = ()  # columns of _SALTED that the table has not yet
        self._known = MerkleTree()
        self._last: tuple[object, int] = (None, -1)  # the last number, for a state
        self._read: dict[str, tuple[object, Sequence[sa.Row[Any]]]] = {}
        self._held: HeldFile | None = None
        self._where = self._engine.url.render_as_string(hide_password=True)

    @classmethod
    def in_file(cls, path: Path) -> Ledger:
        """The ledger kept in an SQLite file; whatever its folder is called, the file lies in it."""
        return cls(sa.URL.create("sqlite", database=str(path)))

    def create(self) -> None:
        """Make the table where it is not there yet; a ledger that has it is only read."""
        with self._guarded():
            with self._reading() as connection:
                inspector = sa.inspect(connection)
                there = inspector.has_table(_ENTRIES.name)
                present = {column["name"] for column in inspector.get_columns(_ENTRIES.name)} if there else set()
            if not there:
                _METADATA.create_all(self._engine)
            self._lacks = tuple(name for name in _SALTED if there and name not in present)
        self._mend_mark()

    def append(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        by: str | None = None,
        at: str | None = None,
        after: Check | None = None,
    ) -> LedgerEntry:
        """Add one entry in one transaction and give it back with its hashes.

        `after` sees the entries that stand before nobody else can add one; what it raises leaves the ledger as it is.
        Raises BadArchive where the ledger cannot be written, where the clock stands before its last entry, or where a
        word is no text.
        """
        with self._guarded(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
            self._add_columns(connection)
            if after is not None:
                after.look(self._of_kinds(connection, after.kinds))
            tree = self._tree(connection)
            number = tree.size
            when = at or now(self._last_time(connection)).isoformat(timespec="seconds")
            who = by or _user()
            text = _canonical(payload)
            self._check_text(who, text)
            salt = new_salt()
            commitment = commitment_to(salt, who, text)
            leaf = leaf_of(logged_text(number, when, kind, commitment))
            tree.add(leaf)
            entry = LedgerEntry(number, when, who, kind, json.loads(text), leaf, tree.root, salt, commitment)
            connection.execute(_ENTRIES.insert().values({**_fields_of(entry), "payload": text}))
        self._known = tree
        self._mark()
        return entry

    def _check_text(self, *texts: str) -> None:
        """Raise BadArchive where something is no text: a command's words can be any bytes."""
        try:
            "".join(texts).encode()
        except UnicodeEncodeError as error:
            said = "".join(texts)[max(0, error.start - 20) : error.start]
            what = f"what was to be noted holds a byte that is no text in UTF-8 (after {said!r})"
            raise BadArchive(what, where=self._where, fix="write it with letters alone") from error

    def erase(self, numbers: Sequence[int], *, why: str, by: str | None = None, kinds: Sequence[str]) -> LedgerEntry:
        """Take the content of entries, their names and salts out of the ledger, and note that and why in a new entry.

        The tree stands as it was, and nobody can find out any more what they said. `kinds`: of which an entry may be
        erased. Raises BadArchive where there is no such entry, where one is of another kind, is erased already or was
        written before contents were salted; then none is erased.
        """

        def look(_: Sequence[LedgerEntry]) -> None:
            present = {entry.number: entry for entry in self._all()}
            for number in numbers:
                self._erasable(number, present.get(number), kinds)

        if not why.strip():
            raise BadArchive("erasing needs a reason", where=self._where, fix="say why; the ledger keeps the reason")
        said = {"numbers": sorted(set(numbers)), "why": why.strip()}
        noted = self.append(ERASURE, said, by=by, after=Check((ERASURE,), look))
        self.complete_erasures()
        return noted

    def restore(self, entries: Sequence[LedgerEntry]) -> None:
        """Fill an empty ledger with the entries of another as they are, with their hashes."""
        with self._guarded(), self._engine.begin() as connection:
            rows = [{**_fields_of(entry), "payload": _canonical(entry.payload)} for entry in entries]
            if rows:
                connection.execute(_ENTRIES.insert(), rows)
        self._known = MerkleTree()
        self._mark()

    def complete_erasures(self) -> None:
        """Empty what was decided to be erased, where that was interrupted after the decision."""
        decided = {int(number) for entry in self.entries(ERASURE) for number in entry.payload["numbers"]}
        if not decided:
            return
        left = [entry.number for entry in self._all() if entry.number in decided and not entry.is_erased]
        if not left:
            return
        file = self._file
        if file is not None:
            remove_mark(file)
        with self._guarded(), self._engine.connect() as connection:
            if file is not None:
                connection.exec_driver_sql("PRAGMA secure_delete = ON")  # overwrites what it takes away
            emptied = _ENTRIES.update().values({"payload": _canonical({}), "by": "", "salt": None})
            connection.execute(
                emptied.where(_ENTRIES.c.number == sa.bindparam("erased")), [{"erased": number} for number in left]
            )
            connection.commit()
        self._read.clear()
        self._mark()

    @cached_property
    def _file(self) -> Path | None:
        """The file of a ledger of SQLite; None where it lies in a server's database or in memory."""
        name = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        return Path(name) if name and name != ":memory:" else None

    def _mark(self) -> None:
        """Note what the file is now; a reader keeps all writers off meanwhile. Where that fails the decision stands all
        the same, and the mark is made when the ledger is opened next."""
        file = self._file
        if file is None:
            return
        with suppress(OSError, BadArchive), self._guarded(), self._reading() as connection:
            self._hold(file)
            write_mark(file, self._last_of(connection))

    def _mend_mark(self) -> None:
        """Make the mark anew that an interrupted command left behind, where the folder can be written."""
        file = self._file
        number = -1 if file is None else self.last_number()
        if file is not None and number >= 0 and is_behind(file, number):
            self._mark()

    def _mark_faults(self) -> list[str]:
        file = self._file
        if file is None:
            return []
        with clear_file_errors(file), self._guarded(), self._reading() as connection:
            self._hold(file)
            return mark_faults(file, self._last_of(connection))

    def _last_of(self, connection: sa.Connection) -> int:
        found = connection.execute(sa.select(sa.func.max(_ENTRIES.c.number))).scalar()
        return -1 if found is None else int(found)

    def _erasable(self, number: int, found: LedgerEntry | None, kinds: Sequence[str]) -> None:
        fix = f"entries that can be erased are: {', '.join(kinds)}"
        if found is None:
            raise BadArchive(
                f"the ledger has no entry {number}", where=self._where, fix="`byname ledger list` shows all"
            )
        if found.kind not in kinds:
            raise BadArchive(f"entry {number} ({found.kind}) holds the archive together", where=self._where, fix=fix)
        if found.is_erased:
            raise BadArchive(f"entry {number} is erased already", where=self._where)
        if found.commitment is None:
            raise BadArchive(
                f"entry {number} was written by a version that did not salt contents, so its hash would still tell it",
                where=self._where,
                fix="start a new archive from the originals",
            )

    def entries(self, kind: str | None = None) -> Iterator[LedgerEntry]:
        """All entries in order, or those of one kind, but erased ones; raises BadArchive at one that cannot be read."""
        return (entry for entry in self._all(kind) if not entry.is_erased)

    def all_entries(self) -> Iterator[LedgerEntry]:
        """All entries in order, also those whose content was erased."""
        return self._all()

    def _all(self, kind: str | None = None) -> Iterator[LedgerEntry]:
        for row in self._rows(kind):
            yield self._sound(row)

    def _add_columns(self, connection: sa.Connection) -> None:
        """Give a table of format 1 the columns of commitments."""
        for name in self._lacks:
            kind = _ENTRIES.c[name].type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {_ENTRIES.name} ADD COLUMN {name} {kind}")
        self._lacks = ()

    def _selected(self) -> sa.Select[Any]:
        columns = [sa.null().label(c.name) if c.name in self._lacks else c for c in _ENTRIES.c]
        return sa.select(*columns).order_by(_ENTRIES.c.number)

    def _of_kinds(self, connection: sa.Connection, kinds: Sequence[str]) -> list[LedgerEntry]:
        query = self._selected().where(_ENTRIES.c.kind.in_(kinds))
        found = [self._sound(row) for row in connection.execute(query).all()]
        return [entry for entry in found if not entry.is_erased]

    def _sound(self, row: sa.Row[Any]) -> LedgerEntry:
        entry = _entry_of(row)
        if isinstance(entry, str):
            raise BadArchive(entry, where=self._where, fix="run `byname verify`, and take the ledger from a copy")
        return entry

    def last_time(self) -> str:
        """When the last entry was made; empty where there is none."""
        with self._guarded(), self._reading() as connection:
            return self._last_time(connection) or ""

    def last_number(self) -> int:
        """The number of the last entry, which changes with every one; -1 where there is none."""
        state, known = self.state(), self._last
        if state is not None and known[0] == state:
            return known[1]
        with self._guarded(), self._reading() as connection:
            number = self._last_of(connection)
        self._last = (state, number)
        return number

    def state(self) -> tuple[int, bytes] | None:
        """A mark of a ledger in a file that is another after every change; None where it lies in a server's database.

        It is the length of the file and the file change counter in the header of SQLite's format (bytes 24 to 27).
        """
        path = self._file
        if path is None:
            return None
        try:
            file = self._hold(path)
            return file.size, file.read(24, 4)
        except OSError:
            return None

    def _hold(self, path: Path) -> HeldFile:
        """The file of the ledger, which stays open while this ledger is used."""
        self._held = held(path)
        return self._held

    def head(self) -> str | None:
        """The last entry's number and root, `NUMBER:ROOT`, to be kept elsewhere; None where the ledger is empty."""
        entries = list(self._all())
        return f"{entries[-1].number}:{entries[-1].root}" if entries else None

    def check(self, head: str | None = None) -> list[str]:
        """Recompute every hash; say in words what does not agree (an empty list where all does).

        `head`: what `head()` gave at an earlier time; the ledger must still hold the same entries up to it.
        """
        found: list[str] = []
        tree, roots, erased, decided = MerkleTree(), dict[int, str](), set[int](), set[object]()
        for expected, row in enumerate(self._rows()):
            entry = _entry_of(row)
            if isinstance(entry, str):
                return [*found, f"{entry}; what follows it was not checked"]
            if entry.number != expected:
                found.append(f"ledger entry {expected} is missing")
            found += entry.faults()
            if entry.is_erased:
                erased.add(entry.number)
            elif entry.kind == ERASURE:
                decided |= set(entry.payload.get("numbers", ()))
            tree.add(entry.leaf)
            if tree.root != entry.root:
                found.append(f"the chain of the ledger breaks at entry {entry.number}")
            roots[entry.number] = tree.root
        found += [f"the content of ledger entry {n} is gone, and nobody decided that" for n in sorted(erased - decided)]
        found += [] if found else self._mark_faults()
        return found + ([] if head is None else _beside_head(head, roots))

    def _rows(self, kind: str | None = None) -> Sequence[sa.Row[Any]]:
        """The rows of all entries or of those of one kind; a few are kept until the ledger changes, as a site asks for
        them at every page."""
        state = None if kind is None else self.state()
        known = self._read.get(kind or "")
        if state is not None and known is not None and known[0] == state:
            return known[1]
        query = self._selected()
        if kind is not None:
            query = query.where(_ENTRIES.c.kind == kind)
        with self._guarded(), self._reading() as connection:
            rows = connection.execute(query).all()
        if kind is not None and state is not None and len(rows) <= _FEW:
            self._read[kind] = (state, rows)
        return rows

    def _reading(self) -> sa.Connection:
        """A connection that writes nothing, so that an archive that cannot be written can be read."""
        return reading(self._engine)

    def _last_time(self, connection: sa.Connection) -> str | None:
        found = connection.execute(sa.select(_ENTRIES.c.at).order_by(_ENTRIES.c.number.desc()).limit(1)).scalar()
        return None if found is None else str(found)

    def _tree(self, connection: sa.Connection) -> MerkleTree:
        """The tree over what stands in the ledger; read again only where another writer has added to it."""
        count = connection.execute(sa.select(sa.func.count()).select_from(_ENTRIES)).scalar_one()
        if self._known.size != count:
            leaves = connection.execute(sa.select(_ENTRIES.c.leaf).order_by(_ENTRIES.c.number)).scalars().all()
            wrong = next((number for number, leaf in enumerate(leaves) if not _is_hash(leaf)), None)
            if wrong is not None:
                fix = "run `byname verify`, and take the ledger from a copy"
                raise BadArchive(f"entry {wrong} of the ledger is damaged", where=self._where, fix=fix)
            self._known = MerkleTree(leaves)
        tree, self._known = self._known, MerkleTree()  # kept again only once the entry is in
        return tree

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _guarded(self) -> Guarded:
        return Guarded("the ledger", self._where)


def _user() -> str:
    """Who runs the command: the name of the user, or the number where the machine knows no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"


def _entry_of(row: sa.Row[Any]) -> LedgerEntry | str:
    """The entry that a row holds, or in words why it cannot be read."""
    try:
        payload = json.loads(row.payload)
        texts = (row.at, row.by, row.kind, row.leaf, row.root)
        if isinstance(payload, dict) and all(isinstance(t, str) for t in texts) and _is_hash(row.leaf):
            salted = row.salt is None or _is_hash(row.salt), row.commitment is None or _is_hash(row.commitment)
            if all(salted):
                return LedgerEntry(
                    int(row.number), row.at, row.by, row.kind, payload, row.leaf, row.root, row.salt, row.commitment
                )
    except (TypeError, ValueError, RecursionError):
        pass
    return f"entry {row.number} of the ledger is damaged and cannot be read"


def _is_hash(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and all(char in "0123456789abcdef" for char in text)


def _beside_head(head: str, roots: Mapping[int, str]) -> list[str]:
    number, _, root = head.partition(":")
    if not number.isdecimal() or not _is_hash(root):
        return [f"{head!r} is no head of a ledger: NUMBER:ROOT, as `byname ledger head` prints it"]
    if int(number) not in roots:
        return [f"the ledger ends before entry {number}, which it held when its head was noted"]
    if roots[int(number)] != root:
        return [f"the ledger is not the one whose head was noted at entry {number}: an entry up to it was changed"]
    return []


def _canonical(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _fields_of(entry: LedgerEntry) -> dict[str, Any]:
    return {column.name: getattr(entry, column.name) for column in _ENTRIES.c}


def leaf_hash(number: int, at: str, by: str, kind: str, payload: str) -> str:
    """The leaf of an entry of format 1, which went into the tree with its content."""
    return leaf_of("\x1f".join((str(number), at, by, kind, payload)).encode())
