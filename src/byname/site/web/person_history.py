"""What people decided about a person or an entry, as its page tells it: who, when and why, and notes of readers.

Takes the entries of a page; gives judgements and notes with the names that are shown. Whoever judged without an account
has no name here and is told as whoever keeps the archive; a judgement whose other entry is withheld from readers is
left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from byname.access.desk.contributions import notes_of, without_addresses
from byname.access.desk.reviewing import Decided, decisions_of, shown_entries
from byname.site.web.pages import Site


@dataclass(frozen=True, slots=True)
class ToldNote:
    """A note of a reader, and who accepted it (empty: whoever keeps the archive)."""

    at: str
    who: str
    kind: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """A judgement, and who made it (empty: whoever keeps the archive)."""

    at: str
    who: str
    verdict: str
    record_a: str
    record_b: str
    why: str
    adjudicates: bool
    undone: str


@dataclass(frozen=True, slots=True)
class History:
    """What was decided, in order."""

    decisions: tuple[ToldDecision, ...]
    notes: tuple[ToldNote, ...]


def history_of(site: Site, records: Sequence[str]) -> History:
    """The history of the entries of a page."""
    decided = site.once_decided("decisions", lambda: decisions_of(site.archive))
    noted = site.once_decided("notes", lambda: notes_of(site.archive))
    found = {
        (one.at, one.by, one.record_a, one.record_b, one.undone): one for id in records for one in decided.get(id, ())
    }
    notes = {note.number: note for id in records for note in noted.get(id, ())}
    if not found and not notes:
        return History((), ())
    names = site.names()
    shown = shown_entries(site.archive, {id for one in found.values() for id in (one.record_a, one.record_b)})
    decisions = [one for one in found.values() if one.record_a in shown and one.record_b in shown]
    return History(
        tuple(_told(one, names) for one in sorted(decisions, key=lambda one: (one.at, one.by))),
        tuple(
            ToldNote(note.at, names.get(note.by, ""), note.kind, note.words, note.source)
            for _, note in sorted(notes.items())
        ),
    )


def _told(one: Decided, names: Mapping[str, str]) -> ToldDecision:
    return ToldDecision(
        one.at, names.get(one.by, ""), one.verdict, one.record_a, one.record_b, without_addresses(one.why),
        one.adjudicates, one.undone,
    )  # fmt: skip
