"""A text that a reader gives, checked against the shipped evidence and against what an archive holds.

Takes an archive and the words; gives the audit and the evidence it rests on. Texts are read one after the other, as
there is one active subject in a process. Nothing of the text is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from byname.access.evidence import evidence_for
from byname.archive.archive import Archive
from byname.claims.audit import Audit, audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.lexicon.subject_pack import FOLDER, subject_pack
from byname.claims.text.reading import document_of
from byname.errors import BynameError

MOST_WAITING = 4  # texts that wait for their turn; whoever comes then is told to come again
_turn = threading.Lock()
_places = threading.BoundedSemaphore(MOST_WAITING)


class BusyReading(BynameError):
    """Too many texts wait to be read."""


def audited_text(archive: Archive, text: str, name: str = "text.txt") -> tuple[Audit, Evidence]:
    """The audit of a text; raises BadText where it cannot be read, BusyReading where too many wait before it."""
    with _place(), _turn, subject_pack(_own_subject(archive)):
        evidence = evidence_for((), archive.folder)
        return audit_document(document_of(text.encode(), name), evidence), evidence


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise BusyReading("too many texts wait to be read", fix="try again in a minute")
    try:
        yield
    finally:
        _places.release()


def _own_subject(archive: Archive) -> Path | None:
    own = archive.folder / FOLDER
    return own if own.is_dir() else None
