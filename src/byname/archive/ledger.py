"""The ledger: what people decided (imports, judgements, corrections, withdrawals), append-only and Merkle-chained.

Takes events as plain data with who and when; keeps them in SQLite, or in PostgreSQL where a URL is set, through one
code path. Each entry holds the root of the Merkle tree (RFC 9162, section 2.1) over all entries up to it, so that a
changed, dropped or inserted entry shows.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from byname.archive.merkle import MerkleTree
from byname.errors import BadArchive

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


class Ledger:
    """The ledger of one archive; `url` is an SQLAlchemy URL."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        self._known = MerkleTree()
        self._where = self._engine.url.render_as_string(hide_password=True)

    @classmethod
    def in_file(cls, path: Path) -> Ledger:
        """The ledger kept in an SQLite file."""
        return cls(f"sqlite:///{path}")

    def create(self) -> None:
        """Make the table where it is not there yet."""
        with self._guarded():
            _METADATA.create_all(self._engine)

    def append(
        self, kind: str, payload: Mapping[str, Any], *, by: str | None = None, at: str | None = None
    ) -> LedgerEntry:
        """Add one entry in one transaction and give it back with its hashes."""
        with self._guarded(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
            tree = self._tree(connection)
            number = tree.size
            when = at or datetime.now(UTC).isoformat(timespec="seconds")
            who = by or getpass.getuser()
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
        """All entries in order, or those of one kind."""
        query = sa.select(_ENTRIES).order_by(_ENTRIES.c.number)
        if kind is not None:
            query = query.where(_ENTRIES.c.kind == kind)
        with self._guarded(), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield LedgerEntry(row.number, row.at, row.by, row.kind, json.loads(row.payload), row.leaf, row.root)

    def check(self) -> list[str]:
        """Recompute every hash; say in words what does not agree (an empty list where all does)."""
        found, tree = [], MerkleTree()
        for expected, entry in enumerate(self.entries()):
            if entry.number != expected:
                found.append(f"ledger entry {expected} is missing")
            leaf = leaf_hash(entry.number, entry.at, entry.by, entry.kind, _canonical(entry.payload))
            if leaf != entry.leaf:
                found.append(f"ledger entry {entry.number} ({entry.kind}) was changed after it was written")
            tree.add(entry.leaf)
            if tree.root != entry.root:
                found.append(f"the chain of the ledger breaks at entry {entry.number}")
        return found

    def _tree(self, connection: sa.Connection) -> MerkleTree:
        """The tree over what stands in the ledger; read again only where another writer has added to it."""
        count = connection.execute(sa.select(sa.func.count()).select_from(_ENTRIES)).scalar_one()
        if self._known.size != count:
            self._known = MerkleTree(
                connection.execute(sa.select(_ENTRIES.c.leaf).order_by(_ENTRIES.c.number)).scalars()
            )
        tree, self._known = self._known, MerkleTree()  # kept again only once the entry is in
        return tree

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _guarded(self) -> _Guard:
        return _Guard(self._where)


class _Guard:
    """Turns an error of the database into one clear error."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sa.exc.SQLAlchemyError):
            cause = str(getattr(error, "orig", error)).strip()
            raise BadArchive(
                f"the ledger cannot be used: {cause}", where=self._where, fix="see that it exists and can be written"
            ) from error


def _canonical(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaf_hash(number: int, at: str, by: str, kind: str, payload: str) -> str:
    """The hash of one entry (RFC 9162: SHA-256 over 0x00 and the entry)."""
    text = "\x1f".join((str(number), at, by, kind, payload))
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()
