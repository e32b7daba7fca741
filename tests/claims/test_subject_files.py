from __future__ import annotations

from pathlib import Path

import pytest

from byname.claims.subject_files import form_mistakes, read_files

PLACE = "- {id: ruritania, kind: place, words: [Ruritania]}\n"
KING = "- {id: rupert, kind: person, words: [Rupert]}\n- {id: king, kind: office, words: [king]}\n"


def told(folder: Path, **files: str) -> str:
    """What is found in a folder of these files, by their names without the ending, in one line."""
    files = {"subject": "name: Ruritania\n", "gazetteer": PLACE, **files}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    read = read_files(folder)
    return " | ".join(map(str, (*read.unread, *form_mistakes(read))))


def test_a_folder_of_two_files_is_in_order(tmp_path: Path) -> None:
    assert told(tmp_path) == ""


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"subject": "named: x\n"}, "subject.yaml: it has an unknown key 'named'"),
        ({"subject": "- x\n"}, "subject.yaml: it holds no keys"),
        ({"subject": "doers: rupert\n"}, "subject.yaml, doers: it is no list"),
        ({"subject": "doers: [rupert]\n"}, "subject.yaml, doers: 'rupert' is no entry of gazetteer.yaml"),
        ({"subject": "custody: [ruritania]\n"}, "'ruritania' is of the kind 'place', and not operation"),
        ({"subject": "nouns: [centre]\n"}, "subject.yaml, nouns: it does not give the words of each unit"),
        ({"gazetteer": "id: x\n"}, "gazetteer.yaml: it holds no list of entries"),
        ({"gazetteer": "- word\n"}, "gazetteer.yaml, entry 1: it has no keys"),
        ({"gazetteer": "- {kind: place, words: [x]}\n"}, "gazetteer.yaml, entry 1: it has no 'id'"),
        ({"gazetteer": PLACE + PLACE}, "gazetteer.yaml, ruritania: its id stands twice"),
        ({"gazetteer": "- {id: a, kind: kingdom, words: [x]}\n"}, "gazetteer.yaml, a: the kind 'kingdom' is none of"),
        ({"gazetteer": "- {id: a, kind: place, words: x}\n"}, "gazetteer.yaml, a: its words are no list of words"),
        ({"gazetteer": "- {id: a, kind: place, words: {en: x}}\n"}, "nor such a list for each language"),
        ({"gazetteer": "- {id: a, kind: place, words: []}\n"}, "gazetteer.yaml, a: it has no 'words'"),
        ({"gazetteer": "- {id: a, kind: place, words: {en: []}}\n"}, "gazetteer.yaml, a: it has no words"),
        (
            {"gazetteer": "- {id: a, kind: place, words: [x], colour: red}\n"},
            "unknown key 'colour': known are id, kind",
        ),
        (
            {"gazetteer": "- {id: a, kind: event, words: [x], dates: spring}\n"},
            "a: dates 'spring' is no date: write EDTF",
        ),
        ({"gazetteer": "- {id: a, kind: place, words: [x], within: b}\n"}, "gazetteer.yaml, a: 'b' is no entry"),
        ({"gazetteer": "- {id: a, kind: place, words: [x], within: a}\n"}, "gazetteer.yaml, a: it lies within itself"),
        (
            {"gazetteer": KING + "- {id: a, kind: event, words: [x], place: rupert}\n"},
            "of the kind 'person', and not place",
        ),
        (
            {"gazetteer": "- {id: a, kind: event, words: [x], people: rupert}\n"},
            "gazetteer.yaml, a: 'rupert' is no entry",
        ),
        ({"offices": "- {office: king, title: King, holders: []}\n"}, "offices.yaml, king: it has no 'holders'"),
        ({"offices": "- {office: king, title: K, holders: [{person: x}]}\n"}, "a holder has a person, from and to"),
        ({"offices": "- {office: king, title: K, holders: [{person: x, from: '', to: y}]}\n"}, "to 'y' is no date"),
        (
            {"offices": "- {office: king, title: K, holders: [{person: x, from: '', to: '', of: 1}]}\n"},
            "unknown key 'of'",
        ),
        ({"periods": "- {name: The rising, dates: sometime, words: [rising]}\n"}, "periods.yaml, The rising: dates"),
        ({"predicates": "banish: {under: exile, words: [x]}\n"}, "predicates.yaml, banish: it lies under 'exile'"),
        ({"predicates": "banish: {under: deport}\n"}, "predicates.yaml, banish: it has no 'words'"),
        ({"predicates": "banish: [x]\n"}, "predicates.yaml, banish: it has no keys"),
        (
            {"predicates": "a: {words: [x], under: b}\nb: {words: [y], under: a}\n"},
            "predicates.yaml, a: it lies under itself",
        ),
        ({"predicates": "kill: {told: x}\n"}, "predicates.yaml, kill: told gives no words"),
        (
            {"definitions": "- {concept: x, name: n, source: s, address: a, elements: [1], beyond: {words: []}}\n"},
            "each element",
        ),
        ({"known_sources": "journals: []\n"}, "known_sources.yaml: it has an unknown key 'journals'"),
        ({"gazeteer": PLACE}, "gazeteer.yaml: no file of a subject has this name"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_entry(tmp_path: Path, files: dict[str, str], words: str) -> None:
    assert words in told(tmp_path, **files)


def test_an_office_is_an_entry_of_its_kind_and_its_holders_are_people(tmp_path: Path) -> None:
    holders = "[{person: rupert, from: 1890, to: ''}]"
    office = f"- {{office: king, title: King, organ: court, holders: {holders}}}\n"
    assert (
        told(tmp_path, gazetteer=PLACE + KING, offices=office)
        == "offices.yaml, king: 'court' is no entry of gazetteer.yaml"
    )
    swapped = KING.replace("kind: office", "kind: organ")
    assert "'king' is of the kind 'organ', and not office" in told(tmp_path, gazetteer=PLACE + swapped, offices=office)


def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    assert "periods.yaml, line 2: it is no YAML" in told(tmp_path, periods="- {name: x}\n- {name: [x}\n")
    (tmp_path / "periods.yaml").write_bytes(b"\xff\xfe")
    assert "periods.yaml: it is not UTF-8 text" in " | ".join(map(str, read_files(tmp_path).unread))


def test_a_folder_without_a_gazetteer_and_a_table_of_no_known_name_are_mistakes(tmp_path: Path) -> None:
    (tmp_path / "subject.yaml").write_text("name: x\n", encoding="utf-8")
    (tmp_path / "numbers.csv").write_text("id\n", encoding="utf-8")
    unread = list(map(str, read_files(tmp_path).unread))
    assert ["numbers.csv: no table" in unread[0], "gazetteer.yaml: the file is missing" in unread[1]] == [True, True]
