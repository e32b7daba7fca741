from __future__ import annotations

import pytest
from tests.served import small_archive

from byname.access.desk import contributions
from byname.access.desk.contributions import (
    accept,
    contact_of,
    contribute,
    contributions_of,
    notes_of,
    number_waiting,
    refuse,
    take_note_back,
    without_addresses,
)
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.errors import BadRecord, NotInSources


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return small_archive(tmp_path_factory.mktemp("contributions"))


@pytest.fixture
def store(archive: Archive) -> DeskStore:
    made = DeskStore(archive)
    made.create()
    return made


def test_a_note_stands_on_every_entry_of_its_person_until_it_is_taken_back(archive: Archive, store: DeskStore) -> None:
    number = contribute(
        archive, store, "invented:0", "testimony", "She told me of\r\nhim \x00\u202eoften.", contact="a@b.org"
    )
    assert (number_waiting(store), contact_of(store, number)) == (1, "a@b.org")
    assert contributions_of(store, state="waiting")[0].words == "She told me of\nhim often."
    note = accept(archive, store, number, "His niece tells of him.", by="anna")
    assert [one.words for one in notes_of(archive)["invented:0"]] == ["His niece tells of him."]
    with pytest.raises(BadRecord, match="nothing waits"):
        refuse(archive, store, number, "spam", by="boris")
    with pytest.raises(BadRecord, match="needs a reason"):
        take_note_back(archive, note.number, " ", by="boris")
    take_note_back(archive, note.number, "not so", by="boris")
    assert notes_of(archive) == {}
    with pytest.raises(BadRecord, match="no such note"):
        take_note_back(archive, note.number, "not so", by="boris")


@pytest.mark.parametrize(("kind", "words"), [("gossip", "long enough words"), ("more", "short"), ("more", "x" * 5001)])
def test_words_of_no_use_are_refused(archive: Archive, store: DeskStore, kind: str, words: str) -> None:
    before = len(contributions_of(store))
    with pytest.raises(BadRecord):
        contribute(archive, store, "invented:0", kind, words)
    assert len(contributions_of(store)) == before


def test_the_queue_has_an_end(archive: Archive, store: DeskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributions, "MOST_WAITING", number_waiting(store))
    with pytest.raises(BadRecord, match="too many"):
        contribute(archive, store, "invented:0", "more", "long enough words")


def test_nothing_is_taken_about_whom_readers_are_not_shown(archive: Archive, store: DeskStore) -> None:
    with pytest.raises(NotInSources):
        contribute(archive, store, "invented:2", "more", "long enough words")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a@b.org", "[e-mail]"),
        ("x a.b+c@d-e.co.uk.", "x [e-mail]."),
        ("имя@пример.рф", "[e-mail]"),
        ("at 5 @ 3", "at 5 @ 3"),
    ],
)
def test_addresses_of_mail_are_taken_out(text: str, left: str) -> None:
    assert without_addresses(text) == left
