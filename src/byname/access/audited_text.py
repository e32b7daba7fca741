"""A text that a reader gives, checked against the shipped evidence and against what an archive holds.

Takes an archive and the words; gives the audit and the evidence it rests on. Texts are read one after the other, as
there is one active subject in a process. Nothing of the text is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byname.access.evidence import evidence_for
from byname.archive.archive import Archive
from byname.claims.audit import Audit, audit_document
from byname.claims.corrections import corrections_of
from byname.claims.evidence.figures import Evidence
from byname.claims.lexicon.entities import gazetteer, is_group, kind_of
from byname.claims.lexicon.predicates import known_predicates
from byname.claims.lexicon.subject_pack import FOLDER, subject_pack
from byname.claims.text.reading import document_of
from byname.errors import BynameError

MOST_WAITING = 4  # texts that wait for their turn; whoever comes then is told to come again
_turn = threading.Lock()
_places = threading.BoundedSemaphore(MOST_WAITING)


class BusyReading(BynameError):
    """Too many texts wait to be read."""


@dataclass(frozen=True, slots=True)
class Readings:
    """How a claim can be read: the ids of what can be said of people, of whom (groups, operations), and where."""

    predicates: tuple[str, ...]
    groups: tuple[str, ...]
    operations: tuple[str, ...]
    places: tuple[str, ...]


def audited_text(
    archive: Archive, text: str, name: str = "text.txt", corrections: Sequence[Mapping[str, Any]] = ()
) -> tuple[Audit, Evidence, Readings]:
    """The audit of a text, with the corrections of a reader (rows as in a file of corrections; claims/corrections.py).

    Raises BadText where it cannot be read, or a correction is none; BusyReading where too many wait before it.
    """
    with _place(), _turn, subject_pack(_own_subject(archive)):
        put_right = corrections_of(corrections, "the corrections")
        evidence = evidence_for((), archive.folder)
        audit = audit_document(document_of(text.encode(), name), evidence, corrections=put_right)
        return audit, evidence, _readings()


def _readings() -> Readings:
    """How claims of the subject in hand can be read."""
    ids = sorted(gazetteer())
    return Readings(
        tuple(sorted(known_predicates())),
        tuple(id for id in ids if is_group(id)),
        tuple(id for id in ids if kind_of(id) == "operation"),
        tuple(id for id in ids if kind_of(id) == "place"),
    )


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
