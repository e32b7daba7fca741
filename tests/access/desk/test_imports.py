from __future__ import annotations

from pathlib import Path

import pytest
from tests.lists import ROWS, write_list

from byname.access.desk import imports
from byname.access.desk.imports import (
    add_draft,
    answers_of,
    begin_draft,
    columns_of,
    discard,
    draft_of,
    drafts_of,
    preview_of,
    safe_name,
    with_columns,
    with_said,
    write_mapping,
)
from byname.archive.archive import Archive
from byname.errors import BadMapping, BadSource, NotInSources
from byname.sources.mapping_reading import parse_mapping

TEXT = """\
source: list
title: A list
citation: unknown
licence: unknown
language: ru
universe: unknown
person_twice: unknown
# standing: unknown
format: table
fields:
  name: {column: "Имя", order: detect}  # filled
  birth_date: "born"  # filled
  # ?: "died"  # filled
"""
BOOK = TEXT.partition("format:")[0] + "format: text\n"


def test_a_file_waits_with_a_mapping_is_shown_as_read_and_added_once(archive: Archive, tmp_path: Path) -> None:
    path, _ = write_list(tmp_path / "lists", "list", ROWS)
    draft = begin_draft(archive, "../../evil/list.csv", path)
    assert (draft.file_name, draft.present) == ("list.csv", "")
    assert archive.imported() == []
    preview = preview_of(archive, draft.id)
    assert preview["entries"] == len(ROWS)
    assert "Бухарин" in str(preview["rows"])
    said = with_said(draft.text, "list", {"title": 'A "list"', "person_twice": "no", "universe": "two men"})
    write_mapping(archive, draft.id, said)
    assert answers_of(draft_of(archive, draft.id).text)["title"] == 'A "list"'
    assert add_draft(archive, draft.id, by="clara") == "new"
    assert drafts_of(archive) == []
    assert [entry.by for entry in archive.ledger.entries("import")] == ["clara"]
    again = begin_draft(archive, "list.csv", path)
    assert again.present == "list"
    assert again.text == said  # the mapping by which it is read already
    assert add_draft(archive, again.id, by="clara") == "unchanged"
    assert len(archive.imported()) == 1


def test_a_column_is_read_as_another_field_or_as_none() -> None:
    assert [(one.name, one.field) for one in columns_of(TEXT)] == [
        ("Имя", "name"),
        ("born", "birth_date"),
        ("died", ""),
    ]
    changed = with_columns(TEXT, {"died": "death_date", "born": "", "Имя": "name", "stranger": "note"})
    mapping = parse_mapping(changed, "test")
    assert {name: where.columns for name, where in mapping.fields.items()} == {
        "name": ("Имя",),
        "death_date": ("died",),
    }
    assert with_columns(changed, {"died": "", "born": "birth_date"}).count("# ?:") == 1
    swapped = with_columns(TEXT, {"born": "death_date", "died": "birth_date"})
    assert parse_mapping(swapped, "test").fields["birth_date"].columns == ("died",)


@pytest.mark.parametrize(
    ("wanted", "message"), [({"died": "birth_date"}, "already"), ({"died": "nothing"}, "no field")]
)
def test_a_field_is_read_from_one_column(wanted: dict[str, str], message: str) -> None:
    with pytest.raises(BadMapping, match=message):
        with_columns(TEXT, wanted)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("source: list", "source: ../list"), BOOK + "entries: {unit: line, grammar: mine.yaml}\n",
     BOOK + "entries: {unit: line, grammar: ../mine.yaml}\n",
     TEXT.replace('"born"', '{column: "born", grammar: /etc/passwd.yaml}'), "a: [", "&a [*a, *a]",
     TEXT + "#" * 100_000],
)  # fmt: skip
def test_a_mapping_that_is_none_or_names_files_is_refused_and_the_one_before_stays(
    archive: Archive, tmp_path: Path, text: str
) -> None:
    folder = archive.folder / "desk" / "imports" / ("0" * 16)
    (folder / "file").mkdir(parents=True)
    (folder / "file" / "list.csv").write_text("Имя,born,died\nА Б,1893,1937\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(BadMapping):
        write_mapping(archive, folder.name, text)
    assert draft_of(archive, folder.name).text == TEXT


@pytest.mark.parametrize("id", ["", "..", "../../originals", "0" * 16, "/etc", "A" * 16, "0" * 15 + "\n"])
def test_an_id_leads_to_no_other_folder(archive: Archive, id: str) -> None:
    for ask in (draft_of, discard, preview_of):
        with pytest.raises(NotInSources):
            ask(archive, id)
    assert (archive.folder / "originals").is_dir()


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a/..", "\x00.csv", "a\nb.csv", "x" * 130, "\udcff.csv"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(BadSource):
        safe_name(name)


def test_a_file_that_is_no_list_leaves_nothing_behind(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(BadSource):
        begin_draft(archive, "x.xlsx", tmp_path / "x.bin")
    assert list((archive.folder / "desk" / "imports").iterdir()) == []


def test_not_too_many_files_wait(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_DRAFTS", 0)
    with pytest.raises(BadSource, match="too many files"):
        begin_draft(archive, "x.csv", tmp_path / "x.csv")
