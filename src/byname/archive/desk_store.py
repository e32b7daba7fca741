"""What the desk of an archive keeps beside its ledger: accounts, sessions, codes that were used, words of the public.

Takes an archive; gives a database of its own file (`desk.sqlite`, for whoever keeps the archive alone to read), or
tables beside the ledger where that is on a server. Nothing of it is derived, exported or part of what a build reads.
It is made with the first account; an archive without one has no desk.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from byname.archive.archive import Archive
from byname.archive.databases import Guarded, open_engine, reading

DESK_FILE, DESK_FOLDER = "desk.sqlite", "desk"  # the folder holds files that wait to be added
METADATA = sa.MetaData()
ACCOUNTS = sa.Table(
    "desk_accounts",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("shown", sa.String(200), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),  # its hash by Argon2id; empty where it cannot be used
    sa.Column("secret", sa.String(64), nullable=False),  # of one-time codes; empty where none are asked for
    sa.Column("added", sa.String(40), nullable=False),
    sa.Column("removed", sa.String(40), nullable=False),
)
SESSIONS = sa.Table(
    "desk_sessions",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),  # SHA-256 of what the cookie holds
    sa.Column("name", sa.String(64), nullable=False, index=True),
    sa.Column("began", sa.BigInteger, nullable=False),  # seconds since 1970
    sa.Column("seen", sa.BigInteger, nullable=False),
)
USED_CODES = sa.Table(
    "desk_used_codes",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("step", sa.BigInteger, primary_key=True),  # of half a minute since 1970
)
CONTRIBUTIONS = sa.Table(
    "desk_contributions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("about", sa.String(300), nullable=False),  # the id of a person or of a record
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),  # waiting, accepted, refused
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("sender", sa.String(64), nullable=False),  # an account; empty for a reader
)

PROVIDER = sa.Table(
    "desk_provider",
    METADATA,
    sa.Column("issuer", sa.String(300), primary_key=True),
    sa.Column("client", sa.String(300), nullable=False),
    sa.Column("secret", sa.String(500), nullable=False),
    sa.Column("label", sa.String(80), nullable=False),
)
IDENTITIES = sa.Table(
    "desk_identities",
    METADATA,
    sa.Column("issuer", sa.String(300), primary_key=True),
    sa.Column("subject", sa.String(300), primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
)
VISITS = sa.Table(
    "desk_visits",
    METADATA,
    sa.Column("state", sa.String(64), primary_key=True),  # SHA-256 of the word that the browser brings back
    sa.Column("nonce", sa.String(64), nullable=False),
    sa.Column("verifier", sa.String(128), nullable=False),
    sa.Column("back", sa.String(2000), nullable=False),
    sa.Column("name", sa.String(64), nullable=False),  # an account that is to be tied to an identity; empty to sign in
    sa.Column("at", sa.BigInteger, nullable=False),
)


class DeskStore:
    """The database of the desk of one archive."""

    def __init__(self, archive: Archive) -> None:
        self._path = None if archive.settings.ledger else archive.folder / DESK_FILE
        self._where = DESK_FILE if self._path else "the database of the ledger"
        url = archive.settings.ledger or sa.URL.create("sqlite", database=str(self._path))
        with self._guarded():
            self._engine = open_engine(url)
        self._there = False

    @property
    def is_there(self) -> bool:
        """Whether the archive has a desk: an account was added at some time."""
        if not self._there and (self._path is None or self._path.exists()):
            with self._guarded(), reading(self._engine) as connection:
                self._there = sa.inspect(connection).has_table(ACCOUNTS.name)
        return self._there

    def create(self) -> None:
        """Make the tables where they are not there; a file of them is for its owner alone."""
        if self._path is not None and not self._path.exists():  # closing a file of SQLite lets its locks go
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR))
        with self._guarded():
            METADATA.create_all(self._engine)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction in which writers take turns; what is raised in it takes everything back."""
        with self._guarded(), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text(f"LOCK TABLE {ACCOUNTS.name} IN EXCLUSIVE MODE"))
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that changes nothing."""
        with self._guarded(), reading(self._engine) as connection:
            yield connection

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _guarded(self) -> Guarded:
        return Guarded("what the desk keeps", self._where)
