"""The ledger: what people decided (imports, judgements, corrections, withdrawals), append-only and Merkle-chained.

Takes events as plain data with who and when; keeps them in SQLite, or in PostgreSQL where a URL is set, through one
code path. Each entry holds the root of the Merkle tree (RFC 9162, section 2.1) over all entries up to it, so that a
changed, dropped or inserted entry shows.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from byname.archive.clock import now
from byname.archive.databases import Guarded, open_engine, reading
from byname.archive.merkle import MerkleTree
from byname.errors import BadArchive

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
)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One decision: its number (from 0), when (UTC, ISO 8601), by whom, of what kind, its content, its hashes."""

    number: int
    at: str
    by: str
    kind: str
    payload: Mapping[str, Any]
    leaf: str
    root: str


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
        self._known = MerkleTree()
        self._last: tuple[object, int] = (None, -1)  # the last number, for a state
        self._read: dict[str, tuple[object, Sequence[sa.Row[Any]]]] = {}
        self._where = self._engine.url.render_as_string(hide_password=True)

    @classmethod
    def in_file(cls, path: Path) -> Ledger:
        """The ledger kept in an SQLite file; whatever its folder is called, the file lies in it."""
        return cls(sa.URL.create("sqlite", database=str(path)))

    def create(self) -> None:
        """Make the table where it is not there yet; a ledger that has it is only read."""
        with self._guarded():
            with self._reading() as connection:
                there = sa.inspect(connection).has_table(_ENTRIES.name)
            if not there:
                _METADATA.create_all(self._engine)

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
        Raises BadArchive where the ledger cannot be written, or where the clock stands before its last entry.
        """
        with self._guarded(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
            if after is not None:
                after.look(self._of_kinds(connection, after.kinds))
            tree = self._tree(connection)
            number = tree.size
            when = at or now(self._last_time(connection)).isoformat(timespec="seconds")
            who = by or _user()
            text = _canonical(payload)
            leaf = leaf_hash(number, when, who, kind, text)
            tree.add(leaf)
            root = tree.root
            connection.execute(
                _ENTRIES.insert().values(number=number, at=when, by=who, kind=kind, payload=text, leaf=leaf, root=root)
            )
        self._known = tree
        return LedgerEntry(number, when, who, kind, json.loads(text), leaf, root)

    def entries(self, kind: str | None = None) -> Iterator[LedgerEntry]:
        """All entries in order, or those of one kind; raises BadArchive at one that cannot be read."""
        for row in self._rows(kind):
            yield self._sound(row)

    def _of_kinds(self, connection: sa.Connection, kinds: Sequence[str]) -> list[LedgerEntry]:
        query = sa.select(_ENTRIES).where(_ENTRIES.c.kind.in_(kinds)).order_by(_ENTRIES.c.number)
        return [self._sound(row) for row in connection.execute(query).all()]

    def _sound(self, row: sa.Row[Any]) -> LedgerEntry:
        entry = _entry_of(row)
        if isinstance(entry, str):
            raise BadArchive(entry, where=self._where, fix="run `byname verify`, and take the ledger from a copy")
        return entry

    def last_number(self) -> int:
        """The number of the last entry, which changes with every one; -1 where there is none."""
        state, known = self.state(), self._last
        if state is not None and known[0] == state:
            return known[1]
        with self._guarded(), self._reading() as connection:
            found = connection.execute(sa.select(sa.func.max(_ENTRIES.c.number))).scalar()
        number = -1 if found is None else int(found)
        self._last = (state, number)
        return number

    def state(self) -> tuple[int, bytes] | None:
        """A mark of a ledger in a file that is another after every change; None where it lies in a server's database.

        It is the length of the file and the file change counter in the header of SQLite's format (bytes 24 to 27).
        """
        if self._engine.dialect.name != "sqlite":
            return None
        path = Path(str(self._engine.url.database))
        try:
            with path.open("rb") as file:
                header = file.read(28)
                return file.seek(0, SEEK_END), header[24:28]
        except OSError:
            return None

    def head(self) -> str | None:
        """The last entry's number and root, `NUMBER:ROOT`, to be kept elsewhere; None where the ledger is empty."""
        entries = list(self.entries())
        return f"{entries[-1].number}:{entries[-1].root}" if entries else None

    def check(self, head: str | None = None) -> list[str]:
        """Recompute every hash; say in words what does not agree (an empty list where all does).

        `head`: what `head()` gave at an earlier time; the ledger must still hold the same entries up to it.
        """
        found: list[str] = []
        tree, roots = MerkleTree(), dict[int, str]()
        for expected, row in enumerate(self._rows()):
            entry = _entry_of(row)
            if isinstance(entry, str):
                return [*found, f"{entry}; what follows it was not checked"]
            if entry.number != expected:
                found.append(f"ledger entry {expected} is missing")
            leaf = leaf_hash(entry.number, entry.at, entry.by, entry.kind, _canonical(entry.payload))
            if leaf != entry.leaf:
                found.append(f"ledger entry {entry.number} ({entry.kind}) was changed after it was written")
            tree.add(entry.leaf)
            if tree.root != entry.root:
                found.append(f"the chain of the ledger breaks at entry {entry.number}")
            roots[entry.number] = tree.root
        return found + ([] if head is None else _beside_head(head, roots))

    def _rows(self, kind: str | None = None) -> Sequence[sa.Row[Any]]:
        """The rows of all entries or of those of one kind; a few are kept until the ledger changes, as a site asks for
        them at every page."""
        state = None if kind is None else self.state()
        known = self._read.get(kind or "")
        if state is not None and known is not None and known[0] == state:
            return known[1]
        query = sa.select(_ENTRIES).order_by(_ENTRIES.c.number)
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
            return LedgerEntry(int(row.number), row.at, row.by, row.kind, payload, row.leaf, row.root)
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


def leaf_hash(number: int, at: str, by: str, kind: str, payload: str) -> str:
    """The hash of one entry (RFC 9162: SHA-256 over 0x00 and the entry)."""
    text = "\x1f".join((str(number), at, by, kind, payload))
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()
