from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.protection import WITHHELD, WITHHELD_TEXT
from byname.access.read_together import people_together, shown_ids
from byname.access.record import SHORT_VALUE
from byname.archive.archive import Archive
from byname.errors import BadArchive, NotInSources
from byname.exports import people
from byname.exports.people import ExportedArchive, ExportedPerson, Relation


def _all(archive: ExportedArchive) -> list[ExportedPerson]:
    return [person for batch in archive.batches() for person in batch.persons]


@pytest.mark.parametrize("at_once", [1, 7, 40_000])
def test_people_are_those_that_the_site_shows_with_what_it_shows_of_them(
    small: Archive, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(people, "_AT_ONCE", at_once)
    shown = shown_ids(small)
    read = people_together(small, shown.people, shown.hidden)
    found = _all(ExportedArchive(small))
    assert [person.id for person in found] == shown.people.to_list()
    open_lists = {"invented"}
    for person in found:
        attested = [
            tuple(row[name] for name in ("field", "as_written", "value", "flag", "record_id", "source"))
            for row in read.person(person.id)["attestations"]
            if row["as_written"] not in (WITHHELD, WITHHELD_TEXT)
            and (row["source"] in open_lists or len(row["as_written"]) <= SHORT_VALUE)
        ]
        assert [tuple(said) for said in person.said] == attested
        assert {record: sure for record, _, sure in person.entries} == read.person(person.id)["probabilities"]


def test_only_those_who_fit_a_search(small: Archive) -> None:
    found = _all(ExportedArchive(small, only="Vanavalge"))
    assert [str(person.row["name"]).partition(",")[0] for person in found] == ["Vanavalge"] * 2
    with pytest.raises(NotInSources, match="nobody fits"):
        ExportedArchive(small, only="Kanariday")
    with pytest.raises(NotInSources, match="nobody fits"):
        ExportedArchive(small, only="Zzzzqqq")


def test_relations_are_those_of_people_who_are_shown(household: Archive) -> None:
    found = {str(person.row["name"]): person for person in _all(ExportedArchive(household))}
    head, wife = found["VANEM, Jaan, Mart"], found["Vanem, Liisa, Juhan"]
    assert len(found) == 3
    assert wife.relations == [Relation(head.id, "wife", "book:1")]
    assert head.relations == found["TEINE, Mart, Jaan"].relations == []


def test_an_archive_that_is_not_built_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="not built"):
        ExportedArchive(Archive.create(tmp_path / "archive", "Tests"))
